//! The problems of an image.

use crate::content::image::{ImageVerdict, ImageVerification, rebuild_fix};
use crate::inventory::ImageLayers;
use crate::inventory::facts::{FoundImage, FoundLayer};
use crate::sam::HashedName;
use crate::sam::image_name::{Generation, ImageKind};
use crate::sam::problem::{Problem, ProblemCode};
use crate::text::sentence;

/// Returns the problems of an image, given its layers and what the cache contains of them.
pub(super) fn image_problems<'a>(
    image: &FoundImage,
    layers: Option<&ImageLayers>,
    check: Option<&ImageVerification>,
    cached: impl Fn(&HashedName) -> Option<&'a FoundLayer>,
) -> Vec<Problem> {
    // A comparison of the content is better evidence than modification times.
    let mut problems = check.map(|check| check.problems(&image.name)).unwrap_or_default();
    let compared = check.is_some_and(|check| matches!(check.verdict, ImageVerdict::Compared { .. }));
    let Some(layers) = layers.filter(|_| !compared) else { return problems };
    let changed = layers.names.iter().find(|name| {
        let modified = cached(name).and_then(|layer| layer.modified);
        // SAM builds an image after the download, so a directory that changed later differs from the image.
        matches!((modified, image.created), (Some(modified), Some(created)) if modified > created)
    });
    if let Some(name) = changed {
        problems.push(Problem::new(
            ProblemCode::ImageOutdated,
            sentence!("problem-image-outdated-later", name = name.as_str()),
            rebuild_fix(&image.name),
        ));
    }
    if layers.names.len() > 1 && built_before_merge_fix(image) {
        problems.push(Problem::new(
            ProblemCode::ImageOrderSuspect,
            sentence!("problem-image-order-suspect"),
            rebuild_fix(&image.name),
        ));
    }
    problems
}

/// The Unix time at which SAM CLI 1.155 was released on `PyPI`; it merges layers in the right order (aws-sam-cli#8688).
const MERGE_FIXED: i64 = 1_772_755_012;

/// Returns whether an older SAM must have built the image: its name is of an older generation, or it is older than the
/// release.
fn built_before_merge_fix(image: &FoundImage) -> bool {
    let old_name =
        matches!(image.name.kind(), ImageKind::Layered { generation, .. } if *generation != Generation::V1_71);
    old_name || image.created.is_some_and(|created| created.as_second() < MERGE_FIXED)
}
