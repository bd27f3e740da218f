//! `Fn::ForEach` (`processors/foreach.py`).

use std::rc::Rc;

use super::super::node::{Map, Node};
use super::super::sam_error::{SamError, SamResult};
use super::resolver::Resolver;
use super::text::{alphanumeric, has_dynamic_reference, loop_text, split_at_commas};
use super::{invalid, wrong_arguments};

/// The prefix of a loop's key.
const PREFIX: &str = "Fn::ForEach::";

/// The maximum nesting of loops in `CloudFormation`.
const MAX_LOOPS: usize = 5;

/// A parsed loop.
struct Loop {
    identifier: Rc<str>,
    collection: Vec<Node>,
    body: Map,
}

impl Resolver {
    /// Unrolls the loops in conditions, resources with their properties, and outputs, in place.
    pub fn expand_loops(&self, fragment: &Map) -> SamResult<()> {
        for name in ["Resources", "Conditions", "Outputs"] {
            if let Some(section @ Node::Map(_)) = fragment.get(name)
                && self.loops_within(&section, 0)? > MAX_LOOPS
            {
                return Err(invalid(format!("loops are nested deeper than {MAX_LOOPS}, which CloudFormation refuses")));
            }
        }
        self.expand_or_remove(fragment, "Conditions")?;
        if let Some(Node::Map(resources)) = fragment.get("Resources") {
            fragment.set("Resources", Node::Map(self.expand_resources(&resources)?));
        }
        self.expand_or_remove(fragment, "Outputs")
    }

    fn expand_or_remove(&self, fragment: &Map, name: &str) -> SamResult<()> {
        if let Some(section) = fragment.get(name) {
            let expanded = self.expand_section(&section, &[], 0)?;
            if expanded.is_truthy() {
                fragment.set(name, expanded);
            } else {
                fragment.remove(name);
            }
        }
        Ok(())
    }

    fn loops_within(&self, value: &Node, depth: usize) -> SamResult<usize> {
        self.charge(1, depth)?;
        let mut most = 0;
        match value {
            Node::Map(map) => {
                for (key, value) in map.entries() {
                    let within = match (is_loop(&key), value.items()) {
                        (false, _) => self.loops_within(&value, depth + 1)?,
                        (true, Some(parts)) if parts.len() >= 3 => 1 + self.loops_within(&parts[2], depth + 1)?,
                        (true, _) => 1,
                    };
                    most = most.max(within);
                }
            }
            Node::List(items) => {
                for item in items.borrow().iter() {
                    most = most.max(self.loops_within(item, depth + 1)?);
                }
            }
            _ => {}
        }
        Ok(most)
    }

    fn expand_resources(&self, resources: &Map) -> SamResult<Map> {
        let expanded = Map::default();
        for (key, value) in resources.entries() {
            if let Some(name) = loop_key(&key) {
                let made = self.run_loop(name, &value, &[], 0)?;
                let made: SamResult<Map> =
                    made.entries().into_iter().map(|(key, value)| Ok((key, self.expand_properties(&value)?))).collect();
                merge(&expanded, &made?, name)?;
            } else {
                expanded.insert(key, self.expand_properties(&value)?);
            }
        }
        Ok(expanded)
    }

    fn expand_properties(&self, resource: &Node) -> SamResult<Node> {
        let Some((map, properties)) = resource.as_map().and_then(|map| Some((map, map.get("Properties")?))) else {
            return Ok(resource.clone());
        };
        let expanded: Map = map.entries().into_iter().collect();
        expanded.set("Properties", self.expand_section(&properties, &[], 0)?);
        Ok(Node::Map(expanded))
    }

    fn expand_section(&self, section: &Node, outer: &[Rc<str>], depth: usize) -> SamResult<Node> {
        let Node::Map(section) = section else { return Ok(section.clone()) };
        let expanded = Map::default();
        for (key, value) in section.entries() {
            if let Some(name) = loop_key(&key) {
                merge(&expanded, &self.run_loop(name, &value, outer, depth)?, name)?;
            } else {
                expanded.insert(key, value);
            }
        }
        Ok(Node::Map(expanded))
    }

    fn run_loop(&self, name: &str, value: &Node, outer: &[Rc<str>], depth: usize) -> SamResult<Map> {
        let Loop { identifier, collection, body } = self.read_loop(name, value, outer)?;
        let mut identifiers = outer.to_vec();
        identifiers.push(identifier.clone());
        let made = Map::default();
        for item in collection {
            let replaced = self.replace(&Node::Map(body.clone()), &identifier, &loop_text(&item), depth)?;
            match self.expand_section(&replaced, &identifiers, depth + 1)? {
                Node::Map(expanded) => merge(&made, &expanded, name)?,
                other => return Err(SamError::no_attribute("the body of a loop", other.type_name())),
            }
        }
        Ok(made)
    }

    fn read_loop(&self, name: &str, value: &Node, outer: &[Rc<str>]) -> SamResult<Loop> {
        let parts = Self::arguments(name, value, 3)?;
        let Node::Str(identifier) = &parts[0] else { return Err(wrong_arguments(name)) };
        if identifier.is_empty() {
            return Err(wrong_arguments(name));
        }
        if self.parameters.has(identifier) {
            return Err(invalid(format!("{name}: the identifier {identifier} is the name of a parameter as well")));
        }
        if outer.contains(identifier) {
            return Err(invalid(format!("{name}: the loop around it has the identifier {identifier} as well")));
        }
        if self.parameters.has(name.strip_prefix(PREFIX).unwrap_or(name)) {
            return Err(invalid(format!("{name}: the loop has the name of a parameter")));
        }
        let Node::Map(body) = &parts[2] else { return Err(wrong_arguments(name)) };
        let collection = self.collection(&parts[1])?.items().ok_or_else(|| wrong_arguments(name))?;
        Ok(Loop { identifier: identifier.clone(), collection, body: body.clone() })
    }

    fn collection(&self, collection: &Node) -> SamResult<Node> {
        self.check_local(collection, 0)?;
        if collection.is_list() {
            return Ok(collection.clone());
        }
        let resolved = self.resolve(collection, 0)?;
        match resolved.as_str() {
            Some(text) if text.contains(',') => Ok(split_at_commas(text)),
            _ => Ok(resolved),
        }
    }

    /// Rejects a collection that only AWS can resolve.
    fn check_local(&self, collection: &Node, depth: usize) -> SamResult<()> {
        self.charge(1, depth)?;
        let unknown = |what: &str| {
            Err(invalid(format!(
                "a loop goes over {what}, which is not known on this machine; let it go over a parameter of the type \
                 CommaDelimitedList and give its value with --parameter-overrides"
            )))
        };
        match collection {
            Node::Map(map) if map.len() == 1 => match map.first() {
                Some((Node::Str(key), _))
                    if matches!(&*key, "Fn::GetAtt" | "!GetAtt" | "Fn::ImportValue" | "!ImportValue") =>
                {
                    unknown(&key)
                }
                _ => Ok(()),
            },
            Node::Str(text) if has_dynamic_reference(text) => unknown("a dynamic reference"),
            Node::List(items) => items.borrow().iter().try_for_each(|item| self.check_local(item, depth + 1)),
            _ => Ok(()),
        }
    }

    /// Replaces the identifier in the body of a loop, also in keys.
    fn replace(&self, value: &Node, identifier: &str, by: &str, depth: usize) -> SamResult<Node> {
        self.charge(1, depth)?;
        let deeper = depth + 1;
        match value {
            Node::Str(text) if text.contains('{') => {
                let replaced = text.replace(&format!("${{{identifier}}}"), by);
                let replaced = replaced.replace(&format!("&{{{identifier}}}"), &alphanumeric(by));
                self.charge(replaced.len() / 16, depth)?;
                Ok(Node::text(replaced))
            }
            Node::Map(map) => {
                if map.len() == 1 && map.get_str("Ref").as_deref() == Some(identifier) {
                    return Ok(Node::text(by));
                }
                let entries = map.entries().into_iter();
                let replaced: SamResult<Map> = entries
                    .map(|(key, value)| {
                        let key = self.replace(&key, identifier, by, deeper)?;
                        Ok((key, self.replace(&value, identifier, by, deeper)?))
                    })
                    .collect();
                Ok(Node::Map(replaced?))
            }
            Node::List(_) => {
                let items = value.items().unwrap_or_default();
                let items = items.iter().map(|item| self.replace(item, identifier, by, deeper));
                items.collect::<SamResult<Vec<_>>>().map(Node::list)
            }
            other => Ok(other.clone()),
        }
    }
}

/// Returns an error that explains SAM's crash on a loop that was not unrolled.
pub fn explain_loop_crash(template: &Map, raised: SamError) -> SamError {
    let resources = template.get_or_null("Resources");
    let is_there = resources.as_map().is_some_and(|map| map.entries().iter().any(|(key, _)| is_loop(key)));
    if raised.class != "AttributeError" || !is_there {
        return raised;
    }
    let what = if super::is_requested(template) {
        "SAM CLI crashes on `Fn::ForEach` unless it is told --language-extensions"
    } else {
        "SAM CLI crashes on `Fn::ForEach`: it takes `Transform: AWS::LanguageExtensions` and --language-extensions"
    };
    SamError { message: what.to_owned(), ..raised }
}

fn is_loop(key: &Node) -> bool {
    loop_key(key).is_some()
}

fn loop_key(key: &Node) -> Option<&str> {
    key.as_str().filter(|key| key.starts_with(PREFIX))
}

/// Adds the entries that a loop created, none of which may exist already.
fn merge(all: &Map, made: &Map, name: &str) -> SamResult<()> {
    let twice: Vec<Node> =
        made.entries().into_iter().map(|(key, _)| key).filter(|key| all.get_node(key).is_some()).collect();
    if !twice.iter().all(Node::is_str) {
        return Err(SamError::new("TypeError", format!("{name} makes an entry twice, with a number as its name")));
    }
    if let Some(key) = twice.first().and_then(Node::as_str) {
        return Err(invalid(format!("{name} makes {key}, which is there already")));
    }
    for (key, value) in made.entries() {
        all.insert(key, value);
    }
    Ok(())
}

/// Simulates SAM's search for local code in the bodies of loops, which it runs first and which may crash: on empty
/// `Parameters`, or on a reference to an unhashable value.
pub fn simulate_artifact_search(template: &Map, values: &Map) -> SamResult<()> {
    let Node::Map(resources) = template.get_or_null("Resources") else { return Ok(()) };
    for (key, value) in resources.entries().into_iter().filter(|(key, _)| is_loop(key)) {
        search_loop(&key, &value, template, values, 0)?;
    }
    Ok(())
}

fn search_loop(key: &Node, value: &Node, template: &Map, values: &Map, depth: usize) -> SamResult<()> {
    // Deeper loops are refused anyway, by their depth or by their arguments.
    if depth > MAX_LOOPS || !is_loop(key) {
        return Ok(());
    }
    let Some(parts) = value.items().filter(|parts| parts.len() == 3 && parts[0].is_str()) else { return Ok(()) };
    let Node::Map(body) = &parts[2] else { return Ok(()) };
    let is_over_nothing = match &parts[1] {
        Node::Map(collection) => match collection.get("Ref") {
            Some(target) => !is_known(&target, template, values)?,
            None => true,
        },
        other => !other.is_truthy(),
    };
    if !is_over_nothing {
        for (key, value) in body.entries() {
            search_loop(&key, &value, template, values, depth + 1)?;
        }
    }
    Ok(())
}

fn is_known(target: &Node, template: &Map, values: &Map) -> SamResult<bool> {
    let crash = |what: &str| Err(SamError::new("TypeError", format!("{what}, and SAM CLI crashes on it")));
    if !target.is_hashable() {
        return crash("a loop goes over a reference to a list or map");
    }
    match template.get("Parameters") {
        Some(Node::Map(parameters)) => Ok(values.get_node(target).or_else(|| parameters.get_node(target)).is_some()),
        None | Some(Node::List(_) | Node::Str(_)) => Ok(values.get_node(target).is_some()),
        Some(_) => crash("a loop goes over a parameter, and `Parameters` are empty"),
    }
}
