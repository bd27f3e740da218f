//! Draws the details of projects, templates and functions: layers in order, Lambda's quotas, and the image SAM would
//! run.

use super::super::lang;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::{anatomy, functions, gauges, images, layers as view_layers, problems};
use crate::inventory::FunctionRow;
use crate::inventory::search::near_matches::{self, NameDifference, NamePart, NearMatch};
use crate::sam::template::PackageType;
use crate::tui::function_state::{self, ImageUse, LayerUse};
use crate::tui::list::rows;

/// Draws a project.
pub fn project(doc: &mut Doc, state: &State, at: usize) {
    let folder = rows::project_of(&state.shown.templates[at].path);
    let own = state.shown.templates.iter().filter(|template| rows::project_of(&template.path) == folder);
    doc.paragraph(Role::Text, tr!("function-project"));
    doc.blank();
    doc.fact(tr!("function-folder"), &text::path(folder, state.home.as_deref()));
    for template in own {
        let count = tr!("count-function", count = template.functions.len());
        let name = template.path.strip_prefix(folder).unwrap_or(&template.path);
        doc.fact(tr!("function-template"), &format!("{} ({count})", name.display()));
    }
}

/// Draws a template.
pub fn template(doc: &mut Doc, state: &State, at: usize) {
    let row = &state.shown.templates[at];
    let glyphs = state.appearance.glyphs;
    if let Some(refusal) = &row.error {
        doc.hanging(Role::Bad, glyphs.failed, 0, &tr!("function-refused", code = refusal.code));
        doc.blank();
        if let Some(headline) = lang::headline(&refusal.code) {
            doc.paragraph(Role::Text, headline);
        }
        doc.paragraph(Role::Text, &refusal.message);
        if !row.functions.is_empty() {
            let count = tr!("count-function", count = row.functions.len());
            doc.blank();
            doc.paragraph(Role::Text, &tr!("function-refused-listed", functions = count));
        }
    } else {
        let count = tr!("count-function", count = row.functions.len());
        doc.hanging(Role::Ok, glyphs.ok, 0, &tr!("function-read", functions = count));
    }
    doc.blank();
    doc.fact(tr!("function-file"), &text::path(&row.path, state.home.as_deref()));
    if row.path.parent().is_some_and(|folder| folder.ends_with(".aws-sam/build")) {
        doc.paragraph(Role::Dim, tr!("function-built"));
    }
}

/// Draws a function.
pub fn function(doc: &mut Doc, state: &State, template: usize, at: usize) {
    let row = &state.shown.templates[template].functions[at];
    let (sign, role) = functions::state_of(state, row);
    let what = match row.function.package_type {
        PackageType::Image => tr!("function-image-function").to_owned(),
        PackageType::Zip => {
            let runtime = row.function.runtime.as_ref().map_or(tr!("function-no-runtime"), |runtime| runtime.as_str());
            let architecture =
                row.function.architecture.map_or(tr!("function-no-usable-architecture"), |it| it.as_str());
            tr!("function-runs-on", runtime = runtime, architecture = architecture)
        }
    };
    doc.hanging(role, sign, 0, &what);
    problems::section(doc, &row.problems);
    if row.function.package_type == PackageType::Zip {
        layers(doc, state, row);
        let code = row.function.code_path.as_ref().and_then(|path| state.code_sizes.get(path));
        gauges::of_function(doc, row, code);
    } else {
        gauges::of_image(doc, state, row);
    }
    image(doc, state, row);
    doc.heading(tr!("function-where"), "");
    let template = &state.shown.templates[template].path;
    doc.fact(tr!("function-template"), &text::path(template, state.home.as_deref()));
    doc.fact(tr!("function-function"), &row.function.full_path);
    if let Some(code) = &row.function.code_path {
        doc.fact(tr!("function-code"), &text::path(code, state.home.as_deref()));
    }
}

fn layers(doc: &mut Doc, state: &State, row: &FunctionRow) {
    let glyphs = state.appearance.glyphs;
    if row.function.layers.is_empty() {
        doc.heading(tr!("function-layers"), tr!("function-none"));
        return;
    }
    doc.heading(tr!("function-layers"), tr!("function-layers-order"));
    for (index, layer) in row.function.layers.iter().enumerate() {
        let bytes = row.layer_bytes.get(index).copied().flatten().map(text::bytes);
        let found = function_state::layer(state, row, index);
        let (sign, role, note) = match found {
            LayerUse::Local => (glyphs.local, Role::Text, tr!("function-layer-local").to_owned()),
            LayerUse::LeftOut => (glyphs.skipped, Role::Warn, tr!("function-left-out-by-sam").to_owned()),
            LayerUse::Ready => (glyphs.ok, Role::Ok, bytes.unwrap_or_else(|| tr!("function-cached").to_owned())),
            LayerUse::Flawed(found) => {
                let (sign, word, role) = view_layers::state_of(&state.appearance, found);
                let bytes = bytes.filter(|_| found.measure.as_ref().is_some_and(|measure| measure.bytes > 0));
                (sign, role, bytes.map_or_else(|| word.to_owned(), |bytes| format!("{word}, {bytes}")))
            }
            LayerUse::Missing => (glyphs.downloading, Role::Busy, tr!("function-layer-missing").to_owned()),
            LayerUse::Unknown => (glyphs.unknown, Role::Dim, tr!("function-layer-unknown").to_owned()),
        };
        let name = text::sanitize(layer.label()).into_owned();
        let available = doc.columns.saturating_sub(text::width(&note) + 6);
        let lead = [(Role::Dim, format!("{} ", index + 1)), (role, format!("{sign} "))];
        // A size always stays beside the name; a sentence may move to a line of its own.
        if text::width(&name) <= available || text::width(&note) <= 8 {
            let name = text::fill(&text::cut_middle(&name, available, glyphs.ellipsis), available, "");
            doc.line(lead.into_iter().chain([(Role::Text, name), (Role::Dim, format!("  {note}"))]));
        } else {
            let available = doc.columns.saturating_sub(4);
            let name = text::cut_end(&name, available, glyphs.ellipsis).into_owned();
            doc.line(lead.into_iter().chain([(Role::Text, name)]));
            doc.hanging(Role::Dim, "", 4, &note);
        }
        if let (Some(dir), LayerUse::Missing) = (layer.dir(), found) {
            instead(doc, 4, &near_matches::layers(&state.shown, dir, layer.arn()));
        }
        if let LayerUse::Flawed(found) = found
            && let Some(problem) = problems::most_severe(&found.problems)
        {
            doc.hanging(Role::Dim, "", 4, &lang::localized(&problem.detail));
        }
    }
}

/// Draws similar entries that exist instead of the missing one, with their differences.
fn instead(doc: &mut Doc, indent: usize, there: &[NearMatch]) {
    for nearby in there {
        doc.hanging(
            Role::Dim,
            "",
            indent,
            &tr!("function-nearby", name = nearby.name, difference = difference(nearby)),
        );
    }
}

/// Returns the differences as a phrase.
fn difference(nearby: &NearMatch) -> String {
    let words = nearby.differences.iter().map(|difference| match difference {
        NameDifference::Instead(part, there, wanted) => {
            let what = match part {
                NamePart::Version => tr!("nearby-version"),
                NamePart::Partition => tr!("nearby-partition"),
                NamePart::Region => tr!("nearby-region"),
                NamePart::Account => tr!("nearby-account"),
                NamePart::Layer => return tr!("nearby-layer", there = there, wanted = wanted),
                NamePart::Runtime | NamePart::Architecture => {
                    return tr!("nearby-made-for", there = there, wanted = wanted);
                }
            };
            tr!("nearby-instead", what = what, there = there, wanted = wanted)
        }
        NameDifference::RegionOrAccount => tr!("nearby-region-or-account").to_owned(),
        NameDifference::NotCached => tr!("nearby-not-cached").to_owned(),
        NameDifference::Spelling => tr!("nearby-spelling").to_owned(),
        NameDifference::SameLayers => tr!("nearby-same-layers").to_owned(),
        NameDifference::Order => tr!("nearby-order").to_owned(),
        NameDifference::Repeated => tr!("nearby-repeated").to_owned(),
        NameDifference::Without(layer) => tr!("nearby-without", layer = layer),
        NameDifference::With(layer) => tr!("nearby-with", layer = layer),
        NameDifference::NamedBy(generation) => tr!("nearby-named-by", releases = anatomy::releases(*generation)),
    });
    words.collect::<Vec<_>>().join(", ")
}

fn image(doc: &mut Doc, state: &State, row: &FunctionRow) {
    let glyphs = doc.appearance.glyphs;
    let Some(name) = &row.function.invoke_image else {
        doc.heading(tr!("function-image"), tr!("function-no-image"));
        doc.paragraph(Role::Dim, tr!("function-image-none"));
        return;
    };
    doc.heading(tr!("function-image-sam-would-run"), "");
    anatomy::image_name(doc, name);
    match function_state::image(state, row) {
        ImageUse::None => {}
        ImageUse::Ready => doc.hanging(Role::Ok, glyphs.ok, 0, tr!("function-image-here")),
        ImageUse::Flawed(found) => {
            let (sign, _, role) = images::state_of(&state.appearance, found);
            doc.hanging(role, sign, 0, tr!("function-image-flawed"));
            for problem in &found.problems {
                doc.hanging(Role::Text, "", 2, &lang::localized(&problem.detail));
            }
        }
        ImageUse::ToBuild => {
            doc.hanging(Role::Busy, glyphs.downloading, 0, tr!("function-image-to-build"));
            instead(doc, 2, &near_matches::images(&state.shown, name, &row.layer_names()));
        }
        ImageUse::ToPull => {
            doc.hanging(Role::Busy, glyphs.downloading, 0, tr!("function-image-to-pull"));
        }
        ImageUse::Unknown => doc.hanging(Role::Dim, glyphs.unknown, 0, tr!("function-image-unknown")),
    }
}
