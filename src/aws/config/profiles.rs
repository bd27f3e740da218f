//! Profiles, SSO sessions and services of both configuration files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::PathBuf;

use super::ini::{self, Section};
use crate::aws::AwsError;
use crate::aws::environment::Environment;
use crate::text::{one_line, sentence};

/// The sections of both files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::aws) struct Profiles {
    by_name: BTreeMap<String, Section>,
    sso_sessions: BTreeMap<String, Section>,
    services: BTreeMap<String, Section>,
    /// Profiles with access keys in the credentials file: these win over a login or a process.
    with_keys: BTreeSet<String>,
}

impl Profiles {
    /// Reads both files. A missing file counts as empty; a file that cannot be read or parsed is an error, as for the
    /// AWS CLI.
    pub(in crate::aws) fn read(environment: &Environment) -> Result<Self, AwsError> {
        let mut found = Self::default();
        let path = |variable: &str, file: &str| {
            environment.get(variable).map(|path| environment.expand(path)).or_else(|| environment.below_aws(file))
        };
        found.take_config(sections(path("AWS_CONFIG_FILE", "config"))?);
        for (name, section) in sections(path("AWS_SHARED_CREDENTIALS_FILE", "credentials"))? {
            if section.get("aws_access_key_id").is_some() {
                found.with_keys.insert(name.clone());
            }
            found.by_name.entry(name).or_default().extend(section);
        }
        Ok(found)
    }

    /// Takes `[default]`, `[profile NAME]`, `[sso-session NAME]` and `[services NAME]`; other sections belong to other
    /// tools.
    fn take_config(&mut self, sections: Vec<(String, Section)>) {
        for (name, section) in sections {
            let words = shlex::split(&name).unwrap_or_default();
            let (table, name) = match &words[..] {
                [one] if one == "default" => (&mut self.by_name, one),
                [kind, name] if kind == "profile" => (&mut self.by_name, name),
                [kind, name] if kind == "sso-session" => (&mut self.sso_sessions, name),
                [kind, name] if kind == "services" => (&mut self.services, name),
                _ => continue,
            };
            table.entry(name.clone()).or_default().extend(section);
        }
    }

    /// Returns a profile.
    pub(in crate::aws) fn get(&self, name: &str) -> Option<&Section> {
        self.by_name.get(name)
    }

    /// Returns the `[sso-session NAME]` of this name.
    pub(in crate::aws) fn sso_session(&self, name: &str) -> Option<&Section> {
        self.sso_sessions.get(name)
    }

    /// Returns a setting of a service (`lambda`, `s3` …) from the `[services NAME]` that a profile refers to.
    pub(in crate::aws) fn service(&self, profile: &Section, service: &str, key: &str) -> Option<&str> {
        self.services.get(profile.get("services")?)?.nested(service, key)
    }

    /// Returns whether the profile has access keys in the credentials file.
    pub(in crate::aws) fn has_keys(&self, name: &str) -> bool {
        self.with_keys.contains(name)
    }

    /// Returns the names of all profiles, for a hint.
    pub(in crate::aws) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    #[cfg(test)]
    pub(super) fn of_config(text: &str) -> Self {
        let mut found = Self::default();
        found.take_config(ini::parse(text).unwrap());
        found
    }
}

fn sections(path: Option<PathBuf>) -> Result<Vec<(String, Section)>, AwsError> {
    let Some(path) = path else { return Ok(Vec::new()) };
    let unreadable = |why: crate::text::Sentence| {
        let path = one_line(&path.display().to_string());
        AwsError::Configuration(sentence!("aws-config-unreadable", path = path, why = why))
    };
    match fs::read(&path) {
        Ok(bytes) => {
            let text = String::from_utf8(bytes).map_err(|_| unreadable(sentence!("aws-config-not-text")))?;
            ini::parse(&text).map_err(|line| unreadable(sentence!("aws-config-line", line = line.to_string())))
        }
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(Vec::new()),
        Err(error) => Err(unreadable(error.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_credentials_file_wins_over_the_config_file() {
        let folder = tempfile::tempdir().unwrap();
        let (config, credentials) = (folder.path().join("c"), folder.path().join("s"));
        fs::write(&config, "[profile \"dev one\"]\nregion = a\naws_access_key_id = old\n[preview]\nx = y\n").unwrap();
        fs::write(&credentials, "[dev one]\naws_access_key_id = new\n").unwrap();
        let variables = [
            ("AWS_CONFIG_FILE", config.to_str().unwrap()),
            ("AWS_SHARED_CREDENTIALS_FILE", credentials.to_str().unwrap()),
        ];
        let profiles = Profiles::read(&Environment::of(&variables, None)).unwrap();
        let dev = profiles.get("dev one").unwrap();
        assert_eq!((dev.get("region"), dev.get("aws_access_key_id")), (Some("a"), Some("new")));
        assert!(profiles.has_keys("dev one"));
        assert_eq!(profiles.names().collect::<Vec<_>>(), ["dev one"]);
    }

    #[test]
    fn an_invalid_file_is_named_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config");
        fs::write(&path, "[default]\nregion\n").unwrap();
        let environment = Environment::of(&[("AWS_CONFIG_FILE", path.to_str().unwrap())], None);
        let message = Profiles::read(&environment).unwrap_err().to_string();
        assert!(message.contains(path.to_str().unwrap()) && message.contains("line 2"), "{message}");
    }
}
