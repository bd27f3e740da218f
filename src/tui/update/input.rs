//! Routes keys and pasted text to an input line or through the table of keys.

use crossterm::event::{KeyEvent, KeyEventKind};
use unicode_segmentation::UnicodeSegmentation;

use super::super::dialog::Modal;
use super::super::effect::Effect;
use super::super::state::State;
use super::super::tips::Tip;
use super::{clean_up, dialogs, screen};
use crate::tui::keys::table::{self, KeyContext, UserAction};
use crate::tui::list::rows;

/// Maximum number of characters in an input line.
const LONGEST_INPUT: usize = 200;

/// Handles a key.
pub fn key(state: &mut State, event: KeyEvent) -> Vec<Effect> {
    if event.kind == KeyEventKind::Release {
        return Vec::new();
    }
    state.footer_message = None;
    let context = KeyContext::of(state);
    if let Some(action) = state.keys.action(context, event) {
        perform(state, action)
    } else {
        match (context, table::typed(event)) {
            (KeyContext::Filter | KeyContext::Palette | KeyContext::CleanUpValue | KeyContext::Version, Some(c)) => {
                edit(state, |text| text.push(c));
            }
            (KeyContext::CleanUp, Some(c)) if c.is_ascii_digit() => clean_up::begin_typing(state, c),
            _ => {}
        }
        Vec::new()
    }
}

/// Performs an action, whether it comes from a key, the palette or a click on the footer.
pub fn perform(state: &mut State, action: UserAction) -> Vec<Effect> {
    let completed = state.tips.learn(action);
    let mut effects = match action {
        UserAction::Quit => vec![Effect::Quit],
        UserAction::Suspend => vec![Effect::Suspend],
        _ if state.modal.is_some() => dialogs::perform(state, action),
        _ => screen::perform(state, action),
    };
    effects.extend(remember(&completed));
    effects
}

/// Returns the effect that stores tips as shown.
pub fn remember(tips: &[Tip]) -> Option<Effect> {
    (!tips.is_empty()).then(|| Effect::RememberTips(tips.iter().map(|tip| tip.name()).collect()))
}

/// Adds pasted text to the input line; without one it is ignored.
pub fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    let line: String = text.chars().filter(|c| !c.is_control()).collect();
    edit(state, |input| input.push_str(&line));
    Vec::new()
}

/// Erases a character, a word or everything.
pub fn erase(state: &mut State, action: UserAction) {
    edit(state, |text| match action {
        UserAction::EraseAll => text.clear(),
        UserAction::EraseWord => {
            let kept = text.trim_end().rfind(char::is_whitespace).map_or(0, |at| at + 1);
            text.truncate(kept);
        }
        _ => {
            let last = text.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
            text.truncate(last);
        }
    });
}

fn edit(state: &mut State, change: impl FnOnce(&mut String)) {
    match &mut state.modal {
        Some(Modal::Filter(_)) => {
            let list = state.list_mut();
            change(&mut list.filter);
            shorten(&mut list.filter);
            // Moves to the best match.
            list.cursor = 0;
            rows::filter(state, state.screen, None);
        }
        Some(Modal::WhatIf(dialog)) => {
            if let Some(input) = &mut dialog.input {
                change(input);
                shorten(input);
            }
        }
        Some(Modal::Palette { input, cursor }) => {
            change(input);
            shorten(input);
            *cursor = 0;
        }
        Some(Modal::CleanUp(dialog)) => {
            if let Some(typing) = &mut dialog.typing {
                change(typing);
                shorten(typing);
            }
        }
        _ => {}
    }
}

fn shorten(text: &mut String) {
    if let Some((at, _)) = text.char_indices().nth(LONGEST_INPUT) {
        text.truncate(at);
    }
}
