//! The footprint in one line: how much SAM takes on this machine, and how much of it nothing uses.

use super::super::amount;
use super::super::state::State;
use super::super::theme::Role;
use crate::inventory::footprint::Amount;

/// How much the line contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The total, its parts, and what is unused.
    Parts,
    /// The total and what is unused.
    Unused,
    /// The total.
    Total,
}

/// All forms, the longest first.
pub const FORMS: [Form; 3] = [Form::Parts, Form::Unused, Form::Total];

/// Returns the pieces of the line.
pub fn sum(state: &State, form: Form) -> Vec<(Role, String)> {
    let footprint = &state.shown.footprint;
    let text = |amount| amount::text(&state.appearance, amount);
    let total = footprint.total();
    // Without a cache and an engine, the whole is unknown, and so is any part of it.
    if matches!(total, Amount::Unknown | Amount::AtLeast(0)) {
        return vec![(amount::role(total), tr!("footprint-total-unknown").to_owned())];
    }
    let mut pieces = match form {
        Form::Unused | Form::Total => vec![(amount::role(total), text(total))],
        Form::Parts => {
            let mut parts = vec![
                tr!("footprint-layers-amount", amount = text(footprint.layers)),
                tr!("footprint-images-amount", amount = text(footprint.images())),
            ];
            parts.extend(footprint.builds.map(|builds| tr!("footprint-builds-amount", amount = text(builds))));
            parts.push(tr!("footprint-trash-amount", amount = text(footprint.trash)));
            vec![(amount::role(total), format!("{}: {}", text(total), parts.join(", ")))]
        }
    };
    let unused = footprint.unused;
    if form != Form::Total && !matches!(unused, Amount::Unknown | Amount::AtLeast(0)) {
        pieces.push((amount::role(unused), tr!("footprint-unused-amount", amount = text(unused))));
    }
    pieces
}
