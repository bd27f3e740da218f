//! The environment variables and the home directory that AWS settings come from.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// A snapshot of the process's environment, which tests replace.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Environment {
    variables: BTreeMap<String, String>,
    home: Option<PathBuf>,
}

impl Environment {
    /// Reads the environment of this process. A variable that is not UTF-8 counts as unset, as in the AWS SDKs.
    pub(super) fn of_process() -> Self {
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Self { variables: std::env::vars_os().filter_map(text).collect(), home: crate::home::home_dir() }
    }

    /// Returns a variable that is not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Returns the first of these variables that is not empty, with its name.
    pub(super) fn first(&self, names: &[&'static str]) -> Option<(&'static str, &str)> {
        names.iter().find_map(|name| Some((*name, self.get(name)?)))
    }

    /// Returns `true` or `false` as AWS settings spell them; `None` for any other value.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.get(name).and_then(flag)
    }

    /// Returns the path with a leading `~` replaced by the home directory.
    pub(super) fn expand(&self, path: &str) -> PathBuf {
        match (Path::new(path).strip_prefix("~"), &self.home) {
            (Ok(rest), Some(home)) => home.join(rest),
            _ => PathBuf::from(path),
        }
    }

    /// Returns a path below `~/.aws`; `None` where there is no home directory.
    pub(super) fn below_aws(&self, path: &str) -> Option<PathBuf> {
        Some(self.home.as_ref()?.join(".aws").join(path))
    }

    #[cfg(test)]
    pub(super) fn of(variables: &[(&str, &str)], home: Option<&Path>) -> Self {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { variables, home: home.map(Path::to_path_buf) }
    }
}

/// Parses `true` and `false` in any case; `None` for any other text.
pub(super) fn flag(text: &str) -> Option<bool> {
    match &*text.trim().to_ascii_lowercase() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// Shows no values: some of them are secrets.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").field("home", &self.home).finish_non_exhaustive()
    }
}
