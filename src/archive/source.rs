//! Reads the content of a layer from a local zip or folder.

use std::fs::{self, File};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::thread;

use super::error::ArchiveError;
use super::folder;
use super::plan::{ExtractionPlan, plan};
use super::reader::ArchiveFile;
use super::unpack::{FileHashes, Limits, Unpacked, unpack};
use crate::content::facts::{ContentFacts, Misplacement, is_searched};
use crate::content::source::{LocalSource, SourceKind};
use crate::text::sentence;

/// The content of a source, copied.
#[derive(Debug)]
pub struct Copied {
    /// What was created.
    pub unpacked: Unpacked,
    /// The sha256 of the zip, or of the list of paths and hashes of the folder.
    pub sha256: [u8; 32],
}

/// Reads what a zip or a folder holds, without its files. All rules for names and links are checked.
pub fn inspect(path: &Path) -> Result<LocalSource, ArchiveError> {
    // The path is named by the user, so a link in it is followed, as by every other program.
    let meta = fs::metadata(path).map_err(ArchiveError::read(""))?;
    let (kind, plan, stamp) = if meta.is_dir() {
        let listing = folder::list(path)?;
        (SourceKind::Folder, listing.plan, listing.stamp)
    } else if meta.is_file() {
        let file = File::open(path).map_err(ArchiveError::read(""))?;
        let stamp = folder::stamp_of(&file.metadata().map_err(ArchiveError::read(""))?);
        let reader = ArchiveFile::new(file).map_err(ArchiveError::read(""))?;
        (SourceKind::Zip, plan(&reader)?, stamp)
    } else {
        return Err(ArchiveError::Damaged(sentence!("zip-device")));
    };
    Ok(LocalSource {
        path: path.to_owned(),
        kind,
        bytes: plan.bytes,
        files: (plan.files.len() + plan.links.len()) as u64,
        folders: plan.folders.len() as u64,
        zipped_bytes: (kind == SourceKind::Zip).then_some(meta.len()),
        stamp,
        content: layout(&plan),
        notes: plan.notes,
    })
}

/// Copies the content of a source into an empty folder. Fails if the source is no longer what was inspected.
pub fn copy_source(
    source: &LocalSource,
    into: &Path,
    limits: &Limits,
    progress: &(dyn Fn(u64) + Sync),
    cancel: &AtomicBool,
) -> Result<Copied, ArchiveError> {
    match source.kind {
        SourceKind::Folder => {
            let listing = folder::list(&source.path)?;
            if listing.stamp != source.stamp {
                return Err(ArchiveError::Changed);
            }
            let (unpacked, sha256) = folder::copy(&source.path, listing, into, limits, progress, cancel)?;
            Ok(Copied { unpacked, sha256 })
        }
        SourceKind::Zip => unpack_source(source, into, limits, progress, cancel),
    }
}

/// Unpacks a zip while another thread computes its hash.
fn unpack_source(
    source: &LocalSource,
    into: &Path,
    limits: &Limits,
    progress: &(dyn Fn(u64) + Sync),
    cancel: &AtomicBool,
) -> Result<Copied, ArchiveError> {
    let file = File::open(&source.path).map_err(ArchiveError::read(""))?;
    let check = || {
        let meta = file.metadata().map_err(ArchiveError::read(""))?;
        if folder::stamp_of(&meta) == source.stamp { Ok(()) } else { Err(ArchiveError::Changed) }
    };
    check()?;
    let zip = file.try_clone().map_err(ArchiveError::read(""))?;
    let (unpacked, sha256) = thread::scope(|scope| {
        let sha256 = scope.spawn(|| folder::sha256(&file, cancel));
        let unpacked = unpack(zip, into, limits, FileHashes::Sha256, progress, cancel);
        (unpacked, sha256.join().unwrap_or(Err(ArchiveError::Cancelled)))
    });
    // A zip that was written to meanwhile may be damaged for that reason.
    check()?;
    Ok(Copied { unpacked: unpacked?, sha256: sha256? })
}

/// Returns whether a runtime finds the content, judged by its folders as a measurement of the cache does.
fn layout(plan: &ExtractionPlan) -> ContentFacts {
    let mut content = ContentFacts::default();
    let mut misplaced = |why, path: &str| content.misplaced.entry(why).or_default().add(path.to_owned());
    for path in &plan.folders {
        if let Some(why) = Misplacement::of_folder(path) {
            misplaced(why, path);
        }
    }
    for file in plan.files.iter().filter(|file| !file.path.contains('/')) {
        if let Some(why) = Misplacement::of_file(&file.path) {
            misplaced(why, &file.path);
        }
    }
    content.has_searched_folder = plan.folders.iter().any(|path| is_searched(path));
    content
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::content::verify::compare;

    fn copied(source: &LocalSource) -> Result<(tempfile::TempDir, Copied), ArchiveError> {
        let into = tempfile::tempdir().unwrap();
        let copied = copy_source(source, into.path(), &Limits::default(), &|_| {}, &AtomicBool::new(false))?;
        Ok((into, copied))
    }

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("python/empty")).unwrap();
        fs::write(folder.path().join("python/a.py"), "a = 1\n").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("a.py", folder.path().join("python/b.py")).unwrap();
        folder
    }

    fn zip() -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.add_directory("python/empty", SimpleFileOptions::default()).unwrap();
        zip.start_file("python/a.py", SimpleFileOptions::default()).unwrap();
        zip.write_all(b"a = 1\n").unwrap();
        #[cfg(unix)]
        zip.add_symlink("python/b.py", "a.py", SimpleFileOptions::default()).unwrap();
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_folder_and_its_zip_have_the_same_content() {
        let (folder, files) = (folder(), tempfile::tempdir().unwrap());
        let path = files.path().join("layer.zip");
        fs::write(&path, zip()).unwrap();
        let (of_folder, of_zip) = (inspect(folder.path()).unwrap(), inspect(&path).unwrap());
        assert_eq!((of_folder.bytes, of_folder.files), (of_zip.bytes, of_zip.files));
        assert!(of_folder.content.has_searched_folder && of_zip.content.has_searched_folder);
        let (_keep, from_folder) = copied(&of_folder).unwrap();
        let (_keep, from_zip) = copied(&of_zip).unwrap();
        let entries = |copied: &Copied| copied.unpacked.entries.clone().unwrap();
        assert!(compare(&entries(&from_folder), &entries(&from_zip)).is_empty());
        assert_eq!(
            hex::encode(from_zip.sha256),
            hex::encode({
                let mut all = crate::content::sha256::Sha256Hasher::new();
                all.update(&zip());
                all.finish()
            })
        );
    }

    #[test]
    fn the_hash_of_a_folder_depends_on_names_and_contents_only() {
        let (one, two) = (folder(), folder());
        let hash = |folder: &tempfile::TempDir| copied(&inspect(folder.path()).unwrap()).unwrap().1.sha256;
        assert_eq!(hash(&one), hash(&two));
        fs::write(two.path().join("python/a.py"), "a = 2\n").unwrap();
        assert_ne!(hash(&one), hash(&two));
    }

    #[test]
    fn a_source_that_was_changed_since_is_not_copied() {
        let folder = folder();
        let source = inspect(folder.path()).unwrap();
        fs::write(folder.path().join("python/c.py"), "").unwrap();
        assert!(matches!(copied(&source), Err(ArchiveError::Changed)));
        let files = tempfile::tempdir().unwrap();
        let path = files.path().join("layer.zip");
        fs::write(&path, zip()).unwrap();
        let source = inspect(&path).unwrap();
        fs::write(&path, [zip(), vec![0]].concat()).unwrap();
        assert!(matches!(copied(&source), Err(ArchiveError::Changed)));
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_a_folder_and_special_files_are_refused() {
        let folder = folder();
        std::os::unix::fs::symlink("/etc", folder.path().join("etc")).unwrap();
        assert!(inspect(folder.path()).unwrap_err().to_string().contains("etc"));
        let folder = self::folder();
        rustix::fs::mkfifoat(rustix::fs::CWD, folder.path().join("pipe"), 0o600.into()).unwrap();
        assert!(inspect(folder.path()).unwrap_err().to_string().contains("pipe"));
    }

    #[test]
    fn the_layout_is_judged_by_its_folders() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("my-layer/python")).unwrap();
        let source = inspect(folder.path()).unwrap();
        assert!(source.content.misplaced.contains_key(&Misplacement::Wrapped) && !source.content.has_searched_folder);
    }
}
