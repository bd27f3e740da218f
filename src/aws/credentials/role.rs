//! Assuming a role.

use aws_credential_types::Credentials;

use super::{HOME_REGION, Sources, cached_role, profile};
use crate::aws::AwsError;
use crate::aws::call::{Api, Failure};
use crate::aws::classify::About;
use crate::aws::config::Section;
use crate::aws::sts::AssumeRole;
use crate::text::{one_line, sentence};

/// The session name that `CloudTrail` shows.
pub(super) const SESSION_NAME: &str = "samlayers";

impl Sources {
    /// Assumes the role that a profile names, with the credentials of its source. A session that the AWS CLI cached for
    /// the same role is used while it is valid, so that an MFA code is not asked for twice.
    pub(super) async fn take_role(
        &self,
        api: &Api,
        name: &str,
        section: &Section,
        base: &Credentials,
    ) -> Result<Credentials, AwsError> {
        let role_arn = section.get("role_arn").unwrap_or_default();
        let mfa_serial = section.get("mfa_serial");
        let asked = AssumeRole {
            role_arn,
            session_name: section.get("role_session_name").unwrap_or(SESSION_NAME),
            external_id: section.get("external_id"),
            duration_seconds: section.get("duration_seconds").and_then(|seconds| seconds.parse().ok()),
            mfa_serial,
            token_code: None,
        };
        let key = cached_role::key(&asked, section.get("role_session_name").is_some());
        if let Some(session) = self.role_sessions.get(&key).or_else(|| cached_role::read(&self.environment, &key)) {
            return Ok(session);
        }
        let code = match mfa_serial {
            Some(serial) => Some(self.code(name, role_arn, serial).await?),
            None => None,
        };
        let asked = AssumeRole { token_code: code.as_deref(), ..asked };
        let region = api.settings.region.as_deref().unwrap_or(HOME_REGION);
        let about = profile::about(api, "AWS STS");
        let taken = api.assume_role(&asked, region, base, &about).await;
        let session = taken.map_err(|failure| refused(failure, role_arn, &about))?;
        if mfa_serial.is_some() {
            self.role_sessions.add(key, session.clone());
        }
        Ok(session)
    }

    async fn code(&self, profile: &str, role: &str, serial: &str) -> Result<String, AwsError> {
        let answer = match &self.code_prompt {
            Some(prompt) => prompt.ask(serial).await,
            None => None,
        };
        answer.ok_or_else(|| {
            let command = format!("aws sts get-caller-identity --profile {}", one_line(profile));
            AwsError::Configuration(sentence!(
                "aws-mfa-needed",
                role = one_line(role),
                serial = one_line(serial),
                command = command
            ))
        })
    }
}

/// Returns the error for a role that could not be assumed.
pub(in crate::aws) fn refused(failure: Failure, role: &str, about: &About<'_>) -> AwsError {
    match failure {
        Failure::Service(error)
            if matches!(&*error.code, "AccessDenied" | "AccessDeniedException" | "ValidationError") =>
        {
            let detail =
                if error.message.is_empty() { error.name() } else { format!("{}: {}", error.name(), error.message) };
            AwsError::RoleRefused { role: one_line(role), detail }
        }
        failure => failure.into_error(about),
    }
}
