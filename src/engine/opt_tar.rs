//! Reads the archive that an engine returns for `/opt` as a stream: paths, sizes, modes, links and hashes, without
//! storing the content.

use std::collections::HashMap;
use std::io::{self, Read};

use tar::{Archive, EntryType};

use crate::content::sha256::Sha256Hasher;
use crate::content::verify::{Entry, EntryContent, FileFacts, LinkFacts};

/// The number of bytes read at a time.
const PIECE: usize = 64 * 1024;

/// Returns every entry below the top folder of the archive, with the sha256 of each file if `with_hashes` is set.
pub(super) fn entries(archive: impl Read, with_hashes: bool) -> io::Result<Vec<Entry>> {
    let mut archive = Archive::new(archive);
    let mut entries: Vec<Entry> = Vec::new();
    let mut files: HashMap<String, FileFacts> = HashMap::new();
    let mut piece = vec![0; PIECE];
    for entry in archive.entries()? {
        let mut entry = entry?;
        let Some(path) = below_top(&entry.path_bytes()) else { continue };
        let what = match entry.header().entry_type() {
            EntryType::Directory => EntryContent::Folder,
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
                let facts = FileFacts {
                    bytes: entry.size(),
                    crc32: None,
                    sha256: if with_hashes { Some(sha256(&mut entry, &mut piece)?) } else { None },
                    mode: entry.header().mode().ok().map(|mode| mode & 0o7777),
                };
                files.insert(path.clone(), facts);
                EntryContent::File(facts)
            }
            // A hard link to an earlier file.
            EntryType::Link => {
                let first = entry.link_name_bytes().and_then(|name| below_top(&name));
                first
                    .and_then(|first| files.get(&first))
                    .map_or(EntryContent::Other, |facts| EntryContent::File(*facts))
            }
            EntryType::Symlink => EntryContent::Link(LinkFacts {
                target: entry.link_name_bytes().map(|name| String::from_utf8_lossy(&name).into_owned()),
                crc32: None,
            }),
            _ => EntryContent::Other,
        };
        entries.push(Entry { path, what });
    }
    Ok(entries)
}

/// Returns the path below the archive's top folder; `None` for the top folder itself.
fn below_top(path: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(path);
    let mut parts = text.split('/').filter(|part| !matches!(*part, "" | "."));
    parts.next()?;
    let below = parts.collect::<Vec<_>>().join("/");
    (!below.is_empty()).then_some(below)
}

fn sha256(file: &mut impl Read, piece: &mut [u8]) -> io::Result<[u8; 32]> {
    let mut hasher = Sha256Hasher::new();
    loop {
        match file.read(piece)? {
            0 => return Ok(hasher.finish()),
            read => hasher.update(&piece[..read]),
        }
    }
}

#[cfg(test)]
mod tests {
    use tar::{Builder, Header};

    use super::*;

    fn archive() -> Vec<u8> {
        let mut tar = Builder::new(Vec::new());
        let mut add = |path: &str, kind: EntryType, content: &[u8], link: &str| {
            let mut header = Header::new_gnu();
            header.set_entry_type(kind);
            header.set_mode(0o755);
            header.set_size(content.len() as u64);
            if link.is_empty() {
                tar.append_data(&mut header, path, content).unwrap();
            } else {
                tar.append_link(&mut header, path, link).unwrap();
            }
        };
        let long = format!("opt/{}/x.py", "long".repeat(40));
        add("opt/", EntryType::Directory, b"", "");
        add("opt/lib/", EntryType::Directory, b"", "");
        add("opt/lib/a", EntryType::Regular, b"abc", "");
        add("opt/lib/b", EntryType::Link, b"", "opt/lib/a");
        add("opt/lib/c", EntryType::Symlink, b"", "../elsewhere");
        add("opt/lib/d", EntryType::Fifo, b"", "");
        add(&long, EntryType::Regular, b"", "");
        tar.into_inner().unwrap()
    }

    #[test]
    fn all_entries_below_the_top_folder_are_returned() {
        let found = entries(archive().as_slice(), true).unwrap();
        let paths: Vec<_> = found.iter().map(|entry| entry.path.as_str()).collect();
        assert_eq!(paths[..5], ["lib", "lib/a", "lib/b", "lib/c", "lib/d"]);
        assert!(paths[5].starts_with("longlong") && paths[5].ends_with("/x.py"));
        let EntryContent::File(file) = &found[1].what else { panic!("{found:?}") };
        assert_eq!((file.bytes, file.mode), (3, Some(0o755)));
        assert_eq!(hex::encode(file.sha256.unwrap())[..8], *"ba7816bf");
        assert_eq!(found[2].what, found[1].what, "a second name is the same file");
        assert!(matches!(&found[3].what, EntryContent::Link(link) if link.target.as_deref() == Some("../elsewhere")));
        assert_eq!(found[4].what, EntryContent::Other);
        let without = entries(archive().as_slice(), false).unwrap();
        assert!(matches!(&without[1].what, EntryContent::File(FileFacts { sha256: None, .. })));
    }

    #[test]
    fn a_truncated_archive_is_an_error() {
        let whole = archive();
        for end in [700, 1600, 2100] {
            assert!(entries(&whole[..end], true).is_err(), "{end} bytes");
        }
        assert!(entries(&b"no archive at all"[..], true).is_err());
    }
}
