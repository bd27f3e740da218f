//! The bytes that removing layers frees, when files are hard links.

use std::collections::BTreeMap;

use crate::content::measure::Measure;

/// Counts the bytes that each layer frees. A file with hard links is freed with the last of its names, and not at all
/// if one of them stays.
#[derive(Debug, Default)]
pub struct HardLinkCounter(BTreeMap<u64, u64>);

impl HardLinkCounter {
    /// Returns the bytes that removing a layer frees, after those counted before.
    pub fn freed_by(&mut self, measure: &Measure) -> u64 {
        let mut freed = measure.bytes.saturating_sub(measure.repeated_bytes);
        for file in &measure.linked {
            let removed_names = self.0.entry(file.inode).or_default();
            *removed_names += file.names;
            if *removed_names < file.links {
                // The file was counted once above, whatever the number of its names in this layer.
                freed = freed.saturating_sub(file.bytes);
            }
        }
        freed
    }
}
