//! Every action of a place by name, for those who have not learnt the keys yet.

use super::keymap::{Bound, Keymap};
use super::keys::{Action, Context};
use super::search::Filter;

/// The actions whose name, phrase or key is found by what was typed.
pub fn matching<'a>(keys: &'a Keymap, context: Context, input: &str) -> Vec<Bound<'a>> {
    let mut filter = Filter::new(input);
    let mut found: Vec<_> = keys
        .bindings(context)
        .filter(|bound| bound.binding.action != Action::Palette)
        .filter(|bound| filter.matches(bound.binding.label, bound.binding.help))
        .collect();
    found.sort_by_key(|bound| (!bound.binding.label.starts_with(input), bound.binding.action.is_moving()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::state::Screen;

    #[test]
    fn actions_are_found_by_what_they_do() {
        let keys = Keymap::default();
        let found = matching(&keys, Context::Screen(Screen::Layers), "download");
        assert_eq!(found.first().map(|bound| bound.binding.action), Some(Action::Refresh));
        assert!(matching(&keys, Context::Screen(Screen::Activity), "shell").is_empty());
    }
}
