//! The distribution that each path of a package belongs to, in little memory: paths are kept as hashes.

use std::collections::HashMap;
use std::hash::BuildHasher as _;

use foldhash::fast::RandomState;

use super::distribution::Distribution;

/// The distributions and what belongs to them.
#[derive(Debug, Default)]
pub(super) struct Owners {
    pub distributions: Vec<Distribution>,
    numbers: HashMap<Distribution, u32>,
    folders: HashMap<u64, u32, RandomState>,
    files: HashMap<u64, u32, RandomState>,
    hasher: RandomState,
}

impl Owners {
    /// Adds a distribution and returns its number; the same distribution in several places has one number.
    pub fn add(&mut self, distribution: Distribution) -> u32 {
        if let Some(number) = self.numbers.get(&distribution) {
            return *number;
        }
        let number = u32::try_from(self.distributions.len()).unwrap_or(u32::MAX);
        self.distributions.push(distribution.clone());
        self.numbers.insert(distribution, number);
        number
    }

    /// Assigns a folder with everything below it, except for what is assigned more precisely.
    pub fn assign_folder(&mut self, path: &str, number: u32) {
        self.folders.insert(self.hasher.hash_one(path), number);
    }

    /// Assigns a single file.
    pub fn assign_file(&mut self, path: &str, number: u32) {
        self.files.insert(self.hasher.hash_one(path), number);
    }

    /// Returns the distribution of a file: its own, else that of the nearest folder above it.
    pub fn of(&self, path: &str) -> Option<u32> {
        if let Some(number) = self.files.get(&self.hasher.hash_one(path)) {
            return Some(*number);
        }
        let mut above = path.rmatch_indices('/').map(|(at, _)| &path[..at]);
        above.find_map(|folder| self.folders.get(&self.hasher.hash_one(folder))).copied()
    }
}
