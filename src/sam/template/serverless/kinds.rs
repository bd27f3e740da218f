//! The kinds of value a property may have (`samtranslator/model/types.py`).

use serde::Deserialize;

use super::super::node::Node;

/// The type that a value must have.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Any value.
    Any,
    /// A text.
    Str,
    /// A map.
    Map,
    /// A list.
    List,
    /// True or false.
    Bool,
    /// A whole number.
    Int,
    /// One of these texts.
    Text(Vec<Box<str>>),
    /// Any of these kinds.
    OneOf(Vec<Kind>),
    /// A list of values of a kind.
    ListOf(Box<Kind>),
    /// A map whose keys are of one kind and whose values are of another.
    MapOf(Box<(Kind, Kind)>),
}

impl Kind {
    /// Returns whether the value is of this kind.
    pub fn fits(&self, value: &Node) -> bool {
        match self {
            Self::Any => true,
            Self::Str => value.is_str(),
            Self::Map => value.is_map(),
            Self::List => value.is_list(),
            Self::Bool => matches!(value, Node::Bool(_)),
            // For Python a bool is an int.
            Self::Int => matches!(value, Node::Int(_) | Node::Big(_) | Node::Bool(_)),
            Self::Text(texts) => value.as_str().is_some_and(|value| texts.iter().any(|text| **text == *value)),
            Self::OneOf(kinds) => kinds.iter().any(|kind| kind.fits(value)),
            Self::ListOf(kind) => value.items().is_some_and(|items| items.iter().all(|item| kind.fits(item))),
            Self::MapOf(kinds) => value
                .as_map()
                .is_some_and(|map| map.entries().iter().all(|(key, item)| kinds.0.fits(key) && kinds.1.fits(item))),
        }
    }

    /// Returns a description, for display: "a text or a map".
    pub fn describe(&self) -> String {
        match self {
            Self::Any => "anything".to_owned(),
            Self::Str => "a text".to_owned(),
            Self::Map => "a map".to_owned(),
            Self::List => "a list".to_owned(),
            Self::Bool => "true or false".to_owned(),
            Self::Int => "a whole number".to_owned(),
            Self::Text(texts) => joined(texts.iter().map(ToString::to_string).collect(), "or"),
            Self::OneOf(kinds) => joined(in_order(kinds).map(Self::describe).collect(), "or"),
            Self::ListOf(kind) => format!("a list of {}", kind.describe_many()),
            Self::MapOf(kinds) if kinds.1 == Self::Any => format!("a map with {} as keys", kinds.0.describe_many()),
            Self::MapOf(kinds) => format!("a map of {}", kinds.1.describe_many()),
        }
    }

    fn describe_many(&self) -> String {
        match self {
            Self::Any => "values".to_owned(),
            Self::Str => "texts".to_owned(),
            Self::Map => "maps".to_owned(),
            Self::List => "lists".to_owned(),
            Self::Int => "whole numbers".to_owned(),
            Self::Bool | Self::Text(_) => self.describe(),
            Self::OneOf(kinds) => joined(in_order(kinds).map(Self::describe_many).collect(), "and"),
            Self::ListOf(kind) => format!("lists of {}", kind.describe_many()),
            Self::MapOf(kinds) if kinds.1 == Self::Any => format!("maps with {} as keys", kinds.0.describe_many()),
            Self::MapOf(kinds) => format!("maps of {}", kinds.1.describe_many()),
        }
    }
}

/// Returns the kinds in display order: "true or false" contains an "or" and comes last.
fn in_order(kinds: &[Kind]) -> impl Iterator<Item = &Kind> {
    let is_last = |kind: &&Kind| **kind == Kind::Bool;
    kinds.iter().filter(move |kind| !is_last(kind)).chain(kinds.iter().filter(is_last))
}

/// Returns `a, b or c`.
fn joined(mut parts: Vec<String>, word: &str) -> String {
    let Some(last) = parts.pop() else { return String::new() };
    if parts.is_empty() {
        return last;
    }
    let between = if last.contains(" or ") { ", ".to_owned() } else { format!(" {word} ") };
    format!("{}{between}{last}", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_described() {
        for (kind, words) in [
            (r#"{"one_of": ["str", "map"]}"#, "a text or a map"),
            (r#"{"one_of": ["bool", "map"]}"#, "a map, true or false"),
            (r#"{"list_of": {"one_of": ["str", "map"]}}"#, "a list of texts and maps"),
            (r#"{"map_of": ["str", "any"]}"#, "a map with texts as keys"),
            (r#"{"map_of": ["str", {"one_of": ["int", "map"]}]}"#, "a map of whole numbers and maps"),
            (r#"{"one_of": ["str", "map", {"list_of": "str"}]}"#, "a text, a map or a list of texts"),
            (r#"{"text": ["Delete", "Retain"]}"#, "Delete or Retain"),
        ] {
            assert_eq!(serde_json::from_str::<Kind>(kind).unwrap().describe(), words);
        }
    }
}
