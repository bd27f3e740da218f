//! A file being downloaded, with its hash and its size.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{AwsError, Downloaded};
use crate::content::sha256::Sha256Hasher;

/// A download in progress.
#[derive(Debug)]
pub(super) struct Transfer<'a> {
    file: &'a mut File,
    hash: Sha256Hasher,
    done: u64,
    /// The most bytes that are accepted; 0 if unknown.
    limit: u64,
    /// The strong validator of the content so far.
    pub(super) etag: Option<String>,
}

impl<'a> Transfer<'a> {
    /// Starts a download at the beginning of the file.
    pub(super) fn new(file: &'a mut File, limit: u64) -> Result<Self, AwsError> {
        let mut transfer = Self { file, hash: Sha256Hasher::new(), done: 0, limit, etag: None };
        transfer.restart()?;
        Ok(transfer)
    }

    /// Discards everything so far.
    pub(super) fn restart(&mut self) -> Result<(), AwsError> {
        self.file.set_len(0)?;
        self.file.seek(SeekFrom::Start(0))?;
        self.hash = Sha256Hasher::new();
        self.done = 0;
        self.etag = None;
        Ok(())
    }

    /// Appends a piece; `place` is the server it came from.
    pub(super) fn take(&mut self, piece: &[u8], place: &str) -> Result<(), AwsError> {
        let done = self.done + piece.len() as u64;
        if self.limit > 0 && done > self.limit {
            return Err(AwsError::TooLong { place: place.to_owned(), expected: self.limit });
        }
        self.file.write_all(piece)?;
        self.hash.update(piece);
        self.done = done;
        Ok(())
    }

    /// Returns the bytes so far.
    pub(super) fn done(&self) -> u64 {
        self.done
    }

    /// Returns the finished download.
    pub(super) fn finish(self) -> Downloaded {
        Downloaded { sha256_base64: STANDARD.encode(self.hash.finish()), bytes: self.done }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restart_discards_everything() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"old and long").unwrap();
        let mut transfer = Transfer::new(&mut file, 5).unwrap();
        transfer.take(b"wrong", "s3").unwrap();
        transfer.restart().unwrap();
        transfer.take(b"abc", "s3").unwrap();
        let downloaded = transfer.finish();
        assert_eq!(downloaded.sha256_base64, "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
        assert_eq!((downloaded.bytes, file.metadata().unwrap().len()), (3, 3));
    }

    #[test]
    fn more_bytes_than_announced_are_refused() {
        let mut file = tempfile::tempfile().unwrap();
        let mut transfer = Transfer::new(&mut file, 5).unwrap();
        transfer.take(b"12345", "s3").unwrap();
        assert_eq!(transfer.take(b"6", "s3"), Err(AwsError::TooLong { place: "s3".to_owned(), expected: 5 }));
        assert_eq!(transfer.done(), 5);
    }
}
