//! The palette: finds actions by name.

use std::borrow::Cow;

use super::keymap::{self, BoundKeys, Keymap};
use super::table::{Binding, KeyContext, UserAction};
use crate::tui::lang::{self, Lang};
use crate::tui::list::search::Filter;

/// Returns the actions whose name, phrase or key matches the input.
pub fn matching<'a>(keys: &'a Keymap, context: KeyContext, input: &str) -> Vec<BoundKeys<'a>> {
    let mut filter = Filter::new(input);
    let mut found: Vec<_> = keys
        .bindings(context)
        .filter(|bound| bound.binding.action != UserAction::Palette)
        .filter(|bound| {
            let rest = searched(bound.binding);
            filter.matches(bound.binding.label(), &|is| is(&rest))
        })
        .collect();
    found.sort_by_key(|bound| (!bound.binding.label().starts_with(input), bound.binding.action.is_moving()));
    found
}

/// Returns the text an action is found by, besides its label: its phrase and, in languages other than English, its name
/// in the config file.
fn searched(binding: &Binding) -> Cow<'static, str> {
    match lang::thread_lang() {
        Lang::English => Cow::Borrowed(binding.help()),
        Lang::Korean => Cow::Owned(format!("{} {}", binding.help(), keymap::name_of(binding.action))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::state::Screen;

    #[test]
    fn actions_are_found_by_their_description() {
        let keys = Keymap::default();
        let found = matching(&keys, KeyContext::Screen(Screen::Layers), "download");
        assert_eq!(found.first().map(|bound| bound.binding.action), Some(UserAction::Refresh));
        assert!(matching(&keys, KeyContext::Screen(Screen::Activity), "shell").is_empty());
    }

    #[test]
    fn in_other_languages_the_english_name_is_found_too() {
        lang::set_thread_lang(Lang::Korean);
        let keys = Keymap::default();
        for input in ["새로", "다운로드", "refresh"] {
            let found = matching(&keys, KeyContext::Screen(Screen::Layers), input);
            assert!(found.iter().any(|bound| bound.binding.action == UserAction::Refresh), "{input}");
        }
        lang::set_thread_lang(Lang::English);
    }
}
