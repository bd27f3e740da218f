//! Searches for the ARNs of directories that no template names, among the accounts that may have published them.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::inventory::facts::Finding;
use crate::inventory::search::arns::{Account, search as search_arn};
use crate::inventory::{ArnSource, KnownArn};
use crate::sam::LayerDir;

/// Searches for the ARNs of these directories, and reports those found. With several matches a directory stays unknown.
pub(in crate::ops) fn search(
    dirs: &[LayerDir],
    accounts: &[Account],
    report: &(dyn Fn(Finding) + Sync),
    cancel: &AtomicBool,
) {
    dirs.par_iter().for_each(|dir| {
        if cancel.load(Ordering::Relaxed) {
            return;
        }
        let mut matches = search_arn(dir, accounts);
        if let (Some(found), true) = (matches.pop(), matches.is_empty()) {
            let source = ArnSource::Searched { account_from: found.account_from, candidates: found.candidates };
            report(Finding::Arn(dir.clone(), KnownArn { arn: found.arn, source }));
        }
    });
}
