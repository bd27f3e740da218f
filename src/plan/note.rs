//! What a person should know about a step before agreeing.

use std::fmt;

use crate::words::{bytes, counted};

/// One thing to know. It shows itself as the command line says it; the app says it in its own language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// An image goes for good.
    SamBuildsItAgain,
    /// An image without a name goes for good.
    OlderBuild,
    /// The image stays under another name, and so does its space.
    HasAnotherName,
    /// The engine does not tell what images share.
    SharingUnknown,
    /// What the engine keeps packed of the image was not counted.
    CountedUnpacked,
    /// So many images were built from the layer, and stay.
    ImagesStay(u64),
    /// So many images were built from what a refresh replaces, and stay.
    OldImagesStay(u64),
    /// The layer's files were not counted yet.
    NotCounted,
    /// So many bytes stay, as other names hold them.
    HardLinks(u64),
    /// A lock's process does not run any more.
    ProcessGone,
    /// An undone refresh can be done again.
    ChangesPlaces,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SamBuildsItAgain => "cannot be undone: SAM builds it again when a function needs it",
            Self::OlderBuild => "cannot be undone: an older build of SAM, which nothing asks for by name any more",
            Self::HasAnotherName => "the image has another name, so this frees nothing",
            Self::SharingUnknown => "the engine does not say how much of it others share, so less may be freed",
            Self::CountedUnpacked => "counted unpacked; what the engine keeps packed of it goes as well",
            Self::ImagesStay(images) => {
                return write!(f, "{} built from it would be used on by SAM", counted(*images, "image"));
            }
            Self::OldImagesStay(images) => {
                return write!(f, "{} built from the old content would be used on by SAM", counted(*images, "image"));
            }
            Self::NotCounted => "its size is not counted yet",
            Self::HardLinks(shared) => {
                return write!(f, "{} of it are hard links to files that have other names", bytes(*shared));
            }
            Self::ProcessGone => "its process is gone",
            Self::ChangesPlaces => "changes places with the content that was downloaded",
        })
    }
}
