//! Problems, each with a stable code that is the same in the app, in JSON and as a selector.

use std::fmt;

use crate::text::{Sentence, sentence};

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $variant:ident = $text:literal, $severity:ident;)*) => {
        /// The stable code of a problem.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ProblemCode { $($(#[doc = $doc])* $variant,)* }

        impl ProblemCode {
            /// All codes.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Returns the code used in JSON and as a selector.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// Returns whether the problem is one of the entry itself. That it could not be verified, without network or
            /// permission for example, is none.
            pub fn is_of_entry(self) -> bool {
                self != Self::NotVerified
            }

            /// Returns the severity.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }
        }
    };
}

/// The severity of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// For information; `verify` still exits with 0.
    Note,
    /// Something may not work as expected.
    Warning,
    /// Something will not work.
    Error,
}

codes! {
    /// The cache directory cannot be read, so nothing is known of it.
    CacheUnusable = "cache-unusable", Error;
    /// Our own folder in the cache, with the trash, cannot be read or written.
    OwnFolderUnusable = "own-folder-unusable", Error;
    /// The folder of SAM's locks and status files cannot be read, so the state of no layer is known; or one such file, so
    /// that of its layer is not.
    LocksUnreadable = "locks-unreadable", Error;
    /// The journal of an operation in the trash is damaged.
    JournalDamaged = "journal-damaged", Warning;
    /// An entry that was to be deleted still exists.
    RemovalIncomplete = "removal-incomplete", Warning;
    /// The folder in which samlayers stores ARNs and baselines cannot be read or written.
    DataFolderUnusable = "data-folder-unusable", Warning;
    /// The layer's directory holds nothing.
    LayerEmpty = "layer-empty", Error;
    /// A download was interrupted.
    LayerPartial = "layer-partial", Error;
    /// SAM's last download failed; SAM would download the layer again.
    LayerFailed = "layer-failed", Error;
    /// The layer's directory is a symbolic link: SAM follows it, samlayers does not.
    LayerIsLink = "layer-is-link", Warning;
    /// An entry of the directory could not be read.
    LayerUnreadable = "layer-unreadable", Error;
    /// Empty files of a kind that is never empty: a damaged download that SAM accepted.
    FileEmpty = "file-empty", Warning;
    /// Empty files that may be empty on purpose.
    FileMaybeEmpty = "file-maybe-empty", Note;
    /// Files that were published and are not present.
    FileMissing = "file-missing", Error;
    /// Files that are present and were not published.
    FileAdded = "file-added", Warning;
    /// Files whose content differs from what was published.
    FileChanged = "file-changed", Error;
    /// Files that are shorter than published.
    FileTruncated = "file-truncated", Error;
    /// Files whose mode prevents functions from using them.
    ModeWrong = "mode-wrong", Warning;
    /// Links that lead out of the layer.
    LinksOutward = "links-outward", Warning;
    /// Links without a target.
    LinkDangling = "link-dangling", Note;
    /// Native code that does not run where the layer is used.
    NativeMismatch = "native-mismatch", Warning;
    /// A folder that only another version of the runtime reads.
    RuntimeFolder = "runtime-folder", Warning;
    /// The published zip holds something unusual that changes nothing here, such as one path twice.
    ZipUnusual = "zip-unusual", Note;
    /// A layer in which the runtimes of its functions find nothing, as its files are in other folders.
    NothingLoadable = "nothing-loadable", Note;
    /// A verification was requested, but there was nothing to compare with.
    NotVerified = "not-verified", Warning;
    /// A lock whose process no longer runs; SAM waits up to 300 seconds for it.
    LockAbandoned = "lock-abandoned", Warning;
    /// A lock that SAM still waits for, of a process that cannot be seen from here.
    LockOwnerUnknown = "lock-owner-unknown", Warning;
    /// A lock or status file with content that SAM never writes.
    LockUnreadable = "lock-unreadable", Warning;
    /// The zip of an interrupted download.
    LeftoverZip = "leftover-zip", Note;
    /// The dockerfile of an interrupted image build.
    LeftoverDockerfile = "leftover-dockerfile", Note;
    /// A folder that SAM created for a reference it could not resolve.
    LeftoverReference = "leftover-reference", Note;
    /// Layers of this image changed after it was built; SAM keeps using it.
    ImageOutdated = "image-outdated", Warning;
    /// Built before SAM CLI 1.155 from more than one layer: the merge order may be wrong.
    ImageOrderSuspect = "image-order-suspect", Warning;
    /// Files of an earlier layer are in this image, although a later layer contains them.
    ImageOrderWrong = "image-order-wrong", Error;
    /// The base image that SAM builds this image from is no longer in the engine.
    ImageBaseGone = "image-base-gone", Note;
    /// The template is refused by SAM as a whole; its functions carry the code as well.
    TemplateRefused = "template-refused", Error;
    /// A folder of a project could not be searched for templates.
    FolderUnreadable = "folder-unreadable", Error;
    /// The template could not be read.
    TemplateUnreadable = "template-unreadable", Error;
    /// The text is not a layer version ARN; SAM fails with `InvalidLayerVersionArn`.
    ArnInvalid = "arn-invalid", Error;
    /// An intrinsic function that SAM cannot resolve locally.
    IntrinsicUnresolved = "intrinsic-unresolved", Error;
    /// Another entry of the list failed, so SAM resolves none of them.
    ListPoisoned = "list-poisoned", Error;
    /// SAM ignores this layer without a message.
    LayerSkipped = "layer-skipped", Warning;
    /// SAM uses its own region instead of the ARN's and will not find this layer.
    RegionMismatch = "region-mismatch", Warning;
    /// The account is SAM's placeholder, 123456789012.
    AccountStandIn = "account-stand-in", Warning;
    /// SAM with another release of `PyYAML` parses the template differently.
    YamlMergeDiffers = "yaml-merge-differs", Note;
    /// SAM asks AWS for an application of this template first.
    ApplicationUnchecked = "application-unchecked", Note;
    /// More than Lambda's five layers.
    TooManyLayers = "too-many-layers", Error;
    /// More than 262,144,000 bytes unzipped.
    OverQuota = "over-quota", Error;
    /// The known SAM CLI does not know the runtime.
    RuntimeUnknown = "runtime-unknown", Error;
    /// The runtime does not run on the architecture.
    ArchitectureMismatch = "architecture-mismatch", Error;
    /// `Architectures` is not a list of exactly one.
    ArchitectureInvalid = "architecture-invalid", Error;
    /// SAM finds no function with such a name.
    FunctionNameInvalid = "function-name-invalid", Error;
    /// SAM does not run functions with inline code.
    CodeInline = "code-inline", Warning;
    /// An image function without `ImageUri`.
    ImageUriMissing = "image-uri-missing", Error;
}

impl ProblemCode {
    /// Parses a code that [`ProblemCode::as_str`] returns.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl fmt::Display for ProblemCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A problem with its code, a message, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The stable code.
    pub code: ProblemCode,
    /// The message, one sentence.
    pub detail: Sentence,
    /// What to do, as a sentence or a command to run.
    pub fix: Option<Sentence>,
}

impl Problem {
    /// Returns a problem with a fix.
    pub fn new(code: ProblemCode, detail: Sentence, fix: Sentence) -> Self {
        Self { code, detail, fix: Some(fix) }
    }

    /// Returns the message, followed by the fix.
    pub fn with_fix(&self) -> Sentence {
        match &self.fix {
            Some(fix) => sentence!("problem-with-fix", detail = self.detail.clone(), fix = fix.clone()),
            None => self.detail.clone(),
        }
    }
}
