//! Performs actions on a screen with no dialog open.

use super::{
    clean_up, contents, dialogs, fold, forms, graph, input, jobs, navigate, overview, package_size, projects, survey,
    treemap,
};
use crate::content::tree::BrowseTarget;
use crate::plan::{self, PlanKind, Refused, Selection};
use crate::tui::dialog::{Chooser, ChooserAction, ChooserItem, FilterLine, Modal, PlanDialog, Question};
use crate::tui::effect::Effect;
use crate::tui::input_line::InputLine;
use crate::tui::keys::allowed::allowed;
use crate::tui::keys::table::UserAction;
use crate::tui::list::model::Row;
use crate::tui::list::order::Sort;
use crate::tui::list::rows;
use crate::tui::list::{marks, row_choices};
use crate::tui::state::{Focus, Screen, State, Tone};
use crate::tui::{layout, outdated_images, phrases, shell};

/// Performs an action, or shows why it is not possible.
pub fn perform(state: &mut State, action: UserAction) -> Vec<Effect> {
    if let Err(reason) = allowed(state, action) {
        state.show_message(Tone::Bad, reason);
        return Vec::new();
    }
    match action {
        UserAction::Undo => return vec![Effect::PlanUndo],
        UserAction::CancelJob => return jobs::cancel(state),
        UserAction::HoldJob => return jobs::pause(state),
        UserAction::Newer => {
            state.survey.newer_by_key = true;
            state.show_message(Tone::Plain, tr!("said-asking-aws"));
            let mut effects = vec![Effect::CheckNewerVersions];
            effects.extend(survey::begin(state));
            return effects;
        }
        UserAction::OutdatedImages => outdated_images(state),
        UserAction::Open => return open(state),
        UserAction::Compare => return contents::compare(state),
        UserAction::Back => return back(state),
        UserAction::Check => return check(state),
        UserAction::LookAgain => {
            state.survey.by_key = true;
            state.show_message(Tone::Plain, tr!("said-looking-again"));
            return survey::begin(state);
        }
        UserAction::Shell => return shell::image_under_cursor(state).map(Effect::Shell).into_iter().collect(),
        UserAction::Up
        | UserAction::Down
        | UserAction::PageUp
        | UserAction::PageDown
        | UserAction::First
        | UserAction::Last
        | UserAction::Left
        | UserAction::Right => move_by(state, action),
        UserAction::NextScreen => navigate::screen(state, state.screen.step(1)),
        UserAction::PreviousScreen => navigate::screen(state, state.screen.step(-1)),
        UserAction::Go(screen) => navigate::screen(state, screen),
        UserAction::Return => {
            if !navigate::back(state) {
                state.show_message(Tone::Plain, tr!("said-nowhere-to-return"));
            }
        }
        UserAction::Filter => state.modal = Some(Modal::Filter(FilterLine::new(&state.list().filter))),
        UserAction::WhatIf => contents::what_if(state),
        UserAction::Sort => choose_sort(state),
        UserAction::Reverse => return sort(state, |state| state.list_mut().reversed ^= true),
        UserAction::Group => fold::group(state),
        UserAction::Mark => marks::toggle(state),
        UserAction::Range => marks::toggle_range(state),
        UserAction::Invert => marks::invert(state),
        UserAction::All => marks::toggle_all(state),
        UserAction::Jump => choose(state, tr!("said-go-to"), row_choices::related_choices(state)),
        UserAction::Copy => choose(state, tr!("said-copy"), row_choices::copy_choices(state)),
        UserAction::Engine => choose(state, tr!("said-another-engine"), row_choices::engine_choices(state)),
        UserAction::Purge => show_plan(state, PlanKind::Trash),
        UserAction::CleanUp => match state.list().current() {
            Some(Row::Overview(at)) => overview::clean_up(state, at),
            _ => clean_up::open(state),
        },
        UserAction::Projects => return projects::open(state),
        UserAction::Import => forms::open_import(state),
        UserAction::Publish => forms::open_publish(state),
        UserAction::Export => forms::open_export(state),
        UserAction::Refresh => show_plan(state, PlanKind::Refresh),
        UserAction::EmptyTrash => state.modal = Some(Modal::Confirm(Question::EmptyTrash)),
        UserAction::Problems => state.modal = Some(Modal::Problems { cursor: 0 }),
        UserAction::ReadOnly => toggle_read_only(state),
        UserAction::Theme => next_theme(state),
        UserAction::Help => state.modal = Some(Modal::Help { scroll: 0 }),
        UserAction::Treemap => treemap::open(state),
        UserAction::Graph => graph::open(state),
        UserAction::Size => return package_size::open(state),
        UserAction::Palette => state.modal = Some(Modal::Palette { input: InputLine::default(), cursor: 0 }),
        UserAction::Escape => return escape(state),
        UserAction::Line(edit) => input::edit_line(state, edit),
        UserAction::Quit
        | UserAction::Suspend
        | UserAction::Accept
        | UserAction::WithImages
        | UserAction::TrashOrDelete
        | UserAction::UnknownLocks
        | UserAction::DeleteNow
        | UserAction::MatchAll
        | UserAction::NextNode
        | UserAction::PreviousNode
        | UserAction::Toggle
        | UserAction::TypeValue
        | UserAction::Fix
        | UserAction::NextChange
        | UserAction::PreviousChange
        | UserAction::FoldAll
        | UserAction::UnfoldAll
        | UserAction::Forget
        | UserAction::ByPackage => {}
    }
    Vec::new()
}

fn toggle_read_only(state: &mut State) {
    state.read_only ^= true;
    let now = if state.read_only { tr!("said-read-only-on") } else { tr!("said-read-only-off") };
    state.show_message(Tone::Plain, now);
}

fn next_theme(state: &mut State) {
    state.follows_background = false;
    state.appearance = state.appearance.next_theme();
    state.show_message(Tone::Plain, tr!("said-theme", name = state.appearance.theme.name));
}

fn move_by(state: &mut State, action: UserAction) {
    let Some(layout) = layout::of(state) else { return };
    match (action, state.focus) {
        (UserAction::Left, _) if state.screen == Screen::Overview => overview::step_section(state, -1),
        (UserAction::Right, _) if state.screen == Screen::Overview => overview::step_section(state, 1),
        (UserAction::Left, Focus::Detail) => state.focus = Focus::List,
        (UserAction::Left, Focus::List) => fold::fold(state),
        (UserAction::Right, Focus::List) => {
            if !fold::unfold(state) {
                state.focus = Focus::Detail;
            }
        }
        (_, Focus::List) => {
            let page = isize::try_from(layout.rows.height.saturating_sub(1).max(1)).unwrap_or(1);
            let list = state.list_mut();
            match action {
                UserAction::Up => list.step(-1),
                UserAction::Down => list.step(1),
                UserAction::PageUp => list.step(-page),
                UserAction::PageDown => list.step(page),
                UserAction::First => list.go_to(0),
                _ => list.go_to(usize::MAX),
            }
        }
        (_, Focus::Detail) => {
            let page = usize::from(layout.detail_inner.height.saturating_sub(1).max(1));
            state.detail_scroll = dialogs::scrolled(state.detail_scroll, action, page);
        }
    }
}

/// Handles Enter and double clicks.
pub fn open(state: &mut State) -> Vec<Effect> {
    match state.list().current() {
        Some(Row::Layer(at)) => {
            let dir = state.shown.layers[at].dir.clone();
            return contents::inside(state, BrowseTarget::Layer(dir));
        }
        Some(Row::Group(_) | Row::Project(_) | Row::Template(_) | Row::BuildFolder(_)) => fold::toggle(state),
        Some(Row::Function(template, at)) if rows::has_opt(state, template, at) => {
            let opt = contents::opt(state, template, at);
            return contents::inside(state, opt);
        }
        Some(Row::Image(at)) => {
            let name = state.shown.images[at].name.clone();
            return contents::inside(state, BrowseTarget::Image(name));
        }
        Some(Row::Function(..)) => choose(state, tr!("said-go-to"), row_choices::related_choices(state)),
        Some(Row::Overview(at)) => overview::open(state, at),
        Some(Row::Leftover(_) | Row::Foreign(_) | Row::Job(_) | Row::Build(..)) => state.focus = Focus::Detail,
        None => {}
    }
    Vec::new()
}

fn choose(state: &mut State, title: &'static str, choices: Vec<crate::tui::dialog::ChooserItem>) {
    if choices.is_empty() {
        state.show_message(Tone::Plain, tr!("said-nowhere-to-go"));
    } else {
        state.modal = Some(Modal::Choose(Chooser { title, choices, cursor: 0 }));
    }
}

fn show_plan(state: &mut State, kind: PlanKind) {
    let selection = marks::selection(state);
    // After a refresh, SAM would keep using images built from the old content, so they are included unless the user
    // excludes them.
    let with_images = kind == PlanKind::Refresh;
    let plan = dialogs::rebuild_plan(state, &selection, kind, with_images);
    state.modal = Some(Modal::Plan(PlanDialog::new(selection, plan, with_images)));
}

/// Shows a plan that removes the outdated images.
pub fn outdated_images(state: &mut State) {
    let selection = outdated_images::images(state);
    let plan = dialogs::rebuild_plan(state, &selection, PlanKind::Trash, false);
    state.modal = Some(Modal::Plan(PlanDialog::new(selection, plan, false)));
}

/// Starts a verification. It changes nothing, so there is no question.
fn check(state: &mut State) -> Vec<Effect> {
    if state.screen == Screen::Images {
        return jobs::check_images(state);
    }
    let layers = marks::selection(state).layers;
    let plan = plan::check(&state.shown, &Selection { layers, ..Selection::default() });
    if plan.steps.is_empty() {
        let sentence = |refused: &Refused| format!("{}.", phrases::refused(refused));
        state.show_message(Tone::Bad, plan.refused.first().map(sentence).unwrap_or_default());
        return Vec::new();
    }
    let layers = tr!("count-layer", count = plan.steps.len());
    state.show_message(Tone::Plain, tr!("said-checking", layers = layers));
    jobs::execute(state, plan)
}

/// Opens the list of sort orders, each with its letter.
fn choose_sort(state: &mut State) {
    let sorts = Sort::of(state.screen);
    let cursor = state.list().sort % sorts.len();
    let mark = |at: usize| if at == cursor { state.appearance.glyphs.mark } else { "" };
    let item = |(at, sort): (usize, &Sort)| ChooserItem {
        label: mark(at),
        text: sort.as_str().to_owned(),
        pick: ChooserAction::Sort(at),
    };
    let reversed = if state.list().reversed { state.appearance.glyphs.mark } else { "" };
    let reverse = ChooserItem { label: reversed, text: tr!("sort-reverse").to_owned(), pick: ChooserAction::Reverse };
    let choices = sorts.iter().enumerate().map(item).chain([reverse]).collect();
    state.modal = Some(Modal::Choose(Chooser { title: tr!("sort-by"), choices, cursor }));
}

/// Changes the order of the list, and stores it for the next time.
pub fn sort(state: &mut State, change: impl FnOnce(&mut State)) -> Vec<Effect> {
    let keep = rows::current_key(state, state.screen);
    change(state);
    let sorts = Sort::of(state.screen);
    state.list_mut().sort %= sorts.len();
    rows::rebuild(state, state.screen, keep.as_ref());
    let list = state.list();
    vec![Effect::RememberSort(state.screen, sorts[list.sort], list.reversed)]
}

/// Sorts by the column whose title was clicked; a second click reverses the order.
pub fn sort_by(state: &mut State, order: Sort) -> Vec<Effect> {
    let Some(at) = Sort::of(state.screen).iter().position(|other| *other == order) else { return Vec::new() };
    sort(state, |state| {
        let list = state.list_mut();
        let is_same = list.sort == at;
        (list.sort, list.reversed) = (at, is_same && !list.reversed);
    })
}

/// Handles Esc: undoes one step at a time.
fn escape(state: &mut State) -> Vec<Effect> {
    let keep = rows::current_key(state, state.screen);
    let screen = state.screen;
    if state.focus == Focus::Detail {
        state.focus = Focus::List;
    } else if state.list_mut().range_from.take().is_some() {
    } else if !state.list().filter.is_empty() {
        state.list_mut().filter.clear();
        rows::rebuild(state, screen, keep.as_ref());
    } else if !state.list().marks.is_empty() {
        state.list_mut().marks.clear();
    } else if state.tips.current(state.screen).is_some() {
        return input::remember(&state.tips.dismiss()).into_iter().collect();
    } else {
        state.show_message(Tone::Plain, tr!("said-press-q-to-quit"));
    }
    Vec::new()
}

fn back(state: &mut State) -> Vec<Effect> {
    if state.focus == Focus::Detail {
        state.focus = Focus::List;
        Vec::new()
    } else if state.running_job().is_some() {
        state.modal = Some(Modal::Confirm(Question::Quit));
        Vec::new()
    } else {
        vec![Effect::Quit]
    }
}
