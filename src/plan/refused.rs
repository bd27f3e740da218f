//! What was asked for and will not be done, and why.

use std::fmt;

use crate::sam::LayerDir;
use crate::sam::arn::ArnError;

/// Something that was asked for and will not be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What it is.
    pub target: Target,
    /// Why, in a sentence that says what to do instead.
    pub reason: Reason,
}

impl Refused {
    /// Something that goes by a name.
    pub(super) fn named(name: impl fmt::Display, reason: Reason) -> Self {
        Self { target: Target::Named(name.to_string()), reason }
    }
}

/// What was refused. It shows itself as the command line says it; the app says it in its own language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// By the name of a directory, image or container, an ARN or a path.
    Named(String),
    /// A lock by its layer.
    LockOf(LayerDir),
    /// The images that were to go with their layers.
    ImagesOfLayers,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(name) => f.write_str(name),
            Self::LockOf(dir) => write!(f, "the lock of {dir}"),
            Self::ImagesOfLayers => f.write_str("images built from these layers"),
        }
    }
}

/// Why something is refused. It shows itself as the command line says it; the app says it in its own language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
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
    EngineSilent,
    /// A file or link with a layer's name, which is not downloaded over.
    NotADirectory,
    /// A file or link with a layer's name, which is not read.
    NothingToCheck,
    /// What to download is not known.
    ArnUnknown(LayerDir),
    /// What is known is nothing AWS could be asked for.
    Arn(ArnError),
    /// A job of the app is at it.
    UnderWay,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gone => "it is not there any more",
            Self::LockedBy { pid } => {
                return write!(f, "process {pid} holds SAM's lock on it; wait until it is done");
            }
            Self::Locked => "a process holds SAM's lock on it; wait until it is done",
            Self::InUse => "a running SAM is using it; wait until it is done",
            Self::ContainerRuns { name, state } => {
                return write!(f, "container {name} is {state}; stop it first (`docker stop {name}`)");
            }
            Self::ContainerNotOfSam { name } => {
                return write!(
                    f,
                    "container {name} was not made by SAM; remove it yourself first (`docker rm {name}`)"
                );
            }
            Self::EngineSilent => "the container engine has not told which there are; `samlayers doctor` says why",
            Self::NotADirectory => "it is not a directory; purge it, and SAM downloads it when it needs it",
            Self::NothingToCheck => "it is not a directory, and samlayers follows no links",
            Self::ArnUnknown(dir) => {
                return write!(
                    f,
                    "its ARN is not known; name the project whose template uses it (--project DIR or -t FILE), \
                     or purge it and let SAM download it (`samlayers purge {dir}`)"
                );
            }
            Self::Arn(error) => return error.fmt(f),
            Self::UnderWay => "a job is downloading it already: see Activity (4)",
        })
    }
}
