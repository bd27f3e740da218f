//! The bytes of a native file that only a debugger or a linker needs: symbol tables and debug sections, which `strip`
//! removes.

use std::io::{self, Read, Seek, SeekFrom};

use object::elf::{self, FileHeader32, FileHeader64};
use object::read::elf::{FileHeader, SectionHeader};
use object::read::{ReadCache, ReadRef};
use object::{Endianness, FileKind};

use crate::ops::bounded::Bounded;

/// The maximum number of bytes read from a file. The tables of a malformed one may claim to be many times larger.
const MAX_READ: usize = 4 << 20;

/// The smallest file that is read. The symbols of smaller ones do not matter.
pub const MIN_BYTES: u64 = 4096;

/// The first bytes of every ELF file.
pub const MAGIC: &[u8; 4] = b"\x7fELF";

/// Returns whether a file may be a native library or program by its name: libraries, and names without an ending.
pub fn may_have(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        None | Some((_, "so" | "node" | "debug" | "exe")) => true,
        Some(_) => name.contains(".so."),
    }
}

/// Returns the bytes of the symbols of an ELF file; 0 for any other file.
pub fn bytes(file: impl Read + Seek) -> u64 {
    let data = ReadCache::new(Bounded { file, left: MAX_READ });
    let symbols = match FileKind::parse(&data) {
        Ok(FileKind::Elf32) => of::<FileHeader32<Endianness>, _>(&data),
        Ok(FileKind::Elf64) => of::<FileHeader64<Endianness>, _>(&data),
        _ => None,
    };
    symbols.unwrap_or(0)
}

fn of<'a, Header, R>(data: R) -> Option<u64>
where
    Header: FileHeader<Endian = Endianness>,
    R: ReadRef<'a>,
{
    let header = Header::parse(data).ok()?;
    let endian = header.endian().ok()?;
    // An object file consists of nothing else.
    if header.e_type(endian) == elf::ET_REL {
        return Some(0);
    }
    let sections = header.sections(endian, data).ok()?;
    let names = header.shstrndx(endian, data).unwrap_or_default() as usize;
    let mut bytes: u64 = 0;
    // What is not loaded into memory is for debuggers and linkers.
    for (index, section) in sections.iter().enumerate() {
        let is_loaded = section.sh_flags(endian).into() & u64::from(elf::SHF_ALLOC) != 0;
        if !is_loaded && index != names && section.sh_type(endian) != elf::SHT_NOBITS {
            bytes = bytes.saturating_add(section.sh_size(endian).into());
        }
    }
    Some(bytes)
}

/// The bytes kept of the end of a file, where the tables are; the code before them is not
/// needed.
const KEPT: usize = 1 << 20;

/// The bytes kept of the beginning, where the header is.
const HEAD: usize = 4096;

/// The beginning and the end of a file that arrives in pieces.
#[derive(Debug, Default)]
pub struct Ends {
    head: Vec<u8>,
    tail: Vec<u8>,
    length: u64,
    position: u64,
}

impl Ends {
    /// Adds the next piece. Returns whether the file is an ELF file, as far as is known.
    pub fn add(&mut self, piece: &[u8]) -> bool {
        let to_head = piece.len().min(HEAD.saturating_sub(self.head.len()));
        self.head.extend_from_slice(&piece[..to_head]);
        self.tail.extend_from_slice(piece);
        if self.tail.len() > 2 * KEPT {
            self.tail.drain(..self.tail.len() - KEPT);
        }
        self.length += piece.len() as u64;
        self.head.len() < MAGIC.len() || self.head.starts_with(MAGIC)
    }
}

impl Read for Ends {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let tail_start = self.length - self.tail.len() as u64;
        let (bytes, start) = if self.position >= tail_start { (&self.tail, tail_start) } else { (&self.head, 0) };
        let skip = usize::try_from(self.position - start).unwrap_or(usize::MAX);
        let rest = bytes.get(skip..).unwrap_or_default();
        if rest.is_empty() && self.position < self.length {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "this part of the file was not kept"));
        }
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for Ends {
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

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_program_has_the_same_symbols_read_whole_or_in_pieces() {
        let program = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        let symbols = bytes(std::io::Cursor::new(&program));
        assert!(symbols > 0 && symbols < program.len() as u64, "{symbols} of {}", program.len());
        let mut ends = Ends::default();
        assert!(program.chunks(100_000).all(|piece| ends.add(piece)));
        assert_eq!(bytes(ends), symbols);
    }

    #[test]
    fn other_files_have_none() {
        let mut ends = Ends::default();
        assert!(!ends.add(b"#!/bin/sh\n"));
        assert_eq!(bytes(ends), 0);
        assert_eq!(bytes(std::io::Cursor::new(b"\x7fELF\x02\x01\x01 and no more of it")), 0);
        assert!(may_have("lib/libz.so.1") && may_have("bin/tool") && !may_have("a.py"));
    }

    proptest::proptest! {
        #[test]
        fn arbitrary_tables_cause_no_panic(head in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
            bytes(std::io::Cursor::new([b"\x7fELF\x02\x01\x01".as_slice(), &head].concat()));
        }
    }
}
