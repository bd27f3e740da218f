//! Collects the findings of surveys and joins them into rows, at most once for each frame.

use super::super::effect::{Effect, SurveyId, SurveyScope};
use super::super::state::{Loadable, Screen, State, SurveyReport, Tone};
use super::{jobs, projects};
use crate::inventory::Inventory;
use crate::inventory::changes::Changes;
use crate::inventory::facts::Finding;
use crate::inventory::facts::newer::Newer;
use crate::inventory::replace::SurveyPart;
use crate::tui::list::column_widths::ColumnWidths;
use crate::tui::list::search::LayerNames;
use crate::tui::list::{marks, rows};

/// Starts a survey of everything, after the running one if there is one.
pub fn begin(state: &mut State) -> Vec<Effect> {
    begin_with(state, SurveyScope::Everything)
}

/// Starts a survey of what has changed, after the running one if there is one.
pub fn begin_changed(state: &mut State, changes: Changes) -> Vec<Effect> {
    let is_first = state.survey.id == SurveyId::default();
    match changes {
        changes if changes.is_empty() => Vec::new(),
        _ if is_first => begin(state),
        changes => begin_with(state, SurveyScope::Only(changes)),
    }
}

fn begin_with(state: &mut State, scope: SurveyScope) -> Vec<Effect> {
    let survey = &mut state.survey;
    if survey.running {
        survey.next_scope = Some(match survey.next_scope.take() {
            Some(again) => again.with(scope),
            None => scope,
        });
        return Vec::new();
    }
    survey.pending = (survey.id != SurveyId::default()).then(Inventory::default);
    survey.id = SurveyId(survey.id.0 + 1);
    survey.running = true;
    let effect = match &scope {
        SurveyScope::Everything => Effect::Survey(survey.id),
        // Each invocation creates and removes a container, so this is the most frequent case.
        SurveyScope::Only(changes) if *changes == Changes::of_engine() => Effect::SurveyEngine(survey.id),
        SurveyScope::Only(changes) => Effect::SurveyChanges(survey.id, changes.clone()),
    };
    survey.scope = Some(scope);
    vec![effect]
}

/// Adds findings. Those of the first survey are shown at once; a later survey replaces a part once the part is
/// complete.
pub fn found(state: &mut State, id: SurveyId, findings: Vec<Finding>) {
    if id != state.survey.id {
        return;
    }
    for finding in findings {
        if let Finding::Recovered(sentence) = &finding {
            state.show_message(Tone::Plain, sentence.clone());
        }
        // Every survey asks again; the same response is reported once.
        if let Finding::AccountUnknown(why) = &finding
            && state.inventory.account_unknown.as_ref() != Some(why)
        {
            let sentence = crate::text::sentence!("account-unknown", why = why.clone());
            state.show_message(Tone::Plain, crate::tui::lang::localized(&sentence));
        }
        let part = SurveyPart::of(&finding);
        let completed = SurveyPart::completed_by(&finding);
        match (&mut state.survey.pending, part) {
            (Some(pending), Some(part)) if !is_complete(pending, part) => {
                pending.apply(finding);
                if let Some(part) = completed {
                    state.inventory.replace_part(part, pending);
                    state.stale = true;
                }
            }
            _ => {
                state.inventory.apply(finding);
                state.stale = true;
            }
        }
    }
}

fn is_complete(inventory: &Inventory, part: SurveyPart) -> bool {
    match part {
        SurveyPart::Cache => inventory.complete.listed,
        SurveyPart::Engine => inventory.complete.images,
        SurveyPart::Templates => inventory.complete.templates,
        SurveyPart::Builds => inventory.complete.builds_measured,
    }
}

/// Ends a survey, replacing also the parts it did not complete.
pub fn ended(state: &mut State, id: SurveyId, result: Result<(), String>) -> Vec<Effect> {
    if id != state.survey.id {
        return Vec::new();
    }
    state.survey.running = false;
    // Code sizes are measured again when a function is selected. The size on screen stays until then.
    state.code_sizes.retain(|_, size| matches!(size, Loadable::Loading));
    if let (Some(mut pending), Ok(())) = (state.survey.pending.take(), &result) {
        for part in SurveyPart::ALL {
            let covered = match &state.survey.scope {
                Some(SurveyScope::Only(changes)) => changes.covers(part),
                Some(SurveyScope::Everything) | None => true,
            };
            if covered && !is_complete(&pending, part) {
                state.inventory.replace_part(part, &mut pending);
            }
        }
    }
    state.stale = true;
    let asked = std::mem::take(&mut state.survey.by_key);
    match result {
        Err(reason) => state.show_message(Tone::Bad, reason),
        Ok(()) if asked => state.survey.reports.push(SurveyReport::Reloaded),
        Ok(()) if id == SurveyId(1) => state.survey.reports.push(SurveyReport::Hint),
        Ok(()) => {}
    }
    if state.survey.newer_by_key && state.survey.next_scope.is_none() {
        state.survey.newer_by_key = false;
        state.survey.reports.push(SurveyReport::Newer);
    }
    match state.survey.next_scope.take() {
        Some(scope) => begin_with(state, scope),
        None => Vec::new(),
    }
}

/// Shows what the user waits for, now that the rows are those of the survey.
fn report(state: &mut State) {
    for report in std::mem::take(&mut state.survey.reports) {
        match report {
            SurveyReport::Reloaded => {
                let problems = state.shown.totals.problems;
                let tone = if problems == 0 { Tone::Good } else { Tone::Plain };
                let found = tr!("count-problem", count = problems);
                let hint = if problems == 0 { "" } else { tr!("said-problems-key") };
                state.show_message(tone, tr!("said-looked-again", found = found, hint = hint));
            }
            SurveyReport::Hint => {
                if let Some(hint) = projects::hint(state) {
                    state.show_message(Tone::Plain, hint);
                }
            }
            SurveyReport::Newer => report_newer(state),
        }
    }
}

/// Shows what AWS reported about newer versions, or why it did not.
fn report_newer(state: &mut State) {
    let layers = &state.shown.layers;
    let unknown = layers.iter().find_map(|row| match &row.newer {
        Some(Newer::Unknown(why)) => Some(why.clone()),
        _ => None,
    });
    let behind = layers.iter().filter(|row| matches!(row.newer, Some(Newer::Behind { .. }))).count();
    if let Some(why) = unknown {
        state.show_message(Tone::Bad, tr!("said-newer-unknown", why = why));
    } else if behind > 0 {
        let layers = tr!("count-layer", count = behind);
        state.show_message(Tone::Plain, tr!("said-newer-exist", layers = layers));
    } else if layers.iter().any(|row| row.newer.is_some()) {
        state.show_message(Tone::Good, tr!("said-newer-none"));
    } else if layers.iter().all(|row| row.arn.is_none()) {
        state.show_message(Tone::Bad, tr!("said-newer-no-arn"));
    }
}

/// Shows messages and returns effects that depend on the joined rows, once all findings are joined.
pub fn after_join(state: &mut State) -> Vec<Effect> {
    if state.stale {
        return Vec::new();
    }
    report(state);
    if state.survey.running { Vec::new() } else { jobs::search_images(state) }
}

/// Joins the findings into rows. Cursors stay on their items; marks of missing items are removed.
pub fn join(state: &mut State) {
    if !state.stale {
        return;
    }
    let before = (state.screen, rows::current_key(state, state.screen));
    let in_graph = super::graph::anchor(state);
    rows::rebuild_all(state, |state| {
        let before = std::mem::take(&mut state.shown);
        state.shown = state.inventory.join_changed(before);
        // Only some thousand layers are joined at a time, so that frames are not delayed.
        state.stale = state.inventory.has_more_to_join();
        state.column_widths = ColumnWidths::of(&state.shown);
        state.names = LayerNames::of(&state.shown);
        marks::drop_stale_marks(state);
    });
    let complete = state.inventory.complete;
    let parts =
        [(Screen::Layers, complete.listed), (Screen::Images, complete.images), (Screen::Functions, complete.templates)];
    for (screen, complete) in parts {
        state.lists[screen as usize].settled |= complete && !state.stale;
    }
    if before != (state.screen, rows::current_key(state, state.screen)) {
        state.detail_scroll = 0;
    }
    super::clean_up::recount(state);
    super::treemap::recount(state);
    super::graph::rebuild(state, in_graph.as_ref());
    super::clamp_scroll(state);
}
