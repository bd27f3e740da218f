//! Draws the what-if dialog: the layers of a function, with the resulting gauges and image.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::super::click_targets::{ClickTargets, Target};
use super::super::layout;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::super::what_if::WhatIf;
use super::doc::Doc;
use super::{anatomy, gauges, images, layers, pane};
use crate::tui::function_state::{self, ImageUse, LayerUse};

/// Draws the dialog and returns its number of lines and how many fit.
pub fn draw(frame: &mut Frame, state: &State, dialog: &WhatIf, targets: &mut ClickTargets) -> (usize, usize) {
    let width = layout::dialog(state.size, 0, 90).width;
    let mut doc = Doc::new(&state.appearance, usize::from(width).saturating_sub(4));
    let (layers, typed) = layer_list(&mut doc, dialog);
    if let Some(reason) = &dialog.refusal {
        doc.hanging(Role::Warn, state.appearance.glyphs.warn, 0, reason);
    }
    image(&mut doc, state, dialog);
    let code = dialog.would_be.function.code_path.as_ref().and_then(|path| state.code_sizes.get(path));
    gauges::of_function(&mut doc, &dialog.would_be, code);
    doc.blank();
    doc.paragraph(Role::Dim, tr!("what-if-nothing-written"));
    let lines = doc.finish();
    let area = layout::dialog(state.size, lines.len(), 90);
    let title = tr!("what-if-title", function = dialog.function.function);
    let title = text::cut_end(&title, usize::from(area.width).saturating_sub(6), state.appearance.glyphs.ellipsis);
    let inner = pane::dialog(frame, state, area, &pane::Title { left: &title, right: "" });
    let (count, fit) = (lines.len(), usize::from(area.height).saturating_sub(2));
    let scroll = dialog.scroll.min(count.saturating_sub(fit));
    pane::lines(frame, Rect { x: inner.x - 1, width: inner.width + 2, ..inner }, lines, scroll);
    let row_of = |line: usize| inner.rows().nth(line.checked_sub(scroll)?);
    for (at, line) in layers.into_iter().enumerate() {
        if let Some(row) = row_of(line) {
            targets.add(row, Target::Row(at));
        }
    }
    if let Some(typed) = typed
        && let Some(row) = row_of(typed.line)
    {
        let start = inner.x.saturating_add(typed.start);
        targets.add(Rect { x: start, width: inner.right().saturating_sub(start), ..row }, Target::Line(typed.columns));
        frame.set_cursor_position(Position::new(start.saturating_add(typed.cursor).min(inner.right()), row.y));
    }
    (count, fit)
}

/// Where a version is typed.
struct TypedAt {
    /// The line of the dialog.
    line: usize,
    /// The column at which the text begins, and the columns that it has.
    start: u16,
    columns: usize,
    /// The columns before the text cursor.
    cursor: u16,
}

/// Draws the layers, including the input line of the one under the cursor; returns the line of each layer, and where a
/// version is typed.
fn layer_list(doc: &mut Doc, dialog: &WhatIf) -> (Vec<usize>, Option<TypedAt>) {
    let glyphs = doc.appearance.glyphs;
    let (mut lines, mut typed_at) = (Vec::new(), None);
    doc.heading(tr!("what-if-layers"), tr!("what-if-keys"));
    for (index, (written, now)) in
        dialog.written.function.layers.iter().zip(&dialog.would_be.function.layers).enumerate()
    {
        let is_current = index == dialog.cursor;
        let sign = if is_current { glyphs.cursor } else { " " };
        let lead = format!("{sign} {} ", index + 1);
        let available = doc.columns.saturating_sub(text::width(&lead) + 1);
        lines.push(doc.len());
        if let Some(input) = dialog.input.as_ref().filter(|_| is_current) {
            let prompt = format!("{} ", tr!("what-if-prompt"));
            let columns = available.saturating_sub(text::width(&prompt) + 1);
            let typed = input.visible(columns, glyphs.ellipsis);
            let column = |columns: usize| u16::try_from(columns).unwrap_or(u16::MAX);
            let start = column(text::width(&lead) + text::width(&prompt));
            typed_at = Some(TypedAt { line: doc.len(), start, columns, cursor: column(typed.cursor) });
            doc.line([(Role::Key, lead), (Role::Dim, prompt), (Role::Text, typed.text)]);
            continue;
        }
        let name = now.label();
        let role = if is_current { Role::Cursor } else { Role::Text };
        let name = text::cut_middle(&text::sanitize(name), available, glyphs.ellipsis).into_owned();
        doc.line([(Role::Accent, lead), (role, name)]);
        if written != now {
            let was = written.label();
            doc.hanging(Role::Warn, "", 4, &tr!("what-if-in-place-of", was = was));
        }
    }
    (lines, typed_at)
}

fn image(doc: &mut Doc, state: &State, dialog: &WhatIf) {
    let glyphs = doc.appearance.glyphs;
    let Some(name) = &dialog.would_be.function.invoke_image else {
        doc.heading(tr!("what-if-image"), tr!("what-if-none"));
        return;
    };
    doc.heading(
        tr!("what-if-image-sam-would-run"),
        if dialog.is_changed() { tr!("what-if-another-name") } else { tr!("what-if-as-now") },
    );
    anatomy::image_name(doc, name);
    let row = &dialog.would_be;
    match function_state::image(state, row) {
        ImageUse::Ready => doc.hanging(Role::Ok, glyphs.ok, 0, tr!("what-if-image-here")),
        ImageUse::Flawed(found) => {
            let (sign, word, role) = images::state_of(&state.appearance, found);
            doc.hanging(role, sign, 0, &tr!("what-if-image-flawed", state = word));
        }
        ImageUse::ToBuild | ImageUse::ToPull => {
            doc.hanging(Role::Busy, glyphs.downloading, 0, tr!("what-if-image-to-build"));
        }
        ImageUse::None | ImageUse::Unknown => {}
    }
    for (index, used) in function_state::layers(state, row).enumerate() {
        if let LayerUse::Flawed(found) = used {
            let (sign, word, role) = layers::state_of(&state.appearance, found);
            let label = row.function.layers.get(index).map_or("", |layer| layer.label());
            doc.hanging(role, sign, 0, &format!("{label}: {word}"));
        }
    }
    let missing = function_state::layers(state, row).filter(|layer| matches!(layer, LayerUse::Missing)).count();
    if missing > 0 {
        let layers = tr!("count-layer-is", count = missing);
        doc.hanging(Role::Busy, glyphs.downloading, 0, &tr!("what-if-to-download", layers = layers));
    }
}
