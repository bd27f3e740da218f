//! The locale of the environment, by the rules of POSIX.

/// Returns the locale of a category such as `LC_CTYPE`: the first of `LC_ALL`, the category and `LANG` that is set and
/// not empty.
pub fn of_category<'a>(category: &str, variable: impl Fn(&str) -> Option<&'a str>) -> Option<&'a str> {
    ["LC_ALL", category, "LANG"].into_iter().find_map(|name| variable(name).filter(|value| !value.is_empty()))
}

/// Returns whether text in this locale is UTF-8. `C` and `POSIX` are ASCII; a name without a character set, such as
/// `ko_KR`, is the short form of systems where all text is UTF-8.
pub fn is_utf8(locale: &str) -> bool {
    let locale = locale.split('@').next().unwrap_or_default();
    match locale.split_once('.') {
        Some((_, charset)) => matches!(charset.to_ascii_lowercase().as_str(), "utf-8" | "utf8"),
        // macOS has a locale of this name.
        None if locale.eq_ignore_ascii_case("UTF-8") => true,
        None => !matches!(locale, "" | "C" | "POSIX"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_decides() {
        let of = |pairs: &'static [(&'static str, &'static str)]| {
            of_category("LC_CTYPE", |name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| *value))
        };
        assert_eq!(of(&[("LANG", "C.UTF-8")]), Some("C.UTF-8"));
        assert_eq!(of(&[("LC_CTYPE", "C"), ("LANG", "C.UTF-8")]), Some("C"));
        assert_eq!(of(&[("LC_ALL", "ko_KR.UTF-8"), ("LC_CTYPE", "C")]), Some("ko_KR.UTF-8"));
        assert_eq!(of(&[("LC_ALL", ""), ("LC_MESSAGES", "C"), ("LANG", "ko")]), Some("ko"));
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn character_sets_are_recognised() {
        assert!(["C.UTF-8", "en_US.utf8", "ko_KR.UTF-8@x", "ko", "UTF-8"].into_iter().all(is_utf8));
        assert!(!["C", "POSIX", "", "en_US.ISO-8859-1", "ko_KR.eucKR"].into_iter().any(is_utf8));
    }
}
