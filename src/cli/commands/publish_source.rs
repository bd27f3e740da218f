//! The source of a publication: a zip, a folder, or a layer that is cached or that AWS has.

use std::path::Path;

use crate::cli::exit::UsageError;
use crate::cli::session::Session;
use crate::ops::PublishSource;
use crate::sam::{LayerArn, LayerDir, TypedName};
use crate::text::{sanitize, sanitize_path};

/// Returns the source that the user named. An existing path comes first.
pub fn resolve(text: &str, session: &Session) -> anyhow::Result<PublishSource> {
    if Path::new(text).symlink_metadata().is_ok() {
        return Ok(PublishSource::Path(text.into()));
    }
    match TypedName::of(text) {
        TypedName::Arn(arn) => layer(arn.dir(), Some(arn), session),
        TypedName::Dir(dir) | TypedName::Path(dir) => layer(dir, None, session),
        TypedName::NotAnArn(error) => Err(UsageError(error.to_string()).into()),
        TypedName::Image(_) | TypedName::Problem(_) | TypedName::Other => {
            let text = sanitize(text);
            Err(UsageError(format!("`{text}` is not a zip, folder, ARN or layer directory")).into())
        }
    }
}

fn layer(dir: LayerDir, arn: Option<LayerArn>, session: &Session) -> anyhow::Result<PublishSource> {
    let survey = session.survey_offline()?;
    let row = survey.shown.layer(&dir);
    let unread = survey.shown.places.iter().find(|place| place.hides_facts && place.is_of_records());
    if let (Some(_), Some(place)) = (row, unread) {
        // An import would be published as what AWS has under its ARN.
        let path = sanitize_path(&place.path);
        anyhow::bail!("it is unknown whether {dir} was imported: {path}: {}", place.problem.with_fix());
    }
    let arn = arn.or_else(|| survey.arn_of(&dir).map(|known| known.arn));
    let cached = row.map(|row| row.state);
    let imported = row.and_then(|row| row.imported()).map(|imported| imported.source.clone());
    Ok(PublishSource::Layer { dir, arn, cached, imported })
}
