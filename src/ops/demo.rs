//! The demo: a generated cache in a temporary folder, in which everything can be displayed, purged and refreshed.
//!
//! No file of the user is read or written: the cache, the project and the stored ARNs are in that folder, the engine is
//! a recording and marked as such, and downloads come from a server in this process.

mod content;
mod fake_api;
mod folder;
mod manifest;
mod server;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use manifest::Manifest;
use server::Server;

/// The region to pass to SAM for the demo's template, whose layers are in it.
pub const REGION: &str = "us-west-2";

const CACHE: &str = include_str!("../../assets/demo/cache.yaml");
const TEMPLATE: &str = include_str!("../../assets/demo/template.yaml");
const ENGINE: &str = include_str!("../../assets/demo/engine.json");

/// A running demo. Its folder is deleted when this is dropped.
#[derive(Debug)]
pub struct Demo {
    folder: TempDir,
    server: Server,
}

/// Creates the demo. Takes at most a second and a few megabytes of disk space.
pub fn prepare() -> io::Result<Demo> {
    let manifest = Arc::new(Manifest::parse(CACHE)?);
    let folder = tempfile::Builder::new().prefix("samlayers-demo-").tempdir()?;
    let demo = Demo { server: Server::start(manifest.clone())?, folder };
    folder::fill_cache(&demo.cache_path(), &manifest)?;
    let remembered = manifest.layers.iter().filter(|layer| layer.remembered).map(|layer| &layer.arn);
    super::user_data::arn_store::remember(&demo.data_dir(), remembered)?;
    folder::fill_project(&demo.project(), &manifest, TEMPLATE)?;
    Ok(demo)
}

impl Demo {
    /// Returns the path of the layer cache.
    pub fn cache_path(&self) -> PathBuf {
        self.root().join("layers-pkg")
    }

    /// Returns the folder of the template.
    pub fn project(&self) -> PathBuf {
        self.root().join("shop")
    }

    /// Returns the path of the template.
    pub fn template(&self) -> PathBuf {
        self.project().join("template.yaml")
    }

    /// Returns the folder used instead of the user's data folder.
    pub fn data_dir(&self) -> PathBuf {
        self.root().join("data")
    }

    /// Returns the endpoint that answers `GetLayerVersion` and serves the downloads.
    pub fn aws_endpoint(&self) -> String {
        self.server.url()
    }

    /// Returns the recorded answer of the container engine as JSON.
    pub fn engine_answer() -> &'static str {
        ENGINE
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_demo_has_the_documented_example_and_is_deleted_on_drop() {
        let demo = prepare().unwrap();
        let root = demo.root().to_owned();
        for dir in ["myLayer-1-926eeb5ff1", "mySecondLayer-1-6bc1022bdf"] {
            assert!(demo.cache_path().join(dir).is_dir(), "{dir}");
        }
        assert!(demo.template().is_file());
        drop(demo);
        assert!(!root.exists());
    }

    #[test]
    fn the_demo_has_every_state_sam_leaves() {
        let demo = prepare().unwrap();
        let cache = demo.cache_path();
        let named = |start: &str| {
            let mut entries = fs::read_dir(&cache).unwrap().map(|entry| entry.unwrap().path());
            entries.find(|path| path.is_dir() && path.file_name().unwrap().to_string_lossy().starts_with(start))
        };
        let is_empty = |path: PathBuf| fs::read_dir(path).unwrap().next().is_none();
        assert!(is_empty(named("pdf-fonts-1-").unwrap()));
        assert!(is_empty(named("payments-sdk-7-").unwrap()));
        assert!(!is_empty(named("geo-data-3-").unwrap()));
        assert!(named("feature-flags-").is_none());
        assert_eq!(
            named("image-tools-2-").map(|dir| dir.join("share/models/faces.bin").metadata().unwrap().len()),
            Some(96_000_000)
        );
    }
}
