//! The keys in use: those of the table, unless `keys:` in the config file replaces them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crossterm::event::{KeyCode, KeyEvent};

use super::table::{Binding, ContextSet, KeyContext, KeyPress, TABLE, UserAction};

/// The keys of every line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    keys: Vec<Cow<'static, [KeyPress]>>,
}

/// A line of the table with the keys it has now.
#[derive(Debug, Clone, Copy)]
pub struct BoundKeys<'a> {
    /// The line of the table.
    pub binding: &'static Binding,
    /// The keys; the first one is shown.
    pub keys: &'a [KeyPress],
}

/// The `keys:` of the config file: action names and the keys as written.
pub type KeySettings = BTreeMap<String, Vec<String>>;

impl Default for Keymap {
    fn default() -> Self {
        Self { keys: TABLE.iter().map(|binding| Cow::Borrowed(binding.keys)).collect() }
    }
}

impl Keymap {
    /// Returns the lines that apply in a context. The first line with the pressed key decides.
    pub fn bindings(&self, context: KeyContext) -> impl Iterator<Item = BoundKeys<'_>> {
        let lines = TABLE.iter().zip(&self.keys).map(|(binding, keys)| BoundKeys { binding, keys });
        lines.filter(move |bound| bound.binding.contexts.contains(context))
    }

    /// Returns the action of a key in a context.
    pub fn action(&self, context: KeyContext, event: KeyEvent) -> Option<UserAction> {
        let press = KeyPress::of(event)?;
        self.bindings(context).find(|bound| bound.keys.contains(&press)).map(|bound| bound.binding.action)
    }

    /// Applies the user's keys. An invalid entry keeps its default and is returned as a pair of its name and a
    /// sentence.
    pub fn with(settings: &KeySettings) -> (Self, Vec<(String, String)>) {
        let mut refused = Vec::new();
        let mut taken: BTreeMap<String, Vec<KeyPress>> = BTreeMap::new();
        for (name, keys) in settings {
            match presses(name, keys) {
                Ok(presses) => drop(taken.insert(name.clone(), presses)),
                Err(why) => refused.push((name.clone(), why)),
            }
        }
        loop {
            let map = Self::of(&taken);
            let Some((name, why)) = map.conflict(&taken) else { return (map, refused) };
            taken.remove(&name);
            refused.push((name, why));
        }
    }

    fn of(taken: &BTreeMap<String, Vec<KeyPress>>) -> Self {
        let keys = TABLE.iter().map(|binding| match taken.get(&name_of(binding.action)) {
            Some(keys) if is_rebindable(binding) => Cow::Owned(keys.clone()),
            _ => Cow::Borrowed(binding.keys),
        });
        Self { keys: keys.collect() }
    }

    /// Returns the first entry whose key already has another meaning in some context, with a sentence.
    fn conflict(&self, taken: &BTreeMap<String, Vec<KeyPress>>) -> Option<(String, String)> {
        for context in KeyContext::ALL {
            let mut seen: Vec<(KeyPress, UserAction)> = Vec::new();
            for bound in self.bindings(context) {
                let action = bound.binding.action;
                for press in bound.keys {
                    let Some((_, other)) = seen.iter().find(|(known, other)| known == press && *other != action) else {
                        seen.push((*press, action));
                        continue;
                    };
                    let names = [name_of(action), name_of(*other)];
                    let Some(at) = names.iter().position(|name| taken.contains_key(name)) else { continue };
                    let (name, other) = (names[at].clone(), &names[1 - at]);
                    let why = format!(
                        "`{}` is already the key of {other}. Change the key of {other}, or choose another one for \
                         {name}",
                        press.label()
                    );
                    return Some((name, why));
                }
            }
        }
        None
    }
}

/// Parses the keys of an action, or returns the reason why it cannot have them.
fn presses(name: &str, keys: &[String]) -> Result<Vec<KeyPress>, String> {
    let names = names();
    if !names.contains(&name.to_owned()) {
        return Err(format!("not a valid action. Valid actions: {}", names.join(", ")));
    }
    if keys.is_empty() {
        return Err("it needs at least one key".to_owned());
    }
    let press = |key: &String| {
        let press = KeyPress::parse(key).ok_or_else(|| {
            format!("`{key}` is not a valid key. Use a character, Ctrl-x, Space, Tab, Enter, Del, Home, PgUp, Up or F1")
        })?;
        if press == KeyPress::parse("Esc").unwrap_or(press) || press == KeyPress::parse("Ctrl-C").unwrap_or(press) {
            return Err(format!("`{key}` always closes or quits and cannot be changed"));
        }
        Ok(press)
    };
    keys.iter().map(press).collect()
}

/// Returns every action name the config file may use.
pub fn names() -> Vec<String> {
    let mut names: Vec<String> =
        TABLE.iter().filter(|binding| is_rebindable(binding)).map(|binding| name_of(binding.action)).collect();
    names.sort();
    names.dedup();
    names
}

/// Returns whether the keys can be changed. Those of dialogs and input lines are fixed, so that confirming and closing
/// always work.
fn is_rebindable(binding: &Binding) -> bool {
    let fixed =
        matches!(binding.action, UserAction::Quit | UserAction::Suspend | UserAction::Escape | UserAction::Accept);
    let on_screens = matches!(
        binding.contexts,
        ContextSet::Screens
            | ContextSet::Markable
            | ContextSet::MainLists
            | ContextSet::Refreshable
            | ContextSet::Only(_)
            | ContextSet::Movable
    );
    on_screens && !fixed
}

/// Returns the name of an action in the config file: `NextScreen` is `next-screen`, `Go(Images)` is `go-images`.
pub fn name_of(action: UserAction) -> String {
    let mut name = String::new();
    for c in format!("{action:?}").chars().filter(|c| *c != ')') {
        if c == '(' || (c.is_uppercase() && !name.is_empty() && !name.ends_with('-')) {
            name.push('-');
        }
        if c != '(' {
            name.extend(c.to_lowercase());
        }
    }
    name
}

impl KeyPress {
    /// Parses a key as [`KeyPress::label`] writes it. Names are not case-sensitive.
    pub fn parse(text: &str) -> Option<Self> {
        let mut characters = text.chars();
        if let (Some(c), None) = (characters.next(), characters.next()) {
            return (!c.is_control()).then_some(Self { code: KeyCode::Char(c), ctrl: false });
        }
        let lower = text.to_ascii_lowercase();
        if let Some(rest) = lower.strip_prefix("ctrl-").or_else(|| lower.strip_prefix("c-")) {
            let mut characters = rest.chars();
            let code = match (rest, characters.next(), characters.next()) {
                ("left", ..) => KeyCode::Left,
                ("right", ..) => KeyCode::Right,
                (_, Some(c), None) => KeyCode::Char(c),
                _ => return None,
            };
            return Some(Self { code, ctrl: true });
        }
        let code = match lower.as_str() {
            "space" => KeyCode::Char(' '),
            "tab" => KeyCode::Tab,
            "shift-tab" => KeyCode::BackTab,
            "enter" => KeyCode::Enter,
            "esc" => KeyCode::Esc,
            "backspace" => KeyCode::Backspace,
            "del" | "delete" => KeyCode::Delete,
            "insert" => KeyCode::Insert,
            "home" => KeyCode::Home,
            "end" => KeyCode::End,
            "pgup" => KeyCode::PageUp,
            "pgdn" => KeyCode::PageDown,
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "left" => KeyCode::Left,
            "right" => KeyCode::Right,
            _ => KeyCode::F(lower.strip_prefix('f')?.parse().ok().filter(|number| (1..=24).contains(number))?),
        };
        Some(Self { code, ctrl: false })
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyModifiers;

    use super::*;
    use crate::tui::state::Screen;

    fn settings(pairs: &[(&str, &[&str])]) -> KeySettings {
        let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        pairs.iter().map(|(name, of)| ((*name).to_owned(), keys(of))).collect()
    }

    fn action(map: &Keymap, c: char) -> Option<UserAction> {
        map.action(KeyContext::Screen(Screen::Layers), KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE))
    }

    #[test]
    fn configured_keys_replace_the_defaults_of_an_action() {
        let (map, refused) = Keymap::with(&settings(&[("purge", &["Z", "F8"])]));
        assert_eq!(refused, []);
        assert_eq!((action(&map, 'Z'), action(&map, 'd')), (Some(UserAction::Purge), None));
    }

    #[test]
    fn keys_can_be_swapped() {
        let (map, refused) = Keymap::with(&settings(&[("purge", &["r"]), ("refresh", &["d"])]));
        assert_eq!(refused, []);
        assert_eq!((action(&map, 'd'), action(&map, 'r')), (Some(UserAction::Refresh), Some(UserAction::Purge)));
    }

    #[test]
    fn a_key_with_another_meaning_is_refused_and_the_meaning_named() {
        let (map, refused) = Keymap::with(&settings(&[("purge", &["r"]), ("go-images", &["9"])]));
        assert_eq!(refused.len(), 1);
        assert_eq!(refused[0].0, "purge");
        assert!(refused[0].1.contains("`r` is already the key of refresh"), "{}", refused[0].1);
        assert_eq!(action(&map, 'd'), Some(UserAction::Purge), "it stays as it was");
        assert_eq!(action(&map, '9'), Some(UserAction::Go(Screen::Images)), "the others are taken");
    }

    #[test]
    fn invalid_entries_are_refused_one_by_one() {
        let (map, refused) = Keymap::with(&settings(&[
            ("explode", &["e"]),
            ("purge", &["Hyper-x"]),
            ("refresh", &["Esc"]),
            ("copy", &[]),
        ]));
        let names: Vec<&str> = refused.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["copy", "explode", "purge", "refresh"]);
        assert!(refused[1].1.contains("Valid actions: all, "), "{}", refused[1].1);
        assert_eq!(map, Keymap::default());
    }

    /// The names that 0.1.0 accepted in `keys:`. Users have them in their files.
    const OF_0_1_0: &str = "all back cancel-job check clean-up compare copy down empty-trash engine filter first go-activity \
        go-functions go-images go-layers group help hold-job invert jump last left look-again mark newer next-screen open \
        outdated-images page-down page-up palette previous-screen problems purge range read-only refresh return reverse shell \
        sort theme undo up what-if";

    #[test]
    fn every_action_name_of_0_1_0_is_still_one() {
        let names = names();
        for name in OF_0_1_0.split_whitespace() {
            assert!(names.contains(&name.to_owned()), "{name} is not among {names:?}");
        }
    }

    #[test]
    fn every_key_label_parses_to_the_same_key() {
        for binding in TABLE {
            for press in binding.keys {
                assert_eq!(KeyPress::parse(&press.label()), Some(*press), "{}", press.label());
            }
        }
    }
}
