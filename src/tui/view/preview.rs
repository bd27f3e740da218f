//! Draws information about the file under the cursor of a tree, and the start of its content.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Borders, Widget};

use super::super::contents::Contents;
use super::super::lang;
use super::super::state::{Loadable, State};
use super::super::text;
use super::super::theme::Role;
use super::contents::change;
use super::doc::Doc;
use super::pane;
use crate::content::listing::ListedKind;
use crate::content::preview::Preview;
use crate::content::tree::{BrowseTarget, Leaf, Mark, Tree};

/// Draws the preview, with a line on its left if it is beside the tree; returns its number of lines and how many fit.
pub fn draw(
    frame: &mut Frame,
    state: &State,
    area: Rect,
    dialog: &Contents,
    tree: &Tree,
    beside: bool,
) -> (usize, usize) {
    let mut area = area;
    if beside {
        let role = if dialog.reading { Role::BorderFocus } else { Role::Border };
        let side = ratatui::symbols::border::Set {
            vertical_left: state.appearance.glyphs.pipe,
            ..ratatui::symbols::border::PLAIN
        };
        let block = Block::new().borders(Borders::LEFT).border_set(side).border_style(state.appearance.style(role));
        let inner = block.inner(area);
        block.render(area, frame.buffer_mut());
        area = inner;
    }
    let mut doc = Doc::new(&state.appearance, usize::from(area.width).saturating_sub(1));
    if let Some(leaf) = dialog.leaf(dialog.cursor) {
        doc.unspaced(Role::Title, 0, &leaf.listed.path.to_string_lossy());
        about(&mut doc, leaf, tree);
        if dialog.preview.is_none() {
            unread(&mut doc, dialog, leaf);
        }
    }
    match &dialog.preview {
        None => {}
        Some((_, Loadable::Loading)) => doc.paragraph(Role::Busy, tr!("preview-reading-it")),
        Some((_, Loadable::Unavailable(reason))) => doc.paragraph(Role::Bad, reason),
        Some((_, Loadable::Ready(preview))) => content(&mut doc, preview),
    }
    let lines = doc.finish();
    let (count, fit) = (lines.len(), usize::from(area.height));
    let scroll = dialog.scroll.min(count.saturating_sub(fit));
    pane::lines(frame, Rect { width: area.width + 1, ..area }, lines, scroll);
    (count, fit)
}

/// Draws the layer a file belongs to, or how it differs.
fn about(doc: &mut Doc, leaf: &Leaf, tree: &Tree) {
    let origin = |at: &usize| tree.origins.get(*at).map_or("?", String::as_str);
    match &leaf.mark {
        Mark::Plain => {}
        Mark::From { winner, losers } if losers.is_empty() => doc.fact(tr!("preview-layer"), origin(winner)),
        Mark::From { winner, losers } => {
            doc.fact(tr!("preview-layer"), origin(winner));
            for loser in losers {
                doc.fact_as(Role::Warn, tr!("preview-hides"), origin(loser));
            }
        }
        Mark::Added => doc.fact_as(Role::Ok, tr!("preview-added"), origin(&1)),
        Mark::Removed => doc.fact_as(Role::Bad, tr!("preview-removed"), &tr!("preview-was-in", origin = origin(&0))),
        Mark::Changed { was } => {
            let (was, is) = (*was, leaf.listed.bytes);
            doc.fact_as(
                Role::Warn,
                tr!("preview-changed"),
                &format!(
                    "{} {} {}, {}",
                    text::bytes(was),
                    doc.appearance.glyphs.right,
                    text::bytes(is),
                    change(was, is)
                ),
            );
        }
    }
}

/// Draws entries without a preview: directories, links, and files in an image.
fn unread(doc: &mut Doc, dialog: &Contents, leaf: &Leaf) {
    match &leaf.listed.kind {
        ListedKind::Directory => {
            let is_file = |leaf: &&Leaf| leaf.listed.kind != ListedKind::Directory;
            let files = dialog.below_cursor().iter().filter(is_file).count();
            let what = match &dialog.inside {
                BrowseTarget::Difference { .. } => tr!("preview-folder-differs"),
                BrowseTarget::Layer(_) | BrowseTarget::Opt { .. } | BrowseTarget::Image(_) => {
                    tr!("preview-folder-with")
                }
            };
            doc.fact(tr!("preview-content"), &format!("{what} {}", tr!("count-file", count = files)));
            doc.fact(tr!("preview-size"), &text::bytes(leaf.listed.bytes));
        }
        ListedKind::Link(target) => doc.fact(tr!("preview-leads-to"), &target.to_string_lossy()),
        ListedKind::File { .. } if matches!(dialog.inside, BrowseTarget::Image(_)) => {
            doc.fact(tr!("preview-size"), &text::bytes(leaf.listed.bytes));
            doc.blank();
            doc.paragraph(Role::Dim, tr!("preview-image-files"));
        }
        ListedKind::File { .. } | ListedKind::Other => {}
    }
}

fn content(doc: &mut Doc, preview: &Preview) {
    let what = match &preview.cut {
        Some(cut) => format!("{}, {}", lang::localized(&preview.what), lang::localized(cut)),
        None => lang::localized(&preview.what),
    };
    doc.fact(tr!("preview-content"), &what);
    for (label, value) in &preview.facts {
        doc.fact(&lang::localized(label), &lang::localized(value));
    }
    doc.blank();
    for line in &preview.lines {
        let cut = text::cut_end(line, doc.columns, doc.appearance.glyphs.ellipsis).into_owned();
        doc.line([(Role::Text, cut)]);
    }
}
