//! The APIs that events of functions create (`samtranslator/plugins/api/`).
//!
//! They do not affect layers, but SAM refuses a template with an event that names no API, or one of the wrong type.

use std::collections::BTreeSet;

use super::super::node::{Map, Node};
use super::super::python::python_str;
use super::super::sam_error::{Refusals, SamError, SamResult};
use super::{plugin_resources, properties_of};
use crate::sam::tables::{ImplicitApi, tables};

const HTTP_API: &str = "AWS::Serverless::HttpApi";

/// An error in an event: SAM collects the first kind and stops at the second.
enum EventError {
    Event(String),
    SamError(SamError),
}

impl From<SamError> for EventError {
    fn from(raised: SamError) -> Self {
        Self::SamError(raised)
    }
}

/// Gives every API without a definition an empty one, which events fill.
pub fn add_definition_bodies(resources: &Map, refusals: &Refusals) -> SamResult<()> {
    for api in &tables().implicit_apis {
        for (id, resource, resource_type) in plugin_resources(resources, refusals)? {
            if resource_type != api.resource_type {
                continue;
            }
            let Node::Map(properties) = properties_of(&resource) else {
                refusals.note(SamError::no_attribute(&format!("`Properties` of {}", python_str(&id)), "NoneType"))?;
                continue;
            };
            let defined = ["DefinitionBody", "DefinitionUri"].iter().any(|key| properties.get_or_null(key).is_truthy());
            if defined {
                continue;
            }
            if api.resource_type == HTTP_API && properties.is_empty() {
                resource.set("Properties", Node::Map(properties.clone()));
            }
            properties.set("DefinitionBody", skeleton());
            properties.set("__MANAGE_SWAGGER", Node::Bool(true));
        }
    }
    Ok(())
}

/// Returns a definition without paths, with only the keys that are read later.
fn skeleton() -> Node {
    let body = Map::default();
    body.set("paths", Node::Map(Map::default()));
    Node::Map(body)
}

fn implicit_api(api: &ImplicitApi) -> Map {
    let properties = Map::default();
    for (name, value) in &api.properties {
        properties.set(name, Node::text(&**value));
    }
    properties.set("DefinitionBody", skeleton());
    properties.set("__MANAGE_SWAGGER", Node::Bool(true));
    let resource = Map::default();
    resource.set("Type", Node::text(&*api.resource_type));
    resource.set("Properties", Node::Map(properties));
    resource
}

/// Adds the implicit API if events need one.
pub fn run(api: &ImplicitApi, template: &Map, resources: &Map, refusals: &Refusals) -> SamResult<()> {
    let own = resources.get(&api.logical_id);
    let implicit = implicit_api(api);
    resources.set(&api.logical_id, Node::Map(implicit.clone()));
    let mut events = Events { api, template, resources, conditions: BTreeSet::new(), methods: 0 };
    let mut invalid = Vec::new();
    for (id, resource, resource_type) in plugin_resources(resources, refusals)? {
        if !matches!(resource_type.as_str(), "AWS::Serverless::Function" | "AWS::Serverless::StateMachine") {
            continue;
        }
        match events.of_resource(&resource, &resource_type) {
            Ok(()) => {}
            Err(EventError::Event(reason)) => invalid.push(format!("{}: {reason}", python_str(&id))),
            Err(EventError::SamError(raised)) => refusals.note(raised)?,
        }
    }
    refusals.pass(events.combine_conditions())?;
    let used = paths_of(&implicit).is_some_and(|paths| !paths.is_empty());
    if !used {
        match own {
            Some(own) => resources.set(&api.logical_id, own),
            None => resources.remove(&api.logical_id),
        }
    }
    match invalid.into_iter().next() {
        Some(first) => refusals.note(SamError::document(first)),
        None => Ok(()),
    }
}

fn paths_of(api: &Map) -> Option<Map> {
    let properties = api.get("Properties")?;
    let body = properties.as_map()?.get("DefinitionBody")?;
    body.as_map()?.get("paths")?.as_map().cloned()
}

struct Events<'a> {
    api: &'a ImplicitApi,
    template: &'a Map,
    resources: &'a Map,
    /// The conditions of the functions behind the implicit API; `None` for a function without one.
    conditions: BTreeSet<Option<String>>,
    methods: usize,
}

impl Events<'_> {
    fn of_resource(&mut self, resource: &Map, resource_type: &str) -> Result<(), EventError> {
        let Node::Map(properties) = properties_of(resource) else { return Ok(()) };
        let Node::Map(events) = properties.get_or_null("Events") else { return Ok(()) };
        for (id, event) in events.entries() {
            let Node::Map(event) = event else { continue };
            if event.get_str("Type").as_deref() == Some(self.api.event.as_str()) {
                self.of_event(&python_str(&id), &event, resource, resource_type, &properties)?;
            }
        }
        Ok(())
    }

    fn of_event(
        &mut self,
        id: &str,
        event: &Map,
        resource: &Map,
        resource_type: &str,
        properties: &Map,
    ) -> Result<(), EventError> {
        let is_http = self.api.resource_type == HTTP_API;
        let given = event.get("Properties").unwrap_or_else(|| Node::Map(Map::default()));
        if !is_http && !given.is_truthy() {
            return Ok(());
        }
        let Node::Map(given) = given else {
            return Err(EventError::Event(format!("the properties of the event {id} have to be a map")));
        };
        if given.is_empty() {
            event.set("Properties", Node::Map(given.clone()));
        }
        self.check_tags(&given, resource_type, properties)?;
        if !given.has(&self.api.api_property) {
            given.set(&self.api.api_property, Node::single("Ref", Node::text(&*self.api.logical_id)));
        }
        if is_http && !given.get_or_null("Path").is_truthy() && !given.get_or_null("Method").is_truthy() {
            given.set("Path", Node::text("$default"));
            given.set("Method", Node::text("x-amazon-apigateway-any-method"));
        }
        let api = self.validate(id, &given)?;
        if api == self.api.logical_id {
            self.conditions.insert(resource.get_str("Condition").map(|condition| condition.to_string()));
            self.methods += 1;
        }
        self.add_path(id, &api, &given)?;
        if is_http && given.has("RouteSettings") {
            self.check_route_settings(id, &api, &given, resource)?;
        }
        Ok(())
    }

    /// Checks that tags for the implicit API are a value that Python's `dict.update` accepts.
    fn check_tags(&self, given: &Map, resource_type: &str, properties: &Map) -> SamResult<()> {
        if given.has(&self.api.api_property) {
            return Ok(());
        }
        let globals = self.template.get_or_null("Globals");
        let section = match &globals {
            Node::Map(globals) => globals.get_or_null(resource_type.trim_start_matches("AWS::Serverless::")),
            other if !other.is_truthy() => Node::Null,
            other => return Err(SamError::no_attribute("`Globals`", other.type_name())),
        };
        let from_globals = |key: &str| match &section {
            Node::Map(section) => Ok(section.get_or_null(key)),
            other if !other.is_truthy() => Ok(Node::Null),
            other => Err(SamError::no_attribute("a section of `Globals`", other.type_name())),
        };
        let either = |key: &str| match properties.get_or_null(key) {
            own if own.is_truthy() => Ok(own),
            _ => from_globals(key),
        };
        let propagate = either("PropagateTags")?;
        let tags = either("Tags")?;
        if propagate.is_truthy() && tags.is_truthy() && !tags.is_map() {
            let pairs = tags
                .items()
                .is_some_and(|items| items.iter().all(|item| item.as_map().is_some_and(|map| map.len() == 2)));
            if !pairs {
                return Err(SamError::new("ValueError", "`Tags` that are passed on have to be a map"));
            }
        }
        Ok(())
    }

    fn validate(&self, id: &str, given: &Map) -> Result<String, EventError> {
        let api = match given.get_or_null(&self.api.api_property) {
            Node::Map(map) if map.has("Ref") => map.get_or_null("Ref"),
            other => other,
        };
        for key in ["Path", "Method"] {
            if given.get_or_null(key).is_null() {
                return Err(EventError::Event(format!("the event {id} needs `{key}`")));
            }
        }
        let Some(api) = api.as_str() else {
            let property = &self.api.api_property;
            return Err(EventError::Event(format!(
                "`{property}` of the event {id} has to name an API of this template"
            )));
        };
        for key in ["Path", "Method"] {
            if !given.get_or_null(key).is_str() {
                return Err(EventError::Event(format!("`{key}` of the event {id} has to be a text")));
            }
        }
        Ok(api.to_owned())
    }

    fn add_path(&self, id: &str, api: &str, given: &Map) -> Result<(), EventError> {
        let ImplicitApi { api_property, resource_type, .. } = self.api;
        let existing = self.resources.get(api);
        let found = existing.as_ref().and_then(Node::as_map);
        let found_type = found.and_then(|found| found.get_str("Type"));
        let other_kind = found_type.as_deref() == Some(HTTP_API) && *resource_type != HTTP_API;
        let Some(found) = found.filter(|_| !other_kind) else {
            return Err(EventError::Event(format!(
                "`{api_property}` of the event {id} has to name an {resource_type} of this template, and {api} is none"
            )));
        };
        let Node::Map(properties) = properties_of(found) else { return Ok(()) };
        if !properties.get_or_null("__MANAGE_SWAGGER").is_truthy() {
            return Ok(());
        }
        let (Some(paths), Some(path)) = (paths_of(found), given.get_str("Path")) else { return Ok(()) };
        paths.set(&path, Node::Bool(true));
        Ok(())
    }

    fn check_route_settings(&self, id: &str, api: &str, given: &Map, resource: &Map) -> Result<(), EventError> {
        let Some(Node::Map(found)) = self.resources.get(api) else { return Ok(()) };
        let Node::Map(properties) = properties_of(&found) else { return Ok(()) };
        let settings = properties.get("RouteSettings").unwrap_or_else(|| Node::Map(Map::default()));
        let Node::Map(settings) = settings else {
            return Err(EventError::SamError(SamError::new(
                "InvalidResourcePropertyTypeException",
                format!("`RouteSettings` of {api} has to be a map"),
            )));
        };
        let has_condition = resource.get_or_null("Condition").is_truthy();
        if !has_condition && !given.get_or_null("RouteSettings").is_map() {
            return Err(EventError::Event(format!("`RouteSettings` of the event {id} has to be a map")));
        }
        let path = given.get_str("Path").unwrap_or_default();
        let method = given.get_str("Method").unwrap_or_default();
        let route = if &*method == "x-amazon-apigateway-any-method" {
            path.to_string()
        } else {
            format!("{} {path}", method.to_uppercase())
        };
        match settings.get(&route) {
            None => settings.set(&route, Node::Map(Map::default())),
            Some(Node::Map(_)) => {}
            Some(other) => {
                return Err(EventError::SamError(SamError::no_attribute("a route setting", other.type_name())));
            }
        }
        properties.set("RouteSettings", Node::Map(settings));
        Ok(())
    }

    /// Adds SAM's combined condition if every function behind the implicit API has one.
    fn combine_conditions(&self) -> SamResult<()> {
        let joined = self.methods > 0 && self.conditions.len() > 1 && !self.conditions.contains(&None);
        if joined && self.template.get("Conditions").is_some_and(|conditions| !conditions.is_map()) {
            return Err(SamError::new("TypeError", "`Conditions` has to be a map"));
        }
        Ok(())
    }
}
