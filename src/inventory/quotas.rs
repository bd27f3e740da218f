//! Lambda's quotas for a function's layers.

use crate::sam::problem::{Problem, ProblemCode};
use crate::sam::template::FunctionLayer;

/// Layers a function may have.
pub const MAX_LAYERS: usize = 5;

/// Bytes of a function and its layers together, unzipped.
pub const MAX_UNZIPPED_BYTES: u64 = 262_144_000;

/// Bytes of a .zip archive that can be uploaded directly; a larger one goes through S3.
pub const MAX_DIRECT_UPLOAD_BYTES: u64 = 50 * 1024 * 1024;

/// Which quotas the layers break. Sizes are those of the cached layers, where known.
pub(super) fn problems(layers: &[FunctionLayer], bytes: &[Option<u64>]) -> Vec<Problem> {
    let mut problems = Vec::new();
    if layers.len() > MAX_LAYERS {
        problems.push(Problem::new(
            ProblemCode::TooManyLayers,
            format!("{} layers; Lambda takes at most {MAX_LAYERS} a function.", layers.len()),
            "Merge some layers, or move code into the function. SAM runs it locally all the same.",
        ));
    }
    let total: u64 = bytes.iter().flatten().sum();
    if total > MAX_UNZIPPED_BYTES {
        problems.push(Problem::new(
            ProblemCode::OverQuota,
            format!(
                "The layers alone are {total} bytes unzipped; function and layers together may be {MAX_UNZIPPED_BYTES}."
            ),
            "Use smaller layers, or a container image (up to 10 GB).",
        ));
    }
    problems
}
