//! The arguments of the commands for packages: content that enters the cache or leaves it, and what makes it large.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueHint};

use super::Consent;
use crate::cli::completion as complete;
use crate::sam::{Architecture, LayerArn};

/// The arguments of `import`.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub struct ImportArgs {
    /// A zip, a folder whose content becomes /opt, or the logical ID of a layer of the template
    #[arg(value_name = "SOURCE")]
    pub source: PathBuf,
    /// The layer version to import it as. Account 000000000000 is safe, as no AWS customer has it:
    /// arn:aws:lambda:us-east-1:000000000000:layer:NAME:1
    #[arg(long, value_name = "ARN", value_parser = arn)]
    pub arn: Option<LayerArn>,
    /// Replace what is cached under this name; the old content moves to the trash
    #[arg(long)]
    pub replace: bool,
    /// Also remove the images built from the old content, which SAM would otherwise keep using
    #[arg(long)]
    pub with_images: bool,
    /// Also release SAM's locks that are younger than 300 seconds and whose process is not visible here: a SAM CLI in a
    /// container may hold them
    #[arg(long)]
    pub abandoned_locks: bool,
    /// Also import content larger than the 262,144,000 bytes Lambda allows. Set allow_over_quota in the config file to
    /// always do this
    #[arg(long)]
    pub allow_over_quota: bool,
    /// Dry run and confirmation.
    #[command(flatten)]
    pub consent: Consent,
}

fn arn(text: &str) -> Result<LayerArn, String> {
    LayerArn::parse(text).map_err(|error| error.to_string())
}

/// The arguments of `size`.
#[derive(Debug, Clone, Args)]
pub struct SizeArgs {
    /// A function (its build or its code, and its layers), a cached layer (directory name, ARN or glob), an image, or a
    /// zip file or folder; ./X is always a path. Default: every function of the templates
    #[arg(value_name = "X", add = complete::explainable())]
    pub names: Vec<String>,
    /// Exit with 1 if a package exceeds one of Lambda's quotas, or if a part of it is unknown
    #[arg(long)]
    pub check: bool,
}

/// The arguments of `pack`.
#[derive(Debug, Clone, Args)]
pub struct PackArgs {
    /// The folder whose content becomes the layer, with folders such as `python`, `nodejs`, `bin` or `lib`
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub source: PathBuf,
    /// The zip file to write
    #[arg(short, long, value_name = "FILE.zip", value_hint = ValueHint::FilePath)]
    pub output: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    pub overwrite: bool,
    /// Pack the layer even if no runtime could load it
    #[arg(long)]
    pub force: bool,
    /// The functions that the layer is made for.
    #[command(flatten)]
    pub made_for: MadeForArgs,
}

/// The functions that a layer is made for.
#[derive(Debug, Clone, Default, Args)]
pub struct MadeForArgs {
    /// Also check the layer for functions with this runtime, such as python3.13; can be repeated
    #[arg(long, value_name = "RUNTIME", add = complete::runtime())]
    pub runtime: Vec<String>,
    /// Also check native code for functions with this architecture: x86_64 or arm64; can be repeated
    #[arg(long, value_name = "ARCH", value_parser = super::names::architecture)]
    pub architecture: Vec<Architecture>,
}

/// The arguments of `export`.
#[derive(Debug, Clone, Args)]
#[command(group(ArgGroup::new("destination").required(true).args(["output", "to_dir", "dockerfile"])))]
pub struct ExportArgs {
    /// What to export: an ARN (cached or not), a directory name, or a glob on directory names; with
    /// --dockerfile also a function
    #[arg(value_name = "SELECTOR", required = true, add = complete::explainable())]
    pub selectors: Vec<String>,
    /// The zip file to write
    #[arg(short, long, value_name = "FILE.zip", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// A folder for one zip per layer, named like its directory; created if missing
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub to_dir: Option<PathBuf>,
    /// A new folder for the cached files as a build context, and Dockerfile.layers with the lines that give an
    /// image function the same /opt as the layers in this order
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with_all = ["original", "repack", "overwrite"])]
    pub dockerfile: Option<PathBuf>,
    /// Export the zip that AWS published, byte for byte; its CodeSha256 is checked (the default)
    #[arg(long, conflicts_with = "repack")]
    pub original: bool,
    /// Export a zip of the cached files: the same files give the same bytes on every machine
    #[arg(long)]
    pub repack: bool,
    /// Replace existing files
    #[arg(long)]
    pub overwrite: bool,
}
