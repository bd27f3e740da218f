//! Rewrites the `Metadata` of resources like SAM: the paths of CDK assets, and the ID of a resource
//! (`samcli/lib/samlib/resource_metadata_normalizer.py`).

use super::node::{Map, Node};
use super::sam_error::{Refusals, SamError, SamResult};

/// The key of a resource's ID in SAM's metadata.
pub const RESOURCE_ID: &str = "SamResourceId";

/// Rewrites the metadata of all resources in place.
pub fn normalize(template: &Map, refusals: &Refusals) -> SamResult<()> {
    let Node::Map(resources) = template.get_or_null("Resources") else { return Ok(()) };
    for (id, resource) in resources.entries() {
        let Node::Map(resource) = resource else { continue };
        let id = super::python::python_str(&id);
        if !id.starts_with("Fn::ForEach::") {
            refusals.pass(normalize_resource(&id, &resource))?;
        }
    }
    Ok(())
}

fn normalize_resource(id: &str, resource: &Map) -> SamResult<()> {
    let given = resource.get("Metadata");
    let metadata = match &given {
        Some(Node::Map(metadata)) => metadata.shallow_copy(),
        Some(other) if other.is_truthy() => {
            return Err(SamError::no_attribute(&format!("`Metadata` of {id}"), other.type_name()));
        }
        _ => Map::default(),
    };
    if !metadata.get_or_null("SamNormalized").is_truthy() {
        replace_asset(id, resource, &metadata)?;
    }
    if metadata.get_or_null("aws:asset:is-bundled").is_truthy() {
        metadata.set("SkipBuild", Node::Bool(true));
    }
    // `Metadata:` without a value differs from no metadata: SAM crashes on it.
    match &given {
        None | Some(Node::Map(_)) => {}
        Some(other) => return Err(SamError::no_attribute(&format!("`Metadata` of {id}"), other.type_name())),
    }
    metadata.set(RESOURCE_ID, resource_id(id, resource));
    resource.set("Metadata", Node::Map(metadata));
    Ok(())
}

/// Replaces a property that names a deployed asset with CDK's local path.
fn replace_asset(id: &str, resource: &Map, metadata: &Map) -> SamResult<()> {
    let property = metadata.get_or_null("aws:asset:property");
    let path = if property.as_str() == Some("Code.ImageUri") {
        let context = metadata.get("aws:asset:path").unwrap_or_else(|| Node::text(""));
        let dockerfile = metadata.get_or_null("aws:asset:dockerfile-path");
        let (Node::Str(context), Node::Str(dockerfile)) = (context, dockerfile) else {
            return Err(SamError::new(
                "TypeError",
                format!("{id}: CDK's asset needs a path and a Dockerfile as texts"),
            ));
        };
        metadata.set("Dockerfile", Node::Str(dockerfile));
        metadata.set("DockerContext", Node::text(if context.is_empty() { "." } else { &*context }));
        Node::text(id.to_lowercase())
    } else {
        metadata.get_or_null("aws:asset:path")
    };
    if !property.is_truthy() || !path.is_truthy() {
        return Ok(());
    }
    let Node::Str(property) = property else {
        return Err(SamError::no_attribute("`aws:asset:property`", property.type_name()));
    };
    let mut target = match resource.get("Properties") {
        Some(Node::Map(properties)) => properties,
        None => Map::default(),
        Some(other) => {
            return Err(SamError::new(
                "TypeError",
                format!("`Properties` of {id} is a {} and no map", other.type_name()),
            ));
        }
    };
    let mut keys = property.split('.').peekable();
    while let Some(key) = keys.next() {
        if keys.peek().is_none() {
            target.set(key, path.clone());
        } else {
            let inner = Map::default();
            target.set(key, Node::Map(inner.clone()));
            target = inner;
        }
    }
    metadata.set("SamNormalized", Node::Bool(true));
    Ok(())
}

/// Returns the ID in the metadata, else the one in CDK's path, else the logical ID.
fn resource_id(id: &str, resource: &Map) -> Node {
    let Some(Node::Map(metadata)) = resource.get("Metadata") else { return Node::text(id) };
    if let Some(given) = metadata.get_str(RESOURCE_ID).filter(|given| !given.is_empty()) {
        return Node::Str(given);
    }
    let Some(path) = metadata.get_str("aws:cdk:path").filter(|path| !path.is_empty()) else { return Node::text(id) };
    let parts: Vec<&str> = path.split('/').collect();
    let ([before, last] | [_, before, last]) = parts[..] else { return Node::text(id) };
    let is_stack = resource.get_str("Type").as_deref() == Some("AWS::CloudFormation::Stack");
    let nested = ".NestedStack";
    let found = if last == "Resource" || (is_stack && before.ends_with(nested)) { before } else { last };
    Node::text(if is_stack { found.strip_suffix(nested).unwrap_or(found) } else { found })
}
