//! Whether Lambda and its runtimes find what a layer holds (Lambda Developer Guide, "Packaging your layer content").

use std::collections::BTreeSet;

use crate::content::checks::{self, LayerUser};
use crate::content::facts::PathSample;
use crate::content::measure::Measure;
use crate::sam::problem::{Problem, ProblemCode};
use crate::text::{Sentence, sentence};

/// The number of paths in a message.
const NAMED: usize = 3;

/// What a layer provides, by the folders at its top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layout {
    /// `nodejs`.
    NodeJs,
    /// `python`.
    Python,
    /// `ruby`.
    Ruby,
    /// `java/lib`.
    Java,
    /// `dotnetcore`.
    DotNet,
    /// `modules` of the PowerShell runtime.
    PowerShell,
    /// `bootstrap`: a runtime of the user's own, or a Go program.
    CustomRuntime,
    /// `bin`, in `PATH`.
    Bin,
    /// `lib`, in `LD_LIBRARY_PATH`.
    Lib,
    /// `extensions`, which Lambda starts.
    Extensions,
}

/// The entries at the top of a layer and what they provide.
const LAYOUTS: [(&str, Layout); 10] = [
    ("nodejs", Layout::NodeJs),
    ("python", Layout::Python),
    ("ruby", Layout::Ruby),
    ("java", Layout::Java),
    ("dotnetcore", Layout::DotNet),
    ("modules", Layout::PowerShell),
    ("bootstrap", Layout::CustomRuntime),
    ("bin", Layout::Bin),
    ("lib", Layout::Lib),
    ("extensions", Layout::Extensions),
];

impl Layout {
    /// Returns the word used in JSON and on screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NodeJs => "Node.js",
            Self::Python => "Python",
            Self::Ruby => "Ruby",
            Self::Java => "Java",
            Self::DotNet => ".NET",
            Self::PowerShell => "PowerShell",
            Self::CustomRuntime => "custom runtime",
            Self::Bin => "programs",
            Self::Lib => "libraries",
            Self::Extensions => "extensions",
        }
    }
}

/// What is known of a folder that becomes a layer.
#[derive(Debug, Clone, Default)]
pub struct LayoutFacts {
    /// The names at the top.
    pub top: BTreeSet<String>,
    /// Sizes, and facts about the files.
    pub measure: Measure,
    /// Files in `extensions` that Lambda could not execute.
    pub plain_extensions: PathSample,
    /// Paths with names that no runtime could load on Linux.
    pub bad_names: PathSample,
}

/// A finding about a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutFinding {
    /// What is wrong, and how to mend it.
    pub problem: Problem,
    /// Whether the layer is refused because of it, unless the user insists.
    pub rejects: bool,
}

/// The layouts of a layer, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutReport {
    /// What was recognised.
    pub layouts: BTreeSet<Layout>,
    /// What is wrong.
    pub findings: Vec<LayoutFinding>,
}

/// Checks a layer. `users` are the functions it is meant for, if the user names a runtime or an architecture.
pub(crate) fn check(facts: &LayoutFacts, users: &[LayerUser]) -> LayoutReport {
    let layouts: BTreeSet<Layout> =
        LAYOUTS.iter().filter(|(name, _)| facts.top.contains(*name)).map(|(_, layout)| *layout).collect();
    let mut findings: Vec<LayoutFinding> = checks::problems(&facts.measure, users, &|| sentence!("fix-layout-folder"))
        .into_iter()
        .map(|problem| LayoutFinding { rejects: rejects(problem.code), problem })
        .collect();
    let mut add = |code, detail: Sentence, fix: Sentence| {
        findings.push(LayoutFinding { problem: Problem::new(code, detail, fix), rejects: true });
    };
    if facts.measure.files == 0 {
        add(ProblemCode::LayerEmpty, sentence!("layout-empty"), sentence!("fix-layout-folder"));
    }
    for (path, folder) in unwrapped(&facts.top) {
        if !facts.top.contains(folder.split('/').next().unwrap_or_default()) {
            add(
                ProblemCode::NothingLoadable,
                sentence!("layout-not-wrapped", path = path.as_str()),
                sentence!("fix-layout-not-wrapped", path = path.as_str(), folder = folder),
            );
        }
    }
    if !facts.plain_extensions.is_empty() {
        let paths = facts.plain_extensions.names(NAMED);
        add(
            ProblemCode::ModeWrong,
            sentence!("layout-plain-extension", paths = paths),
            sentence!("fix-layout-plain-extension"),
        );
    }
    if !facts.bad_names.is_empty() {
        let paths = facts.bad_names.names(NAMED);
        add(
            ProblemCode::NothingLoadable,
            sentence!("layout-bad-names", paths = paths),
            sentence!("fix-layout-bad-names"),
        );
    }
    LayoutReport { layouts, findings }
}

impl LayoutReport {
    /// Returns the findings that refuse the layer.
    pub fn rejections(&self) -> impl Iterator<Item = &LayoutFinding> {
        self.findings.iter().filter(|finding| finding.rejects)
    }
}

/// Returns whether a layer with this problem is refused. The others may be intended.
fn rejects(code: ProblemCode) -> bool {
    use ProblemCode::{LayerEmpty, LinksOutward, NativeMismatch, NothingLoadable, OverQuota, RuntimeFolder};
    matches!(code, LinksOutward | NativeMismatch | NothingLoadable | OverQuota | RuntimeFolder | LayerEmpty)
}

/// Returns what lies at the top of a layer although a runtime only looks for it in a folder, with that folder.
fn unwrapped(top: &BTreeSet<String>) -> Vec<(String, &'static str)> {
    let ends = |name: &str, ending: &str| name.len() > ending.len() && name.to_ascii_lowercase().ends_with(ending);
    let mut found: Vec<(String, &'static str)> = Vec::new();
    for name in top {
        let folder = match name.as_str() {
            "node_modules" => "nodejs",
            "site-packages" => "python",
            "gems" | "specifications" => "ruby/gems",
            name if ends(name, ".dist-info") || ends(name, ".egg-info") => "python",
            name if ends(name, ".jar") => "java/lib",
            name if ends(name, ".psd1") || ends(name, ".psm1") => "modules",
            _ => continue,
        };
        if !found.iter().any(|(_, known)| *known == folder) {
            found.push((name.clone(), folder));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::facts::{Misplacement, NativePlatform};
    use crate::sam::Architecture;

    fn facts(top: &[&str]) -> LayoutFacts {
        let mut facts = LayoutFacts {
            top: top.iter().map(|name| (*name).to_owned()).collect(),
            measure: Measure { files: 3, bytes: 9, ..Measure::default() },
            ..LayoutFacts::default()
        };
        facts.measure.content.has_searched_folder = top.iter().any(|name| crate::content::facts::is_searched(name));
        facts
    }

    fn rejected(facts: &LayoutFacts) -> Vec<&'static str> {
        check(facts, &[]).rejections().map(|finding| finding.problem.code.as_str()).collect()
    }

    #[test]
    fn layouts_are_recognised_by_the_folders_at_the_top() {
        let top =
            ["nodejs", "python", "ruby", "java", "dotnetcore", "modules", "bootstrap", "bin", "lib", "extensions"];
        let report = check(&facts(&top), &[]);
        assert_eq!((report.layouts.len(), report.findings.len()), (10, 0));
        assert!(check(&facts(&["data"]), &[]).layouts.is_empty(), "a layer may hold any data");
    }

    #[test]
    fn what_no_runtime_could_load_is_rejected() {
        assert_eq!(rejected(&facts(&["numpy", "numpy-1.26.4.dist-info"])), ["nothing-loadable"]);
        assert_eq!(rejected(&facts(&["node_modules", "package.json"])), ["nothing-loadable"]);
        assert!(rejected(&facts(&["nodejs", "python"])).is_empty());
        let mut wrapped = facts(&["my-layer"]);
        wrapped.measure.content.misplaced.entry(Misplacement::Wrapped).or_default().add("my-layer/python".to_owned());
        assert_eq!(rejected(&wrapped), ["nothing-loadable"]);
        let mut mac = facts(&["python"]);
        mac.measure.content.native_files.entry(NativePlatform::MacOs).or_default().add("python/x.so".to_owned());
        assert_eq!(rejected(&mac), ["native-mismatch"]);
        let mut links = facts(&["lib"]);
        links.measure.content.outside_links.add("lib/x".to_owned());
        links.measure.content.dangling.add("lib/y".to_owned());
        assert_eq!(rejected(&links), ["links-outward"], "a link without a target may be intended");
        let mut extension = facts(&["extensions"]);
        extension.plain_extensions.add("extensions/agent".to_owned());
        extension.bad_names.add("extensions/a\\b".to_owned());
        assert_eq!(rejected(&extension), ["mode-wrong", "nothing-loadable"]);
        assert_eq!(rejected(&LayoutFacts::default()), ["layer-empty"]);
    }

    #[test]
    fn native_code_is_compared_with_the_architecture_that_is_asked_for() {
        let mut arm = facts(&["python"]);
        let linux = NativePlatform::Linux(Architecture::Arm64);
        arm.measure.content.native_files.entry(linux).or_default().add("python/x.so".to_owned());
        assert!(rejected(&arm).is_empty());
        let user = LayerUser::named("x86_64".to_owned(), None, Some(Architecture::X86_64));
        let report = check(&arm, &[user]);
        assert_eq!(report.rejections().count(), 1);
    }
}
