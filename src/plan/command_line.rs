//! The command line that does the same as a plan.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Export, ExportSource, Plan, PlanKind, StepAction};

/// With more names than this, a command line is of no use.
const LONGEST: usize = 40;

/// Returns the command line that does the same as a plan; `None` if there is none, as the plan concerns only some of what
/// an option would select.
pub fn command_line(plan: &Plan) -> Option<String> {
    let actions = || plan.steps.iter().map(|step| &step.action);
    let has_images = actions().any(StepAction::is_of_engine);
    let unknown_locks = actions().any(|action| matches!(action, StepAction::ReleaseUnknownLock(..)));
    let mut words: Vec<String> = Vec::new();
    let mut names = BTreeSet::new();
    match plan.kind {
        PlanKind::Import | PlanKind::Publish => return None,
        PlanKind::Export => return export_command(plan),
        PlanKind::Undo => return Some("samlayers undo".to_owned()),
        PlanKind::Verify => words.extend(["verify", "--deep"].map(str::to_owned)),
        PlanKind::Refresh => words.push("refresh".to_owned()),
        PlanKind::Trash | PlanKind::Delete => words.push("purge".to_owned()),
    }
    for action in actions() {
        match action {
            StepAction::Verify(dir, _)
            | StepAction::Refresh(dir, _)
            | StepAction::TrashLayer(dir)
            | StepAction::DeleteLayer(dir) => drop(names.insert(dir.to_string())),
            // The command line selects build folders by rules only.
            StepAction::TrashBuild(_) | StepAction::DeleteBuild(_) => return None,
            StepAction::RemoveImage { name } if plan.kind != PlanKind::Refresh => {
                // An image without a name is selected only together with all others.
                if name.starts_with("sha256:") {
                    return None;
                }
                names.insert(name.clone());
            }
            _ => {}
        }
    }
    for action in actions() {
        if let StepAction::TrashLeftover(leftover) | StepAction::DeleteLeftover(leftover) = action
            && !leftover.dir.as_ref().is_some_and(|dir| names.contains(dir.as_str()))
        {
            return None;
        }
    }
    if names.is_empty() || names.len() > LONGEST {
        return None;
    }
    words.extend(names.iter().map(|name| quoted(name)));
    if plan.kind == PlanKind::Refresh && has_images {
        words.push("--with-images".to_owned());
    }
    if plan.kind == PlanKind::Delete {
        words.push("--delete".to_owned());
    }
    if unknown_locks {
        words.push("--abandoned-locks".to_owned());
    }
    Some(format!("samlayers {}", words.join(" ")))
}

/// Returns the command line that writes the same files; `None` if they are in several folders, or the plan has none.
fn export_command(plan: &Plan) -> Option<String> {
    let exports = plan.steps.iter().map(|step| match &step.action {
        StepAction::Export(export) => Some(&**export),
        _ => None,
    });
    let exports: Vec<&Export> = exports.collect::<Option<_>>()?;
    let first = exports.first()?;
    let mut words = vec!["samlayers export".to_owned()];
    for export in &exports {
        match &export.source {
            ExportSource::Published(arn) => words.push(quoted(arn.as_str())),
            _ => words.extend(export.layers.iter().map(|dir| quoted(dir.as_str()))),
        }
    }
    let path = |path: &Path| quoted(&path.to_string_lossy());
    match (&first.source, &exports[..]) {
        (ExportSource::BuildContext, _) => words.extend(["--dockerfile".to_owned(), path(&first.output)]),
        (_, [only]) => words.extend(["-o".to_owned(), path(&only.output)]),
        _ => {
            let folder = first.output.parent()?;
            if exports.iter().any(|export| export.output.parent() != Some(folder)) {
                return None;
            }
            words.extend(["--to-dir".to_owned(), path(folder)]);
        }
    }
    if first.source == ExportSource::CachedFiles {
        words.push("--repack".to_owned());
    }
    if first.overwrite && first.source != ExportSource::BuildContext {
        words.push("--overwrite".to_owned());
    }
    Some(words.join(" "))
}

/// The command line that empties the trash.
pub const EMPTY_TRASH_COMMAND: &str = "samlayers trash empty";

/// Returns the command line that compares entries with what was published, or images with their layers.
pub fn verify_command<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(quoted).collect();
    format!("samlayers verify --deep {}", names.join(" "))
}

/// Returns a word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,~".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Step;
    use crate::sam::LayerDir;

    fn plan(kind: PlanKind, actions: Vec<StepAction>) -> Plan {
        let step = |action| Step {
            action,
            target: String::new(),
            path: None,
            size_bytes: 0,
            frees_bytes: 0,
            file_count: None,
            notes: Vec::new(),
        };
        Plan::new(kind, actions.into_iter().map(step).collect())
    }

    #[test]
    fn a_command_names_what_the_plan_does_and_nothing_more() {
        let dir = || LayerDir::parse("a-1-0123456789").unwrap();
        let image = |name: &str| StepAction::RemoveImage { name: name.to_owned() };
        let typed = |kind, actions| command_line(&plan(kind, actions));
        assert_eq!(
            typed(PlanKind::Trash, vec![image("samcli/lambda-x:1"), StepAction::TrashLayer(dir())]).unwrap(),
            "samlayers purge a-1-0123456789 samcli/lambda-x:1"
        );
        assert_eq!(
            typed(PlanKind::Delete, vec![StepAction::DeleteLayer(dir())]).unwrap(),
            "samlayers purge a-1-0123456789 --delete"
        );
        assert_eq!(typed(PlanKind::Undo, vec![]).unwrap(), "samlayers undo");
        assert_eq!(typed(PlanKind::Trash, vec![image("sha256:0123")]), None);
        assert_eq!(typed(PlanKind::Trash, vec![StepAction::ReleaseLock(dir())]), None);
        let export = |name: &str, source| {
            let layers = vec![LayerDir::parse(name).unwrap()];
            let output = format!("/out/{name}.zip").into();
            StepAction::Export(Box::new(Export { layers, source, output, overwrite: true }))
        };
        let (one, other) = ("a-1-0123456789", "b-1-0123456789");
        assert_eq!(
            typed(PlanKind::Export, vec![export(one, ExportSource::CachedFiles)]).unwrap(),
            "samlayers export a-1-0123456789 -o /out/a-1-0123456789.zip --repack --overwrite"
        );
        let both = vec![export(one, ExportSource::CachedFiles), export(other, ExportSource::CachedFiles)];
        assert_eq!(
            typed(PlanKind::Export, both).unwrap(),
            "samlayers export a-1-0123456789 b-1-0123456789 --to-dir /out --repack --overwrite"
        );
        assert_eq!(
            typed(PlanKind::Export, vec![export(one, ExportSource::BuildContext)]).unwrap(),
            "samlayers export a-1-0123456789 --dockerfile /out/a-1-0123456789.zip"
        );
        assert_eq!(quoted("it's"), "'it'\\''s'");
    }
}
