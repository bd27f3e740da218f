//! Explains how a name is derived: ARN, SHA-256, directory, image. The digits that are part of the name are aligned.

use std::path::Path;

use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use crate::inventory::search::arns::collision_odds;
use crate::inventory::{ArnSource, KnownArn};
use crate::sam::image_name::{self, Generation, ImageKind, layers_sha256};
use crate::sam::{HashedName, ImageName, LayerArn, LayerDir, layer_dir};

/// Draws the derivation of a directory from its ARN.
pub fn of_layer(doc: &mut Doc, dir: &LayerDir, known: Option<&KnownArn>, home: Option<&Path>) {
    let Some(known) = known else {
        doc.heading("ARN", tr!("anatomy-not-known"));
        doc.paragraph(Role::Dim, tr!("anatomy-arn-unknown"));
        doc.broken_link(hash_column(doc, dir), tr!("anatomy-sha256-unknown"));
        directory(doc, dir);
        return;
    };
    let is_searched = matches!(known.source, ArnSource::Searched { .. });
    doc.heading("ARN", if is_searched { tr!("anatomy-evidence-not-proof") } else { tr!("anatomy-proven-by-its-hash") });
    doc.paragraph(Role::Dim, &source_text(known, home));
    arn(doc, &known.arn);
    let column = hash_column(doc, dir);
    doc.arrow(column, tr!("anatomy-sha256-of-exactly-this-text"));
    digits(doc, column, &known.arn.sha256(), layer_dir::HASH_DIGITS);
    underline_hash(doc, column, tr!("anatomy-the-first-ten-of-64"));
    directory(doc, dir);
}

/// Underlines the relevant digits and adds a caption on the side that has space.
fn underline_hash(doc: &mut Doc, column: usize, what: &str) {
    let line = (Role::Digits, doc.appearance.glyphs.under.repeat(layer_dir::HASH_DIGITS));
    let padding = |columns: usize| (Role::Text, " ".repeat(columns));
    let width = text::width(what) + 1;
    if column + layer_dir::HASH_DIGITS + width <= doc.columns {
        doc.line([padding(column), line, (Role::Dim, format!(" {what}"))]);
    } else if width <= column {
        doc.line([padding(column - width), (Role::Dim, format!("{what} ")), line]);
    } else {
        doc.line([padding(column), line]);
    }
}

/// Returns where an ARN was found.
fn source_text(known: &KnownArn, home: Option<&Path>) -> String {
    match &known.source {
        ArnSource::Given => tr!("anatomy-given").to_owned(),
        ArnSource::Template(function) => {
            tr!("anatomy-learnt-from-in", function = function.function, template = text::path(&function.template, home))
        }
        ArnSource::Remembered => tr!("anatomy-remembered").to_owned(),
        ArnSource::Searched { account_from, candidates } => tr!(
            "anatomy-searched",
            candidates = candidates,
            account = account_from,
            chance = text::count(collision_odds(*candidates))
        ),
    }
}

/// Draws the ARN with layer name and version highlighted.
fn arn(doc: &mut Doc, arn: &LayerArn) {
    let (name, version) = (arn.layer_name(), arn.version());
    let text = arn.as_str();
    let head = &text[..text.len() - name.len() - version.len() - 1];
    let sanitize = |role, text: &str| (role, text::sanitize(text).into_owned());
    let pieces = [
        sanitize(Role::Text, head),
        sanitize(Role::Name, name),
        (Role::Text, ":".to_owned()),
        sanitize(Role::Version, version),
    ];
    broken(doc, &pieces);
}

/// Draws adjacent pieces, broken anywhere at the end of a line.
fn broken(doc: &mut Doc, pieces: &[(Role, String)]) {
    let mut line: Vec<(Role, String)> = Vec::new();
    let mut available = doc.columns;
    for (role, piece) in pieces {
        let mut rest = piece.as_str();
        while !rest.is_empty() {
            if text::width(rest) <= available {
                available -= text::width(rest);
                line.push((*role, rest.to_owned()));
                break;
            }
            let first = if available == 0 { String::new() } else { text::pieces(rest, available).swap_remove(0) };
            let first = if text::width(&first) > available { String::new() } else { first };
            rest = &rest[first.len()..];
            line.push((*role, first));
            doc.line(std::mem::take(&mut line));
            available = doc.columns.max(2);
        }
    }
    doc.line(line);
}

/// Returns the column of the digits in the directory name, or 0 if the name is too long to align them.
fn hash_column(doc: &Doc, dir: &LayerDir) -> usize {
    let column = dir.as_str().len() - layer_dir::HASH_DIGITS;
    if column + layer_dir::HASH_DIGITS + 2 > doc.columns { 0 } else { column }
}

/// Draws a SHA-256 at a column: the relevant digits highlighted, the others as far as they fit.
fn digits(doc: &mut Doc, column: usize, sha256: &str, counting: usize) {
    let (count, rest) = sha256.split_at(counting.min(sha256.len()));
    let available = doc.columns.saturating_sub(column + counting);
    let rest = text::cut_end(rest, available, doc.appearance.glyphs.ellipsis).into_owned();
    doc.line([(Role::Text, " ".repeat(column)), (Role::Digits, count.to_owned()), (Role::Dim, rest)]);
}

/// Draws the directory name in the colours of the ARN's parts, with captions.
fn directory(doc: &mut Doc, dir: &LayerDir) {
    let name = (Role::Name, dir.layer_name().to_owned());
    let dash = || (Role::Text, "-".to_owned());
    let version = (Role::Version, dir.version().to_owned());
    let hash = (Role::Digits, dir.hash().to_owned());
    if hash_column(doc, dir) == 0 {
        // The name does not fit on one line; the digits stay aligned with those of the SHA-256 anyway.
        broken(doc, &[name, dash(), version, dash()]);
        doc.line([hash]);
    } else {
        doc.line([name, dash(), version, dash(), hash]);
    }
    doc.line([
        (Role::Dim, format!("{} ", tr!("anatomy-directory"))),
        (Role::Name, tr!("anatomy-name").to_owned()),
        (Role::Dim, " - ".to_owned()),
        (Role::Version, tr!("anatomy-version").to_owned()),
        (Role::Dim, " - ".to_owned()),
        (Role::Digits, tr!("anatomy-ten-digits").to_owned()),
    ]);
}

/// Draws the images that contain a layer. `unused` is the reason why SAM would not use the directory.
pub fn images_of_layer(doc: &mut Doc, images: &[ImageName], unused: Option<&str>) {
    const LISTED: usize = 4;
    if let Some(reason) = unused {
        doc.broken_link(0, reason);
    }
    if images.is_empty() {
        return;
    }
    doc.heading(tr!("anatomy-images-built-with-it"), "");
    doc.paragraph(Role::Dim, tr!("anatomy-images-how"));
    for name in images.iter().take(LISTED) {
        image_name(doc, name);
    }
    if images.len() > LISTED {
        doc.paragraph(Role::Dim, &tr!("anatomy-images-more", more = images.len() - LISTED));
    }
}

/// Draws an image name with its 25 digits highlighted, on a line of their own if they do not fit.
pub fn image_name(doc: &mut Doc, name: &ImageName) {
    let text = name.as_str();
    let Some(hash) = name.hash() else {
        doc.unspaced(Role::Text, 0, text);
        return;
    };
    let head = text::sanitize(&text[..text.len() - hash.len()]).into_owned();
    let hash = (Role::Digits, hash.to_owned());
    if text::width(&head) + image_name::HASH_DIGITS <= doc.columns {
        doc.line([(Role::Text, head), hash]);
    } else {
        doc.unspaced(Role::Text, 0, &head);
        doc.line([(Role::Text, "  ".to_owned()), hash]);
    }
}

/// Draws the derivation of an image's 25 digits from its layers.
pub fn of_image(doc: &mut Doc, name: &ImageName, layers: &[HashedName], gone: usize) {
    let glyphs = doc.appearance.glyphs;
    let Some(hash) = name.hash() else { return };
    let sha256 = layers_sha256(layers);
    let head = name.as_str().len() - hash.len();
    let column = if head + hash.len() + 2 > doc.columns { 2 } else { head };
    if gone > 0 {
        doc.broken_link(column.min(4), &tr!("anatomy-gone", gone = gone, layers = layers.len()));
    }
    doc.arrow(column, tr!("anatomy-sha256-of-their-names-joined"));
    digits(doc, column, &sha256, image_name::HASH_DIGITS);
    let under = glyphs.under.repeat(image_name::HASH_DIGITS);
    let caption = tr!("anatomy-the-first-25");
    let available = column + image_name::HASH_DIGITS + text::width(caption) + 5 <= doc.columns;
    let caption = if available { format!(" {caption}") } else { String::new() };
    doc.line([(Role::Digits, format!("{}{under}", " ".repeat(column))), (Role::Dim, caption)]);
    image_name(doc, name);
}

/// Returns the SAM CLI releases that use this naming scheme.
pub fn releases(generation: Generation) -> &'static str {
    match generation {
        Generation::V0_8 => tr!("anatomy-releases-0-8"),
        Generation::V1_33 => tr!("anatomy-releases-1-33"),
        Generation::V1_71 => tr!("anatomy-releases-1-71"),
    }
}

/// Draws the meaning of each part of an image name.
pub fn parts_of_image(doc: &mut Doc, name: &ImageName) {
    match name.kind() {
        ImageKind::Layered { generation, runtime, architecture, .. } => {
            doc.fact(tr!("anatomy-named-by"), releases(*generation));
            doc.fact(tr!("anatomy-runtime"), runtime.as_str());
            match architecture {
                Some(architecture) => doc.fact(tr!("anatomy-processor"), architecture.as_str()),
                None => doc.fact(tr!("anatomy-processor"), tr!("anatomy-processor-unnamed")),
            }
        }
        ImageKind::Rapid { architecture } => {
            doc.fact(tr!("anatomy-kind"), tr!("anatomy-kind-rapid"));
            if let Some(architecture) = architecture {
                doc.fact(tr!("anatomy-processor"), architecture.as_str());
            }
        }
        ImageKind::Emulation => doc.fact(tr!("anatomy-kind"), tr!("anatomy-kind-emulation")),
        ImageKind::Build { runtime, architecture } => {
            doc.fact(tr!("anatomy-kind"), tr!("anatomy-kind-build"));
            doc.fact(tr!("anatomy-runtime"), runtime);
            if let Some(architecture) = architecture {
                doc.fact(tr!("anatomy-processor"), architecture.as_str());
            }
        }
        ImageKind::Durable => doc.fact(tr!("anatomy-kind"), tr!("anatomy-kind-durable")),
        ImageKind::Function => doc.fact(tr!("anatomy-kind"), tr!("anatomy-kind-function")),
    }
}
