//! Where the parts of Overview are on the screen. Both drawing and mouse handling use it.

use ratatui::layout::{Constraint, Layout as Split, Position, Rect};

use super::{Entry, Section};
use crate::tui::layout::{self, Layout};
use crate::tui::state::State;

/// From this width on, the sections have panes of their own.
const MIN_PANES_COLUMNS: u16 = 100;

/// From this width on, a treemap is beside the largest entries.
const MIN_MAP_COLUMNS: u16 = 160;

/// Rows of the upper panes, at least and at most.
const UPPER: (usize, usize) = (4, 9);

/// From this height on, the bar has three lines.
const TALL: u16 = 40;

/// The parts of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The pane with the bar, including its frame.
    pub summary: Rect,
    /// The lines of the bar.
    pub bar_lines: u16,
    /// The panes with rows.
    pub panes: Vec<Pane>,
    /// The pane with a treemap, on wide terminals.
    pub map: Option<Rect>,
}

/// A pane with rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pane {
    /// The section; `None` if the pane lists all of them below each other.
    pub section: Option<Section>,
    /// The pane including its frame.
    pub area: Rect,
    /// What is on each line.
    pub lines: Vec<(Line, Rect)>,
}

/// A line of a pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// The title of a section.
    Title(Section),
    /// That a section has no rows, and why.
    Empty(Section),
    /// A row, by its index.
    Row(usize),
}

impl Line {
    /// Returns the index of the row.
    pub fn row(self) -> Option<usize> {
        match self {
            Self::Row(at) => Some(at),
            Self::Title(_) | Self::Empty(_) => None,
        }
    }
}

/// Calculates the places.
pub fn of(state: &State, layout: &Layout) -> Places {
    let body = layout.list;
    let legend = super::legend::lines(state, usize::from(body.width).saturating_sub(4));
    let legend = u16::try_from(legend.len()).unwrap_or(u16::MAX);
    let frame = if layout.boxed { 2 } else { 1 };
    let bar_lines = if body.height >= TALL { 3 } else { 1 };
    let summary_height = (bar_lines + legend + 1 + frame).min(body.height / 2);
    let [summary, rest] = Split::vertical([Constraint::Length(summary_height), Constraint::Fill(1)]).areas(body);
    let mut panes = if body.width >= MIN_PANES_COLUMNS && layout.boxed {
        separate(state, rest, layout.boxed)
    } else {
        vec![all_in_one(state, rest, layout.boxed)]
    };
    let map = (body.width >= MIN_MAP_COLUMNS).then(|| split_off_map(&mut panes)).flatten();
    Places { summary, bar_lines, panes, map }
}

/// Takes the right part of the pane with the largest entries for a treemap.
fn split_off_map(panes: &mut [Pane]) -> Option<Rect> {
    let largest = panes.iter_mut().find(|pane| pane.section == Some(Section::Largest))?;
    let [left, map] = Split::horizontal([Constraint::Percentage(50), Constraint::Fill(1)]).areas(largest.area);
    for (_, line) in &mut largest.lines {
        line.width = line.width.min(left.right().saturating_sub(line.x + 1));
    }
    largest.area = left;
    Some(map)
}

/// Returns the indices of the rows of a section.
fn rows_of(entries: &[Entry], section: Section) -> impl Iterator<Item = usize> {
    entries.iter().enumerate().filter(move |(_, entry)| entry.section() == section).map(|(at, _)| at)
}

/// Returns a pane for each section: two beside each other, the largest entries below.
fn separate(state: &State, area: Rect, boxed: bool) -> Vec<Pane> {
    let count = |section| rows_of(&state.overview, section).count();
    let rows = count(Section::Reclaim).max(count(Section::Problems)).clamp(UPPER.0, UPPER.1);
    let height = u16::try_from(rows + 2).unwrap_or(u16::MAX).min(area.height / 2);
    let [upper, lower] = Split::vertical([Constraint::Length(height), Constraint::Fill(1)]).areas(area);
    let [left, right] = Split::horizontal([Constraint::Percentage(50), Constraint::Fill(1)]).areas(upper);
    let places = [(Section::Reclaim, left), (Section::Problems, right), (Section::Largest, lower)];
    places
        .into_iter()
        .map(|(section, area)| pane(state, Some(section), area, boxed, lines_of(state, section)))
        .collect()
}

fn all_in_one(state: &State, area: Rect, boxed: bool) -> Pane {
    let lines = Section::ALL.into_iter().flat_map(|section| {
        let title = [Line::Title(section)].into_iter();
        title.chain(lines_of(state, section))
    });
    pane(state, None, area, boxed, lines.collect())
}

fn lines_of(state: &State, section: Section) -> Vec<Line> {
    let rows: Vec<Line> = rows_of(&state.overview, section).map(Line::Row).collect();
    if rows.is_empty() { vec![Line::Empty(section)] } else { rows }
}

/// Returns a pane scrolled so that the row under the cursor is visible, with the title above it where possible.
fn pane(state: &State, section: Option<Section>, area: Rect, boxed: bool, lines: Vec<Line>) -> Pane {
    // Without boxes, the titles of the sections are the only headings.
    let inner = if boxed || section.is_some() { layout::inside(area, boxed) } else { area };
    let fit = usize::from(inner.height).max(1);
    let cursor = lines.iter().position(|line| *line == Line::Row(state.list().cursor)).unwrap_or(0);
    // One more row stays visible above and below.
    let top = (cursor + 2).saturating_sub(fit).min(lines.len().saturating_sub(fit));
    Pane { section, area, lines: lines.into_iter().skip(top).zip(inner.rows()).collect() }
}

/// Returns the index of the row at a position of the screen.
pub fn row_at(places: &Places, at: Position) -> Option<usize> {
    let mut lines = places.panes.iter().flat_map(|pane| &pane.lines);
    lines.find_map(|(line, area)| match line {
        Line::Row(row) if area.contains(at) => Some(*row),
        _ => None,
    })
}
