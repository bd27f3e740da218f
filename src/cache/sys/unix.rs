//! The implementation for Unix: a folder is an open file descriptor, and all names are relative to it and never
//! followed.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::Timestamp;
use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, Stat};

#[cfg(any(target_os = "linux", target_os = "android"))]
use super::linux as kernel;
#[cfg(not(any(target_os = "linux", target_os = "android")))]
use super::macos as kernel;
use super::{Entry, Identity, Kind, Meta, QuickMeta};

/// An open directory.
#[derive(Debug)]
pub(in crate::cache) struct Folder(OwnedFd);

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

fn not_regular() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "not a regular file")
}

impl Folder {
    /// Opens the directory at a path. Links in the path are followed, as SAM follows them in the path of its cache.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(rustix::fs::openat(CWD, path, FOLDER, Mode::empty())?))
    }

    /// Opens a directory in this one. Returns an error for a link and, where the system can detect it, for a mount.
    pub fn child(&self, name: &OsStr) -> io::Result<Self> {
        kernel::open_beneath(self.0.as_fd(), name.as_bytes(), FOLDER | OFlags::NOFOLLOW).map(Self)
    }

    /// Opens a directory to remove its content. If its mode forbids access, the owner is given access first.
    pub fn child_to_empty(&self, name: &OsStr) -> io::Result<Self> {
        match self.child(name) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                // If the mode cannot be changed, return the original error.
                kernel::give_owner_access(self.0.as_fd(), name).map_err(|_| error)?;
                self.child(name)
            }
            other => other,
        }
    }

    /// Opens a directory by a path of several names, none of which may be a link or a mount.
    pub fn below(&self, relative: &Path) -> io::Result<Self> {
        let bytes = relative.as_os_str().as_bytes();
        // The kernel accepts at most 4096 bytes per call, and trees may be deeper.
        if bytes.len() < 4000 {
            return self.child(relative.as_os_str());
        }
        let mut parts = relative.components();
        let mut folder = self.child(OsStr::new("."))?;
        loop {
            let piece: PathBuf = parts.by_ref().take(15).collect();
            if piece.as_os_str().is_empty() {
                return Ok(folder);
            }
            folder = folder.child(piece.as_os_str())?;
        }
    }

    /// Calls `each` for every entry except `.` and `..`.
    pub fn for_each(&self, mut each: impl FnMut(&OsStr, Option<Kind>)) -> io::Result<()> {
        kernel::list(self.0.as_fd(), &mut |name, file_type| {
            if name != b"." && name != b".." {
                each(OsStr::from_bytes(name), kind(file_type));
            }
        })
    }

    /// Calls `each` for every entry but `.` and `..`, with what it is; of a directory only that it is one. For a folder
    /// that was just opened.
    pub fn for_each_with_meta(&self, mut each: impl FnMut(&OsStr, io::Result<QuickMeta>)) -> io::Result<()> {
        kernel::list_with_meta(self.0.as_fd(), &mut |name, quick_meta| {
            if name != b"." && name != b".." {
                each(OsStr::from_bytes(name), quick_meta);
            }
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
        let mut empty = true;
        self.for_each(|_, _| empty = false)?;
        Ok(empty)
    }

    /// Returns the metadata of an entry without following a link.
    pub fn meta(&self, name: &OsStr) -> io::Result<Meta> {
        Ok(meta(&rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?))
    }

    /// Returns the minimal metadata, by the fastest call of the system.
    pub fn quick_meta(&self, name: &OsStr) -> io::Result<QuickMeta> {
        kernel::quick_meta(self.0.as_fd(), name)
    }

    /// Returns the identity of this directory.
    pub fn identity(&self) -> io::Result<Identity> {
        Ok(meta(&rustix::fs::fstat(&self.0)?).identity)
    }

    /// Returns the target of a link.
    pub fn link_target(&self, name: &OsStr) -> io::Result<PathBuf> {
        let target = rustix::fs::readlinkat(&self.0, name, Vec::new())?;
        Ok(OsString::from_vec(target.into_bytes()).into())
    }

    /// Opens a regular file for reading. Never follows a link, and never blocks on a pipe.
    pub fn open_file(&self, name: &OsStr) -> io::Result<File> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = File::from(rustix::fs::openat(&self.0, name, flags, Mode::empty())?);
        let is_file = file.metadata()?.is_file();
        if is_file { Ok(file) } else { Err(not_regular()) }
    }

    /// Returns the first `limit` bytes of a regular file.
    pub fn read(&self, name: &OsStr, limit: u64) -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        self.open_file(name)?.take(limit).read_to_end(&mut content)?;
        Ok(content)
    }

    /// Creates a file that must not exist, for reading and writing.
    pub fn create_new(&self, name: &OsStr) -> io::Result<File> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(rustix::fs::openat(&self.0, name, flags, Mode::from_raw_mode(0o600))?.into())
    }

    /// Opens a file for appending, and creates it if it does not exist. Never follows a link.
    pub fn append_to(&self, name: &OsStr) -> io::Result<File> {
        let flags = OFlags::RDWR | OFlags::APPEND | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = File::from(rustix::fs::openat(&self.0, name, flags | OFlags::NONBLOCK, Mode::from_raw_mode(0o600))?);
        // Writing to a pipe would block once it is full.
        if file.metadata()?.is_file() { Ok(file) } else { Err(not_regular()) }
    }

    /// Sets a file's modification time.
    pub fn touch(&self, name: &OsStr, time: SystemTime) -> io::Result<()> {
        let flags = OFlags::WRONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        File::from(rustix::fs::openat(&self.0, name, flags, Mode::empty())?).set_modified(time)
    }

    /// Creates a directory that only its owner can access, or opens the existing one.
    pub fn make_child(&self, name: &OsStr) -> io::Result<Self> {
        match rustix::fs::mkdirat(&self.0, name, Mode::from_raw_mode(0o700)) {
            Ok(()) | Err(rustix::io::Errno::EXIST) => self.child(name),
            Err(error) => Err(error.into()),
        }
    }

    /// Gives the owner full access to this directory. If the mode has to change, it becomes 0700.
    pub fn allow_owner(&self) -> io::Result<()> {
        let mode = rustix::fs::fstat(&self.0)?.st_mode & 0o777;
        if mode & 0o700 == 0o700 { Ok(()) } else { Ok(rustix::fs::fchmod(&self.0, Mode::from_raw_mode(0o700))?) }
    }

    /// Removes the access of all users except the owner.
    pub fn make_private(&self) -> io::Result<()> {
        let mode = rustix::fs::fstat(&self.0)?.st_mode & 0o777;
        if mode == 0o700 { Ok(()) } else { Ok(rustix::fs::fchmod(&self.0, Mode::from_raw_mode(0o700))?) }
    }

    /// Syncs this directory, so that its entries survive a power failure.
    pub fn sync(&self) -> io::Result<()> {
        Ok(rustix::fs::fsync(&self.0)?)
    }

    /// Syncs everything below this directory.
    pub fn sync_tree(&self) -> io::Result<()> {
        kernel::sync_tree(self)
    }
}

impl AsFd for Folder {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

/// Returns the kind of an entry; `None` if the file system does not report it.
pub(super) fn kind(file_type: FileType) -> Option<Kind> {
    match file_type {
        FileType::Directory => Some(Kind::Directory),
        FileType::RegularFile => Some(Kind::File),
        FileType::Symlink => Some(Kind::Link),
        FileType::Unknown => None,
        _ => Some(Kind::Other),
    }
}

fn meta(stat: &Stat) -> Meta {
    let (device, links) = kernel::device_and_links(stat);
    Meta {
        kind: kind(FileType::from_raw_mode(stat.st_mode)).unwrap_or(Kind::Other),
        bytes: u64::try_from(stat.st_size).unwrap_or(0),
        links,
        modified: Timestamp::new(stat.st_mtime, i32::try_from(stat.st_mtime_nsec).unwrap_or(0)).ok(),
        identity: Identity { device, inode: stat.st_ino },
    }
}
