//! The zip of a publication: the user's own, a folder that is packed, or the copy of a layer.

use std::path::{Path, PathBuf};

use super::export::export_repacked;
use super::inspect_source;
use super::layout::MadeFor;
use super::original::download_original;
use super::output_file;
use super::pack::{PackRequest, pack};
use super::publish::PublicationRequest;
use crate::archive::pack::ExecutableBy;
use crate::content::source::{LocalSource, SourceKind};
use crate::inventory::LayerState;
use crate::ops::Context;
use crate::plan::RunControl;
use crate::sam::{Architecture, LayerArn, LayerDir, Runtime};
use crate::text::{Sentence, sanitize_path, sentence};

/// The name of a temporary zip.
const ZIP: &str = "layer.zip";

/// What the user wants to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublishSource {
    /// A zip, or a folder that is packed.
    Path(PathBuf),
    /// A layer, of which AWS has the zip or the cache has the files.
    Layer {
        /// The directory name.
        dir: LayerDir,
        /// The ARN, if it is known.
        arn: Option<LayerArn>,
        /// The state of the cached layer; `None` if it is not cached.
        cached: Option<LayerState>,
        /// The zip or folder that the cached content was imported from, so that AWS has another one or none.
        imported: Option<PathBuf>,
    },
}

/// The zip to publish.
pub(super) struct ZipToPublish {
    pub source: LocalSource,
    /// The path that the user named; `None` for the copy of a layer.
    pub named: Option<PathBuf>,
    /// What the user should know about it.
    pub notes: Vec<Sentence>,
}

/// Returns the zip of a source. Zips that are made for it last until the program ends.
pub(super) fn zip_of(
    context: &Context,
    request: &PublicationRequest<'_>,
    control: &RunControl,
) -> Result<ZipToPublish, Sentence> {
    match request.source {
        PublishSource::Path(path) => {
            let source = inspect_source(context, path)?;
            if source.kind == SourceKind::Folder {
                return packed(context, path, request, control);
            }
            let notes = source.remarks();
            Ok(ZipToPublish { source, named: Some(path.clone()), notes })
        }
        PublishSource::Layer { dir, arn, cached, imported } => {
            let why = match (imported, arn) {
                (Some(from), _) => sentence!("publish-imported", source = sanitize_path(from)),
                (None, None) => sentence!("export-no-arn", dir = dir.as_str()),
                (None, Some(arn)) => {
                    let path = context.scratch.new_file(ZIP)?;
                    let copied = output_file::create(&path, false, |file| {
                        download_original(context, arn, file, &mut |_, _| (), control)
                    });
                    match copied {
                        Ok(_) => return temporary(context, &path, Vec::new()),
                        Err(none) if none.is_final() && cached.is_some() => none.message(),
                        Err(none) => return Err(none.message()),
                    }
                }
            };
            repacked(context, dir, *cached, why, control)
        }
    }
}

fn temporary(context: &Context, path: &Path, mut notes: Vec<Sentence>) -> Result<ZipToPublish, Sentence> {
    let source = inspect_source(context, path)?;
    notes.extend(source.remarks());
    Ok(ZipToPublish { source, named: None, notes })
}

/// Packs a folder by the same rules as `pack`. The same folder gives the same zip, so that a run that was cut off finds
/// what it has published already.
fn packed(
    context: &Context,
    folder: &Path,
    request: &PublicationRequest<'_>,
    control: &RunControl,
) -> Result<ZipToPublish, Sentence> {
    let output = context.scratch.new_file(ZIP)?;
    let architectures = request.metadata.architectures.iter().filter_map(|name| Architecture::parse(name));
    let made_for = MadeFor {
        runtimes: request.metadata.runtimes.iter().map(Runtime::new).collect(),
        architectures: architectures.collect(),
    };
    let pack_request = PackRequest {
        source: folder.to_owned(),
        output: output.clone(),
        overwrite: false,
        force: request.force,
        made_for,
        executable_by: ExecutableBy::ModeOrContent,
    };
    let result = pack(&pack_request, &|_| (), control.stop_switch())?;
    if let (None, Some(first)) = (&result.output, result.layout.rejections().next()) {
        let why = first.problem.with_fix();
        return Err(sentence!("publish-rejected", path = sanitize_path(folder), why = why));
    }
    // These findings say more than the remarks about a zip.
    let notes = result.layout.findings.iter().map(|finding| finding.problem.with_fix()).collect();
    let source = inspect_source(context, &output)?;
    Ok(ZipToPublish { source, named: Some(folder.to_owned()), notes })
}

/// Makes a zip of the cached files of a layer whose own zip cannot be copied.
fn repacked(
    context: &Context,
    dir: &LayerDir,
    cached: Option<LayerState>,
    why: Sentence,
    control: &RunControl,
) -> Result<ZipToPublish, Sentence> {
    match cached {
        Some(LayerState::Ok) => {}
        Some(_) => return Err(sentence!("publish-incomplete", dir = dir.as_str(), why = why)),
        None => return Err(why),
    }
    let output = context.scratch.new_file(ZIP)?;
    export_repacked(context, dir, &output, false, &|_| (), control.stop_switch())?;
    temporary(context, &output, vec![sentence!("publish-repacked", why = why)])
}
