//! A zip or folder that has only folders: SAM unpacks it, Lambda takes the zip, and no runtime can load anything from it.

use std::fs;

use serde_json::{Value, json};

use crate::home::{Home, text};
use crate::support::layers::zip_of;
use crate::support::publishing::Aws;

const ARN: &str = "arn:aws:lambda:us-east-1:000000000000:layer:hollow:1";
const NOTE: &str = "no runtime can load anything from it";

fn home() -> Home {
    let home = Home::new();
    home.write("hollow.zip", zip_of(&[("python/", b""), ("python/lib/", b"")]));
    home.write("nothing.zip", zip_of(&[]));
    fs::create_dir_all(home.path("hollow/python/lib")).unwrap();
    fs::create_dir_all(home.path("nothing")).unwrap();
    home
}

fn dir() -> String {
    samlayers::sam::LayerArn::parse(ARN).unwrap().dir().to_string()
}

fn state(home: &Home) -> Value {
    home.json(&["ls"], 0)["layers"][0]["state"].clone()
}

#[test]
fn it_is_imported_as_sam_would_unpack_it_with_a_note() {
    for source in ["hollow.zip", "hollow"] {
        let home = home();
        let source = text(&home.path(source));
        let import = |more: &[&str]| home.run(&[&["import", &source, "--arn", ARN, "--no-engine"], more].concat());
        import(&["--dry-run"]).exits(0).prints(NOTE);
        import(&["--yes"]).exits(0).prints(NOTE);
        assert!(home.cache().join(dir()).join("python/lib").is_dir());
        // It is what was imported, so it is neither empty by failure nor to be downloaded again.
        assert_eq!(state(&home), "ok");
        home.run(&["verify", "--no-engine"]).exits(0).prints("nothing-loadable").prints("imported without files");
        home.run(&["verify", "--deep", "--no-engine", &dir()]).exits(0).prints("as published");
        // It is content like any other, which only --replace replaces.
        import(&["--yes"]).exits(1).prints("--replace");
        import(&["--yes", "--replace"]).exits(0);
        // A failed download leaves an empty directory, which is not what was imported.
        let content = home.cache().join(dir());
        fs::remove_dir_all(&content).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20));
        fs::create_dir(&content).unwrap();
        assert_eq!(state(&home), "empty");
        import(&["--yes"]).exits(0);
    }
}

#[test]
fn a_source_without_any_entry_is_refused() {
    let home = home();
    let aws = Aws::start();
    for source in ["nothing.zip", "nothing"] {
        let source = text(&home.path(source));
        home.run(&["import", &source, "--arn", ARN, "--yes", "--no-engine"]).exits(1).prints("no files or folders");
        let publish = ["publish", &source, "--layer-name", "hollow", "--yes", "--no-engine", "--force"];
        home.run_with(&publish, &aws.environment()).exits(1).prints("no files or folders");
    }
    assert_eq!((aws.publications(), home.cache().exists()), (0, false));
}

#[test]
fn a_zip_is_published_with_a_note_and_a_folder_by_the_rule_of_pack() {
    let home = home();
    let aws = Aws::start();
    let publish = |source: &str, name: &str, more: &[&str]| {
        let source = text(&home.path(source));
        let arguments = ["publish", &source, "--layer-name", name, "--yes", "--no-engine"];
        home.run_with(&[&arguments, more].concat(), &aws.environment())
    };
    publish("hollow.zip", "zip", &[]).exits(0).prints(NOTE);
    publish("hollow", "folder", &[]).exits(1).prints(NOTE).prints("--force");
    publish("hollow", "folder", &["--force"]).exits(0).prints(NOTE);
    assert_eq!(aws.publications(), 2);
    home.run(&["pack", "../hollow", "-o", "packed.zip"]).exits(1).prints(NOTE).prints("--force");
    home.run(&["pack", "../hollow", "-o", "packed.zip", "--force"]).exits(0).prints(NOTE);
    let packed = fs::read(home.path("project/packed.zip")).unwrap();
    let region = "eu-west-1";
    assert_eq!(aws.versions(region, "folder")[0].zip, packed, "the same folder is the same zip");
    // The cached layer that was imported from it is published and exported as well.
    home.run(&["import", &text(&home.path("hollow.zip")), "--arn", ARN, "--yes", "--no-engine"]).exits(0);
    let arguments = ["publish", &dir(), "--layer-name", "cached", "--yes", "--no-engine"];
    home.run_with(&arguments, &aws.environment()).exits(0).prints(NOTE);
    home.run(&["export", &dir(), "--repack", "-o", "exported.zip", "--no-engine"]).exits(0);
    let exported = fs::read(home.path("project/exported.zip")).unwrap();
    assert_eq!(aws.versions(region, "cached")[0].zip, exported);
    for target in ["../hollow.zip", "../hollow", &dir()] {
        let package = home.json(&["size", target], 0)["packages"][0].clone();
        assert_eq!((&package["unzipped_bytes"], &package["parts"]), (&json!(0), &json!([])), "{target}: {package:#}");
    }
}
