//! What SAM does to a template before it resolves anything, and where it refuses it
//! (`samcli/lib/samlib/wrapper.py` and the plugins of aws-sam-translator it runs).

mod applications;
mod events;
mod globals;
mod globals_table;
mod kinds;
mod policies;
mod policy_table;
mod resource;
mod schema;
mod table;

use super::node::{Map, Node};
use super::sam_error::{SamError, SamResult};

/// SAM's own resource types that its plugins look at.
const PLUGIN_TYPES: &[&str] = &[
    "AWS::Serverless::Api",
    "AWS::Serverless::Function",
    "AWS::Serverless::WebFunction",
    "AWS::Serverless::SimpleTable",
    "AWS::Serverless::Application",
    "AWS::Serverless::LayerVersion",
    "AWS::Serverless::HttpApi",
    "AWS::Serverless::WebSocketApi",
    "AWS::Serverless::StateMachine",
    "AWS::Serverless::CapacityProvider",
    "AWS::Serverless::MicrovmImage",
    "AWS::Serverless::NetworkConnector",
];

/// Runs the plugins over the template, changing it in place: globals merged, defaults set, resources validated.
///
/// `parameters` are all values SAM knows, pseudo-parameters included. Gives the applications SAM asks AWS for.
pub fn run(template: &Map, parameters: &Map) -> SamResult<Vec<String>> {
    let resources = match template.get("Resources") {
        Some(Node::Map(resources)) if !resources.is_empty() => resources,
        _ => {
            return Err(SamError::document(
                "the template has no `Resources`, so there is nothing for SAM CLI to work on",
            ));
        }
    };
    schema::check_keys(template)?;
    let mut applications = applications::Applications::default();
    let mappings = template.get("Mappings").unwrap_or_else(|| Node::Map(Map::default()));
    applications.prepare(&resources, parameters, &mappings)?;
    events::add_definition_bodies(&resources)?;
    events::run(&events::REST, template, &resources)?;
    events::run(&events::HTTP, template, &resources)?;
    globals::run(template, &resources)?;
    resource::check_all(&resources, &applications)?;
    Ok(applications.asked_for)
}

/// The type of a resource, if it is one of SAM's own that plugins look at.
fn plugin_type(resource: &Map) -> Option<String> {
    let resource_type = resource.get_str("Type")?;
    PLUGIN_TYPES.contains(&&*resource_type).then(|| resource_type.to_string())
}

/// What SAM's library takes for the properties: a missing entry is an empty map.
fn properties_of(resource: &Map) -> Node {
    resource.get("Properties").unwrap_or_else(|| Node::Map(Map::default()))
}

/// Every resource of a type that plugins look at.
///
/// Looking alone already refuses: a resource that is no map, or a condition that is no text.
fn plugin_resources(resources: &Map) -> SamResult<Vec<(Node, Map, String)>> {
    let mut found = Vec::new();
    for (id, resource) in resources.entries() {
        let Node::Map(resource) = resource else {
            let what = format!("the resource {}", super::python::python_str(&id));
            return Err(SamError::no_attribute(&what, resource.type_name()));
        };
        let condition = resource.get_or_null("Condition");
        if condition.is_truthy() && !condition.is_str() {
            return Err(SamError::document(format!(
                "the `Condition` of {} has to be the name of a condition",
                super::python::python_str(&id)
            )));
        }
        if let Some(resource_type) = plugin_type(&resource) {
            found.push((id, resource, resource_type));
        }
    }
    Ok(found)
}

/// Whether SAM's library takes a value for a function: a map of one entry named `Ref`, `Condition` or `Fn::…`.
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
