//! The bytes that images take, and that removing some of them frees. Images share file system layers.

use std::collections::{BTreeMap, BTreeSet};

use super::Amount;
use crate::inventory::ImageRow;
use crate::inventory::facts::{FoundDangling, ImageDisk};

/// What is known about the space of an image.
#[derive(Debug, Clone, Copy)]
pub struct ImageOnDisk<'a> {
    /// `sha256:…`; names of one image have the same ID.
    pub id: &'a str,
    /// The size of the whole image.
    pub size_bytes: u64,
    /// Bytes that no other image shares.
    pub unique_bytes: Option<u64>,
    /// Its file system layers and other names.
    pub disk: &'a ImageDisk,
}

impl<'a> From<&'a ImageRow> for ImageOnDisk<'a> {
    fn from(row: &'a ImageRow) -> Self {
        Self { id: &row.id, size_bytes: row.size_bytes, unique_bytes: row.unique_bytes, disk: &row.disk }
    }
}

impl<'a> From<&'a FoundDangling> for ImageOnDisk<'a> {
    fn from(image: &'a FoundDangling) -> Self {
        Self { id: &image.id, size_bytes: image.size_bytes, unique_bytes: image.unique_bytes, disk: &image.disk }
    }
}

/// The bytes that removing a name of an image frees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freed {
    /// None: the image has another name.
    HasAnotherName,
    /// These bytes.
    Bytes(u64),
    /// These bytes, counted unpacked: the engine also stores the layers packed.
    Unpacked(u64),
    /// At least these bytes: what is shared was not reported layer by layer.
    Unique(u64),
    /// Unknown: neither shared nor own bytes were reported.
    Unknown,
}

/// Counts the bytes that each image frees. A shared layer is freed by the last image that contains it, and not at all
/// if an image that stays contains it.
#[derive(Debug, Default)]
pub struct FreedSpace<'a> {
    /// The number of names of each image that are not removed yet.
    names: BTreeMap<&'a str, u64>,
    /// The number of remaining images that contain each file system layer.
    holders: BTreeMap<&'a str, u64>,
}

impl<'a> FreedSpace<'a> {
    /// Starts with all images present.
    pub fn of(images: impl Iterator<Item = ImageOnDisk<'a>>) -> Self {
        let mut space = Self::default();
        for image in images {
            space.names.entry(image.id).or_insert(image.disk.other_names + 1);
            for part in image.disk.parts.iter().flatten() {
                space.holders.insert(part.chain.as_str(), part.holders);
            }
        }
        space
    }

    /// Removes a name of an image and returns what that frees.
    pub fn freed_by(&mut self, image: &ImageOnDisk<'a>) -> Freed {
        let left = self.names.entry(image.id).or_insert(1);
        *left = left.saturating_sub(1);
        if *left > 0 {
            return Freed::HasAnotherName;
        }
        let Some(parts) = &image.disk.parts else {
            return image.unique_bytes.map_or(Freed::Unknown, Freed::Unique);
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
        if is_packed { Freed::Unpacked(freed) } else { Freed::Bytes(freed) }
    }
}

/// Returns the bytes that removing all of these images frees.
pub fn freed_by_all(images: &[ImageOnDisk]) -> Amount {
    let mut space = FreedSpace::of(images.iter().copied());
    images.iter().fold(Amount::Known(0), |sum, image| match space.freed_by(image) {
        Freed::HasAnotherName => sum,
        Freed::Bytes(bytes) | Freed::Unpacked(bytes) => sum.plus(Amount::Known(bytes)),
        Freed::Unique(bytes) if bytes == image.size_bytes => sum.plus(Amount::Known(bytes)),
        Freed::Unique(bytes) => sum.plus(Amount::AtLeast(bytes)),
        Freed::Unknown => sum.plus(Amount::Unknown),
    })
}

/// Returns the bytes that only one image contains, and those that several share, each counted once.
pub(super) fn unique_and_shared<'a>(images: impl Iterator<Item = ImageOnDisk<'a>>) -> (Amount, Amount) {
    let images: BTreeMap<&str, ImageOnDisk> = images.map(|image| (image.id, image)).collect();
    let mut shared_parts: BTreeMap<&str, u64> = BTreeMap::new();
    let (mut unique, mut shared_is_known) = (Amount::Known(0), true);
    // Without the layers of an image, what it shares is only known to exist once.
    let mut largest_shared = 0;
    for image in images.values() {
        match (&image.disk.parts, image.unique_bytes) {
            (Some(parts), _) => {
                for part in parts {
                    if part.holders > 1 {
                        shared_parts.insert(&part.chain, part.bytes);
                    } else {
                        unique = unique.plus(Amount::Known(part.bytes));
                    }
                }
            }
            (None, Some(bytes)) => {
                unique = unique.plus(Amount::Known(bytes));
                largest_shared = largest_shared.max(image.size_bytes.saturating_sub(bytes));
                shared_is_known &= image.size_bytes == bytes;
            }
            (None, None) => {
                unique = unique.plus(Amount::Unknown);
                largest_shared = largest_shared.max(image.size_bytes);
                shared_is_known = false;
            }
        }
    }
    let counted: u64 = shared_parts.values().sum();
    let shared = if shared_is_known { Amount::Known(counted) } else { Amount::AtLeast(counted.max(largest_shared)) };
    (unique, shared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::facts::FilesystemLayer;

    fn disk(parts: &[(&str, u64, u64)]) -> ImageDisk {
        let part = |(chain, bytes, holders): &(&str, u64, u64)| FilesystemLayer {
            chain: (*chain).to_owned(),
            bytes: *bytes,
            holders: *holders,
        };
        ImageDisk { other_names: 0, parts: Some(parts.iter().map(part).collect()) }
    }

    fn image<'a>(id: &'a str, size_bytes: u64, disk: &'a ImageDisk) -> ImageOnDisk<'a> {
        ImageOnDisk { id, size_bytes, unique_bytes: None, disk }
    }

    #[test]
    fn shared_bytes_are_counted_once() {
        let (a, b) = (disk(&[("base", 500, 3), ("a", 7, 1)]), disk(&[("base", 500, 3), ("b", 5, 1)]));
        let images = [image("1", 507, &a), image("1", 507, &a), image("2", 505, &b)];
        assert_eq!(unique_and_shared(images.into_iter()), (Amount::Known(12), Amount::Known(500)));
        assert_eq!(freed_by_all(&[images[0], images[2]]), Amount::Known(12), "a third image keeps the base");
    }

    #[test]
    fn the_last_image_frees_what_all_of_them_shared() {
        let (a, b) = (disk(&[("base", 500, 2)]), disk(&[("base", 500, 2), ("b", 5, 1)]));
        assert_eq!(freed_by_all(&[image("1", 500, &a), image("2", 505, &b)]), Amount::Known(505));
    }

    #[test]
    fn an_image_with_another_name_frees_nothing() {
        let disk = ImageDisk { other_names: 1, ..disk(&[("a", 7, 1)]) };
        assert_eq!(freed_by_all(&[image("1", 7, &disk)]), Amount::Known(0));
        assert_eq!(freed_by_all(&[image("1", 7, &disk); 2]), Amount::Known(7), "both names are removed");
    }

    #[test]
    fn without_the_file_system_layers_the_amounts_are_lower_bounds() {
        let disk = ImageDisk::default();
        let image = |id, size_bytes, unique_bytes| ImageOnDisk { id, size_bytes, unique_bytes, disk: &disk };
        let images = [image("1", 600, Some(50)), image("2", 560, Some(0)), image("3", 9, Some(9))];
        assert_eq!(unique_and_shared(images.into_iter()), (Amount::Known(59), Amount::AtLeast(560)));
        assert_eq!(freed_by_all(&images), Amount::AtLeast(59));
        assert_eq!(freed_by_all(&images[2..]), Amount::Known(9), "it shares nothing");
        assert_eq!(freed_by_all(&[image("4", 600, None)]), Amount::Unknown);
    }
}
