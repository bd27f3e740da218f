//! Resolves the values that are known locally (`resolvers/base.py`).

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use super::super::intrinsics::AccountUse;
use super::super::node::{Map, Node};
use super::super::sam_error::{SamError, SamResult};
use super::{invalid, single_entry};

/// Names that have a value without being declared.
pub const PSEUDO_PARAMETERS: &[&str] = &[
    "AWS::AccountId",
    "AWS::NotificationARNs",
    "AWS::NoValue",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
];

/// Functions that are kept, with their arguments resolved.
const PRESERVED: &[&str] = &["Fn::GetAtt", "Fn::ImportValue", "Fn::GetAZs", "Fn::Cidr"];

/// The base number of values that a template may expand to, whatever its length; more than any regular template needs.
const BUDGET: usize = 500_000;

/// The nesting depth at which Python gives up.
const MAX_DEPTH: usize = 450;

/// The state while one template is expanded.
pub struct Resolver {
    /// Pseudo-parameters and overrides, without defaults.
    pub values: Map,
    account: AccountUse,
    /// The template's `Parameters`.
    pub parameters: Map,
    /// The template's `Mappings`, as written.
    pub mappings: Map,
    /// The conditions of the template, and those that loops created.
    pub conditions: RefCell<Map>,
    /// The conditions that were resolved, with their values.
    pub resolved: RefCell<HashMap<String, bool>>,
    /// The names of the conditions that are being resolved.
    pub evaluating: RefCell<HashSet<String>>,
    budget: Cell<usize>,
}

impl Resolver {
    /// Returns a resolver for a template whose text has this many bytes.
    pub fn new(fragment: &Map, values: Map, account: AccountUse, bytes: usize) -> Self {
        let section = |name: &str| match fragment.get(name) {
            Some(Node::Map(section)) => section,
            _ => Map::default(),
        };
        Self {
            values,
            account,
            parameters: section("Parameters"),
            mappings: section("Mappings"),
            conditions: RefCell::new(section("Conditions")),
            resolved: RefCell::default(),
            evaluating: RefCell::default(),
            budget: Cell::new(BUDGET.saturating_add(bytes.saturating_mul(8))),
        }
    }

    /// Charges an amount to the budget of the template, as nested loops can expand to any size.
    pub fn charge(&self, amount: usize, depth: usize) -> SamResult<()> {
        let left = self.budget.get().checked_sub(amount).ok_or_else(|| {
            SamError::limit("the template's loops unfold into hundreds of thousands of values, which no template needs")
        })?;
        self.budget.set(left);
        if depth > MAX_DEPTH {
            return Err(SamError::new("RecursionError", "the template is nested deeper than SAM CLI can follow"));
        }
        Ok(())
    }

    /// Returns the value with all functions resolved that can be resolved locally.
    pub fn resolve(&self, value: &Node, depth: usize) -> SamResult<Node> {
        self.charge(1, depth)?;
        let deeper = depth + 1;
        match value {
            Node::Map(map) => {
                if let Some((name, argument)) = single_entry(map)? {
                    if PRESERVED.contains(&&*name) || (&*name == "Ref" && self.is_reference_to_resource(&argument)) {
                        return Ok(Node::single(&name, self.resolve(&argument, deeper)?));
                    }
                    if let Some(result) = self.function(&name, &argument, deeper) {
                        return result;
                    }
                }
                let entries = map.entries();
                let resolved: SamResult<Map> =
                    entries.into_iter().map(|(key, value)| Ok((key, self.resolve(&value, deeper)?))).collect();
                Ok(Node::Map(resolved?))
            }
            Node::List(_) => {
                let items = value.items().unwrap_or_default();
                items.iter().map(|item| self.resolve(item, deeper)).collect::<SamResult<Vec<_>>>().map(Node::list)
            }
            other => Ok(other.clone()),
        }
    }

    fn is_reference_to_resource(&self, target: &Node) -> bool {
        target.as_str().is_some_and(|target| {
            !PSEUDO_PARAMETERS.contains(&target) && !self.parameters.has(target) && !self.values.has(target)
        })
    }

    /// Returns whether a value is a `Ref` to a parameter or pseudo-parameter without a value.
    pub fn is_unresolved_ref(&self, value: &Node) -> bool {
        let Some(map) = value.as_map().filter(|map| map.len() == 1) else { return false };
        map.get_str("Ref").is_some_and(|target| PSEUDO_PARAMETERS.contains(&&*target) || self.parameters.has(&target))
    }

    /// Returns the value of a parameter or pseudo-parameter; null (Python's `None`) if it has none.
    pub fn value_of(&self, name: &str) -> Node {
        self.account.note(name);
        if let Some(value) = self.values.get(name) {
            return value;
        }
        match self.parameters.get(name) {
            Some(Node::Map(parameter)) => parameter.get_or_null("Default"),
            _ => Node::Null,
        }
    }

    /// Returns [`Self::value_of`], with a comma-separated text split if the parameter's type is a list.
    fn typed_value_of(&self, name: &str) -> SamResult<Node> {
        let value = self.value_of(name);
        if value.is_list() || (value.is_null() && !self.values.has(name)) {
            return Ok(value);
        }
        let Some(Node::Map(parameter)) = self.parameters.get(name) else { return Ok(value) };
        let kind = match parameter.get("Type") {
            Some(Node::Str(kind)) => kind,
            Some(other) => return Err(SamError::no_attribute("the type of a parameter", other.type_name())),
            None => return Ok(value),
        };
        match value.as_str() {
            Some(text) if &*kind == "CommaDelimitedList" || kind.contains("List<") => {
                Ok(super::text::split_at_commas(text))
            }
            _ => Ok(value),
        }
    }

    /// Resolves `Ref`: returns the value if there is one, else the reference.
    pub fn reference(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let target = if argument.is_map() { self.resolve(argument, depth)? } else { argument.clone() };
        let Some(name) = target.as_str() else { return Err(super::wrong_arguments("Ref")) };
        let value = self.typed_value_of(name)?;
        Ok(if value.is_null() { Node::single("Ref", target) } else { value })
    }

    /// Returns the arguments, which have to be a list of `count` items.
    pub fn arguments(name: &str, argument: &Node, count: usize) -> SamResult<Vec<Node>> {
        argument.items().filter(|items| items.len() == count).ok_or_else(|| super::wrong_arguments(name))
    }

    /// Returns the value of a condition.
    pub fn condition(&self, name: &str, depth: usize) -> SamResult<bool> {
        if self.evaluating.borrow().contains(name) {
            return Err(invalid(format!("the condition {name} depends on itself")));
        }
        if let Some(known) = self.resolved.borrow().get(name) {
            return Ok(*known);
        }
        let definition = self.conditions.borrow().get(name);
        let definition = definition.ok_or_else(|| invalid(format!("there is no condition {name}")))?;
        self.evaluating.borrow_mut().insert(name.to_owned());
        let resolved = self.resolve(&definition, depth + 1);
        self.evaluating.borrow_mut().remove(name);
        let is_true = truth(&resolved?);
        self.resolved.borrow_mut().insert(name.to_owned(), is_true);
        Ok(is_true)
    }
}

/// Returns the truth of a value: the texts `true` and `false` count as booleans, all other values as in Python.
pub fn truth(value: &Node) -> bool {
    match value.as_str() {
        Some(text) if text.eq_ignore_ascii_case("false") => false,
        _ => value.is_truthy(),
    }
}
