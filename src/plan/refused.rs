//! What was requested and will not be done, with the reason.

use std::fmt;
use std::path::PathBuf;

use super::publish;
use crate::content::quotas::MAX_UNZIPPED_BYTES;
use crate::inventory::facts::UnknownOwner;
use crate::inventory::facts::builds::BuildInUse;
use crate::inventory::lock_owner_unknown;
use crate::sam::LayerDir;
use crate::sam::arn::ArnError;
use crate::text::{Sentence, localized, sanitize_path, sentence};

/// An entry that was requested and will not be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The entry.
    pub target: RefusedTarget,
    /// The reason, as a message that says what to do instead.
    pub reason: RefusalReason,
}

impl Refused {
    /// Returns a refusal for an entry with a name.
    pub(crate) fn named(name: impl fmt::Display, reason: RefusalReason) -> Self {
        Self { target: RefusedTarget::Named(name.to_string()), reason }
    }
}

/// The entry that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefusedTarget {
    /// The name of a directory, image or container, an ARN or a path.
    Named(String),
    /// The lock of a layer.
    LockOf(LayerDir),
    /// The images that should be removed with their layers.
    ImagesOfLayers,
}

impl RefusedTarget {
    /// Returns the name, or a description.
    pub fn message(&self) -> Sentence {
        match self {
            Self::Named(name) => Sentence::verbatim(name),
            Self::LockOf(dir) => sentence!("target-lock-of", dir = dir.as_str()),
            Self::ImagesOfLayers => sentence!("target-images-of-layers"),
        }
    }
}

localized!(RefusedTarget);

/// The reason for a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefusalReason {
    /// It no longer exists.
    Gone,
    /// A running process holds SAM's lock of the layer.
    LockedBy {
        /// The process ID.
        pid: u32,
    },
    /// A running process holds SAM's lock, whose file does not contain a process ID.
    Locked,
    /// A process that cannot be determined may hold SAM's lock.
    LockOwnerUnknown(UnknownOwner),
    /// A running SAM uses the leftover.
    InUse,
    /// The container has not ended.
    ContainerRuns {
        /// The name of the container.
        name: String,
        /// The state as reported by the engine: `running`, `paused` …
        state: String,
    },
    /// SAM did not create the container.
    ContainerNotOfSam {
        /// The name of the container.
        name: String,
    },
    /// Nothing shows that SAM built the image.
    ImageNotProven,
    /// A part of the layer could not be read, so its size is unknown.
    SizeUnknown,
    /// SAM's lock or status file could not be read, so the state of the layer is unknown.
    StateUnknown,
    /// The journal of the operation cannot be read and written, so nothing can be restored with it.
    JournalUnusable {
        /// The journal.
        path: PathBuf,
    },
    /// The engine did not report its images.
    ImagesUnknown,
    /// A file or link has the name of a layer, and is not replaced by a download.
    NotADirectory,
    /// A file or link has the name of a layer, and is not read.
    NothingToCheck,
    /// The ARN of the layer is unknown.
    ArnUnknown(LayerDir),
    /// The known ARN is not one that AWS accepts.
    Arn(ArnError),
    /// A `sam build` seems to run in the folder.
    BuildRuns(BuildInUse),
    /// It cannot be determined which entries of a build folder are in use.
    BuildsUnknown(Sentence),
    /// `build.toml` or a link names the entry.
    BuildNamed,
    /// An entry of a build folder that is never removed: only unused UUIDs are.
    BuildNotRemovable,
    /// Content is cached under the name, and the user did not ask to replace it.
    AlreadyCached,
    /// The content is larger than Lambda allows for a function and its layers together.
    OverQuota {
        /// The size in bytes.
        bytes: u64,
    },
    /// The layer is not cached, so there are no files to export.
    NotCached,
    /// The layer belongs to a template: SAM never caches it.
    NeverCached,
    /// Without its ARN, the published zip cannot be requested.
    NoArnToExport,
    /// The zip or folder holds neither a file nor a folder.
    SourceEmpty,
    /// The name is not one that Lambda accepts for a layer.
    LayerName,
    /// The description is too long.
    Description,
    /// The license is too long.
    License,
    /// There are too many runtimes.
    TooManyRuntimes,
    /// Lambda has no such architecture.
    Architecture,
    /// The content is larger than Lambda accepts.
    LayerTooLarge {
        /// The size in bytes, unzipped.
        bytes: u64,
    },
    /// The zip is too large for a request, and no bucket was named.
    NeedsBucket {
        /// The region of the bucket.
        region: String,
    },
    /// AWS refused a request before anything was sent.
    Aws(Sentence),
    /// Another job of the app uses the entry.
    JobRunning,
}

impl RefusalReason {
    /// Returns the message, which says what to do.
    pub fn message(&self) -> Sentence {
        match self {
            Self::Gone => sentence!("reason-gone"),
            Self::LockedBy { pid } => sentence!("reason-locked-by", pid = pid.to_string()),
            Self::Locked => sentence!("reason-locked"),
            Self::LockOwnerUnknown(owner) => {
                sentence!("reason-lock-owner-unknown", lock = lock_owner_unknown(owner))
            }
            Self::InUse => sentence!("reason-in-use"),
            Self::ContainerRuns { name, state } => {
                sentence!("reason-container-runs", name = name.as_str(), state = state.as_str())
            }
            Self::ContainerNotOfSam { name } => sentence!("reason-container-not-of-sam", name = name.as_str()),
            Self::ImageNotProven => sentence!("reason-image-not-proven"),
            Self::SizeUnknown => sentence!("reason-size-unknown"),
            Self::StateUnknown => sentence!("reason-state-unknown"),
            Self::JournalUnusable { path } => sentence!("cache-journal-unusable", path = sanitize_path(path)),
            Self::ImagesUnknown => sentence!("reason-engine-silent"),
            Self::NotADirectory => sentence!("reason-not-a-directory"),
            Self::NothingToCheck => sentence!("reason-nothing-to-check"),
            Self::ArnUnknown(dir) => sentence!("reason-arn-unknown", dir = dir.as_str()),
            Self::Arn(error) => sentence!("reason-arn", error = error.message()),
            Self::BuildRuns(in_use) => in_use.message(),
            Self::BuildsUnknown(why) => sentence!("builds-refused-unknown", why = why.clone()),
            Self::BuildNamed => sentence!("reason-build-named"),
            Self::BuildNotRemovable => sentence!("reason-build-not-removable"),
            Self::AlreadyCached => sentence!("reason-already-cached"),
            Self::OverQuota { bytes } => {
                sentence!("reason-over-quota", bytes = bytes.to_string(), most = MAX_UNZIPPED_BYTES.to_string())
            }
            Self::NotCached => sentence!("reason-not-cached"),
            Self::NeverCached => sentence!("reason-never-cached"),
            Self::NoArnToExport => sentence!("reason-no-arn-to-export"),
            Self::SourceEmpty => sentence!("reason-source-empty"),
            Self::LayerName => sentence!("reason-layer-name", most = publish::MAX_NAME.to_string()),
            Self::Description => sentence!("reason-description", most = publish::MAX_DESCRIPTION.to_string()),
            Self::License => sentence!("reason-license", most = publish::MAX_LICENSE.to_string()),
            Self::TooManyRuntimes => sentence!("reason-too-many-runtimes", most = publish::MAX_RUNTIMES.to_string()),
            Self::Architecture => sentence!("reason-architecture", names = publish::ARCHITECTURES.join(", ")),
            Self::LayerTooLarge { bytes } => {
                sentence!("reason-layer-too-large", bytes = bytes.to_string(), most = MAX_UNZIPPED_BYTES.to_string())
            }
            Self::NeedsBucket { region } => sentence!("reason-needs-bucket", region = region.as_str()),
            Self::Aws(why) => why.clone(),
            Self::JobRunning => sentence!("reason-under-way"),
        }
    }
}

localized!(RefusalReason);
