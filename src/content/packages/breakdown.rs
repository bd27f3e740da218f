//! Adds up the files of a package by the part they belong to. The parts never overlap: their sum is the package.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::distribution::{Distribution, Ecosystem};
use super::index::PackageIndex;
use super::runtime_sdk;
use crate::sam::Runtime;

/// The kinds of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartKind {
    /// What a package manager installed, without the other kinds.
    Distribution,
    /// Files of no distribution.
    Own,
    /// Tests of a distribution, or of the package itself.
    Tests,
    /// Compiled Python and caches of tools, which are created again when needed.
    Cache,
    /// Symbols of native code that only a debugger needs.
    Debug,
    /// Folders that do not belong into a package: `.aws-sam`, `.git`.
    Other,
}

impl PartKind {
    /// Returns the word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Distribution => "distribution",
            Self::Own => "own",
            Self::Tests => "tests",
            Self::Cache => "cache",
            Self::Debug => "debug",
            Self::Other => "other",
        }
    }
}

/// A part of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The kind.
    pub kind: PartKind,
    /// The name of the distribution; for tests, caches and symbols, of the one they belong to. Own files have none.
    pub name: Option<String>,
    /// The package manager of the distribution.
    pub ecosystem: Option<Ecosystem>,
    /// The version of the distribution.
    pub version: Option<String>,
    /// Uncompressed bytes.
    pub bytes: u64,
    /// The number of files and links. A file with symbols counts in its distribution as well.
    pub files: u64,
    /// Whether Lambda's runtime contains the distribution anyway.
    pub is_in_runtime: bool,
    /// The layer that it is in, in the parts of a function; `None` for the code.
    pub layer: Option<String>,
    /// The other packages of the same function that hold the distribution too.
    pub also_in: Vec<String>,
}

impl Part {
    /// Returns what identifies the distribution in other packages; `None` for other kinds of parts.
    pub(super) fn identity(&self) -> Option<(Ecosystem, String)> {
        let (PartKind::Distribution, Some(ecosystem), Some(name)) = (self.kind, self.ecosystem, &self.name) else {
            return None;
        };
        let distribution = Distribution { ecosystem, name: name.clone(), version: None };
        Some((ecosystem, distribution.normalized_name()))
    }
}

/// Folders that do not belong into a package.
const OTHERS: [&str; 2] = [".aws-sam", ".git"];

/// The owner of files that belong to no distribution.
const NO_OWNER: u32 = u32::MAX;

/// The running totals of a package.
#[derive(Debug)]
pub struct Breakdown {
    index: PackageIndex,
    totals: HashMap<(PartKind, u32), (u64, u64), RandomState>,
}

/// The parts of a package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// The parts, largest first.
    pub parts: Vec<Part>,
    /// The uncompressed bytes of all of them.
    pub bytes: u64,
    /// The number of files and links.
    pub files: u64,
}

impl Breakdown {
    /// Starts with the distributions that were found.
    pub fn new(index: PackageIndex) -> Self {
        Self { index, totals: HashMap::default() }
    }

    /// Adds a file or link by its path in the package, with `/` as separator.
    pub fn add(&mut self, path: &str, bytes: u64) {
        let owner = self.index.owner(path).unwrap_or(NO_OWNER);
        let (kind, owner) = kind_of(path, owner);
        let (sum, files) = self.totals.entry((kind, owner)).or_default();
        *sum = sum.saturating_add(bytes);
        *files += 1;
    }

    /// Moves the bytes of debug symbols out of the part that the file was added to.
    pub fn add_symbols(&mut self, path: &str, bytes: u64) {
        let owner = self.index.owner(path).unwrap_or(NO_OWNER);
        let (kind, of_kind) = kind_of(path, owner);
        if kind == PartKind::Other || bytes == 0 {
            return;
        }
        let Some((sum, _)) = self.totals.get_mut(&(kind, of_kind)) else { return };
        let bytes = bytes.min(*sum);
        *sum -= bytes;
        let (sum, files) = self.totals.entry((PartKind::Debug, owner)).or_default();
        *sum += bytes;
        *files += 1;
    }

    /// Returns the parts. `runtime` is that of the function, if there is one.
    pub fn finish(self, runtime: Option<&Runtime>) -> Parts {
        let mut parts: Vec<Part> = Vec::with_capacity(self.totals.len());
        for ((kind, owner), (bytes, files)) in self.totals {
            let distribution = if kind == PartKind::Other { None } else { self.index.distribution(owner) };
            let other =
                || OTHERS.get(owner as usize).filter(|_| kind == PartKind::Other).map(|name| (*name).to_owned());
            parts.push(Part {
                kind,
                name: distribution.map(|distribution| distribution.name.clone()).or_else(other),
                ecosystem: distribution.map(|distribution| distribution.ecosystem),
                version: distribution.and_then(|distribution| distribution.version.clone()),
                bytes,
                files,
                is_in_runtime: distribution.is_some_and(|distribution| runtime_sdk::contains(runtime, distribution)),
                layer: None,
                also_in: Vec::new(),
            });
        }
        let bytes = parts.iter().fold(0, |sum: u64, part| sum.saturating_add(part.bytes));
        let files = parts.iter().filter(|part| part.kind != PartKind::Debug).map(|part| part.files).sum();
        sort(&mut parts);
        Parts { parts, bytes, files }
    }
}

/// Returns the parts with tests, caches and symbols added up for each package: a table has a row for each distribution
/// and not four.
pub fn added_up(parts: &[Part]) -> Vec<Part> {
    let mut rows: Vec<Part> = Vec::new();
    for part in parts {
        let is_added = matches!(part.kind, PartKind::Tests | PartKind::Cache | PartKind::Debug);
        let same = |row: &&mut Part| is_added && row.kind == part.kind && row.layer == part.layer;
        if let Some(row) = rows.iter_mut().find(same) {
            row.bytes += part.bytes;
            row.files += part.files;
        } else if is_added {
            rows.push(Part { name: None, version: None, ecosystem: None, ..part.clone() });
        } else {
            rows.push(part.clone());
        }
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.bytes));
    rows
}

/// Sorts parts: largest first, and always in the same order.
pub(super) fn sort(parts: &mut [Part]) {
    parts.sort_by(|a, b| {
        let key = |part: &Part| (part.kind, part.name.clone(), part.version.clone(), part.layer.clone());
        b.bytes.cmp(&a.bytes).then_with(|| key(a).cmp(&key(b)))
    });
}

/// Returns the kind of a file, with the owner of the part: the distribution, or the number of the folder in [`OTHERS`].
fn kind_of(path: &str, owner: u32) -> (PartKind, u32) {
    let Some((folders, name)) = path.rsplit_once('/') else { return (PartKind::Own.or_distribution(owner), owner) };
    let mut kind = PartKind::Own.or_distribution(owner);
    for folder in folders.split('/') {
        match folder {
            "__pycache__" | ".pytest_cache" | ".mypy_cache" | ".ruff_cache" | ".cache" => {
                kind = PartKind::Cache;
            }
            "tests" | "__tests__" if kind != PartKind::Cache => kind = PartKind::Tests,
            // `test` is part of the interface of some Python distributions, such as Django.
            "test" if kind == PartKind::Own || folders.contains("node_modules/") => kind = PartKind::Tests,
            _ if folder.starts_with('.') => {
                if let Some(number) = OTHERS.iter().position(|other| *other == folder) {
                    return (PartKind::Other, u32::try_from(number).unwrap_or_default());
                }
            }
            _ => {}
        }
    }
    // RubyGems keeps the archive that a gem was installed from.
    if name.strip_suffix(".gem").is_some() && folders.ends_with("cache") {
        kind = PartKind::Cache;
    }
    (kind, owner)
}

impl PartKind {
    fn or_distribution(self, owner: u32) -> Self {
        if owner == NO_OWNER { self } else { Self::Distribution }
    }
}

#[cfg(test)]
mod tests {
    use super::super::index::PackageFiles;
    use super::super::jar::JarTexts;
    use super::*;

    struct Files(HashMap<String, String>);

    impl PackageFiles for Files {
        fn beginning(&mut self, path: &str, _limit: u64) -> Option<Vec<u8>> {
            self.0.get(path).map(|text| text.clone().into_bytes())
        }

        fn jar(&mut self, _path: &str) -> JarTexts {
            JarTexts::default()
        }
    }

    fn parts(files: &[(&str, &str)], symbols: &[(&str, u64)]) -> Vec<String> {
        let mut index = PackageIndex::default();
        for (path, _) in files {
            index.see(path);
        }
        index.read(&mut Files(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()));
        let mut breakdown = Breakdown::new(index);
        for (path, text) in files {
            breakdown.add(path, text.len() as u64);
        }
        for (path, bytes) in symbols {
            breakdown.add_symbols(path, *bytes);
        }
        let parts = breakdown.finish(None);
        assert_eq!(parts.bytes, files.iter().map(|(_, text)| text.len() as u64).sum::<u64>());
        assert_eq!(parts.files, files.len() as u64);
        let line = |part: &Part| {
            let name = part.name.clone().unwrap_or_default();
            let version = part.version.clone().unwrap_or_default();
            format!("{} {name} {version} {} {}", part.kind.as_str(), part.bytes, part.files)
        };
        let mut lines: Vec<String> = parts.parts.iter().map(line).collect();
        lines.sort();
        lines
    }

    #[test]
    fn every_byte_is_in_one_part() {
        let files = [
            ("app.py", "own"),
            ("tests/test_app.py", "own test"),
            ("numpy/core.py", "1234567890"),
            ("numpy/_core.so", "1234567890"),
            ("numpy/tests/test_core.py", "12345"),
            ("numpy/tests/__pycache__/test_core.pyc", "1"),
            ("numpy-1.26.4.dist-info/METADATA", "Name: numpy\nVersion: 1.26.4\n"),
            ("numpy-1.26.4.dist-info/RECORD", "numpy/core.py,,\nnumpy/_core.so,,\n"),
            ("node_modules/axios/package.json", r#"{"name":"axios","version":"1.6.0"}"#),
            ("node_modules/axios/test/x.js", "12"),
            ("node_modules/.package-lock.json", "123"),
            (".aws-sam/build/F/app.py", "1234"),
            (".git/HEAD", "1"),
        ];
        assert_eq!(
            parts(&files, &[("numpy/_core.so", 4), ("app.py", 0)]),
            [
                "cache numpy 1.26.4 1 1",
                "debug numpy 1.26.4 4 1",
                "distribution axios 1.6.0 34 1",
                "distribution numpy 1.26.4 77 4",
                "other .aws-sam  4 1",
                "other .git  1 1",
                "own   6 2",
                "tests   8 1",
                "tests axios 1.6.0 2 1",
                "tests numpy 1.26.4 5 1",
            ]
        );
    }

    #[test]
    fn symbols_never_take_more_than_there_is() {
        assert_eq!(parts(&[("bin/tool", "123")], &[("bin/tool", 9)]), ["debug   3 1", "own   0 1"]);
    }
}
