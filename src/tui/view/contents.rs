//! What is in a layer: a tree with sizes.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::super::dialog::Contents;
use super::super::layout;
use super::super::state::{Loadable, State};
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::{bar, pane, table};
use crate::inventory::listing::{Listed, ListedKind, Listing};

/// Draws it; tells how many rows there are and how many fit.
pub fn draw(frame: &mut Frame, state: &State, dialog: &Contents) -> (usize, usize) {
    // As large as the screen allows: it is a place to stay in.
    let area = layout::dialog(state.size, usize::MAX, 130);
    let visible = dialog.visible();
    let right = match &dialog.listing {
        Loadable::Ready(listing) => total(listing),
        _ => String::new(),
    };
    let title = format!("/opt from {}", dialog.dir);
    let inner = pane::dialog(frame, state, area, &pane::Title { left: &title, right: &right });
    match &dialog.listing {
        Loadable::Loading => say(frame, state, inner, Role::Busy, "Reading the directory"),
        Loadable::Unavailable(reason) => say(frame, state, inner, Role::Bad, reason),
        Loadable::Ready(listing) if listing.entries.is_empty() && listing.failures.is_empty() => {
            say(frame, state, inner, Role::Text, "There is nothing in it.");
        }
        Loadable::Ready(listing) => tree(frame, state, inner, dialog, listing, &visible),
    }
    (visible.len(), usize::from(inner.height))
}

fn total(listing: &Listing) -> String {
    let top = listing.entries.iter().filter(|entry| entry.depth() == 0);
    let bytes = text::bytes(top.map(|entry| entry.bytes).sum());
    match (listing.omitted, listing.failures.len()) {
        (0, 0) => bytes,
        (0, failures) => format!("{bytes}, {failures} unreadable"),
        (omitted, _) => format!("{bytes}, {} more not listed", text::count(omitted)),
    }
}

fn say(frame: &mut Frame, state: &State, area: Rect, role: Role, sentence: &str) {
    let mut doc = Doc::new(&state.look, usize::from(area.width));
    doc.paragraph(role, sentence);
    pane::lines(frame, Rect { x: area.x - 1, width: area.width + 2, ..area }, doc.finish(), 0);
}

fn tree(frame: &mut Frame, state: &State, area: Rect, dialog: &Contents, listing: &Listing, visible: &[&Listed]) {
    let look = &state.look;
    let glyphs = look.glyphs;
    let largest = listing.entries.iter().map(|entry| entry.bytes).max().unwrap_or(0).max(1);
    let width = usize::from(area.width);
    for (at, row) in (dialog.top..visible.len()).zip(area.rows()) {
        let entry = visible[at];
        let (sign, role, note) = match &entry.kind {
            ListedKind::Directory if dialog.folded.contains(&entry.path) => (glyphs.folded, Role::Name, String::new()),
            ListedKind::Directory => (glyphs.unfolded, Role::Name, String::new()),
            ListedKind::File { executable: true } => (" ", Role::Ok, " *".to_owned()),
            ListedKind::File { executable: false } => (" ", Role::Text, String::new()),
            ListedKind::Link(target) => (" ", Role::Version, format!(" {} {}", glyphs.right, target.display())),
            ListedKind::Other => (glyphs.unknown, Role::Warn, String::new()),
        };
        #[expect(clippy::cast_precision_loss, reason = "a bar has eight columns")]
        let (full, empty) = bar::bar(look, 8, entry.bytes as f64 / largest as f64);
        let size = text::fill_left(&text::bytes(entry.bytes), 8, "");
        let indent = " ".repeat(entry.depth().min(20) * 2);
        let room = width.saturating_sub(19 + indent.len() + 2);
        let name = format!("{}{note}", entry.name());
        let clean = text::clean(&name);
        let name = text::cut_end(&clean, room, glyphs.ellipsis);
        let mut line = Line::from(vec![
            look.span(Role::Text, format!("{size} ")),
            look.span(Role::Bar, full),
            look.span(Role::Empty, empty),
            look.span(Role::Dim, format!(" {indent}{sign} ")),
            look.span(role, name),
        ]);
        if at == dialog.cursor {
            table::set_cursor(state, &mut line, Role::Cursor);
            // The rest of the row first: the line's own pieces know better.
            frame.buffer_mut().set_style(row, line.style);
            line.render(row, frame.buffer_mut());
        } else {
            line.render(row, frame.buffer_mut());
        }
    }
}
