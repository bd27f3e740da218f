//! Draws the "clean up" dialog: a line for each criterion with its totals, and the overall totals below.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::super::amount;
use super::super::clean_up::{self, BOX, CleanUp, Criterion, CriterionTotal, LABEL, LINES, VALUE};
use super::super::lang;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::{pane, table};
use crate::plan::{Plan, StepAction};

/// Columns of the totals of a criterion: `1,204 · 12.3 GB`.
const TOTAL_COLUMNS: usize = 18;

/// Least columns for a description.
const HELP: usize = 22;

/// Returns the columns that are left for a description on each line.
fn help_columns(lines: Rect) -> usize {
    usize::from(lines.width.saturating_sub(BOX + LABEL + VALUE)).saturating_sub(TOTAL_COLUMNS)
}

/// Draws the dialog and returns its number of lines and how many fit.
pub fn draw(frame: &mut Frame, state: &State, dialog: &CleanUp) -> (usize, usize) {
    let geometry = clean_up::geometry(state.size, dialog.cursor);
    let fit = usize::from(geometry.lines.height);
    let right = pane::position(geometry.top, LINES.len(), fit);
    // If the lines have no space for descriptions, the title shows the one of the current criterion.
    let current = dialog.current().filter(|_| help_columns(geometry.lines) < HELP);
    let title = current
        .map_or_else(|| tr!("clean-up-clean-up").to_owned(), |choice| tr!("clean-up-clean-up-2", help = choice.help()));
    pane::dialog(frame, state, geometry.area, &pane::Title { left: &title, right: &right });
    for (at, area) in (geometry.top..LINES.len()).zip(geometry.lines.rows()) {
        line(frame, state, dialog, at, area);
    }
    total(frame, state, dialog, geometry.total);
    (LINES.len(), fit)
}

fn line(frame: &mut Frame, state: &State, dialog: &CleanUp, at: usize, area: Rect) {
    let choice = match LINES[at] {
        clean_up::DialogLine::Heading(title) => {
            Line::from(state.appearance.span(Role::Title, lang::fixed(title))).render(area, frame.buffer_mut());
            return;
        }
        clean_up::DialogLine::Criterion(choice) => choice,
    };
    let is_cursor = at == dialog.cursor;
    let on = dialog.is_on(choice);
    let glyphs = &state.appearance.glyphs;
    let cursor = (Role::Accent, if is_cursor { format!("{} ", glyphs.cursor) } else { "  ".to_owned() });
    if choice == Criterion::Match {
        draw_line(frame, state, area, is_cursor, &match_line(state, dialog, cursor, usize::from(area.width)));
        return;
    }
    let mut pieces = vec![
        cursor,
        (if on { Role::Mark } else { Role::Text }, format!("[{}] ", if on { "x" } else { " " })),
        (Role::Text, text::fill(choice.label(), usize::from(LABEL), "")),
    ];
    let help = help_columns(area);
    pieces.push(if choice.presets().is_empty() {
        (Role::Text, " ".repeat(usize::from(VALUE)))
    } else {
        value(state, dialog, choice, is_cursor)
    });
    let phrase = if help < HELP { "" } else { choice.help() };
    pieces.push((Role::Dim, text::fill(phrase, help, glyphs.ellipsis)));
    pieces.push(comes_to(state, dialog.total_of(choice), choice));
    draw_line(frame, state, area, is_cursor, &pieces);
    if let Some(typing) = dialog.typing.as_ref().filter(|_| is_cursor) {
        let typed = typing.visible(usize::from(VALUE - 3), state.appearance.glyphs.ellipsis);
        let column = u16::try_from(typed.cursor).unwrap_or_default();
        frame.set_cursor_position(Position::new(area.x + BOX + LABEL + 2 + column, area.y));
    }
}

fn draw_line(frame: &mut Frame, state: &State, area: Rect, is_cursor: bool, pieces: &[(Role, String)]) {
    let mut line = Line::from(pieces.iter().map(|(role, text)| state.appearance.span(*role, text)).collect::<Vec<_>>());
    if is_cursor {
        table::set_cursor(state, &mut line, Role::Cursor);
        frame.buffer_mut().set_style(area, line.style);
    }
    line.render(area, frame.buffer_mut());
}

/// Returns the heading of the rules about layers: whether a layer has to match any or all of them.
fn match_line(state: &State, dialog: &CleanUp, cursor: (Role, String), width: usize) -> Vec<(Role, String)> {
    let (any, all) = (tr!("clean-up-match-any"), tr!("clean-up-match-all"));
    let button = |on: bool, text: &str| {
        let mark = if on { state.appearance.glyphs.mark } else { " " };
        (if on { Role::Accent } else { Role::Dim }, format!("({mark}) {text}  "))
    };
    let title = format!("{}  ", tr!("criterion-match"));
    let mut pieces = vec![cursor, (Role::Title, title)];
    pieces.extend([button(!dialog.settings.match_all, any), button(dialog.settings.match_all, all)]);
    let used: usize = pieces.iter().map(|(_, text)| text::width(text)).sum();
    let help = text::cut_end(tr!("criterion-match-help"), width.saturating_sub(used), state.appearance.glyphs.ellipsis);
    pieces.push((Role::Dim, help.into_owned()));
    pieces
}

/// Returns the value between its arrows, or the value being typed.
fn value(state: &State, dialog: &CleanUp, choice: Criterion, is_cursor: bool) -> (Role, String) {
    let width = usize::from(VALUE);
    if let Some(typing) = dialog.typing.as_ref().filter(|_| is_cursor) {
        let typed = typing.visible(width - 3, state.appearance.glyphs.ellipsis);
        return (Role::Key, text::fill(&format!("= {}", typed.text), width, ""));
    }
    let (left, right) = (state.appearance.glyphs.left, state.appearance.glyphs.right);
    let middle = text::fill(&format!("{:^5}", dialog.settings.value(choice)), 5, "");
    (Role::Key, text::fill(&format!("{left} {middle} {right}"), width, ""))
}

/// Returns the totals of a single criterion.
fn comes_to(state: &State, alone: Option<&Result<CriterionTotal, String>>, choice: Criterion) -> (Role, String) {
    match alone {
        Some(Ok(CriterionTotal { count: 0, .. })) | None => {
            (Role::Dim, text::fill_left(tr!("clean-up-none"), TOTAL_COLUMNS, ""))
        }
        Some(Ok(alone)) => {
            let count = text::count(alone.count as u64);
            let has_no_size = matches!(choice, Criterion::Containers | Criterion::Locks);
            let bytes = clean_up::bytes_text(&state.appearance, choice, alone.bytes);
            let bytes = text::fill_left(&bytes, 11, state.appearance.glyphs.ellipsis);
            let words = if has_no_size { count } else { format!("{count:>5}{bytes}") };
            (Role::Text, text::fill_left(&words, TOTAL_COLUMNS, ""))
        }
        Some(Err(_)) => (Role::Warn, text::fill_left(tr!("clean-up-not-known"), TOTAL_COLUMNS, "")),
    }
}

/// Draws the totals of all criteria together.
fn total(frame: &mut Frame, state: &State, dialog: &CleanUp, area: Rect) {
    let mut doc = Doc::new(&state.appearance, usize::from(area.width));
    doc.line([(Role::Border, state.appearance.glyphs.frame[1].repeat(doc.columns))]);
    // The reason why the current criterion cannot be used is shown before it is switched on.
    let current = dialog.current().and_then(|choice| dialog.total_of(choice)?.as_ref().err());
    match (&dialog.outcome, current) {
        (Err(reason), _) | (Ok(_), Some(reason)) => doc.paragraph(Role::Warn, &text::sentence(reason)),
        (Ok(outcome), None) if outcome.is_empty() && dialog.settings.enabled.is_empty() => {
            doc.paragraph(Role::Dim, tr!("clean-up-nothing-chosen-yet"));
        }
        (Ok(outcome), None) if outcome.is_empty() => {
            doc.paragraph(Role::Text, tr!("clean-up-nothing-like-that"));
        }
        (Ok(outcome), None) => {
            doc.paragraph(Role::Accent, &counts_text(&outcome.plan));
            doc.paragraph(Role::Text, &space(state, &outcome.plan));
        }
    }
    if dialog.current() == Some(Criterion::Safe)
        && let Some(reason) = dialog.left_out()
    {
        doc.paragraph(Role::Warn, &text::sentence(reason));
    }
    for (line, row) in doc.finish().into_iter().zip(area.rows()) {
        line.render(row, frame.buffer_mut());
    }
}

/// Returns a text such as `12 layers, 3 images; 1 refused`.
fn counts_text(plan: &Plan) -> String {
    let count = |is: &dyn Fn(&StepAction) -> bool| plan.steps.iter().filter(|step| is(&step.action)).count();
    let layers = count(&|action| matches!(action, StepAction::TrashLayer(_) | StepAction::DeleteLayer(_)));
    let images = count(&|action| matches!(action, StepAction::RemoveImage { .. }));
    let containers = count(&|action| matches!(action, StepAction::RemoveContainer { .. }));
    let leftovers = count(&|action| matches!(action, StepAction::TrashLeftover(_) | StepAction::DeleteLeftover(_)));
    let builds = count(&StepAction::is_of_builds);
    let locks = count(&|action| matches!(action, StepAction::ReleaseLock(_) | StepAction::ReleaseUnknownLock(..)));
    let words = [
        (layers > 0).then(|| tr!("count-layer", count = layers)),
        (images > 0).then(|| tr!("count-image", count = images)),
        (containers > 0).then(|| tr!("count-container", count = containers)),
        (builds > 0).then(|| tr!("count-unused-build", count = builds)),
        (leftovers > 0).then(|| tr!("count-leftover", count = leftovers)),
        (locks > 0).then(|| tr!("count-lock", count = locks)),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    match (words.is_empty(), plan.refused.len()) {
        (true, refused) => tr!("clean-up-only-refused", refused = refused),
        (false, 0) => words.join(", "),
        (false, refused) => tr!("clean-up-some-refused", what = words.join(", "), refused = refused),
    }
}

/// Returns a text about which part undo can restore.
fn space(state: &State, plan: &Plan) -> String {
    let cache = plan.frees_in_cache();
    let engine = amount::text(&state.appearance, clean_up::frees_in_engine(&state.shown, plan));
    let has_engine = plan.steps.iter().any(|step| step.action.is_of_engine());
    let has_cache = plan.steps.iter().any(|step| !step.action.is_of_engine());
    let uncounted = if plan.uncounted() > 0 { format!(" {}", tr!("clean-up-uncounted")) } else { String::new() };
    let undone = tr!("clean-up-undoable", bytes = text::bytes(cache), uncounted = uncounted);
    let gone = tr!("clean-up-not-undoable", bytes = engine);
    match (has_cache, has_engine) {
        (true, true) => format!("{undone}; {gone}."),
        (false, true) => tr!("clean-up-for-good", bytes = engine),
        _ => format!("{undone}."),
    }
}
