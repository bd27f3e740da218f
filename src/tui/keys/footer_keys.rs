//! The keys shown in the footer: those that are possible now, as many as fit. Calculated apart from drawing, because
//! mouse handling needs their positions too.

use super::allowed::allowed;
use super::keymap::BoundKeys;
use super::table::{KeyContext, UserAction};
use crate::plan::{Plan, PlanKind, PurgeScope};
use crate::tui::dialog::Modal;
use crate::tui::state::State;
use crate::tui::text;

/// Columns between two keys.
const GAP: u16 = 3;

/// A key in the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FooterKey {
    /// The key.
    pub key: String,
    /// A label of one or two words.
    pub label: &'static str,
    /// The action of the key.
    pub action: UserAction,
    /// The first column.
    pub x: u16,
}

impl FooterKey {
    /// Returns the number of columns.
    pub fn width(&self) -> u16 {
        u16::try_from(text::width(&self.key) + 1 + text::width(self.label)).unwrap_or(u16::MAX)
    }
}

/// Returns the label of a key. In the dialog of a plan, Enter is labelled with what it starts.
fn label(state: &State, bound: &BoundKeys) -> &'static str {
    match &state.modal {
        Some(Modal::Plan(dialog)) if bound.binding.action == UserAction::Accept => verb(&dialog.plan),
        _ => bound.binding.label(),
    }
}

fn verb(plan: &Plan) -> &'static str {
    match (plan.kind, plan.scope()) {
        (PlanKind::Trash | PlanKind::Delete, PurgeScope::Locks) => tr!("plan-verb-release"),
        (PlanKind::Trash | PlanKind::Delete, PurgeScope::Images | PurgeScope::Containers) => tr!("plan-verb-remove"),
        (PlanKind::Trash, _) => tr!("plan-verb-purge"),
        (PlanKind::Delete, _) => tr!("plan-delete"),
        (PlanKind::Refresh, _) => tr!("plan-verb-refresh"),
        (PlanKind::Import, _) => tr!("plan-import-step"),
        (PlanKind::Publish, _) => tr!("plan-publish-step"),
        (PlanKind::Undo, _) => tr!("plan-bring-back"),
        (PlanKind::Verify, _) => tr!("plan-check"),
        (PlanKind::Export, _) => tr!("plan-export-step"),
    }
}

/// Returns the keys that fit into `columns`, the most important first.
pub fn footer_keys(state: &State, columns: u16) -> Vec<FooterKey> {
    let mut bindings: Vec<_> = state
        .keys
        .bindings(KeyContext::of(state))
        .filter(|bound| bound.binding.footer > 0 && allowed(state, bound.binding.action).is_ok())
        .collect();
    bindings.sort_by_key(|bound| bound.binding.footer);
    // Help is always shown, in the last place.
    let (help, rest): (Vec<_>, Vec<_>) =
        bindings.into_iter().partition(|bound| bound.binding.action == UserAction::Help);
    let hint = |bound: &BoundKeys| FooterKey {
        key: bound.keys.first().map(|press| press.label()).unwrap_or_default(),
        label: label(state, bound),
        action: bound.binding.action,
        x: 1,
    };
    let help = help.first().map(hint);
    let available = columns.saturating_sub(help.as_ref().map_or(0, |help| help.width() + GAP));
    let mut hints: Vec<FooterKey> = Vec::new();
    let mut x = 1;
    for binding in rest {
        if hints.iter().any(|hint| hint.action == binding.binding.action) {
            continue;
        }
        let hint = FooterKey { x, ..hint(&binding) };
        if x + hint.width() >= available {
            break;
        }
        x += hint.width() + GAP;
        hints.push(hint);
    }
    hints.extend(help.map(|help| FooterKey { x, ..help }));
    hints
}
