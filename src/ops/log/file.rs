//! The log file on disk: private, bounded in size, one older one kept, shared by every samlayers that runs.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::text::{redact, sanitize};

/// The size in bytes beyond which the log becomes the older one, and a new one begins.
const LARGEST: u64 = 1024 * 1024;

/// The longest line in bytes.
const LONGEST_LINE: usize = 16 * 1024;

/// The log, by its path.
#[derive(Debug, Clone)]
pub(in crate::ops) struct LogFile(PathBuf);

impl LogFile {
    /// The log at a path. Its folder is made with the first line; the folder above that has to be there, or its own
    /// parent, as on a new machine.
    pub fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Appends one line, without secrets and without what could steer the terminal it is read on.
    ///
    /// The file is opened anew for each line: another process may have started a new one since.
    pub fn append(&self, text: &str) -> io::Result<()> {
        let safe = redact(text.trim_end());
        let mut line = sanitize(&safe).into_owned();
        line.truncate(line.floor_char_boundary(LONGEST_LINE));
        line.push('\n');
        let mut file = self.open()?;
        let length = line.len() as u64;
        if file.metadata()?.len() + length > LARGEST && self.rotate(&file, length)? {
            file = self.open()?;
        }
        // One call: lines of several processes do not mix.
        file.write_all(line.as_bytes())
    }

    /// Whether a log is there, and its size in bytes; an error where something else is in its place.
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

    /// Lets the log become the older one. Returns whether a new file has to be opened.
    ///
    /// Whoever has the lock does it. Another process goes on in the file that it has open; only where that grows to
    /// twice its size, as the file cannot be renamed, lines are given up.
    fn rotate(&self, file: &File, length: u64) -> io::Result<bool> {
        if file.try_lock().is_err() {
            return if file.metadata()?.len() > 2 * LARGEST {
                Err(io::ErrorKind::StorageFull.into())
            } else {
                Ok(false)
            };
        }
        // While we waited for nothing, another process may have done it: then the path leads to a new file.
        if self.size()?.is_some_and(|size| size + length <= LARGEST) {
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
            Err(error) if file.metadata()?.len() > 2 * LARGEST => Err(error),
            Err(_) => Ok(false),
        }
    }
}

/// The log's folder and the one above it, for the user alone. A home that is missing is not made.
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
    io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file")
}

/// Follows no link in the last place, and waits for no reader of a pipe.
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

/// The user's folders are private here. Between the look and the opening a link could appear; only its owner could make
/// one.
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
    fn a_line_makes_the_folders_but_no_home() {
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
    fn it_becomes_the_older_one_and_both_are_bounded() {
        let (_home, log) = log();
        let line = "x".repeat(10_000);
        for _ in 0..330 {
            log.append(&line).unwrap();
        }
        let older = log.0.with_file_name("samlayers.log.1");
        for path in [&log.0, &older] {
            assert!(fs::metadata(path).unwrap().len() <= LARGEST, "{}", path.display());
        }
        assert!(fs::metadata(&older).unwrap().len() > LARGEST - 20_000, "it was full");
        assert_eq!(fs::read_dir(log.0.parent().unwrap()).unwrap().count(), 2);
        log.append(&"y".repeat(100_000)).unwrap();
        let last = fs::read_to_string(&log.0).unwrap().lines().last().unwrap().len();
        assert_eq!(last, LONGEST_LINE);
    }

    #[test]
    fn many_writers_lose_no_line_and_mix_none() {
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
    fn links_are_not_followed_and_a_pipe_does_not_hold_it_up() {
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
    fn no_secret_stands_in_it() {
        let (_home, log) = log();
        log.append("GET https://b.s3.amazonaws.com/l?X-Amz-Signature=0badc0de&x=1 failed").unwrap();
        let written = fs::read_to_string(&log.0).unwrap();
        assert!(!written.contains("0badc0de") && written.contains("&x=1 failed"), "{written}");
    }
}
