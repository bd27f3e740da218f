//! The operations, shared by the app and the command line.
//!
//! | task | function |
//! |---|---|
//! | survey everything, as a stream of findings | [`survey`] |
//! | survey what has changed since the last survey | [`survey_changes`] |
//! | survey the engine only | [`survey_engine`] |
//! | survey the build folders of projects only | [`survey_builds`] |
//! | read a local zip or folder for an import | [`inspect_source`] |
//! | make the zip to publish, ask AWS about the targets | [`read_publication`], [`look_up_targets`], then [`run`] |
//! | run a job: execute a plan, empty the trash, search or check images | [`run`] |
//! | restore what was purged or refreshed | [`plan_undo`], then [`run`] |
//! | list the trash | [`trash`] |
//! | list a layer, the merged `/opt` of a function, or the changes between two versions | [`read_contents`] |
//! | list the `/opt` of an image | [`image_contents`] |
//! | show the beginning of a file in a layer | [`preview`] |
//! | compare a file in two versions of a layer | [`file_changes`] |
//! | measure the code of a function | [`code_size`] |
//! | show what makes a package large | [`package_size`] |
//! | pack a folder into the zip of a layer | [`pack`] |
//! | export a layer: as published, repacked, as a build context | [`export_original`], [`export_repacked`], [`export_dockerfile`] |
//! | plan an export that the app carries out | [`plan_export`], then [`run`] |
//! | check that everything is in order | [`doctor`] |
//! | read names for shell completion | [`completion`] |
//! | find the installed SAM CLI | [`installed_sams`] |
//! | use another engine for this session | [`use_engine`] |
//! | add and forget folders with templates, and propose some | [`add_project`], [`forget_project`], [`propose_projects`] |
//! | watch for changes by SAM | [`watch`], [`watch_engine`] |
//! | log errors and panics | [`start_log`], [`log_panics`], [`catch_panic`] |

mod aws;
pub mod bounded;
mod browse;
mod builds;
pub mod completion;
mod context;
pub mod demo;
mod doctor;
mod engine;
mod execute;
mod installed_sam;
mod job;
mod log;
mod packages;
pub mod projects;
mod scratch;
mod survey;
#[cfg(test)]
mod tests;
mod user_data;
mod watch;

pub use aws::caller_account;
pub use browse::changes::file_changes;
pub use browse::code_size::code_size;
pub use browse::preview::preview;
pub use browse::read_contents;
pub use context::{AwsChoice, Context, EngineChoice, PickedEngine, ReadOnly, SurveyedCache, Switch};
pub use doctor::{Check, Verdict, doctor};
pub use engine::{engine_environment, use_engine};
use execute::execute;
pub use execute::retained_locks::{RetainedLocks, RetainedLocksGuard};
pub use execute::trash::{damaged_journals, operation_to_undo, plan_restore, plan_undo, remains, trash};
pub use execute::verify_images::image_contents;
pub use installed_sam::{SamSearch, installed_sams};
pub use job::{Job, run};
pub use log::{LOG_PATH, VARIABLE as LOG_VARIABLE, catch_panic, log_panics, report_panic, start_log};
pub use packages::dockerfile::export_dockerfile;
pub use packages::export::{export_original, export_repacked, plan_export};
pub use packages::layout::MadeFor;
pub use packages::pack::{PackRequest, PackResult, pack};
pub use packages::size::package_size;
pub use packages::{
    PublicationRequest, PublishSource, default_region, inspect_source, is_same_path, look_up_targets, read_publication,
};
pub use projects::lockfile::{describe_layers, needed_by_lock, read_lock, s3_object_of, write_lock};
pub use projects::{add_project, forget_project, project_scope, propose_projects};
pub use scratch::{Scratch, ScratchGuard};
pub use survey::accounts::KnownAccounts;
pub use survey::{Depth, arn_search, survey, survey_builds, survey_changes, survey_engine, survey_to};
pub use user_data::hints::{known_hints, remember_hints};
pub use user_data::sort_store::{known_sorts, remember_sort};
pub use watch::engine::{EngineWatch, watch_engine};
pub use watch::{Watch, watch};
