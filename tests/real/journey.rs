//! The main job, end to end: somebody has used `sam local invoke`, looks at what it left with samlayers, purges, undoes,
//! refreshes, and SAM goes on working with what samlayers left.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::names::{dir_of, image_of};
use crate::support::engine::image_names;
use crate::support::lambda::publish;
use crate::support::sam::{Invocation, Machine};
use crate::support::samlayers;
use crate::support::tree::snapshot;

/// A project whose function has two layers: one named outright, one through a parameter.
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
struct Story {
    machine: Machine,
    base: Layer,
    tools: Layer,
    /// The image SAM built of both.
    image: String,
}

impl Story {
    /// `None` after saying that the test is skipped. Each story has layers, and so an image, of its own.
    fn begin(name: &str) -> Option<Self> {
        let machine = Machine::new()?;
        let layer = |part: &str, files: &[(&str, &str)]| {
            let arn = publish(&machine.ministack, "us-east-1", &format!("{name}-{part}"), files).arn;
            Layer { dir: dir_of(&arn), arn }
        };
        let base = layer("base", &[("lib/base.txt", "base"), ("config", "of base")]);
        let tools = layer("tools", &[("bin/tool", "tool"), ("config", "of tools")]);
        machine.write_project(&TEMPLATE.replace("BASE_ARN", &base.arn).replace("TOOLS_ARN", &tools.arn));
        let story = Self { image: image_of(&[&base.arn, &tools.arn]), machine, base, tools };
        story.invoke();
        assert!(story.path(&story.base).is_dir() && story.path(&story.tools).is_dir() && story.has_image());
        Some(story)
    }

    /// SAM invokes the function, which has to see all of both layers.
    fn invoke(&self) -> Invocation {
        let invocation = self.machine.invoke("Orders");
        assert_eq!(invocation.answer, ["bin/tool=tool", "config=of tools", "lib/base.txt=base"], "{}", invocation.said);
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

/// What became of a plan's steps: `action outcome`.
fn steps(report: &Value) -> Vec<String> {
    let steps = report["steps"].as_array().expect("a list of steps");
    let text = |step: &Value, key: &str| step[key].as_str().expect("a text").to_owned();
    steps.iter().map(|step| format!("{} {}", text(step, "action"), text(step, "outcome"))).collect()
}

fn downloads(invocation: &Invocation, layer: &Layer) -> bool {
    let unversioned = layer.arn.rsplit_once(':').expect("a version").0;
    invocation.said.contains(&format!("Downloading {unversioned}"))
}

fn uses_what_is_cached(invocation: &Invocation, layer: &Layer) -> bool {
    invocation.said.contains(&format!("{} is already cached. Skipping download", layer.arn))
}

#[test]
fn what_sam_left_is_shown_with_its_meaning() {
    let Some(story) = Story::begin("shown") else { return };

    let ls = story.samlayers(&["ls"]);
    assert_eq!(ls["cache"]["path"], story.machine.cache().to_str().expect("text"));
    assert_eq!(ls["engine"]["status"], "ready", "{ls:#}");
    assert_eq!(ls["layers"].as_array().map(Vec::len), Some(2));
    let template = ls["layers"][0]["functions"][0]["template"].clone();
    for (layer, name, files) in [(&story.base, "shown-base", 2), (&story.tools, "shown-tools", 2)] {
        let row = row(&ls, layer);
        assert_eq!(row["arn"], layer.arn, "{row:#}");
        assert!(row["arn_source"].is_string(), "{row:#}");
        assert_eq!((&row["layer_name"], &row["version"]), (&json!(name), &json!("1")));
        assert_eq!((&row["state"], &row["problems"]), (&json!("ok"), &json!([])));
        assert_eq!((&row["file_count"], &row["images"]), (&json!(files), &json!([story.image])));
        assert_eq!(row["functions"], json!([{ "template": template, "function": "Orders" }]));
    }

    let images = story.samlayers(&["images"]);
    let rows = images["images"].as_array().expect("a list of images");
    let ours = rows.iter().find(|row| row["name"] == story.image).unwrap_or_else(|| panic!("{images:#}"));
    assert_eq!(ours["layers"], json!([story.base.dir, story.tools.dir]), "{ours:#}");
    assert_eq!((&ours["runtime"], &ours["architecture"]), (&json!("provided.al2023"), &json!("x86_64")));

    let functions = story.samlayers(&["functions"]);
    let function = &functions["templates"][0]["functions"][0];
    assert_eq!(function["full_path"], "Orders", "{functions:#}");
    assert_eq!((&function["image"], &function["invoke_image"]), (&json!(story.image), &json!(story.image)));
    assert_eq!(function["image_present"], true);
    for (shown, layer) in [(&function["layers"][0], &story.base), (&function["layers"][1], &story.tools)] {
        assert_eq!((&shown["arn"], &shown["dir"]), (&json!(layer.arn), &json!(layer.dir)));
        assert_eq!((&shown["cached"], &shown["local"], &shown["problem"]), (&json!(true), &json!(false), &Value::Null));
    }
}

#[test]
fn a_purged_layer_comes_back_by_undo_byte_for_byte_and_sam_uses_it_without_a_download() {
    let Some(story) = Story::begin("undone") else { return };
    let before = snapshot(&story.path(&story.base));

    story.samlayers(&["purge", &story.base.dir, "--yes"]);
    assert!(!story.path(&story.base).exists());
    assert!(story.has_image(), "images stay unless they are asked for");

    story.samlayers(&["undo", "--yes"]);
    assert_eq!(snapshot(&story.path(&story.base)), before);
    let again = story.invoke();
    assert!(uses_what_is_cached(&again, &story.base), "{}", again.said);
}

#[test]
fn after_a_purge_with_its_image_sam_downloads_and_builds_again() {
    let Some(story) = Story::begin("purged") else { return };

    let dry = story.samlayers(&["purge", &story.base.dir, "--with-images", "--dry-run"]);
    assert_eq!(steps(&dry), ["remove-image planned", "trash-layer planned"]);
    assert!(story.path(&story.base).is_dir() && story.has_image(), "a dry run changes nothing");

    let purge = story.samlayers(&["purge", &story.base.dir, "--with-images", "--yes"]);
    assert_eq!(steps(&purge), ["remove-image done", "trash-layer done"]);
    assert!(!story.path(&story.base).exists() && story.path(&story.tools).is_dir());
    assert!(!story.has_image());

    let again = story.invoke();
    assert!(downloads(&again, &story.base) && uses_what_is_cached(&again, &story.tools), "{}", again.said);
    assert!(again.said.contains("Building image") && story.has_image(), "{}", again.said);
}

#[test]
fn a_damaged_layer_is_whole_again_after_a_refresh_and_sam_does_not_download_it() {
    let Some(story) = Story::begin("refreshed") else { return };
    let tool = story.path(&story.tools).join("bin/tool");
    // What SAM leaves where the zip was damaged on its way: the file is there, with nothing in it.
    fs::write(&tool, "").expect("our own file");
    fs::write(story.path(&story.tools).join("stray"), "not of the layer").expect("our own file");

    let refresh = story.samlayers(&["refresh", &story.tools.dir, "--with-images", "--yes"]);
    assert_eq!(steps(&refresh), ["refresh done", "remove-image done"], "{refresh:#}");
    assert_eq!(fs::read_to_string(&tool).expect("the file is back"), "tool");
    assert!(!story.path(&story.tools).join("stray").exists());

    let again = story.invoke();
    for layer in [&story.base, &story.tools] {
        assert!(uses_what_is_cached(&again, layer) && !downloads(&again, layer), "{}", again.said);
    }
}
