//! The names that SAM hashes into the name of an image.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::LayerDir;

/// The logical ID of a resource, exactly as the template has it.
///
/// AWS allows letters and digits only; SAM takes any text, and so does this type.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LogicalId(
    /// Shared, as searches and rows repeat it.
    Arc<str>,
);

impl LogicalId {
    /// Accepts what SAM accepts: any text.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// Returns the ID.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LogicalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of one layer, as SAM hashes it into the name of an image
/// (`samcli/lib/providers/provider.py`, `LayerVersion.name`).
///
/// Two names are equal if SAM hashes the same text, and they are ordered by that text.
///
/// ```
/// use samlayers::sam::HashedName;
///
/// let cached = HashedName::parse("myLayer-1-926eeb5ff1");
/// assert_eq!(cached.dir().map(|dir| dir.layer_name()), Some("myLayer"));
/// assert_eq!(HashedName::parse("SharedCode").dir(), None);
/// ```
#[derive(Debug, Clone)]
pub enum HashedName {
    /// The directory of a layer version that SAM downloads.
    Cached(LayerDir),
    /// A layer of the template itself, which SAM builds at every invocation and never caches.
    Local(LogicalId),
}

impl HashedName {
    /// Returns the name that a text stands for: a directory if it is the name of one, otherwise a logical ID.
    pub fn parse(text: &str) -> Self {
        LayerDir::parse(text).map_or_else(|_| Self::Local(LogicalId::new(text)), Self::Cached)
    }

    /// Returns the text that SAM hashes.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Cached(dir) => dir.as_str(),
            Self::Local(id) => id.as_str(),
        }
    }

    /// Returns the directory of the cache; `None` for a layer of the template itself.
    pub fn dir(&self) -> Option<&LayerDir> {
        match self {
            Self::Cached(dir) => Some(dir),
            Self::Local(_) => None,
        }
    }
}

/// Returns the texts of several names, in order.
pub fn texts(names: &[HashedName]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

impl fmt::Display for HashedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<LayerDir> for HashedName {
    fn from(dir: LayerDir) -> Self {
        Self::Cached(dir)
    }
}

impl PartialEq for HashedName {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for HashedName {}

impl Hash for HashedName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Ord for HashedName {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for HashedName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
