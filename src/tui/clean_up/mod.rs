//! The state of the "clean up" dialog: one line for each purge criterion, with the number and size of the entries it
//! selects.

mod criterion;
mod geometry;
mod settings;

pub use criterion::{Criterion, DialogLine, LINES};
pub use geometry::{BOX, ClickTarget, Geometry, LABEL, VALUE, click_target, geometry};
pub use settings::CriterionSettings;

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::amount;
use super::input_line::InputLine;
use super::lang;
use super::theme::Appearance;
use crate::inventory::InventoryRows;
use crate::inventory::footprint::{Amount, ImageOnDisk, freed_by_all};
use crate::plan::{self, Plan, PlanKind, Selection, StepAction};
use criterion::SAFE;

/// The state of the dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleanUp {
    /// The criteria and their values.
    pub settings: CriterionSettings,
    /// The criteria of the preset that can be applied now.
    pub safe: BTreeSet<Criterion>,
    /// The line under the cursor, an index into [`LINES`]; never a heading.
    pub cursor: usize,
    /// The value being typed.
    pub typing: Option<InputLine>,
    /// What each choice alone would remove, in the order of [`Criterion::all`].
    pub totals: Vec<Result<CriterionTotal, String>>,
    /// The plan for all criteria together, which Enter shows, or the reason there is none.
    pub outcome: Result<PlannedCleanUp, String>,
}

/// The number and size of the entries that one criterion selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CriterionTotal {
    /// Number of entries.
    pub count: usize,
    /// Bytes that would be freed.
    pub bytes: Amount,
}

/// The plan for all criteria together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedCleanUp {
    /// The selected entries.
    pub selection: Selection,
    /// The steps that would be taken.
    pub plan: Plan,
}

impl PlannedCleanUp {
    /// Returns the number and size of the selected entries.
    pub fn total(&self, shown: &InventoryRows) -> CriterionTotal {
        let builds = || self.plan.steps.iter().filter(|step| step.action.is_of_builds());
        let is_counting = self.plan.uncounted() > 0 || builds().any(|step| step.file_count.is_none());
        let frees = self.plan.frees_in_cache();
        let cache = if is_counting { Amount::Counting(frees) } else { Amount::Known(frees) };
        CriterionTotal { count: self.count(), bytes: cache.plus(frees_in_engine(shown, &self.plan)) }
    }

    /// Returns the number of selected entries. A build folder stands for its unused UUIDs.
    fn count(&self) -> usize {
        let builds = self.plan.steps.iter().filter(|step| step.action.is_of_builds()).count();
        self.selection.len() - self.selection.build_folders.len() + builds
    }

    /// Returns whether the criteria select nothing.
    pub fn is_empty(&self) -> bool {
        self.plan.steps.is_empty() && self.plan.refused.is_empty()
    }
}

/// Returns the bytes that the images of a plan free, as far as the engine reported what they share.
pub fn frees_in_engine(shown: &InventoryRows, plan: &Plan) -> Amount {
    let removed: BTreeSet<&str> = plan
        .steps
        .iter()
        .filter_map(|step| match &step.action {
            StepAction::RemoveImage { name } => Some(name.as_str()),
            _ => None,
        })
        .collect();
    let named = shown.images.iter().filter(|image| removed.contains(image.name.as_str())).map(ImageOnDisk::from);
    let nameless = shown.dangling.iter().flatten().filter(|image| removed.contains(image.id.as_str()));
    freed_by_all(&named.chain(nameless.map(ImageOnDisk::from)).collect::<Vec<_>>())
}

/// Returns the bytes that a criterion frees, in a narrow column. Images may share everything with others that stay.
pub fn bytes_text(appearance: &Appearance, choice: Criterion, bytes: Amount) -> String {
    let of_images =
        matches!(choice, Criterion::Rapid | Criterion::UnusedImages | Criterion::OutdatedImages | Criterion::Dangling);
    match bytes {
        Amount::Known(0) if of_images => tr!("clean-up-shared").to_owned(),
        _ => amount::short(appearance, bytes),
    }
}

/// Returns the criteria of the preset that can be applied now.
pub fn safe_criteria(shown: &InventoryRows, now: Timestamp) -> BTreeSet<Criterion> {
    let settings = CriterionSettings::default();
    let applies = |choice: &Criterion| settings.criteria_of(&[*choice].into()).choose(shown, None, now).is_ok();
    SAFE.into_iter().filter(applies).collect()
}

/// Returns the selection and plan of some criteria, or the reason there is none.
pub fn planned(
    settings: &CriterionSettings,
    on: &BTreeSet<Criterion>,
    shown: &InventoryRows,
    now: Timestamp,
) -> Result<PlannedCleanUp, String> {
    let criteria = settings.criteria_of(on);
    let selection = criteria.choose(shown, None, now).map_err(|error| lang::localized(&error.message()))?;
    let plan = plan::purge(shown, &selection, PlanKind::Trash, on.contains(&Criterion::WithImages));
    Ok(PlannedCleanUp { selection, plan })
}

impl CleanUp {
    /// Opens the dialog with the given choices.
    pub fn new(choices: CriterionSettings, shown: &InventoryRows, now: Timestamp) -> Self {
        let mut dialog = Self {
            settings: choices,
            safe: BTreeSet::new(),
            cursor: 0,
            typing: None,
            totals: Vec::new(),
            outcome: Err(String::new()),
        };
        dialog.count(shown, now);
        dialog
    }

    /// Recalculates what the criteria select, alone and together.
    pub fn count(&mut self, shown: &InventoryRows, now: Timestamp) {
        self.safe = safe_criteria(shown, now);
        let settings = &self.settings;
        let all = planned(settings, settings.effective(&self.safe), shown, now);
        let total = |on: &BTreeSet<Criterion>| planned(settings, on, shown, now).map(|planned| planned.total(shown));
        let nothing = CriterionTotal { count: 0, bytes: Amount::Known(0) };
        let alone = Criterion::all().map(|choice| match (choice, &all) {
            (Criterion::WithImages, Ok(all)) => Ok(images_of(shown, &all.selection)),
            (Criterion::WithImages, Err(_)) | (Criterion::Match, _) => Ok(nothing),
            (Criterion::Safe, _) => total(&self.safe),
            _ => total(&[choice].into()),
        });
        self.totals = alone.collect();
        self.outcome = all;
    }

    /// Returns whether a criterion is shown as on.
    pub fn is_on(&self, choice: Criterion) -> bool {
        self.settings.is_on(choice, &self.safe)
    }

    /// Returns why the preset leaves something out, if it does.
    pub fn left_out(&self) -> Option<&str> {
        let mut missing = SAFE.into_iter().filter(|choice| !self.safe.contains(choice));
        missing.find_map(|choice| self.total_of(choice)?.as_ref().err()).map(String::as_str)
    }

    /// Returns what a criterion alone would remove, or why that is unknown.
    pub fn total_of(&self, choice: Criterion) -> Option<&Result<CriterionTotal, String>> {
        self.totals.get(Criterion::all().position(|other| other == choice)?)
    }

    /// Returns the number of entries that are selected now.
    pub fn selected(&self) -> usize {
        self.outcome.as_ref().map_or(0, PlannedCleanUp::count)
    }

    /// Returns the criterion under the cursor.
    pub fn current(&self) -> Option<Criterion> {
        match LINES.get(self.cursor) {
            Some(DialogLine::Criterion(choice)) => Some(*choice),
            _ => None,
        }
    }

    /// Moves the cursor to a line, skipping headings.
    pub fn go_to(&mut self, line: usize) {
        let line = line.min(LINES.len() - 1);
        let down = line >= self.cursor;
        let is_choice = |at: &usize| matches!(LINES[*at], DialogLine::Criterion(_));
        let next = if down { (line..LINES.len()).find(is_choice) } else { (0..=line).rev().find(is_choice) };
        self.cursor = next.unwrap_or(self.cursor);
    }
}

/// Returns the number and size of the images built from the selected layers.
fn images_of(shown: &InventoryRows, selection: &Selection) -> CriterionTotal {
    let layers = Selection { layers: selection.layers.clone(), ..Selection::default() };
    let plan = plan::purge(shown, &layers, PlanKind::Trash, true);
    let images = plan.steps.iter().filter(|step| matches!(step.action, plan::StepAction::RemoveImage { .. }));
    CriterionTotal { count: images.count(), bytes: frees_in_engine(shown, &plan) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_skips_headings_both_ways() {
        let mut dialog = CleanUp::new(CriterionSettings::default(), &InventoryRows::default(), Timestamp::UNIX_EPOCH);
        dialog.go_to(10);
        assert_eq!(dialog.current(), Some(Criterion::Builds));
        dialog.go_to(10);
        assert_eq!(dialog.current(), Some(Criterion::WithImages));
        dialog.go_to(usize::MAX);
        assert_eq!(dialog.current(), Some(Criterion::Containers));
    }
}
