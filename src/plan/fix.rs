//! Plans the fix of a problem, if samlayers can fix it.

use std::path::PathBuf;

use super::layer_steps::release_step;
use super::refresh::downloadable_arn;
use super::{Plan, PlanKind, Selection, check, purge, refresh};
use crate::inventory::InventoryRows;
use crate::sam::problem::ProblemCode;
use crate::sam::{ImageName, LayerDir};

/// The entry that has a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemTarget {
    /// A layer.
    Layer(LayerDir),
    /// An image, by the name in the engine.
    Image(ImageName),
    /// A leftover, by its path.
    Leftover(PathBuf),
}

/// Returns the plan that fixes a problem, and its selection; `None` if only the user can fix it, in the template or by
/// using another layer.
pub fn plan_fix(shown: &InventoryRows, target: &ProblemTarget, code: ProblemCode) -> Option<(Selection, Plan)> {
    let mut selection = Selection::default();
    match target {
        ProblemTarget::Image(name) => drop(selection.images.insert(name.clone())),
        ProblemTarget::Leftover(path) => drop(selection.leftovers.insert(path.clone())),
        ProblemTarget::Layer(dir) => {
            let row = shown.layer(dir)?;
            selection.layers.insert(dir.clone());
            match code {
                // The layer is as it was published, so another layer or function is needed; or the user has to make a file
                // readable.
                ProblemCode::LocksUnreadable
                | ProblemCode::NativeMismatch
                | ProblemCode::RuntimeFolder
                | ProblemCode::NothingLoadable
                | ProblemCode::ZipUnusual
                | ProblemCode::OverQuota => return None,
                ProblemCode::NotVerified | ProblemCode::FileMaybeEmpty | ProblemCode::LinkDangling => {
                    let plan = check(shown, &selection);
                    return Some((selection, plan));
                }
                // Only the user can know whether that process runs; the plan of a purge asks for confirmation.
                ProblemCode::LockOwnerUnknown => {
                    let selection = Selection { locks: [dir.clone()].into(), ..Selection::default() };
                    let plan = purge(shown, &selection, PlanKind::Trash, false);
                    return Some((selection, plan));
                }
                // The content may be complete, so only the lock is released.
                ProblemCode::LockAbandoned | ProblemCode::LockUnreadable => {
                    if let Some(step) = release_step(row, false) {
                        let plan = Plan::new(PlanKind::Trash, vec![step]);
                        return Some((Selection::default(), plan));
                    }
                }
                _ => {}
            }
            if downloadable_arn(row, false).is_ok() {
                let plan = refresh(shown, &selection, true);
                return Some((selection, plan));
            }
        }
    }
    let plan = purge(shown, &selection, PlanKind::Trash, false);
    Some((selection, plan))
}
