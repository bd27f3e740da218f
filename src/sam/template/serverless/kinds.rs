//! The kinds of value a property may have.

use super::super::node::Node;

/// A property of a resource type.
pub struct Property {
    /// Its name.
    pub name: &'static str,
    /// What it has to be.
    pub kind: Kind,
    /// Whether it may not be left out.
    pub required: bool,
    /// Whether any map of one entry passes, as it may be a function.
    pub takes_functions: bool,
}

/// What a value has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Anything.
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
    /// A text or a map.
    StrOrMap,
    /// A map, true or false.
    BoolOrMap,
    /// A list or a map.
    ListOrMap,
    /// A list of texts.
    ListOfStr,
    /// A list of texts and maps.
    ListOfStrOrMap,
    /// A text, or a list of texts and maps.
    StrOrListOfStrOrMap,
    /// A text, a map, or a list of these.
    StrOrMapOrListOfThem,
    /// A map with text keys.
    MapOfAny,
    /// A map with text keys, or a list of such maps.
    MapOfAnyOrListOfThem,
    /// A map of texts.
    MapOfStr,
    /// A map of maps.
    MapOfMaps,
    /// A map of whole numbers and maps.
    MapOfIntOrMap,
    /// `Delete` or `Retain`.
    DeleteOrRetain,
}

/// A property that is passed on as it is.
pub const fn pass(name: &'static str) -> Property {
    Property { name, kind: Kind::Any, required: false, takes_functions: false }
}

/// A property of a kind, or a function in its place.
pub const fn opt(name: &'static str, kind: Kind) -> Property {
    Property { name, kind, required: false, takes_functions: true }
}

/// A property of a kind, with no function in its place.
pub const fn strict(name: &'static str, kind: Kind) -> Property {
    Property { name, kind, required: false, takes_functions: false }
}

impl Property {
    /// The same, not to be left out.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }
}

impl Kind {
    /// For people.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Any => "anything",
            Self::Str => "a text",
            Self::Map => "a map",
            Self::List => "a list",
            Self::Bool => "true or false",
            Self::Int => "a whole number",
            Self::StrOrMap => "a text or a map",
            Self::BoolOrMap => "a map, true or false",
            Self::ListOrMap => "a list or a map",
            Self::ListOfStr => "a list of texts",
            Self::ListOfStrOrMap => "a list of texts and functions",
            Self::StrOrListOfStrOrMap => "a text, or a list of texts and maps",
            Self::StrOrMapOrListOfThem => "a text, a map or a list of these",
            Self::MapOfAny => "a map with texts as keys",
            Self::MapOfAnyOrListOfThem => "a map with texts as keys, or a list of such maps",
            Self::MapOfStr => "a map of texts",
            Self::MapOfMaps => "a map of maps",
            Self::MapOfIntOrMap => "a map of whole numbers",
            Self::DeleteOrRetain => "Delete or Retain",
        }
    }

    /// Whether the value is of this kind.
    pub fn fits(self, value: &Node) -> bool {
        match self {
            Self::Any => true,
            Self::Str => value.is_str(),
            Self::Map => value.is_map(),
            Self::List => value.is_list(),
            Self::Bool => matches!(value, Node::Bool(_)),
            // For Python a bool is an int.
            Self::Int => matches!(value, Node::Int(_) | Node::Big(_) | Node::Bool(_)),
            Self::StrOrMap => value.is_str() || value.is_map(),
            Self::BoolOrMap => matches!(value, Node::Bool(_)) || value.is_map(),
            Self::ListOrMap => value.is_list() || value.is_map(),
            Self::ListOfStr => items_fit(value, Self::Str),
            Self::ListOfStrOrMap => items_fit(value, Self::StrOrMap),
            Self::StrOrListOfStrOrMap => value.is_str() || items_fit(value, Self::StrOrMap),
            Self::StrOrMapOrListOfThem => Self::StrOrMap.fits(value) || items_fit(value, Self::StrOrMap),
            Self::MapOfAny => entries_fit(value, Self::Any),
            Self::MapOfAnyOrListOfThem => entries_fit(value, Self::Any) || items_fit(value, Self::MapOfAny),
            Self::MapOfStr => entries_fit(value, Self::Str),
            Self::MapOfMaps => entries_fit(value, Self::Map),
            Self::MapOfIntOrMap => value.as_map().is_some_and(|map| {
                let fits = |(key, item): &(Node, Node)| key.is_str() && (Self::Int.fits(item) || item.is_map());
                map.entries().iter().all(fits)
            }),
            Self::DeleteOrRetain => matches!(value.as_str(), Some("Delete" | "Retain")),
        }
    }
}

fn items_fit(value: &Node, kind: Kind) -> bool {
    value.items().is_some_and(|items| items.iter().all(|item| kind.fits(item)))
}

fn entries_fit(value: &Node, kind: Kind) -> bool {
    value.as_map().is_some_and(|map| map.entries().iter().all(|(key, item)| key.is_str() && kind.fits(item)))
}
