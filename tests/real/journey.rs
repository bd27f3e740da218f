//! The main use, end to end: a user has run `sam local invoke`, lists what it left with samlayers, purges, undoes,
//! refreshes, and SAM keeps working with the result.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::names::{dir_of, image_of};
use crate::support::engine::image_names;
use crate::support::lambda::publish;
use crate::support::sam::{Invocation, Machine};
use crate::support::samlayers;
use crate::support::tree::snapshot;

/// A project whose function has two layers: one given as an ARN, one through a parameter.
const TEMPLATE: &str = "
Parameters:
  Tools:
    Type: String
    Default: TOOLS_ARN
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: bootstrap
      Timeout: 60
      Runtime: provided.al2023
      Layers:
        - BASE_ARN
        - !Ref Tools
";

/// A layer as Lambda and SAM know it.
struct Layer {
    arn: String,
    dir: String,
}

/// A machine on which SAM has just invoked the function for the first time.
struct Setup {
    machine: Machine,
    base: Layer,
    tools: Layer,
    /// The image SAM built of both.
    image: String,
}

impl Setup {
    /// `None` after reporting that the test is skipped. Each setup has layers, and so an image, of its own.
    fn begin(name: &str) -> Option<Self> {
        let machine = Machine::new()?;
        let layer = |part: &str, files: &[(&str, &str)]| {
            let arn = publish(&machine.ministack, "us-east-1", &format!("{name}-{part}"), files).arn;
            Layer { dir: dir_of(&arn), arn }
        };
        let base = layer("base", &[("lib/base.txt", "base"), ("config", "of base")]);
        let tools = layer("tools", &[("bin/tool", "tool"), ("config", "of tools")]);
        machine.write_project(&TEMPLATE.replace("BASE_ARN", &base.arn).replace("TOOLS_ARN", &tools.arn));
        let setup = Self { image: image_of(&[&base.arn, &tools.arn]), machine, base, tools };
        setup.invoke();
        assert!(setup.path(&setup.base).is_dir() && setup.path(&setup.tools).is_dir() && setup.has_image());
        Some(setup)
    }

    /// SAM invokes the function, which has to see all of both layers.
    fn invoke(&self) -> Invocation {
        let invocation = self.machine.invoke("Orders");
        assert_eq!(
            invocation.answer,
            ["bin/tool=tool", "config=of tools", "lib/base.txt=base"],
            "{}",
            invocation.output
        );
        invocation
    }

    /// `samlayers ARGUMENTS --json` in the project folder, with the environment SAM has.
    fn samlayers(&self, arguments: &[&str]) -> Value {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
        samlayers::json(self.machine.command(samlayers::program()), &arguments, 0)
    }

    fn path(&self, layer: &Layer) -> PathBuf {
        self.machine.cache().join(&layer.dir)
    }

    fn has_image(&self) -> bool {
        image_names(&self.machine.docker_host).contains(&self.image)
    }
}

/// The layer with this directory in the answer of `ls`.
fn row<'a>(ls: &'a Value, layer: &Layer) -> &'a Value {
    let rows = ls["layers"].as_array().expect("a list of layers");
    rows.iter().find(|row| row["dir"] == layer.dir).unwrap_or_else(|| panic!("{} is not in {ls:#}", layer.dir))
}

/// The steps of a plan with their outcomes: `action outcome`.
fn steps(report: &Value) -> Vec<String> {
    let steps = report["steps"].as_array().expect("a list of steps");
    let text = |step: &Value, key: &str| step[key].as_str().expect("a text").to_owned();
    steps.iter().map(|step| format!("{} {}", text(step, "action"), text(step, "outcome"))).collect()
}

fn downloads(invocation: &Invocation, layer: &Layer) -> bool {
    let unversioned = layer.arn.rsplit_once(':').expect("a version").0;
    invocation.output.contains(&format!("Downloading {unversioned}"))
}

fn uses_what_is_cached(invocation: &Invocation, layer: &Layer) -> bool {
    invocation.output.contains(&format!("{} is already cached. Skipping download", layer.arn))
}

#[test]
fn what_sam_left_is_shown_and_explained() {
    let Some(setup) = Setup::begin("shown") else { return };

    let ls = setup.samlayers(&["ls"]);
    assert_eq!(ls["cache"]["path"], setup.machine.cache().to_str().expect("text"));
    assert_eq!(ls["engine"]["status"], "ready", "{ls:#}");
    assert_eq!(ls["layers"].as_array().map(Vec::len), Some(2));
    let template = ls["layers"][0]["functions"][0]["template"].clone();
    for (layer, name, files) in [(&setup.base, "shown-base", 2), (&setup.tools, "shown-tools", 2)] {
        let row = row(&ls, layer);
        assert_eq!(row["arn"], layer.arn, "{row:#}");
        assert!(row["arn_source"].is_string(), "{row:#}");
        assert_eq!((&row["layer_name"], &row["version"]), (&json!(name), &json!("1")));
        assert_eq!((&row["state"], &row["problems"]), (&json!("ok"), &json!([])));
        assert_eq!((&row["file_count"], &row["images"]), (&json!(files), &json!([setup.image])));
        assert_eq!(row["functions"], json!([{ "template": template, "function": "Orders" }]));
    }

    let images = setup.samlayers(&["images"]);
    let rows = images["images"].as_array().expect("a list of images");
    let ours = rows.iter().find(|row| row["name"] == setup.image).unwrap_or_else(|| panic!("{images:#}"));
    assert_eq!(ours["layers"], json!([setup.base.dir, setup.tools.dir]), "{ours:#}");
    assert_eq!((&ours["runtime"], &ours["architecture"]), (&json!("provided.al2023"), &json!("x86_64")));

    let functions = setup.samlayers(&["functions"]);
    let function = &functions["templates"][0]["functions"][0];
    assert_eq!(function["full_path"], "Orders", "{functions:#}");
    assert_eq!((&function["image"], &function["invoke_image"]), (&json!(setup.image), &json!(setup.image)));
    assert_eq!(function["image_present"], true);
    for (shown, layer) in [(&function["layers"][0], &setup.base), (&function["layers"][1], &setup.tools)] {
        assert_eq!((&shown["arn"], &shown["dir"]), (&json!(layer.arn), &json!(layer.dir)));
        assert_eq!((&shown["cached"], &shown["local"], &shown["problem"]), (&json!(true), &json!(false), &Value::Null));
    }
}

#[test]
fn undo_restores_a_purged_layer_and_sam_uses_it_without_a_download() {
    let Some(setup) = Setup::begin("undone") else { return };
    let before = snapshot(&setup.path(&setup.base));

    setup.samlayers(&["purge", &setup.base.dir, "--yes"]);
    assert!(!setup.path(&setup.base).exists());
    assert!(setup.has_image(), "images stay unless they are selected");

    setup.samlayers(&["undo", "--yes"]);
    assert_eq!(snapshot(&setup.path(&setup.base)), before);
    let again = setup.invoke();
    assert!(uses_what_is_cached(&again, &setup.base), "{}", again.output);
}

#[test]
fn after_a_purge_with_its_image_sam_downloads_and_builds_again() {
    let Some(setup) = Setup::begin("purged") else { return };

    let dry = setup.samlayers(&["purge", &setup.base.dir, "--with-images", "--dry-run"]);
    assert_eq!(steps(&dry), ["remove-image planned", "trash-layer planned"]);
    assert!(setup.path(&setup.base).is_dir() && setup.has_image(), "a dry run changes nothing");

    let purge = setup.samlayers(&["purge", &setup.base.dir, "--with-images", "--yes"]);
    assert_eq!(steps(&purge), ["remove-image done", "trash-layer done"]);
    assert!(!setup.path(&setup.base).exists() && setup.path(&setup.tools).is_dir());
    assert!(!setup.has_image());

    let again = setup.invoke();
    assert!(downloads(&again, &setup.base) && uses_what_is_cached(&again, &setup.tools), "{}", again.output);
    assert!(again.output.contains("Building image") && setup.has_image(), "{}", again.output);
}

#[test]
fn a_refresh_repairs_a_damaged_layer_and_sam_does_not_download_it() {
    let Some(setup) = Setup::begin("refreshed") else { return };
    let tool = setup.path(&setup.tools).join("bin/tool");
    // What SAM leaves after a damaged download: the file exists and is empty.
    fs::write(&tool, "").expect("our own file");
    fs::write(setup.path(&setup.tools).join("stray"), "not of the layer").expect("our own file");

    let refresh = setup.samlayers(&["refresh", &setup.tools.dir, "--with-images", "--yes"]);
    assert_eq!(steps(&refresh), ["refresh done", "remove-image done"], "{refresh:#}");
    assert_eq!(fs::read_to_string(&tool).expect("the file is back"), "tool");
    assert!(!setup.path(&setup.tools).join("stray").exists());

    let again = setup.invoke();
    for layer in [&setup.base, &setup.tools] {
        assert!(uses_what_is_cached(&again, layer) && !downloads(&again, layer), "{}", again.output);
    }
}
