//! SAM CLI's own classes and `sam::template` read the same templates, and the results have to be equal: function by
//! function, layers in order with their names, images, and the exception where SAM refuses the whole template. The same zips
//! are unpacked by both, and the trees have to be equal.
#![allow(clippy::disallowed_macros, reason = "whoever runs this reads what it prints")]

#[path = "differential/cases.rs"]
mod cases;
#[path = "differential/compare.rs"]
mod compare;
#[cfg(target_os = "linux")]
#[path = "differential/docker_hosts.rs"]
mod docker_hosts;
#[path = "differential/generate.rs"]
mod generate;
#[path = "differential/known.rs"]
mod known;
#[path = "differential/random.rs"]
mod random;
#[path = "support/real.rs"]
#[allow(dead_code, reason = "only the way to SAM CLI is needed here")]
mod real;
#[cfg(unix)]
#[path = "differential/unzip.rs"]
mod unzip;
#[cfg(unix)]
#[path = "differential/zips.rs"]
mod zips;

use std::fs;
use std::path::Path;
use std::process::Command;

use cases::Case;

/// Another seed than the usual one can find more differences; each one found becomes a case.
fn seed() -> u64 {
    std::env::var("SAMLAYERS_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(20_180_629)
}

#[test]
fn every_rule_and_odd_case() {
    let cases = cases::all();
    assert!(cases.len() >= 100, "only {} cases were read", cases.len());
    compare::with_sam_and_either_pyyaml(&cases);
}

#[cfg(target_os = "linux")]
#[test]
fn addresses_of_engines() {
    docker_hosts::compare(&mut random::RandomSource::new(seed()));
}

#[test]
fn random_merges() {
    let cases: Vec<Case> = (0..400).map(|number| generate::merges(seed() + number)).collect();
    compare::with_sam_and_either_pyyaml(&cases);
}

#[test]
fn random_functions_in_random_places() {
    let cases: Vec<Case> = (0..400).map(|number| generate::intrinsics(seed() + number)).collect();
    compare::with_sam(&cases);
}

#[test]
fn random_functions_under_the_rules_of_language_extensions() {
    let cases: Vec<Case> = (0..400).map(|number| generate::extensions(seed() + number)).collect();
    compare::with_sam(&cases);
}

#[test]
fn random_scalars_in_yaml() {
    let cases: Vec<Case> = (0..400).map(|number| generate::yaml(seed() + number)).collect();
    compare::with_sam(&cases);
}

#[test]
fn random_properties_globals_policies_and_events() {
    let cases: Vec<Case> = (0..400).map(|number| known::template(seed() + number)).collect();
    compare::with_sam(&cases);
}

#[test]
fn what_is_refused_takes_nothing_away() {
    let pairs: Vec<(Case, Case)> = (0..200).map(|number| known::refused_and_taken(seed() + number)).collect();
    compare::as_if_taken(&pairs);
}

#[test]
fn the_tables_are_those_of_the_installed_sam_cli() {
    let Some(venv) = real::venv() else { return };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/sam_tables.py");
    let output = Command::new(venv.join("bin/python")).arg(script).arg("--check").output().unwrap();
    assert!(
        output.status.success(),
        "assets/sam/ holds something else; tests/sam-update writes it anew:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn a_summary_says_what_a_release_brings() {
    let Some(venv) = real::venv() else { return };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let old = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(folder.join("assets/sam/tables.json")).unwrap();
    let mut tables: serde_json::Value = serde_json::from_str(&text).unwrap();
    let properties = tables["types"]["AWS::Serverless::Function"]["properties"].as_object_mut().unwrap();
    properties.remove("Layers");
    properties["Role"]["is"] = "map".into();
    tables["types"].as_object_mut().unwrap().remove("AWS::Serverless::WebFunction");
    tables["policy_templates"]["Gone"] = serde_json::json!([]);
    fs::write(old.path().join("tables.json"), tables.to_string()).unwrap();
    fs::copy(folder.join("assets/sam/sources.json"), old.path().join("sources.json")).unwrap();
    let script = folder.join("tests/support/sam_tables.py");
    let output = Command::new(venv.join("bin/python")).arg(script).arg("--changes").arg(old.path()).output().unwrap();
    let summary = String::from_utf8(output.stdout).unwrap();
    for line in [
        "+ types > AWS::Serverless::Function > properties > Layers: {\"list_of\": {\"one_of\": [\"str\", \"map\"]}}, function",
        "~ types > AWS::Serverless::Function > properties > Role: map, function -> str, function",
        "+ types > AWS::Serverless::WebFunction: ",
        "- policy_templates > Gone",
        "no change",
    ] {
        assert!(summary.contains(line), "{line} is not in\n{summary}");
    }
    assert_eq!(summary.lines().count(), 7, "{summary}");
}

#[cfg(unix)]
#[test]
fn random_zips() {
    unzip::with_sam(seed(), 400);
}

#[test]
#[ignore = "compares the templates of a folder: SAMLAYERS_TEMPLATES=FOLDER"]
fn external_templates() {
    let folder = std::env::var_os("SAMLAYERS_TEMPLATES").expect("SAMLAYERS_TEMPLATES has to name a folder");
    let cases = cases::of_folder(folder.as_ref());
    println!("{} templates", cases.len());
    compare::with_sam(&cases);
}
