//! The criteria of a clean-up, in the order of their lines in the dialog, with their labels and values.

/// A criterion that can be switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the words below say what each is")]
pub enum Criterion {
    /// A preset: everything that no template uses and that is undoable or rebuilt by SAM.
    Safe,
    /// Whether a layer has to match any or all of the rules below.
    Match,
    Unreferenced,
    Broken,
    Superseded,
    OlderThan,
    LargerThan,
    KeepNewest,
    TrimTo,
    WithImages,
    Builds,
    Leftovers,
    Locks,
    UnusedImages,
    OutdatedImages,
    Dangling,
    Rapid,
    Containers,
}

/// A line of the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DialogLine {
    /// A heading, by its message id.
    Heading(&'static str),
    /// A criterion.
    Criterion(Criterion),
}

/// All lines, in the order in which they are shown.
pub const LINES: [DialogLine; 19] = [
    DialogLine::Criterion(Criterion::Safe),
    DialogLine::Criterion(Criterion::Match),
    DialogLine::Criterion(Criterion::Unreferenced),
    DialogLine::Criterion(Criterion::Broken),
    DialogLine::Criterion(Criterion::Superseded),
    DialogLine::Criterion(Criterion::OlderThan),
    DialogLine::Criterion(Criterion::LargerThan),
    DialogLine::Criterion(Criterion::KeepNewest),
    DialogLine::Criterion(Criterion::TrimTo),
    DialogLine::Criterion(Criterion::WithImages),
    DialogLine::Heading(key!("criterion-heading-more")),
    DialogLine::Criterion(Criterion::Builds),
    DialogLine::Criterion(Criterion::UnusedImages),
    DialogLine::Criterion(Criterion::OutdatedImages),
    DialogLine::Criterion(Criterion::Dangling),
    DialogLine::Criterion(Criterion::Rapid),
    DialogLine::Criterion(Criterion::Leftovers),
    DialogLine::Criterion(Criterion::Locks),
    DialogLine::Criterion(Criterion::Containers),
];

/// The criteria of the preset. Those that depend on uses or on the engine are left out while these are unknown.
pub(super) const SAFE: [Criterion; 5] =
    [Criterion::Unreferenced, Criterion::Builds, Criterion::UnusedImages, Criterion::Dangling, Criterion::Leftovers];

impl Criterion {
    /// Returns every criterion, in the order of the lines.
    pub fn all() -> impl Iterator<Item = Self> {
        LINES.into_iter().filter_map(|line| match line {
            DialogLine::Criterion(choice) => Some(choice),
            DialogLine::Heading(_) => None,
        })
    }

    /// Returns the name of the criterion.
    pub fn label(self) -> &'static str {
        match self {
            Self::Safe => tr!("criterion-safe"),
            Self::Match => tr!("criterion-match"),
            Self::UnusedImages => tr!("criterion-unused-images"),
            Self::OutdatedImages => tr!("criterion-outdated-images"),
            Self::Unreferenced => tr!("criterion-unreferenced"),
            Self::Broken => tr!("criterion-broken"),
            Self::Superseded => tr!("criterion-superseded"),
            Self::OlderThan => tr!("criterion-older-than"),
            Self::LargerThan => tr!("criterion-larger-than"),
            Self::KeepNewest => tr!("criterion-keep-newest"),
            Self::TrimTo => tr!("criterion-trim-cache-to"),
            Self::WithImages => tr!("criterion-with-images"),
            Self::Builds => tr!("criterion-builds"),
            Self::Leftovers => tr!("criterion-leftovers"),
            Self::Locks => tr!("criterion-dead-locks"),
            Self::Dangling => tr!("criterion-dangling"),
            Self::Rapid => tr!("criterion-rapid-images"),
            Self::Containers => tr!("criterion-containers"),
        }
    }

    /// Returns a short description of the criterion.
    pub fn help(self) -> &'static str {
        match self {
            Self::Safe => tr!("criterion-safe-help"),
            Self::Match => tr!("criterion-match-help"),
            Self::UnusedImages => tr!("criterion-unused-images-help"),
            Self::OutdatedImages => tr!("criterion-outdated-images-help"),
            Self::Unreferenced => tr!("criterion-unreferenced-help"),
            Self::Broken => tr!("criterion-broken-help"),
            Self::Superseded => tr!("criterion-superseded-help"),
            Self::OlderThan => tr!("criterion-older-than-help"),
            Self::LargerThan => tr!("criterion-larger-than-help"),
            Self::KeepNewest => tr!("criterion-keep-newest-help"),
            Self::TrimTo => tr!("criterion-trim-cache-to-help"),
            Self::WithImages => tr!("criterion-with-images-help"),
            Self::Builds => tr!("criterion-builds-help"),
            Self::Leftovers => tr!("criterion-leftovers-help"),
            Self::Locks => tr!("criterion-dead-locks-help"),
            Self::Dangling => tr!("criterion-dangling-help"),
            Self::Rapid => tr!("criterion-rapid-images-help"),
            Self::Containers => tr!("criterion-containers-help"),
        }
    }

    /// Returns the values the arrow keys step through; empty for a criterion without a value.
    pub fn presets(self) -> &'static [&'static str] {
        match self {
            Self::OlderThan => &["7d", "30d", "90d", "180d", "1y"],
            Self::LargerThan => &["10MB", "50MB", "100MB", "250MB", "1GB"],
            Self::KeepNewest => &["1", "2", "3", "5"],
            Self::TrimTo => &["0", "500MB", "1GB", "2GB", "5GB", "10GB"],
            _ => &[],
        }
    }

    pub(super) fn first_value(self) -> &'static str {
        match self {
            Self::OlderThan => "30d",
            Self::LargerThan => "100MB",
            Self::TrimTo => "1GB",
            _ => "1",
        }
    }
}
