//! What a screen says while it has nothing to list: still looking, nothing there, or why it cannot be looked at.
//! These never look alike.

use ratatui::Frame;

use super::super::layout::Layout;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::pane;
use crate::inventory::found::{CacheAccess, EngineState};

fn show(frame: &mut Frame, state: &State, layout: &Layout, write: impl FnOnce(&mut Doc)) {
    let area = layout.rows;
    let columns = usize::from(area.width).saturating_sub(3).min(72);
    let mut doc = Doc::new(&state.look, columns);
    write(&mut doc);
    pane::lines(frame, area, doc.finish(), 0);
}

/// The filter leaves nothing.
fn nothing_matches(doc: &mut Doc, state: &State) {
    doc.paragraph(Role::Text, &format!("Nothing matches /{}", state.list().filter));
    doc.paragraph(Role::Dim, "Esc clears the filter.");
}

fn busy(doc: &mut Doc, state: &State, what: &str) {
    doc.paragraph(Role::Busy, &format!("{what}{}", state.look.glyphs.ellipsis));
}

fn demo_hint(doc: &mut Doc, state: &State) {
    if !state.demo {
        doc.blank();
        doc.paragraph(Role::Dim, "To see what it looks like: samlayers --demo");
    }
}

/// No layers.
pub fn layers(frame: &mut Frame, state: &State, layout: &Layout) {
    show(frame, state, layout, |doc| {
        if !state.list().filter.is_empty() && !state.shown.layers.is_empty() {
            return nothing_matches(doc, state);
        }
        let Some(cache) = &state.inventory.cache else {
            return busy(doc, state, "Looking for SAM's layer cache");
        };
        let path = text::path(&cache.path, state.home.as_deref());
        match &cache.access {
            CacheAccess::Unusable(reason) => {
                doc.hanging(Role::Bad, state.look.glyphs.failed, 0, "The layer cache cannot be used.");
                doc.blank();
                doc.paragraph(Role::Text, reason);
                doc.blank();
                doc.fact("cache", &path);
                doc.fact("chosen by", &cache.chosen_by);
            }
            CacheAccess::Ready if !state.inventory.complete.listed => busy(doc, state, "Listing the cache"),
            CacheAccess::Missing | CacheAccess::Ready => {
                let what = match cache.access {
                    CacheAccess::Missing => "There is no layer cache yet.",
                    _ => "The layer cache is empty.",
                };
                doc.paragraph(Role::Title, what);
                doc.blank();
                doc.paragraph(
                    Role::Text,
                    "When `sam local invoke`, `start-api` or `start-lambda` runs a function with layers, SAM downloads \
                     each of them into a directory with a name like myLayer-1-926eeb5ff1. They will appear here, with \
                     the ARNs they came from and the images built from them.",
                );
                doc.blank();
                doc.fact("cache", &path);
                doc.fact("chosen by", &cache.chosen_by);
                demo_hint(doc, state);
            }
        }
    });
}

/// No images.
pub fn images(frame: &mut Frame, state: &State, layout: &Layout) {
    show(frame, state, layout, |doc| {
        if !state.list().filter.is_empty() && !state.shown.images.is_empty() {
            return nothing_matches(doc, state);
        }
        match &state.inventory.engine {
            None => busy(doc, state, "Asking the container engine"),
            Some(EngineState::Off) => {
                doc.paragraph(Role::Title, "The container engine was not asked.");
                doc.paragraph(
                    Role::Text,
                    "samlayers was started with --no-engine. Images are not known, which does not mean there are none.",
                );
            }
            Some(EngineState::Unavailable { endpoint, reason }) => {
                doc.hanging(Role::Bad, state.look.glyphs.failed, 0, "The container engine cannot be asked.");
                doc.blank();
                doc.paragraph(Role::Text, reason);
                doc.blank();
                doc.fact("endpoint", endpoint);
                other_engines(doc, state);
                doc.paragraph(
                    Role::Dim,
                    "Images are not known, which does not mean there are none. Everything else works.",
                );
            }
            Some(EngineState::Ready { .. }) if !state.inventory.complete.images => busy(doc, state, "Listing images"),
            Some(EngineState::Ready { name, endpoint, .. }) => {
                doc.paragraph(Role::Title, "There are no images of SAM CLI.");
                doc.blank();
                doc.paragraph(
                    Role::Text,
                    "SAM builds an image for every function with layers that is invoked, and pulls one for each runtime.",
                );
                doc.blank();
                doc.fact("engine", name);
                doc.fact("endpoint", endpoint);
                doc.paragraph(Role::Dim, "Another engine can be named with DOCKER_HOST or --docker-host.");
            }
        }
    });
}

/// Engines that answer where SAM does not look.
fn other_engines(doc: &mut Doc, state: &State) {
    for other in &state.inventory.other_engines {
        doc.blank();
        doc.paragraph(Role::Text, &format!("{} answers: {} at {}.", other.name, other.known_as, other.host));
        doc.paragraph(Role::Text, &format!("{}.", other.difference));
    }
    if !state.inventory.other_engines.is_empty() {
        doc.paragraph(Role::Accent, "E uses one for this session, or copies the line for SAM.");
        doc.blank();
    }
}

/// No templates.
pub fn functions(frame: &mut Frame, state: &State, layout: &Layout) {
    show(frame, state, layout, |doc| {
        if !state.list().filter.is_empty() && !state.shown.templates.is_empty() {
            return nothing_matches(doc, state);
        }
        if !state.inventory.complete.templates {
            return busy(doc, state, "Reading templates");
        }
        doc.paragraph(Role::Title, "No SAM template was found.");
        doc.blank();
        doc.paragraph(
            Role::Text,
            "Templates tell which function needs which layer, and the ARNs behind the directory names. Start samlayers \
             in the folder of a SAM project, or name what to read:",
        );
        doc.blank();
        doc.paragraph(Role::Text, "samlayers --project ~/projects/shop");
        doc.paragraph(Role::Text, "samlayers -t path/to/template.yaml");
        demo_hint(doc, state);
    });
}

/// No jobs.
pub fn activity(frame: &mut Frame, state: &State, layout: &Layout) {
    show(frame, state, layout, |doc| {
        if !state.list().filter.is_empty() && !state.jobs.is_empty() {
            return nothing_matches(doc, state);
        }
        doc.paragraph(Role::Title, "Nothing was done yet.");
        doc.blank();
        doc.paragraph(
            Role::Text,
            "Purges, refreshes and deep checks run here, with progress, and stay here with what became of each step.",
        );
        let trash = state.inventory.trash;
        if trash.entries > 0 {
            doc.blank();
            let entries = usize::try_from(trash.entries).unwrap_or(usize::MAX);
            let held =
                format!("{} from earlier, {}", text::plural(entries, "entry", "entries"), text::bytes(trash.bytes));
            doc.fact("trash", &held);
            doc.paragraph(Role::Dim, "u brings the latest back, X frees the space.");
        }
        for sentence in &state.inventory.recovered {
            doc.blank();
            doc.paragraph(Role::Text, sentence);
        }
    });
}
