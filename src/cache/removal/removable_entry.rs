//! The entries that may be moved or removed: those with names that SAM creates, in the places where SAM creates them.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;

use crate::cache::error::CacheError;
use crate::cache::leftovers::is_reference_leftover;
use crate::cache::names::{LockName, Name, classify, classify_lock};
use crate::cache::own_folder::OwnFolder;
use crate::cache::sys::{Folder, Kind};
use crate::inventory::facts::{FoundLeftover, LeftoverKind};
use crate::sam::LayerDir;
use crate::sam::lock::{LOCK_DIR, download_lock, download_status};
use crate::text::sanitize_path;
use crate::text::sentence;

/// The folder of the cache that contains an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cache) enum Place {
    /// The cache directory itself.
    Top,
    /// SAM's lock folder.
    Locks,
}

/// An entry of the cache that may be moved, by place and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cache) struct RemovableEntry {
    place: Place,
    name: OsString,
}

impl RemovableEntry {
    /// Returns a layer directory.
    pub fn layer(dir: &LayerDir) -> Self {
        Self { place: Place::Top, name: dir.as_str().into() }
    }

    /// Returns SAM's status file of a layer.
    pub fn status_of(dir: &LayerDir) -> Self {
        Self { place: Place::Locks, name: download_status(dir.as_str()).into() }
    }

    /// Returns SAM's lock file of a layer.
    pub fn lock_of(dir: &LayerDir) -> Self {
        Self { place: Place::Locks, name: download_lock(dir.as_str()).into() }
    }

    /// Returns a leftover that a scan found, after checking its place, its name and its current kind again.
    pub fn leftover(root: &Folder, root_path: &Path, found: &FoundLeftover) -> Result<Self, CacheError> {
        let refused = || CacheError::Refused(sentence!("cache-no-leftover", path = sanitize_path(&found.path)));
        let relative = found.path.strip_prefix(root_path).map_err(|_| refused())?;
        let text = relative.to_str().ok_or_else(refused)?;
        let removable = Self::parse(&text.replace('\\', "/")).ok_or_else(refused)?;
        let meta = removable.parent_folder(root).and_then(|home| home.meta(&removable.name));
        let meta = meta.map_err(CacheError::io(sentence!("doing-look-at"), &found.path))?;
        let fits = match (removable.place, classify(&removable.name), found.kind) {
            (Place::Top, Name::Zip(_), LeftoverKind::Zip)
            | (Place::Top, Name::Dockerfile, LeftoverKind::Dockerfile)
            | (Place::Locks, _, LeftoverKind::Lock) => meta.kind == Kind::File,
            (Place::Top, Name::Foreign(_), LeftoverKind::Reference) => is_reference_leftover(root, &removable.name),
            _ => false,
        };
        if fits { Ok(removable) } else { Err(refused()) }
    }

    /// Parses the result of [`RemovableEntry::relative`]. Other programs may have changed the journal that contains it,
    /// so only recognised names are accepted.
    pub fn parse(relative: &str) -> Option<Self> {
        let plain = |name: &str| {
            !name.is_empty() && name != "." && name != ".." && !name.contains(['/', '\0']) && !name.contains('\\')
        };
        if let Some(name) = relative.strip_prefix(".locks/") {
            let known = plain(name) && classify_lock(OsStr::new(name)) != LockName::Foreign;
            return known.then(|| Self { place: Place::Locks, name: name.into() });
        }
        let known = plain(relative) && !matches!(classify(OsStr::new(relative)), Name::Locks | Name::OwnFolder);
        known.then(|| Self { place: Place::Top, name: relative.into() })
    }

    /// Returns the path below the cache, with `/` as separator.
    pub fn relative(&self) -> String {
        let name = self.name.to_string_lossy();
        match self.place {
            Place::Top => name.into_owned(),
            Place::Locks => format!("{LOCK_DIR}/{name}"),
        }
    }

    /// Returns the layer, if it is one.
    pub fn as_layer(&self) -> Option<LayerDir> {
        match classify(&self.name) {
            Name::Layer(dir) if self.place == Place::Top => Some(dir),
            _ => None,
        }
    }

    /// Returns the layer that it is or belongs to, according to its name.
    pub fn owner(&self) -> Option<LayerDir> {
        match (self.place, classify(&self.name), classify_lock(&self.name)) {
            (Place::Top, Name::Layer(dir) | Name::Zip(dir), _) => Some(dir),
            (Place::Locks, _, LockName::Lock(dir) | LockName::Status(dir)) => dir,
            _ => None,
        }
    }

    pub fn name(&self) -> &OsStr {
        &self.name
    }

    pub fn place(&self) -> Place {
        self.place
    }

    /// Returns the folder in the cache that contains it.
    pub fn parent_folder(&self, root: &Folder) -> io::Result<Folder> {
        root.child(OsStr::new(match self.place {
            Place::Top => ".",
            Place::Locks => LOCK_DIR,
        }))
    }

    /// Returns the folder within a folder of samlayers that mirrors the entry's folder in the cache.
    pub fn mirror_folder(&self, own: &OwnFolder) -> io::Result<OwnFolder> {
        match self.place {
            Place::Top => own.child("."),
            Place::Locks => own.make_child(LOCK_DIR),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_sam_gives_come_back_from_a_journal() {
        for relative in ["a-1-0123456789", "ssm-", ".locks/a-1-0123456789.downloading.status"] {
            assert_eq!(RemovableEntry::parse(relative).unwrap().relative(), relative);
        }
        for relative in [
            "",
            ".",
            "..",
            "../a-1-0123456789",
            "a/b",
            "/etc",
            "a\\b",
            ".locks",
            ".samlayers",
            ".locks/..",
            ".locks/../x.downloading.lock",
            ".locks/notes",
        ] {
            assert!(RemovableEntry::parse(relative).is_none(), "{relative:?}");
        }
    }
}
