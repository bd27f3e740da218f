//! Transforms a template like SAM before it resolves any function, and finds its refusals
//! (`samcli/lib/samlib/wrapper.py` and the plugins of aws-sam-translator that it runs).
//!
//! The known properties come from [`tables`](crate::sam::tables). A refusal is noted, and the transform continues as if
//! SAM had accepted the template.

mod applications;
mod events;
mod globals;
mod kinds;
mod policies;
mod resource;
mod schema;

use super::node::{Map, Node};
use super::python::python_str;
use super::sam_error::{Refusals, SamError, SamResult};
use crate::sam::tables::tables;
pub use kinds::Kind;

/// The error of an invalid resource. SAM collects these over all resources and then refuses the template.
struct Invalid(String);

/// Runs the plugins over the template, changing it in place: globals merged, defaults set, resources validated.
///
/// `parameters` are all values that SAM has, including pseudo-parameters. Returns the applications that SAM requests
/// from AWS, or an error for a template without anything to list.
pub fn run(template: &Map, parameters: &Map, refusals: &Refusals) -> SamResult<Vec<String>> {
    let resources = match template.get("Resources") {
        Some(Node::Map(resources)) if !resources.is_empty() => resources,
        _ => {
            return Err(SamError::document(
                "the template has no `Resources`, so there is nothing for SAM CLI to work on",
            ));
        }
    };
    refusals.pass(schema::check_keys(template))?;
    let mut applications = applications::Applications::default();
    let mappings = template.get("Mappings").unwrap_or_else(|| Node::Map(Map::default()));
    applications.prepare(&resources, parameters, &mappings, refusals)?;
    events::add_definition_bodies(&resources, refusals)?;
    for api in &tables().implicit_apis {
        events::run(api, template, &resources, refusals)?;
    }
    globals::run(template, &resources, refusals)?;
    resource::check_all(&resources, &applications, refusals)?;
    Ok(applications.asked_for)
}

/// Returns the type of a resource if plugins process it.
fn plugin_type(resource: &Map) -> Option<String> {
    let resource_type = resource.get_str("Type")?;
    tables().plugin_types.contains(&*resource_type).then(|| resource_type.to_string())
}

/// Returns the properties as SAM's library reads them: a missing entry is an empty map.
fn properties_of(resource: &Map) -> Node {
    resource.get("Properties").unwrap_or_else(|| Node::Map(Map::default()))
}

/// Returns every resource of a type that plugins process.
///
/// Reading them can already refuse the template: for a resource that is no map, or a condition that is no text. A list
/// may be a loop that was not unrolled, with an unknown number of functions, so it is an error.
fn plugin_resources(resources: &Map, refusals: &Refusals) -> SamResult<Vec<(Node, Map, String)>> {
    let mut found = Vec::new();
    for (id, resource) in resources.entries() {
        let Node::Map(resource) = resource else {
            let raised = SamError::no_attribute(&format!("the resource {}", python_str(&id)), resource.type_name());
            if resource.is_list() {
                return Err(raised);
            }
            refusals.note(raised)?;
            continue;
        };
        let condition = resource.get_or_null("Condition");
        if condition.is_truthy() && !condition.is_str() {
            refusals.note(SamError::document(format!(
                "the `Condition` of {} has to be the name of a condition",
                python_str(&id)
            )))?;
        }
        if let Some(resource_type) = plugin_type(&resource) {
            found.push((id, resource, resource_type));
        }
    }
    Ok(found)
}

/// Returns whether SAM's library treats a value as a function: a map of one entry named `Ref`, `Condition` or `Fn::…`.
fn is_function(value: &Node) -> SamResult<bool> {
    let Node::Map(map) = value else { return Ok(false) };
    if map.len() != 1 {
        return Ok(false);
    }
    match map.first() {
        Some((Node::Str(key), _)) => Ok(matches!(&*key, "Ref" | "Condition") || key.starts_with("Fn::")),
        Some((key, _)) => Err(SamError::no_attribute("the key of a map", key.type_name())),
        None => Ok(false),
    }
}
