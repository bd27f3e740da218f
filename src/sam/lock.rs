//! The format of the lock and status files SAM keeps beside its cache (`samcli/local/common/file_lock.py`).

use std::time::Duration;

/// The folder in the cache that holds SAM's lock and status files.
pub const LOCK_DIR: &str = ".locks";

/// SAM calls a lock stale when the file's modification time is older than this.
pub const STALE_AFTER: Duration = Duration::from_mins(5);

/// What SAM's status file says of the last download.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DownloadStatus {
    /// A download is under way, or was cut off.
    InProgress,
    /// SAM calls it complete; that proves nothing about the content.
    Completed,
    /// SAM gave up; the directory does not count as cached.
    Failed,
}

/// What a lock file says: who holds it, and since when.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LockContent {
    /// The process that wrote it.
    pub pid: u32,
    /// Unix time in seconds, with SAM's fraction.
    pub since: f64,
}

impl DownloadStatus {
    /// The first line of a status file; SAM strips it. `None` for anything SAM never writes
    /// (which SAM itself then treats as not cached).
    pub fn parse(content: &str) -> Option<Self> {
        match content.lines().next().unwrap_or_default().trim() {
            "in_progress" => Some(Self::InProgress),
            "completed" => Some(Self::Completed),
            "failed" => Some(Self::Failed),
            _ => None,
        }
    }

    /// SAM's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
            Self::Failed => "failed",
        }
    }

    /// A whole status file, as SAM writes it.
    pub fn file_content(self, unix_seconds: f64) -> String {
        format!("{}\n{unix_seconds}", self.as_str())
    }
}

impl LockContent {
    /// Two lines: process id and Unix time. `None` when a process id cannot be read.
    pub fn parse(content: &str) -> Option<Self> {
        let mut lines = content.lines();
        let pid = lines.next()?.trim().parse().ok()?;
        let since = lines.next().and_then(|line| line.trim().parse().ok()).unwrap_or(0.0);
        Some(Self { pid, since })
    }

    /// A whole lock file, as SAM writes it.
    pub fn file_content(self) -> String {
        format!("{}\n{}", self.pid, self.since)
    }
}

/// The file name SAM makes of a resource name: `<safe name>.<operation>.<ending>`.
fn file_name(resource: &str, operation: &str, ending: &str) -> String {
    // SAM's `[^\w\-_.]`: letters and digits of any script stay.
    let safe: String =
        resource.chars().map(|c| if c.is_alphanumeric() || matches!(c, '_' | '-' | '.') { c } else { '_' }).collect();
    format!("{safe}.{operation}.{ending}")
}

/// The lock file of a layer directory's download, in [`LOCK_DIR`].
pub fn download_lock(dir_name: &str) -> String {
    file_name(dir_name, "downloading", "lock")
}

/// The status file of a layer directory's download, in [`LOCK_DIR`].
pub fn download_status(dir_name: &str) -> String {
    file_name(dir_name, "downloading", "status")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_as_sam_names_them() {
        assert_eq!(download_lock("myLayer-1-926eeb5ff1"), "myLayer-1-926eeb5ff1.downloading.lock");
        assert_eq!(download_status("a:b/c{d"), "a_b_c_d.downloading.status");
    }

    #[test]
    fn statuses_read_what_they_write() {
        for status in [DownloadStatus::InProgress, DownloadStatus::Completed, DownloadStatus::Failed] {
            assert_eq!(DownloadStatus::parse(&status.file_content(1.5)), Some(status));
        }
        assert_eq!(DownloadStatus::parse(""), None);
    }

    #[test]
    fn rubbish_is_no_lock() {
        assert_eq!(LockContent::parse("42\n17.25").map(|lock| (lock.pid, lock.since)), Some((42, 17.25)));
        assert!(LockContent::parse("").is_none());
        assert!(LockContent::parse("\u{0}\u{1}x").is_none());
    }
}
