//! What an operation meant to do and did, one line of JSON each, appended and never rewritten.
//!
//! The journal tells sizes, order and intentions. Where things are is told by the folders themselves: an entry is in the
//! trash when it lies there. So a journal that a crash cut off at any byte, or that is missing, loses nothing.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::OperationKind;
use super::own_folder::OwnFolder;
use super::sys::Identity;

const NAME: &str = "journal";

/// Bytes read of a journal: some 200 for each of 300,000 layers. What lies beyond is not told, and loses nothing.
const LIMIT: u64 = 64 << 20;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Record {
    /// The operation begins, at a time of RFC 3339.
    Begin { version: u32, kind: OperationKind, at: String },
    /// About to move something here from the cache. What was not counted says so.
    Take {
        what: String,
        bytes: u64,
        files: u64,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        uncounted: bool,
    },
    /// It is here.
    Taken { what: String },
    /// About to put new content in place of a layer, or where none was.
    Swap { what: String, replaces: bool, new: Identity, old_size: Size, new_size: Size },
    /// The new content is in place, the old one here.
    Swapped { what: String },
    /// About to move something back, or, where something is there now, to exchange the two.
    Back { what: String, exchange: bool },
    /// It is back, or exchanged.
    IsBack { what: String },
    /// About to remove something for good.
    Delete { what: String },
    /// What was begun with it was taken back.
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

/// A journal open for appending.
#[derive(Debug)]
pub(super) struct Journal {
    file: File,
    /// The last line may be there in part.
    torn: bool,
}

impl Journal {
    /// Opens the journal of an operation's folder, made if it is not there.
    pub fn open(operation: &OwnFolder) -> io::Result<Self> {
        let mut file = operation.folder().append_to(OsStr::new(NAME))?;
        let mut last = *b"\n";
        if file.seek(SeekFrom::End(0))? > 0 {
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
        }
        Ok(Self { file, torn: last != *b"\n" })
    }

    /// Appends one line.
    pub fn write(&mut self, record: &Record) -> io::Result<()> {
        // A line that a crash or a full disk cut off must not swallow this one.
        let mut line = if self.torn { b"\n".to_vec() } else { Vec::new() };
        line.extend(serde_json::to_vec(record)?);
        line.push(b'\n');
        self.torn = true;
        self.file.write_all(&line)?;
        self.torn = false;
        Ok(())
    }

    /// Appends one line and waits until it, and all before it, would survive a power cut.
    pub fn write_synced(&mut self, record: &Record) -> io::Result<()> {
        self.write(record)?;
        self.file.sync_data()
    }
}

/// What a journal says, its lines added up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct History {
    pub kind: Option<OperationKind>,
    pub at: Option<Timestamp>,
    /// By relative path, in the order they were first named.
    pub entries: BTreeMap<String, Past>,
    pub ended: bool,
}

/// What became of one entry, as far as the journal knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Past {
    pub order: usize,
    /// What lies in the trash for it.
    pub size: Size,
    /// The size was not counted before it was moved.
    pub uncounted: bool,
    /// What lies in the cache in its place, for a refresh.
    pub other_size: Size,
    /// The last thing begun with it that was not noted as done.
    pub open: Option<Record>,
    /// New content was put in its place: restoring exchanges the two.
    pub swapped: bool,
    /// It was exchanged back at least once.
    pub exchanged: bool,
    /// The new content that a refresh put in its place, where the system tells contents apart.
    pub new: Identity,
    /// The new content is the one that lies in the cache, as far as noted; the old one lies here.
    pub new_in_cache: bool,
}

impl History {
    /// Reads the journal of an operation's folder. What cannot be read is left out.
    pub fn read(operation: &OwnFolder) -> Self {
        let content = operation.folder().read(OsStr::new(NAME), LIMIT).unwrap_or_default();
        Self::parse(&content)
    }

    /// Adds up the lines. A line without its end was cut off; a line that is no record is from a newer version.
    pub fn parse(content: &[u8]) -> Self {
        let mut history = Self::default();
        let whole = content.iter().rposition(|b| *b == b'\n').map_or(&[][..], |end| &content[..end]);
        for record in whole.split(|b| *b == b'\n').filter_map(|line| serde_json::from_slice(line).ok()) {
            history.add(&record);
        }
        history
    }

    fn add(&mut self, record: &Record) {
        match record {
            Record::Begin { kind, at, .. } => (self.kind, self.at) = (Some(*kind), at.parse().ok()),
            Record::Take { what, bytes, files, uncounted } => {
                let past = self.past(what);
                past.uncounted = *uncounted;
                past.size = Size { bytes: *bytes, files: *files };
                past.open = Some(record.clone());
            }
            Record::Swap { what, old_size, new_size, new, .. } => {
                let past = self.past(what);
                past.new = *new;
                (past.size, past.other_size) = (*old_size, *new_size);
                past.open = Some(record.clone());
            }
            Record::Back { what, .. } | Record::Delete { what } => self.past(what).open = Some(record.clone()),
            Record::Taken { what } | Record::TakenBack { what } => self.past(what).open = None,
            Record::Swapped { what } => {
                let past = self.past(what);
                (past.open, past.swapped, past.new_in_cache) = (None, true, true);
            }
            Record::IsBack { what } => {
                let past = self.past(what);
                if matches!(past.open.take(), Some(Record::Back { exchange: true, .. })) {
                    std::mem::swap(&mut past.size, &mut past.other_size);
                    past.exchanged = true;
                    past.new_in_cache ^= true;
                }
            }
            Record::End => self.ended = true,
        }
    }

    fn past(&mut self, what: &str) -> &mut Past {
        let order = self.entries.len();
        self.entries.entry(what.to_owned()).or_insert_with(|| Past { order, ..Past::default() })
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
    fn a_journal_cut_off_at_any_byte_still_tells_its_whole_lines() {
        let content: Vec<u8> =
            lines().iter().flat_map(|record| [serde_json::to_vec(record).unwrap(), b"\n".to_vec()].concat()).collect();
        for length in 0..=content.len() {
            let cut = &content[..length];
            let whole = cut.split(|b| *b == b'\n').count() - 1;
            let mut expected = History::default();
            for record in lines().into_iter().take(whole) {
                expected.add(&record);
            }
            assert_eq!(History::parse(cut), expected, "cut at {length}");
        }
    }

    #[test]
    fn an_exchange_swaps_the_sizes_as_well() {
        let mut history = History::default();
        for record in lines() {
            history.add(&record);
        }
        let past = &history.entries["a-1-0123456789"];
        assert_eq!((past.size.bytes, past.other_size.bytes), (0, 5));
        assert!(past.exchanged && past.swapped && history.ended);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            History::parse(&bytes);
        }
    }
}
