//! Computes the row of a function as it would be with other layer versions. Nothing is written.

use std::sync::Arc;

use crate::content::quotas;
use crate::inventory::facts::Measure;
use crate::inventory::{FunctionRow, InventoryRows};
use crate::sam::image_name::Generation;
use crate::sam::template::{Function, FunctionLayer};
use crate::sam::{HashedName, ImageName, LayerArn, LayerDir, TypedName};
use crate::text::{Sentence, sentence};

/// Returns the function with these layers in place of its own, in this order.
pub fn with_layers(shown: &InventoryRows, row: &FunctionRow, layers: Vec<FunctionLayer>) -> FunctionRow {
    let mut function = Function::clone(&row.function);
    let cached = layers.iter().map(|layer| {
        let Some(dir) = layer.dir() else { return Some(false) };
        match shown.layer(dir) {
            Some(row) => row.counts_as_cached,
            None if shown.cache_unusable => None,
            None => Some(false),
        }
    });
    let cached: Vec<Option<bool>> = cached.collect();
    let measure = |dir: &LayerDir| shown.layer(dir).and_then(|row| row.measure.as_ref());
    let bytes = |measure: &Arc<Measure>| measure.bytes;
    let layer_bytes: Vec<Option<u64>> = layers.iter().map(|layer| layer.dir().and_then(measure).map(bytes)).collect();
    let names: Vec<HashedName> = layers.iter().filter_map(FunctionLayer::hashed_name).collect();
    // If SAM does not get as far as an image, other versions do not change that.
    if let (Some(_), Some(runtime), Some(architecture)) = (&function.image, &function.runtime, function.architecture) {
        let image = ImageName::layered(Generation::V1_71, runtime, architecture, &names);
        function.image = Some(image.clone());
        function.invoke_image = Some(image);
    }
    function.layers = layers;
    let mut problems = function.problems.clone();
    problems.extend(function.layers.iter().filter_map(FunctionLayer::problem).cloned());
    problems.extend(quotas::problem(&layer_bytes));
    let image_present = row
        .image_present
        .and(function.invoke_image.as_ref())
        .map(|wanted| shown.images.iter().any(|image| image.name.without_registry() == wanted.without_registry()));
    FunctionRow { function: Arc::new(function), cached, layer_bytes, image_present, problems }
}

/// Returns the versions that could replace a layer: those cached under its name and its own, oldest first. Empty for a
/// layer of the template itself.
pub fn versions(shown: &InventoryRows, layer: &FunctionLayer) -> Vec<FunctionLayer> {
    let Some(own) = layer.dir() else { return Vec::new() };
    let cached = shown.layers.iter().filter(|row| row.dir.layer_name() == own.layer_name() && row.dir != *own);
    let mut versions: Vec<FunctionLayer> = cached
        .map(|row| match &row.arn {
            Some(known) => FunctionLayer::of_arn(known.arn.clone()),
            None => FunctionLayer::Directory(row.dir.clone()),
        })
        .chain([layer.clone()])
        .collect();
    versions.sort_by(|a, b| a.dir().cmp(&b.dir()));
    versions
}

/// Parses what the user typed for a layer: a version number, a whole ARN, or the name of a cached directory. The error
/// is a message for the user.
pub fn typed(layer: &FunctionLayer, text: &str) -> Result<FunctionLayer, Sentence> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let Some(arn) = layer.arn() else {
            return Err(sentence!("typed-arn-unknown"));
        };
        return LayerArn::new(format!("{}:{text}", arn.without_version()))
            .map(FunctionLayer::of_arn)
            .map_err(|error| error.message());
    }
    match TypedName::of(text) {
        TypedName::Dir(dir) => Ok(FunctionLayer::Directory(dir)),
        TypedName::Arn(arn) if arn.parts().is_ok() => Ok(FunctionLayer::of_arn(arn)),
        _ => Err(sentence!("typed-not-a-layer")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1";

    fn layer() -> FunctionLayer {
        FunctionLayer::of_arn(LayerArn::new(FIRST).unwrap())
    }

    #[test]
    fn a_number_is_another_version_of_the_same_layer() {
        let second = typed(&layer(), " 2 ").unwrap();
        assert_eq!(second.arn().unwrap().as_str(), "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:2");
        assert_eq!(typed(&layer(), FIRST).unwrap().label(), "myLayer-1-926eeb5ff1");
        assert_eq!(typed(&layer(), "myLayer-1-926eeb5ff1").unwrap().arn(), None);
        for nonsense in ["", "latest", "arn:aws:lambda"] {
            assert!(typed(&layer(), nonsense).unwrap_err().to_string().starts_with("Type a version"), "{nonsense}");
        }
        let unknown = FunctionLayer::Directory(LayerDir::parse("x-1-0123456789").unwrap());
        assert!(typed(&unknown, "7").unwrap_err().to_string().contains("is unknown"));
    }
}
