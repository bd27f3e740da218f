//! The sources a zip is read from: a file, or the last bytes of one.

use std::fs::File;
use std::io;

use rawzip::ReaderAt;

use super::system;

/// A file that is read at offsets, so that several threads can share it.
#[derive(Debug)]
pub(super) struct ArchiveFile {
    file: File,
    length: u64,
}

impl ArchiveFile {
    pub fn new(file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self { file, length })
    }

    pub fn length(&self) -> u64 {
        self.length
    }
}

impl ReaderAt for ArchiveFile {
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<usize> {
        loop {
            match system::read_at(&self.file, into, offset) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                outcome => return outcome,
            }
        }
    }
}

/// The last bytes of a file, read at the offsets that they have in it. Nothing before them can be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tail<'a> {
    pub bytes: &'a [u8],
    pub start: u64,
}

impl ReaderAt for Tail<'_> {
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<usize> {
        let skip = offset.checked_sub(self.start).ok_or(io::ErrorKind::UnexpectedEof)?;
        let bytes = usize::try_from(skip).ok().and_then(|skip| self.bytes.get(skip..)).unwrap_or_default();
        let count = bytes.len().min(into.len());
        into[..count].copy_from_slice(&bytes[..count]);
        Ok(count)
    }
}

/// A source without its first bytes, which are no part of the archive: the script of a self-extracting one.
#[derive(Debug, Clone, Copy)]
pub(super) struct WithoutPrefix<R> {
    pub reader: R,
    pub prefix: u64,
}

impl<R: ReaderAt> ReaderAt for WithoutPrefix<R> {
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<usize> {
        let offset = offset.checked_add(self.prefix).ok_or(io::ErrorKind::UnexpectedEof)?;
        self.reader.read_at(into, offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_those_of_the_file() {
        let tail = Tail { bytes: b"5678", start: 5 };
        let mut read = [0; 2];
        assert_eq!((tail.read_at(&mut read, 6).unwrap(), read), (2, *b"67"));
        assert_eq!(tail.read_at(&mut read, 8).unwrap(), 1);
        assert_eq!(tail.read_at(&mut read, 9).unwrap(), 0);
        assert_eq!(tail.read_at(&mut read, 4).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        let archive = WithoutPrefix { reader: tail, prefix: 3 };
        assert_eq!((archive.read_at(&mut read, 2).unwrap(), read), (2, *b"56"));
    }
}
