//! Files and folders that may name layers and were not read, because of which no layer counts as unreferenced.

use std::path::PathBuf;

use crate::text::{Sentence, sanitize_path, sentence};

/// The maximum number of paths in a message.
const LISTED: usize = 5;

/// A path that may name layers and was not read, or not completely.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotRead {
    /// The file or folder.
    pub path: PathBuf,
    /// Why.
    pub reason: NotReadReason,
}

/// Why a path was not read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotReadReason {
    /// A template of which not everything could be resolved, or that could not be read.
    Unresolved,
    /// A folder that could not be entered, with the error of the system.
    Folder(Sentence),
    /// A folder deeper than this below the project.
    TooDeep(usize),
    /// A project with more folders than this.
    TooMany(usize),
    /// The file with the folders that were added in the app, with the error of the system.
    ProjectList(Sentence),
    /// A `cdk.json` without a synthesised template.
    NotSynthesised,
    /// A Terraform file with Lambda resources, without the template that SAM's hook writes.
    NotPrepared,
}

impl NotReadReason {
    /// Returns whether it is listed among the problems.
    pub fn is_problem(&self) -> bool {
        matches!(self, Self::Folder(_) | Self::ProjectList(_))
    }
}

impl NotRead {
    /// Returns a message that begins with the path.
    pub fn message(&self) -> Sentence {
        let path = sanitize_path(&self.path);
        match &self.reason {
            NotReadReason::Unresolved => sentence!("not-read-unresolved", path = path),
            NotReadReason::Folder(error) => sentence!("not-read-folder", path = path, why = error.clone()),
            NotReadReason::ProjectList(error) => {
                sentence!("not-read-project-list", path = path, why = error.clone())
            }
            NotReadReason::TooDeep(most) => sentence!("not-read-too-deep", path = path, most = most.to_string()),
            NotReadReason::TooMany(most) => sentence!("not-read-too-many", path = path, most = most.to_string()),
            NotReadReason::NotSynthesised => sentence!("not-read-not-synthesised", path = path),
            NotReadReason::NotPrepared => sentence!("not-read-not-prepared", path = path),
        }
    }

    /// Returns the messages of all paths, or of the first few if there are many.
    pub fn list(paths: &[Self]) -> Sentence {
        let shown = paths.iter().take(LISTED).map(Self::message);
        let more = paths.len().saturating_sub(LISTED);
        let more = (more > 0).then(|| sentence!("not-read-more", more = more.to_string()));
        let mut parts: Vec<Sentence> = shown.chain(more).collect();
        if parts.len() == 1 { parts.remove(0) } else { Sentence::List(parts) }
    }
}
