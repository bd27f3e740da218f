//! Reads what a form names, and makes the plan of an export or a publication.

use crate::ops::{self, Context, PublicationRequest, PublishSource};
use crate::plan::{self, Plan, PublishTarget, RunControl};
use crate::text::{Sentence, sentence};
use crate::tui::form::{FormRequest, NamedLayer, PublishRequest};
use crate::tui::lang;
use crate::tui::message::Message;

/// Returns the message that continues the form.
pub fn read(context: &Context, request: FormRequest) -> Message {
    match request {
        FormRequest::Import(path, arn) => {
            let source = ops::inspect_source(context, &path).map_err(|why| lang::localized(&why));
            Message::ImportRead(arn, source)
        }
        FormRequest::Export(request) => {
            Message::FormPlanned(ops::plan_export(context, &request).map_err(|why| lang::localized(&why)))
        }
        FormRequest::Publish(request) => {
            Message::FormPlanned(publication(context, *request).map_err(|why| lang::localized(&why)))
        }
    }
}

fn publication(context: &Context, request: PublishRequest) -> Result<Plan, Sentence> {
    let PublishRequest { source, layer, layer_name, regions, bucket, metadata, grants } = request;
    let control = RunControl::default();
    let source = match layer {
        // An existing path comes first, as on the command line.
        Some(NamedLayer { dir, arn, cached, imported }) if source.symlink_metadata().is_err() => {
            PublishSource::Layer { dir, arn, cached, imported }
        }
        _ => PublishSource::Path(source),
    };
    let wanted = PublicationRequest { source: &source, layer_name: &layer_name, metadata, grants, force: false };
    let publication = ops::read_publication(context, wanted, &control)?;
    if publication.refusal().is_some() {
        return Ok(plan::publish(&publication, Vec::new()));
    }
    let own = || ops::default_region(context, None).map(|region| vec![region]);
    let regions = if regions.is_empty() { own().unwrap_or_default() } else { regions };
    if regions.is_empty() {
        return Err(sentence!("form-no-region"));
    }
    let target = |region| PublishTarget { profile: None, region, bucket: bucket.clone() };
    let targets: Vec<PublishTarget> = regions.into_iter().map(target).collect();
    Ok(plan::publish(&publication, ops::look_up_targets(context, &publication, &targets, &control)?))
}
