//! Determines the image in which SAM would run a function, or why there is none (`samcli/local/docker/lambda_image.py`,
//! `samcli/lib/utils/architecture.py`).

use super::FunctionLayer;
use super::node::Node;
use super::python::python_str;
use crate::sam::image_name::Generation;
use crate::sam::problem::{Problem, ProblemCode};
use crate::sam::{Architecture, HashedName, ImageName, Runtime, known_sam_cli};
use crate::text::sentence;

/// The resolved properties that determine the image.
pub struct FunctionPackage<'a> {
    /// The resolved `PackageType`.
    pub package_type: &'a Node,
    /// The resolved `Runtime`.
    pub runtime: Node,
    /// The resolved `Architectures`.
    pub architectures: Node,
    /// Whether the code is inline in the template.
    pub inline: bool,
    /// The image of an image function.
    pub image: Node,
}

/// The image of a function, and its runtime and architecture.
#[derive(Default)]
pub struct ImageChoice {
    /// The runtime, if it is a text.
    pub runtime: Option<Runtime>,
    /// The architecture, if it is valid.
    pub architecture: Option<Architecture>,
    /// The image with layers.
    pub image: Option<ImageName>,
    /// The image that SAM would run.
    pub invoke_image: Option<ImageName>,
    /// Why SAM would not run an image.
    pub problems: Vec<Problem>,
}

/// Determines the image of a function.
pub fn choose_image(packaged: &FunctionPackage<'_>, layers: &[FunctionLayer]) -> ImageChoice {
    let mut choice = ImageChoice { runtime: packaged.runtime.as_str().map(Runtime::new), ..ImageChoice::default() };
    match architecture_of(&packaged.architectures) {
        Ok(architecture) => choice.architecture = Some(architecture),
        Err(problem) => choice.problems.push(problem),
    }
    match packaged.package_type.as_str() {
        Some("Image") => choose_container_image(packaged, &mut choice),
        Some("Zip") => choose_zip_image(packaged, layers, &mut choice),
        _ => choice.problems.push(Problem::new(
            ProblemCode::RuntimeUnknown,
            sentence!("problem-runtime-unknown-package-type", written = python_str(packaged.package_type)),
            sentence!("fix-package-type"),
        )),
    }
    choice
}

fn choose_zip_image(packaged: &FunctionPackage<'_>, layers: &[FunctionLayer], choice: &mut ImageChoice) {
    if packaged.inline {
        choice.problems.push(Problem::new(
            ProblemCode::CodeInline,
            sentence!("problem-code-inline"),
            sentence!("fix-code-inline"),
        ));
    }
    let Some(runtime) = choice.runtime.clone().filter(Runtime::is_known) else {
        let detail = if packaged.runtime.is_null() {
            sentence!("problem-runtime-unknown-none", release = known_sam_cli())
        } else {
            sentence!("problem-runtime-unknown", written = python_str(&packaged.runtime), release = known_sam_cli())
        };
        choice.problems.push(Problem::new(ProblemCode::RuntimeUnknown, detail, sentence!("fix-runtime-unknown")));
        return;
    };
    let Some(architecture) = choice.architecture else { return };
    if packaged.architectures.is_truthy() && !runtime.runs_on(architecture) {
        choice.problems.push(Problem::new(
            ProblemCode::ArchitectureMismatch,
            sentence!(
                "problem-architecture-mismatch",
                runtime = runtime.to_string(),
                architecture = architecture.to_string()
            ),
            sentence!("fix-architecture-mismatch"),
        ));
        return;
    }
    if packaged.inline {
        return;
    }
    let used: Vec<&FunctionLayer> = layers.iter().filter(|layer| layer.is_used()).collect();
    if used.is_empty() {
        choice.invoke_image = Some(ImageName::rapid(&runtime, architecture));
        return;
    }
    // If one layer has no name, SAM stops before it names the image.
    let names: Option<Vec<HashedName>> = used.iter().map(|layer| layer.hashed_name()).collect();
    choice.image = names.map(|names| ImageName::layered(Generation::V1_71, &runtime, architecture, &names));
    choice.invoke_image.clone_from(&choice.image);
}

fn choose_container_image(packaged: &FunctionPackage<'_>, choice: &mut ImageChoice) {
    let Some(image) = packaged.image.as_str().filter(|image| !image.is_empty()) else {
        choice.problems.push(Problem::new(
            ProblemCode::ImageUriMissing,
            sentence!("problem-image-uri-missing"),
            sentence!("fix-image-uri-missing"),
        ));
        return;
    };
    choice.invoke_image = choice.architecture.map(|architecture| ImageName::rapid_of_image(image, architecture));
}

/// Returns the architecture of a list with exactly one item; `x86_64` without a list.
fn architecture_of(architectures: &Node) -> Result<Architecture, Problem> {
    if !architectures.is_truthy() {
        return Ok(Architecture::X86_64);
    }
    let invalid =
        |detail| Err(Problem::new(ProblemCode::ArchitectureInvalid, detail, sentence!("fix-architecture-invalid")));
    match architectures.items().as_deref() {
        Some([one]) => match one.as_str().and_then(Architecture::parse) {
            Some(architecture) => Ok(architecture),
            None => invalid(sentence!("problem-architecture-invalid", written = python_str(one))),
        },
        Some(_) => invalid(sentence!("problem-architecture-invalid-not-one")),
        None if architectures.is_str() => {
            invalid(sentence!("problem-architecture-invalid-text", written = python_str(architectures)))
        }
        None => invalid(sentence!("problem-architecture-invalid-unresolved")),
    }
}

/// Returns whether an image is in ECR or a registry on this machine (`samcli/lib/package/ecr_utils.py`).
pub fn is_in_registry(uri: &str) -> bool {
    let Some((host, path)) = uri.split_once('/') else { return false };
    is_registry(host) && path.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
}

fn is_registry(host: &str) -> bool {
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let is_port = |port: &str| (1..=5).contains(&port.chars().count()) && port.chars().all(char::is_numeric);
    if matches!(name, "localhost" | "127.0.0.1") {
        return port.is_none_or(is_port);
    }
    let Some((account, region)) = host.split_once(".dkr.ecr.") else { return false };
    let region = region.strip_suffix(".cn").unwrap_or(region);
    let Some(region) = region.strip_suffix(".amazonaws.com") else { return false };
    is_host_word(account) && is_host_word(region)
}

fn is_host_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

#[cfg(test)]
mod tests {
    use super::is_in_registry;

    #[test]
    fn registry_images_are_recognised() {
        for uri in [
            "123456789012.dkr.ecr.us-east-1.amazonaws.com/repo:tag",
            "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a/b",
            "localhost:5000/repo",
            "127.0.0.1/repo",
        ] {
            assert!(is_in_registry(uri), "{uri}");
        }
        for uri in ["", "repo:latest", "localhost:123456/repo", "docker.io/library/x", "localhost/Repo", "localhost"] {
            assert!(!is_in_registry(uri), "{uri}");
        }
    }
}
