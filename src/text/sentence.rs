//! A sentence that the command line tells in English and the app in its language.

use std::fmt;

use super::lang::{Lang, Values};

/// A [`Sentence`] of `assets/lang`: `sentence!("id", name = value)`. A value called `count` is a number that decides
/// between singular and plural; every other is a text or a sentence.
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

/// For an error with `message(&self) -> Sentence`: shows itself in English, and becomes the sentence.
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

/// What is told, in no language yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sentence {
    /// A name, a command, or what somebody else said: the same in every language.
    Verbatim(String),
    /// A message of `assets/lang`. Made by [`sentence!`], whose ids and values a test compares with the files.
    Message {
        /// Its id.
        id: &'static str,
        /// What is filled in.
        values: Vec<(&'static str, Value)>,
    },
    /// Several, with commas in between.
    List(Vec<Self>),
}

/// What is filled into a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Decides between singular and plural.
    Count(u64),
    /// A text, or a sentence within the sentence.
    Text(Sentence),
}

impl Sentence {
    /// A name, a command, or what somebody else said.
    pub fn verbatim(text: impl Into<String>) -> Self {
        Self::Verbatim(text.into())
    }

    /// `a, b and 3 more`: at most so many by name, of all there are.
    pub fn names<'a>(first: impl Iterator<Item = &'a str>, all: u64, most: usize) -> Self {
        let first: Vec<&str> = first.take(most).collect();
        let names = first.join(", ");
        match all.saturating_sub(first.len() as u64) {
            0 => Self::Verbatim(names),
            more => sentence!("names-and-more", names = names, more = more.to_string()),
        }
    }

    /// In the words of a language.
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

/// In English, as the command line and JSON have it.
impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::English))
    }
}

/// A text is filled in as it is.
impl From<String> for Sentence {
    fn from(text: String) -> Self {
        Self::Verbatim(text)
    }
}

/// What the system says stays as it is.
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
    fn a_sentence_within_a_sentence_speaks_the_same_language() {
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
