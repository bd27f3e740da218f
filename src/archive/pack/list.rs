//! Lists what is packed, and notices when it changes.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::WalkDir;

use super::error::PackError;
use super::program::is_program;
use crate::archive::system;
use crate::text::sentence;

/// An entry of a zip that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackItem {
    /// The path in the zip, with `/` as separator.
    pub(super) path: String,
    /// The path on disk.
    pub(super) source: PathBuf,
    pub(super) kind: PackKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PackKind {
    File(Stamp),
    /// With its target.
    Link(String),
    EmptyFolder,
}

/// What makes a file executable in the zip. ELF files and scripts that begin with `#!` always are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExecutableBy {
    /// Any of its execute bits, too.
    ModeOrContent,
    /// Only its content, as SAM gives every file it unpacks the same mode.
    Content,
}

/// The state of a file; if it differs later, the file was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    pub bytes: u64,
    pub is_executable: bool,
    modified: Option<SystemTime>,
    identity: (u64, u64),
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self {
            bytes: metadata.len(),
            is_executable: system::is_executable(metadata),
            modified: metadata.modified().ok(),
            identity: system::identity(metadata),
        }
    }
}

impl PackItem {
    /// Returns the path in the zip.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the bytes that the zip stores for it, uncompressed: of a file, or of the target of a link.
    pub fn bytes(&self) -> u64 {
        match &self.kind {
            PackKind::File(stamp) => stamp.bytes,
            PackKind::Link(target) => target.len() as u64,
            PackKind::EmptyFolder => 0,
        }
    }

    /// Returns whether it is a file or a link.
    pub fn is_file_or_link(&self) -> bool {
        self.kind != PackKind::EmptyFolder
    }

    /// Returns whether the item is executable in the zip.
    pub fn is_executable(&self, executable_by: ExecutableBy) -> Result<bool, PackError> {
        let PackKind::File(stamp) = &self.kind else { return Ok(true) };
        if executable_by == ExecutableBy::ModeOrContent && stamp.is_executable {
            return Ok(true);
        }
        let mut beginning = [0; 4];
        let read = system::read_at(&self.open()?, &mut beginning, 0)
            .map_err(|source| PackError::Read { path: self.path.clone(), source })?;
        Ok(is_program(&beginning[..read]))
    }

    /// Opens the file, which has to be the one that was listed.
    pub(super) fn open(&self) -> Result<File, PackError> {
        let file = system::open_file(&self.source).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => PackError::Changed(self.path.clone()),
            _ => PackError::Read { path: self.path.clone(), source },
        })?;
        self.check(&file)?;
        Ok(file)
    }

    /// Checks that an open file has not changed since it was listed.
    pub(super) fn check(&self, file: &File) -> Result<(), PackError> {
        let now = file.metadata().map_err(|source| PackError::Read { path: self.path.clone(), source })?;
        let PackKind::File(stamp) = &self.kind else { return Ok(()) };
        if now.is_file() && Stamp::of(&now) == *stamp { Ok(()) } else { Err(PackError::Changed(self.path.clone())) }
    }
}

/// Lists a folder in the order of the zip. `is_left_out` gets the path of each entry that is not a folder.
///
/// # Errors
///
/// The first entry that cannot be read, or that a zip cannot hold.
pub fn list(root: &Path, is_left_out: &dyn Fn(&Path) -> bool) -> Result<Vec<PackItem>, PackError> {
    let mut items = Vec::new();
    // Folders in which nothing was found yet.
    let mut empty: Vec<PathBuf> = Vec::new();
    let walk = WalkDir::new(root).min_depth(1).follow_links(false).follow_root_links(true);
    for entry in walk {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(root).strip_prefix(root).unwrap_or(root).to_string_lossy().into_owned();
            let source = error.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into());
            PackError::Read { path, source }
        })?;
        if !entry.file_type().is_dir() && is_left_out(entry.path()) {
            continue;
        }
        let path = zip_path(root, entry.path())?;
        let unreadable = |source| PackError::Read { path: path.clone(), source };
        while empty.last().is_some_and(|folder| !entry.path().starts_with(folder)) {
            push_empty(root, &mut empty, &mut items)?;
        }
        empty.clear();
        let kind = if entry.file_type().is_dir() {
            empty.push(entry.into_path());
            continue;
        } else if entry.file_type().is_symlink() {
            let target = fs::read_link(entry.path()).map_err(unreadable)?;
            let target = target
                .into_os_string()
                .into_string()
                .map_err(|_| PackError::Unsuitable { path: path.clone(), reason: sentence!("zip-link-no-text") })?;
            PackKind::Link(if cfg!(windows) { target.replace('\\', "/") } else { target })
        } else if entry.file_type().is_file() {
            let metadata = entry.metadata().map_err(|error| unreadable(error.into()))?;
            PackKind::File(Stamp::of(&metadata))
        } else {
            return Err(PackError::Unsuitable { path, reason: sentence!("zip-device") });
        };
        items.push(PackItem { path, source: entry.into_path(), kind });
    }
    while !empty.is_empty() {
        push_empty(root, &mut empty, &mut items)?;
    }
    items.sort_unstable_by(|a, b| a.path.as_bytes().cmp(b.path.as_bytes()));
    Ok(items)
}

/// Checks that a folder is still what was listed: a file that changed while others were read would make a mixture of two
/// states.
///
/// # Errors
///
/// [`PackError::Changed`] with the first path that differs.
pub fn check_unchanged(root: &Path, is_left_out: &dyn Fn(&Path) -> bool, listed: &[PackItem]) -> Result<(), PackError> {
    let now = list(root, is_left_out)?;
    if now == listed { Ok(()) } else { Err(PackError::Changed(first_difference(listed, &now))) }
}

fn first_difference(before: &[PackItem], now: &[PackItem]) -> String {
    let differs =
        before.iter().zip(now).find(|(before, now)| before != now).map(|(before, now)| before.path().min(now.path()));
    let longer = if before.len() > now.len() { before } else { now };
    let rest = longer.get(before.len().min(now.len())).map(PackItem::path);
    differs.or(rest).unwrap_or_default().to_owned()
}

fn push_empty(root: &Path, empty: &mut Vec<PathBuf>, items: &mut Vec<PackItem>) -> Result<(), PackError> {
    if let Some(source) = empty.pop() {
        let path = format!("{}/", zip_path(root, &source)?);
        items.push(PackItem { path, source, kind: PackKind::EmptyFolder });
    }
    Ok(())
}

/// Returns the path in the zip.
fn zip_path(root: &Path, path: &Path) -> Result<String, PackError> {
    let below = path.strip_prefix(root).unwrap_or(path);
    let mut text = String::new();
    for part in below.components() {
        let part = part.as_os_str().to_str().ok_or_else(|| PackError::Unsuitable {
            path: below.to_string_lossy().into_owned(),
            reason: sentence!("pack-no-text"),
        })?;
        if !text.is_empty() {
            text.push('/');
        }
        text.push_str(part);
    }
    if text.len() > usize::from(u16::MAX) {
        return Err(PackError::Unsuitable { path: text, reason: sentence!("zip-too-long") });
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_sorted_by_their_bytes_and_only_empty_folders_are_listed() {
        let folder = tempfile::tempdir().unwrap();
        // No two names that a disk which folds case would take for one.
        for path in ["b/x", "b.txt", "a/deep/y", "C/z", "가/x", "empty/inner/.keep"] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "1").unwrap();
        }
        fs::create_dir_all(folder.path().join("hollow/deeper")).unwrap();
        fs::create_dir(folder.path().join("z")).unwrap();
        let items = list(folder.path(), &|path| path.ends_with("b.txt") || path.ends_with(".keep")).unwrap();
        let paths: Vec<&str> = items.iter().map(PackItem::path).collect();
        assert_eq!(paths, ["C/z", "a/deep/y", "b/x", "empty/inner/", "hollow/deeper/", "z/", "가/x"]);
    }
}
