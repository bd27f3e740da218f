//! Draws gauges for Lambda's quotas, with a segment for each layer and for the function's own code.

use super::super::state::{Loadable, State};
use super::super::text;
use super::super::theme::Role;
use super::bar;
use super::doc::Doc;
use crate::content::quotas::{
    CodeSize, MAX_DIRECT_UPLOAD_BYTES, MAX_IMAGE_BYTES, MAX_LAYERS, MAX_UNZIPPED_BYTES, Upload,
};
use crate::inventory::FunctionRow;

/// Columns of the labels.
const LABEL: usize = 11;

/// Draws the gauges of a function with layers: number of layers, unzipped size, upload size.
pub fn of_function(doc: &mut Doc, row: &FunctionRow, code: Option<&Loadable<CodeSize>>) {
    let count = row.function.layers.len();
    let size = match code {
        Some(Loadable::Ready(size)) => Some(*size),
        _ => None,
    };
    if count == 0 && code.is_none() {
        return;
    }
    doc.heading(tr!("quotas-lambdas-quotas"), "");
    let role = if count > MAX_LAYERS { Role::Bad } else { Role::Text };
    let each = vec![1.0 / 5.0; count.min(MAX_LAYERS)];
    gauge(doc, tr!("quotas-layers"), &each, role, &tr!("quotas-of-layers", layers = count, most = MAX_LAYERS));
    unzipped(doc, row, size.as_ref());
    missing_parts(doc, row, code);
    if let Some(size) = size {
        upload(doc, size.upload());
    }
    unit(doc);
}

/// Draws what AWS's unit is, as all other sizes are decimal.
pub fn unit(doc: &mut Doc) {
    doc.hanging(Role::Dim, "", LABEL, tr!("quotas-unit"));
}

/// Draws the gauge of an image function, which has a quota of its own.
pub fn of_image(doc: &mut Doc, state: &State, row: &FunctionRow) {
    doc.heading(tr!("quotas-lambdas-quotas"), tr!("quotas-of-images"));
    let Some(wanted) = &row.function.invoke_image else { return };
    let image = state.shown.images.iter().find(|image| image.name.without_registry() == wanted.without_registry());
    let Some(image) = image else {
        doc.fact(tr!("quotas-image"), tr!("quotas-image-not-built"));
        return;
    };
    let role = if image.size_bytes > MAX_IMAGE_BYTES { Role::Bad } else { Role::Text };
    let share_text = text::percent(image.size_bytes, MAX_IMAGE_BYTES);
    let amount = tr!("quotas-of-image", bytes = text::bytes(image.size_bytes), share = share_text);
    gauge(doc, tr!("quotas-image"), &[share(image.size_bytes, MAX_IMAGE_BYTES)], role, &amount);
    doc.hanging(Role::Dim, "", LABEL, tr!("quotas-image-counted"));
}

#[expect(clippy::cast_precision_loss, reason = "a gauge has a hundred columns at most")]
fn share(bytes: u64, of: u64) -> f64 {
    bytes as f64 / of as f64
}

fn gauge(doc: &mut Doc, name: &str, parts: &[f64], role: Role, amount: &str) {
    let columns = doc.columns.saturating_sub(LABEL + 1 + text::width(amount)).clamp(5, 40);
    let mut pieces = vec![(Role::Dim, text::fill(name, LABEL, ""))];
    pieces.extend(bar::gauge(doc.appearance, columns, parts));
    pieces.push((role, format!(" {amount}")));
    doc.line(pieces);
}

fn unzipped(doc: &mut Doc, row: &FunctionRow, code: Option<&CodeSize>) {
    // The function's own code comes first, then its layers.
    let mut parts: Vec<(String, u64)> = Vec::new();
    if let Some(size) = code {
        let what = if size.built { tr!("quotas-own-code") } else { tr!("quotas-own-source") };
        parts.push((what.to_owned(), size.bytes));
    }
    let layers = row.function.layers.iter().zip(&row.layer_bytes);
    parts.extend(layers.filter_map(|(layer, bytes)| Some((layer.label().to_owned(), (*bytes)?))));
    let known: u64 = parts.iter().map(|(_, bytes)| bytes).sum();
    let shares: Vec<f64> = parts.iter().map(|(_, bytes)| share(*bytes, MAX_UNZIPPED_BYTES)).collect();
    let role = if known > MAX_UNZIPPED_BYTES { Role::Bad } else { Role::Text };
    let share_text = text::percent(known, MAX_UNZIPPED_BYTES);
    let amount = tr!("quotas-of-unzipped", bytes = text::bytes(known), share = share_text);
    gauge(doc, tr!("quotas-unzipped"), &shares, role, &amount);
    for (index, (name, bytes)) in parts.iter().enumerate() {
        let (role, glyph) = bar::segment(doc.appearance, index);
        let share = format!("{:>8} {:>5}", text::bytes(*bytes), text::percent(*bytes, MAX_UNZIPPED_BYTES));
        let available = doc.columns.saturating_sub(LABEL + 2 + share.len() + 1);
        let name = text::fill(&text::sanitize(name), available, doc.appearance.glyphs.ellipsis);
        doc.line([(role, format!("{}{glyph} ", " ".repeat(LABEL))), (Role::Dim, format!("{name} {share}"))]);
    }
}

/// Draws which sizes are missing from the total.
fn missing_parts(doc: &mut Doc, row: &FunctionRow, code: Option<&Loadable<CodeSize>>) {
    let unknown = row.function.layers.iter().zip(&row.layer_bytes).filter(|(_, bytes)| bytes.is_none());
    let (of_template, absent): (Vec<_>, Vec<_>) = unknown.partition(|(layer, _)| layer.dir().is_none());
    if !absent.is_empty() {
        let layers = tr!("count-layer", count = absent.len());
        doc.hanging(Role::Warn, "", LABEL, &tr!("quotas-not-counted", layers = layers));
    }
    if !of_template.is_empty() {
        let layers = tr!("count-layer", count = of_template.len());
        doc.hanging(Role::Warn, "", LABEL, &tr!("quotas-not-counted-local", layers = layers));
    }
    match code {
        Some(Loadable::Loading) => doc.hanging(Role::Busy, "", LABEL, tr!("quotas-code-loading")),
        Some(Loadable::Unavailable(reason)) => {
            doc.hanging(Role::Dim, "", LABEL, &tr!("quotas-code-unavailable", reason = reason));
        }
        None => doc.hanging(Role::Dim, "", LABEL, tr!("quotas-code-on-top")),
        Some(Loadable::Ready(size)) if !size.built => {
            doc.hanging(Role::Dim, "", LABEL, tr!("quotas-code-dependencies"));
        }
        Some(Loadable::Ready(_)) => {}
    }
}

/// Draws the quota for direct uploads, as far as the size is known.
fn upload(doc: &mut Doc, upload: Upload) {
    match upload {
        Upload::Direct { bytes, exact } => {
            let share_text = text::percent(bytes, MAX_DIRECT_UPLOAD_BYTES);
            let amount = tr!("quotas-of-zipped", bytes = text::bytes(bytes), share = share_text);
            gauge(doc, tr!("quotas-zipped"), &[share(bytes, MAX_DIRECT_UPLOAD_BYTES)], Role::Text, &amount);
            let how = if exact { tr!("quotas-direct") } else { tr!("quotas-direct-at-most") };
            doc.hanging(Role::Dim, "", LABEL, how);
        }
        Upload::ThroughS3(bytes) => {
            let share_text = text::percent(bytes, MAX_DIRECT_UPLOAD_BYTES);
            let amount = tr!("quotas-of-zipped", bytes = text::bytes(bytes), share = share_text);
            gauge(doc, tr!("quotas-zipped"), &[1.0], Role::Warn, &amount);
            doc.hanging(Role::Warn, "", LABEL, tr!("quotas-through-s3"));
        }
        Upload::Unknown => {
            let label = text::fill(tr!("quotas-zipped"), LABEL - 1, "");
            doc.hanging(Role::Dim, &label, 0, tr!("quotas-zipped-unknown"));
        }
    }
}
