//! Whether a layer has newer versions than the one that is cached.

/// What is known about it. Only asked for when somebody wants to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Newer {
    /// There are so many newer versions.
    Behind {
        /// How many.
        by: u64,
        /// The newest.
        latest: u64,
    },
    /// There is none.
    Newest,
    /// AWS does not say, and why. Not the same as being the newest.
    Unknown(String),
}

impl Newer {
    /// Given the versions there are.
    pub fn of(version: u64, versions: &[u64]) -> Self {
        let by = versions.iter().filter(|other| **other > version).count() as u64;
        match versions.iter().copied().max() {
            Some(latest) if latest > version => Self::Behind { by, latest },
            _ => Self::Newest,
        }
    }

    /// The word used in JSON.
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
