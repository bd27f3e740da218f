//! A message that the command line shows in English and the app in its language.

use std::fmt;

use super::lang::{Lang, Values};

/// Creates a [`Sentence`] from a message of `assets/lang`: `sentence!("id", name = value)`. A value named `count` is a
/// number that selects singular or plural; any other value is a text or a sentence.
macro_rules! sentence {
    ($id:literal $(,)?) => {
        $crate::text::Sentence::Message { id: $id, values: Vec::new() }
    };
    ($id:literal, $($values:tt)+) => {
        $crate::text::Sentence::Message { id: $id, values: $crate::text::sentence!(@ [] $($values)+) }
    };
    (@ [$($done:expr),*] $(,)?) => {
        vec![$($done),*]
    };
    (@ [$($done:expr),*] count = $value:expr $(, $($more:tt)*)?) => {
        $crate::text::sentence!(@ [$($done,)* ("count", $crate::text::Value::Count($value))] $($($more)*)?)
    };
    (@ [$($done:expr),*] $name:ident = $value:expr $(, $($more:tt)*)?) => {
        $crate::text::sentence!(
            @ [$($done,)* (stringify!($name), $crate::text::Value::Text($value.into()))] $($($more)*)?
        )
    };
}

pub(crate) use sentence;

/// For an error with `message(&self) -> Sentence`: implements `Display` in English and the conversion to a sentence.
macro_rules! localized {
    ($error:ty) => {
        impl std::fmt::Display for $error {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.message().fmt(f)
            }
        }

        impl From<$error> for $crate::text::Sentence {
            fn from(error: $error) -> Self {
                error.message()
            }
        }
    };
}

pub(crate) use localized;

/// A text for users that is not bound to a language yet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sentence {
    /// A name, a command, or text from another program: the same in every language.
    Verbatim(String),
    /// A message of `assets/lang`. Created by `sentence!`; a test compares IDs and values with the files.
    Message {
        /// The ID.
        id: &'static str,
        /// The values.
        values: Vec<(&'static str, Value)>,
    },
    /// Several sentences, separated by commas.
    List(Vec<Self>),
}

/// A value of a message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// A number that selects singular or plural.
    Count(u64),
    /// A text, or another sentence.
    Text(Sentence),
}

impl Sentence {
    /// Returns a name, a command, or text from another program.
    pub fn verbatim(text: impl Into<String>) -> Self {
        Self::Verbatim(text.into())
    }

    /// Returns `a, b and 3 more`: at most `most` names, of `all`.
    pub fn names<'a>(first: impl Iterator<Item = &'a str>, all: u64, most: usize) -> Self {
        let first: Vec<&str> = first.take(most).collect();
        let names = first.join(", ");
        match all.saturating_sub(first.len() as u64) {
            0 => Self::Verbatim(names),
            more => sentence!("names-and-more", names = names, more = more.to_string()),
        }
    }

    /// Returns the text in a language.
    pub fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::Verbatim(text) => text.clone(),
            Self::Message { id, values } if values.is_empty() => lang.fixed(id, None).unwrap_or(id).to_owned(),
            Self::Message { id, values } => {
                let filled = values.iter().fold(Values::default(), |filled, (name, value)| match value {
                    Value::Count(count) => filled.number(name, *count),
                    Value::Text(sentence) => filled.text(name, sentence.in_language(lang)),
                });
                lang.filled(id, &filled)
            }
            Self::List(parts) => parts.iter().map(|part| part.in_language(lang)).collect::<Vec<_>>().join(", "),
        }
    }
}

/// Formats the text in English, as the command line and JSON use it.
impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::English))
    }
}

/// A text is inserted as it is.
impl From<String> for Sentence {
    fn from(text: String) -> Self {
        Self::Verbatim(text)
    }
}

/// An error message of the system stays as it is.
impl From<std::io::Error> for Sentence {
    fn from(error: std::io::Error) -> Self {
        Self::Verbatim(error.to_string())
    }
}

impl From<&str> for Sentence {
    fn from(text: &str) -> Self {
        Self::Verbatim(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_sentences_use_the_same_language() {
        let names = sentence!("names-and-more", names = "a, b", more = "3");
        let of = |lang| sentence!("problem-list-poisoned", what = "x", culprit = names.clone()).in_language(lang);
        assert!(of(Lang::English).contains("a, b and 3 more"), "{}", of(Lang::English));
        assert!(!of(Lang::Korean).contains("more"), "{}", of(Lang::Korean));
    }

    #[test]
    fn a_command_is_the_same_in_every_language() {
        let command = Sentence::verbatim("docker pull x");
        assert_eq!(Lang::ALL.map(|lang| command.in_language(lang)), ["docker pull x"; 2]);
    }
}
