//! What the standard library alone can do, for systems without directory descriptors (Windows).
//!
//! A folder is its resolved path here. Links and junctions are refused by looking at each entry before it is entered;
//! that leaves a moment between look and use which the other files of this folder do not have.

use std::ffi::OsStr;
use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use jiff::Timestamp;

use super::{Entry, Identity, Kind, Lean, Meta};

/// A directory, by its path.
#[derive(Debug)]
pub(in crate::cache) struct Folder(PathBuf);

impl Folder {
    /// The directory at a path; links in it are followed, as SAM follows them on the way to its cache.
    pub fn open(path: &Path) -> io::Result<Self> {
        let path = path.canonicalize()?;
        std::fs::read_dir(&path)?;
        Ok(Self(path))
    }

    /// A directory in this one; fails for a link.
    pub fn child(&self, name: &OsStr) -> io::Result<Self> {
        self.below(Path::new(name))
    }

    /// Modes are not what forbids here.
    pub fn child_to_empty(&self, name: &OsStr) -> io::Result<Self> {
        self.child(name)
    }

    /// [`Folder::child`] for a path of several names; no part of it may be a link.
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

    /// The path of an entry.
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

    /// All entries.
    pub fn entries(&self) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        self.for_each(|name, kind| entries.push(Entry { name: name.to_owned(), kind }))?;
        Ok(entries)
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> io::Result<bool> {
        Ok(std::fs::read_dir(&self.0)?.next().is_none())
    }

    /// What an entry is, itself.
    pub fn meta(&self, name: &OsStr) -> io::Result<Meta> {
        Ok(meta(&self.path_of(name).symlink_metadata()?))
    }

    /// Only what counting asks for; there are no modes, and no numbers of files, here.
    pub fn lean(&self, name: &OsStr) -> io::Result<Lean> {
        self.meta(name).map(|meta| Lean { kind: meta.kind, bytes: meta.bytes, mode: 0o700, links: 1, inode: 0 })
    }

    /// The standard library tells no file number here.
    pub fn identity(&self) -> io::Result<Identity> {
        self.0.symlink_metadata().map(|_| Identity::default())
    }

    /// Where a link points.
    pub fn link_target(&self, name: &OsStr) -> io::Result<PathBuf> {
        self.path_of(name).read_link()
    }

    /// Opens a regular file for reading.
    pub fn open_file(&self, name: &OsStr) -> io::Result<File> {
        let path = self.path_of(name);
        if !path.symlink_metadata()?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it is no regular file"));
        }
        File::open(path)
    }

    /// The first `limit` bytes of a regular file.
    pub fn read(&self, name: &OsStr, limit: u64) -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        self.open_file(name)?.take(limit).read_to_end(&mut content)?;
        Ok(content)
    }

    /// Makes a file that was not there.
    pub fn create_new(&self, name: &OsStr) -> io::Result<File> {
        OpenOptions::new().read(true).write(true).create_new(true).open(self.path_of(name))
    }

    /// Opens a file for appending, made if it is not there.
    pub fn append_to(&self, name: &OsStr) -> io::Result<File> {
        OpenOptions::new().read(true).append(true).create(true).open(self.path_of(name))
    }

    /// Sets a file's modification time.
    pub fn touch(&self, name: &OsStr, time: SystemTime) -> io::Result<()> {
        OpenOptions::new().write(true).open(self.path_of(name))?.set_modified(time)
    }

    /// Makes a directory, or opens the one that is there.
    pub fn make_child(&self, name: &OsStr) -> io::Result<Self> {
        match std::fs::create_dir(self.path_of(name)) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => self.child(name),
        }
    }

    /// Modes are not what forbids here.
    #[expect(clippy::unnecessary_wraps, reason = "one signature on every system")]
    pub fn allow_owner(&self) -> io::Result<()> {
        Ok(())
    }

    /// The user's profile folder is private already.
    #[expect(clippy::unnecessary_wraps, reason = "one signature on every system")]
    pub fn make_private(&self) -> io::Result<()> {
        Ok(())
    }

    /// Folders cannot be synced on their own here.
    #[expect(clippy::unnecessary_wraps, reason = "one signature on every system")]
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
