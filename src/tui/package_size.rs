//! The state of the dialog that shows what makes a layer or function large.

use super::state::Loadable;
use crate::content::packages::package::PackageSize;
use crate::content::packages::target::SizeTarget;

/// The dialog.
#[derive(Debug, Clone)]
pub struct SizeDialog {
    /// What is measured.
    pub target: SizeTarget,
    /// The name of the layer or function.
    pub name: String,
    /// The result, once it is there.
    pub size: Loadable<PackageSize>,
    /// First line shown.
    pub scroll: usize,
}
