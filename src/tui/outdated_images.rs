//! Images that were built from content that has been refreshed since.

use super::job::Status;
use super::state::State;
use crate::plan::{self, Report, Selection};
use crate::sam::problem::ProblemCode;

/// Returns the outdated images: those the survey found, and those a job of this session left behind.
pub fn images(state: &State) -> Selection {
    let problem = |code| code == ProblemCode::ImageOutdated;
    let found = state.shown.images.iter().filter(|image| image.problems.iter().any(|found| problem(found.code)));
    let jobs = state.jobs.iter().filter_map(|job| match &job.status {
        Status::Done(report) => Some((report, job.started)),
        _ => None,
    });
    let left_by_jobs = jobs.flat_map(|(report, started)| {
        // Excludes images that have been rebuilt since.
        let left = plan::outdated_images(&state.shown, report).into_iter();
        left.filter(move |image| image.created.is_some_and(|created| created < started))
    });
    let images = found.chain(left_by_jobs).map(|image| image.name.clone()).collect();
    Selection { images, ..Selection::default() }
}

/// Returns the number of outdated images a report leaves behind.
pub fn count_left_by(state: &State, report: &Report) -> usize {
    plan::outdated_images(&state.shown, report).len()
}

/// Returns a text such as `1 outdated image`.
pub fn count_text(images: usize) -> String {
    tr!("count-outdated-image", count = images)
}
