//! The user's own `samlayers/config.yaml`. Missing is fine; broken or from a newer version costs only what it says.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::Deserialize;

/// What can be set. Keys this version does not know are passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct UserConfig {
    /// Folders to search for templates, beside the current one.
    pub projects: Vec<PathBuf>,
    /// Never use the network.
    pub offline: bool,
    /// Make every changing action impossible.
    pub read_only: bool,
    /// The app's theme, by its name or as a file.
    pub theme: Option<String>,
    /// Draw with ASCII characters only.
    pub ascii: bool,
    /// Accounts that may have published layers whose ARN is unknown.
    pub accounts: Vec<String>,
    /// For the layers of an account, the role to look them up with.
    pub layer_roles: BTreeMap<String, String>,
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
            "{place}{error}. Known keys: projects (a list of folders), offline, read_only, ascii (true or false), \
             theme (a name), accounts (a list of twelve digits in quotes), layer_roles (the ARN of a \
             role for an account in quotes)"
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
    fn a_mistake_names_its_line() {
        let why = parse("offline: true\nprojects: nowhere\n").unwrap_err();
        assert!(why.contains("line 2") && why.contains("projects (a list"), "{why}");
    }
}
