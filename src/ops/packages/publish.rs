//! Asks AWS about the targets of a publication before a plan is made.

use std::fs::File;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::publish_source::{self, PublishSource, ZipToPublish};
use crate::archive;
use crate::aws::{AwsError, Client, request_length, run_controlled};
use crate::content::source::LocalSource;
use crate::ops::{AwsChoice, Context, aws, engine};
use crate::plan::{Grant, LayerMetadata, Publication, PublishTarget, RunControl, TargetState};
use crate::sam::Region;
use crate::text::{Sentence, describe_io_error, sanitize_path, sentence};

/// What to publish, and as what.
#[derive(Debug)]
pub struct PublicationRequest<'a> {
    /// The content.
    pub source: &'a PublishSource,
    /// The name of the layer.
    pub layer_name: &'a str,
    /// What the version says about itself. A folder is checked for its runtimes and architectures.
    pub metadata: LayerMetadata,
    /// Who may use it.
    pub grants: Vec<Grant>,
    /// Whether a folder that no runtime could load is published all the same.
    pub force: bool,
}

/// Makes the zip to publish, reads and hashes it. Blocks.
pub fn read_publication(
    context: &Context,
    request: PublicationRequest<'_>,
    control: &RunControl,
) -> Result<Publication, Sentence> {
    if context.aws.offline {
        return Err(sentence!("publish-offline"));
    }
    let ZipToPublish { source, named, notes } = publish_source::zip_of(context, &request, control)?;
    let PublicationRequest { layer_name, metadata, grants, .. } = request;
    let path = named.as_ref().unwrap_or(&source.path);
    let cannot = |why: Sentence| sentence!("source-unusable", path = sanitize_path(path), why = why);
    let file = File::open(&source.path).map_err(|error| cannot(describe_io_error(&error)))?;
    let sha256 = archive::sha256(&file, control.stop_switch()).map_err(|error| cannot(error.message()))?;
    if !is_unchanged(&source) {
        return Err(cannot(sentence!("zip-changed")));
    }
    Ok(Publication {
        layer_name: layer_name.to_owned(),
        request_bytes: request_length(&metadata, source.zipped_bytes.unwrap_or(0)),
        metadata,
        source,
        named,
        notes,
        code_sha256: STANDARD.encode(sha256),
        grants,
    })
}

/// Returns whether a zip is still what was inspected.
pub(in crate::ops) fn is_unchanged(source: &LocalSource) -> bool {
    archive::inspect(&source.path).is_ok_and(|now| now.stamp == source.stamp)
}

/// Returns the client for a target.
pub(in crate::ops) async fn client_of(context: &Context, target: &PublishTarget) -> Client {
    let profile = target.profile.clone().or_else(|| context.aws.profile.clone());
    aws::client(&AwsChoice { profile, ..context.aws.clone() }).await
}

/// Returns the region that the user's settings name for a profile.
pub fn default_region(context: &Context, profile: Option<&str>) -> Option<Region> {
    let profile = profile.map(str::to_owned).or_else(|| context.aws.profile.clone());
    let choice = AwsChoice { profile, ..context.aws.clone() };
    let asked = engine::block_on(async { aws::client(&choice).await.region().map(str::to_owned) });
    Region::parse(&asked.ok().flatten()?).ok()
}

/// Asks AWS for the newest version in each target, and checks the buckets that are needed. Blocks.
pub fn look_up_targets(
    context: &Context,
    publication: &Publication,
    targets: &[PublishTarget],
    control: &RunControl,
) -> Result<Vec<TargetState>, Sentence> {
    if context.aws.offline {
        return Err(sentence!("publish-offline"));
    }
    let asked = engine::block_on(async {
        let mut states = Vec::new();
        for target in targets {
            let client = client_of(context, target).await;
            states.push(run_controlled(control, look_up(&client, publication, target)).await?);
        }
        Ok::<_, AwsError>(states)
    });
    asked.map_err(Sentence::from)?.map_err(|error| error.message())
}

async fn look_up(client: &Client, publication: &Publication, target: &PublishTarget) -> TargetState {
    let newest = client.newest_version(target.region.as_str(), &publication.layer_name).await;
    let newest = newest.map(|newest| newest.map(|found| (found.arn, found.code_sha256)));
    let mut bucket_problem = None;
    if let (true, true, Some(bucket)) = (publication.needs_bucket(), newest.is_ok(), &target.bucket) {
        let checked = client.check_bucket(bucket, target.region.as_str()).await;
        bucket_problem = checked.err().map(|error| error.message());
    }
    // It is only shown, so it is not asked for where the credentials are refused.
    let account = if newest.is_ok() { client.caller_account().await.ok() } else { None };
    TargetState { target: target.clone(), account, newest: newest.map_err(|error| error.message()), bucket_problem }
}
