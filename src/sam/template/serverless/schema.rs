//! The only refusals of SAM's schema check: keys that are no text where it matches names against a pattern. SAM
//! discards its other findings (`samtranslator/validator/validator.py`).

use super::super::node::{Map, Node};
use super::super::python::python_str;
use super::super::sam_error::{SamError, SamResult};
use crate::sam::tables::tables;

/// Refuses keys on which the check crashes.
pub fn check_keys(template: &Map) -> SamResult<()> {
    let schema = &tables().schema;
    for section in &schema.sections {
        check_map(&template.get_or_null(section), section)?;
    }
    let Some(resources) = object(&template.get_or_null("Resources")) else { return Ok(()) };
    for (id, resource) in resources.entries() {
        let Some(resource) = object(&resource).filter(|_| is_logical_id(&id)) else { continue };
        let Some(paths) = resource.get_str("Type").and_then(|resource_type| schema.properties.get(&*resource_type))
        else {
            continue;
        };
        for path in paths {
            let mut value = resource.get_or_null("Properties");
            for name in path.split('.') {
                value = object(&value).map_or(Node::Null, |map| map.get_or_null(name));
            }
            check_map(&value, path)?;
        }
    }
    Ok(())
}

/// Returns a map that is no function, which the schema calls an object.
fn object(value: &Node) -> Option<Map> {
    let Node::Map(map) = value else { return None };
    let is_function = map.len() == 1
        && map.first().is_some_and(|(key, _)| key.as_str().is_some_and(|key| tables().schema.functions.contains(key)));
    (!is_function).then(|| map.clone())
}

/// Returns whether a key is a logical ID. Python's `$` also matches before a line break at the end.
pub fn is_logical_id(id: &Node) -> bool {
    let is_id = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric());
    id.as_str().is_some_and(|text| is_id(text.strip_suffix('\n').unwrap_or(text)))
}

fn check_map(value: &Node, name: &str) -> SamResult<()> {
    let Some(map) = object(value) else { return Ok(()) };
    match map.entries().iter().find(|(key, _)| !key.is_str()) {
        None => Ok(()),
        Some((key, _)) => Err(SamError::new(
            "TypeError",
            format!("the key {0} in `{name}` is no text: put it in quotes, as \"{0}\"", python_str(key)),
        )),
    }
}
