//! What makes a package large.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::{folder, zip_file};
use crate::archive::ArchiveError;
use crate::content::packages::breakdown::Parts;
use crate::content::packages::package::{PackageKind, PackageSize};
use crate::content::packages::target::{FunctionTarget, LayerTarget, SizeTarget};
use crate::ops::{Context, bounded};
use crate::sam::{LayerDir, Runtime};
use crate::text::{Sentence, describe_io_error, sanitize_path, sentence};

/// Measures a package by distribution. Files are read in pieces and never kept. Blocks: call it on its own thread.
///
/// The error is a sentence; a layer of a function that cannot be measured is noted in the result.
pub fn package_size(context: &Context, target: &SizeTarget, cancel: &AtomicBool) -> Result<PackageSize, Sentence> {
    match target {
        SizeTarget::Layer(dir) => layer(context, dir, None, cancel),
        SizeTarget::Path(path) => at_path(path, None, cancel),
        SizeTarget::Function(function) => Ok(of_function(context, function, cancel)),
    }
}

fn layer(
    context: &Context,
    dir: &LayerDir,
    runtime: Option<&Runtime>,
    cancel: &AtomicBool,
) -> Result<PackageSize, Sentence> {
    let path = context.cache.path.join(dir.as_str());
    let found = fs::symlink_metadata(&path).map_err(|error| unreadable(&path, &error))?;
    if !found.is_dir() {
        return Err(sentence!("contents-no-directory", path = sanitize_path(&path)));
    }
    of_folder(&path, dir.to_string(), PackageKind::Layer, runtime, cancel)
}

fn at_path(path: &Path, runtime: Option<&Runtime>, cancel: &AtomicBool) -> Result<PackageSize, Sentence> {
    let target = path.to_string_lossy().into_owned();
    if fs::metadata(path).map_err(|error| unreadable(path, &error))?.is_dir() {
        return of_folder(path, target, PackageKind::Folder, runtime, cancel);
    }
    let file = bounded::open(path, OpenOptions::new().read(true)).map_err(|error| unreadable(path, &error))?;
    let (length, parts) = zip_file::measure(file, runtime, cancel).map_err(|error| match error {
        ArchiveError::Cancelled => error.message(),
        error => sentence!("size-zip", path = sanitize_path(path), why = error.message()),
    })?;
    Ok(PackageSize { zipped: Some(length), ..PackageSize::of_parts(target, PackageKind::Zip, parts) })
}

fn of_folder(
    path: &Path,
    target: String,
    kind: PackageKind,
    runtime: Option<&Runtime>,
    cancel: &AtomicBool,
) -> Result<PackageSize, Sentence> {
    let measured = folder::measure(path, runtime, cancel).ok_or_else(|| ArchiveError::Cancelled.message())?;
    let is_unread = !measured.unreadable.is_empty();
    Ok(PackageSize { unknown: measured.unreadable, is_unread, ..PackageSize::of_parts(target, kind, measured.parts) })
}

fn of_function(context: &Context, function: &FunctionTarget, cancel: &AtomicBool) -> PackageSize {
    let runtime = function.runtime.as_ref();
    let mut unknown = Vec::new();
    let builds = build_folder(&function.template);
    let folder_of = |name: &str| Some(builds.join(name)).filter(|folder| folder.is_dir());
    let path = folder_of(&function.name).or_else(|| function.code.clone());
    let measured = path.map_or_else(|| Err(sentence!("size-code-elsewhere")), |path| at_path(&path, runtime, cancel));
    let code = match measured {
        Ok(size) => Some(PackageSize { target: function.name.clone(), ..size }),
        Err(why) => {
            unknown.push((function.name.clone(), why));
            None
        }
    };
    let mut layers = Vec::new();
    for target in &function.layers {
        let (name, measured) = match target {
            LayerTarget::Cached(dir) if is_missing(&context.cache.path.join(dir.as_str())) => {
                (dir.to_string(), Err(sentence!("size-layer-not-cached")))
            }
            LayerTarget::Cached(dir) => (dir.to_string(), layer(context, dir, runtime, cancel)),
            LayerTarget::Local(id) => {
                let measured = folder_of(id.as_str()).map(|folder| at_path(&folder, runtime, cancel));
                (id.to_string(), measured.unwrap_or_else(|| Err(sentence!("size-layer-not-built"))))
            }
        };
        match measured {
            Ok(size) => layers.push(PackageSize { target: name, ..size }),
            Err(why) => {
                unknown.push((name.clone(), why));
                let nothing = PackageSize::of_parts(name, PackageKind::Layer, Parts::default());
                layers.push(nothing);
            }
        }
    }
    let mut whole = PackageSize::of_function(function.name.clone(), code, layers);
    whole.unknown.append(&mut unknown);
    whole
}

/// Returns the folder into which `sam build` puts what a template needs: the template's own, if that is built already.
fn build_folder(template: &Path) -> PathBuf {
    let folder = template.parent().unwrap_or(Path::new(""));
    if folder.ends_with(PathBuf::from(".aws-sam").join("build")) {
        return folder.to_owned();
    }
    folder.join(".aws-sam").join("build")
}

fn is_missing(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Sentence {
    sentence!("inside-unreadable", path = sanitize_path(path), why = describe_io_error(error).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Located;
    use crate::sam::LogicalId;

    fn write(root: &Path, files: &[(&str, &str)]) {
        for (path, text) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    #[test]
    fn a_function_is_its_build_and_what_is_known_of_its_layers() {
        let (cache, project) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(cache.path(), &[("a-1-0123456789/python/six.py", "12345")]);
        write(
            project.path(),
            &[
                ("src/app.py", "source"),
                (".aws-sam/build/F/app.py", "built code"),
                (".aws-sam/build/Shared/python/x.py", "123"),
            ],
        );
        let context =
            Context::of_cache(Located { path: cache.path().to_owned(), chosen_by: "test".into(), note: None });
        let dir = |text: &str| LayerTarget::Cached(LayerDir::parse(text).unwrap());
        let mut function = FunctionTarget {
            template: project.path().join("template.yaml"),
            name: "F".to_owned(),
            runtime: None,
            code: Some(project.path().join("src")),
            layers: vec![dir("a-1-0123456789"), dir("gone-1-0123456789"), LayerTarget::Local(LogicalId::new("Shared"))],
        };
        let cancel = AtomicBool::new(false);
        let size = package_size(&context, &SizeTarget::Function(function.clone()), &cancel).unwrap();
        assert_eq!((size.code, size.unzipped, size.layers.len()), (Some(10), 18, 3));
        assert_eq!(size.unknown.iter().map(|(target, _)| target.as_str()).collect::<Vec<_>>(), ["gone-1-0123456789"]);
        (function.name, function.code) = ("G".to_owned(), None);
        let size = package_size(&context, &SizeTarget::Function(function), &cancel).unwrap();
        assert_eq!((size.code, size.unknown.len()), (None, 2));
    }
}
