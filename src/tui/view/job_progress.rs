//! Draws running downloads: a bar for each and one for all, with speed and remaining time.

use super::super::job::Job;
use super::super::lang;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::bar;
use super::doc::Doc;
use crate::plan::{Phase, StepProgress};

/// Maximum length of a bar.
const LONGEST: usize = 40;

/// Draws the total of all downloads of a job, if there is more than one.
pub fn total(doc: &mut Doc, state: &State, job: &Job) {
    let Some((done, total)) = job.track.downloaded().filter(|(_, total)| *total > 0) else { return };
    let downloads = job.downloads();
    if !job.is_running() || downloads < 2 {
        return;
    }
    doc.blank();
    doc.line([(Role::Dim, tr!("count-download", count = downloads))]);
    bar_line(doc, 0, done, total);
    let mut parts = vec![tr!("progress-of", done = text::bytes(done), total = text::bytes(total))];
    if !job.is_paused() {
        pace(&mut parts, job.track.per_second(state.now), job.track.seconds_left(state.now));
    }
    doc.paragraph(Role::Text, &parts.join(", "));
}

/// Draws a running step.
pub fn step(doc: &mut Doc, state: &State, job: &Job, at: &StepProgress) {
    if let Some((done, Some(total))) = at.bytes.filter(|(_, total)| total.is_some_and(|total| total > 0)) {
        bar_line(doc, 2, done, total);
    }
    let mut parts: Vec<String> = at.phase.map(|phase| word(phase).to_owned()).into_iter().collect();
    match at.bytes {
        Some((done, Some(total))) => {
            parts.push(tr!("progress-of", done = text::bytes(done), total = text::bytes(total)));
        }
        Some((done, None)) => parts.push(text::bytes(done)),
        None => {}
    }
    if job.is_paused() {
        parts.push(tr!("progress-paused").to_owned());
    } else {
        pace(&mut parts, at.per_second(state.now), at.seconds_left(state.now));
    }
    if !parts.is_empty() {
        doc.hanging(Role::Dim, "", 2, &parts.join(", "));
    }
    if let Some((why, when)) = &at.again {
        let seconds = u64::try_from(when.as_second().saturating_sub(state.now.as_second())).unwrap_or(0);
        let when = if seconds == 0 {
            tr!("progress-now").to_owned()
        } else {
            tr!("progress-in", time = text::format_duration(seconds))
        };
        doc.hanging(
            Role::Warn,
            doc.appearance.glyphs.warn,
            2,
            &tr!("progress-again", when = when, why = lang::localized(why)),
        );
    }
}

fn word(phase: Phase) -> &'static str {
    match phase {
        Phase::LookingUp => tr!("progress-looking-up"),
        Phase::Waiting => tr!("progress-waiting"),
        Phase::Downloading => tr!("progress-downloading"),
        Phase::Unpacking => tr!("progress-unpacking"),
        Phase::Copying => tr!("progress-copying"),
        Phase::Uploading => tr!("progress-uploading"),
        Phase::Publishing => tr!("progress-publishing"),
        Phase::SwappingIn => tr!("progress-swapping-in"),
        Phase::Reading => tr!("progress-reading"),
    }
}

fn pace(parts: &mut Vec<String>, per_second: Option<u64>, seconds_left: Option<u64>) {
    parts.extend(per_second.map(|speed| format!("{}/s", text::bytes(speed))));
    parts.extend(seconds_left.map(|seconds| tr!("progress-left", time = text::format_duration(seconds))));
}

fn bar_line(doc: &mut Doc, indent: usize, done: u64, total: u64) {
    let percent = format!("{:>4}%", done.saturating_mul(100) / total.max(1));
    let columns = doc.columns.saturating_sub(indent + text::width(&percent)).min(LONGEST);
    #[expect(clippy::cast_precision_loss, reason = "a bar has a hundred columns at most")]
    let fraction = done as f64 / total.max(1) as f64;
    let (full, _) = bar::bar(doc.appearance, columns, fraction);
    let rest = columns.saturating_sub(text::width(&full));
    let empty = doc.appearance.glyphs.bar_empty.repeat(rest);
    doc.line([(Role::Text, " ".repeat(indent)), (Role::Bar, full), (Role::Empty, empty), (Role::Text, percent)]);
}
