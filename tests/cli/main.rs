//! The command line as scripts and people use it: the program in temporary trees, nothing of the machine's own in sight.
#![cfg_attr(
    not(unix),
    allow(unused_imports, dead_code, reason = "tests of signals, modes and links are not compiled there")
)]
#![allow(clippy::disallowed_macros, reason = "whoever runs this reads what it prints")]
#![allow(clippy::disallowed_methods, reason = "tests play the other processes")]

#[path = "../support/mod.rs"]
mod support;

mod account;
#[cfg(target_os = "linux")]
mod bounds;
mod builds;
#[cfg(target_os = "linux")]
mod builds_disks;
#[path = "../differential/cases.rs"]
#[allow(dead_code, reason = "one file of the cases is needed here")]
mod cases;
mod changing;
mod completion;
mod deep;
mod demo;
#[cfg(target_os = "linux")]
mod disks;
mod documents;
#[cfg(unix)]
mod earlier_versions;
#[cfg(target_os = "linux")]
mod exit_codes;
mod faults;
mod folders_only;
mod footprint;
mod home;
mod hostile;
mod import;
#[cfg(unix)]
mod installed;
#[cfg(unix)]
mod journals;
mod live;
mod locked;
#[cfg(target_os = "linux")]
mod log;
mod machines;
mod names;
mod newer;
mod packages;
mod places;
mod publish;
mod s3_layers;
mod safety;
#[cfg(target_os = "linux")]
mod sam_processes;
#[cfg(unix)]
mod same_bytes;
mod scenarios;
mod shell;
#[cfg(target_os = "linux")]
mod surroundings;
#[cfg(target_os = "linux")]
mod unreadable;
mod unreferenced;
