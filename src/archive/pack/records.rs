//! The records of a zip file (APPNOTE.TXT 4.3.7 to 4.3.16).

use std::io::{self, Write};

/// The date of every entry, 1980-01-01, the first that a zip can hold. The time is 0.
const DATE: u16 = 1 << 5 | 1;

/// Created on Unix by version 3.0 of the format, so that the modes count.
const MADE_BY: u16 = 3 << 8 | 0x1e;

/// A number that is too large for its field and is in an extra field.
const IN_EXTRA: u32 = u32::MAX;

/// Files from this size on have room for long sizes: their packed size is only known later, and can be a little larger.
const LONG_FROM: u64 = 0xfff0_0000;

const UTF8: u16 = 1 << 11;

/// What the records of an entry hold.
#[derive(Debug, Clone)]
pub struct Record {
    pub path: String,
    pub mode: u32,
    pub crc32: u32,
    pub is_stored: bool,
    pub packed: u64,
    pub bytes: u64,
    /// The offset of the local header.
    pub offset: u64,
}

impl Record {
    fn is_long(&self) -> bool {
        self.bytes >= LONG_FROM
    }

    fn flags(&self) -> u16 {
        if self.path.is_ascii() { 0 } else { UTF8 }
    }

    fn method(&self) -> u16 {
        if self.is_stored { 0 } else { 8 }
    }

    fn version(&self) -> u16 {
        if self.is_long() { 45 } else { 20 }
    }

    /// Writes flags, method, date, checksum and sizes, which both headers have in the same order.
    fn write_common(&self, out: &mut impl Write, is_long: bool) -> io::Result<()> {
        let size = |bytes: u64| if is_long { IN_EXTRA } else { u32::try_from(bytes).unwrap_or(IN_EXTRA) };
        for number in [self.flags(), self.method(), 0, DATE] {
            out.write_all(&number.to_le_bytes())?;
        }
        for number in [self.crc32, size(self.packed), size(self.bytes)] {
            out.write_all(&number.to_le_bytes())?;
        }
        let length = u16::try_from(self.path.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
        out.write_all(&length.to_le_bytes())
    }

    /// Writes the header before the content. Its length does not depend on the sizes, so that it can be written again.
    pub fn write_local(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(b"PK\x03\x04")?;
        out.write_all(&self.version().to_le_bytes())?;
        self.write_common(out, self.is_long())?;
        let extra = if self.is_long() { long_extra(&[self.bytes, self.packed]) } else { Vec::new() };
        out.write_all(&length_of(&extra).to_le_bytes())?;
        out.write_all(self.path.as_bytes())?;
        out.write_all(&extra)
    }

    fn write_central(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(b"PK\x01\x02")?;
        let is_far = self.offset >= u64::from(IN_EXTRA);
        let version = if is_far { 45 } else { self.version() };
        for number in [MADE_BY, version] {
            out.write_all(&number.to_le_bytes())?;
        }
        self.write_common(out, self.is_long())?;
        let mut long = Vec::new();
        if self.is_long() {
            long.extend([self.bytes, self.packed]);
        }
        if is_far {
            long.push(self.offset);
        }
        let extra = if long.is_empty() { Vec::new() } else { long_extra(&long) };
        // The length of the extra field, no comment, the first disk, no internal attributes.
        for number in [length_of(&extra), 0, 0, 0] {
            out.write_all(&number.to_le_bytes())?;
        }
        let is_folder = self.path.ends_with('/');
        let attributes = self.mode << 16 | if is_folder { 0x10 } else { 0 };
        let offset = if is_far { IN_EXTRA } else { u32::try_from(self.offset).unwrap_or(IN_EXTRA) };
        for number in [attributes, offset] {
            out.write_all(&number.to_le_bytes())?;
        }
        out.write_all(self.path.as_bytes())?;
        out.write_all(&extra)
    }
}

fn length_of(extra: &[u8]) -> u16 {
    u16::try_from(extra.len()).unwrap_or(u16::MAX)
}

fn long_extra(numbers: &[u64]) -> Vec<u8> {
    let mut extra = vec![1, 0];
    extra.extend(u16::try_from(numbers.len() * 8).unwrap_or_default().to_le_bytes());
    extra.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    extra
}

/// Writes the directory and the records at the end. `start` is the offset of the directory.
pub fn write_directory(records: &[Record], start: u64, out: &mut impl Write) -> io::Result<()> {
    let mut counted = Counted { out, bytes: 0 };
    for record in records {
        record.write_central(&mut counted)?;
    }
    let Counted { out, bytes: length } = counted;
    let count = records.len() as u64;
    let is_long = count >= u64::from(u16::MAX) || start >= u64::from(IN_EXTRA) || length >= u64::from(IN_EXTRA);
    if is_long {
        let end = start + length;
        out.write_all(b"PK\x06\x06")?;
        out.write_all(&44_u64.to_le_bytes())?;
        out.write_all(&MADE_BY.to_le_bytes())?;
        out.write_all(&45_u16.to_le_bytes())?;
        out.write_all(&[0; 8])?;
        for number in [count, count, length, start] {
            out.write_all(&number.to_le_bytes())?;
        }
        out.write_all(b"PK\x06\x07")?;
        out.write_all(&[0; 4])?;
        out.write_all(&end.to_le_bytes())?;
        out.write_all(&1_u32.to_le_bytes())?;
    }
    let short_count = if is_long { u16::MAX } else { u16::try_from(count).unwrap_or(u16::MAX) };
    let short = |number: u64| if is_long { IN_EXTRA } else { u32::try_from(number).unwrap_or(IN_EXTRA) };
    out.write_all(b"PK\x05\x06")?;
    out.write_all(&[0; 4])?;
    out.write_all(&short_count.to_le_bytes())?;
    out.write_all(&short_count.to_le_bytes())?;
    out.write_all(&short(length).to_le_bytes())?;
    out.write_all(&short(start).to_le_bytes())?;
    out.write_all(&[0; 2])
}

struct Counted<'a, W> {
    out: &'a mut W,
    bytes: u64,
}

impl<W: Write> Write for Counted<'_, W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.out.write(buffer)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
