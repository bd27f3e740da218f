//! AWS STS: the caller's identity, and roles.

use aws_credential_types::Credentials;
use jiff::Timestamp;

use super::call::{Api, Call, Failure};
use super::classify::About;
use super::service::Service;
use super::{AwsError, url, xml};
use crate::sam::AccountId;

const FORM: &str = "application/x-www-form-urlencoded";
const VERSION: (&str, &str) = ("Version", "2011-06-15");

/// The arguments of `AssumeRole`. It has no `Debug`, because the code is a secret.
#[derive(Clone, Default)]
pub(super) struct AssumeRole<'a> {
    pub role_arn: &'a str,
    pub session_name: &'a str,
    pub external_id: Option<&'a str>,
    pub duration_seconds: Option<u32>,
    pub mfa_serial: Option<&'a str>,
    /// The code of the MFA device.
    pub token_code: Option<&'a str>,
}

impl Api {
    /// Returns the credentials of a role.
    pub(super) async fn assume_role(
        &self,
        asked: &AssumeRole<'_>,
        region: &str,
        credentials: &Credentials,
        about: &About<'_>,
    ) -> Result<Credentials, Failure> {
        let duration = asked.duration_seconds.map(|seconds| seconds.to_string());
        let optional = [
            ("ExternalId", asked.external_id),
            ("DurationSeconds", duration.as_deref()),
            ("SerialNumber", asked.mfa_serial),
            ("TokenCode", asked.token_code),
        ];
        let mut form = vec![
            ("Action", "AssumeRole"),
            VERSION,
            ("RoleArn", asked.role_arn),
            ("RoleSessionName", asked.session_name),
        ];
        form.extend(optional.into_iter().filter_map(|(name, value)| Some((name, value?))));
        self.role_credentials(&form, region, Some(credentials), about).await
    }

    /// Exchanges the token of another identity provider for the credentials of a role. Needs no credentials.
    pub(super) async fn assume_role_with_web_identity(
        &self,
        role_arn: &str,
        session_name: &str,
        token: &str,
        region: &str,
        about: &About<'_>,
    ) -> Result<Credentials, Failure> {
        let form = [
            ("Action", "AssumeRoleWithWebIdentity"),
            VERSION,
            ("RoleArn", role_arn),
            ("RoleSessionName", session_name),
            ("WebIdentityToken", token),
        ];
        self.role_credentials(&form, region, None, about).await
    }

    async fn role_credentials(
        &self,
        form: &[(&str, &str)],
        region: &str,
        credentials: Option<&Credentials>,
        about: &About<'_>,
    ) -> Result<Credentials, Failure> {
        let call = Call::post(Service::Sts, region, &self.settings, "/", FORM, url::query(form));
        let answer = self.send(&call, credentials, about).await?;
        let xml = String::from_utf8_lossy(&answer.body);
        let read = || {
            let expiry: Timestamp = xml::text(&xml, "Expiration")?.parse().ok()?;
            Some(Credentials::new(
                xml::text(&xml, "AccessKeyId")?,
                xml::text(&xml, "SecretAccessKey")?,
                Some(xml::text(&xml, "SessionToken")?),
                Some(expiry.into()),
                "AssumeRole",
            ))
        };
        read().ok_or_else(|| {
            Failure::Other(about.invalid_response("incomplete answer", "it has no credentials for the role"))
        })
    }

    /// Returns the account of the caller.
    pub(super) async fn caller_identity(
        &self,
        region: &str,
        credentials: &Credentials,
        about: &About<'_>,
    ) -> Result<AccountId, AwsError> {
        let form = url::query(&[("Action", "GetCallerIdentity"), VERSION]);
        let call = Call::post(Service::Sts, region, &self.settings, "/", FORM, form);
        let answer = self.send_up_to(2, &call, Some(credentials), about).await;
        let answer = answer.map_err(|failure| failure.into_error(about))?;
        let account = xml::text(&String::from_utf8_lossy(&answer.body), "Account").unwrap_or_default();
        AccountId::parse(&account)
            .map_err(|_| about.invalid_response("incomplete answer", "the response does not contain the account"))
    }
}
