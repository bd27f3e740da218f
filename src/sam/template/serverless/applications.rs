//! Applications of the Serverless Application Repository (`samtranslator/plugins/application/`).
//!
//! SAM requests each completely named one from AWS and refuses the template if that fails. Here AWS is not asked:
//! applications do not run locally, so each counts as found, and every function has a note.

use super::super::node::{Map, Node};
use super::super::python::python_str;
use super::super::sam_error::{Refusals, SamError, SamResult};
use super::{Invalid, plugin_resources, properties_of};

const TYPE: &str = "AWS::Serverless::Application";

/// The applications of a template: those that SAM cannot request, with the error, and those that it requests.
#[derive(Default)]
pub struct Applications {
    refused: Vec<(Node, Node, String)>,
    /// The applications that SAM requests from AWS, by ID and version.
    pub asked_for: Vec<String>,
}

impl Applications {
    /// Resolves the location of each application, as SAM does before it asks AWS.
    pub fn prepare(
        &mut self,
        resources: &Map,
        parameters: &Map,
        mappings: &Node,
        refusals: &Refusals,
    ) -> SamResult<()> {
        let mappings = if let Node::Map(mappings) = mappings {
            mappings.clone()
        } else {
            refusals.note(SamError::document("`Mappings` has to be a map; leave it out where it is empty"))?;
            Map::default()
        };
        for (id, resource, resource_type) in plugin_resources(resources, refusals)? {
            if resource_type != TYPE {
                continue;
            }
            let properties = properties_of(&resource);
            // SAM only looks up `Location` here; a list or text without it is refused later.
            let is_without = match &properties {
                Node::List(items) => !items.borrow().iter().any(|item| item.as_str() == Some("Location")),
                Node::Str(text) => !text.contains("Location"),
                _ => false,
            };
            if is_without {
                continue;
            }
            let Node::Map(properties) = properties else {
                let what = format!("the `Properties` of {} have to be a map", python_str(&id));
                refusals.note(SamError::new("TypeError", what))?;
                continue;
            };
            let Node::Map(location) = properties.get_or_null("Location") else { continue };
            let (application, version) =
                (location.get_or_null("ApplicationId"), location.get_or_null("SemanticVersion"));
            if application.is_null() || version.is_null() {
                continue;
            }
            let Some(application) = refusals.pass(resolve(application, parameters, &mappings))? else { continue };
            location.set("ApplicationId", application.clone());
            let Some(version) = refusals.pass(resolve(version, parameters, &mappings))? else { continue };
            location.set("SemanticVersion", version.clone());
            if application.is_map() || version.is_map() {
                continue;
            }
            let named = format!("{} {}", python_str(&application), python_str(&version));
            let reason = match (application.as_str(), version.as_str()) {
                (None, _) => "its `ApplicationId` has to be a text",
                (_, None) => "its `SemanticVersion` has to be a text",
                (Some(text), _) if text.contains("{{resolve:ssm:") => "its `ApplicationId` cannot come from SSM",
                _ => {
                    self.asked_for.push(named);
                    continue;
                }
            };
            self.refused.push((application, version, reason.to_owned()));
        }
        Ok(())
    }

    /// Checks an application as a resource.
    pub fn check(&self, id: &str, properties: &Map) -> Result<(), Invalid> {
        let invalid = |what: &str| Err(Invalid(format!("{id}: {what}")));
        let Some(location) = properties.get("Location") else { return invalid("it needs a `Location`") };
        let Node::Map(location) = location else {
            properties.set("TemplateUrl", location);
            return Ok(());
        };
        if !location.has("ApplicationId") || !location.has("SemanticVersion") {
            return invalid("its `Location` needs `ApplicationId` and `SemanticVersion`");
        }
        let (application, version) = (location.get_or_null("ApplicationId"), location.get_or_null("SemanticVersion"));
        if application.is_null() || application.is_map() {
            return invalid("its `ApplicationId` has to be a text, or a `Ref` or `Fn::FindInMap` that gives one");
        }
        if !version.is_truthy() || version.is_map() {
            return invalid("its `SemanticVersion` has to be a text, or a `Ref` or `Fn::FindInMap` that gives one");
        }
        if let Some((_, _, reason)) = self.refused.iter().find(|(a, v, _)| *a == application && *v == version) {
            return invalid(reason);
        }
        properties.set("TemplateUrl", Node::text(""));
        Ok(())
    }
}

/// Resolves `Ref` to a parameter and `Fn::FindInMap`; other values are kept.
fn resolve(value: Node, parameters: &Map, mappings: &Map) -> SamResult<Node> {
    let Node::Map(map) = &value else { return Ok(value) };
    if map.len() != 1 {
        return Ok(value);
    }
    if let Some(name) = map.get_str("Ref") {
        return Ok(parameters.get(&name).unwrap_or(value));
    }
    let Some(arguments) = map.get("Fn::FindInMap") else { return Ok(value) };
    if mappings.is_empty() {
        return Ok(value);
    }
    let Some([map_name, top, second]) = arguments.items().and_then(|items| <[Node; 3]>::try_from(items).ok()) else {
        return Err(SamError::document("`Fn::FindInMap` takes a list of three arguments"));
    };
    let mut keys = Vec::new();
    for key in [map_name, top, second] {
        // The arguments may be references to parameters, which are resolved first.
        match resolve(key, parameters, &Map::default())? {
            Node::Str(key) => keys.push(key),
            _ => return Ok(value),
        }
    }
    let mut found = Node::Map(mappings.clone());
    for key in &keys {
        let Node::Map(level) = &found else {
            return Err(SamError::document(format!("the mapping {} has to be a map of maps", keys[0])));
        };
        match level.get(key) {
            Some(next) => found = next,
            None => return Ok(value),
        }
    }
    Ok(found)
}
