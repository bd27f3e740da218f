//! The credentials of one profile, and of the profiles it refers to.

use std::pin::Pin;

use aws_credential_types::Credentials;

use super::{HOME_REGION, Sources};
use crate::aws::AwsError;
use crate::aws::call::Api;
use crate::aws::classify::About;
use crate::aws::config::Section;
use crate::text::{one_line, sentence};

type Found<'a> = Pin<Box<dyn Future<Output = Result<Option<Credentials>, AwsError>> + Send + 'a>>;

/// Returns whether the profile assumes a role with other credentials; a web identity role is not meant.
fn takes_role(profile: &Section) -> bool {
    profile.get("role_arn").is_some() && profile.get("web_identity_token_file").is_none()
}

fn has_keys(profile: &Section) -> bool {
    profile.get("aws_access_key_id").is_some() || profile.get("aws_secret_access_key").is_some()
}

impl Sources {
    /// Returns the credentials of a profile; `None` where it has none of its own. `with_environment` allows variables
    /// to name a web identity. `visited` are the profiles that refer to this one.
    pub(super) fn of_profile<'a>(
        &'a self,
        api: &'a Api,
        name: &'a str,
        with_environment: bool,
        visited: Vec<String>,
    ) -> Found<'a> {
        Box::pin(async move {
            let empty = Section::default();
            let profile = self.profiles.get(name).unwrap_or(&empty);
            // If another profile uses this one as its source, access keys win over a role.
            if takes_role(profile) && (visited.is_empty() || !has_keys(profile)) {
                return self.of_role_profile(api, name, profile, visited).await.map(Some);
            }
            self.of_base_profile(api, name, profile, with_environment).await
        })
    }

    async fn of_base_profile(
        &self,
        api: &Api,
        name: &str,
        profile: &Section,
        with_environment: bool,
    ) -> Result<Option<Credentials>, AwsError> {
        if let Some(found) = self.of_web_identity(api, name, profile, with_environment).await? {
            return Ok(Some(found));
        }
        if let Some(found) = self.of_sso(api, name, profile).await? {
            return Ok(Some(found));
        }
        if self.profiles.has_keys(name) {
            return keys(name, profile);
        }
        if let Some(session) = profile.get("login_session") {
            return self.of_login(api, name, session).await.map(Some);
        }
        if let Some(command) = profile.get("credential_process") {
            return super::process::run(name, command).await.map(Some);
        }
        keys(name, profile)
    }

    async fn of_role_profile(
        &self,
        api: &Api,
        name: &str,
        profile: &Section,
        mut visited: Vec<String>,
    ) -> Result<Credentials, AwsError> {
        let wrong = |sentence| Err(AwsError::Configuration(sentence));
        let own = one_line(name);
        let base = match (profile.get("source_profile"), profile.get("credential_source")) {
            (Some(_), Some(_)) => return wrong(sentence!("aws-profile-two-sources", profile = own)),
            (None, None) => return wrong(sentence!("aws-profile-no-source", profile = own)),
            (None, Some(source)) => self.of_credential_source(api, name, source).await?,
            (Some(source), None) => {
                let source_profile = self.profiles.get(source);
                let Some(source_profile) = source_profile else {
                    let source = one_line(source);
                    return wrong(sentence!("aws-source-profile-missing", profile = own, source = source));
                };
                visited.push(name.to_owned());
                let is_itself = source == name;
                if (visited.iter().any(|seen| seen == source) && !is_itself) || (is_itself && !has_keys(source_profile))
                {
                    return wrong(sentence!("aws-profile-loop", profile = own, source = one_line(source)));
                }
                let Some(found) = self.of_profile(api, source, false, visited).await? else {
                    let source = one_line(source);
                    return wrong(sentence!("aws-source-profile-empty", profile = own, source = source));
                };
                found
            }
        };
        self.take_role(api, name, profile, &base).await
    }

    /// Returns the credentials of `credential_source = Environment | Ec2InstanceMetadata | EcsContainer`.
    async fn of_credential_source(&self, api: &Api, profile: &str, source: &str) -> Result<Credentials, AwsError> {
        let found = match &*source.to_ascii_lowercase() {
            "environment" => self.of_environment()?,
            "ec2instancemetadata" => self.of_instance(api).await,
            "ecscontainer" => self.of_container(api).await?,
            _ => None,
        };
        found.ok_or_else(|| {
            let (profile, source) = (one_line(profile), one_line(source));
            AwsError::Configuration(sentence!("aws-credential-source-empty", profile = profile, source = source))
        })
    }

    /// Returns the credentials of a role for the token of another identity provider, as EKS and CI services issue it.
    async fn of_web_identity(
        &self,
        api: &Api,
        name: &str,
        profile: &Section,
        with_environment: bool,
    ) -> Result<Option<Credentials>, AwsError> {
        let setting = |variable: &str, key: &str| {
            self.environment.get(variable).filter(|_| with_environment).or_else(|| profile.get(key))
        };
        let Some(file) = setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file") else { return Ok(None) };
        let Some(role) = setting("AWS_ROLE_ARN", "role_arn") else {
            return Err(AwsError::Configuration(sentence!("aws-web-identity-no-role", profile = one_line(name))));
        };
        let path = self.environment.expand(file);
        let token = std::fs::read_to_string(&path).map_err(|error| {
            let path = one_line(&path.display().to_string());
            AwsError::Configuration(sentence!("aws-web-identity-file", path = path, why = error))
        })?;
        let session = setting("AWS_ROLE_SESSION_NAME", "role_session_name").unwrap_or("samlayers");
        let region = api.settings.region.as_deref().unwrap_or(HOME_REGION);
        let about = about(api, "AWS STS");
        let granted = api.assume_role_with_web_identity(role, session, token.trim(), region, &about).await;
        granted.map(Some).map_err(|failure| super::role::refused(failure, role, &about))
    }
}

/// Returns the access keys in the profile.
fn keys(name: &str, profile: &Section) -> Result<Option<Credentials>, AwsError> {
    let (key, secret) = (profile.get("aws_access_key_id"), profile.get("aws_secret_access_key"));
    let token = profile.get("aws_security_token").or_else(|| profile.get("aws_session_token"));
    match (key, secret) {
        (Some(key), Some(secret)) => Ok(Some(Credentials::new(key, secret, token.map(str::to_owned), None, "profile"))),
        (None, None) => Ok(None),
        (key, _) => {
            let missing = if key.is_some() { "aws_secret_access_key" } else { "aws_access_key_id" };
            let profile = one_line(name);
            Err(AwsError::Configuration(sentence!("aws-profile-key-missing", profile = profile, key = missing)))
        }
    }
}

/// Returns the context of a request for credentials.
pub(super) fn about<'a>(api: &'a Api, place: &'a str) -> About<'a> {
    About { place, profile: api.settings.named_profile(), arn: None, within: super::REQUEST_TIMEOUT }
}
