//! Checks SAM's own resources against their properties in the tables (`samtranslator/model/__init__.py`).

use std::rc::Rc;

use super::super::node::{Map, Node};
use super::super::python::python_str;
use super::super::sam_error::{Refusals, SamError, SamResult};
use super::Invalid;
use super::applications::Applications;
use super::policies;
use super::schema::is_logical_id;
use crate::sam::tables::{ResourceType, tables};

/// Checks every resource.
pub fn check_all(resources: &Map, applications: &Applications, refusals: &Refusals) -> SamResult<()> {
    let mut invalid = Vec::new();
    for (id, resource) in resources.entries() {
        let Node::Map(resource) = resource else { continue };
        let Some(resource_type) = resource.get_str("Type") else { continue };
        let Some(known) = tables().types.get(&*resource_type) else { continue };
        let checked = Checked { name: python_str(&id), id: &id, resource: &resource, resource_type, known };
        if let Some(Err(Invalid(reason))) = refusals.pass(checked.check(applications))? {
            invalid.push(reason);
        }
    }
    match invalid.split_first() {
        None => Ok(()),
        Some((first, [])) => refusals.note(SamError::document(first)),
        Some((first, more)) => refusals.note(SamError::document(format!("{first} (and {} more)", more.len()))),
    }
}

struct Checked<'a> {
    name: String,
    id: &'a Node,
    resource: &'a Map,
    resource_type: Rc<str>,
    known: &'a ResourceType,
}

impl Checked<'_> {
    fn check(&self, applications: &Applications) -> SamResult<Result<(), Invalid>> {
        if !is_logical_id(self.id) {
            return Ok(self.invalid("a logical ID is letters and digits only"));
        }
        let properties = match self.resource.get("Properties") {
            Some(Node::Map(properties)) => properties,
            Some(_) => return Ok(self.invalid("its `Properties` have to be a map")),
            None => Map::default(),
        };
        if &*self.resource_type == "AWS::Serverless::Function" && !properties.get_or_null("CodeUri").is_truthy() {
            properties.set("CodeUri", Node::text("."));
        }
        if &*self.resource_type == "AWS::Serverless::Application"
            && let Err(invalid) = applications.check(&self.name, &properties)
        {
            return Ok(Err(invalid));
        }
        if tables().policy_types.contains(&*self.resource_type)
            && let Err(invalid) = policies::check(&self.name, &properties)?
        {
            return Ok(Err(invalid));
        }
        self.check_properties(&properties)
    }

    fn invalid(&self, what: &str) -> Result<(), Invalid> {
        Err(Invalid(format!("{}: {what}", self.name)))
    }

    fn check_properties(&self, properties: &Map) -> SamResult<Result<(), Invalid>> {
        let known = &self.known.properties;
        // SAM sets all properties before it validates any. The first invalid one by name is reported.
        let mut wrong: Option<(Rc<str>, String)> = None;
        for (key, value) in properties.entries() {
            let Node::Str(key) = key else {
                return Err(SamError::new(
                    "TypeError",
                    format!("{}: the property {} has no text as its name", self.name, python_str(&key)),
                ));
            };
            let Some(property) = known.get(&*key) else {
                if self.known.takes_others || tables().property_keywords.contains(&*key) {
                    continue;
                }
                return Ok(self.invalid(&format!("{} has no property `{key}`", self.resource_type)));
            };
            let may_be_function = property.function && value.as_map().is_some_and(|map| map.len() == 1);
            let is_first = wrong.as_ref().is_none_or(|(first, _)| key < *first);
            if is_first && !may_be_function && !value.is_null() && !property.kind.fits(&value) {
                let what = format!("`{key}` has to be {}", property.kind.describe());
                wrong = Some((key, what));
            }
        }
        let mut required = known.iter().filter(|(_, property)| property.required).map(|(name, _)| name);
        let missing = required.find(|name| properties.get_or_null(name).is_null());
        Ok(match (wrong, missing) {
            (Some((key, what)), missing) if missing.is_none_or(|missing| *key < **missing) => self.invalid(&what),
            (_, Some(missing)) => self.invalid(&format!("the property `{missing}` is missing")),
            (_, None) => Ok(()),
        })
    }
}
