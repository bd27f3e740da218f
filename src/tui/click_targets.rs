//! The parts of the open dialog that react to a click. Drawing collects where they are, and mouse handling finds them.

use ratatui::layout::{Position, Rect};

use super::keys::table::UserAction;

/// What a click selects or changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A row of a list, by its index.
    Row(usize),
    /// The sign that folds and unfolds the row with this index.
    FoldSign(usize),
    /// A choice or switch of a form, by the index of its field. A click changes it; on the left arrow, backwards.
    Field(usize, isize),
    /// The text of a field. A click also moves the text cursor; the text is drawn in this many columns.
    Text(usize, usize),
    /// The input line that is being typed in, drawn in this many columns.
    Line(usize),
    /// A button.
    Button(UserAction),
}

/// The targets of the open dialog.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClickTargets(Vec<(Rect, Target)>);

impl ClickTargets {
    /// Adds a target.
    pub fn add(&mut self, area: Rect, target: Target) {
        if !area.is_empty() {
            self.0.push((area, target));
        }
    }

    /// Returns the target at a position, and its area. A target that was added later lies above an earlier one.
    pub fn at(&self, at: Position) -> Option<(Rect, Target)> {
        self.0.iter().rev().find(|(area, _)| area.contains(at)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_targets_lie_above_earlier_ones_and_empty_ones_are_never_hit() {
        let mut targets = ClickTargets::default();
        targets.add(Rect::new(0, 2, 20, 1), Target::Row(0));
        targets.add(Rect::new(4, 2, 2, 1), Target::FoldSign(0));
        targets.add(Rect::new(0, 3, 0, 1), Target::Row(1));
        let target = |x, y| targets.at(Position::new(x, y)).map(|(_, target)| target);
        assert_eq!(target(3, 2), Some(Target::Row(0)));
        assert_eq!(target(5, 2), Some(Target::FoldSign(0)));
        assert_eq!((target(0, 3), target(20, 2)), (None, None));
    }
}
