//! Writes a build context that gives the image of a function the same `/opt` as its layers would.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::export::cached_folder;
use super::output_file;
use crate::archive::ArchiveError;
use crate::archive::pack::{PackItem, check_unchanged, list};
use crate::content::listing::ListedKind;
use crate::content::merge::merge;
use crate::content::packages::output::PackageOutput;
use crate::content::tree::{Leaf, Mark, Tree};
use crate::ops::browse::listing;
use crate::ops::{Context, bounded};
use crate::sam::LayerDir;
use crate::text::{Sentence, describe_io_error, sanitize_path, sentence};

/// The file with the lines for the user's own Dockerfile.
const FILE: &str = "Dockerfile.layers";

/// The folder that Lambda starts programs from.
const EXTENSIONS: &str = "extensions";

/// Writes the files of cached layers, in order, into a new folder, with the lines that copy them into an image. Of
/// several files with one path only the last is written, so that the lines work whatever a builder does with files that
/// replace folders. `progress` gets the bytes copied so far. Blocks.
///
/// # Errors
///
/// A sentence, if the folder is not empty, or a layer cannot be read whole or changes while it is read. Nothing is left
/// then.
pub fn export_dockerfile(
    context: &Context,
    layers: &[LayerDir],
    output: &Path,
    progress: &dyn Fn(u64),
    cancel: &AtomicBool,
) -> Result<PackageOutput, Sentence> {
    let roots: Vec<PathBuf> = layers.iter().map(|dir| cached_folder(context, dir)).collect::<Result<_, _>>()?;
    let mut listings = Vec::new();
    let listed: Vec<Vec<PackItem>> =
        roots.iter().map(|root| list(root, &|_| false)).collect::<Result<_, _>>().map_err(|error| error.message())?;
    for dir in layers {
        let listing = listing::contents(context, dir)?;
        if let Some((path, why)) = listing.failures.first() {
            return Err(sentence!("inside-unreadable", path = sanitize_path(path), why = why.as_str()));
        }
        if listing.omitted > 0 {
            return Err(sentence!("export-too-many", dir = dir.as_str()));
        }
        listings.push((dir.to_string(), listing));
    }
    let tree = merge(listings);
    let names: Vec<String> = layers.iter().enumerate().map(|(at, dir)| format!("{}-{dir}", at + 1)).collect();
    let mut bytes = 0;
    output_file::create_folder(output, |folder| {
        let mut context = BuildContext { folder, roots: &roots, names: &names, bytes: &mut bytes, progress };
        context.write(&tree, cancel)?;
        for (root, listed) in roots.iter().zip(&listed) {
            check_unchanged(root, &|_| false, listed).map_err(|error| error.message())?;
        }
        Ok(())
    })?;
    Ok(PackageOutput {
        path: Some(output.to_owned()),
        arn: None,
        region: None,
        code_sha256: None,
        size_bytes: bytes,
        unzipped_bytes: Some(bytes),
    })
}

struct BuildContext<'a> {
    folder: &'a Path,
    roots: &'a [PathBuf],
    /// The folder of each layer, below `layers`.
    names: &'a [String],
    bytes: &'a mut u64,
    progress: &'a dyn Fn(u64),
}

impl BuildContext<'_> {
    fn write(&mut self, tree: &Tree, cancel: &AtomicBool) -> Result<(), Sentence> {
        // Each folder of the context has the files that come from its layer.
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for leaf in &tree.leaves {
            if cancel.load(Ordering::Relaxed) {
                return Err(ArchiveError::Cancelled.message());
            }
            let layer = if let Mark::From { winner, .. } = leaf.mark { winner } else { 0 };
            let into = self.folder.join("layers").join(&self.names[layer]).join(&leaf.listed.path);
            self.leaf(leaf, &self.roots[layer], &into).map_err(|error| {
                sentence!(
                    "export-copy",
                    path = sanitize_path(&leaf.listed.path),
                    why = describe_io_error(&error).to_string()
                )
            })?;
            *counts.entry(layer).or_default() += 1;
        }
        let lines = self.lines(&counts);
        new_file(&self.folder.join(FILE), false)
            .and_then(|mut file| file.write_all(lines.as_bytes()))
            .map_err(|error| output_file::unwritable(&self.folder.join(FILE), &error))
    }

    fn leaf(&mut self, leaf: &Leaf, root: &Path, into: &Path) -> io::Result<()> {
        if let Some(above) = into.parent() {
            fs::create_dir_all(above)?;
        }
        let from = root.join(&leaf.listed.path);
        match &leaf.listed.kind {
            ListedKind::Directory => fs::create_dir_all(into),
            ListedKind::Link(target) => {
                *self.bytes += target.as_os_str().len() as u64;
                link(target, into)
            }
            ListedKind::Other => Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file, folder or link")),
            ListedKind::File { .. } => {
                if !fs::symlink_metadata(&from)?.is_file() {
                    return Err(io::Error::other("it has changed"));
                }
                let mut file = bounded::open(&from, OpenOptions::new().read(true))?;
                let mut beginning = Vec::new();
                (&mut file).take(4).read_to_end(&mut beginning)?;
                file.rewind()?;
                let is_extension = leaf.listed.path.parent() == Some(Path::new(EXTENSIONS));
                let is_program = beginning == b"\x7fELF" || beginning.starts_with(b"#!");
                let mut copy = new_file(into, is_extension || is_program)?;
                *self.bytes += io::copy(&mut file, &mut copy)?;
                (self.progress)(*self.bytes);
                Ok(())
            }
        }
    }

    fn lines(&self, counts: &BTreeMap<usize, usize>) -> String {
        let mut text = String::from(
            "# The layers of a function, in order, for an image function, which has no layers.\n\
             # Copy these lines behind FROM of its Dockerfile, and the folder `layers` into its build context.\n",
        );
        for (layer, name) in self.names.iter().enumerate() {
            // A layer without a file of its own has no folder.
            if counts.contains_key(&layer) {
                text.extend(["COPY layers/", name, "/ /opt/\n"]);
            }
        }
        text
    }
}

#[cfg(unix)]
fn new_file(path: &Path, is_executable: bool) -> io::Result<fs::File> {
    use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
    let mode = if is_executable { 0o755 } else { 0o644 };
    let file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
    // Whatever the user's mask is: the function runs as another user.
    file.set_permissions(fs::Permissions::from_mode(mode))?;
    Ok(file)
}

#[cfg(not(unix))]
fn new_file(path: &Path, _is_executable: bool) -> io::Result<fs::File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(unix)]
fn link(target: &Path, path: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, path)
}

#[cfg(not(unix))]
fn link(target: &Path, path: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_file(target, path)
}
