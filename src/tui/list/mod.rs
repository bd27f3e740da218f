//! The list of a screen: its rows, their order, filter, groups and marks.

pub mod column_widths;
mod filter_cache;
pub mod groups;
pub(super) mod marks;
pub mod model;
pub(super) mod order;
pub(super) mod row_choices;
pub(super) mod rows;
pub(super) mod search;
