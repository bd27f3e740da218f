//! Lambda runtimes and architectures, and the image tags that SAM uses for them.

use std::fmt;

use super::tables::tables;

/// A runtime identifier as a template writes it, such as `python3.12`; it may be one that SAM does not know.
///
/// ```
/// use samlayers::sam::{Architecture, Runtime};
///
/// let runtime = Runtime::new("nodejs22.x");
/// assert_eq!(runtime.image_tag_with_arch(Architecture::Arm64), "nodejs:22-arm64");
/// assert_eq!(Runtime::from_image_tag("nodejs:22"), Some(runtime));
/// assert!(!Runtime::new("go1.x").runs_on(Architecture::Arm64));
/// assert!(!Runtime::new("cobol1").is_known());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Runtime(String);

/// The instruction set of a function. SAM accepts any text here and checks it later; only these two work.
///
/// ```
/// use samlayers::sam::Architecture;
///
/// assert_eq!(Architecture::parse("arm64"), Some(Architecture::Arm64));
/// assert_eq!(Architecture::parse("aarch64"), None);
/// assert_eq!(Architecture::default().to_string(), "x86_64");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Architecture {
    /// `x86_64`, SAM's default.
    #[default]
    X86_64,
    /// `arm64`.
    Arm64,
}

impl Runtime {
    /// Accepts any text, like SAM.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the identifier.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether the [known SAM CLI](crate::sam::known_sam_cli) can run it (`samcli/local/docker/lambda_image.py`, `Runtime`).
    pub fn is_known(&self) -> bool {
        tables().runtimes.contains_key(self.0.as_str())
    }

    /// Returns the runtimes that the [known SAM CLI](crate::sam::known_sam_cli) can run.
    pub fn known() -> impl Iterator<Item = &'static str> {
        tables().runtimes.keys().map(|name| &**name)
    }

    /// Returns whether image tags of v1.71.0 and later contain the architecture for this runtime.
    pub fn is_multi_arch(&self) -> bool {
        self.architectures().len() > 1
    }

    /// Returns whether the [known SAM CLI](crate::sam::known_sam_cli) runs it on this architecture.
    pub fn runs_on(&self, architecture: Architecture) -> bool {
        self.architectures().iter().any(|known| **known == *architecture.as_str())
    }

    /// Those it runs on (`samcli/lib/utils/architecture.py`); none where SAM CLI does not know it.
    fn architectures(&self) -> &'static [Box<str>] {
        tables().runtimes.get(self.0.as_str()).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the image's language and version without architecture: `python3.12` → `python:3.12`, `provided` →
    /// `provided:alami` (`Runtime.get_image_name_tag`).
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

    /// Returns [`Runtime::image_tag`] with `-<architecture>` if SAM adds it.
    pub fn image_tag_with_arch(&self, architecture: Architecture) -> String {
        if self.is_multi_arch() { format!("{}-{architecture}", self.image_tag()) } else { self.image_tag() }
    }

    /// Returns the runtime with this image tag: `nodejs:22` → `nodejs22.x`; `None` for a tag that no runtime of SAM
    /// has.
    pub fn from_image_tag(tag: &str) -> Option<Self> {
        if let Some(known) = tables().runtimes.keys().find(|known| Self::new(&***known).image_tag() == tag) {
            return Some(Self::new(&**known));
        }
        // Runtimes of older releases follow the same spelling.
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

/// Applies SAM's `^([a-z]+)([0-9][a-z0-9\.]*)$` → `\1:\2`; other text stays as it is.
fn split_language(text: &str) -> String {
    let at = text.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(text.len());
    let (language, version) = text.split_at(at);
    let fits = !language.is_empty()
        && version.starts_with(|c: char| c.is_ascii_digit())
        && version.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.');
    if fits { format!("{language}:{version}") } else { text.to_owned() }
}

impl Architecture {
    /// Parses `x86_64` or `arm64`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "x86_64" => Some(Self::X86_64),
            "arm64" => Some(Self::Arm64),
            _ => None,
        }
    }

    /// Returns SAM's spelling.
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
    fn image_tags_are_those_of_sam() {
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
    fn image_tags_of_known_runtimes_round_trip() {
        for text in tables().runtimes.keys() {
            let runtime = Runtime::new(&**text);
            assert_eq!(Runtime::from_image_tag(&runtime.image_tag()), Some(runtime));
        }
        assert_eq!(Runtime::from_image_tag("python:3.7"), Some(Runtime::new("python3.7")));
        assert_eq!(Runtime::from_image_tag("dotnet:core3.1"), Some(Runtime::new("dotnetcore3.1")));
        assert_eq!(Runtime::from_image_tag("latest"), None);
    }
}
