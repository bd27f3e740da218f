//! The languages and their messages: `assets/lang`, one Fluent file per language.

use std::fmt::Display;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::count;

/// A language of the app.
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

type Bundle = FluentBundle<FluentResource>;

/// Parsed once each. Messages without values are returned as they are in the file.
static BUNDLES: [LazyLock<Bundle>; 2] =
    [LazyLock::new(|| bundle(Lang::English)), LazyLock::new(|| bundle(Lang::Korean))];

fn bundle(lang: Lang) -> Bundle {
    // A test checks that the files have no errors and that the codes are valid.
    let resource = FluentResource::try_new(lang.source().to_owned()).unwrap_or_else(|(resource, _)| resource);
    let mut bundle = Bundle::new_concurrent(vec![lang.code().parse().unwrap_or_default()]);
    // Isolation marks would take up columns in some terminals; inserted values contain no marks.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was a count")]
        FluentValue::Number(number) => Some(count(number.value as u64)),
        _ => None,
    }));
    bundle.add_resource_overriding(resource);
    bundle
}

impl Lang {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::English, Self::Korean];

    /// Returns the ISO 639 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }

    /// Returns the Fluent file.
    pub fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("../../assets/lang/en.ftl"),
            Self::Korean => include_str!("../../assets/lang/ko.ftl"),
        }
    }

    /// Returns a message without values, or one of its attributes; `None` if it does not exist or has values.
    pub fn fixed(self, id: &str, attribute: Option<&str>) -> Option<&'static str> {
        let bundle: &'static Bundle = &BUNDLES[self as usize];
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

    /// Returns a message with its values, or the ID if the file does not contain it, which a test excludes.
    pub fn filled(self, id: &'static str, values: &Values) -> String {
        let bundle = &BUNDLES[self as usize];
        let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else { return id.to_owned() };
        bundle.format_pattern(pattern, Some(&values.0), &mut Vec::new()).into_owned()
    }
}

/// The values of a message.
#[derive(Default)]
pub struct Values(FluentArgs<'static>);

impl Values {
    /// Adds a text.
    #[must_use]
    pub fn text(mut self, name: &'static str, value: impl Display) -> Self {
        self.0.set(name, value.to_string());
        self
    }

    /// Adds a number, which selects singular or plural and is shown with grouped digits.
    #[must_use]
    pub fn number(mut self, name: &'static str, value: impl Into<FluentValue<'static>>) -> Self {
        self.0.set(name, value);
        self
    }
}
