//! Reads one open file from several threads: each reader has its own position and buffer.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

use super::system;

/// The size of the buffer. Headers are between the data of entries, so more than a page would be read for nothing.
const BUFFER: usize = 4 * 1024;

/// A reader of a shared file that does not change the file's own position.
#[derive(Debug)]
pub(super) struct ArchiveFile {
    file: Arc<File>,
    length: u64,
    position: u64,
    buffer: Vec<u8>,
    /// The offset of the buffer's first byte in the file.
    buffer_at: u64,
}

impl ArchiveFile {
    pub fn new(file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self { file: Arc::new(file), length, position: 0, buffer: Vec::new(), buffer_at: 0 })
    }

    /// Returns the file.
    pub fn file(&self) -> &File {
        &self.file
    }

    pub fn length(&self) -> u64 {
        self.length
    }

    /// Returns the buffered bytes from the position on.
    fn buffered(&self) -> &[u8] {
        let skip = self.position.checked_sub(self.buffer_at).and_then(|skip| usize::try_from(skip).ok());
        skip.and_then(|skip| self.buffer.get(skip..)).unwrap_or_default()
    }
}

impl Clone for ArchiveFile {
    fn clone(&self) -> Self {
        let file = Arc::clone(&self.file);
        Self { file, length: self.length, position: self.position, buffer: Vec::new(), buffer_at: 0 }
    }
}

impl Read for ArchiveFile {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.buffered().is_empty() {
            if into.len() >= BUFFER {
                let count = system::read_at(&self.file, into, self.position)?;
                self.position += count as u64;
                return Ok(count);
            }
            self.buffer.resize(BUFFER, 0);
            let filled = system::read_at(&self.file, &mut self.buffer, self.position);
            self.buffer.truncate(*filled.as_ref().unwrap_or(&0));
            self.buffer_at = self.position;
            filled?;
        }
        let count = self.buffered().len().min(into.len());
        into[..count].copy_from_slice(&self.buffered()[..count]);
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for ArchiveFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => self.length.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    proptest::proptest! {
        #[test]
        fn it_reads_the_file_at_any_position(
            length in 0usize..200_000, jumps in proptest::collection::vec((0u64..200_000, 1usize..90_000), 1..8)
        ) {
            let content: Vec<u8> = (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect();
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(&content).unwrap();
            let mut reader = ArchiveFile::new(file).unwrap();
            for (position, count) in jumps {
                reader.seek(SeekFrom::Start(position)).unwrap();
                let mut read = Vec::new();
                reader.by_ref().take(count as u64).read_to_end(&mut read).unwrap();
                let start = usize::try_from(position).unwrap().min(length);
                proptest::prop_assert_eq!(&read, &content[start..(start + count).min(length)]);
            }
        }
    }
}
