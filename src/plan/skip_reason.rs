//! Why a step was not executed.

use crate::text::{Sentence, localized, sentence};

/// Why a step was not executed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkipReason {
    /// The user stopped the operation.
    Cancelled,
    /// A refresh was stopped before the new content replaced the old one.
    OldContentUntouched,
    /// A removal was interrupted; the rest is in the trash.
    RestInTrash,
    /// Read-only mode.
    ReadOnly,
    /// An image that still matches this layer, because the layer was not refreshed.
    NotRefreshed(String),
    /// The version to grant was not published.
    NotPublished,
    /// A download or verification, which another executor handles.
    ExecutedElsewhere,
    /// The image was removed before its step started.
    ImageAlreadyGone,
    /// A search found no layers for an image.
    NoSelectionFits,
}

impl SkipReason {
    /// Returns the message.
    pub fn message(&self) -> Sentence {
        match self {
            Self::Cancelled => sentence!("skipped-cancelled"),
            Self::OldContentUntouched => sentence!("skipped-old-content-untouched"),
            Self::RestInTrash => sentence!("skipped-rest-in-trash"),
            Self::ReadOnly => sentence!("skipped-read-only"),
            Self::NotRefreshed(layer) => sentence!("skipped-not-refreshed", layer = layer.as_str()),
            Self::NotPublished => sentence!("skipped-not-published"),
            Self::ExecutedElsewhere => sentence!("skipped-carried-out-elsewhere"),
            Self::ImageAlreadyGone => sentence!("skipped-engine-has-it-no-more"),
            Self::NoSelectionFits => sentence!("skipped-no-selection-fits"),
        }
    }
}

localized!(SkipReason);
