//! The entries that may be moved or removed: those with names that SAM creates, in the places where SAM creates them.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;

use crate::cache::error::CacheError;
use crate::cache::leftovers::is_reference_leftover;
use crate::cache::names::{LockName, Name, classify, classify_lock};
use crate::cache::open::Contents;
use crate::cache::own_folder::OwnFolder;
use crate::cache::sys::{Folder, Kind};
use crate::inventory::facts::builds::BuildKind;
use crate::inventory::facts::{FoundLeftover, LeftoverKind};
use crate::sam::LayerDir;
use crate::sam::build_graph::BuildId;
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
    /// `cache` in a build folder.
    BuildCache,
    /// `deps` in a build folder.
    BuildDeps,
}

impl Place {
    /// The folders of a build folder whose entries may be moved.
    pub const OF_BUILDS: [Self; 2] = [Self::BuildCache, Self::BuildDeps];

    /// Returns the name of the folder, below the cache or build folder.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Top => ".",
            Self::Locks => LOCK_DIR,
            Self::BuildCache => BuildKind::Cache.as_str(),
            Self::BuildDeps => BuildKind::Deps.as_str(),
        }
    }
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

    /// Returns a UUID of a build folder; `None` if entries of this kind are never removed.
    pub fn build(kind: BuildKind, id: &BuildId) -> Option<Self> {
        let place = match kind {
            BuildKind::Cache => Place::BuildCache,
            BuildKind::Deps => Place::BuildDeps,
            BuildKind::Build | BuildKind::AutoDependencyLayer | BuildKind::Other => return None,
        };
        Some(Self { place, name: id.as_str().into() })
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
        let removable = Self::parse(Contents::Layers, &text.replace('\\', "/")).ok_or_else(refused)?;
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
    pub fn parse(contents: Contents, relative: &str) -> Option<Self> {
        if contents == Contents::Builds {
            let (folder, name) = relative.split_once('/')?;
            let kind = [BuildKind::Cache, BuildKind::Deps].into_iter().find(|kind| kind.as_str() == folder)?;
            return Self::build(kind, &BuildId::parse(name)?);
        }
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
            Place::Locks | Place::BuildCache | Place::BuildDeps => format!("{}/{name}", self.place.folder()),
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
        root.child(OsStr::new(self.place.folder()))
    }

    /// Returns the folder that contains it like [`RemovableEntry::parent_folder`], and creates it if it does not exist.
    pub fn make_parent_folder(&self, root: &Folder) -> io::Result<Folder> {
        match self.place {
            Place::Top => self.parent_folder(root),
            place => root.make_child(OsStr::new(place.folder())),
        }
    }

    /// Returns the folder within a folder of samlayers that mirrors the entry's folder in the cache.
    pub fn mirror_folder(&self, own: &OwnFolder) -> io::Result<OwnFolder> {
        match self.place {
            Place::Top => own.child("."),
            place => own.make_child(place.folder()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_sam_gives_come_back_from_a_journal() {
        for relative in ["a-1-0123456789", "ssm-", ".locks/a-1-0123456789.downloading.status"] {
            assert_eq!(RemovableEntry::parse(Contents::Layers, relative).unwrap().relative(), relative);
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
            assert!(RemovableEntry::parse(Contents::Layers, relative).is_none(), "{relative:?}");
        }
    }

    #[test]
    fn only_uuids_below_cache_and_deps_come_back_from_the_journal_of_a_build_folder() {
        let id = "0b6ba6ef-3d33-4a50-9d0c-1ad9ab2f3b3e";
        for relative in [format!("cache/{id}"), format!("deps/{id}")] {
            assert_eq!(RemovableEntry::parse(Contents::Builds, &relative).unwrap().relative(), relative);
        }
        let others =
            [format!("build/{id}"), format!("../{id}"), format!("cache/{id}/x"), format!("cache/../deps/{id}")];
        let fixed =
            ["", ".", "cache", "cache/", "cache/..", "deps/notes", "a-1-0123456789", ".samlayers", "build.toml"];
        for relative in others.iter().map(String::as_str).chain(fixed).chain([id]) {
            assert!(RemovableEntry::parse(Contents::Builds, relative).is_none(), "{relative:?}");
        }
    }
}
