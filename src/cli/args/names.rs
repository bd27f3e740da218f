//! The arguments of the commands that answer questions about names and problems.

use clap::Args;

use crate::cli::completion as complete;

use crate::sam::image_name::Generation;
use crate::sam::{Architecture, LayerArn};

/// The arguments of `ls`.
#[derive(Debug, Clone, Args)]
pub struct LsArgs {
    /// Look up newer versions of the layers in AWS; needs lambda:ListLayerVersions. Results are kept for a day
    #[arg(long)]
    pub check_newer: bool,
}

/// The arguments of `explain`.
#[derive(Debug, Clone, Args)]
pub struct ExplainArgs {
    /// A layer version ARN, a layer directory, an image name, or a function: its logical ID or full path, prefixed with
    /// `template#` if several templates have it
    #[arg(value_name = "NAME", add = complete::explainable())]
    pub name: String,
}

/// The arguments of `dir`.
#[derive(Debug, Clone, Args)]
pub struct DirArgs {
    /// A layer version ARN: arn:aws:lambda:REGION:ACCOUNT:layer:NAME:VERSION
    #[arg(value_name = "ARN", value_parser = arn, add = complete::arn())]
    pub arn: LayerArn,
}

/// The arguments of `arn`.
#[derive(Debug, Clone, Args)]
pub struct ArnArgs {
    /// A layer directory: NAME-VERSION-HASH
    #[arg(value_name = "DIR", add = complete::layer_dir())]
    pub dir: String,
}

/// The arguments of `tag`.
#[derive(Debug, Clone, Args)]
pub struct TagArgs {
    /// The function's runtime, such as python3.12
    #[arg(long, value_name = "RUNTIME", add = complete::runtime())]
    pub runtime: String,
    /// The function's architecture
    #[arg(long, value_name = "ARCH", default_value = "x86_64", value_parser = architecture)]
    pub architecture: Architecture,
    /// Which SAM CLI names the image: 0.8 (to 1.32), 1.33 (to 1.70.1) or 1.71 (and later)
    #[arg(long, value_name = "RELEASE", default_value = "1.71", value_parser = generation)]
    pub generation: Generation,
    /// Layers in the function's order: ARNs, layer directories, or logical IDs of layers of the template
    #[arg(value_name = "LAYER", required = true, add = complete::layer())]
    pub layers: Vec<String>,
}

/// The arguments of `verify`.
#[derive(Debug, Clone, Args)]
pub struct VerifyArgs {
    /// Check only these: a directory name, an ARN, a glob on directory names, or a problem code
    #[arg(value_name = "SELECTOR", add = complete::selector())]
    pub selectors: Vec<String>,
    /// Compare every byte with the zip that AWS published, or with the content right after the last download. Also compare
    /// /opt of images with their layers, for which a container is created, never started, and
    /// removed
    #[arg(long)]
    pub deep: bool,
}

fn arn(text: &str) -> Result<LayerArn, String> {
    LayerArn::new(text).map_err(|error| error.to_string())
}

pub(super) fn architecture(text: &str) -> Result<Architecture, String> {
    Architecture::parse(text).ok_or_else(|| "use x86_64 or arm64".to_owned())
}

fn generation(text: &str) -> Result<Generation, String> {
    Generation::parse(text).ok_or_else(|| {
        let all: Vec<String> =
            Generation::ALL.iter().map(|known| format!("{} ({})", known.as_str(), known.releases())).collect();
        format!("known are {}", all.join(", "))
    })
}
