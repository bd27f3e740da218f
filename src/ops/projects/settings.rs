//! The options that SAM would get for the templates of a folder: from the command line, otherwise from samconfig.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{TemplateRequest, disk, refusal};
use crate::ops::bounded;
use crate::sam::overrides;
use crate::sam::samconfig::{self, BuildFolders, Format, Samconfig};
use crate::sam::template::{Settings, TemplateRefusal};

/// The settings of a folder.
pub struct Chosen {
    /// The input of the resolver.
    pub sam: Settings,
    /// The template in samconfig.
    pub template: Option<String>,
}

/// The layer cache according to samconfig.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheSetting {
    /// `layer_cache_basedir` as an absolute path.
    pub path: PathBuf,
    /// The samconfig file with the setting.
    pub config: PathBuf,
}

/// Returns the first `layer_cache_basedir` in the samconfig of a template or project. An invalid samconfig is ignored
/// here; the error is reported with its template.
pub fn layer_cache_basedir(request: &TemplateRequest) -> Option<CacheSetting> {
    let files = request.template_files.iter().map(|file| {
        let file = disk::absolute(file);
        file.parent().map_or_else(|| file.clone(), Path::to_owned)
    });
    let folders: Vec<PathBuf> = if request.template_files.is_empty() {
        request.folders.iter().chain(&request.projects).map(|folder| disk::absolute(folder)).collect()
    } else {
        files.collect()
    };
    folders.iter().find_map(|folder| {
        let (config, path) = samconfig_of(request, folder).ok()??;
        let setting = config.layer_cache_basedir?;
        Some(CacheSetting { path: disk::absolute(&folder.join(setting)), config: path })
    })
}

/// Returns the folders that `sam build` uses in a project, in any environment of its samconfig.
pub fn build_folders(request: &TemplateRequest, folder: &Path) -> Result<BuildFolders, TemplateRefusal> {
    let Some((path, format)) = samconfig_file(request, folder)? else { return Ok(BuildFolders::default()) };
    let wrong = |reason: String| config_refusal(&path, &reason);
    let text = bounded::read_text(&path, bounded::BY_HAND).map_err(|error| wrong(error.to_string()))?;
    samconfig::build_folders(&text, format).map_err(|error| wrong(error.to_string()))
}

/// Returns the settings of the templates in a folder.
pub fn of_folder(request: &TemplateRequest, folder: &Path) -> Result<Chosen, TemplateRefusal> {
    let config = samconfig_of(request, folder)?.map(|(config, _)| config).unwrap_or_default();
    let overrides = if request.parameter_overrides.is_empty() {
        config.parameter_overrides.unwrap_or_default()
    } else {
        Value::from(request.parameter_overrides.clone())
    };
    let load = |path: &Path| load_overrides(&folder.join(path));
    let parameter_overrides =
        overrides::parse(&overrides, &load).map_err(|error| refusal("BadParameter", error.to_string()))?;
    let mut unread_overrides = BTreeMap::new();
    for (section, value) in &config.unread_overrides {
        for name in overrides::parse(value, &load).unwrap_or_default().into_keys() {
            unread_overrides.entry(name).or_insert_with(|| section.clone());
        }
    }
    Ok(Chosen {
        sam: Settings {
            parameter_overrides,
            unread_overrides,
            region: request.region.clone().or(config.region),
            account: request.account,
            language_extensions: request
                .language_extensions
                .or(config.language_extensions)
                .unwrap_or(request.language_extensions_variable),
            ambient_region: request.ambient_region.clone(),
            merge_order: request.merge_order,
        },
        template: config.template,
    })
}

/// Returns the samconfig of a folder, and its path. It is an error if a file given by the user does not exist.
fn samconfig_of(request: &TemplateRequest, folder: &Path) -> Result<Option<(Samconfig, PathBuf)>, TemplateRefusal> {
    let Some((path, format)) = samconfig_file(request, folder)? else { return Ok(None) };
    let wrong = |reason: String| config_refusal(&path, &reason);
    let text =
        bounded::read_text(&path, bounded::BY_HAND).map_err(|error| wrong(format!("{error}; check --config-file")))?;
    let env = request.config_env.as_deref().unwrap_or(samconfig::DEFAULT_ENV);
    let config = samconfig::parse(&text, format, env).map_err(|error| wrong(error.to_string()))?;
    Ok(Some((config, path)))
}

/// Returns the path of a folder's samconfig, and its format.
fn samconfig_file(request: &TemplateRequest, folder: &Path) -> Result<Option<(PathBuf, Format)>, TemplateRefusal> {
    let path = if let Some(named) = &request.config_file {
        folder.join(named)
    } else {
        let usual = samconfig::FILE_NAMES.iter().map(|name| folder.join(name));
        match usual.into_iter().find(|path| path.exists()) {
            Some(path) => path,
            None => return Ok(None),
        }
    };
    let format = format_of(&path).ok_or_else(|| config_refusal(&path, "its name must end in .toml, .yaml or .yml"))?;
    Ok(Some((path, format)))
}

fn config_refusal(path: &Path, reason: &str) -> TemplateRefusal {
    refusal("ConfigException", format!("{} cannot be used: {reason}", path.display()))
}

fn format_of(path: &Path) -> Option<Format> {
    path.extension().and_then(|extension| extension.to_str()).and_then(Format::of_extension)
}

fn load_overrides(path: &Path) -> Result<Value, String> {
    let format = format_of(path).ok_or("its name must end in .toml, .yaml or .yml")?;
    let text = bounded::read_text(path, bounded::BY_HAND).map_err(|error| error.to_string())?;
    format.read(&text).map_err(|error| error.to_string())
}
