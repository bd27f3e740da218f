//! Selects layers, images and leftovers by criteria, for a purge without names. Pure: the current time is passed in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::Selection;
use crate::inventory::facts::{LeftoverKind, LockOwner, NotRead};
use crate::inventory::footprint::{is_unused_image, runs_functions};
use crate::inventory::last_use::LastUses;
use crate::inventory::{ImageRow, InventoryRows, LayerRow, LayerState, Usage};
use crate::sam::LayerDir;
use crate::sam::image_name::ImageKind;
use crate::sam::problem::ProblemCode;
use crate::text::{Sentence, localized, sentence};

/// Returns whether a rule selects an image.
type IsSelected = fn(&ImageRow) -> bool;

/// The criteria of a selection. Criteria about layers are combined: a layer has to meet all of them, or with
/// [`Criteria::any`] at least one. All other criteria add to the selection.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own, on the command line and in the app")]
pub struct Criteria {
    /// A layer that meets any of the criteria is selected, instead of one that meets all.
    pub any: bool,
    /// No function of a template uses it.
    pub unreferenced: bool,
    /// Empty, partial, failed, or locked by a process that no longer runs.
    pub broken: bool,
    /// A newer version of the same layer is cached and usable.
    pub superseded: bool,
    /// Last changed longer ago than this.
    pub older_than: Option<Duration>,
    /// Larger than this many bytes.
    pub larger_than: Option<u64>,
    /// Not among this many highest versions of its layer.
    pub keep_newest: Option<usize>,
    /// Remove the least recently used layers until the cache has at most this many bytes.
    pub trim_to: Option<u64>,
    /// Files left behind by interrupted runs of SAM.
    pub leftovers: bool,
    /// Locks of processes that no longer run, with their status files; the layers stay.
    pub abandoned_locks: bool,
    /// With `abandoned_locks`: also locks whose owner cannot be determined, of the selected layers, or of all layers if
    /// none are selected. Set only after the user was warned.
    pub unknown_locks: bool,
    /// Images without a name that builds of SAM left.
    pub dangling: bool,
    /// Images of functions without layers, and SAM's emulation images. SAM builds or pulls them again.
    pub rapid_images: bool,
    /// Images that no template uses and no container needs. SAM builds or pulls them again.
    pub unused_images: bool,
    /// Images built from content that was replaced since. SAM keeps using them until they are removed.
    pub outdated_images: bool,
    /// Containers of SAM that have ended.
    pub containers: bool,
    /// Images in which `sam build --use-container` builds. SAM pulls them again.
    pub build_images: bool,
    /// The images that SAM built to run image functions, if their history or a container proves it.
    pub function_images: bool,
    /// UUIDs of build folders that nothing names.
    pub builds: bool,
}

/// Why a selection cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CriteriaError {
    /// No template was read.
    NoTemplate,
    /// These templates and folders could not be read completely, and may use any layer.
    NotRead(Vec<NotRead>),
    /// The templates are still being read.
    Reading,
    /// The build folders are still being searched for.
    BuildsReading,
    /// The container engine did not report what is needed.
    Engine(EngineFact),
}

/// Facts that only the container engine knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngineFact {
    /// The images without a name from builds of SAM.
    Dangling,
    /// The images.
    Images,
    /// The containers.
    Containers,
}

impl CriteriaError {
    /// Returns what is missing and how to provide it.
    pub fn message(&self) -> Sentence {
        match self {
            Self::NoTemplate => sentence!("choose-no-template"),
            Self::NotRead(paths) => sentence!("choose-unresolved", paths = NotRead::list(paths)),
            Self::Reading => sentence!("choose-reading"),
            Self::BuildsReading => sentence!("choose-builds"),
            Self::Engine(EngineFact::Dangling) => sentence!("choose-dangling"),
            Self::Engine(EngineFact::Images) => sentence!("choose-images"),
            Self::Engine(EngineFact::Containers) => sentence!("choose-containers"),
        }
    }
}

localized!(CriteriaError);

impl std::error::Error for CriteriaError {}

impl Criteria {
    /// Returns whether any criterion about layers is set.
    pub fn selects_layers(&self) -> bool {
        self.unreferenced
            || self.broken
            || self.superseded
            || self.older_than.is_some()
            || self.larger_than.is_some()
            || self.keep_newest.is_some()
            || self.trim_to.is_some()
    }

    /// Returns whether a criterion selects other entries than layers.
    pub fn selects_other_entries(&self) -> bool {
        self.leftovers || self.abandoned_locks || self.builds || self.needs_engine()
    }

    /// Returns whether a criterion needs more from the engine than the images built from layers.
    fn needs_engine(&self) -> bool {
        let of_images = self.rapid_images || self.build_images || self.function_images;
        of_images || self.unused_images || self.outdated_images || self.dangling || self.containers
    }

    /// Returns whether a criterion depends on the sizes of layers.
    pub fn needs_sizes(&self) -> bool {
        // Whether a layer is empty is known only after it was measured.
        self.broken || self.superseded || self.larger_than.is_some() || self.trim_to.is_some()
    }

    /// Returns whether a criterion depends on details that an engine reports after its list: times of use, and the
    /// history.
    pub fn needs_image_details(&self) -> bool {
        self.needs_engine() || self.trim_to.is_some()
    }

    /// Applies the criteria to `named`, or to every layer if it is `None`, and adds all other selected entries.
    pub fn choose(
        &self,
        shown: &InventoryRows,
        named: Option<Selection>,
        now: Timestamp,
    ) -> Result<Selection, CriteriaError> {
        let no_layers = named.is_none() && !self.selects_layers();
        let mut selection = named.unwrap_or_else(|| Selection {
            layers: if no_layers { BTreeSet::new() } else { shown.layers.iter().map(|row| row.dir.clone()).collect() },
            ..Selection::default()
        });
        self.add_others(shown, &mut selection, no_layers)?;
        let newest = self.keep_newest.map(|count| newest(shown, count));
        let versions = if self.superseded { Versions::of(shown) } else { Versions::default() };
        let mut rows: Vec<&LayerRow> = Vec::new();
        let named = || shown.layers.iter().map(|row| &**row).filter(|row| selection.layers.contains(&row.dir));
        let mut unknown_sizes = BTreeSet::new();
        let mut unknown_states = BTreeSet::new();
        for row in named() {
            // Whether it is broken, or the newest version that can be used, is unknown, so it is left alone and reported.
            let is_undecided = (self.broken || self.superseded) && row.state_is_unreadable();
            if is_undecided && !self.any {
                unknown_states.insert(row.dir.clone());
                continue;
            }
            // What cannot be judged by its size is judged by the other criteria, and reported.
            let is_unknown = self.cannot_judge_size(row);
            let judged = if is_unknown { Self { larger_than: None, ..*self } } else { *self };
            match (judged.is_met(row, newest.as_ref(), &versions, now)?, is_unknown) {
                (true, false) => rows.push(row),
                (true, true) if self.any => rows.push(row),
                (is_met, true) if is_met || self.any => drop(unknown_sizes.insert(row.dir.clone())),
                _ => {}
            }
        }
        if self.unreferenced || self.unused_images {
            selection.considered.clone_from(&shown.considered);
        }
        match self.trim_to {
            // An entry that another criterion selects as well stays selected, so that more criteria never select less.
            Some(target) if self.any => rows.extend(trim(shown, &selection, named().collect(), target)),
            Some(target) => rows = trim(shown, &selection, rows, target),
            None => {}
        }
        if self.any && (self.broken || self.superseded) {
            let is_selected = |row: &&LayerRow| rows.iter().any(|selected| selected.dir == row.dir);
            let undecided = named().filter(|row| row.state_is_unreadable() && !is_selected(row));
            unknown_states.extend(undecided.map(|row| row.dir.clone()));
        }
        selection.unknown_sizes = unknown_sizes;
        selection.unknown_states = unknown_states;
        if self.selects_layers() {
            selection.layers = rows.into_iter().map(|row| row.dir.clone()).collect();
        }
        Ok(selection)
    }

    /// Returns whether a criterion about sizes cannot judge a layer, as a part of it could not be read.
    fn cannot_judge_size(&self, row: &LayerRow) -> bool {
        is_incomplete(row) && (self.trim_to.is_some() || self.larger_than.is_some_and(|bytes| !is_larger(row, bytes)))
    }

    /// Returns whether a layer meets the criteria about single layers.
    fn is_met(
        &self,
        row: &LayerRow,
        newest: Option<&BTreeSet<LayerDir>>,
        versions: &Versions,
        now: Timestamp,
    ) -> Result<bool, CriteriaError> {
        let met = [
            newest.map(|newest| !newest.contains(&row.dir)),
            self.broken.then(|| is_broken(row)),
            self.superseded.then(|| versions.supersede(row)),
            self.older_than.map(|age| is_older(row, age, now)),
            self.larger_than.map(|bytes| is_larger(row, bytes)),
        ];
        let mut met = met.into_iter().flatten();
        // Last, as it fails where the uses of a layer are unknown.
        if self.any {
            return Ok(met.any(|met| met) || (self.unreferenced && is_unused(&row.usage)?));
        }
        Ok(met.all(|met| met) && (!self.unreferenced || is_unused(&row.usage)?))
    }

    /// Adds the entries other than layers. `only`: no layers are selected.
    fn add_others(&self, shown: &InventoryRows, selection: &mut Selection, only: bool) -> Result<(), CriteriaError> {
        if self.leftovers {
            selection.leftovers.extend(shown.leftovers.iter().map(|leftover| leftover.path.clone()));
        }
        if self.abandoned_locks {
            selection.unknown_locks = self.unknown_locks;
            // If layers are selected, the user's agreement covers only the locks of these layers.
            let unknown = only && self.unknown_locks;
            let abandoned = |row: &LayerRow| has_abandoned_lock(row) || unknown && has_lock_of_unknown_owner(row);
            let abandoned = shown.layers.iter().filter(|row| abandoned(row));
            selection.locks.extend(abandoned.map(|row| row.dir.clone()));
            let of_no_layer = shown.leftovers.iter().filter(|leftover| {
                leftover.kind == LeftoverKind::Lock && (unknown || leftover.unknown_owner.is_none())
            });
            selection.leftovers.extend(of_no_layer.map(|leftover| leftover.path.clone()));
        }
        if self.builds {
            if !shown.builds_known {
                return Err(CriteriaError::BuildsReading);
            }
            // What is in a folder that was not entered, such as one behind a link, is unknown, and is reported.
            let builds = shown.builds.iter();
            let with_ids =
                builds.filter(|folder| folder.is_closed() || folder.entries.iter().any(|entry| entry.id.is_some()));
            selection.build_folders.extend(with_ids.map(|folder| folder.path.clone()));
        }
        if self.dangling {
            let dangling = shown.dangling.as_ref().ok_or(CriteriaError::Engine(EngineFact::Dangling))?;
            selection.dangling.extend(dangling.iter().map(|image| image.id.clone()));
        }
        let rules: [(bool, IsSelected); 4] = [
            (self.rapid_images, has_no_layers),
            (self.build_images, is_build_image),
            (self.function_images, is_of_image_function),
            (self.outdated_images, is_outdated),
        ];
        if self.unused_images {
            if !shown.images_known {
                return Err(CriteriaError::Engine(EngineFact::Images));
            }
            for image in shown.images.iter().filter(|image| runs_functions(image)) {
                if is_unused(&image.usage)? && is_unused_image(image) {
                    selection.images.insert(image.name.clone());
                }
            }
        }
        for (_, selects) in rules.into_iter().filter(|(is_on, _)| *is_on) {
            if !shown.images_known {
                return Err(CriteriaError::Engine(EngineFact::Images));
            }
            // A name that only looks like one of SAM is never enough for a rule.
            let selected = shown.images.iter().filter(|image| image.evidence.is_proof() && selects(image));
            selection.images.extend(selected.map(|image| image.name.clone()));
        }
        if self.containers {
            let containers = shown.containers.as_ref().ok_or(CriteriaError::Engine(EngineFact::Containers))?;
            let ended = containers.iter().filter(|container| container.by_sam && container.has_ended());
            selection.containers.extend(ended.map(|container| container.id.clone()));
        }
        Ok(())
    }
}

fn has_no_layers(image: &ImageRow) -> bool {
    matches!(image.name.kind(), ImageKind::Rapid { .. } | ImageKind::Emulation)
}

fn is_build_image(image: &ImageRow) -> bool {
    matches!(image.name.kind(), ImageKind::Build { .. })
}

/// Returns whether SAM built it to run an image function: all others have a repository of AWS.
fn is_of_image_function(image: &ImageRow) -> bool {
    matches!(image.name.kind(), ImageKind::Rapid { .. }) && !image.name.is_proof()
}

fn is_outdated(image: &ImageRow) -> bool {
    image.problems.iter().any(|problem| problem.code == ProblemCode::ImageOutdated)
}

fn has_abandoned_lock(row: &LayerRow) -> bool {
    row.lock.as_ref().is_some_and(|lock| lock.owner() == LockOwner::Gone)
}

fn has_lock_of_unknown_owner(row: &LayerRow) -> bool {
    row.lock.as_ref().is_some_and(|lock| lock.unknown_owner().is_some())
}

fn is_broken(row: &LayerRow) -> bool {
    has_abandoned_lock(row) || matches!(row.state, LayerState::Empty | LayerState::Partial | LayerState::Failed)
}

/// The usable layers, by name.
#[derive(Default)]
struct Versions<'a>(BTreeMap<&'a str, Vec<&'a LayerRow>>);

impl<'a> Versions<'a> {
    fn of(shown: &'a InventoryRows) -> Self {
        let mut versions: BTreeMap<&str, Vec<&LayerRow>> = BTreeMap::new();
        let usable = |row: &&Arc<LayerRow>| row.counts_as_cached == Some(true) && !row.is_locked() && !is_broken(row);
        for row in shown.layers.iter().filter(usable) {
            versions.entry(row.dir.layer_name()).or_default().push(row);
        }
        Self(versions)
    }

    /// Returns whether a newer version is cached: of the same ARN apart from the version, or, if one of the two ARNs is
    /// unknown, of the same name. Versions that are not numbers cannot be compared.
    fn supersede(&self, row: &LayerRow) -> bool {
        let Some(version) = row.dir.version_number() else { return false };
        let of_same_name = self.0.get(row.dir.layer_name()).into_iter().flatten();
        let mut newer = of_same_name.filter(|other| other.dir.version_number().is_some_and(|other| other > version));
        newer.any(|newer| match (&row.arn, &newer.arn) {
            (Some(one), Some(other)) => one.arn.without_version() == other.arn.without_version(),
            _ => true,
        })
    }
}

/// Returns whether a layer is older than `age`. A directory without a modification time never is.
fn is_older(row: &LayerRow, age: Duration, now: Timestamp) -> bool {
    row.modified.is_some_and(|modified| modified.checked_add(age).is_ok_and(|then| then < now))
}

fn is_incomplete(row: &LayerRow) -> bool {
    row.measure.as_ref().is_some_and(|measure| !measure.is_complete())
}

/// Returns whether a layer is larger than `bytes`. A layer that was not measured never is.
fn is_larger(row: &LayerRow, bytes: u64) -> bool {
    row.measure.as_ref().is_some_and(|measure| measure.bytes > bytes)
}

/// Returns whether no template uses an entry, or why that is unknown.
fn is_unused(usage: &Usage) -> Result<bool, CriteriaError> {
    match usage {
        Usage::Referenced(_) => Ok(false),
        Usage::Unreferenced => Ok(true),
        Usage::Unknown(paths) if !paths.is_empty() => Err(CriteriaError::NotRead(paths.to_vec())),
        Usage::Unknown(_) => Err(CriteriaError::NoTemplate),
        Usage::Loading => Err(CriteriaError::Reading),
    }
}

/// Returns the `count` highest versions of each layer. Layers with one name in several accounts are different layers.
/// Versions that are not numbers cannot be compared and always stay.
fn newest(shown: &InventoryRows, count: usize) -> BTreeSet<LayerDir> {
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

/// Returns the least recently used of `rows` whose removal reduces the cache to `target` bytes.
fn trim<'a>(
    shown: &InventoryRows,
    selection: &Selection,
    mut rows: Vec<&'a LayerRow>,
    target: u64,
) -> Vec<&'a LayerRow> {
    let leftovers = shown.leftovers.iter().filter(|leftover| selection.leftovers.contains(&leftover.path));
    let mut bytes = shown.totals.bytes.saturating_sub(leftovers.map(|leftover| leftover.bytes).sum());
    rows.retain(|row| !row.is_locked() && !is_incomplete(row));
    let uses = LastUses::of(shown);
    rows.sort_by_cached_key(|row| (last_used(&uses, row), &row.dir));
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

/// Returns when the layer was last used, or when its directory changed if that is later.
fn last_used(uses: &LastUses, row: &LayerRow) -> Option<Timestamp> {
    uses.of_layer(row).map(|last| last.time).into_iter().chain(row.modified).max()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::inventory::facts::{CacheEntryKind, FoundLeftover, FoundLock, LeftoverKind, Measure, NotReadReason};
    use crate::inventory::{ArnSource, KnownArn};
    use crate::sam::LayerArn;

    const DAY: u64 = 86_400;

    fn now() -> Timestamp {
        Timestamp::from_second(2_000_000_000).unwrap()
    }

    /// Returns a complete, unreferenced layer of account 111111111111 with 100 bytes, last changed `days` ago.
    fn layer(name: &str, version: u64, days: u64) -> LayerRow {
        let arn = LayerArn::new(format!("arn:aws:lambda:eu-west-1:111111111111:layer:{name}:{version}")).unwrap();
        LayerRow {
            dir: arn.dir(),
            path: PathBuf::from("/cache").join(arn.dir().as_str()),
            kind: CacheEntryKind::Directory,
            arn: Some(KnownArn { arn, source: ArnSource::Remembered }),
            state: LayerState::Ok,
            counts_as_cached: Some(true),
            measure: Some(Measure { bytes: 100, files: 1, ..Measure::default() }.into()),
            modified: Some(now() - Duration::from_secs(days * DAY)),
            lock: None,
            lock_is_unknown: false,
            origin: None,
            usage: Usage::Unreferenced,
            images: Vec::new(),
            check: None,
            newer: None,
            problems: Vec::new(),
        }
    }

    fn shown(mut layers: Vec<LayerRow>) -> InventoryRows {
        layers.sort_by(|a, b| a.dir.cmp(&b.dir));
        let layers = layers.into_iter().map(Arc::new).collect();
        let mut shown = InventoryRows { layers, ..InventoryRows::default() };
        shown.totals.bytes = shown.layers.len() as u64 * 100;
        shown
    }

    fn names(chosen: Result<Selection, CriteriaError>) -> Vec<String> {
        chosen.unwrap().layers.iter().map(|dir| format!("{}-{}", dir.layer_name(), dir.version())).collect()
    }

    #[test]
    fn one_unresolved_template_makes_everything_unknown() {
        let mut unsure = layer("b", 1, 1);
        let path = PathBuf::from("/p/template.yaml");
        unsure.usage = Usage::Unknown([NotRead { path, reason: NotReadReason::Unresolved }].into());
        let shown = shown(vec![layer("a", 1, 1), unsure]);
        let criteria = Criteria { unreferenced: true, ..Criteria::default() };
        let error = criteria.choose(&shown, None, now()).unwrap_err();
        assert!(error.to_string().contains("/p/template.yaml"), "{error}");
    }

    #[test]
    fn without_any_template_nothing_is_unreferenced() {
        let mut row = layer("a", 1, 1);
        row.usage = Usage::Unknown([].into());
        let criteria = Criteria { unreferenced: true, ..Criteria::default() };
        assert_eq!(criteria.choose(&shown(vec![row]), None, now()), Err(CriteriaError::NoTemplate));
    }

    #[test]
    fn criteria_are_combined_with_each_other_and_with_names() {
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
    fn with_any_each_further_criterion_only_adds() {
        let mut large = layer("large", 1, 1);
        large.usage = Usage::Referenced(Vec::new());
        large.measure = Some(Measure { bytes: 1_000, files: 1, ..Measure::default() }.into());
        let mut used = layer("used", 1, 1);
        used.usage = Usage::Referenced(Vec::new());
        let shown = shown(vec![large, layer("old", 1, 90), layer("new", 1, 1), used]);
        let any = Criteria { any: true, older_than: Some(Duration::from_secs(30 * DAY)), ..Criteria::default() };
        assert_eq!(names(any.choose(&shown, None, now())), ["old-1"]);
        let any = Criteria { larger_than: Some(500), ..any };
        assert_eq!(names(any.choose(&shown, None, now())), ["large-1", "old-1"]);
        let any = Criteria { unreferenced: true, ..any };
        assert_eq!(names(any.choose(&shown, None, now())), ["large-1", "new-1", "old-1"]);
        let any = Criteria { trim_to: Some(399), ..any };
        assert_eq!(names(any.choose(&shown, None, now())), ["large-1", "new-1", "old-1"]);
        let all = Criteria { any: false, ..any };
        assert_eq!(names(all.choose(&shown, None, now())), [""; 0]);
        let nothing = Criteria { any: true, ..Criteria::default() };
        assert_eq!(names(nothing.choose(&shown, None, now())), [""; 0]);
    }

    #[test]
    fn unused_and_outdated_images_are_selected_and_those_a_container_needs_stay() {
        let image = |number: usize, usage: Usage| image_row(number, usage);
        let mut running = image(1, Usage::Unreferenced);
        running.containers = vec![crate::inventory::facts::FoundContainer {
            id: "c".into(),
            name: "c".into(),
            state: "running".into(),
            by_sam: true,
            function: None,
            created: None,
            ended: None,
        }];
        let mut outdated = image(2, Usage::Referenced(Vec::new()));
        outdated.problems.push(crate::sam::problem::Problem {
            code: ProblemCode::ImageOutdated,
            detail: "old".into(),
            fix: None,
        });
        let images = vec![running, outdated, image(3, Usage::Unreferenced)];
        let mut shown = InventoryRows { images, images_known: true, ..shown(vec![layer("a", 1, 1)]) };
        let chosen = |criteria: Criteria, shown: &InventoryRows| criteria.choose(shown, None, now());
        let unused = Criteria { unused_images: true, ..Criteria::default() };
        let outdated = Criteria { outdated_images: true, ..Criteria::default() };
        let selection = chosen(unused, &shown).unwrap();
        assert_eq!((selection.layers.len(), selection.images), (0, [shown.images[2].name.clone()].into()));
        assert_eq!(chosen(outdated, &shown).unwrap().images, [shown.images[1].name.clone()].into());
        shown.images[1].usage = Usage::Unknown([].into());
        assert_eq!(chosen(unused, &shown), Err(CriteriaError::NoTemplate));
        assert_eq!(chosen(outdated, &shown).unwrap().images.len(), 1, "that does not depend on uses");
    }

    fn image_row(number: usize, usage: Usage) -> ImageRow {
        let name = format!("samcli/lambda-python:3.12-x86_64-{number:025}");
        ImageRow {
            name: crate::sam::ImageName::parse(&name).unwrap(),
            id: format!("sha256:{number}"),
            layers: None,
            search: None,
            created: None,
            size_bytes: 1,
            unique_bytes: None,
            containers: Vec::new(),
            tagged: None,
            disk: crate::inventory::facts::ImageDisk::default(),
            evidence: crate::inventory::ImageEvidence::Name,
            usage,
            check: None,
            problems: Vec::new(),
        }
    }

    #[test]
    fn the_newest_versions_are_kept_for_each_account() {
        let mut foreign = layer("lib", 9, 1);
        let arn = LayerArn::new("arn:aws:lambda:eu-west-1:222222222222:layer:lib:1").unwrap();
        foreign.dir = arn.dir();
        foreign.arn = Some(KnownArn { arn, source: ArnSource::Remembered });
        let shown = shown(vec![layer("lib", 9, 1), layer("lib", 10, 2), layer("lib", 2, 3), foreign]);
        let criteria = Criteria { keep_newest: Some(1), ..Criteria::default() };
        assert_eq!(names(criteria.choose(&shown, None, now())), ["lib-2", "lib-9"]);
    }

    #[test]
    fn trimming_removes_the_oldest_until_the_target_is_reached() {
        let shown = shown(vec![layer("a", 1, 5), layer("b", 1, 50), layer("c", 1, 500)]);
        let trim_to = |bytes| Criteria { trim_to: Some(bytes), ..Criteria::default() };
        assert_eq!(names(trim_to(300).choose(&shown, None, now())), Vec::<String>::new());
        assert_eq!(names(trim_to(299).choose(&shown, None, now())), ["c-1"]);
        assert_eq!(names(trim_to(150).choose(&shown, None, now())), ["b-1", "c-1"]);
    }

    #[test]
    fn selecting_leftovers_selects_no_layers() {
        let mut shown = shown(vec![layer("a", 1, 5)]);
        shown.leftovers.push(FoundLeftover {
            path: "/cache/a.zip".into(),
            kind: LeftoverKind::Zip,
            bytes: 7,
            modified: None,
            dir: None,
            in_use: false,
            unknown_owner: None,
        });
        let chosen = Criteria { leftovers: true, ..Criteria::default() }.choose(&shown, None, now()).unwrap();
        assert_eq!((chosen.layers.len(), chosen.leftovers.len()), (0, 1));
    }

    #[test]
    fn broken_layers_are_those_that_sam_could_not_use() {
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

    #[test]
    fn a_layer_is_superseded_by_a_usable_newer_version() {
        let chosen = |rows: Vec<LayerRow>| {
            names(Criteria { superseded: true, ..Criteria::default() }.choose(&shown(rows), None, now()))
        };
        assert_eq!(chosen(vec![layer("lib", 9, 1), layer("lib", 10, 9), layer("other", 1, 9)]), ["lib-9"]);
        let mut empty = layer("lib", 10, 1);
        empty.state = LayerState::Empty;
        assert_eq!(chosen(vec![layer("lib", 9, 1), empty]), [""; 0], "nothing usable takes its place");
        let mut unproven = layer("lib", 10, 1);
        unproven.arn = None;
        assert_eq!(chosen(vec![layer("lib", 9, 1), unproven.clone()]), ["lib-9"], "by name if an ARN is unknown");
        let mut foreign = unproven;
        let arn = LayerArn::new("arn:aws:lambda:eu-west-1:222222222222:layer:lib:10").unwrap();
        foreign.dir = arn.dir();
        foreign.arn = Some(KnownArn { arn, source: ArnSource::Remembered });
        assert_eq!(chosen(vec![layer("lib", 9, 1), foreign]), [""; 0], "another account's layer is another layer");
    }

    #[test]
    fn only_measured_layers_can_be_large() {
        let mut large = layer("large", 1, 1);
        large.measure = Some(Measure { bytes: 1_000, files: 1, ..Measure::default() }.into());
        let mut uncounted = layer("uncounted", 1, 1);
        uncounted.measure = None;
        let shown = shown(vec![large, uncounted, layer("small", 1, 1)]);
        let criteria = Criteria { larger_than: Some(100), ..Criteria::default() };
        assert_eq!(names(criteria.choose(&shown, None, now())), ["large-1"]);
    }

    #[test]
    fn the_last_use_of_a_layer_includes_its_images_and_containers() {
        let ago = |days: u64| now() - Duration::from_secs(days * DAY);
        let image = |number: usize, container_ended: Option<u64>| {
            let name = format!("samcli/lambda-python:3.12-x86_64-{number:025}");
            let container = container_ended.map(|days| crate::inventory::facts::FoundContainer {
                id: "c".into(),
                name: "c".into(),
                state: "exited".into(),
                by_sam: true,
                function: None,
                created: Some(ago(300)),
                ended: Some(ago(days)),
            });
            ImageRow {
                name: crate::sam::ImageName::parse(&name).unwrap(),
                id: format!("sha256:{number}"),
                layers: None,
                search: None,
                created: Some(ago(400)),
                size_bytes: 1,
                unique_bytes: None,
                containers: container.into_iter().collect(),
                tagged: Some(ago(390)),
                disk: crate::inventory::facts::ImageDisk::default(),
                evidence: crate::inventory::ImageEvidence::Name,
                usage: Usage::Unreferenced,
                check: None,
                problems: Vec::new(),
            }
        };
        let mut invoked = layer("invoked", 1, 500);
        let mut built = layer("built", 1, 500);
        let images = vec![image(1, Some(2)), image(2, None)];
        invoked.images = vec![images[0].name.clone()];
        built.images = vec![images[1].name.clone()];
        let shown = InventoryRows { images, ..shown(vec![invoked, built, layer("written", 1, 30)]) };
        let trim_to = |bytes| Criteria { trim_to: Some(bytes), ..Criteria::default() };
        assert_eq!(
            names(trim_to(200).choose(&shown, None, now())),
            ["built-1"],
            "built 390 days ago, and not run since"
        );
        assert_eq!(names(trim_to(100).choose(&shown, None, now())), ["built-1", "written-1"], "run two days ago");
    }

    #[test]
    fn rules_select_only_images_that_are_proven_to_be_of_sam() {
        use crate::inventory::ImageEvidence;
        let row = |name: &str, evidence: ImageEvidence| ImageRow {
            name: crate::sam::ImageName::parse(name).unwrap_or_else(|| crate::sam::ImageName::of_function(name)),
            id: name.to_owned(),
            layers: None,
            search: None,
            created: None,
            size_bytes: 1,
            unique_bytes: None,
            containers: Vec::new(),
            tagged: None,
            disk: crate::inventory::facts::ImageDisk::default(),
            evidence,
            usage: Usage::Unreferenced,
            check: None,
            problems: Vec::new(),
        };
        let images = vec![
            row("public.ecr.aws/lambda/python:3.12-rapid-x86_64", ImageEvidence::Name),
            row("proven:rapid-x86_64", ImageEvidence::Recognised("its history".to_owned())),
            row("looks-like:rapid-x86_64", ImageEvidence::Nothing),
            row("in-a-template:rapid-x86_64", ImageEvidence::Template),
            row("public.ecr.aws/sam/build-python3.13:latest-x86_64", ImageEvidence::Name),
            row("hello:latest", ImageEvidence::Template),
        ];
        let shown = InventoryRows { images, images_known: true, ..shown(Vec::new()) };
        let chosen = |criteria: Criteria| -> Vec<String> {
            let selection = criteria.choose(&shown, None, now()).unwrap();
            selection.images.iter().map(ToString::to_string).collect()
        };
        let aws = "public.ecr.aws/lambda/python:3.12-rapid-x86_64";
        let (proven, build) = ("proven:rapid-x86_64", "public.ecr.aws/sam/build-python3.13:latest-x86_64");
        assert_eq!(chosen(Criteria { rapid_images: true, ..Criteria::default() }), [proven, aws]);
        assert_eq!(chosen(Criteria { function_images: true, ..Criteria::default() }), [proven]);
        assert_eq!(chosen(Criteria { build_images: true, ..Criteria::default() }), [build]);
        // Selected itself, the likely one is removed, and the one that only looks like one of SAM is not.
        let all =
            Selection { images: shown.images.iter().map(|row| row.name.clone()).collect(), ..Selection::default() };
        let plan = crate::plan::purge(&shown, &all, crate::plan::PlanKind::Trash, false);
        assert_eq!((plan.steps.len(), plan.refused.len()), (5, 1));
        assert!(plan.refused[0].reason.to_string().contains("nothing shows that SAM built it"), "{:?}", plan.refused);
    }

    #[test]
    fn missing_reports_of_the_engine_are_an_error() {
        for criteria in [
            Criteria { dangling: true, ..Criteria::default() },
            Criteria { rapid_images: true, ..Criteria::default() },
            Criteria { unused_images: true, ..Criteria::default() },
            Criteria { outdated_images: true, ..Criteria::default() },
            Criteria { containers: true, ..Criteria::default() },
        ] {
            let error = criteria.choose(&shown(vec![]), None, now()).unwrap_err();
            assert!(error.to_string().contains("engine did not respond"), "{error}");
        }
    }

    #[test]
    fn abandoned_locks_are_selected_without_their_layers() {
        let mut row = layer("locked", 1, 1);
        let lock = FoundLock {
            path: "l".into(),
            content: None,
            owner_alive: false,
            modified: None,
            sam_waits: None,
            failure: None,
        };
        row.lock = Some(lock.into());
        let dir = row.dir.clone();
        let criteria = Criteria { abandoned_locks: true, ..Criteria::default() };
        let chosen = criteria.choose(&shown(vec![row, layer("fine", 1, 1)]), None, now()).unwrap();
        assert_eq!((chosen.layers.len(), chosen.locks), (0, [dir].into()));
    }
}
