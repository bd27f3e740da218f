//! What a person asks for, once, for the app and the command line alike.
//!
//! | ask for | call |
//! |---|---|
//! | everything there is, as a stream of facts | [`survey`] |
//! | what has changed since, given what is known | [`survey_changes`] |
//! | a job: a plan executed, the trash emptied, images searched or checked | [`run`] |
//! | back what was purged or refreshed | [`plan_undo`], then [`run`] |
//! | what the trash holds | [`trash`] |
//! | what is in a layer, or in `/opt` of a function; what changed between two | [`look_inside`] |
//! | the beginning of a file in a layer | [`preview`] |
//! | how large a function's own code is | [`code_size`] |
//! | what is in an image | [`image_contents`] |
//! | is everything in order | [`doctor`] |
//! | which SAM CLI is installed | [`installed_sams`] |
//! | another engine for this session | [`use_engine`] |
//! | to be told when SAM changes something | [`watch`], [`watch_engine`] |
//! | only the engine, once more | [`survey_engine`] |
//! | a log of what goes wrong, panics among it | [`start_log`], [`log_panics`], [`caught`] |

mod aws;
pub mod bounded;
mod browse;
mod context;
pub mod demo;
mod doctor;
mod engine;
mod execute;
mod installed_sam;
mod job;
mod log;
pub mod projects;
mod survey;
#[cfg(test)]
mod tests;
mod user_data;
mod watch;

pub use aws::caller_account;
pub use browse::code_size::code_size;
pub use browse::look_inside;
pub use browse::preview::preview;
pub use context::{AwsChoice, Context, EngineChoice, PickedEngine, ReadOnly, SurveyedCache, Switch};
pub use doctor::{Check, Verdict, doctor};
pub use engine::{engine_environment, use_engine};
use execute::execute;
pub use execute::retained_locks::{RetainedLocks, RetainedLocksGuard};
pub use execute::trash::{plan_restore, plan_undo, remains, trash, undo_would_bring_back};
pub use execute::verify_images::image_contents;
pub use installed_sam::{SamSearch, installed_sams};
pub use job::{Job, run};
pub use log::{LOG_PATH, VARIABLE as LOG_VARIABLE, caught, log_panics, report_panic, start_log};
pub use projects::lockfile::{describe_layers, needed_by_lock, read_lock, s3_object_of, write_lock};
pub use survey::accounts::known_accounts;
pub use survey::{Depth, survey, survey_changes, survey_engine, survey_to};
pub use user_data::hints::{known_hints, remember_hints};
pub use watch::engine::{EngineWatch, watch_engine};
pub use watch::{Watch, watch};
