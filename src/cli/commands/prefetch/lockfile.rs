//! Checks or writes the lockfiles beside the templates before anything is downloaded, for `prefetch --locked` and
//! `--update-lock`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::cli::output::lockfile_outcome::LockfileOutcome;
use crate::cli::session::{Session, SurveyResult};
use crate::ops::{describe_layers, needed_by_lock, read_lock, write_lock};
use crate::plan::RunControl;
use crate::plan::lockfile::{LockedLayer, Lockfile, cache_key};
use crate::sam::LayerArn;
use crate::text::sanitize_path;

/// Whether lockfiles are checked or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockfileMode {
    /// Existing lockfiles are checked and never changed. A missing one is written, except with `must_exist`: in CI the
    /// new file would not be committed.
    Check {
        /// Whether a missing lockfile counts as a difference.
        must_exist: bool,
    },
    /// All lockfiles are rewritten.
    Update,
}

/// Checks or writes every lockfile. A dry run writes none.
pub fn settle(mode: LockfileMode, survey: &SurveyResult, session: &Session, dry_run: bool) -> Vec<LockfileOutcome> {
    let files = needed_by_lock(&survey.shown);
    let arns: BTreeSet<LayerArn> = files.values().flatten().cloned().collect();
    let (now, refused) = if session.context.aws.offline {
        (BTreeMap::new(), Vec::new())
    } else {
        describe_layers(&session.context, &arns, &RunControl::stopped_by(&session.stop))
    };
    files.into_iter().map(|(path, needed)| settle_one(mode, &path, &needed, &now, &refused, session, dry_run)).collect()
}

fn settle_one(
    mode: LockfileMode,
    path: &Path,
    needed: &BTreeSet<LayerArn>,
    now: &BTreeMap<LayerArn, LockedLayer>,
    refused: &[String],
    session: &Session,
    dry_run: bool,
) -> LockfileOutcome {
    let outcome =
        |status, differences, unneeded| LockfileOutcome { path: sanitize_path(path), status, differences, unneeded };
    let present = match read_lock(path) {
        Ok(present) => present,
        Err(why) if mode == LockfileMode::Update => {
            tracing::info!(why, "the lockfile is invalid and is rewritten");
            None
        }
        Err(why) => return outcome("failed", vec![why], Vec::new()),
    };
    match (mode, &present) {
        (LockfileMode::Check { .. }, Some(lock)) => {
            let mut differences: Vec<String> = lock.differences(needed, now).iter().map(ToString::to_string).collect();
            differences.extend(not_described(needed, now, refused, session));
            let unneeded = lock.unneeded(needed).map(ToString::to_string).collect();
            outcome(if differences.is_empty() { "matches" } else { "differs" }, differences, unneeded)
        }
        (LockfileMode::Check { must_exist: true }, None) => {
            let why = "it does not exist, and it is not created in CI. Run `samlayers prefetch --locked` locally and \
                       commit it";
            outcome("failed", vec![why.to_owned()], Vec::new())
        }
        (LockfileMode::Check { .. } | LockfileMode::Update, _) => {
            if session.context.aws.offline {
                let why = "it cannot be written without AWS. Run this without --offline".to_owned();
                return outcome("failed", vec![why], Vec::new());
            }
            let missing: Vec<String> = not_described(needed, now, refused, session);
            if !missing.is_empty() {
                return outcome("failed", missing, Vec::new());
            }
            let layers = needed.iter().filter_map(|arn| Some((arn.clone(), now.get(arn)?.clone())));
            let lock = Lockfile { layers: layers.collect() };
            if present.as_ref() == Some(&lock) {
                return outcome("unchanged", Vec::new(), Vec::new());
            }
            if dry_run {
                return outcome("written", vec!["not in a dry run".to_owned()], Vec::new());
            }
            match write_lock(path, &lock) {
                Ok(()) => outcome("written", Vec::new(), Vec::new()),
                Err(error) => outcome("failed", vec![error.to_string()], Vec::new()),
            }
        }
    }
}

/// Returns the layers that AWS could not describe, with its reasons.
fn not_described(
    needed: &BTreeSet<LayerArn>,
    now: &BTreeMap<LayerArn, LockedLayer>,
    refused: &[String],
    session: &Session,
) -> Vec<String> {
    if session.context.aws.offline || needed.iter().all(|arn| now.contains_key(arn)) {
        return Vec::new();
    }
    let relevant =
        refused.iter().filter(|why| needed.iter().any(|arn| !now.contains_key(arn) && why.contains(arn.as_str())));
    let relevant: Vec<String> = relevant.cloned().collect();
    // A reason that names no ARN, such as no network or no credentials, applies to all layers.
    if relevant.is_empty() { refused.iter().take(1).cloned().collect() } else { relevant }
}

/// Returns the cache key of all lockfiles, or the reason why there is none.
pub fn key(survey: &SurveyResult) -> Result<String, String> {
    let mut locks = Vec::new();
    for path in needed_by_lock(&survey.shown).into_keys() {
        match read_lock(&path) {
            Ok(Some(lock)) => locks.push(lock),
            Ok(None) => {
                return Err(format!(
                    "{} does not exist. `samlayers prefetch --locked` creates it",
                    sanitize_path(&path)
                ));
            }
            Err(why) => return Err(format!("{}: {why}", sanitize_path(&path))),
        }
    }
    if locks.is_empty() {
        return Err("no template found. Specify a project with --project DIR or a template with -t FILE".to_owned());
    }
    Ok(cache_key(locks.iter()))
}
