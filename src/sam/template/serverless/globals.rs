//! `Globals`, merged into each resource (`samtranslator/plugins/globals/`).

use super::super::node::{Map, Node};
use super::super::python::python_str;
use super::super::sam_error::{SamError, SamResult};
use super::globals_table::supported;
use super::{is_function, plugin_resources, properties_of};

/// Merges the globals and removes them.
pub fn run(template: &Map, resources: &Map) -> SamResult<()> {
    let sections = match template.get("Globals") {
        Some(globals) => parse(&globals)?,
        None => Vec::new(),
    };
    for (id, resource, resource_type) in plugin_resources(resources)? {
        let mut properties = properties_of(&resource);
        if let Some((_, global)) = sections.iter().find(|(name, _)| *name == resource_type) {
            let global = without_ignored(global, &resource, &python_str(&id))?;
            properties = merge(&Node::Map(global), &properties, "")?;
        }
        resource.set("Properties", properties);
    }
    template.remove("Globals");
    fix_openapi_versions(resources)
}

fn refuse(what: &str) -> SamError {
    SamError::document(format!("`Globals` is invalid: {what}"))
}

fn parse(globals: &Node) -> SamResult<Vec<(String, Map)>> {
    let Node::Map(globals) = globals else { return Err(refuse("it has to be a map that is not empty")) };
    let mut sections = Vec::new();
    for (section, properties) in globals.entries() {
        let Node::Str(section) = section else {
            return Err(SamError::new("TypeError", "a section of `Globals` has to be named by a text"));
        };
        let resource_type = format!("AWS::Serverless::{section}");
        let Some(known) = supported(&resource_type) else {
            return Err(refuse(&format!("there is no section `{section}`")));
        };
        let Node::Map(properties) = properties else {
            return Err(refuse(&format!("the section `{section}` has to be a map")));
        };
        for (key, _) in properties.entries() {
            if !key.as_str().is_some_and(|key| known.contains(&key)) {
                return Err(refuse(&format!("`{}` cannot be global in the section `{section}`", python_str(&key))));
            }
        }
        sections.push((resource_type, properties));
    }
    Ok(sections)
}

/// `IgnoreGlobals` of a resource: `'*'` or a list of names.
fn without_ignored(global: &Map, resource: &Map, id: &str) -> SamResult<Map> {
    let ignored = resource.get_or_null("IgnoreGlobals");
    if !ignored.is_truthy() {
        return Ok(global.clone());
    }
    if ignored.as_str() == Some("*") {
        return Ok(Map::default());
    }
    let Some(names) = ignored.items() else {
        return Err(SamError::document(format!("`IgnoreGlobals` of {id} has to be '*' or a list of properties")));
    };
    let rest = global.shallow_copy();
    for name in names {
        if !name.is_hashable() {
            return Err(SamError::new("TypeError", format!("`IgnoreGlobals` of {id} has to list names")));
        }
        match name.as_str() {
            Some(name) if rest.has(name) => rest.remove(name),
            _ => {
                return Err(SamError::document(format!(
                    "`IgnoreGlobals` of {id} names {}, which is not among the globals",
                    python_str(&name)
                )));
            }
        }
    }
    Ok(rest)
}

/// What a value is when two are merged.
#[derive(PartialEq, Eq)]
enum Token {
    Primitive,
    Map,
    List,
}

fn token_of(value: &Node) -> SamResult<Token> {
    Ok(match value {
        Node::Map(_) if !is_function(value)? => Token::Map,
        Node::List(_) => Token::List,
        _ => Token::Primitive,
    })
}

/// Lists one after the other, maps key by key, anything else the local value alone.
fn merge(global: &Node, local: &Node, path: &str) -> SamResult<Node> {
    let token = token_of(global)?;
    if token != token_of(local)? {
        return Ok(local.clone());
    }
    match (global, local) {
        (Node::List(_), Node::List(_)) if path != "Architectures" => {
            let mut items = global.items().unwrap_or_default();
            items.extend(local.items().unwrap_or_default());
            Ok(Node::list(items))
        }
        (Node::Map(global), Node::Map(local)) if token == Token::Map => {
            let merged = global.shallow_copy();
            for (key, value) in local.entries() {
                let value = match global.get_node(&key) {
                    Some(above) => {
                        merge(&above, &value, format!("{path}.{}", python_str(&key)).trim_start_matches('.'))?
                    }
                    None => value,
                };
                merged.insert(key, value);
            }
            Ok(Node::Map(merged))
        }
        _ => Ok(local.clone()),
    }
}

/// A number as `OpenApiVersion` becomes text where SAM writes the definition itself.
fn fix_openapi_versions(resources: &Map) -> SamResult<()> {
    for (id, resource) in resources.entries() {
        let Node::Map(resource) = resource else { continue };
        if resource.get_str("Type").as_deref() != Some("AWS::Serverless::Api") {
            continue;
        }
        let Some(Node::Map(properties)) = resource.get("Properties") else {
            return Err(SamError::new(
                "TypeError",
                format!("the `Properties` of {} have to be a map", python_str(&id)),
            ));
        };
        let Some(version) = properties.get("OpenApiVersion") else { continue };
        if properties.has("__MANAGE_SWAGGER") && is_version_3(&python_str(&version)) {
            properties.set("OpenApiVersion", Node::text(python_str(&version)));
        }
    }
    Ok(())
}

/// `3`, `3.0` or `3.0.1`.
fn is_version_3(text: &str) -> bool {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let mut parts = text.split('.');
    let is_digit = |part: &str| part.len() == 1 && part.bytes().all(|b| b.is_ascii_digit());
    parts.next() == Some("3") && parts.clone().count() <= 2 && parts.all(is_digit)
}
