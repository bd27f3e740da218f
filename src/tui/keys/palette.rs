//! The palette: finds actions by name.

use super::keymap::{self, BoundKeys, Keymap};
use super::table::{Binding, KeyContext, UserAction};
use crate::tui::lang::{self, Lang};
use crate::tui::list::search::Filter;

/// Returns the actions whose name, phrase or key matches the input.
pub fn matching<'a>(keys: &'a Keymap, context: KeyContext, input: &str) -> Vec<BoundKeys<'a>> {
    let mut filter = Filter::new(input);
    let mut seen = Vec::new();
    let mut found: Vec<_> = keys
        .bindings(context)
        .filter(|bound| is_listed(bound.binding.action))
        .filter(|bound| {
            let rest = searched(bound.binding);
            filter.matches(bound.binding.label(), &|is| is(&rest))
        })
        .collect();
    found.retain(|bound| {
        let new = !seen.contains(&bound.binding.action);
        seen.push(bound.binding.action);
        new
    });
    let typed = input.trim().to_lowercase();
    found.sort_by_key(|bound| (rank(bound.binding, &typed), bound.binding.action.is_moving()));
    found
}

/// Returns whether an action is listed: those that move the cursor by rows are not.
fn is_listed(action: UserAction) -> bool {
    let opens = matches!(action, UserAction::Go(_) | UserAction::NextScreen | UserAction::PreviousScreen);
    action != UserAction::Palette && (opens || !action.is_moving())
}

/// Returns how well an action matches: by its label first, then by another word for it, then by its description.
fn rank(binding: &Binding, typed: &str) -> u8 {
    let label = binding.label().to_lowercase();
    let begins = |word: &str| word.starts_with(typed);
    if begins(&label) {
        0
    } else if synonyms(binding).any(begins) || label.split_whitespace().any(begins) {
        1
    } else {
        2
    }
}

/// Returns other words for an action, in English and in the language of the app: those of similar programs, and the names
/// of the command line.
fn synonyms(binding: &Binding) -> impl Iterator<Item = &'static str> {
    let languages = [Lang::English, lang::thread_lang()];
    languages.into_iter().filter_map(|lang| lang.fixed(binding.id, Some("words"))).flat_map(str::split_whitespace)
}

/// Returns the text an action is found by, besides its label: its phrase, its name in the config file and other words.
fn searched(binding: &Binding) -> String {
    let words = synonyms(binding).collect::<Vec<_>>().join(" ");
    format!("{} {} {words}", binding.help(), keymap::name_of(binding.action))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::lang::set_thread_lang;
    use crate::tui::state::Screen;

    #[test]
    fn actions_are_found_by_their_description() {
        let keys = Keymap::default();
        let found = matching(&keys, KeyContext::Screen(Screen::Layers), "download");
        assert_eq!(found.first().map(|bound| bound.binding.action), Some(UserAction::Refresh));
        assert!(matching(&keys, KeyContext::Screen(Screen::Activity), "shell").is_empty());
    }

    #[test]
    fn actions_are_found_by_the_words_of_other_programs() {
        let keys = Keymap::default();
        let first = |input: &str| {
            let found = matching(&keys, KeyContext::Screen(Screen::Layers), input);
            found.first().map(|bound| bound.binding.action)
        };
        for (input, action) in [
            ("delete", UserAction::Purge),
            ("remove", UserAction::Purge),
            ("diff", UserAction::Compare),
            ("size", UserAction::Sort),
            ("arn", UserAction::Copy),
            ("verify", UserAction::Check),
            ("restore", UserAction::Undo),
            ("undo", UserAction::Undo),
        ] {
            assert_eq!(first(input), Some(action), "{input}");
        }
        let update = matching(&keys, KeyContext::Screen(Screen::Layers), "update");
        let update: Vec<_> = update.iter().map(|bound| bound.binding.action).collect();
        assert!(update.contains(&UserAction::Refresh) && update.contains(&UserAction::Newer), "{update:?}");
        let all = matching(&keys, KeyContext::Screen(Screen::Layers), "");
        assert!(
            !all.iter().any(|bound| bound.binding.action == UserAction::Up),
            "moving by rows is no action to look for"
        );
    }

    #[test]
    fn in_other_languages_the_english_name_is_found_too() {
        set_thread_lang(Lang::Korean);
        let keys = Keymap::default();
        for input in ["새로", "다운로드", "refresh"] {
            let found = matching(&keys, KeyContext::Screen(Screen::Layers), input);
            assert!(found.iter().any(|bound| bound.binding.action == UserAction::Refresh), "{input}");
        }
        set_thread_lang(Lang::English);
    }
}
