//! Checks that `DeletionPolicy` and `UpdateReplacePolicy` resolve to text (`processors/resource_policy.py`).

use super::super::node::{Map, Node};
use super::super::python::python_str;
use super::super::sam_error::{SamError, SamResult};
use super::invalid;
use super::resolver::Resolver;

impl Resolver {
    pub fn check_policies(&self, fragment: &Map, name: &str) -> SamResult<()> {
        let Node::Map(resources) = fragment.get_or_null("Resources") else { return Ok(()) };
        for (id, resource) in resources.entries() {
            let Node::Map(resource) = resource else { continue };
            let wrong = || invalid(format!("the {name} of {} has to be a text", python_str(&id)));
            match resource.get_or_null(name) {
                Node::Null | Node::Str(_) => {}
                Node::Map(policy) => resource.set(name, self.policy(&policy)?.ok_or_else(wrong)?),
                _ => return Err(wrong()),
            }
        }
        Ok(())
    }

    fn policy(&self, policy: &Map) -> SamResult<Option<Node>> {
        match policy.get("Ref") {
            Some(Node::Str(name)) if &*name != "AWS::NoValue" => Ok(Some(self.value_of(&name)).filter(Node::is_str)),
            Some(target) if !target.is_hashable() => Err(SamError::new("TypeError", "a list or map cannot be a name")),
            _ => Ok(None),
        }
    }
}
