//! Draws information about the file under the cursor of a tree, and the start of its content.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Block, Borders, Widget};

use super::super::contents::{Contents, PreviewContent};
use super::super::lang;
use super::super::state::{Loadable, State};
use super::super::text;
use super::super::theme::Role;
use super::contents::change;
use super::doc::{Doc, LABEL};
use super::{line_changes, pane, table};
use crate::content::file_changes::{FileChanges, LineChanges};
use crate::content::listing::ListedKind;
use crate::content::preview::Preview;
use crate::content::tree::{BrowseTarget, Leaf, Mark, Tree, overridden};

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
    if let Some(leaf) = dialog.current() {
        let path = leaf.listed.path.to_string_lossy();
        if dialog.reading {
            area = focused_title(frame, state, area, &path);
        } else {
            doc.unspaced(Role::Title, 0, &path);
        }
        about(&mut doc, leaf, tree);
        if dialog.preview.is_none() {
            unread(&mut doc, dialog, leaf);
        }
    }
    if let Some(changes) = dialog.line_changes() {
        return draw_changes(frame, state, area, dialog, doc, changes);
    }
    match &dialog.preview {
        // Changed lines are drawn above.
        None | Some((_, Loadable::Ready(PreviewContent::Changes(FileChanges::Lines(_))))) => {}
        Some((_, Loadable::Loading)) => doc.paragraph(Role::Busy, tr!("preview-reading-it")),
        Some((_, Loadable::Unavailable(reason))) => doc.paragraph(Role::Bad, reason),
        Some((_, Loadable::Ready(PreviewContent::File(preview)))) => content(&mut doc, preview),
        Some((_, Loadable::Ready(PreviewContent::Changes(FileChanges::NoLines(why))))) => {
            doc.blank();
            doc.paragraph(Role::Text, &lang::localized(why));
        }
    }
    let lines = doc.finish();
    let (count, fit) = (lines.len(), usize::from(area.height));
    let scroll = dialog.scroll.min(count.saturating_sub(fit));
    pane::lines(frame, Rect { width: area.width + 1, ..area }, lines, scroll);
    (count, fit)
}

/// Draws the path of the file that is read as the line under the cursor, with the key that leads back to the tree;
/// returns the area below.
fn focused_title(frame: &mut Frame, state: &State, area: Rect, path: &str) -> Rect {
    let appearance = &state.appearance;
    let row = Rect { height: area.height.min(1), ..area };
    let back = format!(" Esc {} ", tr!("preview-back"));
    let available = usize::from(row.width).saturating_sub(text::width(&back) + 3);
    let path = text::sanitize(path);
    let path = text::cut_start(&path, available, appearance.glyphs.ellipsis);
    let mut line = Line::from(vec![
        appearance.span(Role::Text, format!("{} ", appearance.glyphs.cursor)),
        appearance.span(Role::Text, text::fill(&path, available + 1, "")),
        appearance.span(Role::Text, back),
    ]);
    table::set_cursor(state, &mut line, Role::Cursor);
    frame.buffer_mut().set_style(row, line.style);
    line.render(row, frame.buffer_mut());
    Rect { y: area.y + row.height, height: area.height - row.height, ..area }
}

/// Draws the lines that differ. What is above them does not scroll.
fn draw_changes(
    frame: &mut Frame,
    state: &State,
    area: Rect,
    dialog: &Contents,
    mut doc: Doc,
    changes: &LineChanges,
) -> (usize, usize) {
    let side_by_side = dialog.is_side_by_side(state.size.0);
    let mut pieces = vec![
        (Role::Dim, text::fill(tr!("changes-lines"), LABEL, "")),
        (Role::Ok, format!("+{}", text::count(changes.added as u64))),
        (Role::Bad, format!(" -{}", text::count(changes.removed as u64))),
    ];
    let all = changes.starts(side_by_side).len();
    if all > 1 {
        let at = tr!("changes-at", at = (dialog.change + 1).min(all), all = all);
        pieces.push((Role::Dim, format!("  {at}")));
    }
    doc.line(pieces);
    for note in changes.note.iter().map(lang::localized).chain(changes.is_cut.then(|| tr!("changes-cut").to_owned())) {
        doc.paragraph(Role::Warn, &note);
    }
    let mut head = doc.finish();
    // Of a short pane, the changes get at least half.
    head.truncate(usize::from(area.height / 2));
    let lines = u16::try_from(head.len()).unwrap_or(u16::MAX) + 1;
    pane::lines(frame, Rect { width: area.width + 1, ..area }, head, 0);
    let area = Rect { x: area.x + 1, width: area.width.saturating_sub(1), ..area };
    let body = Rect { y: area.y + lines, height: area.height.saturating_sub(lines), ..area };
    rule(frame, state, Rect { y: body.y.saturating_sub(1), height: 1, ..body }, side_by_side.then_some(&dialog.inside));
    let (count, fit) = (changes.rows(side_by_side), usize::from(body.height));
    let scroll = dialog.scroll.min(count.saturating_sub(fit));
    line_changes::draw(frame, state, body, changes, scroll, side_by_side);
    (count, fit)
}

/// Draws a line above the changes; side by side, with the names of the versions.
fn rule(frame: &mut Frame, state: &State, area: Rect, versions: Option<&BrowseTarget>) {
    let appearance = &state.appearance;
    let line = appearance.glyphs.frame[1];
    Line::from(appearance.span(Role::Border, line.repeat(usize::from(area.width)))).render(area, frame.buffer_mut());
    let Some(BrowseTarget::Difference { old, new }) = versions else { return };
    for (side, (role, dir)) in line_changes::sides(area).into_iter().zip([(Role::Bad, old), (Role::Ok, new)]) {
        let name =
            text::cut_middle(dir.as_str(), usize::from(side.width).saturating_sub(4), appearance.glyphs.ellipsis);
        let side = Rect { x: side.x + 1, width: side.width.saturating_sub(1), ..side };
        Line::from(appearance.span(role, format!(" {name} "))).render(side, frame.buffer_mut());
    }
}

/// Draws the layer a file belongs to, or how it differs.
fn about(doc: &mut Doc, leaf: &Leaf, tree: &Tree) {
    let origin = |at: &usize| tree.origins.get(*at).map_or("?", String::as_str);
    match &leaf.mark {
        Mark::Plain => {}
        Mark::From { winner, losers, .. } if losers.is_empty() => doc.fact(tr!("preview-layer"), origin(winner)),
        Mark::From { winner, losers, wasted } => {
            doc.fact(tr!("preview-layer"), origin(winner));
            for loser in losers {
                doc.fact_as(Role::Warn, tr!("preview-hides"), origin(loser));
            }
            doc.fact_as(Role::Warn, tr!("preview-wasted"), &text::bytes(*wasted));
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
            let (files, wasted) = overridden(dialog.below_cursor());
            if files > 0 {
                let files = tr!("count-file", count = files);
                let wasted = tr!("preview-wasted-in", bytes = text::bytes(wasted), files = files);
                doc.fact_as(Role::Warn, tr!("preview-wasted"), &wasted);
            }
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
