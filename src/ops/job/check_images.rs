//! Compares images with their layers, with one step for each image.

use std::cell::RefCell;

use super::{Listener, wait_while_paused};
use crate::inventory::Inventory;
use crate::inventory::facts::Finding;
use crate::ops::Context;
use crate::ops::execute::verify_images::verify_images;
use crate::plan::{ProgressEvent, RunControl, SkipReason, StepOutcome};
use crate::sam::ImageName;
use crate::text::Sentence;

pub(super) fn perform(
    context: &Context,
    images: Option<&[ImageName]>,
    known: &Inventory,
    progress: &mut Listener<'_>,
    control: &RunControl,
    findings: &RefCell<Vec<Finding>>,
) -> Result<(), Sentence> {
    let progress = RefCell::new(progress);
    let send = |now| progress.borrow_mut()(now);
    let open = RefCell::new(images.unwrap_or_default().iter().enumerate().collect::<Vec<_>>());
    send(ProgressEvent::Started { step: 0 });
    let report = |finding| {
        if let Finding::ImageChecked(name, check) = &finding {
            open.borrow_mut().retain(|(step, image)| {
                if *image == name {
                    let problem = check.problems(name).into_iter().next().map(|problem| problem.detail);
                    let outcome = problem.map_or(StepOutcome::Done, StepOutcome::Failed);
                    send(ProgressEvent::Finished { step: *step, outcome });
                }
                *image != name
            });
        }
        findings.borrow_mut().push(finding);
        wait_while_paused(control);
        if let Some((step, _)) = open.borrow().first() {
            send(ProgressEvent::Started { step: *step });
        }
    };
    let names = images.map(|images| images.iter().cloned().collect());
    let ended = verify_images(context, &known.join(), names.as_ref(), &report, control.stop_switch());
    let why = if control.is_stopped() { SkipReason::Cancelled } else { SkipReason::ImageAlreadyGone };
    for (step, _) in open.into_inner() {
        send(ProgressEvent::Finished { step, outcome: StepOutcome::Skipped(why.clone()) });
    }
    ended
}
