//! Registers credentials in use with [`redact`](crate::text::redact), so that no text shows them.

use aws_credential_types::Credentials;

use crate::text::hide;

/// Registers the secret key and the session token of credentials that are about to be used.
pub(super) fn hide_secrets_of(credentials: &Credentials) {
    hide(credentials.secret_access_key());
    credentials.session_token().into_iter().for_each(hide);
}
