//! The context of a command: options, environment and config file resolved into what the operations need.

mod resolve;

use std::io;
use std::sync::atomic::Ordering;

use jiff::Timestamp;

use super::args::Global;
use super::environment::Environment;
use super::exit::Interrupted;
use super::interrupt::{self, StopFlag};
use super::output::warn;
use super::prompt;
use super::user_config::{self, UserConfig};
use crate::inventory::search::image_layers::ImageSearchResult;
use crate::inventory::{ArnSource, FunctionRef, ImageLayers, Inventory, InventoryRows, KnownArn};
use crate::ops::demo::{self, Demo};
use crate::ops::{self, Context, Depth, EngineChoice, Job, KnownAccounts, RetainedLocksGuard, ScratchGuard};
use crate::plan::{JobOutcome, JobResult, ProgressEvent, RunControl};
use crate::sam::image_name::{HASH_DIGITS, layers_sha256};
use crate::sam::problem::{Problem, ProblemCode};
use crate::sam::template::FunctionLayer;
use crate::sam::{ImageName, LayerDir};
use crate::text::Sentence;
use crate::text::sentence;

/// The context of a command that uses the cache.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own, of the command line or of the environment"
)]
pub struct Session {
    /// The input of the operations.
    pub context: Context,
    /// Whether to print JSON.
    pub json: bool,
    /// Whether to use ASCII characters only.
    pub ascii: bool,
    /// Whether the process runs in CI (`CI` is set), where written files are not kept.
    pub is_ci: bool,
    /// Whether the user can be asked.
    pub can_ask: bool,
    /// The time the command started.
    pub now: Timestamp,
    /// Set when the command should stop.
    pub stop: StopFlag,
    /// Keeps the demo's folder until the command ends.
    _demo: Option<Demo>,
    /// Releases the locks that are retained after a purge when the command ends, however that happens.
    _retained_locks: RetainedLocksGuard,
    /// Removes temporary files when the command ends.
    _scratch: ScratchGuard,
}

/// The result of a survey.
#[derive(Debug)]
pub struct SurveyResult {
    /// The inventory.
    pub inventory: Inventory,
    /// The rows.
    pub shown: InventoryRows,
    /// Accounts that may have published a layer, in addition to those in the inventory.
    accounts: KnownAccounts,
}

impl Session {
    /// Resolves options, environment and config file. An invalid config file is a warning, never an error.
    pub fn open(global: &Global, environment: &Environment) -> anyhow::Result<Self> {
        // From here on Ctrl-C stops at a safe point, and the demo's folder is removed.
        let stop = interrupt::listen()?;
        let ResolvedOptions { mut context, demo, .. } = ResolvedOptions::resolve(global, environment)?;
        // The app has no dialog for this, so there the message names a command to run.
        context.aws.code_prompt = environment.can_ask.then(|| prompt::mfa_code(StopFlag::clone(&stop)));
        let retained_locks = context.retained_locks.release_on_drop();
        let scratch = context.scratch.remove_on_drop();
        Ok(Self {
            context,
            json: global.json,
            ascii: global.ascii || !environment.is_utf8(),
            is_ci: is_ci(environment),
            can_ask: environment.can_ask,
            now: environment.now,
            stop,
            _demo: demo,
            _retained_locks: retained_locks,
            _scratch: scratch,
        })
    }

    /// Fails in read-only mode. Every changing command calls this first, before any survey.
    pub fn ensure_writable(&self) -> anyhow::Result<()> {
        if self.context.read_only.is_on() {
            anyhow::bail!("read-only mode is on. Remove --read-only, or read_only in the config file");
        }
        Ok(())
    }

    /// Runs a job, which Ctrl-C stops at its next safe point.
    pub fn run(&self, job: Job, progress: &mut (dyn FnMut(ProgressEvent) + Send)) -> JobResult {
        ops::run(&self.context, job, progress, &RunControl::stopped_by(&self.stop))
    }

    /// Surveys everything.
    pub fn survey(&self) -> anyhow::Result<SurveyResult> {
        self.survey_of(&self.context, Depth::Whole)
    }

    /// Surveys with the given depth.
    pub fn survey_to(&self, depth: Depth) -> anyhow::Result<SurveyResult> {
        self.survey_of(&self.context, depth)
    }

    /// Surveys templates and cache only, without AWS and the engine.
    pub fn survey_offline(&self) -> anyhow::Result<SurveyResult> {
        let mut context = self.context.clone();
        (context.aws.offline, context.engine) = (true, EngineChoice::Off);
        self.survey_of(&context, Depth::Whole)
    }

    /// Surveys the build folders only.
    pub fn survey_of_builds(&self) -> anyhow::Result<SurveyResult> {
        let inventory = ops::survey_builds(&self.context, &self.stop);
        if self.stop.load(Ordering::SeqCst) {
            return Err(Interrupted.into());
        }
        let shown = inventory.join();
        Ok(SurveyResult { inventory, shown, accounts: self.context.accounts.clone() })
    }

    fn survey_of(&self, context: &Context, depth: Depth) -> anyhow::Result<SurveyResult> {
        let inventory = ops::survey_to(context, depth, &self.stop);
        if self.stop.load(Ordering::SeqCst) {
            return Err(Interrupted.into());
        }
        if let Some(why) = &inventory.account_unknown {
            warn(&sentence!("account-unknown", why = why.clone()).to_string());
        }
        let shown = inventory.join();
        Ok(SurveyResult { inventory, shown, accounts: self.context.accounts.clone() })
    }
}

/// A problem of the cache that keeps a command from answering.
#[derive(Debug, thiserror::Error)]
#[error("{detail} ({code}); {fix}")]
struct CacheProblem {
    code: ProblemCode,
    detail: Sentence,
    fix: Sentence,
}

impl SurveyResult {
    /// Fails if the cache exists and cannot be read: nothing is known of what it contains. Every command that selects from
    /// the cache calls this.
    pub fn require_readable_cache(&self) -> anyhow::Result<()> {
        let Some(place) = self.shown.places.iter().find(|place| place.problem.code == ProblemCode::CacheUnusable)
        else {
            return Ok(());
        };
        let Problem { code, detail, fix } = place.problem.clone();
        Err(CacheProblem { code, detail, fix: fix.unwrap_or_else(|| "".into()) }.into())
    }
}

/// All CI services set `CI`; some users set it to an empty value or `false` to disable it.
fn is_ci(environment: &Environment) -> bool {
    environment.var("CI").is_some_and(|value| !matches!(value, "false" | "0"))
}

impl SurveyResult {
    /// Searches thoroughly for the layers of images that the short search of the survey did not find, and joins again.
    pub fn search_images(&mut self, images: &[ImageName], session: &Session) -> anyhow::Result<()> {
        let has_more_to_try = |image: &&ImageName| {
            let (searched, layers) = self.inventory.search_of(image);
            layers.is_none()
                && searched.is_none_or(ImageSearchResult::gave_up)
                && self.layers_by_template(image).is_none()
        };
        let images: Vec<ImageName> = images.iter().filter(has_more_to_try).cloned().collect();
        if images.is_empty() {
            return Ok(());
        }
        let known = Box::new(self.inventory.clone());
        let outcome = self.apply(session.run(Job::SearchImages { images, known }, &mut |_| ()));
        outcome.map(drop).map_err(|reason| anyhow::anyhow!("cannot search for the layers of images: {reason}"))
    }

    /// Adds the findings of a job to the inventory, joins again, and returns the outcome of the job.
    pub fn apply(&mut self, result: JobResult) -> Result<JobOutcome, Sentence> {
        if !result.findings.is_empty() {
            result.findings.into_iter().for_each(|finding| self.inventory.apply(finding));
            self.shown = self.inventory.join();
        }
        result.outcome
    }
}

/// The resolved options.
#[derive(Debug)]
pub struct ResolvedOptions {
    /// The input of the operations.
    pub context: Context,
    /// Keeps the demo's folder until the command ends.
    pub demo: Option<Demo>,
    /// The user's config file.
    pub config: UserConfig,
    /// What is wrong with the config file. The app shows it again, because its screen hides what was printed before.
    pub config_warnings: Vec<String>,
}

impl ResolvedOptions {
    /// Resolves options, environment and config file.
    pub fn resolve(global: &Global, environment: &Environment) -> anyhow::Result<Self> {
        let (config, config_warnings) = user_config(environment);
        let demo = if global.demo { Some(demo::prepare()?) } else { None };
        let context = match &demo {
            Some(demo) => resolve::of_demo(demo, global, environment)?,
            None => resolve::of_user(global, environment, &config),
        };
        Ok(Self { context, demo, config, config_warnings })
    }
}

/// Returns the user's config file, with a warning for each error in it.
fn user_config(environment: &Environment) -> (UserConfig, Vec<String>) {
    let Some(dir) = &environment.config_dir else { return Default::default() };
    let (config, config_warnings) = user_config::read(&user_config::path(dir));
    for sentence in &config_warnings {
        warn(sentence);
    }
    (config, config_warnings)
}

impl SurveyResult {
    /// Returns the ARN of a directory, cached or not: proven by a template, stored, or the only candidate among known
    /// accounts.
    pub fn arn_of(&self, dir: &LayerDir) -> Option<KnownArn> {
        if let Some(known) = self.shown.layer(dir).and_then(|row| row.arn.clone()).or_else(|| self.in_templates(dir)) {
            return Some(known);
        }
        let mut candidates = self.arn_candidates(dir);
        candidates.pop().filter(|_| candidates.is_empty())
    }

    /// Returns every ARN of a known account that hashes to the digits of the directory, with the source of the account.
    pub fn arn_candidates(&self, dir: &LayerDir) -> Vec<KnownArn> {
        let found = ops::arn_search(&self.accounts, &self.inventory).all(dir).into_iter();
        let known = found.map(|found| KnownArn {
            arn: found.arn,
            source: ArnSource::Searched { account_from: found.account_from, candidates: found.candidates },
        });
        known.collect()
    }

    fn in_templates(&self, dir: &LayerDir) -> Option<KnownArn> {
        self.shown.templates.iter().find_map(|template| {
            template.functions.iter().find_map(|row| {
                let arn = row.function.layers.iter().filter_map(FunctionLayer::arn).find(|arn| dir.matches_arn(arn))?;
                let function =
                    FunctionRef { template: template.path.clone(), function: row.function.full_path.clone() };
                Some(KnownArn { arn: arn.clone(), source: ArnSource::Template(function) })
            })
        })
    }

    /// Returns the layers of an image the engine does not have, from a function whose image has the same digits.
    pub fn layers_by_template(&self, image: &ImageName) -> Option<ImageLayers> {
        let wanted = image.hash()?;
        self.shown.templates.iter().find_map(|template| {
            template.functions.iter().find_map(|row| {
                let names = row.layer_names();
                let source = format!("template {} ({})", template.path.display(), row.function.full_path);
                (layers_sha256(&names)[..HASH_DIGITS] == *wanted).then_some(ImageLayers { names, source })
            })
        })
    }
}

/// Marks an error as one of the demo, which the user did not cause.
fn demo_failed(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(format!("cannot create the demo: {error}"))
}
