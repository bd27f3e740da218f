//! What only Linux has: opening that refuses mounts, raw listings, lean sizes, one sync for a whole disk.

use std::ffi::OsStr;
use std::io;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use rustix::fs::{AtFlags, FileType, Mode, OFlags, RawDir, ResolveFlags, Stat, StatxFlags};
use rustix::io::Errno;
use rustix::process::Pid;

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

/// Whether the process that wrote a lock at `since` (Unix seconds, 0 for unknown) still lives.
/// A process that began after that only has the same number.
pub(in crate::cache) fn process_lives(pid: u32, since: f64, _touched: Option<Timestamp>) -> bool {
    let Some(process) = i32::try_from(pid).ok().and_then(Pid::from_raw) else { return false };
    match rustix::process::test_kill_process(process) {
        Ok(()) | Err(Errno::PERM) => {}
        Err(_) => return false,
    }
    // Boot time comes in whole seconds and clocks are set: two seconds of doubt go to the owner.
    since <= 0.0 || started(pid).is_none_or(|started| started <= since + 2.0)
}

/// When a process began, in Unix seconds (`man 5 proc`, `starttime` and `btime`).
fn started(pid: u32) -> Option<f64> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The command's name may hold spaces and brackets; the fields after its last bracket do not.
    let ticks: f64 = stat.rsplit_once(')')?.1.split_whitespace().nth(19)?.parse().ok()?;
    let boot = std::fs::read_to_string("/proc/stat").ok()?;
    let boot: f64 = boot.lines().find_map(|line| line.strip_prefix("btime "))?.trim().parse().ok()?;
    Some(boot + ticks / TICKS_PER_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reused_by_a_younger_process_is_not_the_owner() {
        let own = std::process::id();
        let began = started(own).unwrap();
        assert!(process_lives(own, 0.0, None) && process_lives(own, began, None));
        assert!(!process_lives(own, began - 60.0, None), "the lock is older than this process");
    }

    #[test]
    fn numbers_that_are_no_process_own_nothing() {
        for pid in [0, u32::MAX, i32::MAX as u32 + 1] {
            assert!(!process_lives(pid, 0.0, None), "{pid}");
        }
    }
}
