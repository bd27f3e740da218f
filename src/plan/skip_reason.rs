//! Why a step was not tried.

use crate::text::{Sentence, localized, sentence};

/// Why a step was not tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkipReason {
    /// Somebody stopped the work.
    Cancelled,
    /// A refresh was stopped before the new content took its place.
    OldContentUntouched,
    /// A removal was stopped in the middle.
    RestInTrash,
    /// Nothing may be changed.
    ReadOnly,
    /// An image that still matches the content of this layer, whose refresh did not come about.
    NotRefreshed(String),
    /// A download or check among what is neither.
    ExecutedElsewhere,
    /// An image went before its turn came.
    ImageAlreadyGone,
    /// A search for an image's layers found none.
    NoSelectionFits,
}

impl SkipReason {
    /// In a sentence.
    pub fn message(&self) -> Sentence {
        match self {
            Self::Cancelled => sentence!("skipped-cancelled"),
            Self::OldContentUntouched => sentence!("skipped-old-content-untouched"),
            Self::RestInTrash => sentence!("skipped-rest-in-trash"),
            Self::ReadOnly => sentence!("skipped-read-only"),
            Self::NotRefreshed(layer) => sentence!("skipped-not-refreshed", layer = layer.as_str()),
            Self::ExecutedElsewhere => sentence!("skipped-carried-out-elsewhere"),
            Self::ImageAlreadyGone => sentence!("skipped-engine-has-it-no-more"),
            Self::NoSelectionFits => sentence!("skipped-no-selection-fits"),
        }
    }
}

localized!(SkipReason);
