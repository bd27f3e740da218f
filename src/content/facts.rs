//! Facts about a layer's files, collected while its size is measured and evaluated in [`super::checks`].

use std::collections::{BTreeMap, BTreeSet};

use crate::sam::Architecture;
use crate::text::{Sentence, sentence};

/// The facts about one layer. All paths are relative to the layer, with `/` as separator.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContentFacts {
    /// Empty files of a kind that is never empty: libraries, archives, compiled code.
    pub empty: PathSample,
    /// Other empty files whose name does not explain why they are empty.
    pub possibly_empty: PathSample,
    /// Symbolic links that lead outside of the layer, seen from `/opt` of a function.
    pub outside_links: PathSample,
    /// Symbolic links whose target does not exist.
    pub dangling: PathSample,
    /// Programs that their owner cannot execute, and files that their owner cannot read.
    pub modes: PathSample,
    /// Native libraries and programs, by the platform they run on.
    pub native_files: BTreeMap<NativePlatform, PathSample>,
    /// Folders that only one version of a runtime reads.
    pub runtime_folders: BTreeSet<RuntimeFolder>,
    /// Minor versions of `CPython` that extension modules outside of such folders were built for.
    pub python_minors: BTreeSet<u32>,
    /// Whether the layer has a folder that Lambda or its runtimes look into.
    pub has_searched_folder: bool,
    /// Files and folders at the wrong place for every runtime.
    pub misplaced: BTreeMap<Misplacement, PathSample>,
}

/// Why no runtime finds a file of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Misplacement {
    /// Its name contains the separators of Windows, and is one name everywhere else.
    Backslashes,
    /// It is an archive, which neither Lambda nor SAM unpacks.
    Archive,
    /// The folder that a runtime looks into is within another folder.
    Wrapped,
}

/// The folders at the top of a layer that Lambda or its runtimes look into (Lambda Developer Guide, "Packaging your layer
/// content", and `/opt/extensions` of "Lambda extensions").
const SEARCHED: &[&str] = &["python", "nodejs", "ruby", "java", "dotnetcore", "bin", "lib", "extensions"];

/// Returns whether Lambda or its runtimes look into the folder at this path within a layer.
pub fn is_searched(path: &str) -> bool {
    SEARCHED.contains(&path)
}

impl Misplacement {
    /// Judges a folder by its path within a layer.
    pub fn of_folder(path: &str) -> Option<Self> {
        let (above, name) = path.split_once('/')?;
        // `bin` and `lib` are in many folders.
        let is_runtime = is_searched(name) && !matches!(name, "bin" | "lib");
        (is_runtime && !is_searched(above)).then_some(Self::Wrapped)
    }

    /// Judges a file at the top of a layer by its name.
    pub fn of_file(name: &str) -> Option<Self> {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        if name.split_once('\\').is_some_and(|(folder, _)| is_searched(folder)) {
            Some(Self::Backslashes)
        } else if matches!(extension.as_deref(), Some("zip" | "tgz" | "tar" | "gz")) {
            Some(Self::Archive)
        } else {
            None
        }
    }
}

/// A count of paths and the first few of them by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PathSample {
    /// The number of all paths.
    pub count: u64,
    /// The first paths by name, at most `KEPT`.
    pub first: BTreeSet<String>,
}

/// The platform that a native library or program runs on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NativePlatform {
    /// Linux on one of Lambda's architectures.
    Linux(Architecture),
    /// Linux on another processor, described by its ELF class and machine number.
    OtherLinux(String),
    /// macOS.
    MacOs,
    /// Windows.
    Windows,
}

/// A folder that Lambda adds to the search path of only one runtime version.
///
/// Lambda Developer Guide, "Packaging your layer content", "Layer paths for each Lambda runtime":
/// `python/lib/python3.x/site-packages`, `nodejs/node18/node_modules`, `ruby/gems/3.2.0`. Everything else it lists
/// (`python`, `nodejs/node_modules`, `java/lib`, `ruby/lib`, `bin`, `lib`) holds for every version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuntimeFolder {
    /// `python/lib/python3.9`.
    pub path: String,
    /// The prefix of the runtimes that read it: `python`, `nodejs`, `ruby`.
    pub language: &'static str,
    /// `3.9`, `18`, `3.2`.
    pub version: String,
}

impl PathSample {
    /// The number of paths that are kept.
    const KEPT: usize = 20;

    /// Adds a path.
    pub fn add(&mut self, path: String) {
        self.count += 1;
        self.first.insert(path);
        if self.first.len() > Self::KEPT {
            self.first.pop_last();
        }
    }

    /// Adds the paths of another sample.
    pub fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.first.extend(other.first);
        while self.first.len() > Self::KEPT {
            self.first.pop_last();
        }
    }

    /// Returns whether there are no paths.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Returns `a.py, b.py and 3 more`, with at most `most` names.
    pub fn names(&self, most: usize) -> Sentence {
        Sentence::names(self.first.iter().map(String::as_str), self.count, most)
    }
}

impl ContentFacts {
    /// Returns whether there is nothing to report.
    pub fn is_empty(&self) -> bool {
        // Asked for every directory, of which few have anything to report.
        let Self {
            empty,
            possibly_empty,
            outside_links,
            dangling,
            modes,
            native_files,
            runtime_folders,
            python_minors,
            has_searched_folder,
            misplaced,
        } = self;
        [empty, possibly_empty, outside_links, dangling, modes].into_iter().all(PathSample::is_empty)
            && native_files.is_empty()
            && runtime_folders.is_empty()
            && python_minors.is_empty()
            && !has_searched_folder
            && misplaced.is_empty()
    }

    /// Adds the facts of another part of the same layer.
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
        self.has_searched_folder |= other.has_searched_folder;
        for (why, paths) in other.misplaced {
            self.misplaced.entry(why).or_default().merge(paths);
        }
    }
}

impl NativePlatform {
    /// Returns the name for display: `x86_64`, `macOS`.
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
    /// Returns the runtime folder at this path within a layer, if the path is one.
    pub fn at(path: &str) -> Option<Self> {
        let (language, version) = if let Some(folder) = path.strip_prefix("python/lib/") {
            ("python", folder.strip_prefix("python")?)
        } else if let Some(folder) = path.strip_prefix("nodejs/") {
            ("nodejs", folder.strip_prefix("node")?)
        } else {
            // RubyGems names the folder after the ABI version, `3.2.0` for every 3.2.
            ("ruby", path.strip_prefix("ruby/gems/")?.strip_suffix(".0")?)
        };
        let is_version = version.starts_with(|c: char| c.is_ascii_digit())
            && version.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        is_version.then(|| Self { path: path.to_owned(), language, version: version.to_owned() })
    }

    /// Returns whether a runtime such as `python3.12` or `nodejs22.x` reads the folder; `None` for a runtime of another
    /// language.
    pub fn is_read_by(&self, runtime: &str) -> Option<bool> {
        let version = runtime.strip_prefix(self.language)?;
        Some(version.strip_suffix(".x").unwrap_or(version) == self.version)
    }
}

/// What the name of an empty file implies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emptiness {
    /// Files with this name are usually empty.
    Normal,
    /// A file of this kind never works when it is empty.
    Broken,
    /// The file may be empty on purpose.
    Unsure,
}

/// Judges an empty file by its name.
///
/// SAM writes an empty file for an archive entry whose checksum is wrong, without an error
/// (`samcli/local/lambdafn/zip.py`, `unzip`). Packages also contain many files that are empty on purpose.
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
    // Hidden files are markers of tools: `.gitkeep`, `.npmignore`, `.nojekyll`, `.lock`.
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
        for (path, matching, other) in [
            ("python/lib/python3.9", "python3.9", "python3.12"),
            ("nodejs/node18", "nodejs18.x", "nodejs20.x"),
            ("ruby/gems/3.2.0", "ruby3.2", "ruby3.3"),
        ] {
            let folder = RuntimeFolder::at(path).unwrap();
            assert_eq!((folder.is_read_by(matching), folder.is_read_by(other)), (Some(true), Some(false)));
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
    fn what_no_runtime_finds_is_recognised_by_its_place() {
        assert_eq!(Misplacement::of_folder("my-layer/python"), Some(Misplacement::Wrapped));
        for path in ["python", "python/nodejs", "data/bin", "a/b/python", "my-layer"] {
            assert_eq!(Misplacement::of_folder(path), None, "{path}");
        }
        assert_eq!(Misplacement::of_file("python\\lib\\m.py"), Some(Misplacement::Backslashes));
        assert_eq!(Misplacement::of_file("layer.ZIP"), Some(Misplacement::Archive));
        for name in ["bootstrap", "a\\b", "zip", "config.yaml"] {
            assert_eq!(Misplacement::of_file(name), None, "{name}");
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
    fn the_first_paths_by_name_are_kept() {
        let mut paths = PathSample::default();
        (0..100).rev().for_each(|n| paths.add(format!("{n:02}")));
        assert_eq!(
            (paths.count, paths.first.len(), paths.names(2).to_string().as_str()),
            (100, PathSample::KEPT, "00, 01 and 98 more")
        );
    }
}
