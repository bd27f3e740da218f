//! Finds the distributions of a package from the files that describe them.

use std::collections::BTreeSet;

use super::distribution::Distribution;
use super::jar::{self, JarTexts};
use super::owners::Owners;
use super::python::{self, PythonSites};
use super::{dotnet, node, ruby};

/// The maximum number of files that are read. A function has a few hundred distributions.
const MAX_READ: usize = 20_000;

/// The maximum bytes of a header or a `package.json`.
const SHORT: u64 = 256 << 10;

/// The maximum bytes of a list of files.
const LONG: u64 = 8 << 20;

/// Reads the files of a package for the index.
pub trait PackageFiles {
    /// Returns the beginning of a file, at most `limit` bytes; `None` if it cannot be read.
    fn beginning(&mut self, path: &str, limit: u64) -> Option<Vec<u8>>;

    /// Returns the texts that name a jar.
    fn jar(&mut self, path: &str) -> JarTexts;
}

/// The distributions of a package, and the paths that belong to them.
///
/// First [`PackageIndex::see`] gets every path. Then [`PackageIndex::read`] reads what describes distributions.
#[derive(Debug, Default)]
pub struct PackageIndex {
    owners: Owners,
    python: PythonSites,
    package_json: BTreeSet<String>,
    deps_json: BTreeSet<String>,
    jars: BTreeSet<String>,
    wanted: usize,
}

impl PackageIndex {
    /// Takes the path of a file, with `/` as separator. Returns whether it will be read.
    pub fn see(&mut self, path: &str) -> bool {
        if self.wanted >= MAX_READ {
            return false;
        }
        // Asked for every file, of which few have one of these endings.
        let Some(last) = path.as_bytes().last() else { return false };
        let is_wanted = match last {
            b'A' | b'D' | b'O' | b't' => match python::info_of(path) {
                Some((info, file)) => {
                    self.python.see(info, file);
                    true
                }
                None => false,
            },
            b'n' if node::package_of(path).is_some() => self.package_json.insert(path.to_owned()),
            b'n' if path.ends_with(".deps.json") => self.deps_json.insert(path.to_owned()),
            b'r' if path.strip_suffix(".jar").is_some() => self.jars.insert(path.to_owned()),
            b'c' => {
                if let Some((site, name)) = ruby::specification_of(path) {
                    ruby::learn(site, name, &mut self.owners);
                }
                false
            }
            b'e' => {
                if let Some(folder) = ruby::extension_of(path) {
                    ruby::learn_extension(folder, &mut self.owners);
                }
                false
            }
            _ => false,
        };
        self.wanted += usize::from(is_wanted);
        is_wanted
    }

    /// Reads the files that describe distributions.
    pub fn read(&mut self, files: &mut dyn PackageFiles) {
        self.read_python(files);
        for path in &self.package_json {
            let content = files.beginning(path, SHORT).unwrap_or_default();
            if let Some(folder) = node::package_of(path) {
                node::learn(folder, &content, &mut self.owners);
            }
        }
        for path in &self.deps_json {
            dotnet::learn(path, &files.beginning(path, LONG).unwrap_or_default(), &mut self.owners);
        }
        for path in &self.jars {
            let number = self.owners.add(jar::distribution(path, &files.jar(path)));
            self.owners.assign_file(path, number);
        }
        // Only the distributions are needed from here on.
        (self.package_json, self.deps_json, self.jars) = Default::default();
    }

    fn read_python(&mut self, files: &mut dyn PackageFiles) {
        let Self { python, owners, .. } = self;
        let mut text = |path: String, limit| {
            files.beginning(&path, limit).map(|content| String::from_utf8_lossy(&content).into_owned())
        };
        let infos: Vec<String> = python.infos().collect();
        for info in &infos {
            let headers = if info.ends_with(".dist-info") { "METADATA" } else { "PKG-INFO" };
            if let Some(text) = text(format!("{info}/{headers}"), SHORT) {
                python.learn_names(info, &text, owners);
            }
        }
        python.end_names(owners);
        for info in &infos {
            let tops = if info.ends_with(".dist-info") { "RECORD" } else { "top_level.txt" };
            if let Some(text) = text(format!("{info}/{tops}"), LONG) {
                python.learn_tops(info, &text, owners);
            }
        }
        for info in python.end_tops(owners) {
            if let Some(text) = text(format!("{info}/RECORD"), LONG) {
                python.learn_files(&info, &text, owners);
            }
        }
    }

    /// Returns the number of the distribution that a file belongs to.
    pub(super) fn owner(&self, path: &str) -> Option<u32> {
        if self.owners.distributions.is_empty() { None } else { self.owners.of(path) }
    }

    pub(super) fn distribution(&self, number: u32) -> Option<&Distribution> {
        self.owners.distributions.get(number as usize)
    }
}
