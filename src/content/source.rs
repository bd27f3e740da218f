//! A local zip or folder that holds the content of a layer.

use std::path::PathBuf;

use super::checks;
use super::facts::ContentFacts;
use super::measure::Measure;
use crate::sam::problem::ProblemCode;
use crate::text::{Sentence, sentence};

/// The kind of a local source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// A zip, as Lambda takes it.
    Zip,
    /// A folder whose content becomes `/opt`.
    Folder,
}

/// What was read of a source before its content was copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalSource {
    /// The absolute path.
    pub path: PathBuf,
    /// The kind.
    pub kind: SourceKind,
    /// The bytes of all files and link targets, unzipped.
    pub bytes: u64,
    /// The number of files and links.
    pub files: u64,
    /// The number of folders.
    pub folders: u64,
    /// The bytes of the zip; `None` for a folder.
    pub zipped_bytes: Option<u64>,
    /// A digest of the sizes and modification times. If it differs later, the source was changed in the meantime.
    pub stamp: String,
    /// Whether a runtime finds the content, judged by its folders.
    pub content: ContentFacts,
    /// What is unusual about the zip and changes nothing.
    pub notes: Vec<Sentence>,
}

impl LocalSource {
    /// Returns whether it has no entry at all. Lambda refuses such a zip; one of folders only it takes, as SAM does.
    pub fn is_empty(&self) -> bool {
        self.files == 0 && self.folders == 0
    }

    /// Returns what the user should know about the content before it is imported or published.
    pub fn remarks(&self) -> Vec<Sentence> {
        let problems = checks::problems(&self.measure(), &[], &|| "".into());
        // A quota is a reason to refuse the content.
        let problems = problems.into_iter().filter(|problem| problem.code != ProblemCode::OverQuota);
        let folders_only = (self.files == 0).then(|| sentence!("note-folders-only"));
        problems.map(|problem| problem.detail).chain(folders_only).chain(self.notes.iter().cloned()).collect()
    }

    /// Returns the size as a measurement of the cache would find it.
    pub fn measure(&self) -> Measure {
        Measure { bytes: self.bytes, files: self.files, content: self.content.clone(), ..Measure::default() }
    }
}
