//! What would make a package smaller. Nothing is ever removed: some code may rely on what others can do without.

use std::collections::BTreeMap;

use super::breakdown::{Part, PartKind};
use crate::text::{Sentence, sentence};

/// The number of savings that are shown.
const SHOWN: usize = 3;

/// The number of names in a sentence.
const NAMED: usize = 3;

/// A way to make a package smaller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saving {
    /// What it is about.
    pub kind: SavingKind,
    /// The uncompressed bytes that it saves.
    pub bytes: u64,
    /// The distributions or folders concerned, largest first.
    pub names: Vec<String>,
}

/// The kinds of savings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SavingKind {
    /// Lambda's runtime contains these distributions.
    InRuntime,
    /// Two packages of a function hold the same distributions.
    Twice,
    /// Folders that do not belong into a package.
    Folders,
    /// Symbols that only a debugger needs.
    Symbols,
    /// Tests.
    Tests,
    /// Compiled files and caches.
    Caches,
}

impl SavingKind {
    /// Returns the word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InRuntime => "in-runtime",
            Self::Twice => "twice",
            Self::Folders => "folders",
            Self::Symbols => "debug",
            Self::Tests => "tests",
            Self::Caches => "cache",
        }
    }
}

impl Saving {
    /// Returns what to do, as one sentence.
    pub fn advice(&self) -> Sentence {
        let names = Sentence::names(self.names.iter().map(String::as_str), self.names.len() as u64, NAMED);
        match self.kind {
            SavingKind::InRuntime => sentence!("saving-in-runtime", names = names),
            SavingKind::Twice => sentence!("saving-twice", names = names),
            SavingKind::Folders => sentence!("saving-folders", names = names),
            SavingKind::Symbols => sentence!("saving-symbols"),
            SavingKind::Tests => sentence!("saving-tests"),
            SavingKind::Caches => sentence!("saving-caches"),
        }
    }
}

/// Returns the largest savings.
pub(super) fn largest(parts: &[Part]) -> Vec<Saving> {
    let mut by_kind: BTreeMap<SavingKind, BTreeMap<String, u64>> = BTreeMap::new();
    let mut add = |kind, name: &Option<String>, bytes| {
        *by_kind.entry(kind).or_default().entry(name.clone().unwrap_or_default()).or_default() += bytes;
    };
    // The largest copy of a distribution stays; the parts are sorted by size.
    let mut kept = Vec::new();
    for part in parts {
        let repeated = part.identity().filter(|_| !part.also_in.is_empty());
        let is_kept = repeated.clone().is_some_and(|identity| !kept.contains(&identity));
        if is_kept {
            kept.extend(repeated.clone());
        }
        match part.kind {
            PartKind::Distribution if part.is_in_runtime => add(SavingKind::InRuntime, &part.name, part.bytes),
            PartKind::Distribution if repeated.is_some() && !is_kept => {
                add(SavingKind::Twice, &part.name, part.bytes);
            }
            PartKind::Other => add(SavingKind::Folders, &part.name, part.bytes),
            PartKind::Debug => add(SavingKind::Symbols, &part.name, part.bytes),
            PartKind::Tests => add(SavingKind::Tests, &part.name, part.bytes),
            PartKind::Cache => add(SavingKind::Caches, &part.name, part.bytes),
            PartKind::Distribution | PartKind::Own => {}
        }
    }
    let saving = |(kind, names): (SavingKind, BTreeMap<String, u64>)| {
        let bytes = names.values().fold(0, |sum: u64, bytes| sum.saturating_add(*bytes));
        let mut names: Vec<(String, u64)> = names.into_iter().collect();
        names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Saving { kind, bytes, names: names.into_iter().map(|(name, _)| name).filter(|name| !name.is_empty()).collect() }
    };
    let mut savings: Vec<Saving> = by_kind.into_iter().map(saving).filter(|saving| saving.bytes > 0).collect();
    savings.sort_by(|a, b| b.bytes.cmp(&a.bytes).then(a.kind.cmp(&b.kind)));
    savings.truncate(SHOWN);
    savings
}

#[cfg(test)]
mod tests {
    use super::super::distribution::Ecosystem;
    use super::*;

    fn part(kind: PartKind, name: &str, bytes: u64) -> Part {
        Part {
            kind,
            name: Some(name.to_owned()).filter(|name| !name.is_empty()),
            ecosystem: Some(Ecosystem::Pip),
            version: None,
            bytes,
            files: 1,
            is_in_runtime: false,
            layer: None,
            also_in: Vec::new(),
        }
    }

    #[test]
    fn the_three_largest_savings_come_first() {
        let twice = |bytes| Part { also_in: vec!["b".to_owned()], ..part(PartKind::Distribution, "numpy", bytes) };
        let parts = [
            part(PartKind::Own, "", 1000),
            twice(90),
            twice(80),
            Part { is_in_runtime: true, ..part(PartKind::Distribution, "botocore", 70) },
            Part { is_in_runtime: true, ..part(PartKind::Distribution, "boto3", 7) },
            part(PartKind::Tests, "numpy", 60),
            part(PartKind::Tests, "", 30),
            part(PartKind::Cache, "numpy", 5),
            part(PartKind::Debug, "numpy", 0),
        ];
        let found: Vec<_> =
            largest(&parts).into_iter().map(|saving| (saving.kind, saving.bytes, saving.names)).collect();
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            found,
            [
                (SavingKind::Tests, 90, names(&["numpy"])),
                (SavingKind::Twice, 80, names(&["numpy"])),
                (SavingKind::InRuntime, 77, names(&["botocore", "boto3"])),
            ]
        );
    }
}
