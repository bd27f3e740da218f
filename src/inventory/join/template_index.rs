//! An index of all templates by layer, by image and by the hash of their layers.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::inventory::facts::FoundTemplate;
use crate::inventory::{FunctionRef, ImageLayers, Usage};
use crate::sam::image_name::{HASH_DIGITS, layers_sha256};
use crate::sam::problem::{Problem, ProblemCode};
use crate::sam::template::{Function, FunctionLayer};
use crate::sam::{HashedName, ImageName, LayerArn, LayerDir};

/// The functions of all templates, by layer, by image and by the hash of their layers.
pub(super) struct TemplateIndex<'a> {
    layers: BTreeMap<&'a LayerDir, LayerUse<'a>>,
    images: BTreeMap<&'a str, Vec<FunctionRef>>,
    by_hash: BTreeMap<String, ImageLayers>,
    /// Templates that could not be read or resolved completely: because of them, no layer counts as unreferenced. A
    /// template that SAM refuses for a property is not among them, as its layers are listed.
    unresolved: Arc<[PathBuf]>,
    complete: bool,
    any: bool,
}

/// The functions that use a layer.
struct LayerUse<'a> {
    arn: &'a LayerArn,
    users: Vec<FunctionRef>,
    /// The same functions as SAM resolves them.
    functions: Vec<&'a Function>,
}

impl<'a> TemplateIndex<'a> {
    pub(super) fn new(templates: impl Iterator<Item = &'a FoundTemplate>, complete: bool) -> Self {
        let mut index = Self {
            layers: BTreeMap::new(),
            images: BTreeMap::new(),
            by_hash: BTreeMap::new(),
            unresolved: Arc::default(),
            complete,
            any: false,
        };
        let mut unresolved = Vec::new();
        for template in templates {
            index.any = true;
            let resolved = match &template.outcome {
                Ok(answer) => {
                    for function in &answer.functions {
                        index.add(template, function);
                    }
                    !answer.is_cut_off
                        && !answer.is_ambiguous
                        && answer.functions.iter().all(|function| is_resolved(function))
                }
                Err(_) => false,
            };
            if !resolved {
                unresolved.push(template.path.clone());
            }
        }
        index.unresolved = unresolved.into();
        index
    }

    fn add(&mut self, template: &FoundTemplate, function: &'a Function) {
        let user = FunctionRef { template: template.path.clone(), function: function.full_path.clone() };
        for layer in &function.layers {
            if let FunctionLayer::Remote { dir, arn, .. } = layer {
                let unused = || LayerUse { arn, users: Vec::new(), functions: Vec::new() };
                let entry = self.layers.entry(dir).or_insert_with(unused);
                if entry.users.last() != Some(&user) {
                    entry.users.push(user.clone());
                    entry.functions.push(function);
                }
            }
        }
        if let Some(image) = &function.invoke_image {
            self.images.entry(image.without_registry()).or_default().push(user.clone());
        }
        let hash = function.image.as_ref().and_then(ImageName::hash);
        if let Some(hash) = hash.filter(|hash| !self.by_hash.contains_key(*hash))
            && let Some(names) = proven_layers(function)
        {
            let source = format!("template {} ({})", user.template.display(), user.function);
            self.by_hash.insert(hash.to_owned(), ImageLayers { names, source });
        }
    }

    /// Returns the ARN of this directory, and a function that names it.
    pub(super) fn arn_of(&self, dir: &LayerDir) -> Option<(&LayerArn, &FunctionRef)> {
        let used = self.layers.get(dir)?;
        Some((used.arn, used.users.first()?))
    }

    /// Returns the functions that use this directory.
    pub(super) fn functions_of(&self, dir: &LayerDir) -> &[&'a Function] {
        self.layers.get(dir).map(|used| used.functions.as_slice()).unwrap_or_default()
    }

    /// Returns the layers of an image with these 25 digits.
    pub(super) fn layers_of(&self, hash: &str) -> Option<&ImageLayers> {
        self.by_hash.get(hash)
    }

    pub(super) fn usage_of_layer(&self, dir: &LayerDir) -> Usage {
        self.usage(self.layers.get(dir).map(|used| &used.users))
    }

    pub(super) fn usage_of_image(&self, image: &ImageName) -> Usage {
        self.usage(self.images.get(image.without_registry()))
    }

    fn usage(&self, users: Option<&Vec<FunctionRef>>) -> Usage {
        match users {
            Some(users) => Usage::Referenced(users.clone()),
            None if !self.complete => Usage::Loading,
            None if !self.unresolved.is_empty() || !self.any => Usage::Unknown(Arc::clone(&self.unresolved)),
            None => Usage::Unreferenced,
        }
    }
}

/// Returns the layers of the function's image. The hash is the proof: names that do not hash to its digits are
/// rejected.
pub(in crate::inventory) fn proven_layers(function: &Function) -> Option<Vec<HashedName>> {
    let hash = function.image.as_ref().and_then(ImageName::hash)?;
    let names: Vec<HashedName> = function.layers.iter().filter_map(FunctionLayer::hashed_name).collect();
    (layers_sha256(&names)[..HASH_DIGITS] == *hash).then_some(names)
}

/// Returns whether every layer of the function is known. An unresolved layer, or one that depends on SAM's placeholder
/// account, may be any directory of the cache.
fn is_resolved(function: &Function) -> bool {
    let depends_on_account = |problem: &Problem| problem.code == ProblemCode::AccountStandIn;
    let layers = function.layers.iter().filter_map(FunctionLayer::problem);
    !function.problems.iter().any(depends_on_account)
        && layers.into_iter().all(|problem| {
            !matches!(
                problem.code,
                ProblemCode::IntrinsicUnresolved
                    | ProblemCode::ListPoisoned
                    | ProblemCode::ArnInvalid
                    | ProblemCode::LayerSkipped
                    | ProblemCode::AccountStandIn
            )
        })
}
