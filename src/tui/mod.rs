//! The terminal app: state, messages and effects; `update` and `view` are pure, `runtime` alone touches the world.

#[macro_use]
pub mod lang;

mod allowed;
pub mod clean_up;
pub mod contents;
pub mod dialog;
pub mod effect;
pub mod extent;
mod fitted;
pub mod groups;
pub mod hints;
pub mod job;
pub mod keymap;
pub mod keys;
pub mod layout;
pub mod list;
mod marks;
pub mod message;
mod order;
mod outdated;
mod palette;
mod picks;
mod problems;
mod rows;
pub mod run_loop;
mod runtime;
mod said;
mod search;
mod shell;
pub mod state;
pub mod text;
pub mod theme;
pub mod tips;
pub mod update;
pub mod view;
pub mod what_if;

pub use runtime::{Notify, Options, run};
