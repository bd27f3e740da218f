//! Reads templates, and the files they refer to, from disk.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::refusal;
use crate::ops::bounded;
use crate::sam::template::{TemplateFiles, TemplateRefusal};

/// The maximum number of files read for one template: nested stacks and includes. Stacks that refer to each other
/// several times would soon add up to a million.
const MAX_FILES: u64 = 1_000;

/// Returns a path that does not depend on the current folder. Links are not resolved.
pub fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The code of a template that does not exist.
pub const NOT_FOUND: &str = "TemplateNotFoundException";

/// Returns the text of a template, or the reason why SAM could not read it.
pub fn read(path: &Path) -> Result<String, TemplateRefusal> {
    let shown = path.display();
    let bytes = bounded::read(path, bounded::TEMPLATE).map_err(|error| match error.kind() {
        io::ErrorKind::FileTooLarge => {
            let holds = fs::metadata(path).map_or(0, |metadata| metadata.len());
            refusal(
                "TemplateUnreadable",
                format!(
                    "{shown} is {holds} bytes; CloudFormation accepts templates up to 1 MB, and samlayers reads up \
                     to 16 MiB. Split it"
                ),
            )
        }
        io::ErrorKind::InvalidInput => {
            refusal("TemplateUnreadable", format!("{shown} is not a regular file. Specify another template"))
        }
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => refusal(
            NOT_FOUND,
            format!("template {shown} does not exist. Specify one with -t, or a folder to search with --project"),
        ),
        io::ErrorKind::IsADirectory => refusal(
            "TemplateUnreadable",
            format!("{shown} is a folder. Specify the template in it, or pass --project {shown}"),
        ),
        io::ErrorKind::PermissionDenied => {
            refusal("TemplateUnreadable", format!("cannot read {shown}: permission denied. Change its permissions"))
        }
        _ => refusal("TemplateUnreadable", format!("cannot read {shown}: {error}")),
    })?;
    String::from_utf8(bytes).map_err(|_| {
        refusal("TemplateFailedParsingException", format!("{shown} is not UTF-8 text. Specify another template"))
    })
}

/// The files that one template refers to.
pub struct Disk {
    folder: PathBuf,
    /// The number of files that may still be read.
    files_left: AtomicU64,
    /// The number of bytes that may still be read, in all files together.
    bytes_left: AtomicU64,
}

impl Disk {
    /// Returns the files of a template. Relative paths are based on its folder, as SAM is run there.
    pub fn of(template: &Path) -> Self {
        Self {
            folder: template.parent().unwrap_or(Path::new("")).to_owned(),
            files_left: AtomicU64::new(MAX_FILES),
            bytes_left: AtomicU64::new(bounded::TEMPLATE),
        }
    }
}

impl TemplateFiles for Disk {
    fn read(&self, path: &Path) -> io::Result<String> {
        let used_up = |what: String| io::Error::new(io::ErrorKind::QuotaExceeded, what);
        let one_less = self.files_left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        if one_less.is_err() {
            return Err(used_up(format!("this template has more than {MAX_FILES} files, which is the limit")));
        }
        let left = self.bytes_left.load(Ordering::Relaxed);
        let text = bounded::read_text(&self.folder.join(path), left).map_err(|error| match error.kind() {
            io::ErrorKind::FileTooLarge => {
                let most = bounded::TEMPLATE >> 20;
                used_up(format!("the files of this template are larger than {most} MiB in total, which is the limit"))
            }
            _ => error,
        })?;
        self.bytes_left.store(left.saturating_sub(text.len() as u64), Ordering::Relaxed);
        Ok(text)
    }

    fn is_file(&self, path: &Path) -> bool {
        self.folder.join(path).is_file()
    }

    fn link_target(&self, path: &Path) -> Option<PathBuf> {
        let path = self.folder.join(path);
        let is_link = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_symlink());
        if is_link { dunce::canonicalize(path).ok() } else { None }
    }
}
