//! Tracks whether a template's values depend on the caller's account, which SAM requests from AWS.

use std::cell::Cell;
use std::collections::HashSet;
use std::rc::Rc;

/// The pseudo-parameter of the caller's account.
pub const ACCOUNT_ID: &str = "AWS::AccountId";

/// Notes lookups of `AWS::AccountId`, or of a parameter that a parent stack derived from it.
#[derive(Debug, Clone, Default)]
pub struct AccountUse {
    names: Rc<HashSet<Rc<str>>>,
    used: Rc<Cell<bool>>,
}

impl AccountUse {
    /// Returns a tracker for names whose values come from the account.
    pub fn of_names(names: impl IntoIterator<Item = Rc<str>>) -> Self {
        Self { names: Rc::new(names.into_iter().collect()), used: Rc::default() }
    }

    /// Notes the lookup of a name.
    pub fn note(&self, name: &str) {
        if self.names.contains(name) {
            self.used.set(true);
        }
    }

    /// Returns whether any of the names was looked up so far.
    pub fn is_used(&self) -> bool {
        self.used.get()
    }

    /// Returns the result of the work, and whether it looked up any of the names. Earlier lookups stay noted.
    pub fn during<T>(&self, work: impl FnOnce() -> T) -> (T, bool) {
        let before = self.used.replace(false);
        let result = work();
        let used = self.used.get();
        self.used.set(before || used);
        (result, used)
    }
}
