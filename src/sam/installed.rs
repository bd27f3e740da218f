//! The SAM CLI that is installed, and which rules follow from its release.

use std::path::PathBuf;

use super::release::Release;
use super::template::MergeOrder;

/// The release of SAM CLI that all rules in here were checked against.
pub const CHECKED_RELEASE: &str = "1.170.0";
const CHECKED_NUMBERS: &[u64] = &[1, 170, 0];

/// A SAM CLI on `PATH`, as far as its files tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstalledSam {
    /// The program, as `PATH` leads to it.
    pub program: PathBuf,
    /// Its release; `None` where nothing tells it, and where it may be another program of that name.
    pub release: Option<Release>,
    /// The release of aws-sam-translator, which decides what a template may hold.
    pub translator: Option<Release>,
    /// The release of `PyYAML`, which decides how YAML is read.
    pub pyyaml: Option<Release>,
}

/// What makes SAM skip the download of a layer (`samcli/local/layers/layer_downloader.py`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CachedBy {
    /// Its directory is there, whatever is in it: up to 1.144.
    Directory,
    /// Its directory is there, and no status file says otherwise: from 1.145 on.
    #[default]
    StatusFile,
}

macro_rules! rules {
    ($($variant:ident = $code:literal, $since:expr, $holds:literal, $before:literal;)*) => {
        /// Something that SAM CLI does from some release on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Rule { $(#[doc = concat!("The rule `", $code, "`; [`Rule::describe`] says what it is.")] $variant,)* }

        impl Rule {
            /// All of them, by the release they came with.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable code, for scripts.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The release it came with.
            pub fn since(self) -> &'static [u64] {
                match self { $(Self::$variant => &$since,)* }
            }

            /// What a SAM CLI does for which the rule holds, or does not.
            pub fn describe(self, holds: bool) -> &'static str {
                match self { $(Self::$variant => if holds { $holds } else { $before },)* }
            }
        }
    };
}

rules! {
    CommaLists = "comma-lists", [1, 114],
        "a CommaDelimitedList parameter is split at its commas",
        "a CommaDelimitedList parameter is not split at its commas";
    CallersAccount = "callers-account", [1, 119],
        "AWS::AccountId is the account of the credentials",
        "AWS::AccountId is always 123456789012";
    MountSymlinks = "mount-symlinks", [1, 134],
        "symbolic links at the top of the code are mounted only with --mount-symlinks",
        "symbolic links at the top of the code may be mounted without being asked for";
    StatusFiles = "status-files", [1, 145],
        "a status file decides whether a layer counts as cached",
        "any directory of a layer counts as cached, whatever is in it";
    DurableFunctions = "durable-functions", [1, 150],
        "durable functions run in an emulator of their own",
        "durable functions are not known";
    UnzipErrorsIgnored = "unzip-errors-ignored", [1, 153],
        "a file of a layer that cannot be unpacked is passed over, and the layer counts as complete",
        "a file of a layer that cannot be unpacked ends the download";
    LayerOrder = "layer-order", [1, 155],
        "layers are merged into an image in the order of the function",
        "several layers may be merged into an image in the wrong order (aws-sam-cli#8688)";
    Buildkit = "buildkit", [1, 156],
        "--use-buildkit builds image functions with BuildKit",
        "--use-buildkit is not known";
    InvokeImage = "invoke-image-of-image-functions", [1, 157],
        "--invoke-image counts for image functions too",
        "--invoke-image does not count for image functions";
}

impl Rule {
    /// The release it came with, as people write it: `1.145`.
    pub fn since_text(self) -> String {
        self.since().iter().map(ToString::to_string).collect::<Vec<_>>().join(".")
    }
}

impl InstalledSam {
    /// Whether a rule holds for it; `None` where its release is not known.
    pub fn holds(&self, rule: Rule) -> Option<bool> {
        self.release.as_ref().map(|release| release.is_at_least(rule.since()))
    }

    /// What makes it skip the download of a layer. One whose release is not known counts as the release that was checked.
    pub fn cached_by(&self) -> CachedBy {
        match self.holds(Rule::StatusFiles) {
            Some(false) => CachedBy::Directory,
            Some(true) | None => CachedBy::StatusFile,
        }
    }

    /// How it merges the maps of a template; `None` where its `PyYAML` is not known.
    pub fn merge_order(&self) -> Option<MergeOrder> {
        self.pyyaml.as_ref().map(MergeOrder::of)
    }

    /// Whether it is newer than the release that the rules in here were checked against.
    pub fn is_newer_than_checked(&self) -> bool {
        self.release.as_ref().is_some_and(|release| {
            release.is_at_least(CHECKED_NUMBERS)
                && !Release::parse(CHECKED_RELEASE).is_some_and(|checked| checked == *release)
        })
    }

    /// `SAM CLI 1.170.0 (aws-sam-translator 1.115.0, PyYAML 6.0.4)`.
    pub fn describe(&self) -> String {
        let of = |name: &str, release: &Option<Release>| match release {
            Some(release) => format!("{name} {release}"),
            None => format!("{name} of an unknown release"),
        };
        let (translator, pyyaml) = (of("aws-sam-translator", &self.translator), of("PyYAML", &self.pyyaml));
        match &self.release {
            Some(release) => format!("SAM CLI {release} ({translator}, {pyyaml})"),
            None => "a SAM CLI of an unknown release, or another program of that name".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sam(release: &str, pyyaml: &str) -> InstalledSam {
        let (release, pyyaml) = (Release::parse(release), Release::parse(pyyaml));
        InstalledSam { program: "/usr/bin/sam".into(), release, translator: None, pyyaml }
    }

    #[test]
    fn what_counts_as_cached_follows_the_release() {
        assert_eq!(sam("1.144.0", "").cached_by(), CachedBy::Directory);
        assert_eq!(sam("1.99.0", "").cached_by(), CachedBy::Directory);
        assert_eq!(sam("1.145.0", "").cached_by(), CachedBy::StatusFile);
        assert_eq!(sam("", "").cached_by(), CachedBy::StatusFile);
    }

    #[test]
    fn how_maps_are_merged_follows_pyyaml() {
        assert_eq!(sam("1.170.0", "6.0.3").merge_order(), Some(MergeOrder::FirstWins));
        assert_eq!(sam("1.170.0", "6.0.4").merge_order(), Some(MergeOrder::LastWins));
        assert_eq!(sam("1.170.0", "").merge_order(), None);
    }

    #[test]
    fn newer_is_what_comes_after_the_release_that_was_checked() {
        for (release, newer) in
            [("1.170.0", false), ("1.169.9", false), ("1.170.1", true), ("1.171.0", true), ("2.0", true)]
        {
            assert_eq!(sam(release, "").is_newer_than_checked(), newer, "{release}");
        }
        assert!(!sam("", "").is_newer_than_checked());
        assert!(Release::parse(CHECKED_RELEASE).unwrap().is_at_least(CHECKED_NUMBERS));
    }

    #[test]
    fn rules_stand_in_the_order_of_their_releases() {
        assert!(Rule::ALL.is_sorted_by_key(|rule| rule.since()));
        let old = sam("1.144.0", "");
        assert_eq!(old.holds(Rule::CallersAccount), Some(true));
        assert_eq!(old.holds(Rule::LayerOrder), Some(false));
        assert_eq!(sam("", "").holds(Rule::LayerOrder), None);
        assert_eq!(Rule::StatusFiles.since_text(), "1.145");
    }
}
