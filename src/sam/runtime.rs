//! Lambda runtimes and architectures as SAM turns them into image tags.

use std::fmt;

/// A runtime identifier as a template writes it, such as `python3.12`; not necessarily one SAM knows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Runtime(String);

/// The instruction set of a function. SAM takes any text here and compares it later; these two can work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Architecture {
    /// `x86_64`, SAM's default.
    #[default]
    X86_64,
    /// `arm64`.
    Arm64,
}

/// Runtimes of SAM CLI 1.170.0 that run on both architectures (`samcli/lib/utils/architecture.py`).
const MULTI_ARCH: &[&str] = &[
    "nodejs16.x",
    "nodejs18.x",
    "nodejs20.x",
    "nodejs22.x",
    "nodejs24.x",
    "python3.8",
    "python3.9",
    "python3.10",
    "python3.11",
    "python3.12",
    "python3.13",
    "python3.14",
    "ruby3.2",
    "ruby3.3",
    "ruby3.4",
    "ruby4.0",
    "java8.al2",
    "java8.al2023",
    "java11",
    "java11.al2023",
    "java17",
    "java17.al2023",
    "java21",
    "java25",
    "dotnet6",
    "dotnet8",
    "dotnet10",
    "provided.al2",
    "provided.al2023",
];

/// Runtimes of SAM CLI 1.170.0 that run on `x86_64` only; their image tags carry no architecture.
const SINGLE_ARCH: &[&str] = &["go1.x", "provided"];

impl Runtime {
    /// Any text, as SAM takes it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The identifier.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether SAM CLI 1.170.0 can run it (`samcli/local/docker/lambda_image.py`, `Runtime`).
    pub fn is_known(&self) -> bool {
        self.is_multi_arch() || SINGLE_ARCH.contains(&self.0.as_str())
    }

    /// Whether image tags of v1.71.0 and later carry the architecture for this runtime.
    pub fn is_multi_arch(&self) -> bool {
        MULTI_ARCH.contains(&self.0.as_str())
    }

    /// Whether SAM CLI 1.170.0 runs it on this architecture.
    pub fn runs_on(&self, architecture: Architecture) -> bool {
        self.is_multi_arch() || (architecture == Architecture::X86_64 && self.is_known())
    }

    /// `python3.12` → `python:3.12`, `provided` → `provided:alami`: the image's language and version
    /// (`Runtime.get_image_name_tag`), without architecture.
    pub fn image_tag(&self) -> String {
        let text = self.0.as_str();
        if text == "provided" {
            "provided:alami".to_owned()
        } else if text.starts_with("provided") {
            text.replace('.', ":")
        } else if text.starts_with("dotnet") {
            text.replace("dotnet", "dotnet:")
        } else {
            split_language(text).replace(".x", "")
        }
    }

    /// [`Runtime::image_tag`] with `-<architecture>` where SAM adds it.
    pub fn image_tag_with_arch(&self, architecture: Architecture) -> String {
        if self.is_multi_arch() { format!("{}-{architecture}", self.image_tag()) } else { self.image_tag() }
    }

    /// The runtime whose image tag this is: `nodejs:22` → `nodejs22.x`. `None` for a tag of no runtime SAM ever had.
    pub fn from_image_tag(tag: &str) -> Option<Self> {
        if let Some(known) = MULTI_ARCH.iter().chain(SINGLE_ARCH).find(|known| Self::new(**known).image_tag() == tag) {
            return Some(Self::new(*known));
        }
        // Runtimes that older releases listed follow the same spelling.
        let (language, version) = tag.split_once(':')?;
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
        if !plain(version) || language.is_empty() || !language.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        let text = match language {
            "provided" => format!("provided.{version}"),
            "nodejs" | "go" => format!("{language}{version}.x"),
            _ => format!("{language}{version}"),
        };
        Some(Self(text))
    }
}

/// SAM's `^([a-z]+)([0-9][a-z0-9\.]*)$` → `\1:\2`; anything else stays.
fn split_language(text: &str) -> String {
    let at = text.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(text.len());
    let (language, version) = text.split_at(at);
    let fits = !language.is_empty()
        && version.starts_with(|c: char| c.is_ascii_digit())
        && version.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.');
    if fits { format!("{language}:{version}") } else { text.to_owned() }
}

impl Architecture {
    /// Reads `x86_64` or `arm64`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "x86_64" => Some(Self::X86_64),
            "arm64" => Some(Self::Arm64),
            _ => None,
        }
    }

    /// SAM's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::X86_64 => "x86_64",
            Self::Arm64 => "arm64",
        }
    }
}

impl fmt::Display for Architecture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_as_sam_makes_them() {
        for (runtime, tag) in [
            ("python3.12", "python:3.12-x86_64"),
            ("nodejs22.x", "nodejs:22-x86_64"),
            ("java8.al2", "java:8.al2-x86_64"),
            ("java11.al2023", "java:11.al2023-x86_64"),
            ("dotnet8", "dotnet:8-x86_64"),
            ("provided", "provided:alami"),
            ("provided.al2023", "provided:al2023-x86_64"),
            ("go1.x", "go:1"),
            ("python3.7", "python:3.7"),
            ("dotnetcore3.1", "dotnet:core3.1"),
        ] {
            assert_eq!(Runtime::new(runtime).image_tag_with_arch(Architecture::X86_64), tag);
        }
    }

    #[test]
    fn every_known_runtime_is_found_again_by_its_tag() {
        for text in MULTI_ARCH.iter().chain(SINGLE_ARCH) {
            let runtime = Runtime::new(*text);
            assert_eq!(Runtime::from_image_tag(&runtime.image_tag()), Some(runtime));
        }
        assert_eq!(Runtime::from_image_tag("python:3.7"), Some(Runtime::new("python3.7")));
        assert_eq!(Runtime::from_image_tag("dotnet:core3.1"), Some(Runtime::new("dotnetcore3.1")));
        assert_eq!(Runtime::from_image_tag("latest"), None);
    }
}
