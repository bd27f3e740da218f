//! An index of all templates by layer, by image and by the hash of their layers.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::inventory::facts::{FoundTemplate, NotRead, NotReadReason};
use crate::inventory::{FunctionRef, ImageLayers, Inventory, Usage};
use crate::sam::image_name::{HASH_DIGITS, layers_sha256};
use crate::sam::problem::{Problem, ProblemCode};
use crate::sam::template::{Function, FunctionLayer};
use crate::sam::{HashedName, ImageName, LayerArn, LayerDir};

/// The functions of all templates, by layer, by image and by the hash of their layers.
pub(super) struct TemplateIndex<'a> {
    layers: BTreeMap<&'a LayerDir, LayerUse<'a>>,
    images: BTreeMap<&'a str, Vec<FunctionRef>>,
    by_hash: BTreeMap<String, ImageLayers>,
    /// Templates that could not be read or resolved completely, and folders that were not searched: because of them, no
    /// layer counts as unreferenced. A template that SAM refuses for a property is not among them, as its layers are
    /// listed.
    not_read: Arc<[NotRead]>,
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
    pub(super) fn new(inventory: &'a Inventory) -> Self {
        let mut index = Self {
            layers: BTreeMap::new(),
            images: BTreeMap::new(),
            by_hash: BTreeMap::new(),
            not_read: Arc::default(),
            complete: inventory.complete.templates,
            any: false,
        };
        let mut not_read: Vec<NotRead> = inventory.not_read.iter().cloned().collect();
        // Those that SAM reads come first, so that the others only count where these do not name a layer.
        for template in inventory.all_templates() {
            index.any = true;
            let is_other = !inventory.templates.contains_key(&template.path);
            let resolved = match &template.outcome {
                Ok(answer) => {
                    for function in &answer.functions {
                        index.add(template, function, is_other);
                    }
                    !answer.is_cut_off
                        && !answer.is_ambiguous
                        && answer.functions.iter().all(|function| is_resolved(function))
                }
                Err(_) => false,
            };
            if !resolved {
                not_read.push(NotRead { path: template.path.clone(), reason: NotReadReason::Unresolved });
            }
        }
        not_read.sort();
        index.not_read = not_read.into();
        index
    }

    /// Adds a function. One of a template that SAM does not read now (`is_other`) only counts as a user where no other
    /// does, and is not checked against its layers.
    fn add(&mut self, template: &FoundTemplate, function: &'a Function, is_other: bool) {
        let user = FunctionRef { template: template.path.clone(), function: function.full_path.clone() };
        for layer in &function.layers {
            if let FunctionLayer::Remote { dir, arn, .. } = layer {
                let unused = || LayerUse { arn, users: Vec::new(), functions: Vec::new() };
                let entry = self.layers.entry(dir).or_insert_with(unused);
                if is_other && !entry.functions.is_empty() {
                    continue;
                }
                if entry.users.last() != Some(&user) {
                    entry.users.push(user.clone());
                    if !is_other {
                        entry.functions.push(function);
                    }
                }
            }
        }
        if let Some(image) = &function.invoke_image {
            let users = self.images.entry(image.without_registry()).or_default();
            if !is_other || users.is_empty() {
                users.push(user.clone());
            }
        }
        let built = [&function.build_image, &function.build_container].into_iter().flatten();
        for image in built {
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

    /// Returns whether a function of a template has this image.
    pub(super) fn names_image(&self, image: &ImageName) -> bool {
        self.images.contains_key(image.without_registry())
    }

    pub(super) fn usage_of_image(&self, image: &ImageName) -> Usage {
        self.usage(self.images.get(image.without_registry()))
    }

    fn usage(&self, users: Option<&Vec<FunctionRef>>) -> Usage {
        match users {
            Some(users) => Usage::Referenced(users.clone()),
            None if !self.complete => Usage::Loading,
            None if !self.not_read.is_empty() || !self.any => Usage::Unknown(Arc::clone(&self.not_read)),
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
