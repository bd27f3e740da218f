//! The installed SAM CLI, and the rules that hold for its release.

use std::path::PathBuf;

use super::known_sam_cli;
use super::release::Release;
use super::template::MergeOrder;

/// A SAM CLI on `PATH`, identified by its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstalledSam {
    /// The program, as found on `PATH`.
    pub program: PathBuf,
    /// Its release; `None` if unknown, or if it may be another program of that name.
    pub release: Option<Release>,
    /// The release of aws-sam-translator, which decides what a template may contain.
    pub translator: Option<Release>,
    /// The release of `PyYAML`, which decides how YAML is parsed.
    pub pyyaml: Option<Release>,
}

/// The condition for SAM to skip the download of a layer (`samcli/local/layers/layer_downloader.py`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CachedBy {
    /// The directory exists, whatever its content: up to 1.144.
    Directory,
    /// The directory exists, and a status file, if there is one, is `completed`: from 1.145 on.
    #[default]
    StatusFile,
}

macro_rules! rules {
    ($($variant:ident = $code:literal, $since:expr, $holds:literal, $before:literal;)*) => {
        /// A behaviour of SAM CLI from some release on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Rule { $(#[doc = concat!("The rule `", $code, "`; see [`Rule::describe`].")] $variant,)* }

        impl Rule {
            /// All rules, by release.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Returns the stable code, for scripts.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// Returns the first release with the rule.
            pub fn since(self) -> &'static [u64] {
                match self { $(Self::$variant => &$since,)* }
            }

            /// Returns what a SAM CLI does for which the rule holds, or does not.
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
    /// Returns the first release with the rule as text: `1.145`.
    pub fn since_text(self) -> String {
        self.since().iter().map(ToString::to_string).collect::<Vec<_>>().join(".")
    }
}

impl InstalledSam {
    /// Returns whether a rule holds for it; `None` if its release is unknown.
    pub fn holds(&self, rule: Rule) -> Option<bool> {
        self.release.as_ref().map(|release| release.is_at_least(rule.since()))
    }

    /// Returns the condition for it to skip the download of a layer. An unknown release counts as the [known
    /// one](super::known_sam_cli).
    pub fn cached_by(&self) -> CachedBy {
        match self.holds(Rule::StatusFiles) {
            Some(false) => CachedBy::Directory,
            Some(true) | None => CachedBy::StatusFile,
        }
    }

    /// Returns how it merges the maps of a template; `None` if its `PyYAML` is unknown.
    pub fn merge_order(&self) -> Option<MergeOrder> {
        self.pyyaml.as_ref().map(MergeOrder::of)
    }

    /// Returns whether it is newer than the [known SAM CLI](super::known_sam_cli).
    pub fn is_newer_than_known(&self) -> bool {
        let known = Release::parse(known_sam_cli());
        self.release.as_ref().zip(known).is_some_and(|(release, known)| release.is_later_than(&known))
    }

    /// Returns `SAM CLI 1.170.0 (aws-sam-translator 1.115.0, PyYAML 6.0.4)`.
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
    fn the_condition_for_a_cached_layer_depends_on_the_release() {
        assert_eq!(sam("1.144.0", "").cached_by(), CachedBy::Directory);
        assert_eq!(sam("1.99.0", "").cached_by(), CachedBy::Directory);
        assert_eq!(sam("1.145.0", "").cached_by(), CachedBy::StatusFile);
        assert_eq!(sam("", "").cached_by(), CachedBy::StatusFile);
    }

    #[test]
    fn the_merge_order_depends_on_pyyaml() {
        assert_eq!(sam("1.170.0", "6.0.3").merge_order(), Some(MergeOrder::FirstWins));
        assert_eq!(sam("1.170.0", "6.0.4").merge_order(), Some(MergeOrder::LastWins));
        assert_eq!(sam("1.170.0", "").merge_order(), None);
    }

    #[test]
    fn only_later_releases_are_newer_than_the_known_one() {
        for (release, newer) in
            [("1.170.0", false), ("1.169.9", false), ("1.170.1", true), ("1.171.0", true), ("2.0", true)]
        {
            assert_eq!(sam(release, "").is_newer_than_known(), newer, "{release}");
        }
        assert!(!sam("", "").is_newer_than_known());
        assert!(!sam(known_sam_cli(), "").is_newer_than_known());
    }

    #[test]
    fn rules_are_sorted_by_release() {
        assert!(Rule::ALL.is_sorted_by_key(|rule| rule.since()));
        let old = sam("1.144.0", "");
        assert_eq!(old.holds(Rule::CallersAccount), Some(true));
        assert_eq!(old.holds(Rule::LayerOrder), Some(false));
        assert_eq!(sam("", "").holds(Rule::LayerOrder), None);
        assert_eq!(Rule::StatusFiles.since_text(), "1.145");
    }
}
