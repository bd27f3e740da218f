//! Notes about a step for the user before confirming a plan.

use std::path::PathBuf;

use crate::inventory::Usage;
use crate::sam::{AccountId, LayerArn};
use crate::text::{Sentence, bytes, localized, one_line, sanitize_path, sentence};

/// A note about a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepNote {
    /// These functions use the entry, the first of them by name, and this many in all.
    UsedBy(Vec<String>, usize),
    /// The step undoes an operation of this kind, which began at this time.
    Undoes(&'static str, String),
    /// An image is removed permanently.
    SamBuildsItAgain,
    /// An image is removed permanently, and SAM pulls it again.
    SamPullsItAgain,
    /// An image that only a template shows to be one of SAM is removed permanently.
    OnlyATemplateNamesIt,
    /// An image without a name is removed permanently.
    OlderBuild,
    /// The image stays under another name and keeps its space.
    HasAnotherName,
    /// The engine does not report what images share.
    SharingUnknown,
    /// The compressed copy that the engine keeps of the image is not included.
    CountedUnpacked,
    /// This many images were built from the layer, and stay.
    ImagesStay(u64),
    /// This many images were built from the content that a refresh replaces, and stay.
    OldImagesStay(u64),
    /// The files of the layer were not counted yet.
    NotCounted,
    /// This many bytes stay, as they have other hard links.
    HardLinks(u64),
    /// The process of a lock no longer runs.
    ProcessGone,
    /// Whether the process of a lock runs cannot be determined. SAM would wait this many more seconds.
    OwnerUnknown(u64),
    /// The size of the content that is imported.
    NewContent {
        /// Unzipped.
        bytes: u64,
        /// Files and links.
        files: u64,
    },
    /// The content that is replaced was imported from this zip or folder.
    ReplacesImport {
        /// The zip or folder.
        source: PathBuf,
    },
    /// The content that is removed was imported from this zip or folder, so that it cannot be downloaded again.
    WasImported {
        /// The zip or folder.
        source: PathBuf,
        /// Whether it is deleted and not moved to the trash, so that undo cannot restore it either.
        is_deleted: bool,
    },
    /// The newest version has the content already, and is not published again.
    AlreadyPublished(LayerArn),
    /// The zip is uploaded to this bucket first, and removed from it afterwards.
    ThroughS3(String),
    /// The account that the layer is published in.
    InAccount(AccountId),
    /// Everyone may download the layer.
    EveryoneMayUseIt,
    /// What is unusual about the content.
    Content(Sentence),
    /// An undone refresh can be done again.
    CanBeRedone,
}

impl StepNote {
    /// Returns the message.
    pub fn message(&self) -> Sentence {
        let images = |count| sentence!("count-image", count = count);
        match self {
            Self::UsedBy(named, count) => {
                let functions = named.join(", ");
                match count.saturating_sub(named.len()) {
                    0 => sentence!("note-used-by", functions = functions),
                    more => sentence!("note-used-by-more", functions = functions, more = more.to_string()),
                }
            }
            Self::Undoes("import", when) => sentence!("note-undoes-import", when = when.clone()),
            Self::Undoes("refresh", when) => sentence!("note-undoes-refresh", when = when.clone()),
            Self::Undoes(_, when) => sentence!("note-undoes-purge", when = when.clone()),
            Self::SamBuildsItAgain => sentence!("note-sam-builds-it-again"),
            Self::SamPullsItAgain => sentence!("note-sam-pulls-it-again"),
            Self::OnlyATemplateNamesIt => sentence!("note-only-a-template-names-it"),
            Self::OlderBuild => sentence!("note-older-build"),
            Self::HasAnotherName => sentence!("note-has-another-name"),
            Self::SharingUnknown => sentence!("note-sharing-unknown"),
            Self::CountedUnpacked => sentence!("note-counted-unpacked"),
            Self::ImagesStay(count) => sentence!("note-images-stay", images = images(*count)),
            Self::OldImagesStay(count) => sentence!("note-old-images-stay", images = images(*count)),
            Self::NotCounted => sentence!("note-not-counted"),
            Self::HardLinks(shared) => sentence!("note-hard-links", bytes = bytes(*shared)),
            Self::ProcessGone => sentence!("note-process-gone"),
            Self::OwnerUnknown(seconds) => sentence!("note-owner-unknown", seconds = seconds.to_string()),
            Self::NewContent { bytes: size, files } => {
                sentence!("note-new-content", bytes = bytes(*size), files = sentence!("count-file", count = *files))
            }
            Self::ReplacesImport { source } => sentence!("note-replaces-import", source = sanitize_path(source)),
            Self::WasImported { source, is_deleted: false } => {
                sentence!("note-was-imported", source = sanitize_path(source))
            }
            Self::WasImported { source, is_deleted: true } => {
                sentence!("note-was-imported-deleted", source = sanitize_path(source))
            }
            Self::AlreadyPublished(arn) => sentence!("note-already-published", arn = arn.as_str()),
            Self::ThroughS3(bucket) => sentence!("note-through-s3", bucket = one_line(bucket)),
            Self::InAccount(account) => sentence!("note-in-account", account = account.as_str()),
            Self::EveryoneMayUseIt => sentence!("note-everyone"),
            Self::Content(what) => what.clone(),
            Self::CanBeRedone => sentence!("note-changes-places"),
        }
    }
}

localized!(StepNote);

impl StepNote {
    /// The number of functions that are named.
    const NAMED: usize = 3;

    /// Returns the note that names the functions that use an entry; `None` if none does, or if that is unknown.
    pub(super) fn used_by(usage: &Usage) -> Option<Self> {
        let functions = usage.functions();
        let names = functions.iter().take(Self::NAMED).map(|function| function.function.clone());
        (!functions.is_empty()).then(|| Self::UsedBy(names.collect(), functions.len()))
    }
}

/// Returns the notes joined to one text, if there are any.
pub fn notes<'a>(notes: impl IntoIterator<Item = &'a StepNote>) -> Option<Sentence> {
    let notes = notes.into_iter().map(StepNote::message);
    notes.reduce(|notes, more| sentence!("notes-joined", notes = notes, more = more))
}
