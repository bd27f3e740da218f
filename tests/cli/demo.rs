//! The demo shows everything, changes nothing of the user's and leaves nothing behind.

use std::collections::BTreeSet;
use std::fs;

use crate::home::Home;

#[test]
fn the_demo_shows_every_kind_of_entry_and_leaves_nothing_behind() {
    let home = Home::new();
    let ran = home.run(&["ls", "--demo", "--json"]);
    let listed = ran.exits(0).json();
    let states: BTreeSet<&str> =
        listed["layers"].as_array().unwrap().iter().map(|row| row["state"].as_str().unwrap()).collect();
    assert_eq!(states, BTreeSet::from(["empty", "failed", "ok", "partial"]));
    let kinds: BTreeSet<&str> =
        listed["leftovers"].as_array().unwrap().iter().map(|row| row["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, BTreeSet::from(["dockerfile", "lock", "zip"]));
    assert_eq!(listed["foreign"].as_array().map(Vec::len), Some(1));
    assert_eq!((&listed["engine"]["status"], &listed["engine"]["recorded"]), (&"ready".into(), &true.into()));
    let left: Vec<_> = fs::read_dir(home.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["project"], "the demo left files behind, or wrote into the user's home");
}

#[test]
fn demo_images_are_marked_as_recorded() {
    Home::new().run(&["images", "--demo"]).exits(0).prints("recorded answer").prints("2dd7ac5ffb30d515926aefffd");
}

#[test]
fn recorded_image_names_are_those_sam_would_give() {
    let listed = Home::new().run(&["images", "--demo", "--json"]).json();
    let images = listed["images"].as_array().unwrap();
    // The digits of each image follow from its layers: only one image has unknown layers.
    let layered = images.iter().filter(|image| !image["generation"].is_null());
    let unknown: Vec<_> = layered.filter(|image| image["layers"].is_null()).collect();
    assert_eq!(unknown.len(), 1, "{unknown:?}");
    assert!(images.iter().any(|image| image["generation"] == "1.33"));
    assert!(images.iter().any(|image| image["problems"] == serde_json::json!(["image-outdated"])));
    assert!(images.iter().any(|image| image["containers"][0]["state"] == "running"));
}

#[test]
fn purge_removes_an_image_with_its_layer_and_refuses_a_running_one() {
    let home = Home::new();
    let ran = home.run(&["purge", "node-common-*", "--with-images", "--demo", "--yes", "--json"]);
    let report = ran.exits(0).json();
    let actions: Vec<&str> =
        report["steps"].as_array().unwrap().iter().map(|step| step["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["remove-container", "remove-image", "trash-layer"]);
    home.run(&["purge", "image-tools-*", "--with-images", "--demo", "--yes"]).exits(1).prints("docker stop");
}

#[test]
fn refresh_works_in_the_demo_without_a_network() {
    let home = Home::new();
    let ran = home.run(&["refresh", "shared-utils-3-*", "--demo", "--yes", "--json"]);
    let report = ran.exits(0).json();
    assert_eq!(report["steps"][0]["outcome"], "done", "{report}");
    assert_eq!(report["trashed_bytes"], report["steps"][0]["size_bytes"], "the old content went to the trash");
}

#[test]
fn doctor_reports_the_demo_user() {
    Home::new().run(&["doctor", "--demo"]).exits(1).prints("account 222222222222");
}

#[test]
fn prefetch_downloads_only_what_functions_need() {
    let home = Home::new();
    let planned = home.run(&["prefetch", "--demo", "--dry-run", "--json"]);
    let planned = planned.exits(0).json();
    let targets: Vec<&str> = planned["steps"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|step| step["action"] == "refresh")
        .map(|step| step["target"].as_str().unwrap().split('-').next().unwrap())
        .collect();
    // Failed, interrupted, never downloaded; the empty layer counts as cached.
    assert_eq!(targets, ["payments", "geo", "feature"]);
    let done = home.run(&["prefetch", "--demo", "--yes", "--json"]);
    let steps = &done.exits(0).json()["steps"];
    assert_eq!(steps[0]["action"], "release-lock", "downloads run in parallel: the locks have to be free before");
    assert!(steps.as_array().unwrap().iter().all(|step| step["outcome"] == "done"), "{steps}");
}

#[test]
fn commands_print_english_and_list_the_languages_of_the_app() {
    let home = Home::new();
    let korean = [("LANG", "ko_KR.UTF-8".to_owned())];
    assert_eq!(home.run_with(&["doctor", "--help"], &korean).stdout, home.run(&["doctor", "--help"]).stdout);
    home.run_with(&["verify", "--demo", "--lang", "ko"], &korean).exits(1).prints("layer-empty");
    let refused = home.run(&["ls", "--lang", "xx"]);
    assert!(refused.stderr.contains("possible values: en, ko"), "{}", refused.stderr);
    refused.exits(2);
}
