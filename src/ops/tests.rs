//! Scenarios with operations on real folders.

use std::fs;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use super::execute::trash::empty_trash;
use super::*;
use crate::cache::Located;
use crate::inventory::facts::CacheAccess;
use crate::inventory::{Inventory, LayerState};
use crate::plan::{
    Plan, PlanKind, ProgressEvent, Report, RunControl, Selection, SkipReason, StepAction, StepOutcome, purge, refresh,
};
use crate::sam::{AccountId, LayerDir};

fn survey_of(context: &Context) -> Inventory {
    let inventory = Mutex::new(Inventory::default());
    survey(context, &|finding| inventory.lock().unwrap().apply(finding), &AtomicBool::new(false));
    inventory.into_inner().unwrap()
}

fn located(path: &std::path::Path) -> Located {
    Located { path: path.to_owned(), chosen_by: "test".into(), note: None }
}

#[test]
fn a_survey_ends_each_part_with_its_closing_finding() {
    let home = tempfile::tempdir().unwrap();
    let missing = survey_of(&Context::of_cache(located(&home.path().join("none"))));
    assert_eq!(missing.cache.unwrap().access, CacheAccess::Missing);
    fs::create_dir_all(home.path().join("a-1-0123456789/python")).unwrap();
    fs::write(home.path().join("a-1-0123456789/python/x.py"), "x").unwrap();
    let found = survey_of(&Context::of_cache(located(home.path())));
    let complete = found.complete;
    assert!(complete.listed && complete.measured && complete.images && complete.templates);
    assert_eq!(found.join().layers[0].state, LayerState::Ok);
}

#[test]
fn an_arn_is_found_by_the_account_that_published_it() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir_all(home.path().join("myLayer-1-926eeb5ff1")).unwrap();
    let context = Context {
        accounts: KnownAccounts::of(&[AccountId::parse("111111111111").unwrap()], None),
        ..Context::of_cache(located(home.path()))
    };
    let shown = survey_of(&context).join();
    let known = shown.layers[0].arn.as_ref().unwrap();
    assert_eq!(known.arn.as_str(), "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1");
    assert!(known.source.describe().contains("--account"));
}

fn cache_with_a_layer() -> (tempfile::TempDir, Context) {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir_all(home.path().join("a-1-0123456789/python")).unwrap();
    fs::write(home.path().join("a-1-0123456789/python/x.py"), "x = 1").unwrap();
    let context = Context::of_cache(located(home.path()));
    (home, context)
}

fn purge_all(context: &Context, kind: PlanKind) -> Plan {
    let shown = survey_of(context).join();
    let selection =
        Selection { layers: shown.layers.iter().map(|row| row.dir.clone()).collect(), ..Selection::default() };
    purge(&shown, &selection, kind, false)
}

fn done(context: &Context, plan: Plan) -> Report {
    execute(context, plan, &mut |_| {}, &RunControl::default())
}

#[test]
fn a_purge_moves_to_the_trash_and_undo_restores_it() {
    let (home, context) = cache_with_a_layer();
    let report = done(&context, purge_all(&context, PlanKind::Trash));
    assert!(report.is_clean() && report.can_undo());
    assert_eq!((report.trashed_bytes, report.freed_bytes), (5, 0));
    let seen = survey_of(&context);
    assert_eq!((seen.join().layers.len(), seen.trash.entries, seen.trash.bytes), (0, 1, 5));
    let undo = plan_undo(&context).unwrap().unwrap();
    assert!(done(&context, undo).is_clean());
    assert_eq!(fs::read(home.path().join("a-1-0123456789/python/x.py")).unwrap(), b"x = 1");
    assert!(plan_undo(&context).unwrap().is_none());
}

#[cfg(target_os = "linux")]
#[test]
fn a_retained_lock_does_not_block_undo() {
    use std::os::unix::process::CommandExt as _;
    use std::process::{Command, Stdio};

    let (home, context) = cache_with_a_layer();
    // A shell that looks like SAM in the list of processes, and waits for input that never comes.
    let mut sam = Command::new("sh");
    sam.arg0("sam").args(["-s", "local", "start-api", "--layer-cache-basedir"]).arg(home.path());
    let mut sam = sam.env_remove("HOME").stdin(Stdio::piped()).spawn().unwrap();
    let lock = home.path().join(".locks/a-1-0123456789.downloading.lock");

    let report = done(&context, purge_all(&context, PlanKind::Trash));
    assert!(report.is_clean() && report.sam_waits.is_some() && lock.exists());
    let seen = survey_of(&context).join();
    assert!(seen.leftovers.is_empty() && seen.layers.is_empty(), "nothing to clean up: {:?}", seen.leftovers);

    // Undo needs the lock, and gets it at once.
    assert!(done(&context, plan_undo(&context).unwrap().unwrap()).is_clean());
    assert!(!lock.exists() && home.path().join("a-1-0123456789").exists());

    // The guard releases the remaining locks.
    assert!(done(&context, purge_all(&context, PlanKind::Delete)).sam_waits.is_some() && lock.exists());
    drop(context.retained_locks.release_on_drop());
    assert!(!lock.exists());
    sam.kill().unwrap();
    sam.wait().unwrap();
}

#[test]
fn a_deletion_frees_at_once_and_so_does_emptying_the_trash() {
    let (_home, context) = cache_with_a_layer();
    let report = done(&context, purge_all(&context, PlanKind::Delete));
    assert_eq!((report.is_clean(), report.trashed_bytes, report.freed_bytes), (true, 0, 5));
    let (_home, context) = cache_with_a_layer();
    done(&context, purge_all(&context, PlanKind::Trash));
    assert!(empty_trash(&context, None, &|_, _| {}, &AtomicBool::new(false)).unwrap().bytes >= 5);
    assert!(trash(&context).unwrap().is_empty());
}

#[test]
fn read_only_makes_every_change_impossible() {
    let (home, context) = cache_with_a_layer();
    let plan = purge_all(&context, PlanKind::Trash);
    context.read_only.set(true);
    let report = done(&context, plan);
    assert!(matches!(report.outcomes[0], StepOutcome::Skipped(_)));
    assert!(home.path().join("a-1-0123456789").exists());
    assert!(empty_trash(&context, None, &|_, _| {}, &AtomicBool::new(false)).is_err());
}

#[test]
fn a_cancelled_plan_reports_the_skipped_steps() {
    let (home, context) = cache_with_a_layer();
    let control = RunControl::default();
    control.stop();
    let report = execute(&context, purge_all(&context, PlanKind::Trash), &mut |_| {}, &control);
    assert_eq!(report.outcomes, [StepOutcome::Skipped(SkipReason::Cancelled)]);
    assert!(home.path().join("a-1-0123456789").exists());
}

/// Returns a context with the demo's cache, template and Lambda endpoint.
fn demo_context(demo: &demo::Demo) -> Context {
    let mut context = Context::of_cache(located(&demo.cache_path()));
    context.templates.template_files = vec![demo.template()];
    context.templates.region = Some(demo::REGION.to_owned());
    context.aws = AwsChoice { offline: false, endpoint: Some(demo.aws_endpoint()), ..AwsChoice::default() };
    context
}

#[test]
fn every_layer_with_a_known_arn_is_refreshed_in_parallel() {
    let demo = demo::prepare().unwrap();
    let context = demo_context(&demo);
    let shown = survey_of(&context).join();
    let known = shown.layers.iter().filter(|row| row.arn.is_some() && !row.is_locked());
    let layers: std::collections::BTreeSet<LayerDir> = known.map(|row| row.dir.clone()).collect();
    assert!(layers.len() > 3, "{layers:?}");
    let plan = refresh(&shown, &Selection { layers: layers.clone(), ..Selection::default() }, false);
    let mut bytes = 0;
    let report = execute(
        &context,
        plan,
        &mut |progress| bytes += u64::from(matches!(progress, ProgressEvent::Bytes { .. })),
        &RunControl::default(),
    );
    for (step, outcome) in report.plan.steps.iter().zip(&report.outcomes) {
        assert_eq!(*outcome, StepOutcome::Done, "{}", step.target);
    }
    assert!(bytes > 0 && report.plan.refused.is_empty());
    let after = survey_of(&context).join();
    for dir in &layers {
        assert_eq!(after.layer(dir).unwrap().state, LayerState::Ok, "{dir}");
    }
}

#[test]
fn a_failed_refresh_keeps_the_old_layer_and_its_image() {
    let demo = demo::prepare().unwrap();
    let mut context = demo_context(&demo);
    let shown = survey_of(&context).join();
    let dir = LayerDir::parse("myLayer-1-926eeb5ff1").unwrap();
    let before = shown.layer(&dir).unwrap().measure.clone();
    let plan = refresh(&shown, &Selection { layers: [dir.clone()].into(), ..Selection::default() }, true);
    assert!(matches!(plan.steps[0].action, StepAction::Refresh(..)));
    // A port without a server.
    context.aws.endpoint = Some("http://127.0.0.1:9".to_owned());
    let report = done(&context, plan.clone());
    let reason = report.outcomes[0].reason().unwrap();
    assert!(reason.contains("cannot connect to"), "{reason}");
    assert_eq!(survey_of(&context).join().layer(&dir).unwrap().measure, before);
    context.aws.offline = true;
    assert!(done(&context, plan).outcomes[0].reason().unwrap().contains("--offline"));
}
