//! What the versions of a layer come to, and who uses which.

use super::super::state::State;
use super::super::theme::Role;
use super::super::{groups, text};
use super::doc::Doc;
use super::layers;
use crate::inventory::LayerRow;
use crate::inventory::newer::Newer;

/// How many functions are listed for a version before the rest is counted.
const LISTED: usize = 6;

/// The versions of a layer, the newest first.
pub fn group(doc: &mut Doc, state: &State, first: usize) {
    let rows = &state.shown.layers[groups::versions(&state.shown, first)];
    let (Some(summary), Some(newest)) = (groups::summary(&state.shown, first), rows.last()) else { return };
    let (sign, _, role) = layers::state_of(&state.look, summary.worst);
    let more = if summary.measured { "" } else { " or more" };
    let versions = text::plural(rows.len(), "version", "versions");
    let held = format!("{versions} of this layer are cached, {}{more} together.", text::bytes(summary.bytes));
    doc.hanging(role, sign, 0, &held);
    let problems: usize = rows.iter().map(|row| row.problems.len()).sum();
    if problems > 0 {
        let counted = text::plural(problems, "problem", "problems");
        doc.hanging(Role::Warn, doc.look.glyphs.warn, 0, &format!("{counted}; each version tells its own."));
    }
    doc.blank();
    doc.fact("newest", &newest_of(newest));
    let unused = rows.iter().filter(|row| row.usage.is_known() && row.usage.functions().is_empty());
    let (mut count, mut bytes) = (0, 0);
    for row in unused {
        count += 1;
        bytes += row.measure.as_ref().map_or(0, |measure| measure.bytes);
    }
    if count > 0 {
        doc.fact("unused", &format!("{}, {}", text::plural(count, "version", "versions"), text::bytes(bytes)));
    }
    doc.heading("Versions", "newest first");
    for row in rows.iter().rev() {
        version(doc, state, row);
    }
}

fn newest_of(row: &LayerRow) -> String {
    let version = format!("version {} in the cache", row.dir.version());
    match &row.newer {
        Some(Newer::Behind { latest, .. }) => format!("{version}, {latest} published"),
        Some(Newer::Newest) => format!("{version}, and no newer one is published"),
        Some(Newer::Unknown(_)) | None => version,
    }
}

/// One version: how it is, what it takes, who uses it.
fn version(doc: &mut Doc, state: &State, row: &LayerRow) {
    let look = doc.look;
    let (sign, word, role) = layers::state_of(look, row);
    let size = row.measure.as_ref().map_or_else(|| look.glyphs.ellipsis.to_owned(), |m| text::bytes(m.bytes));
    let age = row.modified.map_or_else(String::new, |then| text::age(state.now, then));
    doc.line([
        (role, format!("{sign} ")),
        (Role::Version, text::fill(&text::clean(row.dir.version()), 6, look.glyphs.ellipsis)),
        (Role::Text, text::fill_left(&size, 9, "")),
        (Role::Dim, text::fill_left(&age, 6, "")),
        (role, format!("  {word}")),
        (Role::Dim, format!("  {}", row.dir.hash())),
    ]);
    let functions = row.usage.functions();
    for function in functions.iter().take(LISTED) {
        let name = text::clean(&function.function).into_owned();
        let room = doc.columns.saturating_sub(text::width(&name) + 8);
        let template = text::path(&function.template, state.home.as_deref());
        let template = text::cut_start(&template, room, look.glyphs.ellipsis).into_owned();
        doc.line([(Role::Text, format!("    {} {name}", look.glyphs.corner)), (Role::Dim, format!("  {template}"))]);
    }
    if functions.len() > LISTED {
        doc.hanging(Role::Dim, "", 6, &format!("and {} more", functions.len() - LISTED));
    }
    if functions.is_empty() {
        let who = if row.usage.is_known() { "no function uses it" } else { "not known who uses it" };
        doc.hanging(Role::Dim, "", 6, who);
    }
}
