//! The environment of the process. It is read once at the start and passed on, so that tests need no global state.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::cache::SudoUser;
use crate::clock;
use crate::ops::LOG_PATH;
use crate::text::locale;

/// Environment variables, folders, terminal and clock.
#[derive(Debug, Clone)]
pub struct Environment {
    /// The environment variables.
    pub env: BTreeMap<OsString, OsString>,
    /// The user's home folder.
    pub home: Option<PathBuf>,
    /// The current folder.
    pub cwd: PathBuf,
    /// The folder of the user's `samlayers/config.yaml`.
    pub config_dir: Option<PathBuf>,
    /// The folder of `samlayers/`, which stores known ARNs.
    pub data_dir: Option<PathBuf>,
    /// The user's cache folder, in which `samlayers/` keeps the log.
    pub cache_dir: Option<PathBuf>,
    /// Whether the user can be asked: standard input and standard error are terminals.
    pub can_ask: bool,
    /// Whether standard input is a terminal.
    pub stdin_is_terminal: bool,
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// The columns of that terminal.
    pub columns: Option<usize>,
    /// The time the command started.
    pub now: Timestamp,
}

/// Returns a folder that the user names. On macOS and Windows too, whose own folders cannot be changed otherwise. A
/// relative path is ignored, as the XDG base directory specification says.
fn named_dir(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute())
}

/// Returns the home folder of a user from the text of `/etc/passwd`.
fn home_in(passwd: &str, name: &str) -> Option<PathBuf> {
    let entry = passwd.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    entry.split(':').nth(4).filter(|home| !home.is_empty()).map(PathBuf::from)
}

impl Environment {
    /// Reads the environment of this process.
    pub fn of_process() -> std::io::Result<Self> {
        let stdin_is_terminal = std::io::stdin().is_terminal();
        let stdout_is_terminal = std::io::stdout().is_terminal();
        Ok(Self {
            env: std::env::vars_os().collect(),
            home: crate::home::home_dir(),
            cwd: std::env::current_dir()?,
            config_dir: named_dir("XDG_CONFIG_HOME").or_else(dirs::config_dir),
            data_dir: named_dir("XDG_DATA_HOME").or_else(dirs::data_dir),
            cache_dir: named_dir("XDG_CACHE_HOME").or_else(dirs::cache_dir),
            can_ask: stdin_is_terminal && std::io::stderr().is_terminal(),
            stdin_is_terminal,
            stdout_is_terminal,
            columns: stdout_is_terminal
                .then(|| crossterm::terminal::size().ok())
                .flatten()
                .map(|(columns, _)| usize::from(columns)),
            now: clock::now(),
        })
    }

    /// Returns a variable, unless it is empty.
    pub fn var_os(&self, name: &str) -> Option<&OsStr> {
        self.env.get(OsStr::new(name)).map(OsString::as_os_str).filter(|value| !value.is_empty())
    }

    /// Returns a variable as text, unless it is empty.
    pub fn var(&self, name: &str) -> Option<&str> {
        self.var_os(name).and_then(OsStr::to_str)
    }

    /// Returns the home folder as Python's `expanduser` finds it: `HOME` counts even if it is empty.
    pub fn home_of_python(&self) -> Option<PathBuf> {
        let variable = self.env.get(OsStr::new("HOME")).filter(|_| cfg!(unix));
        variable.map(PathBuf::from).or_else(|| self.home.clone())
    }

    /// Returns the user who started this process with sudo, unless it runs as that user anyway.
    pub fn sudo_user(&self) -> Option<SudoUser> {
        let name = self.var("SUDO_USER").filter(|name| *name != "root")?;
        let named = self.var_os("SUDO_HOME").map(PathBuf::from);
        // A directory service is not asked: without an entry here the home folder is unknown.
        let home = named.or_else(|| home_in(&fs::read_to_string("/etc/passwd").ok()?, name));
        Some(SudoUser { name: name.to_owned(), home })
    }

    /// Returns whether text is UTF-8 in this locale. Consoles of Windows are whatever the variables say.
    pub fn is_utf8(&self) -> bool {
        cfg!(windows) || locale::of_category("LC_CTYPE", |name| self.var(name)).is_some_and(locale::is_utf8)
    }

    /// Returns what keeps the app from drawing on the terminal, as part of a sentence.
    pub fn lacks_terminal(&self) -> Option<&'static str> {
        if !self.stdout_is_terminal {
            return Some("its output is not a terminal");
        }
        if !self.stdin_is_terminal {
            return Some("its input is not a terminal");
        }
        match self.var("TERM") {
            // Windows sets no such variable.
            None if cfg!(unix) => Some("TERM is not set"),
            Some("dumb") => Some("TERM is `dumb`"),
            _ => None,
        }
    }

    /// Returns the path of the log file.
    pub fn log_file(&self) -> Option<PathBuf> {
        self.cache_dir.as_ref().map(|dir| dir.join(LOG_PATH))
    }

    /// Returns an absolute path. A relative one is based on the current folder, and a leading `~` is the home folder.
    pub fn absolute(&self, path: &Path) -> PathBuf {
        match (path.strip_prefix("~"), &self.home) {
            (Ok(rest), Some(home)) => home.join(rest),
            _ => self.cwd.join(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_home_folder_of_a_user_is_read_from_the_user_database() {
        let passwd = "root:x:0:0:root:/root:/bin/bash\njoe:x:1001:1001::/home/joe:/bin/sh\njo:x:1000:1000:Jo,,,:/home/jo:\nno:x:7\n";
        assert_eq!(home_in(passwd, "jo"), Some("/home/jo".into()));
        assert_eq!(home_in(passwd, "joe"), Some("/home/joe".into()));
        for unknown in ["no", "kim", ""] {
            assert_eq!(home_in(passwd, unknown), None, "{unknown}");
        }
    }
}
