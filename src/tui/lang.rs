//! The language of the app. All messages are in `assets/lang`, one Fluent file for each language, and are looked up by
//! id.
//!
//! Texts of SAM, AWS, the engine and the system are shown unchanged. A message that the command line prints in English
//! as well is a [`Sentence`], which is localized here.

use std::cell::Cell;
use std::sync::OnceLock;

pub use crate::text::{Lang, Values};
use crate::text::{Sentence, locale};

/// Returns the language of the system as POSIX defines it: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set.
pub fn from_environment<'a>(variable: impl Fn(&str) -> Option<&'a str>) -> Lang {
    locale::of_category("LC_MESSAGES", variable).map_or_else(Lang::default, from_locale)
}

/// Returns the language of a locale. Only UTF-8 locales are considered, as `ko_KR.eucKR` could not display the Korean
/// texts.
fn from_locale(locale: &str) -> Lang {
    let language = locale.split(['@', '.', '_', '-']).next().unwrap_or_default();
    let known = Lang::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(language));
    known.filter(|_| locale::is_utf8(locale)).unwrap_or_default()
}

/// The language the process was started with.
static PROCESS_LANG: OnceLock<Lang> = OnceLock::new();

thread_local! {
    /// The language of each thread, so that tests in different languages can run in parallel.
    static THREAD_LANG: Cell<Lang> = Cell::new(PROCESS_LANG.get().copied().unwrap_or_default());
}

/// Sets the language of this thread and of threads started later.
pub fn set_process_lang(lang: Lang) {
    let _ = PROCESS_LANG.set(lang);
    set_thread_lang(lang);
}

/// Sets the language of this thread only.
pub fn set_thread_lang(lang: Lang) {
    THREAD_LANG.set(lang);
}

/// Returns the language of this thread.
pub fn thread_lang() -> Lang {
    THREAD_LANG.get()
}

/// Returns a message without values. Falls back to the id if the message is missing, which a test prevents.
pub fn fixed(id: &'static str) -> &'static str {
    thread_lang().fixed(id, None).unwrap_or(id)
}

/// Returns an attribute of a message, if it has it.
pub fn attribute(id: &str, name: &str) -> Option<&'static str> {
    thread_lang().fixed(id, Some(name))
}

/// Returns a localized headline for an error of SAM, whose own text stays English. English needs none.
pub fn headline(raised: &str) -> Option<&'static str> {
    thread_lang().fixed(&format!("refusal-{}", raised.to_ascii_lowercase()), None)
}

/// Returns a message with its values filled in.
pub fn filled(id: &'static str, values: &Values) -> String {
    thread_lang().filled(id, values)
}

/// Returns a message of the command line in the language of the app.
pub fn localized(sentence: &Sentence) -> String {
    sentence.in_language(thread_lang())
}

/// Localizes a message: `tr!("id")` is a `&'static str`, `tr!("id", name = value)` a `String`. A value named `count` is
/// a number that selects singular or plural; all others are formatted with `Display`.
macro_rules! tr {
    ($id:literal) => {
        $crate::tui::lang::fixed($id)
    };
    ($id:literal, $($values:tt)+) => {
        $crate::tui::lang::filled($id, &tr!(@ $crate::tui::lang::Values::default(), $($values)+))
    };
    (@ $values:expr $(,)?) => {
        $values
    };
    (@ $values:expr, count = $value:expr $(, $($more:tt)*)?) => {
        tr!(@ $values.number("count", $value), $($($more)*)?)
    };
    (@ $values:expr, $name:ident = $value:expr $(, $($more:tt)*)?) => {
        tr!(@ $values.text(stringify!($name), &$value), $($($more)*)?)
    };
}

/// Marks a message id that is looked up later, as in a table of constants. The test that looks for missing messages
/// searches for this macro.
macro_rules! key {
    ($id:literal) => {
        $id
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> Lang {
        from_environment(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| *value))
    }

    #[test]
    fn the_first_locale_variable_that_is_set_decides() {
        assert_eq!(of(&[("LANG", "ko_KR.UTF-8")]), Lang::Korean);
        assert_eq!(of(&[("LC_MESSAGES", "C"), ("LANG", "ko_KR.UTF-8")]), Lang::English);
        assert_eq!(of(&[("LC_ALL", "ko_KR.utf8"), ("LC_MESSAGES", "C"), ("LANG", "C")]), Lang::Korean);
        assert_eq!(of(&[("LC_ALL", ""), ("LANG", "ko")]), Lang::Korean);
        assert_eq!(of(&[]), Lang::English);
    }

    #[test]
    fn unsupported_charsets_and_languages_fall_back_to_english() {
        for locale in ["C", "POSIX", "C.UTF-8", "ko_KR.eucKR", "ko_KR.EUC-KR@x", "kok_IN.UTF-8", "ja_JP.UTF-8", "en_GB"]
        {
            assert_eq!(of(&[("LANG", locale)]), Lang::English, "{locale}");
        }
        assert_eq!(of(&[("LANG", "ko_KR.UTF-8@x")]), Lang::Korean);
    }

    #[test]
    fn numbers_have_thousands_separators_and_plurals() {
        assert_eq!([1_u64, 2, 34_112].map(|n| tr!("count-file", count = n)), ["1 file", "2 files", "34,112 files"]);
        set_thread_lang(Lang::Korean);
        assert_eq!(tr!("count-file", count = 34_112_u64), "파일 34,112개");
    }
}
