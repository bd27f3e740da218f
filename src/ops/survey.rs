//! Looking at everything at once: cache, engine and templates side by side, each fact reported as it is found.

pub(super) mod accounts;
pub(super) mod arns;
pub(super) mod image_layers;
pub(super) mod newer_versions;

use std::collections::HashSet;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use super::aws::ask_caller;
use super::projects::{self, TemplateRequest};
use super::user_data::arn_store;
use super::{Context, EngineChoice, engine, installed_sams};
use crate::aws::AwsError;
use crate::cache::Cache;
use crate::inventory::Inventory;
use crate::inventory::changes::Changes;
use crate::inventory::facts::{CacheAccess, EngineState, Finding, FoundLayer, PlaceProblem};
use crate::inventory::replace::SurveyPart;
use crate::sam::installed::InstalledSam;
use crate::sam::problem::{Problem, ProblemCode};
use crate::sam::{LayerArn, LayerDir};
use crate::text::{describe_io_error, sanitize_path, sentence};

/// The facts so far, for what only all of them together answer, and where each is reported to.
struct Facts<'a> {
    known: Mutex<Inventory>,
    /// `None` where only the facts as a whole are wanted: then no fact is copied.
    report: Option<&'a (dyn Fn(Finding) + Sync)>,
}

impl<'a> Facts<'a> {
    fn since(known: Inventory, report: Option<&'a (dyn Fn(Finding) + Sync)>) -> Self {
        Self { known: Mutex::new(known), report }
    }

    fn tell(&self, finding: Finding) {
        if let Some(report) = self.report {
            report(finding.clone());
        }
        self.known().apply(finding);
    }

    /// Not to be held while anything is searched for or told.
    fn known(&self) -> MutexGuard<'_, Inventory> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn into_known(self) -> Inventory {
        self.known.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How much a survey looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Everything.
    Whole,
    /// What there is, and nothing that takes long: no sizes, no history of images, no ARN that has to be searched for.
    Names,
}

/// Surveys everything and returns when all is told. Blocks: run it on a thread of its own.
///
/// Every part ends with its closing fact (`CacheMeasured`, `ImagesListed`, `TemplatesRead`) unless it could not be
/// begun, which a fact says too. Cancelling makes it return soon, with some facts missing.
pub fn survey(context: &Context, report: &(dyn Fn(Finding) + Sync), cancel: &AtomicBool) {
    survey_all(context, Depth::Whole, &Facts::since(Inventory::default(), Some(report)), cancel);
}

/// [`survey`], to a depth, whose facts are returned together when all are in. What lies deeper is not among them; its
/// closing facts are.
pub fn survey_to(context: &Context, depth: Depth, cancel: &AtomicBool) -> Inventory {
    let facts = Facts::since(Inventory::default(), None);
    survey_all(context, depth, &facts, cancel);
    facts.into_known()
}

fn survey_all(context: &Context, depth: Depth, facts: &Facts<'_>, cancel: &AtomicBool) {
    let tell = |finding| facts.tell(finding);
    recall(context, &tell);
    thread::scope(|scope| {
        scope.spawn(|| survey_cache(context, depth, &tell, cancel));
        scope.spawn(|| list_engine(context, depth, &tell));
        read_templates(context, &tell);
    });
    // The guard is gone before the answer is told.
    let needs_account = facts.known().needs_account();
    if !cancel.load(Ordering::Relaxed) && needs_account {
        ask_for_account(context, &tell, cancel);
    }
    if cancel.load(Ordering::Relaxed) {
        return;
    }
    let proven = to_remember(context, &facts.known());
    remember(context, &proven, &tell);
    if depth == Depth::Whole {
        search(context, facts, &|_| true, cancel);
    }
}

/// Surveys what has changed, given what is known, and returns when all is told. Of the cache only what may be another
/// is counted again; parts that are not concerned are not told of at all. Blocks: run it on a thread of its own.
pub fn survey_changes(
    context: &Context,
    mut known: Inventory,
    changes: &Changes,
    report: &(dyn Fn(Finding) + Sync),
    cancel: &AtomicBool,
) {
    let facts = Facts::since(Inventory::default(), Some(report));
    let tell = |finding| facts.tell(finding);
    thread::scope(|scope| {
        if changes.covers(SurveyPart::Engine) {
            scope.spawn(|| list_engine(context, Depth::Whole, &tell));
        }
        if changes.covers(SurveyPart::Templates) {
            scope.spawn(|| read_templates(context, &tell));
        }
        if changes.covers(SurveyPart::Cache) {
            let needs_measure = |layer: &FoundLayer| changes.needs_measure(&known, layer);
            open(context, &tell, |cache| cache.scan_where(&needs_measure, &tell, cancel));
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
    remember(context, &to_remember(context, &known), report);
    // A new template may name accounts; otherwise only what is new can be found.
    let facts = Facts::since(known, Some(report));
    search(context, &facts, &|dir| changes.templates || !before.contains(dir), cancel);
}

/// Searches for what only all facts together can tell: the ARNs of these layers, newer versions of every layer whose ARN
/// is known then, and the layers of images.
fn search(context: &Context, facts: &Facts<'_>, which: &dyn Fn(&LayerDir) -> bool, cancel: &AtomicBool) {
    let report = |finding| facts.tell(finding);
    let (dirs, accounts) = {
        let known = facts.known();
        let mut dirs = known.layers_without_arn();
        dirs.retain(which);
        // Accounts named beforehand, and those that templates, remembered ARNs and AWS have named since.
        let accounts: Vec<_> = context.accounts.iter().cloned().chain(known.accounts()).collect();
        (dirs, accounts)
    };
    arns::search(&dirs, &accounts, &report, cancel);
    if context.newer_versions.is_on() {
        let layers = facts.known().layers_with_arn();
        newer_versions::search(context, &layers, &report, cancel);
    }
    search_images(facts, cancel);
}

fn search_images(facts: &Facts<'_>, cancel: &AtomicBool) {
    let unknown = image_layers::Unknown::of(&facts.known());
    unknown.search(&|finding| facts.tell(finding), cancel);
}

/// Asks the engine alone once more. `known` are the facts so far, for what only all together can tell. Blocks.
pub fn survey_engine(context: &Context, known: Inventory, report: &(dyn Fn(Finding) + Sync), cancel: &AtomicBool) {
    let facts = Facts::since(known, Some(report));
    list_engine(context, Depth::Whole, &|finding| facts.tell(finding));
    search_images(&facts, cancel);
}

fn survey_cache(context: &Context, depth: Depth, tell: &(dyn Fn(Finding) + Sync), cancel: &AtomicBool) {
    open(context, tell, |cache| match depth {
        Depth::Whole => cache.scan(tell, cancel),
        Depth::Names => cache.scan_names(tell, cancel),
    });
}

/// Opens the cache, clears up what a crash left, and looks at it.
fn open(context: &Context, tell: &(dyn Fn(Finding) + Sync), look: impl FnOnce(&Cache)) {
    let (state, cache) = Cache::open(&context.cache);
    tell(Finding::Cache(state));
    context.surveyed.set(cache.as_ref());
    if let Some(cache) = cache {
        recover(context, &cache, tell);
        look(&cache);
    } else {
        tell(Finding::CacheListed);
        tell(Finding::CacheMeasured);
    }
}

/// Finishes or rolls back what a crash of ours cut off. Read-only looks at it as it is.
fn recover(context: &Context, cache: &Cache, tell: &dyn Fn(Finding)) {
    if context.read_only.is_on() {
        return;
    }
    match cache.recover() {
        Ok(sentences) => sentences.into_iter().for_each(|sentence| tell(Finding::Recovered(sentence))),
        Err(error) => tell(Finding::Recovered(format!("An interrupted change could not be cleared up: {error}"))),
    }
}

fn list_engine(context: &Context, depth: Depth, tell: &(dyn Fn(Finding) + Sync)) {
    if matches!(context.engine, EngineChoice::Off) {
        tell(Finding::Engine(EngineState::Off));
        return;
    }
    let listed = engine::with(&context.engine, async |engine| engine.list(tell, depth == Depth::Whole).await);
    // A listing that broke off has told so itself; what never began is told here.
    if let Err(unreachable) = listed {
        tell(Finding::Engine(EngineState::Unavailable { endpoint: unreachable.endpoint, reason: unreachable.reason }));
        engine::report_others(&context.engine, tell);
    }
}

/// Reads the templates as the SAM that is installed would.
fn read_templates(context: &Context, tell: &(dyn Fn(Finding) + Sync)) {
    let mut request = context.templates.clone();
    if let Some(search) = &context.sam_search {
        let sams = installed_sams(search);
        request.merge_order = sams.first().and_then(InstalledSam::merge_order);
        tell(Finding::InstalledSams(sams));
    }
    projects::read_templates(&request, tell);
}

/// SAM puts the caller's account for `AWS::AccountId` when credentials work. Asked for where a template needs it.
fn ask_for_account(context: &Context, tell: &(dyn Fn(Finding) + Sync), cancel: &AtomicBool) {
    if context.aws.offline || context.templates.account.is_some() {
        return;
    }
    match ask_caller(context, cancel) {
        Ok(account) => {
            tell(Finding::Account(account));
            let context_of_caller = Context {
                templates: TemplateRequest { account: Some(account), ..context.templates.clone() },
                ..context.clone()
            };
            read_templates(&context_of_caller, tell);
        }
        // Without credentials SAM takes its stand-in as well, and most people who have none know it.
        Err(error @ AwsError::MissingCredentials { .. }) => {
            tracing::info!(%error, "AWS::AccountId stays SAM's stand-in");
        }
        Err(AwsError::Cancelled) => {}
        Err(error) => tell(Finding::AccountUnknown(error.message())),
    }
}

fn recall(context: &Context, tell: &dyn Fn(Finding)) {
    let Some(data_dir) = &context.data_dir else { return };
    match arn_store::recall(data_dir) {
        Ok(arns) => arns.into_iter().for_each(|arn| tell(Finding::Remembered(arn))),
        Err(error) => {
            tracing::warn!(path = %data_dir.display(), %error, "cannot read the remembered ARNs");
            tell(data_folder_unusable(data_dir, &error));
        }
    }
}

/// Returns the ARNs that templates prove and that are not stored yet; none in read-only mode or without a cache.
fn to_remember(context: &Context, known: &Inventory) -> Vec<LayerArn> {
    let is_ready = known.cache.as_ref().is_some_and(|cache| cache.access == CacheAccess::Ready);
    if context.read_only.is_on() || !is_ready { Vec::new() } else { known.newly_proven() }
}

/// Stores ARNs. If that fails, they are found again with the next survey of the templates.
fn remember(context: &Context, proven: &[LayerArn], tell: &dyn Fn(Finding)) {
    let Some(data_dir) = &context.data_dir else { return };
    if let Err(error) = arn_store::remember(data_dir, proven.iter()) {
        if error.kind() == io::ErrorKind::NotFound {
            // The user has no home here, as in some containers; nothing is made for them.
            tracing::info!(path = %data_dir.display(), "no folder to remember ARNs in");
            return;
        }
        tell(data_folder_unusable(data_dir, &error));
    }
}

fn data_folder_unusable(data_dir: &Path, error: &io::Error) -> Finding {
    let detail = sentence!("problem-data-folder-unusable", why = describe_io_error(error));
    let fix = sentence!("fix-data-folder-unusable", path = sanitize_path(data_dir));
    let problem = Problem::new(ProblemCode::DataFolderUnusable, detail, fix);
    Finding::Place(PlaceProblem { path: data_dir.to_owned(), problem })
}
