//! Exports layers out of the cache, or from AWS: the published zip, or a zip of the cached files.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::original::download_original;
use super::output_file;
use crate::archive::ZipContents;
use crate::archive::pack::{ExecutableBy, PackError, check_unchanged, list, write_zip};
use crate::content::packages::output::PackageOutput;
use crate::ops::Context;
use crate::plan::{self, ExportKind, ExportRequest, Plan, RunControl};
use crate::sam::{LayerArn, LayerDir, Region};
use crate::text::{Sentence, describe_io_error, sanitize_path, sentence};

/// Why nothing was exported.
enum Failure {
    Write(io::Error),
    Because(Sentence),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

impl From<PackError> for Failure {
    fn from(error: PackError) -> Self {
        match error {
            PackError::Write(error) => Self::Write(error),
            error => Self::Because(error.message()),
        }
    }
}

impl Failure {
    fn message(self, output: &Path) -> Sentence {
        match self {
            Self::Write(error) => output_file::unwritable(output, &error),
            Self::Because(why) => why,
        }
    }
}

/// Writes the zip that AWS published, byte for byte, after comparing it with its `CodeSha256`. The layer need not be
/// cached. `progress` gets the bytes that arrived and their total. Blocks.
pub fn export_original(
    context: &Context,
    arn: &LayerArn,
    output: &Path,
    overwrite: bool,
    progress: &mut (dyn FnMut(u64, Option<u64>) + Send),
    control: &RunControl,
) -> Result<PackageOutput, Sentence> {
    output_file::check(output, overwrite)?;
    let written = output_file::create(output, overwrite, |file| {
        let downloaded = download_original(context, arn, file, progress, control);
        let downloaded = downloaded.map_err(|none| Failure::Because(none.message()))?;
        Ok((downloaded, unzipped_bytes(file.try_clone()?)))
    });
    let (downloaded, unzipped_bytes) = written.map_err(|failure: Failure| failure.message(output))?;
    Ok(PackageOutput {
        path: Some(output.to_owned()),
        region: arn.parts().ok().and_then(|parts| Region::parse(parts.region).ok()),
        arn: Some(arn.clone()),
        code_sha256: Some(downloaded.sha256_base64),
        size_bytes: downloaded.bytes,
        unzipped_bytes,
    })
}

/// Returns the uncompressed bytes of a zip; `None` if it cannot be read. A published zip may be unusual.
fn unzipped_bytes(file: std::fs::File) -> Option<u64> {
    let (bytes, _) = ZipContents::open(file).and_then(|zip| zip.unzipped()).ok()?;
    Some(bytes)
}

/// Writes a zip of the cached files of a layer. The same files give the same bytes on every machine. SAM gives all files
/// it unpacks one mode, so that programs and scripts are recognised by their content. `progress` gets the bytes read so
/// far. Blocks.
pub fn export_repacked(
    context: &Context,
    dir: &LayerDir,
    output: &Path,
    overwrite: bool,
    progress: &(dyn Fn(u64) + Sync),
    cancel: &AtomicBool,
) -> Result<PackageOutput, Sentence> {
    let root = cached_folder(context, dir)?;
    output_file::check(output, overwrite)?;
    let written = output_file::create(output, overwrite, |file| {
        let items = list(&root, &|_| false)?;
        let packed = write_zip(&items, ExecutableBy::Content, file, progress, cancel)?;
        check_unchanged(&root, &|_| false, &items)?;
        Ok((packed, output_file::sha256(file)?))
    });
    let (packed, (code_sha256, length)) = written.map_err(|failure: Failure| failure.message(output))?;
    Ok(PackageOutput {
        path: Some(output.to_owned()),
        arn: None,
        region: None,
        code_sha256: Some(code_sha256),
        size_bytes: length,
        unzipped_bytes: Some(packed.bytes),
    })
}

/// Returns the plan of an export, after checking that its files can be written.
///
/// # Errors
///
/// A sentence, if a file or folder exists that is not to be replaced, or the folder for it does not.
pub fn plan_export(context: &Context, request: &ExportRequest) -> Result<Plan, Sentence> {
    if request.kind == ExportKind::Original && context.aws.offline {
        return Err(sentence!("export-offline"));
    }
    let ends_like_folder = request.target.as_os_str().to_string_lossy().ends_with(std::path::is_separator);
    // The plan shows where the files will be.
    let absolute = std::path::absolute(&request.target).unwrap_or_else(|_| request.target.clone());
    let request = &ExportRequest { target: absolute, ..request.clone() };
    let target = &request.target;
    let into_folder = request.layers.len() > 1 || ends_like_folder || target.is_dir();
    for output in request.outputs(into_folder) {
        if request.kind == ExportKind::BuildContext {
            output_file::check_folder(&output)?;
        } else if into_folder && !target.exists() {
            output_file::check(target, false)?;
        } else {
            output_file::check(&output, request.overwrite)?;
        }
    }
    Ok(plan::export(request, into_folder))
}

/// Creates the folder of an output file, whose own folder has to exist.
pub(in crate::ops) fn create_folder_of(output: &Path) -> Result<(), Sentence> {
    let folder: PathBuf = output.parent().map(Path::to_owned).unwrap_or_default();
    match std::fs::create_dir(&folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists && !folder.as_os_str().is_empty() => {
            Err(output_file::unwritable(&folder, &error))
        }
        _ => Ok(()),
    }
}

/// Returns the folder of a cached layer, which is no link.
pub(super) fn cached_folder(context: &Context, dir: &LayerDir) -> Result<std::path::PathBuf, Sentence> {
    let root = context.cache.path.join(dir.as_str());
    match root.symlink_metadata() {
        Ok(found) if found.is_dir() => Ok(root),
        Ok(_) => Err(sentence!("contents-no-directory", path = sanitize_path(&root))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(sentence!("export-not-cached", dir = dir.as_str()))
        }
        Err(error) => Err(sentence!(
            "inside-unreadable",
            path = sanitize_path(&root),
            why = describe_io_error(&error).to_string()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Located;
    use crate::ops::packages::dockerfile::export_dockerfile;
    use crate::plan::{ExportLayer, StepAction};

    fn request(kind: ExportKind, names: &[&str], target: &Path) -> ExportRequest {
        let layer = |name: &&str| ExportLayer {
            name: (*name).to_owned(),
            dir: LayerDir::parse(name).ok(),
            arn: None,
            is_cached: true,
            bytes: 5,
        };
        ExportRequest { layers: names.iter().map(layer).collect(), kind, target: target.to_owned(), overwrite: false }
    }

    #[test]
    fn a_layer_that_changes_while_it_is_exported_is_an_error_and_nothing_is_left() {
        let (cache, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let python = cache.path().join("a-1-0123456789/python");
        std::fs::create_dir_all(&python).unwrap();
        std::fs::write(python.join("a.py"), "12345").unwrap();
        let located = Located { path: cache.path().to_owned(), chosen_by: "test".into(), note: None };
        let (context, dir) = (Context::of_cache(located), LayerDir::parse("a-1-0123456789").unwrap());
        let (zip, going_on) = (out.path().join("a.zip"), AtomicBool::new(false));
        let add = |_| std::fs::write(python.join("b.py"), "2").unwrap();
        let error = export_repacked(&context, &dir, &zip, false, &add, &going_on).unwrap_err().to_string();
        assert!(error.contains("`python/b.py` changed"), "{error}");
        assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 0);

        std::fs::write(&zip, "older").unwrap();
        let change = |_| std::fs::write(python.join("b.py"), "23").unwrap();
        let error = export_repacked(&context, &dir, &zip, true, &change, &going_on).unwrap_err().to_string();
        assert!(error.contains("`python/b.py` changed"), "{error}");
        assert_eq!(std::fs::read_to_string(&zip).unwrap(), "older");

        let folder = out.path().join("context");
        let add = |_| std::fs::write(python.join("c.py"), "3").unwrap();
        let error = export_dockerfile(&context, &[dir], &folder, &add, &going_on).unwrap_err().to_string();
        assert!(error.contains("`python/c.py` changed"), "{error}");
        assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 1, "only the older zip");
    }

    #[test]
    fn an_export_of_the_app_is_checked_planned_and_written() {
        let (cache, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for (name, file) in [("a-1-0123456789", "python/a.py"), ("b-1-0123456789", "python/b.py")] {
            let path = cache.path().join(name).join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "12345").unwrap();
        }
        let located = Located { path: cache.path().to_owned(), chosen_by: "test".into(), note: None };
        let context = Context::of_cache(located);
        // Read-only mode protects the cache, the engine and AWS.
        context.read_only.set(true);
        let both = ["a-1-0123456789", "b-1-0123456789"];
        let folder = out.path().join("layers");
        let plan = plan_export(&context, &request(ExportKind::Repacked, &both, &folder)).unwrap();
        assert!(!folder.exists(), "nothing is written before the user confirms");
        let run = |plan: Plan| {
            let job = crate::ops::Job::Execute(plan);
            crate::ops::run(&context, job, &mut |_| (), &RunControl::default()).into_report().unwrap()
        };
        let report = run(plan);
        assert!(report.is_clean(), "{report:?}");
        assert!(folder.join("a-1-0123456789.zip").is_file() && folder.join("b-1-0123456789.zip").is_file());
        assert!(report.outputs.iter().all(|output| output.code_sha256.is_some() && output.unzipped_bytes == 5));

        let again = request(ExportKind::Repacked, &both, &folder);
        let refused = plan_export(&context, &again).unwrap_err();
        assert!(refused.to_string().contains("a-1-0123456789.zip"), "{refused}");
        let plan = plan_export(&context, &ExportRequest { overwrite: true, ..again }).unwrap();
        assert!(run(plan).is_clean());

        let context_folder = out.path().join("context");
        let wanted = request(ExportKind::BuildContext, &both, &context_folder);
        let plan = plan_export(&context, &wanted).unwrap();
        assert!(matches!(&plan.steps[..], [step] if matches!(&step.action, StepAction::Export(_))));
        assert!(run(plan).is_clean());
        assert!(context_folder.join("Dockerfile.layers").is_file());
        assert!(plan_export(&context, &wanted).is_err(), "the folder is not empty now");
        let lost = out.path().join("none").join("a.zip");
        assert!(plan_export(&context, &request(ExportKind::Repacked, &both[..1], &lost)).is_err());
    }
}
