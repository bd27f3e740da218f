//! Whether a layer has newer versions than the cached one.

/// The result of a lookup, which is made only on request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Newer {
    /// There are newer versions.
    Behind {
        /// The number of newer versions.
        by: u64,
        /// The newest version.
        latest: u64,
    },
    /// There is no newer version.
    Newest,
    /// AWS did not answer, with the reason. This does not mean that the layer is the newest version.
    Unknown(String),
}

impl Newer {
    /// Returns the result for a version, given all existing versions.
    pub fn of(version: u64, versions: &[u64]) -> Self {
        let by = versions.iter().filter(|other| **other > version).count() as u64;
        match versions.iter().copied().max() {
            Some(latest) if latest > version => Self::Behind { by, latest },
            _ => Self::Newest,
        }
    }

    /// Returns the word used in JSON.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Behind { .. } => "behind",
            Self::Newest => "newest",
            Self::Unknown(_) => "unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_were_deleted_do_not_count() {
        assert_eq!(Newer::of(7, &[12, 10, 9]), Newer::Behind { by: 3, latest: 12 });
        assert_eq!(Newer::of(12, &[12, 10]), Newer::Newest);
        assert_eq!(Newer::of(3, &[]), Newer::Newest);
    }
}
