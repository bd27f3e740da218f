//! What SAM would find if it ran a function now: each of its layers, and its image. Something that SAM would use although
//! it is known to be bad, such as an empty layer or an outdated image, is not ready.

use super::problems;
use super::state::State;
use crate::inventory::{FunctionRow, ImageRow, LayerRow, LayerState};
use crate::sam::problem::Severity;
use crate::sam::template::FunctionLayer;

/// A layer of a function.
#[derive(Debug, Clone, Copy)]
pub enum LayerUse<'a> {
    /// Belongs to the template and is built each time.
    Local,
    /// SAM ignores the entry.
    LeftOut,
    /// Cached, without any known problem.
    Ready,
    /// SAM would use it, but it has a problem.
    Flawed(&'a LayerRow),
    /// SAM would download it first.
    Missing,
    /// Unknown: the cache is still being listed, or cannot be read.
    Unknown,
}

/// The image of a function.
#[derive(Debug, Clone, Copy)]
pub enum ImageUse<'a> {
    /// SAM does not get as far as running the function.
    None,
    /// The engine has it, without any known problem.
    Ready,
    /// SAM would use it, but it has a problem.
    Flawed(&'a ImageRow),
    /// SAM would build it.
    ToBuild,
    /// SAM would pull it.
    ToPull,
    /// Unknown: no engine has listed its images.
    Unknown,
}

/// Returns the state of the layer of a function with this index.
pub fn layer<'a>(state: &'a State, row: &FunctionRow, index: usize) -> LayerUse<'a> {
    let Some(layer) = row.function.layers.get(index) else { return LayerUse::Unknown };
    if layer.is_local() {
        return LayerUse::Local;
    }
    if matches!(layer, FunctionLayer::Unusable { .. }) {
        return LayerUse::LeftOut;
    }
    let found = layer.dir().and_then(|dir| state.shown.layer(dir));
    match (row.cached.get(index).copied().flatten(), found) {
        (Some(true), Some(found)) => {
            // A layer that is still being measured has no problem that is known.
            let counting = found.state == LayerState::Unknown && found.measure.is_none();
            let bad = problems::worst(&found.problems) >= Some(Severity::Warning);
            if bad || !(found.state == LayerState::Ok || counting) { LayerUse::Flawed(found) } else { LayerUse::Ready }
        }
        (None, _) => LayerUse::Unknown,
        _ if !state.inventory.complete.listed => LayerUse::Unknown,
        _ => LayerUse::Missing,
    }
}

/// Returns the state of each layer of a function, in order.
pub fn layers<'a>(state: &'a State, row: &'a FunctionRow) -> impl Iterator<Item = LayerUse<'a>> {
    (0..row.function.layers.len()).map(move |index| layer(state, row, index))
}

/// Returns the state of the image that SAM would run.
pub fn image<'a>(state: &'a State, row: &FunctionRow) -> ImageUse<'a> {
    let Some(wanted) = &row.function.invoke_image else { return ImageUse::None };
    match row.image_present {
        Some(true) => {
            let same = |image: &&ImageRow| image.name.without_registry() == wanted.without_registry();
            let found = state.shown.images.iter().find(same);
            match found.filter(|image| problems::worst(&image.problems) >= Some(Severity::Warning)) {
                Some(image) => ImageUse::Flawed(image),
                None => ImageUse::Ready,
            }
        }
        Some(false) if row.function.image.is_some() => ImageUse::ToBuild,
        Some(false) => ImageUse::ToPull,
        None => ImageUse::Unknown,
    }
}

/// Returns the worst severity among the function's own problems, its layers and its image.
pub fn worst(state: &State, row: &FunctionRow) -> Option<Severity> {
    let of_layers = layers(state, row).filter_map(|layer| match layer {
        LayerUse::Flawed(found) => problems::worst(&found.problems).max(Some(Severity::Warning)),
        _ => None,
    });
    let of_image = match image(state, row) {
        ImageUse::Flawed(found) => problems::worst(&found.problems),
        _ => None,
    };
    problems::worst(&row.problems).into_iter().chain(of_layers).chain(of_image).max()
}

/// Returns whether SAM has to download a layer first.
pub fn has_missing_layer(state: &State, row: &FunctionRow) -> bool {
    layers(state, row).any(|layer| matches!(layer, LayerUse::Missing))
}

/// Returns whether the state of a layer is unknown.
pub fn has_unknown_layer(state: &State, row: &FunctionRow) -> bool {
    layers(state, row).any(|layer| matches!(layer, LayerUse::Unknown))
}
