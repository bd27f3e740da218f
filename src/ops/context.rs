//! Everything an operation needs to know, resolved beforehand from options, environment and files.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What every operation gets. Cheap to clone; the clones share [`Context::read_only`].
#[derive(Debug, Clone)]
pub struct Context {
    /// The cache directory, as SAM would choose it.
    pub cache_path: PathBuf,
    /// Which rule chose it, for people.
    pub cache_chosen_by: String,
    /// Which container engine to ask.
    pub engine: EngineChoice,
    /// How to talk to AWS.
    pub aws: AwsChoice,
    /// Nothing that changes anything may run while this is on.
    pub read_only: ReadOnly,
    /// The user's data folder of samlayers (remembered ARNs); `None` where there is none.
    pub data_dir: Option<PathBuf>,
}

/// Which container engine to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EngineChoice {
    /// None (`--no-engine`).
    Off,
    /// `--docker-host` or `DOCKER_HOST`; `None` is the default socket.
    Host(Option<String>),
    /// A recorded answer (the demo), as JSON text.
    Recorded(Arc<str>),
}

/// How to talk to AWS.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwsChoice {
    /// `--offline`: never.
    pub offline: bool,
    /// `--profile`; `None` leaves it to the AWS configuration.
    pub profile: Option<String>,
    /// An endpoint in place of AWS's own (the demo); `None` leaves it to the AWS configuration.
    pub endpoint: Option<AwsEndpoint>,
}

/// An endpoint with credentials of its own, for the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwsEndpoint {
    /// `http://127.0.0.1:4566`.
    pub url: String,
}

/// The read-only switch, shared by everything that could change something.
#[derive(Debug, Clone, Default)]
pub struct ReadOnly(Arc<AtomicBool>);

impl ReadOnly {
    /// Starts on or off.
    pub fn new(on: bool) -> Self {
        Self(Arc::new(AtomicBool::new(on)))
    }

    /// Whether changing anything is impossible now.
    pub fn is_on(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    /// Turns it on or off.
    pub fn set(&self, on: bool) {
        self.0.store(on, Ordering::SeqCst);
    }
}
