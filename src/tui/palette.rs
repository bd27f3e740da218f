//! Every action of a place by name, for those who have not learnt the keys yet.

use super::keys::{self, Action, Binding, Context};
use super::search::Filter;

/// The actions whose name, phrase or key is found by what was typed.
pub fn matching(context: Context, input: &str) -> Vec<&'static Binding> {
    let mut filter = Filter::new(input);
    let mut found: Vec<_> = keys::bindings(context)
        .filter(|binding| binding.action != Action::Palette)
        .filter(|binding| filter.matches(binding.label, binding.help))
        .collect();
    found.sort_by_key(|binding| !binding.label.starts_with(input));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::state::Screen;

    #[test]
    fn actions_are_found_by_what_they_do() {
        let found = matching(Context::Screen(Screen::Layers), "download");
        assert_eq!(found.first().map(|binding| binding.action), Some(Action::Refresh));
        assert!(matching(Context::Screen(Screen::Activity), "shell").is_empty());
    }
}
