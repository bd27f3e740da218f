//! The values of names (`samcli/lib/intrinsic_resolver/intrinsics_symbol_table.py`).

use super::super::DEFAULT_REGION;
use super::super::PLACEHOLDER_ACCOUNT;
use super::super::node::{Map, Node};
use super::super::python::python_str;
use super::super::sam_error::{SamError, SamResult};
use super::account::{ACCOUNT_ID, AccountUse};

/// The names of a template with their values.
pub struct Symbols {
    account: AccountUse,
    /// Values by name: pseudo-parameters, parameters' defaults, overrides. SAM adds to it while it resolves.
    values: Map,
    parameters: Node,
    resources: Node,
}

const PSEUDO: &[&str] = &[
    "AWS::AccountId",
    "AWS::NotificationArn",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
    "AWS::NoValue",
];

/// Returns SAM's default pseudo-parameters, which overrides replace.
pub fn pseudo_parameters() -> Map {
    let stack = "arn:aws:cloudformation:us-east-1:123456789012:stack/local/51af3dc0-da77-11e4-872e-1234567db123";
    [
        ("AWS::AccountId", PLACEHOLDER_ACCOUNT),
        ("AWS::Partition", "aws"),
        ("AWS::Region", DEFAULT_REGION),
        ("AWS::StackName", "local"),
        ("AWS::StackId", stack),
        ("AWS::URLSuffix", "localhost"),
    ]
    .into_iter()
    .map(|(name, value)| (Node::text(name), Node::text(value)))
    .collect()
}

impl Symbols {
    /// Returns the names of one template.
    pub fn new(values: Map, parameters: Node, resources: Node, account: AccountUse) -> Self {
        Self { account, values, parameters, resources }
    }

    /// Returns a value given by name, or null (Python's `None`).
    pub fn translate(&self, name: &Node, attribute: &str) -> SamResult<Node> {
        if !name.is_hashable() {
            return Err(SamError::new("TypeError", "a list or map cannot be a name"));
        }
        if let Some(name) = name.as_str() {
            self.account.note(name);
        }
        let Some(value) = self.values.get_node(name) else { return Ok(Node::Null) };
        match &value {
            Node::Map(attributes) => Ok(attributes.get_or_null(attribute)),
            Node::Null | Node::Float(_) | Node::Other(_) => {
                Err(SamError::no_attribute("a parameter's value", value.type_name()))
            }
            _ if !matches!(attribute, "Ref" | "") => Ok(Node::Null),
            _ => self.split_if_list(name, value),
        }
    }

    /// Splits the text of a `CommaDelimitedList` into a list.
    fn split_if_list(&self, name: &Node, value: Node) -> SamResult<Node> {
        let parameter = lookup(&self.parameters, name, "`Parameters`")?;
        if !parameter.is_truthy() {
            return Ok(value);
        }
        let Node::Map(parameter) = parameter else {
            return Err(SamError::no_attribute("a parameter", parameter.type_name()));
        };
        let is_list = parameter.get_str("Type").as_deref() == Some("CommaDelimitedList");
        match value.as_str() {
            Some(text) if is_list => Ok(Node::list(text.split(',').map(|part| Node::text(strip(part))).collect())),
            _ => Ok(value),
        }
    }

    /// Returns the value of a name, or of an attribute of a resource.
    ///
    /// With `in_sub`, an unknown attribute inside `Fn::Sub` becomes a text with `$` and without braces.
    pub fn resolve(&self, name: &Node, attribute: &str, in_sub: bool) -> SamResult<Node> {
        let translated = self.translate(name, attribute)?;
        if translated.is_truthy() {
            return Ok(translated);
        }
        if name.as_str().is_some_and(|name| PSEUDO.contains(&name)) {
            return self.pseudo(name);
        }
        let parameter = match &self.parameters {
            Node::Map(parameters) => parameters.get_node(name).unwrap_or_else(|| Node::Map(Map::default())),
            other => return Err(SamError::no_attribute("`Parameters`", other.type_name())),
        };
        let Node::Map(parameter) = parameter else {
            return Err(SamError::no_attribute("a parameter", parameter.type_name()));
        };
        let default = parameter.get_or_null("Default");
        if !default.is_null() {
            return Ok(default);
        }
        if let Some(value) = self.by_type(name, attribute)? {
            return Ok(value);
        }
        match attribute {
            "Ref" => Ok(name.clone()),
            "Arn" => self.local_function_arn(name),
            _ if in_sub => Ok(Node::text(format!("${}.{attribute}", python_str(name)))),
            _ => Err(SamError::new(
                "InvalidSymbolException",
                format!("SAM CLI knows no attribute {attribute} of {}", python_str(name)),
            )),
        }
    }

    /// Returns attributes that depend on the type of the resource.
    fn by_type(&self, name: &Node, attribute: &str) -> SamResult<Option<Node>> {
        let resource = match &self.resources {
            Node::Map(resources) => resources.get_node(name).unwrap_or_else(|| Node::Map(Map::default())),
            other => return Err(SamError::no_attribute("`Resources`", other.type_name())),
        };
        let Node::Map(resource) = resource else {
            return Err(SamError::no_attribute("a resource", resource.type_name()));
        };
        let resource_type = resource.get_or_null("Type");
        if resource_type.is_truthy() && !resource_type.is_hashable() {
            return Err(SamError::new("TypeError", "the type of a resource has to be a text"));
        }
        Ok(match (resource_type.as_str(), attribute) {
            (Some("AWS::ApiGateway::RestApi"), "RootResourceId") => Some(Node::text("/")),
            (Some("AWS::Lambda::LayerVersion" | "AWS::Serverless::LayerVersion"), "Ref") => {
                Some(Node::single("Ref", name.clone()))
            }
            (Some("AWS::Lambda::Alias"), "Ref") => Some(self.alias(&resource)?),
            _ => None,
        })
    }

    /// Returns the ARN of the function that an alias refers to.
    fn alias(&self, resource: &Map) -> SamResult<Node> {
        let missing = || SamError::no_attribute("the function of an alias", "NoneType");
        let properties = resource.get_or_null("Properties");
        let function = properties.as_map().ok_or_else(missing)?.get_or_null("FunctionName");
        let target = function.as_map().ok_or_else(missing)?.get_or_null("Ref");
        let id = self.resolve(&target, "Ref", false)?;
        self.local_function_arn(&id)
    }

    /// Returns the ARN of a function, regardless of the type of the resource.
    fn local_function_arn(&self, id: &Node) -> SamResult<Node> {
        let region = self.region();
        self.account.note(ACCOUNT_ID);
        let account = match self.values.get(ACCOUNT_ID) {
            Some(account) if account.is_truthy() => account,
            _ => Node::text(PLACEHOLDER_ACCOUNT),
        };
        let partition = partition_of(&region)?;
        let name = self.function_name(id)?;
        if !name.is_hashable() {
            return Err(SamError::new("TypeError", "the name of a function is not known"));
        }
        let name = match self.values.get_node(&name) {
            Some(value) if value.is_truthy() => value,
            _ => name,
        };
        Ok(Node::text(format!(
            "arn:{partition}:lambda:{}:{}:function:{}",
            python_str(&region),
            python_str(&account),
            python_str(&name)
        )))
    }

    fn function_name(&self, id: &Node) -> SamResult<Node> {
        if !self.resources.is_truthy() {
            return Ok(id.clone());
        }
        let resource = lookup(&self.resources, id, "`Resources`")?;
        if !resource.is_truthy() {
            return Ok(id.clone());
        }
        let Node::Map(resource) = resource else {
            return Err(SamError::no_attribute("a resource", resource.type_name()));
        };
        match resource.get_or_null("Properties") {
            Node::Map(properties) => {
                let name = properties.get_or_null("FunctionName");
                Ok(if name.is_truthy() { name } else { id.clone() })
            }
            other if !other.is_truthy() => Ok(id.clone()),
            other => Err(SamError::no_attribute("`Properties`", other.type_name())),
        }
    }

    fn pseudo(&self, name: &Node) -> SamResult<Node> {
        let constants = pseudo_parameters();
        let value = match name.as_str().unwrap_or_default() {
            "AWS::Region" => self.region(),
            "AWS::Partition" => Node::text(partition_of(&self.region())?),
            "AWS::URLSuffix" if contains(&self.region(), "cn")? => Node::text("amazonaws.com.cn"),
            "AWS::URLSuffix" => Node::text("amazonaws.com"),
            "AWS::NoValue" => Node::Null,
            "AWS::NotificationArn" => {
                return Err(SamError::new("TypeError", "SAM CLI has no value for AWS::NotificationArn"));
            }
            other => constants.get_or_null(other),
        };
        // SAM stores the value under the name. For NoValue that is null, so the next use of it fails.
        self.values.insert(name.clone(), value.clone());
        Ok(value)
    }

    /// Returns the region from the settings, or SAM's default.
    pub fn region(&self) -> Node {
        match self.values.get("AWS::Region") {
            Some(region) if region.is_truthy() => region,
            _ => Node::text(DEFAULT_REGION),
        }
    }
}

/// Returns the partition; SAM looks for these letters anywhere in the region.
fn partition_of(region: &Node) -> SamResult<&'static str> {
    if contains(region, "cn")? {
        return Ok("aws-cn");
    }
    Ok(if contains(region, "gov")? { "aws-us-gov" } else { "aws" })
}

/// Implements Python's `needle in region`.
fn contains(region: &Node, needle: &str) -> SamResult<bool> {
    match region {
        Node::Str(region) => Ok(region.contains(needle)),
        Node::List(items) => Ok(items.borrow().contains(&Node::text(needle))),
        Node::Map(map) => Ok(map.has(needle)),
        other => Err(SamError::new("TypeError", format!("the region is a {}", other.type_name()))),
    }
}

/// Implements Python's `section.get(name)`.
fn lookup(section: &Node, name: &Node, what: &str) -> SamResult<Node> {
    match section {
        Node::Map(map) => Ok(map.get_node(name).unwrap_or(Node::Null)),
        other => Err(SamError::no_attribute(what, other.type_name())),
    }
}

/// Implements Python's `str.strip`, which also removes the separators U+001C to U+001F.
fn strip(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || ('\x1c'..='\x1f').contains(&c))
}
