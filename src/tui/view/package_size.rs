//! Draws what makes a layer or function large: its size against Lambda's quotas, the largest savings, and its parts.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::super::lang;
use super::super::layout;
use super::super::state::{Loadable, State};
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::{bar, gauges, pane};
use crate::content::packages::breakdown::{Part, PartKind, added_up};
use crate::content::packages::package::{PackageKind, PackageSize};
use crate::text::quota_bytes;
use crate::tui::package_size::SizeDialog;

/// Columns of the dialog.
const COLUMNS: u16 = 110;

/// Columns of sizes.
const SIZE: usize = 9;

/// Columns of the bars.
const BAR: usize = 16;

/// From this width on, the parts have bars.
const WITH_BARS: usize = 70;

/// Draws the dialog and returns its number of lines and how many fit.
pub fn draw(frame: &mut Frame, state: &State, dialog: &SizeDialog) -> (usize, usize) {
    let width = layout::dialog(state.size, 0, COLUMNS).width;
    let mut doc = Doc::new(&state.appearance, usize::from(width).saturating_sub(4));
    match &dialog.size {
        Loadable::Loading => {
            doc.hanging(Role::Busy, state.appearance.glyphs.downloading, 0, tr!("size-measuring"));
        }
        Loadable::Unavailable(reason) => doc.hanging(Role::Bad, state.appearance.glyphs.failed, 0, reason),
        Loadable::Ready(size) => {
            quotas(&mut doc, size);
            savings(&mut doc, size);
            parts(&mut doc, &size.parts);
        }
    }
    let lines = doc.finish();
    let area = layout::dialog(state.size, lines.len(), COLUMNS);
    let (count, fit) = (lines.len(), usize::from(area.height).saturating_sub(2));
    let scroll = dialog.scroll.min(count.saturating_sub(fit));
    let title = tr!("size-title", name = text::sanitize(&dialog.name));
    let available = usize::from(width).saturating_sub(16);
    let title = text::cut_end(&title, available, state.appearance.glyphs.ellipsis);
    let right = pane::position(scroll, count, fit);
    let inner = pane::dialog(frame, state, area, &pane::Title { left: &title, right: &right });
    pane::lines(frame, Rect { x: inner.x - 1, width: inner.width + 2, ..inner }, lines, scroll);
    (count, fit)
}

/// Draws the sizes with their shares of the quotas, which are written as AWS does.
fn quotas(doc: &mut Doc, size: &PackageSize) {
    let quota = size.quota();
    let amount = |bytes: u64, most: u64| {
        tr!("size-of", bytes = text::bytes(bytes), share = text::percent(bytes, most), most = quota_bytes(most))
    };
    let mut unzipped = amount(size.unzipped, quota.unzipped);
    if !size.unknown.is_empty() {
        unzipped = tr!("footprint-at-least", bytes = unzipped);
    }
    line(doc, tr!("quotas-unzipped"), size.unzipped, quota.unzipped, &unzipped);
    if size.kind == PackageKind::Function {
        let code = size.code.map_or_else(|| tr!("footprint-unknown").to_owned(), text::bytes);
        let layers = text::bytes(size.unzipped.saturating_sub(size.code.unwrap_or(0)));
        let count = tr!("count-layer", count = size.layers.len());
        doc.paragraph(Role::Dim, &tr!("size-code-and-layers", code = code, layers = count, bytes = layers));
    }
    if let Some((zipped, most)) = size.zipped.zip(quota.zipped) {
        line(doc, tr!("quotas-zipped"), zipped, most, &amount(zipped, most));
    }
    if size.unzipped > quota.unzipped {
        let over = text::bytes(size.unzipped - quota.unzipped);
        doc.hanging(Role::Bad, doc.appearance.glyphs.failed, 0, &tr!("size-too-much", bytes = over));
    }
    gauges::unit(doc);
    for (target, why) in &size.unknown {
        let not_counted = tr!("size-not-counted", target = text::sanitize(target), why = lang::localized(why));
        doc.hanging(Role::Warn, doc.appearance.glyphs.warn, 0, &not_counted);
    }
}

fn line(doc: &mut Doc, label: &str, bytes: u64, most: u64, amount: &str) {
    let columns = doc.columns.saturating_sub(12 + text::width(amount)).clamp(5, 40);
    let role = if bytes > most { Role::Bad } else { Role::Text };
    let mut pieces = vec![(Role::Dim, text::fill(label, 11, ""))];
    pieces.extend(bar::gauge(doc.appearance, columns, &[share(bytes, most)]));
    pieces.push((role, format!(" {amount}")));
    doc.line(pieces);
}

#[expect(clippy::cast_precision_loss, reason = "a bar has forty columns at most")]
fn share(bytes: u64, of: u64) -> f64 {
    bytes as f64 / of.max(1) as f64
}

fn savings(doc: &mut Doc, size: &PackageSize) {
    let savings = size.savings();
    if savings.is_empty() {
        return;
    }
    doc.heading(tr!("size-savings"), tr!("size-savings-aside"));
    for saving in savings {
        let bytes = text::fill_left(&text::bytes(saving.bytes), SIZE, "");
        doc.hanging(Role::Text, &bytes, 0, &lang::localized(&saving.advice()));
    }
}

/// Draws the parts, largest first.
fn parts(doc: &mut Doc, parts: &[Part]) {
    let parts = added_up(parts);
    let Some(largest) = parts.first().map(|part| part.bytes) else { return };
    doc.heading(tr!("size-parts"), "");
    let glyphs = doc.appearance.glyphs;
    let bar_columns = if doc.columns >= WITH_BARS { BAR } else { 0 };
    let names = parts.iter().map(|part| text::width(&name(part))).max().unwrap_or(0);
    let names = names.min(doc.columns.saturating_sub(SIZE + bar_columns + 3) * 3 / 5);
    for part in &parts {
        let mut pieces = vec![(Role::Text, text::fill_left(&text::bytes(part.bytes), SIZE, ""))];
        if bar_columns > 0 {
            let (full, rest) = bar::bar(doc.appearance, bar_columns, share(part.bytes, largest));
            pieces.extend([(Role::Text, " ".to_owned()), (Role::Bar, full), (Role::Empty, rest)]);
        }
        let clean = name(part);
        let name = text::fill(&text::cut_middle(&clean, names, glyphs.ellipsis), names, "");
        pieces.push((Role::Text, format!(" {name}")));
        pieces.push((Role::Dim, format!("  {}", kind(part))));
        doc.line(pieces);
    }
}

fn name(part: &Part) -> String {
    let name = match (part.kind, &part.name) {
        (PartKind::Tests, _) => tr!("size-tests"),
        (PartKind::Cache, _) => tr!("size-caches"),
        (PartKind::Debug, _) => tr!("size-symbols"),
        (PartKind::Own, _) | (_, None) => tr!("size-own"),
        (_, Some(name)) => name,
    };
    let name = match &part.version {
        Some(version) => format!("{name} {version}"),
        None => name.to_owned(),
    };
    text::sanitize(&name).into_owned()
}

/// Returns what kind of part it is, and where else it is.
fn kind(part: &Part) -> String {
    let mut words = Vec::new();
    words.extend(part.ecosystem.filter(|_| part.kind == PartKind::Distribution).map(|it| it.as_str().to_owned()));
    if part.is_in_runtime {
        words.push(tr!("size-in-runtime").to_owned());
    }
    words.extend(part.layer.as_ref().map(|layer| text::sanitize(layer).into_owned()));
    if !part.also_in.is_empty() {
        words.push(tr!("size-also-in", targets = text::sanitize(&part.also_in.join(", "))));
    }
    words.join(", ")
}
