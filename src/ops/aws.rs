//! Talking to AWS as the context says.

use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::{AwsChoice, Context, engine};
use crate::aws::{AwsError, AwsOptions, Client};
use crate::sam::AccountId;

/// How soon a cancelled question ends.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// A client for what was chosen. Connects to nobody yet.
pub(super) async fn client(choice: &AwsChoice) -> Client {
    let options = AwsOptions {
        profile: choice.profile.clone(),
        endpoint: choice.endpoint.clone(),
        roles: choice.layer_roles.clone(),
        retry_policy: choice.retry_policy,
        code_prompt: choice.code_prompt.clone(),
        broken_proxies: choice.broken_proxies.clone(),
    };
    Client::new(&options).await
}

/// The caller's account, or why AWS does not say it. Blocks for a few seconds, longer where a helper or a person has to
/// be asked for the credentials; `--offline` never asks.
pub fn caller_account(context: &Context) -> Result<AccountId, String> {
    if context.aws.offline {
        return Err("AWS is not asked (--offline)".to_owned());
    }
    ask_caller(context, &AtomicBool::new(false)).map_err(|error| error.to_string())
}

/// The caller's account, whatever the context says of asking. Whoever cancels does not wait for a helper.
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
