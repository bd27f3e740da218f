//! `Fn::If`, and the conditions that decide it.

use super::super::node::Node;
use super::super::sam_error::{SamError, SamResult};
use super::{Resolver, invalid, list, list_of, text};

impl Resolver<'_> {
    /// Resolves `Fn::If`. Both branches are resolved, so an error in either one is an error of the whole.
    pub(super) fn fn_if(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let arguments = list_of(&self.resolve(argument, depth)?, 3)?;
        let name = self.resolve(&arguments[0], depth)?;
        let name = text(&name)?;
        let then = self.resolve(&arguments[1], depth)?;
        let otherwise = self.resolve(&arguments[2], depth)?;
        let condition = self.condition(&Node::text(name))?;
        if !condition.is_map() {
            return Err(invalid(format!("there is no condition {name}")));
        }
        Ok(if boolean(&self.resolve(&condition, depth)?)? { then } else { otherwise })
    }

    pub(super) fn equals(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let arguments = list_of(&self.resolve(argument, depth)?, 2)?;
        let first = self.resolve(&arguments[0], depth)?;
        let second = self.resolve(&arguments[1], depth)?;
        Ok(Node::Bool(first == second))
    }

    pub(super) fn not(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let arguments = list_of(&self.resolve(argument, depth)?, 1)?;
        let mut value = self.resolve(&arguments[0], depth)?;
        let named = value.is_map() && arguments[0].as_map().is_some_and(|map| map.has("Condition"));
        if named {
            value = self.named(&value, depth)?;
        }
        Ok(Node::Bool(!boolean(&value)?))
    }

    /// Resolves `Fn::And`, which stops at the first false, or `Fn::Or`, which stops at the first true; the rest is not
    /// resolved.
    pub(super) fn all_or_any(&self, argument: &Node, depth: usize, stop_at: bool) -> SamResult<Node> {
        for argument in list(&self.resolve(argument, depth)?)? {
            let value = match &argument {
                Node::Map(map) if map.has("Condition") => self.named(&argument, depth)?,
                _ => self.resolve(&argument, depth)?,
            };
            if boolean(&value)? == stop_at {
                return Ok(Node::Bool(stop_at));
            }
        }
        Ok(Node::Bool(!stop_at))
    }

    /// Returns the value of `{Condition: Name}`.
    fn named(&self, reference: &Node, depth: usize) -> SamResult<Node> {
        let name = reference.as_map().map_or(Node::Null, |map| map.get_or_null("Condition"));
        text(&name)?;
        let condition = self.condition(&name)?;
        if condition.is_null() {
            return Err(invalid("there is no such condition"));
        }
        self.resolve(&condition, depth)
    }

    fn condition(&self, name: &Node) -> SamResult<Node> {
        match &self.conditions {
            Node::Map(conditions) => Ok(conditions.get_node(name).unwrap_or(Node::Null)),
            other => Err(SamError::no_attribute("`Conditions`", other.type_name())),
        }
    }
}

fn boolean(node: &Node) -> SamResult<bool> {
    match node {
        Node::Bool(value) => Ok(*value),
        _ => Err(invalid("a condition has to come out as true or false")),
    }
}
