//! The engine's part of a plan: which containers and images are removed, in which order, and how many bytes that frees.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::iter;

use jiff::Timestamp;

use super::{Plan, RefusalReason, Refused, Step, StepAction, StepNote};
use crate::inventory::facts::{FoundContainer, FoundDangling, ImageDisk};
use crate::inventory::{ImageEvidence, ImageRow};
use crate::sam::image_name::ImageKind;

/// The containers and images to remove, collected before they are sorted.
#[derive(Debug, Default)]
pub(super) struct EngineSteps<'a> {
    containers: BTreeMap<&'a str, &'a FoundContainer>,
    images: Vec<ImageToRemove<'a>>,
}

/// An image to remove, by one of its names, or by its ID if it has none.
#[derive(Debug)]
struct ImageToRemove<'a> {
    /// The name or ID that is passed to the engine.
    name: &'a str,
    id: &'a str,
    created: Option<Timestamp>,
    size_bytes: u64,
    unique_bytes: Option<u64>,
    disk: &'a ImageDisk,
    note: StepNote,
}

impl<'a> EngineSteps<'a> {
    /// Adds an image with its containers, or the reason why it is refused.
    pub(super) fn add_image(&mut self, image: &'a ImageRow, refused: &mut Vec<Refused>) {
        if image.evidence == ImageEvidence::Nothing {
            refused.push(Refused::named(&image.name, RefusalReason::ImageNotProven));
            return;
        }
        let going = ImageToRemove {
            name: image.name.as_str(),
            id: &image.id,
            created: image.created,
            size_bytes: image.size_bytes,
            unique_bytes: image.unique_bytes,
            disk: &image.disk,
            note: match image.name.kind() {
                ImageKind::Build { .. } | ImageKind::Durable | ImageKind::Emulation => StepNote::SamPullsItAgain,
                ImageKind::Function => StepNote::OnlyATemplateNamesIt,
                ImageKind::Layered { .. } | ImageKind::Rapid { .. } => StepNote::SamBuildsItAgain,
            },
        };
        self.add(going, &image.containers, refused);
    }

    /// Adds an image without a name.
    pub(super) fn add_dangling(&mut self, image: &'a FoundDangling, refused: &mut Vec<Refused>) {
        let going = ImageToRemove {
            name: &image.id,
            id: &image.id,
            created: image.created,
            size_bytes: image.size_bytes,
            unique_bytes: image.unique_bytes,
            disk: &image.disk,
            note: StepNote::OlderBuild,
        };
        self.add(going, &image.containers, refused);
    }

    fn add(&mut self, image: ImageToRemove<'a>, containers: &'a [FoundContainer], refused: &mut Vec<Refused>) {
        if let Some(reason) = containers.iter().find_map(container_refusal) {
            refused.push(Refused::named(image.name, reason));
            return;
        }
        self.containers.extend(containers.iter().map(|container| (container.id.as_str(), container)));
        self.images.push(image);
    }

    /// Adds a container without its image.
    pub(super) fn add_container(&mut self, container: &'a FoundContainer, refused: &mut Vec<Refused>) {
        match container_refusal(container) {
            Some(reason) => refused.push(Refused::named(&container.name, reason)),
            None => drop(self.containers.insert(&container.id, container)),
        }
    }

    /// Adds the steps to the plan: containers, then images, each before the images it was built on.
    pub(super) fn into_plan(mut self, plan: &mut Plan) {
        plan.steps.extend(self.containers.values().map(|container| Step {
            action: StepAction::RemoveContainer { id: container.id.clone() },
            target: container.name.clone(),
            path: None,
            size_bytes: 0,
            frees_bytes: 0,
            file_count: None,
            notes: Vec::new(),
        }));
        // A child image contains all file system layers of its parent and was built later.
        let depth = |image: &ImageToRemove<'_>| image.disk.parts.as_ref().map_or(0, Vec::len);
        self.images.sort_by_key(|image| (Reverse(depth(image)), Reverse(image.created), image.name));
        let mut space = FreedSpace::of(&self.images);
        for image in &self.images {
            let (frees_bytes, more) = space.freed_by(image);
            plan.steps.push(Step {
                action: StepAction::RemoveImage { name: image.name.to_owned() },
                target: image.name.to_owned(),
                path: None,
                size_bytes: image.unique_bytes.unwrap_or(image.size_bytes),
                frees_bytes,
                file_count: None,
                notes: iter::once(image.note.clone()).chain(more).collect(),
            });
        }
    }
}

/// Returns why a container is not removed. Only ended containers that SAM created are; paused, restarting and created
/// ones may still be in use.
fn container_refusal(container: &FoundContainer) -> Option<RefusalReason> {
    let name = container.name.clone();
    if !container.has_ended() {
        return Some(RefusalReason::ContainerRuns { name, state: container.state.clone() });
    }
    (!container.by_sam).then_some(RefusalReason::ContainerNotOfSam { name })
}

/// Counts the bytes that each image frees. A shared layer is freed by the last image that contains it, and not at all
/// if an image that stays contains it.
struct FreedSpace<'a> {
    /// The number of names of each image that are not removed yet.
    names: BTreeMap<&'a str, u64>,
    /// The number of remaining images that contain each file system layer.
    holders: BTreeMap<&'a str, u64>,
}

impl<'a> FreedSpace<'a> {
    fn of(images: &[ImageToRemove<'a>]) -> Self {
        let mut names = BTreeMap::new();
        let mut holders = BTreeMap::new();
        for image in images {
            names.entry(image.id).or_insert(image.disk.other_names + 1);
            for part in image.disk.parts.iter().flatten() {
                holders.insert(part.chain.as_str(), part.holders);
            }
        }
        Self { names, holders }
    }

    /// Returns the bytes that removing the image frees, and a note about them.
    fn freed_by(&mut self, image: &ImageToRemove<'a>) -> (u64, Option<StepNote>) {
        let left = self.names.entry(image.id).or_insert(1);
        *left = left.saturating_sub(1);
        if *left > 0 {
            return (0, Some(StepNote::HasAnotherName));
        }
        let Some(parts) = &image.disk.parts else {
            return match image.unique_bytes {
                Some(unique) => (unique, None),
                None => (image.size_bytes, Some(StepNote::SharingUnknown)),
            };
        };
        let mut freed = 0;
        let mut seen = BTreeSet::new();
        for part in parts {
            let Some(holders) = self.holders.get_mut(part.chain.as_str()).filter(|_| seen.insert(&part.chain)) else {
                continue;
            };
            *holders = holders.saturating_sub(1);
            if *holders == 0 {
                freed += part.bytes;
            }
        }
        let is_packed = parts.iter().map(|part| part.bytes).sum::<u64>() < image.size_bytes;
        (freed, is_packed.then_some(StepNote::CountedUnpacked))
    }
}
