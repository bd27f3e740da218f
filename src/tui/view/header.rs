//! Draws the header: app name, tabs and badges; below them the cache, the footprint, the problems and the engine.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::super::lang;
use super::super::layout::{self, Layout};
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::footprint;
use crate::inventory::facts::{CacheAccess, EngineState};
use crate::tui::phrases;

type Pieces = Vec<(Role, String)>;

/// Draws the header and returns where it shows the number of problems.
pub fn draw(frame: &mut Frame, state: &State, layout: &Layout) -> Option<Rect> {
    tabs(frame, state, layout.tabs);
    if layout.status.height >= 2 {
        let columns = usize::from(layout.status.width);
        let mut rows = layout.status.rows();
        let mut problems = None;
        for pieces in [cache(state, columns), rest(state, false)] {
            if let Some(row) = rows.next() {
                problems = problems_in(state, &pieces, row);
                put(frame, state, row, pieces, false);
            }
        }
        return problems;
    }
    // Problems are more important than the path of the cache, which is shortened.
    let second = rest(state, layout.status.width < 100);
    let right = width(&second).min(usize::from(layout.status.width) * 7 / 10);
    let first = cache(state, usize::from(layout.status.width).saturating_sub(right + 3));
    let right = u16::try_from(right + 1).unwrap_or(u16::MAX);
    let left = Rect { width: layout.status.width.saturating_sub(right + 1), ..layout.status };
    let right = Rect { x: left.right(), width: right, ..layout.status };
    put(frame, state, left, first, false);
    let drawn = u16::try_from(width(&second)).unwrap_or(u16::MAX).min(right.width);
    let problems = problems_in(state, &second, Rect { x: right.right() - drawn, width: drawn, ..right });
    put(frame, state, right, second, true);
    problems
}

/// Returns where the number of problems is: it is the first of the pieces.
fn problems_in(state: &State, pieces: &Pieces, area: Rect) -> Option<Rect> {
    let [lead, number, ..] = &pieces[..] else { return None };
    let columns = |piece: &(Role, String)| u16::try_from(text::width(&piece.1)).unwrap_or(u16::MAX);
    let is_number = state.shown.totals.problems > 0;
    is_number.then(|| Rect { x: area.x + columns(lead), width: columns(number), ..area })
}

fn width(pieces: &Pieces) -> usize {
    pieces.iter().map(|(_, text)| text::width(text)).sum()
}

fn tabs(frame: &mut Frame, state: &State, area: Rect) {
    let appearance = &state.appearance;
    if area.width >= 90 {
        Line::from(appearance.span(Role::Title, " samlayers")).render(area, frame.buffer_mut());
    }
    for (screen, label, area) in layout::tabs(state, area) {
        let open = screen == state.screen;
        let line = Line::from(appearance.span(if open { Role::Accent } else { Role::Dim }, label));
        line.render(area, frame.buffer_mut());
        if open {
            frame.buffer_mut().set_style(area, ratatui::style::Modifier::REVERSED);
        }
    }
    let mut badges = Line::default();
    for badge in layout::badges(state) {
        badges.push_span(appearance.span(Role::Badge, format!(" {badge} ")));
        badges.push_span(" ");
    }
    let width = u16::try_from(badges.width()).unwrap_or(u16::MAX).min(area.width);
    badges.render(Rect { x: area.right() - width, width, ..area }, frame.buffer_mut());
}

/// Returns whether everything was read, so that the absence of problems is known.
fn nothing_is_unknown(state: &State) -> bool {
    let complete = state.inventory.complete;
    let engine = !matches!(state.inventory.engine, None | Some(EngineState::Unavailable { .. }));
    complete.listed && complete.measured && complete.images && complete.templates && engine
}

/// Least columns for the path of the cache beside the longer forms of the footprint.
const PATH: usize = 22;

/// Returns the path of the cache and the footprint within a number of columns.
fn cache(state: &State, columns: usize) -> Pieces {
    let inventory = &state.inventory;
    let glyphs = &state.appearance.glyphs;
    let Some(cache) = &inventory.cache else {
        return vec![(Role::Busy, format!(" {}", tr!("header-looking-for-the-cache", ellipsis = glyphs.ellipsis)))];
    };
    let access = match &cache.access {
        CacheAccess::Missing => Some((Role::Warn, tr!("header-not-there-yet").to_owned())),
        CacheAccess::Unusable(_) => Some((Role::Bad, tr!("header-cannot-be-used").to_owned())),
        CacheAccess::Ready if inventory.complete.listed => None,
        CacheAccess::Ready => Some((Role::Busy, tr!("header-listing", ellipsis = glyphs.ellipsis))),
    };
    let path = text::path(&cache.path, state.home.as_deref());
    let needed = text::width(&path).min(PATH) + 1;
    let forms = footprint::FORMS.into_iter().map(|form| {
        let pieces = access.iter().cloned().chain(footprint::sum(state, form));
        pieces.flat_map(|piece| [(Role::Dim, format!(" {} ", glyphs.dot)), piece]).collect::<Pieces>()
    });
    let mut forms = forms.collect::<Vec<_>>();
    let mut sum = forms.pop().unwrap_or_default();
    if let Some(fitting) = forms.into_iter().find(|pieces| width(pieces) + needed <= columns) {
        sum = fitting;
    }
    let available = columns.saturating_sub(width(&sum) + 1);
    let path = text::cut_start(&path, available, glyphs.ellipsis);
    let mut pieces = vec![(Role::Text, format!(" {path}"))];
    pieces.append(&mut sum);
    pieces
}

/// Returns problems and engine, shortened on narrow terminals.
fn rest(state: &State, short: bool) -> Pieces {
    let inventory = &state.inventory;
    let glyphs = &state.appearance.glyphs;
    let mut pieces: Pieces = Vec::new();
    let mut add = |role, text: String| {
        let lead = if pieces.is_empty() { " ".to_owned() } else { format!(" {} ", glyphs.dot) };
        pieces.push((Role::Dim, lead));
        pieces.push((role, text));
    };
    let problems = state.shown.totals.problems;
    if problems > 0 {
        let counted = if short { problems.to_string() } else { tr!("count-problem", count = problems) };
        add(Role::Warn, format!("{} {counted}", glyphs.warn));
    } else if nothing_is_unknown(state) {
        add(Role::Ok, if short { glyphs.ok.to_owned() } else { tr!("header-no-problems", ok = glyphs.ok) });
    }
    match &inventory.engine {
        None => {
            let asking = if short { tr!("header-engine") } else { tr!("header-asking-engine") };
            add(Role::Busy, format!("{asking}{}", glyphs.ellipsis));
        }
        Some(EngineState::Off) => add(Role::Dim, tr!("header-engine-off").to_owned()),
        Some(EngineState::Unavailable { reason, .. }) => {
            // The full reason is shown on the Images screen.
            let reason = if short { String::new() } else { format!(": {}", text::sanitize(&lang::localized(reason))) };
            let reason = if text::width(&reason) > usize::from(state.size.0) / 3 { String::new() } else { reason };
            add(Role::Bad, tr!("header-no-engine", failed = glyphs.failed, reason = reason));
        }
        Some(EngineState::Ready { name, endpoint, recorded }) => {
            let name = phrases::engine(name, *recorded);
            let name = if short { name.split(' ').next().unwrap_or(&name) } else { &name };
            // A recording has no address.
            let has_room = state.size.0 >= 150 && !recorded;
            let at = if has_room { format!(" {}", tr!("header-at", endpoint = endpoint)) } else { String::new() };
            add(Role::Text, format!("{}{}", text::sanitize(name), text::sanitize(&at)));
        }
    }
    pieces
}

fn put(frame: &mut Frame, state: &State, area: Rect, pieces: Pieces, right: bool) {
    let spans: Vec<_> = pieces.into_iter().map(|(role, text)| state.appearance.span(role, text)).collect();
    let line = Line::from(spans);
    let line = if right { line.right_aligned() } else { line };
    line.render(area, frame.buffer_mut());
}
