//! The keys: the table, the user's own bindings, and what the footer and the palette show of them.

pub(super) mod allowed;
pub mod footer_keys;
pub mod keymap;
pub(super) mod palette;
pub mod table;
