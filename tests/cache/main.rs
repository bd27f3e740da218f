//! The `cache` module on real directories: what a scan reports, what a purge, a refresh and an undo must never do, and
//! what is left when the process is killed in the middle.
#![cfg_attr(
    not(unix),
    allow(unused_imports, dead_code, reason = "tests of signals, modes and links are not compiled there")
)]
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
