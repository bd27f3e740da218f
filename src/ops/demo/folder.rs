//! Creates the demo's cache and project on disk, in the states that SAM leaves.

use std::fs;
use std::io;
use std::path::Path;

use jiff::Timestamp;

use super::content::Content;
use super::manifest::{Layer, Left, Manifest};
use crate::sam::lock::{DownloadStatus, LOCK_DIR, LockContent, download_lock, download_status};

/// A process ID above those that systems assign, and not a multiple of four as on Windows.
const UNUSED_PID: u32 = 4_000_000_001;

/// Creates the cache.
pub fn fill_cache(cache: &Path, manifest: &Manifest) -> io::Result<()> {
    let locks = cache.join(LOCK_DIR);
    fs::create_dir_all(&locks)?;
    for layer in &manifest.layers {
        add_layer(cache, &locks, layer)?;
    }
    for stray in manifest.leftovers.iter().chain(&manifest.foreign) {
        write(&cache.join(stray.path()), &stray.content, stray.modified)?;
    }
    Ok(())
}

/// Creates the project with its template.
pub fn fill_project(project: &Path, manifest: &Manifest, template: &str) -> io::Result<()> {
    for (path, text) in &manifest.project {
        let path = project.join(path);
        fs::create_dir_all(path.parent().unwrap_or(project))?;
        fs::write(path, text)?;
    }
    fs::write(project.join("template.yaml"), template)
}

fn add_layer(cache: &Path, locks: &Path, layer: &Layer) -> io::Result<()> {
    let name = layer.arn.dir();
    let dir = cache.join(name.as_str());
    let files = match layer.left {
        Left::Absent => return Ok(()),
        Left::Ok => layer.files.len(),
        Left::InProgress => 1,
        Left::Empty | Left::Failed => 0,
    };
    fs::create_dir(&dir)?;
    for (path, content) in layer.files.iter().take(files) {
        write(&dir.join(path), content, layer.modified)?;
    }
    touch(&dir, layer.modified);
    let status = match layer.left {
        Left::Ok => Some(DownloadStatus::Completed),
        Left::Failed => Some(DownloadStatus::Failed),
        Left::InProgress => Some(DownloadStatus::InProgress),
        Left::Empty | Left::Absent => None,
    };
    #[expect(clippy::cast_precision_loss, reason = "SAM writes these seconds as a float")]
    let seconds = layer.modified.as_second() as f64 + 0.25;
    if let Some(status) = status {
        let content = Content::Text(status.file_content(seconds));
        write(&locks.join(download_status(name.as_str())), &content, layer.modified)?;
    }
    if layer.left == Left::InProgress {
        let content = Content::Text(LockContent { pid: UNUSED_PID, since: seconds }.file_content());
        write(&locks.join(download_lock(name.as_str())), &content, layer.modified)?;
    }
    Ok(())
}

fn write(path: &Path, content: &Content, modified: Timestamp) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    content.write_file(path)?;
    touch(path, modified);
    Ok(())
}

/// Sets the modification time where the system allows it. The demo also works without it.
fn touch(path: &Path, modified: Timestamp) {
    let _ = filetime::set_file_mtime(path, filetime::FileTime::from_unix_time(modified.as_second(), 0));
}
