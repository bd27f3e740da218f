//! Packs a folder into the zip of a layer.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::layout::{MadeFor, check_folder};
use super::output_file;
use crate::archive::pack::{ExecutableBy, PackError, check_unchanged, list, write_zip};
use crate::content::packages::layout::LayoutReport;
use crate::content::packages::output::PackageOutput;
use crate::ops::user_data::atomic_file::is_temporary_name;
use crate::text::{Sentence, sanitize_path, sentence};

/// What to pack.
#[derive(Debug, Clone)]
pub struct PackRequest {
    /// The folder.
    pub source: PathBuf,
    /// The zip to write.
    pub output: PathBuf,
    /// Whether an existing zip is replaced.
    pub overwrite: bool,
    /// Whether a layer that no runtime could load is packed all the same.
    pub force: bool,
    /// The functions that the layer is made for.
    pub made_for: MadeFor,
    /// What makes a file executable.
    pub executable_by: ExecutableBy,
}

/// What was packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackResult {
    /// The zip; `None` if the layer was rejected.
    pub output: Option<PackageOutput>,
    /// What the layer provides, and what is wrong with it.
    pub layout: LayoutReport,
}

/// Packs a folder. The same folder gives the same bytes on every machine. Blocks, and uses all processors; `progress`
/// gets the bytes read so far, from several threads.
///
/// # Errors
///
/// A sentence, if the folder cannot be read, changes while it is read, or the zip cannot be written. Nothing is left then.
pub fn pack(
    request: &PackRequest,
    progress: &(dyn Fn(u64) + Sync),
    cancel: &AtomicBool,
) -> Result<PackResult, Sentence> {
    let PackRequest { source, output, .. } = request;
    if !source.is_dir() {
        return Err(sentence!("pack-no-folder", path = sanitize_path(source)));
    }
    output_file::check(output, request.overwrite)?;
    let is_output = own_files(output);
    let items = list(source, &is_output).map_err(|error| error.message())?;
    let layout = check_folder(source, &items, request.executable_by, &request.made_for)?;
    if !request.force && layout.rejections().next().is_some() {
        return Ok(PackResult { output: None, layout });
    }
    let written = output_file::create(output, request.overwrite, |file| {
        let packed = write_zip(&items, request.executable_by, file, progress, cancel)?;
        check_unchanged(source, &is_output, &items)?;
        let (code_sha256, length) = output_file::sha256(file)?;
        Ok((packed, code_sha256, length))
    });
    let (packed, code_sha256, length) = written.map_err(|error| match error {
        PackError::Write(error) => output_file::unwritable(output, &error),
        error => error.message(),
    })?;
    let output = PackageOutput {
        path: Some(output.clone()),
        arn: None,
        region: None,
        code_sha256: Some(code_sha256),
        size_bytes: length,
        unzipped_bytes: Some(packed.bytes),
    };
    Ok(PackResult { output: Some(output), layout })
}

/// Returns whether a path is the output, or a temporary file beside it, which is renamed to it: they may be in the folder
/// that is packed.
fn own_files(output: &Path) -> impl Fn(&Path) -> bool + use<> {
    let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = output.file_name().unwrap_or_default().to_owned();
    move |path| {
        let has_name = path.file_name().is_some_and(|found| found == name || is_temporary_name(found));
        has_name && path.parent().and_then(|above| above.canonicalize().ok()).is_some_and(|above| above == folder)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_that_is_added_while_the_folder_is_read_is_an_error_and_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("layer");
        fs::create_dir_all(source.join("python")).unwrap();
        fs::write(source.join("python/a.py"), "1").unwrap();
        let request = PackRequest {
            source: source.clone(),
            output: folder.path().join("layer.zip"),
            overwrite: false,
            force: false,
            made_for: MadeFor::default(),
            executable_by: ExecutableBy::ModeOrContent,
        };
        let add = |_| fs::write(source.join("python/b.py"), "2").unwrap();
        let error = pack(&request, &add, &AtomicBool::new(false)).unwrap_err().to_string();
        assert!(error.contains("`python/b.py` changed"), "{error}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let packed = pack(&request, &|_| (), &AtomicBool::new(false)).unwrap();
        assert_eq!(packed.output.unwrap().unzipped_bytes, Some(2));
    }
}
