//! The command line that does the same as a plan.

use std::collections::BTreeSet;

use super::{Plan, PlanKind, StepAction};

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
        assert_eq!(quoted("it's"), "'it'\\''s'");
    }
}
