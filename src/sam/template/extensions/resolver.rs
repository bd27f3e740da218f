//! Walks through values and resolves what can be known locally (`resolvers/base.py`).

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use super::super::node::{Map, Node};
use super::super::sam_error::{SamError, SamResult};
use super::{invalid, single_entry};

/// Names that stand for something without being declared.
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

/// Left as written, their arguments resolved.
const PRESERVED: &[&str] = &["Fn::GetAtt", "Fn::ImportValue", "Fn::GetAZs", "Fn::Cidr"];

/// More values than the loops of an honest template unfold into, whatever its length.
const BUDGET: usize = 500_000;

/// Python follows about so many values within values before it gives up.
const MAX_DEPTH: usize = 450;

/// What is known while one template is expanded.
pub struct Resolver {
    /// Pseudo-parameters and overrides, but no defaults.
    pub values: Map,
    /// The template's `Parameters`.
    pub parameters: Map,
    /// The template's `Mappings`, as written.
    pub mappings: Map,
    /// The conditions: those of the template, then those that loops made.
    pub conditions: RefCell<Map>,
    /// Conditions that were looked at already.
    pub resolved: RefCell<HashMap<String, bool>>,
    /// Conditions that are being looked at.
    pub evaluating: RefCell<HashSet<String>>,
    budget: Cell<usize>,
}

impl Resolver {
    /// A resolver for a template whose text has so many bytes.
    pub fn new(fragment: &Map, values: Map, bytes: usize) -> Self {
        let section = |name: &str| match fragment.get(name) {
            Some(Node::Map(section)) => section,
            _ => Map::default(),
        };
        Self {
            values,
            parameters: section("Parameters"),
            mappings: section("Mappings"),
            conditions: RefCell::new(section("Conditions")),
            resolved: RefCell::default(),
            evaluating: RefCell::default(),
            budget: Cell::new(BUDGET.saturating_add(bytes.saturating_mul(8))),
        }
    }

    /// Takes from what may be spent on one template; a loop within a loop asks for any amount.
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

    /// The value with every function in it that can be resolved.
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

    /// Whether it is a `Ref` to a parameter or pseudo-parameter that nothing gives a value.
    pub fn is_unresolved_ref(&self, value: &Node) -> bool {
        let Some(map) = value.as_map().filter(|map| map.len() == 1) else { return false };
        map.get_str("Ref").is_some_and(|target| PSEUDO_PARAMETERS.contains(&&*target) || self.parameters.has(&target))
    }

    /// What a parameter or pseudo-parameter stands for; `None` in Python's sense where nothing says.
    pub fn value_of(&self, name: &str) -> Node {
        if let Some(value) = self.values.get(name) {
            return value;
        }
        match self.parameters.get(name) {
            Some(Node::Map(parameter)) => parameter.get_or_null("Default"),
            _ => Node::Null,
        }
    }

    /// [`Self::value_of`], and a comma-separated text as a list where the parameter's type says so.
    pub fn typed_value_of(&self, name: &str) -> SamResult<Node> {
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

    /// `Ref`: a value if there is one, else itself.
    pub fn reference(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let target = if argument.is_map() { self.resolve(argument, depth)? } else { argument.clone() };
        let Some(name) = target.as_str() else { return Err(super::wrong_arguments("Ref")) };
        let value = self.typed_value_of(name)?;
        Ok(if value.is_null() { Node::single("Ref", target) } else { value })
    }

    /// Arguments that have to be a list of so many.
    pub fn arguments(name: &str, argument: &Node, count: usize) -> SamResult<Vec<Node>> {
        argument.items().filter(|items| items.len() == count).ok_or_else(|| super::wrong_arguments(name))
    }

    /// A condition by its name.
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

/// Texts that say `true` or `false` count as such, all else by Python's truth.
pub fn truth(value: &Node) -> bool {
    match value.as_str() {
        Some(text) if text.eq_ignore_ascii_case("false") => false,
        _ => value.is_truthy(),
    }
}
