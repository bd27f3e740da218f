//! What a scan reports about the content of a layer, on real files.

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use samlayers::content::facts::{ContentFacts, NativePlatform, PathSample, RuntimeFolder};
use samlayers::inventory::facts::Finding;
use samlayers::sam::Architecture;

use super::place::{ALPHA, open, write};

fn content_of(root: &std::path::Path) -> ContentFacts {
    let found = Mutex::new(None);
    let report = |finding| {
        if let Finding::Measured(_, measure) = finding {
            *found.lock().unwrap() = Some(measure.content);
        }
    };
    open(root).scan(&report, &AtomicBool::new(false));
    found.into_inner().unwrap().expect("it was measured")
}

fn names(paths: &PathSample) -> Vec<&str> {
    assert_eq!(paths.count, paths.first.len() as u64);
    paths.first.iter().map(String::as_str).collect()
}

/// The beginning of a 64-bit ELF library for a machine: 62 is `x86_64`, 183 is `AArch64`.
fn elf(machine: u8) -> Vec<u8> {
    let mut head = Vec::new();
    fs::File::open("/proc/self/exe").unwrap().take(4096).read_to_end(&mut head).unwrap();
    head[18] = machine;
    head[19] = 0;
    head
}

#[test]
fn a_normal_layer_has_no_findings() {
    let cache = tempfile::tempdir().unwrap();
    let layer = cache.path().join(ALPHA);
    write(&layer.join("python/pkg/__init__.py"), b"");
    write(&layer.join("python/pkg/py.typed"), b"");
    write(&layer.join("python/.gitkeep"), b"");
    write(&layer.join("lib/libz.so.1"), b"text in disguise");
    symlink("libz.so.1", layer.join("lib/libz.so")).unwrap();
    symlink("/opt/lib", layer.join("python/lib")).unwrap();
    let nothing = ContentFacts { has_searched_folder: true, ..ContentFacts::default() };
    assert_eq!(content_of(cache.path()), nothing);
}

#[test]
fn every_oddity_is_reported_with_its_path() {
    let cache = tempfile::tempdir().unwrap();
    let layer = cache.path().join(ALPHA);
    write(&layer.join("bin/tool"), b"#!/bin/sh");
    write(&layer.join("lib/libempty.so.2"), b"");
    write(&layer.join("python/maybe.py"), b"");
    write(&layer.join("python/core.cpython-312-x86_64-linux-gnu.so"), &elf(62));
    write(&layer.join("extensions/agent"), &elf(183));
    write(&layer.join("nodejs/node_modules/x/prebuilds/darwin-x64/x.node"), &[0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1]);
    write(&layer.join("lib/mac.dylib"), &[[0xcf, 0xfa, 0xed, 0xfe].as_slice(), &[0; 60]].concat());
    write(&layer.join("python/lib/python3.9/site-packages/old.cpython-39-x.so"), &elf(62));
    write(&layer.join("nodejs/node18/node_modules/a.js"), b"1");
    symlink("/etc", layer.join("etc")).unwrap();
    symlink("gone", layer.join("lib/dangling")).unwrap();
    fs::set_permissions(layer.join("extensions/agent"), fs::Permissions::from_mode(0o700)).unwrap();
    fs::set_permissions(layer.join("bin/tool"), fs::Permissions::from_mode(0o644)).unwrap();

    let content = content_of(cache.path());
    assert_eq!(names(&content.empty), ["lib/libempty.so.2"]);
    assert_eq!(names(&content.possibly_empty), ["python/maybe.py"]);
    assert_eq!(names(&content.outside_links), ["etc"]);
    assert_eq!(names(&content.dangling), ["lib/dangling"]);
    assert_eq!(names(&content.modes), ["bin/tool (0644)"]);
    let native_files: Vec<_> =
        content.native_files.iter().map(|(machine, paths)| (machine.clone(), names(paths))).collect();
    let old = "python/lib/python3.9/site-packages/old.cpython-39-x.so";
    assert_eq!(
        native_files,
        [
            (NativePlatform::Linux(Architecture::X86_64), vec!["python/core.cpython-312-x86_64-linux-gnu.so", old]),
            (NativePlatform::Linux(Architecture::Arm64), vec!["extensions/agent"]),
            (NativePlatform::MacOs, vec!["lib/mac.dylib"]),
        ],
        "a package that holds libraries for several systems picks its own"
    );
    let folders: Vec<&str> =
        content.runtime_folders.iter().map(|folder: &RuntimeFolder| folder.path.as_str()).collect();
    assert_eq!(folders, ["nodejs/node18", "python/lib/python3.9"]);
    assert_eq!(content.python_minors.into_iter().collect::<Vec<_>>(), [12], "the other is in a folder of its version");
}
