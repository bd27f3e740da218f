//! Verifying and fixing: `c` reads every byte, `p` lists the problems, `f` opens the fix.

use jiff::Timestamp;
use samlayers::content::facts::PathSample;
use samlayers::content::image::{ImageVerdict, ImageVerification};
use samlayers::content::verify::{Differences, LayerVerdict, LayerVerification};
use samlayers::inventory::facts::Finding;
use samlayers::plan::{JobOutcome, JobResult, PlanKind, ProgressEvent, Report, StepAction, StepOutcome};
use samlayers::tui::effect::Effect;
use samlayers::tui::message::Message;

use super::app::{NOW, TestApp};
use super::sample;

fn compared(differences: Differences) -> LayerVerification {
    let at: Timestamp = NOW.parse().unwrap();
    let verdict = LayerVerdict::Compared {
        evidence: "the published zip's file list and checksums".into(),
        files: 31,
        bytes: 1_240_000,
        differences: Box::new(differences),
        notes: Vec::new(),
    };
    LayerVerification { at, modified: Some(sample::ago(50)), verdict }
}

#[test]
fn a_layer_is_verified_at_once_and_its_row_shows_the_result() {
    let mut app = TestApp::with_sample();
    // Verifying changes nothing, so read-only mode allows it.
    app.press("W / =^myLayer Enter c");
    app.expect("Verifying 1 layer");
    let Some(Effect::Execute(id, plan)) = app.take_effects().pop() else { panic!("no job") };
    assert_eq!(plan.kind, PlanKind::Verify);
    let dir = sample::dir(sample::MY_LAYER);
    assert!(
        matches!(&plan.steps[0].action, StepAction::Verify(of, Some(arn)) if *of == dir && arn.as_str() == sample::MY_LAYER)
    );

    let mut differences = Differences::default();
    differences.truncated.add("python/a.py (0 of 9 bytes)".to_owned());
    let check = ProgressEvent::Checked { step: 0, dir, check: Box::new(compared(differences)) };
    let why = "1 truncated, by AWS".into();
    let report = Report {
        outcomes: vec![StepOutcome::Failed(why)],
        plan,
        trashed_bytes: 0,
        freed_bytes: 0,
        sam_waits: None,
        notes: Vec::new(),
        outputs: Vec::new(),
    };
    app.send(vec![Message::Progress(id, check), Message::JobEnded(id, report.into())]);
    app.expect("0 of 1 layer matches the published zip, 1 differ");
    app.expect("python/a.py (0 of 9 bytes)").expect("samlayers refresh myLayer-1-926eeb5ff1");
    app.expect("Differs from the published zip: 1 truncated: 31 files");
    app.press("4").expect("Verify myLayer-1-926eeb5ff1").expect("1 truncated, by AWS");
}

#[test]
fn the_result_for_a_replaced_directory_is_discarded() {
    let mut app = TestApp::with_sample();
    app.press("/ =^myLayer Enter c");
    let Some(Effect::Execute(id, _)) = app.take_effects().pop() else { panic!("no job") };
    let dir = sample::dir(sample::MY_LAYER);
    let mut check = compared(Differences::default());
    app.send(vec![Message::Progress(
        id,
        ProgressEvent::Checked { step: 0, dir: dir.clone(), check: Box::new(check.clone()) },
    )]);
    app.expect("Matches the published zip: 31 files, 1.24 MB, verified");
    check.modified = Some(sample::ago(51));
    app.send(vec![Message::Progress(id, ProgressEvent::Checked { step: 0, dir, check: Box::new(check) })]);
    app.expect_not("Matches the published zip");
}

#[test]
fn images_are_compared_with_their_layers_in_the_background() {
    let mut app = TestApp::with_sample();
    app.press("2 / =7-x86 Enter c").expect("Verify samcli/lambda:python3.7-");
    let Some(Effect::CheckImages(id, images)) = app.take_effects().pop() else { panic!("no job") };
    assert_eq!(images.len(), 1);
    let row = app.state.shown.images.iter().find(|row| row.name == images[0]).unwrap();
    let mut differences = Differences::default();
    differences.changed.add("python/a.py".to_owned());
    let verdict = ImageVerdict::Compared {
        files: 3,
        bytes: 900,
        differences: Box::new(differences),
        wrong_order: PathSample::default(),
    };
    // A change after the comparison makes its result invalid.
    let newest_layer = app.state.shown.layers.iter().filter_map(|layer| layer.modified).max();
    let check = ImageVerification { id: row.id.clone(), newest_layer, base_gone: None, verdict };
    let why = check.problems(&images[0])[0].detail.clone();
    app.send(vec![
        Message::Progress(id, ProgressEvent::Started { step: 0 }),
        Message::Progress(id, ProgressEvent::Finished { step: 0, outcome: StepOutcome::Failed(why) }),
        Message::JobEnded(
            id,
            JobResult {
                findings: vec![Finding::ImageChecked(images[0].clone(), Box::new(check))],
                outcome: Ok(JobOutcome::ImagesChecked),
            },
        ),
    ]);
    app.expect("0 of 1 image matches its layers, 1 differ").expect("Its /opt differs from its layers");
    app.press("4").expect("problems").expect("python/a.py");
    // Without layers there is nothing to compare with.
    app.press("2 Esc / =rapid Enter c").expect("No image here with known layers to compare with.");
    assert!(!app.take_effects().iter().any(|effect| matches!(effect, Effect::CheckImages(..))));
}

#[test]
fn f_opens_the_fix_for_a_problem() {
    let mut app = TestApp::with_sample();
    // An empty layer with an ARN is downloaded again.
    app.press("p j").expect("fonts-12");
    app.press("f").expect("Refresh: download again").expect(sample::FONTS);
    // An abandoned lock is only released: the layer may be valid.
    app.press("Esc j f")
        .expect("Release locks")
        .expect("its process no longer exists")
        .expect_not("delete permanently");
    app.press("Enter");
    let Some(Effect::Execute(_, plan)) = app.take_effects().pop() else { panic!("no job") };
    assert!(matches!(&plan.steps[..], [only] if matches!(only.action, StepAction::ReleaseLock(_))), "{plan:?}");
    // An outdated image is removed, a leftover goes to the trash.
    app.press("j f").expect("Remove images").expect("python3.7-x86_64");
    app.press("Esc G f").expect("Purge: move to the trash").expect("33.0 MB");
    // Read-only mode refuses with a message.
    app.press("Esc Esc W p j f").expect("Read-only mode is on.").expect_not("download again");
}
