//! The implementation for Linux: opening without entering mounts, raw directory listings, minimal metadata, and one
//! sync for a whole file system.

use std::ffi::{CStr, OsStr};
use std::io;
use std::os::fd::{AsFd as _, AsRawFd as _, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Component, Path};
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{AtFlags, FileType, Mode, OFlags, RawDir, ResolveFlags, Stat, StatxFlags};
use rustix::io::Errno;
use rustix::path::Arg;

use super::unix::{Folder, kind};
use super::{Kind, QuickMeta};

/// Whether the kernel does not support `openat2` (before 5.6).
static NO_OPENAT2: AtomicBool = AtomicBool::new(false);

/// Opens a path below a directory without following links or entering mounts.
pub(super) fn open_beneath(at: BorrowedFd<'_>, path: &[u8], flags: OFlags) -> io::Result<OwnedFd> {
    if !NO_OPENAT2.load(Ordering::Relaxed) {
        let resolve = ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_XDEV | ResolveFlags::BENEATH;
        match rustix::fs::openat2(at, path, flags, Mode::empty(), resolve) {
            // Other systems return `ENOTDIR` for a link in the path.
            Err(Errno::LOOP) => return Err(Errno::NOTDIR.into()),
            Err(Errno::NOSYS) => NO_OPENAT2.store(true, Ordering::Relaxed),
            // A sandbox may refuse this call and allow `openat`.
            Err(Errno::PERM) => {}
            other => return Ok(other?),
        }
    }
    open_name_by_name(at, path, flags)
}

/// Opens a path like [`open_beneath`] without `openat2`: name by name, checking after each name whether it is on
/// another mount. A bind mount of the same file system has the same device number, so the mount ID is compared.
fn open_name_by_name(at: BorrowedFd<'_>, path: &[u8], flags: OFlags) -> io::Result<OwnedFd> {
    let mount = mount_of(at)?;
    let mut folder = rustix::fs::openat(at, c".", flags, Mode::empty())?;
    for part in Path::new(OsStr::from_bytes(path)).components() {
        match part {
            Component::CurDir => {}
            Component::Normal(name) => folder = rustix::fs::openat(&folder, name, flags, Mode::empty())?,
            _ => return Err(Errno::NOTDIR.into()),
        }
        if mount_of(folder.as_fd())? != mount {
            return Err(Errno::XDEV.into());
        }
    }
    Ok(folder)
}

/// Gives the owner access to a directory. It is opened with `O_PATH` first, so that it is neither a link nor a mount.
pub(super) fn give_owner_access(at: BorrowedFd<'_>, name: &OsStr) -> io::Result<()> {
    let place = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let folder = open_beneath(at, name.as_bytes(), place)?;
    let path = format!("/proc/self/fd/{}", folder.as_raw_fd());
    Ok(rustix::fs::chmod(path, Mode::from_raw_mode(0o700))?)
}

/// Returns the ID of the mount that an open directory is on. Without it the directory is not entered, as it could be a
/// mount with the user's own files.
fn mount_of(folder: BorrowedFd<'_>) -> io::Result<u64> {
    let stat = rustix::fs::statx(folder, c"", AtFlags::EMPTY_PATH, StatxFlags::MNT_ID);
    if let Ok(stat) = stat
        && StatxFlags::from_bits_retain(stat.stx_mask).contains(StatxFlags::MNT_ID)
    {
        return Ok(stat.stx_mnt_id);
    }
    // Before Linux 5.8, or if a sandbox forbids `statx` (`man 5 proc`, `fdinfo`).
    let path = format!("/proc/self/fdinfo/{}", folder.as_raw_fd());
    let facts = std::fs::read_to_string(path).unwrap_or_default();
    let number = facts.lines().find_map(|line| line.strip_prefix("mnt_id:")?.trim().parse().ok());
    number.ok_or_else(|| io::Error::new(io::ErrorKind::Unsupported, "cannot determine what is mounted here"))
}

/// Lists a directory with a buffer that is large enough for most in one call.
pub(super) fn list(at: BorrowedFd<'_>, each: &mut dyn FnMut(&[u8], FileType)) -> io::Result<()> {
    // The position is shared, and the directory may have been listed before.
    rustix::fs::seek(at, rustix::fs::SeekFrom::Start(0))?;
    list_from_here(at, &mut |name, file_type| each(name.to_bytes(), file_type))
}

fn list_from_here(at: BorrowedFd<'_>, each: &mut dyn FnMut(&CStr, FileType)) -> io::Result<()> {
    let mut buffer = Vec::with_capacity(32 * 1024);
    let mut entries = RawDir::new(at, buffer.spare_capacity_mut());
    while let Some(entry) = entries.next() {
        let entry = entry?;
        each(entry.file_name(), entry.file_type());
    }
    Ok(())
}

/// Lists a directory that was just opened, with what each entry is. Names go back to the kernel as it wrote them.
pub(super) fn list_with_meta(at: BorrowedFd<'_>, each: &mut dyn FnMut(&[u8], io::Result<QuickMeta>)) -> io::Result<()> {
    list_from_here(at, &mut |name, file_type| {
        let bytes = name.to_bytes();
        if file_type == FileType::Directory {
            each(bytes, Ok(QuickMeta::DIRECTORY));
        } else {
            each(bytes, quick_meta(at, name));
        }
    })
}

/// Asks for what is needed alone, and lets network file systems answer from memory.
pub(super) fn quick_meta(at: BorrowedFd<'_>, name: impl Arg) -> io::Result<QuickMeta> {
    let flags = AtFlags::SYMLINK_NOFOLLOW | AtFlags::STATX_DONT_SYNC;
    let wanted = StatxFlags::TYPE | StatxFlags::MODE | StatxFlags::SIZE | StatxFlags::NLINK | StatxFlags::INO;
    let stat = rustix::fs::statx(at, name, flags, wanted)?;
    let kind = kind(FileType::from_raw_mode(stat.stx_mode.into())).unwrap_or(Kind::Other);
    Ok(QuickMeta {
        kind,
        bytes: stat.stx_size,
        mode: u32::from(stat.stx_mode) & 0o7777,
        links: stat.stx_nlink.into(),
        inode: stat.stx_ino,
    })
}

/// Returns the device number and the number of hard links, whose types depend on the system.
#[expect(clippy::useless_conversion, reason = "it is narrower on some processors")]
pub(super) fn device_and_links(stat: &Stat) -> (u64, u64) {
    (stat.st_dev, stat.st_nlink.into())
}

/// Syncs the whole file system in one call, however many files there are.
pub(super) fn sync_tree(folder: &Folder) -> io::Result<()> {
    Ok(rustix::fs::syncfs(folder)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_by_name_enters_neither_links_nor_mounts() {
        let root = OwnedFd::from(std::fs::File::open("/").unwrap());
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        let open = |path: &str| open_name_by_name(root.as_fd(), path.as_bytes(), flags).map_err(|error| error.kind());
        assert_eq!(open("proc").map(drop), Err(io::ErrorKind::CrossesDevices), "what every Linux has mounted");
        assert_eq!(open("proc/self/fd").map(drop), Err(io::ErrorKind::CrossesDevices));
        assert!(open(".").is_ok() && open("etc").is_ok());

        let place = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(place.path().join("a/b")).unwrap();
        std::os::unix::fs::symlink("a", place.path().join("link")).unwrap();
        let place = OwnedFd::from(std::fs::File::open(place.path()).unwrap());
        let open = |path: &str| open_name_by_name(place.as_fd(), path.as_bytes(), flags).map_err(|error| error.kind());
        assert!(open("a/b").is_ok() && open("./a").is_ok());
        for path in ["link", "link/b", "a/../a", "/etc"] {
            assert_eq!(open(path).map(drop), Err(io::ErrorKind::NotADirectory), "{path}");
        }
    }
}
