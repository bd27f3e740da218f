//! Explains a function of a template: its layers and image, and existing entries similar to missing ones.

use std::path::{Path, PathBuf};

use crate::cli::exit::UsageError;
use crate::cli::session::SurveyResult;
use crate::inventory::search::near_matches::{self, NearMatch};
use crate::inventory::{FunctionRow, InventoryRows};

/// A function of a template.
#[derive(Debug)]
pub struct Function {
    /// The file of the template.
    pub template: PathBuf,
    /// The function, with what is cached of it.
    pub row: FunctionRow,
    /// For each layer that SAM has to download: similar layers in the cache.
    pub layers_instead: Vec<Vec<NearMatch>>,
    /// Images in the engine that are similar to the missing image.
    pub images_instead: Vec<NearMatch>,
}

impl Function {
    /// Returns the function with this logical ID or full path. Fails if several templates have it.
    pub fn find(template: Option<&str>, name: &str, survey: &SurveyResult) -> Result<Self, UsageError> {
        let found = named(&survey.shown, template, name);
        match &found[..] {
            [(template, row)] => Ok(Self::new(template, row, survey)),
            [] => Err(unknown(name, survey)),
            several => Err(UsageError(format!(
                "`{name}` is in several templates or stacks. Specify one of {}",
                list(several.iter().map(|(template, row)| spelled(template, row)))
            ))),
        }
    }

    fn new(template: &Path, row: &FunctionRow, survey: &SurveyResult) -> Self {
        let shown = &survey.shown;
        let layers_instead = row.function.layers.iter().zip(&row.cached).map(|(layer, cached)| match layer.dir() {
            Some(dir) if *cached == Some(false) => near_matches::layers(shown, dir, layer.arn()),
            _ => Vec::new(),
        });
        let images_instead = match (&row.function.image, row.image_present) {
            (Some(image), Some(false)) => near_matches::images(shown, image, &row.layer_names()),
            _ => Vec::new(),
        };
        Self {
            template: template.to_owned(),
            row: row.clone(),
            layers_instead: layers_instead.collect(),
            images_instead,
        }
    }
}

/// Returns the functions with this full path, or else logical ID, in the given template or in any.
pub fn named<'a>(shown: &'a InventoryRows, template: Option<&str>, name: &str) -> Vec<(&'a PathBuf, &'a FunctionRow)> {
    let mut found = Vec::new();
    for row in &shown.templates {
        if template
            .is_some_and(|file| row.path != Path::new(file) && !row.path.ends_with(file.trim_start_matches("./")))
        {
            continue;
        }
        let of_name = |exact: bool| {
            let fits = move |row: &&FunctionRow| {
                name == if exact { &*row.function.full_path } else { row.function.logical_id.as_str() }
            };
            row.functions.iter().filter(fits).map(|function| (&row.path, function)).collect::<Vec<_>>()
        };
        let exact = of_name(true);
        found.extend(if exact.is_empty() { of_name(false) } else { exact });
    }
    found
}

/// Maximum number of names in an error message.
const LISTED: usize = 8;

fn unknown(name: &str, survey: &SurveyResult) -> UsageError {
    let functions = survey.shown.templates.iter().flat_map(|template| &template.functions);
    let known = list(functions.map(|row| row.function.full_path.clone()));
    let known = if known.is_empty() { "none found; specify --project DIR or -t FILE".to_owned() } else { known };
    UsageError(format!(
        "`{name}` is not a layer ARN (arn:aws:lambda:REGION:ACCOUNT:layer:NAME:VERSION), layer directory \
         (NAME-VERSION-10 hex digits), SAM image (samcli/lambda-*) or function of the templates ({known})"
    ))
}

fn spelled(template: &Path, row: &FunctionRow) -> String {
    format!("{}#{}", template.display(), row.function.full_path)
}

fn list(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    let more = names.len().saturating_sub(LISTED);
    let text = names.into_iter().take(LISTED).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{text} and {more} more") } else { text }
}
