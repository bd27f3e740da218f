//! Opens the treemap and performs actions in it.

use ratatui::layout::Position;

use super::navigate;
use crate::content::packages::package::PackageSize;
use crate::content::packages::target::SizeTarget;
use crate::content::tree::BrowseTarget;
use crate::sam::LayerDir;
use crate::tui::dialog::Modal;
use crate::tui::effect::Effect;
use crate::tui::keys::table::UserAction;
use crate::tui::list::model::{Key, Row};
use crate::tui::list::rows;
use crate::tui::overview::Entry;
use crate::tui::state::{Loadable, Screen, State, Tone};
use crate::tui::treemap::arrange::Direction;
use crate::tui::treemap::{self, Entered, Level, Needed, NotALayer, Treemap};

/// Opens the treemap of what the screen lists, with the cursor on the item under the cursor of the list.
pub fn open(state: &mut State) {
    let level = match state.screen {
        Screen::Images => Level::Images,
        Screen::Layers | Screen::Functions => Level::Layers,
        _ => Level::Everything,
    };
    let current = match state.list().current() {
        Some(Row::Overview(at)) => state.overview.get(at).and_then(Entry::item).cloned(),
        Some(row) => rows::key(state, row),
        None => None,
    };
    let mut map = Treemap::new(level, state);
    let is_current = |item: &Key| match (item, &current) {
        (Key::Layer(one), Some(Key::Layer(other))) => one.layer_name() == other.layer_name(),
        (Key::Layer(one), Some(Key::Group(name))) => one.layer_name() == name,
        (one, Some(other)) => one == other,
        _ => false,
    };
    let at = map.cells.iter().position(|cell| cell.item.as_ref().is_some_and(is_current));
    map.go_to(at.unwrap_or(0));
    state.modal = Some(Modal::Treemap(Box::new(map)));
}

/// Opens the treemap of the layer whose contents are shown.
pub fn open_inside(state: &mut State) {
    let Some(Modal::Contents(contents)) = &state.modal else { return };
    let (BrowseTarget::Layer(dir), Loadable::Ready(tree)) = (&contents.inside, &contents.tree) else {
        state.show_message(Tone::Plain, tr!("refused-treemap-of-one-layer"));
        return;
    };
    let inside = Some((dir.clone(), Loadable::Ready(tree.clone())));
    let mut map = Treemap::new(Level::Folder(dir.clone(), "".into()), state);
    map.inside = inside;
    map.count(state);
    state.modal = Some(Modal::Treemap(Box::new(map)));
}

/// Recalculates the cells after new findings.
pub fn recount(state: &mut State) {
    with_map(state, |map, state| {
        map.count(state);
        Vec::new()
    });
}

/// Stores the files of a layer.
pub fn set_tree(state: &mut State, dir: &LayerDir, result: Result<crate::content::tree::Tree, String>) {
    with_map(state, |map, state| {
        map.set_tree(state, dir, result);
        Vec::new()
    });
}

/// Performs an action.
pub fn perform(state: &mut State, action: UserAction) -> Vec<Effect> {
    match action {
        UserAction::Treemap => state.modal = None,
        UserAction::Jump => jump(state),
        UserAction::Open => return enter(state),
        UserAction::ByPackage => return switch_inside(state),
        UserAction::Escape | UserAction::Return => leave(state),
        _ => {
            let area = treemap::areas(state.size).1;
            with_map(state, |map, _| {
                match action {
                    UserAction::Left => map.step(area, Direction::Left),
                    UserAction::Right => map.step(area, Direction::Right),
                    UserAction::Up => map.step(area, Direction::Up),
                    UserAction::Down => map.step(area, Direction::Down),
                    UserAction::First => map.go_to(0),
                    UserAction::Last => map.go_to(usize::MAX),
                    _ => {}
                }
                Vec::new()
            });
        }
    }
    Vec::new()
}

fn enter(state: &mut State) -> Vec<Effect> {
    let mut has_inside = true;
    let effects = with_map(state, |map, state| match map.enter(state) {
        Entered::NeedsFiles(dir) => vec![Effect::ReadContents(BrowseTarget::Layer(dir))],
        Entered::Shown => Vec::new(),
        Entered::NoParts => {
            has_inside = false;
            Vec::new()
        }
    });
    if !has_inside {
        state.show_message(Tone::Plain, tr!("refused-no-parts"));
    }
    effects
}

/// Switches the inside of a layer between folders and packages. With the cursor on a layer, this goes into it.
fn switch_inside(state: &mut State) -> Vec<Effect> {
    let mut refused = false;
    let effects = with_map(state, |map, state| {
        let is_inside = matches!(map.level(), Level::Folder(..) | Level::Packages(_));
        let has_entered = !is_inside && map.is_layer_under_cursor();
        // A layer is entered first. Its files are not needed for its packages, and not read.
        if has_entered && matches!(map.enter(state), Entered::NeedsFiles(_)) {
            map.inside = None;
        }
        if !is_inside && !has_entered {
            refused = true;
            return Vec::new();
        }
        match map.switch_inside(state) {
            Ok(Some(Needed::Files(dir))) => vec![Effect::ReadContents(BrowseTarget::Layer(dir))],
            Ok(Some(Needed::Packages(dir))) => vec![Effect::MeasurePackage(SizeTarget::Layer(dir))],
            Ok(None) | Err(NotALayer) => Vec::new(),
        }
    });
    if refused {
        state.show_message(Tone::Plain, tr!("refused-packages-of-one-layer"));
    }
    effects
}

/// Stores the packages of a layer.
pub fn set_packages(state: &mut State, target: &SizeTarget, result: Result<PackageSize, String>) {
    let SizeTarget::Layer(dir) = target else { return };
    with_map(state, |map, state| {
        map.set_packages(state, dir, result);
        Vec::new()
    });
}

/// Leaves the level, or closes the treemap at the outermost one.
pub fn leave(state: &mut State) {
    let mut left = false;
    with_map(state, |map, state| {
        left = map.leave(state);
        Vec::new()
    });
    if !left {
        state.modal = None;
    }
}

/// Goes to the cell under the cursor on its own screen.
fn jump(state: &mut State) {
    let Some(Modal::Treemap(map)) = &state.modal else { return };
    match map.cells.get(map.cursor()).and_then(|cell| cell.item.clone()) {
        Some(key) => {
            state.modal = None;
            navigate::to(state, &key);
        }
        None => state.show_message(Tone::Plain, tr!("said-nowhere-to-go")),
    }
}

/// Selects the cell at a position; returns its index.
pub fn select(state: &mut State, at: Position) -> Option<usize> {
    let area = treemap::areas(state.size).1;
    let Some(Modal::Treemap(map)) = &mut state.modal else { return None };
    let tile = map.tiles(area).into_iter().find(|tile| tile.area.contains(at))?;
    map.go_to(tile.cell);
    Some(tile.cell)
}

/// Handles a turn of the wheel: up goes into the cell at the position, down out of the level.
pub fn wheel(state: &mut State, at: Position, is_up: bool) -> Vec<Effect> {
    if !is_up {
        leave(state);
        return Vec::new();
    }
    if select(state, at).is_some() { enter(state) } else { Vec::new() }
}

/// Changes the treemap while the state can be read.
fn with_map(state: &mut State, change: impl FnOnce(&mut Treemap, &State) -> Vec<Effect>) -> Vec<Effect> {
    let Some(Modal::Treemap(mut map)) = state.modal.take_if(|modal| matches!(modal, Modal::Treemap(_))) else {
        return Vec::new();
    };
    let effects = change(&mut map, state);
    state.modal = Some(Modal::Treemap(map));
    effects
}
