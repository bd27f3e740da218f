//! Talking to AWS as the context says.

use super::{AwsChoice, Context, engine};
use crate::aws::{AwsOptions, Client};

/// A client for what was chosen. Connects to nobody yet.
pub(super) async fn client(choice: &AwsChoice) -> Client {
    let options = AwsOptions {
        profile: choice.profile.clone(),
        endpoint: choice.endpoint.clone(),
        roles: choice.layer_roles.clone(),
        retry_policy: choice.retry_policy,
    };
    Client::new(&options).await
}

/// The caller's account, or why AWS does not say it. Blocks for a few seconds at most; `--offline` never asks.
pub fn caller_account(context: &Context) -> Result<String, String> {
    if context.aws.offline {
        return Err("AWS is not asked (--offline)".to_owned());
    }
    let asked = engine::block_on(async { client(&context.aws).await.caller_account().await });
    match asked {
        Ok(Ok(account)) => Ok(account),
        Ok(Err(error)) => Err(error.to_string()),
        Err(error) => Err(error.to_string()),
    }
}
