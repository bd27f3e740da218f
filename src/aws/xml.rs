//! A reader for the XML of STS and S3: the text of elements.

/// Returns the text of the first element of this name, with the five predefined entities resolved; `None` if there is
/// none.
pub(super) fn text(xml: &str, name: &str) -> Option<String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let begin = xml.find(&open)? + open.len();
    let end = begin + xml.get(begin..)?.find(&close)?;
    Some(unescape(xml.get(begin..end)?.trim()))
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = [("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&apos;", '\''), ("&amp;", '&')];
        if let Some((entity, c)) = known.into_iter().find(|(entity, _)| rest.starts_with(entity)) {
            plain.push(c);
            rest = &rest[entity.len()..];
        } else {
            plain.push('&');
            rest = &rest[1..];
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_an_element_is_found() {
        let xml = "<A xmlns=\"x\"><Error><Code>AccessDenied</Code><Message>a &lt;b&gt; &amp;lt; &unknown;</Message></Error></A>";
        assert_eq!(text(xml, "Code").as_deref(), Some("AccessDenied"));
        assert_eq!(text(xml, "Message").as_deref(), Some("a <b> &lt; &unknown;"));
        assert_eq!(text(xml, "Account"), None);
        assert_eq!(text("<Code>cut off", "Code"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_causes_a_panic(xml in "(<a>|</a>|&|amp;|é|x){0,40}") {
            let _ = text(&xml, "a");
        }
    }
}
