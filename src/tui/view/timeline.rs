//! Draws when something was built and last used, on one scale: from two years ago on the left to today on the right.

use jiff::Timestamp;

use super::super::state::State;
use super::super::text;
use super::super::theme::{Appearance, Role};
use super::doc::Doc;
use super::table::Cell;
use crate::inventory::last_use::{Evidence, LastUse};

/// Days at which the columns begin; the last column is today.
const DAYS: [i64; 8] = [i64::MAX, 730, 365, 180, 90, 30, 7, 1];

/// Columns of the timeline.
pub const COLUMNS: usize = DAYS.len();

/// Returns the column of a time.
fn column(now: Timestamp, then: Timestamp) -> usize {
    let days = now.as_second().saturating_sub(then.as_second()) / 86_400;
    DAYS.iter().rposition(|begin| days < *begin).unwrap_or(0)
}

/// Returns the timeline: a low bar where it was built, a high one at the last known use, and a line between them. A use
/// that is unknown is a question mark.
pub fn cell(appearance: &Appearance, now: Timestamp, built: Option<Timestamp>, used: Option<Timestamp>) -> Cell {
    let glyphs = &appearance.glyphs;
    let is_ascii = glyphs.bar == "#";
    let (low, line) = if is_ascii { ("o", "-") } else { ("▄", "▁") };
    let (from, to) = (built.map(|then| column(now, then)), used.map(|then| column(now, then)));
    // Without a known use, the last column is the question mark.
    let from = from.map(|from| if to.is_none() { from.min(COLUMNS - 2) } else { from });
    let mut pieces: Cell = Vec::new();
    for at in 0..COLUMNS {
        let is_between = from.is_some_and(|from| from < at) && to.is_some_and(|to| at < to);
        let (role, glyph) = match (at, from, to) {
            (at, _, Some(to)) if at == to => (Role::Bar, glyphs.bar),
            (at, Some(from), _) if at == from => (Role::BarOther, low),
            (at, _, None) if at == COLUMNS - 1 => (Role::Dim, glyphs.unknown),
            _ if is_between => (Role::Dim, line),
            _ => (Role::Empty, " "),
        };
        match pieces.last_mut() {
            Some((last, text)) if *last == role => text.push_str(glyph),
            _ => pieces.push((role, glyph.to_owned())),
        }
    }
    pieces
}

/// Adds the last known use and its evidence.
pub fn fact(doc: &mut Doc, state: &State, last: Option<LastUse>) {
    let Some(last) = last else {
        doc.fact_as(Role::Dim, tr!("last-use"), tr!("last-use-unknown"));
        return;
    };
    let evidence = match last.evidence {
        Evidence::ImageBuilt => tr!("last-use-image-built"),
        Evidence::ImageTagged => tr!("last-use-image-tagged"),
        Evidence::ContainerCreated => tr!("last-use-container-created"),
        Evidence::ContainerEnded => tr!("last-use-container-ended"),
    };
    let age = text::age(state.now, last.time);
    doc.fact(tr!("last-use"), &format!("{age} ({}): {evidence}", text::moment(last.time)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Theme;

    #[test]
    fn built_and_used_are_on_one_scale() {
        let now = Timestamp::from_second(2_000_000_000).unwrap();
        let ago = |days: i64| Some(Timestamp::from_second(now.as_second() - days * 86_400).unwrap());
        for (ascii, wanted) in [
            (false, ["█", " ▄▁▁▁█", "▄      ?", "       █", "       ?"]),
            (true, ["#", " o---#", "o      ?", "       #", "       ?"]),
        ] {
            let appearance = Appearance::new(Theme::named("default").unwrap(), ascii, false);
            let drawn = |built, used| {
                let pieces = cell(&appearance, now, built, used);
                pieces.into_iter().map(|(_, text)| text).collect::<String>().trim_end().to_owned()
            };
            let all = [
                drawn(ago(900), ago(800)),
                drawn(ago(400), ago(20)),
                drawn(ago(1000), None),
                drawn(ago(0), ago(0)),
                drawn(None, None),
            ];
            assert_eq!(all, wanted);
        }
    }
}
