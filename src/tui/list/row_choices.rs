//! The choices for the row under the cursor: what can be copied, and which related items can be opened.

use std::collections::HashSet;
use std::path::Path;

use super::model::{Key, Row};
use super::{groups, marks, rows};
use crate::inventory::facts::EngineState;
use crate::inventory::{FunctionRef, Usage};
use crate::sam::template::FunctionLayer;
use crate::sam::{HashedName, LayerDir};
use crate::tui::dialog::{ChooserAction, ChooserItem};
use crate::tui::shell;
use crate::tui::state::State;

/// Returns the choice to copy a text.
pub fn copy(label: &'static str, text: impl Into<String>) -> ChooserItem {
    ChooserItem { label, text: text.into(), pick: ChooserAction::Copy }
}

/// Returns the choice to copy a path on disk.
pub fn copy_path(path: &Path) -> ChooserItem {
    copy(tr!("pick-path"), path.to_string_lossy())
}

fn go(label: &'static str, text: impl Into<String>, key: Key) -> ChooserItem {
    ChooserItem { label, text: text.into(), pick: ChooserAction::Go(key) }
}

/// Returns what can be copied from the row under the cursor.
pub fn copy_choices(state: &State) -> Vec<ChooserItem> {
    let shown = &state.shown;
    let Some(row) = state.list().current() else { return Vec::new() };
    match row {
        Row::Layer(at) => {
            let row = &shown.layers[at];
            let mut choices = vec![copy(tr!("pick-directory"), row.dir.as_str())];
            choices.extend(row.arn.as_ref().map(|known| copy("ARN", known.arn.as_str())));
            choices.push(copy_path(&row.path));
            choices.extend(row.images.iter().map(|name| copy(tr!("pick-image"), name.as_str())));
            choices
        }
        Row::Group(first) => {
            let rows = &shown.layers[groups::versions(shown, first)];
            let name = rows.first().map(|row| copy(tr!("pick-layer-name"), row.dir.layer_name()));
            let arns = rows.iter().filter_map(|row| row.arn.as_ref());
            name.into_iter()
                .chain(rows.iter().map(|row| copy(tr!("pick-directory"), row.dir.as_str())))
                .chain(arns.map(|known| copy("ARN", known.arn.as_str())))
                .collect()
        }
        Row::Leftover(at) => vec![copy_path(&shown.leftovers[at].path)],
        Row::Foreign(at) => vec![copy_path(&shown.foreign[at].path)],
        Row::Image(at) => {
            let row = &shown.images[at];
            let mut choices = vec![copy(tr!("pick-image"), row.name.as_str()), copy(tr!("pick-id"), &row.id)];
            choices.extend(shell_command(state, row.name.as_str()));
            choices
        }
        Row::Project(at) => vec![copy_path(rows::project_of(&shown.templates[at].path))],
        Row::Template(at) => vec![copy_path(&shown.templates[at].path)],
        Row::Function(template, at) => {
            let function = &shown.templates[template].functions[at].function;
            let mut choices = vec![copy(tr!("pick-function"), &function.full_path)];
            choices.extend(function.invoke_image.as_ref().map(|name| copy(tr!("pick-image"), name.as_str())));
            let arns = function.layers.iter().filter_map(FunctionLayer::arn);
            choices.extend(arns.map(|arn| copy("ARN", arn.as_str())));
            choices
        }
        Row::Job(at) => {
            let job = &state.jobs[at];
            let command = job.command_line().map(|command| copy(tr!("pick-command"), command));
            command.into_iter().chain([copy(tr!("pick-job"), &job.title)]).collect()
        }
        Row::Overview(_) => Vec::new(),
        Row::BuildFolder(at) => vec![copy_path(&shown.builds[at].path)],
        Row::Build(folder, at) => vec![copy_path(&shown.builds[folder].entries[at].path)],
    }
}

fn shell_command(state: &State, image: &str) -> Option<ChooserItem> {
    match &state.inventory.engine {
        Some(EngineState::Ready { name, endpoint, .. }) => {
            Some(copy(tr!("pick-command"), shell::command(name, endpoint, image).join(" ")))
        }
        _ => None,
    }
}

/// Returns the engines that respond at an address SAM does not use: to use here, or to configure for SAM.
pub fn engine_choices(state: &State) -> Vec<ChooserItem> {
    let offered = state.inventory.other_engines.iter();
    let both = offered.flat_map(|other| {
        let use_it = tr!("pick-engine", name = other.name, host = other.host, known_as = other.known_as);
        [
            ChooserItem { label: tr!("pick-use-here"), text: use_it, pick: ChooserAction::UseEngine(other.clone()) },
            copy(tr!("pick-for-sam"), other.export.clone()),
        ]
    });
    both.collect()
}

/// Returns the items related to the row under the cursor.
pub fn related_choices(state: &State) -> Vec<ChooserItem> {
    let shown = &state.shown;
    match state.list().current() {
        Some(Row::Layer(at)) => {
            let row = &shown.layers[at];
            let images = row.images.iter().map(|name| go(tr!("pick-image"), name.as_str(), Key::Image(name.clone())));
            functions(&row.usage).chain(images).collect()
        }
        Some(Row::Group(first)) => {
            let rows = &shown.layers[groups::versions(shown, first)];
            let mut choices: Vec<ChooserItem> = Vec::new();
            for row in rows {
                let images = row.images.iter();
                let images = images.map(|name| go(tr!("pick-image"), name.as_str(), Key::Image(name.clone())));
                choices.extend(functions(&row.usage).chain(images));
            }
            // A function that uses two versions is listed once.
            let mut seen = HashSet::new();
            choices.retain(|choice| matches!(&choice.pick, ChooserAction::Go(key) if seen.insert(key.clone())));
            choices
        }
        Some(Row::Image(at)) => {
            let row = &shown.images[at];
            let names = row.layers.iter().flat_map(|layers| &layers.names);
            let dirs = names.filter_map(HashedName::dir).cloned();
            layers(state, dirs).chain(functions(&row.usage)).collect()
        }
        Some(Row::Function(template, at)) => {
            let function = &shown.templates[template].functions[at].function;
            let dirs = function.layers.iter().filter_map(|layer| layer.dir().cloned());
            let image = shown.images.iter().find(|image| {
                let wanted = function.invoke_image.as_ref();
                wanted.is_some_and(|wanted| image.name.without_registry() == wanted.without_registry())
            });
            let image = image.map(|row| go(tr!("pick-image"), row.name.as_str(), Key::Image(row.name.clone())));
            layers(state, dirs).chain(image).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns two layers to compare, the older first: the two marked ones, or the one under the cursor and its previous
/// version (for the oldest version, the next one). The error is a sentence.
pub fn versions_to_compare(state: &State) -> Result<(LayerDir, LayerDir), String> {
    let layers = &state.shown.layers;
    if marks::marked(state).len() > 2 {
        return Err(tr!("pick-mark-two").to_owned());
    }
    let marked: Vec<LayerDir> = marks::selection(state).layers.into_iter().collect();
    let at = match (&marked[..], state.list().current()) {
        ([old, new], _) => return Ok((old.clone(), new.clone())),
        ([one], _) => layers.binary_search_by(|row| row.dir.cmp(one)).ok(),
        ([], Some(Row::Layer(at))) => Some(at),
        // The two newest versions.
        (_, Some(Row::Group(first))) if marks::marked(state).is_empty() => groups::versions(&state.shown, first).last(),
        ([], _) => None,
        _ => return Err(tr!("pick-mark-two").to_owned()),
    };
    let Some(at) = at else { return Err(tr!("pick-nothing-to-compare").to_owned()) };
    let name = layers[at].dir.layer_name();
    let same_name = |at: usize| layers.get(at).map(|row| &row.dir).filter(|dir| dir.layer_name() == name);
    if let Some(old) = at.checked_sub(1).and_then(same_name) {
        return Ok((old.clone(), layers[at].dir.clone()));
    }
    match same_name(at + 1) {
        Some(new) => Ok((layers[at].dir.clone(), new.clone())),
        None => Err(tr!("pick-no-other-version", name = name)),
    }
}

fn functions(usage: &Usage) -> impl Iterator<Item = ChooserItem> {
    usage.functions().iter().map(|function: &FunctionRef| {
        go(tr!("pick-function"), function.function.clone(), Key::Function(function.clone()))
    })
}

fn layers(state: &State, dirs: impl Iterator<Item = LayerDir>) -> impl Iterator<Item = ChooserItem> {
    dirs.filter(|dir| state.shown.layer(dir).is_some())
        .map(|dir| go(tr!("pick-layer"), dir.as_str(), Key::Layer(dir.clone())))
}
