//! What a person asks for, once, for the app and the command line alike.
//!
//! | ask for | call |
//! |---|---|
//! | everything there is, as a stream of facts | [`survey`] |
//! | what has changed since, given what is known | [`survey_changes`] |
//! | a plan done, step by step | [`carry_out`] |
//! | back what was purged or refreshed | [`plan_undo`], then [`carry_out`] |
//! | what the trash holds, and its space | [`trash`], [`empty_trash`] |
//! | what is in a layer, or in `/opt` of a function; what changed between two | [`look_inside`] |
//! | the beginning of a file in a layer | [`preview`] |
//! | how large a function's own code is | [`code_size`] |
//! | what is in an image, and whether it is what its layers hold | [`image_contents`], [`verify_images`] |
//! | is everything in order | [`doctor`] |
//! | another engine for this session | [`use_engine`] |
//! | to be told when SAM changes something | [`watch`], [`watch_engine`] |
//! | only the engine, once more | [`survey_engine`] |

mod accounts;
mod arns;
mod aws;
mod baseline;
mod carry_out;
mod code_size;
mod contents;
mod context;
pub mod demo;
mod doctor;
mod elf;
mod engine;
mod hints;
mod image_layers;
mod inside;
mod lingering;
mod locks;
mod memory;
mod newer;
mod open_files;
mod own_file;
mod preview;
pub mod projects;
mod sam_beside;
mod survey;
#[cfg(test)]
mod tests;
mod trash;
mod verify_images;
mod watch;
mod watch_engine;

pub use accounts::known_accounts;
pub use aws::caller_account;
pub use carry_out::carry_out;
pub use code_size::code_size;
pub use contents::contents;
pub use context::{AwsChoice, Context, EngineChoice, PickedEngine, ReadOnly, Switch};
pub use doctor::{Check, Verdict, doctor};
pub use engine::{engine_environment, use_engine};
pub use hints::{known_hints, remember_hints};
pub use image_layers::{OF_A_LONG_SEARCH, search_image};
pub use inside::look_inside;
pub use lingering::{Lingering, LingeringEnd};
pub use locks::{describe_layers, needed_by_lock, read_lock, write_lock};
pub use preview::preview;
pub use survey::{Depth, survey, survey_changes, survey_engine, survey_to};
pub use trash::{empty_trash, plan_restore, plan_undo, trash};
pub use verify_images::{image_contents, verify_images};
pub use watch::{Watch, watch};
pub use watch_engine::{EngineWatch, watch_engine};
