//! Opens the dialogs about the contents of layers.

use std::path::Path;

use crate::content::tree::BrowseTarget;
use crate::inventory::FunctionRef;
use crate::tui::contents::Contents;
use crate::tui::contents::tree_rows::TreeRows;
use crate::tui::dialog::{Chooser, FilterLine, Modal};
use crate::tui::effect::Effect;
use crate::tui::keys::table::UserAction;
use crate::tui::list::model::Row;
use crate::tui::list::row_choices;
use crate::tui::state::{Loadable, Screen, State, Tone};
use crate::tui::what_if::WhatIf;

/// Opens the contents dialog and requests its tree.
pub fn inside(state: &mut State, inside: BrowseTarget) -> Vec<Effect> {
    state.modal = Some(Modal::Contents(Box::new(Contents::new(inside.clone()))));
    vec![Effect::ReadContents(inside)]
}

/// Compares two versions of a layer.
pub fn compare(state: &mut State) -> Vec<Effect> {
    match row_choices::versions_to_compare(state) {
        Ok((old, new)) => inside(state, BrowseTarget::Difference { old, new }),
        Err(reason) => {
            state.show_message(Tone::Plain, reason);
            Vec::new()
        }
    }
}

/// Performs an action that only the dialog of contents has; `false` if the action is another one.
pub fn perform(state: &mut State, action: UserAction) -> bool {
    let columns = state.size.0;
    let Some(Modal::Contents(contents)) = &mut state.modal else { return false };
    match action {
        UserAction::NextChange | UserAction::PreviousChange => {
            let forward = action == UserAction::NextChange;
            if !contents.step_change(forward, columns) {
                let message = if forward { tr!("said-last-change") } else { tr!("said-first-change") };
                state.show_message(Tone::Plain, message);
            }
        }
        UserAction::Sort => {
            contents.reading = false;
            contents.change_rows(TreeRows::sort_next);
            let message = tr!("said-sorted", by = contents.rows.sort.label());
            state.show_message(Tone::Plain, message);
        }
        UserAction::FoldAll | UserAction::UnfoldAll => {
            contents.reading = false;
            if contents.rows.is_filtered() {
                state.show_message(Tone::Plain, tr!("said-filter-shows-all"));
            } else if action == UserAction::FoldAll {
                contents.change_rows(TreeRows::fold_all);
            } else {
                contents.change_rows(TreeRows::unfold_all);
            }
        }
        UserAction::Filter => {
            contents.reading = false;
            contents.typing = Some(FilterLine::new(&contents.rows.filter));
        }
        UserAction::Copy => copy(state),
        _ => return false,
    }
    true
}

/// Opens the list of what can be copied of the entry under the cursor.
fn copy(state: &mut State) {
    let Some(Modal::Contents(contents)) = &state.modal else { return };
    let Some(path) = contents.current().map(|leaf| leaf.listed.path.clone()) else { return };
    let layer = contents.dir_under_cursor().and_then(|dir| state.shown.layer(&dir));
    let on_disk = layer.map(|row| row_choices::copy_path(&row.path.join(&path)));
    let in_opt = Path::new("/opt").join(&path).to_string_lossy().replace('\\', "/");
    let choices = [row_choices::copy(tr!("pick-path-in-lambda"), in_opt)].into_iter().chain(on_disk).collect();
    state.open_above(Modal::Choose(Chooser { title: tr!("said-copy"), choices, cursor: 0 }));
}

/// Returns the layers of a function in the order in which Lambda merges them in `/opt`.
pub fn opt(state: &State, template: usize, function: usize) -> BrowseTarget {
    let template = &state.shown.templates[template];
    let row = &template.functions[function].function;
    let layers = row.layers.iter().filter_map(|layer| {
        let cached = layer.dir().cloned().filter(|dir| state.shown.layer(dir).is_some());
        Some((layer.hashed_name()?.to_string(), cached))
    });
    let function = FunctionRef { template: template.path.clone(), function: row.full_path.clone() };
    BrowseTarget::Opt { function, layers: layers.collect() }
}

/// Requests the size of the code of the function under the cursor, once.
pub fn measure_code(state: &mut State) -> Option<Effect> {
    let Some(Row::Function(template, at)) = state.list().current().filter(|_| state.screen == Screen::Functions) else {
        return None;
    };
    let path = state.shown.templates.get(template)?.functions.get(at)?.function.code_path.clone()?;
    if state.code_sizes.contains_key(&path) {
        return None;
    }
    state.code_sizes.insert(path.clone(), Loadable::Loading);
    Some(Effect::MeasureCode(path))
}

/// Opens the what-if dialog for the function under the cursor.
pub fn what_if(state: &mut State) {
    let Some(Row::Function(template, at)) = state.list().current() else { return };
    let template = &state.shown.templates[template];
    let row = template.functions[at].clone();
    if row.function.layers.is_empty() {
        state.show_message(Tone::Plain, tr!("said-no-layers-to-swap"));
        return;
    }
    let function = FunctionRef { template: template.path.clone(), function: row.function.full_path.clone() };
    state.modal = Some(Modal::WhatIf(Box::new(WhatIf::new(function, row))));
}
