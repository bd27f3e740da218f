//! What a layer's content says of itself: facts gathered while its size is counted, judged in [`super::checks`].

use std::collections::{BTreeMap, BTreeSet};

use crate::sam::Architecture;
use crate::text::{Sentence, sentence};

/// The facts of one layer. All paths are within the layer, parts joined by `/`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContentFacts {
    /// Empty files of a kind that never is: libraries, archives, compiled code.
    pub empty: PathSample,
    /// Other empty files whose names do not explain it.
    pub possibly_empty: PathSample,
    /// Links to outside of the layer, as functions see it.
    pub outside_links: PathSample,
    /// Links to nothing.
    pub dangling: PathSample,
    /// Programs that their owner may not execute, and files that their owner may not read.
    pub modes: PathSample,
    /// Native libraries and programs, by what they run on.
    pub native_files: BTreeMap<NativePlatform, PathSample>,
    /// Folders that one version of a runtime reads.
    pub runtime_folders: BTreeSet<RuntimeFolder>,
    /// Minor versions of `CPython` that extension modules were built for, outside of such folders.
    pub python_minors: BTreeSet<u32>,
}

/// Some of many paths: how many there are, and the first few by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PathSample {
    /// All of them.
    pub count: u64,
    /// At most [`PathSample::KEPT`].
    pub first: BTreeSet<String>,
}

/// What a native library or program runs on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NativePlatform {
    /// Linux, on one of Lambda's architectures.
    Linux(Architecture),
    /// Linux on another processor, by its ELF class and number.
    OtherLinux(String),
    /// macOS.
    MacOs,
    /// Windows.
    Windows,
}

/// A folder that Lambda puts into the search path of one runtime version only.
///
/// Lambda Developer Guide, "Packaging your layer content", "Layer paths for each Lambda runtime":
/// `python/lib/python3.x/site-packages`, `nodejs/node18/node_modules`, `ruby/gems/3.2.0`. Everything else it lists
/// (`python`, `nodejs/node_modules`, `java/lib`, `ruby/lib`, `bin`, `lib`) holds for every version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuntimeFolder {
    /// `python/lib/python3.9`.
    pub path: String,
    /// How runtimes that read it begin: `python`, `nodejs`, `ruby`.
    pub language: &'static str,
    /// `3.9`, `18`, `3.2`.
    pub version: String,
}

impl PathSample {
    /// How many paths are kept.
    pub const KEPT: usize = 20;

    /// Adds a path.
    pub fn add(&mut self, path: String) {
        self.count += 1;
        self.first.insert(path);
        if self.first.len() > Self::KEPT {
            self.first.pop_last();
        }
    }

    /// Adds others.
    pub fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.first.extend(other.first);
        while self.first.len() > Self::KEPT {
            self.first.pop_last();
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// `a.py, b.py and 3 more`: at most so many by name.
    pub fn names(&self, most: usize) -> Sentence {
        Sentence::names(self.first.iter().map(String::as_str), self.count, most)
    }
}

impl ContentFacts {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds what was found elsewhere in the same layer.
    pub fn merge(&mut self, other: Self) {
        self.empty.merge(other.empty);
        self.possibly_empty.merge(other.possibly_empty);
        self.outside_links.merge(other.outside_links);
        self.dangling.merge(other.dangling);
        self.modes.merge(other.modes);
        for (machine, files) in other.native_files {
            self.native_files.entry(machine).or_default().merge(files);
        }
        self.runtime_folders.extend(other.runtime_folders);
        self.python_minors.extend(other.python_minors);
    }
}

impl NativePlatform {
    /// For people: `x86_64`, `macOS`.
    pub fn describe(&self) -> Sentence {
        match self {
            Self::Linux(architecture) => sentence!("machine-linux", architecture = architecture.to_string()),
            Self::OtherLinux(what) => sentence!("machine-other-linux", what = what.as_str()),
            Self::MacOs => "macOS".into(),
            Self::Windows => "Windows".into(),
        }
    }
}

impl RuntimeFolder {
    /// The folder of one runtime version that this path within a layer is, if it is one.
    pub fn at(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.split('/').collect();
        let (language, version) = match parts[..] {
            ["python", "lib", folder] => ("python", folder.strip_prefix("python")?.to_owned()),
            ["nodejs", folder] => ("nodejs", folder.strip_prefix("node")?.to_owned()),
            // The folder carries the library version, `3.2.0` for every 3.2.
            ["ruby", "gems", version] => ("ruby", version.strip_suffix(".0")?.to_owned()),
            _ => return None,
        };
        let is_version = version.starts_with(|c: char| c.is_ascii_digit())
            && version.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        is_version.then(|| Self { path: path.to_owned(), language, version })
    }

    /// Whether a runtime, `python3.12`, `nodejs22.x`, reads it; `None` where it is of another language.
    pub fn is_read_by(&self, runtime: &str) -> Option<bool> {
        let version = runtime.strip_prefix(self.language)?;
        Some(version.strip_suffix(".x").unwrap_or(version) == self.version)
    }
}

/// What an empty file's name says about that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emptiness {
    /// Files like it are empty.
    Normal,
    /// Nothing of its kind works empty.
    Broken,
    /// It may be meant so.
    Unsure,
}

/// Judges an empty file by its name. SAM leaves one where an entry's checksum was wrong, and says nothing
/// (`samcli/local/lambdafn/zip.py`, `unzip`); packages hold many that are meant so.
pub fn emptiness(name: &str) -> Emptiness {
    const MARKERS: &[&str] = &[
        "__init__.py",
        "__init__.pyi",
        "py.typed",
        "REQUESTED",
        "zip-safe",
        "not-zip-safe",
        "INSTALLER",
        "dependency_links.txt",
        "namespace_packages.txt",
        "conftest.py",
        "gem.build_complete",
        "empty",
    ];
    const NEVER_EMPTY: &[&str] = &[
        "so", "node", "dylib", "pyd", "dll", "pyc", "jar", "class", "war", "zip", "whl", "gz", "xz", "bz2", "wasm",
        "a", "o", "egg", "pem", "crt", "METADATA", "RECORD",
    ];
    // Hidden ones are markers of tools: `.gitkeep`, `.npmignore`, `.nojekyll`, `.lock`.
    if name.starts_with('.') || MARKERS.contains(&name) {
        return Emptiness::Normal;
    }
    let extension = name.rsplit('.').next().unwrap_or(name);
    if NEVER_EMPTY.contains(&extension) || name.contains(".so.") {
        return Emptiness::Broken;
    }
    Emptiness::Unsure
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_one_runtime_version() {
        for (path, reader, stranger) in [
            ("python/lib/python3.9", "python3.9", "python3.12"),
            ("nodejs/node18", "nodejs18.x", "nodejs20.x"),
            ("ruby/gems/3.2.0", "ruby3.2", "ruby3.3"),
        ] {
            let folder = RuntimeFolder::at(path).unwrap();
            assert_eq!((folder.is_read_by(reader), folder.is_read_by(stranger)), (Some(true), Some(false)));
            assert_eq!(folder.is_read_by("java21"), None);
        }
        for path in [
            "python",
            "python/lib",
            "python/lib/python3.9/site-packages",
            "nodejs/node_modules",
            "ruby/lib",
            "java/lib",
        ] {
            assert_eq!(RuntimeFolder::at(path), None, "{path}");
        }
    }

    #[test]
    fn an_empty_file_is_judged_by_its_name() {
        for (name, expected) in [
            ("__init__.py", Emptiness::Normal),
            (".gitkeep", Emptiness::Normal),
            ("libz.so", Emptiness::Broken),
            ("libz.so.1.2", Emptiness::Broken),
            ("RECORD", Emptiness::Broken),
            ("index.js", Emptiness::Unsure),
            ("data", Emptiness::Unsure),
        ] {
            assert_eq!(emptiness(name), expected, "{name}");
        }
    }

    #[test]
    fn of_many_paths_the_first_by_name_are_kept() {
        let mut paths = PathSample::default();
        (0..100).rev().for_each(|n| paths.add(format!("{n:02}")));
        assert_eq!(
            (paths.count, paths.first.len(), paths.names(2).to_string().as_str()),
            (100, PathSample::KEPT, "00, 01 and 98 more")
        );
    }
}
