//! The `import` command: a local zip or folder becomes a layer version in the cache.

use std::path::{Path, PathBuf};

use super::run_plan::{self, DownloadContext};
use crate::cli::args::ImportArgs;
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::{Output, warn};
use crate::cli::session::{Session, SurveyResult};
use crate::inventory::InventoryRows;
use crate::ops::{self, inspect_source, known_hints, remember_hints};
use crate::plan::{ImportRequest, import};
use crate::sam::template::FunctionLayer;
use crate::sam::{AccountId, LayerArn};
use crate::text::{sanitize, sanitize_path};

pub fn run(args: &ImportArgs, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    let Some(arn) = &args.arn else { return Err(without_arn(&args.source).into()) };
    if args.allow_over_quota {
        session.context.allow_over_quota.set(true);
    }
    run_plan::require_consent("import", args.consent, session)?;
    let survey = session.survey()?;
    survey.require_readable_cache()?;
    let path = path_of_source(&args.source, &survey.shown)?;
    let source = inspect_source(&session.context, &path).map_err(|why| anyhow::anyhow!("{why}"))?;
    warn_of_account(arn, &survey, session);
    let advice = advice(arn, &args.source, &source.path, &survey.shown);
    let request = ImportRequest {
        arn: arn.clone(),
        source,
        replace: args.replace,
        with_images: args.with_images,
        unknown_locks: args.abandoned_locks,
        allow_over_quota: session.context.allow_over_quota.is_on(),
    };
    // Whoever is asked sees them in the plan.
    let remarks = if args.consent.yes { source_remarks(&request) } else { Vec::new() };
    let plan = import(&survey.shown, request, &session.context.cache.path);
    let is_refused = plan.steps.is_empty();
    let about = DownloadContext { shown: &survey.shown, locks: &[] };
    let exit = run_plan::execute_download_plan(plan, "Import?", args.consent, session, &about, out)?;
    if !session.json && !is_refused && exit == Exit::Done {
        for line in remarks.into_iter().chain(advice) {
            out.line(sanitize(&line))?;
        }
    }
    Ok(exit)
}

/// Returns what is unusual about the content.
fn source_remarks(request: &ImportRequest) -> Vec<String> {
    request.source.remarks().iter().map(|remark| format!("note  {remark}")).collect()
}

/// Returns the error for a missing ARN, which proposes one.
fn without_arn(source: &Path) -> UsageError {
    let stem = source.file_stem().unwrap_or_default().to_string_lossy();
    let allowed = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    let name: String = stem.chars().map(allowed).collect();
    let name = name.trim_matches('-');
    let name = if name.is_empty() { "my-layer" } else { name };
    UsageError(format!(
        "specify the layer version to import it as: --arn arn:aws:lambda:us-east-1:000000000000:layer:{name}:1 (no \
         AWS customer has account 000000000000), or the ARN in your template"
    ))
}

/// Returns the path of the source: as given, or the content of the layer of a template with this logical ID.
fn path_of_source(source: &Path, shown: &InventoryRows) -> anyhow::Result<PathBuf> {
    if source.symlink_metadata().is_ok() {
        return Ok(source.to_owned());
    }
    let mut contents: Vec<&PathBuf> = local_layers(shown)
        .filter(|(_, id, _)| Path::new(id) == source)
        .filter_map(|(_, _, content)| content)
        .collect();
    contents.sort();
    contents.dedup();
    match contents[..] {
        [] => anyhow::bail!(
            "`{}` does not exist, and no template has a layer with this logical ID",
            sanitize_path(source)
        ),
        [content] => Ok(content.clone()),
        _ => Err(UsageError(format!(
            "several templates have a layer `{}`. Specify its folder, or one template with -t",
            sanitize_path(source)
        ))
        .into()),
    }
}

/// Returns the template, the logical ID and the content of each layer of a template.
fn local_layers(shown: &InventoryRows) -> impl Iterator<Item = (&Path, &str, Option<&PathBuf>)> {
    shown.templates.iter().flat_map(|template| {
        let layers = template.functions.iter().flat_map(|row| &row.function.layers);
        layers.filter_map(|layer| match layer {
            FunctionLayer::Local { id, content, .. } => Some((&*template.path, id.as_str(), content.as_ref())),
            _ => None,
        })
    })
}

/// Warns, once for each account, that the owner of the account may publish something else under the ARN.
fn warn_of_account(arn: &LayerArn, survey: &SurveyResult, session: &Session) {
    let Ok(parts) = arn.parts() else { return };
    let account = parts.account;
    let is_own = survey.inventory.account == Some(account);
    if account == AccountId::NO_ONE || is_own {
        return;
    }
    let hint = format!("import-{}", account.as_str());
    if known_hints(&session.context).contains(&hint) {
        return;
    }
    warn(&format!(
        "account {account} may be in use, and its owner may publish other content under this ARN. `samlayers ls` and \
         `explain` mark the layer as imported. No AWS customer has account 000000000000"
    ));
    remember_hints(&session.context, &[&hint]);
}

/// Returns what to write into which template so that SAM uses the imported layer.
fn advice(arn: &LayerArn, typed: &Path, source: &Path, shown: &InventoryRows) -> Vec<String> {
    let is_named = |template: &crate::inventory::TemplateRow| {
        template.functions.iter().flat_map(|row| &row.function.layers).any(|layer| layer.arn() == Some(arn))
    };
    let is_source = |content: &PathBuf| ops::is_same_path(content, source);
    let mut lines: Vec<String> = local_layers(shown)
        .filter(|(_, id, content)| Path::new(id) == typed || content.is_some_and(is_source))
        .map(|(template, id, _)| {
            format!(
                "SAM builds the layer {id} at every invocation. To use the imported layer instead, replace `!Ref \
                 {id}` under Layers with {arn} in {}",
                template.display()
            )
        })
        .collect();
    lines.sort();
    lines.dedup();
    if lines.is_empty() && !shown.templates.iter().any(is_named) {
        lines.push(format!("no template uses this layer. To use it, add `- {arn}` under Layers of a function"));
    }
    lines
}
