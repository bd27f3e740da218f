//! ARNs proven earlier, remembered in the user's data folder: one a line, only ever appended to.
//!
//! Lines that are no ARN (a newer version's, or damage) are passed over and left where they are.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::atomic_file;
use crate::ops::bounded;
use crate::sam::LayerArn;

const FILE: &str = "arns.txt";

/// The ARNs remembered. A missing file is nothing remembered.
pub(in crate::ops) fn recall(data_dir: &Path) -> io::Result<BTreeSet<LayerArn>> {
    let bytes = match bounded::read(&file(data_dir), bounded::LIST) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(error),
    };
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.lines().filter_map(|line| LayerArn::parse(line).ok()).collect())
}

/// Remembers ARNs on top of those known.
pub(in crate::ops) fn remember<'a>(data_dir: &Path, arns: impl Iterator<Item = &'a LayerArn>) -> io::Result<()> {
    let lines: Vec<&str> = arns.map(LayerArn::as_str).collect();
    atomic_file::append(&file(data_dir), &lines)
}

fn file(data_dir: &Path) -> PathBuf {
    data_dir.join(FILE)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;

    use super::*;

    #[test]
    fn what_is_remembered_is_recalled_and_rubbish_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let arn = |name| LayerArn::new(format!("arn:aws:lambda:eu-west-1:123456789012:layer:{name}:1")).unwrap();
        assert!(recall(dir.path()).unwrap().is_empty());
        remember(dir.path(), [arn("a")].iter()).unwrap();
        fs::OpenOptions::new().append(true).open(file(dir.path())).unwrap().write_all(b"\xff\x00torn: {new").unwrap();
        remember(dir.path(), [arn("b")].iter()).unwrap();
        assert_eq!(recall(dir.path()).unwrap(), BTreeSet::from([arn("a"), arn("b")]));
    }
}
