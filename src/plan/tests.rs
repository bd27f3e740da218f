//! Stories about plans.

use std::path::PathBuf;

use super::*;
use crate::inventory::found::*;
use crate::inventory::{ArnSource, ImageRow, KnownArn, LayerRow, LayerState, LayersOfImage, Shown, Usage};
use crate::sam::ImageName;
use crate::sam::lock::LockContent;
use crate::sam::problem::{Problem, ProblemCode};

const ARN: &str = "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1";
const IMAGE: &str = "samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd";

fn dir() -> LayerDir {
    LayerArn::new(ARN).unwrap().dir()
}

fn row() -> LayerRow {
    LayerRow {
        dir: dir(),
        path: PathBuf::from("/cache").join(dir().as_str()),
        kind: EntryKind::Directory,
        arn: Some(KnownArn { arn: LayerArn::new(ARN).unwrap(), source: ArnSource::Remembered }),
        state: LayerState::Ok,
        counts_as_cached: true,
        measure: Some(Measure { bytes: 10, files: 1, ..Measure::default() }),
        modified: None,
        lock: None,
        usage: Usage::Unreferenced,
        images: vec![ImageName::parse(IMAGE).unwrap()],
        problems: vec![],
    }
}

fn lock(owner_alive: bool) -> FoundLock {
    FoundLock { path: "l".into(), content: Some(LockContent { pid: 42, since: 1.0 }), owner_alive, modified: None }
}

fn container(state: &str, by_sam: bool) -> FoundContainer {
    FoundContainer { id: "c1".into(), name: "happy".into(), state: state.into(), by_sam }
}

fn image(containers: Vec<FoundContainer>) -> ImageRow {
    ImageRow {
        name: ImageName::parse(IMAGE).unwrap(),
        id: "sha256:1".into(),
        layers: Some(LayersOfImage { names: vec![dir().to_string()], source: "template".into() }),
        created: None,
        size_bytes: 1000,
        unique_bytes: Some(30),
        containers,
        usage: Usage::Unreferenced,
        problems: vec![],
    }
}

fn shown(layer: LayerRow, image: ImageRow) -> Shown {
    Shown { layers: vec![layer], images: vec![image], ..Shown::default() }
}

fn chosen() -> Selection {
    Selection { layers: [dir()].into(), ..Selection::default() }
}

fn actions(plan: &Plan) -> Vec<&str> {
    plan.steps.iter().map(|step| step.action.as_str()).collect()
}

#[test]
fn containers_go_before_images_and_images_before_layers() {
    let shown = shown(row(), image(vec![container("exited", true)]));
    let plan = purge(&shown, &chosen(), PlanKind::Trash, true);
    assert_eq!(actions(&plan), ["remove-container", "remove-image", "trash-layer"]);
    assert_eq!(plan.steps[1].size_bytes, 30, "only bytes no other image shares");
    assert!(plan.steps[1].note.as_ref().unwrap().contains("cannot be undone"));
    let plan = purge(&shown, &chosen(), PlanKind::Delete, false);
    assert_eq!(actions(&plan), ["delete-layer"]);
    assert!(plan.steps[0].note.as_ref().unwrap().contains("1 image built from it"));
}

#[test]
fn a_running_container_is_a_refusal_and_the_layer_still_goes() {
    let plan = purge(&shown(row(), image(vec![container("running", true)])), &chosen(), PlanKind::Trash, true);
    assert_eq!(actions(&plan), ["trash-layer"]);
    assert!(plan.refused[0].reason.contains("docker stop happy"));
}

#[test]
fn somebody_elses_container_is_never_removed() {
    let plan = purge(&shown(row(), image(vec![container("exited", false)])), &chosen(), PlanKind::Trash, true);
    assert_eq!(actions(&plan), ["trash-layer"]);
    assert!(plan.refused[0].reason.contains("not made by SAM"));
}

#[test]
fn a_living_lock_refuses_and_a_dead_one_is_released_first() {
    for (alive, expected) in [(true, vec![]), (false, vec!["release-lock", "trash-layer"])] {
        let shown = shown(LayerRow { lock: Some(lock(alive)), ..row() }, image(vec![]));
        let plan = purge(&shown, &chosen(), PlanKind::Trash, false);
        assert_eq!(actions(&plan), expected);
        assert_eq!(plan.refused.len(), usize::from(alive));
    }
}

#[test]
fn what_is_gone_meanwhile_is_said() {
    let plan = purge(&Shown::default(), &chosen(), PlanKind::Trash, false);
    assert_eq!((plan.steps.len(), plan.refused.len()), (0, 1));
}

#[test]
fn a_leftover_in_use_stays() {
    let path = PathBuf::from("/cache/a.zip");
    let leftover = |in_use| FoundLeftover {
        path: path.clone(),
        kind: LeftoverKind::Zip,
        bytes: 7,
        modified: None,
        dir: None,
        in_use,
    };
    let selection = Selection { leftovers: [path.clone()].into(), ..Selection::default() };
    let plan_for = |in_use| {
        let shown = Shown { leftovers: vec![leftover(in_use)], ..Shown::default() };
        purge(&shown, &selection, PlanKind::Trash, false)
    };
    assert_eq!(plan_for(true).refused.len(), 1);
    assert_eq!(actions(&plan_for(false)), ["trash-leftover"]);
}

#[test]
fn refresh_needs_a_known_arn_and_a_real_directory() {
    let plan = refresh(&shown(row(), image(vec![])), &chosen(), true);
    assert_eq!(actions(&plan), ["refresh", "remove-image"]);
    for broken in [
        LayerRow { arn: None, ..row() },
        LayerRow { kind: EntryKind::Link("/".into()), ..row() },
        LayerRow { lock: Some(lock(true)), ..row() },
    ] {
        let plan = refresh(&shown(broken, image(vec![])), &chosen(), true);
        assert_eq!((plan.steps.len(), plan.refused.len()), (0, 1));
    }
}

#[test]
fn selectors_select_by_name_arn_glob_problem_and_image() {
    let broken = Problem::new(ProblemCode::LayerEmpty, "x", "y");
    let shown = shown(LayerRow { problems: vec![broken], ..row() }, image(vec![]));
    for text in [dir().as_str(), ARN, "myL*", "layer-empty", "*-1-*"] {
        let (selection, errors) = select(&shown, &[(text.to_owned(), Selector::parse(text).unwrap())]);
        assert_eq!((selection.layers.len(), errors.len()), (1, 0), "{text}");
    }
    let (selection, _) = select(&shown, &[(IMAGE.to_owned(), Selector::parse(IMAGE).unwrap())]);
    assert_eq!((selection.layers.len(), selection.images.len()), (0, 1));
    let (selection, errors) = select(&shown, &[("other*".to_owned(), Selector::parse("other*").unwrap())]);
    assert!(selection.is_empty() && errors == [SelectorError::NoMatch("other*".into())]);
    assert!(Selector::parse("a[").is_err());
    assert!(Selector::parse("arn:").is_err());
}
