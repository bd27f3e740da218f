//! Hints for whoever uses the app for the first time: one at a time, gone once what they speak of was done, or after Esc.

use super::keys::keymap::Keymap;
use super::keys::table::{KeyContext, UserAction};
use super::state::Screen;

/// A hint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tip {
    /// How to look inside, and where to go from here.
    Open,
    /// How to clean up, and that it asks first.
    Purge,
    /// Where everything else is.
    Keys,
}

impl Tip {
    /// In the order they are shown.
    pub const ALL: [Self; 3] = [Self::Open, Self::Purge, Self::Keys];

    /// Its name where it is remembered.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Purge => "purge",
            Self::Keys => "keys",
        }
    }

    /// Whether somebody who does this knows.
    fn is_completed_by(self, action: UserAction) -> bool {
        match self {
            Self::Open => matches!(action, UserAction::Open | UserAction::Jump),
            Self::Purge => matches!(action, UserAction::Purge | UserAction::CleanUp),
            Self::Keys => matches!(action, UserAction::Help | UserAction::Palette),
        }
    }

    /// The sentence, with the keys as the user has them.
    pub fn text(self, keys: &Keymap) -> String {
        let key = |action| {
            let bound = keys.bindings(KeyContext::Screen(Screen::Layers)).find(|bound| bound.binding.action == action);
            bound.and_then(|bound| bound.keys.first().map(|press| press.label())).unwrap_or_default()
        };
        match self {
            Self::Open => tr!("tip-open", open = key(UserAction::Open), jump = key(UserAction::Jump)),
            Self::Purge => tr!("tip-purge", mark = key(UserAction::Mark), purge = key(UserAction::Purge)),
            Self::Keys => tr!(
                "tip-keys",
                screen = key(UserAction::NextScreen),
                help = key(UserAction::Help),
                palette = key(UserAction::Palette)
            ),
        }
    }
}

/// The hints that are still to be shown, the present one first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tips {
    left: Vec<Tip>,
}

impl Tips {
    /// All but those of these names.
    pub fn without(known: impl Fn(&str) -> bool) -> Self {
        Self { left: Tip::ALL.into_iter().filter(|tip| !known(tip.name())).collect() }
    }

    /// The one to show.
    pub fn current(&self) -> Option<Tip> {
        self.left.first().copied()
    }

    /// Whoever does this needs no hint about it any more; tells which are gone.
    pub fn learn(&mut self, action: UserAction) -> Vec<Tip> {
        self.left.extract_if(.., |tip| tip.is_completed_by(action)).collect()
    }

    /// Somebody wants no hints.
    pub fn dismiss(&mut self) -> Vec<Tip> {
        std::mem::take(&mut self.left)
    }
}

#[cfg(test)]
mod tests {
    use super::super::lang::{Lang, set_thread_lang};
    use super::super::text::width;
    use super::*;

    #[test]
    fn every_hint_goes_when_what_it_speaks_of_is_done() {
        let mut tips = Tips::without(|name| name == "purge");
        assert_eq!(tips.current(), Some(Tip::Open));
        assert_eq!(tips.learn(UserAction::Purge), []);
        assert_eq!(tips.learn(UserAction::Help), [Tip::Keys]);
        assert_eq!(tips.current(), Some(Tip::Open));
        assert_eq!(tips.dismiss(), [Tip::Open]);
        assert_eq!(tips.current(), None);
    }

    #[test]
    fn hints_name_keys_there_are_and_fit_a_narrow_screen() {
        for lang in Lang::ALL {
            set_thread_lang(lang);
            for tip in Tip::ALL {
                let text = tip.text(&Keymap::default());
                assert!(width(&text) <= 56 && !text.contains("  ") && !text.starts_with(' '), "{text}");
            }
        }
        set_thread_lang(Lang::default());
    }
}
