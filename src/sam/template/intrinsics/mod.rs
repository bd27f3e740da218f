//! Resolves intrinsic functions like SAM without AWS (`samcli/lib/intrinsic_resolver/intrinsic_property_resolver.py`).

mod account;
mod conditions;
mod functions;
mod sub;
mod symbols;
pub use account::{ACCOUNT_ID, AccountUse};
pub use symbols::pseudo_parameters;
mod zones;

use std::cell::Cell;

use super::TemplateFiles;
use super::node::{Map, Node};
use super::sam_error::{SamError, SamResult};
use super::yaml::Merging;
use symbols::Symbols;

/// The inputs of a resolver besides the template.
pub struct Known<'a> {
    /// All values by name.
    pub values: Map,
    /// The names that stand for the caller's account.
    pub account: AccountUse,
    /// Access to the files.
    pub files: &'a dyn TemplateFiles,
    /// How YAML merges maps in such files.
    pub merging: Merging,
}

/// Resource types that decide which functions and layers exist.
const DECIDING_TYPES: &[&str] = &[
    "AWS::CloudFormation::Stack",
    "AWS::Lambda::Function",
    "AWS::Lambda::LayerVersion",
    "AWS::Serverless::Application",
    "AWS::Serverless::Function",
    "AWS::Serverless::LayerVersion",
];

/// The resolver of one template.
pub struct Resolver<'a> {
    template: Map,
    mappings: Node,
    conditions: Node,
    symbols: Symbols,
    account: AccountUse,
    /// Whether a function, layer or nested stack depends on the account.
    uses_account: Cell<bool>,
    files: &'a dyn TemplateFiles,
    merging: Merging,
    /// Values that may still be visited before a template counts as a decompression bomb.
    budget: Cell<usize>,
}

/// The nesting depth at which Python gives up.
const MAX_DEPTH: usize = 900;

/// The base number of values that a template may resolve to, whatever its length; more than any regular template needs.
const BUDGET: usize = 1_000_000;

impl<'a> Resolver<'a> {
    /// Returns a resolver for a template whose text has this many bytes.
    pub fn new(template: &Map, bytes: usize, known: Known<'a>) -> Self {
        let Known { values, account, files, merging } = known;
        let section = |key: &str| template.get(key).unwrap_or_else(|| Node::Map(Map::default()));
        Self {
            template: template.clone(),
            mappings: section("Mappings"),
            conditions: section("Conditions"),
            symbols: Symbols::new(values, section("Parameters"), section("Resources"), account.clone()),
            account,
            uses_account: Cell::new(false),
            files,
            merging,
            budget: Cell::new(BUDGET.saturating_add(bytes.saturating_mul(2))),
        }
    }

    /// Resolves all resources; what fails stays as written.
    ///
    /// SAM resolves the outputs as well. They do not affect functions, but an error that crashes SAM there refuses the
    /// template.
    pub fn resources(&self) -> SamResult<Map> {
        let resources = match self.template.get_or_null("Resources") {
            Node::Map(resources) => self.section(&resources)?,
            _ => Map::default(),
        };
        match self.template.get_or_null("Outputs") {
            Node::Map(outputs) => drop(self.section(&outputs)?),
            other if other.is_truthy() => return Err(SamError::no_attribute("`Outputs`", other.type_name())),
            _ => {}
        }
        Ok(resources)
    }

    fn section(&self, section: &Map) -> SamResult<Map> {
        let resolved = Map::default();
        for (key, value) in section.entries() {
            let translated = self.symbols.translate(&key, "Ref")?;
            let name = if translated.is_truthy() { translated } else { key.clone() };
            let (outcome, uses_account) = self.account.during(|| self.resolve(&value, 0));
            if uses_account && is_deciding(&value) {
                self.uses_account.set(true);
            }
            match outcome {
                Ok(value) => {
                    if !name.is_hashable() {
                        return Err(SamError::new(
                            "TypeError",
                            "a parameter with the name of a resource or output has a list as its value",
                        ));
                    }
                    resolved.insert(name, value);
                }
                Err(raised) if is_intrinsic_error(&raised) => {
                    if !value.is_map() {
                        return Err(SamError::no_attribute("a resource or output", value.type_name()));
                    }
                    resolved.insert(key, value);
                }
                Err(raised) => return Err(raised),
            }
        }
        Ok(resolved)
    }

    /// Returns whether the resources that decide which functions and layers exist depend on the caller's account.
    pub fn uses_account(&self) -> bool {
        self.uses_account.get()
    }

    /// Returns whether one value depends on the caller's account.
    pub fn needs_account_for(&self, node: &Node) -> bool {
        self.uses_account() && self.account.during(|| drop(self.resolve(node, 0))).1
    }

    /// Resolves one value on its own.
    pub fn value(&self, node: &Node) -> SamResult<Node> {
        self.resolve(node, 0)
    }

    fn resolve(&self, node: &Node, depth: usize) -> SamResult<Node> {
        let left = self.budget.get();
        if left == 0 {
            return Err(SamError::limit("the template unfolds into millions of values, which no template needs"));
        }
        self.budget.set(left - 1);
        if depth > MAX_DEPTH {
            return Err(SamError::new(
                "RecursionError",
                "the template's functions are nested deeper than SAM CLI can follow",
            ));
        }
        match node {
            Node::Null => Err(invalid("a value is missing")),
            Node::List(items) => {
                let mut resolved = Vec::with_capacity(items.borrow().len());
                // One item at a time: resolving an item may read the same list.
                loop {
                    let item = items.borrow().get(resolved.len()).cloned();
                    let Some(item) = item else { return Ok(Node::list(resolved)) };
                    resolved.push(self.resolve(&item, depth + 1)?);
                }
            }
            Node::Map(map) => self.map(map, depth),
            _ => Ok(node.clone()),
        }
    }

    fn map(&self, map: &Map, depth: usize) -> SamResult<Node> {
        let Some((first, argument)) = map.first() else { return Ok(Node::Map(map.clone())) };
        if let Some(name) = first.as_str()
            && let Some(result) = self.function(name, &argument, depth)
        {
            return result;
        }
        let resolved = Map::with_capacity(map.len());
        let mut at = 0;
        while let Some((key, value)) = map.entry(at) {
            at += 1;
            match self.resolve(&key, depth + 1).and_then(|key| {
                let value = self.resolve(&value, depth + 1)?;
                text(&key)?;
                Ok((key, value))
            }) {
                Ok((key, value)) => resolved.insert(key, value),
                Err(raised) if raised.fatal => return Err(raised),
                Err(_) => resolved.insert(key, value),
            }
        }
        Ok(Node::Map(resolved))
    }
}

fn is_deciding(resource: &Node) -> bool {
    let kind = resource.as_map().and_then(|resource| resource.get_str("Type"));
    kind.is_some_and(|kind| DECIDING_TYPES.contains(&&*kind))
}

/// Returns whether it is one of the two exceptions that SAM raises itself; all others are Python's.
fn is_intrinsic_error(raised: &SamError) -> bool {
    matches!(raised.class, "InvalidIntrinsicException" | "InvalidSymbolException")
}

fn invalid(what: impl Into<String>) -> SamError {
    SamError::new("InvalidIntrinsicException", what)
}

fn text(node: &Node) -> SamResult<&str> {
    node.as_str().ok_or_else(|| invalid("a text is needed here"))
}

fn list(node: &Node) -> SamResult<Vec<Node>> {
    node.items().ok_or_else(|| invalid("a list is needed here"))
}

/// Returns the items of a list with exactly `count` items.
fn list_of(node: &Node, count: usize) -> SamResult<Vec<Node>> {
    let items = list(node)?;
    if items.len() == count { Ok(items) } else { Err(invalid(format!("{count} arguments are needed here"))) }
}

fn item(items: &[Node], index: usize) -> SamResult<&Node> {
    items.get(index).ok_or_else(|| SamError::new("IndexError", "an argument is missing"))
}
