//! Tests of plans.

use std::path::PathBuf;
use std::sync::Arc;

use super::*;
use crate::inventory::facts::*;
use crate::inventory::{ArnSource, ImageLayers, ImageRow, InventoryRows, KnownArn, LayerRow, LayerState, Usage};
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
        kind: CacheEntryKind::Directory,
        arn: Some(KnownArn { arn: LayerArn::new(ARN).unwrap(), source: ArnSource::Remembered }),
        state: LayerState::Ok,
        counts_as_cached: Some(true),
        measure: Some(Measure { bytes: 10, files: 1, ..Measure::default() }.into()),
        modified: None,
        lock: None,
        lock_is_unknown: false,
        origin: None,
        usage: Usage::Unreferenced,
        images: vec![ImageName::parse(IMAGE).unwrap()],
        check: None,
        newer: None,
        problems: vec![],
    }
}

fn lock(owner_alive: bool) -> FoundLock {
    FoundLock {
        path: "l".into(),
        content: Some(LockContent { pid: 42, since: 1.0 }),
        owner_alive,
        modified: None,
        sam_waits: None,
        failure: None,
    }
}

fn container(state: &str, by_sam: bool) -> FoundContainer {
    FoundContainer {
        id: "c1".into(),
        name: "happy".into(),
        state: state.into(),
        by_sam,
        function: None,
        created: None,
        ended: None,
    }
}

fn image(containers: Vec<FoundContainer>) -> ImageRow {
    ImageRow {
        name: ImageName::parse(IMAGE).unwrap(),
        id: "sha256:1".into(),
        layers: Some(ImageLayers { names: vec![dir().into()], source: "template".into() }),
        search: None,
        created: None,
        size_bytes: 1000,
        unique_bytes: Some(30),
        containers,
        tagged: None,
        disk: ImageDisk::default(),
        evidence: crate::inventory::ImageEvidence::Name,
        usage: Usage::Unreferenced,
        check: None,
        problems: vec![],
    }
}

fn shown(layer: LayerRow, image: ImageRow) -> InventoryRows {
    InventoryRows { layers: vec![layer.into()], images: vec![image], images_known: true, ..InventoryRows::default() }
}

fn chosen() -> Selection {
    Selection { layers: [dir()].into(), ..Selection::default() }
}

fn actions(plan: &Plan) -> Vec<&str> {
    plan.steps.iter().map(|step| step.action.as_str()).collect()
}

#[test]
fn containers_are_removed_before_images_and_images_before_layers() {
    let shown = shown(row(), image(vec![container("exited", true)]));
    let plan = purge(&shown, &chosen(), PlanKind::Trash, true);
    assert_eq!(actions(&plan), ["remove-container", "remove-image", "trash-layer"]);
    assert_eq!(plan.steps[1].size_bytes, 30, "only bytes no other image shares");
    assert!(plan.steps[1].note().unwrap().contains("cannot be undone"));
    let plan = purge(&shown, &chosen(), PlanKind::Delete, false);
    assert_eq!(actions(&plan), ["delete-layer"]);
    assert!(plan.steps[0].note().unwrap().contains("1 image built from it"));
}

#[test]
fn a_running_container_is_refused_and_the_layer_still_removed() {
    let plan = purge(&shown(row(), image(vec![container("running", true)])), &chosen(), PlanKind::Trash, true);
    assert_eq!(actions(&plan), ["trash-layer"]);
    assert!(plan.refused[0].reason.to_string().contains("docker stop happy"));
}

#[test]
fn containers_of_other_programs_are_never_removed() {
    let plan = purge(&shown(row(), image(vec![container("exited", false)])), &chosen(), PlanKind::Trash, true);
    assert_eq!(actions(&plan), ["trash-layer"]);
    assert!(plan.refused[0].reason.to_string().contains("not created by SAM"));
}

#[test]
fn a_held_lock_is_refused_and_an_abandoned_one_released_first() {
    for (alive, expected) in [(true, vec![]), (false, vec!["release-lock", "trash-layer"])] {
        let shown = shown(LayerRow { lock: Some(lock(alive).into()), ..row() }, image(vec![]));
        let plan = purge(&shown, &chosen(), PlanKind::Trash, false);
        assert_eq!(actions(&plan), expected);
        assert_eq!(plan.refused.len(), usize::from(alive));
    }
}

#[test]
fn a_layer_that_no_longer_exists_is_refused() {
    let plan = purge(&InventoryRows::default(), &chosen(), PlanKind::Trash, false);
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
        unknown_owner: None,
    };
    let selection = Selection { leftovers: [path.clone()].into(), ..Selection::default() };
    let plan_for = |in_use| {
        let shown = InventoryRows { leftovers: vec![leftover(in_use)], ..InventoryRows::default() };
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
        LayerRow { kind: CacheEntryKind::Link("/".into()), ..row() },
        LayerRow { lock: Some(lock(true).into()), ..row() },
    ] {
        let plan = refresh(&shown(broken, image(vec![])), &chosen(), true);
        assert_eq!((plan.steps.len(), plan.refused.len()), (0, 1));
    }
}

#[test]
fn selectors_select_by_name_arn_glob_problem_and_image() {
    let broken = Problem::new(ProblemCode::LayerEmpty, "x".into(), "y".into());
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
    let elsewhere = format!("/elsewhere/{}", dir());
    let (selection, errors) = select(&shown, &[(elsewhere.clone(), Selector::parse(&elsewhere).unwrap())]);
    assert_eq!((selection.layers.len(), errors.len()), (0, 1), "a directory of another cache");
}

fn part(chain: &str, bytes: u64, holders: u64) -> FilesystemLayer {
    FilesystemLayer { chain: chain.into(), bytes, holders }
}

/// Returns an image that a digit identifies, with the given file system layers.
fn image_of(digit: u8, parts: &[FilesystemLayer]) -> ImageRow {
    let name = format!("samcli/lambda-python:3.12-x86_64-{digit:025}");
    ImageRow {
        name: ImageName::parse(&name).unwrap(),
        id: format!("sha256:{digit}"),
        layers: None,
        disk: ImageDisk { other_names: 0, parts: Some(parts.to_vec()) },
        ..image(vec![])
    }
}

fn chosen_images(images: &[ImageRow]) -> Selection {
    Selection { images: images.iter().map(|image| image.name.clone()).collect(), ..Selection::default() }
}

#[test]
fn shared_layers_are_freed_once_with_the_last_image() {
    // A base image of 100 bytes that stays, the emulator on it with 8 bytes, and what each image adds.
    let base = part("base", 100, 3);
    let images = vec![
        image_of(1, &[base.clone(), part("rie", 8, 2), part("one", 5, 1)]),
        image_of(2, &[base, part("rie", 8, 2), part("two", 7, 1)]),
    ];
    let frees = |selection: &Selection| -> Vec<u64> {
        let shown = InventoryRows { images: images.clone(), images_known: true, ..InventoryRows::default() };
        purge(&shown, selection, PlanKind::Trash, false).steps.iter().map(|step| step.frees_bytes).collect()
    };
    assert_eq!(frees(&chosen_images(&images[..1])), [5], "the other image keeps the emulator");
    assert_eq!(frees(&chosen_images(&images)), [5, 15], "freed with the second image; the base image stays");
}

#[test]
fn an_image_is_freed_with_its_last_name() {
    let mut images = vec![image_of(1, &[part("all", 50, 1)]), image_of(2, &[part("all", 50, 1)])];
    images[1].id = "sha256:1".into();
    for image in &mut images {
        image.disk.other_names = 1;
    }
    let shown = InventoryRows { images: images.clone(), images_known: true, ..InventoryRows::default() };
    let one = purge(&shown, &chosen_images(&images[..1]), PlanKind::Trash, false);
    assert_eq!(one.steps[0].frees_bytes, 0);
    assert!(one.steps[0].note().unwrap().contains("another name"));
    assert_eq!(purge(&shown, &chosen_images(&images), PlanKind::Trash, false).frees_in_engine(), 50);
}

#[test]
fn child_images_are_removed_before_their_parents() {
    let base = [part("a", 1, 2)];
    let images = vec![image_of(1, &base), image_of(2, &[base[0].clone(), part("b", 1, 1)])];
    let shown = InventoryRows { images: images.clone(), images_known: true, ..InventoryRows::default() };
    let plan = purge(&shown, &chosen_images(&images), PlanKind::Trash, false);
    let order: Vec<&str> = plan.steps.iter().map(|step| step.target.as_str()).collect();
    assert_eq!(order, [images[1].name.as_str(), images[0].name.as_str()]);
    assert_eq!(plan.frees_in_engine(), 2);
}

#[test]
fn a_hard_linked_file_is_freed_once_with_its_last_name() {
    let layer = |name: &str| {
        let dir = LayerDir::parse(name).unwrap();
        let linked = vec![Linked { inode: 7, bytes: 40, names: 1, links: 2 }];
        let measure = Measure { bytes: 100, files: 3, repeated_bytes: 10, linked, ..Measure::default() };
        LayerRow {
            path: PathBuf::from("/cache").join(name),
            dir,
            measure: Some(measure.into()),
            images: vec![],
            ..row()
        }
    };
    let layers = [layer("a-1-0123456789"), layer("b-1-0123456789")].map(Arc::new).to_vec();
    let shown = InventoryRows { layers: layers.clone(), images_known: true, ..InventoryRows::default() };
    let frees = |count: usize| -> Vec<u64> {
        let layers = layers[..count].iter().map(|row| row.dir.clone()).collect();
        let plan = purge(&shown, &Selection { layers, ..Selection::default() }, PlanKind::Trash, false);
        plan.steps.iter().map(|step| step.frees_bytes).collect()
    };
    assert_eq!(frees(1), [50], "100, less what is counted twice and what the other layer keeps");
    assert_eq!(frees(2), [50, 90]);
}

#[test]
fn leftovers_of_a_layer_are_removed_with_it() {
    let zip = FoundLeftover {
        path: "/cache/own.zip".into(),
        kind: LeftoverKind::Zip,
        bytes: 7,
        modified: None,
        dir: Some(dir()),
        in_use: false,
        unknown_owner: None,
    };
    let mut shown = shown(LayerRow { lock: Some(lock(false).into()), ..row() }, image(vec![]));
    shown.leftovers = vec![zip];
    let plan = purge(&shown, &chosen(), PlanKind::Trash, false);
    assert_eq!(actions(&plan), ["release-lock", "trash-layer", "trash-leftover"]);
    let both = Selection { leftovers: ["/cache/own.zip".into()].into(), ..chosen() };
    assert_eq!(purge(&shown, &both, PlanKind::Trash, false), plan, "chosen twice, done once");
}

#[test]
fn a_lock_is_released_alone_only_if_its_process_ended() {
    let selection = Selection { locks: [dir()].into(), ..Selection::default() };
    for (alive, expected) in [(true, vec![]), (false, vec!["release-lock"])] {
        let shown = shown(LayerRow { lock: Some(lock(alive).into()), ..row() }, image(vec![]));
        let plan = purge(&shown, &selection, PlanKind::Trash, false);
        assert_eq!((actions(&plan), plan.refused.len()), (expected, usize::from(alive)));
    }
}

#[test]
fn containers_and_unnamed_images_are_selected_by_id() {
    let left = FoundDangling {
        id: "sha256:9".into(),
        created: None,
        size_bytes: 10,
        unique_bytes: Some(4),
        disk: ImageDisk::default(),
        containers: vec![container("exited", true)],
        recognised_by: "history".into(),
    };
    let running = FoundContainer { id: "c2".into(), ..container("running", true) };
    let shown = InventoryRows {
        dangling: Some(vec![left]),
        containers: Some(vec![container("exited", true), running]),
        images_known: true,
        ..InventoryRows::default()
    };
    let selection = Selection {
        dangling: ["sha256:9".into()].into(),
        containers: ["c1".into(), "c2".into()].into(),
        ..Selection::default()
    };
    let plan = purge(&shown, &selection, PlanKind::Trash, false);
    assert_eq!(actions(&plan), ["remove-container", "remove-image"], "the container once");
    assert_eq!((plan.frees_in_engine(), plan.refused.len()), (4, 1));
}

#[test]
fn unknown_images_are_reported_and_not_treated_as_none() {
    let shown = InventoryRows { images_known: false, images: vec![], ..shown(row(), image(vec![])) };
    let plan = purge(&shown, &chosen(), PlanKind::Trash, true);
    assert_eq!((actions(&plan), plan.refused.len()), (vec!["trash-layer"], 1));
}
