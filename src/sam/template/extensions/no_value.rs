//! Removes entries with `AWS::NoValue` from resources (`api.py`).

use super::super::node::{Map, Node};
use super::super::sam_error::SamResult;
use super::conditions::is_no_value;
use super::resolver::Resolver;

/// The functions whose arguments keep an `AWS::NoValue`.
const FUNCTIONS: &[&str] = &[
    "Fn::FindInMap",
    "Fn::Join",
    "Fn::Select",
    "Fn::Split",
    "Fn::Sub",
    "Fn::If",
    "Fn::And",
    "Fn::Or",
    "Fn::Not",
    "Fn::Equals",
    "Fn::GetAtt",
    "Fn::GetAZs",
    "Fn::ImportValue",
    "Fn::Length",
    "Fn::ToJsonString",
    "Fn::Base64",
    "Fn::Cidr",
    "Fn::ForEach",
    "Ref",
    "Condition",
];

impl Resolver {
    /// Returns the value without empty entries. The two policies are kept, as they are checked later.
    pub fn remove_no_values(&self, value: &Node, keeps_policies: bool, depth: usize) -> SamResult<Node> {
        self.charge(1, depth)?;
        let deeper = depth + 1;
        let is_nothing = |node: &Node| node.is_null() || is_no_value(node);
        match value {
            Node::Map(map) => {
                if let (1, Some((Node::Str(name), argument))) = (map.len(), map.first())
                    && FUNCTIONS.contains(&&*name)
                {
                    let argument = match &argument {
                        Node::List(_) => {
                            let items = argument.items().unwrap_or_default();
                            let items = items.iter().map(|item| self.remove_no_values(item, keeps_policies, deeper));
                            Node::list(items.collect::<SamResult<_>>()?)
                        }
                        Node::Map(_) => self.remove_no_values(&argument, keeps_policies, deeper)?,
                        other => other.clone(),
                    };
                    return Ok(Node::single(&name, argument));
                }
                let left = Map::default();
                for (key, value) in map.entries() {
                    let is_policy = matches!(key.as_str(), Some("DeletionPolicy" | "UpdateReplacePolicy"));
                    if keeps_policies && is_policy {
                        left.insert(key, self.remove_no_values(&value, false, deeper)?);
                    } else if !is_nothing(&value) {
                        left.insert(key, self.remove_no_values(&value, keeps_policies, deeper)?);
                    }
                }
                Ok(Node::Map(left))
            }
            Node::List(_) => {
                let items = value.items().unwrap_or_default();
                let left = items.iter().filter(|item| !is_nothing(item));
                left.map(|item| self.remove_no_values(item, keeps_policies, deeper))
                    .collect::<SamResult<Vec<_>>>()
                    .map(Node::list)
            }
            other => Ok(other.clone()),
        }
    }
}
