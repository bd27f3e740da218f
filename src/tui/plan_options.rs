//! The options below a plan. Both drawing and mouse handling use them.

use super::dialog::PlanDialog;
use super::keys::table::UserAction;
use super::text;
use super::theme::Role;
use crate::plan::PlanKind;

/// An option that is on or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanOption {
    /// What changes it.
    pub action: UserAction,
    key: &'static str,
    is_on: bool,
    words: &'static str,
}

impl PlanOption {
    /// Returns the pieces of the line.
    pub fn pieces(self) -> [(Role, String); 2] {
        let mark = if self.is_on { "x" } else { " " };
        [(Role::Key, format!("{} ", self.key)), (Role::Text, format!("[{mark}] {}   ", self.words))]
    }
}

/// Returns the options of a plan, from left to right.
pub fn of(dialog: &PlanDialog) -> Vec<PlanOption> {
    let option = |action, key, is_on, words| PlanOption { action, key, is_on, words };
    let with_images = option(UserAction::WithImages, "i", dialog.with_images, tr!("plan-with-images"));
    let is_deleted = dialog.plan.kind == PlanKind::Delete;
    let delete = option(UserAction::TrashOrDelete, "t", is_deleted, tr!("plan-delete-for-good"));
    let unknown_locks = dialog.selection.unknown_locks;
    let locks = option(UserAction::UnknownLocks, "o", unknown_locks, tr!("plan-unknown-locks"));
    let all = [
        (!dialog.selection.layers.is_empty()).then_some(with_images),
        dialog.can_delete().then_some(delete),
        dialog.asks_about_locks().then_some(locks),
    ];
    all.into_iter().flatten().collect()
}

/// Returns what a click changes, given its distance from the first option.
pub fn at(dialog: &PlanDialog, x: u16) -> Option<UserAction> {
    let mut end = 0;
    of(dialog).into_iter().find_map(|option| {
        let width: usize = option.pieces().iter().map(|(_, piece)| text::width(piece)).sum();
        end += width;
        (usize::from(x) < end).then_some(option.action)
    })
}
