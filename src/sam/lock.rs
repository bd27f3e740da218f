//! The format of the lock and status files that SAM keeps in its cache (`samcli/local/common/file_lock.py`).

use std::time::Duration;

/// The folder in the cache with SAM's lock and status files.
pub const LOCK_DIR: &str = ".locks";

/// The age of the file's modification time after which SAM treats a lock as stale.
pub const STALE_AFTER: Duration = Duration::from_mins(5);

/// Returns how long SAM would still wait for a lock of this age; `None` if it treats it as stale (`file_lock.py`,
/// `_is_lock_stale`).
pub fn still_waits(age: Duration) -> Option<Duration> {
    STALE_AFTER.checked_sub(age).filter(|left| !left.is_zero())
}

/// The status of the last download in SAM's status file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DownloadStatus {
    /// A download is running, or was interrupted.
    InProgress,
    /// SAM completed the download; this proves nothing about the content.
    Completed,
    /// The download failed; the directory does not count as cached.
    Failed,
}

/// The content of a lock file: the process that holds the lock, and since when.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LockContent {
    /// The ID of the process.
    pub pid: u32,
    /// The Unix time in seconds, with a fraction.
    pub since: f64,
}

impl DownloadStatus {
    /// Parses a status file, of which the first line counts. Returns `None` for text that SAM never writes, which SAM
    /// treats as not cached.
    pub fn parse(content: &str) -> Option<Self> {
        match content.lines().next().unwrap_or_default().trim() {
            "in_progress" => Some(Self::InProgress),
            "completed" => Some(Self::Completed),
            "failed" => Some(Self::Failed),
            _ => None,
        }
    }

    /// Returns SAM's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
            Self::Failed => "failed",
        }
    }

    /// Returns the content of a status file, as SAM writes it.
    pub fn file_content(self, unix_seconds: f64) -> String {
        format!("{}\n{unix_seconds}", self.as_str())
    }
}

impl LockContent {
    /// Parses a lock file with two lines, process ID and Unix time; returns `None` if the process ID cannot be read.
    pub fn parse(content: &str) -> Option<Self> {
        let mut lines = content.lines();
        let pid = lines.next()?.trim().parse().ok()?;
        let since = lines.next().and_then(|line| line.trim().parse().ok()).unwrap_or(0.0);
        Some(Self { pid, since })
    }

    /// Returns the content of a lock file, as SAM writes it.
    pub fn file_content(self) -> String {
        format!("{}\n{}", self.pid, self.since)
    }
}

/// Returns the file name for a resource: `<safe name>.<operation>.<ending>`.
fn file_name(resource: &str, operation: &str, ending: &str) -> String {
    // This is SAM's `[^\w\-_.]`: letters and digits of any script are kept.
    let safe: String =
        resource.chars().map(|c| if c.is_alphanumeric() || matches!(c, '_' | '-' | '.') { c } else { '_' }).collect();
    format!("{safe}.{operation}.{ending}")
}

/// Returns the name of the lock file for a layer directory's download, in [`LOCK_DIR`].
///
/// ```
/// use samlayers::sam::lock::download_lock;
///
/// assert_eq!(download_lock("myLayer-1-926eeb5ff1"), "myLayer-1-926eeb5ff1.downloading.lock");
/// ```
pub fn download_lock(dir_name: &str) -> String {
    file_name(dir_name, "downloading", "lock")
}

/// Returns the name of the status file for a layer directory's download, in [`LOCK_DIR`].
pub fn download_status(dir_name: &str) -> String {
    file_name(dir_name, "downloading", "status")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_like_in_sam() {
        assert_eq!(download_lock("myLayer-1-926eeb5ff1"), "myLayer-1-926eeb5ff1.downloading.lock");
        assert_eq!(download_status("a:b/c{d"), "a_b_c_d.downloading.status");
    }

    #[test]
    fn sam_waits_for_a_lock_until_it_is_300_seconds_old() {
        assert_eq!(still_waits(Duration::from_secs(1)), Some(Duration::from_secs(299)));
        assert_eq!(still_waits(Duration::from_mins(5)), None);
        assert_eq!(still_waits(Duration::from_hours(1)), None);
    }

    #[test]
    fn statuses_read_what_they_write() {
        for status in [DownloadStatus::InProgress, DownloadStatus::Completed, DownloadStatus::Failed] {
            assert_eq!(DownloadStatus::parse(&status.file_content(1.5)), Some(status));
        }
        assert_eq!(DownloadStatus::parse(""), None);
    }

    #[test]
    fn invalid_lock_files_are_rejected() {
        assert_eq!(LockContent::parse("42\n17.25").map(|lock| (lock.pid, lock.since)), Some((42, 17.25)));
        assert!(LockContent::parse("").is_none());
        assert!(LockContent::parse("\u{0}\u{1}x").is_none());
    }
}
