//! The `doctor` command.

use serde::Serialize;

use super::verify;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::cli::output::json::{ProblemJson, SamJson};
use crate::cli::problems::{self, ProblemScope};
use crate::cli::session::Session;
use crate::ops::{self, Check, Verdict};
use crate::text::sanitize;

#[derive(Serialize)]
struct Document {
    schema: u32,
    version: &'static str,
    sam: Option<SamJson>,
    checks: Vec<CheckJson>,
    problems: Vec<ProblemJson>,
}

#[derive(Serialize)]
struct CheckJson {
    topic: &'static str,
    verdict: &'static str,
    detail: String,
}

pub fn run(session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    // The footprint includes the build folders.
    session.context.builds.set(true);
    let survey = session.survey()?;
    let checks = ops::doctor(&session.context, &survey.inventory);
    let found = problems::collect(&survey.shown, &ProblemScope::default());
    if session.json {
        out.json(&Document {
            schema: 1,
            version: env!("CARGO_PKG_VERSION"),
            sam: SamJson::of(&survey.inventory),
            checks: checks.iter().map(CheckJson::from).collect(),
            problems: found.iter().map(ProblemJson::from).collect(),
        })?;
    } else {
        for check in &checks {
            print_check(check, out)?;
        }
        out.line("")?;
        if found.is_empty() && checks.iter().any(|check| check.verdict == Verdict::Bad) {
            out.line("no other problems; see the failed checks above")?;
        } else {
            verify::print(&found, out)?;
        }
    }
    let well = checks.iter().all(|check| check.verdict != Verdict::Bad) && !problems::has_errors_or_warnings(&found);
    Ok(Exit::done_if(well))
}

fn print_check(check: &Check, out: &mut Output) -> anyhow::Result<()> {
    let padded = format!("{:<4}", word(check.verdict));
    let verdict = match check.verdict {
        Verdict::Good => out.style.green(&padded),
        Verdict::Note => out.style.yellow(&padded),
        Verdict::Bad => out.style.red(&padded),
    };
    out.line(format!("{verdict}  {:<12} {}", check.topic, sanitize(&check.detail)))?;
    Ok(())
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Good => "ok",
        Verdict::Note => "note",
        Verdict::Bad => "bad",
    }
}

impl From<&Check> for CheckJson {
    fn from(check: &Check) -> Self {
        Self { topic: check.topic, verdict: word(check.verdict), detail: check.detail.clone() }
    }
}
