//! Asks AWS about the targets of a publication before a plan is made.

use std::fs::File;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::archive;
use crate::aws::{AwsError, Client, request_length, run_controlled};
use crate::content::source::{LocalSource, SourceKind};
use crate::ops::{AwsChoice, Context, aws, engine};
use crate::plan::{Grant, LayerMetadata, Publication, PublishTarget, RunControl, TargetState};
use crate::sam::{LayerArn, Region};
use crate::text::{Sentence, describe_io_error, sanitize_path, sentence};

/// Reads and hashes the zip to publish. Blocks.
pub fn read_publication(
    context: &Context,
    path: &Path,
    layer_name: &str,
    metadata: LayerMetadata,
    grants: Vec<Grant>,
    control: &RunControl,
) -> Result<Publication, Sentence> {
    let source = super::inspect_source(context, path)?;
    let cannot = |why: Sentence| sentence!("source-unusable", path = sanitize_path(path), why = why);
    if source.kind == SourceKind::Folder {
        return Err(cannot(sentence!("publish-folder")));
    }
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
        return Err(sentence!("failed-offline"));
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

/// Downloads the zip of a layer version, byte for byte as AWS has it, into a temporary file. Blocks.
pub fn download_original(
    context: &Context,
    arn: &LayerArn,
    control: &RunControl,
) -> Result<tempfile::TempPath, Sentence> {
    if context.aws.offline {
        return Err(sentence!("failed-offline"));
    }
    let mut zip = tempfile::Builder::new()
        .prefix("samlayers-")
        .suffix(".zip")
        .tempfile()
        .map_err(|error| sentence!("failed-zip-kept", why = error))?;
    let asked = engine::block_on(async {
        let client = aws::client(&context.aws).await;
        let layer = run_controlled(control, client.look_up(arn)).await??;
        let downloaded = client.download(&layer, zip.as_file_mut(), &mut |_| {}, control).await?;
        layer.check(&downloaded)
    });
    asked.map_err(Sentence::from)?.map_err(|error| error.message())?;
    Ok(zip.into_temp_path())
}
