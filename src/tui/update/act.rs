//! What actions do on a screen with nothing on top.

use super::super::allowed::allowed;
use super::super::dialog::{Chooser, Modal, PlanDialog, Question};
use super::super::effect::Effect;
use super::super::keys::Action;
use super::super::list::Row;
use super::super::order::Sort;
use super::super::rows;
use super::super::state::{Focus, Screen, State, Tone};
use super::super::{layout, marks, outdated, picks, said, shell};
use super::{clean_up, dialogs, fold, go, input, jobs, look, survey};
use crate::content::tree::BrowseTarget;
use crate::plan::{self, PlanKind, Refused, Selection};

/// Does it, or says why not.
pub fn perform(state: &mut State, action: Action) -> Vec<Effect> {
    if let Err(reason) = allowed(state, action) {
        state.say(Tone::Bad, reason);
        return Vec::new();
    }
    match action {
        Action::Undo => return vec![Effect::PlanUndo],
        Action::CancelJob => return jobs::cancel(state),
        Action::HoldJob => return jobs::hold(state),
        Action::Newer => {
            state.say(Tone::Plain, tr!("said-asking-aws"));
            let mut effects = vec![Effect::LookForNewer];
            effects.extend(survey::begin(state));
            return effects;
        }
        Action::OutdatedImages => outdated_images(state),
        Action::Open => return open(state),
        Action::Compare => return look::compare(state),
        Action::Back => return back(state),
        Action::Check => return check(state),
        Action::LookAgain => {
            state.survey.asked = true;
            state.say(Tone::Plain, tr!("said-looking-again"));
            return survey::begin(state);
        }
        Action::Shell => return shell::image_here(state).map(Effect::Shell).into_iter().collect(),
        Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::First
        | Action::Last
        | Action::Left
        | Action::Right => move_by(state, action),
        Action::NextScreen => go::screen(state, state.screen.step(1)),
        Action::PreviousScreen => go::screen(state, state.screen.step(-1)),
        Action::Go(screen) => go::screen(state, screen),
        Action::Return => {
            if !go::back(state) {
                state.say(Tone::Plain, tr!("said-nowhere-to-return"));
            }
        }
        Action::Filter => state.modal = Some(Modal::Filter(state.list().filter.clone())),
        Action::WhatIf => look::what_if(state),
        Action::Sort => sort(state, |state| state.list_mut().sort += 1),
        Action::Reverse => sort(state, |state| state.list_mut().reversed ^= true),
        Action::Group => fold::group(state),
        Action::Mark => marks::toggle(state),
        Action::Range => marks::toggle_range(state),
        Action::Invert => marks::invert(state),
        Action::All => marks::toggle_all(state),
        Action::Jump => choose(state, tr!("said-go-to"), picks::jumps(state)),
        Action::Copy => choose(state, tr!("said-copy"), picks::copies(state)),
        Action::Engine => choose(state, tr!("said-another-engine"), picks::engines(state)),
        Action::Purge => show_plan(state, PlanKind::Trash),
        Action::CleanUp => clean_up::open(state),
        Action::Refresh => show_plan(state, PlanKind::Refresh),
        Action::EmptyTrash => state.modal = Some(Modal::Confirm(Question::EmptyTrash)),
        Action::Problems => state.modal = Some(Modal::Problems { cursor: 0 }),
        Action::ReadOnly => {
            state.read_only ^= true;
            let now = if state.read_only { tr!("said-read-only-on") } else { tr!("said-read-only-off") };
            state.say(Tone::Plain, now);
        }
        Action::Theme => {
            state.look = state.look.next_theme();
            state.say(Tone::Plain, tr!("said-theme", name = state.look.theme.name));
        }
        Action::Help => state.modal = Some(Modal::Help { scroll: 0 }),
        Action::Palette => state.modal = Some(Modal::Palette { input: String::new(), cursor: 0 }),
        Action::Escape => return escape(state),
        Action::Erase | Action::EraseWord | Action::EraseAll => input::erase(state, action),
        Action::Quit
        | Action::Suspend
        | Action::Accept
        | Action::WithImages
        | Action::TrashOrDelete
        | Action::Toggle
        | Action::TypeValue
        | Action::Fix => {}
    }
    Vec::new()
}

fn move_by(state: &mut State, action: Action) {
    let Some(layout) = layout::of(state) else { return };
    match (action, state.focus) {
        (Action::Left, Focus::Detail) => state.focus = Focus::List,
        (Action::Left, Focus::List) => fold::fold(state),
        (Action::Right, Focus::List) => {
            if !fold::unfold(state) {
                state.focus = Focus::Detail;
            }
        }
        (_, Focus::List) => {
            let page = isize::try_from(layout.rows.height.saturating_sub(1).max(1)).unwrap_or(1);
            let list = state.list_mut();
            match action {
                Action::Up => list.step(-1),
                Action::Down => list.step(1),
                Action::PageUp => list.step(-page),
                Action::PageDown => list.step(page),
                Action::First => list.go_to(0),
                _ => list.go_to(usize::MAX),
            }
        }
        (_, Focus::Detail) => {
            let page = usize::from(layout.detail_inner.height.saturating_sub(1).max(1));
            state.detail_scroll = dialogs::scrolled(state.detail_scroll, action, page);
        }
    }
}

/// Enter, and a double click.
pub fn open(state: &mut State) -> Vec<Effect> {
    match state.list().current() {
        Some(Row::Layer(at)) => {
            let dir = state.shown.layers[at].dir.clone();
            return look::inside(state, BrowseTarget::Layer(dir));
        }
        Some(Row::Group(_) | Row::Project(_) | Row::Template(_)) => fold::toggle(state),
        Some(Row::Function(template, at)) if rows::has_opt(state, template, at) => {
            let opt = look::opt(state, template, at);
            return look::inside(state, opt);
        }
        Some(Row::Image(at)) => {
            let name = state.shown.images[at].name.clone();
            return look::inside(state, BrowseTarget::Image(name));
        }
        Some(Row::Function(..)) => choose(state, tr!("said-go-to"), picks::jumps(state)),
        Some(Row::Leftover(_) | Row::Foreign(_) | Row::Job(_)) => state.focus = Focus::Detail,
        None => {}
    }
    Vec::new()
}

fn choose(state: &mut State, title: &'static str, choices: Vec<super::super::dialog::Choice>) {
    if choices.is_empty() {
        state.say(Tone::Plain, tr!("said-nowhere-to-go"));
    } else {
        state.modal = Some(Modal::Choose(Chooser { title, choices, cursor: 0 }));
    }
}

fn show_plan(state: &mut State, kind: PlanKind) {
    let selection = marks::selection(state);
    // Images built from old content would be used on after a refresh: there they go along unless one says no.
    let with_images = kind == PlanKind::Refresh;
    let plan = dialogs::plan_again(state, &selection, kind, with_images);
    state.modal = Some(Modal::Plan(PlanDialog { selection, plan, with_images, scroll: 0 }));
}

/// Removes the images that were built from content refreshed since; shown before it is done, as everything is.
fn outdated_images(state: &mut State) {
    let selection = outdated::images(state);
    let plan = dialogs::plan_again(state, &selection, PlanKind::Trash, false);
    state.modal = Some(Modal::Plan(PlanDialog { selection, plan, with_images: false, scroll: 0 }));
}

/// Nothing is changed by it, so nothing is asked.
fn check(state: &mut State) -> Vec<Effect> {
    if state.screen == Screen::Images {
        return jobs::check_images(state);
    }
    let layers = marks::selection(state).layers;
    let plan = plan::check(&state.shown, &Selection { layers, ..Selection::default() });
    if plan.steps.is_empty() {
        let told = |refused: &Refused| format!("{}.", said::refused(refused));
        state.say(Tone::Bad, plan.refused.first().map(told).unwrap_or_default());
        return Vec::new();
    }
    let layers = tr!("count-layer", count = plan.steps.len());
    state.say(Tone::Plain, tr!("said-checking", layers = layers));
    jobs::carry_out(state, plan)
}

fn sort(state: &mut State, change: impl FnOnce(&mut State)) {
    let keep = rows::current_key(state, state.screen);
    change(state);
    let sorts = Sort::of(state.screen).len();
    state.list_mut().sort %= sorts;
    rows::rebuild(state, state.screen, keep.as_ref());
}

/// Esc takes back one thing at a time.
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
    } else if state.tips.current().is_some() {
        return input::remember(&state.tips.dismiss()).into_iter().collect();
    } else {
        state.say(Tone::Plain, tr!("said-press-q-to-quit"));
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
