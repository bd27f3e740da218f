//! How wide and how large what is listed gets: looked up once a join, not once a frame.

use crate::inventory::facts::newer::Newer;
use crate::inventory::{InventoryRows, LayerRow, LayerState};
use crate::tui::text;

/// Widths and sizes of the layers listed.
#[derive(Debug, Clone, Default)]
pub struct ColumnWidths {
    /// The states there are.
    pub states: Vec<LayerState>,
    /// Columns of the widest version, with how far it is behind.
    pub version: usize,
    /// Columns of the longest name.
    pub name: usize,
    /// Bytes of the largest layer.
    pub largest: u64,
    /// Bytes of the largest layer with all its versions.
    pub largest_group_bytes: u64,
}

impl ColumnWidths {
    /// Of what is shown.
    pub fn of(shown: &InventoryRows) -> Self {
        let mut extent = Self::default();
        // One pass: ten thousand rows do not fit into a processor's cache.
        for versions in shown.layers.chunk_by(|a, b| a.dir.layer_name() == b.dir.layer_name()) {
            let mut group = 0;
            for row in versions {
                let bytes = row.measure.as_ref().map_or(0, |measure| measure.bytes);
                group += bytes;
                extent.largest = extent.largest.max(bytes);
                extent.name = extent.name.max(row.dir.layer_name().len());
                extent.version = extent.version.max(text::width(row.dir.version()) + newer_suffix(row).len());
                if !extent.states.contains(&row.state) {
                    extent.states.push(row.state);
                }
            }
            extent.largest_group_bytes = extent.largest_group_bytes.max(group);
        }
        extent
    }
}

/// ` +3`: there are three newer versions. ` ?`: AWS does not say.
pub fn newer_suffix(row: &LayerRow) -> String {
    match &row.newer {
        Some(Newer::Behind { by, .. }) => format!(" +{by}"),
        Some(Newer::Unknown(_)) => " ?".to_owned(),
        Some(Newer::Newest) | None => String::new(),
    }
}
