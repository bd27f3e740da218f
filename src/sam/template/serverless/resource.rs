//! Each of SAM's own resources, checked against its property table (`samtranslator/model/__init__.py`).

use super::super::node::{Map, Node};
use super::super::python::python_str;
use super::super::sam_error::{SamError, SamResult};
use super::applications::Applications;
use super::policies;
use super::table::properties_of;

/// Why a resource is invalid. SAM collects these over all resources and then refuses the template.
pub struct Invalid(pub String);

/// Names every resource object of SAM's library has, so that a property of that name is not unknown.
const KEYWORDS: &[&str] = &["logical_id", "relative_id", "depends_on", "resource_attributes"];

/// Checks every resource.
pub fn check_all(resources: &Map, applications: &Applications) -> SamResult<()> {
    let mut invalid = Vec::new();
    for (id, resource) in resources.entries() {
        let Node::Map(resource) = resource else { continue };
        let Some(resource_type) = resource.get_str("Type") else { continue };
        if properties_of(&resource_type).is_none() {
            continue;
        }
        if let Err(Invalid(reason)) = check(&id, &resource, &resource_type, applications)? {
            invalid.push(reason);
        }
    }
    match invalid.split_first() {
        None => Ok(()),
        Some((first, [])) => Err(SamError::document(first)),
        Some((first, more)) => Err(SamError::document(format!("{first} (and {} more)", more.len()))),
    }
}

fn check(
    id: &Node,
    resource: &Map,
    resource_type: &str,
    applications: &Applications,
) -> SamResult<Result<(), Invalid>> {
    let name = python_str(id);
    let is_id = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric());
    if !id.as_str().is_some_and(|text| is_id(text.strip_suffix('\n').unwrap_or(text))) {
        return Ok(Err(Invalid(format!("{name}: a logical ID is letters and digits only"))));
    }
    let properties = match resource.get("Properties") {
        Some(Node::Map(properties)) => properties,
        Some(_) => return Ok(Err(Invalid(format!("{name}: its `Properties` have to be a map")))),
        None => Map::default(),
    };
    if resource_type == "AWS::Serverless::Function" && !properties.get_or_null("CodeUri").is_truthy() {
        properties.set("CodeUri", Node::text("."));
    }
    if resource_type == "AWS::Serverless::Application"
        && let Err(invalid) = applications.check(&name, &properties)
    {
        return Ok(Err(invalid));
    }
    if matches!(resource_type, "AWS::Serverless::Function" | "AWS::Serverless::StateMachine")
        && let Err(invalid) = policies::check(&name, &properties)?
    {
        return Ok(Err(invalid));
    }
    check_properties(&name, &properties, resource_type)
}

fn check_properties(name: &str, properties: &Map, resource_type: &str) -> SamResult<Result<(), Invalid>> {
    let known = properties_of(resource_type).unwrap_or_default();
    for (key, _) in properties.entries() {
        let Node::Str(key) = &key else {
            return Err(SamError::new(
                "TypeError",
                format!("{name}: the property {} has no text as its name", python_str(&key)),
            ));
        };
        let is_known = known.iter().any(|property| *property.name == **key) || KEYWORDS.contains(&&**key);
        // SAM's library takes whatever it gets for this one type.
        if !is_known && resource_type != "AWS::Serverless::GraphQLApi" {
            return Ok(Err(Invalid(format!("{name}: {resource_type} has no property `{key}`"))));
        }
    }
    for property in known {
        let value = properties.get_or_null(property.name);
        let may_be_function = property.takes_functions && value.as_map().is_some_and(|map| map.len() == 1);
        if may_be_function {
            continue;
        }
        if value.is_null() {
            if property.required {
                return Ok(Err(Invalid(format!("{name}: the property `{}` is missing", property.name))));
            }
        } else if !property.kind.fits(&value) {
            return Ok(Err(Invalid(format!("{name}: `{}` has to be {}", property.name, property.kind.describe()))));
        }
    }
    Ok(Ok(()))
}
