//! The user's `samlayers/config.yaml`. A missing file is fine, an invalid setting is ignored with a warning that names
//! its line. Unknown settings are ignored.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_yaml::{Error, Mapping, Value};

use crate::ops::bounded;
use crate::sam::AccountId;
use crate::text::{Lang, nests_too_deeply};
use crate::tui::Notify;
use crate::tui::keys::keymap::Keymap;

/// The settings of the config file. Unknown keys are ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the file")]
pub struct UserConfig {
    /// Folders to search for templates, in addition to the current one.
    pub projects: Vec<PathBuf>,
    /// Whether to never use the network.
    pub offline: bool,
    /// Whether to look up newer versions of cached layers in AWS.
    pub newer_versions: bool,
    /// Whether to disable everything that changes the cache or the engine.
    pub read_only: bool,
    /// Whether to unpack layers that are larger than Lambda allows.
    pub allow_over_quota: bool,
    /// The theme of the app: a name or a file.
    pub theme: Option<String>,
    /// The language of the app.
    pub lang: Option<Lang>,
    /// Whether to use ASCII characters only; if it is not set, the locale decides.
    pub ascii: Option<bool>,
    /// Keys of the app, by action name.
    pub keys: BTreeMap<String, Keys>,
    /// How the app reports the end of a long job while the terminal is not focused.
    pub notify: Notify,
    /// Accounts that may have published layers whose ARN is unknown.
    pub accounts: Vec<AccountId>,
    /// The roles to assume for the layers of an account.
    pub layer_roles: BTreeMap<AccountId, String>,
}

/// A key or several keys.
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
    /// Returns the keys of the app, with a sentence including its line for each invalid entry.
    pub fn keymap(&self, path: &Path) -> (Keymap, Vec<String>) {
        let written = |keys: &Keys| match keys {
            Keys::One(key) => vec![key.clone()],
            Keys::Digit(digit) => vec![digit.to_string()],
            Keys::Several(keys) => keys.clone(),
        };
        let wanted = self.keys.iter().map(|(name, keys)| (name.clone(), written(keys))).collect();
        let (keymap, refused) = Keymap::with(&wanted);
        let text = if refused.is_empty() { String::new() } else { read_text(path).unwrap_or_default() };
        let sentence = |(name, why): (String, String)| {
            let line = line_of(&text, &name).map_or_else(String::new, |line| format!("line {line}: "));
            format!("{}: {line}keys: {name}: {why}.", path.display())
        };
        (keymap, refused.into_iter().map(sentence).collect())
    }
}

/// Returns the line on which the keys of an action are set, starting at 1.
fn line_of(text: &str, name: &str) -> Option<usize> {
    let keys = text.lines().position(|line| line.trim_end().starts_with("keys:"))?;
    let sets_keys = |line: &str| {
        let rest = line.trim_start_matches([' ', '{', '"', '\'', '-']).strip_prefix(name)?;
        rest.trim_start_matches(['"', '\'', ' ']).starts_with(':').then_some(())
    };
    text.lines().skip(keys + 1).position(|line| sets_keys(line).is_some()).map(|at| keys + 2 + at).or(Some(keys + 1))
}

/// Returns the path of the file in the user's configuration folder.
pub fn path(config_dir: &Path) -> PathBuf {
    config_dir.join("samlayers").join("config.yaml")
}

/// Reads the file. Returns a sentence for each setting that is invalid; the others apply.
pub fn read(path: &Path) -> (UserConfig, Vec<String>) {
    let text = match read_text(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Default::default(),
        Err(error) => {
            let why = format!("{}: {error}; it is ignored", path.display());
            return (UserConfig::default(), vec![why]);
        }
    };
    let (config, wrong) = parse(&text);
    (config, wrong.into_iter().map(|why| format!("{}: {why}", path.display())).collect())
}

fn read_text(path: &Path) -> io::Result<String> {
    bounded::read_text(path, bounded::BY_HAND)
}

fn parse(text: &str) -> (UserConfig, Vec<String>) {
    if nests_too_deeply(text) {
        return (UserConfig::default(), vec!["it is nested too deeply; it is ignored".to_owned()]);
    }
    // A file with nothing but comments is YAML's null.
    match serde_yaml::from_str::<Option<UserConfig>>(text) {
        Ok(config) => (config.unwrap_or_default(), Vec::new()),
        Err(error) => match serde_yaml::from_str::<Mapping>(text) {
            Ok(settings) => each_setting(text, settings, &error),
            Err(_) => (UserConfig::default(), vec![format!("{}; it is ignored", describe(&error))]),
        },
    }
}

/// Reads the settings one by one. `first` is the error of the first invalid one.
fn each_setting(text: &str, settings: Mapping, first: &Error) -> (UserConfig, Vec<String>) {
    let (mut valid, mut wrong) = (Mapping::new(), Vec::new());
    for (name, value) in settings {
        let one = Mapping::from_iter([(name.clone(), value)]);
        let Err(error) = serde_yaml::from_value::<UserConfig>(Value::Mapping(one.clone())) else {
            valid.extend(one);
            continue;
        };
        wrong.push(match name.as_str() {
            _ if wrong.is_empty() => format!("{}; this setting is ignored", describe(first)),
            Some(name) => {
                let line = line_of_setting(text, name).map_or_else(String::new, |line| format!("line {line}: "));
                format!("{line}{name}: {error}; this setting is ignored")
            }
            None => format!("{error}; this setting is ignored"),
        });
        // The user did not mean that everything may be changed.
        if name.as_str() == Some("read_only") {
            valid.insert(name, Value::Bool(true));
            wrong.push("read_only is treated as true".to_owned());
        }
    }
    (serde_yaml::from_value(Value::Mapping(valid)).unwrap_or_default(), wrong)
}

fn describe(error: &Error) -> String {
    let place = error.location().map(|at| format!("line {}: ", at.line())).unwrap_or_default();
    format!(
        "{place}{error}. Known keys: projects (a list of folders), offline, read_only, ascii, \
         newer_versions, allow_over_quota (true or false), \
         theme (a name), lang (en or ko), notify (off, bell, osc9 or osc777), keys (actions with their keys), \
         accounts (a list of twelve digits in quotes), layer_roles (the ARN of a role for an account in quotes)"
    )
}

/// Returns the line of a setting, starting at 1.
fn line_of_setting(text: &str, name: &str) -> Option<usize> {
    let sets = |line: &str| {
        let rest = line.trim_start_matches(['{', '"', '\'', ' ']).strip_prefix(name)?;
        rest.trim_start_matches(['"', '\'', ' ']).starts_with(':').then_some(())
    };
    text.lines().position(|line| sets(line).is_some()).map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn an_empty_file_has_all_defaults() {
        for text in ["", "# nothing\n", "{}"] {
            assert_eq!(parse(text), Default::default(), "{text:?}");
        }
    }

    #[test]
    fn settings_of_a_newer_version_are_ignored() {
        let (config, _) = parse("projects: [~/shop]\nhologram: {depth: 3}\noffline: true\n");
        assert_eq!((config.projects, config.offline), (vec![PathBuf::from("~/shop")], true));
    }

    #[test]
    fn invalid_keys_name_file_line_and_alternatives() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("config.yaml");
        fs::write(&file, "offline: true\nkeys:\n  go-images: 9\n  purge: r\n  explode: [b, F8]\n").unwrap();
        let (config, wrong) = read(&file);
        assert_eq!(wrong, [] as [&str; 0]);
        let (keymap, wrong) = config.keymap(&file);
        assert_ne!(keymap, Keymap::default(), "go-images has its key");
        assert!(wrong[0].contains("config.yaml: line 5: keys: explode: not a valid action"), "{wrong:?}");
        assert!(wrong[1].contains("line 4: keys: purge: `r` is already the key of refresh. Change"), "{wrong:?}");
    }

    /// Returns the only sentence about a file.
    fn wrong(text: &str) -> String {
        let (_, wrong) = parse(text);
        assert_eq!(wrong.len(), 1, "{wrong:?}");
        wrong.concat()
    }

    #[test]
    fn only_available_languages_are_accepted() {
        assert_eq!(parse("lang: ko").0.lang, Some(Lang::Korean));
        let why = wrong("ascii: true\nlang: xx\n");
        assert!(why.contains("line 2") && why.contains("lang (en or ko)"), "{why}");
    }

    #[test]
    fn an_account_must_have_twelve_digits() {
        let why = wrong("offline: true\naccounts: ['12345']\n");
        assert!(why.contains("line 2") && why.contains("an AWS account is twelve digits"), "{why}");
        let (config, _) = parse("accounts: ['012345678901']\nlayer_roles: {'123456789012': x}\n");
        assert_eq!((config.accounts[0].as_str(), config.layer_roles.len()), ("012345678901", 1));
    }

    #[test]
    fn an_error_names_its_line() {
        let why = wrong("offline: true\nprojects: nowhere\n");
        assert!(why.contains("line 2") && why.contains("projects (a list"), "{why}");
        let why = wrong("offline: [true\n");
        assert!(why.contains("line ") && why.ends_with("it is ignored"), "{why}");
    }

    #[test]
    fn one_invalid_setting_costs_no_other() {
        let text = "read_only: true\nlang: xx\nnotify: bell\n'accounts': [12]\nkeys: {purge: x}\n";
        let (config, wrong) = parse(text);
        assert!(config.read_only && config.notify == Notify::Bell && config.keys.len() == 1, "{config:?}");
        assert!(wrong.len() == 2 && wrong[0].contains("line 2: lang"), "{wrong:?}");
        assert!(wrong[1].starts_with("line 4: accounts: "), "{wrong:?}");
    }

    #[test]
    fn a_read_only_that_cannot_be_read_counts_as_true() {
        let (config, wrong) = parse("offline: true\nread_only: yse\n");
        assert!(config.read_only && config.offline);
        assert!(wrong[0].contains("line 2") && wrong[1].contains("treated as true"), "{wrong:?}");
    }
}
