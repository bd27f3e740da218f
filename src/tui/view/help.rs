//! Draws the help: the keys of the current context from the table of keys, and the meaning of the signs.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::super::layout;
use super::super::state::{Screen, State};
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::pane;
use crate::tui::keys::table::{KeyContext, UserAction};

/// Columns of a column of keys, with the space beside it.
const WIDE: u16 = 74;

/// Draws the help and returns its number of lines and how many fit.
pub fn draw(frame: &mut Frame, state: &State, scroll: usize) -> (usize, usize) {
    // On a wide screen, the keys stand in columns beside each other.
    let beside = (state.size.0 / WIDE).clamp(1, 3);
    let width = layout::dialog(state.size, 0, 78).width;
    let columns = if beside == 1 { usize::from(width).saturating_sub(4) } else { usize::from(WIDE).saturating_sub(6) };
    let mut doc = Doc::new(&state.appearance, columns);
    let mut seen: Vec<UserAction> = Vec::new();
    let mut bindings: Vec<_> = state.keys.bindings(KeyContext::below(state)).collect();
    bindings.sort_by_key(|bound| bound.binding.action.is_moving());
    for bound in bindings {
        let binding = bound.binding;
        if seen.contains(&binding.action) {
            continue;
        }
        if binding.action.is_moving() && !seen.last().is_some_and(|last| last.is_moving()) {
            doc.heading(tr!("help-moving"), "");
        }
        seen.push(binding.action);
        let keys: Vec<String> = bound.keys.iter().map(|press| press.label()).collect();
        let keys = text::fill(&keys.join(" "), 16, "");
        let help = text::wrap(binding.help(), doc.columns.saturating_sub(16));
        for (index, line) in help.into_iter().enumerate() {
            let keys = if index == 0 { keys.clone() } else { " ".repeat(16) };
            doc.line([(Role::Key, keys), (Role::Text, line)]);
        }
    }
    let on_screen = matches!(KeyContext::below(state), KeyContext::Screen(_));
    if on_screen {
        doc.blank();
        doc.paragraph(Role::Dim, tr!("help-mouse"));
        signs(&mut doc, state);
    }
    let lines = doc.finish();
    let count = lines.len().div_ceil(usize::from(beside));
    let area = layout::dialog(state.size, count, if beside == 1 { 78 } else { WIDE * beside });
    let fit = usize::from(area.height).saturating_sub(2);
    let scroll = scroll.min(count.saturating_sub(fit));
    let right = pane::position(scroll, count, fit);
    let title = match KeyContext::below(state) {
        KeyContext::Screen(screen) => tr!("help-title", screen = screen.title()),
        _ => tr!("help-title-dialog").to_owned(),
    };
    let inner = pane::dialog(frame, state, area, &pane::Title { left: &title, right: &right });
    let column = inner.width / beside;
    for (index, lines) in (0_u16..).zip(lines.chunks(count.max(1))) {
        let area = Rect { x: inner.x - 1 + index * column, width: column + 2, ..inner };
        pane::lines(frame, area, lines.to_vec(), scroll);
    }
    (count, fit)
}

fn signs(doc: &mut Doc, state: &State) {
    if matches!(state.screen, Screen::Layers | Screen::Images) {
        doc.blank();
        doc.paragraph(Role::Dim, tr!("help-last-use"));
    }
    let g = state.appearance.glyphs;
    let signs: &[(&str, &str)] = match state.screen {
        Screen::Layers => &[
            (g.ok, tr!("help-sign-ok")),
            (g.warn, tr!("help-sign-odd")),
            (g.empty, tr!("help-sign-empty")),
            (g.partial, tr!("help-sign-partial")),
            (g.downloading, tr!("help-sign-downloading")),
            (g.failed, tr!("help-sign-failed")),
            (g.unknown, tr!("help-sign-unknown")),
            (g.skipped, tr!("help-sign-foreign")),
        ],
        Screen::Functions => &[
            (g.ok, tr!("help-sign-complete")),
            (g.downloading, tr!("help-sign-missing")),
            (g.local, tr!("help-sign-local")),
            (g.warn, tr!("help-sign-warning")),
            (g.failed, tr!("help-sign-broken")),
        ],
        Screen::Builds => &[
            (g.ok, tr!("builds-means-used")),
            (g.empty, tr!("builds-means-unused")),
            (g.unknown, tr!("builds-means-unknown")),
            (g.warn, tr!("help-sign-warning")),
        ],
        Screen::Overview | Screen::Images | Screen::Activity => return,
    };
    doc.blank();
    for (sign, meaning) in signs {
        doc.line([(Role::Text, text::fill(sign, 16, "")), (Role::Dim, (*meaning).to_owned())]);
    }
}
