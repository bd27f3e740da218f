//! Measures the code of a function, which counts towards Lambda's quotas together with its layers.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::archive::ZipContents;
use crate::content::quotas::CodeSize;
use crate::ops::bounded;

/// The maximum number of files. A folder with more of them is not the code of a function.
const MAX_FILES: u64 = 100_000;

/// Returns the size of a code folder or of the contents of a package. `None` if there is none, or if it has too many
/// files. Blocks: call it on its own thread.
pub fn code_size(path: &Path) -> Option<CodeSize> {
    let found = fs::metadata(path).ok()?;
    if found.is_file() {
        // A package that already exists: its file size is the size of the upload.
        return unzipped(path).map(|(bytes, files)| CodeSize { bytes, files, zipped: Some(found.len()), built: true });
    }
    // Files in a source folder that SAM never uploads do not count.
    let skipped = |name: &std::ffi::OsStr| name == ".aws-sam" || name == ".git";
    let walk = WalkDir::new(path).follow_links(false).into_iter().filter_entry(|entry| !skipped(entry.file_name()));
    let mut size = CodeSize { bytes: 0, files: 0, zipped: None, built: is_built(path) };
    for entry in walk {
        let entry = entry.ok()?;
        if !entry.file_type().is_dir() {
            size.bytes += entry.metadata().ok()?.len();
            size.files += 1;
        }
        if size.files > MAX_FILES {
            return None;
        }
    }
    Some(size)
}

/// Returns whether `sam build` created the folder. Its output is uploaded as it is, while a source folder still lacks
/// its dependencies.
fn is_built(path: &Path) -> bool {
    path.ancestors().any(|folder| folder.ends_with(PathBuf::from(".aws-sam").join("build")))
}

/// Returns the uncompressed bytes and the files of a zip, according to its central directory.
fn unzipped(path: &Path) -> Option<(u64, u64)> {
    let file = bounded::open(path, fs::OpenOptions::new().read(true)).ok()?;
    ZipContents::open(file).and_then(|zip| zip.unzipped()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_size_excludes_the_output_of_sam_build() {
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
