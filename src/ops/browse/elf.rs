//! Reads from an ELF file which processor it is for and which libraries it needs.

use std::io::{Read, Seek};

use crate::ops::bounded::Bounded;
use crate::text::{Sentence, sentence};
use object::elf::{self, FileHeader32, FileHeader64};
use object::read::elf::{Dyn, FileHeader};
use object::read::{ReadCache, ReadRef};
use object::{Endianness, FileKind};

/// A file larger than Lambda allows: only its header is read.
const MAX_FILE_BYTES: u64 = 256 << 20;

/// The maximum number of bytes read from a file. The tables of a malformed one may claim to be many times larger.
const MAX_READ: usize = 32 << 20;

/// The maximum number of needed libraries listed.
const MAX_NEEDED: usize = 40;

/// The kind of file, followed by labels with their values.
type Facts = (Sentence, Vec<(Sentence, Sentence)>);

/// Describes an ELF file; `None` for any other file. Reads the headers and the dynamic section, never the code. `head`
/// is the beginning of the file, `bytes` its length.
pub fn describe(file: impl Read + Seek, head: &[u8], bytes: u64) -> Option<Facts> {
    let kind = FileKind::parse(head).ok()?;
    if bytes > MAX_FILE_BYTES {
        return of_kind(kind, head);
    }
    of_kind(kind, &ReadCache::new(Bounded { file, left: MAX_READ }))
}

fn of_kind<'a, R: ReadRef<'a>>(kind: FileKind, data: R) -> Option<Facts> {
    match kind {
        FileKind::Elf32 => facts::<FileHeader32<Endianness>, _>(data, "32-bit"),
        FileKind::Elf64 => facts::<FileHeader64<Endianness>, _>(data, "64-bit"),
        _ => None,
    }
}

fn facts<'a, Header, R>(data: R, class: &str) -> Option<Facts>
where
    Header: FileHeader<Endian = Endianness>,
    R: ReadRef<'a>,
{
    let header = Header::parse(data).ok()?;
    let endian = header.endian().ok()?;
    let kind = match header.e_type(endian) {
        elf::ET_EXEC => sentence!("elf-program"),
        elf::ET_DYN => sentence!("elf-library"),
        elf::ET_REL => sentence!("elf-object"),
        elf::ET_CORE => sentence!("elf-core"),
        _ => sentence!("elf-file"),
    };
    let machine = match header.e_machine(endian) {
        elf::EM_X86_64 => "x86_64".into(),
        elf::EM_AARCH64 => "arm64".into(),
        elf::EM_386 => sentence!("elf-x86"),
        elf::EM_ARM => sentence!("elf-arm"),
        other => sentence!("elf-other", number = other.to_string()),
    };
    let mut facts = vec![(sentence!("elf-class"), class.into()), (sentence!("elf-machine"), machine)];
    // A file without sections, or with broken ones, still has the machine in its header.
    let _ = dynamic(header, endian, data, &mut facts);
    Some((kind, facts))
}

fn dynamic<'a, Header, R>(
    header: &Header,
    endian: Endianness,
    data: R,
    facts: &mut Vec<(Sentence, Sentence)>,
) -> object::read::Result<()>
where
    Header: FileHeader<Endian = Endianness>,
    R: ReadRef<'a>,
{
    let sections = header.sections(endian, data)?;
    if sections.section_by_name(endian, b".symtab").is_none() {
        facts.push((sentence!("elf-symbols"), sentence!("elf-stripped")));
    }
    let Some((entries, strings)) = sections.dynamic(endian, data)? else {
        facts.push((sentence!("elf-needs"), sentence!("elf-static")));
        return Ok(());
    };
    let strings = sections.strings(endian, data, strings)?;
    let text =
        |entry: &Header::Dyn| entry.string(endian, strings).ok().map(|text| String::from_utf8_lossy(text).into_owned());
    let mut needed = 0;
    for entry in entries {
        let tag = entry.d_tag(endian).into();
        let label = match tag {
            elf::DT_NEEDED => sentence!("elf-needs"),
            elf::DT_SONAME => sentence!("elf-name"),
            elf::DT_RPATH | elf::DT_RUNPATH => sentence!("elf-searches"),
            elf::DT_NULL => break,
            _ => continue,
        };
        needed += usize::from(tag == elf::DT_NEEDED);
        if needed <= MAX_NEEDED {
            facts.extend(text(entry).map(|text| (label, text.into())));
        }
    }
    Ok(())
}
