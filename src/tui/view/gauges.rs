//! Gauges against Lambda's quotas: each layer's share, and the function's own code.

use super::super::state::{Loadable, State};
use super::super::text;
use super::super::theme::Role;
use super::bar;
use super::doc::Doc;
use super::function_detail::label;
use crate::inventory::FunctionRow;
use crate::inventory::quotas::{
    CodeSize, MAX_DIRECT_UPLOAD_BYTES, MAX_IMAGE_BYTES, MAX_LAYERS, MAX_UNZIPPED_BYTES, Upload,
};

/// Columns of the labels.
const LABEL: usize = 11;

/// Of a function with layers: their number, everything unzipped, the upload.
pub fn of_function(doc: &mut Doc, row: &FunctionRow, code: Option<&Loadable<CodeSize>>) {
    let count = row.function.layers.len();
    let size = match code {
        Some(Loadable::Ready(size)) => Some(*size),
        _ => None,
    };
    if count == 0 && code.is_none() {
        return;
    }
    doc.heading("Lambda's quotas", "");
    let role = if count > MAX_LAYERS { Role::Bad } else { Role::Text };
    let each = vec![1.0 / 5.0; count.min(MAX_LAYERS)];
    gauge(doc, "layers", &each, role, &format!("{count} of {MAX_LAYERS}"));
    unzipped(doc, row, size.as_ref());
    lacking(doc, row, code);
    if let Some(size) = size {
        upload(doc, size.upload());
    }
}

/// Of an image function: its own limit.
pub fn of_image(doc: &mut Doc, state: &State, row: &FunctionRow) {
    doc.heading("Lambda's quotas", "of container images: no layers");
    let Some(wanted) = &row.function.invoke_image else { return };
    let image = state.shown.images.iter().find(|image| image.name.without_registry() == wanted.without_registry());
    let Some(image) = image else {
        doc.fact("image", "not built yet: its size is not known. It may have up to 10 GB.");
        return;
    };
    let role = if image.size_bytes > MAX_IMAGE_BYTES { Role::Bad } else { Role::Text };
    let amount = format!("{} of 10 GB", text::bytes(image.size_bytes));
    gauge(doc, "image", &[share(image.size_bytes, MAX_IMAGE_BYTES)], role, &amount);
    doc.hanging(Role::Dim, "", LABEL, "As the engine counts it; SAM's runtime emulator in it is not deployed.");
}

#[expect(clippy::cast_precision_loss, reason = "a gauge has a hundred columns at most")]
fn share(bytes: u64, of: u64) -> f64 {
    bytes as f64 / of as f64
}

fn gauge(doc: &mut Doc, name: &str, parts: &[f64], role: Role, amount: &str) {
    let columns = doc.columns.saturating_sub(30).clamp(10, 40);
    let mut pieces = vec![(Role::Dim, text::fill(name, LABEL, ""))];
    pieces.extend(bar::gauge(doc.look, columns, parts));
    pieces.push((role, format!(" {amount}")));
    doc.line(pieces);
}

fn unzipped(doc: &mut Doc, row: &FunctionRow, code: Option<&CodeSize>) {
    // The function's own code comes first: layers are added to it.
    let mut parts: Vec<(String, u64)> = Vec::new();
    if let Some(size) = code {
        let what = if size.built { "own code" } else { "own source" };
        parts.push((what.to_owned(), size.bytes));
    }
    let layers = row.function.layers.iter().zip(&row.layer_bytes);
    parts.extend(layers.filter_map(|(layer, bytes)| Some((label(layer).to_owned(), (*bytes)?))));
    let known: u64 = parts.iter().map(|(_, bytes)| bytes).sum();
    let shares: Vec<f64> = parts.iter().map(|(_, bytes)| share(*bytes, MAX_UNZIPPED_BYTES)).collect();
    let role = if known > MAX_UNZIPPED_BYTES { Role::Bad } else { Role::Text };
    gauge(doc, "unzipped", &shares, role, &format!("{} of 262 MB", text::bytes(known)));
    for (index, (name, bytes)) in parts.iter().enumerate() {
        let (role, glyph) = bar::segment(doc.look, index);
        let share = format!("{:>8} {:>4.0} %", text::bytes(*bytes), share(*bytes, MAX_UNZIPPED_BYTES) * 100.0);
        let room = doc.columns.saturating_sub(LABEL + 2 + share.len() + 1);
        let name = text::fill(&text::clean(name), room, doc.look.glyphs.ellipsis);
        doc.line([(role, format!("{}{glyph} ", " ".repeat(LABEL))), (Role::Dim, format!("{name} {share}"))]);
    }
}

/// What is not in the sum.
fn lacking(doc: &mut Doc, row: &FunctionRow, code: Option<&Loadable<CodeSize>>) {
    let missing = row.layer_bytes.iter().filter(|bytes| bytes.is_none()).count();
    if missing > 0 {
        let layers = text::plural(missing, "layer", "layers");
        doc.hanging(Role::Warn, "", LABEL, &format!("{layers} not counted: not in the cache."));
    }
    match code {
        Some(Loadable::Loading) => doc.hanging(Role::Busy, "", LABEL, "The function's own code is being counted."),
        Some(Loadable::Unavailable(reason)) => {
            doc.hanging(Role::Dim, "", LABEL, &format!("The function's own code is not counted: {reason}."));
        }
        None => doc.hanging(Role::Dim, "", LABEL, "The function's own code comes on top."),
        Some(Loadable::Ready(size)) if !size.built => {
            doc.hanging(Role::Dim, "", LABEL, "`sam build` adds what the code depends on.");
        }
        Some(Loadable::Ready(_)) => {}
    }
}

/// Against the direct upload, as far as it is certain.
fn upload(doc: &mut Doc, upload: Upload) {
    match upload {
        Upload::Direct { bytes, exact } => {
            let amount = format!("{} of 52 MB", text::bytes(bytes));
            gauge(doc, "zipped", &[share(bytes, MAX_DIRECT_UPLOAD_BYTES)], Role::Text, &amount);
            let how = if exact { "It" } else { "At most so much, as zip makes nothing larger: it" };
            doc.hanging(Role::Dim, "", LABEL, &format!("{how} can be uploaded directly."));
        }
        Upload::ThroughS3(bytes) => {
            let amount = format!("{} of 52 MB", text::bytes(bytes));
            gauge(doc, "zipped", &[1.0], Role::Warn, &amount);
            doc.hanging(Role::Warn, "", LABEL, "Too large for the direct upload: it goes through S3.");
        }
        Upload::Unknown => {
            doc.hanging(Role::Dim, "zipped    ", 0, "known once it is packaged; above 52 MB it goes through S3.");
        }
    }
}
