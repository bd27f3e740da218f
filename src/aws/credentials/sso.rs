//! IAM Identity Center (SSO): exchanges the token of `aws sso login`, renewed if possible, for the credentials of a
//! role.

use aws_credential_types::Credentials;
use jiff::{SignedDuration, Timestamp};
use ring::digest;
use serde_json::{Map, Value, json};

use super::{Sources, is_valid_for, profile, time, token_file};
use crate::aws::call::{Api, Call, Failure};
use crate::aws::config::Section;
use crate::aws::service::Service;
use crate::aws::{AwsError, url};
use crate::clock;
use crate::text::{one_line, sentence};

/// A token that expires within this many seconds is renewed first.
const SOON: i64 = 5 * 60;

/// The SSO settings of a profile.
struct Login<'a> {
    session: Option<&'a str>,
    start_url: &'a str,
    region: &'a str,
    account: &'a str,
    role: &'a str,
}

impl Sources {
    /// Returns the credentials of a profile with `sso_…` keys; `None` where it has none.
    pub(super) async fn of_sso(
        &self,
        api: &Api,
        name: &str,
        section: &Section,
    ) -> Result<Option<Credentials>, AwsError> {
        // A profile with only `sso_session` is for bearer tokens, which are not needed here.
        if section.get("sso_account_id").is_none() && section.get("sso_role_name").is_none() {
            return Ok(None);
        }
        let login = self.sso_login(name, section)?;
        let expired = || AwsError::SsoExpired { profile: super::login_profile(name) };
        let token = self.sso_token(api, &login).await.ok_or_else(expired)?;
        let path = format!(
            "/federation/credentials?{}",
            url::query(&[("role_name", login.role), ("account_id", login.account)])
        );
        let call = Call::get(Service::Sso, login.region, &api.settings, &path).header("x-amz-sso_bearer_token", token);
        let about = profile::about(api, Service::Sso.name());
        let answer = api.send(&call, None, &about).await.map_err(|failure| match failure {
            Failure::Service(error) if error.status == 401 => expired(),
            Failure::Service(error) if matches!(error.status, 403 | 404) => AwsError::Configuration(sentence!(
                "aws-sso-role-refused",
                profile = one_line(name),
                role = one_line(login.role),
                account = one_line(login.account),
                detail = if error.message.is_empty() { error.name() } else { error.message }
            )),
            failure => failure.into_error(&about),
        })?;
        let read = || {
            let answer: Value = serde_json::from_slice(&answer.body).ok()?;
            let found = answer.get("roleCredentials")?;
            let text = |key: &str| found.get(key)?.as_str().map(str::to_owned);
            let expiry = Timestamp::from_millisecond(found.get("expiration")?.as_i64()?).ok()?;
            let token = Some(text("sessionToken")?);
            Some(Credentials::new(
                text("accessKeyId")?,
                text("secretAccessKey")?,
                token,
                Some(expiry.into()),
                "IAM Identity Center",
            ))
        };
        read()
            .map(Some)
            .ok_or_else(|| about.invalid_response("incomplete answer", "it has no credentials for the role"))
    }

    fn sso_login<'a>(&'a self, name: &str, section: &'a Section) -> Result<Login<'a>, AwsError> {
        let session = section.get("sso_session");
        let of_session = match session {
            Some(session) => Some(self.profiles.sso_session(session).ok_or_else(|| {
                let (profile, session) = (one_line(name), one_line(session));
                AwsError::Configuration(sentence!("aws-sso-session-missing", profile = profile, session = session))
            })?),
            None => None,
        };
        let value = |key: &'static str| {
            let value = of_session.and_then(|session| session.get(key)).or_else(|| section.get(key));
            value.ok_or_else(|| {
                AwsError::Configuration(sentence!("aws-profile-key-missing", profile = one_line(name), key = key))
            })
        };
        Ok(Login {
            session,
            start_url: value("sso_start_url")?,
            region: value("sso_region")?,
            account: value("sso_account_id")?,
            role: value("sso_role_name")?,
        })
    }

    /// Returns a valid token; `None` where the user has to log in.
    async fn sso_token(&self, api: &Api, login: &Login<'_>) -> Option<String> {
        let name = login.session.unwrap_or(login.start_url);
        let name = hex::encode(digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, name.as_bytes()));
        let path = self.environment.below_aws(&format!("sso/cache/{name}.json"))?;
        let mut token = token_file::read(&path)?;
        let expiry = token_file::text(&token, "expiresAt").and_then(time)?;
        if !is_valid_for(expiry, SOON) && login.session.is_some() && renew(api, login, &mut token).await.is_some() {
            token_file::write(&path, &token);
        }
        let expiry = token_file::text(&token, "expiresAt").and_then(time)?;
        is_valid_for(expiry, 0).then(|| token_file::text(&token, "accessToken").map(str::to_owned)).flatten()
    }
}

/// Renews a token with its refresh token; `None` where there is none or it has expired.
async fn renew(api: &Api, login: &Login<'_>, token: &mut Map<String, Value>) -> Option<()> {
    let registration = token_file::text(token, "registrationExpiresAt").and_then(time)?;
    if !is_valid_for(registration, 0) {
        return None;
    }
    let body = json!({
        "clientId": token_file::text(token, "clientId")?,
        "clientSecret": token_file::text(token, "clientSecret")?,
        "refreshToken": token_file::text(token, "refreshToken")?,
        "grantType": "refresh_token",
    });
    let call =
        Call::post(Service::SsoOidc, login.region, &api.settings, "/token", "application/json", body.to_string());
    let about = profile::about(api, Service::SsoOidc.name());
    let answer = match api.send(&call, None, &about).await {
        Ok(answer) => answer,
        Err(failure) => {
            tracing::info!(?failure, "an SSO token is not renewed");
            return None;
        }
    };
    let answer: Map<String, Value> = serde_json::from_slice(&answer.body).ok()?;
    let lasts = SignedDuration::from_secs(answer.get("expiresIn")?.as_i64()?);
    let expiry = clock::now().checked_add(lasts).ok()?;
    let access = token_file::text(&answer, "accessToken")?.to_owned();
    token.insert("accessToken".to_owned(), access.into());
    token.insert("expiresAt".to_owned(), expiry.strftime("%Y-%m-%dT%H:%M:%SZ").to_string().into());
    if let Some(refresh) = answer.get("refreshToken").filter(|refresh| refresh.is_string()) {
        token.insert("refreshToken".to_owned(), refresh.clone());
    }
    Some(())
}
