//! A distribution: what a package manager installs under one name and version.

/// A distribution of a package manager.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Distribution {
    /// The package manager.
    pub ecosystem: Ecosystem,
    /// The name as its metadata writes it.
    pub name: String,
    /// The version, if its metadata or its file name has one.
    pub version: Option<String>,
}

/// The package manager that a distribution comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ecosystem {
    /// Python.
    Pip,
    /// Node.js.
    Npm,
    /// Ruby.
    Gem,
    /// Java.
    Jar,
    /// .NET.
    NuGet,
}

impl Ecosystem {
    /// Returns the word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pip => "pip",
            Self::Npm => "npm",
            Self::Gem => "gem",
            Self::Jar => "jar",
            Self::NuGet => "nuget",
        }
    }
}

impl Distribution {
    /// Returns the name for comparisons: PEP 503 for Python, the name itself otherwise.
    pub fn normalized_name(&self) -> String {
        if self.ecosystem != Ecosystem::Pip {
            return self.name.clone();
        }
        let mut normalized = String::with_capacity(self.name.len());
        for part in self.name.split(['-', '_', '.']).filter(|part| !part.is_empty()) {
            if !normalized.is_empty() {
                normalized.push('-');
            }
            normalized.push_str(&part.to_ascii_lowercase());
        }
        normalized
    }
}

/// Splits `name-1.2` at the first hyphen that a digit follows.
pub(super) fn split_version(text: &str) -> (String, Option<String>) {
    let is_version = |at: &usize| text[at + 1..].starts_with(|c: char| c.is_ascii_digit());
    match text.match_indices('-').map(|(at, _)| at).filter(|at| *at > 0).find(is_version) {
        Some(at) => (text[..at].to_owned(), Some(text[at + 1..].to_owned())),
        None => (text.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn python_names_are_compared_as_pip_compares_them() {
        let name = |name: &str| {
            Distribution { ecosystem: Ecosystem::Pip, name: name.to_owned(), version: None }.normalized_name()
        };
        assert_eq!(name("Ruamel.Yaml__clib"), "ruamel-yaml-clib");
        assert_eq!(name("PyYAML"), "pyyaml");
    }

    #[test]
    fn a_version_follows_the_name() {
        let split = |text| {
            let (name, version) = split_version(text);
            (name, version.unwrap_or_default())
        };
        for (text, name, version) in [
            ("rack-3.0.8", "rack", "3.0.8"),
            ("nokogiri-1.16.0-x86_64-linux", "nokogiri", "1.16.0-x86_64-linux"),
            ("jackson-core-2.15.2", "jackson-core", "2.15.2"),
            ("guava", "guava", ""),
            ("-1", "-1", ""),
        ] {
            assert_eq!(split(text), (name.to_owned(), version.to_owned()), "{text}");
        }
    }
}
