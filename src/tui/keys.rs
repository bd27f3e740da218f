//! The one table of keys. Dispatch, the footer, the help and the palette are all read from it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::dialog::Modal;
use super::lang;
use super::state::{Screen, State};

/// Where a key is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// A screen without anything on top.
    Screen(Screen),
    /// The filter's input line.
    Filter,
    /// A purge or refresh dialog.
    Plan,
    /// What to clean up, by criteria.
    CleanUp,
    /// A value of a criterion.
    CleanUpValue,
    /// A question.
    Confirm,
    /// A list to choose from.
    Choose,
    /// The content of a layer.
    Contents,
    /// What if a function had other versions of its layers.
    WhatIf,
    /// A version typed there.
    Version,
    /// The list of problems.
    Problems,
    /// The keys.
    Help,
    /// The palette's input line.
    Palette,
}

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table below says what each does")]
pub enum Action {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Left,
    Right,
    NextScreen,
    PreviousScreen,
    Go(Screen),
    Filter,
    Sort,
    Reverse,
    Group,
    Mark,
    Range,
    Invert,
    All,
    Open,
    Compare,
    WhatIf,
    Jump,
    Return,
    Purge,
    CleanUp,
    Toggle,
    TypeValue,
    Refresh,
    Check,
    LookAgain,
    Problems,
    Fix,
    Copy,
    Shell,
    Engine,
    Undo,
    EmptyTrash,
    CancelJob,
    HoldJob,
    OutdatedImages,
    Newer,
    ReadOnly,
    Theme,
    Help,
    Palette,
    Back,
    Escape,
    Quit,
    Suspend,
    Accept,
    WithImages,
    TrashOrDelete,
    Erase,
    EraseWord,
    EraseAll,
}

impl Action {
    /// Whether it only moves about: everybody finds these keys, so lists of actions name them last.
    pub fn is_moving(self) -> bool {
        matches!(
            self,
            Self::Up
                | Self::Down
                | Self::PageUp
                | Self::PageDown
                | Self::First
                | Self::Last
                | Self::Left
                | Self::Right
                | Self::NextScreen
                | Self::PreviousScreen
                | Self::Go(_)
        )
    }
}

/// A key with its modifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Press {
    pub(super) code: KeyCode,
    pub(super) ctrl: bool,
}

/// One line of the table.
#[derive(Debug)]
pub struct Binding {
    /// The keys, the one shown in the footer first.
    pub keys: &'static [Press],
    /// What they do.
    pub action: Action,
    /// Where they do it.
    pub place: Place,
    /// The id of its words.
    pub id: &'static str,
    /// Where it stands in the footer; 0 keeps it out. Small numbers survive on narrow screens.
    pub footer: u8,
}

impl Binding {
    /// One or two words, for the footer.
    pub fn label(&self) -> &'static str {
        lang::fixed(self.id)
    }

    /// A phrase, for help and palette.
    pub fn help(&self) -> &'static str {
        lang::attribute(self.id, "help").unwrap_or_default()
    }
}

/// A set of contexts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The four screens.
    Screens,
    /// Screens whose rows can be marked.
    Markable,
    /// Layers, images and functions.
    Things,
    /// Layers and functions: what can be downloaded again.
    Refreshable,
    /// One screen.
    Only(Screen),
    /// Everything that moves a cursor or scrolls.
    Movable,
    /// Lines that are typed into.
    Inputs,
    /// One context.
    In(Context),
    /// Dialogs that `q` and Esc close.
    Closable,
    /// Dialogs with something to accept.
    Acceptable,
    /// Everywhere.
    Everywhere,
}

impl Place {
    /// Whether a context is in the set.
    pub fn holds(self, context: Context) -> bool {
        let screen = |screens: &[Screen]| matches!(context, Context::Screen(screen) if screens.contains(&screen));
        match self {
            Self::Screens => matches!(context, Context::Screen(_)),
            Self::Markable => screen(&[Screen::Layers, Screen::Images]),
            Self::Things => screen(&[Screen::Layers, Screen::Images, Screen::Functions]),
            Self::Refreshable => screen(&[Screen::Layers, Screen::Functions]),
            Self::Only(only) => screen(&[only]),
            Self::Movable => !Self::Inputs.holds(context) && context != Context::Confirm,
            Self::Inputs => {
                matches!(context, Context::Filter | Context::Palette | Context::CleanUpValue | Context::Version)
            }
            Self::In(only) => context == only,
            Self::Closable => !Self::Inputs.holds(context) && !matches!(context, Context::Screen(_)),
            Self::Acceptable => {
                matches!(
                    context,
                    Context::Plan
                        | Context::Choose
                        | Context::Problems
                        | Context::Filter
                        | Context::Palette
                        | Context::Version
                )
            }
            Self::Everywhere => true,
        }
    }
}

const fn ch(c: char) -> Press {
    Press { code: KeyCode::Char(c), ctrl: false }
}

const fn ctrl(c: char) -> Press {
    Press { code: KeyCode::Char(c), ctrl: true }
}

const fn key(code: KeyCode) -> Press {
    Press { code, ctrl: false }
}

const fn line(keys: &'static [Press], action: Action, place: Place, id: &'static str, footer: u8) -> Binding {
    Binding { keys, action, place, id, footer }
}

const ENTER: Press = key(KeyCode::Enter);
const ESC: Press = key(KeyCode::Esc);

/// The table. The first line that fits decides.
pub const TABLE: &[Binding] = &[
    // Dialogs.
    line(&[ENTER], Action::Accept, Place::In(Context::Plan), key!("key-accept-plan"), 1),
    line(&[ch('t')], Action::TrashOrDelete, Place::In(Context::Plan), key!("key-trash-or-delete"), 4),
    line(&[ch('i')], Action::WithImages, Place::In(Context::Plan), key!("key-with-images"), 3),
    line(&[ENTER], Action::Accept, Place::In(Context::CleanUp), key!("key-accept-clean-up"), 1),
    line(&[ch(' '), ch('x')], Action::Toggle, Place::In(Context::CleanUp), key!("key-toggle"), 2),
    line(&[key(KeyCode::Left), ch('h')], Action::Left, Place::In(Context::CleanUp), key!("key-left-clean-up"), 0),
    line(&[key(KeyCode::Right), ch('l')], Action::Right, Place::In(Context::CleanUp), key!("key-right-clean-up"), 3),
    line(&[ch('=')], Action::TypeValue, Place::In(Context::CleanUp), key!("key-type-value"), 4),
    line(&[ENTER], Action::Accept, Place::In(Context::CleanUpValue), key!("key-accept-clean-up-value"), 1),
    line(&[ch('y')], Action::Accept, Place::In(Context::Confirm), key!("key-accept-confirm"), 1),
    line(&[ch('n'), ESC, ch('q'), ENTER], Action::Escape, Place::In(Context::Confirm), key!("key-escape-confirm"), 2),
    line(&[ch('f')], Action::Fix, Place::In(Context::Problems), key!("key-fix"), 1),
    line(&[ENTER], Action::Accept, Place::In(Context::Problems), key!("key-accept-problems"), 1),
    line(&[ENTER], Action::Accept, Place::Acceptable, key!("key-accept-acceptable"), 1),
    line(&[ENTER, ch(' ')], Action::Open, Place::In(Context::Contents), key!("key-open-contents"), 1),
    line(&[ENTER], Action::Accept, Place::In(Context::WhatIf), key!("key-accept-what-if"), 1),
    line(&[key(KeyCode::Backspace)], Action::Return, Place::In(Context::WhatIf), key!("key-return-what-if"), 3),
    line(&[key(KeyCode::Right), ch('l')], Action::Right, Place::In(Context::WhatIf), key!("key-right-what-if"), 2),
    // Moving.
    line(&[key(KeyCode::Up), ch('k')], Action::Up, Place::Movable, key!("key-up"), 0),
    line(&[key(KeyCode::Down), ch('j')], Action::Down, Place::Movable, key!("key-down"), 0),
    line(&[key(KeyCode::Up), ctrl('p')], Action::Up, Place::Inputs, key!("key-up"), 0),
    line(&[key(KeyCode::Down), ctrl('n')], Action::Down, Place::Inputs, key!("key-down"), 0),
    line(&[key(KeyCode::PageUp), ctrl('b')], Action::PageUp, Place::Movable, key!("key-page-up"), 0),
    line(&[key(KeyCode::PageDown), ctrl('f')], Action::PageDown, Place::Movable, key!("key-page-down"), 0),
    line(&[ch('g'), key(KeyCode::Home)], Action::First, Place::Movable, key!("key-first"), 0),
    line(&[ch('G'), key(KeyCode::End)], Action::Last, Place::Movable, key!("key-last"), 0),
    line(&[key(KeyCode::Left), ch('h')], Action::Left, Place::Movable, key!("key-left-movable"), 0),
    line(&[key(KeyCode::Right), ch('l')], Action::Right, Place::Movable, key!("key-right-movable"), 0),
    line(&[key(KeyCode::Tab)], Action::NextScreen, Place::Screens, key!("key-next-screen"), 9),
    line(&[key(KeyCode::BackTab)], Action::PreviousScreen, Place::Screens, key!("key-previous-screen"), 0),
    line(&[ch('1')], Action::Go(Screen::Layers), Place::Screens, key!("key-go-layers"), 0),
    line(&[ch('2')], Action::Go(Screen::Images), Place::Screens, key!("key-go-images"), 0),
    line(&[ch('3')], Action::Go(Screen::Functions), Place::Screens, key!("key-go-functions"), 0),
    line(&[ch('4')], Action::Go(Screen::Activity), Place::Screens, key!("key-go-activity"), 0),
    // What is under the cursor, or marked.
    line(&[ENTER], Action::Open, Place::Only(Screen::Layers), key!("key-open-layers"), 1),
    line(&[ENTER], Action::Open, Place::Only(Screen::Functions), key!("key-open-functions"), 1),
    line(&[ENTER], Action::Open, Place::Only(Screen::Images), key!("key-open-images"), 1),
    line(&[ch('d'), key(KeyCode::Delete)], Action::Purge, Place::Things, key!("key-purge"), 2),
    line(&[ch('D')], Action::CleanUp, Place::Screens, key!("key-clean-up"), 9),
    line(&[ch('r')], Action::Refresh, Place::Refreshable, key!("key-refresh"), 3),
    line(&[ch('=')], Action::Compare, Place::Only(Screen::Layers), key!("key-compare"), 9),
    line(&[ch('w')], Action::WhatIf, Place::Only(Screen::Functions), key!("key-what-if"), 5),
    line(&[ch('o')], Action::Jump, Place::Things, key!("key-jump"), 6),
    line(&[key(KeyCode::Backspace)], Action::Return, Place::Screens, key!("key-return-screens"), 0),
    line(&[ch('y')], Action::Copy, Place::Things, key!("key-copy"), 7),
    line(&[ch('!')], Action::Shell, Place::Things, key!("key-shell"), 8),
    line(&[ch('E')], Action::Engine, Place::Only(Screen::Images), key!("key-engine"), 2),
    line(&[ch('x')], Action::CancelJob, Place::Only(Screen::Activity), key!("key-cancel-job"), 2),
    line(&[ch(' ')], Action::HoldJob, Place::Only(Screen::Activity), key!("key-hold-job"), 1),
    line(&[ch('i')], Action::OutdatedImages, Place::Only(Screen::Activity), key!("key-outdated-images"), 3),
    line(&[ch('i')], Action::OutdatedImages, Place::Things, key!("key-outdated-images"), 14),
    line(&[ch('u')], Action::Undo, Place::Screens, key!("key-undo"), 8),
    line(&[ch('X')], Action::EmptyTrash, Place::Screens, key!("key-empty-trash"), 10),
    // Marking.
    line(&[ch(' ')], Action::Mark, Place::Markable, key!("key-mark"), 4),
    line(&[ch('v')], Action::Range, Place::Markable, key!("key-range"), 0),
    line(&[ch('a')], Action::All, Place::Markable, key!("key-all"), 0),
    line(&[ch('*')], Action::Invert, Place::Markable, key!("key-invert"), 0),
    // The list.
    line(&[ch('/')], Action::Filter, Place::Screens, key!("key-filter"), 5),
    line(&[ch('s')], Action::Sort, Place::Things, key!("key-sort"), 11),
    line(&[ch('S')], Action::Reverse, Place::Things, key!("key-reverse"), 0),
    line(&[ch('z')], Action::Group, Place::Only(Screen::Layers), key!("key-group"), 10),
    // The app.
    line(&[ch('c')], Action::Check, Place::Only(Screen::Images), key!("key-check-images"), 7),
    line(&[ch('c')], Action::Check, Place::Refreshable, key!("key-check-refreshable"), 7),
    line(&[ch('R'), key(KeyCode::F(5))], Action::LookAgain, Place::Screens, key!("key-look-again"), 12),
    line(&[ch('n')], Action::Newer, Place::Only(Screen::Layers), key!("key-newer"), 0),
    line(&[ch('p')], Action::Problems, Place::Screens, key!("key-problems"), 8),
    line(&[ch('W')], Action::ReadOnly, Place::Screens, key!("key-read-only"), 0),
    line(&[ch('T')], Action::Theme, Place::Screens, key!("key-theme"), 0),
    line(&[ch(':'), ctrl('k')], Action::Palette, Place::Screens, key!("key-palette"), 0),
    line(&[ch('?'), key(KeyCode::F(1))], Action::Help, Place::Screens, key!("key-help"), 1),
    line(&[ch('q')], Action::Back, Place::Screens, key!("key-back"), 13),
    line(&[ESC], Action::Escape, Place::Screens, key!("key-escape-screens"), 0),
    line(&[ESC, ch('q')], Action::Escape, Place::Closable, key!("key-escape-closable"), 2),
    // Input lines.
    line(&[ESC], Action::Escape, Place::Inputs, key!("key-escape-inputs"), 2),
    line(&[key(KeyCode::Backspace), ctrl('h')], Action::Erase, Place::Inputs, key!("key-erase"), 0),
    line(&[ctrl('w')], Action::EraseWord, Place::Inputs, key!("key-erase-word"), 0),
    line(&[ctrl('u')], Action::EraseAll, Place::Inputs, key!("key-erase-all"), 0),
    line(&[ctrl('c')], Action::Quit, Place::Everywhere, key!("key-quit"), 0),
    line(&[ctrl('z')], Action::Suspend, Place::Everywhere, key!("key-suspend"), 0),
];

impl Context {
    /// Every place there is.
    pub const ALL: [Self; 16] = [
        Self::Screen(Screen::Layers),
        Self::Screen(Screen::Images),
        Self::Screen(Screen::Functions),
        Self::Screen(Screen::Activity),
        Self::Filter,
        Self::Plan,
        Self::CleanUp,
        Self::CleanUpValue,
        Self::Confirm,
        Self::Choose,
        Self::Contents,
        Self::WhatIf,
        Self::Version,
        Self::Problems,
        Self::Help,
        Self::Palette,
    ];

    /// Where keys go now.
    pub fn of(state: &State) -> Self {
        match &state.modal {
            None => Self::Screen(state.screen),
            Some(Modal::Filter(_)) => Self::Filter,
            Some(Modal::Plan(_)) => Self::Plan,
            Some(Modal::CleanUp(dialog)) if dialog.typing.is_some() => Self::CleanUpValue,
            Some(Modal::CleanUp(_)) => Self::CleanUp,
            Some(Modal::Confirm(_)) => Self::Confirm,
            Some(Modal::Choose(_)) => Self::Choose,
            Some(Modal::Contents(_)) => Self::Contents,
            Some(Modal::WhatIf(dialog)) if dialog.input.is_some() => Self::Version,
            Some(Modal::WhatIf(_)) => Self::WhatIf,
            Some(Modal::Problems { .. }) => Self::Problems,
            Some(Modal::Help { .. } | Modal::Told(..)) => Self::Help,
            Some(Modal::Palette { .. }) => Self::Palette,
        }
    }
}

/// The character an input line takes.
pub fn typed(event: KeyEvent) -> Option<char> {
    match event.code {
        KeyCode::Char(c) if !event.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => Some(c),
        // AltGr on Windows arrives as both.
        KeyCode::Char(c) if event.modifiers.contains(KeyModifiers::CONTROL | KeyModifiers::ALT) => Some(c),
        _ => None,
    }
}

impl Press {
    /// What was pressed; nothing with Alt means anything.
    pub fn of(event: KeyEvent) -> Option<Self> {
        if event.modifiers.contains(KeyModifiers::ALT) && !event.modifiers.contains(KeyModifiers::CONTROL) {
            return None;
        }
        let ctrl = event.modifiers == KeyModifiers::CONTROL;
        let code = match event.code {
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            KeyCode::Char(c) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
            code => code,
        };
        Some(Self { code, ctrl })
    }

    /// The key as people read it.
    pub fn label(self) -> String {
        match self.code {
            KeyCode::Char(' ') => "Space".to_owned(),
            KeyCode::Char(c) if self.ctrl => format!("Ctrl-{}", c.to_ascii_uppercase()),
            KeyCode::Char(c) => c.to_string(),
            KeyCode::Esc => "Esc".to_owned(),
            KeyCode::PageUp => "PgUp".to_owned(),
            KeyCode::PageDown => "PgDn".to_owned(),
            KeyCode::BackTab => "Shift-Tab".to_owned(),
            KeyCode::Delete => "Del".to_owned(),
            KeyCode::F(number) => format!("F{number}"),
            code => format!("{code:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keymap::Keymap;

    #[test]
    fn a_key_does_one_thing_in_a_place() {
        for context in Context::ALL {
            let mut seen: Vec<(Press, Action)> = Vec::new();
            let map = Keymap::default();
            for binding in map.bindings(context) {
                for press in binding.binding.keys {
                    // Several lines may give a key the same action, with a label for each place.
                    let other = seen.iter().find(|(known, action)| known == press && *action != binding.binding.action);
                    assert!(other.is_none(), "{} does two things in {context:?}", press.label());
                    seen.push((*press, binding.binding.action));
                }
            }
        }
    }

    #[test]
    fn every_place_has_a_way_out() {
        for context in Context::ALL {
            let escape = KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE);
            assert_eq!(Keymap::default().action(context, escape), Some(Action::Escape), "{context:?}");
            let quit = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
            assert_eq!(Keymap::default().action(context, quit), Some(Action::Quit), "{context:?}");
        }
    }

    #[test]
    fn input_lines_take_every_letter() {
        for context in [Context::Filter, Context::Palette, Context::CleanUpValue, Context::Version] {
            for c in 'a'..='z' {
                let event = KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
                assert_eq!((Keymap::default().action(context, event), typed(event)), (None, Some(c)));
            }
        }
    }
}
