//! One-line answers for scripts, with the examples of the AWS documentation.

use crate::home::Home;

const ONE: &str = "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1";
const TWO: &str = "arn:aws:lambda:us-west-2:111111111111:layer:mySecondLayer:1";

fn line(arguments: &[&str]) -> String {
    let ran = Home::new().run(arguments);
    ran.exits(0);
    ran.stdout
}

#[test]
fn an_arn_has_one_directory() {
    assert_eq!(line(&["dir", ONE]), "myLayer-1-926eeb5ff1\n");
    assert_eq!(line(&["dir", TWO]), "mySecondLayer-1-6bc1022bdf\n");
}

#[test]
fn an_arn_that_aws_rejects_still_has_a_directory_and_a_warning() {
    let ran = Home::new().run(&["dir", "arn:aws:lambda:us-west-2:111111111111:layer:foo"]);
    ran.exits(0).prints("layer-foo-").prints("not a layer version ARN");
    assert!(ran.stdout.starts_with("layer-foo-") && ran.stdout.lines().count() == 1, "{ran:?}");
}

#[test]
fn an_invalid_arn_shows_the_expected_form() {
    Home::new().run(&["dir", "myLayer"]).exits(2).prints("arn:aws:lambda:<region>:<account>:layer:<name>:<version>");
}

#[test]
fn a_tag_is_the_same_from_arns_and_from_directories_in_every_generation() {
    for (generation, image) in [
        ("0.8", "samcli/lambda:python3.7-2dd7ac5ffb30d515926aefffd\n"),
        ("1.33", "samcli/lambda:python3.7-x86_64-2dd7ac5ffb30d515926aefffd\n"),
        ("1.71", "samcli/lambda-python:3.7-2dd7ac5ffb30d515926aefffd\n"),
    ] {
        let tag = ["tag", "--runtime", "python3.7", "--generation", generation];
        assert_eq!(line(&[&tag[..], &[ONE, TWO]].concat()), image);
        assert_eq!(line(&[&tag[..], &["myLayer-1-926eeb5ff1", TWO]].concat()), image);
    }
}

#[test]
fn the_tag_depends_on_layer_order_and_architecture() {
    let tag = |rest: &[&str]| line(&[&["tag", "--runtime", "python3.12"], rest].concat());
    assert_ne!(tag(&[ONE, TWO]), tag(&[TWO, ONE]));
    assert!(tag(&["--architecture", "arm64", ONE]).contains("python:3.12-arm64-"));
}

#[test]
fn an_unknown_generation_lists_the_known_ones() {
    let ran = Home::new().run(&["tag", "--runtime", "python3.12", "--generation", "2", ONE]);
    ran.exits(2).prints("1.33 (SAM CLI 1.33.0 to 1.70.1)");
}

#[test]
fn json_contains_every_digit() {
    let answer = Home::new().json(&["dir", ONE], 0);
    assert_eq!(answer["dir"], "myLayer-1-926eeb5ff1");
    assert_eq!(answer["sha256"].as_str().map(|digits| (digits.len(), &digits[..10])), Some((64, "926eeb5ff1")));
}

#[test]
fn an_unknown_directory_has_no_arn() {
    let ran = Home::new().run(&["arn", "legacy-metrics-12-334a1a4ed2", "--no-engine"]);
    ran.exits(1).prints("is unknown").prints("--project DIR");
    assert_eq!(ran.stdout, "");
}

#[test]
fn an_account_on_the_command_line_finds_the_arn_as_evidence() {
    let home = Home::new();
    home.cached("legacy-metrics-12-334a1a4ed2/python/metrics.py", "x = 1\n");
    let ran = home.run(&["arn", "legacy-metrics-12-334a1a4ed2", "--no-engine", "--account", "333333333333"]);
    ran.exits(0).prints("very likely, not proven");
    assert_eq!(ran.stdout, "arn:aws:lambda:eu-central-1:333333333333:layer:legacy-metrics:12\n");
}

#[test]
fn a_remembered_arn_is_proven_by_its_hash() {
    let home = Home::new();
    home.cached("myLayer-1-926eeb5ff1/python/a.py", "");
    home.cached("other-1-926eeb5ff1/python/a.py", "");
    home.write("data/samlayers/arns.txt", format!("{ONE}\nrubbish\n"));
    home.run(&["arn", "myLayer-1-926eeb5ff1", "--no-engine"]).exits(0).prints(ONE);
    home.run(&["arn", "other-1-926eeb5ff1", "--no-engine"]).exits(1);
}

#[test]
fn explain_names_every_input_of_both_hashes() {
    let home = Home::new();
    home.cached("myLayer-1-926eeb5ff1/python/a.py", "a = 1\n");
    home.run(&["explain", ONE, "--no-engine"])
        .exits(0)
        .prints("926eeb5ff1")
        .prints("name myLayer - version 1 - digits 926eeb5ff1")
        .prints("in the cache ok 6 B");
    let answer = home.json(&["explain", ONE], 0);
    assert_eq!(answer["dir"], "myLayer-1-926eeb5ff1");
    assert_eq!(answer["cached"], true);
    let unknown = home.json(&["explain", "myLayer-1-0123456789"], 1);
    assert_eq!((&unknown["arn"], &unknown["cached"]), (&serde_json::Value::Null, &serde_json::Value::Bool(false)));
    home.run(&["explain", "hello"]).exits(2).prints("is not a layer ARN");
}
