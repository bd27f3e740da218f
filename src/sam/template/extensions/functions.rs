//! The intrinsic functions that can be resolved (`resolvers/fn_*.py`).

use std::rc::Rc;

use base64::Engine as _;

use super::super::node::{Map, Node};
use super::super::python::MAX_TEXT;
use super::super::sam_error::{SamError, SamResult};
use super::resolver::Resolver;
use super::text::{add_text, to_index};
use super::{invalid, json_text, single_entry, wrong_arguments};

impl Resolver {
    /// Returns the result of a function; `None` for a name that is not a function under these rules.
    pub fn function(&self, name: &str, argument: &Node, depth: usize) -> Option<SamResult<Node>> {
        Some(match name {
            "Ref" => self.reference(argument, depth),
            "Condition" => self.condition_reference(argument, depth),
            "Fn::Equals" => self.equals(argument, depth),
            "Fn::And" => self.all_or_any(name, argument, depth, false),
            "Fn::Or" => self.all_or_any(name, argument, depth, true),
            "Fn::Not" => self.not(argument, depth),
            "Fn::If" => self.fn_if(argument, depth),
            "Fn::Base64" => self.base64(argument, depth),
            "Fn::Join" => self.join(argument, depth),
            "Fn::Split" => self.split(argument, depth),
            "Fn::Sub" => self.sub(argument, depth),
            "Fn::Select" => self.select(argument, depth),
            "Fn::Length" => self.length(argument, depth),
            "Fn::FindInMap" => self.find_in_map(argument, depth),
            "Fn::ToJsonString" => self.to_json(argument, depth),
            _ => return None,
        })
    }

    fn base64(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let data = self.resolve(argument, depth)?;
        if self.is_unresolved_ref(&data) {
            return Ok(Node::single("Fn::Base64", data));
        }
        let data = data.as_str().ok_or_else(|| wrong_arguments("Fn::Base64"))?;
        Ok(Node::text(base64::engine::general_purpose::STANDARD.encode(data)))
    }

    fn join(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let arguments = Self::arguments("Fn::Join", argument, 2)?;
        let delimiter = self.resolve(&arguments[0], depth)?;
        let list = self.resolve(&arguments[1], depth)?;
        if self.is_unresolved_ref(&delimiter) || self.is_unresolved_ref(&list) {
            return Ok(Node::single("Fn::Join", Node::list(vec![delimiter, list])));
        }
        let (Some(delimiter), Some(items)) = (delimiter.as_str(), list.items()) else {
            return Err(wrong_arguments("Fn::Join"));
        };
        let mut joined = String::new();
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                joined.push_str(delimiter);
            }
            add_text(item, "", &mut joined);
            check_length(&joined)?;
        }
        self.text(joined, depth)
    }

    fn split(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let arguments = Self::arguments("Fn::Split", argument, 2)?;
        let delimiter = self.resolve(&arguments[0], depth)?;
        let delimiter = delimiter.as_str().ok_or_else(|| wrong_arguments("Fn::Split"))?;
        if delimiter.is_empty() {
            return Err(invalid("a text cannot be split at nothing"));
        }
        let source = self.resolve(&arguments[1], depth)?;
        match &source {
            Node::Str(text) => {
                self.charge(text.len(), depth)?;
                Ok(Node::list(text.split(delimiter).map(Node::text).collect()))
            }
            Node::Map(map) if is_function(map)? => {
                Ok(Node::single("Fn::Split", Node::list(vec![Node::text(delimiter), source])))
            }
            _ => Err(wrong_arguments("Fn::Split")),
        }
    }

    fn select(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let arguments = Self::arguments("Fn::Select", argument, 2)?;
        let index = self.resolve(&arguments[0], depth)?;
        if self.is_unresolved_ref(&index) {
            let source = self.resolve(&arguments[1], depth)?;
            return Ok(Node::single("Fn::Select", Node::list(vec![index, source])));
        }
        let number = match &index {
            Node::Str(text) => to_index(text),
            Node::Int(number) => Some(*number),
            Node::Bool(value) => Some(i64::from(*value)),
            Node::Big(_) => Some(i64::MAX),
            _ => None,
        };
        let number = number.ok_or_else(|| wrong_arguments("Fn::Select"))?;
        let source = self.resolve(&arguments[1], depth)?;
        match &source {
            Node::List(items) => {
                let found = usize::try_from(number).ok().and_then(|index| items.borrow().get(index).cloned());
                found.ok_or_else(|| invalid("the index of Fn::Select is beyond the list"))
            }
            Node::Map(map) if is_function(map)? => {
                let index = if index.is_str() { Node::Int(number) } else { index };
                Ok(Node::single("Fn::Select", Node::list(vec![index, source])))
            }
            _ => Err(wrong_arguments("Fn::Select")),
        }
    }

    fn length(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let list = self.resolve(argument, depth)?;
        let length = list.items().ok_or_else(|| wrong_arguments("Fn::Length"))?.len();
        Ok(Node::Int(i64::try_from(length).unwrap_or(i64::MAX)))
    }

    /// Resolves `Fn::Sub` under these rules: any name within the braces, `${!Literal}` loses its `!`, and unknown names
    /// stay as written.
    fn sub(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let (template, variables) = match argument {
            Node::Str(text) => (text.clone(), Map::default()),
            Node::List(_) => match &Self::arguments("Fn::Sub", argument, 2)?[..] {
                [Node::Str(text), Node::Map(variables)] => (text.clone(), self.variables(variables, depth)?),
                _ => return Err(wrong_arguments("Fn::Sub")),
            },
            _ => return Err(wrong_arguments("Fn::Sub")),
        };
        let mut out = String::with_capacity(template.len());
        let mut rest: &str = &template;
        while let Some(start) = rest.find("${") {
            let (before, opened) = rest.split_at(start);
            out.push_str(before);
            let Some(end) = opened[2..].find('}').map(|end| end + 2).filter(|end| *end > 2) else {
                out.push_str("${");
                rest = &opened[2..];
                continue;
            };
            let name = &opened[2..end];
            match name.strip_prefix('!') {
                Some(literal) => out.extend(["${", literal, "}"]),
                None => match self.variable(name, &variables) {
                    Node::Null => out.push_str(&opened[..=end]),
                    value => add_text(&value, "None", &mut out),
                },
            }
            check_length(&out)?;
            rest = &opened[end + 1..];
        }
        out.push_str(rest);
        self.text(out, depth)
    }

    fn variables(&self, variables: &Map, depth: usize) -> SamResult<Map> {
        let mut resolved = Vec::new();
        for (key, value) in variables.entries() {
            if value.is_null() {
                return Err(invalid("a variable of Fn::Sub is empty"));
            }
            resolved.push((key, self.resolve(&value, depth)?));
        }
        Ok(resolved.into_iter().collect())
    }

    /// Returns a composed text, and charges its length to the budget.
    fn text(&self, text: String, depth: usize) -> SamResult<Node> {
        self.charge(text.len() / 16, depth)?;
        Ok(Node::text(text))
    }

    /// Returns a variable of `Fn::Sub`; null (Python's `None`) for an unknown one.
    fn variable(&self, name: &str, variables: &Map) -> Node {
        match variables.get(name) {
            Some(value) => value,
            // The name is an attribute of a resource.
            None if name.contains('.') => Node::Null,
            None => self.value_of(name),
        }
    }
}

/// Checks that a text is not longer than any template needs: SAM CLI would run out of memory.
pub fn check_length(text: &str) -> SamResult<()> {
    if text.len() > MAX_TEXT {
        Err(SamError::limit("a function of the template makes a text of megabytes"))
    } else {
        Ok(())
    }
}

/// Returns whether a map is a function that was not resolved.
pub fn is_function(map: &Map) -> SamResult<bool> {
    Ok(single_entry(map)?
        .is_some_and(|(name, _): (Rc<str>, _)| name.starts_with("Fn::") || matches!(&*name, "Ref" | "Condition")))
}

impl Resolver {
    fn to_json(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let is_usable = |node: &Node| node.is_map() || node.is_list();
        if !is_usable(argument) {
            return Err(wrong_arguments("Fn::ToJsonString"));
        }
        self.check_before_json(argument, depth)?;
        let resolved = self.resolve(argument, depth)?;
        self.check_after_json(&resolved, depth)?;
        if !is_usable(&resolved) {
            return Err(wrong_arguments("Fn::ToJsonString"));
        }
        let mut text = String::new();
        json_text::write(&resolved, &mut text)?;
        self.text(text, depth)
    }

    /// Rejects functions of conditions and the list of notification ARNs, which have no text.
    fn check_before_json(&self, value: &Node, depth: usize) -> SamResult<()> {
        self.in_all(value, depth, &|name, argument| match name {
            "Ref" if argument.as_str() == Some("AWS::NotificationARNs") => true,
            "Fn::And" | "Fn::Or" | "Fn::Not" | "Fn::Equals" => true,
            _ => false,
        })
    }

    /// Rejects an unresolved list, which has no text either.
    fn check_after_json(&self, value: &Node, depth: usize) -> SamResult<()> {
        self.in_all(value, depth, &|name, argument| name == "Fn::Split" && argument.is_list())
    }

    fn in_all(&self, value: &Node, depth: usize, is_wrong: &dyn Fn(&str, &Node) -> bool) -> SamResult<()> {
        self.charge(1, depth)?;
        match value {
            Node::Map(map) => {
                if let (1, Some((Node::Str(name), argument))) = (map.len(), map.first())
                    && is_wrong(&name, &argument)
                {
                    return Err(invalid(format!("Fn::ToJsonString does not take {name}")));
                }
                map.entries().iter().try_for_each(|(_, value)| self.in_all(value, depth + 1, is_wrong))
            }
            Node::List(items) => items.borrow().iter().try_for_each(|item| self.in_all(item, depth + 1, is_wrong)),
            _ => Ok(()),
        }
    }
}
