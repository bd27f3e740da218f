//! Why a step was not tried.

use std::fmt;

/// Why a step was not tried. It shows itself as the command line says it; the app says it in its own language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Skip {
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
    CarriedOutElsewhere,
    /// An image went before its turn came.
    EngineHasItNoMore,
    /// A search for an image's layers found none.
    NoSelectionFits,
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cancelled => "cancelled",
            Self::OldContentUntouched => "cancelled; the old content is untouched",
            Self::RestInTrash => "cancelled; `samlayers trash empty` removes the rest",
            Self::ReadOnly => "samlayers is read-only; start it without --read-only, or press W in the app",
            Self::NotRefreshed(layer) => {
                return write!(f, "{layer} was not refreshed, so the image stays as it is");
            }
            Self::CarriedOutElsewhere => "downloads and checks are carried out elsewhere",
            Self::EngineHasItNoMore => "the engine has it no more",
            Self::NoSelectionFits => "no selection that was tried makes its digits",
        })
    }
}
