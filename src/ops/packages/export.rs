//! Exports layers out of the cache, or from AWS: the published zip, or a zip of the cached files.

use std::io;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::original::download_original;
use super::output_file;
use crate::archive::ZipContents;
use crate::archive::pack::{ExecutableBy, PackError, list, write_zip};
use crate::content::packages::output::PackageOutput;
use crate::ops::Context;
use crate::plan::RunControl;
use crate::sam::{LayerArn, LayerDir, Region};
use crate::text::{Sentence, describe_io_error, sanitize_path, sentence};

/// Why nothing was exported.
enum Failure {
    Write(io::Error),
    Because(Sentence),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

impl From<PackError> for Failure {
    fn from(error: PackError) -> Self {
        match error {
            PackError::Write(error) => Self::Write(error),
            error => Self::Because(error.message()),
        }
    }
}

impl Failure {
    fn message(self, output: &Path) -> Sentence {
        match self {
            Self::Write(error) => output_file::unwritable(output, &error),
            Self::Because(why) => why,
        }
    }
}

/// Writes the zip that AWS published, byte for byte, after comparing it with its `CodeSha256`. The layer need not be
/// cached. `progress` gets the bytes that arrived and their total. Blocks.
pub fn export_original(
    context: &Context,
    arn: &LayerArn,
    output: &Path,
    overwrite: bool,
    progress: &mut (dyn FnMut(u64, Option<u64>) + Send),
    control: &RunControl,
) -> Result<PackageOutput, Sentence> {
    output_file::check(output, overwrite)?;
    let written = output_file::create(output, overwrite, |file| {
        let downloaded = download_original(context, arn, file, progress, control);
        let downloaded = downloaded.map_err(|none| Failure::Because(none.message()))?;
        Ok((downloaded, unzipped_bytes(file.try_clone()?)))
    });
    let (downloaded, unzipped_bytes) = written.map_err(|failure: Failure| failure.message(output))?;
    Ok(PackageOutput {
        path: Some(output.to_owned()),
        region: arn.parts().ok().and_then(|parts| Region::parse(parts.region).ok()),
        arn: Some(arn.clone()),
        code_sha256: Some(downloaded.sha256_base64),
        size_bytes: downloaded.bytes,
        unzipped_bytes,
    })
}

/// Returns the uncompressed bytes of a zip; `None` if it cannot be read. A published zip may be unusual.
fn unzipped_bytes(file: std::fs::File) -> Option<u64> {
    let zip = ZipContents::open(file).ok()?;
    let mut bytes: u64 = 0;
    zip.for_each(&mut |entry| {
        bytes = bytes.saturating_add(entry.bytes());
        Ok(())
    })
    .ok()?;
    Some(bytes)
}

/// Writes a zip of the cached files of a layer. The same files give the same bytes on every machine. SAM gives all files
/// it unpacks one mode, so that programs and scripts are recognised by their content. Blocks.
pub fn export_repacked(
    context: &Context,
    dir: &LayerDir,
    output: &Path,
    overwrite: bool,
    cancel: &AtomicBool,
) -> Result<PackageOutput, Sentence> {
    let root = cached_folder(context, dir)?;
    output_file::check(output, overwrite)?;
    let written = output_file::create(output, overwrite, |file| {
        let items = list(&root, &|_| false)?;
        let packed = write_zip(&items, ExecutableBy::Content, file, &|_| (), cancel)?;
        if list(&root, &|_| false)? != items {
            return Err(PackError::Changed(dir.to_string()).into());
        }
        Ok((packed, output_file::sha256(file)?))
    });
    let (packed, (code_sha256, length)) = written.map_err(|failure: Failure| failure.message(output))?;
    Ok(PackageOutput {
        path: Some(output.to_owned()),
        arn: None,
        region: None,
        code_sha256: Some(code_sha256),
        size_bytes: length,
        unzipped_bytes: Some(packed.bytes),
    })
}

/// Returns the folder of a cached layer, which is no link.
pub(super) fn cached_folder(context: &Context, dir: &LayerDir) -> Result<std::path::PathBuf, Sentence> {
    let root = context.cache.path.join(dir.as_str());
    match root.symlink_metadata() {
        Ok(found) if found.is_dir() => Ok(root),
        Ok(_) => Err(sentence!("contents-no-directory", path = sanitize_path(&root))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(sentence!("export-not-cached", dir = dir.as_str()))
        }
        Err(error) => Err(sentence!(
            "inside-unreadable",
            path = sanitize_path(&root),
            why = describe_io_error(&error).to_string()
        )),
    }
}
