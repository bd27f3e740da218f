//! What a size is asked of.

use std::path::{Path, PathBuf};

use crate::sam::template::{Function, FunctionLayer};
use crate::sam::{LayerDir, LogicalId, Runtime};

/// A package on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SizeTarget {
    /// A cached layer.
    Layer(LayerDir),
    /// A function of a template, with its layers.
    Function(FunctionTarget),
    /// A zip file or a folder.
    Path(PathBuf),
}

/// A function of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionTarget {
    /// The template.
    pub template: PathBuf,
    /// The full path of the function.
    pub name: String,
    /// The runtime.
    pub runtime: Option<Runtime>,
    /// The code that the template names, if it is on this machine.
    pub code: Option<PathBuf>,
    /// The layers, in order.
    pub layers: Vec<LayerTarget>,
}

/// A layer of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LayerTarget {
    /// A layer of AWS, in the cache if SAM downloaded it.
    Cached(LayerDir),
    /// A layer of the template itself.
    Local(LogicalId),
}

impl SizeTarget {
    /// Returns the target for a function of the template at a path. Entries of `Layers` that SAM ignores do not count.
    pub fn of_function(template: &Path, function: &Function) -> Self {
        let layer = |layer: &FunctionLayer| match layer {
            FunctionLayer::Remote { dir, .. } | FunctionLayer::Directory(dir) => Some(LayerTarget::Cached(dir.clone())),
            FunctionLayer::Local { id, .. } => Some(LayerTarget::Local(id.clone())),
            FunctionLayer::Unusable { .. } => None,
        };
        Self::Function(FunctionTarget {
            template: template.to_owned(),
            name: function.full_path.clone(),
            runtime: function.runtime.clone(),
            code: function.code_path.clone(),
            layers: function.layers.iter().filter_map(layer).collect(),
        })
    }
}
