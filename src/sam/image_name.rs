//! The names of SAM's images, in all generations.

use std::fmt;

use super::{Architecture, HashedName, Runtime, sha256_hex};

/// The number of hex digits of the layer names' sha256 in an image name.
pub const HASH_DIGITS: usize = 25;

/// The range of SAM CLI releases that named an image (SAM-FACTS, "Image names by generation").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Generation {
    /// v0.8.0 – v1.32.0: `samcli/lambda:<runtime>-H`.
    V0_8,
    /// v1.33.0 – v1.70.1: `samcli/lambda:<runtime>-<architecture>-H`.
    V1_33,
    /// v1.71.0 and later: `samcli/lambda-<language>:<version>[-<architecture>]-H`.
    V1_71,
}

/// The purpose of an image.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ImageKind {
    /// A runtime with layers. `H` are 25 hex digits of the sha256 of the layer names.
    Layered {
        /// The releases that name images like this.
        generation: Generation,
        /// The function's runtime.
        runtime: Runtime,
        /// The architecture; `None` if the generation or runtime omits it.
        architecture: Option<Architecture>,
        /// The 25 hex digits.
        hash: String,
    },
    /// SAM's own image for a function without layers, or for an image function (`…rapid…`).
    Rapid {
        /// The architecture, if the tag contains it.
        architecture: Option<Architecture>,
    },
    /// The emulation images of v1.0.0 – v1.70.1 and `lambci/lambda` before them.
    Emulation,
    /// The image in which `sam build --use-container` builds a runtime.
    Build {
        /// The runtime or build method.
        runtime: String,
        /// The architecture, if the tag contains it.
        architecture: Option<Architecture>,
    },
    /// The emulator of durable executions.
    Durable,
    /// The image of an image function. No name shows that: a template gives it.
    Function,
}

/// The repository of SAM's build images, before the runtime (`samcli/local/docker/lambda_build_container.py`).
const BUILD: &str = "public.ecr.aws/sam/build-";

/// The repository of build images before 1.28.
const OLD_BUILD: &str = "amazon/aws-sam-cli-build-image-";

/// The repository of the emulator of durable executions
/// (`samcli/local/docker/durable_functions_emulator_container.py`).
pub const DURABLE: &str = "public.ecr.aws/durable-functions/aws-durable-execution-emulator";

/// The repository of AWS's base images. SAM alone gives them tags with `rapid`.
const LAMBDA: &str = "public.ecr.aws/lambda/";

/// What engines put in front of a name without a registry.
const DEFAULT_REGISTRIES: [&str; 3] = ["docker.io/library/", "docker.io/", "localhost/"];

/// Returns a name without the registry that an engine puts in front of names that have none.
fn without_default_registry(text: &str) -> &str {
    DEFAULT_REGISTRIES.iter().find_map(|registry| text.strip_prefix(registry)).unwrap_or(text)
}

impl ImageKind {
    /// Returns the word used in JSON.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Layered { .. } => "layered",
            Self::Rapid { .. } => "rapid",
            Self::Emulation => "emulation",
            Self::Build { .. } => "build",
            Self::Durable => "durable",
            Self::Function => "function",
        }
    }
}

/// The full name of an image that SAM built or pulled, with its parsed parts. Names are ordered by their text.
///
/// ```
/// use samlayers::sam::image_name::{Generation, ImageKind};
/// use samlayers::sam::{Architecture, HashedName, ImageName, Runtime};
///
/// let layers = ["myLayer-1-926eeb5ff1", "mySecondLayer-1-6bc1022bdf"].map(HashedName::parse);
/// let runtime = Runtime::new("python3.12");
/// let image = ImageName::layered(Generation::V1_71, &runtime, Architecture::Arm64, &layers);
/// assert_eq!(image.as_str(), "samcli/lambda-python:3.12-arm64-2dd7ac5ffb30d515926aefffd");
///
/// let parsed = ImageName::parse(&format!("docker.io/{image}")).expect("a name of SAM");
/// assert_eq!(parsed.kind(), image.kind());
/// assert_eq!(parsed.without_registry(), image.as_str());
/// assert!(matches!(parsed.kind(), ImageKind::Layered { generation: Generation::V1_71, .. }));
/// assert_eq!(ImageName::parse("python:3.12"), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ImageName {
    text: String,
    kind: ImageKind,
}

impl Generation {
    /// All generations, oldest first.
    pub const ALL: [Self; 3] = [Self::V0_8, Self::V1_33, Self::V1_71];

    /// Returns the name used on the command line and in JSON: the first release of the range.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V0_8 => "0.8",
            Self::V1_33 => "1.33",
            Self::V1_71 => "1.71",
        }
    }

    /// Returns the releases for display.
    pub fn releases(self) -> &'static str {
        match self {
            Self::V0_8 => "SAM CLI 0.8.0 to 1.32.0",
            Self::V1_33 => "SAM CLI 1.33.0 to 1.70.1",
            Self::V1_71 => "SAM CLI 1.71.0 and later",
        }
    }

    /// Parses a name that [`Generation::as_str`] returns.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|generation| generation.as_str() == text)
    }
}

/// Returns the text that SAM hashes for these layers: their names joined with `-`
/// (`samcli/local/docker/lambda_image.py`, `_generate_docker_image_version`).
pub fn hashed_text(names: &[HashedName]) -> String {
    names.iter().map(HashedName::as_str).collect::<Vec<_>>().join("-")
}

/// Returns the 64 hex digits of the sha256 of [`hashed_text`]; an image name contains the first [`HASH_DIGITS`].
pub fn layers_sha256(names: &[HashedName]) -> String {
    sha256_hex(&hashed_text(names))
}

impl ImageName {
    /// Returns the name that SAM of a generation gives to the image of a runtime with these layers, in this order.
    pub fn layered(
        generation: Generation,
        runtime: &Runtime,
        architecture: Architecture,
        names: &[HashedName],
    ) -> Self {
        let hash = layers_sha256(names)[..HASH_DIGITS].to_owned();
        let (text, shown) = match generation {
            Generation::V0_8 => (format!("samcli/lambda:{runtime}-{hash}"), None),
            Generation::V1_33 => (format!("samcli/lambda:{runtime}-{architecture}-{hash}"), Some(architecture)),
            Generation::V1_71 => (
                format!("samcli/lambda-{}-{hash}", runtime.image_tag_with_arch(architecture)),
                runtime.is_multi_arch().then_some(architecture),
            ),
        };
        Self { text, kind: ImageKind::Layered { generation, runtime: runtime.clone(), architecture: shown, hash } }
    }

    /// Returns the image that SAM 1.71.0 and later runs for a runtime without layers.
    pub fn rapid(runtime: &Runtime, architecture: Architecture) -> Self {
        let tag = runtime.image_tag();
        let text = format!("public.ecr.aws/lambda/{tag}-rapid-{architecture}");
        Self { text, kind: ImageKind::Rapid { architecture: Some(architecture) } }
    }

    /// Returns the image that SAM 1.71.0 and later runs for an image function: `<repository>:rapid-<architecture>`.
    pub fn rapid_of_image(image_uri: &str, architecture: Architecture) -> Self {
        let repository = image_uri.split(':').next().unwrap_or_default().replace('@', "");
        let text = format!("{repository}:rapid-{architecture}");
        Self { text, kind: ImageKind::Rapid { architecture: Some(architecture) } }
    }

    /// Returns the image in which `sam build --use-container` builds a runtime.
    pub fn build(runtime: &Runtime, architecture: Architecture) -> Self {
        let runtime = runtime.as_str().to_owned();
        let text = format!("{BUILD}{runtime}:latest-{architecture}");
        Self { text, kind: ImageKind::Build { runtime, architecture: Some(architecture) } }
    }

    /// Returns a name that a template may give to the image of a function.
    pub fn of_function(text: &str) -> Self {
        Self { text: text.to_owned(), kind: ImageKind::Function }
    }

    /// Returns whether SAM alone gives such names, so that the name proves where the image comes from. The names of
    /// image functions are the user's own.
    pub fn is_proof(&self) -> bool {
        match self.kind {
            ImageKind::Function => false,
            ImageKind::Rapid { .. } => self.text.starts_with(LAMBDA),
            _ => true,
        }
    }

    /// Parses the name of an image as an engine reports it; returns `None` if SAM did not name it.
    ///
    /// Some engines add a registry in front (`docker.io/samcli/…`, `localhost/samcli/…`), so the end of the repository
    /// decides.
    pub fn parse(text: &str) -> Option<Self> {
        let (repository, tag) = text.rsplit_once(':').filter(|(_, tag)| !tag.contains('/'))?;
        let kind = layered_kind(repository, tag).or_else(|| base_kind(repository, tag))?;
        Some(Self { text: text.to_owned(), kind })
    }

    /// Returns the name as the engine reported it, or as SAM would write it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the parsed parts of the name.
    pub fn kind(&self) -> &ImageKind {
        &self.kind
    }

    /// Returns the 25 hex digits of an image with layers.
    pub fn hash(&self) -> Option<&str> {
        match &self.kind {
            ImageKind::Layered { hash, .. } => Some(hash),
            _ => None,
        }
    }

    /// Returns the name without a registry in front, as SAM itself requests it.
    pub fn without_registry(&self) -> &str {
        match self.text.find("samcli/lambda") {
            Some(at) if self.hash().is_some() => &self.text[at..],
            _ => without_default_registry(&self.text),
        }
    }
}

/// Parses `samcli/lambda…` in any generation.
fn layered_kind(repository: &str, tag: &str) -> Option<ImageKind> {
    let (rest, hash) = tag.rsplit_once('-')?;
    if hash.len() != HASH_DIGITS || !hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let own = without_default_registry(repository).strip_prefix("samcli/lambda")?;
    let (rest, architecture) = split_architecture(rest);
    let (generation, runtime) = match own {
        "" if architecture.is_some() => (Generation::V1_33, Runtime::new(rest)),
        "" => (Generation::V0_8, Runtime::new(rest)),
        language => {
            let version = rest.strip_suffix("-preview").unwrap_or(rest);
            let tag = format!("{}:{version}", language.strip_prefix('-')?);
            (Generation::V1_71, Runtime::from_image_tag(&tag)?)
        }
    };
    if rest.is_empty() {
        return None;
    }
    Some(ImageKind::Layered { generation, runtime, architecture, hash: hash.to_owned() })
}

/// Parses the names of rapid, emulation and `lambci` images.
fn base_kind(repository: &str, tag: &str) -> Option<ImageKind> {
    let own = without_default_registry(repository);
    if own == "lambci/lambda"
        || own.starts_with("amazon/aws-sam-cli-emulation-image-")
        || own.starts_with("public.ecr.aws/sam/emulation-")
    {
        return Some(ImageKind::Emulation);
    }
    let (before, architecture) = split_architecture(tag);
    let runtime = own.strip_prefix(BUILD).or_else(|| own.strip_prefix(OLD_BUILD));
    if let Some(runtime) = runtime.filter(|runtime| !runtime.is_empty() && !runtime.contains('/')) {
        return Some(ImageKind::Build { runtime: runtime.to_owned(), architecture });
    }
    if own.strip_prefix(DURABLE).is_some_and(|rest| rest.is_empty() || rest.starts_with('-') && !rest.contains('/')) {
        return Some(ImageKind::Durable);
    }
    let is_rapid = before == "rapid" || before.ends_with("-rapid") || before.starts_with("rapid-");
    is_rapid.then_some(ImageKind::Rapid { architecture })
}

fn split_architecture(text: &str) -> (&str, Option<Architecture>) {
    for architecture in [Architecture::X86_64, Architecture::Arm64] {
        if let Some(before) = text.strip_suffix(architecture.as_str()).and_then(|rest| rest.strip_suffix('-')) {
            return (before, Some(architecture));
        }
    }
    (text, None)
}

impl fmt::Display for ImageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const H: &str = "2dd7ac5ffb30d515926aefffd";

    #[test]
    fn the_example_of_the_aws_documentation() {
        let names = ["myLayer-1-926eeb5ff1", "mySecondLayer-1-6bc1022bdf"].map(HashedName::parse);
        let name = |generation| {
            ImageName::layered(generation, &Runtime::new("python3.7"), Architecture::X86_64, &names).to_string()
        };
        assert_eq!(name(Generation::V0_8), format!("samcli/lambda:python3.7-{H}"));
        assert_eq!(name(Generation::V1_33), format!("samcli/lambda:python3.7-x86_64-{H}"));
        assert_eq!(name(Generation::V1_71), format!("samcli/lambda-python:3.7-{H}"));
    }

    #[test]
    fn names_of_every_generation_round_trip() {
        for generation in Generation::ALL {
            for runtime in ["python3.12", "nodejs22.x", "provided", "provided.al2023", "go1.x", "dotnet8", "java8.al2"]
            {
                for architecture in [Architecture::X86_64, Architecture::Arm64] {
                    let names = ["a", "b"].map(HashedName::parse);
                    let written = ImageName::layered(generation, &Runtime::new(runtime), architecture, &names);
                    assert_eq!(ImageName::parse(written.as_str()), Some(written));
                }
            }
        }
    }

    #[test]
    fn a_registry_in_front_is_ignored() {
        let image = ImageName::parse(&format!("docker.io/samcli/lambda-python:3.12-arm64-{H}")).unwrap();
        assert_eq!(image.without_registry(), format!("samcli/lambda-python:3.12-arm64-{H}"));
        assert!(matches!(image.kind(), ImageKind::Layered { architecture: Some(Architecture::Arm64), .. }));
    }

    #[test]
    fn base_images_are_recognised() {
        for text in
            ["public.ecr.aws/lambda/python:3.12-rapid-x86_64", "myrepo:rapid-arm64", "myrepo:rapid-1.40.0-x86_64"]
        {
            assert!(matches!(ImageName::parse(text).unwrap().kind(), ImageKind::Rapid { .. }), "{text}");
        }
        for text in ["lambci/lambda:python3.7", "amazon/aws-sam-cli-emulation-image-python3.8:rapid-1.3.0"] {
            assert_eq!(ImageName::parse(text).unwrap().kind(), &ImageKind::Emulation, "{text}");
        }
    }

    #[test]
    fn build_images_and_the_emulator_of_durable_executions_are_recognised() {
        let build = ImageName::build(&Runtime::new("python3.13"), Architecture::Arm64);
        assert_eq!(build.as_str(), "public.ecr.aws/sam/build-python3.13:latest-arm64");
        assert_eq!(ImageName::parse(build.as_str()), Some(build));
        for text in ["public.ecr.aws/sam/build-nodejs22.x:1.140.0", "amazon/aws-sam-cli-build-image-go1.x:latest"] {
            assert_eq!(ImageName::parse(text).unwrap().kind().as_str(), "build", "{text}");
        }
        let durable = format!("{DURABLE}:latest");
        assert_eq!(ImageName::parse(&durable).unwrap().kind(), &ImageKind::Durable);
    }

    #[test]
    fn names_that_look_like_those_of_sam_are_not_taken_for_them() {
        for text in [
            format!("evil.example/samcli/lambda-python:3.12-x86_64-{H}"),
            format!("samcli/lambdas-python/x:3.12-x86_64-{H}"),
            "evil.example/public.ecr.aws/sam/build-python3.13:latest-x86_64".to_owned(),
            "public.ecr.aws/sam/build-:latest".to_owned(),
            "public.ecr.aws/sam/build-a/b:latest".to_owned(),
            "evil.example/lambci/lambda:python3.7".to_owned(),
            "x/public.ecr.aws/sam/emulation-python3.8:rapid".to_owned(),
            format!("{DURABLE}s/x:latest"),
            format!("my{DURABLE}:latest"),
        ] {
            let parsed = ImageName::parse(&text);
            assert!(parsed.as_ref().is_none_or(|name| !name.is_proof()), "{text}: {parsed:?}");
        }
        // SAM gives such a name to an image function, and anyone else may too.
        assert!(!ImageName::parse("myapp:rapid-x86_64").unwrap().is_proof());
        assert!(ImageName::parse("public.ecr.aws/lambda/python:3.12-rapid-x86_64").unwrap().is_proof());
    }

    #[test]
    fn images_of_other_programs_are_ignored() {
        for text in [
            "python:3.12",
            "samcli/lambda",
            "samcli/lambda:latest",
            "notsamcli/lambda:python3.7-short",
            "",
            ":",
            "a:b-",
        ] {
            assert_eq!(ImageName::parse(text), None, "{text}");
        }
        assert_eq!(ImageName::parse(&format!("xsamcli/lambda:python3.7-{H}")), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_causes_a_panic(text in "\\PC*") {
            let _ = ImageName::parse(&text);
            let _ = ImageName::parse(&format!("samcli/lambda{text}"));
        }
    }
}
