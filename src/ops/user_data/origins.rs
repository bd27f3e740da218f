//! Stores where the contents of layers came from, in the user's data folder: one line of JSON for each content, and
//! lines are only appended.
//!
//! A line belongs to a content, not to a layer: after an undo, the content that is in the cache again has the line it
//! had before. The directory of a content is recognised by its modification time or by its time of creation, which a
//! rename changes neither of. The line is written before the content is moved into place, so that a content never is in
//! the cache without it. Lines that cannot be read, from a newer version or through damage, are ignored and kept.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{atomic_file, baseline};
use crate::inventory::facts::{FoundLayer, Imported, Origin};
use crate::ops::bounded;
use crate::sam::LayerDir;
use crate::sam::lock::DownloadStatus;

const FILE: &str = "origins.jsonl";

/// Two times of the same directory may differ by this much: some file systems and archives store less.
const PRECISION_NANOSECONDS: i128 = 1000;

/// The origins of all contents that were recorded.
#[derive(Debug, Default)]
pub(in crate::ops) struct Origins {
    /// Whether the records cannot be read, so that no origin is known.
    unknown: bool,
    records: HashMap<String, Vec<Record>>,
    /// The layers with a baseline. samlayers 0.1.0 wrote one with each download and no origin.
    with_baseline: HashSet<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Record {
    dir: String,
    /// RFC 3339.
    at: String,
    #[serde(flatten)]
    content: Content,
    /// The times of the directory, in nanoseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<i128>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<i128>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "origin", rename_all = "snake_case")]
enum Content {
    Downloaded { code_sha256: String },
    Imported { source: PathBuf, sha256: String },
}

impl Origins {
    /// Reads what was recorded. Damaged lines count as not recorded. The error names the file or folder that cannot be
    /// read.
    pub fn read(data_dir: Option<&Path>) -> Result<Self, (PathBuf, io::Error)> {
        let Some(data_dir) = data_dir else { return Ok(Self::default()) };
        let mut records: HashMap<String, Vec<Record>> = HashMap::new();
        let path = data_dir.join(FILE);
        match bounded::read(&path, bounded::LIST) {
            Ok(bytes) => {
                for record in
                    bytes.split(|b| *b == b'\n').filter_map(|line| serde_json::from_slice::<Record>(line).ok())
                {
                    records.entry(record.dir.clone()).or_default().push(record);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err((path, error)),
        }
        Ok(Self { unknown: false, records, with_baseline: baseline::layers(data_dir)? })
    }

    /// Returns the origins where the records cannot be read: none is known.
    pub fn unknown() -> Self {
        Self { unknown: true, ..Self::default() }
    }

    /// Returns the origin of a layer's content; `None` if it is not known.
    pub fn of(&self, layer: &FoundLayer) -> Option<Origin> {
        if self.unknown {
            return None;
        }
        let Some(records) = self.records.get(layer.dir.as_str()) else {
            let by_sam = layer.status.as_ref().is_some_and(|status| status.status == Some(DownloadStatus::Completed))
                && !self.with_baseline.contains(layer.dir.as_str());
            return by_sam.then_some(Origin::Sam);
        };
        find(records, layer.modified.map(Timestamp::as_nanosecond), &layer.path)
    }

    /// Returns the recorded origin of the content that is at a path now.
    pub fn at(&self, dir: &LayerDir, path: &Path) -> Option<Origin> {
        let modified = fs::symlink_metadata(path).ok()?.modified().ok().and_then(nanoseconds);
        find(self.records.get(dir.as_str())?, modified, path)
    }
}

fn find(records: &[Record], modified: Option<i128>, path: &Path) -> Option<Origin> {
    let of_time = records.iter().rev().find(|record| is_same_time(record.modified, modified));
    let found = of_time.or_else(|| {
        let created = created(path);
        records.iter().rev().find(|record| is_same_time(record.created, created))
    });
    found.and_then(Record::origin)
}

impl Record {
    fn origin(&self) -> Option<Origin> {
        Some(match &self.content {
            Content::Downloaded { code_sha256 } => Origin::Downloaded { code_sha256: code_sha256.clone() },
            Content::Imported { source, sha256 } => {
                Origin::Imported(Imported { source: source.clone(), sha256: sha256.clone(), at: self.at.parse().ok()? })
            }
        })
    }
}

/// Records the origin of a content that is about to be moved into the cache. `content` is its folder.
pub(in crate::ops) fn record(data_dir: &Path, dir: &LayerDir, content: &Path, origin: &Origin) -> io::Result<()> {
    let (at, what) = match origin {
        Origin::Downloaded { code_sha256 } => {
            (crate::clock::now(), Content::Downloaded { code_sha256: code_sha256.clone() })
        }
        Origin::Imported(Imported { source, sha256, at }) => {
            (*at, Content::Imported { source: source.clone(), sha256: sha256.clone() })
        }
        Origin::Sam => return Ok(()),
    };
    let modified = fs::symlink_metadata(content)?.modified().ok().and_then(nanoseconds);
    let record =
        Record { dir: dir.to_string(), at: at.to_string(), content: what, modified, created: created(content) };
    atomic_file::append(&data_dir.join(FILE), &[&serde_json::to_string(&record)?])
}

/// Returns when a directory was created, where the file system stores it.
fn created(path: &Path) -> Option<i128> {
    fs::symlink_metadata(path).ok()?.created().ok().and_then(nanoseconds)
}

fn nanoseconds(time: std::time::SystemTime) -> Option<i128> {
    Timestamp::try_from(time).ok().map(Timestamp::as_nanosecond)
}

fn is_same_time(recorded: Option<i128>, found: Option<i128>) -> bool {
    matches!((recorded, found), (Some(recorded), Some(found)) if (recorded - found).abs() < PRECISION_NANOSECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::facts::{CacheEntryKind, FoundStatus};

    fn dir() -> LayerDir {
        LayerDir::parse("a-1-0123456789").unwrap()
    }

    fn found(path: &Path, status: Option<DownloadStatus>) -> FoundLayer {
        let modified = fs::symlink_metadata(path).unwrap().modified().unwrap();
        FoundLayer {
            dir: dir(),
            path: path.to_owned(),
            kind: CacheEntryKind::Directory,
            modified: Timestamp::try_from(modified).ok(),
            lock: None,
            status: status.map(|status| FoundStatus { path: path.to_owned(), status: Some(status), failure: None }),
            origin: None,
        }
    }

    fn imported(source: &str) -> Origin {
        Origin::Imported(Imported { source: source.into(), sha256: "ab".repeat(32), at: Timestamp::UNIX_EPOCH })
    }

    fn set_modified(path: &Path, seconds: i64) {
        filetime::set_file_mtime(path, filetime::FileTime::from_unix_time(seconds, 0)).unwrap();
    }

    #[test]
    fn each_content_keeps_its_origin_wherever_it_is_moved() {
        let home = tempfile::tempdir().unwrap();
        let (data, first, second) = (home.path().join("data"), home.path().join("1"), home.path().join("2"));
        fs::create_dir(&first).unwrap();
        fs::create_dir(&second).unwrap();
        set_modified(&first, 1_000);
        set_modified(&second, 2_000);
        let downloaded = Origin::Downloaded { code_sha256: "x".to_owned() };
        record(&data, &dir(), &first, &downloaded).unwrap();
        record(&data, &dir(), &second, &imported("/src.zip")).unwrap();
        let origins = Origins::read(Some(&data)).unwrap();
        assert_eq!(origins.of(&found(&first, None)), Some(downloaded));
        assert_eq!(origins.of(&found(&second, None)), Some(imported("/src.zip")));
        // Another directory of the same name, whose content is not known.
        let other = home.path().join("3");
        fs::create_dir(&other).unwrap();
        assert_eq!(origins.of(&found(&other, Some(DownloadStatus::Completed))), None);
    }

    #[test]
    fn an_imported_layer_stays_imported_when_its_directory_is_changed() {
        let home = tempfile::tempdir().unwrap();
        let (data, content) = (home.path().join("data"), home.path().join("1"));
        fs::create_dir(&content).unwrap();
        record(&data, &dir(), &content, &imported("/src")).unwrap();
        let before = created(&content);
        set_modified(&content, 5_000);
        // Without a time of creation, or where it only follows the other one, as under Wine, nothing is left to recognise.
        if before.is_none() || created(&content) != before {
            return;
        }
        assert_eq!(Origins::read(Some(&data)).unwrap().of(&found(&content, None)), Some(imported("/src")));
    }

    #[test]
    fn what_was_not_recorded_is_of_sam_only_with_its_status() {
        let home = tempfile::tempdir().unwrap();
        let origins = Origins::read(Some(home.path())).unwrap();
        assert_eq!(origins.of(&found(home.path(), Some(DownloadStatus::Completed))), Some(Origin::Sam));
        assert_eq!(origins.of(&found(home.path(), Some(DownloadStatus::Failed))), None);
        assert_eq!(origins.of(&found(home.path(), None)), None);
        // samlayers 0.1.0 wrote a baseline with its download.
        fs::create_dir(home.path().join("baselines")).unwrap();
        fs::write(home.path().join("baselines/a-1-0123456789.0123456789abcdef.json"), "{}").unwrap();
        let origins = Origins::read(Some(home.path())).unwrap();
        assert_eq!(origins.of(&found(home.path(), Some(DownloadStatus::Completed))), None);
    }

    #[test]
    fn damaged_lines_are_ignored_and_kept() {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("data");
        fs::create_dir(&data).unwrap();
        fs::write(
            data.join(FILE),
            b"{\"dir\":\n\xff\xff{\"dir\":\"a-1-0123456789\",\"origin\":\"moon\",\"at\":\"\"}\n{",
        )
        .unwrap();
        record(&data, &dir(), home.path(), &imported("/src")).unwrap();
        assert_eq!(Origins::read(Some(&data)).unwrap().of(&found(home.path(), None)), Some(imported("/src")));
        assert!(fs::read(data.join(FILE)).unwrap().starts_with(b"{\"dir\":\n\xff\xff"));
    }
}
