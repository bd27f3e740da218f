//! The real `sam build --use-container` of native C and C++ code: what its results hold, for which architecture, and whether
//! they fit the functions and layers that they were built for.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{engine, real, sam, samlayers};

const REPOSITORY: &str = "public.ecr.aws/sam/build-provided.al2023";

/// A library in C with an entry in C++, without anything of the system, so that no headers are needed.
const C: &str = "int added(int one, int other) { return one + other; }\n";
const CPP: &str = "struct Adder { int sum; void add(int n) { sum += n; } };\n\
                   extern \"C\" int twice(int n) { Adder adder{n}; adder.add(n); return adder.sum; }\n";

/// Each target is what SAM calls for the logical ID.
const MAKEFILE: &str = "\
build-Fitting:
\tmkdir -p $(ARTIFACTS_DIR)/lib
\tgcc -O1 -shared -fPIC -nostdlib -o $(ARTIFACTS_DIR)/lib/libadded.so added.c
\tg++ -O1 -shared -fPIC -nostdlib -fno-exceptions -fno-rtti -o $(ARTIFACTS_DIR)/lib/libtwice.so twice.cc
\tcp bootstrap $(ARTIFACTS_DIR)/bootstrap

build-Foreign: build-Fitting

build-Crossed:
\tmkdir -p $(ARTIFACTS_DIR)/lib
\tcp arm64.so $(ARTIFACTS_DIR)/lib/libadded.so
\tcp bootstrap $(ARTIFACTS_DIR)/bootstrap

build-Native:
\tmkdir -p $(ARTIFACTS_DIR)/lib
\tgcc -O1 -shared -fPIC -nostdlib -o $(ARTIFACTS_DIR)/lib/libadded.so added.c
\tg++ -O1 -shared -fPIC -nostdlib -fno-exceptions -fno-rtti -o $(ARTIFACTS_DIR)/lib/libtwice.so twice.cc
";

fn template() -> String {
    let function = |id: &str, architecture: &str| {
        format!(
            "  {id}:\n    Type: AWS::Serverless::Function\n    Metadata: {{BuildMethod: makefile}}\n    Properties:\n      \
             {{Runtime: provided.al2023, Handler: bootstrap, CodeUri: native, Architectures: [{architecture}]}}\n"
        )
    };
    let functions = function("Fitting", "x86_64") + &function("Foreign", "arm64") + &function("Crossed", "arm64");
    format!(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n{functions}  Native:\n    Type: AWS::Serverless::LayerVersion\n    \
         Metadata: {{BuildMethod: makefile, BuildArchitecture: arm64}}\n    Properties: {{ContentUri: native, \
         CompatibleRuntimes: [provided.al2023], CompatibleArchitectures: [arm64]}}\n"
    )
}

/// A shared library for arm64, as far as its header says: there is no cross compiler on every machine.
fn arm64() -> Vec<u8> {
    let mut elf = vec![0_u8; 64];
    elf[..7].copy_from_slice(b"\x7fELF\x02\x01\x01");
    (elf[16], elf[18], elf[20]) = (3, 183, 1);
    elf
}

fn entry<'a>(folder: &'a Value, name: &str) -> &'a Value {
    let entries = folder["entries"].as_array().unwrap();
    let is = |entry: &&Value| entry["path"].as_str().unwrap().ends_with(&format!(".aws-sam/build/{name}"));
    entries.iter().find(is).unwrap_or_else(|| panic!("{name} in {folder:#}"))
}

#[test]
fn native_code_that_sam_builds_in_a_container_is_compared_with_what_it_is_for() {
    let Some(machine) = sam::Machine::new() else { return };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/build_image.py");
    let tags = ["latest-x86_64", "latest-arm64"];
    let made = machine.python(&script).arg(REPOSITORY).args(tags).output().unwrap();
    let printed = String::from_utf8_lossy(&made.stdout).into_owned() + &String::from_utf8_lossy(&made.stderr);
    if let Some(reason) = printed.strip_prefix("skipped: ") {
        return real::skip(reason.trim());
    }
    assert!(made.status.success(), "{printed}");

    machine.write_project(&template());
    let native = machine.project().join("native");
    fs::create_dir(&native).unwrap();
    let files: [(&str, &[u8]); 5] = [
        ("Makefile", MAKEFILE.as_bytes()),
        ("added.c", C.as_bytes()),
        ("twice.cc", CPP.as_bytes()),
        ("bootstrap", b"#!/bin/sh\n"),
        ("arm64.so", &arm64()),
    ];
    for (name, content) in files {
        fs::write(native.join(name), content).unwrap();
    }
    let mut sam = machine.command(&real::venv().unwrap().join("bin/sam"));
    let output = sam.args(["build", "--use-container", "--skip-pull-image", "--cached"]).output().unwrap();
    let printed = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}");

    // What is in it, for which architecture, and whether that fits.
    let ask = |arguments: &[&str], code| samlayers::json(machine.command(samlayers::program()), arguments, code);
    let folder = &ask(&["builds", "--json"], 0)["folders"][0];
    for (name, architecture, fits) in [
        ("Fitting", "x86_64", true),
        ("Foreign", "arm64", false),
        ("Crossed", "arm64", true),
        ("Native", "arm64", false),
    ] {
        let entry = entry(folder, name);
        assert_eq!((&entry["architecture"], &entry["referenced"]), (&json!(architecture), &json!(true)), "{entry:#}");
        let codes: Vec<&str> =
            entry["problems"].as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
        assert_eq!(codes.is_empty(), fits, "{entry:#}");
        assert!(fits || codes == ["native-mismatch"], "{entry:#}");
    }
    let packages = ask(&["size", "--json", "Fitting", "./.aws-sam/build/Native"], 0);
    let packages = packages["packages"].as_array().unwrap();
    // The function has a bootstrap beside the two libraries, whose symbols are a part of their own.
    for (package, files) in packages.iter().zip([3, 2]) {
        let kinds: Vec<&str> =
            package["parts"].as_array().unwrap().iter().map(|part| part["kind"].as_str().unwrap()).collect();
        assert_eq!((kinds, &package["file_count"]), (vec!["own", "debug"], &json!(files)), "{package:#}");
        assert!(package["unzipped_bytes"].as_u64().unwrap() > 5_000, "two shared libraries: {package:#}");
    }
    // The same answer when the layer is packed for the functions it was built for.
    let pack = |architecture: &str, code| {
        let build = ".aws-sam/build/Native";
        let arguments = ["pack", build, "-o", "native.zip", "--overwrite", "--architecture", architecture, "--json"];
        ask(&arguments, code)
    };
    assert!(pack("arm64", 1)["refused"][0]["reason"].as_str().unwrap().contains("libadded.so"));
    assert_eq!(pack("x86_64", 0)["outputs"].as_array().unwrap().len(), 1);

    // The images that the build used are known as such, and can be purged.
    let images = ask(&["images", "--json"], 0);
    for tag in tags {
        let name = format!("{REPOSITORY}:{tag}");
        let image = images["images"].as_array().unwrap().iter().find(|image| image["name"] == *name);
        assert_eq!(image.unwrap_or_else(|| panic!("{images:#}"))["kind"], "build");
    }
    ask(&["purge", "--build-images", "--yes", "--json"], 0);
    for tag in tags {
        assert_eq!(engine::image(&machine.docker_host, &format!("{REPOSITORY}:{tag}")), None);
    }
}
