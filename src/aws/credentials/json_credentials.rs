//! Credentials in the JSON form that helpers and metadata services write.

use aws_credential_types::Credentials;
use serde::Deserialize;

/// The fields that are common to `credential_process`, containers, machines and the AWS CLI's cache.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct JsonCredentials {
    pub access_key_id: String,
    pub secret_access_key: String,
    /// The session token; metadata services call it `Token`.
    #[serde(alias = "Token")]
    pub session_token: Option<String>,
    pub expiration: Option<String>,
}

impl JsonCredentials {
    /// Returns the credentials; an expiry time that cannot be read counts as none.
    pub(super) fn into_credentials(self, from: &'static str) -> Credentials {
        let expiry = self.expiration.as_deref().and_then(super::time);
        let token = self.session_token.filter(|token| !token.is_empty());
        Credentials::new(self.access_key_id, self.secret_access_key, token, expiry.map(Into::into), from)
    }
}
