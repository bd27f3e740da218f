//! Conditions, and `Fn::If`, which depends on them (`resolvers/condition_resolver.py`, `resolvers/fn_if.py`).

use super::super::node::Node;
use super::super::sam_error::SamResult;
use super::functions::is_function;
use super::resolver::{Resolver, truth};
use super::text::loop_text;
use super::{invalid, wrong_arguments};

impl Resolver {
    /// Resolves `Fn::If`; only the selected branch is resolved.
    pub fn fn_if(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let arguments = Self::arguments("Fn::If", argument, 3)?;
        let name = arguments[0].as_str().ok_or_else(|| wrong_arguments("Fn::If"))?;
        let chosen = &arguments[if self.condition(name, depth)? { 1 } else { 2 }];
        if is_no_value(chosen) { Ok(Node::Null) } else { self.resolve(chosen, depth) }
    }

    pub fn condition_reference(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let name = argument.as_str().ok_or_else(|| wrong_arguments("Condition"))?;
        self.condition(name, depth).map(Node::Bool)
    }

    /// Compares the texts of two values: `true` equals `"true"`, `1` equals `"1"`.
    pub fn equals(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let arguments = Self::arguments("Fn::Equals", argument, 2)?;
        let first = self.resolve(&arguments[0], depth)?;
        let second = self.resolve(&arguments[1], depth)?;
        for value in [&first, &second] {
            if let Node::Map(map) = value
                && !is_function(map)?
            {
                return Err(invalid("Fn::Equals cannot compare maps"));
            }
        }
        Ok(Node::Bool(loop_text(&first) == loop_text(&second)))
    }

    pub fn all_or_any(&self, name: &str, argument: &Node, depth: usize, stop_at: bool) -> SamResult<Node> {
        let operands =
            argument.items().filter(|items| (2..=10).contains(&items.len())).ok_or_else(|| wrong_arguments(name))?;
        for operand in &operands {
            if self.operand(operand, depth)? == stop_at {
                return Ok(Node::Bool(stop_at));
            }
        }
        Ok(Node::Bool(!stop_at))
    }

    pub fn not(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let operands = Self::arguments("Fn::Not", argument, 1)?;
        Ok(Node::Bool(!self.operand(&operands[0], depth)?))
    }

    /// Resolves an operand of `Fn::And`, `Fn::Or` and `Fn::Not`: booleans, their texts, and other conditions.
    fn operand(&self, operand: &Node, depth: usize) -> SamResult<bool> {
        const CONDITIONS: &[&str] = &["Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not", "Condition"];
        let is_one = match operand {
            Node::Bool(_) => true,
            Node::Str(text) => text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false"),
            Node::Map(map) if map.len() == 1 => {
                map.first().is_some_and(|(key, _)| key.as_str().is_some_and(|key| CONDITIONS.contains(&key)))
            }
            _ => false,
        };
        if !is_one {
            return Err(invalid("a condition can only be made of other conditions"));
        }
        Ok(truth(&self.resolve(operand, depth)?))
    }
}

/// Returns whether a value is exactly `{Ref: AWS::NoValue}`.
pub fn is_no_value(value: &Node) -> bool {
    value.as_map().is_some_and(|map| map.len() == 1 && map.get_str("Ref").as_deref() == Some("AWS::NoValue"))
}
