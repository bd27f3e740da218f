//! The forms of an import, an export and a publication: from typed text to a plan that is shown.

use crate::content::source::LocalSource;
use crate::inventory::LayerRow;
use crate::plan::{self, ExportKind, ExportLayer, ImportRequest, Plan, Selection};
use crate::sam::template::FunctionLayer;
use crate::sam::{LayerArn, LayerDir};
use crate::tui::dialog::{Modal, PlanDialog};
use crate::tui::effect::Effect;
use crate::tui::form::Form;
use crate::tui::keys::table::UserAction;
use crate::tui::list::marks;
use crate::tui::list::model::Row;
use crate::tui::state::State;

/// Opens the form of an import. The ARN of the layer under the cursor is proposed.
pub fn open_import(state: &mut State) {
    let arn = layer_under_cursor(state).and_then(|row| row.arn.as_ref()).map(|known| &known.arn);
    state.modal = Some(Modal::Form(Form::import(arn)));
}

/// Opens the form of a publication. A copy of the layer under the cursor is proposed.
pub fn open_publish(state: &mut State) {
    let dir = layer_under_cursor(state).map(|row| &row.dir);
    state.modal = Some(Modal::Form(Form::publish(dir)));
}

fn layer_under_cursor(state: &State) -> Option<&LayerRow> {
    match state.list().current() {
        Some(Row::Layer(at)) => state.shown.layers.get(at).map(|row| &**row),
        _ => None,
    }
}

/// Opens the form of an export: of the marked layers, the one under the cursor, or those of the function under it.
pub fn open_export(state: &mut State) {
    let (layers, kind) = match state.list().current() {
        Some(Row::Function(template, at)) if marks::marked(state).is_empty() => {
            let function = &state.shown.templates[template].functions[at].function;
            let used = function.layers.iter().filter(|layer| layer.is_used());
            // An image function has no layers, so that they are copied into its image.
            let layers: Vec<ExportLayer> = used.map(|layer| of_function(state, layer)).collect();
            (layers, ExportKind::BuildContext)
        }
        _ => {
            let dirs = marks::selection(state).layers.into_iter();
            let layers: Vec<ExportLayer> = dirs.map(|dir| cached(state, &dir, None)).collect();
            // Without an ARN, AWS cannot be asked for the published zip.
            let is_known = layers.iter().all(|layer| layer.arn.is_some());
            (layers, if is_known { ExportKind::Original } else { ExportKind::Repacked })
        }
    };
    state.modal = Some(Modal::Form(Form::export(layers, kind)));
}

fn of_function(state: &State, layer: &FunctionLayer) -> ExportLayer {
    match layer.dir() {
        Some(dir) => cached(state, dir, layer.arn()),
        None => ExportLayer { name: layer.label().to_owned(), dir: None, arn: None, is_cached: false, bytes: 0 },
    }
}

fn cached(state: &State, dir: &LayerDir, arn: Option<&LayerArn>) -> ExportLayer {
    let row = state.shown.layer(dir);
    let known = row.and_then(|row| row.arn.as_ref()).map(|known| &known.arn);
    ExportLayer {
        name: dir.to_string(),
        dir: Some(dir.clone()),
        arn: arn.or(known).cloned(),
        is_cached: row.is_some(),
        bytes: row.and_then(|row| row.measure.as_ref()).map_or(0, |measure| measure.bytes),
    }
}

/// Performs an action in the open form.
pub fn perform(state: &mut State, action: UserAction) -> Vec<Effect> {
    let home = state.home.clone();
    let Some(Modal::Form(form)) = &mut state.modal else { return Vec::new() };
    match action {
        UserAction::Escape => state.modal = None,
        UserAction::Accept if !form.is_waiting => match form.request(home.as_deref(), &state.shown) {
            Ok(request) => {
                (form.is_waiting, form.refusal) = (true, None);
                return vec![Effect::ReadForm(request)];
            }
            Err((at, why)) => (form.cursor, form.refusal) = (at, Some(why)),
        },
        action => form.act(action),
    }
    Vec::new()
}

/// Shows the plan of an import whose source was read, if its form is still open.
pub fn import_read(state: &mut State, arn: LayerArn, outcome: Result<LocalSource, String>) {
    let cache = state.inventory.cache.as_ref().map(|cache| cache.path.clone()).unwrap_or_default();
    let planned = outcome.map(|source| {
        // The plan shows what is replaced, and undo brings it back.
        let request = ImportRequest {
            arn,
            source,
            replace: true,
            with_images: false,
            unknown_locks: false,
            allow_over_quota: false,
        };
        plan::import(&state.shown, request, &cache)
    });
    planned_form(state, planned);
}

/// Shows a plan in place of the form it was made from, or the reason in the form.
pub fn planned_form(state: &mut State, planned: Result<Plan, String>) {
    let Some(Modal::Form(form)) = &mut state.modal else { return };
    if !std::mem::take(&mut form.is_waiting) {
        return;
    }
    match planned {
        Ok(plan) => {
            let selection = Selection::default();
            state.modal = Some(Modal::Plan(PlanDialog { selection, plan, with_images: false, scroll: 0, note: None }));
        }
        Err(why) => form.refusal = Some(why),
    }
}
