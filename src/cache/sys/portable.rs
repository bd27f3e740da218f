//! The implementation for systems without directory descriptors (Windows), with the standard library only.
//!
//! A folder is its resolved path here. Each entry is checked before it is entered, and links and junctions are refused;
//! the implementations for Unix do not have the short time between check and use.

use std::ffi::OsStr;
use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use jiff::Timestamp;

use super::{Entry, Identity, Kind, Meta, QuickMeta};

/// A directory, identified by its path.
#[derive(Debug)]
pub(in crate::cache) struct Folder(PathBuf);

impl Folder {
    /// Opens the directory at a path. Links in the path are followed, as SAM follows them in the path of its cache.
    pub fn open(path: &Path) -> io::Result<Self> {
        // In the form `\\?\C:\…`, below which paths may be longer than 260 characters. It is never shown.
        let path = path.canonicalize()?;
        std::fs::read_dir(&path)?;
        Ok(Self(path))
    }

    /// Opens a directory in this one. Returns an error for a link.
    pub fn child(&self, name: &OsStr) -> io::Result<Self> {
        self.below(Path::new(name))
    }

    /// Opens a directory to remove its content. There are no modes to change here.
    pub fn child_to_empty(&self, name: &OsStr) -> io::Result<Self> {
        self.child(name)
    }

    /// Opens a directory by a path of several names, none of which may be a link.
    pub fn below(&self, relative: &Path) -> io::Result<Self> {
        let mut path = self.0.clone();
        for part in relative.components() {
            match part {
                Component::CurDir => {}
                Component::Normal(name) => path.push(name),
                _ => return Err(io::ErrorKind::NotADirectory.into()),
            }
            if !path.symlink_metadata()?.is_dir() {
                return Err(io::ErrorKind::NotADirectory.into());
            }
        }
        Ok(Self(path))
    }

    /// Returns the path of an entry.
    pub fn path_of(&self, name: &OsStr) -> PathBuf {
        self.0.join(name)
    }

    /// Calls `each` for every entry.
    pub fn for_each(&self, mut each: impl FnMut(&OsStr, Option<Kind>)) -> io::Result<()> {
        for entry in std::fs::read_dir(&self.0)? {
            let entry = entry?;
            each(&entry.file_name(), entry.file_type().ok().map(kind));
        }
        Ok(())
    }

    /// Calls `each` for every entry, with what it is; of a directory only that it is one.
    pub fn for_each_with_meta(&self, mut each: impl FnMut(&OsStr, io::Result<QuickMeta>)) -> io::Result<()> {
        self.for_each(|name, kind| match kind {
            Some(Kind::Directory) => each(name, Ok(QuickMeta::DIRECTORY)),
            _ => each(name, self.quick_meta(name)),
        })
    }

    /// All entries.
    pub fn entries(&self) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        self.for_each(|name, kind| entries.push(Entry { name: name.to_owned(), kind }))?;
        Ok(entries)
    }

    /// Returns whether the directory is empty.
    pub fn is_empty(&self) -> io::Result<bool> {
        Ok(std::fs::read_dir(&self.0)?.next().is_none())
    }

    /// Returns the metadata of an entry without following a link.
    pub fn meta(&self, name: &OsStr) -> io::Result<Meta> {
        Ok(meta(&self.path_of(name).symlink_metadata()?))
    }

    /// Returns the minimal metadata, without modes and file IDs.
    pub fn quick_meta(&self, name: &OsStr) -> io::Result<QuickMeta> {
        self.meta(name).map(|meta| QuickMeta { kind: meta.kind, bytes: meta.bytes, mode: 0o700, links: 1, inode: 0 })
    }

    /// Returns the default, as the standard library provides no file IDs here.
    pub fn identity(&self) -> io::Result<Identity> {
        self.0.symlink_metadata().map(|_| Identity::default())
    }

    /// Returns the target of a link.
    pub fn link_target(&self, name: &OsStr) -> io::Result<PathBuf> {
        self.path_of(name).read_link()
    }

    /// Opens a regular file for reading.
    pub fn open_file(&self, name: &OsStr) -> io::Result<File> {
        let path = self.path_of(name);
        if !path.symlink_metadata()?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "not a regular file"));
        }
        File::open(path)
    }

    /// Returns the first `limit` bytes of a regular file.
    pub fn read(&self, name: &OsStr, limit: u64) -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        self.open_file(name)?.take(limit).read_to_end(&mut content)?;
        Ok(content)
    }

    /// Creates a file that must not exist.
    pub fn create_new(&self, name: &OsStr) -> io::Result<File> {
        OpenOptions::new().read(true).write(true).create_new(true).open(self.path_of(name))
    }

    /// Opens a file for appending, and creates it if it does not exist.
    pub fn append_to(&self, name: &OsStr) -> io::Result<File> {
        OpenOptions::new().read(true).append(true).create(true).open(self.path_of(name))
    }

    /// Sets a file's modification time.
    pub fn touch(&self, name: &OsStr, time: SystemTime) -> io::Result<()> {
        OpenOptions::new().write(true).open(self.path_of(name))?.set_modified(time)
    }

    /// Creates a directory, or opens the existing one.
    pub fn make_child(&self, name: &OsStr) -> io::Result<Self> {
        match std::fs::create_dir(self.path_of(name)) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => self.child(name),
        }
    }

    /// Does nothing, as there are no modes here.
    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "one signature on every system")]
    pub fn allow_owner(&self) -> io::Result<()> {
        Ok(())
    }

    /// Does nothing: the user's profile folder is already private.
    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "one signature on every system")]
    pub fn make_private(&self) -> io::Result<()> {
        Ok(())
    }

    /// Does nothing: folders cannot be synced here.
    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "one signature on every system")]
    pub fn sync(&self) -> io::Result<()> {
        Ok(())
    }

    /// Syncs every file below.
    pub fn sync_tree(&self) -> io::Result<()> {
        for entry in self.entries()? {
            match entry.kind {
                Some(Kind::Directory) => self.child(&entry.name)?.sync_tree()?,
                Some(Kind::File) => OpenOptions::new().write(true).open(self.path_of(&entry.name))?.sync_all()?,
                _ => {}
            }
        }
        Ok(())
    }
}

fn kind(file_type: FileType) -> Kind {
    if file_type.is_dir() {
        Kind::Directory
    } else if file_type.is_file() {
        Kind::File
    } else if file_type.is_symlink() {
        Kind::Link
    } else {
        Kind::Other
    }
}

fn meta(metadata: &Metadata) -> Meta {
    Meta {
        kind: kind(metadata.file_type()),
        bytes: metadata.len(),
        links: 1,
        modified: metadata.modified().ok().and_then(|time| Timestamp::try_from(time).ok()),
        identity: Identity::default(),
    }
}
