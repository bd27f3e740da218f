//! The demo: a made-up cache in a temporary folder, with everything that can be seen, purged and refreshed in it.
//!
//! Nothing of the user's is read or written: the cache, the project and the remembered ARNs are in that folder, the
//! engine's answer is a recorded one and says so, and downloads come from a server of this process.

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

/// What SAM would be told to reach the layers of the demo's template: its layers live there.
pub const REGION: &str = "us-west-2";

const CACHE: &str = include_str!("../../assets/demo/cache.yaml");
const TEMPLATE: &str = include_str!("../../assets/demo/template.yaml");
const ENGINE: &str = include_str!("../../assets/demo/engine.json");

/// A demo that is ready to be looked at. Its folder goes when this is dropped.
#[derive(Debug)]
pub struct Demo {
    folder: TempDir,
    server: Server,
}

/// Makes the demo: a second at most, a few megabytes of disk.
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
    /// The layer cache.
    pub fn cache_path(&self) -> PathBuf {
        self.root().join("layers-pkg")
    }

    /// The folder with the template.
    pub fn project(&self) -> PathBuf {
        self.root().join("shop")
    }

    /// The template.
    pub fn template(&self) -> PathBuf {
        self.project().join("template.yaml")
    }

    /// Stands in for the user's data folder.
    pub fn data_dir(&self) -> PathBuf {
        self.root().join("data")
    }

    /// Where `GetLayerVersion` and the downloads are answered.
    pub fn aws_endpoint(&self) -> String {
        self.server.url()
    }

    /// The container engine's recorded answer, as JSON text.
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
    fn the_documented_example_is_in_it_and_everything_goes_when_it_is_dropped() {
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
    fn it_shows_every_state_sam_leaves_behind() {
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
