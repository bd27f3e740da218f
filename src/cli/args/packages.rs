//! The arguments of the commands for packages: content that enters the cache or leaves it.

use std::path::PathBuf;

use clap::Args;

use super::Consent;
use crate::sam::LayerArn;

/// The arguments of `import`.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub struct ImportArgs {
    /// A zip, a folder whose content becomes /opt, or the logical ID of a layer of the template
    #[arg(value_name = "SOURCE")]
    pub source: PathBuf,
    /// The layer version to import it as. Account 000000000000 belongs to no one:
    /// arn:aws:lambda:us-east-1:000000000000:layer:NAME:1
    #[arg(long, value_name = "ARN", value_parser = arn)]
    pub arn: Option<LayerArn>,
    /// Replace what is cached under this name; it goes to the trash
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
