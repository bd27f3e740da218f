//! Opens the dialog that shows what makes a layer or function large. It is measured in the background.

use crate::content::packages::package::PackageSize;
use crate::content::packages::target::SizeTarget;
use crate::content::tree::BrowseTarget;
use crate::inventory::FunctionRow;
use crate::sam::template::PackageType;
use crate::tui::dialog::Modal;
use crate::tui::effect::Effect;
use crate::tui::list::model::Row;
use crate::tui::list::{groups, rows};
use crate::tui::package_size::SizeDialog;
use crate::tui::state::{Loadable, State, Tone};

/// Opens the dialog for the layer or function under the cursor, or for the one whose contents are shown.
pub fn open(state: &mut State) -> Vec<Effect> {
    match target(state) {
        Ok((target, name)) => {
            let dialog = SizeDialog { target: target.clone(), name, size: Loadable::Loading, scroll: 0 };
            state.open_above(Modal::Size(Box::new(dialog)));
            vec![Effect::MeasurePackage(target)]
        }
        Err(reason) => {
            state.show_message(Tone::Plain, reason);
            Vec::new()
        }
    }
}

/// Returns what is measured, and its name; or the reason why nothing is.
fn target(state: &State) -> Result<(SizeTarget, String), &'static str> {
    let shown = &state.shown;
    if let Some(Modal::Contents(contents)) = &state.modal {
        // The answer comes to the open dialog.
        if matches!(contents.tree, Loadable::Loading) {
            return Err(tr!("refused-size-while-reading"));
        }
        return match &contents.inside {
            BrowseTarget::Layer(dir) => Ok((SizeTarget::Layer(dir.clone()), dir.to_string())),
            BrowseTarget::Opt { function, .. } => {
                let template = shown.templates.iter().find(|row| row.path == function.template);
                let row = template.and_then(|template| {
                    template.functions.iter().find(|row| row.function.full_path == function.function)
                });
                row.ok_or(tr!("refused-size")).and_then(|row| of_function(&function.template, row))
            }
            _ => Err(tr!("refused-size")),
        };
    }
    let layer = |at: usize| {
        let dir = &shown.layers[at].dir;
        Ok((SizeTarget::Layer(dir.clone()), dir.to_string()))
    };
    match state.list().current() {
        Some(Row::Layer(at)) => layer(at),
        // The newest version.
        Some(Row::Group(first)) => layer(groups::versions(shown, first).last().unwrap_or(first)),
        Some(Row::Function(template, at)) if rows::key(state, Row::Function(template, at)).is_some() => {
            let template = &shown.templates[template];
            of_function(&template.path, &template.functions[at])
        }
        _ => Err(tr!("refused-size")),
    }
}

fn of_function(template: &std::path::Path, row: &FunctionRow) -> Result<(SizeTarget, String), &'static str> {
    if row.function.package_type == PackageType::Image {
        return Err(tr!("refused-size-of-image"));
    }
    Ok((SizeTarget::of_function(template, &row.function), row.function.full_path.clone()))
}

/// Stores the result, if its dialog is still open.
pub fn measured(state: &mut State, target: &SizeTarget, size: &Result<PackageSize, String>) {
    let below = state.behind.iter_mut().rev();
    for modal in state.modal.iter_mut().chain(below) {
        if let Modal::Size(dialog) = modal
            && dialog.target == *target
        {
            dialog.size = size.clone().map_or_else(Loadable::Unavailable, Loadable::Ready);
            return;
        }
    }
}
