//! Jobs as they run: progress, results, cancelling, leaving.

use samlayers::plan::{Outcome, Plan, Progress, Report};
use samlayers::tui::effect::{Effect, JobId};
use samlayers::tui::message::Message;

use super::desk::Desk;
use super::shop;

/// A desk with a refresh of two layers under way.
fn refreshing() -> (Desk, JobId, Plan) {
    let mut desk = Desk::new(120, 36, shop::findings());
    desk.press("/ =^my Enter a r i Enter Esc");
    let Some(Effect::CarryOut(id, plan)) = desk.take_effects().pop() else { panic!("no job") };
    (desk, id, plan)
}

fn progress(id: JobId, progress: Progress) -> Message {
    Message::Progress(id, progress)
}

#[test]
fn a_job_shows_its_progress_step_by_step() {
    let (mut desk, id, plan) = refreshing();
    assert_eq!(plan.steps.len(), 2);
    desk.press("4").expect("waiting").expect("Refresh myLayer-1-926eeb5ff1 and 1 more");
    desk.send(vec![
        progress(id, Progress::Started { step: 0 }),
        progress(id, Progress::Phase { step: 0, text: "downloading" }),
        progress(id, Progress::Bytes { step: 0, done: 500_000, total: Some(1_000_000) }),
    ]);
    desk.expect("running").expect("downloading, 500 kB of 1.00 MB").expect("0/2");
    desk.send(vec![
        progress(id, Progress::Finished { step: 0, outcome: Outcome::Done }),
        progress(id, Progress::Started { step: 1 }),
    ]);
    desk.expect("✓ download myLayer-1-926eeb5ff1").expect("1/2");
    desk.press("1").expect("2/2 █████");
}

#[test]
fn a_result_is_said_once_and_kept() {
    let (mut desk, id, plan) = refreshing();
    let outcomes =
        vec![Outcome::Done, Outcome::Failed("The download broke off; the old layer is still there.".to_owned())];
    let report = Report { plan, outcomes, trashed_bytes: 1_240_000, freed_bytes: 0 };
    desk.send(vec![Message::JobDone(id, Ok(report))]);
    desk.expect("1 of 2 steps done, 1.24 MB in the trash, 1 failed. u undoes it.");
    desk.press("4").expect("in part").expect("The download broke off").expect_not("u undoes it");
}

#[test]
fn what_could_not_be_done_at_all_says_why() {
    let (mut desk, id, _) = refreshing();
    desk.send(vec![Message::JobDone(id, Err("The disk is full.".to_owned()))]).expect("The disk is full.");
    desk.press("4").expect("✗ failed");
}

#[test]
fn a_job_stops_when_asked() {
    let (mut desk, id, _) = refreshing();
    desk.send(vec![progress(id, Progress::Started { step: 0 })]);
    desk.press("4 x").expect("stopping");
    assert_eq!(desk.take_effects(), [Effect::Cancel(id)]);
    desk.press("x").expect("It stops after its present step.");
    assert!(desk.take_effects().is_empty());
}

#[test]
fn leaving_in_the_middle_of_a_job_asks_first() {
    let (mut desk, id, _) = refreshing();
    desk.send(vec![progress(id, Progress::Started { step: 0 })]);
    desk.press("q").expect("A job is still running. Stop it and quit?");
    desk.press("n").expect_not("Stop it and quit?");
}

#[test]
fn an_emptied_trash_tells_what_it_freed() {
    let mut desk = Desk::new(120, 36, shop::findings());
    desk.press("X y");
    let Some(Effect::EmptyTrash(id)) = desk.take_effects().pop() else { panic!("no job") };
    desk.send(vec![progress(id, Progress::Bytes { step: 0, done: 2_000_000, total: Some(5_300_000) })]);
    desk.press("4").expect("running");
    desk.send(vec![Message::TrashEmptied(id, Ok(5_300_000))]).expect("5.30 MB freed");
}
