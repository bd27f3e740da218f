//! Publish: to regions and profiles, directly and through S3, granted, never twice, and what happens when it fails.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::home::{Home, Ran, text};
use crate::support::layers::{noise, zip_of};
use crate::support::publishing::{Aws, Fault, Request};

fn home() -> (Home, PathBuf) {
    let home = Home::new();
    fs::create_dir_all(home.path("home")).unwrap();
    let zip = home.write("sources/tools.zip", zip_of(&[("python/tools.py", b"tools\n")]));
    (home, zip)
}

fn run(home: &Home, aws: &Aws, arguments: &[&str]) -> Ran {
    let ran = home.run_with(&[&["publish"], arguments, &["--no-engine"]].concat(), &aws.environment());
    for secret in ["publish-test-secret-0123456789abcdef", "AKIDPUBLISHTESTKEY01"] {
        assert!(!ran.stdout.contains(secret) && !ran.stderr.contains(secret), "{ran:?}");
    }
    ran
}

fn outcomes(document: &Value) -> Vec<String> {
    let steps = document["steps"].as_array().unwrap();
    steps.iter().map(|step| format!("{} {}", step["action"], step["outcome"]).replace('"', "")).collect()
}

fn is_publication(request: &Request) -> bool {
    request.method == "POST" && request.target.ends_with("/versions")
}

#[test]
fn a_zip_is_published_to_every_region_once_and_granted() {
    let (home, zip) = home();
    let aws = Aws::start();
    let arguments = [
        &*text(&zip),
        "--layer-name",
        "my-tools",
        "--to-region",
        "eu-west-1",
        "--to-region",
        "us-east-1",
        "--description",
        "a \"test\"",
        "--compatible-runtimes",
        "python3.12,python3.13",
        "--grant",
        "222222222222",
        "--grant",
        "organization:o-a1b2c3d4e5",
    ];
    let planned = run(&home, &aws, &[&arguments[..], &["--dry-run", "--json"]].concat());
    assert_eq!(outcomes(&planned.exits(0).json()).len(), 6);
    assert_eq!(aws.publications(), 0, "a dry run publishes nothing");

    let done = run(&home, &aws, &[&arguments[..], &["--yes", "--json"]].concat());
    let done = done.exits(0).json();
    assert!(outcomes(&done).iter().all(|step| step.ends_with("done")), "{done:#}");
    let outputs = done["outputs"].as_array().unwrap();
    assert_eq!(outputs.len(), 2);
    assert_eq!(outputs[1]["arn"], "arn:aws:lambda:us-east-1:111111111111:layer:my-tools:1");
    assert_eq!(outputs[1]["region"], "us-east-1");
    for region in ["eu-west-1", "us-east-1"] {
        let [version] = &aws.versions(region, "my-tools")[..] else { panic!("one version in {region}") };
        assert_eq!(version.zip, fs::read(&zip).unwrap(), "byte for byte");
        assert_eq!(version.request["Description"], "a \"test\"");
        assert_eq!(version.request["CompatibleRuntimes"], json!(["python3.12", "python3.13"]));
        assert_eq!(version.policy.len(), 2);
    }

    // Again: nothing is published twice, and the grants are made once.
    let again = run(&home, &aws, &[&arguments[..], &["--yes"]].concat());
    again.exits(0).prints("arn:aws:lambda:eu-west-1:111111111111:layer:my-tools:1").prints("Mappings:");
    again.prints("!FindInMap [mytools, !Ref AWS::Region, Arn]");
    assert_eq!(aws.publications(), 2);
    assert_eq!(aws.versions("eu-west-1", "my-tools")[0].policy.len(), 2);
    run(&home, &aws, &[&arguments[..], &["--dry-run"]].concat()).prints("already has this content");
}

#[test]
fn a_published_layer_is_copied_byte_for_byte() {
    let (home, zip) = home();
    let aws = Aws::start();
    run(&home, &aws, &[&text(&zip), "--layer-name", "one", "--yes"]).exits(0);
    let arn = "arn:aws:lambda:eu-west-1:111111111111:layer:one:1";
    run(&home, &aws, &[arn, "--layer-name", "copy", "--to-region", "ap-south-1", "--yes"]).exits(0);
    assert_eq!(aws.versions("ap-south-1", "copy")[0].zip, fs::read(&zip).unwrap());
    run(&home, &aws, &["absent", "--layer-name", "x", "--yes"]).exits(2).prints("is not a zip, folder, ARN");
}

#[test]
fn limits_are_checked_before_anything_is_sent() {
    let (home, zip) = home();
    let aws = Aws::start();
    let zip = text(&zip);
    let long = "a".repeat(141);
    run(&home, &aws, &[&zip, "--layer-name", &long, "--yes"]).exits(1).prints("140");
    let long = "a".repeat(257);
    run(&home, &aws, &[&zip, "--layer-name", "a", "--description", &long, "--yes"]).exits(1).prints("256");
    run(&home, &aws, &[&zip, "--layer-name", "a", "--grant", "everyone", "--yes"]).exits(2).prints("organization:ID");
    run(&home, &aws, &[&zip, "--layer-name", "a", "--yes", "--read-only"]).exits(1).prints("read-only");
    run(&home, &aws, &[&zip, "--layer-name", "a"]).exits(2).prints("--yes");
    run(&home, &aws, &[&zip, "--layer-name", "a", "--yes", "--offline"]).exits(1);
    home.write("sources/no.zip", "none");
    run(&home, &aws, &[&text(&home.path("sources/no.zip")), "--layer-name", "a", "--yes"]).exits(1).prints("zip");
    assert!(aws.state.lock().unwrap().requests.is_empty(), "nothing was sent");
}

#[test]
fn a_refused_target_does_not_stop_the_others() {
    let (home, zip) = home();
    let aws = Aws::with_faults(|request, _| match &*request.region {
        "us-east-1" if is_publication(request) => Some(Fault::Error(403, "AccessDeniedException")),
        "us-west-2" if is_publication(request) => Some(Fault::Error(413, "RequestEntityTooLargeException")),
        "ap-south-1" => Some(Fault::Error(403, "AccessDeniedException")),
        _ => None,
    });
    let source = text(&zip);
    let regions =
        ["us-east-1", "us-west-2", "ap-south-1", "eu-west-1"].iter().flat_map(|region| ["--to-region", region]);
    let arguments: Vec<&str> = [&*source, "--layer-name", "tools", "--yes", "--json", "--grant", "public"]
        .into_iter()
        .chain(regions)
        .collect();
    let report = run(&home, &aws, &arguments).exits(1).json();
    assert_eq!(
        outcomes(&report),
        ["publish failed", "grant skipped", "publish failed", "grant skipped", "publish done", "grant done"],
        "{report:#}"
    );
    assert!(report["steps"][0]["error"].as_str().unwrap().contains("AccessDenied"), "{report:#}");
    assert!(report["refused"][0]["target"].as_str().unwrap().contains("ap-south-1"), "{report:#}");
    assert_eq!(report["outputs"].as_array().map(Vec::len), Some(1));
}

#[test]
fn throttling_is_waited_for_and_a_lost_answer_publishes_once() {
    let (home, zip) = home();
    let (throttled, lost) = (AtomicBool::new(false), AtomicBool::new(false));
    let aws = Aws::with_faults(move |request, _| {
        if !is_publication(request) {
            return None;
        }
        if !throttled.swap(true, Ordering::SeqCst) {
            return Some(Fault::Error(429, "TooManyRequestsException"));
        }
        (!lost.swap(true, Ordering::SeqCst)).then_some(Fault::LostAnswer)
    });
    run(&home, &aws, &[&text(&zip), "--layer-name", "tools", "--yes"]).exits(0).prints("layer:tools:1");
    assert_eq!(aws.publications(), 1);
}

#[test]
fn a_run_with_expired_credentials_goes_on_where_it_stopped() {
    let (home, zip) = home();
    let expired = std::sync::Arc::new(AtomicBool::new(true));
    let is_expired = std::sync::Arc::clone(&expired);
    let aws = Aws::with_faults(move |request, _| {
        let is_late = request.region == "us-east-1" && is_publication(request);
        (is_late && is_expired.load(Ordering::SeqCst)).then_some(Fault::Error(403, "ExpiredTokenException"))
    });
    let zip = text(&zip);
    let arguments = [&*zip, "--layer-name", "tools", "--to-region", "eu-west-1", "--to-region", "us-east-1", "--yes"];
    run(&home, &aws, &arguments).exits(1).prints("expired");
    assert_eq!(aws.publications(), 1);
    expired.store(false, Ordering::SeqCst);
    run(&home, &aws, &arguments).exits(0);
    assert_eq!((aws.versions("eu-west-1", "tools").len(), aws.versions("us-east-1", "tools").len()), (1, 1));
}

#[test]
fn a_source_that_changes_meanwhile_is_not_published() {
    let (home, zip) = home();
    let (path, lists) = (zip.clone(), std::sync::atomic::AtomicUsize::new(0));
    // The second time is right before the upload.
    let aws = Aws::with_faults(move |request, _| {
        let is_list = request.method == "GET" && request.target.ends_with("/versions");
        if is_list && lists.fetch_add(1, Ordering::SeqCst) == 1 {
            fs::write(&path, zip_of(&[("python/tools.py", b"other\n")])).unwrap();
        }
        None
    });
    run(&home, &aws, &[&text(&zip), "--layer-name", "tools", "--yes"])
        .exits(1)
        .prints("changed while samlayers read it");
    assert_eq!(aws.publications(), 0);
}

/// No temporary zip is left in the folder for temporary files, which is that of the test.
fn assert_nothing_temporary(home: &Home) {
    let entries = fs::read_dir(home.path("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(entries.filter(|name| name.starts_with("samlayers-")).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn a_folder_is_packed_like_pack_does_and_published_once() {
    let (home, _) = home();
    home.write("sources/layer/python/tools.py", "tools\n");
    home.write("sources/layer/bin/tool", "#!/bin/sh\n");
    let folder = text(&home.path("sources/layer"));
    let aws = Aws::start();
    let arguments = [&*folder, "--layer-name", "tools", "--to-region", "eu-west-1", "--to-region", "us-east-1"];
    let planned = run(&home, &aws, &[&arguments[..], &["--dry-run", "--json"]].concat()).exits(0).json();
    assert_eq!(planned["steps"][0]["path"], folder, "the folder, not a temporary file: {planned:#}");
    run(&home, &aws, &[&arguments[..], &["--yes"]].concat()).exits(0);
    home.run(&["pack", &folder, "-o", "packed.zip"]).exits(0);
    let packed = fs::read(home.path("project/packed.zip")).unwrap();
    for region in ["eu-west-1", "us-east-1"] {
        assert_eq!(aws.versions(region, "tools")[0].zip, packed, "{region}");
    }
    // The same folder is the same content, wherever and whenever it is packed.
    run(&home, &aws, &[&arguments[..], &["--yes"]].concat()).exits(0);
    assert_eq!(aws.publications(), 2);
    home.write("sources/layer/python/more.py", "more\n");
    run(&home, &aws, &[&arguments[..], &["--yes"]].concat()).exits(0);
    assert_eq!(aws.publications(), 4);
    assert_nothing_temporary(&home);
}

#[test]
fn a_folder_that_no_runtime_could_load_is_rejected_as_by_pack() {
    let (home, _) = home();
    home.write("sources/layer/my-layer/python/tools.py", "tools\n");
    let folder = text(&home.path("sources/layer"));
    let aws = Aws::start();
    let arguments = [&*folder, "--layer-name", "tools", "--yes"];
    run(&home, &aws, &arguments).exits(1).prints("my-layer").prints("--force");
    assert!(aws.state.lock().unwrap().requests.is_empty(), "nothing was sent");
    run(&home, &aws, &[&arguments[..], &["--force"]].concat()).exits(0).prints("my-layer");
    assert_eq!(aws.publications(), 1);
    // A library for one architecture, in a layer that is for the other one.
    let mut elf = vec![0_u8; 64];
    elf[..7].copy_from_slice(b"\x7fELF\x02\x01\x01");
    (elf[16], elf[18]) = (3, 62);
    home.write("sources/native/lib/libx.so", elf);
    let native = text(&home.path("sources/native"));
    let ran = run(&home, &aws, &[&native, "--layer-name", "native", "--compatible-architectures", "arm64", "--yes"]);
    ran.exits(1).prints("libx.so");
    assert_nothing_temporary(&home);
}

const SHARED: &str = "arn:aws:lambda:eu-west-1:123456789012:layer:shared:1";

/// A layer of another account in the cache, which Lambda answers with this error.
fn shared(fault: Fault) -> (Home, Aws, String) {
    let home = Home::new();
    let dir = home.run(&["dir", SHARED]).exits(0).stdout.trim().to_owned();
    home.cached(&format!("{dir}/python/shared.py"), "shared\n");
    let fault = std::sync::Mutex::new(Some(fault));
    let aws = Aws::with_faults(move |request, _| {
        let is_look_up = request.method == "GET"
            && request.target.contains("find=LayerVersion")
            && request.target.contains("shared");
        is_look_up.then(|| match fault.lock().unwrap().as_ref() {
            Some(Fault::Error(status, code)) => Fault::Error(*status, code),
            _ => Fault::Closed,
        })
    });
    (home, aws, dir)
}

#[test]
fn a_cached_layer_whose_zip_cannot_be_copied_is_repacked_and_said_so() {
    let (home, aws, dir) = shared(Fault::Error(403, "AccessDeniedException"));
    let arguments = [SHARED, "--layer-name", "own", "--yes"];
    run(&home, &aws, &arguments).exits(0).prints("zip of the cached files").prints("layer:own:1");
    home.run(&["export", &dir, "--repack", "-o", "repacked.zip", "--no-engine"]).exits(0);
    assert_eq!(aws.versions("eu-west-1", "own")[0].zip, fs::read(home.path("project/repacked.zip")).unwrap());
    run(&home, &aws, &arguments).exits(0);
    assert_eq!(aws.publications(), 1, "the same files are the same content");
    // By its directory, of which no ARN is known.
    run(&home, &aws, &[&dir, "--layer-name", "other", "--yes"]).exits(0).prints("ARN");
    assert_eq!(aws.versions("eu-west-1", "other")[0].zip, aws.versions("eu-west-1", "own")[0].zip);
    assert_nothing_temporary(&home);
}

/// Another program writes to the layer all the time: nothing is published, and no temporary zip is left.
#[test]
fn a_layer_that_changes_while_it_is_repacked_is_not_published() {
    let (home, aws, dir) = shared(Fault::Error(403, "AccessDeniedException"));
    home.cached(&format!("{dir}/python/noise"), noise(4_000_000));
    let changing = home.cache().join(&dir).join("python/shared.py");
    let writing = crate::home::Writing::to(changing);
    let ran = run(&home, &aws, &[SHARED, "--layer-name", "own", "--yes"]);
    ran.exits(1).prints("`python/shared.py` changed while samlayers read the folder");
    writing.stop();
    assert_eq!(aws.publications(), 0);
    assert_nothing_temporary(&home);
    run(&home, &aws, &[SHARED, "--layer-name", "own", "--yes"]).exits(0);
}

#[test]
fn a_layer_is_repacked_only_if_aws_refuses_it_and_the_cached_one_is_complete() {
    let (home, aws, dir) = shared(Fault::Error(403, "AccessDeniedException"));
    home.cached(&format!(".locks/{dir}.downloading.status"), "failed\n1700000000.5");
    run(&home, &aws, &[SHARED, "--layer-name", "own", "--yes"]).exits(1).prints("incomplete").prints("verify");
    fs::remove_dir_all(home.cache()).unwrap();
    run(&home, &aws, &[SHARED, "--layer-name", "own", "--yes"]).exits(1);
    assert_eq!(aws.publications(), 0);
    // What may work later is no reason to publish something else now.
    let (home, aws, _) = shared(Fault::Error(403, "ExpiredTokenException"));
    run(&home, &aws, &[SHARED, "--layer-name", "own", "--yes"]).exits(1).prints("expired");
    assert_eq!(aws.publications(), 0);
}

#[test]
fn an_imported_layer_is_published_from_its_cached_files() {
    let (home, zip) = home();
    let aws = Aws::start();
    let arn = "arn:aws:lambda:eu-west-1:000000000000:layer:imported:1";
    home.json(&["import", &text(&zip), "--arn", arn, "--yes"], 0);
    let dir = home.run(&["dir", arn]).exits(0).stdout.trim().to_owned();
    run(&home, &aws, &[&dir, "--layer-name", "own", "--yes"]).exits(0).prints("imported from").prints(&text(&zip));
    home.run(&["export", &dir, "--repack", "-o", "repacked.zip", "--no-engine"]).exits(0);
    assert_eq!(aws.versions("eu-west-1", "own")[0].zip, fs::read(home.path("project/repacked.zip")).unwrap());
}

/// There is no room for the zip of a folder: nothing is published, and nothing is left.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_is_not_published_where_there_is_no_room_to_pack_it() {
    let (home, _) = home();
    home.write("sources/layer/python/noise", noise(3_000_000));
    let aws = Aws::start();
    let folder = text(&home.path("sources/layer"));
    let limited = home.command(&["publish", &folder, "--layer-name", "tools", "--yes", "--no-engine"]);
    let mut command = std::process::Command::new("sh");
    // A limit on the size of a file is the full disk that any user can have.
    command.arg("-c").arg("ulimit -f 1000; trap '' XFSZ; exec \"$@\"").arg("sh").arg(limited.get_program());
    command.args(limited.get_args()).current_dir(home.path("project")).env_clear();
    command.envs(limited.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.envs(aws.environment()).env("PATH", std::env::var_os("PATH").unwrap_or_default());
    Ran::of(&mut command).exits(1).prints("cannot write");
    assert_eq!(aws.publications(), 0);
    assert_nothing_temporary(&home);
}

/// A zip that is too large for a request.
fn large(home: &Home) -> PathBuf {
    home.write("sources/large.zip", zip_of(&[("python/noise", &noise(53_000_000))]))
}

#[test]
fn a_large_zip_goes_through_a_bucket_that_is_checked_first_and_cleaned_up() {
    let (home, _) = home();
    let zip = text(&large(&home));
    let aws = Aws::start();
    aws.state.lock().unwrap().buckets = [("here", "eu-west-1"), ("there", "us-east-1")]
        .map(|(name, region)| (name.to_owned(), region.to_owned()))
        .into();
    let publish = |more: &[&str]| run(&home, &aws, &[&[&*zip, "--layer-name", "big", "--yes"], more].concat());
    publish(&[]).exits(1).prints("--s3-bucket");
    publish(&["--s3-bucket", "absent"]).exits(1).prints("absent");
    publish(&["--s3-bucket", "there"]).exits(1).prints("us-east-1");
    assert_eq!(aws.publications(), 0);
    assert!(!aws.state.lock().unwrap().requests.iter().any(|request| request.method == "PUT"), "checked first");
    publish(&["--s3-bucket", "eu-west-1=here", "--s3-bucket", "there"]).exits(0).prints("layer:big:1");
    assert_eq!(aws.versions("eu-west-1", "big")[0].zip.len() as u64, fs::metadata(&zip).unwrap().len());
    assert!(aws.state.lock().unwrap().objects.is_empty(), "the upload is removed");
}

/// `kill -9` at every step: run again, it publishes once and leaves nothing in the bucket.
#[cfg(debug_assertions)]
#[test]
fn a_publication_killed_anywhere_is_finished_by_the_next_run() {
    let (home, _) = home();
    let zip = text(&large(&home));
    let mut kills = 0;
    for fault in 1.. {
        let aws = Aws::start();
        aws.state.lock().unwrap().buckets = [("here".to_owned(), "eu-west-1".to_owned())].into();
        let arguments = ["publish", &zip, "--layer-name", "big", "--s3-bucket", "here", "--grant", "public", "--yes"];
        let mut environment = aws.environment();
        environment.push(("SAMLAYERS_FAULT", fault.to_string()));
        let killed = home.run_with(&arguments, &environment);
        home.run_with(&arguments, &aws.environment()).exits(0);
        let [version] = &aws.versions("eu-west-1", "big")[..] else { panic!("published twice or not at all: {fault}") };
        assert_eq!(version.policy.len(), 1, "{fault}");
        assert!(aws.state.lock().unwrap().objects.is_empty(), "{fault}");
        if killed.code == 0 {
            break;
        }
        kills += 1;
    }
    assert!(kills >= 3, "only {kills} points were passed");
}
