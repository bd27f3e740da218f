//! When a layer or image was last used, as far as SAM and the container engine left evidence of it.
//!
//! SAM keeps no record of invocations. What proves a use: SAM builds the image of a function with layers directly
//! before it runs the function, and runs it in a container. Access times prove nothing, as backups, indexers and
//! samlayers itself read files, and most systems do not record them. Containers are removed after an invocation, so a
//! later use may have left no trace: the time is the last *known* use. Without evidence it is unknown.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{ImageRow, InventoryRows, LayerRow};
use crate::sam::ImageName;
use crate::sam::image_name::ImageKind;

/// The last known use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LastUse {
    /// The time.
    pub time: Timestamp,
    /// What proves it.
    pub evidence: Evidence,
}

/// What proves that something was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// An image was built.
    ImageBuilt,
    /// An image got its name, which a build without changes does again.
    ImageTagged,
    /// A container of an image was created.
    ContainerCreated,
    /// A container of an image ended.
    ContainerEnded,
}

/// Returns the last known use of an image.
pub fn of_image(row: &ImageRow) -> Option<LastUse> {
    let at = |evidence, time: Option<Timestamp>| time.map(|time| LastUse { time, evidence });
    let containers = row.containers.iter().flat_map(|container| {
        [at(Evidence::ContainerCreated, container.created), at(Evidence::ContainerEnded, container.ended)]
    });
    // An image that was pulled has the time of its publisher.
    let built = row.created.filter(|_| is_built_here(row.name.kind()));
    let image = [at(Evidence::ImageBuilt, built), at(Evidence::ImageTagged, row.tagged)];
    containers.chain(image).flatten().max()
}

fn is_built_here(kind: &ImageKind) -> bool {
    matches!(kind, ImageKind::Layered { .. } | ImageKind::Rapid { .. })
}

/// The last known uses of all images, by name.
#[derive(Debug, Clone, Default)]
pub struct LastUses<'a>(BTreeMap<&'a ImageName, LastUse>);

impl<'a> LastUses<'a> {
    /// Collects the last known uses of the images.
    pub fn of(shown: &'a InventoryRows) -> Self {
        let uses = shown.images.iter().filter_map(|row| Some((&row.name, of_image(row)?)));
        Self(uses.collect())
    }

    /// Returns the last known use of a layer: of any image that was built from it.
    pub fn of_layer(&self, row: &LayerRow) -> Option<LastUse> {
        row.images.iter().filter_map(|image| self.0.get(image)).max().copied()
    }
}
