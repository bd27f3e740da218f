//! The `export` command: layers out of the cache, or from AWS.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use super::explain::functions_named;
use super::package_report::{self, PackageReport};
use crate::cli::args::ExportArgs;
use crate::cli::exit::{Exit, Interrupted, UsageError};
use crate::cli::output::{Output, warn};
use crate::cli::session::{Session, SurveyResult};
use crate::content::packages::output::PackageOutput;
use crate::ops::{self, Depth};
use crate::plan::{RunControl, Selector, select};
use crate::sam::template::FunctionLayer;
use crate::sam::{LayerArn, LayerDir};
use crate::text::Sentence;

/// A layer to export.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Exported {
    dir: LayerDir,
    /// The ARN, if the user named it.
    arn: Option<LayerArn>,
}

pub fn run(args: &ExportArgs, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    let needs_survey = args.dockerfile.is_some()
        || !args.selectors.iter().all(|text| matches!(Selector::parse(text), Ok(Selector::Arn(_))));
    let survey = if needs_survey { Some(session.survey_to(Depth::Names)?) } else { None };
    if let Some(survey) = &survey {
        survey.require_readable_cache()?;
    }
    let layers = layers(args, survey.as_ref())?;
    if let Some(folder) = &args.dockerfile {
        return dockerfile(&layers, folder, session, out);
    }
    let outputs: Vec<PathBuf> = match (&args.output, &args.to_dir) {
        (Some(file), _) if layers.len() == 1 => vec![file.clone()],
        (Some(_), _) => {
            let message = format!("{} layers match, but -o is a single file. Use --to-dir DIR", layers.len());
            return Err(UsageError(message).into());
        }
        (None, folder) => {
            let folder = folder.clone().unwrap_or_default();
            std::fs::create_dir_all(&folder)?;
            layers.iter().map(|layer| folder.join(format!("{}.zip", layer.dir))).collect()
        }
    };
    let mut reports = Vec::new();
    for (layer, output) in layers.iter().zip(&outputs) {
        let mut report = PackageReport::new("export", layer.dir.to_string(), output);
        match export(layer, output, args, survey.as_ref(), session) {
            Ok(output) => report.done(output),
            Err(_) if session.stop.load(Ordering::SeqCst) => return Err(Interrupted.into()),
            Err(why) => report.failed(&why),
        }
        reports.push(report);
    }
    package_report::finish(reports, session, out)
}

fn export(
    layer: &Exported,
    output: &Path,
    args: &ExportArgs,
    survey: Option<&SurveyResult>,
    session: &Session,
) -> Result<PackageOutput, Sentence> {
    let context = &session.context;
    if args.repack {
        return ops::export_repacked(context, &layer.dir, output, args.overwrite, &|_| (), &session.stop);
    }
    let known = || survey.and_then(|survey| survey.arn_of(&layer.dir)).map(|known| known.arn);
    let arn = layer
        .arn
        .clone()
        .or_else(known)
        .ok_or_else(|| crate::text::sentence!("export-no-arn", dir = layer.dir.as_str()))?;
    let control = RunControl::stopped_by(&session.stop);
    ops::export_original(context, &arn, output, args.overwrite, &mut |_, _| (), &control)
}

fn dockerfile(layers: &[Exported], folder: &Path, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    let dirs: Vec<LayerDir> = layers.iter().map(|layer| layer.dir.clone()).collect();
    let names: Vec<&str> = dirs.iter().map(LayerDir::as_str).collect();
    let mut report = PackageReport::new("export", names.join(" "), folder);
    match ops::export_dockerfile(&session.context, &dirs, folder, &|_| (), &session.stop) {
        Ok(output) => report.done(output),
        Err(_) if session.stop.load(Ordering::SeqCst) => return Err(Interrupted.into()),
        Err(why) => report.failed(&why),
    }
    package_report::finish(vec![report], session, out)
}

/// Returns the layers that the selectors stand for, in their order, each once. A function stands for its layers where a
/// build context is asked for.
fn layers(args: &ExportArgs, survey: Option<&SurveyResult>) -> anyhow::Result<Vec<Exported>> {
    let mut found: Vec<Exported> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut add = |exported: Exported| {
        if seen.insert(exported.dir.clone()) {
            found.push(exported);
        }
    };
    for text in &args.selectors {
        if let (Some(survey), true) = (survey, args.dockerfile.is_some())
            && let [(_, row)] = &functions_named(&survey.shown, None, text)[..]
        {
            for layer in row.function.layers.iter().filter(|layer| layer.is_used()) {
                let Some(dir) = layer.dir() else {
                    let name = layer.label();
                    let why =
                        format!("{name} of {text} is a layer of the template; SAM builds it and does not cache it");
                    return Err(UsageError(format!("{why}. Specify the other layers instead")).into());
                };
                add(Exported { dir: dir.clone(), arn: FunctionLayer::arn(layer).cloned() });
            }
            continue;
        }
        match Selector::parse(text).map_err(|error| UsageError(error.to_string()))? {
            Selector::Arn(arn) => add(Exported { dir: arn.dir(), arn: Some(arn) }),
            selector => {
                let Some(survey) = survey else { continue };
                let (selection, errors) = select(&survey.shown, &[(text.clone(), selector)]);
                for error in errors {
                    warn(&error.to_string());
                }
                selection.layers.into_iter().for_each(|dir| add(Exported { dir, arn: None }));
            }
        }
    }
    if found.is_empty() {
        return Err(UsageError(
            "no layer matches. `samlayers ls` lists the cached layers; an ARN does not have to be cached".to_owned(),
        )
        .into());
    }
    Ok(found)
}
