//! What a layer's row means, for someone who never heard of the scheme.

use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::{anatomy, layers, problems, usage};
use crate::inventory::deep::{DeepCheck, Verdict};
use crate::inventory::found::{EntryKind, LeftoverKind};
use crate::inventory::newer::Newer;
use crate::inventory::{LayerRow, LayerState};

/// A layer.
pub fn layer(doc: &mut Doc, state: &State, at: usize) {
    let row = &state.shown.layers[at];
    let (sign, _, role) = layers::state_of(&state.look, row);
    // Where the state itself is the problem, the problem says it.
    let is_problem = matches!(row.state, LayerState::Empty | LayerState::Partial | LayerState::Failed);
    if !is_problem || row.problems.is_empty() {
        doc.hanging(role, sign, 0, &meaning(row));
    }
    newer(doc, row);
    problems::section(doc, &row.problems);
    if let Some(check) = &row.check {
        checked(doc, state, check);
    }
    anatomy::of_layer(doc, &row.dir, row.arn.as_ref(), state.home.as_deref());
    let unused = (!row.counts_as_cached).then_some("SAM does not use this directory: it would download first");
    anatomy::images_of_layer(doc, &row.images, unused);
    usage::section(doc, state, &row.usage);
    doc.heading("On disk", "");
    doc.fact("path", &text::path(&row.path, state.home.as_deref()));
    match &row.measure {
        Some(measure) => {
            let exact = format!(
                "{} ({} bytes), {}",
                text::bytes(measure.bytes),
                text::count(measure.bytes),
                text::plural(usize::try_from(measure.files).unwrap_or(usize::MAX), "file", "files")
            );
            doc.fact("size", &exact);
            for (path, reason) in &measure.failures {
                doc.fact_as(Role::Bad, "unreadable", &format!("{}: {reason}", text::path(path, state.home.as_deref())));
            }
        }
        None => doc.fact_as(Role::Busy, "size", "still being counted"),
    }
    if row.check.is_none() {
        doc.fact_as(Role::Dim, "checked", "not yet: c compares every byte with what was published");
    }
    if let Some(modified) = row.modified {
        doc.fact("changed", &format!("{} ({})", text::age(state.now, modified), text::moment(modified)));
    }
    if let Some(lock) = &row.lock {
        let owner = lock.content.map_or_else(|| "unreadable".to_owned(), |content| format!("process {}", content.pid));
        let alive = if lock.owner_alive { "running" } else { "gone" };
        doc.fact("lock", &format!("{owner}, {alive}"));
    }
}

/// When it was last checked deeply, against what, and how that came out.
fn checked(doc: &mut Doc, state: &State, check: &DeepCheck) {
    // Why it could not be is among the problems.
    let Verdict::Compared { evidence, files, bytes, differences } = &check.verdict else { return };
    let glyphs = doc.look.glyphs;
    let (role, sign, how) = if differences.is_empty() {
        (Role::Ok, glyphs.ok, "As published".to_owned())
    } else {
        (Role::Bad, glyphs.failed, format!("Not as published, {}", differences.summary()))
    };
    let files = text::plural(usize::try_from(*files).unwrap_or(usize::MAX), "file", "files");
    let (age, bytes) = (text::age(state.now, check.at), text::bytes(*bytes));
    doc.blank();
    doc.hanging(role, sign, 0, &format!("{how}: {files}, {bytes}, checked {age} ago by {evidence}."));
}

/// Whether there are newer versions, where somebody asked.
fn newer(doc: &mut Doc, row: &LayerRow) {
    match &row.newer {
        Some(Newer::Behind { by, latest }) => {
            let versions = text::plural(usize::try_from(*by).unwrap_or(usize::MAX), "version", "versions");
            let sentence = format!("{versions} behind: {latest} is the newest. The template says which one SAM uses.");
            doc.hanging(Role::Accent, doc.look.glyphs.ascending, 0, &sentence);
        }
        Some(Newer::Newest) => doc.hanging(Role::Ok, doc.look.glyphs.ok, 0, "No newer version is published."),
        Some(Newer::Unknown(why)) => {
            let sentence = format!("Whether there are newer versions is not known: {why}");
            doc.hanging(Role::Dim, doc.look.glyphs.unknown, 0, &sentence);
        }
        None => {}
    }
}

/// One sentence on what SAM makes of it.
fn meaning(row: &LayerRow) -> String {
    let sentence = match (&row.kind, row.state) {
        (EntryKind::Link(target), _) => {
            return format!("A link to {}. samlayers never follows links.", target.display());
        }
        (EntryKind::Other, _) => "Not a directory, though it has a layer's name. SAM cannot use it.",
        (EntryKind::Directory, LayerState::Ok) => "SAM uses this directory and does not download the layer.",
        (EntryKind::Directory, LayerState::Empty) if row.counts_as_cached => {
            "There is nothing in it, and SAM takes it as cached all the same: functions run without the layer."
        }
        (EntryKind::Directory, LayerState::Empty) => {
            "There is nothing in it. SAM downloads the layer when it needs it."
        }
        (EntryKind::Directory, LayerState::Partial) => {
            "A download ended in the middle. SAM downloads the layer again when it needs it."
        }
        (EntryKind::Directory, LayerState::Downloading) => "SAM is downloading it now.",
        (EntryKind::Directory, LayerState::Failed) => {
            "SAM's last download failed. It tries again when a function needs the layer."
        }
        (EntryKind::Directory, LayerState::Unknown) if row.measure.is_none() => "Still being counted.",
        (EntryKind::Directory, LayerState::Unknown) => "It could not be read, so what is in it is not known.",
    };
    sentence.to_owned()
}

/// A leftover.
pub fn leftover(doc: &mut Doc, state: &State, at: usize) {
    let found = &state.shown.leftovers[at];
    let meaning = match found.kind {
        LeftoverKind::Zip => "The zip of a download that was cut off. SAM does not look at it again.",
        LeftoverKind::Dockerfile => "The dockerfile of an image build that was cut off. SAM does not look at it again.",
        LeftoverKind::Lock => "A lock or status file whose layer is not cached.",
        LeftoverKind::Reference => "Empty folders of a reference in a template that SAM could not resolve.",
    };
    if found.in_use {
        doc.hanging(
            Role::Busy,
            state.look.glyphs.downloading,
            0,
            "A running SAM is using it. It stays until SAM is done.",
        );
    } else {
        doc.hanging(Role::Text, state.look.glyphs.skipped, 0, meaning);
        doc.paragraph(Role::Text, "It can be purged.");
    }
    doc.heading("On disk", "");
    doc.fact("path", &text::path(&found.path, state.home.as_deref()));
    doc.fact("size", &text::bytes(found.bytes));
    if let Some(modified) = found.modified {
        doc.fact("changed", &format!("{} ({})", text::age(state.now, modified), text::moment(modified)));
    }
    if let Some(dir) = &found.dir {
        doc.fact("belongs to", dir.as_str());
    }
}

/// A foreign thing.
pub fn foreign(doc: &mut Doc, state: &State, at: usize) {
    let found = &state.shown.foreign[at];
    doc.hanging(Role::Text, state.look.glyphs.skipped, 0, "SAM did not make this. It is shown and never touched.");
    doc.blank();
    doc.fact("why", &found.reason);
    doc.fact("path", &text::path(&found.path, state.home.as_deref()));
}
