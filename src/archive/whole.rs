//! A small entry in one piece: read, inflated and checked in memory that is used again for the next, then written at
//! once. Most files of a layer are small, and what a decoder of their own would cost each is more than their content.

use std::io;

use flate2::{Decompress, FlushDecompress, Status};
use zip::CompressionMethod;

use super::error::ArchiveError;
use super::plan::PlannedFile;
use super::reader::Reader;
use super::system;

/// Larger entries are streamed: memory stays small however large they are.
pub(super) const LARGEST: u64 = 1024 * 1024;

/// The memory for one entry at a time.
pub(super) struct Whole {
    packed: Vec<u8>,
    unpacked: Vec<u8>,
    inflate: Decompress,
}

impl Whole {
    pub fn new() -> Self {
        Self { packed: Vec::new(), unpacked: Vec::new(), inflate: Decompress::new(false) }
    }

    /// Whether an entry is small enough, packed and unpacked.
    pub fn takes(file: &PlannedFile) -> bool {
        file.bytes <= LARGEST && file.packed <= LARGEST
    }

    /// The content of an entry, its length and checksum those that the archive says.
    pub fn read(&mut self, reader: &Reader, file: &PlannedFile) -> Result<&[u8], ArchiveError> {
        let name = &file.path;
        let damaged = |why: &dyn std::fmt::Display| ArchiveError::entry(name, format!("which is damaged ({why})"));
        let length = |bytes: u64| usize::try_from(bytes).map_err(|error| damaged(&error));
        self.packed.resize(length(file.packed)?, 0);
        fill(reader, file.data_start, &mut self.packed).map_err(|error| damaged(&error))?;
        let expected = length(file.bytes)?;
        let content = if file.method == CompressionMethod::Stored {
            &self.packed[..]
        } else {
            // One byte more, to see an entry that goes on.
            self.unpacked.resize(expected + 1, 0);
            self.inflate.reset(false);
            let status = self.inflate.decompress(&self.packed, &mut self.unpacked, FlushDecompress::Finish);
            let came = usize::try_from(self.inflate.total_out()).unwrap_or(usize::MAX);
            match status {
                Ok(Status::StreamEnd) => {}
                Ok(_) if came > expected => {}
                Ok(_) => return Err(damaged(&"its end is missing")),
                Err(error) => return Err(damaged(&error)),
            }
            &self.unpacked[..came.min(self.unpacked.len())]
        };
        match content.len().cmp(&expected) {
            std::cmp::Ordering::Greater => Err(ArchiveError::entry(name, "which unpacks to more than it says")),
            std::cmp::Ordering::Less => Err(ArchiveError::entry(name, "which unpacks to less than it says")),
            std::cmp::Ordering::Equal if crc32fast::hash(content) != file.crc32 => Err(damaged(&"Invalid checksum")),
            std::cmp::Ordering::Equal => Ok(content),
        }
    }
}

fn fill(reader: &Reader, mut position: u64, mut into: &mut [u8]) -> io::Result<()> {
    while !into.is_empty() {
        match system::read_at(reader.file(), into, position) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                into = &mut into[count..];
                position += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
