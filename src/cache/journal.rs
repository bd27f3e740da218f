//! The journal of an operation: its intentions and completed steps, one line of JSON each, appended and never
//! rewritten.
//!
//! The journal adds sizes, order and intentions. The folders decide where an entry is: it is in the trash if it is in
//! the trash folder. So no entry is lost with a journal that is missing, or that a crash truncated at any byte.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::OperationKind;
use super::own_folder::OwnFolder;
use super::sys::{Identity, Kind};

/// The name of the journal in an operation's folder.
pub(super) const NAME: &str = "journal";

/// The maximum number of bytes of a journal: about 200 for each of 300,000 layers. A larger one is not read, which loses
/// no entry.
const LIMIT: u64 = 64 << 20;

/// One line of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Record {
    /// The operation starts, at a time in RFC 3339 format.
    Begin { version: u32, kind: OperationKind, at: String },
    /// An entry is about to be moved from the cache to the trash. `uncounted`: its size is not known yet.
    Take {
        what: String,
        bytes: u64,
        files: u64,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        uncounted: bool,
    },
    /// The entry is in the trash.
    Taken { what: String },
    /// New content is about to be put in place of a layer, or where none was.
    Swap { what: String, replaces: bool, new: Identity, old_size: Size, new_size: Size },
    /// The new content is in the cache, and the old content in the trash.
    Swapped { what: String },
    /// An entry is about to be restored, or exchanged with the one that is in the cache now.
    Back { what: String, exchange: bool },
    /// The entry was restored or exchanged.
    IsBack { what: String },
    /// An entry is about to be removed permanently.
    Delete { what: String },
    /// The last step begun for the entry was reverted.
    TakenBack { what: String },
    /// The operation is complete.
    End,
}

/// Apparent bytes and files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Size {
    pub bytes: u64,
    pub files: u64,
}

/// A journal that is open for appending.
#[derive(Debug)]
pub(super) struct Journal {
    file: File,
    /// Whether the last line may be incomplete.
    last_line_incomplete: bool,
}

impl Journal {
    /// Opens the journal in an operation's folder, and creates it if it does not exist.
    pub fn open(operation: &OwnFolder) -> io::Result<Self> {
        let mut file = operation.folder().append_to(OsStr::new(NAME))?;
        let mut last = *b"\n";
        if file.seek(SeekFrom::End(0))? > 0 {
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
        }
        Ok(Self { file, last_line_incomplete: last != *b"\n" })
    }

    /// Appends one line.
    pub fn write(&mut self, record: &Record) -> io::Result<()> {
        // Start a new line after an incomplete one, or both would be lost.
        let mut line = if self.last_line_incomplete { b"\n".to_vec() } else { Vec::new() };
        line.extend(serde_json::to_vec(record)?);
        line.push(b'\n');
        self.last_line_incomplete = true;
        self.file.write_all(&line)?;
        self.last_line_incomplete = false;
        Ok(())
    }

    /// Appends one line and waits until it and all lines before it would survive a power failure.
    pub fn write_synced(&mut self, record: &Record) -> io::Result<()> {
        self.write(record)?;
        self.file.sync_data()
    }
}

/// What is wrong with a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalDamage {
    /// It is no regular file, or cannot be read, so nothing can be recorded in it. The operation is left alone.
    Unusable,
    /// It is larger than any journal of samlayers.
    TooLarge,
    /// Lines of it are not from samlayers, or its first line is missing.
    Damaged,
}

/// The state that the lines of a journal add up to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct History {
    /// What is wrong with the journal, if anything.
    pub damage: Option<JournalDamage>,
    pub kind: Option<OperationKind>,
    pub at: Option<Timestamp>,
    /// The entries by relative path.
    pub entries: BTreeMap<String, EntryHistory>,
    pub ended: bool,
}

/// The state of one entry according to the journal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the flags are independent")]
pub(super) struct EntryHistory {
    pub order: usize,
    /// The size of what is in the trash.
    pub size: Size,
    /// Whether the size was not counted before the move.
    pub uncounted: bool,
    /// The size of the new content in the cache, for a refresh.
    pub other_size: Size,
    /// The last step that was begun and not completed.
    pub open: Option<Record>,
    /// Whether new content was put in its place, so that restoring exchanges the two.
    pub swapped: bool,
    /// Whether it was exchanged back at least once.
    pub exchanged: bool,
    /// The identity of the new content of a refresh, where the system provides one.
    pub new: Identity,
    /// Whether the new content is in the cache and the old content in the trash, according to the journal.
    pub new_in_cache: bool,
}

impl History {
    /// Reads the journal in an operation's folder. Lines that cannot be read are ignored.
    pub fn read(operation: &OwnFolder) -> Self {
        if operation.folder().meta(OsStr::new(NAME)).is_ok_and(|meta| meta.kind == Kind::File && meta.bytes > LIMIT) {
            return Self { damage: Some(JournalDamage::TooLarge), ..Self::default() };
        }
        match operation.folder().read(OsStr::new(NAME), LIMIT) {
            Ok(content) => Self::parse(&content),
            // Without a journal the folders decide, and a new one is begun.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Self { damage: Some(JournalDamage::Damaged), ..Self::default() }
            }
            Err(_) => Self { damage: Some(JournalDamage::Unusable), ..Self::default() },
        }
    }

    /// Returns whether nothing can be recorded in the journal, so that the operation has to be left alone.
    pub fn is_unusable(&self) -> bool {
        self.damage == Some(JournalDamage::Unusable)
    }

    /// Parses the lines. An unfinished last line was cut off; a line that is not a known record comes from a newer
    /// version.
    pub fn parse(content: &[u8]) -> Self {
        let mut history = Self::default();
        let whole = content.iter().rposition(|b| *b == b'\n').map_or(&[][..], |end| &content[..end]);
        for line in whole.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
            match serde_json::from_slice(line) {
                Ok(record) => history.add(&record),
                // A crash can cut off a line, after which the next one begins. A newer version may write other records.
                Err(_) if line.starts_with(b"{") => {}
                Err(_) => history.damage = Some(JournalDamage::Damaged),
            }
        }
        if history.kind.is_none() {
            history.damage = Some(JournalDamage::Damaged);
        }
        history
    }

    fn add(&mut self, record: &Record) {
        match record {
            Record::Begin { kind, at, .. } => (self.kind, self.at) = (Some(*kind), at.parse().ok()),
            Record::Take { what, bytes, files, uncounted } => {
                let entry = self.entry(what);
                entry.uncounted = *uncounted;
                entry.size = Size { bytes: *bytes, files: *files };
                entry.open = Some(record.clone());
            }
            Record::Swap { what, old_size, new_size, new, .. } => {
                let entry = self.entry(what);
                entry.new = *new;
                (entry.size, entry.other_size) = (*old_size, *new_size);
                entry.open = Some(record.clone());
            }
            Record::Back { what, .. } | Record::Delete { what } => self.entry(what).open = Some(record.clone()),
            Record::Taken { what } | Record::TakenBack { what } => self.entry(what).open = None,
            Record::Swapped { what } => {
                let entry = self.entry(what);
                (entry.open, entry.swapped, entry.new_in_cache) = (None, true, true);
            }
            Record::IsBack { what } => {
                let entry = self.entry(what);
                if matches!(entry.open.take(), Some(Record::Back { exchange: true, .. })) {
                    std::mem::swap(&mut entry.size, &mut entry.other_size);
                    entry.exchanged = true;
                    entry.new_in_cache ^= true;
                }
            }
            Record::End => self.ended = true,
        }
    }

    fn entry(&mut self, what: &str) -> &mut EntryHistory {
        let order = self.entries.len();
        self.entries.entry(what.to_owned()).or_insert_with(|| EntryHistory { order, ..EntryHistory::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Vec<Record> {
        let (what, size) = ("a-1-0123456789".to_owned(), Size { bytes: 5, files: 1 });
        vec![
            Record::Begin { version: 1, kind: OperationKind::Refresh, at: Timestamp::UNIX_EPOCH.to_string() },
            Record::Take { what: "b-1-0123456789".to_owned(), bytes: 7, files: 2, uncounted: false },
            Record::Taken { what: "b-1-0123456789".to_owned() },
            Record::Swap {
                what: what.clone(),
                replaces: true,
                new: Identity::default(),
                old_size: size,
                new_size: Size::default(),
            },
            Record::Swapped { what: what.clone() },
            Record::Back { what: what.clone(), exchange: true },
            Record::IsBack { what },
            Record::End,
        ]
    }

    #[test]
    fn a_truncated_journal_yields_its_complete_lines() {
        let content: Vec<u8> =
            lines().iter().flat_map(|record| [serde_json::to_vec(record).unwrap(), b"\n".to_vec()].concat()).collect();
        for length in 0..=content.len() {
            let cut = &content[..length];
            let whole = cut.split(|b| *b == b'\n').count() - 1;
            let mut expected = History::default();
            for record in lines().into_iter().take(whole) {
                expected.add(&record);
            }
            expected.damage = (whole == 0).then_some(JournalDamage::Damaged);
            assert_eq!(History::parse(cut), expected, "cut at {length}");
        }
    }

    #[test]
    fn an_exchange_swaps_the_sizes_as_well() {
        let mut history = History::default();
        for record in lines() {
            history.add(&record);
        }
        let entry = &history.entries["a-1-0123456789"];
        assert_eq!((entry.size.bytes, entry.other_size.bytes), (0, 5));
        assert!(entry.exchanged && entry.swapped && history.ended);
    }

    proptest::proptest! {
        #[test]
        fn arbitrary_bytes_cause_no_panic(bytes: Vec<u8>) {
            History::parse(&bytes);
        }
    }
}
