//! Findings come in; once a frame they are joined into rows.

use super::super::effect::{Effect, Scope, SurveyId};
use super::super::extent::Extent;
use super::super::search::Names;
use super::super::state::{Loadable, State, Tone};
use super::super::{marks, rows};
use super::jobs;
use crate::inventory::Inventory;
use crate::inventory::changes::Changes;
use crate::inventory::facts::Finding;
use crate::inventory::replace::SurveyPart;

/// Begins a survey of everything, or has the running one followed by one.
pub fn begin(state: &mut State) -> Vec<Effect> {
    begin_with(state, Scope::Everything)
}

/// Begins a survey of what has changed, or has the running one followed by one.
pub fn begin_changes(state: &mut State, changes: Changes) -> Vec<Effect> {
    let is_first = state.survey.id == SurveyId::default();
    match changes {
        changes if changes.is_empty() => Vec::new(),
        _ if is_first => begin(state),
        changes => begin_with(state, Scope::Only(changes)),
    }
}

fn begin_with(state: &mut State, scope: Scope) -> Vec<Effect> {
    let survey = &mut state.survey;
    if survey.running {
        survey.again = Some(match survey.again.take() {
            Some(again) => again.with(scope),
            None => scope,
        });
        return Vec::new();
    }
    survey.arriving = (survey.id != SurveyId::default()).then(Inventory::default);
    survey.id = SurveyId(survey.id.0 + 1);
    survey.running = true;
    let effect = match &scope {
        Scope::Everything => Effect::Survey(survey.id),
        // Every invocation makes and removes a container.
        Scope::Only(changes) if *changes == Changes::of_engine() => Effect::SurveyEngine(survey.id),
        Scope::Only(changes) => Effect::SurveyChanges(survey.id, changes.clone()),
    };
    survey.scope = Some(scope);
    vec![effect]
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
        let part = SurveyPart::of(&finding);
        let completed = SurveyPart::completed_by(&finding);
        match (&mut state.survey.arriving, part) {
            (Some(arriving), Some(part)) if !is_complete(arriving, part) => {
                arriving.apply(finding);
                if let Some(part) = completed {
                    state.inventory.replace_part(part, arriving);
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
    }
}

/// The survey is over: what it did not complete is taken as it is.
pub fn ended(state: &mut State, id: SurveyId, result: Result<(), String>) -> Vec<Effect> {
    if id != state.survey.id {
        return Vec::new();
    }
    state.survey.running = false;
    // Whoever looks at a function now sees its code counted anew; what is shown stays until then.
    state.code.retain(|_, size| matches!(size, Loadable::Loading));
    if let (Some(mut arriving), Ok(())) = (state.survey.arriving.take(), &result) {
        for part in SurveyPart::ALL {
            let covered = match &state.survey.scope {
                Some(Scope::Only(changes)) => changes.covers(part),
                Some(Scope::Everything) | None => true,
            };
            if covered && !is_complete(&arriving, part) {
                state.inventory.replace_part(part, &mut arriving);
            }
        }
    }
    state.stale = true;
    let asked = std::mem::take(&mut state.survey.asked);
    match result {
        Err(reason) => state.say(Tone::Bad, reason),
        Ok(()) if asked => {
            while state.stale {
                join(state);
            }
            let problems = state.shown.totals.problems;
            let tone = if problems == 0 { Tone::Good } else { Tone::Plain };
            let found = tr!("count-problem", count = problems);
            let hint = if problems == 0 { "" } else { tr!("said-problems-key") };
            state.say(tone, tr!("said-looked-again", found = found, hint = hint));
        }
        Ok(()) => {}
    }
    if let Some(scope) = state.survey.again.take() {
        return begin_with(state, scope);
    }
    if state.stale { Vec::new() } else { after_join(state) }
}

/// What rows ask for once they show all that a survey found.
pub fn after_join(state: &mut State) -> Vec<Effect> {
    if state.survey.running || state.stale { Vec::new() } else { jobs::search_images(state) }
}

/// Joins what was found into rows. Cursors stay on their things, marks of things that are gone go.
pub fn join(state: &mut State) {
    if !state.stale {
        return;
    }
    let before = (state.screen, rows::current_key(state, state.screen));
    rows::rebuild_all(state, |state| {
        let before = std::mem::take(&mut state.shown);
        state.shown = state.inventory.join_changed(before);
        // Of very many layers some thousand are joined at a time, so that no frame has to wait.
        state.stale = state.inventory.has_more_to_join();
        state.extent = Extent::of(&state.shown);
        state.names = Names::of(&state.shown);
        marks::forget_gone(state);
    });
    if before != (state.screen, rows::current_key(state, state.screen)) {
        state.detail_scroll = 0;
    }
    super::clean_up::recount(state);
    super::settle(state);
}
