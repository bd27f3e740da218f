//! The source of a publication: a file, or the zip of a layer that AWS has.

use std::path::{Path, PathBuf};

use crate::cli::exit::UsageError;
use crate::cli::output::warn;
use crate::cli::session::Session;
use crate::ops::download_original;
use crate::plan::RunControl;
use crate::sam::{LayerArn, TypedName};
use crate::text::{sanitize, sanitize_path};

/// A zip to publish.
pub enum Source {
    /// The user's own file.
    Own(PathBuf),
    /// A download, which is removed at the end.
    Downloaded(tempfile::TempPath),
}

impl Source {
    /// Returns the path.
    pub fn path(&self) -> &Path {
        match self {
            Self::Own(path) => path,
            Self::Downloaded(path) => path,
        }
    }
}

/// Returns the source that the user named. An existing path comes first.
pub fn resolve(text: &str, session: &Session, control: &RunControl) -> anyhow::Result<Source> {
    if super::publish::is_path(text) {
        return Ok(Source::Own(text.into()));
    }
    let arn = match TypedName::of(text) {
        TypedName::Arn(arn) => arn,
        TypedName::Dir(dir) | TypedName::Path(dir) => {
            let survey = session.survey_offline()?;
            if let Some(import) = survey.shown.layer(&dir).and_then(|row| row.imported()) {
                anyhow::bail!(
                    "{dir} was imported, so AWS may have other content under its ARN: publish its source, {}",
                    sanitize_path(&import.source)
                );
            }
            let known = survey.arn_of(&dir);
            known.ok_or_else(|| anyhow::anyhow!("the ARN of {dir} is not known: name the layer by its ARN"))?.arn
        }
        TypedName::NotAnArn(error) => return Err(UsageError(error.to_string()).into()),
        TypedName::Image(_) | TypedName::Problem(_) | TypedName::Other => {
            let text = sanitize(text);
            return Err(
                UsageError(format!("`{text}` is no zip, no folder, and neither an ARN nor a layer directory")).into()
            );
        }
    };
    original(&arn, session, control)
}

/// Downloads the zip that AWS published, byte for byte.
fn original(arn: &LayerArn, session: &Session, control: &RunControl) -> anyhow::Result<Source> {
    warn(&format!("downloading the zip of {arn}, which is published as it is"));
    let zip = download_original(&session.context, arn, control);
    zip.map(Source::Downloaded).map_err(|why| anyhow::anyhow!("{why}"))
}
