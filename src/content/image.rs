//! Compares the content of `/opt` in an image with the layers it was built from. Pure: no I/O.
//!
//! SAM packs each layer with symbolic links followed (`samcli/lib/utils/tar.py`, `create_tarball(dereference=True)`),
//! adds the first one to `/opt` and copies each further one over it (`samcli/local/docker/lambda_image.py`,
//! `_generate_dockerfile`), so files of later layers replace those of earlier ones.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::facts::PathSample;
use super::listing::{Listed, ListedKind, Listing};
use super::verify::{Differences, Entry, EntryContent, compare};
use crate::sam::ImageName;
use crate::sam::problem::{Problem, ProblemCode};
use crate::text::{Sentence, sentence};

/// The number of paths in a message; the rest is counted.
const NAMED: usize = 5;

/// The maximum length of a chain of symbolic links.
const MOST_LINKS: usize = 40;

/// The result of comparing an image with its layers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageVerification {
    /// The ID of the compared image. The result does not apply to another image with the same name.
    pub id: String,
    /// The newest modification time of its layers when they were compared. The result does not cover later changes.
    pub newest_layer: Option<Timestamp>,
    /// The base image that SAM builds it from, if the engine no longer has it.
    pub base_gone: Option<String>,
    /// The outcome.
    pub verdict: ImageVerdict,
}

/// The outcome of comparing an image with its layers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageVerdict {
    /// Compared, entry by entry.
    Compared {
        /// The number of files compared.
        files: u64,
        /// The bytes of these files.
        bytes: u64,
        /// How the image differs from its layers as they are now.
        differences: Box<Differences>,
        /// Files of an earlier layer that a later layer should have replaced.
        wrong_order: PathSample,
    },
    /// There was nothing to compare with; the message says why.
    Impossible(Sentence),
}

/// Compares the entries below `/opt` of an image with its layers, given in SAM's order.
pub fn compare_image(layers: &[(&str, &[Entry])], image: &[Entry]) -> ImageVerdict {
    let mut present: BTreeMap<&str, &EntryContent> =
        image.iter().map(|entry| (entry.path.as_str(), &entry.what)).collect();
    let mut expected: BTreeMap<String, Vec<(usize, EntryContent)>> = BTreeMap::new();
    for (at, &(_, entries)) in layers.iter().enumerate() {
        let packed = packed(entries, &present);
        for path in packed.unknown {
            // The content of the target at the time of the build is unknown.
            present.retain(|other, _| !is_at_or_below(other, &path));
        }
        for (path, what) in packed.entries {
            expected.entry(path).or_default().push((at, what));
        }
    }
    let mut wrong_order = PathSample::default();
    let (mut files, mut bytes) = (0, 0);
    let mut published = Vec::new();
    for (path, versions) in expected {
        let Some((last, what)) = versions.last() else { continue };
        if let EntryContent::File(facts) = what {
            files += 1;
            bytes += facts.bytes;
        }
        let mut what = without_mode_of_others(what, versions.len() > 1);
        if let Some(found) = present.get(path.as_str())
            && !same_file(&what, found)
            && let Some((earlier, older)) = versions.iter().rev().skip(1).find(|(_, older)| same_file(older, found))
        {
            wrong_order.add(format!("{path} (of {}, not of {})", layers[*earlier].0, layers[*last].0));
            what = without_mode_of_others(older, true);
        }
        published.push(Entry { path, what });
    }
    let present: Vec<Entry> = present
        .into_iter()
        .map(|(path, what)| Entry { path: path.to_owned(), what: without_mode_of_others(what, false) })
        .collect();
    let mut differences = compare(&published, &present);
    // A file that was shorter when the image was built is not an interrupted download.
    differences.changed.merge(std::mem::take(&mut differences.truncated));
    ImageVerdict::Compared { files, bytes, differences: Box::new(differences), wrong_order }
}

/// Only the owner's permissions survive every step of a build, and a file that was copied over keeps its earlier mode.
fn without_mode_of_others(what: &EntryContent, copied_over: bool) -> EntryContent {
    match what {
        EntryContent::File(facts) => {
            let mut facts = *facts;
            facts.mode = facts.mode.filter(|_| !copied_over).map(|mode| mode & 0o700);
            EntryContent::File(facts)
        }
        other => other.clone(),
    }
}

fn same_file(one: &EntryContent, other: &EntryContent) -> bool {
    match (one, other) {
        (EntryContent::File(one), EntryContent::File(other)) => one.bytes == other.bytes && one.sha256 == other.sha256,
        (one, other) => one == other,
    }
}

fn is_at_or_below(path: &str, top: &str) -> bool {
    path.strip_prefix(top).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A layer as SAM packs it.
struct Packed {
    entries: Vec<(String, EntryContent)>,
    /// Links whose target is not in the layer.
    unknown: Vec<String>,
}

fn packed(layer: &[Entry], image: &BTreeMap<&str, &EntryContent>) -> Packed {
    let by_path: BTreeMap<&str, &EntryContent> = layer.iter().map(|entry| (entry.path.as_str(), &entry.what)).collect();
    let mut packed = Packed { entries: Vec::new(), unknown: Vec::new() };
    for entry in layer {
        // If SAM cannot follow the links of a layer, it packs them as links (`_validate_destinations_exists`).
        if image.get(entry.path.as_str()) == Some(&&entry.what) {
            packed.entries.push((entry.path.clone(), entry.what.clone()));
            continue;
        }
        pack(&entry.path, &entry.path, &entry.what, &by_path, MOST_LINKS, &mut packed);
    }
    packed
}

/// Packs the entry at `from` under the name `to`.
fn pack(
    to: &str,
    from: &str,
    what: &EntryContent,
    all: &BTreeMap<&str, &EntryContent>,
    links: usize,
    packed: &mut Packed,
) {
    let EntryContent::Link(link) = what else {
        packed.entries.push((to.to_owned(), what.clone()));
        return;
    };
    let target = link.target.as_deref().and_then(|target| resolve_link(from, target));
    let found = target.as_deref().and_then(|target| Some((target, *all.get(target)?))).filter(|_| links > 0);
    match found {
        Some((target, EntryContent::Folder)) if !is_at_or_below(from, target) => {
            packed.entries.push((to.to_owned(), EntryContent::Folder));
            for (path, what) in all.range(target..).take_while(|(path, _)| path.starts_with(target)) {
                if let Some(below) = path.strip_prefix(target).and_then(|rest| rest.strip_prefix('/')) {
                    pack(&format!("{to}/{below}"), path, what, all, links - 1, packed);
                }
            }
        }
        Some((_, EntryContent::Folder)) | None => packed.unknown.push(to.to_owned()),
        Some((target, what)) => pack(to, target, what, all, links - 1, packed),
    }
}

/// Returns the path within the layer that a link at `path` leads to.
fn resolve_link(path: &str, target: &str) -> Option<String> {
    if target.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Returns the entries in the order of a listing: directories first, then by name, each directory directly before its
/// entries.
pub fn listing(entries: &[Entry]) -> Listing {
    let mut bytes: BTreeMap<&str, u64> = BTreeMap::new();
    for entry in entries {
        if let EntryContent::File(facts) = &entry.what {
            let parents = entry.path.match_indices('/').map(|(at, _)| &entry.path[..at]);
            parents.for_each(|parent| *bytes.entry(parent).or_default() += facts.bytes);
        }
    }
    let folders: BTreeSet<&str> =
        entries.iter().filter(|entry| entry.what == EntryContent::Folder).map(|entry| entry.path.as_str()).collect();
    // The sort key of each part of the path: whether it is not a directory, and its name.
    let order = |entry: &Entry| -> Vec<(bool, String)> {
        let ends = entry.path.match_indices('/').map(|(at, _)| at).chain([entry.path.len()]);
        let part = |end: usize| (!folders.contains(&entry.path[..end]), entry.path[..end].to_owned());
        ends.map(part).collect()
    };
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_by_cached_key(|entry| order(entry));
    let listed = |entry: &&Entry| Listed {
        path: entry.path.clone().into(),
        kind: match &entry.what {
            EntryContent::Folder => ListedKind::Directory,
            EntryContent::File(facts) => {
                ListedKind::File { executable: facts.mode.is_some_and(|mode| mode & 0o111 != 0) }
            }
            EntryContent::Link(link) => ListedKind::Link(link.target.clone().unwrap_or_else(|| "?".to_owned()).into()),
            EntryContent::Other => ListedKind::Other,
        },
        bytes: match &entry.what {
            EntryContent::File(facts) => facts.bytes,
            _ => bytes.get(entry.path.as_str()).copied().unwrap_or(0),
        },
    };
    Listing {
        entries: sorted.iter().take(Listing::MAX_ENTRIES).map(listed).collect(),
        omitted: sorted.len().saturating_sub(Listing::MAX_ENTRIES) as u64,
        failures: Vec::new(),
    }
}

impl ImageVerification {
    /// Returns the problems found.
    pub fn problems(&self, image: &ImageName) -> Vec<Problem> {
        let again = || rebuild_fix(image);
        let mut problems = Vec::new();
        match &self.verdict {
            ImageVerdict::Impossible(why) => {
                problems.push(Problem::new(ProblemCode::NotVerified, why.clone(), sentence!("fix-image-not-verified")));
            }
            ImageVerdict::Compared { differences, wrong_order, .. } => {
                if !differences.is_empty() {
                    let detail = sentence!("problem-image-outdated", differences = with_first_paths(differences));
                    problems.push(Problem::new(ProblemCode::ImageOutdated, detail, again()));
                }
                if wrong_order.count > 0 {
                    let files = sentence!("count-file", count = wrong_order.count);
                    let paths = wrong_order.names(NAMED);
                    let detail = sentence!("problem-image-order-wrong", files = files, paths = paths);
                    problems.push(Problem::new(ProblemCode::ImageOrderWrong, detail, again()));
                }
            }
        }
        if let Some(base) = &self.base_gone {
            let detail = sentence!("problem-image-base-gone", base = base.as_str());
            let pull = Sentence::verbatim(format!("docker pull {base}"));
            problems.push(Problem::new(ProblemCode::ImageBaseGone, detail, pull));
        }
        problems
    }
}

/// Returns the fix for an image that SAM would keep using: remove it, so that SAM builds it again.
pub(crate) fn rebuild_fix(image: &ImageName) -> Sentence {
    sentence!("fix-purge-image", image = image.to_string())
}

/// Returns `1 missing (a.py)`: the summary with the first few paths that differ.
fn with_first_paths(differences: &Differences) -> Sentence {
    let all = [&differences.changed, &differences.missing, &differences.added];
    match all.into_iter().find(|paths| paths.count > 0) {
        Some(paths) => sentence!("differences-named", differences = differences.summary(), paths = paths.names(NAMED)),
        None => differences.summary(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::verify::{FileFacts, LinkFacts};

    fn file(path: &str, content: u8) -> Entry {
        let facts = FileFacts { bytes: 3, crc32: None, sha256: Some([content; 32]), mode: Some(0o700) };
        Entry { path: path.to_owned(), what: EntryContent::File(facts) }
    }

    fn folder(path: &str) -> Entry {
        Entry { path: path.to_owned(), what: EntryContent::Folder }
    }

    fn link(path: &str, target: &str) -> Entry {
        let facts = LinkFacts { target: Some(target.to_owned()), crc32: None };
        Entry { path: path.to_owned(), what: EntryContent::Link(facts) }
    }

    fn verdict(layers: &[&[Entry]], image: &[Entry]) -> (String, Vec<String>) {
        let names: Vec<String> = (0..layers.len()).map(|at| format!("layer{at}")).collect();
        let layers: Vec<_> = names.iter().map(String::as_str).zip(layers.iter().copied()).collect();
        match compare_image(&layers, image) {
            ImageVerdict::Compared { differences, wrong_order, .. } => {
                (differences.summary().to_string(), wrong_order.first.into_iter().collect())
            }
            ImageVerdict::Impossible(why) => panic!("{why}"),
        }
    }

    #[test]
    fn files_of_later_layers_replace_earlier_ones() {
        let (first, second) = ([folder("lib"), file("lib/a", 1), file("lib/b", 1)], [folder("lib"), file("lib/b", 2)]);
        let right = [folder("lib"), file("lib/a", 1), file("lib/b", 2)];
        assert_eq!(verdict(&[&first, &second], &right), (String::new(), Vec::new()));
        let wrong = [folder("lib"), file("lib/a", 1), file("lib/b", 1)];
        let (differences, order) = verdict(&[&first, &second], &wrong);
        assert_eq!((differences.as_str(), order), ("", vec!["lib/b (of layer0, not of layer1)".to_owned()]));
    }

    #[test]
    fn an_image_with_other_content_is_outdated() {
        let layer = [file("a", 1), file("b", 1)];
        assert_eq!(verdict(&[&layer], &[file("a", 9), file("old", 1)]).0, "1 missing, 1 changed, 1 added");
    }

    #[test]
    fn links_are_packed_as_their_targets() {
        let layer = [
            folder("lib"),
            file("lib/real", 1),
            link("lib/file", "real"),
            link("folder", "lib"),
            link("out", "../../etc/passwd"),
            link("absolute", "/opt/lib/real"),
            link("round", "."),
        ];
        let image = [
            folder("lib"),
            file("lib/real", 1),
            file("lib/file", 1),
            folder("folder"),
            file("folder/real", 1),
            file("folder/file", 1),
            // The content of these at the time of the build is unknown.
            file("out", 7),
            file("absolute", 7),
        ];
        assert_eq!(verdict(&[&layer], &image).0, "");
    }

    #[test]
    fn an_image_is_listed_like_a_layer() {
        let image = [folder("b"), file("b/z", 1), folder("b/sub"), file("b/sub/x", 1), file("a", 1), link("b.l", "a")];
        let listed = listing(&image);
        let seen: Vec<_> = listed.entries.iter().map(|entry| (entry.path.to_str().unwrap(), entry.bytes)).collect();
        assert_eq!(seen, [("b", 6), ("b/sub", 3), ("b/sub/x", 3), ("b/z", 3), ("a", 3), ("b.l", 0)]);
    }

    #[test]
    fn only_the_owners_permissions_are_compared() {
        let with_mode = |mode: u32| {
            let facts = FileFacts { bytes: 3, crc32: None, sha256: Some([1; 32]), mode: Some(mode) };
            Entry { path: "a".to_owned(), what: EntryContent::File(facts) }
        };
        assert_eq!(verdict(&[&[with_mode(0o777)]], &[with_mode(0o755)]).0, "");
        assert_eq!(verdict(&[&[with_mode(0o700)]], &[with_mode(0o644)]).0, "1 with different permissions");
    }

    #[test]
    fn every_problem_has_a_message_and_a_fix() {
        let name = ImageName::parse("samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd").unwrap();
        let layers: [(&str, &[Entry]); 2] = [("one", &[file("a", 1)]), ("two", &[file("a", 2), file("b", 2)])];
        let check = ImageVerification {
            id: "sha256:aa".to_owned(),
            newest_layer: None,
            base_gone: Some("public.ecr.aws/lambda/python:3.12-x86_64".to_owned()),
            verdict: compare_image(&layers, &[file("a", 1)]),
        };
        let codes: Vec<_> = check.problems(&name).into_iter().map(|problem| problem.code.as_str()).collect();
        assert_eq!(codes, ["image-outdated", "image-order-wrong", "image-base-gone"]);
        let first = &check.problems(&name)[0];
        assert!(first.detail.to_string().contains("1 missing (b)"), "{}", first.detail);
        assert!(check.problems(&name).iter().all(|problem| problem.fix.is_some()));
    }
}
