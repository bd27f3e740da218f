//! `AWS::LanguageExtensions`, expanded before anything else where `--language-extensions` is on
//! (`samcli/lib/cfn_language_extensions/`).
//!
//! This is a second set of rules for the same functions: `Fn::Join` takes numbers here, `Fn::If` looks at one branch
//! only, `Fn::Sub` knows `${!Literal}`. What cannot be known locally stays as it is written, and the usual resolver then
//! does with it what it always does.

mod conditions;
mod functions;
mod json_text;
mod lookups;
mod loops;
mod no_value;
mod policies;
mod resolver;
mod sections;
mod text;

use super::node::{Map, Node};
use super::python::python_str;
use super::sam_error::{SamError, SamResult};
pub use loops::explain_loop_crash;
use resolver::Resolver;

/// SAM's own class for what these rules refuse; by the time a person sees it, it has become another.
const INVALID: &str = "InvalidTemplateException";

/// Whether the template asks for `AWS::LanguageExtensions`, alone or among other transforms.
pub fn is_requested(template: &Map) -> bool {
    let is_it = |transform: &Node| transform.as_str() == Some("AWS::LanguageExtensions");
    match template.get_or_null("Transform") {
        Node::List(items) => items.borrow().iter().any(is_it),
        other => is_it(&other),
    }
}

/// The template without language extensions. `values` are the pseudo-parameters and what the parameters are overridden
/// with, and the template's text has so many bytes.
pub fn expand(template: &Map, values: Map, bytes: usize) -> SamResult<Map> {
    loops::simulate_artifact_search(template, &values)?;
    let fragment = template.shallow_copy();
    expand_sections(&fragment, values, bytes)
        .map_err(|raised| if raised.class == INVALID { SamError::document(raised.message) } else { raised })?;
    Ok(fragment)
}

fn expand_sections(fragment: &Map, values: Map, bytes: usize) -> SamResult<()> {
    check_sections(fragment)?;
    let resolver = Resolver::new(fragment, values, bytes);
    resolver.expand_loops(fragment)?;
    resolver.resolve_sections(fragment)?;
    for name in ["DeletionPolicy", "UpdateReplacePolicy"] {
        resolver.check_policies(fragment, name)?;
    }
    Ok(())
}

/// Resources have to be maps, or lists for loops; outputs have to be something.
fn check_sections(fragment: &Map) -> SamResult<()> {
    let Node::Map(resources) = fragment.get_or_null("Resources") else {
        return Err(invalid("`Resources` has to be a map"));
    };
    for (id, resource) in resources.entries() {
        if !(resource.is_map() || resource.is_list()) {
            return Err(invalid(format!("the resource {} has to be a map", python_str(&id))));
        }
    }
    match fragment.get_or_null("Outputs") {
        Node::Map(outputs) => match outputs.entries().into_iter().find(|(_, output)| output.is_null()) {
            Some((id, _)) => Err(invalid(format!("the output {} is empty", python_str(&id)))),
            None => Ok(()),
        },
        other if other.is_truthy() => Err(SamError::no_attribute("`Outputs`", other.type_name())),
        _ => Ok(()),
    }
}

fn invalid(what: impl Into<String>) -> SamError {
    SamError::new(INVALID, what)
}

/// What SAM says of a function whose arguments it cannot use.
fn wrong_arguments(name: &str) -> SamError {
    invalid(format!("{name} is not given the arguments it takes"))
}

/// The key and value of a map with one entry; a key that is no text is none of the functions', and SAM CLI crashes
/// asking it how it starts.
fn single_entry(map: &Map) -> SamResult<Option<(std::rc::Rc<str>, Node)>> {
    if map.len() != 1 {
        return Ok(None);
    }
    match map.first() {
        Some((Node::Str(key), value)) => Ok(Some((key, value))),
        Some((key, _)) => Err(SamError::no_attribute("the key of a map", key.type_name())),
        None => Ok(None),
    }
}
