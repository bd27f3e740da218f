//! The result of checking or writing a lockfile, as text and in JSON.

use serde::Serialize;

use crate::text::counted;

/// The result for one lockfile; also part of the JSON output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LockfileOutcome {
    /// The path of the lockfile, for display.
    pub path: String,
    /// One of `matches`, `differs`, `written`, `unchanged`, `failed`.
    pub status: &'static str,
    /// The differences as sentences.
    pub differences: Vec<String>,
    /// Entries that no template in scope needs.
    pub unneeded: Vec<String>,
}

impl LockfileOutcome {
    /// Returns whether the lockfile matches or was written.
    pub fn is_good(&self) -> bool {
        matches!(self.status, "matches" | "written" | "unchanged")
    }

    /// Returns the result as text.
    pub fn lines(&self) -> Vec<String> {
        let advice = match self.status {
            "differs" => ". Nothing was downloaded. To update it: `samlayers prefetch --update-lock`",
            _ => "",
        };
        let mut lines = vec![format!("{} {}{advice}", self.path, self.status)];
        lines.extend(self.differences.iter().map(|difference| format!("    {difference}")));
        if !self.unneeded.is_empty() {
            let entries = counted(self.unneeded.len() as u64, "layer");
            lines.push(format!("    {entries} in it that no template needs; --update-lock removes them"));
        }
        lines
    }
}
