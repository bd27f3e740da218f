//! `verify --deep`: every byte is compared with AWS or with a baseline, or the report states that neither is available.
//! AWS is a fake that returns wrong data or nothing, as each case needs.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::home::{Home, Ran};
use crate::support::scripted::{Request, Server, answer, json as json_answer};

const ARN: &str = "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1";
const DIR: &str = "myLayer-1-926eeb5ff1";
const FILES: [(&str, &str); 4] = [
    ("python/a.py", "import b\n"),
    ("python/b.py", "x = 1\n"),
    ("python/deep/__init__.py", ""),
    ("bin/tool", "#!/bin/sh\n"),
];

fn zip() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in FILES {
        zip.start_file(path, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A zip with one path twice, of which the last one is what [`FILES`] has.
fn zip_with_a_repeated_path() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let other = [("python/x.py", "another and longer text\n")];
    for (path, content) in other.iter().chain(&FILES) {
        zip.start_file(*path, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    let mut zip = zip.finish().unwrap().into_inner();
    let (from, to) = (other[0].0.as_bytes(), FILES[0].0.as_bytes());
    for at in 0..zip.len() - from.len() {
        if zip[at..].starts_with(from) {
            zip[at..at + to.len()].copy_from_slice(to);
        }
    }
    zip
}

/// Lambda and S3 in one. `ranges` sets whether it serves ranges of the zip.
fn aws(ranges: bool) -> Server {
    aws_with(zip(), ranges)
}

fn aws_with(zip: Vec<u8>, ranges: bool) -> Server {
    let sha256 = STANDARD.encode(Sha256::digest(&zip));
    Server::start(move |request: &Request, _| {
        if request.target.contains("/layers") {
            let host = request.header("host").expect("a host");
            let content = json!({ "Location": format!("http://{host}/layer.zip?sig"), "CodeSha256": sha256, "CodeSize": zip.len() });
            return json_answer(200, &json!({ "Content": content, "Version": 1 }).to_string());
        }
        let from =
            request.header("range").and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
        match from.filter(|_| ranges) {
            Some(from) => {
                let from: usize = from;
                let range = format!("bytes {from}-{}/{}", zip.len() - 1, zip.len());
                answer(206, &[("Content-Range", &range)], &zip[from..])
            }
            None => answer(200, &[], &zip),
        }
    })
}

/// A machine where SAM has cached the layer, and a template names it.
fn home() -> Home {
    let home = Home::new();
    for (path, content) in FILES {
        home.cached(&format!("{DIR}/{path}"), content);
    }
    let template = format!(
        "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: .\n      \
         Handler: a.b\n      Runtime: python3.12\n      Layers: [{ARN}]\n"
    );
    home.write("project/template.yaml", template);
    make_executable(&home.cache().join(DIR).join("bin/tool"));
    home
}

#[cfg(unix)]
fn make_executable(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700)).unwrap();
}

#[cfg(not(unix))]
fn make_executable(_: &std::path::Path) {}

/// `verify --deep --json`
fn deep(home: &Home, server: Option<&Server>, code: i32) -> Value {
    let arguments = ["verify", "--deep", "--json", "--no-engine"];
    let mut command = match server {
        Some(_) => home.command(&arguments),
        None => home.command(&[&arguments[..], &["--offline"]].concat()),
    };
    if let Some(server) = server {
        command
            .env("AWS_ENDPOINT_URL", server.url())
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "x");
    }
    let ran = Ran::of(&mut command);
    assert_eq!(ran.code, code, "{ran:?}");
    ran.json()
}

fn codes(document: &Value) -> Vec<&str> {
    document["problems"].as_array().unwrap().iter().map(|problem| problem["code"].as_str().unwrap()).collect()
}

fn evidence(document: &Value) -> &str {
    document["checked"][0]["evidence"].as_str().unwrap()
}

fn damage(home: &Home) {
    let layer: PathBuf = home.cache().join(DIR);
    fs::write(layer.join("python/a.py"), "").unwrap();
    fs::write(layer.join("python/b.py"), "x = 2\n").unwrap();
    fs::write(layer.join("python/old.py"), "left from before").unwrap();
    fs::remove_file(layer.join("bin/tool")).unwrap();
}

const DAMAGES: [&str; 4] = ["file-missing", "file-changed", "file-truncated", "file-added"];

#[test]
fn the_published_layer_is_compared_byte_by_byte_without_a_download() {
    let (home, aws) = (home(), aws(true));
    let checked = deep(&home, Some(&aws), 0);
    assert_eq!(codes(&checked), Vec::<&str>::new());
    assert!(evidence(&checked).contains("published zip's file list"), "{checked}");
    assert_eq!((&checked["checked"][0]["files"], &checked["checked"][0]["as_published"]), (&json!(4), &json!(true)));
    let zip_requests = aws.requests().into_iter().filter(|request| request.target.contains("layer.zip"));
    assert!(
        zip_requests.clone().count() == 1 && zip_requests.into_iter().all(|request| request.header("range").is_some())
    );

    damage(&home);
    let damaged = deep(&home, Some(&aws), 1);
    let found = codes(&damaged);
    assert!(DAMAGES.iter().all(|code| found.contains(code)), "{damaged:#}");
    let truncated = damaged["problems"].as_array().unwrap().iter().find(|problem| problem["code"] == "file-truncated");
    let truncated = truncated.unwrap();
    assert_eq!(truncated["target"], DIR);
    assert!(truncated["detail"].as_str().unwrap().contains("python/a.py (0 of 9 bytes)"), "{truncated}");
    assert_eq!(truncated["fix"], format!("samlayers refresh {DIR}"));
}

#[test]
fn of_a_path_that_the_zip_holds_twice_the_last_one_counts() {
    for ranges in [true, false] {
        let (home, aws) = (home(), aws_with(zip_with_a_repeated_path(), ranges));
        // A note changes no exit code.
        let checked = deep(&home, Some(&aws), 0);
        assert_eq!(codes(&checked), ["zip-unusual"]);
        assert!(checked["problems"][0]["detail"].as_str().unwrap().contains("python/a.py"), "{checked}");
        assert_eq!(
            (&checked["checked"][0]["files"], &checked["checked"][0]["as_published"]),
            (&json!(4), &json!(true))
        );
    }
    let (home, aws) = (home(), aws_with(zip_with_a_repeated_path(), true));
    damage(&home);
    let mut command = home.command(&["refresh", DIR, "--yes", "--json", "--no-engine"]);
    command.env("AWS_ENDPOINT_URL", aws.url()).env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "x");
    let ran = Ran::of(&mut command);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.json()["notes"][0].as_str().unwrap().contains("python/a.py"), "{ran:?}");
    assert_eq!(fs::read_to_string(home.cache().join(DIR).join("python/a.py")).unwrap(), FILES[0].1);
    assert_eq!(codes(&deep(&home, None, 0)), Vec::<&str>::new(), "the baseline is of what was unpacked");
}

#[test]
fn a_verified_layer_can_be_verified_offline_later() {
    let home = home();
    let without = deep(&home, None, 1);
    assert_eq!(codes(&without), ["not-verified"]);
    assert!(without["problems"][0]["detail"].as_str().unwrap().contains("no baseline"), "{without}");
    assert_eq!(without["checked"][0]["evidence"], Value::Null);

    deep(&home, Some(&aws(true)), 0);
    let offline = deep(&home, None, 0);
    assert!(evidence(&offline).contains("baseline of") && evidence(&offline).contains("offline"), "{offline}");
    // With AWS it is enough to know that the zip is still the same.
    let server = aws(true);
    assert!(evidence(&deep(&home, Some(&server), 0)).contains("which has the CodeSha256 of AWS"));
    assert!(!server.requests().iter().any(|request| request.target.contains("layer.zip")));
    // AWS may also be unreachable.
    let silent = Server::start(|_, _| answer(403, &[("x-amzn-errortype", "AccessDeniedException")], b"{}"));
    assert!(evidence(&deep(&home, Some(&silent), 0)).contains("no answer from AWS"));

    damage(&home);
    let damaged = deep(&home, None, 1);
    let found = codes(&damaged);
    assert!(DAMAGES.iter().all(|code| found.contains(code)), "{damaged:#}");
}

#[test]
fn without_ranges_the_whole_zip_is_downloaded() {
    let (home, aws) = (home(), aws(false));
    assert!(evidence(&deep(&home, Some(&aws), 0)).contains("the published zip and its CodeSha256"));
}

#[test]
fn a_refresh_writes_a_baseline_and_a_damaged_one_is_not_used() {
    let (home, aws) = (home(), aws(true));
    damage(&home);
    let mut refresh = home.command(&["refresh", DIR, "--yes", "--no-engine"]);
    refresh.env("AWS_ENDPOINT_URL", aws.url()).env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "x");
    Ran::of(&mut refresh).exits(0);
    assert_eq!(codes(&deep(&home, None, 0)), Vec::<&str>::new());

    let folder = home.path("data/samlayers/baselines");
    let baselines: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let [baseline] = &baselines[..] else { panic!("one baseline: {baselines:?}") };
    let newer = "{\"format\": 2}";
    for content in ["", "rubbish", newer] {
        fs::write(baseline, content).unwrap();
        assert_eq!(codes(&deep(&home, None, 1)), ["not-verified"], "{content:?}");
    }
    // The baseline of a newer samlayers is not overwritten.
    deep(&home, Some(&aws), 0);
    assert_eq!(fs::read_to_string(baseline).unwrap(), newer);
}

#[test]
fn read_only_mode_verifies_and_writes_nothing() {
    let (home, aws) = (home(), aws(true));
    let mut command = home.command(&["verify", "--deep", "--read-only", "--no-engine", DIR]);
    command.env("AWS_ENDPOINT_URL", aws.url()).env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "x");
    Ran::of(&mut command).exits(0).prints("as published").prints("no problems");
    assert!(!home.path("data/samlayers/baselines").exists());
}

#[test]
fn a_layer_being_downloaded_is_not_reported_as_fine() {
    let home = home();
    let lock = format!("{}\n{}\n", std::process::id(), jiff::Timestamp::now().as_second());
    home.cached(&format!(".locks/{DIR}.downloading.lock"), lock);
    for arguments in [&["verify", "--offline"][..], &["verify", "--offline", DIR]] {
        let document = home.json(arguments, 1);
        assert_eq!(codes(&document), ["not-verified"], "{document:#}");
        assert!(document["problems"][0]["detail"].as_str().unwrap().contains("ocked by"), "{document:#}");
    }
}

#[test]
fn without_deep_nothing_is_compared() {
    let home = home();
    let document = home.json(&["verify", "--offline"], 0);
    assert_eq!(document, json!({ "schema": 1, "problems": [] }));
}

#[test]
fn a_layer_that_was_published_without_files_is_as_published() {
    let home = home();
    fs::remove_dir_all(home.cache().join(DIR)).unwrap();
    fs::create_dir_all(home.cache().join(DIR).join("python/lib")).unwrap();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for folder in ["python/", "python/lib/"] {
        zip.add_directory(folder, SimpleFileOptions::default()).unwrap();
    }
    let server = aws_with(zip.finish().unwrap().into_inner(), true);
    let before = home.json(&["verify"], 1);
    assert_eq!(codes(&before), ["layer-empty"], "nothing was compared yet");
    assert_eq!(codes(&deep(&home, None, 1)), ["layer-empty"], "one problem, not two, where there is nothing to ask");
    assert_eq!(codes(&deep(&home, Some(&server), 0)), ["nothing-loadable"], "a refresh would change nothing");
    // From now on it is known without asking or reading again.
    assert_eq!(codes(&home.json(&["verify"], 0)), ["nothing-loadable"]);
    assert_eq!(home.json(&["ls"], 0)["layers"][0]["state"], "ok");
    home.run(&["purge", "--broken", "--dry-run", "--no-engine"]).prints("nothing");
}

/// A zip with folders only is downloaded as SAM downloads it, and no refresh is proposed for ever.
#[test]
fn a_refreshed_layer_without_files_is_known_to_be_published_so() {
    let home = home();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_directory("python/", SimpleFileOptions::default()).unwrap();
    let server = aws_with(zip.finish().unwrap().into_inner(), true);
    let mut refresh = home.command(&["refresh", DIR, "--yes", "--no-engine"]);
    refresh.env("AWS_ENDPOINT_URL", server.url()).env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "x");
    Ran::of(&mut refresh).exits(0);
    assert!(home.cache().join(DIR).join("python").is_dir());
    assert_eq!(codes(&home.json(&["verify"], 0)), ["nothing-loadable"]);
    // A layer that lost its files is another matter: its baseline has some.
    let full = aws(true);
    let mut refresh = home.command(&["refresh", DIR, "--yes", "--no-engine"]);
    refresh.env("AWS_ENDPOINT_URL", full.url()).env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "x");
    Ran::of(&mut refresh).exits(0);
    fs::remove_dir_all(home.cache().join(DIR)).unwrap();
    fs::create_dir_all(home.cache().join(DIR).join("python")).unwrap();
    assert_eq!(codes(&home.json(&["verify"], 1)), ["layer-empty"]);
}

/// Each form of zip in which no runtime finds anything: the note names the path that would work.
#[test]
fn a_layer_in_which_no_runtime_finds_anything_gets_a_note_with_the_path_that_works() {
    for (path, works) in [
        // A name on Unix, folders on Windows.
        #[cfg(unix)]
        ("python\\lib\\m.py", "python/lib/m.py"),
        ("my-layer/python/m.py", "my-layer/python moved to python"),
        ("layer.zip", "python"),
    ] {
        let home = home();
        fs::remove_dir_all(home.cache().join(DIR)).unwrap();
        home.cached(&format!("{DIR}/{path}"), "x = 1\n");
        let document = home.json(&["verify"], 0);
        assert_eq!(codes(&document), ["nothing-loadable"], "{path}");
        let fix = document["problems"][0]["fix"].as_str().unwrap();
        assert!(fix.contains(works), "{path}: {fix}");
    }
}
