//! A layer has the same number of unzipped bytes wherever it is counted. Lambda counts what a zip says, so the target of a
//! link counts like the content of a file.

use std::fs;

use serde_json::Value;

use crate::home::{Home, text};
use crate::support::publishing::Aws;

const ARN: &str = "arn:aws:lambda:us-east-1:000000000000:layer:linked:1";

#[test]
fn links_are_counted_alike_everywhere() {
    let home = Home::new();
    let aws = Aws::start();
    home.write("layer/lib/libx.so.1.2", "123456789");
    std::os::unix::fs::symlink("libx.so.1.2", home.path("layer/lib/libx.so.1")).unwrap();
    std::os::unix::fs::symlink("libx.so.1", home.path("layer/lib/libx.so")).unwrap();
    let expected = Value::from(9 + 11 + 9);
    let unzipped = |document: &Value| document["outputs"][0]["unzipped_bytes"].clone();
    let (zip, folder) = (text(&home.path("layer.zip")), text(&home.path("layer")));
    assert_eq!(unzipped(&home.json(&["pack", &folder, "-o", &zip], 0)), expected, "pack");
    for source in [&zip, &folder] {
        let imported = home.json(&["import", source, "--arn", ARN, "--replace", "--yes"], 0);
        assert_eq!(unzipped(&imported), expected, "import {source}: {imported:#}");
    }
    let dir = home.run(&["dir", ARN]).exits(0).stdout.trim().to_owned();
    assert_eq!(home.json(&["ls"], 0)["layers"][0]["size_bytes"], expected, "ls");
    for target in [&zip, &folder, &dir] {
        let size = home.json(&["size", target], 0);
        assert_eq!(size["packages"][0]["unzipped_bytes"], expected, "size {target}: {size:#}");
    }
    let exported = home.json(&["export", &dir, "--repack", "-o", "exported.zip"], 0);
    assert_eq!(unzipped(&exported), expected, "export");
    let context = home.json(&["export", &dir, "--dockerfile", "context"], 0);
    assert_eq!(unzipped(&context), expected, "export --dockerfile");
    for source in [&zip, &folder, &dir] {
        let name = format!("linked{}", source.len());
        let arguments = ["publish", source, "--layer-name", &name, "--yes", "--no-engine", "--json"];
        let published = home.run_with(&arguments, &aws.environment()).exits(0).json();
        assert_eq!(unzipped(&published), expected, "publish {source}: {published:#}");
    }
    // A function counts the zip of its code in the same way.
    fs::copy(&zip, home.path("project/code.zip")).unwrap();
    home.write(
        "project/template.yaml",
        "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {CodeUri: code.zip, Handler: a.b, Runtime: \
         python3.12}\n",
    );
    let function = home.json(&["size", "F"], 0);
    assert_eq!(function["packages"][0]["unzipped_bytes"], expected, "{function:#}");
}
