//! How large a function's own code is: what counts against Lambda's quotas beside the layers.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::content::quotas::CodeSize;
use crate::ops::bounded;

/// More files than this are no function's code but somebody's whole disk.
const MOST_FILES: u64 = 100_000;

/// Counts a code folder, or what is in a package. `None` where there is nothing, or too much to count. Blocks: run it
/// on a thread of its own.
pub fn code_size(path: &Path) -> Option<CodeSize> {
    let found = fs::metadata(path).ok()?;
    if found.is_file() {
        // A package that was made already: its own size is the upload's.
        return unzipped(path).map(|(bytes, files)| CodeSize { bytes, files, zipped: Some(found.len()), built: true });
    }
    // Of a project's own folder, what SAM never uploads is not code.
    let skipped = |name: &std::ffi::OsStr| name == ".aws-sam" || name == ".git";
    let walk = WalkDir::new(path).follow_links(false).into_iter().filter_entry(|entry| !skipped(entry.file_name()));
    let mut size = CodeSize { bytes: 0, files: 0, zipped: None, built: is_built(path) };
    for entry in walk {
        let entry = entry.ok()?;
        if !entry.file_type().is_dir() {
            size.bytes += entry.metadata().ok()?.len();
            size.files += 1;
        }
        if size.files > MOST_FILES {
            return None;
        }
    }
    Some(size)
}

/// What `sam build` put there is what goes to Lambda; a source folder still lacks its dependencies.
fn is_built(path: &Path) -> bool {
    path.ancestors().any(|folder| folder.ends_with(PathBuf::from(".aws-sam").join("build")))
}

/// Bytes and files in a zip, by its own directory.
fn unzipped(path: &Path) -> Option<(u64, u64)> {
    let archive = zip::ZipArchive::new(bounded::open(path, fs::OpenOptions::new().read(true)).ok()?).ok()?;
    let bytes = u64::try_from(archive.decompressed_size()?).ok()?;
    Some((bytes, archive.len() as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_counted_without_what_sam_build_made_beside_it() {
        let project = tempfile::tempdir().unwrap();
        for (path, text) in [("app.py", "12345"), ("lib/x.py", "123"), (".aws-sam/build/F/app.py", "1234567")] {
            let path = project.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let size = code_size(project.path()).unwrap();
        assert_eq!((size.bytes, size.files, size.built), (8, 2, false));
        let built = code_size(&project.path().join(".aws-sam/build/F")).unwrap();
        assert_eq!((built.bytes, built.files, built.built), (7, 1, true));
        assert_eq!(code_size(&project.path().join("gone")), None);
    }
}
