//! The `publish` command: a zip, a folder or a layer becomes a new version of a layer, in one or many regions and accounts.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use super::run_plan::{self, DownloadContext};
use crate::cli::args::PublishArgs;
use crate::cli::exit::{Exit, Interrupted, UsageError};
use crate::cli::output::{Output, warn};
use crate::cli::session::Session;
use crate::inventory::InventoryRows;
use crate::ops::{PublicationRequest, default_region, look_up_targets, read_publication};
use crate::plan::{LayerMetadata, Output as Published, PublishTarget, RunControl, publish};
use crate::sam::Region;
use crate::text::sanitize;

pub fn run(args: &PublishArgs, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    run_plan::require_consent("publish", args.consent, session)?;
    let targets = targets(args, session)?;
    let control = RunControl::stopped_by(&session.stop);
    let metadata = LayerMetadata {
        description: args.description.clone(),
        runtimes: args.compatible_runtimes.clone(),
        architectures: args.compatible_architectures.clone(),
        license: args.license_info.clone(),
    };
    let source = super::publish_source::resolve(&args.source, session)?;
    let request = PublicationRequest {
        source: &source,
        layer_name: &args.layer_name,
        metadata,
        grants: args.grant.clone(),
        force: args.force,
    };
    let publication = read_publication(&session.context, request, &control);
    if session.stop.load(Ordering::SeqCst) {
        return Err(Interrupted.into());
    }
    let publication = publication.map_err(|why| anyhow::anyhow!("{why}"))?;
    // Without a question, the plan with its notes is not shown.
    if args.consent.yes {
        publication.notes.iter().for_each(|note| warn(&note.to_string()));
    }
    // The limits of the API are checked before AWS is asked for anything.
    let states = if publication.refusal().is_some() {
        Vec::new()
    } else {
        look_up_targets(&session.context, &publication, &targets, &control)
            .map_err(|why| if control.is_stopped() { Interrupted.into() } else { anyhow::anyhow!("{why}") })?
    };
    let plan = publish(&publication, states);
    let about = DownloadContext { shown: &InventoryRows::default(), locks: &[] };
    let (exit, outputs) = run_plan::execute_and_report(plan, "Publish?", args.consent, session, &about, out)?;
    if !session.json {
        print_outputs(&args.layer_name, &outputs, out)?;
    }
    Ok(exit)
}

/// Returns every region of every profile, each with its bucket.
fn targets(args: &PublishArgs, session: &Session) -> Result<Vec<PublishTarget>, UsageError> {
    let profiles: Vec<Option<String>> =
        if args.to_profile.is_empty() { vec![None] } else { args.to_profile.iter().cloned().map(Some).collect() };
    let mut targets = Vec::new();
    for profile in profiles {
        let regions = if args.to_region.is_empty() {
            let region = default_region(&session.context, profile.as_deref());
            vec![region.ok_or_else(|| UsageError("specify a region to publish to: --to-region eu-west-1".to_owned()))?]
        } else {
            args.to_region.clone()
        };
        for region in regions {
            let bucket = bucket_for(&region, &args.s3_bucket)?;
            let target = PublishTarget { profile: profile.clone(), region, bucket };
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
    }
    Ok(targets)
}

/// Returns the bucket for a region: the one named for it, else the one named without a region.
fn bucket_for(region: &Region, buckets: &[String]) -> Result<Option<String>, UsageError> {
    let mut general = None;
    for bucket in buckets {
        match bucket.split_once('=') {
            Some((of, name)) if of == region.as_str() && !name.is_empty() => return Ok(Some(name.to_owned())),
            Some((of, name)) if Region::parse(of).is_err() || name.is_empty() => {
                return Err(UsageError(format!(
                    "`{bucket}` is not BUCKET or REGION=BUCKET, such as eu-west-1=uploads"
                )));
            }
            Some(_) => {}
            None => general = Some(bucket.clone()),
        }
    }
    Ok(general)
}

/// Prints the ARNs, and a `Mappings` block for templates.
fn print_outputs(layer_name: &str, outputs: &[Published], out: &mut Output) -> anyhow::Result<()> {
    if outputs.is_empty() {
        return Ok(());
    }
    out.line("")?;
    for output in outputs {
        let arn = output.arn.as_ref().map(ToString::to_string).unwrap_or_default();
        out.line(format!("{:<16} {}", output.region.as_deref().unwrap_or_default(), sanitize(&arn)))?;
    }
    out.line("")?;
    for line in mappings(layer_name, outputs) {
        out.line(sanitize(&line))?;
    }
    Ok(())
}

/// Returns a `Mappings` block with the ARN of each region. Layers of several accounts are separate maps.
fn mappings(layer_name: &str, outputs: &[Published]) -> Vec<String> {
    let letters: String = layer_name.chars().filter(char::is_ascii_alphanumeric).collect();
    // A logical ID has at least one letter or digit, and a name may have none.
    let logical_id = if letters.is_empty() { "Layer".to_owned() } else { letters };
    let accounts: BTreeSet<String> = outputs.iter().filter_map(account).collect();
    let mut lines = vec!["Mappings:".to_owned()];
    let mut names = Vec::new();
    for of in &accounts {
        let name = if accounts.len() > 1 { format!("{logical_id}{of}") } else { logical_id.clone() };
        lines.push(format!("  {name}:"));
        for output in outputs.iter().filter(|output| account(output).as_ref() == Some(of)) {
            let (Some(region), Some(arn)) = (&output.region, &output.arn) else { continue };
            lines.push(format!("    {region}:"));
            lines.push(format!("      Arn: {arn}"));
        }
        names.push(name);
    }
    let uses = names.iter().map(|name| format!("# Layers: [!FindInMap [{name}, !Ref AWS::Region, Arn]]"));
    lines.extend(uses);
    lines
}

fn account(output: &Published) -> Option<String> {
    Some(output.arn.as_ref()?.parts().ok()?.account.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sam::LayerArn;

    fn published(region: &str, account: &str) -> Published {
        let arn = LayerArn::parse(format!("arn:aws:lambda:{region}:{account}:layer:my-layer:2")).unwrap();
        Published {
            path: None,
            arn: Some(arn),
            region: Some(region.to_owned()),
            code_sha256: None,
            size_bytes: 1,
            unzipped_bytes: 1,
        }
    }

    #[test]
    fn the_mappings_block_is_yaml_with_an_arn_for_each_region() {
        let lines =
            mappings("my-layer", &[published("eu-west-1", "111111111111"), published("us-east-1", "111111111111")]);
        let yaml: serde_json::Value = serde_yaml::from_str(&lines.join("\n")).unwrap();
        assert_eq!(
            yaml["Mappings"]["mylayer"]["us-east-1"]["Arn"],
            "arn:aws:lambda:us-east-1:111111111111:layer:my-layer:2"
        );
        let lines =
            mappings("my-layer", &[published("eu-west-1", "111111111111"), published("eu-west-1", "222222222222")]);
        let yaml: serde_json::Value = serde_yaml::from_str(&lines.join("\n")).unwrap();
        assert_eq!(yaml["Mappings"].as_object().map(serde_json::Map::len), Some(2));
        assert_eq!(mappings("_-_", &[published("eu-west-1", "111111111111")])[1], "  Layer:");
    }

    #[test]
    fn the_bucket_of_a_region_wins() {
        let region = |text: &str| Region::parse(text).unwrap();
        let buckets = ["any".to_owned(), "eu-west-1=mine".to_owned()];
        assert_eq!(bucket_for(&region("eu-west-1"), &buckets).unwrap().as_deref(), Some("mine"));
        assert_eq!(bucket_for(&region("us-east-1"), &buckets).unwrap().as_deref(), Some("any"));
        assert_eq!(bucket_for(&region("us-east-1"), &buckets[1..]).unwrap(), None);
        assert!(bucket_for(&region("us-east-1"), &["=x".to_owned()]).is_err());
    }
}
