//! Images that were built from content which was refreshed since, as the app knows them.

use super::job::Status;
use super::state::State;
use crate::plan::{self, Report, Selection};
use crate::sam::problem::ProblemCode;

/// Those found by the survey, and those a job of this session has just made so.
pub fn images(state: &State) -> Selection {
    let problem = |code| code == ProblemCode::ImageOutdated;
    let found = state.shown.images.iter().filter(|image| image.problems.iter().any(|found| problem(found.code)));
    let jobs = state.jobs.iter().filter_map(|job| match &job.status {
        Status::Done(report) => Some((report, job.started)),
        _ => None,
    });
    let made = jobs.flat_map(|(report, started)| {
        // One built again since is not meant.
        let left = plan::outdated_images(&state.shown, report).into_iter();
        left.filter(move |image| image.created.is_some_and(|created| created < started))
    });
    let images = found.chain(made).map(|image| image.name.as_str().to_owned()).collect();
    Selection { images, ..Selection::default() }
}

/// How many images a report leaves behind that were built from what it replaced.
pub fn count_left_by(state: &State, report: &Report) -> usize {
    plan::outdated_images(&state.shown, report).len()
}

/// `1 outdated image`.
pub fn count_text(images: usize) -> String {
    tr!("count-outdated-image", count = images)
}
