//! Watches for changes that SAM makes in another terminal.

pub(super) mod engine;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::{Context, projects};
use crate::inventory::changes::Changes;
use crate::sam::LayerDir;
use crate::sam::lock::LOCK_DIR;

/// Changes are collected until none arrived for this long …
const QUIET: Duration = Duration::from_millis(200);
/// … or for at most this long, so that the progress of a long download is visible.
const LONGEST_BURST: Duration = Duration::from_millis(800);

/// Watches until it is dropped.
#[derive(Debug)]
pub struct Watch {
    _watcher: RecommendedWatcher,
}

/// Calls `on_change` once for every burst of changes to the cache's entries, SAM's status files, the folders of
/// `templates` (including nested ones) and the folders of projects. Entries deep inside a layer are not watched, as SAM
/// ends every download with a status file.
///
/// Fails if the system cannot watch, for example because all watches are in use. The app then works without.
pub fn watch(
    context: &Context,
    templates: &[PathBuf],
    on_change: impl Fn(Changes) + Send + 'static,
) -> Result<Watch, notify::Error> {
    let (sender, changes) = channel();
    let cache = context.cache.path.clone();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        let changes = match event {
            // Reading changes nothing.
            Ok(Event { kind: EventKind::Access(_), .. }) => Changes::default(),
            Ok(event) if !event.paths.is_empty() => changes_at(&cache, &event.paths),
            // An unknown event may be a change, for example if events were lost.
            _ => Changes { cache: true, templates: true, ..Changes::default() },
        };
        if !changes.is_empty() {
            let _ = sender.send(changes);
        }
    })?;
    let cache = cache_folders(&context.cache.path);
    for folder in &cache {
        watcher.watch(folder, RecursiveMode::NonRecursive)?;
    }
    // Editors replace files, so their folder is watched instead.
    let mut folders: BTreeSet<PathBuf> =
        templates.iter().filter_map(|template| template.parent()).map(Path::to_owned).collect();
    // `sam build` may create a template in a folder without one.
    let built = folders.iter().map(|folder| folder.join(".aws-sam").join("build")).filter(|built| built.is_dir());
    folders.extend(built.collect::<Vec<_>>());
    folders.extend(projects::folders(&context.templates.searched()));
    if context.templates.template_files.is_empty() {
        folders.extend(context.templates.folders.iter().cloned());
    }
    for folder in folders.iter().filter(|folder| !cache.contains(folder)) {
        // The next survey detects template folders that were removed.
        let _ = watcher.watch(folder, RecursiveMode::NonRecursive);
    }
    thread::Builder::new()
        .name("watch".to_owned())
        .spawn(move || report_bursts(&changes, &on_change))
        .map_err(notify::Error::io)?;
    Ok(Watch { _watcher: watcher })
}

/// Returns the changes that events at these paths stand for.
fn changes_at(cache: &Path, paths: &[PathBuf]) -> Changes {
    let mut changes = Changes::default();
    for path in paths {
        let Ok(inside) = path.strip_prefix(cache) else {
            // While there is no cache, the folder in which it would be created is watched.
            changes.cache |= cache.starts_with(path.parent().unwrap_or(path)) && cache.starts_with(path);
            changes.templates |= changes.cache || may_be_template(path);
            // `sam build` replaces its template at the end.
            changes.builds |= path.iter().any(|part| part == ".aws-sam");
            continue;
        };
        changes.cache = true;
        let mut parts = inside.iter().filter_map(|part| part.to_str());
        let (first, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let name = if first == LOCK_DIR { second } else { first };
        // `<dir>.downloading.status`, `<dir>.downloading.lock`, `<dir>_<32 hex>.zip`
        let name = name.split_once(".downloading.").map_or(name, |(name, _)| name);
        changes.layers.extend(LayerDir::parse(name).ok());
    }
    changes
}

/// Returns whether a path of a project may be a template, a configuration or a folder. Other files, such as code,
/// change often and do not matter.
fn may_be_template(path: &Path) -> bool {
    path.extension().is_none_or(|end| ["yaml", "yml", "json", "toml", "template"].iter().any(|own| end == *own))
}

/// Returns the cache and its folder of locks; or, while there is no cache, the nearest existing folder above it.
fn cache_folders(cache: &Path) -> Vec<PathBuf> {
    if cache.is_dir() {
        let locks = cache.join(LOCK_DIR);
        let locks = locks.is_dir().then_some(locks);
        return [cache.to_owned()].into_iter().chain(locks).collect();
    }
    cache.ancestors().skip(1).find(|folder| folder.is_dir()).map(Path::to_owned).into_iter().collect()
}

fn report_bursts(changes: &Receiver<Changes>, on_change: &dyn Fn(Changes)) {
    while let Ok(mut burst) = changes.recv() {
        let begun = Instant::now();
        while begun.elapsed() < LONGEST_BURST {
            match changes.recv_timeout(QUIET) {
                Ok(more) => burst.merge(more),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        on_change(burst);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::cache::Located;

    #[test]
    fn a_new_layer_and_a_new_cache_are_noticed() {
        let home = tempfile::tempdir().unwrap();
        let cache = home.path().join("layers-pkg");
        let located = Located { path: cache.clone(), chosen_by: "test".into(), note: None };
        let context = Context::of_cache(located);
        let start = |context: &Context| {
            let (sender, receiver) = mpsc::channel();
            (watch(context, &[], move |changes| sender.send(changes).unwrap_or_default()).unwrap(), receiver)
        };
        let (_watch, appeared) = start(&context);
        std::fs::create_dir(&cache).unwrap();
        appeared.recv_timeout(Duration::from_secs(20)).expect("the cache appeared");
        let (_watch, changed) = start(&context);
        std::fs::create_dir(cache.join("a-1-0123456789")).unwrap();
        let seen = changed.recv_timeout(Duration::from_secs(20)).expect("a layer appeared");
        assert_eq!(seen, Changes { layers: [dir("a-1-0123456789")].into(), ..Changes::of_cache() });
    }

    fn dir(text: &str) -> LayerDir {
        LayerDir::parse(text).unwrap()
    }

    #[test]
    fn paths_are_mapped_to_changes() {
        let cache = Path::new("/home/kim/.aws-sam/layers-pkg");
        let of = |path: &str| changes_at(cache, &[PathBuf::from(path)]);
        let touched = Changes { layers: [dir("a-1-0123456789")].into(), ..Changes::of_cache() };
        assert_eq!(of("/home/kim/.aws-sam/layers-pkg/a-1-0123456789"), touched);
        assert_eq!(of("/home/kim/.aws-sam/layers-pkg/.locks/a-1-0123456789.downloading.status"), touched);
        assert_eq!(of("/home/kim/.aws-sam/layers-pkg/x.zip"), Changes::of_cache());
        assert_eq!(of("/home/kim/shop/template.yaml"), Changes { templates: true, ..Changes::default() });
        assert!(of("/home/kim/.aws-sam").cache, "the folder the cache would appear in");
    }

    #[test]
    fn a_new_edited_or_removed_template_is_noticed() {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().join("project");
        std::fs::create_dir_all(root.join("service")).unwrap();
        let located = Located { path: home.path().join("layers-pkg"), chosen_by: "test".into(), note: None };
        let mut context = Context::of_cache(located);
        context.templates.projects = vec![root.clone()];
        let (sender, receiver) = mpsc::channel();
        let _watch = watch(&context, &[], move |changes| sender.send(changes).unwrap_or_default()).unwrap();
        let noticed = |what: &str| receiver.recv_timeout(Duration::from_secs(20)).expect(what);
        let template = tempfile::Builder::new().suffix(".yaml").tempfile_in(root.join("service")).unwrap();
        noticed("new");
        std::fs::write(template.path(), "Resources: {A: {}}").unwrap();
        noticed("edited");
        drop(template);
        noticed("gone");
    }

    #[test]
    fn changes_of_code_are_ignored() {
        let cache = Path::new("/cache");
        assert!(changes_at(cache, &["/project/app.py".into()]).is_empty());
        for path in ["/project/template.yaml", "/project/samconfig.toml", "/project/folder"] {
            assert!(changes_at(cache, &[path.into()]).templates, "{path}");
        }
    }
}
