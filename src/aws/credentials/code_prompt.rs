//! The prompt for the code of an MFA device.

use std::fmt;
use std::sync::Arc;

/// Asks the user for the code of the MFA device with this serial number; `None` where the user gives none. It may
/// block.
#[derive(Clone)]
pub struct CodePrompt(Arc<Ask>);

type Ask = dyn Fn(&str) -> Option<String> + Send + Sync;

impl CodePrompt {
    /// Wraps a function that asks.
    pub fn new(ask: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(ask))
    }

    /// Asks on a blocking thread, so that other work goes on.
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

/// Two prompts are equal if they are the same one.
impl PartialEq for CodePrompt {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for CodePrompt {}
