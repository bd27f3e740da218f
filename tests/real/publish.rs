//! What samlayers publishes to Lambda is fetched back byte for byte, and SAM CLI runs it.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::support::http;
use crate::support::lambda::ACCOUNT;
use crate::support::layers::{noise, zip_of};
use crate::support::sam::Machine;
use crate::support::samlayers;

#[test]
fn a_published_layer_is_fetched_back_and_run_by_sam() {
    let Some(machine) = Machine::new() else { return };
    let zip = zip_of(&[("lib/published.txt", b"published")]);
    fs::write(machine.project().join("tools.zip"), &zip).unwrap();
    let samlayers = |arguments: &[&str]| samlayers::json(machine.command(samlayers::program()), arguments, 0);
    let arguments = [
        "publish",
        "tools.zip",
        "--layer-name",
        "real-published",
        "--to-region",
        "us-east-1",
        "--to-region",
        "eu-west-1",
        "--grant",
        "222222222222",
        "--grant",
        "public",
        "--yes",
        "--json",
    ];
    let published = samlayers(&arguments);
    let outputs = published["outputs"].as_array().unwrap();
    assert_eq!(outputs.len(), 2, "{published:#}");
    assert_eq!(outputs[0]["code_sha256"], STANDARD.encode(Sha256::digest(&zip)));
    let arn = outputs[0]["arn"].as_str().unwrap();
    let again = samlayers(&arguments);
    assert_eq!(again["outputs"][0]["arn"], arn, "the same version: nothing is published twice");

    machine.write_project(&format!(
        "Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties: {{CodeUri: src, Handler: bootstrap, Runtime: provided.al2023, Timeout: 60, Layers: ['{arn}']}}
"
    ));
    samlayers(&["prefetch", "--yes", "--json"]);
    samlayers(&["verify", "--deep", arn, "--json"]);
    let invocation = machine.invoke("Orders");
    assert_eq!(invocation.answer, ["lib/published.txt=published"], "{}", invocation.output);
}

#[test]
fn a_large_zip_is_published_through_s3_and_removed_from_it() {
    let Some(machine) = Machine::without_engine() else { return };
    fs::write(machine.project().join("large.zip"), zip_of(&[("lib/noise", &noise(53_000_000))])).unwrap();
    let scope = format!("AWS4-HMAC-SHA256 Credential={ACCOUNT}/20260101/us-east-1/s3/aws4_request");
    let bucket = |method: &str, path: &str| {
        http::request(&machine.ministack, method, path, &[("Authorization", scope.as_str())], b"")
    };
    assert_eq!(bucket("PUT", "/real-uploads").status, 200);
    let arguments = [
        "publish",
        "large.zip",
        "--layer-name",
        "real-large",
        "--s3-bucket",
        "real-uploads",
        "--no-engine",
        "--yes",
        "--json",
    ];
    let published = samlayers::json(machine.command(samlayers::program()), &arguments, 0);
    let arn = published["outputs"][0]["arn"].as_str().unwrap();
    assert!(!bucket("GET", "/real-uploads?list-type=2").text().contains("samlayers-uploads"), "the upload is removed");
    // Another layer gets the very same zip.
    let copy =
        ["publish", arn, "--layer-name", "real-copy", "--s3-bucket", "real-uploads", "--no-engine", "--yes", "--json"];
    let copied = samlayers::json(machine.command(samlayers::program()), &copy, 0);
    assert_eq!(copied["outputs"][0]["code_sha256"], published["outputs"][0]["code_sha256"]);
}

/// A folder, and a layer that AWS does not have: both are packed, fetched back, and run by SAM.
#[test]
fn a_folder_and_an_imported_layer_are_published_and_run_by_sam() {
    let Some(machine) = Machine::new() else { return };
    let samlayers = |arguments: &[&str]| samlayers::json(machine.command(samlayers::program()), arguments, 0);
    let write = |below: &str, content: &str| {
        let path = machine.project().join(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    };
    write("folder/lib/folder.txt", "from a folder");
    write("own/lib/own.txt", "imported");
    let imported = "arn:aws:lambda:us-east-1:000000000000:layer:real-own:1";
    samlayers(&["import", "own", "--arn", imported, "--yes", "--json", "--no-engine"]);
    let publish = |source: &str, name: &str| {
        let arguments = ["publish", source, "--layer-name", name, "--to-region", "us-east-1", "--yes", "--json"];
        let published = samlayers(&arguments);
        let arn = published["outputs"][0]["arn"].as_str().unwrap().to_owned();
        assert_eq!(samlayers(&arguments)["outputs"][0]["arn"], arn, "the same content is not published again");
        arn
    };
    let (folder, own) = (publish("folder", "real-folder"), publish(imported, "real-repacked"));
    machine.write_project(&format!(
        "Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties: {{CodeUri: src, Handler: bootstrap, Runtime: provided.al2023, Timeout: 60, Layers: ['{folder}', '{own}']}}
"
    ));
    samlayers(&["prefetch", "--yes", "--json"]);
    let invocation = machine.invoke("Orders");
    let expected = ["lib/folder.txt=from a folder", "lib/own.txt=imported"];
    assert_eq!(invocation.answer, expected, "{}", invocation.output);
}
