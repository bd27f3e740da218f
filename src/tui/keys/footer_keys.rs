//! The keys the footer shows: those that do something here and now, as many as fit. Where they stand matters to the
//! mouse as well, so this is worked out apart from drawing.

use super::allowed::allowed;
use super::keymap::BoundKeys;
use super::table::{KeyContext, UserAction};
use crate::tui::state::State;
use crate::tui::text;

/// Columns between two keys.
const GAP: u16 = 3;

/// One key in the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FooterKey {
    /// The key.
    pub key: String,
    /// What it does, in a word or two.
    pub label: &'static str,
    /// What it does.
    pub action: UserAction,
    /// Its first column.
    pub x: u16,
}

impl FooterKey {
    /// Columns it takes.
    pub fn width(&self) -> u16 {
        u16::try_from(text::width(&self.key) + 1 + text::width(self.label)).unwrap_or(u16::MAX)
    }
}

/// What the footer shows in so many columns, the important first.
pub fn footer_keys(state: &State, columns: u16) -> Vec<FooterKey> {
    let mut bindings: Vec<_> = state
        .keys
        .bindings(KeyContext::of(state))
        .filter(|bound| bound.binding.footer > 0 && allowed(state, bound.binding.action).is_ok())
        .collect();
    bindings.sort_by_key(|bound| bound.binding.footer);
    // Help comes last and is always there.
    let (help, rest): (Vec<_>, Vec<_>) =
        bindings.into_iter().partition(|bound| bound.binding.action == UserAction::Help);
    let hint = |bound: &BoundKeys| FooterKey {
        key: bound.keys.first().map(|press| press.label()).unwrap_or_default(),
        label: bound.binding.label(),
        action: bound.binding.action,
        x: 1,
    };
    let help = help.first().map(hint);
    let room = columns.saturating_sub(help.as_ref().map_or(0, |help| help.width() + GAP));
    let mut hints: Vec<FooterKey> = Vec::new();
    let mut x = 1;
    for binding in rest {
        if hints.iter().any(|hint| hint.action == binding.binding.action) {
            continue;
        }
        let hint = FooterKey { x, ..hint(&binding) };
        if x + hint.width() >= room {
            break;
        }
        x += hint.width() + GAP;
        hints.push(hint);
    }
    hints.extend(help.map(|help| FooterKey { x, ..help }));
    hints
}
