//! The ARNs of directories that no template names: searched among the accounts that may have published them.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::inventory::facts::Finding;
use crate::inventory::search::arns::{Account, search as search_arn};
use crate::inventory::{ArnSource, Inventory, KnownArn};
use crate::ops::Context;
use crate::sam::LayerDir;

/// Searches for every directory that is asked for and whose ARN is not known yet, and reports what was found. Several matches are as good
/// as none: the directory stays unknown.
pub(in crate::ops) fn search(
    context: &Context,
    known: &Inventory,
    is_wanted: &(dyn Fn(&LayerDir) -> bool + Sync),
    report: &(dyn Fn(Finding) + Sync),
    cancel: &AtomicBool,
) {
    let accounts = accounts(context, known);
    let shown = known.join();
    shown.layers.par_iter().filter(|layer| layer.arn.is_none() && is_wanted(&layer.dir)).for_each(|layer| {
        if cancel.load(Ordering::Relaxed) {
            return;
        }
        let mut matches = search_arn(&layer.dir, &accounts);
        if let (Some(found), true) = (matches.pop(), matches.is_empty()) {
            let source = ArnSource::Searched { account_from: found.account_from, candidates: found.candidates };
            report(Finding::Arn(layer.dir.clone(), KnownArn { arn: found.arn, source }));
        }
    });
}

/// The accounts named beforehand, and those that templates, memory and AWS have told since.
fn accounts(context: &Context, known: &Inventory) -> Vec<Account> {
    context.accounts.iter().cloned().chain(known.accounts()).collect()
}
