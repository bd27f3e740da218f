//! Draws an empty screen: still loading, nothing found, or not available with the reason. These three are clearly
//! distinguishable.

use ratatui::Frame;

use super::super::lang;
use super::super::layout::Layout;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::pane;
use crate::inventory::facts::{CacheAccess, EngineState};
use crate::tui::phrases;

fn show(frame: &mut Frame, state: &State, layout: &Layout, write: impl FnOnce(&mut Doc)) {
    let area = layout.rows;
    let columns = usize::from(area.width).saturating_sub(3).min(72);
    let mut doc = Doc::new(&state.appearance, columns);
    write(&mut doc);
    pane::lines(frame, area, doc.finish(), 0);
}

/// Draws that the filter matches nothing.
fn nothing_matches(doc: &mut Doc, state: &State) {
    doc.paragraph(Role::Text, &tr!("empty-nothing-matches", filter = state.list().filter));
    doc.paragraph(Role::Dim, tr!("empty-esc-clears-the-filter"));
}

fn busy(doc: &mut Doc, state: &State, what: &str) {
    doc.paragraph(Role::Busy, &format!("{what}{}", state.appearance.glyphs.ellipsis));
}

fn demo_hint(doc: &mut Doc, state: &State) {
    if !state.demo {
        doc.blank();
        doc.paragraph(Role::Dim, tr!("empty-demo"));
    }
}

/// Draws the empty list of layers.
pub fn layers(frame: &mut Frame, state: &State, layout: &Layout) {
    show(frame, state, layout, |doc| {
        if !state.list().filter.is_empty() && !state.shown.layers.is_empty() {
            return nothing_matches(doc, state);
        }
        let Some(cache) = &state.inventory.cache else {
            return busy(doc, state, tr!("empty-looking-for-cache"));
        };
        let path = text::path(&cache.path, state.home.as_deref());
        match &cache.access {
            CacheAccess::Unusable(reason) => {
                doc.hanging(Role::Bad, state.appearance.glyphs.failed, 0, tr!("empty-cache-unusable"));
                doc.blank();
                doc.paragraph(Role::Text, &lang::localized(reason));
                doc.blank();
                doc.fact(tr!("empty-cache"), &path);
                doc.fact(tr!("empty-chosen-by"), &cache.chosen_by);
            }
            CacheAccess::Ready if !state.inventory.complete.listed => busy(doc, state, tr!("empty-listing-the-cache")),
            CacheAccess::Missing | CacheAccess::Ready => {
                let what = match cache.access {
                    CacheAccess::Missing => tr!("empty-no-cache"),
                    _ => tr!("empty-the-layer-cache-is-empty"),
                };
                doc.paragraph(Role::Title, what);
                doc.blank();
                doc.paragraph(Role::Text, tr!("empty-cache-what"));
                doc.blank();
                doc.fact(tr!("empty-cache"), &path);
                doc.fact(tr!("empty-chosen-by"), &cache.chosen_by);
                demo_hint(doc, state);
            }
        }
    });
}

/// Draws the empty list of images.
pub fn images(frame: &mut Frame, state: &State, layout: &Layout) {
    show(frame, state, layout, |doc| {
        if !state.list().filter.is_empty() && !state.shown.images.is_empty() {
            return nothing_matches(doc, state);
        }
        match &state.inventory.engine {
            None => busy(doc, state, tr!("empty-asking-engine")),
            Some(EngineState::Off) => {
                doc.paragraph(Role::Title, tr!("empty-engine-off"));
                doc.paragraph(Role::Text, tr!("empty-engine-off-why"));
            }
            Some(EngineState::Unavailable { endpoint, reason }) => {
                doc.hanging(Role::Bad, state.appearance.glyphs.failed, 0, tr!("empty-engine-unavailable"));
                doc.blank();
                doc.paragraph(Role::Text, &text::sentence(&lang::localized(reason)));
                doc.blank();
                doc.fact(tr!("empty-endpoint"), endpoint);
                other_engines(doc, state);
                doc.paragraph(Role::Dim, tr!("empty-images-unknown"));
            }
            Some(EngineState::Ready { .. }) if !state.inventory.complete.images => {
                busy(doc, state, tr!("empty-listing-images"));
            }
            Some(EngineState::Ready { name, endpoint, recorded }) => {
                doc.paragraph(Role::Title, tr!("empty-no-images"));
                doc.blank();
                doc.paragraph(Role::Text, tr!("empty-images-what"));
                doc.blank();
                doc.fact(tr!("empty-engine"), &phrases::engine(name, *recorded));
                doc.fact(tr!("empty-endpoint"), endpoint);
                doc.paragraph(Role::Dim, tr!("empty-other-engine"));
            }
        }
    });
}

/// Draws the engines that respond at an address SAM does not use.
fn other_engines(doc: &mut Doc, state: &State) {
    for other in &state.inventory.other_engines {
        doc.blank();
        doc.paragraph(
            Role::Text,
            &tr!("empty-engine-answers", name = other.name, known_as = other.known_as, host = other.host),
        );
        doc.paragraph(Role::Text, &format!("{}.", lang::localized(&other.difference)));
    }
    if !state.inventory.other_engines.is_empty() {
        doc.paragraph(Role::Accent, tr!("empty-engine-use"));
        doc.blank();
    }
}

/// Draws the empty list of functions.
pub fn functions(frame: &mut Frame, state: &State, layout: &Layout) {
    show(frame, state, layout, |doc| {
        if !state.list().filter.is_empty() && !state.shown.templates.is_empty() {
            return nothing_matches(doc, state);
        }
        if !state.inventory.complete.templates {
            return busy(doc, state, tr!("empty-reading-templates"));
        }
        doc.paragraph(Role::Title, tr!("empty-no-template"));
        doc.blank();
        doc.paragraph(Role::Text, tr!("empty-templates-what"));
        doc.blank();
        doc.paragraph(Role::Text, "samlayers --project ~/projects/shop");
        doc.paragraph(Role::Text, "samlayers -t path/to/template.yaml");
        demo_hint(doc, state);
    });
}

/// Draws the empty list of jobs.
pub fn activity(frame: &mut Frame, state: &State, layout: &Layout) {
    show(frame, state, layout, |doc| {
        if !state.list().filter.is_empty() && !state.jobs.is_empty() {
            return nothing_matches(doc, state);
        }
        doc.paragraph(Role::Title, tr!("empty-nothing-was-done-yet"));
        doc.blank();
        doc.paragraph(Role::Text, tr!("empty-activity-what"));
        let trash = state.trash();
        if trash.entries > 0 {
            doc.blank();
            let entries = usize::try_from(trash.entries).unwrap_or(usize::MAX);
            let held = tr!(
                "empty-from-earlier",
                entries = tr!("count-entry", count = entries),
                bytes = text::bytes(trash.bytes)
            );
            doc.fact(tr!("empty-trash"), &held);
            doc.paragraph(Role::Dim, tr!("empty-trash-keys"));
        }
        for sentence in &state.inventory.recovered {
            doc.blank();
            doc.paragraph(Role::Text, sentence);
        }
    });
}

/// Draws the empty list of build folders.
pub fn builds(frame: &mut Frame, state: &State, layout: &Layout) {
    show(frame, state, layout, |doc| {
        if !state.list().filter.is_empty() && !state.shown.builds.is_empty() {
            return nothing_matches(doc, state);
        }
        if !state.shown.builds_known && state.survey.running {
            return busy(doc, state, tr!("builds-searching"));
        }
        doc.paragraph(Role::Text, tr!("builds-none"));
        doc.paragraph(Role::Dim, tr!("builds-none-advice"));
    });
}
