//! The `size` command: what makes a package large.

mod print;
mod targets;

use std::sync::atomic::Ordering;

use crate::cli::args::SizeArgs;
use crate::cli::exit::{Exit, Interrupted};
use crate::cli::output::json::SizeDocument;
use crate::cli::output::{Output, warn};
use crate::cli::session::Session;
use crate::content::packages::package::PackageSize;
use crate::ops;
use crate::text::Sentence;
use targets::Measurable;

pub fn run(args: &SizeArgs, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    let (mut packages, mut refused): (Vec<PackageSize>, Vec<(String, Sentence)>) = Default::default();
    for (name, found) in targets::resolve(&args.names, session)? {
        match found {
            Err(why) => refused.push((name, why)),
            Ok(Measurable::Image(size)) => packages.push(size),
            Ok(Measurable::Target(target)) => match ops::package_size(&session.context, &target, &session.stop) {
                Ok(size) => packages.push(size),
                Err(_) if session.stop.load(Ordering::SeqCst) => return Err(Interrupted.into()),
                Err(why) => refused.push((name, why)),
            },
        }
    }
    for (name, why) in &refused {
        warn(&format!("{name}: {why}"));
    }
    if session.json {
        out.json(&SizeDocument::new(&packages, &refused))?;
    } else {
        print::print(&packages, out)?;
    }
    let is_within = |size: &PackageSize| size.exceeded().is_empty() && size.unknown.is_empty();
    let all_read = refused.is_empty() && !packages.iter().any(|size| size.is_unread);
    Ok(Exit::done_if(all_read && (!args.check || packages.iter().all(is_within))))
}
