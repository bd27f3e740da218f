//! The data of a template, as Python represents it in SAM.
//!
//! SAM's results depend on Python's rules: maps keep their order and are shared by reference (so an alias of a YAML
//! anchor *is* the same map), `1 == True`, and a list inside `Fn::Sub` has a text. [`Node`] follows these rules.

use std::cell::RefCell;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use foldhash::fast::RandomState;
use indexmap::Equivalent;

/// The entries of a [`Map`]. A fast hasher: most of the time is spent on hashing keys of many small maps.
type Entries = indexmap::IndexMap<Node, Node, RandomState>;

/// A value of a template.
#[derive(Debug, Clone)]
pub enum Node {
    /// `None`.
    Null,
    /// `True`, `False`.
    Bool(bool),
    /// An integer of 64 bits.
    Int(i64),
    /// An integer that does not fit 64 bits, as decimal digits.
    Big(Rc<str>),
    /// A float.
    Float(f64),
    /// Text.
    Str(Rc<str>),
    /// A value of `!!binary`, `!!set` and similar types, with the type's name. SAM never uses them; they are kept so
    /// that they are not treated as text.
    Other(&'static str),
    /// A list, shared by reference.
    List(Rc<RefCell<Vec<Node>>>),
    /// A map with ordered keys, shared by reference.
    Map(Map),
}

/// A Python dict, shared by reference, which keeps the order of its keys.
#[derive(Debug, Clone, Default)]
pub struct Map {
    shared: Rc<RefCell<Entries>>,
    /// Whether it is an `OrderedDict`, as maps read from a template are: its text differs, and between two of them the
    /// order counts.
    is_ordered: bool,
}

/// A text key for lookups without creating a [`Node`].
struct Text<'a>(&'a str);

impl Hash for Text<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl Equivalent<Node> for Text<'_> {
    fn equivalent(&self, key: &Node) -> bool {
        matches!(key, Node::Str(text) if **text == *self.0)
    }
}

impl Node {
    /// Returns a text.
    pub fn text(text: impl Into<Rc<str>>) -> Self {
        Self::Str(text.into())
    }

    /// Returns a new list.
    pub fn list(items: Vec<Node>) -> Self {
        Self::List(Rc::new(RefCell::new(items)))
    }

    /// Returns a new map with one text key.
    pub fn single(key: &str, value: Node) -> Self {
        let map = Map::default();
        map.set(key, value);
        Self::Map(map)
    }

    /// Returns the text; `None` for other types.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the map; `None` for other types.
    pub fn as_map(&self) -> Option<&Map> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Returns a copy of the items of a list, which stay shared; `None` for other types.
    pub fn items(&self) -> Option<Vec<Node>> {
        match self {
            Self::List(items) => Some(items.borrow().clone()),
            _ => None,
        }
    }

    /// Returns whether it is a text.
    pub fn is_str(&self) -> bool {
        matches!(self, Self::Str(_))
    }

    /// Returns whether it is a map.
    pub fn is_map(&self) -> bool {
        matches!(self, Self::Map(_))
    }

    /// Returns whether it is a list.
    pub fn is_list(&self) -> bool {
        matches!(self, Self::List(_))
    }

    /// Returns whether it is null (Python's `None`).
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns Python's truth value.
    pub fn is_truthy(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Bool(value) => *value,
            Self::Int(value) => *value != 0,
            Self::Float(value) => *value != 0.0,
            Self::Str(text) => !text.is_empty(),
            Self::List(items) => !items.borrow().is_empty(),
            Self::Map(map) => !map.is_empty(),
            Self::Big(_) | Self::Other(_) => true,
        }
    }

    /// Returns whether Python accepts it as the key of a dict.
    pub fn is_hashable(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Map(_) | Self::Other("set"))
    }

    /// Returns the name of its type in Python, as used in Python's messages.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "NoneType",
            Self::Bool(_) => "bool",
            Self::Int(_) | Self::Big(_) => "int",
            Self::Float(_) => "float",
            Self::Str(_) => "str",
            Self::Other(name) => name,
            Self::List(_) => "list",
            Self::Map(_) => "dict",
        }
    }
}

impl Map {
    /// Returns an empty `OrderedDict`.
    pub fn ordered() -> Self {
        Self { is_ordered: true, ..Self::default() }
    }

    /// Returns an empty map with capacity for this many entries.
    pub fn with_capacity(entries: usize) -> Self {
        let entries = Entries::with_capacity_and_hasher(entries, RandomState::default());
        Self { shared: Rc::new(RefCell::new(entries)), is_ordered: false }
    }

    /// Reserves capacity for this many more entries.
    pub fn reserve(&self, entries: usize) {
        self.shared.borrow_mut().reserve(entries);
    }

    /// Returns the entry at an index, counted from 0.
    pub fn entry(&self, index: usize) -> Option<(Node, Node)> {
        self.shared.borrow().get_index(index).map(|(key, value)| (key.clone(), value.clone()))
    }

    /// Returns whether it is an `OrderedDict`.
    pub fn is_ordered(&self) -> bool {
        self.is_ordered
    }

    /// Returns the value of a text key.
    pub fn get(&self, key: &str) -> Option<Node> {
        self.shared.borrow().get(&Text(key)).cloned()
    }

    /// Returns the value of any key.
    pub fn get_node(&self, key: &Node) -> Option<Node> {
        self.shared.borrow().get(key).cloned()
    }

    /// Returns the value of a text key, or null if it is missing, like Python's `dict.get`.
    pub fn get_or_null(&self, key: &str) -> Node {
        self.get(key).unwrap_or(Node::Null)
    }

    /// Returns the text of a text key; `None` for other types.
    pub fn get_str(&self, key: &str) -> Option<Rc<str>> {
        match self.get(key) {
            Some(Node::Str(text)) => Some(text),
            _ => None,
        }
    }

    /// Returns whether a text key exists.
    pub fn has(&self, key: &str) -> bool {
        self.shared.borrow().contains_key(&Text(key))
    }

    /// Sets the value of a text key; an existing key keeps its position.
    pub fn set(&self, key: &str, value: Node) {
        self.insert(Node::text(key), value);
    }

    /// Sets the value of any key; an existing key keeps its position.
    pub fn insert(&self, key: Node, value: Node) {
        self.shared.borrow_mut().insert(key, value);
    }

    /// Removes a key; the others keep their order.
    pub fn remove(&self, key: &str) {
        self.shared.borrow_mut().shift_remove(&Text(key));
    }

    /// Returns a copy of the entries, in order. The values stay shared.
    pub fn entries(&self) -> Vec<(Node, Node)> {
        self.shared.borrow().iter().map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    /// Returns the first entry.
    pub fn first(&self) -> Option<(Node, Node)> {
        self.shared.borrow().first().map(|(key, value)| (key.clone(), value.clone()))
    }

    /// Returns the number of entries.
    pub fn len(&self) -> usize {
        self.shared.borrow().len()
    }

    /// Returns whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.shared.borrow().is_empty()
    }

    /// Returns a new map with the same values, like Python's `dict.copy`.
    pub fn shallow_copy(&self) -> Self {
        Self { shared: Rc::new(RefCell::new(self.shared.borrow().clone())), is_ordered: self.is_ordered }
    }
}

impl FromIterator<(Node, Node)> for Map {
    fn from_iter<I: IntoIterator<Item = (Node, Node)>>(entries: I) -> Self {
        Self { shared: Rc::new(RefCell::new(entries.into_iter().collect())), is_ordered: false }
    }
}

/// Compares like Python's `==`: `1 == True == 1.0`, and the order of a plain dict does not matter.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Str(a), Self::Str(b)) | (Self::Big(a), Self::Big(b)) => a == b,
            (Self::Other(a), Self::Other(b)) => a == b,
            (Self::List(a), Self::List(b)) => Rc::ptr_eq(a, b) || *a.borrow() == *b.borrow(),
            (Self::Map(a), Self::Map(b)) => {
                let in_order = || a.entries() == b.entries();
                let by_key = || a.entries().iter().all(|(key, value)| b.get_node(key).as_ref() == Some(value));
                let same = if a.is_ordered && b.is_ordered { in_order() } else { a.len() == b.len() && by_key() };
                Rc::ptr_eq(&a.shared, &b.shared) || same
            }
            _ => match (self.number(), other.number()) {
                (Some(Number::Int(a)), Some(Number::Int(b))) => a == b,
                (Some(a), Some(b)) => a.as_float() == b.as_float(),
                _ => false,
            },
        }
    }
}

impl Eq for Node {}

impl Hash for Node {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Str(text) | Self::Big(text) => text.hash(state),
            // Lists and maps are never keys; other values that may be equal need the same hash.
            _ => match self.number() {
                Some(number) => number.as_float().to_bits().hash(state),
                None => 0u8.hash(state),
            },
        }
    }
}

enum Number {
    Int(i64),
    Float(f64),
}

impl Number {
    #[expect(
        clippy::cast_precision_loss,
        reason = "Python compares an int with a float by value; this is close enough for keys"
    )]
    fn as_float(&self) -> f64 {
        match self {
            Self::Int(value) => *value as f64,
            Self::Float(value) => *value,
        }
    }
}

impl Node {
    fn number(&self) -> Option<Number> {
        match self {
            Self::Bool(value) => Some(Number::Int(i64::from(*value))),
            Self::Int(value) => Some(Number::Int(*value)),
            Self::Float(value) => Some(Number::Float(*value)),
            _ => None,
        }
    }
}
