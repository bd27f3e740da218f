//! Templates in files, many to a file.
//!
//! `##### name` starts a case, `#: setting …` configures it, the rest is the template. A template without
//! `Resources` is wrapped: its `Layers` become those of a function `F`, its `More` are further resources.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// One template and the settings SAM is given with it.
#[derive(Debug, Clone, Default)]
pub struct Case {
    /// File and name, for messages.
    pub name: String,
    /// Files by relative path; the template is `template.yaml`.
    pub files: BTreeMap<String, String>,
    /// `--parameter-overrides`.
    pub overrides: BTreeMap<String, String>,
    /// `--region`.
    pub region: Option<String>,
    /// The caller's account.
    pub account: Option<String>,
    /// `--language-extensions`.
    pub language_extensions: bool,
}

/// The template's file in a case.
pub const TEMPLATE: &str = "template.yaml";

/// All cases of all files.
pub fn all() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential/cases");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let file = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        for part in text.split("##### ").skip(1) {
            let (name, body) = part.split_once('\n').unwrap_or((part, ""));
            cases.push(case(format!("{file}: {name}"), body));
        }
    }
    cases
}

/// Every template below a folder, each without the other files beside it: for templates that are not part of this
/// repository.
pub fn of_folder(folder: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let is_template =
                path.extension().is_some_and(|end| ["yaml", "yml", "json", "template"].iter().any(|e| end == *e));
            if path.is_dir() {
                folders.push(path);
            } else if let (true, Ok(text)) = (is_template, fs::read_to_string(&path)) {
                let language_extensions = text.contains("AWS::LanguageExtensions");
                let files = [(TEMPLATE.to_owned(), text)].into();
                cases.push(Case { name: path.display().to_string(), files, language_extensions, ..Case::default() });
            }
        }
    }
    cases
}

fn case(name: String, body: &str) -> Case {
    let mut case = Case { name, ..Case::default() };
    let mut file = TEMPLATE.to_owned();
    for line in body.split_inclusive('\n') {
        let Some(setting) = line.strip_prefix("#: ") else {
            case.files.entry(file.clone()).or_default().push_str(line);
            continue;
        };
        let (name, rest) = setting.trim_end().split_once(' ').unwrap_or((setting.trim_end(), ""));
        match name {
            "overrides" => case.overrides = serde_json::from_str(rest).unwrap(),
            "region" => case.region = Some(rest.to_owned()),
            "account" => case.account = Some(rest.to_owned()),
            "language-extensions" => case.language_extensions = true,
            "file" => rest.clone_into(&mut file),
            // Characters that an editor would not keep, written with escapes.
            "escaped" => drop(case.files.insert(file.clone(), unescape(rest))),
            other => panic!("{}: unknown setting `#: {other}`", case.name),
        }
    }
    let template = case.files.entry(TEMPLATE.to_owned()).or_default();
    if template.starts_with("Layers:") || template.contains("\nLayers:") {
        *template = wrap(template);
    }
    case
}

/// Makes a complete template from `Layers`, `More` and other sections.
pub fn wrap(body: &str) -> String {
    let (mut layers, mut more, mut rest) = (String::new(), String::new(), String::new());
    let mut part = 0;
    for line in body.split_inclusive('\n') {
        if !line.starts_with([' ', '-', ']', '}', '#', '\n']) {
            part = if line.starts_with("Layers:") { 1 } else { 2 * usize::from(line.starts_with("More:")) };
        }
        match part {
            1 => layers.extend(["      ", line]),
            2 if !line.starts_with("More:") => more.push_str(line),
            2 => {}
            _ => rest.push_str(line),
        }
    }
    format!(
        "{rest}Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: a.b\n      \
         Runtime: python3.12\n      CodeUri: src\n{layers}{more}"
    )
}

/// Reads `\\n`, `\\r`, `\\t`, `\\\\` and `\\uXXXX`.
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('u') => {
                let digits: String = chars.by_ref().take(4).collect();
                out.push(char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap());
            }
            other => out.extend(other),
        }
    }
    out
}
