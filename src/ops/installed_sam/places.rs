//! Finds the folders that may contain the packages of a program.

use std::fs;
use std::path::{Path, PathBuf};

use super::SamSearch;
use super::program::beginning;
use crate::sam::release::Release;

/// The bytes read of a script. One that starts a Python program has a few lines, but a wrapper of Nix lists every
/// package.
const SCRIPT_BYTES: u64 = 256 * 1024;

/// The maximum number of wrappers that start each other.
const MAX_SCRIPTS: usize = 8;

/// The maximum number of folders searched for one program.
const MAX_FOLDERS: usize = 200;

/// The maximum number of entries of a `lib` folder searched for Python's folders.
const MAX_ENTRIES: usize = 10_000;

/// Returns the folders that may contain packages of the program, the most likely first.
pub fn of(program: &Path, real: &Path, search: &SamSearch) -> Vec<PathBuf> {
    let mut places = Places { search, prefixes: Vec::new(), folders: Vec::new() };
    let mut scripts = vec![real.to_owned(), program.to_owned(), real.with_file_name(".sam-wrapped")];
    let mut at = 0;
    while let Some(script) = scripts.get(at).cloned().filter(|_| at < MAX_SCRIPTS) {
        for started in places.read_script(&script) {
            if !scripts.contains(&started) {
                scripts.push(started);
            }
        }
        at += 1;
    }
    let mut folders = std::mem::take(&mut places.folders);
    folders.extend(places.prefixes.iter().flat_map(|prefix| below(prefix)));
    let mut known = std::collections::HashSet::new();
    folders.retain(|folder| known.insert(folder.clone()));
    folders.truncate(MAX_FOLDERS);
    folders
}

/// Returns the release in `…/aws-sam-cli/1.170.0/…`, as used by AWS's installer for Linux and Homebrew.
pub fn release_in_path(real: &Path) -> Option<Release> {
    let parts: Vec<&str> = real.iter().filter_map(|part| part.to_str()).collect();
    let after = parts.windows(2).find(|pair| pair[0] == "aws-sam-cli")?[1];
    Release::parse(after).filter(|_| after.contains('.'))
}

struct Places<'a> {
    search: &'a SamSearch,
    /// The prefixes, as Python calls the folders with `bin` and `lib`.
    prefixes: Vec<PathBuf>,
    /// Folders that a script names.
    folders: Vec<PathBuf>,
}

impl Places<'_> {
    /// Records the location of a program and the paths in it, and returns the programs it starts.
    fn read_script(&mut self, script: &Path) -> Vec<PathBuf> {
        let Some(folder) = script.parent() else { return Vec::new() };
        if !script.exists() {
            return Vec::new();
        }
        self.prefixes.extend(folder.parent().map(Path::to_owned));
        // A bundle has its packages beside its program.
        self.prefixes.push(folder.to_owned());
        let text = beginning(script, SCRIPT_BYTES).unwrap_or_default();
        let Some(rest) = text.strip_prefix("#!") else { return Vec::new() };
        if folder.file_name().is_some_and(|name| name == "shims") {
            self.prefixes.extend(folder.parent().and_then(pyenv_version));
        }
        let mut words = rest.lines().next().unwrap_or_default().split_whitespace();
        if words.next().is_some_and(|first| first.ends_with("/env")) {
            let name = words.find(|word| !word.starts_with('-'));
            let python = name.filter(|name| is_python(Path::new(name))).and_then(|name| self.search.program(name));
            if let Some(python) = python {
                self.python(&python);
            }
        }
        let mut started = Vec::new();
        for path in paths_in(rest) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            match name {
                "site-packages" | "dist-packages" => self.folders.push(path),
                "sam" | ".sam-wrapped" => started.push(path),
                _ if is_python(&path) => self.python(&path),
                _ => {}
            }
        }
        started
    }

    /// Records a Python. The Python of a virtual environment is a link to another one, whose packages it may use as
    /// well.
    fn python(&mut self, python: &Path) {
        let prefix = |python: &Path| python.parent().and_then(Path::parent).map(Path::to_owned);
        self.prefixes.extend(prefix(python));
        self.prefixes.extend(dunce::canonicalize(python).ok().as_deref().and_then(prefix));
    }
}

fn is_python(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("python"))
}

/// Returns every absolute path in a script, quoted or not.
fn paths_in(text: &str) -> Vec<PathBuf> {
    let quoted = text.split(['"', '\'', '\n']);
    let words = text.split(|c: char| c.is_whitespace() || "\"'(),;[]".contains(c));
    let paths = quoted.chain(words).map(str::trim).filter(|word| word.starts_with('/')).map(PathBuf::from);
    paths.take(10_000).collect()
}

/// Returns the folders below a prefix that may contain packages.
fn below(prefix: &Path) -> Vec<PathBuf> {
    let mut folders = Vec::new();
    for lib in ["lib", "lib64", "local/lib"] {
        let Ok(entries) = fs::read_dir(prefix.join(lib)) else { continue };
        let pythons = entries.take(MAX_ENTRIES).filter_map(Result::ok).map(|entry| entry.path());
        let mut pythons: Vec<PathBuf> = pythons.filter(|path| is_python(path)).collect();
        pythons.sort();
        for python in pythons {
            folders.extend(["site-packages", "dist-packages"].map(|packages| python.join(packages)));
        }
    }
    // Windows, and the bundles of AWS's installers.
    folders.extend(
        ["Lib/site-packages", "runtime/Lib/site-packages", "dist/_internal", "_internal", "dist", ""]
            .map(|below| prefix.join(below)),
    );
    folders
}

/// Returns the version that pyenv is set to, if known. Pyenv's scripts determine it when they run.
fn pyenv_version(root: &Path) -> Option<PathBuf> {
    let versions = root.join("versions");
    let set = beginning(&root.join("version"), 4096).unwrap_or_default();
    let has_sam = |version: &PathBuf| version.join("bin/sam").exists();
    let named = |line: &str| -> Option<PathBuf> {
        let is_name = !line.is_empty() && !line.contains(['/', '\\']) && line != "..";
        is_name.then(|| versions.join(line))
    };
    if let Some(version) = set.lines().map(str::trim).filter_map(named).find(has_sam) {
        return Some(version);
    }
    let entries = fs::read_dir(&versions).ok()?;
    let mut with_sam = entries.take(MAX_ENTRIES).filter_map(Result::ok).map(|entry| entry.path()).filter(has_sam);
    with_sam.next().filter(|_| with_sam.next().is_none())
}
