//! Draws Overview: how much SAM takes on this machine as one bar, what can be reclaimed, the problems, and the largest
//! entries.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::super::amount;
use super::super::clean_up;
use super::super::layout::{self, Layout};
use super::super::state::{Screen, State};
use super::super::text;
use super::super::theme::{Appearance, Role};
use super::{bar, footprint_bar, images, layers, pane, problems, table, treemap};
use crate::inventory::facts::EngineState;
use crate::inventory::facts::builds::{BuildFolderState, FoundBuildFolder};
use crate::inventory::footprint::Amount;
use crate::sam::problem::Severity;
use crate::tui::keys::table::{KeyContext, UserAction};
use crate::tui::list::model::Key;
use crate::tui::overview::places::{self, Pane};
use crate::tui::overview::{Entry, Reclaimable, Section};
use crate::tui::treemap::Level;

/// Columns of sizes.
const SIZE: usize = 12;

/// Columns of the key at the end of a row.
const KEY: usize = 4;

type Pieces = Vec<(Role, String)>;

/// Draws the screen. It has no table.
pub fn draw(frame: &mut Frame, state: &State, layout: &Layout) {
    let places = places::of(state, layout);
    footprint_bar::draw(frame, state, &places);
    for one in &places.panes {
        draw_pane(frame, state, layout, one);
    }
    if let Some(area) = places.map {
        let title = pane::Title { left: tr!("key-treemap"), right: "" };
        pane::frame(frame, state, area, &title, false);
        treemap::draw_within(frame, state, Level::Everything, layout::inside(area, layout.boxed));
    }
}

fn draw_pane(frame: &mut Frame, state: &State, layout: &Layout, one: &Pane) {
    if layout.boxed || one.section.is_some() {
        let title =
            one.section.map_or_else(|| tr!("overview-title").to_owned(), |section| section_title(state, section));
        let rows = state.overview.iter().filter(|entry| one.section.is_none_or(|section| entry.section() == section));
        let shown: Vec<usize> = one.lines.iter().filter_map(|(line, _)| line.row()).collect();
        let before = state.overview.iter().take_while(|entry| one.section.is_some_and(|own| entry.section() != own));
        let scroll = shown.first().map_or(0, |first| first.saturating_sub(before.count()));
        // The problems have their number in the title, and each of these rows stands for several.
        let right = match one.section {
            Some(Section::Problems) => match rows.count() - shown.len() {
                0 => String::new(),
                more => tr!("treemap-more", count = more),
            },
            _ => pane::position(scroll, rows.count(), shown.len()),
        };
        let has_cursor = state.overview.get(state.list().cursor).map(Entry::section);
        let focused = state.modal.is_none() && (one.section.is_none() || one.section == has_cursor);
        pane::frame(frame, state, one.area, &pane::Title { left: &title, right: &right }, focused);
    }
    for (line, area) in &one.lines {
        match line {
            places::Line::Title(section) => {
                let title = state.appearance.span(Role::Title, format!(" {}", section_title(state, *section)));
                Line::from(title).render(*area, frame.buffer_mut());
            }
            places::Line::Empty(section) => put(frame, state, *area, &empty(state, *section), false),
            places::Line::Row(at) => {
                let is_cursor = *at == state.list().cursor;
                put(frame, state, *area, &row(state, *at, usize::from(area.width), is_cursor), is_cursor);
            }
        }
    }
}

/// Returns the title of a section: the number of problems in the words of the header.
fn section_title(state: &State, section: Section) -> String {
    match (section, state.shown.totals.problems) {
        (Section::Problems, count @ 1..) => tr!("count-problem", count = count),
        _ => section.title().to_owned(),
    }
}

fn put(frame: &mut Frame, state: &State, area: Rect, pieces: &Pieces, is_cursor: bool) {
    let mut line = Line::from(pieces.iter().map(|(role, text)| state.appearance.span(*role, text)).collect::<Vec<_>>());
    if is_cursor {
        table::set_cursor(state, &mut line, Role::Cursor);
        frame.buffer_mut().set_style(area, line.style);
    }
    line.render(area, frame.buffer_mut());
}

/// Returns why a section has no rows.
fn empty(state: &State, section: Section) -> Pieces {
    let ellipsis = state.appearance.glyphs.ellipsis;
    let complete = state.inventory.complete;
    let is_counting = !(complete.listed && complete.measured && complete.images && complete.templates);
    let (role, sentence) = match section {
        _ if is_counting => (Role::Busy, tr!("header-counting", ellipsis = ellipsis)),
        Section::Problems if matches!(state.inventory.engine, Some(EngineState::Unavailable { .. })) => {
            (Role::Text, tr!("overview-no-problems-known").to_owned())
        }
        Section::Problems => (Role::Ok, tr!("header-no-problems", ok = state.appearance.glyphs.ok)),
        Section::Reclaim | Section::Largest => (Role::Dim, tr!("overview-nothing").to_owned()),
    };
    vec![(role, format!("  {sentence}"))]
}

/// Returns the pieces of a row that is `width` columns wide.
fn row(state: &State, at: usize, width: usize, is_cursor: bool) -> Pieces {
    let glyphs = &state.appearance.glyphs;
    let mut pieces = vec![(Role::Accent, if is_cursor { format!("{} ", glyphs.cursor) } else { "  ".to_owned() })];
    let width = width.saturating_sub(3);
    match &state.overview[at] {
        Entry::Reclaim(what, total) => {
            let (role, bytes) = match total {
                _ if is_loading(state, *what) => (Role::Busy, tr!("header-counting", ellipsis = glyphs.ellipsis)),
                Ok(total) if total.count == 0 && total.bytes.known().is_some() => {
                    (Role::Dim, tr!("clean-up-none").to_owned())
                }
                Ok(total) => {
                    let bytes = what.criterion().map_or_else(
                        || amount::short(&state.appearance, total.bytes),
                        |criterion| clean_up::bytes_text(&state.appearance, criterion, total.bytes),
                    );
                    (Role::Text, bytes)
                }
                Err(_) => (Role::Warn, tr!("footprint-unknown").to_owned()),
            };
            let key = key_of(state, *what);
            let count = match total {
                Ok(total) if total.count > 0 => text::count(total.count as u64),
                _ => String::new(),
            };
            let label = width.saturating_sub(SIZE + 6 + KEY);
            let name = if *what == Reclaimable::Safe { Role::Title } else { Role::Text };
            pieces.push((name, text::fill(what.label(), label, glyphs.ellipsis)));
            pieces.push((Role::Dim, text::fill_left(&count, 6, "")));
            pieces.push((role, text::fill_left(&bytes, SIZE, glyphs.ellipsis)));
            pieces.push((Role::Key, text::fill_left(&key, KEY, "")));
        }
        Entry::Problems { code, count, target } => {
            let sign = match code.severity() {
                Severity::Error => glyphs.failed,
                Severity::Warning => glyphs.warn,
                Severity::Note => glyphs.dot,
            };
            let name = 22.min(width / 2);
            let target_width = width.saturating_sub(name + 8 + KEY);
            let target = text::sanitize(target);
            let target = text::cut_middle(&target, target_width, glyphs.ellipsis);
            pieces.push((problems::role(code.severity()), format!("{sign} ")));
            pieces.push((Role::Text, text::fill_left(&text::count(*count as u64), 4, "")));
            pieces.push((Role::Text, format!(" {} ", text::fill(code.as_str(), name, glyphs.ellipsis))));
            pieces.push((Role::Dim, text::fill(&target, target_width, "")));
            pieces.push((Role::Key, text::fill_left(&key_label(state, UserAction::Problems), KEY, "")));
        }
        Entry::Large(key, amount) => pieces.extend(large(state, key, *amount, width)),
    }
    pieces
}

fn is_loading(state: &State, what: Reclaimable) -> bool {
    let complete = state.inventory.complete;
    if what == Reclaimable::Builds {
        return !complete.builds;
    }
    let needs_uses = matches!(what, Reclaimable::Safe | Reclaimable::UnusedLayers | Reclaimable::UnusedImages);
    let needs_images = !matches!(what, Reclaimable::UnusedLayers | Reclaimable::Leftovers | Reclaimable::Trash);
    needs_uses && !complete.templates || needs_images && !complete.images || !complete.listed
}

/// Returns the key that reclaims something.
fn key_of(state: &State, what: Reclaimable) -> String {
    key_label(
        state,
        match what {
            Reclaimable::Trash => UserAction::EmptyTrash,
            Reclaimable::OutdatedImages => UserAction::OutdatedImages,
            _ => UserAction::CleanUp,
        },
    )
}

/// Returns the key of an action on this screen.
fn key_label(state: &State, action: UserAction) -> String {
    let mut bindings = state.keys.bindings(KeyContext::Screen(Screen::Overview));
    let bound = bindings.find(|bound| bound.binding.action == action);
    bound.and_then(|bound| bound.keys.first().map(|press| press.label())).unwrap_or_default()
}

/// Returns the pieces of a large entry: its state, name, kind, bytes, and a bar relative to the largest one.
fn large(state: &State, key: &Key, bytes: Amount, width: usize) -> Pieces {
    let appearance = &state.appearance;
    let glyphs = &appearance.glyphs;
    let shown = &state.shown;
    let mut has_key = true;
    let owned = |(sign, word, role): (&'static str, &'static str, Role)| (sign, word.to_owned(), role);
    let ((sign, word, role), kind, name) = match key {
        Key::Layer(dir) => match shown.layer(dir) {
            Some(row) => (owned(layers::state_of(appearance, row)), tr!("overview-kind-layer"), dir.to_string()),
            None => return Vec::new(),
        },
        Key::Image(name) => match shown.images.iter().find(|row| row.name == *name) {
            Some(row) => (owned(images::state_of(appearance, row)), tr!("overview-kind-image"), name.to_string()),
            None => return Vec::new(),
        },
        Key::BuildFolder(path) => match shown.builds.iter().find(|folder| folder.path == *path) {
            Some(folder) => {
                has_key = folder.orphans().next().is_some();
                let name = text::path(path, state.home.as_deref());
                (build_state(appearance, folder), tr!("overview-kind-builds"), name)
            }
            None => return Vec::new(),
        },
        Key::Path(path) => {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            ((glyphs.skipped, String::new(), Role::Dim), tr!("overview-kind-leftover"), name)
        }
        _ => return Vec::new(),
    };
    let bar_columns = if width >= 90 { (width / 4).min(48) } else { 0 };
    let fixed = 12 + 10 + SIZE + KEY + usize::from(bar_columns > 0) + bar_columns;
    let name_width = width.saturating_sub(fixed);
    let clean = text::sanitize(&name);
    let name = text::fill(&text::cut_middle(&clean, name_width, glyphs.ellipsis), name_width, "");
    let state_text = text::fill(&format!("{sign} {word}"), 12, "");
    let mut pieces = vec![
        (role, state_text),
        (Role::Text, name),
        (Role::Dim, text::fill(&format!(" {kind}"), 10, "")),
        (Role::Text, text::fill_left(&amount::short(appearance, bytes), SIZE, "")),
    ];
    if bar_columns > 0 {
        let largest = state.overview.iter().find_map(|entry| match entry {
            Entry::Large(_, amount) => Some(amount.so_far()),
            _ => None,
        });
        #[expect(clippy::cast_precision_loss, reason = "a bar has some fifty columns")]
        let share = bytes.so_far() as f64 / largest.unwrap_or(1).max(1) as f64;
        let (full, rest) = bar::bar(appearance, bar_columns, share);
        pieces.extend([(Role::Text, " ".to_owned()), (Role::Bar, full), (Role::Empty, rest)]);
    }
    let key = if has_key { key_label(state, UserAction::Purge) } else { String::new() };
    pieces.push((Role::Key, text::fill_left(&key, KEY, "")));
    pieces
}

/// Returns the glyph, label and role of a build folder: how many of its UUIDs are unused.
fn build_state(appearance: &Appearance, folder: &FoundBuildFolder) -> (&'static str, String, Role) {
    let glyphs = &appearance.glyphs;
    match (&folder.state, &folder.in_use, folder.orphans().count()) {
        (BuildFolderState::Unknown(_), ..) => (glyphs.unknown, tr!("builds-unknown").to_owned(), Role::Warn),
        (_, Some(_), _) => (glyphs.dot, tr!("builds-building").to_owned(), Role::Busy),
        (_, None, 0) => (glyphs.ok, tr!("builds-used").to_owned(), Role::Ok),
        (_, None, unused) => (glyphs.empty, tr!("overview-builds-unused", count = unused), Role::Dim),
    }
}
