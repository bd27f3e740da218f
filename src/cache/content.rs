//! Collects facts about the content of a layer from its entries while they are counted.
//!
//! Names, sizes and modes are known at that point and cost nothing. Only links are resolved, and only files with the
//! name of a native library or program are opened, to read their first bytes.

use std::ffi::OsStr;
use std::path::Path;

use object::read::elf::FileHeader;
use object::{Endianness, FileKind, elf};

use super::links;
use super::sys::{Folder, Kind, QuickMeta};
use crate::content::facts::{
    ContentFacts, Emptiness, Misplacement, NativePlatform, RuntimeFolder, emptiness, is_searched,
};
use crate::sam::Architecture;

/// The number of bytes read to recognise a file format. The header of a Windows library is behind a small DOS program.
const HEAD_BYTES: u64 = 4096;

/// The maximum number of folders above a runtime folder (`python/lib/python3.12`). Checking more would take quadratic
/// time in the depth, for each folder.
const MAX_RUNTIME_FOLDER_DEPTH: usize = 3;

/// The survey of one directory of a layer.
pub(super) struct DirectorySurvey<'a> {
    root: &'a Folder,
    /// The path of the layer's directory below the root.
    layer: &'a Path,
    /// The path of this directory within the layer, with `/` as separator.
    path_in_layer: String,
    /// Whether its files are programs: Lambda adds `bin` to `PATH` and starts the programs in `extensions`.
    holds_programs: bool,
    facts: ContentFacts,
}

impl<'a> DirectorySurvey<'a> {
    /// Starts the survey of a directory, given by its path below the root. The first component is the layer.
    pub fn new(root: &'a Folder, path: &'a Path) -> Self {
        let mut parts = path.components();
        let layer = parts.next().map_or(Path::new(""), |first| Path::new(first.as_os_str()));
        let path_in_layer = links::joined(parts.as_path());
        let mut facts = ContentFacts::default();
        facts.runtime_folders.extend(RuntimeFolder::at(&path_in_layer));
        facts.has_searched_folder = is_searched(&path_in_layer);
        if let Some(why) = Misplacement::of_folder(&path_in_layer) {
            facts.misplaced.entry(why).or_default().add(path_in_layer.clone());
        }
        let holds_programs = matches!(path_in_layer.as_str(), "bin" | "extensions");
        Self { root, layer, path_in_layer, holds_programs, facts }
    }

    /// Returns whether it is the folder of a runtime, or below one. Only asked for libraries: most folders have none.
    fn is_in_runtime_folder(&self) -> bool {
        let above = self.path_in_layer.match_indices('/').take(MAX_RUNTIME_FOLDER_DEPTH);
        above.map(|(at, _)| &self.path_in_layer[..at]).any(|folder| RuntimeFolder::at(folder).is_some())
            || !self.facts.runtime_folders.is_empty()
    }

    /// Returns whether it contains libraries of one platform beside those of others, from which a package selects at run
    /// time.
    fn is_of_one_platform(&self) -> bool {
        self.path_in_layer.split('/').any(contains_platform_name)
    }

    /// Adds the facts of an entry that is not a directory.
    pub fn add(&mut self, folder: &Folder, name: &OsStr, quick_meta: QuickMeta) {
        match quick_meta.kind {
            Kind::Link => self.link(folder, name),
            Kind::File => self.file(folder, name, quick_meta),
            Kind::Directory | Kind::Other => {}
        }
    }

    /// Returns the collected facts.
    pub fn facts(self) -> ContentFacts {
        self.facts
    }

    fn path(&self, name: &str) -> String {
        if self.path_in_layer.is_empty() { name.to_owned() } else { format!("{}/{name}", self.path_in_layer) }
    }

    fn link(&mut self, folder: &Folder, name: &OsStr) {
        let Ok(target) = folder.link_target(name) else { return };
        let path = self.path(&name.to_string_lossy());
        match links::follow(self.root, self.layer, &path, &target) {
            links::LinkDestination::Inside => {}
            links::LinkDestination::Outside => self.facts.outside_links.add(path),
            links::LinkDestination::Dangling => self.facts.dangling.add(path),
        }
    }

    fn file(&mut self, folder: &Folder, name: &OsStr, quick_meta: QuickMeta) {
        let is_at_top = self.path_in_layer.is_empty();
        let is_readable = quick_meta.mode & 0o400 != 0;
        // Most files are none of these. Their names are not even converted to text.
        if quick_meta.bytes != 0 && is_readable && !is_at_top && !self.holds_programs && !is_library(name) {
            return;
        }
        let name_text = name.to_string_lossy();
        if is_at_top && let Some(why) = Misplacement::of_file(&name_text) {
            self.facts.misplaced.entry(why).or_default().add(name_text.clone().into_owned());
        }
        if quick_meta.bytes == 0 {
            match emptiness(&name_text) {
                Emptiness::Normal => {}
                Emptiness::Broken => self.facts.empty.add(self.path(&name_text)),
                Emptiness::Unsure => self.facts.possibly_empty.add(self.path(&name_text)),
            }
            return;
        }
        if !is_readable || (self.holds_programs && quick_meta.mode & 0o100 == 0) {
            self.facts.modes.add(format!("{} ({:04o})", self.path(&name_text), quick_meta.mode & 0o777));
        }
        if !self.holds_programs && !is_library(name) {
            return;
        }
        if !self.is_in_runtime_folder() {
            self.facts.python_minors.extend(python_minor(&name_text));
        }
        if self.is_of_one_platform() {
            return;
        }
        // Unreadable files are reported by the count and by the verification.
        let platform = folder.read(name, HEAD_BYTES).ok().and_then(|head| native_platform(&head));
        if let Some(platform) = platform {
            let path = self.path(&name_text);
            self.facts.native_files.entry(platform).or_default().add(path);
        }
    }
}

/// Returns whether a file name is that of a native library: `libz.so`, `libz.so.1.2`, `addon.node`, or one of another
/// system.
fn is_library(name: &OsStr) -> bool {
    // Asked for every file, so it compares bytes, and only after a dot.
    let mut rest = name.as_encoded_bytes();
    while let Some(dot) = rest.iter().position(|byte| *byte == b'.') {
        rest = &rest[dot + 1..];
        if matches!(rest, b"so" | b"node" | b"dylib" | b"pyd" | b"dll") || rest.starts_with(b"so.") {
            return true;
        }
    }
    false
}

/// Returns whether a folder name, such as `darwin-x64` or `win32`, contains a platform. Packages keep libraries for
/// several systems in such folders.
fn contains_platform_name(part: &str) -> bool {
    let part = part.to_ascii_lowercase();
    [
        "darwin",
        "macos",
        "osx",
        "win32",
        "win64",
        "windows",
        "linux",
        "freebsd",
        "android",
        "prebuilds",
        "aarch64",
        "arm64",
    ]
    .iter()
    .any(|platform| part.contains(platform))
}

/// Returns the minor Python version in a file name: 12 for `_core.cpython-312-x86_64-linux-gnu.so` (PEP 3149).
fn python_minor(name: &str) -> Option<u32> {
    let (_, rest) = name.split_once(".cpython-3")?;
    rest.split('-').next()?.parse().ok()
}

/// Returns the platform of a library or program from its first bytes; `None` for scripts and other files.
fn native_platform(head: &[u8]) -> Option<NativePlatform> {
    match FileKind::parse(head).ok()? {
        FileKind::Elf64 => {
            let header = elf::FileHeader64::<Endianness>::parse(head).ok()?;
            let number = header.e_machine(header.endian().ok()?);
            Some(match number {
                elf::EM_X86_64 => NativePlatform::Linux(Architecture::X86_64),
                elf::EM_AARCH64 => NativePlatform::Linux(Architecture::Arm64),
                number => NativePlatform::OtherLinux(format!("64-bit ELF, machine {number}")),
            })
        }
        FileKind::Elf32 => {
            let header = elf::FileHeader32::<Endianness>::parse(head).ok()?;
            let number = header.e_machine(header.endian().ok()?);
            Some(NativePlatform::OtherLinux(format!("32-bit ELF, machine {number}")))
        }
        FileKind::MachO32 | FileKind::MachO64 | FileKind::MachOFat32 | FileKind::MachOFat64 => {
            Some(NativePlatform::MacOs)
        }
        FileKind::Pe32 | FileKind::Pe64 => Some(NativePlatform::Windows),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_program_has_the_current_platform() {
        use std::io::Read as _;
        let mut head = Vec::new();
        std::fs::File::open(std::env::current_exe().unwrap()).unwrap().take(HEAD_BYTES).read_to_end(&mut head).unwrap();
        let expected = match (std::env::consts::OS, Architecture::parse(std::env::consts::ARCH)) {
            ("linux", Some(architecture)) => NativePlatform::Linux(architecture),
            ("linux", None) if std::env::consts::ARCH == "aarch64" => NativePlatform::Linux(Architecture::Arm64),
            ("macos", _) => NativePlatform::MacOs,
            ("windows", _) => NativePlatform::Windows,
            _ => return,
        };
        assert_eq!(native_platform(&head), Some(expected));
        assert_eq!(native_platform(b"#!/bin/sh\necho"), None);
        assert_eq!(native_platform(&head[..10]), None);
    }

    #[test]
    fn library_names_are_recognised() {
        let is_library = |name: &str| is_library(OsStr::new(name));
        assert!(["a.so", "a.so.1", "a.b.so.1.2", ".so", "a.node", "a.dylib", "a.pyd"].into_iter().all(is_library));
        assert!(!["so", "so.1", "a.song", "a.py", "a.json", "a.node.1", "a.", ""].into_iter().any(is_library));
        assert_eq!(python_minor("_core.cpython-312-x86_64-linux-gnu.so"), Some(12));
        assert_eq!(python_minor("_core.abi3.so"), None);
        assert!(
            contains_platform_name("darwin-x64")
                && contains_platform_name("prebuilds")
                && !contains_platform_name("numpy.libs")
        );
    }

    proptest::proptest! {
        #[test]
        fn arbitrary_bytes_cause_no_panic(head in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200), elf: bool) {
            let head = if elf { [b"\x7fELF".as_slice(), &head].concat() } else { head };
            let _ = native_platform(&head);
        }
    }
}
