//! Handles messages: changes the state and returns effects. It does no I/O and reads no clock.

mod clean_up;
mod contents;
mod dialogs;
mod fix_problem;
mod fold;
mod forms;
mod graph;
mod input;
mod jobs;
mod mouse;
mod navigate;
mod overview;
mod package_size;
mod pressed;
mod projects;
mod screen;
mod survey;
mod treemap;
mod unbound;

pub use dialogs::wording;
pub use survey::{after_join, begin as begin_survey, join};

use super::dialog::Modal;
use super::effect::Effect;
use super::layout;
use super::list::rows;
use super::message::Message;
use super::state::{Loadable, State, Tone};
use crate::content::tree::BrowseTarget;
use crate::inventory::changes::Changes;
use crate::inventory::facts::Finding;
use crate::plan::ProgressEvent;

/// Seconds a message stays in the footer.
const FOOTER_MESSAGE_SECONDS: i64 = 8;

/// Handles one message.
#[expect(clippy::too_many_lines, reason = "a line for each message")]
pub fn update(state: &mut State, message: Message) -> Vec<Effect> {
    let under_cursor = (state.screen, rows::current_key(state, state.screen));
    let mut effects = match message {
        Message::Key(event) => input::key(state, event),
        Message::Mouse(event) => mouse::mouse(state, event),
        Message::Paste(text) => input::paste(state, &text),
        Message::Resize(columns, lines) => {
            state.size = (columns, lines);
            Vec::new()
        }
        Message::Tick => {
            let old = |since: jiff::Timestamp| state.now.as_second() - since.as_second() >= FOOTER_MESSAGE_SECONDS;
            if state.footer_message.as_ref().is_some_and(|notice| old(notice.since)) {
                state.footer_message = None;
            }
            Vec::new()
        }
        Message::Found(id, findings) => {
            survey::found(state, id, findings);
            Vec::new()
        }
        Message::Surveyed(id, result) => survey::ended(state, id, result),
        Message::EngineChanged => survey::begin_changed(state, Changes::of_engine()),
        Message::Changed(changes) => survey::begin_changed(state, changes),
        Message::Resumed => survey::begin(state),
        Message::Progress(_, ProgressEvent::Checked { dir, check, .. }) => {
            state.inventory.apply(Finding::Checked(dir, check));
            state.stale = true;
            Vec::new()
        }
        Message::Progress(id, progress) => {
            jobs::progress(state, id, progress);
            Vec::new()
        }
        Message::JobEnded(id, result) => jobs::ended(state, id, result),
        Message::UndoPlanned(planned) => {
            jobs::undo_planned(state, planned);
            Vec::new()
        }
        Message::Inside(BrowseTarget::Layer(dir), result) if matches!(state.modal, Some(Modal::Treemap(_))) => {
            treemap::set_tree(state, &dir, result);
            Vec::new()
        }
        Message::ImportRead(arn, source) => {
            forms::import_read(state, arn, source);
            Vec::new()
        }
        Message::FormPlanned(planned) => {
            forms::planned_form(state, planned);
            Vec::new()
        }
        Message::Inside(inside, result) => {
            if let Some(Modal::Contents(contents)) = &mut state.modal
                && contents.inside == inside
            {
                contents.set_tree(result);
            }
            Vec::new()
        }
        Message::Preview(target, result) => {
            if let Some(Modal::Contents(contents)) = &mut state.modal {
                contents.set_preview(&target, result);
            }
            Vec::new()
        }
        Message::PackageMeasured(target, size) => {
            package_size::measured(state, &target, &size);
            treemap::set_packages(state, &target, size);
            Vec::new()
        }
        Message::Proposed(event) => {
            projects::proposed(state, event);
            Vec::new()
        }
        Message::ProjectsChanged(result, scope) => projects::changed(state, result, scope),
        Message::Code(path, size) => {
            let nothing = || Loadable::Unavailable(tr!("said-code-missing").to_owned());
            state.code_sizes.insert(path, size.map_or_else(nothing, Loadable::Ready));
            Vec::new()
        }
        Message::Background(background) => {
            if state.follows_background {
                state.appearance = state.appearance.on_background(background);
            }
            Vec::new()
        }
        Message::CodeWanted(id, serial) => {
            state.code_questions.add(id, serial);
            if state.modal.is_some() {
                state.show_message(Tone::Plain, tr!("said-code-wanted"));
            }
            Vec::new()
        }
        Message::CodeNotWanted(id) => {
            state.code_questions.withdraw(id);
            if matches!(&state.modal, Some(Modal::Code(question)) if question.id == id) {
                state.modal = None;
            }
            Vec::new()
        }
        Message::Focused(focused) => {
            state.focused = focused;
            Vec::new()
        }
        Message::ShowMessage(tone, text) => {
            state.show_message(tone, text);
            Vec::new()
        }
        Message::Stop => vec![Effect::Quit],
    };
    if state.modal.is_none() {
        state.modal = state.code_questions.take_next().map(Modal::Code);
    }
    if under_cursor != (state.screen, rows::current_key(state, state.screen)) {
        state.detail_scroll = 0;
    }
    clamp_scroll(state);
    if let Some(Modal::Contents(contents)) = &mut state.modal {
        effects.extend(contents.next_preview().map(Effect::Preview));
    }
    effects.extend(contents::measure_code(state));
    keep_read_only(state, effects)
}

/// Drops effects that change anything in read-only mode, whatever caused them.
fn keep_read_only(state: &mut State, mut effects: Vec<Effect>) -> Vec<Effect> {
    if state.read_only && effects.iter().any(Effect::changes) {
        effects.retain(|effect| !effect.changes());
        state.show_message(Tone::Bad, tr!("said-read-only"));
    }
    effects
}

/// Limits scroll positions to the content on screen.
fn clamp_scroll(state: &mut State) {
    if let Some(layout) = layout::of(state) {
        state.list_mut().scroll_to_cursor(usize::from(layout.rows.height));
    }
    let (lines, fit) = state.view_metrics.detail;
    state.detail_scroll = state.detail_scroll.min(lines.saturating_sub(fit));
    let (lines, fit) = state.view_metrics.modal;
    let last = lines.saturating_sub(fit);
    match &mut state.modal {
        Some(Modal::Plan(dialog)) => dialog.scroll = dialog.scroll.min(last),
        Some(Modal::Help { scroll }) => *scroll = (*scroll).min(last),
        Some(Modal::Size(dialog)) => dialog.scroll = dialog.scroll.min(last),
        Some(Modal::WhatIf(dialog)) => dialog.scroll = dialog.scroll.min(last),
        Some(Modal::Contents(contents)) => contents.clamp_scroll(fit, state.view_metrics.preview),
        _ => {}
    }
}
