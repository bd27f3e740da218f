//! What only Linux has: opening that refuses mounts, raw listings, lean sizes, one sync for a whole disk.

use std::ffi::OsStr;
use std::io;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{AtFlags, FileType, Mode, OFlags, RawDir, ResolveFlags, Stat, StatxFlags};
use rustix::io::Errno;

use super::unix::{Folder, kind};
use super::{Kind, Lean};

/// Set once the kernel turned out not to know `openat2` (before 5.6, or inside some sandboxes).
static NO_OPENAT2: AtomicBool = AtomicBool::new(false);

/// Opens below a directory, crossing neither links nor mounts.
pub(super) fn open_beneath(at: BorrowedFd<'_>, path: &[u8], flags: OFlags) -> io::Result<OwnedFd> {
    if !NO_OPENAT2.load(Ordering::Relaxed) {
        let resolve = ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_XDEV | ResolveFlags::BENEATH;
        match rustix::fs::openat2(at, path, flags, Mode::empty(), resolve) {
            // A link in the path is what `ENOTDIR` says elsewhere; one answer for both.
            Err(Errno::LOOP) => return Err(Errno::NOTDIR.into()),
            Err(Errno::NOSYS | Errno::PERM) => NO_OPENAT2.store(true, Ordering::Relaxed),
            other => return Ok(other?),
        }
    }
    Ok(rustix::fs::openat(at, path, flags, Mode::empty())?)
}

/// Lists a directory through a buffer large enough for most in one call.
pub(super) fn list(at: BorrowedFd<'_>, each: &mut dyn FnMut(&[u8], FileType)) -> io::Result<()> {
    // The position belongs to the open file, which may have been listed before.
    rustix::fs::seek(at, rustix::fs::SeekFrom::Start(0))?;
    let mut buffer = Vec::with_capacity(32 * 1024);
    let mut entries = RawDir::new(at, buffer.spare_capacity_mut());
    while let Some(entry) = entries.next() {
        let entry = entry?;
        each(entry.file_name().to_bytes(), entry.file_type());
    }
    Ok(())
}

/// Asks for what is needed alone, and lets network file systems answer from memory.
pub(super) fn lean(at: BorrowedFd<'_>, name: &OsStr) -> io::Result<Lean> {
    let flags = AtFlags::SYMLINK_NOFOLLOW | AtFlags::STATX_DONT_SYNC;
    let wanted = StatxFlags::TYPE | StatxFlags::MODE | StatxFlags::SIZE | StatxFlags::NLINK | StatxFlags::INO;
    let stat = rustix::fs::statx(at, name, flags, wanted)?;
    let kind = kind(FileType::from_raw_mode(stat.stx_mode.into())).unwrap_or(Kind::Other);
    Ok(Lean {
        kind,
        bytes: stat.stx_size,
        mode: u32::from(stat.stx_mode) & 0o7777,
        links: stat.stx_nlink.into(),
        inode: stat.stx_ino,
    })
}

/// These fields have a type of their own on every system.
#[expect(clippy::useless_conversion, reason = "it is narrower on some processors")]
pub(super) fn device_and_links(stat: &Stat) -> (u64, u64) {
    (stat.st_dev, stat.st_nlink.into())
}

/// One call for the whole disk, however many files there are.
pub(super) fn sync_tree(folder: &Folder) -> io::Result<()> {
    Ok(rustix::fs::syncfs(folder)?)
}
