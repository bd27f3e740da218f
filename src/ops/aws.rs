//! Connects to AWS as the context configures it.

use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::{AwsChoice, Context, engine};
use crate::aws::{AwsError, AwsOptions, Client};
use crate::sam::AccountId;

/// The interval at which a pending request checks for cancellation.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Returns a client for the configuration. Does not connect yet.
pub(super) async fn client(choice: &AwsChoice) -> Client {
    let options = AwsOptions {
        profile: choice.profile.clone(),
        endpoint: choice.endpoint.clone(),
        roles: choice.layer_roles.clone(),
        retry_policy: choice.retry_policy,
        code_prompt: choice.code_prompt.clone(),
        role_sessions: choice.role_sessions.clone(),
        broken_proxies: choice.broken_proxies.clone(),
    };
    Client::new(&options).await
}

/// Returns the caller's account, or the reason why it is unknown. Blocks for a few seconds, longer if a credential
/// helper runs or the user is asked for an MFA code. With `--offline` AWS is not called.
pub fn caller_account(context: &Context) -> Result<AccountId, String> {
    if context.aws.offline {
        return Err("offline mode is on (--offline)".to_owned());
    }
    ask_caller(context, &AtomicBool::new(false)).map_err(|error| error.to_string())
}

/// Returns the caller's account, even if the context is offline. Cancelling does not wait for a credential helper.
pub(super) fn ask_caller(context: &Context, cancel: &AtomicBool) -> Result<AccountId, AwsError> {
    let asked = engine::block_on(async {
        let client = client(&context.aws).await;
        let mut asking = pin!(client.caller_account());
        while !cancel.load(Ordering::Relaxed) {
            if let Ok(answer) = tokio::time::timeout(POLL_INTERVAL, asking.as_mut()).await {
                return answer;
            }
        }
        Err(AwsError::Cancelled)
    });
    asked.unwrap_or_else(|error| Err(error.into()))
}
