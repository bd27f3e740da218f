//! The language of the app. All its sentences are in `assets/lang`, one Fluent file a language, and are looked up by id.
//!
//! What comes from SAM, AWS, the engine or the system stays as it is, and so do problems and failures, which the command
//! line tells as well. What a plan says is told in both: see `said`.

use std::cell::Cell;
use std::fmt::Display;
use std::sync::{LazyLock, OnceLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::text;

/// The languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum, serde::Deserialize)]
pub enum Lang {
    /// English.
    #[default]
    #[value(name = "en", help = "English")]
    #[serde(rename = "en")]
    English,
    /// Korean.
    #[value(name = "ko", help = "한국어")]
    #[serde(rename = "ko")]
    Korean,
}

impl Lang {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::English, Self::Korean];

    /// Its code of ISO 639.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }

    /// Its sentences, as they are written in `assets/lang`.
    pub fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("../../assets/lang/en.ftl"),
            Self::Korean => include_str!("../../assets/lang/ko.ftl"),
        }
    }

    /// The language of the system, as POSIX has it: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set decides.
    pub fn of_system<'a>(variable: impl Fn(&str) -> Option<&'a str>) -> Self {
        let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set).map_or_else(Self::default, Self::of_locale)
    }

    /// `ko_KR.UTF-8` is Korean. A terminal of another charset could not show it: `ko_KR.eucKR` is not.
    fn of_locale(locale: &str) -> Self {
        let locale = locale.split('@').next().unwrap_or_default();
        let (name, charset) = locale.split_once('.').unwrap_or((locale, "UTF-8"));
        let is_utf8 = matches!(charset.to_ascii_lowercase().as_str(), "utf-8" | "utf8");
        let language = name.split(['_', '-']).next().unwrap_or_default();
        let known = Self::ALL.into_iter().find(|lang| is_utf8 && lang.code().eq_ignore_ascii_case(language));
        known.unwrap_or_default()
    }
}

/// The language of this process, as it was started.
static STARTED: OnceLock<Lang> = OnceLock::new();

thread_local! {
    /// One a thread, so that tests can stand side by side in different languages.
    static SPOKEN: Cell<Lang> = Cell::new(STARTED.get().copied().unwrap_or_default());
}

/// The language from now on, on this thread and those begun after it.
pub fn start(lang: Lang) {
    let _ = STARTED.set(lang);
    speak(lang);
}

/// The language from now on, on this thread alone.
pub fn speak(lang: Lang) {
    SPOKEN.set(lang);
}

/// The language of this thread.
pub fn spoken() -> Lang {
    SPOKEN.get()
}

type Bundle = FluentBundle<FluentResource>;

/// Parsed once each; what has no values to fill in is handed out as it stands there.
static BUNDLES: [LazyLock<Bundle>; 2] =
    [LazyLock::new(|| bundle(Lang::English)), LazyLock::new(|| bundle(Lang::Korean))];

fn bundle(lang: Lang) -> Bundle {
    // A test sees to it that there are no errors in the files and that the codes are codes.
    let resource = FluentResource::try_new(lang.source().to_owned()).unwrap_or_else(|(resource, _)| resource);
    let mut bundle = Bundle::new_concurrent(vec![lang.code().parse().unwrap_or_default()]);
    // The marks would take columns in some terminals; what is filled in is clean of marks of its own.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was a count")]
        FluentValue::Number(number) => Some(text::count(number.value as u64)),
        _ => None,
    }));
    bundle.add_resource_overriding(resource);
    bundle
}

/// A sentence as it stands in the file; its id where the file does not have it, which a test excludes.
pub fn fixed(id: &'static str) -> &'static str {
    found(id, None).unwrap_or(id)
}

/// The attribute of a message, where it has it: what else there is to say about the same thing.
pub fn attribute(id: &str, name: &str) -> Option<&'static str> {
    found(id, Some(name))
}

/// A headline for a code whose sentences stay English; English itself needs none.
pub fn headline(kind: &str, code: &str) -> Option<&'static str> {
    found(&format!("{kind}-{}", code.to_ascii_lowercase()), None)
}

fn found(id: &str, attribute: Option<&str>) -> Option<&'static str> {
    let bundle: &'static Bundle = &BUNDLES[spoken() as usize];
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(name) => message.get_attribute(name)?.value(),
        None => message.value()?,
    };
    match bundle.format_pattern(pattern, None, &mut Vec::new()) {
        std::borrow::Cow::Borrowed(text) => Some(text),
        std::borrow::Cow::Owned(_) => None,
    }
}

/// What is filled into a sentence.
#[derive(Default)]
pub struct Values(FluentArgs<'static>);

impl Values {
    /// With a text.
    #[must_use]
    pub fn text(mut self, name: &'static str, value: impl Display) -> Self {
        self.0.set(name, value.to_string());
        self
    }

    /// With a number that decides between singular and plural, and is shown in groups of digits.
    #[must_use]
    pub fn number(mut self, name: &'static str, value: impl Into<FluentValue<'static>>) -> Self {
        self.0.set(name, value);
        self
    }
}

/// A sentence with its values filled in.
pub fn filled(id: &'static str, values: &Values) -> String {
    let bundle = &BUNDLES[spoken() as usize];
    let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else { return id.to_owned() };
    bundle.format_pattern(pattern, Some(&values.0), &mut Vec::new()).into_owned()
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
        Lang::of_system(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| *value))
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
        speak(Lang::Korean);
        assert_eq!(tr!("count-file", count = 34_112_u64), "파일 34,112개");
    }
}
