//! Searches for the ARNs of directories that no template names, among the accounts that may have published them.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::inventory::facts::Finding;
use crate::inventory::search::arns::ArnSearch;
use crate::inventory::{ArnSource, KnownArn};
use crate::sam::LayerDir;

/// Searches for the ARNs of these directories, and reports those found. Versions of a layer follow each other.
pub(in crate::ops) fn search(
    dirs: &[LayerDir],
    search: &ArnSearch,
    report: &(dyn Fn(Finding) + Sync),
    cancel: &AtomicBool,
) {
    let names: Vec<&[LayerDir]> = dirs.chunk_by(|a, b| a.layer_name() == b.layer_name()).collect();
    names.par_iter().for_each(|dirs| {
        if cancel.load(Ordering::Relaxed) {
            return;
        }
        search.first_of_each(&dirs.iter().collect::<Vec<_>>(), |dir, found| {
            let source = ArnSource::Searched { account_from: found.account_from, candidates: found.candidates };
            report(Finding::Arn(dir.clone(), KnownArn { arn: found.arn, source }));
        });
    });
}
