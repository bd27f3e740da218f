//! The JSON documents hold exactly the documented keys: scripts rely on them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::home::Home;

/// Keys of an object, as one line.
fn keys(value: &Value) -> String {
    let keys: BTreeSet<&str> =
        value.as_object().unwrap_or_else(|| panic!("{value}")).keys().map(String::as_str).collect();
    keys.into_iter().collect::<Vec<_>>().join(" ")
}

fn sorted(text: &str) -> String {
    let keys: BTreeSet<&str> = text.split_whitespace().collect();
    keys.into_iter().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn assert_keys(value: &Value, expected: &str) {
    assert_eq!(keys(value), sorted(expected));
}

#[test]
fn ls() {
    let document = Home::new().run(&["ls", "--demo", "--json"]).json();
    assert_keys(&document, "schema cache layers leftovers foreign engine templates trash footprint");
    assert_eq!(document["schema"], 1);
    assert_keys(&document["cache"], "path exists size_bytes file_count");
    for layer in document["layers"].as_array().unwrap() {
        assert_keys(
            layer,
            "dir path layer_name version hash arn arn_source origin state problems size_bytes file_count modified functions images newer",
        );
        assert!(layer["modified"].as_str().unwrap().ends_with('Z'), "{layer}");
    }
    assert_keys(&document["leftovers"][0], "path kind size_bytes");
    assert_keys(&document["foreign"][0], "path");
    // `recorded` exists only in the demo.
    assert_keys(&document["engine"], "status name endpoint reason recorded");
    assert_keys(&Home::new().json(&["ls"], 0)["engine"], "status name endpoint reason");
    assert_keys(&document["templates"], "read refused");
    assert_keys(&document["trash"], "entries size_bytes");
    assert_keys(&document["footprint"], "layers images_unique images_shared builds trash unused");
}

#[test]
fn images() {
    let document = Home::new().run(&["images", "--demo", "--json"]).json();
    assert_keys(&document, "schema engine images dangling sam_containers");
    let images = document["images"].as_array().unwrap();
    for image in images {
        assert_keys(
            image,
            "name id kind evidence generation runtime architecture layers layers_source other_layers search created size_bytes \
             unique_bytes containers functions problems",
        );
    }
    let container = images.iter().find_map(|image| image["containers"].get(0)).unwrap();
    assert_keys(container, "id name state created ended by_sam function");
}

#[test]
fn explain_and_verify() {
    let explained = Home::new().run(&["explain", "myLayer-1-926eeb5ff1", "--demo", "--json"]).json();
    assert_keys(
        &explained,
        "schema arn layer_name version sha256 dir cached origin image layers image_sha256 candidates images instead function sam s3_object",
    );
    let verified = Home::new().run(&["verify", "--demo", "--json"]);
    let verified = verified.exits(1).json();
    assert_keys(&verified, "schema problems");
    assert_keys(&verified["problems"][0], "code target detail fix");
}

#[test]
fn functions_and_plans() {
    let document = Home::new().run(&["functions", "--demo", "--json"]).json();
    assert_keys(&document, "schema templates");
    let template = &document["templates"][0];
    assert_keys(template, "template error functions");
    for function in template["functions"].as_array().unwrap() {
        assert_keys(
            function,
            "logical_id full_path package_type runtime architecture layers image invoke_image image_present problems",
        );
        for layer in function["layers"].as_array().unwrap() {
            assert_keys(layer, "arn name dir local cached problem");
        }
    }
    for command in [&["purge", "--broken"][..], &["refresh", "myLayer-*"], &["prefetch"], &["undo"]] {
        let plan = Home::new().run(&[command, &["--demo", "--dry-run", "--json"]].concat()).json();
        assert_keys(&plan, "schema dry_run steps refused trashed_bytes freed_bytes outdated_images locks");
        for step in plan["steps"].as_array().unwrap() {
            assert_keys(step, "action target path size_bytes frees_bytes outcome error");
        }
    }
}
