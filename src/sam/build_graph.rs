//! Decodes `build.toml`, in which `sam build` records what each UUID below `cache` and `deps` was built for
//! (`samcli/lib/build/build_graph.py`).

use std::collections::BTreeMap;
use std::fmt;

use toml::Value;

use super::Architecture;

/// The name of the file. It lies in the parent of the build folder.
pub const FILE_NAME: &str = "build.toml";

const FUNCTIONS: &str = "function_build_definitions";
const LAYERS: &str = "layer_build_definitions";

/// The UUID of a build definition, in the only form that SAM writes: lower-case hex digits with hyphens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BuildId(String);

impl BuildId {
    /// Parses a name like `0b6ba6ef-3d33-4a50-9d0c-1ad9ab2f3b3e`.
    pub fn parse(text: &str) -> Option<Self> {
        let is_hyphen = |at: usize| matches!(at, 8 | 13 | 18 | 23);
        let fits = |(at, byte): (usize, u8)| {
            if is_hyphen(at) { byte == b'-' } else { matches!(byte, b'0'..=b'9' | b'a'..=b'f') }
        };
        (text.len() == 36 && text.bytes().enumerate().all(fits)).then(|| Self(text.to_owned()))
    }

    /// Returns the UUID as SAM writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BuildId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One build: functions with the same code and settings share it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BuildDefinition {
    /// The full paths of the functions, in SAM's order; empty for a layer.
    pub functions: Vec<String>,
    /// The full path of the layer; empty for functions.
    pub layers: Vec<String>,
    /// The runtime of the functions, or the build method of the layer.
    pub runtime: Option<String>,
    /// The architecture; SAM's default is `x86_64`.
    pub architecture: Option<Architecture>,
    /// The code location as SAM resolved it.
    pub code_uri: Option<String>,
    /// The checksum of the source, once a build with `--cached` has stored it.
    pub source_hash: Option<String>,
    /// The checksum of the manifest, such as `requirements.txt`.
    pub manifest_hash: Option<String>,
    /// Whether it is an image function, which has neither cache nor dependencies.
    pub is_image: bool,
}

/// The content of one `build.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BuildGraph {
    /// The definitions by UUID.
    pub definitions: BTreeMap<BuildId, BuildDefinition>,
}

/// Why a `build.toml` cannot be decoded, so that nothing is known about the UUIDs beside it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BuildGraphError {
    /// The text is not TOML.
    #[error("it is not TOML: {0}")]
    Format(String),
    /// It has a table that no known release of SAM CLI writes, which may name UUIDs as well.
    #[error("it has `{0}`, which a newer SAM CLI may have written")]
    Newer(String),
    /// A definition does not have the form that SAM writes.
    #[error("`{0}` does not have the form that SAM CLI writes")]
    Definition(String),
}

impl BuildGraph {
    /// Decodes the text of a `build.toml`.
    ///
    /// ```
    /// use samlayers::sam::build_graph::{BuildGraph, BuildId};
    ///
    /// let text = "[function_build_definitions.0b6ba6ef-3d33-4a50-9d0c-1ad9ab2f3b3e]\n\
    ///             runtime = \"python3.13\"\nfunctions = [\"Stack/Hello\"]\n";
    /// let graph = BuildGraph::parse(text)?;
    /// let id = BuildId::parse("0b6ba6ef-3d33-4a50-9d0c-1ad9ab2f3b3e").expect("a UUID");
    /// assert_eq!(graph.definitions[&id].functions, ["Stack/Hello"]);
    /// # Ok::<(), samlayers::sam::build_graph::BuildGraphError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, BuildGraphError> {
        let document: toml::Table =
            toml::from_str(text).map_err(|error| BuildGraphError::Format(error.message().to_owned()))?;
        let mut definitions = BTreeMap::new();
        for (key, value) in &document {
            let decode = match key.as_str() {
                FUNCTIONS => of_function,
                LAYERS => of_layer,
                _ => return Err(BuildGraphError::Newer(key.clone())),
            };
            let table = value.as_table().ok_or_else(|| BuildGraphError::Definition(key.clone()))?;
            for (name, value) in table {
                let unfit = || BuildGraphError::Definition(name.clone());
                let id = BuildId::parse(name).ok_or_else(unfit)?;
                let definition = value.as_table().and_then(decode).ok_or_else(unfit)?;
                definitions.insert(id, definition);
            }
        }
        Ok(Self { definitions })
    }
}

fn of_function(table: &toml::Table) -> Option<BuildDefinition> {
    let functions = match table.get("functions") {
        None => Vec::new(),
        Some(list) => list.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<_>>()?,
    };
    let is_image = text(table, "packagetype").is_some_and(|kind| kind == "Image");
    Some(BuildDefinition { functions, runtime: text(table, "runtime"), is_image, ..common(table) })
}

fn of_layer(table: &toml::Table) -> Option<BuildDefinition> {
    let layer = text(table, "layer").or_else(|| text(table, "layer_name"))?;
    Some(BuildDefinition { layers: vec![layer], runtime: text(table, "build_method"), ..common(table) })
}

fn common(table: &toml::Table) -> BuildDefinition {
    BuildDefinition {
        architecture: text(table, "architecture").map_or(Some(Architecture::X86_64), |text| Architecture::parse(&text)),
        code_uri: text(table, "codeuri"),
        source_hash: text(table, "source_hash"),
        manifest_hash: text(table, "manifest_hash"),
        ..BuildDefinition::default()
    }
}

/// Returns a text that is not empty; SAM writes empty hashes while they are unknown.
fn text(table: &toml::Table, key: &str) -> Option<String> {
    table.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN_BY_SAM: &str = r#"# This file is auto generated by SAM CLI build command

[function_build_definitions.0b6ba6ef-3d33-4a50-9d0c-1ad9ab2f3b3e]
codeuri = "/project/src"
runtime = "nodejs22.x"
architecture = "arm64"
handler = "app.handler"
source_hash = "aa"
manifest_hash = ""
packagetype = "Zip"
functions = ["Hello", "Child/Hello"]
metadata = {BuildMethod = "esbuild", BuildProperties = {Minify = true}}
env_vars = {A = "1"}

[function_build_definitions.5c0a6a8e-9a3e-4e4b-8f3a-0f4d9a2b7c11]
packagetype = "Image"
functions = ["Container"]

[layer_build_definitions.9d3c0b1e-5a76-4a7e-a1f1-3f1f0a2e9b77]
layer_name = "Shared"
codeuri = "/project/layer"
build_method = "python3.13"
compatible_runtimes = ["python3.13"]
architecture = "x86_64"
manifest_hash = "bb"
layer = "Shared"
"#;

    #[test]
    fn the_definitions_of_functions_images_and_layers_are_decoded() {
        let graph = BuildGraph::parse(WRITTEN_BY_SAM).unwrap();
        let get = |text: &str| &graph.definitions[&BuildId::parse(text).unwrap()];
        let function = get("0b6ba6ef-3d33-4a50-9d0c-1ad9ab2f3b3e");
        assert_eq!(function.functions, ["Hello", "Child/Hello"]);
        assert_eq!(
            (function.runtime.as_deref(), function.architecture),
            (Some("nodejs22.x"), Some(Architecture::Arm64))
        );
        assert_eq!((function.source_hash.as_deref(), &function.manifest_hash), (Some("aa"), &None));
        assert!(get("5c0a6a8e-9a3e-4e4b-8f3a-0f4d9a2b7c11").is_image);
        let layer = get("9d3c0b1e-5a76-4a7e-a1f1-3f1f0a2e9b77");
        assert_eq!((&layer.layers[..], layer.runtime.as_deref()), (&["Shared".to_owned()][..], Some("python3.13")));
    }

    #[test]
    fn what_sam_does_not_write_is_an_error_and_never_an_empty_graph() {
        for (text, error) in [
            ("[function_build_definitions", "it is not TOML"),
            ("[web_build_definitions.a]\nx = 1", "newer SAM CLI"),
            ("version = 2", "newer SAM CLI"),
            ("function_build_definitions = 1", "`function_build_definitions` does not have the form"),
            ("[function_build_definitions.notes]\nruntime = \"x\"", "`notes` does not have the form"),
            ("[function_build_definitions]\n0b6ba6ef-3d33-4a50-9d0c-1ad9ab2f3b3e = 1", "does not have the form"),
            (
                "[function_build_definitions.0b6ba6ef-3d33-4a50-9d0c-1ad9ab2f3b3e]\nfunctions = [1]",
                "does not have the form",
            ),
            ("[layer_build_definitions.0b6ba6ef-3d33-4a50-9d0c-1ad9ab2f3b3e]\n", "does not have the form"),
        ] {
            let found = BuildGraph::parse(text).unwrap_err().to_string();
            assert!(found.contains(error), "{text}: {found}");
        }
        assert_eq!(BuildGraph::parse("").unwrap(), BuildGraph::default());
    }

    #[test]
    fn only_the_form_that_sam_writes_is_a_uuid() {
        assert!(BuildId::parse("0b6ba6ef-3d33-4a50-9d0c-1ad9ab2f3b3e").is_some());
        for text in [
            "",
            "0B6BA6EF-3D33-4A50-9D0C-1AD9AB2F3B3E",
            "0b6ba6ef3d334a509d0c1ad9ab2f3b3e",
            "0b6ba6ef-3d33-4a50-9d0c-1ad9ab2f3b3e/..",
            "0b6ba6ef-3d33-4a50-9d0c-1ad9ab2f3b3g",
            "../ba6ef-3d33-4a50-9d0c-1ad9ab2f3b3e",
        ] {
            assert_eq!(BuildId::parse(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_causes_a_panic(text in "\\PC*") {
            let _ = BuildGraph::parse(&text);
            let _ = BuildGraph::parse(&format!("[function_build_definitions.{text}]"));
            let _ = BuildId::parse(&text);
        }
    }
}
