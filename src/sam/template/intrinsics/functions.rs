//! `Ref`, `Fn::Join` and the other functions that return a value.

use std::path::Path;

use base64::Engine as _;

use super::super::load::load;
use super::super::node::Node;
use super::super::sam_error::{SamError, SamResult};
use super::{Resolver, invalid, item, list, list_of, text, zones};

impl Resolver<'_> {
    /// Returns the result of a function; `None` for a name that is not a function in SAM.
    pub(super) fn function(&self, name: &str, argument: &Node, depth: usize) -> Option<SamResult<Node>> {
        let depth = depth + 1;
        Some(match name {
            "Ref" => self.reference(argument, depth),
            "Fn::Sub" => self.sub(argument, depth),
            "Fn::Join" => self.join(argument, depth),
            "Fn::Split" => self.split(argument, depth),
            "Fn::Select" => self.select(argument, depth),
            "Fn::Base64" => self.base64(argument, depth),
            "Fn::FindInMap" => self.find_in_map(argument, depth),
            "Fn::GetAtt" => self.get_att(argument, depth),
            "Fn::GetAZs" => self.get_azs(argument, depth),
            "Fn::Transform" => self.transform(argument, depth),
            "Fn::ImportValue" => Err(invalid("SAM CLI does not know what other stacks export")),
            "Fn::If" => self.fn_if(argument, depth),
            "Fn::And" => self.all_or_any(argument, depth, false),
            "Fn::Or" => self.all_or_any(argument, depth, true),
            "Fn::Not" => self.not(argument, depth),
            "Fn::Equals" => self.equals(argument, depth),
            _ => return None,
        })
    }

    fn reference(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let name = self.resolve(argument, depth)?;
        text(&name)?;
        self.symbols.resolve(&name, "Ref", false)
    }

    fn join(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let arguments = list(&self.resolve(argument, depth)?)?;
        let delimiter = item(&arguments, 0)?;
        let delimiter = text(delimiter)?;
        let parts = list(&self.resolve(item(&arguments, 1)?, depth)?)?;
        let mut texts = Vec::with_capacity(parts.len());
        for part in &parts {
            texts.push(self.resolve(part, depth)?);
        }
        let texts: Vec<&str> = texts.iter().map(text).collect::<SamResult<_>>()?;
        Ok(Node::text(texts.join(delimiter)))
    }

    fn split(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let arguments = list(&self.resolve(argument, depth)?)?;
        let delimiter = text(item(&arguments, 0)?)?;
        let source = self.resolve(item(&arguments, 1)?, depth)?;
        let source = text(&source)?;
        if delimiter.is_empty() {
            return Err(SamError::new("ValueError", "a text cannot be split at nothing"));
        }
        Ok(Node::list(source.split(delimiter).map(Node::text).collect()))
    }

    fn select(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let arguments = list(&self.resolve(argument, depth)?)?;
        let index = self.resolve(item(&arguments, 0)?, depth)?;
        let Node::Int(index) = index else { return Err(invalid("the index of `Fn::Select` has to be a number")) };
        let objects = list(&self.resolve(item(&arguments, 1)?, depth)?)?;
        let mut resolved = Vec::with_capacity(objects.len());
        for object in &objects {
            resolved.push(self.resolve(object, depth)?);
        }
        let found = usize::try_from(index).ok().and_then(|index| resolved.get(index).cloned());
        found.ok_or_else(|| invalid("the index of `Fn::Select` is beyond the list"))
    }

    fn base64(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let data = self.resolve(argument, depth)?;
        Ok(Node::text(base64::engine::general_purpose::STANDARD.encode(text(&data)?)))
    }

    fn find_in_map(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let arguments = list_of(&self.resolve(argument, depth)?, 3)?;
        let mut keys = Vec::with_capacity(3);
        for argument in &arguments {
            keys.push(self.resolve(argument, depth)?);
        }
        let [name, top, second] = &keys[..] else { return Err(invalid("`Fn::FindInMap` takes three arguments")) };
        let (name, top, second) = (text(name)?, text(top)?, text(second)?);
        let Node::Map(mappings) = &self.mappings else {
            return Err(SamError::no_attribute("`Mappings`", self.mappings.type_name()));
        };
        let level = |found: Option<Node>, key: &str| match found {
            Some(Node::Map(map)) => Ok(map),
            _ => Err(invalid(format!("the mapping {name} has no {key}"))),
        };
        let found = level(level(mappings.get(name), top)?.get(top), second)?.get(second);
        found.filter(|found| !found.is_null()).ok_or_else(|| invalid(format!("the mapping {name} has no {second}")))
    }

    fn get_att(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let arguments = list_of(&self.resolve(argument, depth)?, 2)?;
        let id = self.resolve(&arguments[0], depth)?;
        let attribute = self.resolve(&arguments[1], depth)?;
        text(&id)?;
        self.symbols.resolve(&id, text(&attribute)?, false)
    }

    fn get_azs(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let region = self.resolve(argument, depth)?;
        text(&region)?;
        let region = if region.is_truthy() { region } else { self.symbols.region() };
        let found = region.as_str().and_then(zones::of_region);
        let zones = found.ok_or_else(|| invalid("SAM CLI does not know this region"))?;
        let name = region.as_str().unwrap_or_default();
        Ok(Node::list(zones.chars().map(|letter| Node::text(format!("{name}{letter}"))).collect()))
    }

    /// Resolves `AWS::Include` of a local file, the only supported transform.
    fn transform(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let Node::Map(argument) = argument else {
            return Err(SamError::no_attribute("`Fn::Transform`", argument.type_name()));
        };
        let name = self.resolve(&argument.get_or_null("Name"), depth)?;
        if name.as_str() != Some("AWS::Include") {
            return Err(invalid("SAM CLI runs no macro but AWS::Include"));
        }
        let Node::Map(parameters) = argument.get_or_null("Parameters") else {
            return Err(invalid("AWS::Include needs `Parameters`"));
        };
        let location = self.resolve(&parameters.get_or_null("Location"), depth)?;
        let Some(location) = location.as_str() else {
            return Err(SamError::new("TypeError", "a path has to be a text"));
        };
        let content = self.files.read(Path::new(location)).map_err(|error| {
            SamError::new("TemplateNotFoundException", format!("{location} cannot be read: {error}"))
        })?;
        load(&content, &self.merging)
    }
}
