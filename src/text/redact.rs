//! Redacts secrets in a text before it is printed, logged or stored. Only this module knows the forms of secrets.
//!
//! Errors of AWS and of proxies may repeat parts of a request: a presigned URL, a session token, a header.

use std::borrow::Cow;
use std::sync::{LazyLock, PoisonError, RwLock};

use regex_lite::Regex;

/// The text that replaces a secret.
const HIDDEN: &str = "***";

/// The shortest value that is hidden: a shorter one would be found within ordinary words.
const SHORTEST: usize = 8;

/// The length from which a random-looking text counts as a token. A `CodeSha256` (44 characters) is shorter, and
/// session tokens are several hundred characters long.
const TOKEN: usize = 64;

/// `name=value` as in a URL, `"name": "value"` as in JSON and headers, `<name>value</name>` as in XML, each also with
/// its punctuation percent-encoded; passwords in URLs; the ids of access keys; JSON web tokens.
static FORMS: LazyLock<Option<[Regex; 4]>> = LazyLock::new(|| {
    let names = "x-amz-signature|x-amz-security-token|x-amz-credential|signature|sig|awsaccesskeyid|credential|\
                 aws_?secret_?access_?key|secret_?access_?key|aws_?session_?token|session_?token|security_?token|\
                 access_?token|refresh_?token|id_?token|client_?secret|api_?key|password|passwd|authorization";
    let separator = r#"(?:\\?["']|%22)?\s*(?:[:=>]|%3[ad])\s*(?:\\?["']|%22)?"#;
    let scheme = "(?:(?:bearer|basic|negotiate|token) +)?";
    let value = r#"[^\s"'\\&<>,;)}\]]+"#;
    let forms = [
        format!(r"(?i)(\b(?:{names}){separator}{scheme}){value}"),
        r"(://[^/\s:@]*:)[^/\s@]+@".to_owned(),
        r"\b(AKIA|ASIA)[A-Z0-9]{12,}".to_owned(),
        r"\b(eyJ)[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)?".to_owned(),
    ];
    let compiled = forms.map(|form| Regex::new(&form).ok());
    let [Some(named), Some(in_url), Some(key_id), Some(web_token)] = compiled else { return None };
    Some([named, in_url, key_id, web_token])
});

/// The values registered with [`hide`].
static KNOWN: RwLock<Vec<String>> = RwLock::new(Vec::new());

/// Makes [`redact`] hide this value from now on: a secret access key or a session token in use.
pub fn hide(secret: &str) {
    if secret.len() < SHORTEST {
        return;
    }
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    let encoded = secret.replace('%', "%25").replace('/', "%2F").replace('+', "%2B").replace('=', "%3D");
    for form in [secret.to_owned(), encoded] {
        if !known.contains(&form) {
            known.push(form);
        }
    }
    // One may begin with another, whose removal would leave its end.
    known.sort_unstable_by_key(|secret| std::cmp::Reverse(secret.len()));
}

/// Returns the text with every secret in it replaced by `***`: values registered with [`hide`], secrets in presigned
/// URLs, headers, JSON and XML, and texts with the form of a token.
pub fn redact(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for secret in KNOWN.read().unwrap_or_else(PoisonError::into_inner).iter() {
        if text.contains(secret.as_str()) {
            text = Cow::Owned(text.replace(secret.as_str(), HIDDEN));
        }
    }
    let Some([named, in_url, key_id, web_token]) = &*FORMS else { return Cow::Borrowed(HIDDEN) };
    for (form, replacement) in [(named, "${1}***"), (in_url, "${1}***@"), (key_id, "${1}***"), (web_token, "${1}***")] {
        if let Cow::Owned(replaced) = form.replace_all(&text, replacement) {
            text = Cow::Owned(replaced);
        }
    }
    match without_tokens(&text) {
        Some(replaced) => Cow::Owned(replaced),
        None => text,
    }
}

/// Returns the text without tokens; `None` where there are none.
fn without_tokens(text: &str) -> Option<String> {
    let mut replaced: Option<String> = None;
    let mut kept_to = 0;
    let mut at = 0;
    for run in text.split(|c: char| !is_of_token(c)) {
        if run.len() >= TOKEN && looks_random(run) {
            let result = replaced.get_or_insert_default();
            result.push_str(&text[kept_to..at]);
            result.push_str(HIDDEN);
            kept_to = at + run.len();
        }
        at += run.len() + text[at + run.len()..].chars().next().map_or(0, char::len_utf8);
    }
    replaced.map(|result| result + &text[kept_to..])
}

/// Returns whether a character is one of base64, of its URL form, or of percent encoding.
fn is_of_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '_' | '-' | '%')
}

/// Returns whether lower-case letters, capitals and digits alternate as in a token. Names and paths have long runs of
/// one kind; a hash in hex does not mix the case of its letters.
fn looks_random(run: &str) -> bool {
    let kind = |byte: u8| match byte {
        b'a'..=b'z' => Some(0_usize),
        b'A'..=b'Z' => Some(1),
        b'0'..=b'9' => Some(2),
        _ => None,
    };
    let mut seen = [0_usize; 3];
    let (mut last, mut changes, mut letters) = (None, 0_usize, 0_usize);
    for now in run.bytes().filter_map(kind) {
        seen[now] += 1;
        letters += 1;
        changes += usize::from(last.is_some_and(|last| last != now));
        last = Some(now);
    }
    // In random base64, six of ten letters differ in kind from the one before.
    seen.iter().all(|count| *count > 0) && changes * 10 >= letters * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A session token with the length and alphabet of one from STS.
    const TOKEN_OF_STS: &str = "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJHMEUCIQDx8pT2kq7Zb3YtHc0Vw5n1Rk9eGm4sLfUjQaXoNz6Cdw\
                                IgB7yKp3WvTq0sHhE9uYlMZx5R2cJnA8dGfLrOiPkQe4o=";

    #[test]
    fn the_signature_of_a_presigned_url_is_hidden() {
        let url = "https://bucket.s3.amazonaws.com/layer?versionId=1&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIAQ3EGRXAMPLE12345%2F20260101%2Fus-east-1%2Fs3&X-Amz-Date=20260101T000000Z&X-Amz-Security-Token=IQoJb3Jp%2F%2Fabc&X-Amz-Signature=0123456789abcdef";
        let redacted = redact(url);
        assert!(
            redacted.starts_with("https://bucket.s3.amazonaws.com/layer?versionId=1&X-Amz-Algorithm="),
            "{redacted}"
        );
        for secret in ["ASIAQ3", "IQoJ", "0123456789abcdef"] {
            assert!(!redacted.contains(secret), "{redacted}");
        }
        assert!(redacted.contains("X-Amz-Date=20260101T000000Z"));
    }

    #[test]
    fn a_named_secret_is_hidden_in_every_form() {
        for text in [
            r#"{"SessionToken": "hush-hush", "x": 1}"#,
            r#"{\"SecretAccessKey\":\"hush-hush\"}"#,
            "<SessionToken>hush-hush</SessionToken>",
            "aws_secret_access_key = hush-hush",
            "x-amz-security-token:hush-hush\nhost:s3",
            "X-Amz-Security-Token%3Dhush-hush",
            "Authorization: Bearer hush-hush",
            "Authorization: AWS4-HMAC-SHA256 Credential=hush-hush/20260101/us-east-1, SignedHeaders=host, Signature=hush-hush",
            "http://me:hush-hush@proxy.example.com:3128/",
            "?Signature=hush-hush&Expires=1",
        ] {
            let redacted = redact(text);
            assert!(!redacted.contains("hush") && redacted.contains(HIDDEN), "{redacted}");
        }
    }

    #[test]
    fn a_token_is_hidden_anywhere() {
        for text in [
            format!("The security token included in the request is invalid: {TOKEN_OF_STS}."),
            format!("'{TOKEN_OF_STS}' failed to satisfy a constraint"),
            TOKEN_OF_STS.replace('/', "%2F"),
            "expired: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl".to_owned(),
            "The AWS Access Key Id AKIAIOSFODNN7EXAMPLE is not known".to_owned(),
        ] {
            let redacted = redact(&text);
            assert!(redacted.contains(HIDDEN), "{redacted}");
            assert!(
                !["IQoJ", "QaXoNz6", "eyJzdWIi", "IOSFODNN7"].iter().any(|part| redacted.contains(part)),
                "{redacted}"
            );
        }
    }

    #[test]
    fn ordinary_text_is_kept() {
        for text in [
            "nothing was found",
            "The request signature we calculated does not match the signature you provided.",
            "the token is expired: run `aws sso login`",
            "what came has ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0= instead",
            "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
            "arn:aws:lambda:us-east-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python313-x86_64:18",
            "AWSLambdaPowertoolsPythonV3-python313-x86_64-18-926eeb5ff1 is locked",
            "/home/kim/Projects/2026/BigCustomer/services/OrderProcessing/functions/CheckoutHandler2/src/vendor/lib",
            "C:\\Users\\Kim\\AppData\\Roaming\\AWS SAM\\layers-pkg",
            "http://127.0.0.1:4566/2018-10-31/layers?find=LayerVersion&Arn=arn%3Aaws%3Alambda%3Aus-east-1%3A111111111111%3Alayer%3Akept%3A1",
            "samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd",
        ] {
            assert_eq!(redact(text), text);
        }
    }

    #[test]
    fn a_secret_in_use_is_hidden_as_written_and_url_encoded() {
        hide("wJalrXUtnFEMI/K7MDENG+bPxRfiCY");
        let text = "wJalrXUtnFEMI/K7MDENG+bPxRfiCY or wJalrXUtnFEMI%2FK7MDENG%2BbPxRfiCY";
        assert_eq!(redact(text), "*** or ***");
        hide("wJalrXUtnFEMI/K7MDENG");
        assert_eq!(redact(text), "*** or ***", "another one that is its beginning");
        hide("test");
        assert_eq!(redact("a test"), "a test", "no ordinary word");
    }

    proptest::proptest! {
        #[test]
        fn redacted_text_is_unchanged_when_redacted_again(text in ".*|[a-zA-Z0-9+/=&:@ ]{0,200}|(sig=|token|://a:|\"|AKIA|[a-zA-Z0-9]{1,9}){0,12}") {
            let once = redact(&text).into_owned();
            proptest::prop_assert_eq!(redact(&once), once.clone());
        }
    }
}
