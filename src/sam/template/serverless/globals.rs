//! `Globals`, merged into each resource (`samtranslator/plugins/globals/`).

use super::super::node::{Map, Node};
use super::super::python::python_str;
use super::super::sam_error::{Refusals, SamError, SamResult};
use super::{is_function, plugin_resources, properties_of};
use crate::sam::tables::{GlobalSection, Merge, tables};

const API: &str = "AWS::Serverless::Api";

/// Merges the globals and removes them.
pub fn run(template: &Map, resources: &Map, refusals: &Refusals) -> SamResult<()> {
    let sections = match template.get("Globals") {
        Some(globals) => parse(&globals, refusals)?,
        None => Vec::new(),
    };
    for (id, resource, resource_type) in plugin_resources(resources, refusals)? {
        let mut properties = properties_of(&resource);
        if let Some(section) = sections.iter().find(|section| section.resource_type == resource_type) {
            let global = without_ignored(&section.properties, &resource, &python_str(&id), refusals)?;
            let merging = Merging { known: section.known, refusals };
            properties = merging.merge(&Node::Map(global), &properties, "")?;
        }
        resource.set("Properties", properties);
    }
    template.remove("Globals");
    fix_openapi_versions(resources, refusals)
}

/// A section of `Globals`.
struct Section {
    resource_type: String,
    known: &'static GlobalSection,
    properties: Map,
}

fn refuse(what: &str) -> SamError {
    SamError::document(format!("`Globals` is invalid: {what}"))
}

/// Returns the sections with all their properties. A property that cannot be global is noted and still merged.
fn parse(globals: &Node, refusals: &Refusals) -> SamResult<Vec<Section>> {
    let Node::Map(globals) = globals else {
        refusals.note(refuse("it has to be a map that is not empty"))?;
        return Ok(Vec::new());
    };
    let mut sections = Vec::new();
    for (section, properties) in globals.entries() {
        let Node::Str(section) = section else {
            refusals.note(SamError::new("TypeError", "a section of `Globals` has to be named by a text"))?;
            continue;
        };
        let Some(known) = tables().globals.get(&*section) else {
            refusals.note(refuse(&format!("there is no section `{section}`")))?;
            continue;
        };
        let Node::Map(properties) = properties else {
            refusals.note(refuse(&format!("the section `{section}` has to be a map")))?;
            continue;
        };
        for (key, _) in properties.entries() {
            if !key.as_str().is_some_and(|key| known.properties.contains(key)) {
                refusals
                    .note(refuse(&format!("`{}` cannot be global in the section `{section}`", python_str(&key))))?;
            }
        }
        sections.push(Section { resource_type: format!("AWS::Serverless::{section}"), known, properties });
    }
    Ok(sections)
}

/// Applies `IgnoreGlobals` of a resource: `'*'` or a list of names.
fn without_ignored(global: &Map, resource: &Map, id: &str, refusals: &Refusals) -> SamResult<Map> {
    let ignored = resource.get_or_null("IgnoreGlobals");
    if !ignored.is_truthy() {
        return Ok(global.clone());
    }
    if ignored.as_str() == Some("*") {
        return Ok(Map::default());
    }
    let Some(names) = ignored.items() else {
        refusals.note(SamError::document(format!("`IgnoreGlobals` of {id} has to be '*' or a list of properties")))?;
        return Ok(global.clone());
    };
    let rest = global.shallow_copy();
    for name in names {
        if !name.is_hashable() {
            refusals.note(SamError::new("TypeError", format!("`IgnoreGlobals` of {id} has to list names")))?;
            continue;
        }
        match name.as_str() {
            Some(name) if rest.has(name) => rest.remove(name),
            _ => refusals.note(SamError::document(format!(
                "`IgnoreGlobals` of {id} names {}, which is not among the globals",
                python_str(&name)
            )))?,
        }
    }
    Ok(rest)
}

/// The type of a value in a merge.
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

struct Merging<'a> {
    known: &'static GlobalSection,
    refusals: &'a Refusals,
}

impl Merging<'_> {
    /// Concatenates lists and merges maps by key; for other values the local one wins.
    fn merge(&self, global: &Node, local: &Node, path: &str) -> SamResult<Node> {
        let tokens = token_of(global).and_then(|token| Ok((token, token_of(local)?)));
        let Some((token, token_of_local)) = self.refusals.pass(tokens)? else { return Ok(local.clone()) };
        let rule = self.known.merge.get(path);
        if token != token_of_local || token == Token::Primitive || rule == Some(&Merge::Replace) {
            return Ok(local.clone());
        }
        match (global, local) {
            (Node::List(_), Node::List(_)) => {
                let mut items = global.items().unwrap_or_default();
                items.extend(local.items().unwrap_or_default());
                Ok(Node::list(items))
            }
            (Node::Map(global), Node::Map(local)) => {
                let prunes = rule == Some(&Merge::PruneAndMerge) && !local.is_empty();
                let merged = if prunes { Map::default() } else { global.shallow_copy() };
                for (key, value) in local.entries() {
                    let value = match global.get_node(&key) {
                        Some(above) => {
                            let path = format!("{path}.{}", python_str(&key));
                            self.merge(&above, &value, path.trim_start_matches('.'))?
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
}

/// Converts a numeric `OpenApiVersion` to text where SAM writes the definition itself.
fn fix_openapi_versions(resources: &Map, refusals: &Refusals) -> SamResult<()> {
    for (id, resource) in resources.entries() {
        let Node::Map(resource) = resource else { continue };
        if resource.get_str("Type").as_deref() != Some(API) {
            continue;
        }
        let Some(Node::Map(properties)) = resource.get("Properties") else {
            let what = format!("the `Properties` of {} have to be a map", python_str(&id));
            refusals.note(SamError::new("TypeError", what))?;
            continue;
        };
        let Some(version) = properties.get("OpenApiVersion") else { continue };
        let text = python_str(&version);
        if !properties.has("__MANAGE_SWAGGER") || !is_version_3(&text) {
            continue;
        }
        properties.set("OpenApiVersion", Node::text(text));
        if properties.get("DefinitionBody").is_some_and(|body| !body.is_map()) {
            let what = format!("the `DefinitionBody` of {} has to be a map", python_str(&id));
            refusals.note(SamError::new("TypeError", what))?;
        }
    }
    Ok(())
}

/// Returns whether a text is `3.0` or `3.0.1`, but not `3`, as
/// [`Tables::open_api_version_3`](crate::sam::tables::Tables::open_api_version_3) defines it.
fn is_version_3(text: &str) -> bool {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let is_digit = |part: &str| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_numeric) && chars.next().is_none()
    };
    let parts: Vec<&str> = text.split('.').collect();
    matches!(parts[..], ["3", ..]) && (2..=3).contains(&parts.len()) && parts[1..].iter().all(|part| is_digit(part))
}

#[cfg(test)]
mod tests {
    use super::is_version_3;

    #[test]
    fn openapi_versions_are_recognised() {
        for version in ["3.0", "3.1", "3.0.1", "3.0.1\n"] {
            assert!(is_version_3(version), "{version:?}");
        }
        for version in ["3", "", "3.", "3.10", "3.0.", "3.0.1.2", "2.0", " 3.0", "3.0.1\n\n", "13.0", "['3.0']"] {
            assert!(!is_version_3(version), "{version:?}");
        }
    }
}
