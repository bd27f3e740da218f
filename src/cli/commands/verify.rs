//! `verify [SELECTOR…]`: the problems that a survey shows.

use crate::cli::Exit;
use crate::cli::args::VerifyArgs;
use crate::cli::output::json::ProblemsDocument;
use crate::cli::output::{Output, warn};
use crate::cli::problems::{self, Found, Scope};
use crate::cli::session::Session;
use crate::inventory::Shown;
use crate::plan::{Selector, select};
use crate::sam::problem::Severity;
use crate::words::clean;

pub fn run(args: &VerifyArgs, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    let selectors = super::parse_selectors(&args.selectors)?;
    let seen = session.survey()?;
    let (scope, all_matched) = scope(&seen.shown, selectors);
    // Where nothing that was named is there, an empty scope must not turn into "everything".
    let found = if args.selectors.is_empty() || !scope.selection.is_empty() || !scope.codes.is_empty() {
        problems::collect(&seen.shown, &scope)
    } else {
        Vec::new()
    };
    if session.json {
        out.json(&ProblemsDocument::new(&found))?;
    } else {
        print(&found, out)?;
    }
    Ok(Exit::done_if(all_matched && !problems::any_serious(&found)))
}

fn scope(shown: &Shown, selectors: Vec<(String, Selector)>) -> (Scope, bool) {
    let mut scope = Scope::default();
    let mut named = Vec::new();
    for (text, selector) in selectors {
        match selector {
            // A code with no problem is good news, not a selector that matches nothing.
            Selector::Problem(code) => drop(scope.codes.insert(code)),
            other => named.push((text, other)),
        }
    }
    let (selection, errors) = select(shown, &named);
    scope.selection = selection;
    for error in &errors {
        warn(&error.to_string());
    }
    (scope, errors.is_empty())
}

pub fn print(found: &[Found], out: &mut Output) -> anyhow::Result<()> {
    for one in found {
        let code = match one.problem.code.severity() {
            Severity::Error => out.look.red(one.problem.code.as_str()),
            Severity::Warning => out.look.yellow(one.problem.code.as_str()),
            Severity::Note => out.look.dim(one.problem.code.as_str()),
        };
        out.line(format!("{code}  {}", clean(&one.target)))?;
        out.line(format!("    {}", clean(&one.problem.detail)))?;
        if let Some(fix) = &one.problem.fix {
            out.line(format!("    fix: {}", clean(fix)))?;
        }
    }
    if found.is_empty() {
        out.line("no problems")?;
    }
    Ok(())
}
