//! The disk usage of images: their file system layers, and how many images share each. Pure: no I/O.

use std::collections::BTreeMap;

use super::images::{HistoryStep, Image};
use crate::inventory::facts::FilesystemLayer;
use crate::sam::sha256_hex;

/// The number of images that contain each chain of file system layers.
#[derive(Debug, Default)]
pub(super) struct LayerHolders(BTreeMap<String, u64>);

impl LayerHolders {
    /// Counts each image once for all its layers.
    pub(super) fn count<'a>(images: impl Iterator<Item = &'a Image>) -> Self {
        let mut holders = BTreeMap::new();
        for image in images {
            for chain in chains(&image.layers) {
                *holders.entry(chain).or_default() += 1;
            }
        }
        Self(holders)
    }

    /// Returns the layers of an image with their sizes.
    ///
    /// `image` has the details of this image, `listed_bytes` is its size in the list of all images. The result is
    /// `None` if the history does not contain the size of each layer: the engine omits steps without changes in one
    /// place and not in the other, so that steps and layers do not match.
    pub(super) fn parts(
        &self,
        image: &Image,
        listed_bytes: u64,
        newest_first: &[HistoryStep],
    ) -> Option<Vec<FilesystemLayer>> {
        let sizes: Vec<u64> =
            newest_first.iter().rev().filter(|step| step.size > 0).map(|step| step.size.unsigned_abs()).collect();
        let reported = sizes.iter().sum::<u64>();
        let about = |unpacked: u64| reported <= unpacked && unpacked - reported <= unpacked / 64 + 65_536;
        let adds_up = reported == listed_bytes || unpacked_bytes(image, listed_bytes).is_some_and(about);
        if !adds_up || sizes.len() != image.layers.len() || sizes.is_empty() {
            return None;
        }
        let parts = chains(&image.layers).zip(sizes).map(|(chain, bytes)| {
            let holders = self.0.get(&chain).copied().unwrap_or(1);
            FilesystemLayer { chain, bytes, holders }
        });
        Some(parts.collect())
    }
}

/// Returns the unpacked size of an image in containerd's store; `None` for any other store.
///
/// Containerd's store also keeps each layer packed. Its list counts both sizes, the details of an image only the packed
/// one (as observed with Docker 26 and 28). It counts blocks on disk, a few of which belong to no step of the history.
pub(super) fn unpacked_bytes(image: &Image, listed_bytes: u64) -> Option<u64> {
    let packed = u64::try_from(image.size).ok().filter(|packed| *packed > 0)?;
    listed_bytes.checked_sub(packed).filter(|unpacked| *unpacked > 0)
}

/// Returns an identifier for each layer together with those below it: the same layer on another base is stored
/// separately.
fn chains(layers: &[String]) -> impl Iterator<Item = String> {
    let mut chain = String::new();
    layers.iter().map(move |layer| {
        chain = sha256_hex(&format!("{chain} {layer}"));
        chain.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(id: &str, size: i64, layers: &[&str]) -> Image {
        let layers = layers.iter().map(|layer| (*layer).to_owned()).collect();
        Image { id: id.to_owned(), size, layers, ..Image::default() }
    }

    fn steps(newest_first: &[i64]) -> Vec<HistoryStep> {
        newest_first.iter().map(|size| HistoryStep { created_by: String::new(), size: *size }).collect()
    }

    #[test]
    fn layers_on_different_bases_are_not_shared() {
        let images =
            [image("a", 15, &["base", "x"]), image("b", 25, &["base", "x", "y"]), image("c", 9, &["other", "x"])];
        let holders = LayerHolders::count(images.iter());
        let parts = holders.parts(&images[1], 25, &steps(&[10, 0, 5, 10])).unwrap();
        assert_eq!(parts.iter().map(|part| (part.bytes, part.holders)).collect::<Vec<_>>(), [(10, 2), (5, 2), (10, 1)]);
        let other = holders.parts(&images[2], 9, &steps(&[5, 4])).unwrap();
        assert_eq!(other.iter().map(|part| part.holders).collect::<Vec<_>>(), [1, 1]);
    }

    #[test]
    fn inconsistent_sizes_are_ignored() {
        let image = image("a", 7, &["base", "x"]);
        let holders = LayerHolders::count([&image].into_iter());
        assert_eq!(holders.parts(&image, 7, &steps(&[5, 10])), None);
        assert_eq!(holders.parts(&image, 7, &steps(&[7])), None, "a layer that changed nothing");
    }

    #[test]
    fn a_store_with_packed_layers_is_counted_unpacked() {
        let packed = image("a", 7_000_000, &["base", "x"]);
        let holders = LayerHolders::count([&packed].into_iter());
        let steps = steps(&[5_000_000, 10_000_000]);
        for listed in [22_000_000, 22_032_768] {
            let parts = holders.parts(&packed, listed, &steps).unwrap();
            assert_eq!(parts.iter().map(|part| part.bytes).collect::<Vec<_>>(), [10_000_000, 5_000_000]);
        }
        assert_eq!(holders.parts(&packed, 23_000_000, &steps), None, "a layer that no step tells of");
        assert_eq!(holders.parts(&packed, 21_999_999, &steps), None, "steps of another image");
        assert_eq!(unpacked_bytes(&packed, 7_000_000), None, "a store that does not pack");
    }
}
