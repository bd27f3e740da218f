//! Checks whether everything is in order: where each part is, why, and what is wrong with it.

use super::engine::docker_elsewhere;
use super::execute::sam_processes;
use super::log::{LogFile, VARIABLE};
use super::user_data::atomic_file;
use super::{Context, caller_account};
use crate::inventory::Inventory;
use crate::inventory::facts::builds::{BuildFolderState, FoundBuild};
use crate::inventory::facts::{CacheAccess, EngineState, OtherEngine};
use crate::sam::installed::Rule;
use crate::sam::known_sam_cli;
use crate::sam::problem::ProblemCode;
use crate::text::{bytes, counted, describe_io_error};

/// The result of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The part that was checked: `cache`, `engine`, `templates` …
    pub topic: &'static str,
    /// The verdict.
    pub verdict: Verdict,
    /// The finding, as a sentence.
    pub detail: String,
}

/// The verdict of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// In order.
    Good,
    /// Worth knowing, but nothing is broken.
    Note,
    /// Something does not work.
    Bad,
}

/// Checks the results of a survey, and asks AWS for the caller's identity unless offline. Blocks.
pub fn doctor(context: &Context, inventory: &Inventory) -> Vec<Check> {
    let mut checks = vec![cache(inventory)];
    checks.extend(context.cache.note.iter().map(|note| Check::new("cache", Verdict::Note, note.clone())));
    checks.push(trash(inventory));
    checks.push(Check::new("footprint", Verdict::Good, inventory.join().footprint.describe()));
    checks.extend(inventory.recovered.iter().map(|sentence| Check::new("recovery", Verdict::Note, sentence.clone())));
    checks.push(engine(inventory));
    checks.extend(other_engines(context, inventory));
    checks.extend(sam(inventory));
    let servers = sam_processes::servers().into_iter();
    checks.extend(servers.map(|running| Check::new("running", Verdict::Note, running)));
    checks.extend(builds(inventory));
    checks.push(templates(inventory));
    checks.push(data_folder(context, inventory));
    checks.push(log(context));
    checks.push(credentials(context));
    checks
}

impl Check {
    fn new(topic: &'static str, verdict: Verdict, detail: String) -> Self {
        Self { topic, verdict, detail }
    }
}

fn cache(inventory: &Inventory) -> Check {
    let Some(state) = &inventory.cache else {
        return Check::new("cache", Verdict::Bad, "not checked".to_owned());
    };
    let place = format!("{} (by {})", state.path.display(), state.chosen_by);
    match &state.access {
        CacheAccess::Ready => {
            let shown = inventory.join();
            let layers = counted(shown.layers.len() as u64, "layer");
            match shown.totals.incomplete {
                0 => Check::new("cache", Verdict::Good, format!("{place}: {layers}, {}", bytes(shown.totals.bytes))),
                unreadable => {
                    let detail = format!("{place}: {layers}; size unknown, because {unreadable} cannot be read");
                    Check::new("cache", Verdict::Bad, detail)
                }
            }
        }
        CacheAccess::Missing => {
            let detail = format!("{place} does not exist yet. SAM creates it when a function with layers first runs");
            Check::new("cache", Verdict::Note, detail)
        }
        CacheAccess::Unusable(reason) => Check::new("cache", Verdict::Bad, format!("{place}: {reason}")),
    }
}

fn trash(inventory: &Inventory) -> Check {
    let Some(trash) = inventory.trash_if_known() else {
        return Check::new("trash", Verdict::Bad, "unknown: it cannot be read".to_owned());
    };
    let detail = match trash.entries {
        0 => "empty".to_owned(),
        entries => format!(
            "{}, {}: `samlayers undo` restores the latest, `samlayers trash empty` frees the space",
            counted(entries, "entry"),
            bytes(trash.bytes)
        ),
    };
    Check::new("trash", Verdict::Good, detail)
}

fn engine(inventory: &Inventory) -> Check {
    match &inventory.engine {
        Some(EngineState::Ready { name, endpoint, recorded }) => {
            let recorded = if *recorded { ", a recorded answer" } else { "" };
            Check::new("engine", Verdict::Good, format!("{name} at {endpoint}{recorded}"))
        }
        Some(EngineState::Unavailable { reason, .. }) => Check::new("engine", Verdict::Bad, reason.to_string()),
        Some(EngineState::Off) => Check::new("engine", Verdict::Note, "turned off (--no-engine)".to_owned()),
        None => Check::new("engine", Verdict::Bad, "not checked".to_owned()),
    }
}

/// Reports engines that SAM does not use, if the user might expect otherwise.
fn other_engines(context: &Context, inventory: &Inventory) -> Vec<Check> {
    let elsewhere = match &inventory.engine {
        Some(EngineState::Ready { endpoint, .. }) => docker_elsewhere(context, endpoint),
        _ => None,
    };
    let offered = inventory.other_engines.iter().map(|other| {
        let OtherEngine { name, host, known_as, difference, .. } = other;
        format!("{name} responds at {host} ({known_as}). {difference}. For samlayers only: --docker-host {host}")
    });
    offered
        .chain(elsewhere.map(|elsewhere| elsewhere.to_string()))
        .map(|detail| Check::new("engine", Verdict::Note, detail))
        .collect()
}

/// Reports the installed SAM CLI, and what follows from its version.
fn sam(inventory: &Inventory) -> Vec<Check> {
    let Some(sams) = &inventory.installed_sams else { return Vec::new() };
    let known_release = known_sam_cli();
    let Some((first, others)) = sams.split_first() else {
        let detail = format!("no `sam` on PATH; samlayers uses the rules of SAM CLI {known_release}");
        return vec![Check::new("sam", Verdict::Note, detail)];
    };
    let mut checks = Vec::new();
    let mut add = |verdict, detail| checks.push(Check::new("sam", verdict, detail));
    let known = if first.release.is_some() { Verdict::Good } else { Verdict::Note };
    add(known, format!("{} at {}", first.describe(), first.program.display()));
    if first.release.is_none() {
        add(Verdict::Note, format!("samlayers uses the rules of SAM CLI {known_release}"));
    }
    if first.is_newer_than_known() {
        let advice = "differences are unknown; check for a newer samlayers";
        add(
            Verdict::Note,
            format!("newer than {known_release}, the latest release that samlayers was checked against: {advice}"),
        );
    }
    for rule in Rule::ALL {
        match first.holds(*rule) {
            Some(true) => add(Verdict::Good, format!("since {}: {}", rule.since_text(), rule.describe(true))),
            Some(false) => add(Verdict::Note, format!("before {}: {}", rule.since_text(), rule.describe(false))),
            None => {}
        }
    }
    if let Some(order) = first.merge_order() {
        add(Verdict::Good, format!("`<<` with several maps in a template: {}", order.describe()));
    }
    for other in others {
        add(Verdict::Note, format!("also on PATH, but not used: {} at {}", other.describe(), other.program.display()));
    }
    checks
}

/// Reports the build folders of the projects; none if they were not surveyed.
fn builds(inventory: &Inventory) -> Vec<Check> {
    let shown = inventory.join();
    if !shown.builds_known {
        return Vec::new();
    }
    let all: u64 = shown.builds.iter().filter_map(|folder| folder.bytes()).sum();
    let unused: u64 = shown.builds.iter().flat_map(|folder| folder.orphans()).filter_map(FoundBuild::bytes).sum();
    let total = format!(
        "{}, {}, {} unused: `samlayers builds`, `samlayers purge --builds`",
        counted(shown.builds.len() as u64, "build folder"),
        bytes(all),
        bytes(unused)
    );
    let unknown = shown.builds.iter().filter_map(|folder| match &folder.state {
        BuildFolderState::Unknown(why) => {
            Some(Check::new("builds", Verdict::Note, format!("{}: {why}", folder.path.display())))
        }
        BuildFolderState::Known => None,
    });
    [Check::new("builds", Verdict::Good, total)].into_iter().chain(unknown).collect()
}

fn templates(inventory: &Inventory) -> Check {
    let shown = inventory.join();
    if shown.templates.is_empty() {
        let detail = "no template found. ARNs come from templates: specify --project DIR or -t FILE";
        return Check::new("templates", Verdict::Note, detail.to_owned());
    }
    let refused: Vec<String> = shown
        .templates
        .iter()
        .filter_map(|row| {
            row.error.as_ref().map(|error| format!("{}: {} ({})", row.path.display(), error.message, error.code))
        })
        .collect();
    let functions: usize = shown.templates.iter().map(|row| row.functions.len()).sum();
    let functions = counted(functions as u64, "function");
    let read = format!("{} read, {functions}", shown.templates.len() - refused.len());
    if refused.is_empty() {
        return Check::new("templates", Verdict::Good, read);
    }
    Check::new("templates", Verdict::Bad, format!("{read}; {} refused: {}", refused.len(), refused.join("; ")))
}

fn data_folder(context: &Context, inventory: &Inventory) -> Check {
    let shown = inventory.join();
    let unusable = shown.places.iter().find(|place| place.problem.code == ProblemCode::DataFolderUnusable);
    if let Some(place) = unusable {
        return Check::new("memory", Verdict::Bad, format!("{}: {}", place.path.display(), place.problem.detail));
    }
    if let Some(path) = &context.data_dir {
        if let Err(error) = atomic_file::usable(path) {
            return Check::new("memory", Verdict::Bad, format!("{}: {}", path.display(), describe_io_error(&error)));
        }
        Check::new("memory", Verdict::Good, format!("proven ARNs are stored in {}", path.display()))
    } else {
        let detail = "no data folder available: proven ARNs are not stored";
        Check::new("memory", Verdict::Note, detail.to_owned())
    }
}

fn log(context: &Context) -> Check {
    let Some(path) = &context.log_file else {
        let detail = "no cache folder available: nothing is logged";
        return Check::new("log", Verdict::Note, detail.to_owned());
    };
    let place = path.display();
    match LogFile::at(path.clone()).size() {
        Ok(Some(size)) => Check::new(
            "log",
            Verdict::Good,
            format!("{place}, {}; set {VARIABLE} to change what is logged", bytes(size)),
        ),
        Ok(None) => Check::new(
            "log",
            Verdict::Good,
            format!("{place}, created when there is something to log; set {VARIABLE} to change what is logged"),
        ),
        Err(error) => Check::new("log", Verdict::Note, format!("{place}: {error}: nothing is logged")),
    }
}

fn credentials(context: &Context) -> Check {
    if context.aws.offline {
        return Check::new("credentials", Verdict::Note, "not checked (--offline)".to_owned());
    }
    match caller_account(context) {
        Ok(account) => {
            Check::new("credentials", Verdict::Good, format!("account {account}, which SAM uses for AWS::AccountId"))
        }
        Err(reason) => {
            let detail = format!(
                "{reason}. refresh, prefetch and verify --deep need them; AWS::AccountId is SAM's placeholder \
                 123456789012"
            );
            Check::new("credentials", Verdict::Note, detail)
        }
    }
}
