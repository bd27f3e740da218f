//! How much SAM takes on the machine, and the rules of `purge` that reclaim it.

use serde_json::Value;

use crate::home::Home;

#[test]
fn the_footprint_adds_up_and_is_null_where_it_is_unknown() {
    let home = Home::new();
    let document = home.run(&["ls", "--demo", "--json"]).json();
    let footprint = &document["footprint"];
    assert_eq!(footprint["layers"], document["cache"]["size_bytes"]);
    assert_eq!(footprint["trash"], document["trash"]["size_bytes"]);
    let bytes = |name: &str| footprint[name].as_u64().unwrap_or_else(|| panic!("{name}: {footprint}"));
    let images = home.run(&["images", "--demo", "--json"]).json();
    let all: u64 = images["images"].as_array().unwrap().iter().map(|image| image["size_bytes"].as_u64().unwrap()).sum();
    let own = bytes("images_unique") + bytes("images_shared");
    assert!(own < all / 2, "shared parts are counted once: {own} of {all}");

    let document = home.run(&["ls", "--demo", "--no-engine", "--json"]).json();
    let footprint = &document["footprint"];
    assert_eq!((&footprint["images_unique"], &footprint["unused"]), (&Value::Null, &Value::Null));
    assert!(footprint["layers"].as_u64().is_some());
    home.run(&["ls", "--demo", "--no-engine"]).prints("in total: layers").prints("images unknown");
    home.run(&["doctor", "--demo", "--no-engine"]).prints("images unknown");
}

/// The targets of a dry run.
fn targets(arguments: &[&str]) -> Vec<String> {
    let arguments = [&["purge", "--demo", "--dry-run", "--json"], arguments].concat();
    let document = Home::new().run(&arguments).json();
    let steps = document["steps"].as_array().unwrap_or_else(|| panic!("{document}"));
    steps.iter().map(|step| step["target"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn any_selects_layers_that_match_one_of_the_rules() {
    let (large, broken) = (targets(&["--larger-than", "10MB"]), targets(&["--broken"]));
    assert!(!large.is_empty() && !broken.is_empty());
    let both = targets(&["--larger-than", "10MB", "--broken"]);
    let any = targets(&["--larger-than", "10MB", "--broken", "--any"]);
    assert!(both.len() < any.len(), "{both:?} {any:?}");
    assert!(large.iter().chain(&broken).all(|target| any.contains(target)), "{any:?}");
}

#[test]
fn images_are_selected_by_their_uses_and_their_age() {
    let outdated = targets(&["--outdated-images"]);
    assert!(!outdated.is_empty() && outdated.iter().all(|target| target.contains("lambda")), "{outdated:?}");
    let home = Home::new();
    let refused = home.run(&["purge", "--demo", "--unused-images", "--no-engine", "--dry-run"]);
    refused.exits(1).prints("the container engine did not respond");
}
