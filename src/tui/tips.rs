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

    /// Returns whether a screen has the keys of the tip.
    fn applies_to(self, screen: Screen) -> bool {
        match self {
            Self::Open => !matches!(screen, Screen::Activity | Screen::Builds),
            Self::Purge => matches!(screen, Screen::Layers | Screen::Images | Screen::Builds),
            Self::Keys => true,
        }
    }

    /// Returns the text for a screen, with the keys in use; `opens_files` is whether the row under the cursor has files.
    pub fn text(self, keys: &Keymap, screen: Screen, opens_files: bool) -> String {
        let key = |action| {
            let bound = keys.bindings(KeyContext::Screen(screen)).find(|bound| bound.binding.action == action);
            bound.and_then(|bound| bound.keys.first().map(|press| press.label())).unwrap_or_default()
        };
        match self {
            Self::Open if screen == Screen::Overview => {
                tr!("tip-open-overview", open = key(UserAction::Open), cleanup = key(UserAction::CleanUp))
            }
            Self::Open if !opens_files => tr!("tip-jump", jump = key(UserAction::Jump)),
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

    /// Returns the tip to show on a screen.
    pub fn current(&self, screen: Screen) -> Option<Tip> {
        self.left.iter().find(|tip| tip.applies_to(screen)).copied()
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
        assert_eq!(tips.current(Screen::Layers), Some(Tip::Open));
        assert_eq!(tips.learn(UserAction::Purge), []);
        assert_eq!(tips.learn(UserAction::Help), [Tip::Keys]);
        assert_eq!(tips.current(Screen::Layers), Some(Tip::Open));
        assert_eq!(tips.dismiss(), [Tip::Open]);
        assert_eq!(tips.current(Screen::Layers), None);
    }

    #[test]
    fn a_screen_shows_the_first_tip_whose_keys_it_has() {
        let tips = Tips::without(|_| false);
        let shown = Screen::ALL.map(|screen| tips.current(screen));
        assert_eq!(shown.map(Option::unwrap), [Tip::Open, Tip::Open, Tip::Open, Tip::Open, Tip::Keys, Tip::Purge]);
    }

    #[test]
    fn tips_name_existing_keys_and_fit_a_narrow_screen() {
        for lang in Lang::ALL {
            set_thread_lang(lang);
            let all = Tip::ALL.into_iter().flat_map(|tip| Screen::ALL.map(|screen| (tip, screen)));
            for (tip, screen) in all.filter(|(tip, screen)| tip.applies_to(*screen)) {
                for opens_files in [false, true] {
                    let text = tip.text(&Keymap::default(), screen, opens_files);
                    assert!(width(&text) <= 56 && !text.contains("  ") && !text.starts_with(' '), "{text}");
                }
            }
        }
        set_thread_lang(Lang::default());
    }
}
