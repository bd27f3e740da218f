//! An amount of bytes that may not be known in full.

/// An amount of bytes, as far as it is known. What is unknown is never shown as 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Amount {
    /// Nothing is known about it.
    #[default]
    Unknown,
    /// The bytes counted so far; more may follow.
    Counting(u64),
    /// The bytes that could be counted; some could not.
    AtLeast(u64),
    /// All bytes.
    Known(u64),
}

impl Amount {
    /// Returns the bytes if all of them are known.
    pub fn known(self) -> Option<u64> {
        match self {
            Self::Known(bytes) => Some(bytes),
            Self::Unknown | Self::Counting(_) | Self::AtLeast(_) => None,
        }
    }

    /// Returns the bytes that are certain.
    pub fn so_far(self) -> u64 {
        match self {
            Self::Unknown => 0,
            Self::Counting(bytes) | Self::AtLeast(bytes) | Self::Known(bytes) => bytes,
        }
    }

    /// Returns whether more bytes may still be counted.
    pub fn is_counting(self) -> bool {
        matches!(self, Self::Counting(_))
    }

    /// Returns the sum, which is no more certain than both parts.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let bytes = self.so_far().saturating_add(other.so_far());
        match (self, other) {
            // "At least 0" would say that there may be nothing.
            (Self::Unknown, Self::Unknown | Self::Known(0)) | (Self::Known(0), Self::Unknown) => Self::Unknown,
            (Self::Counting(_), _) | (_, Self::Counting(_)) => Self::Counting(bytes),
            (Self::Known(_), Self::Known(_)) => Self::Known(bytes),
            _ => Self::AtLeast(bytes),
        }
    }

    /// Returns the same bytes as a lower bound: something else could not be counted.
    #[must_use]
    pub fn at_least(self) -> Self {
        match self {
            Self::Known(bytes) => Self::AtLeast(bytes),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Amount::{AtLeast, Counting, Known, Unknown};

    #[test]
    fn a_sum_is_no_more_certain_than_its_parts() {
        assert_eq!(Known(1).plus(Known(2)), Known(3));
        assert_eq!(Known(1).plus(Unknown), AtLeast(1));
        assert_eq!(Unknown.plus(Unknown), Unknown);
        assert_eq!(AtLeast(1).plus(Known(2)), AtLeast(3));
        assert_eq!(Counting(1).plus(AtLeast(2)), Counting(3));
        assert_eq!(Unknown.plus(Counting(0)), Counting(0));
    }

    #[test]
    fn only_a_whole_amount_is_known() {
        assert_eq!([Known(0), AtLeast(5), Counting(5), Unknown].map(super::Amount::known), [Some(0), None, None, None]);
    }
}
