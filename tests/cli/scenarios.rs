//! `tests/scenarios/cli/*.yaml`: a tree, and the exact output of the program for it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde::Deserialize;
use serde_json::Value;

use crate::home::Home;
use crate::support::tree::set_modified;

/// Every time in a tree: 2026-01-02T03:04:05Z.
const MODIFIED: u64 = 1_767_323_045;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    story: String,
    /// Path below the home's root → content; a path that ends in `/` is an empty folder. `$CACHE` stands for the cache.
    tree: BTreeMap<String, String>,
    runs: Vec<Run>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Run {
    arguments: Vec<String>,
    exit: i32,
    /// The complete document, with `$ROOT` and `$CACHE` filled in.
    #[serde(default)]
    json: Option<Value>,
    /// Texts in standard output or error.
    #[serde(default)]
    prints: Vec<String>,
    /// Paths below the root that exist afterwards, or with `!` in front do not.
    #[serde(default)]
    leaves: Vec<String>,
}

/// The scenarios name the folders as on Unix.
#[cfg(unix)]
#[test]
fn every_scenario_prints_exactly_what_it_lists() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios/cli");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let scenarios: Vec<Scenario> =
            serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for scenario in scenarios {
            run_scenario(&scenario, &path.file_name().unwrap().to_string_lossy());
            count += 1;
        }
    }
    assert!(count > 0, "there are no scenarios");
}

fn run_scenario(scenario: &Scenario, file: &str) {
    let home = Home::new();
    create_tree(&home, &scenario.tree);
    for run in &scenario.runs {
        let arguments: Vec<String> = run.arguments.iter().map(|text| fill(text, &home)).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let ran = home.run(&arguments);
        let place = format!("{file}: {}: {arguments:?}", scenario.story);
        assert_eq!(ran.code, run.exit, "{place}\n{ran:?}");
        if let Some(expected) = &run.json {
            let expected: Value = serde_json::from_str(&fill(&expected.to_string(), &home)).unwrap();
            assert_same(&expected, &ran.json(), &place);
        }
        for text in &run.prints {
            ran.prints(&fill(text, &home));
        }
        for path in &run.leaves {
            let (path, exists) = path.strip_prefix('!').map_or((path.as_str(), true), |path| (path, false));
            let path = path.replace("$CACHE", "home/.aws-sam/layers-pkg");
            assert_eq!(fs::symlink_metadata(home.path(&path)).is_ok(), exists, "{place}: {path}");
        }
    }
}

/// Makes the tree, then sets every time in it, folders after what they hold.
fn create_tree(home: &Home, tree: &BTreeMap<String, String>) {
    for (path, content) in tree {
        let path = path.replace("$CACHE", "home/.aws-sam/layers-pkg");
        match path.strip_suffix('/') {
            Some(folder) => fs::create_dir_all(home.path(folder)).unwrap(),
            None => drop(home.write(&path, fill(content, home))),
        }
    }
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(MODIFIED);
    for entry in walkdir::WalkDir::new(home.path("")).contents_first(true) {
        set_modified(entry.unwrap().path(), time);
    }
}

fn fill(text: &str, home: &Home) -> String {
    text.replace("$CACHE", &crate::home::text(&home.cache()))
        .replace("$ROOT", crate::home::text(&home.path("")).trim_end_matches('/'))
}

/// Compares key by key, so that a difference names its position.
fn assert_same(expected: &Value, found: &Value, place: &str) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            let keys = |map: &serde_json::Map<String, Value>| {
                let mut keys: Vec<String> = map.keys().cloned().collect();
                keys.sort();
                keys
            };
            assert_eq!(keys(expected), keys(found), "{place}");
            for (key, value) in expected {
                assert_same(value, &found[key], &format!("{place}.{key}"));
            }
        }
        (Value::Array(expected), Value::Array(found)) => {
            assert_eq!(expected.len(), found.len(), "{place}: {found:?}");
            for (at, (expected, found)) in expected.iter().zip(found).enumerate() {
                assert_same(expected, found, &format!("{place}[{at}]"));
            }
        }
        _ => assert_eq!(expected, found, "{place}"),
    }
}
