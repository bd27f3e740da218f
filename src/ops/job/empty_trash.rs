//! Frees the space of the trash, as a job with one step.

use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use super::Listener;
use crate::ops::Context;
use crate::ops::execute::trash::{empty_trash, trash};
use crate::plan::{Freed, ProgressEvent, RunControl};
use crate::text::Sentence;

pub(super) fn perform(
    context: &Context,
    before: Option<Timestamp>,
    progress: &mut Listener<'_>,
    control: &RunControl,
) -> Result<Freed, Sentence> {
    progress(ProgressEvent::Started { step: 0 });
    let operations = trash(context)?;
    let old_enough = operations.iter().filter(|of| before.is_none_or(|before| of.at.is_none_or(|at| at < before)));
    let total: u64 = old_enough.flat_map(|operation| &operation.entries).map(|entry| entry.bytes).sum();
    // Several threads delete files, but the listener takes one call at a time.
    let progress = Mutex::new(progress);
    let removed = |done, _files| {
        progress.lock().unwrap_or_else(PoisonError::into_inner)(ProgressEvent::Bytes {
            step: 0,
            done,
            total: Some(total),
        });
    };
    Ok(empty_trash(context, before, &removed, control.stop_switch())?)
}
