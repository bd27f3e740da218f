//! `Policies`: SAM's policy templates have to get all their parameters
//! (`samtranslator/plugins/policies/`, `samtranslator/model/resource_policies.py`).

use super::super::node::{Map, Node};
use super::super::sam_error::{SamError, SamResult};
use super::{Invalid, is_function};
use crate::sam::tables::tables;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Policy {
    Managed,
    Statement,
    Template,
    Unknown,
}

/// Checks the policies of a function or state machine.
pub fn check(id: &str, properties: &Map) -> SamResult<Result<(), Invalid>> {
    let policies = properties.get_or_null("Policies");
    if !policies.is_truthy() {
        return Ok(Ok(()));
    }
    let list = policies.items().unwrap_or_else(|| vec![policies.clone()]);
    let mut kinds = Vec::with_capacity(list.len());
    for policy in &list {
        kinds.push(kind_of(policy)?);
    }
    for (policy, kind) in list.iter().zip(kinds) {
        if kind != Policy::Template {
            continue;
        }
        let branches = match as_if(policy)? {
            Some(branches) => branches[1..].to_vec(),
            None => vec![policy.clone()],
        };
        for branch in branches {
            if is_no_value(&branch)? {
                continue;
            }
            if let Err(invalid) = check_template(id, &branch) {
                return Ok(Err(invalid));
            }
        }
    }
    // SAM continues with a list.
    properties.set("Policies", Node::list(list));
    Ok(Ok(()))
}

fn check_template(id: &str, policy: &Node) -> Result<(), Invalid> {
    let Some((name, values)) = policy.as_map().and_then(Map::first) else { return Ok(()) };
    let name = name.as_str().unwrap_or_default();
    let Node::Map(values) = values else {
        return Err(Invalid(format!("{id}: the policy template {name} needs a map of parameters")));
    };
    let needed = tables().policy_templates.get(name).into_iter().flatten();
    let missing: Vec<&str> = needed.map(|parameter| &**parameter).filter(|parameter| !values.has(parameter)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Invalid(format!("{id}: the policy template {name} lacks {}", missing.join(", "))))
}

fn kind_of(policy: &Node) -> SamResult<Policy> {
    if policy.is_str() {
        return Ok(Policy::Managed);
    }
    if let Some(branches) = as_if(policy)? {
        let (then, otherwise) = (kind_of(&branches[1])?, kind_of(&branches[2])?);
        if then == otherwise {
            return Ok(then);
        }
        if is_no_value(&branches[1])? {
            return Ok(otherwise);
        }
        if is_no_value(&branches[2])? {
            return Ok(then);
        }
        return Err(SamError::new(
            "InvalidTemplateException",
            "a `Fn::If` in `Policies` has policies of different kinds in its branches; give each kind its own `Fn::If`",
        ));
    }
    if is_function(policy)? {
        return Ok(Policy::Managed);
    }
    let Node::Map(map) = policy else { return Ok(Policy::Unknown) };
    if map.has("Statement") {
        return Ok(Policy::Statement);
    }
    let is_known = |name: &Node| name.as_str().is_some_and(|name| tables().policy_templates.contains_key(name));
    let known = map.len() == 1 && map.first().is_some_and(|(name, _)| is_known(&name));
    Ok(if known { Policy::Template } else { Policy::Unknown })
}

/// Returns the three arguments of a `Fn::If`.
fn as_if(policy: &Node) -> SamResult<Option<Vec<Node>>> {
    if !is_function(policy)? {
        return Ok(None);
    }
    let Some(arguments) = policy.as_map().and_then(|map| map.get("Fn::If")) else { return Ok(None) };
    match arguments.items() {
        Some(items) if items.len() == 3 => Ok(Some(items)),
        _ => Err(SamError::new("InvalidTemplateException", "`Fn::If` in `Policies` takes three arguments")),
    }
}

fn is_no_value(policy: &Node) -> SamResult<bool> {
    let is_ref = is_function(policy)?;
    let target = policy.as_map().and_then(|map| map.get_str("Ref"));
    Ok(is_ref && target.as_deref() == Some("AWS::NoValue"))
}
