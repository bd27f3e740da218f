//! The implementation for macOS and other Unix systems.

use std::ffi::OsStr;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Component, Path};

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, Stat};
use rustix::io::Errno;

use super::unix::{Folder, kind};
use super::{Kind, QuickMeta};

/// Opens a path below a directory name by name without following links. Another file system is refused by its device
/// number.
pub(super) fn open_beneath(at: BorrowedFd<'_>, path: &[u8], flags: OFlags) -> io::Result<OwnedFd> {
    let device = rustix::fs::fstat(at)?.st_dev;
    let mut folder = rustix::fs::openat(at, c".", flags, Mode::empty())?;
    for part in Path::new(OsStr::from_bytes(path)).components() {
        match part {
            Component::CurDir => {}
            Component::Normal(name) => folder = rustix::fs::openat(&folder, name, flags, Mode::empty())?,
            _ => return Err(Errno::NOTDIR.into()),
        }
    }
    if rustix::fs::fstat(&folder)?.st_dev == device { Ok(folder) } else { Err(Errno::XDEV.into()) }
}

/// Gives the owner access to a directory.
pub(super) fn give_owner_access(at: BorrowedFd<'_>, name: &OsStr) -> io::Result<()> {
    Ok(rustix::fs::chmodat(at, name, Mode::from_raw_mode(0o700), AtFlags::SYMLINK_NOFOLLOW)?)
}

/// Lists a directory.
pub(super) fn list(at: BorrowedFd<'_>, each: &mut dyn FnMut(&[u8], FileType)) -> io::Result<()> {
    for entry in Dir::read_from(at)? {
        let entry = entry?;
        each(entry.file_name().to_bytes(), entry.file_type());
    }
    Ok(())
}

/// Returns the minimal metadata, from a `stat` call.
pub(super) fn quick_meta(at: BorrowedFd<'_>, name: &OsStr) -> io::Result<QuickMeta> {
    let stat = rustix::fs::statat(at, name, AtFlags::SYMLINK_NOFOLLOW)?;
    let kind = kind(FileType::from_raw_mode(stat.st_mode)).unwrap_or(Kind::Other);
    let bytes = u64::try_from(stat.st_size).unwrap_or(0);
    let mode = u32::from(stat.st_mode) & 0o7777;
    Ok(QuickMeta { kind, bytes, mode, links: stat.st_nlink.into(), inode: stat.st_ino })
}

/// Lists a directory, with what each entry is.
pub(super) fn list_with_meta(at: BorrowedFd<'_>, each: &mut dyn FnMut(&[u8], io::Result<QuickMeta>)) -> io::Result<()> {
    list(at, &mut |name, file_type| match file_type {
        FileType::Directory => each(name, Ok(QuickMeta::DIRECTORY)),
        _ => each(name, quick_meta(at, OsStr::from_bytes(name))),
    })
}

/// These fields have a type of their own on every system.
#[expect(clippy::cast_sign_loss, reason = "a device number is compared, not counted with")]
pub(super) fn device_and_links(stat: &Stat) -> (u64, u64) {
    (stat.st_dev as u64, stat.st_nlink.into())
}

/// Syncs every file and folder below. The recursion is as deep as the unpacked archive.
pub(super) fn sync_tree(folder: &Folder) -> io::Result<()> {
    for entry in folder.entries()? {
        match entry.kind {
            Some(Kind::Directory) => sync_tree(&folder.child(&entry.name)?)?,
            // Not `fsync`, after which the disk may still hold it in its own cache.
            Some(Kind::File) => folder.open_file(&entry.name)?.sync_all()?,
            _ => {}
        }
    }
    folder.sync()
}
