//! The cache room on real directories: what a scan tells, what a purge, a refresh and an undo may never do, and what is
//! left when the process dies in the middle.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "tests play the other processes")]

#[path = "../support/mod.rs"]
mod support;

mod content;
mod place;

#[cfg(debug_assertions)]
mod crash;
#[cfg(debug_assertions)]
mod promises;
mod scan;
mod trash;
mod unpack;
