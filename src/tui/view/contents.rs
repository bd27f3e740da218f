//! Draws the contents of one layer or several: a tree with sizes and types, and a preview of the file under the cursor.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::super::click_targets::{ClickTargets, Target};
use super::super::contents::Contents;
use super::super::contents::tree_rows::{TreeSort, weight};
use super::super::lang;
use super::super::layout;
use super::super::state::{Loadable, State};
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::{bar, pane, preview, table};
use crate::content::difference;
use crate::content::listing::ListedKind;
use crate::content::preview::type_by_name;
use crate::content::tree::{BrowseTarget, Leaf, Mark, Tree, TreeNote};
use crate::tui::list::search::Filter;

/// From this width on, the preview is beside the tree; below it, it replaces the tree while the file is read. Changes of a
/// file always do.
const BESIDE: u16 = 90;

/// From this width of the tree on, a file that overrides others says how many bytes are wasted.
const WIDE: usize = 76;

/// Columns before the name: size, bar, type and the spaces between them.
const COLUMNS_BEFORE_NAME: usize = 8 + 1 + 6 + 1 + 8 + 1;

/// Lengths and visible heights of the tree and of the preview, and where the preview is.
type Fits = ((usize, usize), (usize, usize), Option<Rect>);

/// Draws the dialog and returns the lengths and visible heights.
pub fn draw(frame: &mut Frame, state: &State, dialog: &Contents, targets: &mut ClickTargets) -> Fits {
    // The dialog uses the whole screen, as users stay in it for a while.
    let area = layout::dialog(state.size, usize::MAX, 170);
    let glyphs = state.appearance.glyphs;
    let title = match &dialog.inside {
        BrowseTarget::Layer(dir) => tr!("contents-opt-from", dir = dir),
        BrowseTarget::Opt { function, .. } => tr!("contents-opt-of", function = function.function),
        BrowseTarget::Image(name) => tr!("contents-opt-of-2", name = name),
        BrowseTarget::Difference { old, new } => format!("{old} {} {new}", glyphs.right),
    };
    let right = match &dialog.tree {
        Loadable::Ready(tree) => total(tree, &dialog.inside),
        _ => String::new(),
    };
    let right = match dialog.rows.sort {
        TreeSort::Name => right,
        sort => format!("{} {} {right}", sort.label(), glyphs.dot),
    };
    let available = usize::from(area.width).saturating_sub(text::width(&right) + 8);
    let title = text::cut_middle(&title, available, glyphs.ellipsis);
    let inner = pane::dialog(frame, state, area, &pane::Title { left: &title, right: &right });
    match &dialog.tree {
        Loadable::Loading => {
            let sentence = match &dialog.inside {
                BrowseTarget::Image(_) => tr!("contents-reading-image"),
                BrowseTarget::Layer(_) | BrowseTarget::Opt { .. } | BrowseTarget::Difference { .. } => {
                    tr!("contents-reading-the-directory")
                }
            };
            say(frame, state, inner, Role::Busy, sentence);
        }
        Loadable::Unavailable(reason) => say(frame, state, inner, Role::Bad, reason),
        Loadable::Ready(tree) if tree.leaves.is_empty() && tree.failures.is_empty() => {
            let sentence = match &dialog.inside {
                BrowseTarget::Difference { .. } => tr!("contents-same"),
                BrowseTarget::Layer(_) | BrowseTarget::Opt { .. } | BrowseTarget::Image(_) => tr!("contents-empty"),
            };
            say(frame, state, inner, Role::Text, sentence);
        }
        Loadable::Ready(tree) => return whole(frame, state, inner, dialog, tree, targets),
    }
    ((0, usize::from(inner.height)), (0, 0), None)
}

/// Draws tree, notes and preview.
fn whole(
    frame: &mut Frame,
    state: &State,
    inner: Rect,
    dialog: &Contents,
    tree: &Tree,
    targets: &mut ClickTargets,
) -> Fits {
    let beside = inner.width >= BESIDE && !dialog.reads_changes();
    let [left, right] = if beside {
        Layout::horizontal([Constraint::Fill(1), Constraint::Length(inner.width * 45 / 100)]).spacing(1).areas(inner)
    } else {
        [inner, inner]
    };
    let mut file = (0, 0);
    if beside || dialog.reading {
        file = preview::draw(frame, state, right, dialog, tree, beside);
    }
    let notes = notes(state, tree, usize::from(left.width), usize::from(left.height / 3));
    let lines = u16::try_from(notes.len()).unwrap_or(u16::MAX);
    let rows = Rect { height: left.height.saturating_sub(lines), ..left };
    if beside || !dialog.reading {
        draw_rows(frame, state, rows, dialog, tree);
        add_targets(targets, rows, dialog, tree);
        let below = Rect { y: rows.bottom(), height: lines, ..left };
        for (line, row) in notes.into_iter().zip(below.rows()) {
            line.render(row, frame.buffer_mut());
        }
    }
    let fits = (dialog.rows.visible.len(), usize::from(rows.height));
    (fits, file, (beside || dialog.reading).then_some(right))
}

fn total(tree: &Tree, inside: &BrowseTarget) -> String {
    let top = tree.leaves.iter().filter(|leaf| leaf.listed.depth() == 0);
    let (was, is) = top.map(difference::sizes).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let bytes = match inside {
        BrowseTarget::Difference { .. } => change(was, is),
        BrowseTarget::Layer(_) | BrowseTarget::Opt { .. } | BrowseTarget::Image(_) => text::bytes(is),
    };
    let bytes = match tree.overridden() {
        (0, _) => bytes,
        (_, wasted) => tr!("contents-total-wasted", bytes = bytes, wasted = text::bytes(wasted)),
    };
    match (tree.omitted, tree.failures.len()) {
        (0, 0) => bytes,
        (0, failures) => tr!("contents-unreadable", bytes = bytes, failures = failures),
        (omitted, _) => tr!("contents-more-not-listed", bytes = bytes, omitted = text::count(omitted)),
    }
}

/// Returns `+1.20 kB`, `-300 B`, or `same size`.
pub fn change(was: u64, is: u64) -> String {
    match is.cmp(&was) {
        std::cmp::Ordering::Greater => format!("+{}", text::bytes(is - was)),
        std::cmp::Ordering::Less => format!("-{}", text::bytes(was - is)),
        std::cmp::Ordering::Equal => "0 B".to_owned(),
    }
}

fn say(frame: &mut Frame, state: &State, area: Rect, role: Role, sentence: &str) {
    let mut doc = Doc::new(&state.appearance, usize::from(area.width));
    doc.paragraph(role, sentence);
    pane::lines(frame, Rect { x: area.x - 1, width: area.width + 2, ..area }, doc.finish(), 0);
}

/// Returns the legend of the layer numbers and other notes.
fn notes(state: &State, tree: &Tree, columns: usize, most: usize) -> Vec<Line<'static>> {
    let mut doc = Doc::new(&state.appearance, columns);
    for note in &tree.notes {
        let sentence = match note {
            TreeNote::Unlisted(reason) => lang::localized(reason),
            TreeNote::NotCached(name) => tr!("contents-not-cached", name = name),
            TreeNote::Overridden { files, bytes } => {
                tr!("contents-overridden", count = *files, bytes = text::bytes(*bytes))
            }
            TreeNote::Changes(added, removed, changed) => {
                tr!("contents-changes", added = added, removed = removed, changed = changed)
            }
        };
        doc.paragraph(Role::Warn, &sentence);
    }
    for (path, reason) in tree.failures.iter().take(2) {
        doc.paragraph(Role::Bad, &format!("{}: {reason}", path.display()));
    }
    let is_merged = tree.leaves.iter().any(|leaf| matches!(leaf.mark, Mark::From { .. }));
    for (index, origin) in tree.origins.iter().enumerate().filter(|_| is_merged) {
        let name = text::cut_middle(origin, columns.saturating_sub(2), state.appearance.glyphs.ellipsis).into_owned();
        doc.line([(Role::Digits, format!("{} ", index + 1)), (Role::Dim, name)]);
    }
    let mut lines = doc.finish();
    lines.truncate(most);
    lines
}

fn draw_rows(frame: &mut Frame, state: &State, area: Rect, dialog: &Contents, tree: &Tree) {
    if dialog.rows.visible.is_empty() && dialog.rows.is_filtered() {
        let sentence = tr!("empty-nothing-matches", filter = dialog.rows.filter);
        say(frame, state, area, Role::Dim, &format!("{sentence} {}", tr!("empty-esc-clears-the-filter")));
        return;
    }
    let wasted = dialog.rows.sort == TreeSort::Wasted;
    let weight = |at: usize, leaf: &Leaf| if wasted { dialog.rows.wasted_at(at) } else { weight(leaf) };
    let largest = tree.leaves.iter().enumerate().map(|(at, leaf)| weight(at, leaf)).max().unwrap_or(0).max(1);
    let mut filter = dialog.rows.is_filtered().then(|| Filter::new(&dialog.rows.filter));
    for (row_at, area) in (dialog.rows.top..).zip(area.rows()) {
        let Some(at) = dialog.rows.visible.get(row_at) else { break };
        let leaf = &tree.leaves[*at];
        let name = text::sanitize(&leaf.listed.name()).into_owned();
        let matched = filter.as_mut().map(|filter| filter.matched(&name)).unwrap_or_default();
        let drawn = Row { leaf, name, matched, weight: weight(*at, leaf), largest, wasted };
        let mut line = row(state, dialog, &drawn, usize::from(area.width));
        if row_at == dialog.rows.cursor {
            table::set_cursor(state, &mut line, if dialog.reading { Role::CursorAway } else { Role::Cursor });
            // The style of the row comes first, so that the styles of its pieces override it.
            frame.buffer_mut().set_style(area, line.style);
        }
        line.render(area, frame.buffer_mut());
    }
}

/// Adds a target for each row on screen, and for the fold sign of a folder.
fn add_targets(targets: &mut ClickTargets, area: Rect, dialog: &Contents, tree: &Tree) {
    for (row_at, area) in (dialog.rows.top..).zip(area.rows()) {
        let Some(at) = dialog.rows.visible.get(row_at) else { break };
        targets.add(area, Target::Row(row_at));
        let entry = &tree.leaves[*at].listed;
        if entry.kind == ListedKind::Directory {
            let indent = u16::try_from(COLUMNS_BEFORE_NAME + indent(entry.depth())).unwrap_or(u16::MAX);
            targets.add(Rect { x: area.x.saturating_add(indent), width: 2, ..area }, Target::FoldSign(row_at));
        }
    }
}

/// Returns the columns by which an entry at a depth is indented.
fn indent(depth: usize) -> usize {
    depth.min(20) * 2
}

/// An entry to draw.
struct Row<'a> {
    leaf: &'a Leaf,
    /// Its name without control characters.
    name: String,
    /// The characters of the name that match the filter.
    matched: Vec<usize>,
    /// What its bar stands for, and the most that one stands for.
    weight: u64,
    largest: u64,
    /// Whether its number is that of wasted bytes.
    wasted: bool,
}

fn row(state: &State, dialog: &Contents, row: &Row, width: usize) -> Line<'static> {
    let appearance = &state.appearance;
    let glyphs = appearance.glyphs;
    let entry = &row.leaf.listed;
    let is_folded = !dialog.rows.is_filtered() && dialog.rows.folded.contains(&entry.path);
    let (sign, role, note) = match &entry.kind {
        ListedKind::Directory if is_folded => (glyphs.folded, Role::Name, String::new()),
        ListedKind::Directory => (glyphs.unfolded, Role::Name, String::new()),
        ListedKind::File { executable: true } => (" ", Role::Ok, " *".to_owned()),
        ListedKind::File { executable: false } => (" ", Role::Text, String::new()),
        ListedKind::Link(target) => (" ", Role::Version, format!(" {} {}", glyphs.right, target.display())),
        ListedKind::Other => (glyphs.unknown, Role::Warn, String::new()),
    };
    let (own, role) = mark(row.leaf, role, width >= WIDE);
    let size = match row.leaf.mark {
        _ if row.wasted => text::bytes(row.weight),
        Mark::Plain | Mark::From { .. } => text::bytes(entry.bytes),
        Mark::Added | Mark::Removed | Mark::Changed { .. } => {
            let (was, is) = difference::sizes(row.leaf);
            change(was, is)
        }
    };
    #[expect(clippy::cast_precision_loss, reason = "a bar has eight columns")]
    let (full, empty) = bar::bar(appearance, 6, row.weight as f64 / row.largest as f64);
    let indent = " ".repeat(indent(entry.depth()));
    let available = width.saturating_sub(COLUMNS_BEFORE_NAME + indent.len() + 3 + text::width(&own));
    let clean = row.name.clone() + &text::sanitize(&note);
    let name = text::fill(&clean, available, glyphs.ellipsis);
    let mut line = Line::from(vec![
        appearance.span(Role::Text, format!("{} ", text::fill_left(&size, 8, ""))),
        appearance.span(Role::Bar, full),
        appearance.span(Role::Empty, empty),
        appearance.span(Role::Dim, format!(" {} ", text::fill(type_by_name(entry), 8, ""))),
        appearance.span(Role::Dim, format!("{indent}{sign} ")),
    ]);
    for (role, piece) in table::highlighted(&name, &row.matched, role) {
        line.push_span(appearance.span(role, piece));
    }
    line.push_span(appearance.span(Role::Digits, format!(" {own}")));
    line
}

/// Returns the sign for a difference or an overridden file, and the role of the name.
fn mark(leaf: &Leaf, role: Role, is_wide: bool) -> (String, Role) {
    match &leaf.mark {
        Mark::Plain => (String::new(), role),
        Mark::From { winner, losers, .. } if losers.is_empty() => ((winner + 1).to_string(), role),
        Mark::From { winner, losers, wasted } => {
            let losers: Vec<String> = losers.iter().map(|at| (at + 1).to_string()).collect();
            let (winner, losers) = (winner + 1, losers.join(","));
            let own = if is_wide {
                tr!("contents-overrides-wasted", winner = winner, losers = losers, bytes = text::bytes(*wasted))
            } else {
                tr!("contents-overrides", winner = winner, losers = losers)
            };
            (own, Role::Warn)
        }
        Mark::Added => (tr!("contents-added").to_owned(), Role::Ok),
        Mark::Removed => (tr!("contents-removed").to_owned(), Role::Bad),
        // A directory is not a difference itself; it only contains some.
        Mark::Changed { .. } if leaf.listed.kind == ListedKind::Directory => (String::new(), role),
        Mark::Changed { .. } => (tr!("contents-changed").to_owned(), Role::Warn),
    }
}
