//! The user's own files outside of the cache: remembered ARNs, baselines of verified layers, hints already shown,
//! projects that were added, sort orders.

pub(super) mod arn_store;
pub(super) mod atomic_file;
pub(super) mod baseline;
pub(super) mod hints;
pub(super) mod origins;
pub(super) mod project_store;
pub(super) mod sort_store;
