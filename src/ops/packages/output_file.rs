//! Files that the user names as output: written beside their target and renamed into place.

use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::content::sha256::Sha256Hasher;
use crate::ops::user_data::atomic_file::{self, Existing, Readers};
use crate::text::{Sentence, describe_io_error, sanitize_path, sentence};

/// Returns why an output file cannot be written, before any work is done for it.
pub(super) fn check(path: &Path, overwrite: bool) -> Result<(), Sentence> {
    match path.symlink_metadata() {
        Ok(found) if found.is_dir() => return Err(sentence!("output-is-folder", path = sanitize_path(path))),
        Ok(_) if !overwrite => return Err(sentence!("output-exists", path = sanitize_path(path))),
        _ => {}
    }
    let folder = folder_of(path);
    if folder.is_dir() { Ok(()) } else { Err(sentence!("output-no-folder", path = sanitize_path(folder))) }
}

/// Creates the file with what `write` writes. An error leaves nothing behind.
pub(super) fn create<T, E: From<io::Error>>(
    path: &Path,
    overwrite: bool,
    write: impl FnOnce(&mut File) -> Result<T, E>,
) -> Result<T, E> {
    let existing = if overwrite { Existing::Replaced } else { Existing::Kept };
    atomic_file::create(path, Readers::ByUmask, existing, write)
}

/// Returns why an output folder cannot be written, before any work is done for it. It may exist if it is empty.
pub(super) fn check_folder(path: &Path) -> Result<(), Sentence> {
    let above = folder_of(path);
    if !above.is_dir() {
        return Err(sentence!("output-no-folder", path = sanitize_path(above)));
    }
    match path.read_dir().map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Ok(false) => Err(sentence!("output-not-empty", path = sanitize_path(path))),
        Err(error) => Err(unwritable(path, &error)),
    }
}

/// Returns the folder that contains a path.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Creates a folder with what `write` writes into it. The folder may exist if it is empty. An error leaves nothing behind.
pub(super) fn create_folder(path: &Path, write: impl FnOnce(&Path) -> Result<(), Sentence>) -> Result<(), Sentence> {
    check_folder(path)?;
    let above = folder_of(path);
    let temporary =
        tempfile::Builder::new().prefix(".samlayers-").tempdir_in(above).map_err(|error| unwritable(path, &error))?;
    // A folder within it, which has the mode of the user's mask.
    let new = temporary.path().join("new");
    std::fs::create_dir(&new).map_err(|error| unwritable(path, &error))?;
    write(&new)?;
    #[expect(clippy::disallowed_methods, reason = "a new folder that the user asked for, complete, in an empty place")]
    let renamed = std::fs::rename(&new, path);
    renamed.map_err(|error| unwritable(path, &error))
}

/// Returns the message for a file that could not be written.
pub(super) fn unwritable(path: &Path, error: &io::Error) -> Sentence {
    if error.kind() == io::ErrorKind::AlreadyExists {
        return sentence!("output-exists", path = sanitize_path(path));
    }
    sentence!("failed-write", path = sanitize_path(path), why = describe_io_error(error).to_string())
}

/// Returns the sha256 of a whole file in base64, as AWS writes it, and its length.
pub(super) fn sha256(file: &mut File) -> io::Result<(String, u64)> {
    file.rewind()?;
    let mut sha256 = Sha256Hasher::new();
    let mut buffer = vec![0; 256 << 10];
    let mut length = 0;
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((STANDARD.encode(sha256.finish()), length)),
            count => {
                sha256.update(&buffer[..count]);
                length += count as u64;
            }
        }
    }
}
