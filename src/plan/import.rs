//! Plans an import: a local zip or folder becomes the content of a layer version in the cache.

use std::path::Path;

use super::layer_steps::{refusal, release_step};
use super::refresh::remove_images;
use super::{Plan, PlanKind, RefusalReason, Refused, Step, StepAction, StepNote};
use crate::content::measure::Measure;
use crate::content::quotas::MAX_UNZIPPED_BYTES;
use crate::content::source::LocalSource;
use crate::inventory::facts::CacheEntryKind;
use crate::inventory::{InventoryRows, LayerRow};
use crate::sam::LayerArn;

/// What to import, and how.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct ImportRequest {
    /// The layer version that the content stands for.
    pub arn: LayerArn,
    /// The zip or folder.
    pub source: LocalSource,
    /// Whether content that is cached under the name is replaced.
    pub replace: bool,
    /// Whether the images built from the old content are removed.
    pub with_images: bool,
    /// Whether locks whose owner cannot be determined are released.
    pub unknown_locks: bool,
    /// Whether content larger than Lambda allows is accepted.
    pub allow_over_quota: bool,
}

/// Returns the plan to import a source. `cache` is the path of the cache.
pub fn import(shown: &InventoryRows, request: ImportRequest, cache: &Path) -> Plan {
    let mut plan = Plan::new(PlanKind::Import, Vec::new());
    let dir = request.arn.dir();
    let row = shown.layer(&dir);
    if let Some(reason) = why_refused(row, &request) {
        plan.refused.push(Refused::named(&dir, reason));
        return plan;
    }
    plan.steps.extend(row.and_then(|row| release_step(row, request.unknown_locks)));
    let with_images = request.with_images;
    plan.steps.push(import_step(shown, row, request, cache));
    if with_images {
        remove_images(shown, &mut plan);
    }
    plan
}

fn why_refused(row: Option<&LayerRow>, request: &ImportRequest) -> Option<RefusalReason> {
    if let Err(error) = request.arn.parts() {
        return Some(RefusalReason::Arn(error));
    }
    if request.source.bytes > MAX_UNZIPPED_BYTES && !request.allow_over_quota {
        return Some(RefusalReason::OverQuota { bytes: request.source.bytes });
    }
    if request.source.is_empty() {
        return Some(RefusalReason::SourceEmpty);
    }
    let row = row?;
    if let Some(reason) = refusal(row, request.unknown_locks) {
        return Some(reason);
    }
    if row.kind != CacheEntryKind::Directory {
        return Some(RefusalReason::NotADirectory);
    }
    // A failed download leaves an empty directory, which is nothing to keep.
    let is_failed = |measure: &Measure| measure.files == 0 && measure.is_complete() && !measure.published_empty;
    let is_empty = row.measure.as_ref().is_some_and(|measure| is_failed(measure));
    (!is_empty && !request.replace).then_some(RefusalReason::AlreadyCached)
}

fn import_step(shown: &InventoryRows, row: Option<&LayerRow>, request: ImportRequest, cache: &Path) -> Step {
    let ImportRequest { arn, source, with_images, .. } = request;
    let dir = arn.dir();
    let built_from_it = shown
        .images
        .iter()
        .filter(|image| image.layers.iter().flat_map(|layers| &layers.names).any(|name| name.dir() == Some(&dir)));
    let outdated = if with_images { 0 } else { built_from_it.count() as u64 };
    let mut notes = vec![StepNote::NewContent { bytes: source.bytes, files: source.files }];
    notes.extend(row.and_then(LayerRow::imported).map(|old| StepNote::ReplacesImport { source: old.source.clone() }));
    if outdated > 0 {
        notes.push(StepNote::OldImagesStay(outdated));
    }
    notes.extend(source.remarks().into_iter().map(StepNote::Content));
    Step {
        target: dir.to_string(),
        path: Some(cache.join(dir.as_str())),
        size_bytes: row.and_then(|row| row.measure.as_ref()).map_or(0, |measure| measure.bytes),
        frees_bytes: 0,
        file_count: row.and_then(|row| row.measure.as_ref()).map(|measure| measure.files),
        action: StepAction::Import(dir, arn, Box::new(source)),
        notes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::facts::ContentFacts;
    use crate::content::source::SourceKind;

    fn request(bytes: u64) -> ImportRequest {
        let source = LocalSource {
            path: "/src/layer.zip".into(),
            kind: SourceKind::Zip,
            bytes,
            files: 2,
            folders: 1,
            zipped_bytes: Some(7),
            stamp: String::new(),
            content: ContentFacts { has_searched_folder: true, ..ContentFacts::default() },
            notes: Vec::new(),
        };
        let arn = LayerArn::parse("arn:aws:lambda:us-east-1:000000000000:layer:a:1").unwrap();
        ImportRequest { arn, source, replace: false, with_images: false, unknown_locks: false, allow_over_quota: false }
    }

    #[test]
    fn a_layer_that_is_not_cached_is_one_step() {
        let plan = import(&InventoryRows::default(), request(10), Path::new("/cache"));
        assert!(plan.refused.is_empty());
        let [step] = &plan.steps[..] else { panic!("{plan:?}") };
        assert!(matches!(&step.action, StepAction::Import(dir, ..) if step.target == dir.as_str()));
        assert_eq!(step.notes, [StepNote::NewContent { bytes: 10, files: 2 }]);
    }

    #[test]
    fn content_beyond_the_quota_is_refused_unless_the_user_accepts_it() {
        let large = request(MAX_UNZIPPED_BYTES + 1);
        let plan = import(&InventoryRows::default(), large.clone(), Path::new("/cache"));
        assert!(matches!(plan.refused[0].reason, RefusalReason::OverQuota { .. }) && plan.steps.is_empty());
        let accepted = ImportRequest { allow_over_quota: true, ..large };
        assert_eq!(import(&InventoryRows::default(), accepted, Path::new("/cache")).steps.len(), 1);
    }
}
