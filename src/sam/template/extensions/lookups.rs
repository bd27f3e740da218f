//! `Fn::FindInMap` with its `DefaultValue` (`resolvers/fn_find_in_map.py`).

use super::super::node::{Map, Node};
use super::super::sam_error::SamResult;
use super::resolver::Resolver;
use super::{invalid, wrong_arguments};

impl Resolver {
    pub fn find_in_map(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let wrong = || wrong_arguments("Fn::FindInMap");
        let arguments = argument.items().filter(|items| items.len() >= 3).ok_or_else(wrong)?;
        let keys: Vec<Node> = arguments[..3].iter().map(|key| self.resolve(key, depth)).collect::<SamResult<_>>()?;
        let [Node::Str(name), Node::Str(top), Node::Str(second)] = &keys[..] else {
            if keys.iter().all(|key| key.is_str() || self.is_unresolved_ref(key)) {
                let mut preserved = keys;
                preserved.extend(arguments.get(3).cloned());
                return Ok(Node::single("Fn::FindInMap", Node::list(preserved)));
            }
            return Err(wrong());
        };
        let default = match arguments.get(3) {
            Some(Node::Map(options)) => options.get("DefaultValue"),
            None | Some(Node::Null) => None,
            Some(_) => return Err(wrong()),
        };
        let level = |map: &Map, key: &str| match map.get(key) {
            Some(Node::Map(map)) => Some(map),
            _ => None,
        };
        let found = level(&self.mappings, name).and_then(|map| level(&map, top)).and_then(|map| map.get(second));
        match (found.filter(|found| !found.is_null()), default) {
            (Some(found), _) => Ok(found),
            (None, Some(default)) => self.resolve(&default, depth),
            (None, None) => Err(invalid(format!("the mapping {name} has no {top}, {second}"))),
        }
    }
}
