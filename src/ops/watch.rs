//! Following changes that SAM makes in another terminal.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::Context;
use crate::sam::lock::LOCK_DIR;

/// Changes come in bursts: a burst ends when nothing came for this long …
const QUIET: Duration = Duration::from_millis(200);
/// … or after this long, so that a long download shows its progress.
const LONGEST_BURST: Duration = Duration::from_millis(800);

/// Watches as long as it lives.
#[derive(Debug)]
pub struct Watch {
    _watcher: RecommendedWatcher,
}

/// Calls `on_change` once for every burst of changes to the cache's entries and SAM's status files, and to
/// `templates`. Entries deep inside a layer are not watched: SAM ends every download with a status file.
///
/// Errors are the system's (no watches left, for one): the app then works without following.
pub fn watch(
    context: &Context,
    templates: &[PathBuf],
    on_change: impl Fn() + Send + 'static,
) -> Result<Watch, notify::Error> {
    let (tell, changes) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // Reading is no change; whatever cannot be told may be one.
        if !matches!(event, Ok(Event { kind: EventKind::Access(_), .. })) {
            let _ = tell.send(());
        }
    })?;
    for folder in cache_folders(&context.cache.path) {
        watcher.watch(&folder, RecursiveMode::NonRecursive)?;
    }
    // Editors replace files, so a file's folder is what can be watched.
    let mut folders: Vec<&Path> = templates.iter().filter_map(|template| template.parent()).collect();
    folders.sort_unstable();
    folders.dedup();
    for folder in folders {
        // A template folder that went away is found out by the next survey.
        let _ = watcher.watch(folder, RecursiveMode::NonRecursive);
    }
    thread::Builder::new()
        .name("watch".to_owned())
        .spawn(move || tell_bursts(&changes, &on_change))
        .map_err(notify::Error::io)?;
    Ok(Watch { _watcher: watcher })
}

/// The cache and SAM's locks in it; or, while there is no cache, the nearest folder it would appear in.
fn cache_folders(cache: &Path) -> Vec<PathBuf> {
    if cache.is_dir() {
        let locks = cache.join(LOCK_DIR);
        let locks = locks.is_dir().then_some(locks);
        return [cache.to_owned()].into_iter().chain(locks).collect();
    }
    cache.ancestors().skip(1).find(|folder| folder.is_dir()).map(Path::to_owned).into_iter().collect()
}

fn tell_bursts(changes: &Receiver<()>, on_change: &dyn Fn()) {
    while changes.recv().is_ok() {
        let begun = Instant::now();
        while begun.elapsed() < LONGEST_BURST {
            match changes.recv_timeout(QUIET) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        on_change();
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
        let told = |context: &Context| {
            let (tell, told) = mpsc::channel();
            (watch(context, &[], move || tell.send(()).unwrap_or_default()).unwrap(), told)
        };
        let (_watch, appeared) = told(&context);
        std::fs::create_dir(&cache).unwrap();
        appeared.recv_timeout(Duration::from_secs(20)).expect("the cache appeared");
        let (_watch, changed) = told(&context);
        std::fs::create_dir(cache.join("a-1-0123456789")).unwrap();
        changed.recv_timeout(Duration::from_secs(20)).expect("a layer appeared");
    }
}
