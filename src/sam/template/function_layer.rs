//! A layer of a function.

use std::path::PathBuf;

use crate::sam::problem::{Problem, ProblemCode};
use crate::sam::{HashedName, LayerArn, LayerDir, LogicalId};

/// One entry of a function's `Layers`. The text of the template is kept in one line, for display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FunctionLayer {
    /// A layer version in AWS, which SAM downloads into its cache.
    Remote {
        /// What the template contains.
        written: String,
        /// The ARN.
        arn: LayerArn,
        /// The directory in which SAM caches it.
        dir: LayerDir,
        /// Why it will not work as written.
        problem: Option<Problem>,
    },
    /// A cached layer version whose ARN is not known. No template contains one; the user may try it in place of another.
    Directory(LayerDir),
    /// A layer of the template itself, built from the template's own content at every invocation, and never cached.
    Local {
        /// What the template contains.
        written: String,
        /// The layer's logical ID.
        id: LogicalId,
        /// The folder or zip with its content; `None` if the template names no path.
        content: Option<PathBuf>,
    },
    /// An entry that SAM leaves out or refuses.
    Unusable {
        /// What the template contains.
        written: String,
        /// Why.
        problem: Problem,
    },
}

impl FunctionLayer {
    /// Returns the layer version with this ARN, written as the ARN.
    pub fn of_arn(arn: LayerArn) -> Self {
        Self::Remote { written: arn.as_str().to_owned(), dir: arn.dir(), arn, problem: None }
    }

    /// Returns what the template contains.
    pub fn written(&self) -> &str {
        match self {
            Self::Remote { written, .. } | Self::Local { written, .. } | Self::Unusable { written, .. } => written,
            Self::Directory(dir) => dir.as_str(),
        }
    }

    /// Returns the ARN, if the layer has one and it is known.
    pub fn arn(&self) -> Option<&LayerArn> {
        match self {
            Self::Remote { arn, .. } => Some(arn),
            Self::Directory(_) | Self::Local { .. } | Self::Unusable { .. } => None,
        }
    }

    /// Returns the directory in which SAM caches it; `None` for a layer that SAM does not cache.
    pub fn dir(&self) -> Option<&LayerDir> {
        match self {
            Self::Remote { dir, .. } | Self::Directory(dir) => Some(dir),
            Self::Local { .. } | Self::Unusable { .. } => None,
        }
    }

    /// Returns the name that SAM hashes into the name of the image; `None` for an entry that SAM leaves out or refuses.
    pub fn hashed_name(&self) -> Option<HashedName> {
        match self {
            Self::Remote { dir, .. } | Self::Directory(dir) => Some(HashedName::Cached(dir.clone())),
            Self::Local { id, .. } => Some(HashedName::Local(id.clone())),
            Self::Unusable { .. } => None,
        }
    }

    /// Returns the name that SAM hashes, or what the template contains if SAM does not get that far.
    pub fn label(&self) -> &str {
        match self {
            Self::Remote { dir, .. } | Self::Directory(dir) => dir.as_str(),
            Self::Local { id, .. } => id.as_str(),
            Self::Unusable { written, .. } => written,
        }
    }

    /// Returns why it will not work as written.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Remote { problem, .. } => problem.as_ref(),
            Self::Unusable { problem, .. } => Some(problem),
            Self::Directory(_) | Self::Local { .. } => None,
        }
    }

    /// Returns whether it is a layer of the template itself.
    pub fn is_local(&self) -> bool {
        matches!(self, Self::Local { .. })
    }

    /// Returns whether SAM treats the entry as a layer; it ignores some entries of `Layers`.
    pub fn is_used(&self) -> bool {
        !matches!(self, Self::Unusable { problem, .. } if problem.code != ProblemCode::ArnInvalid)
    }
}
