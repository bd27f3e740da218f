//! The arguments of `publish`.

use clap::Args;

use super::Consent;
use crate::plan::Grant;
use crate::sam::Region;

/// The arguments of `publish`.
#[derive(Debug, Clone, Args)]
pub struct PublishArgs {
    /// A zip, a folder, which is packed first, or a cached or published layer: a directory name or an ARN
    #[arg(value_name = "SOURCE")]
    pub source: String,
    /// The name of the layer; a new version of it is published
    #[arg(long, value_name = "NAME")]
    pub layer_name: String,
    /// A region to publish to; can be repeated. Default: the region of the profile
    #[arg(long, value_name = "REGION", value_parser = region)]
    pub to_region: Vec<Region>,
    /// A profile to publish with; can be repeated: publishes to every region of every profile
    #[arg(long, value_name = "NAME")]
    pub to_profile: Vec<String>,
    /// The bucket for a zip larger than 50 MB, the limit of a direct upload: BUCKET, or REGION=BUCKET for one region; can
    /// be repeated. The zip is removed from it afterwards
    #[arg(long, value_name = "BUCKET")]
    pub s3_bucket: Vec<String>,
    /// The description of the version, up to 256 characters
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub description: String,
    /// The runtimes that the layer is for, up to 15
    #[arg(long, value_name = "RUNTIME", num_args = 1.., value_delimiter = ',')]
    pub compatible_runtimes: Vec<String>,
    /// The architectures that the layer is for: x86_64, arm64
    #[arg(long, value_name = "ARCHITECTURE", num_args = 1.., value_delimiter = ',')]
    pub compatible_architectures: Vec<String>,
    /// The license of the content: an SPDX identifier, a URL, or the license text
    #[arg(long, value_name = "LICENSE", default_value = "")]
    pub license_info: String,
    /// Who can use the version: an account, organization:ID, or public; can be repeated
    #[arg(long, value_name = "WHO", value_parser = Grant::parse)]
    pub grant: Vec<Grant>,
    /// Publish a folder that no runtime could load all the same
    #[arg(long)]
    pub force: bool,
    /// Dry run and confirmation.
    #[command(flatten)]
    pub consent: Consent,
}

fn region(text: &str) -> Result<Region, String> {
    Region::parse(text).map_err(|error| error.to_string())
}
