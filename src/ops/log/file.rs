//! The log file: private, limited in size, with one previous file, and shared by all running samlayers processes.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::text::{redact, sanitize};

/// The size in bytes at which the log is rotated.
const MAX_BYTES: u64 = 1024 * 1024;

/// The maximum length of a line in bytes.
const MAX_LINE_BYTES: usize = 16 * 1024;

/// The log file, identified by its path.
#[derive(Debug, Clone)]
pub(in crate::ops) struct LogFile(PathBuf);

impl LogFile {
    /// Returns the log file at a path. Its folder and the parent of that folder are created with the first line; the
    /// folders above, such as the home folder, are not.
    pub fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Appends one line, without secrets and without control characters that would affect a terminal.
    ///
    /// The file is opened for each line, as another process may have rotated it.
    pub fn append(&self, text: &str) -> io::Result<()> {
        let safe = redact(text.trim_end());
        let mut line = sanitize(&safe).into_owned();
        line.truncate(line.floor_char_boundary(MAX_LINE_BYTES));
        line.push('\n');
        let mut file = self.open()?;
        let length = line.len() as u64;
        if file.metadata()?.len() + length > MAX_BYTES && self.rotate(&file, length)? {
            file = self.open()?;
        }
        // A single call, so that the lines of several processes do not mix.
        file.write_all(line.as_bytes())
    }

    /// Returns the size of the log in bytes, if it exists. It is an error if the path is not a regular file.
    pub fn size(&self) -> io::Result<Option<u64>> {
        match fs::symlink_metadata(&self.0) {
            Ok(meta) if meta.is_file() => Ok(Some(meta.len())),
            Ok(_) => Err(not_a_file()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn open(&self) -> io::Result<File> {
        let folder = self.0.parent().unwrap_or(Path::new(""));
        match fs::symlink_metadata(folder) {
            Ok(meta) if meta.is_dir() => {}
            Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => make_folders(folder)?,
            Err(error) => return Err(error),
        }
        let file = open_file(&self.0)?;
        if file.metadata()?.is_file() { Ok(file) } else { Err(not_a_file()) }
    }

    /// Rotates the log. Returns whether a new file has to be opened.
    ///
    /// Only the process that gets the lock does so. Others continue with the file they have open; lines are discarded
    /// only if it cannot be renamed and has grown to twice the limit.
    fn rotate(&self, file: &File, length: u64) -> io::Result<bool> {
        if file.try_lock().is_err() {
            return if file.metadata()?.len() > 2 * MAX_BYTES {
                Err(io::ErrorKind::StorageFull.into())
            } else {
                Ok(false)
            };
        }
        // Another process may have rotated the log before the lock was taken. Then the path refers to a new file.
        if self.size()?.is_some_and(|size| size + length <= MAX_BYTES) {
            return Ok(true);
        }
        let mut older = self.0.clone().into_os_string();
        older.push(".1");
        #[expect(
            clippy::disallowed_methods,
            reason = "nothing of the cache: the log takes the place of its older self"
        )]
        let renamed = fs::rename(&self.0, older);
        match renamed {
            Ok(()) => Ok(true),
            Err(error) if file.metadata()?.len() > 2 * MAX_BYTES => Err(error),
            Err(_) => Ok(false),
        }
    }
}

/// Creates the log's folder and its parent, readable by the user only. A missing home folder is not created.
fn make_folders(folder: &Path) -> io::Result<()> {
    if let Some(above) = folder.parent().filter(|above| !above.exists()) {
        make_folder(above)?;
    }
    make_folder(folder)
}

fn make_folder(folder: &Path) -> io::Result<()> {
    match private_folder(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

fn not_a_file() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")
}

/// Does not follow a link as the last component, and does not block on a pipe.
#[cfg(unix)]
fn open_file(path: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    let flags = i32::try_from(flags.bits()).map_err(io::Error::other)?;
    OpenOptions::new().append(true).create(true).mode(0o600).custom_flags(flags).open(path)
}

#[cfg(unix)]
fn private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().mode(0o700).create(folder)
}

/// The user's folders are private on these systems. A link could be created between the check and the opening, but only
/// by the user.
#[cfg(not(unix))]
fn open_file(path: &Path) -> io::Result<File> {
    match fs::symlink_metadata(path) {
        Ok(meta) if !meta.is_file() => Err(not_a_file()),
        _ => OpenOptions::new().append(true).create(true).open(path),
    }
}

#[cfg(not(unix))]
fn private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log() -> (tempfile::TempDir, LogFile) {
        let home = tempfile::tempdir().unwrap();
        let log = LogFile::at(home.path().join("cache/samlayers/samlayers.log"));
        (home, log)
    }

    #[test]
    fn a_line_creates_the_folders_but_not_the_home() {
        let (home, log) = log();
        assert_eq!(log.size().unwrap(), None);
        log.append("one\n").unwrap();
        log.append("two\u{1b}[2J\nlines").unwrap();
        assert_eq!(fs::read_to_string(&log.0).unwrap(), "one\ntwo\\u{1b}[2J\\nlines\n");
        let far = LogFile::at(home.path().join("missing/.cache/samlayers/samlayers.log"));
        assert!(far.append("x").is_err() && !home.path().join("missing").exists());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_user_may_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let (_home, log) = log();
        log.append("one").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&log.0), mode(log.0.parent().unwrap())), (0o600, 0o700));
    }

    #[test]
    fn rotation_keeps_one_previous_file_and_limits_both() {
        let (_home, log) = log();
        let line = "x".repeat(10_000);
        for _ in 0..330 {
            log.append(&line).unwrap();
        }
        let older = log.0.with_file_name("samlayers.log.1");
        for path in [&log.0, &older] {
            assert!(fs::metadata(path).unwrap().len() <= MAX_BYTES, "{}", path.display());
        }
        assert!(fs::metadata(&older).unwrap().len() > MAX_BYTES - 20_000, "it was full");
        assert_eq!(fs::read_dir(log.0.parent().unwrap()).unwrap().count(), 2);
        log.append(&"y".repeat(100_000)).unwrap();
        let last = fs::read_to_string(&log.0).unwrap().lines().last().unwrap().len();
        assert_eq!(last, MAX_LINE_BYTES);
    }

    #[test]
    fn parallel_writers_lose_and_mix_no_lines() {
        // Windows appends in one step; Wine seeks and writes (`tests/cross`).
        if cfg!(windows) && std::env::var_os("WINEPREFIX").is_some() {
            return;
        }
        let (_home, log) = log();
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let log = log.clone();
                scope.spawn(move || {
                    for line in 0..400 {
                        log.append(&format!("{writer} {line} {}", "x".repeat(1000))).unwrap();
                    }
                });
            }
        });
        let older = fs::read_to_string(log.0.with_file_name("samlayers.log.1")).unwrap();
        let all = older + &fs::read_to_string(&log.0).unwrap();
        let mut lines: Vec<&str> = all.lines().map(|line| line.strip_suffix(&"x".repeat(1000)).unwrap()).collect();
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(lines.len(), 1600);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed_and_a_pipe_does_not_block() {
        use std::os::unix::fs::symlink;
        let (home, log) = log();
        let target = home.path().join("precious");
        fs::write(&target, "mine").unwrap();
        fs::create_dir_all(log.0.parent().unwrap()).unwrap();
        symlink(&target, &log.0).unwrap();
        assert!(log.append("x").is_err() && log.size().is_err());
        assert_eq!(fs::read_to_string(&target).unwrap(), "mine");

        let elsewhere = home.path().join("elsewhere");
        fs::create_dir_all(&elsewhere).unwrap();
        fs::create_dir(home.path().join("other")).unwrap();
        symlink(&elsewhere, home.path().join("other/samlayers")).unwrap();
        assert!(LogFile::at(home.path().join("other/samlayers/samlayers.log")).append("x").is_err());
        assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);

        let pipe = home.path().join("cache/samlayers/pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success() && LogFile::at(pipe).append("x").is_err());
    }

    #[test]
    fn secrets_are_not_written() {
        let (_home, log) = log();
        log.append("GET https://b.s3.amazonaws.com/l?X-Amz-Signature=0badc0de&x=1 failed").unwrap();
        let written = fs::read_to_string(&log.0).unwrap();
        assert!(!written.contains("0badc0de") && written.contains("&x=1 failed"), "{written}");
    }
}
