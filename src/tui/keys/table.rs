//! The table of keys. Key handling, footer, help and palette all read it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::tui::dialog::Modal;
use crate::tui::lang;
use crate::tui::state::{Screen, State};

/// The part of the app that receives a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyContext {
    /// A screen with no dialog open.
    Screen(Screen),
    /// The input line of the filter.
    Filter,
    /// The dialog of a plan.
    Plan,
    /// The clean-up dialog.
    CleanUp,
    /// The input line for the value of a clean-up criterion.
    CleanUpValue,
    /// A question.
    Confirm,
    /// A list to choose from.
    Choose,
    /// The contents of a layer or image.
    Contents,
    /// A file in the contents, which the keys scroll.
    Reading,
    /// The treemap.
    Treemap,
    /// What makes a layer or function large.
    Size,
    /// The graph of functions, layers and images.
    Graph,
    /// The what-if dialog.
    WhatIf,
    /// The input line for a version in the what-if dialog.
    Version,
    /// The code of an MFA device.
    Code,
    /// The form of an import, an export or a publication.
    Form,
    /// The dialog about projects.
    Projects,
    /// The list of problems.
    Problems,
    /// The help dialog.
    Help,
    /// The input line of the palette.
    Palette,
}

/// An action that can have a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table below says what each does")]
pub enum UserAction {
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
    /// The next difference, or the next file that overrides others.
    NextChange,
    PreviousChange,
    FoldAll,
    UnfoldAll,
    WhatIf,
    Treemap,
    /// Switches the inside of a layer between folders and packages.
    ByPackage,
    Graph,
    Size,
    NextNode,
    PreviousNode,
    Jump,
    Return,
    Purge,
    CleanUp,
    Import,
    Publish,
    Projects,
    Forget,
    Export,
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
    /// Also release locks whose owner cannot be seen from here.
    UnknownLocks,
    /// Deletes what a plan would move to the trash, after a question.
    DeleteNow,
    /// Switches between layers that match any rule and those that match all.
    MatchAll,
    Line(LineEdit),
}

/// What a key does in an input line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table below says what each does")]
pub enum LineEdit {
    Left,
    Right,
    WordLeft,
    WordRight,
    Start,
    End,
    Erase,
    EraseNext,
    EraseWord,
    EraseToEnd,
    EraseAll,
}

impl UserAction {
    /// Returns whether the action only moves the cursor. Lists of actions show these last, as their keys are well
    /// known.
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
                | Self::Line(
                    LineEdit::Left
                        | LineEdit::Right
                        | LineEdit::WordLeft
                        | LineEdit::WordRight
                        | LineEdit::Start
                        | LineEdit::End
                )
        )
    }
}

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyPress {
    pub(in crate::tui) code: KeyCode,
    pub(in crate::tui) ctrl: bool,
}

/// A line of the table.
#[derive(Debug)]
pub struct Binding {
    /// The keys; the first one is shown in the footer.
    pub keys: &'static [KeyPress],
    /// The action.
    pub action: UserAction,
    /// The contexts in which the line applies.
    pub contexts: ContextSet,
    /// The message id of its label and help.
    pub id: &'static str,
    /// The rank in the footer; 0 hides it. Small numbers stay visible on narrow screens.
    pub footer: u8,
}

impl Binding {
    /// Returns a label of one or two words for the footer.
    pub fn label(&self) -> &'static str {
        lang::fixed(self.id)
    }

    /// Returns a phrase for help and palette.
    pub fn help(&self) -> &'static str {
        lang::attribute(self.id, "help").unwrap_or_default()
    }
}

/// A set of contexts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContextSet {
    /// Every screen.
    Screens,
    /// Screens whose rows can be marked.
    Markable,
    /// The lists of layers, images and functions.
    MainLists,
    /// Layers and functions, which can be downloaded again.
    Refreshable,
    /// One screen.
    Only(Screen),
    /// Every context with a cursor or scroll position.
    Movable,
    /// Input lines.
    Inputs,
    /// The contents of a layer or image, and a file in them.
    Contents,
    /// One context.
    In(KeyContext),
    /// Dialogs that `q` and Esc close.
    Closable,
    /// Dialogs whose keys `?` lists.
    Explained,
    /// Dialogs that Enter confirms.
    Acceptable,
    /// Everywhere.
    Everywhere,
}

impl ContextSet {
    /// Returns whether the set contains a context.
    pub fn contains(self, context: KeyContext) -> bool {
        let screen = |screens: &[Screen]| matches!(context, KeyContext::Screen(screen) if screens.contains(&screen));
        match self {
            Self::Screens => matches!(context, KeyContext::Screen(_)),
            Self::Markable => screen(&[Screen::Layers, Screen::Images, Screen::Builds]),
            Self::MainLists => screen(&[Screen::Layers, Screen::Images, Screen::Functions]),
            Self::Refreshable => screen(&[Screen::Layers, Screen::Functions]),
            Self::Only(only) => screen(&[only]),
            Self::Movable => !Self::Inputs.contains(context) && context != KeyContext::Confirm,
            Self::Inputs => {
                matches!(
                    context,
                    KeyContext::Filter
                        | KeyContext::Palette
                        | KeyContext::CleanUpValue
                        | KeyContext::Version
                        | KeyContext::Code
                        | KeyContext::Form
                )
            }
            Self::Contents => matches!(context, KeyContext::Contents | KeyContext::Reading),
            Self::In(only) => context == only,
            Self::Closable => !Self::Inputs.contains(context) && !matches!(context, KeyContext::Screen(_)),
            Self::Explained => {
                Self::Closable.contains(context) && !matches!(context, KeyContext::Help | KeyContext::Confirm)
            }
            Self::Acceptable => {
                matches!(
                    context,
                    KeyContext::Plan
                        | KeyContext::Choose
                        | KeyContext::Problems
                        | KeyContext::Filter
                        | KeyContext::Palette
                        | KeyContext::Version
                        | KeyContext::Code
                        | KeyContext::Form
                )
            }
            Self::Everywhere => true,
        }
    }
}

const fn ch(c: char) -> KeyPress {
    KeyPress { code: KeyCode::Char(c), ctrl: false }
}

const fn ctrl(c: char) -> KeyPress {
    KeyPress { code: KeyCode::Char(c), ctrl: true }
}

const fn key(code: KeyCode) -> KeyPress {
    KeyPress { code, ctrl: false }
}

const fn ctrl_key(code: KeyCode) -> KeyPress {
    KeyPress { code, ctrl: true }
}

const fn edit(keys: &'static [KeyPress], edit: LineEdit, id: &'static str) -> Binding {
    line(keys, UserAction::Line(edit), ContextSet::Inputs, id, 0)
}

const fn line(
    keys: &'static [KeyPress],
    action: UserAction,
    contexts: ContextSet,
    id: &'static str,
    footer: u8,
) -> Binding {
    Binding { keys, action, contexts, id, footer }
}

const ENTER: KeyPress = key(KeyCode::Enter);
const ESC: KeyPress = key(KeyCode::Esc);

/// The table. The first matching line decides.
pub const TABLE: &[Binding] = &[
    // Dialogs.
    line(&[ENTER], UserAction::Accept, ContextSet::In(KeyContext::Plan), key!("key-accept-plan"), 1),
    line(&[ch('t')], UserAction::TrashOrDelete, ContextSet::In(KeyContext::Plan), key!("key-trash-or-delete"), 0),
    line(&[ch('i')], UserAction::WithImages, ContextSet::In(KeyContext::Plan), key!("key-with-images"), 0),
    line(&[ch('o')], UserAction::UnknownLocks, ContextSet::In(KeyContext::Plan), key!("key-unknown-locks"), 0),
    line(&[ch('X')], UserAction::DeleteNow, ContextSet::In(KeyContext::Plan), key!("key-delete-now"), 6),
    line(&[ENTER], UserAction::Accept, ContextSet::In(KeyContext::CleanUp), key!("key-accept-clean-up"), 1),
    line(&[ch('m')], UserAction::MatchAll, ContextSet::In(KeyContext::CleanUp), key!("key-match-all"), 3),
    line(&[ch(' '), ch('x')], UserAction::Toggle, ContextSet::In(KeyContext::CleanUp), key!("key-toggle"), 2),
    line(
        &[key(KeyCode::Left), ch('h')],
        UserAction::Left,
        ContextSet::In(KeyContext::CleanUp),
        key!("key-left-clean-up"),
        0,
    ),
    line(
        &[key(KeyCode::Right), ch('l')],
        UserAction::Right,
        ContextSet::In(KeyContext::CleanUp),
        key!("key-right-clean-up"),
        3,
    ),
    line(&[ch('=')], UserAction::TypeValue, ContextSet::In(KeyContext::CleanUp), key!("key-type-value"), 4),
    line(&[ENTER], UserAction::Accept, ContextSet::In(KeyContext::CleanUpValue), key!("key-accept-clean-up-value"), 1),
    line(&[ch('y')], UserAction::Accept, ContextSet::In(KeyContext::Confirm), key!("key-accept-confirm"), 1),
    line(
        &[ch('n'), ESC, ch('q')],
        UserAction::Escape,
        ContextSet::In(KeyContext::Confirm),
        key!("key-escape-confirm"),
        2,
    ),
    line(&[ch('f')], UserAction::Fix, ContextSet::In(KeyContext::Problems), key!("key-fix"), 1),
    line(&[ENTER], UserAction::Accept, ContextSet::In(KeyContext::Problems), key!("key-accept-problems"), 1),
    line(&[ENTER], UserAction::Accept, ContextSet::In(KeyContext::Projects), key!("key-accept-projects"), 1),
    line(
        &[ch('d'), key(KeyCode::Delete)],
        UserAction::Forget,
        ContextSet::In(KeyContext::Projects),
        key!("key-forget"),
        3,
    ),
    line(&[ch('/')], UserAction::Filter, ContextSet::In(KeyContext::Projects), key!("key-filter-projects"), 2),
    line(&[ENTER], UserAction::Accept, ContextSet::In(KeyContext::Form), key!("key-accept-form"), 1),
    line(&[ENTER], UserAction::Accept, ContextSet::Acceptable, key!("key-accept-acceptable"), 1),
    line(&[ENTER, ch(' ')], UserAction::Open, ContextSet::In(KeyContext::Contents), key!("key-open-contents"), 1),
    line(&[ESC, ch('q')], UserAction::Escape, ContextSet::In(KeyContext::Reading), key!("key-escape-reading"), 1),
    line(&[ENTER, ch(' ')], UserAction::Open, ContextSet::In(KeyContext::Reading), key!("key-escape-reading"), 0),
    line(&[ch('m')], UserAction::Treemap, ContextSet::Contents, key!("key-treemap"), 3),
    line(&[ch('s')], UserAction::Sort, ContextSet::Contents, key!("key-sort-contents"), 4),
    line(&[ch('/')], UserAction::Filter, ContextSet::Contents, key!("key-filter-contents"), 5),
    line(&[ch('y')], UserAction::Copy, ContextSet::Contents, key!("key-copy-contents"), 6),
    line(&[ch('-')], UserAction::FoldAll, ContextSet::Contents, key!("key-fold-all"), 7),
    line(&[ch('+')], UserAction::UnfoldAll, ContextSet::Contents, key!("key-unfold-all"), 8),
    line(&[ch('n')], UserAction::NextChange, ContextSet::Contents, key!("key-next-change"), 3),
    line(&[ch('N')], UserAction::PreviousChange, ContextSet::Contents, key!("key-previous-change"), 0),
    line(&[ENTER], UserAction::Open, ContextSet::In(KeyContext::Treemap), key!("key-open-treemap"), 1),
    line(
        &[key(KeyCode::Backspace)],
        UserAction::Return,
        ContextSet::In(KeyContext::Treemap),
        key!("key-return-treemap"),
        2,
    ),
    line(&[ch('o')], UserAction::Jump, ContextSet::In(KeyContext::Treemap), key!("key-jump-treemap"), 3),
    line(&[ch('b')], UserAction::ByPackage, ContextSet::In(KeyContext::Treemap), key!("key-by-package"), 3),
    line(&[ch('m')], UserAction::Treemap, ContextSet::In(KeyContext::Treemap), key!("key-close-treemap"), 0),
    line(&[ENTER, ch('o')], UserAction::Jump, ContextSet::In(KeyContext::Graph), key!("key-jump-treemap"), 1),
    line(&[key(KeyCode::Tab)], UserAction::NextNode, ContextSet::In(KeyContext::Graph), key!("key-next-node"), 3),
    line(
        &[key(KeyCode::BackTab)],
        UserAction::PreviousNode,
        ContextSet::In(KeyContext::Graph),
        key!("key-previous-node"),
        0,
    ),
    line(
        &[ch('d'), key(KeyCode::Delete)],
        UserAction::Purge,
        ContextSet::In(KeyContext::Graph),
        key!("key-purge-graph"),
        4,
    ),
    line(&[ch('V')], UserAction::Graph, ContextSet::In(KeyContext::Graph), key!("key-close-graph"), 0),
    line(&[ENTER], UserAction::Accept, ContextSet::In(KeyContext::WhatIf), key!("key-accept-what-if"), 1),
    line(
        &[key(KeyCode::Backspace)],
        UserAction::Return,
        ContextSet::In(KeyContext::WhatIf),
        key!("key-return-what-if"),
        3,
    ),
    line(
        &[key(KeyCode::Right), ch('l')],
        UserAction::Right,
        ContextSet::In(KeyContext::WhatIf),
        key!("key-right-what-if"),
        2,
    ),
    // Movement.
    line(&[key(KeyCode::Up), ch('k')], UserAction::Up, ContextSet::Movable, key!("key-up"), 0),
    line(&[key(KeyCode::Down), ch('j')], UserAction::Down, ContextSet::Movable, key!("key-down"), 0),
    line(&[key(KeyCode::BackTab)], UserAction::Up, ContextSet::In(KeyContext::Form), key!("key-previous-field"), 0),
    line(&[key(KeyCode::Tab)], UserAction::Down, ContextSet::In(KeyContext::Form), key!("key-next-field"), 3),
    line(&[key(KeyCode::Up), ctrl('p')], UserAction::Up, ContextSet::Inputs, key!("key-up"), 0),
    line(&[key(KeyCode::Down), ctrl('n')], UserAction::Down, ContextSet::Inputs, key!("key-down"), 0),
    line(&[key(KeyCode::PageUp), ctrl('b')], UserAction::PageUp, ContextSet::Movable, key!("key-page-up"), 0),
    line(&[key(KeyCode::PageDown), ctrl('f')], UserAction::PageDown, ContextSet::Movable, key!("key-page-down"), 0),
    line(&[ch('g'), key(KeyCode::Home)], UserAction::First, ContextSet::Movable, key!("key-first"), 0),
    line(&[ch('G'), key(KeyCode::End)], UserAction::Last, ContextSet::Movable, key!("key-last"), 0),
    line(&[key(KeyCode::Left), ch('h')], UserAction::Left, ContextSet::Movable, key!("key-left-movable"), 0),
    line(&[key(KeyCode::Right), ch('l')], UserAction::Right, ContextSet::Movable, key!("key-right-movable"), 0),
    line(&[key(KeyCode::Tab)], UserAction::NextScreen, ContextSet::Screens, key!("key-next-screen"), 7),
    line(&[key(KeyCode::BackTab)], UserAction::PreviousScreen, ContextSet::Screens, key!("key-previous-screen"), 0),
    line(&[ch('0')], UserAction::Go(Screen::Overview), ContextSet::Screens, key!("key-go-overview"), 12),
    line(&[ch('1')], UserAction::Go(Screen::Layers), ContextSet::Screens, key!("key-go-layers"), 0),
    line(&[ch('2')], UserAction::Go(Screen::Images), ContextSet::Screens, key!("key-go-images"), 0),
    line(&[ch('3')], UserAction::Go(Screen::Functions), ContextSet::Screens, key!("key-go-functions"), 0),
    line(&[ch('4')], UserAction::Go(Screen::Activity), ContextSet::Screens, key!("key-go-activity"), 0),
    line(&[ch('5')], UserAction::Go(Screen::Builds), ContextSet::Screens, key!("key-go-builds"), 0),
    line(&[ENTER], UserAction::Open, ContextSet::Only(Screen::Builds), key!("key-open-builds"), 1),
    line(
        &[ch('d'), key(KeyCode::Delete)],
        UserAction::Purge,
        ContextSet::Only(Screen::Builds),
        key!("key-purge-builds"),
        2,
    ),
    line(&[ch('s')], UserAction::Sort, ContextSet::Only(Screen::Builds), key!("key-sort"), 11),
    line(&[ch('S')], UserAction::Reverse, ContextSet::Only(Screen::Builds), key!("key-reverse"), 0),
    // The row under the cursor, or marked rows.
    line(&[ENTER], UserAction::Open, ContextSet::Only(Screen::Layers), key!("key-open-layers"), 1),
    line(&[ENTER], UserAction::Open, ContextSet::Only(Screen::Functions), key!("key-open-functions"), 1),
    line(&[ENTER], UserAction::Open, ContextSet::Only(Screen::Images), key!("key-open-images"), 1),
    line(&[ENTER], UserAction::Open, ContextSet::Only(Screen::Overview), key!("key-open-overview"), 1),
    line(
        &[ch('d'), key(KeyCode::Delete)],
        UserAction::Purge,
        ContextSet::Only(Screen::Overview),
        key!("key-purge-overview"),
        2,
    ),
    line(&[ch('d'), key(KeyCode::Delete)], UserAction::Purge, ContextSet::MainLists, key!("key-purge"), 2),
    line(&[ch('D')], UserAction::CleanUp, ContextSet::Screens, key!("key-clean-up"), 3),
    line(&[ch('A')], UserAction::Projects, ContextSet::Screens, key!("key-projects"), 16),
    line(&[ch('I')], UserAction::Import, ContextSet::Screens, key!("key-import"), 0),
    line(&[ch('P')], UserAction::Publish, ContextSet::Screens, key!("key-publish"), 0),
    line(&[ch('e')], UserAction::Export, ContextSet::Refreshable, key!("key-export"), 9),
    line(&[ch('b')], UserAction::Size, ContextSet::In(KeyContext::Contents), key!("key-size"), 4),
    line(&[ch('r')], UserAction::Refresh, ContextSet::Refreshable, key!("key-refresh"), 8),
    line(&[ch('=')], UserAction::Compare, ContextSet::Only(Screen::Layers), key!("key-compare"), 14),
    line(&[ch('w')], UserAction::WhatIf, ContextSet::Only(Screen::Functions), key!("key-what-if"), 8),
    line(&[ch('o')], UserAction::Jump, ContextSet::MainLists, key!("key-jump"), 11),
    line(&[key(KeyCode::Backspace)], UserAction::Return, ContextSet::Screens, key!("key-return-screens"), 0),
    line(&[ch('y')], UserAction::Copy, ContextSet::Screens, key!("key-copy"), 12),
    line(&[ch('!')], UserAction::Shell, ContextSet::MainLists, key!("key-shell"), 15),
    line(&[ch('E')], UserAction::Engine, ContextSet::Only(Screen::Images), key!("key-engine"), 2),
    line(&[ch('x')], UserAction::CancelJob, ContextSet::Only(Screen::Activity), key!("key-cancel-job"), 2),
    line(&[ch(' ')], UserAction::HoldJob, ContextSet::Only(Screen::Activity), key!("key-hold-job"), 1),
    line(&[ch('i')], UserAction::OutdatedImages, ContextSet::Only(Screen::Activity), key!("key-outdated-images"), 3),
    line(&[ch('i')], UserAction::OutdatedImages, ContextSet::Only(Screen::Overview), key!("key-outdated-images"), 4),
    line(&[ch('i')], UserAction::OutdatedImages, ContextSet::MainLists, key!("key-outdated-images"), 19),
    line(&[ch('u')], UserAction::Undo, ContextSet::Screens, key!("key-undo"), 9),
    line(&[ch('X')], UserAction::EmptyTrash, ContextSet::Screens, key!("key-empty-trash"), 17),
    // Marking.
    line(&[ch(' ')], UserAction::Mark, ContextSet::Markable, key!("key-mark"), 4),
    line(&[ch('v')], UserAction::Range, ContextSet::Markable, key!("key-range"), 0),
    line(&[ch('a')], UserAction::All, ContextSet::Markable, key!("key-all"), 0),
    line(&[ch('*')], UserAction::Invert, ContextSet::Markable, key!("key-invert"), 0),
    line(&[ch('m')], UserAction::Treemap, ContextSet::MainLists, key!("key-treemap"), 10),
    line(&[ch('m')], UserAction::Treemap, ContextSet::Only(Screen::Overview), key!("key-treemap"), 3),
    line(&[ch('V')], UserAction::Graph, ContextSet::Only(Screen::Functions), key!("key-graph"), 4),
    line(&[ch('V')], UserAction::Graph, ContextSet::MainLists, key!("key-graph"), 15),
    // The list.
    line(&[ch('/')], UserAction::Filter, ContextSet::Screens, key!("key-filter"), 5),
    line(&[ch('s')], UserAction::Sort, ContextSet::MainLists, key!("key-sort"), 6),
    line(&[ch('S')], UserAction::Reverse, ContextSet::MainLists, key!("key-reverse"), 0),
    line(&[ch('b')], UserAction::Size, ContextSet::Refreshable, key!("key-size"), 10),
    line(&[ch('z')], UserAction::Group, ContextSet::Only(Screen::Layers), key!("key-group"), 16),
    // The whole app.
    line(&[ch('c')], UserAction::Check, ContextSet::Only(Screen::Images), key!("key-check-images"), 13),
    line(&[ch('c')], UserAction::Check, ContextSet::Refreshable, key!("key-check-refreshable"), 13),
    line(&[ch('R'), key(KeyCode::F(5))], UserAction::LookAgain, ContextSet::Screens, key!("key-look-again"), 18),
    line(&[ch('n')], UserAction::Newer, ContextSet::Only(Screen::Layers), key!("key-newer"), 0),
    line(&[ch('p')], UserAction::Problems, ContextSet::Screens, key!("key-problems"), 10),
    line(&[ch('W')], UserAction::ReadOnly, ContextSet::Screens, key!("key-read-only"), 0),
    line(&[ch('T')], UserAction::Theme, ContextSet::Screens, key!("key-theme"), 0),
    line(&[ch(':'), ctrl('k')], UserAction::Palette, ContextSet::Screens, key!("key-palette"), 0),
    line(&[ch('?'), key(KeyCode::F(1))], UserAction::Help, ContextSet::Screens, key!("key-help"), 1),
    line(&[ch('?'), key(KeyCode::F(1))], UserAction::Help, ContextSet::Explained, key!("key-help"), 9),
    line(&[ch('q')], UserAction::Back, ContextSet::Screens, key!("key-back"), 13),
    line(&[ESC], UserAction::Escape, ContextSet::Screens, key!("key-escape-screens"), 0),
    line(&[ESC, ch('q')], UserAction::Escape, ContextSet::Closable, key!("key-escape-closable"), 2),
    // Input lines.
    line(&[ESC], UserAction::Escape, ContextSet::Inputs, key!("key-escape-inputs"), 2),
    edit(&[key(KeyCode::Left), ctrl('b')], LineEdit::Left, key!("key-line-left")),
    edit(&[key(KeyCode::Right), ctrl('f')], LineEdit::Right, key!("key-line-right")),
    edit(&[ctrl_key(KeyCode::Left)], LineEdit::WordLeft, key!("key-line-word-left")),
    edit(&[ctrl_key(KeyCode::Right)], LineEdit::WordRight, key!("key-line-word-right")),
    edit(&[key(KeyCode::Home), ctrl('a')], LineEdit::Start, key!("key-line-start")),
    edit(&[key(KeyCode::End), ctrl('e')], LineEdit::End, key!("key-line-end")),
    edit(&[key(KeyCode::Backspace), ctrl('h')], LineEdit::Erase, key!("key-erase")),
    edit(&[key(KeyCode::Delete), ctrl('d')], LineEdit::EraseNext, key!("key-erase-next")),
    edit(&[ctrl('w')], LineEdit::EraseWord, key!("key-erase-word")),
    edit(&[ctrl('k')], LineEdit::EraseToEnd, key!("key-erase-to-end")),
    edit(&[ctrl('u')], LineEdit::EraseAll, key!("key-erase-all")),
    line(&[ctrl('c')], UserAction::Quit, ContextSet::Everywhere, key!("key-quit"), 0),
    line(&[ctrl('z')], UserAction::Suspend, ContextSet::Everywhere, key!("key-suspend"), 0),
];

impl KeyContext {
    /// All contexts.
    pub const ALL: [Self; 25] = [
        Self::Screen(Screen::Overview),
        Self::Screen(Screen::Layers),
        Self::Screen(Screen::Images),
        Self::Screen(Screen::Functions),
        Self::Screen(Screen::Activity),
        Self::Screen(Screen::Builds),
        Self::Filter,
        Self::Plan,
        Self::CleanUp,
        Self::CleanUpValue,
        Self::Confirm,
        Self::Choose,
        Self::Contents,
        Self::Reading,
        Self::Treemap,
        Self::Size,
        Self::Graph,
        Self::WhatIf,
        Self::Version,
        Self::Code,
        Self::Form,
        Self::Projects,
        Self::Problems,
        Self::Help,
        Self::Palette,
    ];

    /// Returns the context that receives keys now.
    pub fn of(state: &State) -> Self {
        Self::of_modal(state.modal.as_ref(), state.screen)
    }

    /// Returns the context below the open dialog.
    pub fn below(state: &State) -> Self {
        Self::of_modal(state.behind.last(), state.screen)
    }

    fn of_modal(modal: Option<&Modal>, screen: Screen) -> Self {
        match modal {
            None => Self::Screen(screen),
            Some(Modal::Filter(_)) => Self::Filter,
            Some(Modal::Plan(_)) => Self::Plan,
            Some(Modal::CleanUp(dialog)) if dialog.typing.is_some() => Self::CleanUpValue,
            Some(Modal::CleanUp(_)) => Self::CleanUp,
            Some(Modal::Confirm(_)) => Self::Confirm,
            Some(Modal::Code(_)) => Self::Code,
            Some(Modal::Choose(_)) => Self::Choose,
            Some(Modal::Contents(dialog)) if dialog.typing.is_some() => Self::Filter,
            Some(Modal::Contents(dialog)) if dialog.reading => Self::Reading,
            Some(Modal::Contents(_)) => Self::Contents,
            Some(Modal::Treemap(_)) => Self::Treemap,
            Some(Modal::Size(_)) => Self::Size,
            Some(Modal::Graph(_)) => Self::Graph,
            Some(Modal::WhatIf(dialog)) if dialog.input.is_some() => Self::Version,
            Some(Modal::WhatIf(_)) => Self::WhatIf,
            Some(Modal::Form(_)) => Self::Form,
            Some(Modal::Projects(picker)) if picker.typing.is_some() => Self::Filter,
            Some(Modal::Projects(_)) => Self::Projects,
            Some(Modal::Problems { .. }) => Self::Problems,
            Some(Modal::Help { .. } | Modal::Notice(..)) => Self::Help,
            Some(Modal::Palette { .. }) => Self::Palette,
        }
    }
}

/// Returns the character a key adds to an input line.
pub fn typed(event: KeyEvent) -> Option<char> {
    match event.code {
        KeyCode::Char(c) if !event.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => Some(c),
        // Windows reports AltGr as Ctrl and Alt.
        KeyCode::Char(c) if event.modifiers.contains(KeyModifiers::CONTROL | KeyModifiers::ALT) => Some(c),
        _ => None,
    }
}

impl KeyPress {
    /// Returns the pressed key. Keys with Alt have no meaning.
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

    /// Returns the name of the key as shown to the user.
    pub fn label(self) -> String {
        match self.code {
            KeyCode::Left | KeyCode::Right if self.ctrl => format!("Ctrl-{:?}", self.code),
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
    use crate::tui::keys::keymap::Keymap;

    #[test]
    fn a_key_has_one_action_in_each_context() {
        for context in KeyContext::ALL {
            let mut seen: Vec<(KeyPress, UserAction)> = Vec::new();
            let map = Keymap::default();
            for binding in map.bindings(context) {
                for press in binding.binding.keys {
                    // Several lines may bind a key to the same action, with a different label for each context.
                    let other = seen.iter().find(|(known, action)| known == press && *action != binding.binding.action);
                    assert!(other.is_none(), "{} does two things in {context:?}", press.label());
                    seen.push((*press, binding.binding.action));
                }
            }
        }
    }

    #[test]
    fn every_context_can_be_left() {
        for context in KeyContext::ALL {
            let escape = KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE);
            assert_eq!(Keymap::default().action(context, escape), Some(UserAction::Escape), "{context:?}");
            let quit = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
            assert_eq!(Keymap::default().action(context, quit), Some(UserAction::Quit), "{context:?}");
        }
    }

    #[test]
    fn input_lines_accept_every_letter() {
        for context in
            [KeyContext::Filter, KeyContext::Palette, KeyContext::CleanUpValue, KeyContext::Version, KeyContext::Code]
        {
            for c in 'a'..='z' {
                let event = KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
                assert_eq!((Keymap::default().action(context, event), typed(event)), (None, Some(c)));
            }
        }
    }
}
