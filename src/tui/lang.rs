//! The language of the app. All its sentences are in `assets/lang`, one Fluent file a language, and are looked up by id.
//!
//! What SAM, AWS, the engine or the system say stays as it is. What the command line tells as well, in English, is a
//! [`Sentence`], told here in the language of the app.

use std::cell::Cell;
use std::sync::OnceLock;

use crate::text::Sentence;
pub use crate::text::{Lang, Values};

/// The language of the system, as POSIX has it: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set decides.
pub fn from_environment<'a>(variable: impl Fn(&str) -> Option<&'a str>) -> Lang {
    let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
    ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set).map_or_else(Lang::default, from_locale)
}

/// `ko_KR.UTF-8` is Korean. A terminal of another charset could not show it: `ko_KR.eucKR` is not.
fn from_locale(locale: &str) -> Lang {
    let locale = locale.split('@').next().unwrap_or_default();
    let (name, charset) = locale.split_once('.').unwrap_or((locale, "UTF-8"));
    let is_utf8 = matches!(charset.to_ascii_lowercase().as_str(), "utf-8" | "utf8");
    let language = name.split(['_', '-']).next().unwrap_or_default();
    let known = Lang::ALL.into_iter().find(|lang| is_utf8 && lang.code().eq_ignore_ascii_case(language));
    known.unwrap_or_default()
}

/// The language of this process, as it was started.
static PROCESS_LANG: OnceLock<Lang> = OnceLock::new();

thread_local! {
    /// One a thread, so that tests can stand side by side in different languages.
    static THREAD_LANG: Cell<Lang> = Cell::new(PROCESS_LANG.get().copied().unwrap_or_default());
}

/// The language from now on, on this thread and those begun after it.
pub fn set_process_lang(lang: Lang) {
    let _ = PROCESS_LANG.set(lang);
    set_thread_lang(lang);
}

/// The language from now on, on this thread alone.
pub fn set_thread_lang(lang: Lang) {
    THREAD_LANG.set(lang);
}

/// The language of this thread.
pub fn thread_lang() -> Lang {
    THREAD_LANG.get()
}

/// A sentence as it stands in the file; its id where the file does not have it, which a test excludes.
pub fn fixed(id: &'static str) -> &'static str {
    thread_lang().fixed(id, None).unwrap_or(id)
}

/// The attribute of a message, where it has it: what else there is to say about the same thing.
pub fn attribute(id: &str, name: &str) -> Option<&'static str> {
    thread_lang().fixed(id, Some(name))
}

/// A headline for what SAM raises, as its own words stay English; English itself needs none.
pub fn headline(raised: &str) -> Option<&'static str> {
    thread_lang().fixed(&format!("refusal-{}", raised.to_ascii_lowercase()), None)
}

/// A sentence with its values filled in.
pub fn filled(id: &'static str, values: &Values) -> String {
    thread_lang().filled(id, values)
}

/// What the command line tells in English, in the language of the app.
pub fn told(sentence: &Sentence) -> String {
    sentence.in_language(thread_lang())
}

/// A sentence in the language of the app: `tr!("id")` is `&'static str`, `tr!("id", name = value)` a `String`. A value
/// called `count` is a number that decides between singular and plural; every other is shown as it shows itself.
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

/// The id of a sentence where it cannot be looked up yet, as in a table of constants. The test that looks for missing
/// sentences finds it by this.
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
    fn the_first_variable_that_is_set_decides() {
        assert_eq!(of(&[("LANG", "ko_KR.UTF-8")]), Lang::Korean);
        assert_eq!(of(&[("LC_MESSAGES", "C"), ("LANG", "ko_KR.UTF-8")]), Lang::English);
        assert_eq!(of(&[("LC_ALL", "ko_KR.utf8"), ("LC_MESSAGES", "C"), ("LANG", "C")]), Lang::Korean);
        assert_eq!(of(&[("LC_ALL", ""), ("LANG", "ko")]), Lang::Korean);
        assert_eq!(of(&[]), Lang::English);
    }

    #[test]
    fn a_charset_that_lacks_the_letters_or_a_language_we_lack_is_english() {
        for locale in ["C", "POSIX", "C.UTF-8", "ko_KR.eucKR", "ko_KR.EUC-KR@x", "kok_IN.UTF-8", "ja_JP.UTF-8", "en_GB"]
        {
            assert_eq!(of(&[("LANG", locale)]), Lang::English, "{locale}");
        }
        assert_eq!(of(&[("LANG", "ko_KR.UTF-8@x")]), Lang::Korean);
    }

    #[test]
    fn numbers_come_in_groups_and_plurals() {
        assert_eq!([1_u64, 2, 34_112].map(|n| tr!("count-file", count = n)), ["1 file", "2 files", "34,112 files"]);
        set_thread_lang(Lang::Korean);
        assert_eq!(tr!("count-file", count = 34_112_u64), "파일 34,112개");
    }
}
