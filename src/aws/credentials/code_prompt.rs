//! Asking a person for the code of an MFA device.

use std::fmt;
use std::sync::Arc;

/// Asks for the code of the MFA device with this serial number; `None` where there is no answer. It may block.
#[derive(Clone)]
pub struct CodePrompt(Arc<Ask>);

type Ask = dyn Fn(&str) -> Option<String> + Send + Sync;

impl CodePrompt {
    /// Wraps whatever can ask.
    pub fn new(ask: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(ask))
    }

    /// Asks, without holding up anything else meanwhile.
    pub(super) async fn ask(&self, serial: &str) -> Option<String> {
        let (ask, serial) = (Arc::clone(&self.0), serial.to_owned());
        let code = tokio::task::spawn_blocking(move || ask(&serial)).await.ok()??;
        Some(code.trim().to_owned()).filter(|code| !code.is_empty())
    }
}

impl fmt::Debug for CodePrompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodePrompt")
    }
}

/// The same prompt, not one that asks the same.
impl PartialEq for CodePrompt {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for CodePrompt {}
