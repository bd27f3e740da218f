//! The one thing SAM's schema check refuses: keys that are no text where it matches names against a pattern.
//! What it finds otherwise, SAM throws away (`samtranslator/validator/validator.py`).

use super::super::node::{Map, Node};
use super::super::sam_error::{SamError, SamResult};

const SECTIONS: &[&str] = &["Conditions", "Mappings", "Outputs", "Parameters", "Resources"];

/// Functions, to the schema check; a map that is one is not looked into.
const FUNCTIONS: &[&str] = &[
    "Fn::And",
    "Fn::Base64",
    "Fn::Cidr",
    "Fn::Equals",
    "Fn::FindInMap",
    "Fn::GetAtt",
    "Fn::GetAZs",
    "Fn::If",
    "Fn::ImportValue",
    "Fn::Join",
    "Fn::Not",
    "Fn::Or",
    "Fn::Select",
    "Fn::Split",
    "Fn::Sub",
    "Fn::Transform",
    "Ref",
];

/// Refuses what makes the check itself fail.
pub fn check_keys(template: &Map) -> SamResult<()> {
    for section in SECTIONS {
        check_map(&template.get_or_null(section), section)?;
    }
    let Node::Map(resources) = template.get_or_null("Resources") else { return Ok(()) };
    for (_, resource) in resources.entries() {
        let Node::Map(resource) = resource else { continue };
        if resource.get_str("Type").as_deref() != Some("AWS::Serverless::Api") {
            continue;
        }
        if let Node::Map(properties) = resource.get_or_null("Properties") {
            check_map(&properties.get_or_null("Variables"), "Variables")?;
        }
    }
    Ok(())
}

fn check_map(value: &Node, section: &str) -> SamResult<()> {
    let Node::Map(map) = value else { return Ok(()) };
    let entries = map.entries();
    let is_function = entries.len() == 1 && entries[0].0.as_str().is_some_and(|key| FUNCTIONS.contains(&key));
    if is_function {
        return Ok(());
    }
    match entries.iter().find(|(key, _)| !key.is_str()) {
        None => Ok(()),
        Some((key, _)) => Err(SamError::new(
            "TypeError",
            format!(
                "the key {0} in `{section}` is no text: put it in quotes, as \"{0}\"",
                super::super::python::python_str(key)
            ),
        )),
    }
}
