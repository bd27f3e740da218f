//! Searches for folders with templates that the user may want to add: bounded in depth, number of folders and time.
//!
//! This is a proposal only. Unlike the search of a project, it honours ignore files and reads no more than it must.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ignore::DirEntry;

use super::find::{builder, has_sound_ignore_files, is_skipped};
use super::{choose, disk};
use crate::inventory::scope::{ProposalEvent, ProposedProject, SearchLimit};
use crate::ops::bounded;
use crate::sam::lexical_path::without_dots;
use crate::sam::template;

/// The depths of the search, one after the other, so that near folders are found first.
const DEPTHS: [usize; 3] = [3, 5, 8];

/// The limits of the search.
#[derive(Debug, Clone, Copy)]
pub struct SearchLimits {
    /// The maximum number of folders.
    pub folders: usize,
    /// The longest time.
    pub time: Duration,
}

impl Default for SearchLimits {
    fn default() -> Self {
        Self { folders: 50_000, time: Duration::from_secs(20) }
    }
}

/// After this many folders, the number is reported.
const REPORTED: usize = 200;

/// Searches below these folders, and reports what it finds at once. Links, hidden folders, folders of tools and other
/// file systems are not entered. Blocks: call it on its own thread.
pub fn propose(roots: &[PathBuf], limits: SearchLimits, report: &dyn Fn(ProposalEvent), cancel: &AtomicBool) {
    let begun = Instant::now();
    let roots = roots.iter().map(|root| disk::absolute(root)).collect();
    let mut search = Search::default();
    let mut limit = None;
    'depths: for depth in DEPTHS {
        let Some(mut walk) = builder(&roots) else { break };
        walk.max_depth(Some(depth)).standard_filters(true).hidden(true).same_file_system(true);
        walk.filter_entry(|entry| !is_skipped(entry) && has_sound_ignore_files(entry.path()));
        for entry in walk.build().filter_map(Result::ok) {
            if cancel.load(Ordering::Relaxed) {
                return;
            }
            search.see(&entry, report);
            limit = match () {
                () if search.folders.len() >= limits.folders => Some(SearchLimit::Folders),
                () if begun.elapsed() >= limits.time => Some(SearchLimit::Time),
                () => None,
            };
            if limit.is_some() {
                break 'depths;
            }
        }
    }
    report(ProposalEvent::Ended { folders: search.folders.len(), limit });
}

/// What was searched and found so far.
#[derive(Debug, Default)]
struct Search {
    folders: HashSet<PathBuf>,
    /// The topmost folders with templates, and how many folders with templates are in each.
    found: BTreeMap<PathBuf, usize>,
}

impl Search {
    /// Takes in an entry of the walk, which reports a folder before everything in it.
    fn see(&mut self, entry: &DirEntry, report: &dyn Fn(ProposalEvent)) {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        if !is_folder || !self.folders.insert(entry.path().to_owned()) {
            return;
        }
        if self.folders.len().is_multiple_of(REPORTED) {
            report(ProposalEvent::Searched(self.folders.len()));
        }
        if !has_template(entry.path()) {
            return;
        }
        let folder = entry.path();
        let top = folder.ancestors().find(|above| self.found.contains_key(*above)).unwrap_or(folder).to_owned();
        let templates = self.found.entry(top.clone()).or_default();
        *templates += 1;
        report(ProposalEvent::Found(ProposedProject { path: top, templates: *templates }));
    }
}

/// Returns whether a folder has a template under a name that SAM looks for.
fn has_template(folder: &Path) -> bool {
    choose::TEMPLATE_NAMES.iter().map(|name| folder.join(name)).any(|path| {
        let is_file = path.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
        is_file && bounded::read_text(&path, bounded::TEMPLATE).is_ok_and(|text| template::is_template(&text))
    })
}

/// Returns the folder that a user typed, `~` standing for the home folder, without the last separator of `./shop/`.
pub fn typed_folder(typed: &str, home: Option<&Path>, current: &Path) -> PathBuf {
    let typed = typed.trim();
    match (typed.strip_prefix('~'), home) {
        (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with(['/', '\\']) => {
            without_dots(&home.join(rest.trim_start_matches(['/', '\\'])))
        }
        _ => without_dots(&current.join(typed)),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Mutex;

    use super::*;

    const TEMPLATE: &str = "Resources:\n  F:\n    Type: AWS::Serverless::Function\n";

    fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::Builder::new().prefix("proposals").tempdir().unwrap();
        for (path, text) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        root
    }

    fn found(root: &Path, limits: SearchLimits, cancel: bool) -> (Vec<(String, usize)>, Option<ProposalEvent>) {
        let events = Mutex::new(Vec::new());
        let report = |event| events.lock().unwrap().push(event);
        propose(&[root.to_owned()], limits, &report, &AtomicBool::new(cancel));
        let (mut found, mut ended) = (BTreeMap::new(), None);
        for event in events.into_inner().unwrap() {
            match event {
                ProposalEvent::Found(project) => {
                    let path = project.path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                    found.insert(path, project.templates);
                }
                ProposalEvent::Searched(_) => {}
                ended_now @ ProposalEvent::Ended { .. } => ended = Some(ended_now),
            }
        }
        (found.into_iter().collect(), ended)
    }

    #[test]
    fn folders_with_templates_are_proposed_the_topmost_only() {
        let root = tree(&[
            ("shop/template.yaml", TEMPLATE),
            ("shop/api/template.yml", TEMPLATE),
            ("deep/er/and/deeper/template.json", "{\"Resources\":{}}"),
            ("other/template.yaml", "kind: Deployment\n"),
            ("node_modules/x/template.yaml", TEMPLATE),
            (".hidden/template.yaml", TEMPLATE),
            ("ignored/.git/HEAD", ""),
            ("ignored/.gitignore", "build\n"),
            ("ignored/build/template.yaml", TEMPLATE),
        ]);
        let (found, ended) = found(root.path(), SearchLimits::default(), false);
        assert_eq!(found, [("deep/er/and/deeper".to_owned(), 1), ("shop".to_owned(), 2)]);
        assert!(matches!(ended, Some(ProposalEvent::Ended { limit: None, .. })), "{ended:?}");
    }

    #[test]
    fn the_search_ends_at_its_limits_and_when_it_is_cancelled() {
        let root = tree(&[("a/b/c/template.yaml", TEMPLATE), ("d/template.yaml", TEMPLATE)]);
        let few = SearchLimits { folders: 2, ..SearchLimits::default() };
        let ended = found(root.path(), few, false).1;
        assert_eq!(ended, Some(ProposalEvent::Ended { folders: 2, limit: Some(SearchLimit::Folders) }));
        let no_time = SearchLimits { time: Duration::ZERO, ..SearchLimits::default() };
        let ended = found(root.path(), no_time, false).1;
        assert!(matches!(ended, Some(ProposalEvent::Ended { limit: Some(SearchLimit::Time), .. })), "{ended:?}");
        assert_eq!(found(root.path(), SearchLimits::default(), true), (Vec::new(), None));
    }

    #[test]
    fn typed_folders_may_begin_with_the_home_folder() {
        let typed = |text| typed_folder(text, Some(Path::new("/home/kim")), Path::new("/work"));
        assert_eq!(typed("~/shop/"), Path::new("/home/kim/shop"));
        assert_eq!(typed(" ./shop "), Path::new("/work/shop"));
        assert_eq!(typed("/srv/shop"), Path::new("/srv/shop"));
        assert_eq!(typed("../a/../shop"), Path::new("/shop"));
        assert_eq!(typed("~kim"), Path::new("/work/~kim"));
        assert_eq!(typed("~"), Path::new("/home/kim"));
    }
}
