//! Reads, inflates and checks the content of one entry at a time, in buffers that are reused for the next entry. Most
//! files of a layer are small, and new buffers and a new decoder for each would cost more than the content.

use std::cmp::Ordering;
use std::io;

use flate2::{Decompress, FlushDecompress, Status};
use rawzip::ReaderAt as _;

use super::error::{ArchiveError, which_is_damaged};
use super::plan::FileEntry;
use super::reader::ArchiveFile;
use crate::text::sentence;

/// The maximum size of an entry that is read in one chunk. Larger entries are read in chunks, so that memory use is
/// bounded.
const MAX_BUFFERED: u64 = 256 * 1024;

/// The size of a chunk.
const CHUNK: usize = 128 * 1024;

/// The buffers for one entry at a time.
pub(super) struct EntryReader {
    packed: Vec<u8>,
    unpacked: Vec<u8>,
    inflate: Decompress,
}

impl EntryReader {
    pub fn new() -> Self {
        Self { packed: Vec::new(), unpacked: Vec::new(), inflate: Decompress::new(false) }
    }

    /// Returns whether an entry, packed and unpacked, is small enough to be read in one chunk.
    pub fn is_small(file: &FileEntry) -> bool {
        file.bytes <= MAX_BUFFERED && file.packed <= MAX_BUFFERED
    }

    /// Returns the content of a small entry, after checking its length and checksum.
    pub fn whole(&mut self, reader: &ArchiveFile, file: &FileEntry) -> Result<&[u8], ArchiveError> {
        let length = |bytes: u64| usize::try_from(bytes).map_err(|error| damaged(file, &error));
        self.packed.resize(length(file.packed)?, 0);
        reader.read_exact_at(&mut self.packed, file.data_start).map_err(|error| damaged(file, &error))?;
        let expected = length(file.bytes)?;
        let content = if file.is_stored {
            &self.packed[..]
        } else {
            // One byte more, to detect an entry that continues.
            self.unpacked.resize(expected + 1, 0);
            self.inflate.reset(false);
            let status = self.inflate.decompress(&self.packed, &mut self.unpacked, FlushDecompress::Finish);
            let came = usize::try_from(self.inflate.total_out()).unwrap_or(usize::MAX);
            match status {
                Ok(Status::StreamEnd) => {}
                Ok(_) if came > expected => {}
                Ok(_) => return Err(damaged(file, &"its end is missing")),
                Err(error) => return Err(damaged(file, &error)),
            }
            &self.unpacked[..came.min(self.unpacked.len())]
        };
        check(file, content.len() as u64, || crc32fast::hash(content))?;
        Ok(content)
    }

    /// Passes the content of an entry to `take` in chunks. It is known to be correct only when all chunks were taken.
    pub fn pieces(
        &mut self,
        reader: &ArchiveFile,
        file: &FileEntry,
        take: &mut dyn FnMut(&[u8]) -> Result<(), ArchiveError>,
    ) -> Result<(), ArchiveError> {
        let mut crc32 = crc32fast::Hasher::new();
        let mut came = 0;
        let mut check_and_take = |piece: &[u8]| {
            came += piece.len() as u64;
            if came > file.bytes {
                return Err(too_much(file));
            }
            crc32.update(piece);
            take(piece)
        };
        self.packed.resize(CHUNK, 0);
        self.unpacked.resize(CHUNK, 0);
        self.inflate.reset(false);
        let mut left = UnreadBytes { position: file.data_start, bytes: file.packed };
        loop {
            let packed = left.next(reader, &mut self.packed).map_err(|error| damaged(file, &error))?;
            if file.is_stored {
                if packed.is_empty() {
                    break;
                }
                check_and_take(packed)?;
            } else if inflate(&mut self.inflate, file, packed, &mut self.unpacked, &mut check_and_take)? {
                break;
            }
        }
        check(file, came, || crc32.finalize())
    }
}

/// The part of an entry that was not read yet.
struct UnreadBytes {
    position: u64,
    bytes: u64,
}

impl UnreadBytes {
    /// Returns the next chunk; an empty one at the end.
    fn next<'a>(&mut self, reader: &ArchiveFile, into: &'a mut [u8]) -> io::Result<&'a [u8]> {
        let length = usize::try_from(self.bytes).map_or(into.len(), |bytes| bytes.min(into.len()));
        let piece = &mut into[..length];
        reader.read_exact_at(piece, self.position)?;
        self.position += length as u64;
        self.bytes -= length as u64;
        Ok(piece)
    }
}

/// Inflates one chunk; returns whether the content ended with it.
fn inflate(
    inflate: &mut Decompress,
    file: &FileEntry,
    mut packed: &[u8],
    into: &mut [u8],
    take: &mut dyn FnMut(&[u8]) -> Result<(), ArchiveError>,
) -> Result<bool, ArchiveError> {
    let is_last = packed.is_empty();
    loop {
        let before = (inflate.total_in(), inflate.total_out());
        let status = inflate.decompress(packed, into, FlushDecompress::None).map_err(|error| damaged(file, &error))?;
        let moved = |now: u64, before: u64| usize::try_from(now - before).unwrap_or(usize::MAX);
        let (read, came) = (moved(inflate.total_in(), before.0), moved(inflate.total_out(), before.1));
        packed = packed.get(read..).unwrap_or_default();
        take(&into[..came.min(into.len())])?;
        if status == Status::StreamEnd {
            return Ok(true);
        }
        // Space in the output buffer means that more input is needed.
        if came < into.len() && packed.is_empty() {
            return if is_last { Err(damaged(file, &"its end is missing")) } else { Ok(false) };
        }
        if (read, came) == (0, 0) {
            return Err(damaged(file, &"it cannot be inflated"));
        }
    }
}

fn check(file: &FileEntry, came: u64, crc32: impl FnOnce() -> u32) -> Result<(), ArchiveError> {
    match came.cmp(&file.bytes) {
        Ordering::Greater => Err(too_much(file)),
        Ordering::Less => Err(ArchiveError::entry(&file.path, sentence!("zip-less"))),
        Ordering::Equal if crc32() != file.crc32 => Err(damaged(file, &"Invalid checksum")),
        Ordering::Equal => Ok(()),
    }
}

fn too_much(file: &FileEntry) -> ArchiveError {
    ArchiveError::entry(&file.path, sentence!("zip-more"))
}

fn damaged(file: &FileEntry, why: &dyn std::fmt::Display) -> ArchiveError {
    ArchiveError::entry(&file.path, which_is_damaged(why))
}
