//! Compares the answers of SAM CLI with those of samlayers, and reports every difference.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use samlayers::sam::AccountId;
use samlayers::sam::problem::ProblemCode;
use samlayers::sam::release::Release;
use samlayers::sam::template::{
    self, Function, FunctionLayer, MergeOrder, PackageType, ResolvedTemplate, Settings, TemplateFiles,
};
use serde_json::{Value, json};

use crate::cases::{Case, TEMPLATE};
use crate::real;

/// Compares with SAM CLI and the `PyYAML` it was installed with. Fails with a list of all differences.
pub fn with_sam(cases: &[Case]) {
    if let Some(venv) = real::venv() {
        with_pyyaml(cases, &venv, None);
    }
}

/// Compares with both merge orders of `PyYAML`.
pub fn with_sam_and_either_pyyaml(cases: &[Case]) {
    let Some(venv) = real::venv() else { return };
    let own = with_pyyaml(cases, &venv, None);
    let Some(older) = real::older_pyyaml() else { return };
    assert_ne!(with_pyyaml(cases, &venv, Some(&older)), own, "the two releases of PyYAML merge alike: lock others");
}

fn with_pyyaml(cases: &[Case], venv: &Path, pyyaml: Option<&Path>) -> MergeOrder {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    let questions: Vec<Value> = cases.iter().enumerate().map(|(number, case)| write(&root, number, case)).collect();
    let (theirs, order) = ask_sam(venv, pyyaml, &questions);
    let mut differences = Vec::new();
    for ((case, question), theirs) in cases.iter().zip(&questions).zip(&theirs) {
        let path = Path::new(question["path"].as_str().unwrap());
        let ours = ask_us(path, case, order);
        let mut expected = theirs.clone();
        if let Some(expected) = expected.as_object_mut() {
            expected.remove("detail");
        }
        if ours != expected {
            let template = &case.files[TEMPLATE];
            differences.push(format!("{}\n  SAM:  {theirs}\n  ours: {ours}\n{template}", case.name));
        }
    }
    let count = differences.len();
    let used = order.releases();
    assert!(differences.is_empty(), "{count} of {} differ, {used}:\n\n{}", cases.len(), differences.join("\n\n"));
    order
}

/// Compares a template that SAM refuses with the same template without the reason: samlayers has to list for the first
/// what SAM lists for the second. Fails with a list of all differences.
pub fn as_if_taken(pairs: &[(Case, Case)]) {
    let Some(venv) = real::venv() else { return };
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    let cases: Vec<&Case> = pairs.iter().flat_map(|(refused, taken)| [refused, taken]).collect();
    let questions: Vec<Value> = cases.iter().enumerate().map(|(number, case)| write(&root, number, case)).collect();
    let (theirs, order) = ask_sam(&venv, None, &questions);
    let (mut compared, mut differences) = (0, Vec::new());
    for (at, (refused, _)) in pairs.iter().enumerate() {
        let (error, taken) = (&theirs[2 * at]["error"], &theirs[2 * at + 1]);
        // If SAM accepts both or neither, there is nothing to compare.
        if error.is_null() || !taken["error"].is_null() {
            continue;
        }
        compared += 1;
        let answer = answer(Path::new(questions[2 * at]["path"].as_str().unwrap()), refused, order);
        let is_marked = |function: &Function| function.problems.iter().any(|p| p.code == ProblemCode::TemplateRefused);
        let marked = answer.functions.iter().all(|function| is_marked(function));
        let ours = json!({"error": answer.error.map(|refusal| refusal.code), "functions": listed(&answer.functions)});
        if ours["error"] != *error || ours["functions"] != taken["functions"] || !marked || answer.is_cut_off {
            let template = &refused.files[TEMPLATE];
            differences.push(format!(
                "{}\n  SAM refuses: {error}\n  SAM lists without it: {taken}\n  ours: {ours}\n{template}",
                refused.name
            ));
        }
    }
    let count = differences.len();
    assert!(differences.is_empty(), "{count} of {compared} differ:\n\n{}", differences.join("\n\n"));
    assert!(compared > pairs.len() / 4, "only {compared} of {} pairs were refused and taken", pairs.len());
}

fn write(root: &Path, number: usize, case: &Case) -> Value {
    let folder = root.join(number.to_string());
    for (name, text) in &case.files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    json!({
        "path": folder.join(TEMPLATE),
        "overrides": case.overrides,
        "region": case.region,
        "account": case.account,
        "language_extensions": case.language_extensions,
    })
}

/// Returns SAM's answers, and the merge order of its `PyYAML`.
fn ask_sam(venv: &Path, pyyaml: Option<&Path>, questions: &[Value]) -> (Vec<Value>, MergeOrder) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential/sam_answers.py");
    let mut sam = Command::new(venv.join("bin/python"))
        .arg(script)
        // Credentials and region of this machine must not influence the answers.
        .env_remove("AWS_REGION")
        .env_remove("AWS_PROFILE")
        .env("AWS_DEFAULT_REGION", "us-east-1")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        // This comes before the one in the environment.
        .env("PYTHONPATH", pyyaml.unwrap_or(Path::new("")))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = sam.stdin.take().unwrap();
    serde_json::to_writer(&mut input, questions).unwrap();
    input.flush().unwrap();
    drop(input);
    let output = sam.wait_with_output().unwrap();
    assert!(output.status.success(), "SAM CLI could not be run");
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let pyyaml = Release::parse(answer["pyyaml"].as_str().unwrap()).unwrap();
    (answer["answers"].as_array().unwrap().clone(), MergeOrder::of(&pyyaml))
}

/// Returns the answer of samlayers in the form of SAM's.
fn ask_us(path: &Path, case: &Case, order: MergeOrder) -> Value {
    let ResolvedTemplate { functions, error, .. } = answer(path, case, order);
    // SAM lists no functions of a template that it refuses. Ours are compared by `as_if_taken`.
    let functions = if error.is_some() { Vec::new() } else { functions };
    json!({"error": error.map(|refusal| refusal.code), "functions": listed(&functions)})
}

fn listed(functions: &[Arc<Function>]) -> Value {
    let listed = |function: &Arc<Function>| {
        let layers: Vec<Value> = function.layers.iter().filter(|layer| layer.is_used()).map(layer).collect();
        json!({
            "full_path": function.full_path,
            "logical_id": function.logical_id.as_str(),
            "package_type": if function.package_type == PackageType::Zip { "Zip" } else { "Image" },
            "runtime": function.runtime.as_ref().map(ToString::to_string),
            "layers": layers,
            "image": function.image.as_ref().map(ToString::to_string),
            "invoke_image": function.invoke_image.as_ref().map(ToString::to_string),
        })
    };
    functions.iter().map(listed).collect()
}

fn answer(path: &Path, case: &Case, order: MergeOrder) -> ResolvedTemplate {
    let settings = Settings {
        parameter_overrides: case.overrides.clone(),
        region: case.region.clone(),
        account: case.account.as_deref().map(|account| AccountId::parse(account).unwrap()),
        unread_overrides: std::collections::BTreeMap::new(),
        language_extensions: case.language_extensions,
        ambient_region: None,
        merge_order: Some(order),
    };
    let text = fs::read_to_string(path).unwrap();
    template::resolve(path, &text, &settings, &Disk(path.parent().unwrap().to_owned()))
}

fn layer(layer: &FunctionLayer) -> Value {
    let name = layer.hashed_name().map(|name| name.to_string());
    json!({"arn": layer.arn().map(ToString::to_string), "name": name, "local": layer.is_local()})
}

struct Disk(PathBuf);

impl TemplateFiles for Disk {
    fn read(&self, path: &Path) -> io::Result<String> {
        fs::read_to_string(self.0.join(path))
    }

    fn is_file(&self, path: &Path) -> bool {
        self.0.join(path).is_file()
    }
}
