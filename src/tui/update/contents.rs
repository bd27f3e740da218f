//! Opens the dialogs about the contents of layers.

use crate::content::tree::BrowseTarget;
use crate::inventory::FunctionRef;
use crate::tui::contents::Contents;
use crate::tui::dialog::Modal;
use crate::tui::effect::Effect;
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
