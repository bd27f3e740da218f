//! samlayers: see, check and clean what AWS SAM CLI caches for Lambda layers.
//!
//! # The modules
//!
//! | module | holds |
//! |---|---|
//! | `clock` | the clock of the system, within the range of a timestamp |
//! | `home` | the home folder of the user; the pure modules do not use it |
//! | [`text`] | wording: sanitised names, sizes, counts, ages, sentences in each language |
//! | [`sam`] | what SAM CLI does, as pure functions: text in, names out, no I/O |
//! | [`content`] | pure: what a layer, a zip or an image holds: listing, tree, merge, difference, preview, checks |
//! | [`inventory`] | pure: the facts found, joined into the rows and problems that are shown |
//! | [`plan`] | pure: a selection becomes a list of steps, or the reason it is refused |
//! | [`cache`] | the cache directory on disk: locate, scan, lock, swap in, trash; the only place that removes |
//! | [`builds`] | the build folders of SAM projects: read `build.toml`, measure, move what nothing names to a trash |
//! | [`engine`] | the container engine: find it, images, containers |
//! | [`aws`] | the Lambda and S3 APIs, with the credentials of the AWS CLI: look up, download and publish a layer version |
//! | [`archive`] | reading and writing zips |
//! | [`ops`] | what a user asks for, once, for the app and the command line alike |
//! | [`tui`] | the terminal app |
//! | [`cli`] | the command line |
//!
//! One rule: a module uses only modules above it in this table. `cache`, `engine`, `aws` and `archive` report what they
//! find in the types of [`inventory::facts`] and do not use each other, except that `builds`
//! removes through `cache`; [`ops`] joins them. [`tui`], its runtime aside,
//! uses only the pure modules. `tests/architecture.rs` holds the source to it.

mod clock;
mod home;
pub mod text;

pub mod sam;

pub mod content;

pub mod inventory;
pub mod plan;

pub mod archive;
pub mod aws;
pub mod cache;

pub mod builds;
pub mod engine;

pub mod ops;

pub mod cli;
pub mod tui;
