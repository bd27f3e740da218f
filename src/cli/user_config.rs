//! The user's own `samlayers/config.yaml`. Missing is fine; broken or from a newer version costs only what it says.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::Deserialize;

use crate::text::Lang;
use crate::tui::Notify;
use crate::tui::keys::keymap::Keymap;

/// What can be set. Keys this version does not know are passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the file")]
pub struct UserConfig {
    /// Folders to search for templates, beside the current one.
    pub projects: Vec<PathBuf>,
    /// Never use the network.
    pub offline: bool,
    /// Ask AWS whether there are newer versions of cached layers.
    pub newer_versions: bool,
    /// Make every changing action impossible.
    pub read_only: bool,
    /// Unpack layers that are larger than Lambda takes.
    pub allow_over_quota: bool,
    /// The app's theme, by its name or as a file.
    pub theme: Option<String>,
    /// The language of the app.
    pub lang: Option<Lang>,
    /// Draw with ASCII characters only.
    pub ascii: bool,
    /// Keys of the app, by the action's name.
    pub keys: BTreeMap<String, Keys>,
    /// How the app tells the end of a long job to whoever looks elsewhere.
    pub notify: Notify,
    /// Accounts that may have published layers whose ARN is unknown.
    pub accounts: Vec<String>,
    /// For the layers of an account, the role to look them up with.
    pub layer_roles: BTreeMap<String, String>,
}

/// One key, or several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Keys {
    /// `purge: x`
    One(String),
    /// `go-images: 9`
    Digit(u8),
    /// `purge: [x, F8]`
    Several(Vec<String>),
}

impl UserConfig {
    /// The app's keys, and a sentence with its place for each that cannot be had.
    pub fn keymap(&self, path: &Path) -> (Keymap, Vec<String>) {
        let written = |keys: &Keys| match keys {
            Keys::One(key) => vec![key.clone()],
            Keys::Digit(digit) => vec![digit.to_string()],
            Keys::Several(keys) => keys.clone(),
        };
        let wanted = self.keys.iter().map(|(name, keys)| (name.clone(), written(keys))).collect();
        let (keymap, refused) = Keymap::with(&wanted);
        let text = if refused.is_empty() { String::new() } else { fs::read_to_string(path).unwrap_or_default() };
        let sentence = |(name, why): (String, String)| {
            let line = line_of(&text, &name).map_or_else(String::new, |line| format!("line {line}: "));
            format!("{}: {line}keys: {name}: {why}.", path.display())
        };
        (keymap, refused.into_iter().map(sentence).collect())
    }
}

/// The line on which a name is given keys, counted from 1.
fn line_of(text: &str, name: &str) -> Option<usize> {
    let keys = text.lines().position(|line| line.trim_end().starts_with("keys:"))?;
    let is_it = |line: &str| {
        let rest = line.trim_start_matches([' ', '{', '"', '\'', '-']).strip_prefix(name)?;
        rest.trim_start_matches(['"', '\'', ' ']).starts_with(':').then_some(())
    };
    text.lines().skip(keys + 1).position(|line| is_it(line).is_some()).map(|at| keys + 2 + at).or(Some(keys + 1))
}

/// The file under the user's configuration folder.
pub fn path(config_dir: &Path) -> PathBuf {
    config_dir.join("samlayers").join("config.yaml")
}

/// Reads it. What is wrong with it comes back as a sentence, beside the defaults.
pub fn read(path: &Path) -> (UserConfig, Option<String>) {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return (UserConfig::default(), None),
        Err(error) => {
            let why = format!("{}: {error}; going on without it", path.display());
            return (UserConfig::default(), Some(why));
        }
    };
    match parse(&text) {
        Ok(config) => (config, None),
        Err(why) => (UserConfig::default(), Some(format!("{}: {why}; going on without it", path.display()))),
    }
}

fn parse(text: &str) -> Result<UserConfig, String> {
    // A file with nothing but comments is YAML's null.
    let read: Result<Option<UserConfig>, _> = serde_yaml::from_str(text);
    read.map(Option::unwrap_or_default).map_err(|error| {
        let place = error.location().map(|at| format!("line {}: ", at.line())).unwrap_or_default();
        format!(
            "{place}{error}. Known keys: projects (a list of folders), offline, read_only, ascii, \
             newer_versions, allow_over_quota (true or false), \
             theme (a name), lang (en or ko), notify (off, bell, osc9 or osc777), keys (actions with their keys), \
             accounts (a list of twelve digits in quotes), layer_roles (the ARN of a role for an account in quotes)"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_is_all_defaults() {
        for text in ["", "# nothing\n", "{}"] {
            assert_eq!(parse(text), Ok(UserConfig::default()), "{text:?}");
        }
    }

    #[test]
    fn keys_of_a_newer_version_are_passed_over() {
        let config = parse("projects: [~/shop]\nhologram: {depth: 3}\noffline: true\n").unwrap();
        assert_eq!((config.projects, config.offline), (vec![PathBuf::from("~/shop")], true));
    }

    #[test]
    fn keys_that_cannot_be_had_name_file_line_and_a_way_out() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("config.yaml");
        fs::write(&file, "offline: true\nkeys:\n  go-images: 9\n  purge: r\n  explode: [b, F8]\n").unwrap();
        let (config, wrong) = read(&file);
        assert_eq!(wrong, None);
        let (keymap, wrong) = config.keymap(&file);
        assert_ne!(keymap, Keymap::default(), "go-images has its key");
        assert!(wrong[0].contains("config.yaml: line 5: keys: explode: there is no action"), "{wrong:?}");
        assert!(wrong[1].contains("line 4: keys: purge: `r` is the key of refresh there; give"), "{wrong:?}");
    }

    #[test]
    fn a_language_is_one_the_app_has() {
        assert_eq!(parse("lang: ko").unwrap().lang, Some(Lang::Korean));
        let why = parse("ascii: true\nlang: xx\n").unwrap_err();
        assert!(why.contains("line 2") && why.contains("lang (en or ko)"), "{why}");
    }

    #[test]
    fn a_mistake_names_its_line() {
        let why = parse("offline: true\nprojects: nowhere\n").unwrap_err();
        assert!(why.contains("line 2") && why.contains("projects (a list"), "{why}");
    }
}
