//! Surveys the cache, the engine and the templates in parallel, and reports each finding at once.

pub(super) mod accounts;
pub(super) mod arns;
pub(super) mod image_layers;
pub(super) mod newer_versions;

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use self::accounts::KnownAccounts;
use super::aws::ask_caller;
use super::projects::{self, TemplateRequest};
use super::user_data::arn_store;
use super::user_data::baseline;
use super::user_data::origins::Origins;
use super::{Context, EngineChoice, builds, engine, installed_sams};
use crate::aws::AwsError;
use crate::cache::Cache;
use crate::inventory::Inventory;
use crate::inventory::changes::Changes;
use crate::inventory::facts::{CacheAccess, EngineState, Finding, FoundLayer, Measure, Origin, PlaceProblem};
use crate::inventory::replace::SurveyPart;
use crate::inventory::search::arns::ArnSearch;
use crate::sam::installed::InstalledSam;
use crate::sam::problem::{Problem, ProblemCode};
use crate::sam::{LayerArn, LayerDir};
use crate::text::{describe_io_error, sanitize_path, sentence};

/// The findings so far, and where to report new ones. Some questions can only be answered from all of them.
pub(super) struct Facts<'a> {
    known: Mutex<Inventory>,
    /// `None` if only the inventory is needed. Then findings are not cloned.
    report: Option<&'a (dyn Fn(Finding) + Sync)>,
}

impl<'a> Facts<'a> {
    pub(super) fn since(known: Inventory, report: Option<&'a (dyn Fn(Finding) + Sync)>) -> Self {
        Self { known: Mutex::new(known), report }
    }

    pub(super) fn add(&self, finding: Finding) {
        if let Some(report) = self.report {
            report(finding.clone());
        }
        self.known().apply(finding);
    }

    /// Locks the inventory. The guard must be dropped before searching or reporting.
    fn known(&self) -> MutexGuard<'_, Inventory> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn into_known(self) -> Inventory {
        self.known.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The depth of a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Everything.
    Whole,
    /// Only what is fast: no sizes, no history of images, no search for ARNs.
    Names,
}

/// Surveys everything, and returns when all findings have been reported. Blocks: call it on its own thread.
///
/// Every part ends with its closing finding (`CacheMeasured`, `ImagesListed`, `TemplatesRead`), or with one that
/// reports why it could not begin. If cancelled, it returns soon, without some of the findings.
pub fn survey(context: &Context, report: &(dyn Fn(Finding) + Sync), cancel: &AtomicBool) {
    survey_all(context, Depth::Whole, &Facts::since(Inventory::default(), Some(report)), cancel);
}

/// Surveys to a depth, and returns all findings together. The closing findings are included even if a part was limited
/// by the depth.
pub fn survey_to(context: &Context, depth: Depth, cancel: &AtomicBool) -> Inventory {
    let facts = Facts::since(Inventory::default(), None);
    survey_all(context, depth, &facts, cancel);
    facts.into_known()
}

/// Surveys the build folders only, and returns all findings together.
pub fn survey_builds(context: &Context, cancel: &AtomicBool) -> Inventory {
    let facts = Facts::since(Inventory::default(), None);
    builds::survey(context, Depth::Whole, &|finding| facts.add(finding), cancel);
    facts.into_known()
}

fn survey_all(context: &Context, depth: Depth, facts: &Facts<'_>, cancel: &AtomicBool) {
    let report = |finding| facts.add(finding);
    recall(context, &report);
    thread::scope(|scope| {
        scope.spawn(|| survey_cache(context, depth, &report, cancel));
        scope.spawn(|| list_engine(context, depth, &report, cancel));
        if context.builds.is_on() {
            scope.spawn(|| builds::survey(context, depth, &report, cancel));
        }
        read_templates(context, &report);
    });
    // The guard is dropped before the request.
    let needs_account = facts.known().needs_account();
    if !cancel.load(Ordering::Relaxed) && needs_account {
        ask_for_account(context, &report, cancel);
    }
    if cancel.load(Ordering::Relaxed) {
        return;
    }
    let proven = arns_to_store(context, &facts.known());
    remember(context, &proven, &report);
    if depth == Depth::Whole {
        search(context, facts, &|_| true, cancel);
    }
}

/// Surveys what has changed since `known`, and returns when all findings have been reported. Only cache entries that
/// may have changed are measured again, and other parts are not reported. Blocks: call it on its own thread.
pub fn survey_changes(
    context: &Context,
    mut known: Inventory,
    changes: &Changes,
    report: &(dyn Fn(Finding) + Sync),
    cancel: &AtomicBool,
) {
    let facts = Facts::since(Inventory::default(), Some(report));
    let add = |finding| facts.add(finding);
    thread::scope(|scope| {
        if changes.covers(SurveyPart::Engine) {
            scope.spawn(|| list_engine(context, Depth::Whole, &add, cancel));
        }
        if changes.covers(SurveyPart::Templates) {
            scope.spawn(|| read_templates(context, &add));
        }
        if changes.covers(SurveyPart::Builds) && context.builds.is_on() {
            scope.spawn(|| builds::survey(context, Depth::Whole, &add, cancel));
        }
        if changes.covers(SurveyPart::Cache) {
            let needs_measure = |layer: &FoundLayer| changes.needs_measure(&known, layer);
            open(context, &add, |cache, report| cache.scan_where(&needs_measure, report, cancel));
        }
    });
    if cancel.load(Ordering::Relaxed) {
        return;
    }
    let before: HashSet<_> = known.layer_dirs().cloned().collect();
    let mut newer = facts.into_known();
    for part in SurveyPart::ALL.into_iter().filter(|part| changes.covers(*part)) {
        known.replace_part(part, &mut newer);
    }
    if changes.templates && known.needs_account() {
        ask_for_account(context, report, cancel);
    }
    remember(context, &arns_to_store(context, &known), report);
    // A new template may name new accounts, for which all directories are searched; otherwise only new directories are.
    let facts = Facts::since(known, Some(report));
    search(context, &facts, &|dir| changes.templates || !before.contains(dir), cancel);
}

/// Searches for what depends on all findings: the ARNs of these layers, newer versions of every layer with a known ARN,
/// and the layers of images.
fn search(context: &Context, facts: &Facts<'_>, which: &dyn Fn(&LayerDir) -> bool, cancel: &AtomicBool) {
    let report = |finding| facts.add(finding);
    let mut dirs = facts.known().layers_without_arn();
    dirs.retain(which);
    if !dirs.is_empty() {
        let search = arn_search(&context.accounts, &facts.known());
        arns::search(&dirs, &search, &report, cancel);
    }
    if context.newer_versions.is_on() {
        let layers = facts.known().layers_with_arn();
        newer_versions::search(context, &layers, &report, cancel);
    }
    search_images(facts, cancel);
}

/// Returns a search among accounts given by the user, those in templates, stored ARNs and AWS, and known publishers.
pub fn arn_search(accounts: &KnownAccounts, known: &Inventory) -> ArnSearch {
    let accounts = accounts.all().cloned().chain(known.accounts());
    ArnSearch::among(accounts.collect(), known.regions_in_use())
}

fn search_images(facts: &Facts<'_>, cancel: &AtomicBool) {
    let unknown = image_layers::Unknown::of(&facts.known());
    unknown.search(&|finding| facts.add(finding), cancel);
}

/// Surveys the engine only. `known` is the inventory so far, which the search needs. Blocks.
pub fn survey_engine(context: &Context, known: Inventory, report: &(dyn Fn(Finding) + Sync), cancel: &AtomicBool) {
    let facts = Facts::since(known, Some(report));
    list_engine(context, Depth::Whole, &|finding| facts.add(finding), cancel);
    search_images(&facts, cancel);
}

fn survey_cache(context: &Context, depth: Depth, report: &(dyn Fn(Finding) + Sync), cancel: &AtomicBool) {
    open(context, report, |cache, report| match depth {
        Depth::Whole => cache.scan(report, cancel),
        Depth::Names => cache.scan_names(report, cancel),
    });
}

/// Opens the cache, recovers from a crash, and scans it.
fn open(context: &Context, report: &(dyn Fn(Finding) + Sync), scan: impl FnOnce(&Cache, &(dyn Fn(Finding) + Sync))) {
    let (state, cache) = Cache::open(&context.cache);
    report(Finding::Cache(state));
    context.surveyed.set(cache.as_ref());
    if let Some(cache) = cache {
        recover(context, &cache, report);
        let origins = match Origins::read(context.data_dir.as_deref()) {
            Ok(origins) => origins,
            Err((path, error)) => {
                report(unread_record(path, &error));
                Origins::unknown()
            }
        };
        scan(&cache, &|finding| report(with_records(context, &origins, finding)));
    } else {
        report(Finding::CacheListed);
        report(Finding::CacheMeasured);
    }
}

/// Adds what our own records say to the facts about a layer: the origin of its content, and whether a layer without files
/// was published or imported without any.
fn with_records(context: &Context, origins: &Origins, finding: Finding) -> Finding {
    match finding {
        Finding::Measured(dir, measure) if measure.files == 0 && measure.is_complete() => {
            let imported = match origins.at(&dir, &context.cache.path.join(dir.as_str())) {
                Some(Origin::Imported(imported)) => Some(imported.sha256),
                _ => None,
            };
            let is_without_files = |data_dir| baseline::is_without_files(data_dir, &dir, imported.as_deref());
            let published_empty = context.data_dir.as_deref().is_some_and(is_without_files);
            Finding::Measured(dir, Measure { published_empty, ..measure })
        }
        Finding::Layer(layer) => {
            let origin = origins.of(&layer).map(Box::new);
            Finding::Layer(FoundLayer { origin, ..layer })
        }
        other => other,
    }
}

/// Completes or rolls back what a crash of samlayers interrupted. Skipped in read-only mode.
fn recover(context: &Context, cache: &Cache, report: &dyn Fn(Finding)) {
    if context.read_only.is_on() {
        return;
    }
    match cache.recover() {
        Ok(sentences) => sentences.into_iter().for_each(|sentence| report(Finding::Recovered(sentence))),
        Err(error) => report(Finding::Recovered(format!("An interrupted change could not be recovered: {error}"))),
    }
}

fn list_engine(context: &Context, depth: Depth, report: &(dyn Fn(Finding) + Sync), cancel: &AtomicBool) {
    if matches!(context.engine, EngineChoice::Off) {
        report(Finding::Engine(EngineState::Off));
        return;
    }
    let listed = engine::with(&context.engine, cancel, async |engine| engine.list(report, depth == Depth::Whole).await);
    // An interrupted listing has reported its error; one that never began is reported here.
    if let Err(unreachable) = listed {
        report(Finding::Engine(EngineState::Unavailable {
            endpoint: unreachable.endpoint,
            reason: unreachable.reason,
        }));
        engine::report_others(&context.engine, report, cancel);
    }
}

/// Reads the templates as the installed SAM does.
fn read_templates(context: &Context, report: &(dyn Fn(Finding) + Sync)) {
    let mut request = context.templates.clone();
    if let Some(search) = &context.sam_search {
        let sams = installed_sams(search);
        request.merge_order = sams.first().and_then(InstalledSam::merge_order);
        report(Finding::InstalledSams(sams));
    }
    projects::read_templates(&request, report);
}

/// Looks up the caller's account if a template needs it, as SAM uses it for `AWS::AccountId` if there are credentials.
fn ask_for_account(context: &Context, report: &(dyn Fn(Finding) + Sync), cancel: &AtomicBool) {
    if context.aws.offline || context.templates.account.is_some() {
        return;
    }
    match ask_caller(context, cancel) {
        Ok(account) => {
            report(Finding::Account(account));
            let context_of_caller = Context {
                templates: TemplateRequest { account: Some(account), ..context.templates.clone() },
                ..context.clone()
            };
            read_templates(&context_of_caller, report);
        }
        // Without credentials, SAM uses its placeholder too. Users without credentials usually know that they have
        // none.
        Err(error @ AwsError::MissingCredentials { .. }) => {
            tracing::info!(%error, "AWS::AccountId stays SAM's stand-in");
        }
        Err(AwsError::Cancelled) => {}
        Err(error) => report(Finding::AccountUnknown(error.message())),
    }
}

fn recall(context: &Context, report: &dyn Fn(Finding)) {
    let Some(data_dir) = &context.data_dir else { return };
    match arn_store::recall(data_dir) {
        Ok(arns) => arns.into_iter().for_each(|arn| report(Finding::Remembered(arn))),
        Err(error) => {
            tracing::warn!(path = %data_dir.display(), %error, "cannot read the remembered ARNs");
            report(unread_record(arn_store::file(data_dir), &error));
        }
    }
}

/// Returns the ARNs that templates prove and that are not stored yet; none in read-only mode or without a cache.
fn arns_to_store(context: &Context, known: &Inventory) -> Vec<LayerArn> {
    let is_ready = known.cache.as_ref().is_some_and(|cache| cache.access == CacheAccess::Ready);
    if context.read_only.is_on() || !is_ready { Vec::new() } else { known.newly_proven() }
}

/// Stores ARNs. If that fails, they are found again with the next survey of the templates.
fn remember(context: &Context, proven: &[LayerArn], report: &dyn Fn(Finding)) {
    let Some(data_dir) = &context.data_dir else { return };
    if let Err(error) = arn_store::remember(data_dir, proven.iter()) {
        if error.kind() == io::ErrorKind::NotFound {
            // The user has no home folder, as in some containers. It is not created.
            tracing::info!(path = %data_dir.display(), "no folder to remember ARNs in");
            return;
        }
        report(data_unusable(data_dir, &error));
    }
}

/// Returns the problem of the folder of our own files, or of the file with the ARNs if only that is unusable.
fn data_unusable(data_dir: &Path, error: &io::Error) -> Finding {
    let file = arn_store::file(data_dir);
    let is_file = file.symlink_metadata().is_ok();
    let path = if is_file { file } else { data_dir.to_owned() };
    let detail = sentence!("problem-data-folder-unusable", why = describe_io_error(error));
    let fix = if is_file {
        sentence!("fix-data-file-unusable", path = sanitize_path(&path))
    } else {
        sentence!("fix-data-folder-unusable", path = sanitize_path(&path))
    };
    let problem = Problem::new(ProblemCode::DataFolderUnusable, detail, fix);
    Finding::Place(PlaceProblem { path, problem, hides_facts: false })
}

/// Returns the problem of one of our own files that cannot be read, so that what it records is unknown.
fn unread_record(path: PathBuf, error: &io::Error) -> Finding {
    let detail = sentence!("problem-record-unreadable", why = describe_io_error(error));
    let fix = sentence!("fix-record-unreadable", path = sanitize_path(&path));
    let problem = Problem::new(ProblemCode::DataFolderUnusable, detail, fix);
    Finding::Place(PlaceProblem { path, problem, hides_facts: true })
}
