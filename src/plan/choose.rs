//! Choosing by criteria: which layers and leftovers a purge without names is about. Pure; the clock is passed in.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

use super::Selection;
use crate::inventory::{LayerRow, LayerState, Shown, Usage};
use crate::sam::LayerDir;

/// What to choose. Criteria narrow each other: a layer has to meet all of those given.
#[derive(Debug, Clone, Copy, Default)]
pub struct Criteria {
    /// No template names it.
    pub unreferenced: bool,
    /// Empty, partial, failed, or locked by a process that is gone.
    pub broken: bool,
    /// Last changed longer ago than this.
    pub older_than: Option<Duration>,
    /// Not among the so many highest versions of its layer.
    pub keep_newest: Option<usize>,
    /// The longest unused ones, until the cache is no larger than so many bytes.
    pub trim_to: Option<u64>,
    /// Leftovers of interrupted SAM runs, on top of the layers.
    pub leftovers: bool,
}

/// Why a choice cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChooseError {
    /// No template at all was read.
    #[error(
        "which layers are unreferenced cannot be told: no template was found; name it with --project DIR or -t FILE"
    )]
    NoTemplate,
    /// These templates may name any layer.
    #[error(
        "which layers are unreferenced cannot be told: not everything in {} could be resolved; \
         `samlayers functions` says why", list(.0)
    )]
    Unresolved(Vec<PathBuf>),
}

impl Criteria {
    /// Whether any criterion about layers is given.
    pub fn about_layers(&self) -> bool {
        self.unreferenced
            || self.broken
            || self.older_than.is_some()
            || self.keep_newest.is_some()
            || self.trim_to.is_some()
    }

    /// Narrows `named` (every layer, where nothing was named) and adds leftovers where asked for.
    pub fn choose(&self, shown: &Shown, named: Option<Selection>, now: Timestamp) -> Result<Selection, ChooseError> {
        let only_leftovers = named.is_none() && !self.about_layers();
        let mut selection = named.unwrap_or_else(|| Selection {
            layers: if only_leftovers {
                BTreeSet::new()
            } else {
                shown.layers.iter().map(|row| row.dir.clone()).collect()
            },
            ..Selection::default()
        });
        if self.leftovers {
            selection.leftovers.extend(shown.leftovers.iter().map(|leftover| leftover.path.clone()));
        }
        let newest = self.keep_newest.map(|count| newest(shown, count));
        let mut rows = Vec::new();
        for row in shown.layers.iter().filter(|row| selection.layers.contains(&row.dir)) {
            if newest.as_ref().is_some_and(|newest| newest.contains(&row.dir))
                || (self.broken && !is_broken(row))
                || self.older_than.is_some_and(|age| !is_older(row, age, now))
            {
                continue;
            }
            if !self.unreferenced || is_unreferenced(row)? {
                rows.push(row);
            }
        }
        if let Some(target) = self.trim_to {
            rows = trim(shown, &selection, rows, target);
        }
        if self.about_layers() {
            selection.layers = rows.into_iter().map(|row| row.dir.clone()).collect();
        }
        Ok(selection)
    }
}

fn is_broken(row: &LayerRow) -> bool {
    let abandoned = row.lock.as_ref().is_some_and(|lock| !lock.owner_alive);
    abandoned || matches!(row.state, LayerState::Empty | LayerState::Partial | LayerState::Failed)
}

/// A directory without a time is never called old.
fn is_older(row: &LayerRow, age: Duration, now: Timestamp) -> bool {
    row.modified.is_some_and(|modified| modified.checked_add(age).is_ok_and(|then| then < now))
}

fn is_unreferenced(row: &LayerRow) -> Result<bool, ChooseError> {
    match &row.usage {
        Usage::Referenced(_) => Ok(false),
        Usage::Unreferenced => Ok(true),
        Usage::Unknown(templates) if !templates.is_empty() => Err(ChooseError::Unresolved(templates.clone())),
        Usage::Unknown(_) | Usage::Loading => Err(ChooseError::NoTemplate),
    }
}

/// The highest versions of each layer. Layers of one name and different accounts are different layers; versions that
/// are no number cannot be compared and always stay.
fn newest(shown: &Shown, count: usize) -> BTreeSet<LayerDir> {
    let mut layers: BTreeMap<_, Vec<&LayerDir>> = BTreeMap::new();
    let mut staying = BTreeSet::new();
    for row in &shown.layers {
        if row.dir.version_number().is_none() {
            staying.insert(row.dir.clone());
            continue;
        }
        let owner = row.arn.as_ref().map(|known| known.arn.without_version());
        layers.entry((row.dir.layer_name(), owner)).or_default().push(&row.dir);
    }
    for mut versions in layers.into_values() {
        versions.sort_by_key(|dir| std::cmp::Reverse(dir.version_number()));
        staying.extend(versions.into_iter().take(count).cloned());
    }
    staying
}

/// Of `rows`, the longest unused ones whose going brings the cache down to `target` bytes.
fn trim<'a>(shown: &Shown, selection: &Selection, mut rows: Vec<&'a LayerRow>, target: u64) -> Vec<&'a LayerRow> {
    let leftovers = shown.leftovers.iter().filter(|leftover| selection.leftovers.contains(&leftover.path));
    let mut bytes = shown.totals.bytes.saturating_sub(leftovers.map(|leftover| leftover.bytes).sum());
    rows.retain(|row| !row.is_locked());
    rows.sort_by_key(|row| (last_used(shown, row), &row.dir));
    let mut chosen = Vec::new();
    for row in rows {
        if bytes <= target {
            break;
        }
        bytes = bytes.saturating_sub(row.measure.as_ref().map_or(0, |measure| measure.bytes));
        chosen.push(row);
    }
    chosen
}

/// When the layer was last written or built into an image.
fn last_used(shown: &Shown, row: &LayerRow) -> Option<Timestamp> {
    let built = shown.images.iter().filter(|image| row.images.contains(&image.name)).filter_map(|image| image.created);
    built.chain(row.modified).max()
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::found::{EntryKind, FoundLeftover, LeftoverKind, Measure};
    use crate::inventory::{ArnSource, KnownArn};
    use crate::sam::LayerArn;

    const DAY: u64 = 86_400;

    fn now() -> Timestamp {
        Timestamp::from_second(2_000_000_000).unwrap()
    }

    /// A healthy, unreferenced layer of account 1…1, `days` old and 100 bytes large.
    fn layer(name: &str, version: u64, days: u64) -> LayerRow {
        let arn = LayerArn::new(format!("arn:aws:lambda:eu-west-1:111111111111:layer:{name}:{version}")).unwrap();
        LayerRow {
            dir: arn.dir(),
            path: PathBuf::from("/cache").join(arn.dir().as_str()),
            kind: EntryKind::Directory,
            arn: Some(KnownArn { arn, source: ArnSource::Remembered }),
            state: LayerState::Ok,
            counts_as_cached: true,
            measure: Some(Measure { bytes: 100, files: 1, ..Measure::default() }),
            modified: Some(now() - Duration::from_secs(days * DAY)),
            lock: None,
            usage: Usage::Unreferenced,
            images: Vec::new(),
            problems: Vec::new(),
        }
    }

    fn shown(mut layers: Vec<LayerRow>) -> Shown {
        layers.sort_by(|a, b| a.dir.cmp(&b.dir));
        let mut shown = Shown { layers, ..Shown::default() };
        shown.totals.bytes = shown.layers.len() as u64 * 100;
        shown
    }

    fn names(chosen: Result<Selection, ChooseError>) -> Vec<String> {
        chosen.unwrap().layers.iter().map(|dir| format!("{}-{}", dir.layer_name(), dir.version())).collect()
    }

    #[test]
    fn one_unresolved_template_makes_everything_unknown() {
        let mut unsure = layer("b", 1, 1);
        unsure.usage = Usage::Unknown(vec![PathBuf::from("/p/template.yaml")]);
        let shown = shown(vec![layer("a", 1, 1), unsure]);
        let criteria = Criteria { unreferenced: true, ..Criteria::default() };
        let error = criteria.choose(&shown, None, now()).unwrap_err();
        assert!(error.to_string().contains("/p/template.yaml"), "{error}");
    }

    #[test]
    fn without_any_template_nothing_is_unreferenced() {
        let mut row = layer("a", 1, 1);
        row.usage = Usage::Unknown(Vec::new());
        let criteria = Criteria { unreferenced: true, ..Criteria::default() };
        assert_eq!(criteria.choose(&shown(vec![row]), None, now()), Err(ChooseError::NoTemplate));
    }

    #[test]
    fn criteria_narrow_each_other_and_what_was_named() {
        let mut used = layer("used", 1, 90);
        used.usage = Usage::Referenced(Vec::new());
        let shown = shown(vec![used, layer("old", 1, 90), layer("new", 1, 1), layer("else", 1, 90)]);
        let criteria =
            Criteria { unreferenced: true, older_than: Some(Duration::from_secs(30 * DAY)), ..Criteria::default() };
        assert_eq!(names(criteria.choose(&shown, None, now())), ["else-1", "old-1"]);
        let named =
            Selection { layers: [layer("old", 1, 0).dir, layer("new", 1, 0).dir].into(), ..Selection::default() };
        assert_eq!(names(criteria.choose(&shown, Some(named), now())), ["old-1"]);
    }

    #[test]
    fn the_newest_versions_are_kept_by_number_and_by_owner() {
        let mut foreign = layer("lib", 9, 1);
        let arn = LayerArn::new("arn:aws:lambda:eu-west-1:222222222222:layer:lib:1").unwrap();
        foreign.dir = arn.dir();
        foreign.arn = Some(KnownArn { arn, source: ArnSource::Remembered });
        let shown = shown(vec![layer("lib", 9, 1), layer("lib", 10, 2), layer("lib", 2, 3), foreign]);
        let criteria = Criteria { keep_newest: Some(1), ..Criteria::default() };
        assert_eq!(names(criteria.choose(&shown, None, now())), ["lib-2", "lib-9"]);
    }

    #[test]
    fn trimming_takes_the_oldest_and_stops_in_time() {
        let shown = shown(vec![layer("a", 1, 5), layer("b", 1, 50), layer("c", 1, 500)]);
        let trim_to = |bytes| Criteria { trim_to: Some(bytes), ..Criteria::default() };
        assert_eq!(names(trim_to(300).choose(&shown, None, now())), Vec::<String>::new());
        assert_eq!(names(trim_to(299).choose(&shown, None, now())), ["c-1"]);
        assert_eq!(names(trim_to(150).choose(&shown, None, now())), ["b-1", "c-1"]);
    }

    #[test]
    fn only_leftovers_means_no_layers() {
        let mut shown = shown(vec![layer("a", 1, 5)]);
        shown.leftovers.push(FoundLeftover {
            path: "/cache/a.zip".into(),
            kind: LeftoverKind::Zip,
            bytes: 7,
            modified: None,
            dir: None,
            in_use: false,
        });
        let chosen = Criteria { leftovers: true, ..Criteria::default() }.choose(&shown, None, now()).unwrap();
        assert_eq!((chosen.layers.len(), chosen.leftovers.len()), (0, 1));
    }

    #[test]
    fn broken_is_what_sam_could_not_use() {
        let mut rows = vec![layer("fine", 1, 1)];
        for (name, state) in
            [("empty", LayerState::Empty), ("partial", LayerState::Partial), ("odd", LayerState::Unknown)]
        {
            let mut row = layer(name, 1, 1);
            row.state = state;
            rows.push(row);
        }
        let criteria = Criteria { broken: true, ..Criteria::default() };
        assert_eq!(names(criteria.choose(&shown(rows), None, now())), ["empty-1", "partial-1"]);
    }
}
