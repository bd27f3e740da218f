//! The keys of this place, straight from the table, and what the signs mean.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::super::keys::{Action, Context};
use super::super::layout;
use super::super::state::{Screen, State};
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::pane;

/// Draws it; tells its lines and how many fit.
pub fn draw(frame: &mut Frame, state: &State, scroll: usize) -> (usize, usize) {
    let width = layout::dialog(state.size, 0, 78).width;
    let mut doc = Doc::new(&state.look, usize::from(width).saturating_sub(4));
    let mut seen: Vec<Action> = Vec::new();
    let mut bindings: Vec<_> = state.keys.bindings(Context::Screen(state.screen)).collect();
    bindings.sort_by_key(|bound| bound.binding.action.is_moving());
    for bound in bindings {
        let binding = bound.binding;
        if seen.contains(&binding.action) {
            continue;
        }
        if binding.action.is_moving() && !seen.last().is_some_and(|last| last.is_moving()) {
            doc.heading("Moving", "");
        }
        seen.push(binding.action);
        let keys: Vec<String> = bound.keys.iter().map(|press| press.label()).collect();
        let keys = text::fill(&keys.join(" "), 16, "");
        let help = text::wrap(binding.help, doc.columns.saturating_sub(16));
        for (index, line) in help.into_iter().enumerate() {
            let keys = if index == 0 { keys.clone() } else { " ".repeat(16) };
            doc.line([(Role::Key, keys), (Role::Text, line)]);
        }
    }
    doc.blank();
    doc.paragraph(
        Role::Dim,
        "The mouse works: click, double click, wheel; tabs and the keys in the last line can be clicked.",
    );
    signs(&mut doc, state);
    let lines = doc.finish();
    let area = layout::dialog(state.size, lines.len(), 78);
    let fit = usize::from(area.height).saturating_sub(2);
    let scroll = scroll.min(lines.len().saturating_sub(fit));
    let right = pane::position(scroll, lines.len(), fit);
    let title = format!("Keys of {}", state.screen.title());
    let inner = pane::dialog(frame, state, area, &pane::Title { left: &title, right: &right });
    let count = lines.len();
    pane::lines(frame, Rect { x: inner.x - 1, width: inner.width + 2, ..inner }, lines, scroll);
    (count, fit)
}

fn signs(doc: &mut Doc, state: &State) {
    let g = state.look.glyphs;
    let signs: &[(&str, &str)] = match state.screen {
        Screen::Layers => &[
            (g.ok, "SAM would use it"),
            (g.warn, "SAM would use it, but something is odd"),
            (g.empty, "nothing in it"),
            (g.partial, "a download ended in the middle"),
            (g.downloading, "being downloaded"),
            (g.failed, "the last download failed"),
            (g.unknown, "not known"),
            (g.skipped, "a leftover, or not SAM's"),
        ],
        Screen::Functions => &[
            (g.ok, "everything is there"),
            (g.downloading, "SAM would download a layer or build an image first"),
            (g.local, "a layer of the template itself, built each time"),
            (g.warn, "a warning"),
            (g.failed, "it will not work"),
        ],
        Screen::Images | Screen::Activity => return,
    };
    doc.blank();
    for (sign, meaning) in signs {
        doc.line([(Role::Text, text::fill(sign, 16, "")), (Role::Dim, (*meaning).to_owned())]);
    }
}
