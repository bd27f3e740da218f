//! What the container engine reported: its state, images and containers.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::sam::ImageName;
use crate::text::Sentence;

/// The state of the container engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EngineState {
    /// It answered.
    Ready {
        /// The name for display, `Docker 20.10.24`.
        name: String,
        /// `unix:///var/run/docker.sock`.
        endpoint: String,
        /// Whether the list comes from a recording (the demo), which is shown on screen.
        recorded: bool,
    },
    /// It did not answer.
    Unavailable {
        /// The endpoint that was tried.
        endpoint: String,
        /// Why it failed and what to do.
        reason: Sentence,
    },
    /// Disabled with `--no-engine`.
    Off,
}

/// A running engine that SAM does not look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherEngine {
    /// The name for display, `Podman 4.3.1`.
    pub name: String,
    /// The address, as in `DOCKER_HOST`.
    pub host: String,
    /// The folder with its certificates, as in `DOCKER_CERT_PATH`.
    pub cert_path: Option<PathBuf>,
    /// Whether the server's certificate is verified (`DOCKER_TLS_VERIFY`).
    pub tls_verify: bool,
    /// How it was found: "docker context `colima`", "Podman without root".
    pub known_as: String,
    /// Why SAM does not use it, and the command that makes SAM use it, as one sentence.
    pub difference: Sentence,
    /// The shell command that makes SAM use it.
    pub export: String,
}

/// One image with a name that SAM gives.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundImage {
    /// The parsed name.
    pub name: ImageName,
    /// `sha256:…`.
    pub id: String,
    /// The time of the build.
    pub created: Option<Timestamp>,
    /// The size of the whole image.
    pub size_bytes: u64,
    /// Bytes that no other image shares; `None` if the engine did not report them.
    pub unique_bytes: Option<u64>,
    /// The sizes of the `ADD` steps of its layers, oldest first; `None` if the history was not requested.
    pub add_step_sizes: Option<Vec<u64>>,
    /// The containers created from the image.
    pub containers: Vec<FoundContainer>,
    /// The time at which a name was last added; `None` if the engine did not report it.
    pub tagged: Option<Timestamp>,
    /// Its size on disk.
    pub disk: ImageDisk,
    /// How its history or a container of it shows that SAM built it, for display; `None` if that was not asked, or does
    /// not show.
    pub recognised_by: Option<String>,
}

/// The disk usage of an image, and what it shares with others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImageDisk {
    /// The number of other names of the same image, from SAM or not. The image is removed with its last name.
    pub other_names: u64,
    /// The file system layers, lowest first; `None` if the engine did not report their sizes.
    pub parts: Option<Vec<FilesystemLayer>>,
}

/// A file system layer of an image, on top of the layers below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilesystemLayer {
    /// The chain ID: identifies the layer together with those below it. Images that share the layer have the same
    /// value.
    pub chain: String,
    /// The bytes that the layer adds.
    pub bytes: u64,
    /// The number of images of the engine that contain it, including this one.
    pub holders: u64,
}

/// An image without a name that a build of SAM left: a newer build took over its name, or the build was interrupted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDangling {
    /// `sha256:…`.
    pub id: String,
    /// The time of the build.
    pub created: Option<Timestamp>,
    /// The size of the whole image.
    pub size_bytes: u64,
    /// Bytes that no other image shares; `None` if the engine did not report them.
    pub unique_bytes: Option<u64>,
    /// Its size on disk.
    pub disk: ImageDisk,
    /// The containers created from it.
    pub containers: Vec<FoundContainer>,
    /// How it was recognised, for display.
    pub recognised_by: String,
}

/// A container created from an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundContainer {
    /// The full ID.
    pub id: String,
    /// The name without the leading slash.
    pub name: String,
    /// The state as reported by the engine: `running`, `exited` …
    pub state: String,
    /// Whether SAM created it, according to its labels.
    pub by_sam: bool,
    /// The function that it runs, according to its labels.
    pub function: Option<String>,
    /// The time of creation.
    pub created: Option<Timestamp>,
    /// The time at which it ended; `None` if it runs or the engine did not report it.
    pub ended: Option<Timestamp>,
}

impl FoundContainer {
    /// Returns whether the container has ended and can be removed. Paused, restarting and created containers may still
    /// be in use.
    pub fn has_ended(&self) -> bool {
        matches!(self.state.as_str(), "exited" | "dead")
    }
}
