//! The sessions of roles with MFA that were opened in this run. A code works once, so it is not asked for again while its
//! session lasts.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use aws_credential_types::Credentials;
use jiff::Timestamp;

use super::is_valid_for;

/// A session that expires within this many seconds is not used.
const SOON: i64 = 60;

/// Open sessions by the key under which the AWS CLI would cache them. Clones share them; they are never written to disk.
#[derive(Clone, Default)]
pub struct RoleSessions(Arc<Mutex<HashMap<String, Credentials>>>);

impl RoleSessions {
    pub(super) fn get(&self, key: &str) -> Option<Credentials> {
        let sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let session = sessions.get(key)?;
        let expiry = Timestamp::try_from(session.expiry()?).ok()?;
        is_valid_for(expiry, SOON).then(|| session.clone())
    }

    pub(super) fn add(&self, key: String, session: Credentials) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, session);
    }
}

/// Shows no credentials.
impl fmt::Debug for RoleSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RoleSessions")
    }
}

/// It is a cache and not a setting: two sets of options are equal whatever it holds.
impl PartialEq for RoleSessions {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for RoleSessions {}
