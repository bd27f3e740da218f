//! Real wheels and npm packages from the registries are packed, measured, imported and loaded.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::real;
use crate::support::sam::Machine;
use crate::support::samlayers;

fn lock(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real-packages").join(name)).unwrap()
}

/// `name version` of what the locks name, in the spelling in which they name it.
fn wheels() -> BTreeSet<String> {
    let lock = lock("requirements.lock");
    let lines = lock.lines().filter_map(|line| line.trim_end_matches([' ', '\\']).split_once("=="));
    lines.map(|(name, version)| format!("{name} {version}")).collect()
}

fn npm_packages() -> BTreeSet<String> {
    let lock: Value = serde_json::from_str(&lock("package-lock.json")).unwrap();
    let packages = lock["packages"].as_object().unwrap().iter();
    let named = packages.filter_map(|(path, package)| {
        Some(format!("{} {}", path.rsplit_once("node_modules/")?.1, package["version"].as_str()?))
    });
    named.collect()
}

/// `name version` of the distributions that `size` finds. Python's registry takes `-`, `_` and `.` for the same.
fn distributions(package: &Value, is_python: bool) -> BTreeSet<String> {
    let parts = package["parts"].as_array().unwrap().iter().filter(|part| part["kind"] == "distribution");
    let named = parts.map(|part| {
        let name = part["name"].as_str().unwrap();
        let name = if is_python { name.to_lowercase().replace(['_', '.'], "-") } else { name.to_owned() };
        format!("{name} {}", part["version"].as_str().unwrap_or("without a version"))
    });
    named.collect()
}

struct Layer {
    runtime: &'static str,
    folder: PathBuf,
    arn: &'static str,
    expected: BTreeSet<String>,
}

fn layers(packages: &Path) -> [Layer; 2] {
    [
        Layer {
            runtime: "python3.12",
            folder: packages.join("python"),
            arn: "arn:aws:lambda:us-east-1:000000000000:layer:real-wheels:1",
            expected: wheels(),
        },
        Layer {
            runtime: "nodejs22.x",
            folder: packages.join("nodejs"),
            arn: "arn:aws:lambda:us-east-1:000000000000:layer:real-npm:1",
            expected: npm_packages(),
        },
    ]
}

#[test]
fn they_are_packed_measured_and_imported() {
    let (Some(machine), Some(packages)) = (Machine::without_engine(), real::packages()) else { return };
    let run = |arguments: &[&str], code| {
        let arguments = [arguments, &["--json", "--no-engine", "--offline"]].concat();
        samlayers::json(machine.command(samlayers::program()), &arguments, code)
    };
    for Layer { runtime, folder, arn, expected } in layers(&packages) {
        assert!(expected.len() >= 4, "the lock is read: {expected:?}");
        let (folder, is_python) = (folder.to_str().unwrap(), runtime.starts_with("python"));
        let zip = format!("{runtime}.zip");
        let packed = run(&["pack", folder, "-o", &zip, "--runtime", runtime, "--architecture", "x86_64"], 0);
        let unzipped = &packed["outputs"][0]["unzipped_bytes"];
        // Folder, zip and cached layer hold the same distributions with the same bytes.
        let imported = run(&["import", &zip, "--arn", arn, "--yes"], 0);
        for target in [folder, &format!("./{zip}"), arn] {
            let package = &run(&["size", target], 0)["packages"][0];
            assert_eq!(distributions(package, is_python), expected, "{target}");
            assert_eq!(package["unzipped_bytes"], *unzipped, "{target}");
        }
        assert_eq!(run(&["verify", "--deep", arn], 0)["problems"], Value::Array(Vec::new()));
        // The same content is the same zip, from the cache too.
        let dir = imported["steps"][0]["target"].as_str().unwrap();
        let again = run(&["export", dir, "--repack", "-o", "again.zip", "--overwrite"], 0);
        assert_eq!(again["outputs"][0]["unzipped_bytes"], *unzipped);
        let loads = loads(&machine, runtime, dir);
        assert!(loads, "{runtime} does not load what was imported");
    }
}

/// Whether the interpreter of this machine loads the packages from the cache.
fn loads(machine: &Machine, runtime: &str, dir: &str) -> bool {
    let layer = machine.cache().join(dir);
    let mut command = if runtime.starts_with("python") {
        let mut command = machine.command(Path::new("python3"));
        command.env("PYTHONPATH", layer.join("python")).env("PYTHONDONTWRITEBYTECODE", "1");
        command
            .args(["-c", "import requests, markupsafe; requests.Session(); assert markupsafe.escape('<') == '&lt;'"]);
        command
    } else {
        let mut command = machine.command(Path::new("node"));
        command.env("NODE_PATH", layer.join("nodejs/node_modules"));
        command.args(["-e", "require('debug')('x'); require('@lukeed/ms'); process.exit(require('semver').gt('2.0.0', '1.0.0') ? 0 : 1)"]);
        command
    };
    command.status().is_ok_and(|status| status.success())
}

/// Native code of a wheel does not run on another architecture, and `pack` names it.
#[test]
fn native_code_of_a_wheel_for_another_architecture_is_rejected() {
    let (Some(machine), Some(packages)) = (Machine::without_engine(), real::packages()) else { return };
    let folder = packages.join("python");
    let arguments = ["pack", folder.to_str().unwrap(), "-o", "arm.zip", "--architecture", "arm64", "--json"];
    let rejected = samlayers::json(machine.command(samlayers::program()), &arguments, 1);
    let reason = rejected["refused"][0]["reason"].as_str().unwrap();
    assert!(reason.contains(".so") && reason.contains("arm64"), "{rejected:#}");
    assert!(!machine.project().join("arm.zip").exists());
}
