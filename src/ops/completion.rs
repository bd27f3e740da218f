//! Reads the names that a shell offers while an argument is typed.
//!
//! A shell waits for the result at a key press, so only what is fast is read: no sizes, no network. Nothing is written,
//! and what cannot be read is left out, since there is no place for a message.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::context::Context;
use super::survey::Facts;
use super::user_data::arn_store;
use super::{engine, projects};
use crate::inventory::facts::Finding;
use crate::inventory::{Inventory, InventoryRows};
use crate::sam::LayerDir;
use crate::sam::template::FunctionLayer;

/// How long to wait for the images of the container engine.
const ENGINE_LIMIT: Duration = Duration::from_millis(700);

/// Returns the names of the layer directories in the cache.
pub fn layer_dirs(context: &Context) -> BTreeSet<String> {
    dirs_in(&context.cache.path)
}

fn dirs_in(cache: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(cache).into_iter().flatten().filter_map(Result::ok);
    entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| LayerDir::parse(name).is_ok())
        .collect()
}

/// Returns the layer ARNs that the templates name, and those stored from earlier runs.
pub fn layer_arns(context: &Context) -> BTreeSet<String> {
    let stored = context.data_dir.as_deref().and_then(|dir| arn_store::recall(dir).ok()).unwrap_or_default();
    let rows = templates(context);
    let functions = rows.templates.iter().flat_map(|row| &row.functions);
    let named = functions.flat_map(|row| &row.function.layers).filter_map(FunctionLayer::arn);
    stored.iter().chain(named).map(ToString::to_string).collect()
}

/// Returns the logical IDs of the functions in the templates, or their full paths where they are in a nested stack.
pub fn functions(context: &Context) -> BTreeSet<String> {
    let rows = templates(context);
    rows.templates.iter().flat_map(|row| &row.functions).map(|row| row.function.full_path.clone()).collect()
}

/// Returns the names of the images with layers; none if the engine does not answer within a moment.
pub fn images(context: &Context) -> BTreeSet<String> {
    let (sender, receiver) = mpsc::channel();
    let context = context.clone();
    // The thread ends with the process if the engine never answers.
    thread::spawn(move || {
        let facts = Facts::since(Inventory::default(), None);
        let report = |finding: Finding| facts.add(finding);
        let listed =
            engine::with(&context.engine, &AtomicBool::new(false), async |engine| engine.list(&report, false).await);
        if listed.is_ok() {
            let rows = facts.into_known().join();
            let _ = sender.send(rows.images.iter().map(|row| row.name.to_string()).collect());
        }
    });
    receiver.recv_timeout(ENGINE_LIMIT).unwrap_or_default()
}

fn templates(context: &Context) -> InventoryRows {
    let facts = Facts::since(Inventory::default(), None);
    projects::read_templates(&context.templates, &|finding| facts.add(finding));
    facts.into_known().join()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_layer_directories_are_offered() {
        let cache = tempfile::tempdir().unwrap();
        for name in ["shared-utils-5-0123456789", ".samlayers", "shared-utils-5-0123456789.zip", "notes"] {
            fs::create_dir(cache.path().join(name)).unwrap();
        }
        assert_eq!(dirs_in(cache.path()), BTreeSet::from(["shared-utils-5-0123456789".to_owned()]));
        assert_eq!(dirs_in(&cache.path().join("absent")), BTreeSet::new());
    }
}
