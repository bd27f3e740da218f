//! Removes secrets from the error messages of services.

use aws_credential_types::Credentials;

use crate::text::one_line;

/// A run of letters and digits of at least this length is a token, not a word.
const TOKEN: usize = 100;
const HIDDEN: &str = "[hidden]";

/// Returns the text on one line, without the credentials of the request and without session tokens or signatures. A
/// service or a proxy may send a request back.
pub(super) fn without_secrets(text: &str, credentials: Option<&Credentials>) -> String {
    let mut text = text.to_owned();
    let own = credentials.into_iter().flat_map(|own| [Some(own.secret_access_key()), own.session_token()]);
    for secret in own.flatten().filter(|secret| secret.len() >= 8) {
        text = text.replace(secret, HIDDEN);
        text = text.replace(&super::url::encode(secret), HIDDEN);
    }
    for name in ["X-Amz-Signature=", "X-Amz-Security-Token=", "X-Amz-Credential=", "Signature=", "Credential="] {
        text = without_value(&text, name);
    }
    one_line(&without_tokens(&text))
}

/// Hides the value after `name=`.
fn without_value(text: &str, name: &str) -> String {
    let mut parts = text.split(name);
    let mut clean = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| c.is_whitespace() || "&,;\"'<>".contains(c)).unwrap_or(part.len());
        clean.push_str(name);
        clean.push_str(HIDDEN);
        clean.push_str(&part[end..]);
    }
    clean
}

fn without_tokens(text: &str) -> String {
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || "+/=_-%".contains(c);
    let mut clean = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c: char| !is_of_token(c)) {
        let run = piece.trim_end_matches(|c: char| !is_of_token(c));
        if run.len() >= TOKEN {
            clean.push_str(HIDDEN);
            clean.push_str(&piece[run.len()..]);
        } else {
            clean.push_str(piece);
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_service_sends_back_holds_no_secrets() {
        let token = format!("IQoJ{}+/==", "a1B2".repeat(60));
        let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG", Some(token.clone()), None, "test");
        let response = format!(
            "The request with wJalrXUtnFEMI/K7MDENG, token {token} and {} was refused: \
             https://b/x?X-Amz-Signature=abcdef&X-Amz-Date=1 by arn:aws:iam::123456789012:user/me",
            "zZ9".repeat(50)
        );
        let clean = without_secrets(&response, Some(&credentials));
        for secret in ["wJalrXUtn", "IQoJ", "zZ9zZ9", "abcdef"] {
            assert!(!clean.contains(secret), "{secret}: {clean}");
        }
        assert!(clean.contains("X-Amz-Date=1 by arn:aws:iam::123456789012:user/me"), "{clean}");
    }

    proptest::proptest! {
        #[test]
        fn no_text_causes_a_panic(text in "(Signature=|&|é| |a){0,80}") {
            let _ = without_secrets(&text, None);
        }
    }
}
