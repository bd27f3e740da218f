//! Previews the beginning of a file in a layer. Only a limited part is read, and links are not followed.

use std::fs::{self, File, Metadata};
use std::io::Read;
use std::path::{Component, Path};

use super::elf;
use super::listing::unreadable;
use crate::content::preview::{HEAD, Preview};
use crate::ops::Context;
use crate::sam::LayerDir;
use crate::text::{Sentence, sentence};

/// Previews a file of a cached layer. The error is a sentence. Blocks: call it on its own thread.
pub fn preview(context: &Context, dir: &LayerDir, path: &Path) -> Result<Preview, Sentence> {
    let LayerFile { file, found, head } = open(context, dir, path, HEAD)?;
    let preview = Preview::of(&head, found.len());
    Ok(match elf::describe(&file, &head, found.len()) {
        Some((what, facts)) => Preview { what, facts, ..preview },
        None => preview,
    })
}

/// An open file of a cached layer.
pub(super) struct LayerFile {
    file: File,
    /// What the system knows about it.
    pub(super) found: Metadata,
    /// Its first bytes.
    pub(super) head: Vec<u8>,
}

/// Opens a file of a cached layer and reads its first bytes. Links are not followed.
pub(super) fn open(context: &Context, dir: &LayerDir, path: &Path, most: usize) -> Result<LayerFile, Sentence> {
    let mut full = context.cache.path.join(dir.as_str());
    let outside = || sentence!("contents-outside", path = crate::text::sanitize_path(path));
    for part in path.components() {
        let Component::Normal(name) = part else { return Err(outside()) };
        let folder = fs::symlink_metadata(&full).map_err(|error| unreadable(&full, &error))?;
        if !folder.is_dir() {
            return Err(outside());
        }
        full.push(name);
    }
    let found = fs::symlink_metadata(&full).map_err(|error| unreadable(&full, &error))?;
    if !found.is_file() {
        return Err(sentence!("contents-files-only"));
    }
    let mut file = File::open(&full).map_err(|error| unreadable(&full, &error))?;
    let mut head = Vec::new();
    file.by_ref().take(most as u64).read_to_end(&mut head).map_err(|error| unreadable(&full, &error))?;
    Ok(LayerFile { file, found, head })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Located;

    fn cache() -> (tempfile::TempDir, Context, LayerDir) {
        let cache = tempfile::tempdir().unwrap();
        let located = Located { path: cache.path().to_owned(), chosen_by: "test".into(), note: None };
        let dir = LayerDir::parse("a-1-0123456789").unwrap();
        fs::create_dir_all(cache.path().join(dir.as_str()).join("python")).unwrap();
        (cache, Context::of_cache(located), dir)
    }

    #[test]
    fn only_the_beginning_of_a_huge_file_is_read() {
        let (cache, context, dir) = cache();
        let file = File::create(cache.path().join(dir.as_str()).join("huge")).unwrap();
        file.set_len(1 << 40).unwrap();
        let preview = preview(&context, &dir, Path::new("huge")).unwrap();
        assert_eq!(preview.what.to_string(), "binary");
        assert!(preview.cut.unwrap().to_string().ends_with("of 1.10 TB"));
    }

    #[test]
    fn nothing_outside_the_layer_is_read() {
        let (cache, context, dir) = cache();
        fs::write(cache.path().join("secret"), "x").unwrap();
        for path in ["../secret", "/etc/passwd", "python/../../secret"] {
            let refused = preview(&context, &dir, Path::new(path)).unwrap_err();
            assert!(refused.to_string().contains("outside the layer"), "{path}: {refused}");
        }
        assert!(preview(&context, &dir, Path::new("python")).unwrap_err().to_string().contains("Only regular files"));
        assert!(preview(&context, &dir, Path::new("gone")).unwrap_err().to_string().contains("cannot read"));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed_on_the_way_either() {
        let (cache, context, dir) = cache();
        let root = cache.path().join(dir.as_str());
        std::os::unix::fs::symlink("/etc", root.join("etc")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", root.join("passwd")).unwrap();
        assert!(preview(&context, &dir, Path::new("etc/passwd")).is_err());
        assert!(preview(&context, &dir, Path::new("passwd")).unwrap_err().to_string().contains("does not follow"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn an_elf_file_shows_its_architecture_and_needed_libraries() {
        let (cache, context, dir) = cache();
        let own = std::env::current_exe().unwrap();
        let target = cache.path().join(dir.as_str()).join("tool");
        fs::hard_link(&own, &target).or_else(|_| fs::copy(&own, &target).map(drop)).unwrap();
        let preview = preview(&context, &dir, Path::new("tool")).unwrap();
        assert!(preview.what.to_string().starts_with("ELF"), "{}", preview.what);
        let facts: Vec<_> = preview.facts.iter().map(|(label, value)| (label.to_string(), value.to_string())).collect();
        let fact = |label| facts.iter().filter(move |(known, _)| known == label).map(|(_, value)| value.as_str());
        let machine = if cfg!(target_arch = "x86_64") { "x86_64" } else { "arm64" };
        assert_eq!(fact("machine").collect::<Vec<_>>(), [machine]);
        assert!(fact("requires").any(|needed| needed.starts_with("libc.so")), "{:?}", preview.facts);
        assert!(preview.lines[0].starts_with("00000000  7f 45 4c 46"));
    }
}
