//! Lists the cache: all entries with their locks are reported first, then their sizes (see [`super::measure`]).

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::journal::JournalDamage;
use super::leftovers::{self, is_reference_leftover};
use super::locks::Locks;
use super::measure::measure_all;
use super::names::{Name, OWN_DIR, classify};
use super::open::Cache;
use super::sam_lock::is_our_own;
use super::sys::{Entry, Kind};
use super::trash::{Remains, totals};
use crate::inventory::facts::{
    CacheAccess, CacheEntryKind, CacheState, Finding, FoundForeign, FoundLayer, FoundLeftover, FoundLock, LeftoverKind,
    LockOwner, PlaceProblem,
};
use crate::sam::LayerDir;
use crate::sam::lock::LOCK_DIR;
use crate::sam::problem::{Problem, ProblemCode};
use crate::text::{describe_io_error, sanitize_path, sentence};

impl Cache {
    /// Reports the content of the cache: layers, leftovers, foreign entries and the trash, then
    /// [`Finding::CacheListed`], then the sizes of layers as they are measured, then [`Finding::CacheMeasured`].
    ///
    /// `report` is called from several threads. Set `cancel` to stop early; the last two findings are reported
    /// nevertheless. A cache that cannot be listed is reported as [`Finding::Cache`].
    pub fn scan(&self, report: &(dyn Fn(Finding) + Sync), cancel: &AtomicBool) {
        self.scan_where(&|_| true, report, cancel);
    }

    /// Scans like [`Cache::scan`], but measures only the layers for which `needs_measure` returns true. Listing costs
    /// little; measuring reads the metadata of every file.
    pub fn scan_where(
        &self,
        needs_measure: &(dyn Fn(&FoundLayer) -> bool + Sync),
        report: &(dyn Fn(Finding) + Sync),
        cancel: &AtomicBool,
    ) {
        let skipped = Mutex::new(HashSet::new());
        let filtered = |finding: Finding| {
            if let Finding::Layer(layer) = &finding
                && !needs_measure(layer)
            {
                skipped.lock().unwrap_or_else(PoisonError::into_inner).insert(layer.dir.clone());
            }
            report(finding);
        };
        let mut layers = self.report_names(&filtered, cancel);
        self.report_trash(report);
        report(Finding::CacheListed);
        let skipped = skipped.into_inner().unwrap_or_else(PoisonError::into_inner);
        layers.retain(|dir| !skipped.contains(dir));
        measure_all(&self.root, &self.path, &layers, report, cancel);
        report(Finding::CacheMeasured);
    }

    /// Reports the totals of the trash and incomplete removals, or why they are unknown.
    fn report_trash(&self, report: &(dyn Fn(Finding) + Sync)) {
        match self.trash() {
            Ok(operations) => {
                report(Finding::Trash(totals(&operations)));
                for operation in operations {
                    if let Some(damage) = operation.damage {
                        report(Finding::Place(self.journal_problem(&operation.id, damage)));
                    }
                }
            }
            Err(error) => {
                let path = self.path.join(OWN_DIR);
                let is_folder = path.symlink_metadata().map_or(true, |meta| meta.is_dir());
                let fix = if is_folder {
                    sentence!("fix-own-folder-unusable", path = sanitize_path(&path))
                } else {
                    sentence!("fix-own-folder-is-file", path = sanitize_path(&path))
                };
                let problem = Problem::new(ProblemCode::OwnFolderUnusable, error.message(), fix);
                report(Finding::Place(PlaceProblem { path, problem, hides_facts: true }));
            }
        }
        for Remains { path, bytes, .. } in self.remains().unwrap_or_default() {
            let detail = sentence!("problem-removal-incomplete", bytes = crate::text::bytes(bytes));
            let fix = sentence!("fix-removal-incomplete", path = sanitize_path(&path));
            let problem = Problem::new(ProblemCode::RemovalIncomplete, detail, fix);
            report(Finding::Place(PlaceProblem { path, problem, hides_facts: false }));
        }
    }

    /// Returns the problem of a damaged journal.
    pub fn journal_problem(&self, operation: &str, damage: JournalDamage) -> PlaceProblem {
        let path = self.journal_path(operation);
        let shown = sanitize_path(&path);
        let (detail, fix) = match damage {
            JournalDamage::Unusable => {
                (sentence!("problem-journal-unusable"), sentence!("fix-journal-unusable", path = shown))
            }
            JournalDamage::TooLarge => {
                (sentence!("problem-journal-too-large"), sentence!("fix-journal-damaged", operation = operation))
            }
            JournalDamage::Damaged => {
                (sentence!("problem-journal-damaged"), sentence!("fix-journal-damaged", operation = operation))
            }
        };
        let hides_facts = damage == JournalDamage::Unusable;
        PlaceProblem { problem: Problem::new(ProblemCode::JournalDamaged, detail, fix), path, hides_facts }
    }

    /// Scans like [`Cache::scan`] without measuring.
    pub fn scan_names(&self, report: &(dyn Fn(Finding) + Sync), cancel: &AtomicBool) {
        self.report_names(report, cancel);
        report(Finding::CacheListed);
        report(Finding::CacheMeasured);
    }

    fn report_names(&self, report: &(dyn Fn(Finding) + Sync), cancel: &AtomicBool) -> Vec<LayerDir> {
        match self.list(report, cancel) {
            Ok(layers) => layers,
            Err(error) => {
                let reason = sentence!(
                    "cache-cannot-be-listed",
                    path = crate::text::sanitize_path(&self.path),
                    why = describe_io_error(&error)
                );
                report(Finding::Cache(CacheState { access: CacheAccess::Unusable(reason), ..self.state.clone() }));
                Vec::new()
            }
        }
    }

    /// Reports all entries and returns the layer directories.
    fn list(&self, report: &(dyn Fn(Finding) + Sync), cancel: &AtomicBool) -> io::Result<Vec<LayerDir>> {
        let mut entries = self.root.entries()?;
        // The app shows the first ones before the last ones are read.
        entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        let locks = Locks::read(&self.root, &self.path);
        let seen: Vec<(LayerDir, bool)> = entries
            .par_iter()
            .with_min_len(64)
            .filter(|_| !cancel.load(Ordering::Relaxed))
            .filter_map(|entry| self.report_entry(entry, &locks, report))
            .collect();
        if let Some(error) = &locks.failure {
            let path = self.path.join(LOCK_DIR);
            let detail = sentence!("foreign-locks", why = describe_io_error(error));
            let fix = sentence!("fix-own-folder-unusable", path = sanitize_path(&path));
            let problem = Problem::new(ProblemCode::LocksUnreadable, detail, fix);
            report(Finding::Place(PlaceProblem { path, problem, hides_facts: true }));
        }
        let present: HashSet<&LayerDir> = seen.iter().map(|(dir, _)| dir).collect();
        leftovers::report_locks(&locks, &present, report);
        Ok(seen.into_iter().filter_map(|(dir, is_directory)| is_directory.then_some(dir)).collect())
    }

    /// Reports one entry. Returns the layer, and whether it is a directory to measure.
    fn report_entry(
        &self,
        entry: &Entry,
        locks: &Locks,
        report: &(dyn Fn(Finding) + Sync),
    ) -> Option<(LayerDir, bool)> {
        let path = self.path.join(&entry.name);
        let foreign = |reason| {
            report(Finding::Foreign(FoundForeign { path: path.clone(), reason }));
            None
        };
        let leftover = |kind, dir, lock: Option<&FoundLock>| {
            // `None`: it no longer exists.
            if let Some(found) = self.leftover(&entry.name, kind, dir, lock) {
                report(Finding::Leftover(found));
            }
            None
        };
        let kind = entry.kind.or_else(|| self.root.meta(&entry.name).ok().map(|meta| meta.kind));
        match (classify(&entry.name), kind) {
            (Name::Layer(dir), kind) => {
                let is_directory = kind == Some(Kind::Directory);
                report(Finding::Layer(self.layer(dir.clone(), &entry.name, kind, path, locks)?));
                Some((dir, is_directory))
            }
            (Name::Zip(dir), Some(Kind::File)) => {
                let lock = locks.lock_of(&dir).filter(|lock| !is_our_own(lock));
                leftover(LeftoverKind::Zip, Some(dir), lock.as_ref())
            }
            (Name::Dockerfile, Some(Kind::File)) => leftover(LeftoverKind::Dockerfile, None, None),
            (Name::Locks | Name::OwnFolder, Some(Kind::Directory)) => None,
            (Name::Zip(_) | Name::Dockerfile | Name::Locks | Name::OwnFolder, _) => {
                foreign(sentence!("foreign-other-kind"))
            }
            (Name::Foreign(_), Some(Kind::Directory)) if is_reference_leftover(&self.root, &entry.name) => {
                leftover(LeftoverKind::Reference, None, None)
            }
            (Name::Foreign(reason), _) => foreign(reason),
        }
    }

    /// Returns the facts of a layer; `None` if it no longer exists.
    fn layer(
        &self,
        dir: LayerDir,
        name: &OsStr,
        kind: Option<Kind>,
        path: std::path::PathBuf,
        locks: &Locks,
    ) -> Option<FoundLayer> {
        let modified = match self.root.meta(name) {
            Ok(meta) => meta.modified,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(_) => None,
        };
        let kind = match kind {
            Some(Kind::Directory) => CacheEntryKind::Directory,
            Some(Kind::Link) => CacheEntryKind::Link(self.root.link_target(name).unwrap_or_default()),
            _ => CacheEntryKind::Other,
        };
        let (lock, status) = (locks.lock_of(&dir), locks.status_of(&dir));
        Some(FoundLayer { dir, path, kind, modified, lock, status, origin: None })
    }

    fn leftover(
        &self,
        name: &OsStr,
        kind: LeftoverKind,
        dir: Option<LayerDir>,
        lock: Option<&FoundLock>,
    ) -> Option<FoundLeftover> {
        let meta = self.root.meta(name).ok()?;
        let bytes = if kind == LeftoverKind::Reference { 0 } else { meta.bytes };
        Some(FoundLeftover {
            path: self.path.join(Path::new(name)),
            kind,
            bytes,
            modified: meta.modified,
            dir,
            in_use: lock.is_some_and(|lock| lock.owner() != LockOwner::Gone),
            unknown_owner: lock.and_then(FoundLock::unknown_owner),
        })
    }
}
