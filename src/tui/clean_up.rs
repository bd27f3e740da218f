//! The state of the "clean up" dialog: one line for each purge criterion, with the number and size of the entries it
//! selects.

use std::collections::BTreeSet;

use jiff::Timestamp;
use ratatui::layout::{Position, Rect};

use super::amount;
use super::input_line::InputLine;
use super::lang;
use super::layout;
use super::theme::Appearance;
use crate::inventory::InventoryRows;
use crate::inventory::footprint::{Amount, ImageOnDisk, freed_by_all};
use crate::plan::{self, Criteria, Plan, PlanKind, Selection, StepAction};
use crate::text::{parse_bytes, parse_duration};

/// A criterion that can be switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the words below say what each is")]
pub enum Criterion {
    /// A preset: everything that no template uses and that is undoable or rebuilt by SAM.
    Safe,
    /// Whether a layer has to match any or all of the rules below.
    Match,
    Unreferenced,
    Broken,
    Superseded,
    OlderThan,
    LargerThan,
    KeepNewest,
    TrimTo,
    WithImages,
    Builds,
    Leftovers,
    Locks,
    UnusedImages,
    OutdatedImages,
    Dangling,
    Rapid,
    Containers,
}

/// A line of the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DialogLine {
    /// A heading, by its message id.
    Heading(&'static str),
    /// A criterion.
    Criterion(Criterion),
}

/// All lines, in the order in which they are shown.
pub const LINES: [DialogLine; 19] = [
    DialogLine::Criterion(Criterion::Safe),
    DialogLine::Criterion(Criterion::Match),
    DialogLine::Criterion(Criterion::Unreferenced),
    DialogLine::Criterion(Criterion::Broken),
    DialogLine::Criterion(Criterion::Superseded),
    DialogLine::Criterion(Criterion::OlderThan),
    DialogLine::Criterion(Criterion::LargerThan),
    DialogLine::Criterion(Criterion::KeepNewest),
    DialogLine::Criterion(Criterion::TrimTo),
    DialogLine::Criterion(Criterion::WithImages),
    DialogLine::Heading(key!("criterion-heading-more")),
    DialogLine::Criterion(Criterion::Builds),
    DialogLine::Criterion(Criterion::UnusedImages),
    DialogLine::Criterion(Criterion::OutdatedImages),
    DialogLine::Criterion(Criterion::Dangling),
    DialogLine::Criterion(Criterion::Rapid),
    DialogLine::Criterion(Criterion::Leftovers),
    DialogLine::Criterion(Criterion::Locks),
    DialogLine::Criterion(Criterion::Containers),
];

/// The criteria of the preset. Those that depend on uses or on the engine are left out while these are unknown.
const SAFE: [Criterion; 5] =
    [Criterion::Unreferenced, Criterion::Builds, Criterion::UnusedImages, Criterion::Dangling, Criterion::Leftovers];

impl Criterion {
    /// Returns every criterion, in the order of the lines.
    pub fn all() -> impl Iterator<Item = Self> {
        LINES.into_iter().filter_map(|line| match line {
            DialogLine::Criterion(choice) => Some(choice),
            DialogLine::Heading(_) => None,
        })
    }

    /// Returns the name of the criterion.
    pub fn label(self) -> &'static str {
        match self {
            Self::Safe => tr!("criterion-safe"),
            Self::Match => tr!("criterion-match"),
            Self::UnusedImages => tr!("criterion-unused-images"),
            Self::OutdatedImages => tr!("criterion-outdated-images"),
            Self::Unreferenced => tr!("criterion-unreferenced"),
            Self::Broken => tr!("criterion-broken"),
            Self::Superseded => tr!("criterion-superseded"),
            Self::OlderThan => tr!("criterion-older-than"),
            Self::LargerThan => tr!("criterion-larger-than"),
            Self::KeepNewest => tr!("criterion-keep-newest"),
            Self::TrimTo => tr!("criterion-trim-cache-to"),
            Self::WithImages => tr!("criterion-with-images"),
            Self::Builds => tr!("criterion-builds"),
            Self::Leftovers => tr!("criterion-leftovers"),
            Self::Locks => tr!("criterion-dead-locks"),
            Self::Dangling => tr!("criterion-dangling"),
            Self::Rapid => tr!("criterion-rapid-images"),
            Self::Containers => tr!("criterion-containers"),
        }
    }

    /// Returns a short description of the criterion.
    pub fn help(self) -> &'static str {
        match self {
            Self::Safe => tr!("criterion-safe-help"),
            Self::Match => tr!("criterion-match-help"),
            Self::UnusedImages => tr!("criterion-unused-images-help"),
            Self::OutdatedImages => tr!("criterion-outdated-images-help"),
            Self::Unreferenced => tr!("criterion-unreferenced-help"),
            Self::Broken => tr!("criterion-broken-help"),
            Self::Superseded => tr!("criterion-superseded-help"),
            Self::OlderThan => tr!("criterion-older-than-help"),
            Self::LargerThan => tr!("criterion-larger-than-help"),
            Self::KeepNewest => tr!("criterion-keep-newest-help"),
            Self::TrimTo => tr!("criterion-trim-cache-to-help"),
            Self::WithImages => tr!("criterion-with-images-help"),
            Self::Builds => tr!("criterion-builds-help"),
            Self::Leftovers => tr!("criterion-leftovers-help"),
            Self::Locks => tr!("criterion-dead-locks-help"),
            Self::Dangling => tr!("criterion-dangling-help"),
            Self::Rapid => tr!("criterion-rapid-images-help"),
            Self::Containers => tr!("criterion-containers-help"),
        }
    }

    /// Returns the values the arrow keys step through; empty for a criterion without a value.
    pub fn presets(self) -> &'static [&'static str] {
        match self {
            Self::OlderThan => &["7d", "30d", "90d", "180d", "1y"],
            Self::LargerThan => &["10MB", "50MB", "100MB", "250MB", "1GB"],
            Self::KeepNewest => &["1", "2", "3", "5"],
            Self::TrimTo => &["0", "500MB", "1GB", "2GB", "5GB", "10GB"],
            _ => &[],
        }
    }

    fn first_value(self) -> &'static str {
        match self {
            Self::OlderThan => "30d",
            Self::LargerThan => "100MB",
            Self::TrimTo => "1GB",
            _ => "1",
        }
    }
}

/// The criteria that are on and their values, kept until the dialog is opened again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CriterionSettings {
    /// The criteria that are on.
    pub enabled: BTreeSet<Criterion>,
    /// Whether a layer has to match all rules instead of any.
    pub match_all: bool,
    values: std::collections::BTreeMap<Criterion, String>,
}

impl CriterionSettings {
    /// Returns the settings in which only these criteria are on.
    pub fn only(criteria: impl IntoIterator<Item = Criterion>) -> Self {
        Self { enabled: criteria.into_iter().collect(), ..Self::default() }
    }

    /// Returns the value of a criterion that has one.
    pub fn value(&self, choice: Criterion) -> &str {
        self.values.get(&choice).map_or_else(|| choice.first_value(), String::as_str)
    }

    /// Returns whether a criterion is shown as on. The preset has its own criteria on.
    pub fn is_on(&self, choice: Criterion, safe: &BTreeSet<Criterion>) -> bool {
        self.effective(safe).contains(&choice) || self.enabled.contains(&choice)
    }

    /// Returns the criteria that apply: those of the preset if it is on.
    fn effective<'a>(&'a self, safe: &'a BTreeSet<Criterion>) -> &'a BTreeSet<Criterion> {
        if self.enabled.contains(&Criterion::Safe) { safe } else { &self.enabled }
    }

    /// Switches a criterion on or off. Changing one of the preset ends the preset and keeps the others on.
    pub fn toggle(&mut self, choice: Criterion, safe: &BTreeSet<Criterion>) {
        match choice {
            Criterion::Match => self.match_all ^= true,
            Criterion::Safe if self.enabled.contains(&choice) => self.enabled.clear(),
            Criterion::Safe => self.enabled = [choice].into(),
            _ => {
                self.leave_preset(safe);
                if !self.enabled.remove(&choice) {
                    self.enabled.insert(choice);
                }
            }
        }
    }

    /// Replaces the preset by its criteria.
    pub fn leave_preset(&mut self, safe: &BTreeSet<Criterion>) {
        if self.enabled.remove(&Criterion::Safe) {
            self.enabled.extend(safe);
        }
    }

    /// Sets a value and switches the criterion on, or returns the error as a sentence. An age without a unit is in
    /// days.
    pub fn set(&mut self, choice: Criterion, text: &str) -> Result<(), String> {
        let mut text = text.trim().to_owned();
        if choice == Criterion::OlderThan && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            text.push('d');
        }
        match choice {
            Criterion::OlderThan => {
                parse_duration(&text).map_err(|_| tr!("criterion-no-age", text = text))?;
            }
            Criterion::LargerThan | Criterion::TrimTo => {
                parse_bytes(&text).map_err(|_| tr!("criterion-no-size", text = text))?;
            }
            _ => drop(text.parse::<usize>().map_err(|_| tr!("criterion-no-number", text = text))?),
        }
        self.values.insert(choice, text);
        self.enabled.insert(choice);
        Ok(())
    }

    /// Moves to the next preset, or to the previous one when `by` is negative, and switches the criterion on.
    pub fn step(&mut self, choice: Criterion, by: isize) {
        let presets = choice.presets();
        let at = presets.iter().position(|preset| *preset == self.value(choice)).unwrap_or_default();
        let next = at.saturating_add_signed(by).min(presets.len().saturating_sub(1));
        if let Some(preset) = presets.get(next) {
            self.values.insert(choice, (*preset).to_owned());
            self.enabled.insert(choice);
        }
    }

    fn criteria_of(&self, on: &BTreeSet<Criterion>) -> Criteria {
        let value = |choice: Criterion| on.contains(&choice).then(|| self.value(choice));
        Criteria {
            any: !self.match_all,
            unreferenced: on.contains(&Criterion::Unreferenced),
            broken: on.contains(&Criterion::Broken),
            superseded: on.contains(&Criterion::Superseded),
            older_than: value(Criterion::OlderThan).and_then(|text| parse_duration(text).ok()),
            larger_than: value(Criterion::LargerThan).and_then(|text| parse_bytes(text).ok()),
            keep_newest: value(Criterion::KeepNewest).and_then(|text| text.parse().ok()),
            trim_to: value(Criterion::TrimTo).and_then(|text| parse_bytes(text).ok()),
            leftovers: on.contains(&Criterion::Leftovers),
            abandoned_locks: on.contains(&Criterion::Locks),
            // The dialog of the plan asks about these.
            unknown_locks: false,
            dangling: on.contains(&Criterion::Dangling),
            rapid_images: on.contains(&Criterion::Rapid),
            unused_images: on.contains(&Criterion::UnusedImages),
            outdated_images: on.contains(&Criterion::OutdatedImages),
            containers: on.contains(&Criterion::Containers),
            build_images: false,
            function_images: false,
            builds: on.contains(&Criterion::Builds),
        }
    }
}

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

/// The areas of the dialog. Both drawing and mouse handling use them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Geometry {
    /// The whole dialog.
    pub area: Rect,
    /// The lines, inside the border.
    pub lines: Rect,
    /// The first line shown.
    pub top: usize,
    /// The totals below the lines.
    pub total: Rect,
}

/// Columns of cursor sign and checkbox. A line has these, the label and the value; the rest is the description and the
/// totals.
pub const BOX: u16 = 6;
/// Columns of the label.
pub const LABEL: u16 = 17;
/// Columns of the value with its arrows.
pub const VALUE: u16 = 11;

/// Lines of the totals, including the rule above them.
const TOTAL: u16 = 4;

/// Returns the areas of the dialog for a terminal of this size.
pub fn geometry(size: (u16, u16), cursor: usize) -> Geometry {
    let count = u16::try_from(LINES.len()).unwrap_or(u16::MAX);
    let area = layout::dialog(size, usize::from(count + TOTAL), 96);
    let inner = Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(2),
    };
    let fit = inner.height.saturating_sub(TOTAL);
    let lines = Rect { height: fit.min(count), ..inner };
    let fit = usize::from(fit).max(1);
    let top = if cursor < fit { 0 } else { cursor + 1 - fit };
    let total = Rect { y: lines.bottom(), height: inner.height - lines.height, ..inner };
    Geometry { area, lines, top, total }
}

/// The part of the dialog at a mouse position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClickTarget {
    /// The line itself.
    Line(usize),
    /// One of the arrows beside a value, as a line and a step.
    Arrow(usize, isize),
}

/// Returns the part of the dialog at a position of the screen.
pub fn click_target(size: (u16, u16), cursor: usize, at: Position) -> Option<ClickTarget> {
    let geometry = geometry(size, cursor);
    if !geometry.lines.contains(at) {
        return None;
    }
    let line = geometry.top + usize::from(at.y - geometry.lines.y);
    let Some(DialogLine::Criterion(choice)) = LINES.get(line) else { return None };
    let value = geometry.lines.x + BOX + LABEL;
    let arrow = match at.x.checked_sub(value).filter(|_| !choice.presets().is_empty()) {
        Some(0..=2) => Some(-1),
        Some(x) if (VALUE - 3..VALUE).contains(&x) => Some(1),
        _ => None,
    };
    Some(arrow.map_or(ClickTarget::Line(line), |by| ClickTarget::Arrow(line, by)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn criteria(choices: &CriterionSettings) -> Criteria {
        choices.criteria_of(&choices.enabled)
    }

    #[test]
    fn presets_are_stepped_through_and_values_typed() {
        let mut choices = CriterionSettings::default();
        assert_eq!(criteria(&choices), Criteria { any: true, ..Criteria::default() });
        choices.step(Criterion::OlderThan, 1);
        assert_eq!(choices.value(Criterion::OlderThan), "90d");
        choices.step(Criterion::OlderThan, -9);
        assert_eq!(choices.value(Criterion::OlderThan), "7d");
        assert!(choices.set(Criterion::TrimTo, "much").is_err() && choices.set(Criterion::KeepNewest, "-1").is_err());
        choices.set(Criterion::TrimTo, "1.5GB").unwrap();
        assert_eq!(criteria(&choices).trim_to, Some(1_500_000_000));
        choices.set(Criterion::OlderThan, "45").unwrap();
        assert_eq!(choices.value(Criterion::OlderThan), "45d", "an age without a unit is in days");
    }

    #[test]
    fn changing_a_criterion_of_the_preset_keeps_the_others_on() {
        let safe: BTreeSet<Criterion> = [Criterion::Unreferenced, Criterion::Leftovers].into();
        let mut choices = CriterionSettings::only([Criterion::Safe]);
        assert!(choices.is_on(Criterion::Leftovers, &safe) && !choices.is_on(Criterion::Broken, &safe));
        choices.toggle(Criterion::Leftovers, &safe);
        assert_eq!(choices.enabled, [Criterion::Unreferenced].into());
        choices.toggle(Criterion::Safe, &safe);
        assert_eq!(choices.enabled, [Criterion::Safe].into());
        choices.toggle(Criterion::Safe, &safe);
        assert!(choices.enabled.is_empty());
    }

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
