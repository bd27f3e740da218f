//! Findings come in; once a frame they are joined into rows.

use super::super::effect::{Effect, SurveyId};
use super::super::search::SearchTexts;
use super::super::state::{Again, State, Tone};
use super::super::{marks, rows, text};
use crate::inventory::Inventory;
use crate::inventory::found::Finding;
use crate::inventory::renew::Part;

/// Begins a survey, or has the running one followed by another.
pub fn begin(state: &mut State) -> Vec<Effect> {
    if state.survey.running {
        state.survey.again = Again::Everything;
        return Vec::new();
    }
    let survey = &mut state.survey;
    survey.arriving = (survey.id != SurveyId::default()).then(Inventory::default);
    survey.id = SurveyId(survey.id.0 + 1);
    survey.running = true;
    survey.engine_only = false;
    survey.again = Again::No;
    vec![Effect::Survey(survey.id)]
}

/// Asks the engine alone again, or has the running survey followed by that. Counting a cache takes long, and every
/// invocation makes and removes a container.
pub fn begin_engine(state: &mut State) -> Vec<Effect> {
    if state.survey.running {
        state.survey.again = state.survey.again.max(Again::Engine);
        return Vec::new();
    }
    if state.survey.id == SurveyId::default() {
        return begin(state);
    }
    let survey = &mut state.survey;
    survey.arriving = Some(Inventory::default());
    survey.id = SurveyId(survey.id.0 + 1);
    survey.running = true;
    survey.engine_only = true;
    survey.again = Again::No;
    vec![Effect::SurveyEngine(survey.id)]
}

/// Takes findings in. The first survey is shown as it comes; later ones replace a part once that part is complete.
pub fn found(state: &mut State, id: SurveyId, findings: Vec<Finding>) {
    if id != state.survey.id {
        return;
    }
    for finding in findings {
        if let Finding::Recovered(sentence) = &finding {
            state.say(Tone::Plain, sentence.clone());
        }
        let part = Part::of(&finding);
        let completed = Part::completed_by(&finding);
        match (&mut state.survey.arriving, part) {
            (Some(arriving), Some(part)) if !is_complete(arriving, part) => {
                arriving.absorb(finding);
                if let Some(part) = completed {
                    state.inventory.renew(part, arriving);
                    state.stale = true;
                }
            }
            _ => {
                state.inventory.absorb(finding);
                state.stale = true;
            }
        }
    }
}

fn is_complete(inventory: &Inventory, part: Part) -> bool {
    match part {
        Part::Cache => inventory.complete.listed,
        Part::Engine => inventory.complete.images,
        Part::Templates => inventory.complete.templates,
    }
}

/// The survey is over: what it did not complete is taken as it is.
pub fn ended(state: &mut State, id: SurveyId, result: Result<(), String>) -> Vec<Effect> {
    if id != state.survey.id {
        return Vec::new();
    }
    state.survey.running = false;
    if let (Some(mut arriving), Ok(())) = (state.survey.arriving.take(), &result) {
        let engine_only = state.survey.engine_only;
        for part in Part::ALL.into_iter().filter(|part| *part == Part::Engine || !engine_only) {
            if !is_complete(&arriving, part) {
                state.inventory.renew(part, &mut arriving);
            }
        }
    }
    state.stale = true;
    let asked = std::mem::take(&mut state.survey.asked);
    match result {
        Err(reason) => state.say(Tone::Bad, reason),
        Ok(()) if asked => {
            join(state);
            let problems = state.shown.totals.problems;
            let tone = if problems == 0 { Tone::Good } else { Tone::Plain };
            let found = text::plural(problems, "problem", "problems");
            let hint = if problems == 0 { "" } else { "; p lists them" };
            state.say(tone, format!("Everything was looked at again: {found}{hint}."));
        }
        Ok(()) => {}
    }
    match state.survey.again {
        Again::Everything => begin(state),
        Again::Engine => begin_engine(state),
        Again::No => Vec::new(),
    }
}

/// Joins what was found into rows. Cursors stay on their things, marks of things that are gone go.
pub fn join(state: &mut State) {
    if !state.stale {
        return;
    }
    state.stale = false;
    let before = (state.screen, rows::current_key(state, state.screen));
    rows::rebuild_all(state, |state| {
        state.shown = state.inventory.join();
        state.search = SearchTexts::new(&state.shown);
        marks::forget_gone(state);
    });
    if before != (state.screen, rows::current_key(state, state.screen)) {
        state.detail_scroll = 0;
    }
    super::clean_up::recount(state);
    super::settle(state);
}
