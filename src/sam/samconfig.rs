//! Reads the settings for `sam local invoke` from samconfig (`samcli/lib/config/samconfig.py`,
//! `samcli/cli/cli_config_file.py`).

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::text::nests_too_deeply;

/// The files SAM looks for beside a template, the one it prefers first.
pub const FILE_NAMES: [&str; 3] = ["samconfig.toml", "samconfig.yaml", "samconfig.yml"];

/// The environment that is used without `--config-env`.
pub const DEFAULT_ENV: &str = "default";

/// The file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `.toml`.
    Toml,
    /// `.yaml`, `.yml`.
    Yaml,
}

/// The settings of a samconfig that samlayers uses. Each may be missing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Samconfig {
    /// `region`.
    pub region: Option<String>,
    /// `template_file`, else `template`.
    pub template: Option<String>,
    /// `layer_cache_basedir`.
    pub layer_cache_basedir: Option<String>,
    /// `parameter_overrides` in any form; see [`super::overrides`].
    pub parameter_overrides: Option<Value>,
    /// `language_extensions`.
    pub language_extensions: Option<bool>,
    /// `parameter_overrides` of other sections of the environment, which `sam local invoke` does not read, by section.
    pub unread_overrides: Vec<(String, Value)>,
}

/// The reason why a samconfig cannot be used. SAM then refuses every command.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SamconfigError {
    /// The text is not valid TOML or YAML.
    #[error("it is no {0}: {1}")]
    Format(&'static str, String),
    /// The version that SAM requires is missing.
    #[error("it has no `version = 0.1`, and without one SAM CLI refuses to go on; put that line first")]
    Version,
}

impl Format {
    /// Returns the format for a file extension, like SAM.
    pub fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "toml" => Some(Self::Toml),
            "yaml" | "yml" => Some(Self::Yaml),
            _ => None,
        }
    }

    /// Parses a text in this format.
    pub fn read(self, text: &str) -> Result<Value, SamconfigError> {
        match self {
            Self::Toml => {
                let table: toml::Table =
                    toml::from_str(text).map_err(|error| SamconfigError::Format("TOML", error.message().to_owned()))?;
                Ok(from_toml(toml::Value::Table(table)))
            }
            Self::Yaml => {
                if nests_too_deeply(text) {
                    return Err(SamconfigError::Format("YAML", "it is nested too deeply".to_owned()));
                }
                let value: serde_yaml::Value =
                    serde_yaml::from_str(text).map_err(|error| SamconfigError::Format("YAML", error.to_string()))?;
                Ok(from_yaml(value))
            }
        }
    }
}

/// Returns the settings for `sam local invoke` in an environment.
///
/// ```
/// use samlayers::sam::samconfig::{DEFAULT_ENV, Format, parse};
///
/// let text = "version = 0.1\n[default.global.parameters]\nregion = \"eu-west-1\"\n";
/// assert_eq!(parse(text, Format::Toml, DEFAULT_ENV)?.region.as_deref(), Some("eu-west-1"));
/// # Ok::<(), samlayers::sam::samconfig::SamconfigError>(())
/// ```
pub fn parse(text: &str, format: Format, env: &str) -> Result<Samconfig, SamconfigError> {
    let document = format.read(text)?;
    if is_empty(&document) {
        return Ok(Samconfig::default());
    }
    if !document.get("version").is_some_and(Value::is_f64) {
        return Err(SamconfigError::Version);
    }
    let section = |command: &str| document.get(env)?.get(command)?.get("parameters")?.as_object().cloned();
    let mut parameters = section("global").unwrap_or_default();
    parameters.extend(section("local_invoke").unwrap_or_default());
    let text =
        |key: &str| parameters.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    Ok(Samconfig {
        region: text("region"),
        template: text("template_file").or_else(|| text("template")),
        layer_cache_basedir: text("layer_cache_basedir"),
        parameter_overrides: parameters.get("parameter_overrides").cloned(),
        language_extensions: parameters.get("language_extensions").and_then(switch),
        unread_overrides: unread_overrides(&document, env),
    })
}

/// Returns the `parameter_overrides` of the sections that `sam local invoke` does not read.
fn unread_overrides(document: &Value, env: &str) -> Vec<(String, Value)> {
    let sections = document.get(env).and_then(Value::as_object).into_iter().flatten();
    let others = sections.filter(|(command, _)| !matches!(command.as_str(), "global" | "local_invoke"));
    let overrides = others.filter_map(|(command, section)| {
        let value = section.get("parameters")?.get("parameter_overrides")?;
        Some((format!("[{env}.{command}.parameters]"), value.clone()))
    });
    overrides.collect()
}

/// The folders that the builds of a samconfig use, in any of its environments. Paths are as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BuildFolders {
    /// Every `build_dir`.
    pub build_dirs: BTreeSet<String>,
    /// Every `cache_dir`.
    pub cache_dirs: BTreeSet<String>,
}

/// Returns the folders that `sam build` uses with any environment of a samconfig: which one a build was run with is not
/// recorded.
pub fn build_folders(text: &str, format: Format) -> Result<BuildFolders, SamconfigError> {
    let document = format.read(text)?;
    let mut folders = BuildFolders::default();
    let sections = document.as_object().into_iter().flat_map(Map::values).filter_map(Value::as_object);
    for commands in sections {
        for parameters in ["global", "build"].iter().filter_map(|command| commands.get(*command)?.get("parameters")) {
            let written = |key: &str| {
                parameters.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
            };
            folders.build_dirs.extend(written("build_dir"));
            folders.cache_dirs.extend(written("cache_dir"));
        }
    }
    Ok(folders)
}

/// Parses a flag like SAM's command line; samconfig may contain it as text.
fn switch(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::Number(number) => {
            number.as_i64().and_then(|number| [false, true].get(usize::try_from(number).ok()?).copied())
        }
        Value::String(text) => match &*text.trim().to_lowercase() {
            "1" | "true" | "t" | "yes" | "y" | "on" => Some(true),
            "0" | "false" | "f" | "no" | "n" | "off" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn is_empty(document: &Value) -> bool {
    document.is_null() || document.as_object().is_some_and(Map::is_empty)
}

fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(value) => Value::Bool(value),
        toml::Value::Datetime(time) => Value::String(time.to_string()),
        toml::Value::Array(items) => Value::Array(items.into_iter().map(from_toml).collect()),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect())
        }
    }
}

fn from_yaml(value: serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(value) => Value::Bool(value),
        serde_yaml::Value::String(text) => Value::String(text),
        serde_yaml::Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(number), _) => Value::from(number),
            (None, number) => number.map_or(Value::Null, Value::from),
        },
        serde_yaml::Value::Sequence(items) => Value::Array(items.into_iter().map(from_yaml).collect()),
        serde_yaml::Value::Tagged(tagged) => from_yaml(tagged.value),
        serde_yaml::Value::Mapping(map) => Value::Object(
            map.into_iter()
                .filter_map(|(key, value)| match from_yaml(key) {
                    Value::String(key) => Some((key, from_yaml(value))),
                    Value::Number(key) => Some((key.to_string(), from_yaml(value))),
                    _ => None,
                })
                .collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_build_folders_of_every_environment_are_found() {
        let text = "version = 0.1\n[default.build.parameters]\nbuild_dir = \"out\"\n\
                    [ci.global.parameters]\nbuild_dir = \"/ci\"\ncache_dir = \"c\"\n[ci.deploy.parameters]\nbuild_dir = \"x\"";
        let folders = build_folders(text, Format::Toml).unwrap();
        assert_eq!(folders.build_dirs, ["/ci", "out"].map(str::to_owned).into());
        assert_eq!(folders.cache_dirs, ["c".to_owned()].into());
        assert_eq!(build_folders("", Format::Yaml), Ok(BuildFolders::default()));
        assert!(build_folders("[a", Format::Toml).is_err());
    }

    const TOML: &str = r#"
        version = 0.1
        [default.global.parameters]
        region = "eu-west-1"
        layer_cache_basedir = "cache"
        [default.local_invoke.parameters]
        region = "eu-west-3"
        parameter_overrides = ["A=1", "B=2"]
        [default.deploy.parameters]
        region = "us-west-2"
        parameter_overrides = "C=3"
        [prod.global.parameters]
        template_file = "prod.yaml"
    "#;

    #[test]
    fn only_global_and_local_invoke_are_used() {
        let found = parse(TOML, Format::Toml, "default").unwrap();
        assert_eq!(found.region.as_deref(), Some("eu-west-3"));
        assert_eq!(found.layer_cache_basedir.as_deref(), Some("cache"));
        assert_eq!(found.parameter_overrides, Some(json!(["A=1", "B=2"])));
        let prod = parse(TOML, Format::Toml, "prod").unwrap();
        assert_eq!((prod.region, prod.template.as_deref()), (None, Some("prod.yaml")));
        assert_eq!(parse(TOML, Format::Toml, "nowhere").unwrap(), Samconfig::default());
    }

    #[test]
    fn yaml_is_read_like_toml() {
        let text = "version: 0.1\ndefault:\n  local_invoke:\n    parameters:\n      parameter_overrides: {A: 1, AWS::Region: x}\n";
        let found = parse(text, Format::Yaml, "default").unwrap();
        assert_eq!(found.parameter_overrides, Some(json!({"A": 1, "AWS::Region": "x"})));
    }

    #[test]
    fn a_flag_may_be_a_text() {
        for (written, wanted) in
            [("true", Some(true)), ("'no'", Some(false)), ("'ON '", Some(true)), ("1", Some(true)), ("5", None)]
        {
            let text = format!("version = 0.1\n[default.global.parameters]\nlanguage_extensions = {written}\n");
            assert_eq!(parse(&text, Format::Toml, "default").unwrap().language_extensions, wanted, "{written}");
        }
    }

    #[test]
    fn invalid_files_are_errors() {
        assert_eq!(parse("[default]", Format::Toml, "default"), Err(SamconfigError::Version));
        assert_eq!(parse("version = 1", Format::Toml, "default"), Err(SamconfigError::Version));
        assert!(matches!(parse("a = ", Format::Toml, "default"), Err(SamconfigError::Format(..))));
        assert_eq!(parse("", Format::Toml, "default"), Ok(Samconfig::default()));
    }

    proptest::proptest! {
        #[test]
        fn no_text_causes_a_panic(text in "\\PC*") {
            let _ = parse(&text, Format::Toml, "default");
            let _ = parse(&text, Format::Yaml, "default");
        }
    }
}
