//! Helpers for URLs.

/// Returns `host` or `host:port`: the part that may be shown of an address with a signature in its query.
pub(super) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

/// Returns the target of a redirect; `None` for another scheme, or from https to http.
pub(super) fn redirected(from: &str, location: &str) -> Option<String> {
    let (scheme, _) = from.split_once("://")?;
    let origin = format!("{scheme}://{}", host(from));
    let location = location.trim();
    let to = if let Some(rest) = location.strip_prefix("//") {
        format!("{scheme}://{rest}")
    } else if location.starts_with('/') {
        format!("{origin}{location}")
    } else if location.contains("://") {
        location.to_owned()
    } else {
        let path = from.split(['?', '#']).next()?.strip_prefix(&origin).unwrap_or("/");
        let folder = path.rfind('/').map_or("", |slash| &path[..slash]);
        format!("{origin}{folder}/{location}")
    };
    let allowed = to.starts_with("https://") || (to.starts_with("http://") && scheme == "http");
    (allowed && !host(&to).is_empty()).then_some(to)
}

/// Escapes everything that is special in a path segment or a query value (RFC 3986), as AWS signatures need it.
pub(super) fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, SPECIAL).to_string()
}

/// Escapes the key of an S3 object for a path: slashes stay.
pub(super) fn encode_path(text: &str) -> String {
    text.split('/').map(encode).collect::<Vec<_>>().join("/")
}

/// Joins names and values for a query or a form.
pub(super) fn query(values: &[(&str, &str)]) -> String {
    values.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
}

/// All but letters, digits and `-._~`.
const SPECIAL: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_host_is_shown() {
        assert_eq!(host("https://b.s3.amazonaws.com/a?X-Amz-Signature=x"), "b.s3.amazonaws.com");
        assert_eq!(host("http://user:secret@127.0.0.1:80?q"), "127.0.0.1:80");
        assert_eq!(host("nonsense"), "nonsense");
    }

    #[test]
    fn redirects_are_resolved() {
        let from = "http://a:1/x/y.zip?sig=1";
        for (location, to) in [
            ("https://b/z", Some("https://b/z")),
            ("http://b/z", Some("http://b/z")),
            ("//b/z", Some("http://b/z")),
            ("/z?q", Some("http://a:1/z?q")),
            ("z", Some("http://a:1/x/z")),
            ("ftp://b/z", None),
            ("https:///z", None),
        ] {
            assert_eq!(redirected(from, location).as_deref(), to, "{location}");
        }
        assert_eq!(redirected("https://a/x", "http://b/z"), None, "never from https to http");
    }
}
