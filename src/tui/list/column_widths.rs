//! The column widths of the layer list, calculated once for each join instead of once for each frame.

use crate::inventory::facts::newer::Newer;
use crate::inventory::{InventoryRows, LayerRow, LayerState};
use crate::tui::text;

/// The widths of the listed layers.
#[derive(Debug, Clone, Default)]
pub struct ColumnWidths {
    /// The states that occur.
    pub states: Vec<LayerState>,
    /// Columns of the widest version, including the number of newer versions.
    pub version: usize,
    /// Columns of the longest name.
    pub name: usize,
}

impl ColumnWidths {
    /// Calculates the widths for these rows.
    pub fn of(shown: &InventoryRows) -> Self {
        let mut extent = Self::default();
        // One pass over the rows: with ten thousand of them, each pass has to reload the CPU cache.
        for versions in shown.layers.chunk_by(|a, b| a.dir.layer_name() == b.dir.layer_name()) {
            for row in versions {
                extent.name = extent.name.max(row.dir.layer_name().len());
                extent.version = extent.version.max(text::width(row.dir.version()) + newer_suffix(row).len());
                if !extent.states.contains(&row.state) {
                    extent.states.push(row.state);
                }
            }
        }
        extent
    }
}

/// Returns ` +3` if there are three newer versions and ` ?` if AWS does not report them.
pub fn newer_suffix(row: &LayerRow) -> String {
    match &row.newer {
        Some(Newer::Behind { by, .. }) => format!(" +{by}"),
        Some(Newer::Unknown(_)) => " ?".to_owned(),
        Some(Newer::Newest) | None => String::new(),
    }
}
