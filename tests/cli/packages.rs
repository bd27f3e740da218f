//! Deployment packages on the command line: what makes them large, and packing folders.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::home::{Home, text};
use crate::support::layers::{Layers, noise, whole, zip_of};
use crate::support::real::{self, skip};
use crate::support::scripted;

const NUMPY: &str = "numpy/core.py,,\nnumpy/tests/test_core.py,,\nnumpy-1.26.4.dist-info/METADATA,,\n";
const METADATA: &str = "Metadata-Version: 2.1\nName: numpy\nVersion: 1.26.4\n\nText\n";

/// A layer with one distribution, its tests and compiled files.
const LAYER: [(&str, &str); 6] = [
    ("python/numpy/core.py", "1234567890"),
    ("python/numpy/tests/test_core.py", "12345"),
    ("python/numpy/__pycache__/core.cpython-312.pyc", "123"),
    ("python/numpy-1.26.4.dist-info/METADATA", METADATA),
    ("python/numpy-1.26.4.dist-info/RECORD", NUMPY),
    ("python/own.py", "1"),
];

const TEMPLATE: &str = "
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: app.handler
      Runtime: python3.12
      Layers:
        - arn:aws:lambda:eu-west-1:123456789012:layer:first:1
        - arn:aws:lambda:eu-west-1:123456789012:layer:second:1
";

fn arn(name: &str) -> String {
    format!("arn:aws:lambda:eu-west-1:123456789012:layer:{name}:1")
}

fn dir(home: &Home, name: &str) -> String {
    home.run(&["dir", &arn(name)]).exits(0).stdout.trim().to_owned()
}

fn cache_layer(home: &Home, name: &str) -> String {
    let dir = dir(home, name);
    for (path, content) in LAYER {
        home.cached(&format!("{dir}/{path}"), content);
    }
    dir
}

fn write_layer(home: &Home, below: &str) {
    for (path, content) in LAYER {
        home.write(&format!("{below}/{path}"), content);
    }
}

/// The parts of a package as `kind name version bytes files`, sorted.
fn parts(package: &Value) -> Vec<String> {
    let part = |part: &Value| {
        let version = part["version"].as_str().unwrap_or("-");
        let name = part["name"].as_str().unwrap();
        format!("{} {name} {version} {} {}", part["kind"].as_str().unwrap(), part["size_bytes"], part["file_count"])
    };
    let mut parts: Vec<String> = package["parts"].as_array().unwrap().iter().map(part).collect();
    parts.sort();
    parts
}

fn expected_parts() -> Vec<String> {
    let distribution = 10 + METADATA.len() + NUMPY.len();
    vec![
        "cache numpy 1.26.4 3 1".to_owned(),
        format!("distribution numpy 1.26.4 {distribution} 3"),
        "own  - 1 1".to_owned(),
        "tests numpy 1.26.4 5 1".to_owned(),
    ]
}

#[test]
fn a_layer_a_folder_and_a_zip_have_the_same_parts() {
    let home = Home::new();
    let dir = cache_layer(&home, "first");
    write_layer(&home, "project/layer");
    let files: Vec<(&str, &[u8])> = LAYER.iter().map(|(path, content)| (*path, content.as_bytes())).collect();
    home.write("project/layer.zip", zip_of(&files));
    let bytes: usize = LAYER.iter().map(|(_, content)| content.len()).sum();
    for (name, kind) in [
        (dir.as_str(), "layer"),
        (arn("first").as_str(), "layer"),
        ("first-*", "layer"),
        ("./layer", "folder"),
        ("layer", "folder"),
        ("layer.zip", "zip"),
    ] {
        let document = home.json(&["size", name], 0);
        let package = &document["packages"][0];
        assert_eq!(package["kind"], kind, "{name}");
        assert_eq!(package["unzipped_bytes"], bytes, "{name}");
        assert_eq!(parts(package), expected_parts(), "{name}");
        assert_eq!(package["zipped_bytes"].is_u64(), kind == "zip", "{name}: {package}");
        assert_eq!(package["quota"]["exceeded"], serde_json::json!([]));
    }
    let savings = &home.json(&["size", &dir], 0)["packages"][0]["savings"];
    assert_eq!((&savings[0]["kind"], &savings[1]["kind"]), (&"tests".into(), &"cache".into()));
    home.run(&["size", &dir]).exits(0).prints("numpy 1.26.4").prints("of 250 MB unzipped").prints("largest savings");
}

#[test]
fn a_function_is_its_code_and_layers_and_what_is_missing_is_not_zero() {
    let home = Home::new();
    home.write("project/template.yaml", TEMPLATE);
    home.write("project/src/app.py", "function code");
    home.write("project/src/boto3-1.34.0.dist-info/METADATA", "Name: boto3\nVersion: 1.34.0\n");
    let first = cache_layer(&home, "first");
    let document = home.json(&["size", "F"], 0);
    let package = &document["packages"][0];
    assert_eq!((&package["kind"], &package["target"]), (&"function".into(), &"F".into()));
    assert_eq!(package["unknown"][0]["target"], dir(&home, "second").as_str());
    let boto3 = package["parts"].as_array().unwrap().iter().find(|part| part["name"] == "boto3").unwrap();
    assert_eq!((&boto3["in_runtime"], &boto3["layer"]), (&true.into(), &Value::Null));
    home.run(&["size", "F", "--no-engine"]).exits(0).prints("at least").prints("samlayers prefetch");
    home.run(&["size", "--check", "--no-engine"]).exits(1);

    let second = cache_layer(&home, "second");
    let document = home.json(&["size", "--check"], 0);
    let package = &document["packages"][0];
    assert_eq!(package["layers"], serde_json::json!([first, second]));
    let numpy: Vec<&Value> = package["parts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|part| part["name"] == "numpy" && part["kind"] == "distribution")
        .collect();
    assert_eq!((numpy.len(), &numpy[0]["also_in"][0]), (2, &numpy[1]["layer"]));
    let savings = package["savings"].as_array().unwrap();
    assert!(savings.iter().any(|saving| saving["kind"] == "twice" && saving["names"][0] == "numpy"), "{savings:?}");

    // What `sam build` made counts, and not the source.
    home.write("project/.aws-sam/build/F/app.py", "built");
    home.write("project/.aws-sam/build/template.yaml", TEMPLATE.replace("src", "F"));
    assert_eq!(home.json(&["size", "F"], 0)["packages"][0]["code_bytes"], 5);
    assert_eq!(home.json(&["size", "F", "-t", "template.yaml"], 0)["packages"][0]["code_bytes"], 5);
    // A path is a path, whatever functions there are.
    fs::create_dir(home.path("project/F")).unwrap();
    assert_eq!(home.json(&["size", "./F"], 0)["packages"][0]["kind"], "folder");
    home.run(&["size", "nothing-like-it"]).exits(2).prints("is not a function");
}

#[test]
fn quotas_are_checked_to_the_byte() {
    let home = Home::new();
    let file = fs::File::create(home.write("project/large/data", "")).unwrap();
    file.set_len(262_144_000).unwrap();
    home.run(&["size", "./large", "--check"]).exits(0).prints("262 MB, 100 % of 250 MB");
    file.set_len(262_144_001).unwrap();
    assert_eq!(home.json(&["size", "./large"], 0)["packages"][0]["quota"]["exceeded"][0], "over-quota");
    home.run(&["size", "./large", "--check"]).exits(1);
}

#[test]
fn a_hostile_zip_is_refused_and_a_damaged_one_too() {
    let home = Home::new();
    home.write("project/evil.zip", zip_of(&[("../outside", b"1")]));
    home.run(&["size", "./evil.zip"]).exits(1).prints("a path outside the layer");
    home.write("project/text.zip", "no zip at all");
    let document = home.json(&["size", "./text.zip", "./gone"], 1);
    assert_eq!((document["packages"].as_array().unwrap().len(), document["refused"].as_array().unwrap().len()), (0, 2));
}

#[test]
fn a_zip_is_read_in_little_memory() {
    if !cfg!(target_os = "linux") {
        return skip("peak memory is read as Linux reports it");
    }
    let home = Home::new();
    let large = noise(40 << 20);
    home.write("project/large.zip", zip_of(&[("bin/tool", &[b"\x7fELF", &large[..]].concat()), ("lib/data", &large)]));
    let script = "\"$0\" size ./large.zip >/dev/null & pid=$!; peak=0; while kill -0 $pid 2>/dev/null; do \
                  now=$(sed -n 's/^VmHWM:[^0-9]*\\([0-9]*\\).*/\\1/p' /proc/$pid/status 2>/dev/null); \
                  [ \"${now:-0}\" -gt $peak ] && peak=$now; done; echo $peak";
    let output = Command::new("sh")
        .args(["-c", script])
        .arg(crate::support::samlayers::program())
        .current_dir(home.path("project"))
        .output()
        .unwrap();
    let peak: u64 = String::from_utf8_lossy(&output.stdout).trim().parse().unwrap();
    assert!(peak < 60_000, "{peak} kB");
}

fn pack(home: &Home, source: &str, output: &str, more: &[&str], code: i32) -> Value {
    home.json(&[&["pack", source, "-o", output], more].concat(), code)
}

#[cfg(unix)]
#[test]
fn the_same_folder_is_the_same_zip_whatever_the_umask_time_zone_locale_and_order() {
    let home = Home::new();
    write_layer(&home, "project/one");
    for (path, content) in LAYER.iter().rev() {
        home.write(&format!("project/other/{path}"), content);
    }
    pack(&home, "one", "one.zip", &[], 0);
    let script = "umask 077; find other -exec touch -t 200102030405 {} +; chmod -R go= other; exec \"$0\" pack other -o other.zip";
    let status = home.command(&[]).get_program().to_owned();
    let mut command = Command::new("sh");
    command.args(["-c", script]).arg(status).current_dir(home.path("project"));
    command.env("TZ", "Pacific/Kiritimati").env("LC_ALL", "tr_TR.UTF-8").env("HOME", home.path("home"));
    assert!(command.status().unwrap().success());
    let zip = fs::read(home.path("project/one.zip")).unwrap();
    assert_eq!(zip, fs::read(home.path("project/other.zip")).unwrap());
    // The bytes are the same on other machines, and with later versions unless the compressor changes.
    assert_eq!(&zip[..14], b"PK\x03\x04\x14\x00\x00\x00\x08\x00\x00\x00\x21\x00");
}

#[test]
fn a_zip_has_modes_links_and_a_hash_as_aws_computes_it() {
    let home = Home::new();
    home.write("project/layer/bin/tool", "#!/bin/sh\n");
    home.write("project/layer/bin/data", "text");
    home.write("project/layer/lib/libz.so.1", [b"\x7fELF".as_slice(), &[0; 40]].concat());
    fs::create_dir_all(home.path("project/layer/python/hollow")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("libz.so.1", home.path("project/layer/lib/libz.so")).unwrap();
    let document = pack(&home, "layer", "layer.zip", &["--force"], 0);
    let output = &document["outputs"][0];
    assert_eq!((&document["steps"][0]["outcome"], &output["arn"]), (&"done".into(), &Value::Null));
    assert_eq!(output["size_bytes"], fs::metadata(home.path("project/layer.zip")).unwrap().len());
    let script = "import base64,hashlib,json,sys,zipfile\n\
                  z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None\n\
                  print(json.dumps([[i.filename, oct(i.external_attr>>16), list(i.date_time)] for i in z.infolist()]))\n\
                  print(base64.b64encode(hashlib.sha256(open(sys.argv[1],'rb').read()).digest()).decode())";
    let Ok(python) = Command::new("python3").args(["-c", script]).arg(home.path("project/layer.zip")).output() else {
        return skip("no Python");
    };
    let printed = String::from_utf8(python.stdout).unwrap();
    let (entries, sha256) = printed.trim().split_once('\n').unwrap_or_else(|| panic!("{:?}", python.stderr));
    assert_eq!(output["code_sha256"], sha256);
    let date = serde_json::json!([1980, 1, 1, 0, 0, 0]);
    let entry = |name: &str, mode: &str| serde_json::json!([name, mode, date]);
    let mut expected = vec![entry("bin/data", "0o100644"), entry("bin/tool", "0o100755")];
    if cfg!(unix) {
        expected.push(entry("lib/libz.so", "0o120777"));
    }
    expected.extend([entry("lib/libz.so.1", "0o100755"), entry("python/hollow/", "0o40755")]);
    assert_eq!(serde_json::from_str::<Value>(entries).unwrap(), Value::Array(expected));
}

#[cfg(unix)]
#[test]
fn sam_unpacks_what_was_packed() {
    let Some(venv) = real::venv() else { return };
    let home = Home::new();
    write_layer(&home, "project/layer");
    home.write("project/layer/bin/large", noise(1_300_000));
    home.write("project/layer/python/한글.py", "1");
    std::os::unix::fs::symlink("large", home.path("project/layer/bin/link")).unwrap();
    pack(&home, "layer", "layer.zip", &[], 0);
    let script = "import sys; from samcli.local.lambdafn.zip import unzip; unzip(sys.argv[1], sys.argv[2])";
    let output = Command::new(venv.join("bin/python"))
        .args(["-c", script])
        .args([home.path("project/layer.zip"), home.path("project/unpacked")])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let same = Command::new("diff")
        .args(["-r", "--no-dereference"])
        .args([home.path("project/layer"), home.path("project/unpacked")])
        .output()
        .unwrap();
    assert!(same.status.success(), "{}", String::from_utf8_lossy(&same.stdout));
}

#[test]
fn what_no_runtime_could_load_is_rejected_with_its_fix() {
    let home = Home::new();
    write_layer(&home, "project/wrapped/my-layer");
    let document = pack(&home, "wrapped", "out.zip", &[], 1);
    assert!(document["refused"][0]["reason"].as_str().unwrap().contains("my-layer/python"), "{document}");
    assert!(!home.path("project/out.zip").exists());
    assert_eq!(pack(&home, "wrapped", "out.zip", &["--force"], 0)["outputs"].as_array().unwrap().len(), 1);

    home.write("project/bare/numpy-1.26.4.dist-info/METADATA", METADATA);
    home.run(&["pack", "bare", "-o", "bare.zip"]).exits(1).prints("to `python`");
    home.write("project/extension/extensions/agent", "no program");
    home.run(&["pack", "extension", "-o", "extension.zip"]).exits(1).prints("chmod +x");
    fs::create_dir(home.path("project/hollow")).unwrap();
    home.run(&["pack", "hollow", "-o", "hollow.zip"]).exits(1).prints("contains no files");
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        home.write("project/linked/lib/x", "1");
        std::os::unix::fs::symlink("../../outside", home.path("project/linked/lib/l")).unwrap();
        home.run(&["pack", "linked", "-o", "linked.zip"]).exits(1).prints("lib/l");
        home.write("project/bytes/python/x", "1");
        let name = std::ffi::OsStr::from_bytes(b"\xff.py");
        if fs::write(home.path("project/bytes/python").join(name), "1").is_ok() {
            home.run(&["pack", "bytes", "-o", "bytes.zip", "--force"]).exits(1).prints("not UTF-8 text");
        }
    }
    // An ELF file for arm64.
    let mut arm = vec![0; 64];
    arm[..7].copy_from_slice(b"\x7fELF\x02\x01\x01");
    arm[18] = 183;
    home.write("project/native/lib/libx.so", &arm);
    home.run(&["pack", "native", "-o", "native.zip", "--architecture", "x86_64"]).exits(1).prints("arm64");
    home.run(&["pack", "native", "-o", "native.zip", "--architecture", "arm64"]).exits(0);
}

#[test]
fn an_existing_file_is_replaced_only_when_asked_and_never_packed() {
    let home = Home::new();
    write_layer(&home, "project/layer");
    home.write("project/layer/layer.zip", "older");
    home.run(&["pack", "layer", "-o", "layer/layer.zip"]).exits(1).prints("--overwrite");
    assert_eq!(fs::read(home.path("project/layer/layer.zip")).unwrap(), b"older");
    home.run(&["pack", "layer", "-o", "layer/layer.zip", "--overwrite"]).exits(0);
    let first = fs::read(home.path("project/layer/layer.zip")).unwrap();
    home.run(&["--read-only", "pack", "layer", "-o", "layer/layer.zip", "--overwrite"]).exits(0);
    assert_eq!(fs::read(home.path("project/layer/layer.zip")).unwrap(), first, "the zip does not hold itself");
    // Another process writes the same zip: the temporary file has another name then.
    let other = fs::File::create(home.path("project/layer/.samlayers-layer.zip.new")).unwrap();
    other.try_lock().unwrap();
    home.run(&["pack", "layer", "-o", "layer/layer.zip", "--overwrite"]).exits(0);
    assert_eq!(
        fs::read(home.path("project/layer/layer.zip")).unwrap(),
        first,
        "the zip does not hold its own beginning"
    );
    home.run(&["pack", "layer", "-o", "nowhere/layer.zip"]).exits(1).prints("does not exist");
    home.run(&["pack", "gone", "-o", "x.zip"]).exits(1).prints("not a folder");
    home.run(&["pack", "layer", "-o", "."]).exits(1).prints("is a folder");
}

#[test]
fn more_files_than_a_short_record_counts() {
    let home = Home::new();
    let folder = home.path("project/layer/python");
    for group in 0..66 {
        let folder = folder.join(group.to_string());
        fs::create_dir_all(&folder).unwrap();
        (0..1000).for_each(|file| fs::write(folder.join(format!("{file}.py")), "").unwrap());
    }
    let document = pack(&home, "layer", "layer.zip", &[], 0);
    assert_eq!(document["outputs"][0]["unzipped_bytes"], 0);
    assert_eq!(home.json(&["size", "./layer.zip"], 0)["packages"][0]["file_count"], 66_000);
    let script = "import sys,zipfile; print(len(zipfile.ZipFile(sys.argv[1]).infolist()))";
    match Command::new("python3").args(["-c", script]).arg(home.path("project/layer.zip")).output() {
        Ok(output) => assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "66000"),
        Err(_) => skip("no Python"),
    }
}

#[cfg(unix)]
#[test]
fn a_pack_that_is_killed_leaves_the_old_file_and_the_next_one_cleans_up() {
    let home = Home::new();
    home.write("project/layer/python/large", noise(60 << 20));
    home.write("project/layer.zip", "older");
    for milliseconds in [5, 40, 200] {
        let mut child = home.command(&["pack", "layer", "-o", "layer.zip", "--overwrite"]).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(milliseconds));
        child.kill().unwrap();
        child.wait().unwrap();
        if fs::read(home.path("project/layer.zip")).unwrap() != b"older" {
            break;
        }
    }
    home.run(&["pack", "layer", "-o", "layer.zip", "--overwrite"]).exits(0);
    assert_eq!(names(&home.path("project")), ["layer", "layer.zip"]);
    home.run(&["pack", "layer", "-o", "other.zip"]).exits(0);
    let read = |name: &str| fs::read(home.path(name)).unwrap();
    assert!(read("project/layer.zip") == read("project/other.zip"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_file_and_says_so() {
    let home = Home::new();
    home.write("project/layer/python/large", noise(1 << 20));
    let disk = home.path("disk");
    fs::create_dir(&disk).unwrap();
    let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"]).arg(&disk).output();
    if !mount.is_ok_and(|output| output.status.success()) {
        return skip("mounting a small disk needs root");
    }
    fs::write(disk.join("layer.zip"), "older").unwrap();
    let ran = home.run(&["pack", "layer", "-o", &text(&disk.join("layer.zip")), "--overwrite"]);
    let (left, content) = (names(&disk), fs::read(disk.join("layer.zip")));
    Command::new("umount").arg(&disk).status().unwrap();
    ran.exits(1).prints("disk is full");
    assert_eq!((left, content.unwrap()), (vec!["layer.zip".to_owned()], b"older".to_vec()));
}

fn published(home: &Home) -> (Layers, Vec<u8>, String) {
    let lambda = Layers::start();
    let zip = zip_of(&[("python/a.py", b"a = 1\n"), ("bin/tool", b"#!/bin/sh\n"), ("python/large", &noise(200_000))]);
    lambda.publish(&arn("first"), zip.clone());
    (lambda, zip, dir(home, "first"))
}

#[test]
fn an_export_is_byte_for_byte_what_aws_published() {
    let home = Home::new();
    let (lambda, zip, dir) = published(&home);
    let run = |arguments: &[&str]| home.run_with(arguments, &lambda.environment());
    // The layer is not cached.
    let ran = run(&["--read-only", "export", &arn("first"), "-o", "first.zip", "--json", "--no-engine"]);
    let document = ran.exits(0).json();
    assert!(fs::read(home.path("project/first.zip")).unwrap() == zip);
    let output = &document["outputs"][0];
    assert_eq!((&output["arn"], &output["region"]), (&arn("first").into(), &"eu-west-1".into()));
    assert_eq!((&output["size_bytes"], &output["unzipped_bytes"]), (&zip.len().into(), &200_016.into()));
    run(&["export", &arn("first"), "-o", "first.zip"]).exits(1).prints("--overwrite");
    run(&["export", &arn("gone"), "-o", "gone.zip"]).exits(1);
    run(&["export", &arn("first"), "-o", "x.zip", "--offline"]).exits(1).prints("--repack");
    run(&["export", "nothing-*", "-o", "x.zip"]).exits(2).prints("no layer matches");
    run(&["export", &arn("first")]).exits(2);
    // A directory name is exported by the ARN that is known for it.
    home.cached(&format!("{dir}/python/a.py"), "changed");
    home.write("project/template.yaml", TEMPLATE);
    run(&["export", &dir, &arn("first"), "--to-dir", "zips"]).exits(0);
    assert_eq!(names(&home.path("project/zips")), [format!("{dir}.zip")]);
    assert!(fs::read(home.path(&format!("project/zips/{dir}.zip"))).unwrap() == zip);
    assert_eq!(names(&home.path("project")), ["first.zip", "template.yaml", "zips"], "no part of a failure is left");
}

#[test]
fn an_export_that_is_not_what_lambda_describes_is_refused() {
    let home = Home::new();
    let lambda = Layers::with_store(|request, zip, _| {
        let mut changed = zip.to_vec();
        changed[40] ^= 1;
        whole(request, &changed)
    });
    lambda.publish(&arn("first"), zip_of(&[("python/a.py", b"a = 1\n")]));
    home.write("project/first.zip", "older");
    let ran = home.run_with(&["export", &arn("first"), "-o", "first.zip", "--overwrite"], &lambda.environment());
    ran.exits(1);
    assert_eq!(fs::read(home.path("project/first.zip")).unwrap(), b"older");
    assert_eq!(names(&home.path("project")), ["first.zip"]);
}

/// Each refusal of AWS, and a service that is busy for a while: the older file stays, nothing else is left, and what can be
/// tried again is.
#[test]
fn an_export_that_aws_refuses_leaves_the_older_file() {
    let refused = |code: &'static str, status: u16| {
        Layers::with_faults(
            move |_| Some(scripted::answer(status, &[("x-amzn-errortype", code)], b"{}")),
            |request, zip, _| whole(request, zip),
        )
    };
    for (lambda, says) in [
        (refused("AccessDeniedException", 403), "GetLayerVersion"),
        (refused("ExpiredTokenException", 403), "expired"),
        (refused("ResourceNotFoundException", 404), "deleted"),
    ] {
        let home = Home::new();
        home.write("project/first.zip", "older");
        let ran = home.run_with(&["export", &arn("first"), "-o", "first.zip", "--overwrite"], &lambda.environment());
        ran.exits(1).prints(says);
        assert_eq!(fs::read(home.path("project/first.zip")).unwrap(), b"older");
        assert_eq!(names(&home.path("project")), ["first.zip"]);
    }
    // Busy, then an address that has expired in the middle, then the zip.
    let lambda = Layers::with_faults(
        |count| (count == 0).then(|| scripted::answer(429, &[("x-amzn-errortype", "TooManyRequestsException")], b"{}")),
        |request, zip, count| match count {
            0 => scripted::answer(
                403,
                &[],
                b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>",
            ),
            _ => whole(request, zip),
        },
    );
    let zip = zip_of(&[("python/a.py", b"a = 1\n")]);
    lambda.publish(&arn("first"), zip.clone());
    let home = Home::new();
    home.run_with(&["export", &arn("first"), "-o", "first.zip"], &lambda.environment()).exits(0);
    assert!(fs::read(home.path("project/first.zip")).unwrap() == zip);
}

#[cfg(target_os = "linux")]
#[test]
fn an_export_to_a_full_disk_leaves_the_older_file() {
    let home = Home::new();
    let (lambda, _, dir) = published(&home);
    home.cached(&format!("{dir}/python/large"), noise(1 << 20));
    let disk = home.path("disk");
    fs::create_dir(&disk).unwrap();
    let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(&disk).output();
    if !mount.is_ok_and(|output| output.status.success()) {
        return skip("mounting a small disk needs root");
    }
    fs::write(disk.join("layer.zip"), "older").unwrap();
    let target = text(&disk.join("layer.zip"));
    let export = |more: &[&str]| {
        home.run_with(&[&["export", "-o", &target, "--overwrite", "--no-engine"], more].concat(), &lambda.environment())
    };
    let ran = [export(&[&arn("first")]), export(&[&dir, "--repack"])];
    let (left, content) = (names(&disk), fs::read(disk.join("layer.zip")));
    Command::new("umount").arg(&disk).status().unwrap();
    for ran in ran {
        ran.exits(1).prints("disk is full");
    }
    assert_eq!((left, content.unwrap()), (vec!["layer.zip".to_owned()], b"older".to_vec()));
}

#[test]
fn a_repacked_layer_is_reproducible_and_has_the_modes_of_programs() {
    let home = Home::new();
    let dir = cache_layer(&home, "first");
    home.cached(&format!("{dir}/bin/tool"), "#!/bin/sh\n");
    #[cfg(unix)]
    for entry in walkdir::WalkDir::new(home.cache().join(&dir)) {
        use std::os::unix::fs::PermissionsExt as _;
        // As SAM leaves them.
        fs::set_permissions(entry.unwrap().path(), fs::Permissions::from_mode(0o700)).unwrap();
    }
    home.run(&["--read-only", "export", &dir, "--repack", "-o", "one.zip"]).exits(0);
    write_layer(&home, "project/same");
    home.write("project/same/bin/tool", "#!/bin/sh\n");
    home.run(&["pack", "same", "-o", "other.zip"]).exits(0);
    let read = |name: &str| fs::read(home.path(name)).unwrap();
    assert!(read("project/one.zip") == read("project/other.zip"));
    home.run(&["export", "gone-1-0123456789", "--repack", "-o", "x.zip"]).exits(2);
}

/// Another program writes to the layer all the time: nothing is written, and an older file stays.
#[test]
fn a_layer_that_changes_while_it_is_exported_is_refused() {
    let home = Home::new();
    let dir = cache_layer(&home, "first");
    home.cached(&format!("{dir}/python/noise"), noise(4_000_000));
    fs::create_dir(home.path("project/out")).unwrap();
    home.write("project/out/older.zip", "older");
    let writing = crate::home::Writing::to(home.cache().join(&dir).join("python/written.py"));
    let refused = |arguments: &[&str]| {
        let ran = home.run(&[&["export", &dir, "--no-engine", "--json"], arguments].concat());
        ran.exits(1);
        let step = &ran.json()["steps"][0];
        assert_eq!(step["outcome"], "failed", "{step:#}");
        let why = step["error"].as_str().unwrap();
        assert!(why.contains("`python/written.py` changed while samlayers read the folder"), "{why}");
    };
    refused(&["--repack", "-o", "out/new.zip"]);
    refused(&["--repack", "-o", "out/older.zip", "--overwrite"]);
    refused(&["--repack", "--to-dir", "out"]);
    refused(&["--dockerfile", "out/context"]);
    writing.stop();
    assert_eq!(names(&home.path("project/out")), ["older.zip"]);
    assert_eq!(fs::read(home.path("project/out/older.zip")).unwrap(), b"older");
    home.run(&["export", &dir, "--repack", "-o", "out/new.zip", "--no-engine"]).exits(0);
}

#[test]
fn a_build_context_holds_what_a_function_would_see_in_opt() {
    let home = Home::new();
    let (first, second) = (dir(&home, "first"), dir(&home, "second"));
    for (path, content) in [
        (format!("{first}/python/both.py"), "first"),
        (format!("{first}/python/own.py"), "1"),
        (format!("{first}/thing/inside"), "hidden by a file"),
        (format!("{second}/python/both.py"), "second"),
        (format!("{second}/thing"), "a file"),
        (format!("{second}/extensions/agent"), "text"),
    ] {
        home.cached(&path, content);
    }
    home.write("project/template.yaml", TEMPLATE);
    home.run(&["--read-only", "export", "F", "--dockerfile", "context", "--no-engine"]).exits(0);
    let context = home.path("project/context");
    let lines = fs::read_to_string(context.join("Dockerfile.layers")).unwrap();
    let copies: Vec<&str> = lines.lines().filter(|line| line.starts_with("COPY")).collect();
    assert_eq!(copies, [format!("COPY layers/1-{first}/ /opt/"), format!("COPY layers/2-{second}/ /opt/")]);
    let files: Vec<String> = walkdir::WalkDir::new(context.join("layers"))
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(context.join("layers")).unwrap().to_str().unwrap().replace('\\', "/"))
        .collect();
    let expected = [
        format!("1-{first}/python/own.py"),
        format!("2-{second}/extensions/agent"),
        format!("2-{second}/python/both.py"),
        format!("2-{second}/thing"),
    ];
    assert_eq!(files, expected);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &str| fs::metadata(context.join(path)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&format!("layers/2-{second}/extensions/agent")), 0o755);
        assert_eq!(mode(&format!("layers/1-{first}/python/own.py")), 0o644);
    }
    home.run(&["export", &first, "--dockerfile", "context"]).exits(1).prints("not empty");
    fs::remove_dir_all(home.cache().join(&second)).unwrap();
    home.run(&["export", "F", "--dockerfile", "other", "--no-engine"]).exits(1).prints("is not cached");
    assert_eq!(names(&home.path("project")), ["context", "template.yaml"]);
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
