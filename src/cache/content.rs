//! What the entries of a layer say of its content, noted while they are counted.
//!
//! Names, sizes and modes are known by then and cost nothing. Only a link is resolved, and only a file whose name is
//! that of a native library or program is opened, for its first bytes.

use std::ffi::OsStr;
use std::path::Path;

use object::read::elf::FileHeader;
use object::{Endianness, FileKind, elf};

use super::links;
use super::sys::{Folder, Kind, Lean};
use crate::content::facts::{ContentFacts, Emptiness, NativePlatform, RuntimeFolder, emptiness};
use crate::sam::Architecture;

/// As much of a file as its kind can be told by: the header of a Windows library lies behind a small program for DOS.
const HEAD: u64 = 4096;

/// Folders above a runtime's own are no more than these (`python/lib/python3.12`). Looking further would cost time by the square
/// of the depth, for each folder.
const DEEPEST_RUNTIME_FOLDER: usize = 3;

/// A look at one directory of a layer.
pub(super) struct Look<'a> {
    root: &'a Folder,
    /// The layer's directory within the root.
    layer: &'a Path,
    /// The directory within the layer, parts joined by `/`.
    within: String,
    /// Holds libraries of one platform beside those of others: a package picks its own when it is loaded.
    of_one_platform: bool,
    in_runtime_folder: bool,
    seen: ContentFacts,
}

impl<'a> Look<'a> {
    /// Begins with a directory, given as its path below the root; the first part is the layer.
    pub fn into(root: &'a Folder, path: &'a Path) -> Self {
        let mut parts = path.components();
        let layer = parts.next().map_or(Path::new(""), |first| Path::new(first.as_os_str()));
        let within = links::joined(parts.as_path());
        let mut seen = ContentFacts::default();
        seen.runtime_folders.extend(RuntimeFolder::at(&within));
        let in_runtime_folder = within
            .match_indices('/')
            .take(DEEPEST_RUNTIME_FOLDER)
            .any(|(at, _)| RuntimeFolder::at(&within[..at]).is_some())
            || !seen.runtime_folders.is_empty();
        let of_one_platform = within.split('/').any(names_a_platform);
        Self { root, layer, within, of_one_platform, in_runtime_folder, seen }
    }

    /// Notes what an entry that is no directory says.
    pub fn at(&mut self, folder: &Folder, name: &OsStr, lean: Lean) {
        match lean.kind {
            Kind::Link => self.link(folder, name),
            Kind::File => self.file(folder, name, lean),
            Kind::Directory | Kind::Other => {}
        }
    }

    /// What was seen.
    pub fn seen(self) -> ContentFacts {
        self.seen
    }

    fn path(&self, name: &str) -> String {
        if self.within.is_empty() { name.to_owned() } else { format!("{}/{name}", self.within) }
    }

    fn link(&mut self, folder: &Folder, name: &OsStr) {
        let Ok(target) = folder.link_target(name) else { return };
        let path = self.path(&name.to_string_lossy());
        match links::lead(self.root, self.layer, &path, &target) {
            links::Lead::Inside => {}
            links::Lead::Outside => self.seen.outside_links.add(path),
            links::Lead::Nowhere => self.seen.dangling.add(path),
        }
    }

    fn file(&mut self, folder: &Folder, name: &OsStr, lean: Lean) {
        let name_text = name.to_string_lossy();
        if lean.bytes == 0 {
            match emptiness(&name_text) {
                Emptiness::Normal => {}
                Emptiness::Broken => self.seen.empty.add(self.path(&name_text)),
                Emptiness::Unsure => self.seen.possibly_empty.add(self.path(&name_text)),
            }
            return;
        }
        // Lambda puts `bin` into `PATH` and starts what is in `extensions`.
        let is_program = matches!(self.within.as_str(), "bin" | "extensions");
        if lean.mode & 0o400 == 0 || (is_program && lean.mode & 0o100 == 0) {
            self.seen.modes.add(format!("{} ({:04o})", self.path(&name_text), lean.mode & 0o777));
        }
        if !is_program && !is_library(&name_text) {
            return;
        }
        if !self.in_runtime_folder {
            self.seen.python_minors.extend(python_minor(&name_text));
        }
        if self.of_one_platform {
            return;
        }
        // What cannot be read is told where it is counted or checked deeply.
        let machine = folder.read(name, HEAD).ok().and_then(|head| machine(&head));
        if let Some(machine) = machine {
            let path = self.path(&name_text);
            self.seen.native_files.entry(machine).or_default().add(path);
        }
    }
}

/// `libz.so`, `libz.so.1.2`, `addon.node`, and what was built for other systems.
fn is_library(name: &str) -> bool {
    matches!(name.rsplit_once('.'), Some((_, "so" | "node" | "dylib" | "pyd" | "dll"))) || name.contains(".so.")
}

/// Names of folders such as `darwin-x64` or `win32`, in which packages keep libraries for several systems.
fn names_a_platform(part: &str) -> bool {
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

/// 12 of `_core.cpython-312-x86_64-linux-gnu.so` (PEP 3149).
fn python_minor(name: &str) -> Option<u32> {
    let (_, rest) = name.split_once(".cpython-3")?;
    rest.split('-').next()?.parse().ok()
}

/// What a library or program runs on, by its first bytes. `None` for scripts and whatever else is no such thing.
fn machine(head: &[u8]) -> Option<NativePlatform> {
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
    fn this_very_program_runs_on_this_machine() {
        use std::io::Read as _;
        let mut head = Vec::new();
        std::fs::File::open(std::env::current_exe().unwrap()).unwrap().take(HEAD).read_to_end(&mut head).unwrap();
        let expected = match (std::env::consts::OS, Architecture::parse(std::env::consts::ARCH)) {
            ("linux", Some(architecture)) => NativePlatform::Linux(architecture),
            ("linux", None) if std::env::consts::ARCH == "aarch64" => NativePlatform::Linux(Architecture::Arm64),
            ("macos", _) => NativePlatform::MacOs,
            ("windows", _) => NativePlatform::Windows,
            _ => return,
        };
        assert_eq!(machine(&head), Some(expected));
        assert_eq!(machine(b"#!/bin/sh\necho"), None);
        assert_eq!(machine(&head[..10]), None);
    }

    #[test]
    fn names_of_libraries() {
        assert!(["a.so", "a.so.1", "a.node", "a.dylib", "a.pyd"].into_iter().all(is_library));
        assert!(!["so", "a.song", "a.py", "a.json"].into_iter().any(is_library));
        assert_eq!(python_minor("_core.cpython-312-x86_64-linux-gnu.so"), Some(12));
        assert_eq!(python_minor("_core.abi3.so"), None);
        assert!(names_a_platform("darwin-x64") && names_a_platform("prebuilds") && !names_a_platform("numpy.libs"));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(head in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200), elf: bool) {
            let head = if elf { [b"\x7fELF".as_slice(), &head].concat() } else { head };
            let _ = machine(&head);
        }
    }
}
