//! Stores proven ARNs in the user's data folder: one per line, and lines are only appended.
//!
//! Lines that are not ARNs, from a newer version or through damage, are ignored and kept.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::atomic_file;
use crate::ops::bounded;
use crate::sam::LayerArn;

const FILE: &str = "arns.txt";

/// Returns the stored ARNs; none if the file does not exist.
pub(in crate::ops) fn recall(data_dir: &Path) -> io::Result<BTreeSet<LayerArn>> {
    let bytes = match bounded::read(&file(data_dir), bounded::LIST) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(error),
    };
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.lines().filter_map(|line| LayerArn::parse(line).ok()).collect())
}

/// Appends ARNs that are not stored yet.
pub(in crate::ops) fn remember<'a>(data_dir: &Path, arns: impl Iterator<Item = &'a LayerArn>) -> io::Result<()> {
    let lines: Vec<&str> = arns.map(LayerArn::as_str).collect();
    atomic_file::append(&file(data_dir), &lines)
}

/// Returns the file with the ARNs.
pub(in crate::ops) fn file(data_dir: &Path) -> PathBuf {
    data_dir.join(FILE)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;

    use super::*;

    #[test]
    fn stored_arns_are_read_and_invalid_lines_are_kept() {
        let dir = tempfile::tempdir().unwrap();
        let arn = |name| LayerArn::new(format!("arn:aws:lambda:eu-west-1:123456789012:layer:{name}:1")).unwrap();
        assert!(recall(dir.path()).unwrap().is_empty());
        remember(dir.path(), [arn("a")].iter()).unwrap();
        fs::OpenOptions::new().append(true).open(file(dir.path())).unwrap().write_all(b"\xff\x00torn: {new").unwrap();
        remember(dir.path(), [arn("b")].iter()).unwrap();
        assert_eq!(recall(dir.path()).unwrap(), BTreeSet::from([arn("a"), arn("b")]));
    }
}
