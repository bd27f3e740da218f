//! What Lambda's runtimes contain anyway: the AWS SDK and what it needs (Lambda Developer Guide, "Runtime-included SDK
//! versions" of Python, Node.js and Ruby).

use super::distribution::{Distribution, Ecosystem};
use crate::sam::Runtime;

/// What the Python runtimes contain.
const PYTHON: [&str; 7] = ["boto3", "botocore", "jmespath", "python-dateutil", "s3transfer", "six", "urllib3"];

/// The first Node.js runtime with version 3 of the SDK.
const NODE_WITH_SDK_3: u32 = 18;

/// Returns whether the runtime contains a distribution. Without a runtime, those that are current are meant.
pub(super) fn contains(runtime: Option<&Runtime>, distribution: &Distribution) -> bool {
    let runtime = runtime.map(Runtime::as_str);
    let is_of = |language: &str| runtime.is_none_or(|runtime| runtime.starts_with(language));
    let name = distribution.name.as_str();
    match distribution.ecosystem {
        Ecosystem::Pip => is_of("python3") && PYTHON.contains(&distribution.normalized_name().as_str()),
        Ecosystem::Npm if is_of("nodejs") => {
            let major =
                runtime.and_then(|runtime| runtime.strip_prefix("nodejs")?.split('.').next()?.parse::<u32>().ok());
            if major.is_none_or(|major| major >= NODE_WITH_SDK_3) {
                name.starts_with("@aws-sdk/") || name.starts_with("@smithy/")
            } else {
                name == "aws-sdk"
            }
        }
        Ecosystem::Gem => {
            let is_sdk = name == "aws-sdk" || name.starts_with("aws-sdk-");
            is_of("ruby") && (is_sdk || matches!(name, "aws-eventstream" | "aws-partitions" | "aws-sigv4" | "jmespath"))
        }
        Ecosystem::Npm | Ecosystem::Jar | Ecosystem::NuGet => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_runtime_has_its_own_sdk() {
        let has = |runtime: Option<&str>, ecosystem, name: &str| {
            let distribution = Distribution { ecosystem, name: name.to_owned(), version: None };
            contains(runtime.map(Runtime::new).as_ref(), &distribution)
        };
        assert!(has(Some("python3.12"), Ecosystem::Pip, "Boto3") && has(None, Ecosystem::Pip, "botocore"));
        assert!(!has(Some("provided.al2023"), Ecosystem::Pip, "boto3") && !has(None, Ecosystem::Pip, "numpy"));
        assert!(has(Some("nodejs22.x"), Ecosystem::Npm, "@aws-sdk/client-s3"));
        assert!(!has(Some("nodejs16.x"), Ecosystem::Npm, "@aws-sdk/client-s3"));
        assert!(has(Some("nodejs16.x"), Ecosystem::Npm, "aws-sdk") && !has(None, Ecosystem::Npm, "aws-sdk"));
        assert!(has(Some("ruby3.3"), Ecosystem::Gem, "aws-sdk-s3") && !has(None, Ecosystem::Jar, "aws-sdk-s3"));
    }
}
