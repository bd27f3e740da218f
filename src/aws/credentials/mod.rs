//! Credentials from the sources of botocore in its order (`botocore/credentials.py`), because SAM CLI uses botocore:
//! access keys in the environment, the profile, a web identity, the container, the machine.
//!
//! aws-config's chain is not used: it supports neither `mfa_serial` nor the sessions that the AWS CLI caches, lets a
//! `credential_process` read from the terminal, and gives the reasons of failures as text only.

mod cached_role;
mod code_prompt;
mod container;
mod instance;
mod json_credentials;
mod login;
mod process;
mod profile;
mod role;
mod role_sessions;
mod sso;
mod token_file;

use std::time::Duration;

use aws_credential_types::Credentials;
use jiff::{SignedDuration, Timestamp};

pub use code_prompt::CodePrompt;
pub(super) use role::refused;
pub use role_sessions::RoleSessions;

use super::AwsError;
use super::call::Api;
use super::config::Profiles;
use super::environment::Environment;
use super::http_client::HttpClient;
use crate::clock;
use crate::text::sentence;

/// The region for STS where none is configured.
pub(super) const HOME_REGION: &str = "us-east-1";

/// Returns the session name that `CloudTrail` shows.
pub(super) fn session_name() -> &'static str {
    role::SESSION_NAME
}

/// The time limit for requests to credential services.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(5);

/// The inputs of the credential sources.
#[derive(Debug)]
pub(super) struct Sources {
    pub environment: Environment,
    pub profiles: Profiles,
    /// Asks for the code of an MFA device; `None` where no user can be asked.
    pub code_prompt: Option<CodePrompt>,
    /// Sessions that such codes opened.
    pub role_sessions: RoleSessions,
    /// A client for the metadata services of a container or machine.
    pub direct: HttpClient,
}

impl Sources {
    /// Loads the user's credentials.
    pub(super) async fn load(&self, api: &Api) -> Result<Credentials, AwsError> {
        let settings = &api.settings;
        // A profile named on the command line wins over access keys in the environment.
        if !settings.is_explicit
            && let Some(found) = self.of_environment()?
        {
            return Ok(found);
        }
        if let Some(found) = self.of_profile(api, &settings.profile, !settings.is_explicit, Vec::new()).await? {
            return Ok(found);
        }
        if let Some(found) = self.of_container(api).await? {
            return Ok(found);
        }
        if let Some(found) = self.of_instance(api).await {
            return Ok(found);
        }
        Err(AwsError::MissingCredentials { profile: settings.named_profile().map(str::to_owned) })
    }

    /// Returns the credentials in `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
    fn of_environment(&self) -> Result<Option<Credentials>, AwsError> {
        let Some(key) = self.environment.get("AWS_ACCESS_KEY_ID") else { return Ok(None) };
        let Some(secret) = self.environment.get("AWS_SECRET_ACCESS_KEY") else {
            return Err(AwsError::Configuration(sentence!("aws-secret-key-unset")));
        };
        let token = self.environment.first(&["AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN"]).map(|(_, token)| token);
        let expiry = self.environment.get("AWS_CREDENTIAL_EXPIRATION").and_then(time);
        Ok(Some(Credentials::new(key, secret, token.map(str::to_owned), expiry.map(Into::into), "environment")))
    }
}

/// Parses a time as AWS tools write it: RFC 3339, or with `UTC` at its end as in the AWS CLI's cache.
fn time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.strip_suffix("UTC").map_or_else(|| text.parse().ok(), |time| format!("{time}Z").parse().ok())
}

/// Returns the profile that a login command has to name; `None` for the default one.
fn login_profile(name: &str) -> Option<String> {
    Some(name.to_owned()).filter(|name| name != "default")
}

/// Returns whether credentials that expire at this time are still valid for some seconds.
fn is_valid_for(expiry: Timestamp, seconds: i64) -> bool {
    expiry.duration_since(clock::now()) > SignedDuration::from_secs(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_aws_tools_are_parsed() {
        for text in ["2026-12-01T01:02:03Z", "2026-12-01T01:02:03UTC", "2026-12-01T01:02:03+00:00"] {
            assert_eq!(time(text).unwrap().to_string(), "2026-12-01T01:02:03Z", "{text}");
        }
        assert_eq!(time("soon"), None);
    }
}
