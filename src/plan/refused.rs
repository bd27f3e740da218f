//! What was asked for and will not be done, and why.

use std::fmt;

use crate::sam::LayerDir;
use crate::sam::arn::ArnError;
use crate::text::{Sentence, localized, sentence};

/// Something that was asked for and will not be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What it is.
    pub target: RefusedTarget,
    /// Why, in a sentence that says what to do instead.
    pub reason: RefusalReason,
}

impl Refused {
    /// Something that goes by a name.
    pub(super) fn named(name: impl fmt::Display, reason: RefusalReason) -> Self {
        Self { target: RefusedTarget::Named(name.to_string()), reason }
    }
}

/// What was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefusedTarget {
    /// By the name of a directory, image or container, an ARN or a path.
    Named(String),
    /// A lock by its layer.
    LockOf(LayerDir),
    /// The images that were to go with their layers.
    ImagesOfLayers,
}

impl RefusedTarget {
    /// Its name, or what it is in words.
    pub fn message(&self) -> Sentence {
        match self {
            Self::Named(name) => Sentence::verbatim(name),
            Self::LockOf(dir) => sentence!("target-lock-of", dir = dir.as_str()),
            Self::ImagesOfLayers => sentence!("target-images-of-layers"),
        }
    }
}

localized!(RefusedTarget);

/// Why something is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefusalReason {
    /// It went meanwhile.
    Gone,
    /// A process that runs holds SAM's lock on the layer.
    LockedBy {
        /// Its number.
        pid: u32,
    },
    /// The same, where the lock does not tell whose it is.
    Locked,
    /// A leftover that a running SAM works on.
    InUse,
    /// A container that has not ended.
    ContainerRuns {
        /// Its name.
        name: String,
        /// `running`, `paused` … as the engine says.
        state: String,
    },
    /// A container of somebody else.
    ContainerNotOfSam {
        /// Its name.
        name: String,
    },
    /// Images are not known.
    ImagesUnknown,
    /// A file or link with a layer's name, which is not downloaded over.
    NotADirectory,
    /// A file or link with a layer's name, which is not read.
    NothingToCheck,
    /// What to download is not known.
    ArnUnknown(LayerDir),
    /// What is known is nothing AWS could be asked for.
    Arn(ArnError),
    /// A job of the app is at it.
    JobRunning,
}

impl RefusalReason {
    /// In a sentence that says what to do.
    pub fn message(&self) -> Sentence {
        match self {
            Self::Gone => sentence!("reason-gone"),
            Self::LockedBy { pid } => sentence!("reason-locked-by", pid = pid.to_string()),
            Self::Locked => sentence!("reason-locked"),
            Self::InUse => sentence!("reason-in-use"),
            Self::ContainerRuns { name, state } => {
                sentence!("reason-container-runs", name = name.as_str(), state = state.as_str())
            }
            Self::ContainerNotOfSam { name } => sentence!("reason-container-not-of-sam", name = name.as_str()),
            Self::ImagesUnknown => sentence!("reason-engine-silent"),
            Self::NotADirectory => sentence!("reason-not-a-directory"),
            Self::NothingToCheck => sentence!("reason-nothing-to-check"),
            Self::ArnUnknown(dir) => sentence!("reason-arn-unknown", dir = dir.as_str()),
            Self::Arn(error) => sentence!("reason-arn", error = error.message()),
            Self::JobRunning => sentence!("reason-under-way"),
        }
    }
}

localized!(RefusalReason);
