//! Checks whether a folder can be a layer.

use std::path::Path;

use crate::archive::pack::{ExecutableBy, PackError, PackItem};
use crate::cache::measure_folder;
use crate::content::checks::LayerUser;
use crate::content::facts::{Misplacement, PathSample};
use crate::content::packages::layout::{LayoutFacts, LayoutReport, check};
use crate::sam::{Architecture, Runtime};
use crate::text::{Sentence, describe_io_error, sanitize_path, sentence};

/// What the functions are that a layer is made for, as far as the user says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MadeFor {
    /// Their runtimes.
    pub runtimes: Vec<Runtime>,
    /// Their architectures.
    pub architectures: Vec<Architecture>,
}

impl MadeFor {
    /// Returns one user for each combination of runtime and architecture.
    fn users(&self) -> Vec<LayerUser> {
        let runtimes: Vec<Option<&Runtime>> = optional(&self.runtimes);
        let architectures: Vec<Option<&Architecture>> = optional(&self.architectures);
        let mut users = Vec::new();
        for runtime in runtimes {
            for architecture in &architectures {
                let name = runtime.map(ToString::to_string).or_else(|| architecture.map(ToString::to_string));
                let Some(name) = name else { continue };
                users.push(LayerUser::named(name, runtime.cloned(), architecture.copied()));
            }
        }
        users
    }
}

fn optional<T>(values: &[T]) -> Vec<Option<&T>> {
    if values.is_empty() { vec![None] } else { values.iter().map(Some).collect() }
}

/// Checks the folder of a layer, of which `items` will be packed.
pub(super) fn check_folder(
    root: &Path,
    items: &[PackItem],
    executable_by: ExecutableBy,
    made_for: &MadeFor,
) -> Result<LayoutReport, Sentence> {
    let measure = measure_folder(root).map_err(|error| {
        sentence!("inside-unreadable", path = sanitize_path(root), why = describe_io_error(&error).to_string())
    })?;
    let mut facts = LayoutFacts { measure, ..LayoutFacts::default() };
    (facts.measure.bytes, facts.measure.files) = (0, 0);
    for item in items.iter().filter(|item| item.is_file_or_link()) {
        facts.measure.bytes += item.bytes();
        facts.measure.files += 1;
        let path = item.path();
        let (top, below) = path.split_once('/').map_or((path, None), |(top, below)| (top, Some(below)));
        if !facts.top.contains(top) {
            facts.top.insert(top.to_owned());
        }
        if path.contains('\\') || path.chars().any(char::is_control) {
            facts.bad_names.add(path.to_owned());
        }
        let is_extension = top == "extensions" && below.is_some_and(|name| !name.contains('/'));
        if is_extension && !item.is_executable(executable_by).map_err(|error: PackError| error.message())? {
            facts.plain_extensions.add(path.to_owned());
        }
    }
    // An archive at the top that is not packed is the output of an earlier run.
    if let Some(archives) = facts.measure.content.misplaced.get(&Misplacement::Archive)
        && archives.first.iter().all(|name| !facts.top.contains(name))
    {
        facts.measure.content.misplaced.remove(&Misplacement::Archive);
    }
    // Files of `bin` and `extensions` get the mode that they need.
    facts.measure.content.modes = PathSample::default();
    Ok(check(&facts, &made_for.users()))
}
