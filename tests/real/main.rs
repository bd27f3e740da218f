//! Against the real parts that `tests/run` starts: SAM CLI, a container engine, an emulator of the Lambda API.
#![allow(clippy::disallowed_macros, reason = "whoever runs this reads what it prints")]

#[path = "../support/mod.rs"]
mod support;

mod builds;
mod concurrent;
mod export;
mod images;
mod imports;
mod journey;
mod names;
mod packages;
mod prefetch;
mod publish;
mod shared_bytes;
mod use_container;
mod verify;
