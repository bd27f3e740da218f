//! Tips for new users, shown one at a time. A tip disappears once the user has done what it describes, or with Esc.

use super::keys::keymap::Keymap;
use super::keys::table::{KeyContext, UserAction};
use super::state::Screen;

/// A tip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tip {
    /// How to open a row and move on from there.
    Open,
    /// How to clean up, and that a plan is shown first.
    Purge,
    /// Where to find the other keys.
    Keys,
}

impl Tip {
    /// All tips in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Open, Self::Purge, Self::Keys];

    /// Returns the name under which the tip is stored as shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Purge => "purge",
            Self::Keys => "keys",
        }
    }

    /// Returns whether a user who performs this action no longer needs the tip.
    fn is_completed_by(self, action: UserAction) -> bool {
        match self {
            Self::Open => matches!(action, UserAction::Open | UserAction::Jump),
            Self::Purge => matches!(action, UserAction::Purge | UserAction::CleanUp),
            Self::Keys => matches!(action, UserAction::Help | UserAction::Palette),
        }
    }

    /// Returns the text, with the keys in use.
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

/// The tips that have not been shown yet; the first one is current.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tips {
    left: Vec<Tip>,
}

impl Tips {
    /// Returns all tips except the known ones.
    pub fn without(known: impl Fn(&str) -> bool) -> Self {
        Self { left: Tip::ALL.into_iter().filter(|tip| !known(tip.name())).collect() }
    }

    /// Returns the tip to show.
    pub fn current(&self) -> Option<Tip> {
        self.left.first().copied()
    }

    /// Removes the tips that an action makes unnecessary and returns them.
    pub fn learn(&mut self, action: UserAction) -> Vec<Tip> {
        self.left.extract_if(.., |tip| tip.is_completed_by(action)).collect()
    }

    /// Removes all tips and returns them.
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
    fn every_tip_disappears_after_its_action() {
        let mut tips = Tips::without(|name| name == "purge");
        assert_eq!(tips.current(), Some(Tip::Open));
        assert_eq!(tips.learn(UserAction::Purge), []);
        assert_eq!(tips.learn(UserAction::Help), [Tip::Keys]);
        assert_eq!(tips.current(), Some(Tip::Open));
        assert_eq!(tips.dismiss(), [Tip::Open]);
        assert_eq!(tips.current(), None);
    }

    #[test]
    fn tips_name_existing_keys_and_fit_a_narrow_screen() {
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
