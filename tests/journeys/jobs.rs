//! Running jobs: progress, results, cancelling, quitting.

use std::time::Duration;

use samlayers::inventory::ImageLayers;
use samlayers::inventory::facts::{Finding, FoundImage, ImageDisk};
use samlayers::inventory::search::image_layers::ImageSearchResult;
use samlayers::plan::{Freed, JobOutcome, JobResult, Phase, Plan, ProgressEvent, Report, SkipReason, StepOutcome};
use samlayers::sam::{HashedName, ImageName};
use samlayers::text::Sentence;
use samlayers::tui::effect::{Effect, JobId};
use samlayers::tui::message::Message;

use super::app::TestApp;
use super::sample;

/// An app in which a refresh of two layers runs.
fn refreshing() -> (TestApp, JobId, Plan) {
    let mut app = TestApp::with_sample();
    app.press("/ =^my Enter a r i Enter Esc");
    let Some(Effect::Execute(id, plan)) = app.take_effects().pop() else { panic!("no job") };
    (app, id, plan)
}

fn progress(id: JobId, progress: ProgressEvent) -> Message {
    Message::Progress(id, progress)
}

#[test]
fn the_end_of_a_long_job_is_notified_while_the_terminal_has_no_focus() {
    use samlayers::tui::effect::{Effect, JobId};
    for (focused, seconds, notified) in [(false, 60, true), (true, 60, false), (false, 1, false)] {
        let mut app = TestApp::with_sample();
        app.press("d Enter");
        let mut state = app.state.clone();
        let update = samlayers::tui::update::update;
        update(&mut state, Message::Focused(focused));
        state.now = jiff::Timestamp::from_second(state.now.as_second() + seconds).unwrap();
        let effects = update(&mut state, Message::JobEnded(JobId(1), JobResult::failed("It did not work.")));
        assert_eq!(effects.iter().any(|effect| matches!(effect, Effect::Notify(_))), notified, "{focused} {seconds}");
    }
}

#[test]
fn a_job_shows_its_progress_step_by_step() {
    let (mut app, id, plan) = refreshing();
    assert_eq!(plan.steps.len(), 2);
    app.press("4").expect("waiting").expect("Refresh myLayer-1-926eeb5ff1 and 1 more");
    app.send(vec![
        progress(id, ProgressEvent::Started { step: 0 }),
        progress(id, ProgressEvent::Phase { step: 0, phase: Phase::Downloading }),
        progress(id, ProgressEvent::Bytes { step: 0, done: 500_000, total: Some(1_000_000) }),
    ]);
    app.expect("running").expect("downloading, 500 kB of 1.00 MB").expect("0/2");
    app.send(vec![
        progress(id, ProgressEvent::Finished { step: 0, outcome: StepOutcome::Done }),
        progress(id, ProgressEvent::Started { step: 1 }),
    ]);
    app.expect("✓ download myLayer-1-926eeb5ff1").expect("1/2");
    app.press("1").expect("2/2 █████");
}

#[test]
fn an_image_that_a_short_search_left_unknown_is_searched_for_in_the_background() {
    let names = ["one-1-0123456789", "two-1-0123456789"].map(HashedName::parse);
    let digits = samlayers::sam::image_name::layers_sha256(&names)[..25].to_owned();
    let name = ImageName::parse(&format!("samcli/lambda-python:3.12-x86_64-{digits}")).unwrap();
    let image = FoundImage {
        name: name.clone(),
        id: "sha256:9".to_owned(),
        created: None,
        size_bytes: 1_000_000,
        unique_bytes: None,
        add_step_sizes: None,
        tagged: None,
        disk: ImageDisk::default(),
        recognised_by: None,
        containers: Vec::new(),
    };
    let searched = |found: Vec<Vec<HashedName>>, tried| Finding::ImageSearched {
        hash: digits.clone(),
        searched: ImageSearchResult { found, tried, selections: 5_000_000 },
    };
    let mut findings = sample::findings();
    let listed = findings.iter().position(|finding| *finding == Finding::ImagesListed).unwrap();
    findings.insert(listed, Finding::Image(image));
    findings.push(searched(Vec::new(), 400_000));
    let mut app = TestApp::new(120, 36, findings);
    app.press("2");
    let Some(Effect::SearchImages(id, images)) = app.take_effects().pop() else { panic!("no search") };
    assert_eq!(images, [name]);
    app.send(vec![
        progress(id, ProgressEvent::Started { step: 0 }),
        progress(id, ProgressEvent::Bytes { step: 0, done: 1_000_000, total: Some(100_000_000) }),
    ]);
    app.press("4").expect("Find the layers of 1 image").expect("1,000,000 of up to 100,000,000");
    app.press("x");
    assert_eq!(app.take_effects(), [Effect::Cancel(id)]);
    let ended = |findings| Message::JobEnded(id, JobResult { findings, outcome: Ok(JobOutcome::ImagesSearched) });
    app.send(vec![ended(vec![searched(Vec::new(), 2_000_000)])]);
    app.expect("2,000,000 of 5,000,000 ordered combinations");
    let layers = ImageLayers { names: names.to_vec(), source: "a search".to_owned() };
    let found = Finding::ImageLayers { hash: digits.clone(), layers };
    app.send(vec![ended(vec![searched(vec![names.to_vec()], 3_000_000), found])]);
    // What was searched once is not searched again.
    assert_eq!(app.take_effects(), []);
}

/// Two downloads of the same job for some seconds: one at 1 MB/s, one at half that speed.
fn downloading(columns: u16, lines: u16) -> (TestApp, JobId) {
    let mut app = TestApp::new(columns, lines, sample::findings());
    app.press("/ =^my Enter a r i Enter Esc 4");
    let Some(Effect::Execute(id, _)) = app.take_effects().pop() else { panic!("no job") };
    let expected =
        [(0, 8_000_000), (1, 16_000_000)].map(|(step, bytes)| progress(id, ProgressEvent::Expected { step, bytes }));
    app.send(expected.into());
    for second in 0..=4 {
        app.now = app.now.saturating_add(Duration::from_secs(1)).unwrap();
        let bytes = |step, done, total| progress(id, ProgressEvent::Bytes { step, done, total: Some(total) });
        app.send(vec![
            progress(id, ProgressEvent::Phase { step: 0, phase: Phase::Downloading }),
            progress(id, ProgressEvent::Phase { step: 1, phase: Phase::Downloading }),
            bytes(0, second * 1_000_000, 8_000_000),
            bytes(1, second * 500_000, 16_000_000),
        ]);
    }
    (app, id)
}

#[test]
fn each_download_has_a_bar_with_speed_and_time_left_and_all_have_one() {
    for (columns, lines) in [(120, 36), (80, 24), (60, 16)] {
        let (mut app, _) = downloading(columns, lines);
        if lines < 30 {
            app.press("l PgDn");
        }
        insta::assert_snapshot!(format!("downloads-{columns}x{lines}"), app.screen());
    }
    let (app, _) = downloading(120, 36);
    app.expect("downloading, 4.00 MB of 8.00 MB, 1.00 MB/s,").expect("downloading, 2.00 MB of 16.0 MB, 500 kB/s,");
    app.expect("6.00 MB of 24.0 MB, 1.50 MB/s, 12 s left");
}

#[test]
fn one_key_pauses_and_resumes_a_job() {
    let (mut app, id) = downloading(120, 36);
    app.press("Space").expect("paused").expect_not("MB/s");
    assert_eq!(app.take_effects(), [Effect::Pause(id, true)]);
    app.press("Space").expect("running").expect_not("paused");
    assert_eq!(app.take_effects(), [Effect::Pause(id, false)]);
    app.press("Space x").expect("stopping");
    assert_eq!(app.take_effects(), [Effect::Pause(id, true), Effect::Cancel(id)]);
    app.press("Space").expect("Stops after the current step.");
}

#[test]
fn a_retry_shows_its_reason_and_time() {
    let (mut app, id) = downloading(120, 36);
    let why = "the download from s3 was interrupted after 4000000 of 8000000 bytes".to_owned();
    app.send(vec![progress(id, ProgressEvent::Again { step: 0, why: why.into(), pause: Duration::from_secs(4) })]);
    app.expect("retry in 4 s: the download from");
    app.send(vec![progress(id, ProgressEvent::Bytes { step: 0, done: 4_100_000, total: Some(8_000_000) })]);
    app.expect_not("retry");
}

#[test]
fn two_jobs_never_download_the_same_layer() {
    let (mut app, id, _) = refreshing();
    app.press("r").expect("already being downloaded");
    app.press("Enter").expect("Nothing to do");
    assert!(app.take_effects().is_empty());
    app.press("Esc").send(vec![progress(id, ProgressEvent::Finished { step: 0, outcome: StepOutcome::Done })]);
    app.press("r").expect_not("already being downloaded");
    app.press("Enter");
    assert!(matches!(app.take_effects()[..], [Effect::Execute(..)]));
}

#[test]
fn after_a_refresh_without_images_one_key_removes_the_outdated_ones() {
    let (mut app, id, plan) = refreshing();
    let outcomes = vec![StepOutcome::Done; plan.steps.len()];
    let report = Report {
        plan,
        outcomes,
        trashed_bytes: 1,
        freed_bytes: 0,
        sam_waits: None,
        notes: Vec::new(),
        outputs: Vec::new(),
    };
    app.send(vec![Message::JobEnded(id, report.into())]);
    app.expect("in the trash. Press i to remove 2 outdated images.");
    app.press("4").expect("2 outdated images still used by SAM");
    app.press("i").expect("remove image samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd");
    app.press("Enter");
    let [Effect::Execute(_, plan)] = &app.take_effects()[..] else { panic!("no job") };
    assert!(plan.steps.iter().all(|step| ["remove-image", "remove-container"].contains(&step.action.as_str())));
}

#[test]
fn a_result_is_shown_once_and_kept() {
    let (mut app, id, plan) = refreshing();
    let outcomes =
        vec![StepOutcome::Done, StepOutcome::Failed("The download broke off; the old layer is still there.".into())];
    let report = Report {
        plan,
        outcomes,
        trashed_bytes: 1_240_000,
        freed_bytes: 0,
        sam_waits: None,
        notes: Vec::new(),
        outputs: Vec::new(),
    };
    app.send(vec![Message::JobEnded(id, report.into())]);
    app.expect("1 of 2 steps done, 1.24 MB in the trash, 1 failed. Press i to remove");
    app.press("4")
        .expect("partial")
        .expect("The download broke off")
        .expect_not("Press i to remove 2 outdated images.");
}

#[test]
fn retained_locks_are_shown_with_the_job() {
    let (mut app, id, plan) = refreshing();
    let outcomes = vec![StepOutcome::Done; plan.steps.len()];
    let waits = Sentence::Verbatim("SAM CLI is running (process 4711).".to_owned());
    let report = Report {
        plan,
        outcomes,
        trashed_bytes: 1,
        freed_bytes: 0,
        sam_waits: Some(waits),
        notes: Vec::new(),
        outputs: Vec::new(),
    };
    app.send(vec![Message::JobEnded(id, report.into())]).press("4").expect("SAM CLI is running (process 4711).");
}

#[test]
fn a_failed_job_shows_the_reason() {
    let (mut app, id, _) = refreshing();
    app.send(vec![Message::JobEnded(id, JobResult::failed("The disk is full."))]).expect("The disk is full.");
    app.press("4").expect("✗ failed");
}

#[test]
fn a_job_stops_when_asked() {
    let (mut app, id, plan) = refreshing();
    app.send(vec![progress(id, ProgressEvent::Started { step: 0 })]);
    app.press("4 x").expect("stopping");
    assert_eq!(app.take_effects(), [Effect::Cancel(id)]);
    app.press("x").expect("Stops after the current step.");
    assert!(app.take_effects().is_empty());
    // A stop that the user requested is not a failure.
    let outcomes = vec![StepOutcome::Done, StepOutcome::Skipped(SkipReason::OldContentUntouched)];
    let report = Report {
        plan,
        outcomes,
        trashed_bytes: 0,
        freed_bytes: 0,
        sam_waits: None,
        notes: Vec::new(),
        outputs: Vec::new(),
    };
    app.send(vec![Message::JobEnded(id, report.into())]);
    app.expect("1 of 2 steps done, stopped.").expect("stopped").expect_not("not done").expect_not("partial");
}

#[test]
fn a_stopped_job_still_shows_its_failures() {
    let (mut app, id, plan) = refreshing();
    app.send(vec![progress(id, ProgressEvent::Started { step: 0 })]).press("4 x");
    let outcomes = vec![StepOutcome::Failed("The disk is full.".into()), StepOutcome::Skipped(SkipReason::Cancelled)];
    let report = Report {
        plan,
        outcomes,
        trashed_bytes: 0,
        freed_bytes: 0,
        sam_waits: None,
        notes: Vec::new(),
        outputs: Vec::new(),
    };
    app.send(vec![Message::JobEnded(id, report.into())]);
    app.expect("not done").expect("The disk is full.").expect_not("stopped");
}

#[test]
fn leaving_in_the_middle_of_a_job_asks_first() {
    let (mut app, id, _) = refreshing();
    app.send(vec![progress(id, ProgressEvent::Started { step: 0 })]);
    app.press("q").expect("A job is still running. Cancel it and quit?");
    app.press("n").expect_not("Cancel it and quit?");
}

#[test]
fn emptying_the_trash_shows_what_it_freed() {
    let mut app = TestApp::with_sample();
    app.press("X y");
    let Some(Effect::EmptyTrash(id)) = app.take_effects().pop() else { panic!("no job") };
    app.send(vec![progress(id, ProgressEvent::Bytes { step: 0, done: 2_000_000, total: Some(5_300_000) })]);
    app.press("4").expect("running");
    let freed = |freed| Message::JobEnded(id, JobResult::done(JobOutcome::TrashEmptied(freed)));
    app.send(vec![freed(Freed { bytes: 5_300_000, ..Freed::default() })]).expect("5.30 MB freed");
    let left = vec![("/c/.samlayers/doomed/x".into(), "it is busy".to_owned())];
    app.send(vec![freed(Freed { bytes: 1_000_000, failures: left, ..Freed::default() })]);
    app.expect("1.00 MB freed. 1 item could not be").expect("it is busy");
    app.send(vec![freed(Freed { cancelled: true, ..Freed::default() })]).expect("Stopped after freeing 0 B");
}

#[test]
fn a_job_that_broke_off_is_failed_and_names_the_log() {
    let mut app = TestApp::with_sample();
    app.press("X y");
    let Some(Effect::EmptyTrash(id)) = app.take_effects().pop() else { panic!("no job") };
    // Whatever the job was: it failed, and says where more is told.
    let why =
        "Stopped by an internal error: index out of bounds. No data was lost. For details, see /logs/samlayers.log.";
    app.send(vec![Message::JobEnded(id, JobResult::failed(why))]).expect("Stopped by an internal error");
    app.press("4").expect("✗ failed").expect("index out of").expect("/logs/samlayers.log");
}
