//! The list of jobs.

use ratatui::Frame;

use super::super::job::{Job, RunState, Status};
use super::super::layout::Layout;
use super::super::state::{Focus, State};
use super::super::text;
use super::super::theme::{Appearance, Role};
use super::table::{self, Cell, Column};
use super::{bar, empty, pane};
use crate::plan::{PlanKind, StepOutcome};
use crate::tui::list::model::Row;
use crate::tui::table_metrics::TableMetrics;

const COLUMNS: [Column; 5] = [
    Column { title: key!("activity-column-state"), width: 10, right: false, rank: 1, sort: None },
    Column { title: key!("activity-column-job"), width: 0, right: false, rank: 0, sort: None },
    Column { title: key!("activity-column-steps"), width: 7, right: true, rank: 2, sort: None },
    Column { title: "", width: 12, right: false, rank: 4, sort: None },
    Column { title: key!("activity-column-age"), width: 4, right: true, rank: 3, sort: None },
];

/// Draws the list and returns where its columns are.
pub fn draw(frame: &mut Frame, state: &State, layout: &Layout) -> TableMetrics {
    let focused = state.focus == Focus::List && state.modal.is_none();
    let right = super::layers::list_title(state, state.jobs.len());
    pane::frame(frame, state, layout.list, &pane::Title { left: tr!("screen-activity"), right: &right }, focused);
    if state.list().rows.is_empty() {
        empty::activity(frame, state, layout);
        return TableMetrics::default();
    }
    table::draw(frame, state, layout, (&COLUMNS, table::DEFAULT_NAME_COLUMN), &|row, column, width| match row {
        Row::Job(at) => cell(state, &state.jobs[at], column, width),
        _ => Vec::new(),
    })
}

/// Returns the glyph, label and role of a job.
pub fn state_of(appearance: &Appearance, job: &Job) -> (&'static str, &'static str, Role) {
    let glyphs = &appearance.glyphs;
    match &job.status {
        Status::Waiting => (glyphs.ellipsis, tr!("activity-waiting"), Role::Dim),
        Status::Running(RunState::Active) => (glyphs.right, tr!("activity-running"), Role::Busy),
        Status::Running(RunState::Paused) => (glyphs.right, tr!("activity-paused"), Role::Warn),
        Status::Running(RunState::Stopping) => (glyphs.right, tr!("activity-stopping"), Role::Warn),
        Status::Failed(_) => (glyphs.failed, tr!("activity-failed"), Role::Bad),
        Status::Emptied(_) | Status::Searched(_) => (glyphs.ok, tr!("activity-done"), Role::Ok),
        Status::Done(report) if report.is_clean() => (glyphs.ok, tr!("activity-done"), Role::Ok),
        _ if job.was_stopped() => (glyphs.dot, tr!("activity-stopped"), Role::Dim),
        Status::Compared if job.failures() == 0 => (glyphs.ok, tr!("activity-done"), Role::Ok),
        // A verification that finds problems has still succeeded.
        Status::Compared => (glyphs.warn, tr!("activity-problems"), Role::Warn),
        Status::Done(report) if report.plan.kind == PlanKind::Verify && job.failures() > 0 => {
            (glyphs.warn, tr!("activity-problems"), Role::Warn)
        }
        Status::Done(report) if report.outcomes.contains(&StepOutcome::Done) => {
            (glyphs.warn, tr!("activity-in-part"), Role::Warn)
        }
        Status::Done(_) => (glyphs.failed, tr!("activity-not-done"), Role::Bad),
    }
}

fn cell(state: &State, job: &Job, column: usize, width: usize) -> Cell {
    let appearance = &state.appearance;
    match column {
        0 => {
            let (sign, word, role) = state_of(appearance, job);
            table::plain(role, format!("{sign} {word}"))
        }
        1 => table::name(state, Role::Text, &job.title, width),
        2 => {
            let (done, all) = job.steps_done();
            let steps = if all == 0 { String::new() } else { format!("{done}/{all}") };
            table::plain(Role::Text, steps)
        }
        3 if job.is_running() => {
            let (full, empty) = bar::bar(appearance, width, job.fraction());
            vec![(Role::Bar, full), (Role::Empty, empty)]
        }
        4 => table::plain(Role::Dim, text::age(state.now, job.ended.unwrap_or(job.started))),
        _ => Vec::new(),
    }
}
