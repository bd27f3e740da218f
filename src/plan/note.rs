//! What a person should know about a step before agreeing.

use crate::text::{Sentence, bytes, localized, sentence};

/// One thing to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepNote {
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
    CanBeRedone,
}

impl StepNote {
    /// In a sentence.
    pub fn message(&self) -> Sentence {
        let images = |count| sentence!("count-image", count = count);
        match self {
            Self::SamBuildsItAgain => sentence!("note-sam-builds-it-again"),
            Self::OlderBuild => sentence!("note-older-build"),
            Self::HasAnotherName => sentence!("note-has-another-name"),
            Self::SharingUnknown => sentence!("note-sharing-unknown"),
            Self::CountedUnpacked => sentence!("note-counted-unpacked"),
            Self::ImagesStay(count) => sentence!("note-images-stay", images = images(*count)),
            Self::OldImagesStay(count) => sentence!("note-old-images-stay", images = images(*count)),
            Self::NotCounted => sentence!("note-not-counted"),
            Self::HardLinks(shared) => sentence!("note-hard-links", bytes = bytes(*shared)),
            Self::ProcessGone => sentence!("note-process-gone"),
            Self::CanBeRedone => sentence!("note-changes-places"),
        }
    }
}

localized!(StepNote);

/// Notes one after the other, where there are any.
pub fn notes<'a>(notes: impl IntoIterator<Item = &'a StepNote>) -> Option<Sentence> {
    let notes = notes.into_iter().map(StepNote::message);
    notes.reduce(|notes, more| sentence!("notes-joined", notes = notes, more = more))
}
