//! The engine room against recorded answers, an engine that misbehaves, and a real one.
#![cfg_attr(
    not(unix),
    allow(unused_imports, dead_code, reason = "tests of signals, modes and links are not compiled there")
)]
#![allow(clippy::disallowed_macros, reason = "whoever runs this reads what it prints")]

#[path = "../support/mod.rs"]
mod support;

mod discovery;
mod following;
mod histories;
mod misbehaving;
#[cfg(unix)]
mod read_opt;
mod real;
mod recorded;
mod stores;
mod transports;

use std::collections::BTreeMap;
use std::sync::Mutex;

use samlayers::engine::{Engine, EngineError};
use samlayers::inventory::facts::{Finding, FoundImage};

/// Everything the engine reported, in order, and how the listing ended.
async fn listing(engine: &Engine) -> (Vec<Finding>, Result<(), EngineError>) {
    let found = Mutex::new(Vec::new());
    let outcome = engine.list(&|finding| found.lock().unwrap().push(finding), true).await;
    (found.into_inner().unwrap(), outcome)
}

/// The last finding for each image, by name.
fn images(findings: &[Finding]) -> BTreeMap<String, FoundImage> {
    let image = |finding: &Finding| match finding {
        Finding::Image(image) => Some((image.name.as_str().to_owned(), image.clone())),
        _ => None,
    };
    findings.iter().filter_map(image).collect()
}
