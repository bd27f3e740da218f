//! Plans an export: layers become zips, or the build context of an image, outside of the cache.

use std::path::PathBuf;

use super::{Plan, PlanKind, RefusalReason, Refused, Step, StepAction};
use crate::sam::{LayerArn, LayerDir};

/// What an export writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExportKind {
    /// The zip that AWS published, byte for byte.
    Original,
    /// A zip of the cached files.
    Repacked,
    /// A folder with the files of all layers, and the lines for a Dockerfile.
    BuildContext,
}

impl ExportKind {
    /// All kinds, the default first.
    pub const ALL: [Self; 3] = [Self::Original, Self::Repacked, Self::BuildContext];
}

/// A layer to export.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ExportLayer {
    /// Its name in the cache, or its logical ID if it is a layer of a template.
    pub name: String,
    /// The directory; `None` for a layer of a template, which SAM never caches.
    pub dir: Option<LayerDir>,
    /// The ARN, if known.
    pub arn: Option<LayerArn>,
    /// Whether it is cached.
    pub is_cached: bool,
    /// The bytes of its files, if measured.
    pub bytes: u64,
}

/// What to export, and to where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRequest {
    /// The layers, in order.
    pub layers: Vec<ExportLayer>,
    /// What is written.
    pub kind: ExportKind,
    /// The file or folder, as the user named it.
    pub target: PathBuf,
    /// Whether an existing file is replaced.
    pub overwrite: bool,
}

/// A file or folder to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The layers, in order; one for a zip.
    pub layers: Vec<LayerDir>,
    /// Where it comes from.
    pub source: ExportSource,
    /// The file or folder.
    pub output: PathBuf,
    /// Whether an existing file is replaced.
    pub overwrite: bool,
}

/// Where the content of an export comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportSource {
    /// AWS, which published this layer version.
    Published(LayerArn),
    /// The cached files, as a zip.
    CachedFiles,
    /// The cached files, as a build context.
    BuildContext,
}

impl ExportRequest {
    /// Returns the files or folders it writes. `into_folder`: the target is a folder that gets a zip for each layer.
    pub fn outputs(&self, into_folder: bool) -> Vec<PathBuf> {
        if self.kind == ExportKind::BuildContext || !into_folder {
            return vec![self.target.clone()];
        }
        self.layers.iter().map(|layer| self.target.join(format!("{}.zip", layer.name))).collect()
    }
}

/// Returns the plan of an export. `into_folder`: the target is a folder that gets a zip for each layer.
pub fn export(request: &ExportRequest, into_folder: bool) -> Plan {
    let mut plan = Plan::new(PlanKind::Export, Vec::new());
    let outputs = request.outputs(into_folder);
    let mut exported = Vec::new();
    for layer in &request.layers {
        match source_of(layer, request.kind) {
            Ok(found) => exported.push((layer, found)),
            Err(reason) => plan.refused.push(Refused::named(&layer.name, reason)),
        }
    }
    if request.kind == ExportKind::BuildContext {
        // Without one of its layers, the image would not be the same.
        if plan.refused.is_empty() && !exported.is_empty() {
            let names: Vec<&str> = request.layers.iter().map(|layer| layer.name.as_str()).collect();
            let bytes = request.layers.iter().map(|layer| layer.bytes).sum();
            let layers = exported.into_iter().map(|(_, (dir, _))| dir).collect();
            let export = Export {
                layers,
                source: ExportSource::BuildContext,
                output: request.target.clone(),
                overwrite: request.overwrite,
            };
            plan.steps.push(step(names.join(" "), export, bytes));
        }
        return plan;
    }
    for (layer, (dir, source)) in exported {
        let at = request.layers.iter().position(|other| other == layer).unwrap_or_default();
        let Some(output) = outputs.get(at).cloned() else { continue };
        let export = Export { layers: vec![dir], source, output, overwrite: request.overwrite };
        plan.steps.push(step(layer.name.clone(), export, layer.bytes));
    }
    plan
}

fn source_of(layer: &ExportLayer, kind: ExportKind) -> Result<(LayerDir, ExportSource), RefusalReason> {
    let dir = layer.dir.clone().ok_or(RefusalReason::NeverCached)?;
    match (kind, &layer.arn) {
        (ExportKind::Original, Some(arn)) => Ok((dir, ExportSource::Published(arn.clone()))),
        (ExportKind::Original, None) => Err(RefusalReason::NoArnToExport),
        _ if !layer.is_cached => Err(RefusalReason::NotCached),
        (ExportKind::Repacked, _) => Ok((dir, ExportSource::CachedFiles)),
        (ExportKind::BuildContext, _) => Ok((dir, ExportSource::BuildContext)),
    }
}

fn step(target: String, export: Export, bytes: u64) -> Step {
    Step {
        target,
        path: Some(export.output.clone()),
        size_bytes: bytes,
        frees_bytes: 0,
        file_count: None,
        action: StepAction::Export(Box::new(export)),
        notes: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(name: &str, arn: Option<&str>, is_cached: bool) -> ExportLayer {
        let arn = arn.map(|arn| LayerArn::parse(arn).unwrap());
        ExportLayer { name: name.to_owned(), dir: LayerDir::parse(name).ok(), arn, is_cached, bytes: 7 }
    }

    fn request(kind: ExportKind) -> ExportRequest {
        let layers = vec![
            layer("a-1-0123456789", Some("arn:aws:lambda:us-east-1:123456789012:layer:a:1"), true),
            layer("b-1-0123456789", None, true),
            layer("c-1-0123456789", Some("arn:aws:lambda:us-east-1:123456789012:layer:c:1"), false),
            layer("Shared", None, false),
        ];
        ExportRequest { layers, kind, target: "/out".into(), overwrite: false }
    }

    fn refused(plan: &Plan) -> Vec<RefusalReason> {
        plan.refused.iter().map(|refused| refused.reason.clone()).collect()
    }

    #[test]
    fn the_original_needs_an_arn_and_no_cached_copy() {
        let plan = export(&request(ExportKind::Original), true);
        let outputs: Vec<_> = plan.steps.iter().map(|step| step.path.clone().unwrap()).collect();
        assert_eq!(outputs, [PathBuf::from("/out/a-1-0123456789.zip"), "/out/c-1-0123456789.zip".into()]);
        assert_eq!(refused(&plan), [RefusalReason::NoArnToExport, RefusalReason::NeverCached]);
    }

    #[test]
    fn a_repacked_zip_needs_the_cached_files() {
        let plan = export(&request(ExportKind::Repacked), true);
        assert_eq!(plan.steps.len(), 2);
        assert_eq!(refused(&plan), [RefusalReason::NotCached, RefusalReason::NeverCached]);
    }

    #[test]
    fn a_build_context_holds_every_layer_in_order_or_is_not_written() {
        let mut wanted = request(ExportKind::BuildContext);
        let plan = export(&wanted, true);
        assert_eq!((plan.steps.len(), plan.refused.len()), (0, 2));
        wanted.layers.truncate(2);
        wanted.layers.reverse();
        let plan = export(&wanted, true);
        let [step] = &plan.steps[..] else { panic!("{plan:?}") };
        let StepAction::Export(export) = &step.action else { panic!("{step:?}") };
        assert_eq!((&*step.target, &export.output), ("b-1-0123456789 a-1-0123456789", &PathBuf::from("/out")));
        assert_eq!(export.layers[0].as_str(), "b-1-0123456789");
    }

    #[test]
    fn one_layer_becomes_the_file_that_was_named() {
        let mut wanted = request(ExportKind::Original);
        wanted.layers.truncate(1);
        wanted.target = "/tmp/a.zip".into();
        assert_eq!(export(&wanted, false).steps[0].path, Some("/tmp/a.zip".into()));
    }
}
