//! Draws the footer: the filter, a message, or the keys that are possible now; on the right the running job.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget};

use super::super::click_targets::{ClickTargets, Target};
use super::super::dialog::Modal;
use super::super::input_line::InputLine;
use super::super::job::Job;
use super::super::state::{State, Tone};
use super::super::text;
use super::super::theme::Role;
use super::bar;
use crate::tui::keys::footer_keys;

/// The most lines of a message.
const MOST_LINES: usize = 4;

/// Draws the footer.
pub fn draw(frame: &mut Frame, state: &State, area: Rect, targets: &mut ClickTargets) {
    let mut left = area;
    if let Some(job) = state.running_job() {
        let line = job_line(state, job, usize::from(area.width) * 45 / 100);
        let width = u16::try_from(line.width()).unwrap_or(u16::MAX).min(area.width);
        line.render(Rect { x: area.right() - width, width, ..area }, frame.buffer_mut());
        left.width -= width;
    }
    if let Some((line, matches)) = typed_filter(state) {
        filter(frame, state, line, matches, left, targets);
    } else if let Some(notice) = &state.footer_message {
        let (role, sign) = match notice.tone {
            Tone::Good => (Role::Ok, state.appearance.glyphs.ok),
            Tone::Plain => (Role::Text, state.appearance.glyphs.dot),
            Tone::Bad => (Role::Warn, state.appearance.glyphs.warn),
        };
        message(frame, state, (role, sign), &notice.text, left);
    } else {
        keys(frame, state, left);
    }
}

/// Draws a message. One that does not fit in the last line takes as many lines above it as it needs, as what to do next
/// often stands at its end.
fn message(frame: &mut Frame, state: &State, (role, sign): (Role, &str), content: &str, area: Rect) {
    let clean = text::sanitize(content);
    let mut lines = text::wrap(&clean, usize::from(area.width).saturating_sub(4));
    if lines.len() > MOST_LINES {
        let rest = lines.split_off(MOST_LINES - 1).join(" ");
        let available = usize::from(area.width).saturating_sub(4);
        lines.push(text::cut_end(&rest, available, state.appearance.glyphs.ellipsis).into_owned());
    }
    let above = u16::try_from(lines.len().saturating_sub(1)).unwrap_or(u16::MAX).min(area.y);
    let area = Rect { y: area.y - above, height: above + 1, ..area };
    Clear.render(area, frame.buffer_mut());
    frame.buffer_mut().set_style(area, state.appearance.style(Role::Text));
    for (at, (line, row)) in lines.iter().zip(area.rows()).enumerate() {
        let lead = if at == 0 { format!(" {sign} ") } else { "   ".to_owned() };
        Line::from(state.appearance.span(role, format!("{lead}{line}"))).render(row, frame.buffer_mut());
    }
}

fn keys(frame: &mut Frame, state: &State, area: Rect) {
    for hint in footer_keys::footer_keys(state, area.width) {
        let line = Line::from(vec![
            state.appearance.span(Role::Key, &hint.key),
            state.appearance.span(Role::Dim, format!(" {}", hint.label)),
        ]);
        line.render(Rect { x: area.x + hint.x, width: hint.width(), ..area }, frame.buffer_mut());
    }
}

/// Returns the filter that is typed, of a list or of a tree, and the number of entries that match it.
fn typed_filter(state: &State) -> Option<(&InputLine, usize)> {
    match &state.modal {
        Some(Modal::Filter(typed)) => Some((&typed.line, state.list().matches())),
        Some(Modal::Projects(picker)) => Some((&picker.typing.as_ref()?.line, picker.rows(&state.project_scope).len())),
        Some(Modal::Contents(contents)) => Some((&contents.typing.as_ref()?.line, contents.rows.matches())),
        _ => None,
    }
}

fn filter(frame: &mut Frame, state: &State, line: &InputLine, matches: usize, area: Rect, targets: &mut ClickTargets) {
    let count = tr!("count-match", count = matches);
    let available = usize::from(area.width).saturating_sub(text::width(&count) + 6);
    let typed = line.visible(available, state.appearance.glyphs.ellipsis);
    let columns = u16::try_from(available).unwrap_or(u16::MAX);
    targets.add(Rect { x: area.x.saturating_add(2), width: columns, ..area }, Target::Line(available));
    let line = Line::from(vec![state.appearance.span(Role::Key, " /"), state.appearance.span(Role::Text, typed.text)]);
    line.render(area, frame.buffer_mut());
    let count = Line::from(state.appearance.span(Role::Dim, format!("{count} "))).right_aligned();
    count.render(area, frame.buffer_mut());
    let column = u16::try_from(typed.cursor).unwrap_or(u16::MAX);
    frame.set_cursor_position(Position::new(area.x.saturating_add(2).saturating_add(column), area.y));
}

fn job_line(state: &State, job: &Job, available: usize) -> Line<'static> {
    let appearance = &state.appearance;
    let (done, all) = job.steps_done();
    let steps = if all > 0 { format!(" {}/{all}", (done + 1).min(all)) } else { String::new() };
    let (full, empty) = bar::bar(appearance, 10, job.fraction());
    let title_columns = available.saturating_sub(14 + steps.len());
    let clean = text::sanitize(&job.title);
    let title = text::cut_end(&clean, title_columns, appearance.glyphs.ellipsis);
    Line::from(vec![
        appearance.span(Role::Busy, format!(" {title}{steps} ")),
        appearance.span(Role::Bar, full),
        appearance.span(Role::Empty, empty),
        appearance.span(Role::Text, " "),
    ])
}
