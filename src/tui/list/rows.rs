//! Builds the rows of a screen in their order, and maps rows to the items they show.

use std::cmp::Reverse;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::filter_cache::{FilterCache, Score};
use super::groups;
use super::model::{Key, List, Row};
use super::order::{self, Sort};
use super::search::{self, Filter};
use crate::inventory::{FunctionRef, TemplateRow};
use crate::plan::{self, PlanKind};
use crate::sam::LayerDir;
use crate::tui::overview;
use crate::tui::state::{Screen, State};

/// Rebuilds the rows of a screen, keeping the cursor on its item.
pub fn rebuild(state: &mut State, screen: Screen, keep: Option<&Key>) {
    if screen == Screen::Overview {
        // Its sums take a plan for each row, so they are only calculated while it is open.
        state.overview = if state.screen == screen { overview::entries(state) } else { Vec::new() };
    }
    let list = &state.lists[screen as usize];
    let order = order::positions(&all_rows(state, screen), &state.shown, order::sort(state, screen), list.reversed);
    let list = &mut state.lists[screen as usize];
    (list.order, list.filter_cache) = (order, FilterCache::default());
    filter(state, screen, keep);
}

/// Rebuilds the rows when only the filter has changed; the sort order stays valid.
pub fn filter(state: &mut State, screen: Screen, keep: Option<&Key>) {
    let mut filter_cache = std::mem::take(&mut state.lists[screen as usize].filter_cache);
    let rows = filtered(state, screen, &mut filter_cache);
    let keep = keep.filter(|_| state.lists[screen as usize].settled);
    let cursor = keep.and_then(|key| position(state, &rows, key));
    let list = &mut state.lists[screen as usize];
    (list.rows, list.filter_cache) = (rows, filter_cache);
    list.go_to(cursor.unwrap_or(list.cursor));
}

/// Returns the row of an item. Layers are found by binary search, as there may be many. For a layer in a folded group,
/// this is the row of the group; for a group that no longer exists, the row of its version.
pub fn position(state: &State, rows: &[Row], key: &Key) -> Option<usize> {
    let shown = &state.shown;
    let place = |wanted: Row| rows.iter().position(|row| *row == wanted);
    match key {
        Key::Layer(dir) => {
            let at = shown.layers.binary_search_by(|row| row.dir.cmp(dir)).ok()?;
            place(Row::Layer(at)).or_else(|| place(Row::Group(groups::first_of(shown, at))))
        }
        Key::Group(name) => {
            let first = groups::find(shown, name)?;
            place(Row::Group(first)).or_else(|| place(Row::Layer(first)))
        }
        _ => rows.iter().position(|row| {
            !matches!(row, Row::Layer(_) | Row::Group(_)) && self::key(state, *row).as_ref() == Some(key)
        }),
    }
}

/// Rebuilds the rows of every screen after `change`, keeping the cursors on their items.
pub fn rebuild_all(state: &mut State, change: impl FnOnce(&mut State)) {
    let keep = Screen::ALL.map(|screen| current_key(state, screen));
    change(state);
    for (screen, key) in Screen::ALL.into_iter().zip(&keep) {
        rebuild(state, screen, key.as_ref());
    }
}

/// Returns the item under the cursor of a screen.
pub fn current_key(state: &State, screen: Screen) -> Option<Key> {
    key(state, state.lists[screen as usize].current()?)
}

/// Fewer rows than this are filtered faster by a single thread.
const MIN_ROWS_PER_THREAD: usize = 1000;

/// Returns all rows of a screen in the order they were found. Functions are listed by `tree` instead.
fn all_rows(state: &State, screen: Screen) -> Vec<Row> {
    let shown = &state.shown;
    match screen {
        Screen::Layers => {
            let leftovers = (0..shown.leftovers.len()).map(Row::Leftover);
            let foreign = (0..shown.foreign.len()).map(Row::Foreign);
            (0..shown.layers.len()).map(Row::Layer).chain(leftovers).chain(foreign).collect()
        }
        Screen::Images => (0..shown.images.len()).map(Row::Image).collect(),
        Screen::Functions | Screen::Builds => Vec::new(),
        Screen::Overview => (0..state.overview.len()).map(Row::Overview).collect(),
        Screen::Activity => (0..state.jobs.len()).rev().map(Row::Job).collect(),
    }
}

fn filtered(state: &State, screen: Screen, filter_cache: &mut FilterCache) -> Vec<Row> {
    let list = &state.lists[screen as usize];
    match screen {
        Screen::Functions => return tree(state, list),
        Screen::Builds => return builds(state, list),
        _ => {}
    }
    let all = all_rows(state, screen);
    let mut rows: Vec<Row> = if list.filter.is_empty() {
        list.order.iter().map(|at| all[*at]).collect()
    } else {
        let scores = filter_cache.scores(&list.filter, |before| scores(state, &all, &list.filter, before));
        let mut fitting: Vec<_> = list.order.iter().filter_map(|at| Some((scores[*at]?, all[*at]))).collect();
        // Unless the user chose a sort order, the best match comes first.
        if order::sort(state, screen) == Sort::Name && !list.reversed {
            fitting.sort_by_key(|(score, _)| *score);
        }
        fitting.into_iter().map(|(_, row)| row).collect()
    };
    if screen == Screen::Layers && state.groups.on {
        rows = groups::grouped(state, rows);
    }
    rows
}

/// Returns the filter score of each row; only rows that matched `before`, where that is known. Rows are tested in
/// memory order and in parallel, as there may be ten thousand of them for each typed character.
fn scores(state: &State, all: &[Row], filter: &str, before: Option<&[Score]>) -> Vec<Score> {
    let score = |filter: &mut Filter, (at, row): (usize, &Row)| {
        if before.is_some_and(|before| before[at].is_none()) {
            return None;
        }
        let rest = |is: search::WordTest| search::any_word(&state.shown, *row, is);
        filter.score(&name(state, *row), &rest).map(Reverse)
    };
    all.par_iter().enumerate().with_min_len(MIN_ROWS_PER_THREAD).map_init(|| Filter::new(filter), score).collect()
}

/// Returns the tree of projects, templates and functions. A filter keeps matching functions and their parents.
fn tree(state: &State, list: &List) -> Vec<Row> {
    let mut filter = (!list.filter.is_empty()).then(|| Filter::new(&list.filter));
    let mut rows = Vec::new();
    let mut open_project: Option<&Path> = None;
    let (sort, reversed) = (order::sort(state, Screen::Functions), list.reversed);
    for at in order::templates(state, sort, reversed) {
        let template = &state.shown.templates[at];
        let project = project_of(&template.path);
        let folder_shown = open_project == Some(project);
        let mut own = Vec::new();
        for function in order::functions(state, &template.functions, sort, reversed) {
            let row = Row::Function(at, function);
            let rest = |is: search::WordTest| search::any_word(&state.shown, row, is);
            if filter.as_mut().is_none_or(|filter| filter.matches(&name(state, row), &rest)) {
                own.push(row);
            }
        }
        if let Some(filter) = &mut filter {
            let path = |is: search::WordTest| template.path.to_str().is_some_and(is);
            let itself = filter.matches(&name(state, Row::Template(at)), &path);
            if own.is_empty() && !itself {
                continue;
            }
        }
        if !folder_shown {
            rows.push(Row::Project(at));
            open_project = Some(project);
        }
        let filtered = filter.is_some();
        if !filtered && state.folded.contains(project) {
            continue;
        }
        rows.push(Row::Template(at));
        if filtered || !state.folded.contains(&template.path) {
            rows.append(&mut own);
        }
    }
    rows
}

/// Returns the tree of build folders and their entries. A filter keeps matching entries and their folders.
fn builds(state: &State, list: &List) -> Vec<Row> {
    let mut filter = (!list.filter.is_empty()).then(|| Filter::new(&list.filter));
    let mut rows = Vec::new();
    for (at, folder) in state.shown.builds.iter().enumerate() {
        let sort = order::sort(state, Screen::Builds);
        let mut own = Vec::new();
        for entry in order::builds(&folder.entries, sort, list.reversed) {
            let row = Row::Build(at, entry);
            let rest = |is: search::WordTest| search::any_word(&state.shown, row, is);
            if filter.as_mut().is_none_or(|filter| filter.matches(&name(state, row), &rest)) {
                own.push(row);
            }
        }
        let path = |_: search::WordTest| false;
        let itself = filter.as_mut().is_none_or(|filter| filter.matches(&name(state, Row::BuildFolder(at)), &path));
        if own.is_empty() && !itself {
            continue;
        }
        rows.push(Row::BuildFolder(at));
        if filter.is_some() || !state.folded.contains(&folder.path) {
            rows.append(&mut own);
        }
    }
    rows
}

/// Returns the project folder of a template: the folder of the template, or for a template in `.aws-sam/build` the
/// folder that was built.
pub fn project_of(template: &Path) -> &Path {
    let folder = template.parent().unwrap_or(template);
    let built = folder.ends_with(".aws-sam/build").then(|| folder.parent().and_then(Path::parent)).flatten();
    built.unwrap_or(folder)
}

/// Returns the name a row is filtered by, as drawn.
pub fn name(state: &State, row: Row) -> std::borrow::Cow<'_, str> {
    use std::borrow::Cow;
    let shown = &state.shown;
    let file = |path: &Path| Cow::Owned(path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned());
    match row {
        Row::Layer(at) => Cow::Borrowed(state.names.get(at).unwrap_or_else(|| shown.layers[at].dir.as_str())),
        Row::Group(first) => Cow::Borrowed(shown.layers[first].dir.layer_name()),
        Row::Leftover(at) => file(&shown.leftovers[at].path),
        Row::Foreign(at) => file(&shown.foreign[at].path),
        Row::Image(at) => Cow::Borrowed(shown.images[at].name.as_str()),
        Row::Project(at) => Cow::Owned(project_of(&shown.templates[at].path).to_string_lossy().into_owned()),
        Row::Template(at) => {
            let path = &shown.templates[at].path;
            Cow::Owned(path.strip_prefix(project_of(path)).unwrap_or(path).to_string_lossy().into_owned())
        }
        Row::Function(template, at) => Cow::Borrowed(&shown.templates[template].functions[at].function.full_path),
        Row::Job(at) => Cow::Borrowed(&state.jobs[at].title),
        Row::Overview(_) => Cow::Borrowed(""),
        Row::BuildFolder(at) => shown.builds[at].path.to_string_lossy(),
        Row::Build(folder, at) => Cow::Owned(shown.builds[folder].entries[at].name_in(&shown.builds[folder].path)),
    }
}

/// Returns the identity of a row's item; `None` for an outdated index.
pub fn key(state: &State, row: Row) -> Option<Key> {
    let shown = &state.shown;
    Some(match row {
        Row::Layer(at) => Key::Layer(shown.layers.get(at)?.dir.clone()),
        Row::Group(first) => Key::Group(shown.layers.get(first)?.dir.layer_name().to_owned()),
        Row::Leftover(at) => Key::Path(shown.leftovers.get(at)?.path.clone()),
        Row::Foreign(at) => Key::Path(shown.foreign.get(at)?.path.clone()),
        Row::Image(at) => Key::Image(shown.images.get(at)?.name.clone()),
        Row::Project(at) => Key::Project(project_of(&shown.templates.get(at)?.path).to_owned()),
        Row::Template(at) => Key::Template(shown.templates.get(at)?.path.clone()),
        Row::Function(template, at) => Key::Function(function_ref(shown.templates.get(template)?, at)?),
        Row::Job(at) => Key::Job(state.jobs.get(at)?.id),
        Row::Overview(at) => Key::Overview(state.overview.get(at)?.id()),
        Row::BuildFolder(at) => Key::BuildFolder(shown.builds.get(at)?.path.clone()),
        Row::Build(folder, at) => Key::Build(shown.builds.get(folder)?.entries.get(at)?.path.clone()),
    })
}

fn function_ref(template: &TemplateRow, at: usize) -> Option<FunctionRef> {
    let function = template.functions.get(at)?.function.full_path.clone();
    Some(FunctionRef { template: template.path.clone(), function })
}

/// Returns where an item is shown: its screen and the folders that must be unfolded.
pub fn location_of(key: &Key) -> (Screen, Vec<PathBuf>) {
    match key {
        Key::Layer(_) | Key::Group(_) | Key::Path(_) => (Screen::Layers, Vec::new()),
        Key::Image(_) => (Screen::Images, Vec::new()),
        Key::Project(_) => (Screen::Functions, Vec::new()),
        Key::Template(path) => (Screen::Functions, vec![project_of(path).to_owned()]),
        Key::Function(function) => {
            let template = &function.template;
            (Screen::Functions, vec![project_of(template).to_owned(), template.clone()])
        }
        Key::Job(_) => (Screen::Activity, Vec::new()),
        Key::Overview(_) => (Screen::Overview, Vec::new()),
        Key::BuildFolder(_) | Key::Build(_) => (Screen::Builds, Vec::new()),
    }
}

/// With more marks than this, sizes are added up instead of planning the purge.
const PLANNED: usize = 1000;

/// Returns the bytes that purging the marked items frees: the same sum as in the plan, as images share their content.
pub fn marked_bytes(state: &State, marked: &std::collections::HashSet<Key>) -> u64 {
    if marked.len() > PLANNED {
        return marked.iter().filter_map(|key| bytes(state, key)).sum();
    }
    let plan = plan::purge(&state.shown, &super::marks::selection(state), PlanKind::Trash, false);
    plan.frees_in_cache() + plan.frees_in_engine()
}

/// Returns the size of an item in bytes, where known.
pub fn bytes(state: &State, key: &Key) -> Option<u64> {
    let shown = &state.shown;
    match key {
        Key::Layer(dir) => shown.layer(dir)?.measure.as_ref().map(|measure| measure.bytes),
        Key::Path(path) => shown.leftovers.iter().find(|leftover| leftover.path == *path).map(|found| found.bytes),
        Key::Image(name) => shown.images.iter().find(|row| row.name == *name).map(|row| row.size_bytes),
        Key::BuildFolder(path) => shown.builds.iter().find(|folder| folder.path == *path)?.bytes(),
        Key::Build(path) => {
            let mut entries = shown.builds.iter().flat_map(|folder| &folder.entries);
            entries.find(|entry| entry.path == *path)?.bytes()
        }
        Key::Group(_) | Key::Project(_) | Key::Template(_) | Key::Function(_) | Key::Job(_) | Key::Overview(_) => None,
    }
}

/// Returns whether any layer of a function is cached, so that its `/opt` can be shown.
pub fn has_opt(state: &State, template: usize, function: usize) -> bool {
    !cached_layers(state, template, function).is_empty()
}

/// Returns the layers of a function that are cached.
pub fn cached_layers(state: &State, template: usize, function: usize) -> Vec<LayerDir> {
    let row = &state.shown.templates[template].functions[function];
    let dirs = row.function.layers.iter().filter_map(crate::sam::template::FunctionLayer::dir);
    dirs.filter(|dir| state.shown.layer(dir).is_some()).cloned().collect()
}
