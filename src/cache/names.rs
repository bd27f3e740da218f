//! Classifies entries of the cache by name.

use std::ffi::OsStr;

use crate::sam::LayerDir;
use crate::sam::layer_dir::HASH_DIGITS;
use crate::sam::lock::LOCK_DIR;
use crate::text::{Sentence, sentence};

/// The folder in the cache for samlayers' own files: trash, staging and lock.
pub(super) const OWN_DIR: &str = ".samlayers";

/// The kind of an entry at the top of the cache, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Name {
    /// A layer directory.
    Layer(LayerDir),
    /// A zip of a layer: `<dir>_<32 hex>.zip` or `<dir>.zip`.
    Zip(LayerDir),
    /// A Dockerfile: `dockerfile_<uuid>`.
    Dockerfile,
    /// SAM's lock folder.
    Locks,
    /// The folder of samlayers.
    OwnFolder,
    /// A name that SAM does not create, except for directories of unresolved references; with the description for the
    /// user.
    Foreign(Sentence),
}

/// The kind of an entry in SAM's lock folder, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LockName {
    /// A lock: `<dir>.downloading.lock`; `None` if the directory name is not that of a layer.
    Lock(Option<LayerDir>),
    /// A status file: `<dir>.downloading.status`; `None` as for a lock.
    Status(Option<LayerDir>),
    /// A name that SAM does not create.
    Foreign,
}

/// Classifies a name at the top of the cache.
pub(super) fn classify(name: &OsStr) -> Name {
    let Some(text) = name.to_str() else { return Name::Foreign(sentence!("foreign-no-text")) };
    if let Ok(dir) = LayerDir::parse(text) {
        return Name::Layer(dir);
    }
    if let Some(dir) = text.strip_suffix(".zip").and_then(layer_of_zip) {
        return Name::Zip(dir);
    }
    if text.strip_prefix("dockerfile_").is_some_and(is_uuid) {
        return Name::Dockerfile;
    }
    match text {
        LOCK_DIR => Name::Locks,
        OWN_DIR => Name::OwnFolder,
        _ => Name::Foreign(foreign_reason(text)),
    }
}

/// Classifies a name in SAM's lock folder.
pub(super) fn classify_lock(name: &OsStr) -> LockName {
    let Some(text) = name.to_str() else { return LockName::Foreign };
    if let Some(dir) = text.strip_suffix(".downloading.lock") {
        LockName::Lock(LayerDir::parse(dir).ok())
    } else if let Some(dir) = text.strip_suffix(".downloading.status") {
        LockName::Status(LayerDir::parse(dir).ok())
    } else {
        LockName::Foreign
    }
}

/// Returns whether SAM may have created a directory with this name as the last part of a layer's path: it ends in `-<10
/// hex digits>`.
pub(super) fn ends_in_hash(name: &OsStr) -> bool {
    name.to_str().and_then(|text| text.rsplit_once('-')).is_some_and(|(_, hash)| is_hex(hash, HASH_DIGITS))
}

fn layer_of_zip(stem: &str) -> Option<LayerDir> {
    let with_uuid = stem.rsplit_once('_').filter(|(_, uuid)| is_hex(uuid, 32)).map(|(dir, _)| dir);
    LayerDir::parse(with_uuid.unwrap_or(stem)).ok()
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths = [8, 4, 4, 4, 12];
    groups.len() == lengths.len() && groups.iter().zip(lengths).all(|(group, length)| is_hex(group, length))
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn foreign_reason(text: &str) -> Sentence {
    if text.chars().any(char::is_control) {
        sentence!("foreign-control")
    } else if text.to_ascii_lowercase().as_str() != text && LayerDir::parse(&text.to_ascii_lowercase()).is_ok() {
        sentence!("foreign-upper-case")
    } else {
        sentence!("foreign")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Name {
        classify(OsStr::new(text))
    }

    #[test]
    fn every_name_that_sam_creates_is_recognised() {
        let dir = LayerDir::parse("my-layer-2-926eeb5ff1").unwrap();
        assert_eq!(of("my-layer-2-926eeb5ff1"), Name::Layer(dir.clone()));
        assert_eq!(of("my-layer-2-926eeb5ff1.zip"), Name::Zip(dir.clone()));
        assert_eq!(of("my-layer-2-926eeb5ff1_0123456789abcdef0123456789abcdef.zip"), Name::Zip(dir.clone()));
        assert_eq!(of("dockerfile_0b6f4a9e-7d0c-4a4e-9c55-0123456789ab"), Name::Dockerfile);
        assert_eq!(of(".locks"), Name::Locks);
        let lock = classify_lock(OsStr::new("my-layer-2-926eeb5ff1.downloading.lock"));
        assert_eq!(lock, LockName::Lock(Some(dir)));
        assert_eq!(classify_lock(OsStr::new("ssm-_a_b__-926eeb5ff1.downloading.status")), LockName::Status(None));
    }

    #[test]
    fn similar_names_are_foreign() {
        for text in [
            "myLayer-1-926EEB5FF1",
            "myLayer-1-926eeb5ff",
            "myLayer-1-926eeb5ff1_0123.zip",
            "myLayer-1-926eeb5ff1.ZIP",
            "other.zip",
            "dockerfile_",
            "dockerfile_0b6f4a9e-7d0c-4a4e-9c55-0123456789aX",
            "\u{202e}myLayer-1-926eeb5ff1",
            "notes\x1b[2J",
            "..",
        ] {
            assert!(matches!(of(text), Name::Foreign(_)), "{text:?}");
        }
        assert!(!ends_in_hash(OsStr::new("node_modules")) && ends_in_hash(OsStr::new("b}}-926eeb5ff1")));
    }

    proptest::proptest! {
        #[test]
        fn arbitrary_names_cause_no_panic(text in "\\PC{0,60}") {
            classify(OsStr::new(&text));
            classify_lock(OsStr::new(&text));
        }
    }
}
