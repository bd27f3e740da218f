//! Import: a local zip or folder becomes the content of a layer version, is never taken for what AWS published, and can
//! be undone.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::home::{Home, text};
use crate::support::layers::zip_of;
use crate::support::wine;

const ARN: &str = "arn:aws:lambda:us-east-1:000000000000:layer:tools:1";

fn dir() -> String {
    samlayers::sam::LayerArn::parse(ARN).unwrap().dir().to_string()
}

/// A zip and a folder with the content of a layer.
fn home() -> (Home, PathBuf, PathBuf) {
    let home = Home::new();
    fs::create_dir_all(home.path("home")).unwrap();
    let zip = home.write("sources/tools.zip", zip_of(&[("python/tools.py", b"from the zip\n")]));
    home.write("sources/folder/python/tools.py", "from the folder\n");
    let folder = home.path("sources/folder");
    (home, zip, folder)
}

fn content(home: &Home) -> Option<String> {
    fs::read_to_string(home.cache().join(dir()).join("python/tools.py")).ok()
}

fn status(home: &Home) -> Option<String> {
    let status = fs::read_to_string(home.cache().join(format!(".locks/{}.downloading.status", dir()))).ok()?;
    status.lines().next().map(str::to_owned)
}

/// The row of the layer in `ls`.
fn row(home: &Home) -> Value {
    let ls = home.json(&["ls"], 0);
    let rows = ls["layers"].as_array().unwrap();
    rows.iter().find(|row| row["dir"] == dir()).unwrap_or_else(|| panic!("{ls:#}")).clone()
}

#[test]
fn a_zip_and_a_folder_become_the_layer_that_sam_would_use() {
    let (home, zip, folder) = home();
    let imported = home.json(&["import", &text(&zip), "--arn", ARN, "--yes"], 0);
    assert_eq!(imported["steps"][0]["action"], "import");
    let output = &imported["outputs"][0];
    let sha256 = {
        use base64::Engine as _;
        use sha2::Digest as _;
        base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(fs::read(&zip).unwrap()))
    };
    assert_eq!((&output["arn"], &output["code_sha256"]), (&json!(ARN), &json!(sha256)));
    assert_eq!(output["unzipped_bytes"], 13);
    assert_eq!((content(&home).as_deref(), status(&home).as_deref()), (Some("from the zip\n"), Some("completed")));
    let row = row(&home);
    assert_eq!((&row["origin"], &row["state"]), (&json!("imported"), &json!("ok")));
    assert_eq!(row["imported"]["source"], text(&zip));
    home.run(&["explain", ARN, "--no-engine", "--offline"]).prints("imported on").prints(&text(&zip));
    home.run(&["ls", "--no-engine"]).prints("ok imported");

    // Only with --replace, and undo brings the first content back, with its own source.
    let refused = home.json(&["import", &text(&folder), "--arn", ARN, "--yes"], 1);
    assert!(refused["refused"][0]["reason"].as_str().unwrap().contains("--replace"), "{refused:#}");
    let replaced = home.json(&["import", &text(&folder), "--arn", ARN, "--replace", "--yes"], 0);
    assert_eq!(replaced["trashed_bytes"], 13);
    assert_eq!(content(&home).as_deref(), Some("from the folder\n"));
    assert_eq!(self::row(&home)["imported"]["source"], text(&folder));
    home.run(&["purge", &dir(), "--dry-run", "--no-engine"]).exits(0).prints("only undo or another import restores it");
    home.run(&["purge", &dir(), "--delete", "--dry-run", "--no-engine"]).exits(0).prints("neither undo nor a download");
    home.run(&["trash", "ls", "--no-engine"]).prints("import");
    home.json(&["undo", "--yes"], 0);
    assert_eq!(content(&home).as_deref(), Some("from the zip\n"));
    assert_eq!(self::row(&home)["imported"]["source"], text(&zip));
}

#[test]
fn it_is_verified_against_what_was_imported() {
    let (home, zip, _) = home();
    home.json(&["import", &text(&zip), "--arn", ARN, "--yes"], 0);
    home.run(&["verify", "--deep", "--no-engine", &dir()])
        .exits(0)
        .prints("the content imported on")
        .prints(&text(&zip));
    fs::write(home.cache().join(dir()).join("python/tools.py"), "from the zip?").unwrap();
    let ran = home.run(&["verify", "--deep", "--no-engine", &dir()]);
    ran.exits(1).prints("file-changed").prints("samlayers import");
    assert!(!ran.stdout.contains("samlayers refresh"), "a refresh would download other content: {ran:?}");
    // It stays imported when files are added at its top, which changes the time of the directory, but not that of its
    // creation. Wine knows only one of them.
    fs::write(home.cache().join(dir()).join("more"), "").unwrap();
    assert!(wine::is_here() || row(&home)["origin"] == "imported");
}

#[test]
fn a_refresh_says_that_it_replaces_an_import() {
    let (home, zip, _) = home();
    home.json(&["import", &text(&zip), "--arn", ARN, "--yes"], 0);
    home.run(&["refresh", ARN, "--dry-run", "--no-engine"]).prints("replaces content imported from");
    home.run(&["purge", &dir(), "--dry-run", "--no-engine"]).prints("only undo or another import");
}

#[test]
fn a_source_that_sam_could_not_use_is_refused_before_anything_is_changed() {
    let (home, _, _) = home();
    home.write("sources/no.zip", "no zip at all");
    let wrapped = home.write("sources/wrapped/my-layer/python/m.py", "").ancestors().nth(3).unwrap().to_owned();
    fs::create_dir_all(home.path("sources/empty")).unwrap();
    let run = |source: &str, code: i32| {
        let ran = home.run(&["import", source, "--arn", ARN, "--yes", "--no-engine"]);
        ran.exits(code);
        ran
    };
    run(&text(&home.path("sources/no.zip")), 1).prints("zip");
    run(&text(&home.path("sources/empty")), 1).prints("it contains no files or folders");
    run("absent", 1).prints("logical ID");
    home.run(&["import", &text(&wrapped), "--arn", ARN, "--dry-run", "--no-engine"]).exits(0).prints("my-layer/python");
    home.run(&["import", "sources/tools.zip", "--yes"]).exits(2).prints(ARN);
    home.run(&["import", "x", "--arn", "not:an:arn", "--yes"]).exits(2);
    let around = text(&home.path("home"));
    fs::create_dir_all(home.cache()).unwrap();
    run(&around, 1).prints("it contains the layer cache");
    assert_eq!(fs::read_dir(home.cache()).unwrap().count(), 0, "nothing was written");
}

#[test]
fn read_only_and_without_consent_nothing_is_imported() {
    let (home, zip, _) = home();
    home.run(&["import", &text(&zip), "--arn", ARN, "--yes", "--read-only"]).exits(1).prints("read-only");
    home.run(&["import", &text(&zip), "--arn", ARN]).exits(2).prints("--yes");
    home.run(&["import", &text(&zip), "--arn", ARN, "--dry-run"]).exits(0).prints("import");
    assert!(!home.cache().exists());
}

#[test]
fn the_owner_of_an_account_is_warned_about_once() {
    let (home, zip, _) = home();
    let arn = |version: u64| format!("arn:aws:lambda:us-east-1:111111111111:layer:tools:{version}");
    let import = |version| home.run(&["import", &text(&zip), "--arn", &arn(version), "--yes", "--no-engine"]);
    import(1).exits(0).prints("account 111111111111 may be in use");
    let second = import(2);
    second.exits(0);
    assert!(!second.stderr.contains("may be in use"), "{second:?}");
    let own = home.run(&["import", &text(&zip), "--arn", ARN, "--yes", "--no-engine"]);
    assert!(!own.stderr.contains("may be in use"), "{own:?}");
}

#[test]
fn a_layer_of_the_template_is_imported_by_its_logical_id() {
    let (home, _, _) = home();
    home.write("project/layer/python/own.py", "own\n");
    home.write(
        "project/template.yaml",
        "Resources:\n  Own:\n    Type: AWS::Serverless::LayerVersion\n    Properties:\n      ContentUri: layer\n  Hello:\n    \
         Type: AWS::Serverless::Function\n    Properties:\n      Handler: a.b\n      Runtime: python3.13\n      CodeUri: \
         src\n      Layers:\n        - !Ref Own\n",
    );
    let arn = "arn:aws:lambda:us-east-1:000000000000:layer:own:1";
    let ran = home.run(&["import", "Own", "--arn", arn, "--yes", "--no-engine", "--offline"]);
    ran.exits(0).prints(&format!("replace `!Ref Own` under Layers with {arn} in")).prints("template.yaml");
    let template = fs::read_to_string(home.path("project/template.yaml")).unwrap().replace("!Ref Own", arn);
    home.write("project/template.yaml", template);
    let functions = home.json(&["functions", "--offline"], 0);
    assert_eq!(functions["templates"][0]["functions"][0]["layers"][0]["cached"], true, "{functions:#}");
}

/// `kill -9` at every step: the next start finds the old or the new content, complete, and only the new one is imported.
#[cfg(debug_assertions)]
#[test]
fn an_import_killed_anywhere_leaves_old_or_new_content() {
    let mut kills = 0;
    for fault in 1.. {
        let (home, zip, folder) = home();
        home.json(&["import", &text(&zip), "--arn", ARN, "--yes"], 0);
        let arguments = ["import", &text(&folder), "--arn", ARN, "--replace", "--yes", "--no-engine"];
        let ran = home.run_with(&arguments, &[("SAMLAYERS_FAULT", fault.to_string())]);
        let row = row(&home);
        let source = row["imported"]["source"].clone();
        let (old, new) = ("from the zip\n".to_owned(), "from the folder\n".to_owned());
        let now = content(&home).unwrap_or_else(|| panic!("nothing is there after the kill at {fault}"));
        assert!(now == old && source == text(&zip) || now == new && source == text(&folder), "{fault}: {now} {row:#}");
        assert_eq!(status(&home).as_deref(), Some("completed"), "{fault}");
        let locks = fs::read_dir(home.cache().join(".locks")).unwrap();
        let locks = locks.filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|end| end == "lock"));
        assert_eq!(locks.count(), 0, "a lock is left after the kill at {fault}");
        assert_eq!(fs::read_dir(home.cache().join(".samlayers/staging")).unwrap().count(), 0, "{fault}");
        if now == new {
            home.json(&["undo", "--yes"], 0);
            assert_eq!(content(&home), Some(old), "{fault}");
        }
        if ran.code == 0 {
            break;
        }
        kills += 1;
    }
    assert!(kills > 10, "only {kills} points were passed");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_keeps_the_old_content() {
    let (home, zip, _) = home();
    home.json(&["import", &text(&zip), "--arn", ARN, "--yes"], 0);
    let large = home.write("sources/large.zip", zip_of(&[("python/large", &vec![7; 3_000_000])]));
    // A limit on the size of a file is the full disk that any user can have.
    let mut command = std::process::Command::new("sh");
    let limited = home.command(&["import", &text(&large), "--arn", ARN, "--replace", "--yes", "--no-engine"]);
    command.arg("-c").arg("ulimit -f 1000; trap '' XFSZ; exec \"$@\"").arg("sh").arg(limited.get_program());
    command.args(limited.get_args()).current_dir(home.path("project")).env_clear();
    command.envs(limited.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    let ran = crate::home::Ran::of(&mut command);
    ran.exits(1).prints("cannot write");
    assert_eq!((content(&home).as_deref(), row(&home)["origin"].as_str()), (Some("from the zip\n"), Some("imported")));
}
