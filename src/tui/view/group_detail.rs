//! Draws the details of a group: the totals of all versions and the functions that use each of them.

use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::layers;
use crate::inventory::LayerRow;
use crate::inventory::facts::newer::Newer;
use crate::tui::list::groups;

/// Number of functions listed for a version; the others are only counted.
const LISTED: usize = 6;

/// Draws the versions of a layer, the newest first.
pub fn group(doc: &mut Doc, state: &State, first: usize) {
    let rows = &state.shown.layers[groups::versions(&state.shown, first)];
    let (Some(summary), Some(newest)) = (groups::summary(&state.shown, first), rows.last()) else { return };
    let (sign, _, role) = layers::state_of(&state.appearance, summary.worst);
    let more = if summary.measured { String::new() } else { format!(" {}", tr!("group-or-more")) };
    let versions = tr!("count-version", count = rows.len());
    let totals = tr!("group-held", versions = versions, bytes = text::bytes(summary.bytes), more = more);
    doc.hanging(role, sign, 0, &totals);
    let problems: usize = rows.iter().map(|row| row.problems.len()).sum();
    if problems > 0 {
        let counted = tr!("count-problem", count = problems);
        doc.hanging(Role::Warn, doc.appearance.glyphs.warn, 0, &tr!("group-problems", problems = counted));
    }
    doc.blank();
    doc.fact(tr!("group-newest"), &newest_of(newest));
    let unused = rows.iter().filter(|row| row.usage.is_known() && row.usage.functions().is_empty());
    let (mut count, mut bytes) = (0, 0);
    for row in unused {
        count += 1;
        bytes += row.measure.as_ref().map_or(0, |measure| measure.bytes);
    }
    if count > 0 {
        doc.fact(tr!("group-unused"), &format!("{}, {}", tr!("count-version", count = count), text::bytes(bytes)));
    }
    doc.heading(tr!("group-versions"), tr!("group-newest-first"));
    for row in rows.iter().rev() {
        version(doc, state, row);
    }
}

fn newest_of(row: &LayerRow) -> String {
    let version = tr!("group-in-cache", version = row.dir.version());
    match &row.newer {
        Some(Newer::Behind { latest, .. }) => tr!("group-published", version = version, latest = latest),
        Some(Newer::Newest) => tr!("group-newest-published", version = version),
        Some(Newer::Unknown(_)) | None => version,
    }
}

/// Draws a version: its state, size and functions.
fn version(doc: &mut Doc, state: &State, row: &LayerRow) {
    let appearance = doc.appearance;
    let (sign, word, role) = layers::state_of(appearance, row);
    let size = row.measure.as_ref().map_or_else(|| appearance.glyphs.ellipsis.to_owned(), |m| text::bytes(m.bytes));
    let age = row.modified.map_or_else(String::new, |then| text::age(state.now, then));
    doc.line([
        (role, format!("{sign} ")),
        (Role::Version, text::fill(&text::sanitize(row.dir.version()), 6, appearance.glyphs.ellipsis)),
        (Role::Text, text::fill_left(&size, 9, "")),
        (Role::Dim, text::fill_left(&age, 6, "")),
        (role, format!("  {word}")),
        (Role::Dim, format!("  {}", row.dir.hash())),
    ]);
    let functions = row.usage.functions();
    for function in functions.iter().take(LISTED) {
        let name = text::sanitize(&function.function).into_owned();
        let available = doc.columns.saturating_sub(text::width(&name) + 8);
        let template = text::path(&function.template, state.home.as_deref());
        let template = text::cut_start(&template, available, appearance.glyphs.ellipsis).into_owned();
        doc.line([
            (Role::Text, format!("    {} {name}", appearance.glyphs.corner)),
            (Role::Dim, format!("  {template}")),
        ]);
    }
    if functions.len() > LISTED {
        doc.hanging(Role::Dim, "", 6, &tr!("group-and-more", more = functions.len() - LISTED));
    }
    if functions.is_empty() {
        let users = if row.usage.is_known() { tr!("group-no-function") } else { tr!("group-unknown-users") };
        doc.hanging(Role::Dim, "", 6, users);
    }
}
