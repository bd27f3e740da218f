//! Joins the facts into rows.

pub(super) mod changed_rows;
mod image_problems;
pub(super) mod layer_state;
pub mod rows;
pub(super) mod template_index;
pub mod what_if;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::{
    ArnSource, FunctionRow, ImageEvidence, ImageRow, Inventory, InventoryRows, KnownArn, LayerRow, LayerState,
    TemplateRow, Totals, Usage,
};
use crate::content::checks::{self, LayerUser};
use crate::content::quotas;
use crate::inventory::facts::{
    CacheAccess, EngineState, FoundImage, FoundLayer, Measure, NotRead, NotReadReason, PlaceProblem,
};
use crate::inventory::footprint::Footprint;
use crate::sam::image_name::ImageKind;
use crate::sam::problem::{Problem, ProblemCode};
use crate::sam::template::{Function, FunctionLayer};
use crate::sam::{HashedName, ImageName, LayerDir};
use crate::text::{sanitize_path, sentence};
use changed_rows::ChangedRows;
use image_problems::image_problems;
use template_index::TemplateIndex;

/// The minimum number of rows per thread; splitting fewer rows costs more than it saves.
const MIN_ROWS_PER_THREAD: usize = 1000;

/// The maximum number of layer rows built between two frames.
pub(super) const MAX_NEW_ROWS: usize = 4096;

/// Joins all facts into rows.
///
/// Rows of layers in `before` that did not change, and whose images are the same, are kept. Of the other rows at most
/// `max_new_rows` are built. The remaining layers, which are returned as the second value, keep their old row or have none
/// yet.
pub(super) fn join(
    inventory: &Inventory,
    before: Vec<Arc<LayerRow>>,
    changed_rows: &ChangedRows,
    max_new_rows: usize,
) -> (InventoryRows, ChangedRows) {
    let index = TemplateIndex::new(inventory);
    let named = inventory.other_images.iter().filter(|image| index.names_image(&image.name));
    let mut images: Vec<ImageRow> =
        inventory.images.values().chain(named).map(|image| image_row(inventory, &index, image)).collect();
    images.sort_by(|one, other| one.name.cmp(&other.name));
    let images_of = images_by_layer(&images);
    let images_of = |dir: &LayerDir| images_of.get(dir).map(Vec::as_slice).unwrap_or_default();
    // All maps are sorted by directory, so they are merged in one pass without a lookup for each layer.
    let mut measures = inventory.measures.iter().peekable();
    let mut before = before.into_iter().peekable();
    let (mut made, mut left) = (0, ChangedRows::default());
    let parts = inventory.layers.iter().filter_map(|(layer_dir, layer)| {
        while measures.next_if(|(dir, _)| *dir < layer_dir).is_some() {}
        let measure = measures.next_if(|(dir, _)| *dir == layer_dir).map(|(_, measure)| measure);
        while before.next_if(|row| row.dir < *layer_dir).is_some() {}
        let row = before.next_if(|row| row.dir == *layer_dir);
        let is_unchanged =
            row.as_ref().is_some_and(|row| !changed_rows.has(layer_dir) && row.images == images_of(layer_dir));
        if !is_unchanged && made < max_new_rows {
            made += 1;
            return Some(RowSource::Found(layer, measure));
        }
        if !is_unchanged {
            left.layer(layer_dir);
        }
        row.map(RowSource::Joined)
    });
    let parts: Vec<_> = parts.collect();
    let rows = parts.into_par_iter().with_min_len(MIN_ROWS_PER_THREAD).map(|part| match part {
        RowSource::Joined(row) => row,
        RowSource::Found(layer, measure) => {
            Arc::new(layer_row(inventory, &index, images_of(&layer.dir).to_vec(), layer, measure))
        }
    });
    let layers: Vec<Arc<LayerRow>> = rows.collect();
    let templates = template_rows(inventory);
    let totals = totals(inventory, &layers, &images, &templates);
    let mut shown = InventoryRows {
        layers,
        images,
        templates,
        considered: inventory.all_templates().map(|template| template.path.clone()).collect(),
        not_read: inventory.not_read.iter().cloned().collect(),
        leftovers: inventory.leftovers.values().cloned().collect(),
        foreign: inventory.foreign.values().cloned().collect(),
        places: places(inventory),
        cache_unusable: inventory.cache_is_unusable(),
        containers: inventory.containers.clone(),
        dangling: inventory.dangling.clone(),
        images_known: image_names(inventory).is_some(),
        builds: inventory.builds.values().cloned().collect(),
        builds_known: inventory.complete.builds,
        totals,
        footprint: Footprint::default(),
    };
    shown.footprint = Footprint::of(inventory, &shown);
    (shown, left)
}

/// The source of a layer row: the previous row, or facts.
enum RowSource<'a> {
    Joined(Arc<LayerRow>),
    Found(&'a FoundLayer, Option<&'a Arc<Measure>>),
}

fn layer_row(
    inventory: &Inventory,
    index: &TemplateIndex,
    images: Vec<ImageName>,
    layer: &FoundLayer,
    shared: Option<&Arc<Measure>>,
) -> LayerRow {
    // A different modification time means that another directory was verified.
    let check =
        inventory.checks.get(&layer.dir).filter(|check| check.modified.is_none_or(|time| Some(time) == layer.modified));
    let is_as_published = check.is_some_and(|check| check.verdict.is_as_published());
    let published_empty = shared
        .filter(|measure| measure.files == 0 && is_as_published && !measure.published_empty)
        .map(|measure| Measure { published_empty: true, ..(**measure).clone() });
    let measure = published_empty.as_ref().or(shared.map(|measure| &**measure));
    let state = if inventory.locks_are_unreadable() { LayerState::Unknown } else { layer_state::state(layer, measure) };
    let from_template = index
        .arn_of(&layer.dir)
        .map(|(arn, function)| KnownArn { arn: arn.clone(), source: ArnSource::Template(function.clone()) });
    let from_memory = || {
        let arn = inventory.remembered.get(&layer.dir)?.clone();
        Some(KnownArn { arn, source: ArnSource::Remembered })
    };
    let arn = from_template.or_else(from_memory).or_else(|| inventory.searched.get(&layer.dir).cloned());
    let mut problems = layer_state::problems(layer, state, measure, arn.is_some());
    if let Some(measure) = measure {
        let functions = index.functions_of(&layer.dir).iter().map(|function| LayerUser::function(function));
        let users: Vec<LayerUser> = functions.chain(images.iter().filter_map(LayerUser::image)).collect();
        problems.extend(checks::problems(measure, &users, &|| layer_state::how_to_refresh(layer, arn.is_some())));
    }
    // An empty layer that could not be compared is one problem, not two.
    let is_known_to_be_bad = state == LayerState::Empty;
    if let Some(check) = check.filter(|check| !(is_known_to_be_bad && check.verdict.is_impossible())) {
        problems.extend(check.problems(&layer_state::how_to_refresh(layer, arn.is_some())));
    }
    LayerRow {
        dir: layer.dir.clone(),
        path: layer.path.clone(),
        kind: layer.kind.clone(),
        state,
        counts_as_cached: layer_state::counts_as_cached(layer, inventory),
        measure: shared.cloned(),
        modified: layer.modified,
        origin: layer.origin.clone(),
        lock: layer.lock.clone().map(Box::new),
        lock_is_unknown: inventory.locks_are_unreadable(),
        usage: index.usage_of_layer(&layer.dir),
        images,
        check: check.cloned(),
        newer: inventory.newer.get(&layer.dir).cloned(),
        problems,
        arn,
    }
}

fn image_row(inventory: &Inventory, index: &TemplateIndex, image: &FoundImage) -> ImageRow {
    let layers = image
        .name
        .hash()
        .and_then(|hash| index.layers_of(hash).cloned().or_else(|| inventory.image_layers.get(hash).cloned()));
    let cached = |name: &HashedName| name.dir().and_then(|dir| inventory.layers.get(dir)).map(|layer| &**layer);
    let newest = layers.iter().flat_map(|layers| &layers.names).filter_map(|name| cached(name)?.modified).max();
    // The result applies neither to another image with that name nor to layers that changed since.
    let check = inventory.image_checks.get(&image.name);
    let check = check.filter(|check| check.id == image.id && newest <= check.newest_layer);
    let problems = image_problems(image, layers.as_ref(), check, cached);
    ImageRow {
        name: image.name.clone(),
        id: image.id.clone(),
        search: image.name.hash().and_then(|hash| inventory.image_searches.get(hash)).cloned(),
        layers,
        created: image.created,
        size_bytes: image.size_bytes,
        unique_bytes: image.unique_bytes,
        containers: image.containers.clone(),
        tagged: image.tagged,
        disk: image.disk.clone(),
        evidence: evidence(index, image),
        usage: match image.name.kind() {
            // Any durable function uses it.
            ImageKind::Durable => Usage::Unknown(Arc::default()),
            _ => index.usage_of_image(&image.name),
        },
        check: check.cloned(),
        problems,
    }
}

fn evidence(index: &TemplateIndex, image: &FoundImage) -> ImageEvidence {
    match &image.recognised_by {
        _ if image.name.is_proof() => ImageEvidence::Name,
        Some(how) => ImageEvidence::Recognised(how.clone()),
        None if index.names_image(&image.name) => ImageEvidence::Template,
        None => ImageEvidence::Nothing,
    }
}

fn images_by_layer(images: &[ImageRow]) -> BTreeMap<&LayerDir, Vec<ImageName>> {
    let mut by_layer: BTreeMap<&LayerDir, Vec<ImageName>> = BTreeMap::new();
    for image in images {
        // A layer may occur twice in a list; the image is counted once.
        let names = image.layers.iter().flat_map(|layers| &layers.names);
        let dirs: BTreeSet<&LayerDir> = names.filter_map(HashedName::dir).collect();
        for dir in dirs {
            by_layer.entry(dir).or_default().push(image.name.clone());
        }
    }
    by_layer
}

fn template_rows(inventory: &Inventory) -> Vec<TemplateRow> {
    let present = image_names(inventory);
    inventory
        .templates
        .values()
        .map(|template| {
            let (functions, error) = match &template.outcome {
                Ok(answer) => (answer.functions.as_slice(), answer.error.clone()),
                Err(refusal) => (&[][..], Some(refusal.clone())),
            };
            let functions = functions.iter().map(|function| function_row(inventory, present.as_ref(), function));
            TemplateRow { path: template.path.clone(), error, functions: functions.collect() }
        })
        .collect()
}

/// Returns the image names that SAM could request, once the engine has listed all of them.
fn image_names(inventory: &Inventory) -> Option<BTreeSet<&str>> {
    let are_known = inventory.complete.images && matches!(inventory.engine, Some(EngineState::Ready { .. }));
    are_known.then(|| inventory.images.values().map(|image| image.name.without_registry()).collect())
}

fn function_row(inventory: &Inventory, present: Option<&BTreeSet<&str>>, function: &Arc<Function>) -> FunctionRow {
    let is_cached = |layer: &FunctionLayer| {
        let Some(dir) = layer.dir() else { return Some(false) };
        match inventory.layers.get(dir) {
            Some(found) => layer_state::counts_as_cached(found, inventory),
            None if inventory.cache_is_unusable() => None,
            None => Some(false),
        }
    };
    let cached = function.layers.iter().map(is_cached);
    let layer_bytes: Vec<Option<u64>> = function
        .layers
        .iter()
        .map(|layer| layer.dir().and_then(|dir| inventory.measures.get(dir)).map(|measure| measure.bytes))
        .collect();
    let mut problems = function.problems.clone();
    problems.extend(function.layers.iter().filter_map(FunctionLayer::problem).cloned());
    problems.extend(quotas::problem(&layer_bytes));
    FunctionRow {
        cached: cached.collect(),
        image_present: present
            .and_then(|names| function.invoke_image.as_ref().map(|image| names.contains(image.without_registry()))),
        function: Arc::clone(function),
        layer_bytes,
        problems,
    }
}

/// The cache itself first.
fn places(inventory: &Inventory) -> Vec<PlaceProblem> {
    let cache = inventory.cache.as_ref().and_then(|cache| match &cache.access {
        CacheAccess::Unusable(reason) => {
            let fix = sentence!("fix-cache-unusable", path = sanitize_path(&cache.path));
            let problem = Problem::new(ProblemCode::CacheUnusable, reason.clone(), fix);
            Some(PlaceProblem { path: cache.path.clone(), problem, hides_facts: true })
        }
        CacheAccess::Ready | CacheAccess::Missing => None,
    });
    let folders = inventory.not_read.iter().filter_map(unreadable_folder);
    cache.into_iter().chain(inventory.places.values().cloned()).chain(folders).collect()
}

/// Returns the problem of a folder that could not be searched for templates, or of the list of added folders.
fn unreadable_folder(not_read: &NotRead) -> Option<PlaceProblem> {
    let path = sanitize_path(&not_read.path);
    let (detail, fix) = match &not_read.reason {
        NotReadReason::Folder(why) => {
            (sentence!("problem-folder-unreadable", why = why.clone()), sentence!("fix-folder-unreadable", path = path))
        }
        NotReadReason::ProjectList(why) => (
            sentence!("problem-project-list-unreadable", why = why.clone()),
            sentence!("fix-project-list-unreadable", path = path),
        ),
        _ => return None,
    };
    let problem = Problem::new(ProblemCode::FolderUnreadable, detail, fix);
    Some(PlaceProblem { path: not_read.path.clone(), problem, hides_facts: true })
}

fn totals(inventory: &Inventory, layers: &[Arc<LayerRow>], images: &[ImageRow], templates: &[TemplateRow]) -> Totals {
    let mut totals = Totals::default();
    let own = |problems: &[Problem]| problems.iter().filter(|problem| problem.code.is_of_entry()).count();
    for layer in layers {
        totals.problems += own(&layer.problems);
        if let Some(measure) = &layer.measure {
            totals.bytes += measure.bytes;
            totals.files += measure.files;
            totals.incomplete += usize::from(!measure.is_complete());
        }
    }
    for leftover in inventory.leftovers.values() {
        totals.bytes += leftover.bytes;
    }
    totals.problems += images.iter().map(|image| own(&image.problems)).sum::<usize>()
        + inventory.leftovers.len()
        + places(inventory).len();
    for template in templates {
        totals.problems += usize::from(template.error.is_some());
        totals.problems += template.functions.iter().map(|function| function.problems.len()).sum::<usize>();
    }
    totals
}
