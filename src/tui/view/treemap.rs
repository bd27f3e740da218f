//! Draws the treemap: a tile for each cell, coloured by state, with the cell under the cursor outlined.

use std::collections::BTreeSet;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::super::state::{Loadable, State};
use super::super::text;
use super::super::theme::{Appearance, Role};
use super::pane;
use crate::tui::treemap::arrange::Tile;
use crate::tui::treemap::{self, Cell, Level, Tone, Treemap};

/// Draws the dialog and returns its number of cells and how many have a tile of their own.
pub fn draw(frame: &mut Frame, state: &State, map: &Treemap) -> (usize, usize) {
    let (dialog, area) = treemap::areas(state.size);
    let total: u64 = map.cells.iter().map(|cell| cell.bytes).sum();
    let path: Vec<String> = map.levels().map(title).collect();
    let separator = format!(" {} ", state.appearance.glyphs.folded);
    let path = path.join(&separator);
    let available = usize::from(dialog.width).saturating_sub(20);
    let left = text::cut_start(&path, available, state.appearance.glyphs.ellipsis);
    let unreadable = match (map.level(), &map.packages) {
        (Level::Packages(_), Some((_, Loadable::Ready(size)))) => size.unknown.len(),
        _ => 0,
    };
    let right = match unreadable {
        0 => text::bytes(total),
        count => tr!("treemap-at-least", bytes = text::bytes(total), count = count),
    };
    pane::dialog(frame, state, dialog, &pane::Title { left: &left, right: &right });
    let tiles = map.tiles(area);
    if tiles.is_empty() {
        let (role, sentence) = nothing(state, map);
        Line::from(state.appearance.span(role, format!(" {sentence}"))).render(area, frame.buffer_mut());
    }
    let cursor = treemap::tile_of(&tiles, map.cursor());
    draw_tiles(frame, state, map, &tiles, cursor);
    let foot = Rect { y: area.bottom(), height: treemap::FOOT, ..area };
    let lines = [under_cursor(state, map, cursor.map(|at| tiles[at]), total), legend(state, map)];
    for (line, row) in lines.into_iter().zip(foot.rows()) {
        line.render(row, frame.buffer_mut());
    }
    (map.cells.len(), tiles.len())
}

/// Draws the tiles without a frame, a cursor or a legend.
pub fn draw_within(frame: &mut Frame, state: &State, level: Level, area: Rect) {
    let map = Treemap::new(level, state);
    draw_tiles(frame, state, &map, &map.tiles(area), None);
}

fn draw_tiles(frame: &mut Frame, state: &State, map: &Treemap, tiles: &[Tile], cursor: Option<usize>) {
    for (at, one) in tiles.iter().enumerate() {
        tile(frame, state, map, one, cursor == Some(at));
    }
}

/// Returns the name of a level.
fn title(level: &Level) -> String {
    match level {
        Level::Everything => tr!("treemap-everything").to_owned(),
        Level::Layers => tr!("screen-layers").to_owned(),
        Level::Images => tr!("screen-images").to_owned(),
        Level::Versions(name) => name.clone(),
        Level::Image(name) => name.to_string(),
        Level::Folder(dir, folder) if folder.as_os_str().is_empty() => dir.to_string(),
        Level::Packages(dir) => tr!("treemap-packages-of", dir = dir),
        Level::Folder(_, folder) => folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    }
}

/// Returns why there are no cells.
fn nothing(state: &State, map: &Treemap) -> (Role, String) {
    let ellipsis = state.appearance.glyphs.ellipsis;
    match (map.level(), &map.inside) {
        (Level::Folder(..), Some((_, Loadable::Loading))) => (Role::Busy, tr!("treemap-reading", ellipsis = ellipsis)),
        (Level::Folder(..), Some((_, Loadable::Unavailable(reason)))) => (Role::Bad, reason.clone()),
        (Level::Packages(_), _) => match &map.packages {
            Some((_, Loadable::Loading)) => (Role::Busy, tr!("treemap-reading", ellipsis = ellipsis)),
            Some((_, Loadable::Unavailable(reason))) => (Role::Bad, reason.clone()),
            _ => (Role::Dim, tr!("treemap-nothing").to_owned()),
        },
        _ if !state.inventory.complete.measured => (Role::Busy, tr!("header-counting", ellipsis = ellipsis)),
        _ => (Role::Dim, tr!("treemap-nothing").to_owned()),
    }
}

/// Returns role and sign of a tone.
fn role_of(appearance: &Appearance, tone: Tone) -> (Role, &'static str) {
    let glyphs = &appearance.glyphs;
    match tone {
        Tone::Used => (Role::Ok, glyphs.ok),
        Tone::Unused => (Role::Dim, glyphs.empty),
        Tone::Unknown => (Role::Text, glyphs.unknown),
        Tone::Warning | Tone::Spare => (Role::Warn, glyphs.warn),
        Tone::Broken => (Role::Bad, glyphs.failed),
        Tone::Busy => (Role::Busy, glyphs.downloading),
        Tone::Folder => (Role::Bar, glyphs.folded),
        Tone::File | Tone::Own => (Role::BarOther, glyphs.dot),
        Tone::Shared => (Role::BarOther, glyphs.local),
        Tone::Trash => (Role::Dim, glyphs.skipped),
        Tone::Package => (Role::Bar, glyphs.mark),
    }
}

fn tile(frame: &mut Frame, state: &State, map: &Treemap, tile: &Tile, is_cursor: bool) {
    let appearance = &state.appearance;
    let Some(cell) = map.cells.get(tile.cell) else { return };
    let (role, sign) =
        if tile.count > 1 { (Role::Dim, appearance.glyphs.ellipsis) } else { role_of(appearance, cell.tone) };
    let label = label(tile, cell);
    if is_cursor {
        outlined(frame, state, tile, sign, &label);
        return;
    }
    let style = appearance.style(role).add_modifier(Modifier::REVERSED);
    let is_ascii = appearance.glyphs.bar == "#";
    // A gap to the right and below separates tiles of one colour.
    let width = tile.area.width.saturating_sub(1).max(1);
    let (full, half) = match tile.area.height {
        0 | 1 => (tile.area.height, 0),
        height => (height - 1, 1),
    };
    let filled = Rect { width, height: full, ..tile.area };
    let mut texts = texts_of(tile, sign, &label, usize::from(width), appearance.glyphs.ellipsis).into_iter();
    for row in filled.rows() {
        let text = texts.next().unwrap_or_else(|| " ".repeat(usize::from(width)));
        frame.buffer_mut().set_string(row.x, row.y, text, style);
    }
    if half > 0 && !is_ascii {
        let below = "▀".repeat(usize::from(width));
        frame.buffer_mut().set_string(tile.area.x, tile.area.y + full, below, appearance.style(role));
    }
}

/// Columns from which on a shortened name still says something.
const SHORTEST_NAME: usize = 4;

/// Returns the lines of a tile, exactly as wide as it: its sign and name, and its size. A name that would hardly be
/// readable is left out; a size is never cut, as its first digits alone would mislead.
fn texts_of(tile: &Tile, sign: &str, label: &str, width: usize, ellipsis: &str) -> [String; 2] {
    let padded = |text: &str| if width > 2 { format!(" {text}") } else { text.to_owned() };
    let available = width.saturating_sub(1);
    let name = text::sanitize(label);
    let with_name = format!("{sign} {name}");
    let head = if text::width(&with_name) <= available || available >= SHORTEST_NAME + 2 {
        text::cut_middle(&with_name, available, ellipsis).into_owned()
    } else {
        sign.to_owned()
    };
    let bytes = text::bytes(tile.bytes);
    let bytes = if text::width(&bytes) <= available { bytes } else { String::new() };
    [head, bytes].map(|text| text::fill(&padded(&text), width, ""))
}

fn label(tile: &Tile, cell: &Cell) -> String {
    if tile.count > 1 { tr!("treemap-more", count = tile.count) } else { cell.label.clone() }
}

/// Draws the tile under the cursor as a frame, or in the colours of the cursor if it is too small for one.
fn outlined(frame: &mut Frame, state: &State, tile: &Tile, sign: &str, label: &str) {
    let appearance = &state.appearance;
    let area = tile.area;
    let ellipsis = appearance.glyphs.ellipsis;
    if area.width < 5 || area.height < 3 {
        let style = appearance.style(Role::Cursor).add_modifier(Modifier::BOLD);
        let mut texts = texts_of(tile, sign, label, usize::from(area.width), ellipsis).into_iter();
        for row in area.rows() {
            let text = texts.next().unwrap_or_else(|| " ".repeat(usize::from(area.width)));
            frame.buffer_mut().set_string(row.x, row.y, text, style);
        }
        return;
    }
    let [side, line, top_left, top_right, bottom_left, bottom_right] = appearance.glyphs.frame;
    let style = appearance.style(Role::Accent);
    let inner = usize::from(area.width) - 2;
    let texts = texts_of(tile, sign, label, inner, ellipsis);
    let last = area.height - 1;
    for (at, row) in (0..).zip(area.rows()) {
        let drawn = match at {
            0 => format!("{top_left}{}{top_right}", line.repeat(inner)),
            at if at == last => format!("{bottom_left}{}{bottom_right}", line.repeat(inner)),
            at => {
                let text = texts.get(usize::from(at) - 1).cloned().unwrap_or_else(|| " ".repeat(inner));
                format!("{side}{text}{side}")
            }
        };
        frame.buffer_mut().set_string(row.x, row.y, drawn, style);
    }
    frame.set_cursor_position(Position::new(area.x, area.y));
}

/// Returns the cell under the cursor in full: its state, name, bytes, and share of the level.
fn under_cursor(state: &State, map: &Treemap, tile: Option<Tile>, total: u64) -> Line<'static> {
    let appearance = &state.appearance;
    let (Some(tile), Some(cell)) = (tile, map.cells.get(map.cursor())) else { return Line::default() };
    #[expect(clippy::cast_precision_loss, reason = "shown without digits after the point")]
    let share = tile.bytes as f64 * 100.0 / total.max(1) as f64;
    let amount = format!("{}, {share:.0} %", text::bytes(tile.bytes));
    let (role, sign) = role_of(appearance, cell.tone);
    let (role, sign, tone) = match cell.tone.label() {
        _ if tile.count > 1 => (Role::Dim, appearance.glyphs.ellipsis, ""),
        // The cell of files that belong to no package is called like its kind.
        tone if tone == cell.label => (role, sign, ""),
        tone => (role, sign, tone),
    };
    let fixed = text::width(&amount) + text::width(tone) + 8;
    let columns = usize::from(treemap::areas(state.size).1.width).saturating_sub(fixed);
    let label = label(&tile, cell);
    let label = text::cut_middle(&text::sanitize(&label), columns, appearance.glyphs.ellipsis).into_owned();
    Line::from(vec![
        appearance.span(role, format!("{sign} ")),
        appearance.span(Role::Title, label),
        appearance.span(Role::Text, format!("  {amount}")),
        appearance.span(Role::Dim, format!("  {tone}")),
    ])
}

/// Returns what the colours on screen stand for.
fn legend(state: &State, map: &Treemap) -> Line<'static> {
    let tones: BTreeSet<Tone> = map.cells.iter().map(|cell| cell.tone).collect();
    let appearance = &state.appearance;
    let mut line = Line::default();
    for tone in tones {
        let (role, sign) = role_of(appearance, tone);
        let style = appearance.style(role).add_modifier(Modifier::REVERSED);
        let mut swatch = appearance.span(role, format!(" {sign} "));
        swatch.style = style;
        line.push_span(swatch);
        line.push_span(appearance.span(Role::Dim, format!(" {}  ", tone.label())));
    }
    line
}
