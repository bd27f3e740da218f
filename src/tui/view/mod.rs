//! Draws the state, with one file for each pane. Nothing here changes the state.

mod activity;
mod anatomy;
mod bar;
mod build_detail;
mod builds;
mod chooser;
mod clean_up;
mod code_question;
mod confirm;
mod contents;
mod doc;
mod empty;
mod footer;
mod footprint;
mod footprint_bar;
mod form;
mod function_detail;
mod functions;
mod gauges;
mod graph;
mod graph_foot;
mod group_detail;
mod header;
mod help;
mod image_detail;
mod images;
mod job_detail;
mod job_progress;
mod layer_detail;
mod layers;
mod line_changes;
mod notice;
mod overview;
mod package_size;
mod palette;
mod pane;
mod plan;
mod preview;
mod problem_list;
mod problems;
mod project_picker;
mod table;
mod timeline;
mod tip;
mod too_small;
mod treemap;
mod usage;
mod what_if;

use ratatui::Frame;
use ratatui::style::Modifier;

use super::dialog::Modal;
use super::layout;
use super::list::model::Row;
use super::state::{Focus, Screen, State, ViewMetrics};
use super::table_metrics::TableMetrics;
use super::text;
use super::theme::Role;
use doc::Doc;

/// Draws the whole screen and returns the measurements that scrolling needs.
pub fn draw(frame: &mut Frame, state: &State) -> ViewMetrics {
    let mut seen = ViewMetrics::default();
    let screen = frame.area();
    frame.buffer_mut().set_style(screen, state.appearance.style(Role::Text));
    let Some(layout) = layout::of(state) else {
        too_small::draw(frame, state);
        return seen;
    };
    seen.problems = header::draw(frame, state, &layout);
    seen.table = match state.screen {
        Screen::Overview => {
            overview::draw(frame, state, &layout);
            TableMetrics::default()
        }
        Screen::Layers => layers::draw(frame, state, &layout),
        Screen::Images => images::draw(frame, state, &layout),
        Screen::Functions => functions::draw(frame, state, &layout),
        Screen::Activity => activity::draw(frame, state, &layout),
        Screen::Builds => builds::draw(frame, state, &layout),
    };
    seen.detail = detail(frame, state, &layout);
    tip::draw(frame, state, layout.tip);
    if let Some(modal) = &state.modal {
        if !matches!(modal, Modal::Filter(_)) {
            // Dims the screen behind the dialog.
            let body = layout.tabs.union(layout.detail).union(layout.list);
            frame.buffer_mut().set_style(body, ratatui::style::Style::new().add_modifier(Modifier::DIM));
        }
        seen.modal = match modal {
            Modal::Filter(_) => (0, 0),
            Modal::Plan(dialog) => {
                let (lines, options) = plan::draw(frame, state, dialog);
                seen.options = Some(options);
                lines
            }
            Modal::CleanUp(dialog) => clean_up::draw(frame, state, dialog),
            Modal::Confirm(question) => confirm::draw(frame, state, question, &mut seen.targets),
            Modal::Code(question) => code_question::draw(frame, state, question, &mut seen.targets),
            Modal::Choose(dialog) => chooser::draw(frame, state, dialog, &mut seen.targets),
            Modal::Contents(dialog) => {
                let (tree, file, area) = contents::draw(frame, state, dialog, &mut seen.targets);
                (seen.preview, seen.preview_area) = (file, area);
                tree
            }
            Modal::Treemap(map) => treemap::draw(frame, state, map),
            Modal::Size(dialog) => package_size::draw(frame, state, dialog),
            Modal::Graph(open) => graph::draw(frame, state, open),
            Modal::Form(dialog) => form::draw(frame, state, dialog, &mut seen.targets),
            Modal::WhatIf(dialog) => what_if::draw(frame, state, dialog, &mut seen.targets),
            Modal::Projects(picker) => project_picker::draw(frame, state, picker, &mut seen.targets),
            Modal::Problems { cursor } => problem_list::draw(frame, state, *cursor, &mut seen.targets),
            Modal::Notice(title, sentences) => notice::draw(frame, state, title, sentences),
            Modal::Help { scroll } => help::draw(frame, state, *scroll),
            Modal::Palette { input, cursor } => palette::draw(frame, state, input, *cursor, &mut seen.targets),
        };
    }
    // A long message covers the lines above the footer, those of a dialog included.
    footer::draw(frame, state, layout.footer, &mut seen.targets);
    seen
}

/// Returns the title of the detail pane: the name of the row, and a path below the home folder with `~`.
fn title_of(state: &State, row: Row) -> String {
    let name = super::list::rows::name(state, row);
    match row {
        Row::Project(_) | Row::BuildFolder(_) => text::path(std::path::Path::new(&*name), state.home.as_deref()),
        _ => name.into_owned(),
    }
}

/// Draws the detail pane and returns its number of lines and how many fit.
fn detail(frame: &mut Frame, state: &State, layout: &layout::Layout) -> (usize, usize) {
    let inner = layout.detail_inner;
    if layout.detail.height == 0 {
        return (0, 0);
    }
    let columns = usize::from(inner.width).saturating_sub(2);
    let mut doc = Doc::new(&state.appearance, columns);
    let title = match state.list().current() {
        None => String::new(),
        Some(row) => {
            match row {
                Row::Layer(at) => layer_detail::layer(&mut doc, state, at),
                Row::Group(first) => group_detail::group(&mut doc, state, first),
                Row::Leftover(at) => layer_detail::leftover(&mut doc, state, at),
                Row::Foreign(at) => layer_detail::foreign(&mut doc, state, at),
                Row::Image(at) => image_detail::image(&mut doc, state, at),
                Row::Project(at) => function_detail::project(&mut doc, state, at),
                Row::Template(at) => function_detail::template(&mut doc, state, at),
                Row::Function(template, at) => function_detail::function(&mut doc, state, template, at),
                Row::Job(at) => job_detail::job(&mut doc, state, at),
                // Overview has no detail pane.
                Row::Overview(_) => {}
                Row::BuildFolder(at) => build_detail::folder(&mut doc, state, at),
                Row::Build(folder, at) => build_detail::entry(&mut doc, state, folder, at),
            }
            title_of(state, row)
        }
    };
    let lines = doc.finish();
    let (count, fit) = (lines.len(), usize::from(inner.height));
    let scroll = state.detail_scroll.min(count.saturating_sub(fit));
    let focused = state.focus == Focus::Detail && state.modal.is_none();
    pane::frame(
        frame,
        state,
        layout.detail,
        &pane::Title { left: &title, right: &pane::position(scroll, count, fit) },
        focused,
    );
    pane::lines(frame, inner, lines, scroll);
    (count, fit)
}
