//! Looking inside layers.

use super::super::contents::Contents;
use super::super::dialog::Modal;
use super::super::effect::Effect;
use super::super::list::Row;
use super::super::picks;
use super::super::state::{Loadable, Screen, State, Tone};
use super::super::what_if::WhatIf;
use crate::content::tree::BrowseTarget;
use crate::inventory::FunctionRef;

/// Opens the dialog and has it filled.
pub fn inside(state: &mut State, inside: BrowseTarget) -> Vec<Effect> {
    state.modal = Some(Modal::Contents(Box::new(Contents::new(inside.clone()))));
    vec![Effect::LookInside(inside)]
}

/// Two versions of a layer side by side.
pub fn compare(state: &mut State) -> Vec<Effect> {
    match picks::versions(state) {
        Ok((old, new)) => inside(state, BrowseTarget::Difference { old, new }),
        Err(reason) => {
            state.say(Tone::Plain, reason);
            Vec::new()
        }
    }
}

/// The layers of a function as they lie one over the other in `/opt`.
pub fn opt(state: &State, template: usize, function: usize) -> BrowseTarget {
    let template = &state.shown.templates[template];
    let row = &template.functions[function].function;
    let layers = row.layers.iter().filter_map(|layer| {
        let cached = layer.dir.clone().filter(|dir| state.shown.layer(dir).is_some());
        Some((layer.name.clone()?, cached))
    });
    let function = FunctionRef { template: template.path.clone(), function: row.full_path.clone() };
    BrowseTarget::Opt { function, layers: layers.collect() }
}

/// Has the code of the function under the cursor counted, once.
pub fn code_here(state: &mut State) -> Option<Effect> {
    let Some(Row::Function(template, at)) = state.list().current().filter(|_| state.screen == Screen::Functions) else {
        return None;
    };
    let path = state.shown.templates.get(template)?.functions.get(at)?.function.code_path.clone()?;
    if state.code.contains_key(&path) {
        return None;
    }
    state.code.insert(path.clone(), Loadable::Loading);
    Some(Effect::MeasureCode(path))
}

/// Opens "what if" for the function under the cursor.
pub fn what_if(state: &mut State) {
    let Some(Row::Function(template, at)) = state.list().current() else { return };
    let template = &state.shown.templates[template];
    let row = template.functions[at].clone();
    if row.function.layers.is_empty() {
        state.say(Tone::Plain, tr!("said-no-layers-to-swap"));
        return;
    }
    let function = FunctionRef { template: template.path.clone(), function: row.function.full_path.clone() };
    state.modal = Some(Modal::WhatIf(Box::new(WhatIf::new(function, row))));
}
