//! Draws the details of an image.

use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::{anatomy, images, layers, problems, timeline, usage};
use crate::inventory::last_use;
use crate::inventory::{ImageRow, Usage};
use crate::sam::HashedName;
use crate::sam::image_name::ImageKind;

/// Draws an image.
pub fn image(doc: &mut Doc, state: &State, at: usize) {
    let row = &state.shown.images[at];
    let (sign, _, role) = images::state_of(&state.appearance, row);
    doc.hanging(role, sign, 0, meaning(row));
    problems::section(doc, &row.problems);
    if matches!(row.name.kind(), ImageKind::Layered { .. }) {
        layers_of(doc, state, row);
    } else {
        doc.heading(tr!("image-name"), "");
        anatomy::image_name(doc, &row.name);
    }
    doc.heading(tr!("image-what-the-name-says"), "");
    anatomy::parts_of_image(doc, &row.name);
    containers(doc, row);
    // That no template uses the image is its meaning, above.
    if row.usage != Usage::Unreferenced {
        usage::section(doc, state, &row.usage, usage::LISTED);
    }
    doc.heading(tr!("image-in-the-engine"), "");
    doc.fact(tr!("image-size"), &size(row));
    if let Some(created) = row.created {
        doc.fact(tr!("image-built"), &format!("{} ({})", text::age(state.now, created), text::moment(created)));
    }
    timeline::fact(doc, state, last_use::of_image(row));
    doc.fact(tr!("image-label-id"), &row.id);
}

fn meaning(row: &ImageRow) -> &'static str {
    match &row.usage {
        Usage::Referenced(_) => tr!("image-referenced"),
        Usage::Unreferenced => tr!("image-unreferenced"),
        Usage::Loading => tr!("image-loading"),
        Usage::Unknown(_) => tr!("image-usage-unknown"),
    }
}

fn size(row: &ImageRow) -> String {
    let all = text::bytes(row.size_bytes);
    match row.unique_bytes {
        Some(own) => tr!("image-size-shared", all = all, own = text::bytes(own)),
        None => tr!("image-size-unshared", all = all),
    }
}

fn layers_of(doc: &mut Doc, state: &State, row: &ImageRow) {
    let glyphs = state.appearance.glyphs;
    let Some(layers) = &row.layers else {
        doc.heading(tr!("image-layers"), tr!("image-not-known"));
        let tried = row
            .search
            .as_ref()
            .map_or_else(String::new, |search| format!(" {}", tr!("image-so-far", search = usage::searched(search))));
        doc.paragraph(Role::Dim, &tr!("image-layers-unknown", tried = tried));
        doc.blank();
        anatomy::image_name(doc, &row.name);
        return;
    };
    doc.heading(tr!("image-layers-in-order"), &layers.source);
    for (index, name) in layers.names.iter().enumerate() {
        let cached = name.dir().map(|dir| state.shown.layer(dir));
        let (sign, role) = match cached {
            Some(Some(found)) => {
                let (sign, _, role) = layers::state_of(&state.appearance, found);
                (sign, role)
            }
            Some(None) => (glyphs.failed, Role::Warn),
            None => (glyphs.local, Role::Text),
        };
        let lead = format!("{} ", index + 1);
        let note = if matches!(cached, Some(None)) { format!("  {}", tr!("image-not-cached")) } else { String::new() };
        let available = doc.columns.saturating_sub(text::width(&lead) + 2 + text::width(&note));
        let name = text::cut_end(&text::sanitize(name.as_str()), available, glyphs.ellipsis).into_owned();
        doc.line([(Role::Dim, lead), (role, format!("{sign} ")), (Role::Text, name), (Role::Dim, note)]);
    }
    let gone = layers.names.iter().filter_map(HashedName::dir).filter(|dir| state.shown.layer(dir).is_none()).count();
    anatomy::of_image(doc, &row.name, &layers.names, gone);
    for names in row.other_layers() {
        doc.heading(tr!("image-or-layers-in-order"), tr!("image-same-text"));
        for name in names {
            doc.unspaced(Role::Text, 2, name.as_str());
        }
    }
}

fn containers(doc: &mut Doc, row: &ImageRow) {
    if row.containers.is_empty() {
        return;
    }
    doc.heading(tr!("image-containers"), &row.containers.len().to_string());
    for container in &row.containers {
        let role = if container.state == "running" { Role::Busy } else { Role::Dim };
        let by = if container.by_sam { "" } else { tr!("image-not-by-sam") };
        let name = text::sanitize(&container.name).into_owned();
        doc.line([(Role::Text, name), (role, format!("  {}{by}", text::sanitize(&container.state)))]);
    }
}
