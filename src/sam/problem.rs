//! What can be wrong, each with a stable code that is the same in the app, in JSON and as a selector.

use std::fmt;

use crate::text::Sentence;

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $variant:ident = $text:literal, $severity:ident;)*) => {
        /// The stable code of a problem.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ProblemCode { $($(#[doc = $doc])* $variant,)* }

        impl ProblemCode {
            /// All codes, as [`ProblemCode::as_str`] writes them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code as users and JSON see it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }
        }
    };
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; `verify` still exits 0 for it.
    Note,
    /// Something will not work as expected.
    Warning,
    /// Something will not work.
    Error,
}

codes! {
    /// The layer's directory holds nothing.
    LayerEmpty = "layer-empty", Error;
    /// A download ended in the middle.
    LayerPartial = "layer-partial", Error;
    /// SAM's last download failed; SAM would download again.
    LayerFailed = "layer-failed", Error;
    /// The layer's directory is a link: SAM follows it, samlayers never does.
    LayerIsLink = "layer-is-link", Warning;
    /// Something in the directory could not be read.
    LayerUnreadable = "layer-unreadable", Error;
    /// Empty files of a kind that never is: a damaged download that SAM passed over.
    FileEmpty = "file-empty", Warning;
    /// Empty files that may be meant so.
    FileMaybeEmpty = "file-maybe-empty", Note;
    /// Files that were published and are not there.
    FileMissing = "file-missing", Error;
    /// Files that are there and were not published.
    FileAdded = "file-added", Warning;
    /// Files whose content is another than was published.
    FileChanged = "file-changed", Error;
    /// Files that end before they should.
    FileTruncated = "file-truncated", Error;
    /// Files whose mode keeps functions from using them.
    ModeWrong = "mode-wrong", Warning;
    /// Links that leave the layer.
    LinksOutward = "links-outward", Warning;
    /// Links to nothing.
    LinkDangling = "link-dangling", Note;
    /// Native code that does not run where the layer is used.
    NativeMismatch = "native-mismatch", Warning;
    /// A folder that only another version of the runtime reads.
    RuntimeFolder = "runtime-folder", Warning;
    /// A deep check was asked for and there was nothing to compare with.
    NotVerified = "not-verified", Warning;
    /// A lock whose process is gone; SAM waits up to 300 seconds for it.
    LockAbandoned = "lock-abandoned", Warning;
    /// A lock or status file that says nothing SAM ever wrote.
    LockUnreadable = "lock-unreadable", Warning;
    /// A zip of a download that was cut off.
    LeftoverZip = "leftover-zip", Note;
    /// A dockerfile of an image build that was cut off.
    LeftoverDockerfile = "leftover-dockerfile", Note;
    /// A folder SAM made for a reference it could not resolve.
    LeftoverReference = "leftover-reference", Note;
    /// Layers in this image were changed after it was built; SAM uses it on.
    ImageOutdated = "image-outdated", Warning;
    /// Built before SAM CLI 1.155 from more than one layer: the merge order may be wrong.
    ImageOrderSuspect = "image-order-suspect", Warning;
    /// Files in this image are an earlier layer's where a later layer has its own.
    ImageOrderWrong = "image-order-wrong", Error;
    /// The base that SAM builds this image from is not in the engine any more.
    ImageBaseGone = "image-base-gone", Note;
    /// The template is refused by SAM as a whole.
    TemplateRefused = "template-refused", Error;
    /// The template could not be read.
    TemplateUnreadable = "template-unreadable", Error;
    /// The text is no layer version ARN; SAM fails with `InvalidLayerVersionArn`.
    ArnInvalid = "arn-invalid", Error;
    /// An intrinsic SAM cannot resolve locally.
    IntrinsicUnresolved = "intrinsic-unresolved", Error;
    /// Another entry of the list failed, and took this one with it.
    ListPoisoned = "list-poisoned", Error;
    /// SAM leaves this layer out without a word.
    LayerSkipped = "layer-skipped", Warning;
    /// SAM asks its own region, not the ARN's, and will not find this layer.
    RegionMismatch = "region-mismatch", Warning;
    /// The account is SAM's stand-in, 123456789012.
    AccountStandIn = "account-stand-in", Warning;
    /// SAM asks AWS for an application of this template before it runs anything.
    ApplicationUnchecked = "application-unchecked", Note;
    /// More than Lambda's five layers.
    TooManyLayers = "too-many-layers", Error;
    /// More than 262,144,000 bytes unzipped.
    OverQuota = "over-quota", Error;
    /// SAM CLI 1.170.0 does not know the runtime.
    RuntimeUnknown = "runtime-unknown", Error;
    /// The runtime does not run on the architecture.
    ArchitectureMismatch = "architecture-mismatch", Error;
    /// `Architectures` is not a list of exactly one.
    ArchitectureInvalid = "architecture-invalid", Error;
    /// SAM finds no function of such a name.
    FunctionNameInvalid = "function-name-invalid", Error;
    /// SAM does not run functions with inline code.
    CodeInline = "code-inline", Warning;
    /// An image function without `ImageUri`.
    ImageUriMissing = "image-uri-missing", Error;
}

impl ProblemCode {
    /// Reads what [`ProblemCode::as_str`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl fmt::Display for ProblemCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A problem: what, with what, in a sentence, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The stable code.
    pub code: ProblemCode,
    /// One sentence a person understands.
    pub detail: Sentence,
    /// What to do, as a sentence or a command to paste.
    pub fix: Option<Sentence>,
}

impl Problem {
    /// A problem with a fix.
    pub fn new(code: ProblemCode, detail: Sentence, fix: Sentence) -> Self {
        Self { code, detail, fix: Some(fix) }
    }
}
