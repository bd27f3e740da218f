//! `AWS::LanguageExtensions`, which are expanded before anything else with `--language-extensions`
//! (`samcli/lib/cfn_language_extensions/`).
//!
//! This is a second set of rules for the same functions: here `Fn::Join` accepts numbers, `Fn::If` resolves only one
//! branch, and `Fn::Sub` supports `${!Literal}`. What cannot be resolved locally stays as written, and is then resolved
//! by the usual rules.

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

use super::intrinsics::AccountUse;
use super::node::{Map, Node};
use super::python::python_str;
use super::sam_error::{SamError, SamResult};
pub use loops::explain_loop_crash;
use resolver::Resolver;

/// The class of SAM's exception under these rules, which SAM converts before the user sees it.
const INVALID: &str = "InvalidTemplateException";

/// Returns whether the template requests `AWS::LanguageExtensions`, alone or among other transforms.
pub fn is_requested(template: &Map) -> bool {
    let is_it = |transform: &Node| transform.as_str() == Some("AWS::LanguageExtensions");
    match template.get_or_null("Transform") {
        Node::List(items) => items.borrow().iter().any(is_it),
        other => is_it(&other),
    }
}

/// Returns the template without language extensions. `values` are the pseudo-parameters and the overrides of
/// parameters; `account` notes whether the caller's account was used. `bytes` is the length of the template's text.
pub fn expand(template: &Map, values: Map, account: &AccountUse, bytes: usize) -> SamResult<Map> {
    loops::simulate_artifact_search(template, &values)?;
    let fragment = template.shallow_copy();
    expand_sections(&fragment, values, account, bytes)
        .map_err(|raised| if raised.class == INVALID { SamError::document(raised.message) } else { raised })?;
    Ok(fragment)
}

fn expand_sections(fragment: &Map, values: Map, account: &AccountUse, bytes: usize) -> SamResult<()> {
    check_sections(fragment)?;
    let resolver = Resolver::new(fragment, values, account.clone(), bytes);
    resolver.expand_loops(fragment)?;
    resolver.resolve_sections(fragment)?;
    for name in ["DeletionPolicy", "UpdateReplacePolicy"] {
        resolver.check_policies(fragment, name)?;
    }
    Ok(())
}

/// Checks that resources are maps, or lists for loops, and that outputs are not empty.
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

/// Returns SAM's error for a function with wrong arguments.
fn wrong_arguments(name: &str) -> SamError {
    invalid(format!("{name} is not given the arguments it takes"))
}

/// Returns the key and value of a map with one entry. SAM CLI crashes on a key that is not a text, as it calls
/// `startswith` on it.
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
