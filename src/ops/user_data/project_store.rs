//! Stores the folders that were added in the app in the user's data folder: the path of one on each line.
//!
//! Lines that are not absolute paths, from a newer version or through damage, are ignored and kept.

use std::io;
use std::path::{Path, PathBuf};

use super::atomic_file::{self, Readers};
use crate::ops::bounded;

/// Returns the stored folders, each once; none if the file does not exist.
pub(in crate::ops) fn recall(data_dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for line in lines(data_dir)? {
        let folder = PathBuf::from(line);
        if folder.is_absolute() && !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    Ok(folders)
}

/// Adds a folder.
pub(in crate::ops) fn remember(data_dir: &Path, folder: &Path) -> io::Result<()> {
    let line = line_of(folder)?;
    let mut lines = lines(data_dir)?;
    if !lines.contains(&line) {
        lines.push(line);
        write(data_dir, &lines)?;
    }
    Ok(())
}

/// Removes a folder.
pub(in crate::ops) fn forget(data_dir: &Path, folder: &Path) -> io::Result<()> {
    let line = line_of(folder)?;
    let mut lines = lines(data_dir)?;
    let before = lines.len();
    lines.retain(|known| *known != line);
    if lines.len() < before { write(data_dir, &lines) } else { Ok(()) }
}

/// Returns the file with the folders.
pub(in crate::ops) fn file(data_dir: &Path) -> PathBuf {
    data_dir.join("projects.txt")
}

/// Returns the line of a folder. A name that is not text, or of several lines, would not come back as it was.
fn line_of(folder: &Path) -> io::Result<String> {
    let text = folder.to_str().filter(|text| !text.chars().any(char::is_control));
    text.map(str::to_owned).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidFilename))
}

fn lines(data_dir: &Path) -> io::Result<Vec<String>> {
    let bytes = match bounded::read(&file(data_dir), bounded::LIST) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let text = String::from_utf8(bytes).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
    Ok(text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect())
}

fn write(data_dir: &Path, lines: &[String]) -> io::Result<()> {
    atomic_file::make_folder(data_dir)?;
    atomic_file::replace(&file(data_dir), Readers::Owner, |out| {
        lines.iter().try_for_each(|line| writeln!(out, "{line}"))
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn folders_are_remembered_once_and_forgotten() {
        let data = tempfile::tempdir().unwrap();
        let folders = ["shop", "tools"].map(|name| data.path().join(name));
        assert!(recall(data.path()).unwrap().is_empty());
        for folder in folders.iter().chain(&folders) {
            remember(data.path(), folder).unwrap();
        }
        assert_eq!(recall(data.path()).unwrap(), folders);
        forget(data.path(), &folders[0]).unwrap();
        assert_eq!(recall(data.path()).unwrap(), folders[1..]);
    }

    #[test]
    fn other_lines_are_ignored_and_kept() {
        let data = tempfile::tempdir().unwrap();
        fs::write(file(data.path()), "shop\n{\"newer\": true}\n\n").unwrap();
        assert!(recall(data.path()).unwrap().is_empty());
        remember(data.path(), &data.path().join("a")).unwrap();
        let text = fs::read_to_string(file(data.path())).unwrap();
        assert!(text.starts_with("shop\n{\"newer\": true}\n"), "{text}");
        assert!(remember(data.path(), Path::new("/a\nb")).is_err());
    }

    #[test]
    fn what_cannot_be_read_is_an_error_and_is_not_replaced() {
        let data = tempfile::tempdir().unwrap();
        fs::write(file(data.path()), b"/a\n/b\xff\n").unwrap();
        assert!(recall(data.path()).is_err());
        assert!(remember(data.path(), &data.path().join("a")).is_err());
        assert_eq!(fs::read(file(data.path())).unwrap(), b"/a\n/b\xff\n");
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_the_users_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let data = tempfile::tempdir().unwrap();
        remember(data.path(), &data.path().join("a")).unwrap();
        let mode = fs::metadata(file(data.path())).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
