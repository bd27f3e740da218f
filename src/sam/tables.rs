//! SAM CLI's tables: the types, properties, globals, policy templates, APIs and runtimes of a release.
//!
//! They are data: `tests/support/sam_tables.py` writes `assets/sam/tables.json` from an installed SAM CLI, and
//! `tests/sam-update` moves to another release. The code that reads the tables follows SAM's logic.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::template::Kind;

/// The tables of a release of SAM CLI and of aws-sam-translator.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Tables {
    /// The release of SAM CLI.
    pub sam_cli: String,
    /// The release of aws-sam-translator that comes with it.
    pub translator: String,
    /// Sections of `Globals` by name (`samtranslator/plugins/globals/globals.py`).
    pub globals: BTreeMap<Box<str>, GlobalSection>,
    /// The APIs that events of functions imply, in the order of SAM's plugins (`samtranslator/plugins/api/`).
    pub implicit_apis: Vec<ImplicitApi>,
    /// The form of an `OpenApiVersion` of 3, as a Python regular expression.
    #[cfg_attr(not(test), expect(dead_code, reason = "a test compares it with our own check"))]
    pub open_api_version_3: String,
    /// The plugins in the order SAM runs them.
    #[cfg_attr(not(test), expect(dead_code, reason = "a test compares it with our own order"))]
    pub plugin_order: Vec<String>,
    /// SAM's resource types that plugins process (`samtranslator/sdk/resource.py`).
    pub plugin_types: BTreeSet<Box<str>>,
    /// Policy templates and the parameters each needs.
    pub policy_templates: BTreeMap<Box<str>, Vec<Box<str>>>,
    /// The types whose `Policies` are checked.
    pub policy_types: BTreeSet<Box<str>>,
    /// Attributes of every resource object in SAM's library: a property of that name is not reported as unknown.
    pub property_keywords: BTreeSet<Box<str>>,
    /// Runtimes and the architectures each runs on (`samcli/lib/utils/architecture.py`).
    pub runtimes: BTreeMap<Box<str>, Vec<Box<str>>>,
    /// Where SAM's schema check matches names (`samtranslator/validator/`).
    pub schema: Schema,
    /// SAM's own resource types (`samtranslator/model/sam_resources.py`).
    pub types: BTreeMap<Box<str>, ResourceType>,
}

/// A section of `Globals`.
#[derive(Debug, Deserialize)]
pub(super) struct GlobalSection {
    /// The properties that may be global.
    pub properties: BTreeSet<Box<str>>,
    /// The paths whose properties are merged in another way than the usual one.
    #[serde(default)]
    pub merge: BTreeMap<Box<str>, Merge>,
}

/// The way in which a global and a local value are merged, if it is not the usual one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Merge {
    /// The local value replaces the global one.
    Replace,
    /// Only the keys of the local value are kept, each merged.
    PruneAndMerge,
}

/// An API that an event creates if it names none.
#[derive(Debug, Deserialize)]
pub(super) struct ImplicitApi {
    /// The `Type` of the event.
    pub event: String,
    /// The property of the event that names an API.
    pub api_property: String,
    /// The logical ID of the API.
    pub logical_id: String,
    /// The type of the API.
    #[serde(rename = "type")]
    pub resource_type: String,
    /// The initial properties of the API, besides its definition.
    pub properties: BTreeMap<Box<str>, Box<str>>,
}

/// The places where the schema check matches names, and so crashes on one that is not a text.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Schema {
    /// Functions: a map with one of these keys is not checked further.
    pub functions: BTreeSet<Box<str>>,
    /// Sections of the template.
    pub sections: Vec<Box<str>>,
    /// Paths below `Properties`, by type.
    pub properties: BTreeMap<Box<str>, Vec<Box<str>>>,
}

/// A resource type of SAM's own.
#[derive(Debug, Deserialize)]
pub(super) struct ResourceType {
    /// Its properties.
    pub properties: BTreeMap<Box<str>, Property>,
    /// Whether other properties are accepted as well.
    #[serde(default)]
    pub takes_others: bool,
}

/// A property of a resource type.
#[derive(Debug, Deserialize)]
pub(super) struct Property {
    /// The type of its value.
    #[serde(rename = "is")]
    pub kind: Kind,
    /// Whether it is required.
    #[serde(default)]
    pub required: bool,
    /// Whether any map of one entry is accepted, as it may be a function.
    #[serde(default)]
    pub function: bool,
}

/// Returns the tables, which are parsed on first use.
pub(super) fn tables() -> &'static Tables {
    static TABLES: LazyLock<Tables> =
        LazyLock::new(|| serde_json::from_str(include_str!("../../assets/sam/tables.json")).unwrap_or_default());
    &TABLES
}

/// Returns the release of SAM CLI that samlayers' rules hold for, such as `1.170.0`.
pub fn known_sam_cli() -> &'static str {
    &tables().sam_cli
}

/// Returns the release of aws-sam-translator that samlayers' rules hold for, such as `1.115.0`.
pub fn known_translator() -> &'static str {
    &tables().translator
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_complete() {
        let tables: Tables = serde_json::from_str(include_str!("../../assets/sam/tables.json")).unwrap();
        assert!(tables.types["AWS::Serverless::Function"].properties["Layers"].function);
        assert!(tables.types["AWS::Serverless::Function"].properties.len() > 40);
        assert!(tables.globals["Function"].properties.contains("Layers"));
        assert_eq!(tables.globals["Function"].merge["Architectures"], Merge::Replace);
        assert!(tables.policy_templates["S3ReadPolicy"].contains(&"BucketName".into()));
        assert_eq!(tables.runtimes["provided"], [Box::from("x86_64")]);
        assert_eq!(known_sam_cli(), tables.sam_cli);
        assert_eq!(known_translator(), tables.translator);
    }

    #[test]
    fn tables_that_the_code_repeats_are_unchanged() {
        // `serverless::run` runs the plugins in this order, the policies while it checks the resources.
        let order = [
            "ServerlessAppPlugin",
            "DefaultDefinitionBodyPlugin",
            "ImplicitRestApiPlugin",
            "ImplicitHttpApiPlugin",
            "GlobalsPlugin",
            "PolicyTemplatesForResourcePlugin",
        ];
        assert_eq!(tables().plugin_order, order);
        // `serverless::globals::is_version_3` reads this.
        assert_eq!(tables().open_api_version_3, r"\A3(\.\d)(\.\d)?$");
        let events: Vec<_> = tables().implicit_apis.iter().map(|api| api.event.as_str()).collect();
        assert_eq!(events, ["Api", "HttpApi"], "`serverless::events` knows these two");
    }
}
