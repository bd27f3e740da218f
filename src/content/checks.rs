//! Problems of a layer's content for the functions and images that use it.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{ContentFacts, Misplacement, NativePlatform, PathSample, RuntimeFolder};
use super::measure::Measure;
use super::quotas::MAX_UNZIPPED_BYTES;
use crate::sam::image_name::ImageKind;
use crate::sam::problem::{Problem, ProblemCode};
use crate::sam::template::Function;
use crate::sam::{Architecture, ImageName, Runtime};
use crate::text::{Sentence, sentence};

/// The number of paths or names in a message.
const NAMED: usize = 3;

/// A function or image that loads the layer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LayerUser {
    name: String,
    runtime: Option<Runtime>,
    architecture: Option<Architecture>,
}

impl LayerUser {
    pub(crate) fn function(function: &Function) -> Self {
        let (runtime, architecture) = (function.runtime.clone(), function.architecture);
        Self { name: function.full_path.clone(), runtime, architecture }
    }

    /// Returns what a package is made for, as far as the user says so.
    pub(crate) fn named(name: String, runtime: Option<Runtime>, architecture: Option<Architecture>) -> Self {
        Self { name, runtime, architecture }
    }

    /// Returns `None` for an image whose name contains no runtime.
    pub(crate) fn image(name: &ImageName) -> Option<Self> {
        let ImageKind::Layered { runtime, architecture, .. } = name.kind() else { return None };
        // Names without an architecture come from releases and runtimes that supported only `x86_64`.
        let architecture = architecture.unwrap_or_default();
        Some(Self { name: name.to_string(), runtime: Some(runtime.clone()), architecture: Some(architecture) })
    }

    fn with_runtime(&self) -> String {
        self.runtime.as_ref().map_or_else(|| self.name.clone(), |runtime| format!("{} ({runtime})", self.name))
    }
}

/// Returns the problems of the content. `refresh` returns the command that downloads the layer again.
pub(crate) fn problems(measure: &Measure, users: &[LayerUser], refresh: &dyn Fn() -> Sentence) -> Vec<Problem> {
    let content = &measure.content;
    let mut problems = files(content, refresh);
    problems.extend(native_files(content, users));
    problems.extend(python_modules(content, users));
    problems.extend(runtime_folders(content, users));
    problems.extend(nothing_loadable(content, users));
    if measure.bytes > MAX_UNZIPPED_BYTES {
        problems.push(Problem::new(
            ProblemCode::OverQuota,
            sentence!("problem-over-quota", bytes = measure.bytes.to_string(), most = MAX_UNZIPPED_BYTES.to_string()),
            sentence!("fix-over-quota"),
        ));
    }
    problems
}

/// Returns the problems of a build for the functions and layers that it was built for. They usually come from a build on
/// another system or architecture than Lambda's.
pub(crate) fn built_for<'a>(
    measure: &Measure,
    names: impl Iterator<Item = &'a String>,
    runtime: Option<&str>,
    architecture: Option<Architecture>,
) -> Vec<Problem> {
    let runtime = runtime.map(Runtime::new);
    let users: Vec<LayerUser> =
        names.map(|name| LayerUser { name: name.clone(), runtime: runtime.clone(), architecture }).collect();
    let mut problems = native_files(&measure.content, &users);
    problems.extend(python_modules(&measure.content, &users));
    for problem in &mut problems {
        problem.fix = Some(sentence!("fix-build-native"));
    }
    problems
}

fn files(content: &ContentFacts, refresh: &dyn Fn() -> Sentence) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut one = |code, paths: &PathSample, detail: fn(Sentence) -> Sentence, fix: &dyn Fn() -> Sentence| {
        // Building the messages is worth avoiding: most layers have no problems, and there may be ten thousand layers.
        if !paths.is_empty() {
            problems.push(Problem::new(code, detail(paths.names(NAMED)), fix()));
        }
    };
    let compare = || sentence!("fix-compare");
    one(ProblemCode::FileEmpty, &content.empty, |paths| sentence!("problem-file-empty", paths = paths), refresh);
    one(
        ProblemCode::FileMaybeEmpty,
        &content.possibly_empty,
        |paths| sentence!("problem-file-maybe-empty", paths = paths),
        &compare,
    );
    one(
        ProblemCode::LinksOutward,
        &content.outside_links,
        |paths| sentence!("problem-links-outward", paths = paths),
        refresh,
    );
    one(
        ProblemCode::LinkDangling,
        &content.dangling,
        |paths| sentence!("problem-link-dangling", paths = paths),
        &compare,
    );
    one(ProblemCode::ModeWrong, &content.modes, |paths| sentence!("problem-mode-wrong", paths = paths), refresh);
    problems
}

/// Returns problems for libraries and programs that do not run where the layer is used.
fn native_files(content: &ContentFacts, users: &[LayerUser]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (machine, files) in &content.native_files {
        let (affected, advice) = match machine {
            NativePlatform::Linux(runs_on) => {
                let other = |user: &&LayerUser| user.architecture.is_some_and(|needed| needed != *runs_on);
                let affected = users.iter().filter(other).map(|user| {
                    let needed = user.architecture.map(|needed| format!(" ({needed})")).unwrap_or_default();
                    format!("{}{needed}", user.name)
                });
                let advice = sentence!("fix-native-architecture", architecture = runs_on.to_string());
                (affected.collect::<Vec<_>>(), advice)
            }
            _ => (users.iter().map(|user| user.name.clone()).collect(), sentence!("fix-native-system")),
        };
        if affected.is_empty() && matches!(machine, NativePlatform::Linux(_)) {
            continue;
        }
        let whom = if affected.is_empty() { "Lambda".into() } else { listed(&affected) };
        let detail =
            sentence!("problem-native-mismatch", machine = machine.describe(), whom = whom, paths = files.names(NAMED));
        problems.push(Problem::new(ProblemCode::NativeMismatch, detail, advice));
    }
    problems
}

/// Returns a problem if the extension modules were built for other versions of `CPython`, which cannot load them.
fn python_modules(content: &ContentFacts, users: &[LayerUser]) -> Option<Problem> {
    let minor = |user: &LayerUser| user.runtime.as_ref()?.as_str().strip_prefix("python3.")?.parse::<u32>().ok();
    let cannot = |user: &&LayerUser| minor(user).is_some_and(|minor| !content.python_minors.contains(&minor));
    if content.python_minors.is_empty() {
        return None;
    }
    let affected: Vec<String> = users.iter().filter(cannot).map(LayerUser::with_runtime).collect();
    let built: Vec<String> = content.python_minors.iter().map(|minor| format!("3.{minor}")).collect();
    (!affected.is_empty()).then(|| {
        let detail = sentence!("problem-native-mismatch-python", versions = built.join(", "), whom = listed(&affected));
        Problem::new(ProblemCode::NativeMismatch, detail, sentence!("fix-other-runtime"))
    })
}

/// Returns a problem for each language whose runtime folders are all for other versions than a function that uses the
/// layer.
fn runtime_folders(content: &ContentFacts, users: &[LayerUser]) -> Vec<Problem> {
    let mut by_language: BTreeMap<&str, Vec<&RuntimeFolder>> = BTreeMap::new();
    for folder in &content.runtime_folders {
        by_language.entry(folder.language).or_default().push(folder);
    }
    let mut problems = Vec::new();
    for folders in by_language.values() {
        let mut affected = BTreeSet::new();
        for user in users {
            let Some(runtime) = &user.runtime else { continue };
            let reads: Vec<bool> = folders.iter().filter_map(|folder| folder.is_read_by(runtime.as_str())).collect();
            // A layer for several versions has a folder for each; the other folders do not matter to this function.
            if !reads.is_empty() && !reads.contains(&true) {
                affected.insert(user.with_runtime());
            }
        }
        if affected.is_empty() {
            continue;
        }
        let paths: Vec<&str> = folders.iter().map(|folder| folder.path.as_str()).collect();
        let affected: Vec<String> = affected.into_iter().collect();
        problems.push(Problem::new(
            ProblemCode::RuntimeFolder,
            sentence!("problem-runtime-folder", whom = listed(&affected), paths = paths.join(", ")),
            sentence!("fix-other-runtime"),
        ));
    }
    problems
}

/// The runtimes that look for code in a layer by themselves, with the folder for it.
const CODE_FOLDERS: &[(&str, &str)] =
    &[("python", "python"), ("nodejs", "nodejs/node_modules"), ("ruby", "ruby/lib"), ("java", "java/lib")];

/// Returns a note if no runtime looks into any folder of the layer, and its files show what went wrong.
fn nothing_loadable(content: &ContentFacts, users: &[LayerUser]) -> Option<Problem> {
    let (why, paths) = content.misplaced.iter().next().filter(|_| !content.has_searched_folder)?;
    let folder_of = |user: &LayerUser| {
        let runtime = user.runtime.as_ref()?.as_str();
        CODE_FOLDERS.iter().find(|(language, _)| runtime.starts_with(language)).map(|(_, folder)| *folder)
    };
    let affected: Vec<&LayerUser> = users.iter().filter(|user| folder_of(user).is_some()).collect();
    // A runtime of the user's own may read what it likes.
    if affected.is_empty() && !users.is_empty() {
        return None;
    }
    let whom = if affected.is_empty() {
        sentence!("nothing-loadable-any")
    } else {
        let users: BTreeSet<String> = affected.iter().map(|user| user.with_runtime()).collect();
        listed(&users.into_iter().collect::<Vec<_>>())
    };
    let first = paths.first.first().map(String::as_str).unwrap_or_default();
    let folders = || {
        let used: BTreeSet<&str> = affected.iter().filter_map(|user| folder_of(user)).collect();
        let all = || CODE_FOLDERS.iter().map(|(_, folder)| *folder).collect::<Vec<_>>();
        if used.is_empty() { all().join(", ") } else { used.into_iter().collect::<Vec<_>>().join(", ") }
    };
    let paths = paths.names(NAMED);
    let (detail, fix) = match why {
        Misplacement::Backslashes => (
            sentence!("problem-nothing-loadable-backslashes", whom = whom, paths = paths),
            sentence!("fix-nothing-loadable-backslashes", path = first.replace('\\', "/")),
        ),
        Misplacement::Archive => (
            sentence!("problem-nothing-loadable-archive", whom = whom, paths = paths),
            sentence!("fix-nothing-loadable-archive", path = first, folders = folders()),
        ),
        Misplacement::Wrapped => (
            sentence!("problem-nothing-loadable-wrapped", whom = whom, paths = paths),
            sentence!(
                "fix-nothing-loadable-wrapped",
                path = first,
                instead = first.split_once('/').map_or(first, |(_, rest)| rest)
            ),
        ),
    };
    Some(Problem::new(ProblemCode::NothingLoadable, detail, fix))
}

/// Returns `A, B and 3 more`.
fn listed(names: &[String]) -> Sentence {
    Sentence::names(names.iter().map(String::as_str), names.len() as u64, NAMED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(runtime: &str, architecture: Architecture) -> LayerUser {
        LayerUser { name: "Api".to_owned(), runtime: Some(Runtime::new(runtime)), architecture: Some(architecture) }
    }

    fn codes(content: ContentFacts, users: &[LayerUser]) -> Vec<&'static str> {
        let measure = Measure { content, bytes: 1, files: 1, ..Measure::default() };
        problems(&measure, users, &|| "samlayers refresh x".into())
            .iter()
            .map(|problem| problem.code.as_str())
            .collect()
    }

    fn natives_of(machine: NativePlatform) -> ContentFacts {
        let mut content = ContentFacts::default();
        content.native_files.entry(machine).or_default().add("python/a.so".to_owned());
        content
    }

    #[test]
    fn native_code_must_match_the_architecture_of_its_users() {
        let (x86, arm) = (Architecture::X86_64, Architecture::Arm64);
        let fits = natives_of(NativePlatform::Linux(arm));
        assert!(codes(fits.clone(), &[user("python3.12", arm)]).is_empty());
        assert!(codes(fits.clone(), &[]).is_empty(), "no function is known to use it");
        assert_eq!(codes(fits, &[user("python3.12", arm), user("python3.12", x86)]), ["native-mismatch"]);
        // Lambda runs none of these, so they are reported even if no function uses the layer.
        assert_eq!(codes(natives_of(NativePlatform::MacOs), &[]), ["native-mismatch"]);
        assert_eq!(codes(natives_of(NativePlatform::Windows), &[user("nodejs22.x", x86)]), ["native-mismatch"]);
    }

    #[test]
    fn extension_modules_must_match_the_python_version() {
        let content = ContentFacts { python_minors: BTreeSet::from([9]), ..ContentFacts::default() };
        assert_eq!(codes(content.clone(), &[user("python3.12", Architecture::X86_64)]), ["native-mismatch"]);
        assert!(codes(content.clone(), &[user("python3.9", Architecture::X86_64)]).is_empty());
        assert!(codes(content, &[user("nodejs20.x", Architecture::X86_64)]).is_empty());
    }

    #[test]
    fn a_runtime_folder_is_reported_unless_another_one_matches() {
        let with = |paths: &[&str]| ContentFacts {
            runtime_folders: paths.iter().filter_map(|path| RuntimeFolder::at(path)).collect(),
            ..ContentFacts::default()
        };
        let api = [user("python3.12", Architecture::X86_64)];
        assert_eq!(codes(with(&["python/lib/python3.9"]), &api), ["runtime-folder"]);
        assert!(codes(with(&["python/lib/python3.9", "python/lib/python3.12"]), &api).is_empty());
        assert!(codes(with(&["nodejs/node18", "ruby/gems/3.2.0"]), &api).is_empty(), "of other languages");
    }

    #[test]
    fn a_layer_in_which_no_runtime_finds_anything_gets_a_note() {
        let x86 = Architecture::X86_64;
        let of = |why, path: &str| {
            let mut content = ContentFacts::default();
            content.misplaced.entry(why).or_insert_with(PathSample::default).add(path.to_owned());
            content
        };
        let wrapped = of(Misplacement::Wrapped, "my-layer/python");
        assert_eq!(codes(wrapped.clone(), &[]), ["nothing-loadable"]);
        assert_eq!(codes(wrapped.clone(), &[user("python3.12", x86)]), ["nothing-loadable"]);
        assert!(codes(wrapped.clone(), &[user("provided.al2023", x86)]).is_empty(), "it may read any path");
        let elsewhere = ContentFacts { has_searched_folder: true, ..wrapped.clone() };
        assert!(codes(elsewhere, &[user("python3.12", x86)]).is_empty());

        for (content, expected) in [
            (wrapped, "python"),
            (of(Misplacement::Backslashes, "python\\lib\\m.py"), "python/lib/m.py"),
            (of(Misplacement::Archive, "layer.zip"), "nodejs/node_modules"),
        ] {
            let measure = Measure { content, ..Measure::default() };
            let problems = problems(&measure, &[user("nodejs22.x", x86)], &|| "".into());
            let fix = problems[0].fix.as_ref().unwrap().to_string();
            assert!(problems[0].detail.to_string().contains("nodejs22.x"), "{}", problems[0].detail);
            assert!(fix.contains(expected), "{fix}");
        }
    }

    #[test]
    fn messages_name_a_few_paths_and_count_the_rest() {
        let mut content = ContentFacts::default();
        (0..9).for_each(|n| content.empty.add(format!("lib/{n}.so")));
        let measure = Measure { content, ..Measure::default() };
        let problem = &problems(&measure, &[], &|| "samlayers refresh x".into())[0];
        assert!(problem.detail.to_string().ends_with("lib/0.so, lib/1.so, lib/2.so and 6 more."), "{}", problem.detail);
        assert_eq!(problem.fix, Some("samlayers refresh x".into()));
    }
}
