//! Publishes a zip to each target of a plan, and grants its use.

use std::fs::File;

use super::{Run, StepBytes, failed};
use crate::aws::{AwsError, Client, PublishedVersion, ZipSource, run_controlled};
use crate::ops::engine;
use crate::ops::packages::{client_of, is_unchanged};
use crate::plan::{
    Grant, Output, Phase, Plan, ProgressEvent, Publication, PublishTarget, SkipReason, StepAction, StepOutcome,
};
use crate::sam::LayerArn;
use crate::text::{sanitize_path, sentence};

/// The folder of uploaded zips in a bucket.
const UPLOADS: &str = "samlayers-uploads";

/// Executes all steps of a publication. A target that fails does not stop the others.
pub(super) fn all(run: &Run<'_>, plan: &Plan) {
    if run.context.aws.offline {
        let offline = StepOutcome::Failed(sentence!("publish-offline"));
        (0..plan.steps.len()).for_each(|at| run.finish_step(at, offline.clone(), StepBytes::default()));
        return;
    }
    let mut versions: Vec<Option<LayerArn>> = vec![None; plan.steps.len()];
    for (at, step) in plan.steps.iter().enumerate() {
        match &step.action {
            StepAction::Publish(what) => {
                let (publication, target) = &**what;
                run.run_step(at, || {
                    let version = publish(run, at, publication, target)?;
                    crate::cache::fault_point();
                    versions[at] = Some(version.arn.clone());
                    remember(run, publication, target, version);
                    Ok(StepBytes::default())
                });
            }
            StepAction::Grant { version_of, grant: what, target } => {
                let version = versions.get(*version_of).cloned().flatten();
                run.run_step(at, || match &version {
                    Some(version) => grant(run, target, version, what),
                    None => Err(StepOutcome::Skipped(SkipReason::NotPublished)),
                });
            }
            _ => {}
        }
    }
}

/// Returns the published version: the newest one where that has the content already.
fn publish(
    run: &Run<'_>,
    at: usize,
    publication: &Publication,
    target: &PublishTarget,
) -> Result<PublishedVersion, StepOutcome> {
    let changed = || {
        failed(sentence!(
            "failed-import",
            source = sanitize_path(&publication.source.path),
            why = sentence!("zip-changed")
        ))
    };
    if !is_unchanged(&publication.source) {
        return Err(changed());
    }
    let file = File::open(&publication.source.path).map_err(failed)?;
    let work = async {
        let client = client_of(run.context, target).await;
        let publishing = Publishing { run, at, client: &client, publication, target, file: &file };
        let outcome = match run_controlled(run.control, publishing.perform()).await {
            Ok(outcome) => outcome,
            Err(cancelled) => Err(cancelled),
        };
        crate::cache::fault_point();
        // Also after a failure or a stop: the zip in the bucket is of no use to anyone.
        publishing.remove_upload().await;
        outcome
    };
    match engine::block_on(work).map_err(failed)? {
        // Lambda stores what it got, so a file that was changed meanwhile shows in the hash.
        Ok(version) if version.code_sha256 != publication.code_sha256 => {
            Err(failed(sentence!("failed-published-other", arn = version.arn.as_str())))
        }
        Ok(version) => Ok(version),
        Err(_) if run.is_cancelled() => Err(StepOutcome::Skipped(SkipReason::Cancelled)),
        Err(_) if !is_unchanged(&publication.source) => Err(changed()),
        Err(error) => Err(failed(error)),
    }
}

/// One target.
struct Publishing<'a, 'r> {
    run: &'a Run<'r>,
    at: usize,
    client: &'a Client,
    publication: &'a Publication,
    target: &'a PublishTarget,
    file: &'a File,
}

impl Publishing<'_, '_> {
    async fn perform(&self) -> Result<PublishedVersion, AwsError> {
        let Publication { layer_name, metadata, code_sha256, .. } = self.publication;
        let region = self.target.region.as_str();
        self.phase(Phase::LookingUp);
        // Since the plan was made, an earlier attempt or another user may have published it.
        if let Some(newest) = self.client.newest_version(region, layer_name).await?
            && newest.code_sha256 == *code_sha256
        {
            return Ok(newest);
        }
        self.phase(Phase::Uploading);
        let mut progress = self.progress();
        let Some((bucket, key)) = self.upload_place() else {
            let source = ZipSource::Request(self.file);
            return self
                .client
                .publish_version(region, layer_name, metadata, &source, code_sha256, &mut progress)
                .await;
        };
        let version = self.client.put_object(bucket, &key, region, (self.file, code_sha256), &mut progress).await?;
        crate::cache::fault_point();
        self.phase(Phase::Publishing);
        let source = ZipSource::Object { bucket, key: &key, version: version.as_deref() };
        let published =
            self.client.publish_version(region, layer_name, metadata, &source, code_sha256, &mut |_| {}).await;
        crate::cache::fault_point();
        published
    }

    /// Returns the bucket and the key for a zip that does not fit a request.
    fn upload_place(&self) -> Option<(&str, String)> {
        let bucket = self.target.bucket.as_deref().filter(|_| self.publication.needs_bucket())?;
        let hash = crate::sam::sha256_hex(&self.publication.code_sha256);
        Some((bucket, format!("{UPLOADS}/{}/{hash}.zip", self.publication.layer_name)))
    }

    /// Removes the uploaded zip, also one that an interrupted run left.
    async fn remove_upload(&self) {
        let Some((bucket, key)) = self.upload_place() else { return };
        if let Err(error) = self.client.delete_object(bucket, &key, self.target.region.as_str()).await {
            let note =
                sentence!("publish-upload-stays", object = format!("s3://{bucket}/{key}"), why = error.message());
            self.run.note(std::iter::once(note));
        }
    }

    fn phase(&self, phase: Phase) {
        self.run.send(ProgressEvent::Phase { step: self.at, phase });
    }

    fn progress(&self) -> impl FnMut(u64) + Send + '_ {
        let zipped = self.publication.source.zipped_bytes.unwrap_or(0);
        let whole = if self.publication.needs_bucket() { zipped } else { self.publication.request_bytes };
        move |sent| {
            // Base64 is longer than the zip, whose bytes are shown.
            let done = u128::from(sent) * u128::from(zipped) / u128::from(whole.max(1));
            let done = u64::try_from(done).unwrap_or(zipped);
            self.run.send(ProgressEvent::Bytes { step: self.at, done: done.min(zipped), total: Some(zipped) });
        }
    }
}

fn grant(run: &Run<'_>, target: &PublishTarget, version: &LayerArn, grant: &Grant) -> Result<StepBytes, StepOutcome> {
    let work = async {
        let client = client_of(run.context, target).await;
        run_controlled(run.control, client.grant(version, grant)).await?
    };
    match engine::block_on(work).map_err(failed)? {
        Ok(()) => Ok(StepBytes::default()),
        Err(_) if run.is_cancelled() => Err(StepOutcome::Skipped(SkipReason::Cancelled)),
        Err(error) => Err(failed(error)),
    }
}

fn remember(run: &Run<'_>, publication: &Publication, target: &PublishTarget, version: PublishedVersion) {
    let Ok(mut report) = run.report.lock() else { return };
    report.outputs.push(Output {
        path: None,
        arn: Some(version.arn),
        region: Some(target.region.to_string()),
        code_sha256: Some(version.code_sha256),
        size_bytes: publication.source.zipped_bytes.unwrap_or(0),
        unzipped_bytes: publication.source.bytes,
    });
}
