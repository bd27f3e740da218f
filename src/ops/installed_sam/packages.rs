//! The metadata of Python packages in one folder (`<name>-<release>.dist-info/METADATA`, PEP 376 and 566).

use std::fs;
use std::path::Path;

use super::program::beginning;
use crate::sam::release::Release;

/// The maximum number of packages, far more than a Python installation has.
const MAX_ENTRIES: usize = 20_000;

/// The bytes read of `METADATA`, whose header comes before the description.
const HEADER_BYTES: u64 = 64 * 1024;

/// The releases of the packages that determine SAM's behaviour.
#[derive(Debug, Default)]
pub struct Packages {
    pub sam: Option<Release>,
    pub translator: Option<Release>,
    pub pyyaml: Option<Release>,
}

impl Packages {
    /// Returns the packages installed in a folder; none if it cannot be listed.
    pub fn in_folder(folder: &Path) -> Self {
        let mut packages = Self::default();
        let Ok(entries) = fs::read_dir(folder) else { return packages };
        for entry in entries.take(MAX_ENTRIES).filter_map(Result::ok) {
            let name = entry.file_name();
            let Some((package, release)) = name.to_str().and_then(package_and_release) else { continue };
            let found = match &*package {
                "aws_sam_cli" => &mut packages.sam,
                "aws_sam_translator" => &mut packages.translator,
                "pyyaml" => &mut packages.pyyaml,
                _ => continue,
            };
            *found = in_metadata(&entry.path()).or_else(|| Release::parse(release)).or(found.take());
        }
        packages
    }
}

/// Splits `PyYAML-6.0.2.dist-info` into `pyyaml` and `6.0.2`.
fn package_and_release(name: &str) -> Option<(String, &str)> {
    let stem = name.strip_suffix(".dist-info").or_else(|| name.strip_suffix(".egg-info"))?;
    let (package, release) = stem.split_once('-')?;
    // The older format may end with `-py3.9`.
    let release = release.split('-').next().unwrap_or(release);
    Some((package.to_ascii_lowercase().replace('.', "_"), release))
}

fn in_metadata(info: &Path) -> Option<Release> {
    let text = ["METADATA", "PKG-INFO"].iter().find_map(|name| beginning(&info.join(name), HEADER_BYTES))?;
    let mut header = text.lines().take_while(|line| !line.trim().is_empty());
    header.find_map(|line| line.strip_prefix("Version:")).and_then(Release::parse)
}
