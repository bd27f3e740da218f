//! The terminal app: state, messages and effects. `update` and `view` are pure; only `runtime` does I/O.

#[macro_use]
pub mod lang;

pub mod amount;
pub mod clean_up;
pub mod click_targets;
pub mod code_question;
pub mod colour_depth;
pub mod contents;
pub mod dialog;
pub mod effect;
pub mod form;
mod function_state;
pub mod graph;
pub mod input_line;
pub mod job;
pub mod keys;
pub mod layout;
pub mod list;
pub mod message;
mod outdated_images;
pub mod overview;
pub mod package_size;
mod phrases;
mod plan_options;
mod problems;
pub mod project_picker;
pub mod run_loop;
mod runtime;
mod shell;
pub mod state;
pub mod table_metrics;
pub mod text;
pub mod theme;
pub mod tips;
pub mod treemap;
mod undo;
pub mod update;
pub mod view;
pub mod what_if;

pub use runtime::{Notify, Options, run};
