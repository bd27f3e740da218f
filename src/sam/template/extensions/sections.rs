//! Resolves the sections of a template one after the other (`api.py`).

use std::collections::{HashMap, HashSet};

use super::super::node::{Map, Node};
use super::super::python::python_str;
use super::super::sam_error::{SamError, SamResult};
use super::conditions::is_no_value;
use super::resolver::{PSEUDO_PARAMETERS, Resolver};
use super::{INVALID, invalid, single_entry};

impl Resolver {
    /// Resolves conditions, resources and outputs in place.
    pub fn resolve_sections(&self, fragment: &Map) -> SamResult<()> {
        if let Some(conditions) = fragment.get("Conditions").filter(Node::is_truthy) {
            let Node::Map(conditions) = conditions else {
                return Err(SamError::no_attribute("`Conditions`", conditions.type_name()));
            };
            self.evaluate_conditions(&conditions)?;
        }
        check_named_conditions(fragment)?;
        if let Some(Node::Map(conditions)) = fragment.get("Conditions") {
            let resolved: SamResult<Map> = conditions
                .entries()
                .into_iter()
                .map(|(key, value)| Ok((key, self.resolve_condition_operands(&value, 0)?)))
                .collect();
            fragment.set("Conditions", Node::Map(resolved?));
        }
        for name in ["Resources", "Outputs"] {
            if let Some(section) = fragment.get(name) {
                fragment.set(name, self.section(&section)?);
            }
        }
        if let Some(resources) = fragment.get("Resources") {
            fragment.set("Resources", self.remove_no_values(&resources, true, 0)?);
        }
        Ok(())
    }

    /// Resolves all conditions to true or false, and rejects cycles.
    fn evaluate_conditions(&self, conditions: &Map) -> SamResult<()> {
        self.conditions.replace(conditions.clone());
        let mut needs = HashMap::new();
        for (name, definition) in conditions.entries() {
            if let Node::Str(name) = &name {
                let mut needed = Vec::new();
                self.needed_conditions(&definition, 0, &mut needed)?;
                needs.insert(name.to_string(), needed);
            }
        }
        if has_cycle(&needs) {
            return Err(invalid("the conditions of this template depend on each other in a circle"));
        }
        for (name, _) in conditions.entries() {
            match &name {
                Node::Str(name) => drop(self.condition(name, 0)?),
                _ => return Err(super::wrong_arguments("Condition")),
            }
        }
        Ok(())
    }

    fn needed_conditions(&self, value: &Node, depth: usize, needed: &mut Vec<String>) -> SamResult<()> {
        self.charge(1, depth)?;
        match value {
            Node::Map(map) => {
                if let (1, Some((Node::Str(key), Node::Str(name)))) = (map.len(), map.first())
                    && &*key == "Condition"
                {
                    needed.push(name.to_string());
                }
                let is_reference = map.len() == 1 && map.has("Condition");
                let values = if is_reference { Vec::new() } else { map.entries() };
                values.iter().try_for_each(|(_, value)| self.needed_conditions(value, depth + 1, needed))
            }
            Node::List(items) => {
                items.borrow().iter().try_for_each(|item| self.needed_conditions(item, depth + 1, needed))
            }
            _ => Ok(()),
        }
    }

    /// Resolves the operands of a condition but keeps the condition itself, which the usual rules evaluate.
    fn resolve_condition_operands(&self, value: &Node, depth: usize) -> SamResult<Node> {
        self.charge(1, depth)?;
        let deeper = depth + 1;
        match value {
            Node::Map(map) if map.len() == 1 => match map.first() {
                Some((Node::Str(key), _)) if &*key == "Condition" => Ok(value.clone()),
                Some((Node::Str(key), argument))
                    if matches!(&*key, "Fn::Equals" | "Fn::And" | "Fn::Or" | "Fn::Not") =>
                {
                    Ok(Node::single(&key, self.resolve_condition_operands(&argument, deeper)?))
                }
                _ => self.resolve(value, deeper),
            },
            Node::Map(map) => {
                let entries = map.entries().into_iter();
                let resolved: SamResult<Map> =
                    entries.map(|(key, value)| Ok((key, self.resolve_condition_operands(&value, deeper)?))).collect();
                Ok(Node::Map(resolved?))
            }
            Node::List(_) => {
                let items = value.items().unwrap_or_default();
                items
                    .iter()
                    .map(|item| self.resolve_condition_operands(item, deeper))
                    .collect::<SamResult<Vec<_>>>()
                    .map(Node::list)
            }
            other => Ok(other.clone()),
        }
    }

    fn section(&self, section: &Node) -> SamResult<Node> {
        let Node::Map(section) = section else { return self.resolve(section, 0) };
        let resolved = Map::default();
        for (id, entry) in section.entries() {
            let is_off = match entry.as_map().and_then(|entry| entry.get("Condition")) {
                Some(Node::Str(name)) => self.resolved.borrow().get(&*name) == Some(&false),
                Some(name) if !name.is_hashable() => {
                    return Err(SamError::new("TypeError", "a list or map cannot be the name of a condition"));
                }
                _ => false,
            };
            let value = if is_off { self.resolve_inactive(&entry, 0)? } else { self.resolve(&entry, 0)? };
            resolved.insert(id, value);
        }
        Ok(Node::Map(resolved))
    }

    /// Resolves a resource whose condition is false: parameters, and what cannot be resolved, become `AWS::NoValue`.
    fn resolve_inactive(&self, value: &Node, depth: usize) -> SamResult<Node> {
        self.charge(1, depth)?;
        let deeper = depth + 1;
        match value {
            Node::Map(map) => {
                if let Some((name, argument)) = single_entry(map)? {
                    if &*name == "Ref" {
                        return self.reference_in_inactive(value, &argument, deeper);
                    }
                    if name.starts_with("Fn::") || &*name == "Condition" {
                        return self.function_in_inactive(&name, &argument, value, deeper);
                    }
                }
                let entries = map.entries().into_iter();
                let resolved: SamResult<Map> =
                    entries.map(|(key, value)| Ok((key, self.resolve_inactive(&value, deeper)?))).collect();
                Ok(Node::Map(resolved?))
            }
            Node::List(_) => {
                let items = value.items().unwrap_or_default();
                let items = items.iter().map(|item| self.resolve_inactive(item, deeper));
                items.collect::<SamResult<Vec<_>>>().map(Node::list)
            }
            other => Ok(other.clone()),
        }
    }

    fn reference_in_inactive(&self, value: &Node, target: &Node, depth: usize) -> SamResult<Node> {
        if target.as_str().is_some_and(|target| !PSEUDO_PARAMETERS.contains(&target)) {
            return Ok(no_value());
        }
        match self.resolve(value, depth) {
            Err(raised) if is_caught(&raised) => Ok(no_value()),
            other => other,
        }
    }

    fn function_in_inactive(&self, name: &str, argument: &Node, value: &Node, depth: usize) -> SamResult<Node> {
        match self.resolve(value, depth) {
            Err(raised) if is_caught(&raised) => match name {
                "Fn::FindInMap" => self.find_in_map_in_inactive(argument, value, depth),
                "Fn::ToJsonString" => Ok(no_value()),
                _ => Ok(Node::single(name, self.resolve_inactive(argument, depth)?)),
            },
            other => other,
        }
    }

    fn find_in_map_in_inactive(&self, argument: &Node, value: &Node, depth: usize) -> SamResult<Node> {
        let Some(arguments) = argument.items().filter(|items| items.len() >= 3) else { return Ok(value.clone()) };
        let arguments: Vec<Node> =
            arguments.iter().map(|argument| self.resolve_inactive(argument, depth)).collect::<SamResult<_>>()?;
        let has_no_value = arguments[..3].iter().any(|argument| {
            is_no_value(argument)
                || argument.as_map().is_some_and(|map| map.get_str("Ref").as_deref() == Some("AWS::NoValue"))
        });
        let are_texts = arguments[..3].iter().all(Node::is_str);
        let call = Node::single("Fn::FindInMap", Node::list(arguments));
        if has_no_value || !are_texts {
            return Ok(call);
        }
        match self.resolve(&call, depth) {
            Err(raised) if !raised.fatal => Ok(call),
            other => other,
        }
    }
}

fn no_value() -> Node {
    Node::single("Ref", Node::text("AWS::NoValue"))
}

/// Returns whether SAM catches the exception and continues.
fn is_caught(raised: &SamError) -> bool {
    !raised.fatal && matches!(raised.class, INVALID | "KeyError" | "ValueError" | "TypeError")
}

/// Checks that the conditions named by resources exist.
fn check_named_conditions(fragment: &Map) -> SamResult<()> {
    let Node::Map(resources) = fragment.get_or_null("Resources") else { return Ok(()) };
    let conditions = fragment.get_or_null("Conditions");
    for (id, resource) in resources.entries() {
        let Some(name) = resource.as_map().and_then(|resource| resource.get_str("Condition")) else { continue };
        if !conditions.as_map().is_some_and(|conditions| conditions.has(&name)) {
            return Err(invalid(format!("{} asks for the condition {name}, which is not there", python_str(&id))));
        }
    }
    Ok(())
}

/// Returns whether the conditions depend on each other in a cycle.
fn has_cycle(needs: &HashMap<String, Vec<String>>) -> bool {
    let mut left: HashSet<&str> = needs.keys().map(String::as_str).collect();
    // Removes conditions that need no remaining one, until none can be removed: the rest is a cycle.
    loop {
        let free: Vec<&str> = left
            .iter()
            .filter(|name| needs[**name].iter().all(|needed| !left.contains(needed.as_str())))
            .copied()
            .collect();
        if free.is_empty() {
            return !left.is_empty();
        }
        for name in free {
            left.remove(name);
        }
    }
}
