//! Writes the listed entries of a folder into a zip.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use super::deflate::{BLOCK, Deflate, WINDOW};
use super::error::PackError;
use super::list::{ExecutableBy, PackItem, PackKind};
use super::program::is_program;
use super::records::{Record, write_directory};
use crate::archive::system;

/// The number of tasks that are compressed before their results are written, and so the memory that is used: at most
/// some 16 MB.
const WAVE: usize = 32;

/// The number of small files in a task.
const MAX_FILES: usize = 64;

const REGULAR: u32 = 0o100_000;
const LINK: u32 = 0o120_000;
const FOLDER: u32 = 0o040_000;

/// What was packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Packed {
    /// The uncompressed bytes of all files and links.
    pub bytes: u64,
    /// The number of files and links.
    pub files: u64,
}

/// Compresses all items and writes them in their order. `progress` gets the bytes read so far, from several threads.
pub fn write_zip(
    items: &[PackItem],
    executable_by: ExecutableBy,
    out: &mut File,
    progress: &(dyn Fn(u64) + Sync),
    cancel: &AtomicBool,
) -> Result<Packed, PackError> {
    let packing = Packing { items, executable_by, progress, cancel, read: AtomicU64::new(0) };
    let tasks = tasks(items);
    let mut zip = ZipFile { out: BufWriter::with_capacity(1 << 20, out), offset: 0, records: Vec::new() };
    for wave in tasks.chunks(WAVE) {
        let results: Vec<Vec<Piece>> = wave
            .par_iter()
            .map_init(Buffers::new, |buffers, task| packing.run(task, buffers))
            .collect::<Result<_, _>>()?;
        for (task, pieces) in wave.iter().zip(results) {
            zip.add(items, task, pieces)?;
        }
    }
    zip.finish()?;
    let files = items.iter().filter(|item| item.is_file_or_link()).count() as u64;
    Ok(Packed { bytes: packing.read.into_inner(), files })
}

/// A part of the work for one thread: several small items, or one block of a large file.
enum Task {
    Items(Range<usize>),
    Block { item: usize, start: u64, length: usize, is_last: bool },
}

/// Divides the items into tasks. A file of at most one block is never divided.
fn tasks(items: &[PackItem]) -> Vec<Task> {
    let mut tasks = Vec::new();
    // The small items that are not in a task yet, and their bytes.
    let (mut first, mut bytes) = (0, 0);
    let flush = |first: usize, end: usize, tasks: &mut Vec<Task>| {
        if first < end {
            tasks.push(Task::Items(first..end));
        }
    };
    for (index, item) in items.iter().enumerate() {
        if item.bytes() <= BLOCK as u64 {
            if bytes + item.bytes() > BLOCK as u64 || index - first >= MAX_FILES {
                flush(first, index, &mut tasks);
                (first, bytes) = (index, 0);
            }
            bytes += item.bytes();
            continue;
        }
        flush(first, index, &mut tasks);
        (first, bytes) = (index + 1, 0);
        let mut start = 0;
        while start < item.bytes() {
            let left = item.bytes() - start;
            let length = usize::try_from(left).map_or(BLOCK, |left| left.min(BLOCK));
            tasks.push(Task::Block { item: index, start, length, is_last: left <= BLOCK as u64 });
            start += length as u64;
        }
    }
    flush(first, items.len(), &mut tasks);
    tasks
}

/// The buffers of one thread.
struct Buffers {
    deflate: Deflate,
    content: Vec<u8>,
}

impl Buffers {
    fn new() -> Self {
        Self { deflate: Deflate::new(), content: Vec::new() }
    }
}

/// A compressed item or block.
struct Piece {
    packed: Vec<u8>,
    is_stored: bool,
    crc32: crc32fast::Hasher,
    bytes: u64,
    mode: u32,
}

struct Packing<'a> {
    items: &'a [PackItem],
    executable_by: ExecutableBy,
    progress: &'a (dyn Fn(u64) + Sync),
    cancel: &'a AtomicBool,
    read: AtomicU64,
}

impl Packing<'_> {
    fn run(&self, task: &Task, buffers: &mut Buffers) -> Result<Vec<Piece>, PackError> {
        if self.cancel.load(Ordering::Relaxed) {
            return Err(PackError::Cancelled);
        }
        match task {
            Task::Items(range) => self.items[range.clone()].iter().map(|item| self.item(item, buffers)).collect(),
            Task::Block { item, start, length, is_last } => {
                let item = &self.items[*item];
                let before = usize::try_from(*start).map_or(WINDOW, |start| start.min(WINDOW));
                Self::content(item, *start - before as u64, before + length, buffers)?;
                let (before, block) = buffers.content.split_at(before);
                let mode = if *start == 0 { self.mode(item, block) } else { 0 };
                let packed = deflated(&mut buffers.deflate, before, block, *is_last)?;
                Ok(vec![self.piece(packed, false, block, mode)])
            }
        }
    }

    /// Packs a whole item.
    fn item(&self, item: &PackItem, buffers: &mut Buffers) -> Result<Piece, PackError> {
        let stamp = match &item.kind {
            PackKind::EmptyFolder => return Ok(self.piece(Vec::new(), true, &[], FOLDER | 0o755)),
            PackKind::Link(target) => {
                return Ok(self.piece(target.clone().into_bytes(), true, target.as_bytes(), LINK | 0o777));
            }
            PackKind::File(stamp) => stamp,
        };
        Self::content(item, 0, usize::try_from(stamp.bytes).unwrap_or(BLOCK), buffers)?;
        let mode = self.mode(item, &buffers.content);
        let packed = deflated(&mut buffers.deflate, &[], &buffers.content, true)?;
        let is_stored = packed.len() >= buffers.content.len();
        let packed = if is_stored { buffers.content.clone() } else { packed };
        Ok(self.piece(packed, is_stored, &buffers.content, mode))
    }

    /// Reads a part of a file, which must not have changed.
    fn content(item: &PackItem, start: u64, length: usize, buffers: &mut Buffers) -> Result<(), PackError> {
        let file = item.open()?;
        buffers.content.resize(length, 0);
        let mut at = 0;
        while at < length {
            match system::read_at(&file, &mut buffers.content[at..], start + at as u64) {
                Ok(0) => return Err(PackError::Changed(item.path.clone())),
                Ok(count) => at += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => return Err(PackError::Read { path: item.path.clone(), source }),
            }
        }
        item.check(&file)
    }

    fn mode(&self, item: &PackItem, beginning: &[u8]) -> u32 {
        let PackKind::File(stamp) = &item.kind else { return 0 };
        let by_mode = self.executable_by == ExecutableBy::ModeOrContent && stamp.is_executable;
        REGULAR | if by_mode || is_program(beginning) { 0o755 } else { 0o644 }
    }

    fn piece(&self, packed: Vec<u8>, is_stored: bool, content: &[u8], mode: u32) -> Piece {
        let mut crc32 = crc32fast::Hasher::new();
        crc32.update(content);
        let bytes = content.len() as u64;
        (self.progress)(self.read.fetch_add(bytes, Ordering::Relaxed) + bytes);
        Piece { packed, is_stored, crc32, bytes, mode }
    }
}

fn deflated(deflate: &mut Deflate, before: &[u8], block: &[u8], is_last: bool) -> Result<Vec<u8>, PackError> {
    deflate.block(before, block, is_last).ok_or_else(|| PackError::Write(io::Error::other("deflate failed")))
}

/// The zip under way.
struct ZipFile<'a> {
    out: BufWriter<&'a mut File>,
    offset: u64,
    records: Vec<Record>,
}

impl ZipFile<'_> {
    fn add(&mut self, items: &[PackItem], task: &Task, pieces: Vec<Piece>) -> Result<(), PackError> {
        match task {
            Task::Items(range) => {
                for (item, piece) in items[range.clone()].iter().zip(pieces) {
                    self.begin(&item.path, &piece, piece.packed.len() as u64, piece.bytes)?;
                    self.write(&piece.packed)?;
                }
            }
            Task::Block { item, start, is_last, .. } => {
                for piece in pieces {
                    if *start == 0 {
                        self.begin(&items[*item].path, &piece, 0, items[*item].bytes())?;
                    } else if let Some(record) = self.records.last_mut() {
                        let mut crc32 = crc32fast::Hasher::new_with_initial_len(record.crc32, *start);
                        crc32.combine(&piece.crc32);
                        record.crc32 = crc32.finalize();
                    }
                    self.write(&piece.packed)?;
                    if let Some(record) = self.records.last_mut() {
                        record.packed += piece.packed.len() as u64;
                    }
                    if *is_last {
                        self.write_header_again()?;
                    }
                }
            }
        }
        Ok(())
    }

    fn begin(&mut self, path: &str, piece: &Piece, packed: u64, bytes: u64) -> Result<(), PackError> {
        let record = Record {
            path: path.to_owned(),
            mode: piece.mode,
            crc32: piece.crc32.clone().finalize(),
            is_stored: piece.is_stored,
            packed,
            bytes,
            offset: self.offset,
        };
        let mut header = Vec::with_capacity(path.len() + 64);
        record.write_local(&mut header)?;
        self.records.push(record);
        self.write(&header)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), PackError> {
        self.out.write_all(bytes)?;
        self.offset += bytes.len() as u64;
        Ok(())
    }

    /// Completes the header of a large file, whose packed size and checksum are known now.
    fn write_header_again(&mut self) -> Result<(), PackError> {
        let Some(record) = self.records.last() else { return Ok(()) };
        self.out.seek(SeekFrom::Start(record.offset))?;
        record.write_local(&mut self.out)?;
        self.out.seek(SeekFrom::Start(self.offset))?;
        Ok(())
    }

    fn finish(mut self) -> Result<(), PackError> {
        write_directory(&self.records, self.offset, &mut self.out)?;
        self.out.flush()?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;

    use super::super::list::list;
    use super::*;
    use crate::archive::{FileHashes, Limits, unpack};

    fn write_tree(root: &Path, files: &BTreeMap<String, Vec<u8>>, reverse: bool) {
        let mut files: Vec<_> = files.iter().collect();
        if reverse {
            files.reverse();
        }
        for (path, content) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, content).unwrap();
            #[cfg(unix)]
            if reverse {
                use std::os::unix::fs::PermissionsExt as _;
                fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
            }
        }
    }

    fn packed(root: &Path) -> Vec<u8> {
        let items = list(root, &|_| false).unwrap();
        let file = tempfile::NamedTempFile::new().unwrap();
        let cancel = AtomicBool::new(false);
        write_zip(&items, ExecutableBy::ModeOrContent, &mut file.reopen().unwrap(), &|_| (), &cancel).unwrap();
        fs::read(file.path()).unwrap()
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
        #[test]
        fn the_same_tree_gives_the_same_bytes_and_comes_back(
            // Windows keeps no space at the end of a name, and some short names for devices.
            names in proptest::collection::btree_set("[a-c]{1,2}/[a-z가-힣 ]{0,4}_", 0..12),
            seed in 0u8..255, lengths in proptest::collection::vec(0usize..1_400_000, 12)
        ) {
            // Only some files are longer than a block.
            let content = |length: usize| -> Vec<u8> {
                let length = if length.is_multiple_of(4) { length } else { length % 3000 };
                (0..length).map(|at| (at / 7 * usize::from(seed) / (1 + at % 5)).to_le_bytes()[0]).collect()
            };
            let files: BTreeMap<String, Vec<u8>> =
                names.into_iter().zip(lengths.into_iter().map(content)).collect();
            let (one, other, out) =
                (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
            write_tree(one.path(), &files, false);
            write_tree(other.path(), &files, true);
            let zip = packed(one.path());
            proptest::prop_assert!(zip == packed(other.path()));
            let file = tempfile::NamedTempFile::new().unwrap();
            fs::write(file.path(), &zip).unwrap();
            let unpacked = unpack(
                file.reopen().unwrap(), out.path(), &Limits::default(), FileHashes::None, &|_| (), &AtomicBool::new(false)
            );
            proptest::prop_assert_eq!(unpacked.unwrap().files, files.len() as u64);
            for (path, content) in &files {
                proptest::prop_assert!(fs::read(out.path().join(path)).unwrap() == *content);
            }
        }
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        write_tree(folder.path(), &BTreeMap::from([("a/1".to_owned(), vec![1]), ("a/2".to_owned(), vec![2])]), false);
        let items = list(folder.path(), &|_| false).unwrap();
        let change = |_| fs::write(folder.path().join("a/2"), "more than before").unwrap();
        let mut file = tempfile::tempfile().unwrap();
        let cancel = AtomicBool::new(false);
        let error = write_zip(&items, ExecutableBy::Content, &mut file, &change, &cancel).unwrap_err();
        assert!(matches!(&error, PackError::Changed(path) if path == "a/2"), "{error}");
    }
}
