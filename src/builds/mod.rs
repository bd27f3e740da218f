//! The build folders of SAM projects: which `.aws-sam` folders there are, what their `build.toml` names, how large they
//! are, and moving what nothing names to a trash. Only the module `cache` removes.
//!
//! | purpose | call |
//! |---|---|
//! | List and measure the build folders of projects | [`survey`] |
//! | Move a UUID that nothing names to the trash, or remove it | [`OrphanRemoval`] |
//! | The trash of a build folder | [`open`], then the calls of [`crate::cache::Cache`] |

mod graphs;
mod layout;
mod orphan;
mod scan;
mod usage;

use std::path::Path;

use crate::cache::{Cache, CacheError};

pub use layout::{BuildProject, DURABLE_EXECUTIONS, SAM_FOLDER};
pub use orphan::OrphanRemoval;
pub use scan::{SurveyRequest, survey};

/// Opens the `.aws-sam` folder of a project for its trash.
pub fn open(path: &Path) -> Result<Cache, CacheError> {
    Cache::open_build_folder(path)
}
