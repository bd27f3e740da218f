//! Draws the details of layers, leftovers and foreign entries, for users who do not know SAM's naming scheme.

use super::super::lang;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::{anatomy, layers, problems, timeline, usage};
use crate::content::verify::{LayerVerdict, LayerVerification};
use crate::inventory::facts::newer::Newer;
use crate::inventory::facts::{CacheEntryKind, LeftoverKind, LockOwner};
use crate::inventory::last_use::LastUses;
use crate::inventory::{LayerRow, LayerState};

/// Number of functions listed above the anatomy.
const USERS: usize = 5;

/// Draws a layer.
pub fn layer(doc: &mut Doc, state: &State, at: usize) {
    let row = &state.shown.layers[at];
    let (sign, _, role) = layers::state_of(&state.appearance, row);
    // Where the state itself is the problem, the problem says it.
    let owner_unknown = row.lock.as_ref().is_some_and(|lock| lock.unknown_owner().is_some());
    let is_problem = owner_unknown || matches!(row.state, LayerState::Empty | LayerState::Partial | LayerState::Failed);
    if !is_problem || row.problems.is_empty() {
        doc.hanging(role, sign, 0, &meaning(row));
    }
    origin(doc, state, row);
    newer(doc, row);
    // What it is and who uses it come first; problems and the anatomy of its name follow.
    usage::section(doc, state, &row.usage, USERS);
    problems::section(doc, &row.problems);
    if let Some(check) = &row.check {
        checked(doc, state, check);
    }
    anatomy::of_layer(doc, &row.dir, row.arn.as_ref(), state.home.as_deref());
    let unused = (row.counts_as_cached == Some(false)).then_some(tr!("layer-unused"));
    anatomy::images_of_layer(doc, &row.images, unused);
    doc.heading(tr!("layer-on-disk"), "");
    doc.fact(tr!("layer-path"), &text::path(&row.path, state.home.as_deref()));
    match &row.measure {
        Some(measure) => {
            let exact = tr!(
                "layer-size-exact",
                bytes = text::bytes(measure.bytes),
                exact = text::count(measure.bytes),
                files = tr!("count-file", count = measure.files)
            );
            doc.fact(tr!("layer-size"), &exact);
            for (path, reason) in &measure.failures {
                doc.fact_as(
                    Role::Bad,
                    tr!("layer-unreadable"),
                    &format!("{}: {reason}", text::path(path, state.home.as_deref())),
                );
            }
        }
        None => doc.fact_as(Role::Busy, tr!("layer-size"), tr!("layer-still-being-counted")),
    }
    if row.check.is_none() {
        doc.fact_as(Role::Dim, tr!("layer-checked"), tr!("layer-not-checked"));
    }
    if let Some(modified) = row.modified {
        doc.fact(tr!("layer-changed"), &format!("{} ({})", text::age(state.now, modified), text::moment(modified)));
    }
    timeline::fact(doc, state, LastUses::of(&state.shown).of_layer(row));
    if let Some(lock) = &row.lock {
        let owner = lock
            .content
            .map_or_else(|| tr!("layer-lock-unreadable").to_owned(), |content| tr!("layer-process", pid = content.pid));
        let alive = match lock.owner() {
            LockOwner::Alive => tr!("layer-running").to_owned(),
            LockOwner::Unknown(owner) => tr!("layer-lock-unknown", seconds = owner.sam_waits.as_secs().max(1)),
            LockOwner::Gone => tr!("layer-gone").to_owned(),
        };
        doc.fact(tr!("layer-lock"), &format!("{owner}, {alive}"));
    }
}

/// Draws that the content was imported, and what that means.
fn origin(doc: &mut Doc, state: &State, row: &LayerRow) {
    let Some(import) = row.imported() else { return };
    let source = text::path(&import.source, state.home.as_deref());
    let sentence = tr!("layer-imported", source = source, age = text::age(state.now, import.at));
    doc.hanging(Role::Warn, doc.appearance.glyphs.warn, 0, &sentence);
}

/// Draws when the layer was last verified, against what, and the result.
fn checked(doc: &mut Doc, state: &State, check: &LayerVerification) {
    // If it could not be verified, the reason is among the problems.
    let LayerVerdict::Compared { evidence, files, bytes, differences, .. } = &check.verdict else { return };
    let glyphs = doc.appearance.glyphs;
    let (role, sign, how) = if differences.is_empty() {
        (Role::Ok, glyphs.ok, tr!("layer-as-published").to_owned())
    } else {
        (Role::Bad, glyphs.failed, tr!("layer-not-as-published", differences = lang::localized(&differences.summary())))
    };
    let files = tr!("count-file", count = *files);
    let (age, bytes) = (text::age(state.now, check.at), text::bytes(*bytes));
    doc.blank();
    doc.hanging(
        role,
        sign,
        0,
        &tr!(
            "layer-checked-sentence",
            how = how,
            files = files,
            bytes = bytes,
            age = age,
            evidence = lang::localized(evidence)
        ),
    );
}

/// Draws whether there are newer versions, if that was looked up.
fn newer(doc: &mut Doc, row: &LayerRow) {
    match &row.newer {
        Some(Newer::Behind { by, latest }) => {
            let versions = tr!("count-version", count = *by);
            let sentence = tr!("layer-behind", versions = versions, latest = latest);
            doc.hanging(Role::Accent, doc.appearance.glyphs.ascending, 0, &sentence);
        }
        Some(Newer::Newest) => {
            doc.hanging(Role::Ok, doc.appearance.glyphs.ok, 0, tr!("layer-no-newer-version-is-published"));
        }
        Some(Newer::Unknown(why)) => {
            let sentence = tr!("layer-newer-unknown", why = why);
            doc.hanging(Role::Dim, doc.appearance.glyphs.unknown, 0, &sentence);
        }
        None => {}
    }
}

/// Returns a sentence about whether and how SAM uses the layer.
fn meaning(row: &LayerRow) -> String {
    let sentence = match (&row.kind, row.state) {
        (CacheEntryKind::Link(target), _) => {
            return tr!("layer-link", target = target.display());
        }
        (CacheEntryKind::Other, _) => tr!("layer-no-directory"),
        (CacheEntryKind::Directory, LayerState::Ok) => tr!("layer-ok"),
        (CacheEntryKind::Directory, LayerState::Empty) if row.counts_as_cached == Some(true) => {
            tr!("layer-empty-cached")
        }
        (CacheEntryKind::Directory, LayerState::Empty) => {
            tr!("layer-empty")
        }
        (CacheEntryKind::Directory, LayerState::Partial) => {
            tr!("layer-partial")
        }
        (CacheEntryKind::Directory, LayerState::Downloading) => tr!("layer-downloading"),
        (CacheEntryKind::Directory, LayerState::Failed) => {
            tr!("layer-failed")
        }
        (CacheEntryKind::Directory, LayerState::Unknown) if row.measure.is_none() => tr!("layer-still-being-counted-2"),
        (CacheEntryKind::Directory, LayerState::Unknown) => tr!("layer-unreadable-content"),
    };
    sentence.to_owned()
}

/// Draws a leftover.
pub fn leftover(doc: &mut Doc, state: &State, at: usize) {
    let found = &state.shown.leftovers[at];
    let meaning = match found.kind {
        LeftoverKind::Zip => tr!("layer-leftover-zip"),
        LeftoverKind::Dockerfile => tr!("layer-leftover-dockerfile"),
        LeftoverKind::Lock => tr!("layer-leftover-lock"),
        LeftoverKind::Reference => tr!("layer-leftover-reference"),
    };
    if found.in_use {
        doc.hanging(Role::Busy, state.appearance.glyphs.downloading, 0, tr!("layer-leftover-in-use"));
    } else {
        doc.hanging(Role::Text, state.appearance.glyphs.skipped, 0, meaning);
        doc.paragraph(Role::Text, tr!("layer-it-can-be-purged"));
    }
    doc.heading(tr!("layer-on-disk"), "");
    doc.fact(tr!("layer-path"), &text::path(&found.path, state.home.as_deref()));
    doc.fact(tr!("layer-size"), &text::bytes(found.bytes));
    if let Some(modified) = found.modified {
        doc.fact(tr!("layer-changed"), &format!("{} ({})", text::age(state.now, modified), text::moment(modified)));
    }
    if let Some(dir) = &found.dir {
        doc.fact(tr!("layer-belongs-to"), dir.as_str());
    }
}

/// Draws a foreign entry.
pub fn foreign(doc: &mut Doc, state: &State, at: usize) {
    let found = &state.shown.foreign[at];
    doc.hanging(Role::Text, state.appearance.glyphs.skipped, 0, tr!("layer-foreign"));
    doc.blank();
    doc.fact(tr!("layer-why"), &lang::localized(&found.reason));
    doc.fact(tr!("layer-path"), &text::path(&found.path, state.home.as_deref()));
}
