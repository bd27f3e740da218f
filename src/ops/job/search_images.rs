//! Searches for the layers of images, with one step for each image.

use std::cell::RefCell;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::{Listener, wait_while_paused};
use crate::inventory::Inventory;
use crate::inventory::facts::Finding;
use crate::ops::survey::image_layers::{MAX_TRIED_BY_SEARCH, search_image};
use crate::plan::{ProgressEvent, RunControl, SkipReason, StepOutcome};
use crate::sam::ImageName;
use crate::text::{Sentence, sentence};

pub(super) fn perform(
    images: &[ImageName],
    known: &Inventory,
    progress: &mut Listener<'_>,
    control: &RunControl,
    findings: &RefCell<Vec<Finding>>,
) -> Result<(), Sentence> {
    // One core is left for the user interface.
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(cores.saturating_sub(1).max(1)).build();
    let pool = pool.map_err(|error| sentence!("failed-no-threads", why = error.to_string()))?;
    // Several threads search, but the listener takes one call at a time.
    let progress = Mutex::new(progress);
    let send = |now| progress.lock().unwrap_or_else(PoisonError::into_inner)(now);
    for (step, image) in images.iter().enumerate() {
        send(ProgressEvent::Started { step });
        let tried = |tried| {
            send(ProgressEvent::Bytes { step, done: tried, total: Some(MAX_TRIED_BY_SEARCH) });
            wait_while_paused(control);
        };
        let found = pool.install(|| search_image(known, image, MAX_TRIED_BY_SEARCH, &tried, control.stop_switch()));
        let is_found = found.iter().any(|finding| matches!(finding, Finding::ImageLayers { .. }));
        findings.borrow_mut().extend(found);
        let outcome = if is_found { StepOutcome::Done } else { StepOutcome::Skipped(SkipReason::NoSelectionFits) };
        send(ProgressEvent::Finished { step, outcome });
    }
    Ok(())
}
