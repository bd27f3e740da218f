//! Opens the graph of functions, layers and images, and performs actions in it.

use ratatui::layout::Position;

use super::{dialogs, navigate};
use crate::inventory::FunctionRef;
use crate::plan::PlanKind;
use crate::tui::dialog::{Modal, PlanDialog};
use crate::tui::graph::purge::{Consequences, present_image};
use crate::tui::graph::walk::Step;
use crate::tui::graph::{Anchor, Graph, GraphColumn, LayerId, Node, Start, places};
use crate::tui::keys::table::UserAction;
use crate::tui::list::model::{Key, Row};
use crate::tui::list::{groups, rows};
use crate::tui::state::{State, Tone};

/// Opens the graph with the cursor on the item under the cursor of the list.
pub fn open(state: &mut State) {
    let start = match state.list().current() {
        Some(Row::Function(template, at)) => Some(Start::Function((template, at))),
        Some(Row::Template(_) | Row::Project(_)) => first_below(state),
        Some(Row::Layer(at)) => Some(Start::Layer(state.shown.layers[at].dir.clone())),
        Some(Row::Group(first)) => {
            let versions = &state.shown.layers[groups::versions(&state.shown, first)];
            let used = versions.iter().find(|row| !row.usage.functions().is_empty());
            used.map(|row| Start::Layer(row.dir.clone()))
        }
        Some(Row::Image(at)) => Some(Start::Image(state.shown.images[at].name.clone())),
        _ => None,
    };
    match start.and_then(|start| Graph::open(state, &start)) {
        Some(graph) => state.modal = Some(Modal::Graph(Box::new(graph))),
        None if state.shown.templates.iter().all(|template| template.functions.is_empty()) => {
            state.show_message(Tone::Plain, tr!("refused-graph-without-functions"));
        }
        None => state.show_message(Tone::Plain, tr!("refused-graph-unused")),
    }
}

/// Returns the first listed function below the cursor; if its project is folded, the first one of the project.
fn first_below(state: &State) -> Option<Start> {
    let list = state.list();
    let listed = list.rows.iter().skip(list.cursor).find_map(|row| match row {
        Row::Function(template, at) => Some((*template, *at)),
        _ => None,
    });
    let folded = || match list.current()? {
        Row::Project(at) | Row::Template(at) => {
            let project = rows::project_of(&state.shown.templates.get(at)?.path);
            let mut own = state.shown.templates.iter().enumerate();
            let is_own = |path: &std::path::Path| rows::project_of(path) == project;
            own.find(|(_, row)| is_own(&row.path) && !row.functions.is_empty()).map(|(at, _)| (at, 0))
        }
        _ => None,
    };
    listed.or_else(folded).map(Start::Function)
}

/// Returns what the cursor of an open graph is on, before the rows change.
pub fn anchor(state: &State) -> Option<Anchor> {
    match &state.modal {
        Some(Modal::Graph(graph)) => graph.anchor(&state.shown),
        _ => None,
    }
}

/// Rebuilds an open graph from the new rows.
pub fn rebuild(state: &mut State, anchor: Option<&Anchor>) {
    let height = height(state);
    if let Some(Modal::Graph(graph)) = &mut state.modal {
        graph.rebuild(&state.shown, anchor, height);
    }
}

fn height(state: &State) -> usize {
    places::areas(state.size).body.height.into()
}

/// Performs an action.
pub fn perform(state: &mut State, action: UserAction) {
    let height = height(state);
    let Some(Modal::Graph(graph)) = &mut state.modal else { return };
    let mut walk = |step: Step, times: usize| (0..times).for_each(|_| graph.step(step, height));
    match action {
        UserAction::Up => walk(Step::Up, 1),
        UserAction::Down => walk(Step::Down, 1),
        UserAction::Left => walk(Step::Left, 1),
        UserAction::Right => walk(Step::Right, 1),
        UserAction::PageUp => walk(Step::Up, height),
        UserAction::PageDown => walk(Step::Down, height),
        UserAction::First => walk(Step::First, 1),
        UserAction::Last => walk(Step::Last, 1),
        UserAction::NextNode => walk(Step::Next, 1),
        UserAction::PreviousNode => walk(Step::Previous, 1),
        UserAction::Jump => jump(state),
        UserAction::Purge => purge(state),
        UserAction::Escape | UserAction::Graph => state.close_modal(),
        _ => {}
    }
}

/// Goes to the node under the cursor on its own screen.
fn jump(state: &mut State) {
    let Some(Modal::Graph(graph)) = &state.modal else { return };
    let cursor = graph.cursor;
    let key = match cursor.column {
        GraphColumn::Functions => graph.blocks[cursor.block].functions.get(cursor.index).and_then(|(template, at)| {
            let template = state.shown.templates.get(*template)?;
            let function = template.functions.get(*at)?.function.full_path.clone();
            Some(Key::Function(FunctionRef { template: template.path.clone(), function }))
        }),
        GraphColumn::Layers => {
            let dir = graph.layer_at(cursor).and_then(LayerId::dir).filter(|dir| state.shown.layer(dir).is_some());
            dir.map(|dir| Key::Layer(dir.clone()))
        }
        GraphColumn::Images => present_image(&state.shown, graph.image()).map(|image| Key::Image(image.name.clone())),
    };
    match key {
        Some(key) => {
            state.close_all();
            navigate::to(state, &key);
        }
        None => state.show_message(Tone::Plain, tr!("refused-graph-missing")),
    }
}

/// Shows the plan that purges the node under the cursor.
fn purge(state: &mut State) {
    let Some(Modal::Graph(graph)) = &state.modal else { return };
    let selection = Consequences::of(state, graph).selection();
    if state.read_only {
        state.show_message(Tone::Bad, tr!("refused-read-only"));
    } else if selection.is_empty() {
        state.show_message(Tone::Bad, tr!("refused-nothing-to-purge"));
    } else {
        let plan = dialogs::rebuild_plan(state, &selection, PlanKind::Trash, false);
        state.open_above(Modal::Plan(PlanDialog::new(selection, plan, false)));
    }
}

/// Selects the node at a position, and returns it.
pub fn select(state: &mut State, at: Position) -> Option<Node> {
    let (height, size) = (height(state), state.size);
    let Some(Modal::Graph(graph)) = &mut state.modal else { return None };
    let node = places::node_at(graph, size, at)?;
    graph.go_to(node, height);
    Some(node)
}
