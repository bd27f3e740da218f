//! The engine's part of a plan: which containers and images are removed, in which order, and how many bytes that frees.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::iter;

use jiff::Timestamp;

use super::{Plan, RefusalReason, Refused, Step, StepAction, StepNote};
use crate::inventory::facts::{FoundContainer, FoundDangling};
use crate::inventory::footprint::{Freed, FreedSpace, ImageOnDisk};
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
    on_disk: ImageOnDisk<'a>,
    created: Option<Timestamp>,
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
            on_disk: image.into(),
            created: image.created,
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
            on_disk: image.into(),
            created: image.created,
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
        let depth = |image: &ImageToRemove<'_>| image.on_disk.disk.parts.as_ref().map_or(0, Vec::len);
        self.images.sort_by_key(|image| (Reverse(depth(image)), Reverse(image.created), image.name));
        let mut space = FreedSpace::of(self.images.iter().map(|image| image.on_disk));
        for image in &self.images {
            let (frees_bytes, more) = bytes_and_note(space.freed_by(&image.on_disk), image);
            plan.steps.push(Step {
                action: StepAction::RemoveImage { name: image.name.to_owned() },
                target: image.name.to_owned(),
                path: None,
                size_bytes: image.on_disk.unique_bytes.unwrap_or(image.on_disk.size_bytes),
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

/// Returns the bytes that a step frees, and a note about them.
fn bytes_and_note(freed: Freed, image: &ImageToRemove<'_>) -> (u64, Option<StepNote>) {
    match freed {
        Freed::HasAnotherName => (0, Some(StepNote::HasAnotherName)),
        Freed::Bytes(bytes) | Freed::Unique(bytes) => (bytes, None),
        Freed::Unpacked(bytes) => (bytes, Some(StepNote::CountedUnpacked)),
        Freed::Unknown => (image.on_disk.size_bytes, Some(StepNote::SharingUnknown)),
    }
}
