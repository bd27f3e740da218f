//! The lockfiles of projects: their paths and contents, and the descriptions of their layers from AWS.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::aws::run_controlled;
use crate::inventory::InventoryRows;
use crate::ops::user_data::atomic_file::{self, Readers};
use crate::ops::{AwsChoice, Context, aws, bounded, engine};
use crate::plan::RunControl;
use crate::plan::lockfile::{LOCKFILE_NAME, LockedLayer, Lockfile};
use crate::sam::{LayerArn, S3Object};

/// Returns the layers that the templates in scope need, by lockfile.
pub fn needed_by_lock(shown: &InventoryRows) -> BTreeMap<PathBuf, BTreeSet<LayerArn>> {
    let mut files: BTreeMap<PathBuf, BTreeSet<LayerArn>> = BTreeMap::new();
    for template in &shown.templates {
        let layers = template.functions.iter().flat_map(|row| &row.function.layers);
        let arns = layers.filter_map(|layer| layer.arn().cloned());
        files.entry(lock_file(&template.path)).or_default().extend(arns);
    }
    files
}

/// Returns the path of the lockfile beside the template. The output of `sam build` is not committed, so its lockfile is
/// beside the source template.
fn lock_file(template: &Path) -> PathBuf {
    let folder = template.parent().unwrap_or(Path::new(""));
    let project = folder.ends_with(".aws-sam/build").then(|| folder.ancestors().nth(2)).flatten();
    project.unwrap_or(folder).join(LOCKFILE_NAME)
}

/// Reads a lockfile. Returns `Ok(None)` if there is none.
pub fn read_lock(path: &Path) -> Result<Option<Lockfile>, String> {
    match bounded::read_text(path, bounded::LIST) {
        Ok(text) => Lockfile::parse(&text).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

/// Replaces a lockfile atomically. It is the only file that samlayers writes beside templates, and only on request.
pub fn write_lock(path: &Path, lock: &Lockfile) -> io::Result<()> {
    atomic_file::replace(path, Readers::Everyone, |out| out.write_all(lock.text().as_bytes()))
}

/// The time limit of the request to AWS in `explain`, most of which does not depend on the answer.
const STORAGE_TIMEOUT: Duration = Duration::from_secs(5);

/// Returns the S3 object in which the owner of a layer stores its zip; `None` if Lambda stores it, or if AWS does not
/// return it. Blocks for a few seconds at most.
pub fn s3_object_of(context: &Context, arn: &LayerArn) -> Option<S3Object> {
    if context.aws.offline {
        return None;
    }
    let asked = engine::block_on(async {
        // The user is not asked for an MFA code just for this detail.
        let client = aws::client(&AwsChoice { code_prompt: None, ..context.aws.clone() }).await;
        tokio::time::timeout(STORAGE_TIMEOUT, Box::pin(client.look_up(arn))).await
    });
    match asked {
        Ok(Ok(Ok(layer))) => layer.s3_object().cloned(),
        Ok(Ok(Err(error))) => {
            tracing::info!(%arn, %error, "AWS did not report where the layer is stored");
            None
        }
        Ok(Err(_)) | Err(_) => None,
    }
}

/// Returns the descriptions of these layer versions from AWS, and a sentence for each one without. Blocks.
pub fn describe_layers(
    context: &Context,
    arns: &BTreeSet<LayerArn>,
    control: &RunControl,
) -> (BTreeMap<LayerArn, LockedLayer>, Vec<String>) {
    let (mut known, mut refused) = (BTreeMap::new(), Vec::new());
    let asked = engine::block_on(async {
        let client = aws::client(&context.aws).await;
        for arn in arns {
            match Box::pin(run_controlled(control, client.look_up(arn))).await.and_then(|answer| answer) {
                Ok(layer) => {
                    let s3_object = layer.s3_object().cloned();
                    let locked = LockedLayer { code_sha256: layer.code_sha256, size: layer.code_size, s3_object };
                    known.insert(arn.clone(), locked);
                }
                Err(error) => refused.push(error.to_string()),
            }
        }
    });
    if let Err(error) = asked {
        refused.push(error.to_string());
    }
    (known, refused)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_lockfile_is_beside_the_committed_template() {
        for (template, file) in [
            ("/p/template.yaml", "/p/samlayers.lock"),
            ("/p/.aws-sam/build/template.yaml", "/p/samlayers.lock"),
            ("/p/build/template.yaml", "/p/build/samlayers.lock"),
            ("template.yaml", "samlayers.lock"),
        ] {
            assert_eq!(lock_file(Path::new(template)), Path::new(file), "{template}");
        }
    }

    #[test]
    fn a_lockfile_is_replaced_atomically() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(LOCKFILE_NAME);
        assert_eq!(read_lock(&path), Ok(None));
        fs::write(&path, "something that is no lock file and longer than what comes in its place".repeat(9)).unwrap();
        assert!(read_lock(&path).is_err());
        write_lock(&path, &Lockfile::default()).unwrap();
        assert_eq!(read_lock(&path), Ok(Some(Lockfile::default())));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }
}
