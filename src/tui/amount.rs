//! Amounts of bytes as text: known, still being counted, a lower bound, or unknown.

use super::text::bytes as bytes_text;
use super::theme::{Appearance, Role};
use crate::inventory::footprint::Amount;

/// Returns an amount as text: `1.24 MB`, `at least 1.24 MB`, `1.24 MB…` while it is being counted, or `unknown`.
pub fn text(appearance: &Appearance, amount: Amount) -> String {
    let ellipsis = appearance.glyphs.ellipsis;
    match amount {
        Amount::Known(bytes) => bytes_text(bytes),
        Amount::Counting(0) => tr!("header-counting", ellipsis = ellipsis),
        Amount::Counting(bytes) => format!("{}{ellipsis}", bytes_text(bytes)),
        Amount::AtLeast(0) | Amount::Unknown => tr!("footprint-unknown").to_owned(),
        Amount::AtLeast(bytes) => tr!("footprint-at-least", bytes = bytes_text(bytes)),
    }
}

/// Returns the role of an amount: one that is still being counted looks different.
pub fn role(amount: Amount) -> Role {
    if amount.is_counting() { Role::Busy } else { Role::Text }
}

/// Returns an amount in a narrow column: `1.24 MB`, `1.24 MB+` where it is a lower bound, or `?`.
pub fn short(appearance: &Appearance, amount: Amount) -> String {
    match amount {
        Amount::Known(bytes) => bytes_text(bytes),
        Amount::Counting(bytes) => format!("{}{}", bytes_text(bytes), appearance.glyphs.ellipsis),
        Amount::AtLeast(0) | Amount::Unknown => "?".to_owned(),
        Amount::AtLeast(bytes) => format!("{}+", bytes_text(bytes)),
    }
}
