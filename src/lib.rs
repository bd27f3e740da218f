//! samlayers: see, check and clean what AWS SAM CLI caches for Lambda layers.
//!
//! # The map of the house
//!
//! | room | holds |
//! |---|---|
//! | [`text`] | words for people: names made harmless, sizes, counts, ages, sentences in each language |
//! | [`sam`] | what SAM CLI does, as pure functions: text in, names out, no I/O |
//! | [`inventory`] | pure: the facts found, joined into what is shown |
//! | [`plan`] | pure: a selection becomes a list of steps, or the reason it is refused |
//! | [`cache`] | the cache directory on disk: locate, scan, lock, swap in, trash; the only door for removal |
//! | [`engine`] | the container engine: find it, images, containers |
//! | [`aws`] | the Lambda API: look up a layer version, download it |
//! | [`archive`] | zip in |
//! | [`ops`] | what a person asks for, once, for the app and the command line alike |
//! | [`tui`] | the terminal app |
//! | [`cli`] | the command line |
//!
//! One rule: a room knows only rooms above it in this table. `cache`, `engine`, `aws` and `archive` report what they
//! find in the words of [`inventory::facts`] and do not know each other; [`ops`] joins them. [`tui`], its runtime aside,
//! knows only [`sam`], [`inventory`] and [`plan`].

pub mod text;

pub mod sam;

pub mod content;

pub mod inventory;
pub mod plan;

pub mod archive;
pub mod aws;
pub mod cache;
pub mod engine;

pub mod ops;

pub mod cli;
pub mod tui;
