//! Draws a plan before it is executed: every path, image and container, and what can be undone.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::super::clean_up;
use super::super::dialog::PlanDialog;
use super::super::lang;
use super::super::layout;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::pane;
use crate::inventory::footprint::Amount;
use crate::plan::{self, ExportSource, Plan, PlanKind, PurgeScope, Step, StepAction, StepNote};
use crate::tui::phrases;
use crate::tui::plan_options::{self, PlanOption};

/// Draws the dialog and returns its number of lines and how many fit, and where its options begin.
pub fn draw(frame: &mut Frame, state: &State, dialog: &PlanDialog) -> ((usize, usize), (u16, u16)) {
    let width = layout::dialog(state.size, 0, 92).width;
    let columns = usize::from(width).saturating_sub(4);
    let plan = &dialog.plan;
    let foot = foot(state, columns, dialog);
    let body = body(state, columns, dialog);
    let area = layout::dialog(state.size, body.len() + foot.len() + 1, 92);
    let fit = usize::from(area.height).saturating_sub(3 + foot.len()).max(1);
    let scroll = dialog.scroll.min(body.len().saturating_sub(fit));
    let title = match plan.kind {
        PlanKind::Trash | PlanKind::Delete if !plan.removes_from_cache() => match plan.scope() {
            PurgeScope::Images => tr!("plan-remove-images"),
            PurgeScope::Containers => tr!("plan-remove-containers"),
            PurgeScope::Locks => tr!("plan-release-locks"),
            _ => tr!("plan-nothing"),
        },
        // What is not done is listed with its reason.
        _ if plan.steps.is_empty() => tr!("plan-nothing"),
        PlanKind::Trash if plan.scope() == PurgeScope::CacheAndImages => tr!("plan-purge-with-images"),
        PlanKind::Trash => tr!("plan-purge-to-the-trash"),
        PlanKind::Delete => tr!("plan-purge-delete-for-good"),
        PlanKind::Refresh => tr!("plan-refresh-download-again"),
        PlanKind::Import => tr!("plan-import"),
        PlanKind::Publish => tr!("plan-publish"),
        PlanKind::Export => tr!("plan-export"),
        PlanKind::Undo => tr!("plan-undo-bring-back"),
        PlanKind::Verify => tr!("plan-check-deeply"),
    };
    let right = pane::position(scroll, body.len(), fit);
    let inner = pane::dialog(frame, state, area, &pane::Title { left: title, right: &right });
    let count = body.len();
    let shown = u16::try_from(count.min(fit)).unwrap_or(u16::MAX);
    // The dialog already has the padding that the pane adds.
    let whole = |area: Rect| Rect { x: area.x - 1, width: area.width + 2, ..area };
    pane::lines(frame, whole(Rect { height: shown.min(inner.height), ..inner }), body, scroll);
    let below = u16::try_from(foot.len()).unwrap_or(u16::MAX).min(inner.height);
    pane::lines(frame, whole(Rect { y: inner.bottom() - below, height: below, ..inner }), foot, 0);
    ((count, fit), (inner.x, inner.bottom().saturating_sub(1)))
}

/// Returns the verb for a step.
pub fn verb(action: &StepAction) -> &'static str {
    match action {
        StepAction::RemoveContainer { .. } => tr!("plan-remove-container"),
        StepAction::RemoveImage { .. } => tr!("plan-remove-image"),
        StepAction::TrashLayer(_) | StepAction::TrashBuild(_) => tr!("plan-trash"),
        StepAction::DeleteLayer(_) | StepAction::DeleteBuild(_) | StepAction::DeleteLeftover(_) => tr!("plan-delete"),
        StepAction::TrashLeftover(_) => tr!("plan-trash-leftover"),
        StepAction::ReleaseLock(_) | StepAction::ReleaseUnknownLock(..) => tr!("plan-release-lock-of"),
        StepAction::Refresh(..) => tr!("plan-download"),
        StepAction::Import(..) => tr!("plan-import-step"),
        StepAction::Export(_) => tr!("plan-export-step"),
        StepAction::Publish(_) => tr!("plan-publish-step"),
        StepAction::Grant { .. } => tr!("plan-grant-step"),
        StepAction::Restore { .. } => tr!("plan-bring-back"),
        StepAction::Verify(..) => tr!("plan-check"),
    }
}

fn body(state: &State, columns: usize, dialog: &PlanDialog) -> Vec<ratatui::text::Line<'static>> {
    let plan = &dialog.plan;
    let mut doc = Doc::new(&state.appearance, columns);
    if let Some(note) = &dialog.note {
        doc.hanging(Role::Warn, state.appearance.glyphs.warn, 0, note);
        doc.blank();
    }
    // What is not done comes first: below a long list it would not be seen.
    if !plan.refused.is_empty() {
        doc.line([(Role::Warn, tr!("plan-refused", things = tr!("count-thing", count = plan.refused.len())))]);
        for refused in &plan.refused {
            let refusal = phrases::refused(refused);
            doc.hanging(Role::Text, state.appearance.glyphs.skipped, 0, &refusal);
        }
        doc.blank();
    }
    for step in &plan.steps {
        one(&mut doc, state, step);
    }
    considered(&mut doc, state, plan);
    if let Some(command) = plan::command_line(plan).filter(|_| !plan.steps.is_empty()) {
        doc.blank();
        doc.hanging(Role::Dim, "$", 0, &command);
    }
    doc.finish()
}

/// Draws the templates that decided which layers are unreferenced.
fn considered(doc: &mut Doc, state: &State, plan: &Plan) {
    if plan.considered.is_empty() {
        return;
    }
    doc.blank();
    doc.paragraph(Role::Dim, &tr!("plan-considered", count = plan.considered.len()));
    for path in &plan.considered {
        doc.unspaced(Role::Dim, 2, &text::path(path, state.home.as_deref()));
    }
}

fn one(doc: &mut Doc, state: &State, step: &Step) {
    let glyphs = doc.appearance.glyphs;
    let size = match &step.action {
        // What is freed, so that the sizes add up to the sum below: images share most of their content.
        StepAction::RemoveImage { .. } => text::bytes(step.frees_bytes),
        _ if step.size_bytes > 0 => text::bytes(step.size_bytes),
        _ => String::new(),
    };
    let role = match step.action {
        StepAction::DeleteLayer(_)
        | StepAction::DeleteLeftover(_)
        | StepAction::DeleteBuild(_)
        | StepAction::RemoveImage { .. }
        | StepAction::RemoveContainer { .. } => Role::Bad,
        StepAction::TrashLayer(_)
        | StepAction::TrashLeftover(_)
        | StepAction::TrashBuild(_)
        | StepAction::ReleaseLock(_)
        | StepAction::ReleaseUnknownLock(..)
        | StepAction::Refresh(..)
        | StepAction::Import(..)
        | StepAction::Export(_)
        | StepAction::Publish(_)
        | StepAction::Grant { .. }
        | StepAction::Verify(..)
        | StepAction::Restore { .. } => Role::Text,
    };
    let verb = verb(&step.action);
    let target = text::sanitize(&step.target).into_owned();
    let available = doc.columns.saturating_sub(text::width(verb) + 1 + 9);
    let target = if text::width(&target) <= available {
        text::fill(&target, available, "")
    } else {
        text::fill(&text::cut_start(&target, available, glyphs.ellipsis), available, "")
    };
    doc.line([(role, verb.to_owned()), (Role::Text, format!(" {target}")), (Role::Dim, format!("{size:>9}"))]);
    if let Some(path) = &step.path {
        doc.unspaced(Role::Dim, 2, &text::path(path, state.home.as_deref()));
    }
    if let StepAction::Refresh(_, arn) | StepAction::Import(_, arn, _) = &step.action {
        doc.unspaced(Role::Dim, 2, arn.as_str());
    }
    if let StepAction::Export(export) = &step.action
        && let ExportSource::Published(arn) = &export.source
    {
        doc.unspaced(Role::Dim, 2, arn.as_str());
    }
    if let StepAction::Import(_, _, source) = &step.action {
        doc.unspaced(Role::Dim, 2, &text::path(&source.path, state.home.as_deref()));
    }
    // The note about all images is shown once below the steps, so it is left out of each step.
    if let Some(notes) = plan::notes(step.notes.iter().filter(|note| **note != StepNote::SamBuildsItAgain)) {
        doc.hanging(Role::Text, glyphs.dot, 2, &lang::localized(&notes));
    }
}

/// Returns what can be undone, the totals, and the options.
fn foot(state: &State, columns: usize, dialog: &PlanDialog) -> Vec<ratatui::text::Line<'static>> {
    let appearance = &state.appearance;
    let plan = &dialog.plan;
    let mut doc = Doc::new(appearance, columns);
    let images = plan.steps.iter().filter(|step| step.action.is_of_engine()).count();
    let on_disk: u64 = match plan.kind {
        PlanKind::Trash | PlanKind::Delete => plan.frees_in_cache(),
        PlanKind::Undo
        | PlanKind::Refresh
        | PlanKind::Import
        | PlanKind::Publish
        | PlanKind::Export
        | PlanKind::Verify => {
            plan.steps.iter().filter(|step| !step.action.is_of_engine()).map(|step| step.size_bytes).sum()
        }
    };
    let disk = match plan.uncounted() {
        0 => text::bytes(on_disk),
        more => tr!("plan-uncounted", bytes = text::bytes(on_disk), layers = tr!("count-layer", count = more)),
    };
    let image_bytes = text::bytes(plan.frees_in_engine());
    let rule = appearance.glyphs.frame[1].repeat(columns);
    doc.line([(Role::Border, rule)]);
    let sentence = match plan.kind {
        PlanKind::Trash => {
            tr!("plan-effect-trash", bytes = disk)
        }
        PlanKind::Delete => {
            tr!("plan-effect-delete", bytes = disk)
        }
        PlanKind::Verify => tr!("plan-effect-check", bytes = disk),
        PlanKind::Undo => tr!("plan-effect-undo", bytes = disk),
        PlanKind::Publish => tr!("plan-effect-publish").to_owned(),
        PlanKind::Export => tr!("plan-effect-export").to_owned(),
        PlanKind::Import if on_disk == 0 => tr!("plan-effect-import").to_owned(),
        PlanKind::Refresh | PlanKind::Import => tr!("plan-effect-refresh", bytes = disk),
    };
    let purge_without_cache = dialog.is_purge() && !plan.removes_from_cache();
    if plan.steps.is_empty() {
        doc.paragraph(Role::Text, tr!("plan-effect-nothing"));
    } else if plan.scope() == PurgeScope::Locks && dialog.is_purge() {
        doc.paragraph(Role::Text, tr!("plan-effect-locks"));
    } else if !purge_without_cache && (on_disk > 0 || images == 0 || plan.uncounted() > 0) {
        doc.paragraph(if plan.kind == PlanKind::Delete { Role::Bad } else { Role::Text }, &sentence);
    }
    if images > 0 {
        if plan.frees_in_engine() == 0 && clean_up::frees_in_engine(&state.shown, plan) == Amount::Known(0) {
            doc.paragraph(Role::Text, tr!("plan-effect-images-shared"));
        } else {
            doc.paragraph(Role::Text, &tr!("plan-effect-images", bytes = image_bytes));
        }
    }
    let options = plan_options::of(dialog);
    doc.line(options.into_iter().flat_map(PlanOption::pieces));
    doc.finish()
}
