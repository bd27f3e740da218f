//! What an image's row means.

use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::{anatomy, images, problems, usage};
use crate::inventory::{ImageRow, Usage};
use crate::sam::LayerDir;
use crate::sam::image_name::ImageKind;

/// An image.
pub fn image(doc: &mut Doc, state: &State, at: usize) {
    let row = &state.shown.images[at];
    let (sign, _, role) = images::state_of(&state.look, row);
    doc.hanging(role, sign, 0, meaning(row));
    problems::section(doc, &row.problems);
    if matches!(row.name.kind(), ImageKind::Layered { .. }) {
        layers(doc, state, row);
    } else {
        doc.heading("Name", "");
        anatomy::image_name(doc, &row.name);
    }
    doc.heading("What the name says", "");
    anatomy::parts_of_image(doc, &row.name);
    containers(doc, row);
    usage::section(doc, state, &row.usage);
    doc.heading("In the engine", "");
    doc.fact("size", &size(row));
    if let Some(created) = row.created {
        doc.fact("built", &format!("{} ({})", text::age(state.now, created), text::moment(created)));
    }
    doc.fact("id", &row.id);
}

fn meaning(row: &ImageRow) -> &'static str {
    match &row.usage {
        Usage::Referenced(_) => "SAM runs this image for a function of a template that was read.",
        Usage::Unreferenced => "No function of the templates needs it. SAM never removes it by itself.",
        Usage::Loading => "Templates are still being read.",
        Usage::Unknown(_) => "Whether a function needs it is not known.",
    }
}

fn size(row: &ImageRow) -> String {
    let all = text::bytes(row.size_bytes);
    match row.unique_bytes {
        Some(own) => format!("{all}, {} of it shared with no other image", text::bytes(own)),
        None => format!("{all}; the engine does not say how much of it is shared"),
    }
}

fn layers(doc: &mut Doc, state: &State, row: &ImageRow) {
    let glyphs = state.look.glyphs;
    let Some(layers) = &row.layers else {
        doc.heading("Layers", "not known");
        let tried = row.search.as_ref().map_or_else(String::new, |search| format!(" So far, {}.", search.describe()));
        doc.paragraph(
            Role::Dim,
            &format!(
                "No template makes these 25 digits.{tried} A template of the project it was built for would tell: \
                 --project DIR, -t FILE."
            ),
        );
        doc.blank();
        anatomy::image_name(doc, &row.name);
        return;
    };
    doc.heading("Layers, in order", &layers.source);
    for (index, name) in layers.names.iter().enumerate() {
        let cached = LayerDir::parse(name).ok().map(|dir| state.shown.layer(&dir).is_some());
        let (sign, role) = match cached {
            Some(true) => (glyphs.ok, Role::Ok),
            Some(false) => (glyphs.failed, Role::Warn),
            None => (glyphs.local, Role::Text),
        };
        let lead = format!("{} ", index + 1);
        let note = if cached == Some(false) { "  not cached any more" } else { "" };
        let room = doc.columns.saturating_sub(text::width(&lead) + 2 + note.len());
        let name = text::cut_end(&text::clean(name), room, glyphs.ellipsis).into_owned();
        doc.line([(Role::Dim, lead), (role, format!("{sign} ")), (Role::Text, name), (Role::Dim, note.to_owned())]);
    }
    let cached = |name: &String| LayerDir::parse(name).ok().is_none_or(|dir| state.shown.layer(&dir).is_some());
    let gone = layers.names.iter().filter(|name| !cached(name)).count();
    anatomy::of_image(doc, &row.name, &layers.names, gone);
    for names in row.other_layers() {
        doc.heading("Or layers, in order", "these names make the same text");
        for name in names {
            doc.whole(Role::Text, 2, name);
        }
    }
}

fn containers(doc: &mut Doc, row: &ImageRow) {
    if row.containers.is_empty() {
        return;
    }
    doc.heading("Containers", &row.containers.len().to_string());
    for container in &row.containers {
        let role = if container.state == "running" { Role::Busy } else { Role::Dim };
        let by = if container.by_sam { "" } else { ", not made by SAM" };
        let name = text::clean(&container.name).into_owned();
        doc.line([(Role::Text, name), (role, format!("  {}{by}", text::clean(&container.state)))]);
    }
}
