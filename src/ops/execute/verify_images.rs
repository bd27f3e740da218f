//! Compares images with the layers they were built from, and lists their contents, without starting a container.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;

use jiff::Timestamp;

use crate::cache::{Cache, Sums};
use crate::content::image::{ImageVerdict, ImageVerification, compare_image, listing};
use crate::content::listing::Listing;
use crate::content::verify::Entry;
use crate::engine::Engine;
use crate::inventory::facts::Finding;
use crate::inventory::{ImageRow, InventoryRows};
use crate::ops::{Context, EngineChoice, engine};
use crate::sam::image_name::{Generation, ImageKind};
use crate::sam::{Architecture, HashedName, ImageName, LayerDir};
use crate::text::{Sentence, sentence};

/// The layers that were read, with the time of their last change, or the reason why they could not be read.
type Layers = BTreeMap<LayerDir, Result<(Vec<Entry>, Option<Timestamp>), Sentence>>;

/// Compares images that have layers with the cache, and reports the outcome of each. For every image a container is
/// created, never started, and removed. Blocks; the error is the reason why nothing was compared.
///
/// Images in `names` that cannot be compared are reported as well. Without names, every image that can be compared is.
pub fn verify_images(
    context: &Context,
    shown: &InventoryRows,
    names: Option<&BTreeSet<ImageName>>,
    report: &dyn Fn(Finding),
    cancel: &AtomicBool,
) -> Result<(), Sentence> {
    let wanted = |row: &&ImageRow| names.is_none_or(|names| names.contains(&row.name));
    let rows: Vec<&ImageRow> = shown.images.iter().filter(|row| row.name.hash().is_some()).filter(wanted).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let layers = read_layers(context, &rows, cancel);
    engine::with(&context.engine, cancel, async |engine| {
        let mut images: BTreeMap<&str, Result<Vec<Entry>, Sentence>> = BTreeMap::new();
        for row in &rows {
            if cancel.load(std::sync::atomic::Ordering::Relaxed) {
                return;
            }
            // Layers of images that cannot be compared are not read.
            let verdict = match layers_of(row, &layers) {
                Err(_) if names.is_none() => continue,
                Err(why) => (ImageVerdict::Impossible(why), None),
                Ok((layers, newest)) => {
                    if !images.contains_key(row.id.as_str()) {
                        let read = list_opt(context, engine, row.name.as_str(), true, cancel).await;
                        images.insert(&row.id, read);
                    }
                    match images.get(row.id.as_str()) {
                        Some(Ok(entries)) => (compare_image(&layers, entries), newest),
                        Some(Err(why)) => (ImageVerdict::Impossible(why.clone()), newest),
                        None => continue,
                    }
                }
            };
            let (verdict, newest_layer) = verdict;
            let base_gone = base_gone(engine, &row.name).await;
            let check = ImageVerification { id: row.id.clone(), newest_layer, base_gone, verdict };
            report(Finding::ImageChecked(row.name.clone(), Box::new(check)));
        }
    })
    .map_err(|unreachable| unreachable.reason)
}

/// Lists what an image holds below `/opt`, as `browse::listing` lists a layer. The error is a sentence. Blocks.
pub fn image_contents(context: &Context, image: &str) -> Result<Listing, Sentence> {
    let never = AtomicBool::new(false);
    engine::with(&context.engine, &never, async |engine| list_opt(context, engine, image, false, &never).await)
        .map_err(|unreachable| unreachable.reason)?
        .map(|entries| listing(&entries))
}

async fn list_opt(
    context: &Context,
    engine: &Engine,
    image: &str,
    sums: bool,
    cancel: &AtomicBool,
) -> Result<Vec<Entry>, Sentence> {
    // A recorded engine works in memory, so read-only mode does not matter.
    if context.read_only.is_on() && !matches!(context.engine, EngineChoice::Recorded(_)) {
        return Err(sentence!("problem-not-verified-read-only"));
    }
    // A base image without `/opt` has no files there.
    engine
        .opt_entries(image, sums, cancel)
        .await
        .map(Option::unwrap_or_default)
        .map_err(|error| sentence!("failed-told", why = error.message()))
}

fn read_layers(context: &Context, rows: &[&ImageRow], cancel: &AtomicBool) -> Layers {
    let (_, cache) = Cache::open(&context.cache);
    let sums = Sums { crc32: false, sha256: true };
    let names = rows.iter().filter_map(|row| row.layers.as_ref()).flat_map(|layers| &layers.names);
    let dirs: BTreeSet<LayerDir> = names.filter_map(HashedName::dir).cloned().collect();
    let read = |dir: &LayerDir| {
        let cache: &Cache = cache.as_ref().ok_or_else(|| sentence!("problem-not-verified-no-cache"))?;
        let digest = cache
            .digest(dir, sums, &|_| (), cancel)
            .map_err(|error| sentence!("failed-layer", dir = dir.as_str(), why = error.message()))?;
        if digest.unreadable.count > 0 {
            let paths = digest.unreadable.names(3);
            return Err(sentence!("problem-not-verified-unreadable", dir = dir.as_str(), paths = paths));
        }
        Ok((digest.entries, digest.modified))
    };
    dirs.into_iter().map(|dir| (dir.clone(), read(&dir))).collect()
}

type Named<'a> = Vec<(&'a str, &'a [Entry])>;

/// Returns the layers of an image in order, with the time of the newest change, or the reason why they are not
/// available.
fn layers_of<'a>(row: &'a ImageRow, read: &'a Layers) -> Result<(Named<'a>, Option<Timestamp>), Sentence> {
    let Some(layers) = &row.layers else {
        return Err(sentence!("problem-not-verified-layers", image = row.name.to_string()));
    };
    let mut newest = None;
    let mut named = Vec::new();
    for name in &layers.names {
        let found = name.dir().and_then(|dir| read.get(dir));
        match found {
            Some(Ok((entries, modified))) => {
                newest = newest.max(*modified);
                named.push((name.as_str(), entries.as_slice()));
            }
            Some(Err(why)) => {
                return Err(sentence!("problem-not-verified-image", image = row.name.to_string(), why = why.clone()));
            }
            None => {
                return Err(sentence!(
                    "problem-not-verified-local",
                    image = row.name.to_string(),
                    name = name.as_str()
                ));
            }
        }
    }
    Ok((named, newest))
}

/// Returns the name of the base image that SAM builds from, if the engine no longer has it. Only known for current
/// image names.
async fn base_gone(engine: &Engine, name: &ImageName) -> Option<String> {
    let ImageKind::Layered { generation: Generation::V1_71, runtime, architecture, .. } = name.kind() else {
        return None;
    };
    let tag = runtime.image_tag_with_arch(architecture.unwrap_or(Architecture::X86_64));
    let base = format!("public.ecr.aws/lambda/{tag}");
    match engine.has_image(&base).await {
        Ok(false) => Some(base),
        // If the engine cannot be queried, nothing is reported.
        Ok(true) | Err(_) => None,
    }
}
