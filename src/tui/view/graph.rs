//! Draws the graph of functions, layers and images: the lines on screen, with the path of the cursor lit.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::Line as TextLine;
use ratatui::widgets::Widget;

use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::{functions, graph_foot, images, layers as view_layers, pane};
use crate::tui::function_state::{self, ImageUse, LayerUse};
use crate::tui::graph::lines::{Line, Side, joint};
use crate::tui::graph::{self, FunctionAt, Graph, GraphColumn, LayerId, Node, places};
use crate::tui::list::rows;

/// From this width on, a column shows what SAM does with a node beside its name.
const WITH_WORD: usize = 32;

type Pieces = Vec<(Role, String)>;

/// Draws the dialog and returns its number of lines and how many fit.
pub fn draw(frame: &mut Frame, state: &State, graph: &Graph) -> (usize, usize) {
    let areas = places::areas(state.size);
    let height = usize::from(areas.body.height);
    let right = pane::position(graph.top, graph.line_count(), height);
    pane::dialog(frame, state, areas.dialog, &pane::Title { left: tr!("graph-title"), right: &right });
    titles(frame, state, graph, areas.titles);
    for (block, first) in graph.on_screen(height) {
        draw_block(frame, state, graph, (block, first), areas.body);
    }
    let foot = graph_foot::lines(state, graph, areas.foot);
    for (line, row) in foot.into_iter().zip(areas.foot.rows()) {
        line.render(row, frame.buffer_mut());
    }
    (graph.line_count(), height)
}

fn titles(frame: &mut Frame, state: &State, graph: &Graph, area: Rect) {
    let [functions, layers, images] = graph.counts();
    let titles = [
        tr!("count-function", count = functions),
        tr!("count-layer", count = layers),
        tr!("count-image", count = images),
    ];
    for (title, column) in titles.into_iter().zip(places::columns(area).0) {
        let title = text::cut_end(&title, usize::from(column.width), state.appearance.glyphs.ellipsis).into_owned();
        TextLine::from(state.appearance.span(Role::Title, format!(" {title}"))).render(column, frame.buffer_mut());
    }
}

/// Draws the lines of a block that are on screen.
fn draw_block(frame: &mut Frame, state: &State, graph: &Graph, (block, first): (usize, usize), body: Rect) {
    let height = usize::from(body.height);
    let sides = graph.sides(block, &graph.positions(block, height));
    let end = sides.iter().map(|side| side.rows.end).max().unwrap_or(0).max(1);
    let from = graph.top.saturating_sub(first);
    let to = end.min((graph.top + height).saturating_sub(first));
    for row in from..to {
        let y = body.y + u16::try_from(first + row - graph.top).unwrap_or(u16::MAX);
        let area = Rect { y, height: 1, ..body };
        draw_row(frame, state, graph, (block, row), &sides, area);
    }
}

/// Draws a line of a block: its nodes, and the lines between them.
fn draw_row(
    frame: &mut Frame,
    state: &State,
    graph: &Graph,
    (block, row): (usize, usize),
    sides: &[Side; 3],
    area: Rect,
) {
    let [functions, layers, images] = sides;
    // Without layers, the line of the functions goes on to their image.
    let has_layers = !layers.rows.is_empty();
    let through = Side::through(images.rows.start, !images.lit.is_empty());
    let middle = if has_layers || images.rows.is_empty() { layers } else { &through };
    let (columns, gutters) = places::columns(area);
    for (column, (rect, side)) in [GraphColumn::Functions, GraphColumn::Layers, GraphColumn::Images]
        .into_iter()
        .zip(columns.into_iter().zip(sides))
    {
        let behind = match column {
            GraphColumn::Functions if !middle.rows.is_empty() => functions.line(row),
            GraphColumn::Layers if !images.rows.is_empty() => middle.line(row),
            _ => Line::None,
        };
        if side.rows.contains(&row) {
            let node = Node { block, column, index: row - side.rows.start };
            draw_node(frame, state, graph, node, side.lit.contains(&row), behind, rect);
        } else if column == GraphColumn::Layers && !has_layers {
            frame.buffer_mut().set_string(
                rect.x,
                rect.y,
                horizontal(state, behind, usize::from(rect.width)).1,
                style(state, behind),
            );
        }
    }
    for (gutter, (left, right)) in gutters.into_iter().zip([(functions, middle), (middle, images)]) {
        draw_joint(frame, state, gutter, left, right, row);
    }
}

fn draw_joint(frame: &mut Frame, state: &State, area: Rect, left: &Side, right: &Side, row: usize) {
    let joint = joint(left, right, row);
    let side = usize::from(area.width / 2);
    let before = horizontal(state, joint.left, side);
    let behind = horizontal(state, joint.right, usize::from(area.width) - side - 1);
    let role = if joint.is_lit() { Role::Accent } else { Role::Border };
    let pieces = [before, (role, joint.glyph(is_ascii(state)).to_owned()), behind];
    TextLine::from(pieces.map(|(role, text)| state.appearance.span(role, text)).to_vec())
        .render(area, frame.buffer_mut());
}

fn is_ascii(state: &State) -> bool {
    state.appearance.glyphs.bar == "#"
}

fn style(state: &State, line: Line) -> ratatui::style::Style {
    state.appearance.style(horizontal(state, line, 0).0)
}

/// Returns a horizontal line of some columns.
fn horizontal(state: &State, line: Line, columns: usize) -> (Role, String) {
    let (role, glyph) = match (line, is_ascii(state)) {
        (Line::None, _) => (Role::Text, " "),
        (Line::Plain, true) => (Role::Border, "-"),
        (Line::Plain, false) => (Role::Border, "─"),
        (Line::Lit, true) => (Role::Accent, "="),
        (Line::Lit, false) => (Role::Accent, "━"),
    };
    (role, glyph.repeat(columns))
}

/// Draws a node, and the line behind it up to the end of its column.
fn draw_node(frame: &mut Frame, state: &State, graph: &Graph, node: Node, is_lit: bool, behind: Line, area: Rect) {
    let is_cursor = graph.cursor == node;
    let width = usize::from(area.width);
    let sign = if is_cursor { state.appearance.glyphs.cursor } else { " " };
    let mut pieces: Pieces = vec![(Role::Accent, sign.to_owned())];
    let block = &graph.blocks[node.block];
    let available = width.saturating_sub(2);
    let name_role = if is_lit { Role::Accent } else { Role::Text };
    match node.column {
        GraphColumn::Functions => pieces.extend(function(state, block.functions[node.index], name_role, available)),
        GraphColumn::Layers => pieces.extend(layer(state, graph, node, name_role, available)),
        GraphColumn::Images => pieces.extend(image(state, graph, node.block, name_role, available)),
    }
    let used: usize = pieces.iter().map(|(_, text)| text::width(text)).sum();
    let node_spans = pieces.len();
    if behind != Line::None && used < width {
        pieces.push((Role::Text, " ".to_owned()));
        pieces.push(horizontal(state, behind, width - used - 1));
    }
    let spans: Vec<_> = pieces.iter().map(|(role, text)| state.appearance.span(*role, text)).collect();
    let mut line = TextLine::from(spans);
    if is_cursor {
        // Coloured text on the background of the cursor is hard to read.
        let style = state.appearance.style(Role::Cursor).add_modifier(Modifier::BOLD);
        line.spans[..node_spans].iter_mut().for_each(|span| span.style = style);
        frame.set_cursor_position(Position::new(area.x, area.y));
    }
    line.render(area, frame.buffer_mut());
}

fn function(state: &State, at: FunctionAt, role: Role, width: usize) -> Pieces {
    let Some(row) = graph::function(&state.shown, at) else { return Vec::new() };
    let (sign, sign_role) = functions::state_of(state, row);
    let ellipsis = state.appearance.glyphs.ellipsis;
    let name = text::sanitize(&row.function.full_path);
    let available = width.saturating_sub(2);
    let mut pieces = vec![(sign_role, format!("{sign} "))];
    pieces.push((role, text::cut_end(&name, available, ellipsis).into_owned()));
    // Several projects may have a function of the same name.
    if state.shown.templates.len() > 1 {
        let project = rows::project_of(&state.shown.templates[at.0].path).file_name().unwrap_or_default();
        let project = project.to_string_lossy();
        let project = text::sanitize(&project);
        if text::width(&name) + text::width(&project) < available {
            pieces.push((Role::Dim, format!(" {project}")));
        }
    }
    pieces
}

fn layer(state: &State, graph: &Graph, node: Node, role: Role, width: usize) -> Pieces {
    let block = &graph.blocks[node.block];
    let Some(row) = block.first(&state.shown) else { return Vec::new() };
    let id = &block.layers[node.index];
    let (sign, sign_role, word) = layer_state(state, function_state::layer(state, row, node.index));
    let shared = graph.use_count(id);
    let times = if is_ascii(state) { "x" } else { "×" };
    let mut aside = String::new();
    if shared > 1 {
        aside = format!(" {times}{}", text::count(shared as u64));
    }
    if width >= WITH_WORD {
        aside = format!("{aside} {word}");
    }
    let number = format!("{} ", node.index + 1);
    let available = width.saturating_sub(text::width(&aside) + text::width(&number) + 2);
    vec![
        (Role::Dim, number),
        (sign_role, format!("{sign} ")),
        (role, cut_name(id, available, state.appearance.glyphs.ellipsis)),
        (Role::Dim, aside),
    ]
}

/// Returns the name within a number of columns. The digits of a directory give way first.
fn cut_name(id: &LayerId, columns: usize, ellipsis: &str) -> String {
    let whole = text::sanitize(id.label());
    if text::width(&whole) <= columns {
        return whole.into_owned();
    }
    match id.dir() {
        Some(dir) => {
            let name = format!("{}-{}", dir.layer_name(), dir.version());
            text::cut_middle(&text::sanitize(&name), columns, ellipsis).into_owned()
        }
        None => text::cut_middle(&whole, columns, ellipsis).into_owned(),
    }
}

/// Returns the sign of a layer, its role, and what SAM does with the layer.
pub fn layer_state(state: &State, found: LayerUse) -> (&'static str, Role, &'static str) {
    let glyphs = &state.appearance.glyphs;
    match found {
        LayerUse::Local => (glyphs.local, Role::Text, tr!("graph-build")),
        LayerUse::LeftOut => (glyphs.skipped, Role::Warn, tr!("graph-ignored")),
        LayerUse::Ready => (glyphs.ok, Role::Ok, tr!("graph-reuse")),
        LayerUse::Flawed(row) => {
            let (sign, word, role) = view_layers::state_of(&state.appearance, row);
            (sign, role, word)
        }
        LayerUse::Missing => (glyphs.downloading, Role::Busy, tr!("graph-download")),
        LayerUse::Unknown => (glyphs.unknown, Role::Dim, tr!("footprint-unknown")),
    }
}

fn image(state: &State, graph: &Graph, block: usize, role: Role, width: usize) -> Pieces {
    let block = &graph.blocks[block];
    let (Some(name), Some(row)) = (&block.image, block.first(&state.shown)) else { return Vec::new() };
    let (sign, sign_role, word) = image_state(state, function_state::image(state, row));
    let aside = if width >= WITH_WORD { format!(" {word}") } else { String::new() };
    let clean = text::sanitize(name.without_registry());
    let short = clean.rsplit_once('/').map_or(&*clean, |(_, last)| last);
    let short = short.strip_prefix("lambda-").unwrap_or(short);
    let available = width.saturating_sub(text::width(&aside) + 2);
    vec![
        (sign_role, format!("{sign} ")),
        (role, text::cut_middle(short, available, state.appearance.glyphs.ellipsis).into_owned()),
        (Role::Dim, aside),
    ]
}

/// Returns the sign of an image, its role, and what SAM does with the image.
pub fn image_state(state: &State, found: ImageUse) -> (&'static str, Role, &'static str) {
    let glyphs = &state.appearance.glyphs;
    match found {
        ImageUse::None => (glyphs.skipped, Role::Dim, ""),
        ImageUse::Ready => (glyphs.ok, Role::Ok, tr!("graph-reuse")),
        ImageUse::Flawed(row) => {
            let (sign, word, role) = images::state_of(&state.appearance, row);
            (sign, role, word)
        }
        ImageUse::ToBuild => (glyphs.downloading, Role::Busy, tr!("graph-build")),
        ImageUse::ToPull => (glyphs.downloading, Role::Busy, tr!("graph-pull")),
        ImageUse::Unknown => (glyphs.unknown, Role::Dim, tr!("footprint-unknown")),
    }
}
