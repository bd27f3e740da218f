//! What surrounds the process: read once, at the rim, and handed in from there on, so that tests need no global state.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

/// Environment, folders, terminal and clock.
#[derive(Debug, Clone)]
pub struct Environment {
    /// The environment.
    pub env: BTreeMap<OsString, OsString>,
    /// The user's home.
    pub home: Option<PathBuf>,
    /// The current folder.
    pub cwd: PathBuf,
    /// Where the user's `samlayers/config.yaml` is looked for.
    pub config_dir: Option<PathBuf>,
    /// Where `samlayers/` keeps remembered ARNs.
    pub data_dir: Option<PathBuf>,
    /// Whether a person can be asked: standard input and error are terminals.
    pub can_ask: bool,
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Columns of that terminal.
    pub columns: Option<usize>,
    /// The time the command started.
    pub now: Timestamp,
}

impl Environment {
    /// The process's own surroundings.
    pub fn of_process() -> std::io::Result<Self> {
        let stdout_is_terminal = std::io::stdout().is_terminal();
        Ok(Self {
            env: std::env::vars_os().collect(),
            home: dirs::home_dir(),
            cwd: std::env::current_dir()?,
            config_dir: dirs::config_dir(),
            data_dir: dirs::data_dir(),
            can_ask: std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
            stdout_is_terminal,
            columns: stdout_is_terminal
                .then(|| crossterm::terminal::size().ok())
                .flatten()
                .map(|(columns, _)| usize::from(columns)),
            now: Timestamp::now(),
        })
    }

    /// A variable that is set to something.
    pub fn var_os(&self, name: &str) -> Option<&OsStr> {
        self.env.get(OsStr::new(name)).map(OsString::as_os_str).filter(|value| !value.is_empty())
    }

    /// A variable that is set to some text.
    pub fn var(&self, name: &str) -> Option<&str> {
        self.var_os(name).and_then(OsStr::to_str)
    }

    /// The path, taken from the current folder, with a leading `~` as the home.
    pub fn absolute(&self, path: &Path) -> PathBuf {
        match (path.strip_prefix("~"), &self.home) {
            (Ok(rest), Some(home)) => home.join(rest),
            _ => self.cwd.join(path),
        }
    }
}
