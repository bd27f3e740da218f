//! The special cases of Python's `re.sub` that affect `Fn::Sub`.

/// Expands the escapes of a replacement text like `re.sub`; returns `None` if Python raises an error.
pub fn expand_replacement(text: &str) -> Option<String> {
    if !text.contains('\\') {
        return Some(text.to_owned());
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next()? {
            '\\' => out.push('\\'),
            'a' => out.push('\x07'),
            'b' => out.push('\x08'),
            'f' => out.push('\x0c'),
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'v' => out.push('\x0b'),
            '0' => {
                let mut code = 0;
                for _ in 0..2 {
                    match chars.peek().and_then(|digit| digit.to_digit(8)) {
                        Some(digit) => {
                            code = code * 8 + digit;
                            chars.next();
                        }
                        None => break,
                    }
                }
                out.push(char::from_u32(code)?);
            }
            'g' => {
                // `\g<0>` is the match itself, which no template needs; every other group does not exist.
                return None;
            }
            c if c.is_ascii_alphanumeric() => return None,
            c => {
                out.push('\\');
                out.push(c);
            }
        }
    }
    Some(out)
}

/// Returns the start and end of the first match of `needle`, in which `.` matches any character except a line break.
pub fn find_pattern(haystack: &str, needle: &str) -> Option<(usize, usize)> {
    let Some(dot) = needle.find('.') else {
        return haystack.find(needle).map(|start| (start, start + needle.len()));
    };
    let before = &needle[..dot];
    let mut from = 0;
    while let Some(found) = haystack.get(from..)?.find(before) {
        let start = from + found;
        let dot_at = start + before.len();
        if let Some(end) = match_rest(&haystack[dot_at..], &needle[dot..]) {
            return Some((start, dot_at + end));
        }
        from = start + haystack[start..].chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// Returns where `needle` ends if `haystack` starts with it.
fn match_rest(haystack: &str, needle: &str) -> Option<usize> {
    let mut rest = haystack.chars();
    for wanted in needle.chars() {
        let actual = rest.next()?;
        if actual != wanted && (wanted != '.' || actual == '\n') {
            return None;
        }
    }
    Some(haystack.len() - rest.as_str().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_a_replacement_are_expanded() {
        assert_eq!(expand_replacement("a\\\\b\\n\\-").as_deref(), Some("a\\b\n\\-"));
        assert_eq!(expand_replacement("\\d"), None);
        assert_eq!(expand_replacement("\\1"), None);
        assert_eq!(expand_replacement("end\\"), None);
    }

    #[test]
    fn a_dot_matches_any_character() {
        assert_eq!(find_pattern("x${A_b}", "${A.b}"), Some((1, 7)));
        assert_eq!(find_pattern("x${Ab}", "${A.b}"), None);
        assert_eq!(find_pattern("${Ay}${A.b}", "${A.b}"), Some((5, 11)));
    }
}
