//! Handles the mouse: click, double click, wheel, and dragging the divider between list and detail.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::super::dialog::{Modal, PlanDialog};
use super::super::effect::Effect;
use super::super::layout;
use super::super::plan_options;
use super::super::state::{Focus, State};
use super::{clean_up, fold, graph, input, navigate, pressed, screen, treemap};
use crate::tui::keys::footer_keys;
use crate::tui::keys::table::{KeyContext, UserAction};
use crate::tui::list::model::Row;

/// Rows per step of the wheel.
const WHEEL: usize = 3;

/// Two clicks within this many milliseconds are one double click.
const DOUBLE_CLICK_MS: i128 = 400;

/// Handles a mouse event.
pub fn mouse(state: &mut State, event: MouseEvent) -> Vec<Effect> {
    let at = Position::new(event.column, event.row);
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) => click(state, at),
        MouseEventKind::Drag(MouseButton::Left) if state.dragging => {
            if let Some(layout) = layout::of(state) {
                layout::move_split(state, &layout, at);
            }
            Vec::new()
        }
        MouseEventKind::Up(MouseButton::Left) => {
            state.dragging = false;
            Vec::new()
        }
        MouseEventKind::Down(MouseButton::Right) if matches!(state.modal, Some(Modal::Treemap(_))) => {
            treemap::leave(state);
            Vec::new()
        }
        MouseEventKind::ScrollUp => wheel(state, at, UserAction::Up),
        MouseEventKind::ScrollDown => wheel(state, at, UserAction::Down),
        _ => Vec::new(),
    }
}

fn click(state: &mut State, at: Position) -> Vec<Effect> {
    let Some(layout) = layout::of(state) else { return Vec::new() };
    let had_message = state.footer_message.take().is_some();
    if let Some((area, target)) = state.view_metrics.targets.at(at) {
        return pressed::press(state, area, target, at);
    }
    if layout.footer.contains(at) {
        // A message or a filter covers the keys.
        if had_message || KeyContext::of(state) == KeyContext::Filter {
            return Vec::new();
        }
        let hints = footer_keys::footer_keys(state, layout.footer.width);
        let hit = hints.iter().find(|hint| (hint.x..hint.x + hint.width()).contains(&at.x));
        return hit.map(|hint| hint.action).map_or_else(Vec::new, |action| input::perform(state, action));
    }
    if matches!(state.modal, Some(Modal::Treemap(_))) {
        return click_in_treemap(state, at);
    }
    if matches!(state.modal, Some(Modal::Graph(_))) {
        return click_in_graph(state, at);
    }
    if let Some(Modal::Plan(dialog)) = &state.modal {
        return match plan_option(state, dialog, at) {
            Some(action) => input::perform(state, action),
            None => Vec::new(),
        };
    }
    if state.modal.is_some() {
        clean_up::click(state, at);
        return Vec::new();
    }
    if state.view_metrics.problems.is_some_and(|problems| problems.contains(at)) {
        return input::perform(state, UserAction::Problems);
    }
    let metrics = state.view_metrics.table;
    if let Some(order) = metrics.sort_at(at.x).filter(|_| at.y == metrics.titles && layout.list.contains(at)) {
        return screen::sort_by(state, order);
    }
    if layout::is_on_split(&layout, at) {
        state.dragging = true;
        return Vec::new();
    }
    if let Some((screen, ..)) = layout::tabs(state, layout.tabs).into_iter().find(|(.., area)| area.contains(at)) {
        navigate::screen(state, screen);
    } else if let Some(row) = layout::row_at(state, &layout, at) {
        state.focus = Focus::List;
        state.list_mut().settled = true;
        state.list_mut().go_to(row);
        if is_fold_sign(state, at) {
            state.last_click = None;
            fold::toggle(state);
            return Vec::new();
        }
        if is_double_click(state, row) {
            return screen::open(state);
        }
    } else if layout.detail.contains(at) {
        state.focus = Focus::Detail;
    }
    Vec::new()
}

/// Returns whether this click is the second one on a row or cell.
pub fn is_double_click(state: &mut State, on: usize) -> bool {
    let previous = state.last_click.replace((on, state.now));
    let is_double_click = previous.is_some_and(|(old, since)| {
        old == on && i128::from(state.now.as_millisecond().abs_diff(since.as_millisecond())) <= DOUBLE_CLICK_MS
    });
    if is_double_click {
        state.last_click = None;
    }
    is_double_click
}

fn click_in_treemap(state: &mut State, at: Position) -> Vec<Effect> {
    match treemap::select(state, at) {
        Some(cell) if is_double_click(state, cell) => treemap::perform(state, UserAction::Open),
        _ => Vec::new(),
    }
}

/// Returns what a click below a plan changes.
fn plan_option(state: &State, dialog: &PlanDialog, at: Position) -> Option<UserAction> {
    let (x, y) = state.view_metrics.options?;
    plan_options::at(dialog, at.x.checked_sub(x).filter(|_| at.y == y)?)
}

fn click_in_graph(state: &mut State, at: Position) -> Vec<Effect> {
    if let Some(node) = graph::select(state, at)
        && is_double_click(state, (node.block << 2 | node.column as usize) << 16 | node.index)
    {
        graph::perform(state, UserAction::Jump);
    }
    Vec::new()
}

/// Returns whether the position is on the fold sign of the row under the cursor or on the space after it.
fn is_fold_sign(state: &State, at: Position) -> bool {
    let indent = match state.list().current() {
        Some(Row::Group(_) | Row::Project(_) | Row::BuildFolder(_)) => 0,
        Some(Row::Template(_)) => 2,
        _ => return false,
    };
    let sign = state.view_metrics.table.names + indent;
    (sign..sign + 2).contains(&at.x)
}

fn wheel(state: &mut State, at: Position, action: UserAction) -> Vec<Effect> {
    let Some(layout) = layout::of(state) else { return Vec::new() };
    if matches!(state.modal, Some(Modal::Treemap(_))) {
        return treemap::wheel(state, at, action == UserAction::Up);
    }
    let down = action == UserAction::Down;
    match &mut state.modal {
        // The keys go round; the wheel ends at the first and the last field.
        Some(Modal::Form(form)) => {
            let last = form.fields.len().saturating_sub(1);
            form.go_to(if down { (form.cursor + 1).min(last) } else { form.cursor.saturating_sub(1) });
            return Vec::new();
        }
        Some(Modal::Contents(contents)) if state.view_metrics.preview_area.is_some_and(|area| area.contains(at)) => {
            contents.scroll = if down { contents.scroll + WHEEL } else { contents.scroll.saturating_sub(WHEEL) };
            return Vec::new();
        }
        _ => {}
    }
    if state.modal.is_none() && layout.detail.contains(at) {
        let scroll = state.detail_scroll;
        state.detail_scroll = if down { scroll + WHEEL } else { scroll.saturating_sub(WHEEL) };
        return Vec::new();
    }
    let focus = std::mem::take(&mut state.focus);
    for _ in 0..WHEEL {
        input::perform(state, action);
    }
    state.focus = focus;
    Vec::new()
}
