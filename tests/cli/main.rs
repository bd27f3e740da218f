//! The command line as scripts and people use it: the program in temporary trees, nothing of the machine's own in sight.
#![allow(clippy::disallowed_methods, reason = "tests play the other processes")]

#[path = "../support/mod.rs"]
mod support;

mod changing;
mod deep;
mod demo;
mod documents;
#[cfg(unix)]
mod earlier_versions;
mod faults;
mod home;
mod hostile;
mod live;
mod locked;
#[cfg(target_os = "linux")]
mod log;
mod names;
mod newer;
mod safety;
#[cfg(target_os = "linux")]
mod sam_processes;
mod scenarios;
mod shell;
