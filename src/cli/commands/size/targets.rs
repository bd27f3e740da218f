//! What the names on the command line stand for.

use std::path::{Path, PathBuf};

use crate::cli::commands::explain::functions_named;
use crate::cli::exit::UsageError;
use crate::cli::session::{Session, SurveyResult};
use crate::content::packages::breakdown::Parts;
use crate::content::packages::package::{PackageKind, PackageSize};
use crate::content::packages::target::SizeTarget;
use crate::inventory::FunctionRow;
use crate::ops::Depth;
use crate::plan::{Selector, select};
use crate::sam::template::PackageType;
use crate::sam::{ImageName, TypedName};
use crate::text::{Sentence, sentence};

/// What can be measured.
pub enum Measurable {
    /// A package on this machine.
    Target(SizeTarget),
    /// An image, whose size the engine reports.
    Image(PackageSize),
}

/// A name, and what it stands for or why it cannot be measured.
type Named = (String, Result<Measurable, Sentence>);

/// Resolves names in this order: function, layer, image, path. Without names, every function in scope.
pub fn resolve(names: &[String], session: &Session) -> anyhow::Result<Vec<Named>> {
    // Paths need no survey.
    let survey = if !names.is_empty() && names.iter().all(|name| is_path(name)) {
        None
    } else {
        Some(session.survey_to(Depth::Names)?)
    };
    let Some(survey) = survey else { return Ok(names.iter().map(|name| path(name)).collect()) };
    if names.is_empty() {
        let templates = survey.shown.templates.iter();
        let functions: Vec<Named> = templates
            .flat_map(|template| template.functions.iter().map(|row| function(&template.path, row, &survey)))
            .collect();
        if functions.is_empty() {
            return Err(UsageError(
                "no function found. Specify a function, layer, zip or folder, or a project with --project DIR"
                    .to_owned(),
            )
            .into());
        }
        return Ok(functions);
    }
    let mut found = Vec::new();
    for name in names {
        found.extend(named(name, &survey)?);
    }
    Ok(found)
}

/// Returns whether a name is always a path.
fn is_path(name: &str) -> bool {
    let relative = [".", "./", "../", ".\\", "..\\"].iter().any(|prefix| match *prefix {
        "." => name == "." || name == "..",
        prefix => name.starts_with(prefix),
    });
    relative || Path::new(name).is_absolute()
}

fn path(name: &str) -> Named {
    (name.to_owned(), Ok(Measurable::Target(SizeTarget::Path(PathBuf::from(name)))))
}

fn named(name: &str, survey: &SurveyResult) -> Result<Vec<Named>, UsageError> {
    if is_path(name) {
        return Ok(vec![path(name)]);
    }
    let (template, function_name) = match name.rsplit_once('#') {
        Some((template, function)) => (Some(template), function),
        None => (None, name),
    };
    let functions = functions_named(&survey.shown, template, function_name);
    if !functions.is_empty() {
        return Ok(functions.into_iter().map(|(template, row)| function(template, row, survey)).collect());
    }
    match TypedName::of(name) {
        TypedName::Path(dir) if survey.shown.layer(&dir).is_none() && Path::new(name).exists() => {
            return Ok(vec![path(name)]);
        }
        TypedName::Dir(dir) | TypedName::Path(dir) => {
            return Ok(vec![(name.to_owned(), Ok(Measurable::Target(SizeTarget::Layer(dir))))]);
        }
        TypedName::Arn(arn) => {
            let dir = arn.dir();
            let found = survey.shown.layer(&dir).map(|_| Measurable::Target(SizeTarget::Layer(dir)));
            return Ok(vec![(name.to_owned(), found.ok_or_else(|| sentence!("size-layer-not-cached")))]);
        }
        TypedName::Image(image_name) => return Ok(vec![(name.to_owned(), image(&image_name, survey))]),
        TypedName::NotAnArn(_) | TypedName::Problem(_) | TypedName::Other => {}
    }
    if Path::new(name).exists() {
        return Ok(vec![path(name)]);
    }
    let layers = Selector::parse(name).map(|selector| select(&survey.shown, &[(name.to_owned(), selector)]).0.layers);
    let layers: Vec<Named> = layers
        .into_iter()
        .flatten()
        .map(|dir| (dir.to_string(), Ok(Measurable::Target(SizeTarget::Layer(dir)))))
        .collect();
    if layers.is_empty() {
        return Err(UsageError(format!(
            "`{name}` is not a function of the templates, a cached layer, an image or a path. `samlayers functions` \
             and `samlayers ls` list them"
        )));
    }
    Ok(layers)
}

fn function(template: &Path, row: &FunctionRow, survey: &SurveyResult) -> Named {
    let function = &row.function;
    let found = match (function.package_type, &function.invoke_image) {
        (PackageType::Zip, _) => Ok(Measurable::Target(SizeTarget::of_function(template, function))),
        (PackageType::Image, Some(name)) => image(name, survey),
        (PackageType::Image, None) => Err(sentence!("size-image-missing")),
    };
    (function.full_path.clone(), found)
}

fn image(name: &ImageName, survey: &SurveyResult) -> Result<Measurable, Sentence> {
    let row = survey.shown.images.iter().find(|row| row.name.without_registry() == name.without_registry());
    match row {
        Some(row) => {
            let size = PackageSize::of_parts(name.to_string(), PackageKind::Image, Parts::default());
            Ok(Measurable::Image(PackageSize { unzipped: row.size_bytes, ..size }))
        }
        None if survey.shown.images_known => Err(sentence!("size-image-missing")),
        None => Err(sentence!("size-image-unknown")),
    }
}
