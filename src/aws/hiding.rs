//! Registers credentials in use with [`redact`](crate::text::redact), so that no text shows them.

use aws_credential_types::Credentials;

use crate::text::hide;

/// Registers the secret key and the session token of credentials that are about to be used.
pub(super) fn hide_secrets_of(credentials: &Credentials) {
    hide(credentials.secret_access_key());
    credentials.session_token().into_iter().for_each(hide);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::one_line;

    #[test]
    fn what_a_service_sends_back_holds_no_secrets() {
        let token = format!("IQoJ{}+/==", "a1B2".repeat(60));
        let credentials = Credentials::new("AKIDEXAMPLE", "hushXUtnFEMI/K7MDHUSH", Some(token.clone()), None, "test");
        hide_secrets_of(&credentials);
        let response = format!(
            "The request with hushXUtnFEMI/K7MDHUSH, token {token} and {} was refused: \
             https://b/x?X-Amz-Signature=abcdef&X-Amz-Date=1 by arn:aws:iam::123456789012:user/me",
            "zZ9".repeat(50)
        );
        let clean = one_line(&response);
        for secret in ["hushXUtn", "IQoJ", "zZ9zZ9", "abcdef"] {
            assert!(!clean.contains(secret), "{secret}: {clean}");
        }
        assert!(clean.contains("X-Amz-Date=1 by arn:aws:iam::123456789012:user/me"), "{clean}");
    }
}
