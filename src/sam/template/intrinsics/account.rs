//! Whether a template's values depend on who the caller is: SAM asks AWS for that account, so we have to as well.

use std::cell::Cell;
use std::collections::HashSet;
use std::rc::Rc;

/// The pseudo-parameter that stands for the caller's account.
pub const ACCOUNT_ID: &str = "AWS::AccountId";

/// Takes down where `AWS::AccountId` was looked up, or a parameter that a parent stack made from it.
#[derive(Debug, Clone, Default)]
pub struct AccountUse {
    names: Rc<HashSet<Rc<str>>>,
    used: Rc<Cell<bool>>,
}

impl AccountUse {
    /// Values under these names come from the account.
    pub fn of_names(names: impl IntoIterator<Item = Rc<str>>) -> Self {
        Self { names: Rc::new(names.into_iter().collect()), used: Rc::default() }
    }

    /// A name was looked up.
    pub fn note(&self, name: &str) {
        if self.names.contains(name) {
            self.used.set(true);
        }
    }

    /// Whether any of the names was looked up so far.
    pub fn is_used(&self) -> bool {
        self.used.get()
    }

    /// What the work gives, and whether any of the names was looked up by it. What came before stays noted.
    pub fn during<T>(&self, work: impl FnOnce() -> T) -> (T, bool) {
        let before = self.used.replace(false);
        let result = work();
        let used = self.used.get();
        self.used.set(before || used);
        (result, used)
    }
}
