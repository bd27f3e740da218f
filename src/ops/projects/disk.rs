//! Templates and what belongs to them, on disk.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::refusal;
use crate::sam::template::{TemplateFiles, TemplateRefusal};

/// Bytes of the largest template that is read: sixteen times what a stack takes. A larger one would hold up
/// everything else for the length of minutes that SAM itself would need.
const MAX_TEMPLATE_BYTES: u64 = 16 * 1024 * 1024;

/// A path that no longer depends on the current folder; links stay.
pub fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The text of a template, or why SAM could not read it.
pub fn read(path: &Path) -> Result<String, TemplateRefusal> {
    let shown = path.display();
    // A pipe would never end, and a file of gigabytes is no template.
    if let Ok(meta) = fs::metadata(path)
        && (meta.len() > MAX_TEMPLATE_BYTES || !(meta.is_file() || meta.is_dir()))
    {
        let what = if meta.is_file() { format!("holds {} bytes", meta.len()) } else { "is no file".to_owned() };
        return Err(refusal(
            "TemplateUnreadable",
            format!(
                "{shown} {what}; CloudFormation takes templates up to 1 MB, and up to 16 MiB are read here: split it"
            ),
        ));
    }
    let bytes = fs::read(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => refusal(
            "TemplateNotFoundException",
            format!("there is no template {shown}; name one with -t, or a folder to search with --project"),
        ),
        io::ErrorKind::IsADirectory => refusal(
            "TemplateUnreadable",
            format!("{shown} is a folder; name the template in it, or give --project {shown}"),
        ),
        io::ErrorKind::PermissionDenied => {
            refusal("TemplateUnreadable", format!("{shown} may not be read; change its permissions"))
        }
        _ => refusal("TemplateUnreadable", format!("{shown} cannot be read: {error}")),
    })?;
    String::from_utf8(bytes).map_err(|_| {
        refusal(
            "TemplateFailedParsingException",
            format!("{shown} is no text in UTF-8, so it is no template; name another file"),
        )
    })
}

/// The files around one template.
pub struct Disk {
    folder: PathBuf,
}

impl Disk {
    /// SAM is run in the folder of its template, so that is where relative paths start.
    pub fn of(template: &Path) -> Self {
        Self { folder: template.parent().unwrap_or(Path::new("")).to_owned() }
    }
}

impl TemplateFiles for Disk {
    fn read(&self, path: &Path) -> io::Result<String> {
        fs::read_to_string(self.folder.join(path))
    }

    fn is_file(&self, path: &Path) -> bool {
        self.folder.join(path).is_file()
    }

    fn link_target(&self, path: &Path) -> Option<PathBuf> {
        let path = self.folder.join(path);
        let is_link = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_symlink());
        if is_link { fs::canonicalize(path).ok() } else { None }
    }
}
