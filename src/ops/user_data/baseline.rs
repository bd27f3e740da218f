//! Baselines: the verified contents of a layer, stored in the user's data folder, so that it can be verified later
//! without AWS. There is one file for each layer directory and zip. A missing or damaged file, or one of a newer
//! version, counts as no baseline and is not changed.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::atomic_file::{self, Readers};
use crate::content::verify::{Entry, EntryContent, FileFacts, LinkFacts};
use crate::ops::bounded;
use crate::sam::{LayerDir, sha256_hex};

/// The version of the format that is written and read.
const FORMAT: u32 = 1;

const FOLDER: &str = "baselines";

/// The folder of the baselines of imported contents, which are never taken for published ones.
const IMPORTS: &str = "imports";

/// The contents of an intact layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ops) struct Baseline {
    /// When the baseline was written.
    pub written: Timestamp,
    /// The `CodeSha256` of the zip that was unpacked.
    pub code_sha256: String,
    /// All entries of the layer.
    pub entries: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Document {
    format: u32,
    dir: String,
    code_sha256: String,
    /// RFC 3339.
    written: String,
    folders: Vec<String>,
    files: Vec<FileRecord>,
    links: Vec<LinkRecord>,
}

#[derive(Serialize, Deserialize)]
struct FileRecord {
    path: String,
    size: u64,
    sha256: String,
    mode: Option<u32>,
}

#[derive(Serialize, Deserialize)]
struct LinkRecord {
    path: String,
    target: String,
}

/// Writes the baseline of a layer directory. A baseline of a newer samlayers is kept.
pub(in crate::ops) fn write(data_dir: &Path, dir: &LayerDir, baseline: &Baseline) -> io::Result<()> {
    write_in(data_dir, FOLDER, dir, baseline)
}

/// Writes the baseline of an imported content. Its `code_sha256` is the sha256 of the source.
pub(in crate::ops) fn write_import(data_dir: &Path, dir: &LayerDir, baseline: &Baseline) -> io::Result<()> {
    write_in(data_dir, IMPORTS, dir, baseline)
}

fn write_in(data_dir: &Path, folder: &str, dir: &LayerDir, baseline: &Baseline) -> io::Result<()> {
    let path = path_of(data_dir, folder, dir, &baseline.code_sha256);
    if bounded::read(&path, bounded::BASELINE).is_ok_and(|bytes| is_newer(&bytes)) {
        return Ok(());
    }
    atomic_file::make_folder(data_dir)?;
    atomic_file::make_folder(&data_dir.join(folder))?;
    atomic_file::replace(&path, Readers::Owner, |out| Ok(serde_json::to_writer(out, &document(dir, baseline))?))
}

/// Returns the baseline of a directory that was unpacked from this zip; without a checksum, the newest of the
/// directory. As layer versions never change, there usually is only one.
pub(in crate::ops) fn read(data_dir: &Path, dir: &LayerDir, code_sha256: Option<&str>) -> Option<Baseline> {
    if let Some(code_sha256) = code_sha256 {
        return read_file(&path_of(data_dir, FOLDER, dir, code_sha256), dir)
            .filter(|found| found.code_sha256 == code_sha256);
    }
    let prefix = format!("{dir}.");
    let files = fs::read_dir(data_dir.join(FOLDER)).ok()?.filter_map(Result::ok);
    let own = files.filter(|file| file.file_name().to_string_lossy().starts_with(&prefix));
    own.filter_map(|file| read_file(&file.path(), dir)).max_by_key(|found| found.written)
}

/// Returns the baseline of an imported content by the sha256 of its source.
pub(in crate::ops) fn read_import(data_dir: &Path, dir: &LayerDir, sha256: &str) -> Option<Baseline> {
    read_file(&path_of(data_dir, IMPORTS, dir, sha256), dir).filter(|found| found.code_sha256 == sha256)
}

/// Returns whether a layer was published without files, or imported without any from the source with this sha256, as its
/// baseline shows.
pub(in crate::ops) fn is_without_files(data_dir: &Path, dir: &LayerDir, imported: Option<&str>) -> bool {
    let is_folder = |entry: &Entry| entry.what == EntryContent::Folder;
    let baseline = match imported {
        Some(sha256) => read_import(data_dir, dir, sha256),
        None => read(data_dir, dir, None),
    };
    baseline.is_some_and(|baseline| baseline.entries.iter().all(is_folder))
}

/// Returns the names of the layers that have a baseline of what was published. The error names the folder.
pub(in crate::ops) fn layers(data_dir: &Path) -> Result<HashSet<String>, (PathBuf, io::Error)> {
    let folder = data_dir.join(FOLDER);
    let files = match fs::read_dir(&folder) {
        Ok(files) => files.filter_map(Result::ok),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(HashSet::new()),
        Err(error) => return Err((folder, error)),
    };
    Ok(files.filter_map(|file| Some(file.file_name().to_str()?.split_once('.')?.0.to_owned())).collect())
}

fn path_of(data_dir: &Path, folder: &str, dir: &LayerDir, code_sha256: &str) -> PathBuf {
    // Base64 contains `/`, and text from AWS is never used in a path as it is.
    data_dir.join(folder).join(format!("{dir}.{}.json", &sha256_hex(code_sha256)[..16]))
}

fn is_newer(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Format {
        format: u32,
    }
    serde_json::from_slice::<Format>(bytes).is_ok_and(|found| found.format > FORMAT)
}

fn read_file(path: &Path, dir: &LayerDir) -> Option<Baseline> {
    let bytes = match bounded::read(path, bounded::BASELINE) {
        Ok(bytes) => bytes,
        Err(error) => {
            if error.kind() != io::ErrorKind::NotFound {
                tracing::warn!(path = %path.display(), %error, "a baseline cannot be read");
            }
            return None;
        }
    };
    let document = serde_json::from_slice::<Document>(&bytes).ok();
    let found = document.filter(|document| document.format == FORMAT && document.dir == dir.as_str());
    if found.is_none() {
        tracing::warn!(path = %path.display(), "no baseline of this version");
    }
    parsed(found?)
}

fn parsed(document: Document) -> Option<Baseline> {
    let mut entries: Vec<Entry> =
        document.folders.into_iter().map(|path| Entry { path, what: EntryContent::Folder }).collect();
    for FileRecord { path, size, sha256, mode } in document.files {
        let mut sum = [0; 32];
        hex::decode_to_slice(&sha256, &mut sum).ok()?;
        let facts = FileFacts { bytes: size, crc32: None, sha256: Some(sum), mode };
        entries.push(Entry { path, what: EntryContent::File(facts) });
    }
    for LinkRecord { path, target } in document.links {
        entries.push(Entry { path, what: EntryContent::Link(LinkFacts { target: Some(target), crc32: None }) });
    }
    Some(Baseline { written: document.written.parse().ok()?, code_sha256: document.code_sha256, entries })
}

fn document(dir: &LayerDir, baseline: &Baseline) -> Document {
    let mut document = Document {
        format: FORMAT,
        dir: dir.to_string(),
        code_sha256: baseline.code_sha256.clone(),
        written: baseline.written.to_string(),
        folders: Vec::new(),
        files: Vec::new(),
        links: Vec::new(),
    };
    for Entry { path, what } in &baseline.entries {
        let path = path.clone();
        match what {
            EntryContent::Folder => document.folders.push(path),
            EntryContent::File(FileFacts { bytes, sha256: Some(sha256), mode, .. }) => {
                document.files.push(FileRecord { path, size: *bytes, sha256: hex::encode(sha256), mode: *mode });
            }
            EntryContent::Link(LinkFacts { target: Some(target), .. }) => {
                document.links.push(LinkRecord { path, target: target.clone() });
            }
            // An entry without a checksum could not be compared later.
            EntryContent::File(_) | EntryContent::Link(_) | EntryContent::Other => {}
        }
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    fn baseline() -> Baseline {
        let facts = FileFacts { bytes: 3, crc32: None, sha256: Some([7; 32]), mode: Some(0o700) };
        let link = LinkFacts { target: Some("a".to_owned()), crc32: None };
        let entry = |path: &str, what| Entry { path: path.to_owned(), what };
        Baseline {
            written: Timestamp::UNIX_EPOCH,
            code_sha256: "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=".to_owned(),
            entries: vec![
                entry("python", EntryContent::Folder),
                entry("python/a", EntryContent::File(facts)),
                entry("l", EntryContent::Link(link)),
            ],
        }
    }

    fn dir() -> LayerDir {
        LayerDir::parse("a-1-0123456789").unwrap()
    }

    #[test]
    fn a_baseline_is_found_with_or_without_its_checksum() {
        let data = tempfile::tempdir().unwrap();
        assert_eq!(read(data.path(), &dir(), None), None);
        write(data.path(), &dir(), &baseline()).unwrap();
        assert_eq!(read(data.path(), &dir(), Some(&baseline().code_sha256)), Some(baseline()));
        assert_eq!(read(data.path(), &dir(), None), Some(baseline()));
        assert_eq!(read(data.path(), &dir(), Some("another zip")), None);
        assert_eq!(read(data.path(), &LayerDir::parse("a-1-0123456780").unwrap(), None), None);
    }

    #[test]
    fn a_damaged_baseline_is_ignored_and_a_newer_one_is_kept() {
        let data = tempfile::tempdir().unwrap();
        write(data.path(), &dir(), &baseline()).unwrap();
        let path = path_of(data.path(), FOLDER, &dir(), &baseline().code_sha256);
        for content in ["", "{\"format\":1", "\u{0}", "[]"] {
            fs::write(&path, content).unwrap();
            assert_eq!(read(data.path(), &dir(), None), None, "{content:?}");
        }
        write(data.path(), &dir(), &baseline()).unwrap();
        assert_eq!(read(data.path(), &dir(), None), Some(baseline()), "written again over the damage");
        let newer = "{\"format\":2,\"how\":\"unknown\"}";
        fs::write(&path, newer).unwrap();
        write(data.path(), &dir(), &baseline()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), newer);
        assert_eq!(read(data.path(), &dir(), None), None);
    }
}
