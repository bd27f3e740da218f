//! Draws what the node under the cursor means: what SAM does with it at the next invocation, which functions share it, and
//! what a purge of it would cause.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::super::lang;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::{functions, graph as view_graph, problems};
use crate::inventory::FunctionRow;
use crate::sam::problem::Problem;
use crate::text::Sentence;
use crate::tui::function_state::{self, ImageUse, LayerUse};
use crate::tui::graph::purge::{Consequences, present_image};
use crate::tui::graph::{self, FunctionAt, Graph, GraphColumn};

/// From this height on, there is space for a line of its own for each sentence.
const TALL: u16 = 6;

/// The number of functions that are named.
const NAMED: usize = 3;

/// Returns the lines below the graph.
pub fn lines(state: &State, graph: &Graph, area: Rect) -> Vec<Line<'static>> {
    let columns = usize::from(area.width);
    let mut doc = Doc::new(&state.appearance, columns);
    let is_tall = area.height >= TALL;
    if is_tall {
        doc.line([(Role::Border, state.appearance.glyphs.frame[1].repeat(columns))]);
    }
    let named = |doc: &mut Doc, (sign, role): (&str, Role), name: &str, meaning: &str| {
        if is_tall || meaning.is_empty() {
            doc.hanging(role, sign, 0, name);
            doc.paragraph(Role::Text, meaning);
        } else {
            doc.hanging(role, sign, 0, &format!("{name}: {meaning}"));
        }
    };
    let cursor = graph.cursor;
    let Some(block) = graph.blocks.get(cursor.block) else { return doc.finish() };
    let Some(row) = block.first(&state.shown) else { return doc.finish() };
    match cursor.column {
        GraphColumn::Functions => {
            let at = block.functions[cursor.index];
            if let Some(row) = graph::function(&state.shown, at) {
                function(&mut doc, state, at, row, is_tall);
            }
        }
        GraphColumn::Layers => {
            let id = &block.layers[cursor.index];
            let found = function_state::layer(state, row, cursor.index);
            let (sign, role, _) = view_graph::layer_state(state, found);
            named(&mut doc, (sign, role), id.label(), &layer_sentence(found));
            doc.paragraph(Role::Text, &used_by(state, &graph.functions_with(id)));
        }
        GraphColumn::Images => {
            let Some(name) = graph.image() else { return doc.finish() };
            let found = function_state::image(state, row);
            let (sign, role, _) = view_graph::image_state(state, found);
            named(&mut doc, (sign, role), name.as_str(), &image_sentence(found));
            doc.paragraph(Role::Text, &used_by(state, &block.functions));
        }
    }
    purge(&mut doc, state, graph);
    doc.finish()
}

/// Draws a function; where there are few lines, without the path of its template.
fn function(doc: &mut Doc, state: &State, (template, _): FunctionAt, row: &FunctionRow, with_path: bool) {
    let (sign, role) = functions::state_of(state, row);
    let name = &row.function.full_path;
    if with_path {
        let path = text::path(&state.shown.templates[template].path, state.home.as_deref());
        doc.hanging(role, sign, 0, &format!("{name} {} {path}", state.appearance.glyphs.dot));
    } else {
        doc.hanging(role, sign, 0, name);
    }
    doc.paragraph(Role::Text, &next_steps(state, row));
}

/// Returns what SAM does at the next invocation of a function.
fn next_steps(state: &State, row: &FunctionRow) -> String {
    let count = |is: &dyn Fn(&LayerUse) -> bool| function_state::layers(state, row).filter(|layer| is(layer)).count();
    let layers = |count: usize| tr!("count-layer", count = count);
    let reused = count(&|layer| matches!(layer, LayerUse::Ready | LayerUse::Flawed(_)));
    let missing = count(&|layer| matches!(layer, LayerUse::Missing));
    let local = count(&|layer| matches!(layer, LayerUse::Local));
    let unknown = count(&|layer| matches!(layer, LayerUse::Unknown));
    let image = match function_state::image(state, row) {
        ImageUse::None => return tr!("graph-next-none").to_owned(),
        // SAM builds the image of a layer of the template each time.
        _ if local > 0 => Some(tr!("graph-next-build")),
        ImageUse::Ready | ImageUse::Flawed(_) => Some(tr!("graph-next-reuse-image")),
        ImageUse::ToBuild => Some(tr!("graph-next-build")),
        ImageUse::ToPull => Some(tr!("graph-next-pull")),
        ImageUse::Unknown => None,
    };
    let steps = [
        (reused > 0).then(|| tr!("graph-next-reuse", layers = layers(reused))),
        (missing > 0).then(|| tr!("graph-next-download", layers = layers(missing))),
        (local > 0).then(|| tr!("graph-next-local", layers = layers(local))),
        image.map(str::to_owned),
    ];
    let mut steps: Vec<String> = steps.into_iter().flatten().collect();
    let last = steps.pop();
    let known = last.map(|last| match &steps[..] {
        [] => tr!("graph-next", steps = last),
        before => tr!("graph-next", steps = tr!("graph-steps-joined", steps = before.join(", "), last = last)),
    });
    // What is not known yet comes last, as it may change what was said before it.
    let not_known = (unknown > 0 || image.is_none()).then(|| tr!("graph-next-unknown").to_owned());
    known.into_iter().chain(not_known).collect::<Vec<_>>().join(" ")
}

fn layer_sentence(found: LayerUse) -> String {
    match found {
        LayerUse::Local => tr!("graph-layer-local").to_owned(),
        LayerUse::LeftOut => tr!("graph-layer-ignored").to_owned(),
        LayerUse::Ready => tr!("graph-layer-reuse").to_owned(),
        LayerUse::Flawed(row) => flawed(&row.problems),
        LayerUse::Missing => tr!("graph-layer-download").to_owned(),
        LayerUse::Unknown => tr!("graph-unknown").to_owned(),
    }
}

fn image_sentence(found: ImageUse) -> String {
    match found {
        ImageUse::None => String::new(),
        ImageUse::Ready => tr!("graph-image-reuse").to_owned(),
        ImageUse::Flawed(row) => flawed(&row.problems),
        ImageUse::ToBuild => tr!("graph-image-build").to_owned(),
        ImageUse::ToPull => tr!("graph-image-pull").to_owned(),
        ImageUse::Unknown => tr!("graph-unknown").to_owned(),
    }
}

/// Returns that SAM uses the entry although something is wrong with it.
fn flawed(problems: &[Problem]) -> String {
    let detail = problems::most_severe(problems).map(|problem| lang::localized(&problem.detail));
    match detail {
        Some(detail) => tr!("graph-flawed", detail = text::sentence(&detail)),
        None => tr!("graph-layer-reuse").to_owned(),
    }
}

fn used_by(state: &State, functions: &[FunctionAt]) -> String {
    let rows = functions.iter().filter_map(|at| graph::function(&state.shown, *at));
    let names = Sentence::names(rows.map(|row| row.function.full_path.as_str()), functions.len() as u64, NAMED);
    let count = tr!("count-function", count = functions.len());
    tr!("graph-used-by", functions = count, names = lang::localized(&names))
}

/// Draws what a purge would cause, if there is anything to purge.
fn purge(doc: &mut Doc, state: &State, graph: &Graph) {
    let found = Consequences::of(state, graph);
    let names = Sentence::names(found.function_names(&state.shown), found.functions.len() as u64, NAMED);
    let names = lang::localized(&names);
    if let Some(image) = present_image(&state.shown, found.image.as_ref()) {
        let freed = match image.unique_bytes {
            Some(0) => tr!("graph-frees-nothing").to_owned(),
            Some(bytes) => text::bytes(bytes),
            None => tr!("footprint-unknown").to_owned(),
        };
        doc.paragraph(Role::Dim, &tr!("graph-purge-image", bytes = freed));
        return;
    }
    if found.layers.is_empty() {
        return;
    }
    let count = tr!("count-layer", count = found.layers.len());
    let bytes = text::bytes(found.bytes);
    let effect = match graph.cursor.column {
        // The functions are named above.
        GraphColumn::Layers => tr!("graph-purge-layer", bytes = bytes),
        _ => tr!("graph-purge-layers", layers = count, bytes = bytes, functions = names),
    };
    doc.paragraph(Role::Dim, &effect);
    if !found.images_left.is_empty() {
        let images = tr!("count-image", count = found.images_left.len());
        doc.paragraph(Role::Dim, &tr!("graph-purge-images", images = images));
    }
}
