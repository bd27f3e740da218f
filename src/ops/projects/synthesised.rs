//! Recognises what CDK and SAM's Terraform hook write, and projects of theirs for which nothing was written yet.
//!
//! SAM reads `-t cdk.out/X.template.json`, and with `--hook-name terraform` the template that its hook writes
//! (`samcli/commands/_utils/custom_options/hook_name_option.py`).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::find::Found;
use crate::inventory::facts::{NotRead, NotReadReason};
use crate::ops::bounded;
use crate::sam::lexical_path::without_dots;
use crate::text::describe_io_error;

/// The configuration of a CDK project.
pub const CDK_FILE: &str = "cdk.json";
/// The usual output folder of CDK, and the name of a file in every output folder, whatever its own name.
const CDK_OUTPUT: &str = "cdk.out";
/// The suffix of CDK's templates.
const CDK_TEMPLATE: &str = ".template.json";
/// The suffix of CDK's nested stacks, which their parent template refers to.
const CDK_NESTED: &str = ".nested.template.json";
/// The maximum depth of assemblies in each other: stages of pipelines.
const MAX_STAGES: usize = 8;

/// The folder in which SAM's Terraform hook works.
pub const HOOK_FOLDER: &str = ".aws-sam-iacs";

/// Returns the path of the template that SAM's Terraform hook writes.
pub fn prepared_template(folder: &Path) -> PathBuf {
    folder.join(HOOK_FOLDER).join("iacs_metadata").join("template.json")
}

/// Returns whether a folder is an output folder of CDK.
pub fn is_assembly(folder: &Path) -> bool {
    folder.file_name().is_some_and(|name| name == CDK_OUTPUT) || folder.join(CDK_OUTPUT).is_file()
}

/// Returns whether a file is a template of a stack that CDK synthesised.
pub fn is_assembly_template(path: &Path, name: &str) -> bool {
    is_stack_template(name) && path.parent().is_some_and(is_assembly)
}

fn is_stack_template(name: &str) -> bool {
    name.ends_with(CDK_TEMPLATE) && !name.ends_with(CDK_NESTED)
}

/// Returns the templates that CDK synthesised for a project, wherever it writes them, or what is missing.
pub fn of_cdk(cdk_json: &Path) -> Vec<Found> {
    let folder = cdk_json.parent().unwrap_or(Path::new(""));
    let config = bounded::read_text(cdk_json, bounded::BY_HAND).ok();
    let config = config.and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let output = config.as_ref().and_then(|config| config.get("output")?.as_str()).unwrap_or(CDK_OUTPUT);
    let mut found = Vec::new();
    collect_templates(&without_dots(&folder.join(output)), MAX_STAGES, &mut found);
    if found.is_empty() {
        found.push(Found::NotRead(NotRead { path: cdk_json.to_owned(), reason: NotReadReason::NotSynthesised }));
    }
    found
}

/// Adds the templates of an assembly and of the assemblies in it.
fn collect_templates(assembly: &Path, depth: usize, found: &mut Vec<Found>) {
    let entries = match fs::read_dir(assembly) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return,
        Err(error) => {
            let reason = NotReadReason::Folder(describe_io_error(&error));
            found.push(Found::NotRead(NotRead { path: assembly.to_owned(), reason }));
            return;
        }
    };
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if is_stack_template(name) {
            found.push(Found::Synthesised(entry.path()));
        } else if depth > 0 && name.starts_with("assembly-") && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect_templates(&entry.path(), depth - 1, found);
        }
    }
}

/// Returns whether a file is Terraform's.
pub fn is_terraform(name: &str) -> bool {
    let path = Path::new(name);
    path.extension().is_some_and(|extension| extension == "tf") || name.ends_with(".tf.json")
}

/// The Terraform files of a search, and the folders that SAM can run.
#[derive(Default)]
pub struct Synthesised {
    folders: Mutex<BTreeMap<PathBuf, Terraform>>,
    prepared: Mutex<BTreeSet<PathBuf>>,
}

/// The Terraform files of a folder.
#[derive(Default)]
struct Terraform {
    /// The first file with resources of Lambda.
    lambda: Option<PathBuf>,
    /// The folders of modules it uses.
    modules: BTreeSet<PathBuf>,
}

impl Synthesised {
    /// Adds a folder for which SAM has a template.
    pub fn add_prepared(&self, folder: &Path) {
        lock(&self.prepared).insert(folder.to_owned());
    }

    /// Adds a Terraform file. One that cannot be read may have resources of Lambda.
    pub fn add_terraform(&self, path: &Path) {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let (has_lambda, modules) = match bounded::read_text(path, bounded::BY_HAND) {
            Ok(text) => (has_lambda(&text), local_modules(&folder, &text)),
            Err(_) => (true, BTreeSet::new()),
        };
        let mut folders = lock(&self.folders);
        let known = folders.entry(folder).or_default();
        known.modules.extend(modules);
        if has_lambda && known.lambda.as_deref().is_none_or(|first| path < first) {
            known.lambda = Some(path.to_owned());
        }
    }

    /// Returns the Terraform folders with resources of Lambda that no template of SAM's hook covers: neither their own,
    /// nor that of a folder that uses them as a module.
    pub fn missing(self) -> Vec<NotRead> {
        let folders = self.folders.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut covered = self.prepared.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut open: Vec<PathBuf> = covered.iter().cloned().collect();
        while let Some(folder) = open.pop() {
            let modules = folders.get(&folder).into_iter().flat_map(|terraform| &terraform.modules);
            open.extend(modules.filter(|module| covered.insert((*module).clone())).cloned().collect::<Vec<_>>());
        }
        let missing = folders.into_iter().filter(|(folder, _)| !covered.contains(folder));
        missing
            .filter_map(|(_, terraform)| terraform.lambda)
            .map(|path| NotRead { path, reason: NotReadReason::NotPrepared })
            .collect()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the lines of a Terraform file that are no comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.starts_with('#') && !line.starts_with("//"))
}

/// Returns whether the text has resources of Lambda, or uses the public module for them.
fn has_lambda(text: &str) -> bool {
    code(text).any(|line| line.contains("aws_lambda_") || line.contains("/lambda/aws"))
}

/// Returns the folders of the modules that are given by a relative path: `source = "../modules/function"`.
fn local_modules(folder: &Path, text: &str) -> BTreeSet<PathBuf> {
    let sources = code(text).filter_map(|line| {
        let (_, value) = line.split_once("source")?;
        let source = value.trim_start_matches(['"', ' ', '\t', '=', ':']).split('"').next()?;
        source.starts_with('.').then(|| without_dots(&folder.join(source)))
    });
    sources.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_and_resources_are_found_in_terraform_files() {
        let text = "module \"f\" {\n  source = \"../modules/f\"\n}\n# source = \"./no\"\n";
        assert_eq!(local_modules(Path::new("/p/env"), text), [PathBuf::from("/p/modules/f")].into());
        assert!(!has_lambda(text) && !has_lambda("# resource \"aws_lambda_function\" \"f\" {}"));
        assert!(has_lambda("resource \"aws_lambda_function\" \"f\" {"));
        assert!(has_lambda("  source = \"terraform-aws-modules/lambda/aws\""));
    }
}
