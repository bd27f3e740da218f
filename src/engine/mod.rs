//! The container engine: finds it, lists the images and containers of SAM, and removes selected ones without force.
//!
//! [`engine_candidates`] returns the engines that SAM would try, in order, [`Engine::first`] connects to one of them, and
//! [`Engine::list`] reports images as facts of [`crate::inventory::facts`]. [`find_other_engines`] finds engines that SAM does not
//! look for. [`Engine::recorded`] is an engine in memory, for the demo.

mod build_steps;
mod conflict;
mod connect;
mod dangling;
mod disk;
mod docker_contexts;
mod endpoint;
mod engine_candidates;
mod error;
mod events;
mod images;
mod listing;
mod live;
mod opt_tar;
mod options;
mod other_engines;
mod platform;
mod read_opt;
mod recorded;
mod transport;

pub use endpoint::Endpoint;
pub use engine_candidates::{EngineCandidate, engine_candidates};
pub use error::EngineError;
pub use options::EngineOptions;
pub use other_engines::{docker_context_differs, find_other_engines};

use std::sync::atomic::AtomicBool;

use futures_util::stream::{Stream, StreamExt};

use crate::content::verify::Entry;
use crate::inventory::facts::{EngineState, Finding};
use crate::text::{Sentence, sentence};

/// A connected container engine, or a recording of one.
#[derive(Debug)]
pub struct Engine {
    name: String,
    endpoint: String,
    source: Source,
}

#[derive(Debug)]
enum Source {
    Live(live::LiveEngine),
    Recorded(recorded::RecordedEngine),
}

/// None of SAM's engines answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoEngine {
    /// The endpoint that SAM would try first; empty if it is not a valid address.
    pub endpoint: String,
    /// The reason, as a message that says what to do.
    pub reason: Sentence,
}

/// The result of removing a name of an image.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Removed {
    /// The names that were removed.
    pub untagged: Vec<String>,
    /// The IDs of images that were removed with them. Empty if another name or image still needs the image: then no
    /// space was freed.
    pub deleted: Vec<String>,
}

impl Engine {
    /// Connects to the engine and requests its version, within five seconds (fifteen through ssh).
    pub async fn connect(endpoint: &Endpoint) -> Result<Self, EngineError> {
        let (live, name) = connect::connect(endpoint).await?;
        Ok(Self { name, endpoint: endpoint.to_string(), source: Source::Live(live) })
    }

    /// Connects to the first of SAM's engines that answers.
    ///
    /// The error is that of the first engine, which users expect; a later one is added if its socket exists.
    pub async fn first(candidates: &[EngineCandidate]) -> Result<Self, NoEngine> {
        let mut failed: Option<NoEngine> = None;
        for candidate in candidates {
            let error = match &candidate.endpoint {
                Ok(endpoint) => match Self::connect(endpoint).await {
                    Ok(engine) => return Ok(engine),
                    Err(error) => error,
                },
                Err(error) => error.clone(),
            };
            let exists = !matches!(error, EngineError::NoSocket(_));
            match &mut failed {
                None => {
                    let endpoint = candidate.endpoint.as_ref().map(ToString::to_string).unwrap_or_default();
                    failed = Some(NoEngine { endpoint, reason: error.message() });
                }
                Some(first) if exists => {
                    first.reason =
                        sentence!("engine-then-finch", first = first.reason.clone(), finch = error.message());
                }
                Some(_) => {}
            }
        }
        Err(failed.unwrap_or_else(|| NoEngine { endpoint: String::new(), reason: sentence!("engine-finch-only") }))
    }

    /// Returns an engine in memory, from a recorded answer (for the format see `tests/fixtures/engine/README.md`).
    ///
    /// It lists and removes like an engine, including refusals; nothing outside of this value changes.
    pub fn recorded(json: &str) -> Result<Self, EngineError> {
        let recorded = recorded::RecordedEngine::read(json)?;
        Ok(Self {
            name: recorded.engine().to_owned(),
            endpoint: "recorded".to_owned(),
            source: Source::Recorded(recorded),
        })
    }

    /// Returns the name for display, `Docker 20.10.24`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the endpoint: `unix:///var/run/docker.sock`, or `recorded`.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Reports [`EngineState::Ready`], every image with a name that SAM gives, then [`Finding::ImagesListed`].
    ///
    /// With `thorough`, images are reported again under the same name with details that take longer: their history,
    /// their shared bytes, and when they were used. [`Finding::Dangling`] is reported only then, too, as an engine with
    /// many images takes its time.
    ///
    /// If the engine fails in between, [`EngineState::Unavailable`] is reported and the error returned, so that an
    /// incomplete list never looks like an engine without images.
    pub async fn list(&self, report: &(dyn Fn(Finding) + Sync), thorough: bool) -> Result<(), EngineError> {
        let recorded = matches!(self.source, Source::Recorded(_));
        report(Finding::Engine(EngineState::Ready {
            name: self.name.clone(),
            endpoint: self.endpoint.clone(),
            recorded,
        }));
        let listed = match &self.source {
            Source::Live(live) => live.list(report, thorough).await,
            Source::Recorded(recorded) => {
                recorded.list(report);
                Ok(())
            }
        };
        listed.inspect_err(|error| report(error.finding(&self.endpoint)))
    }

    /// Returns a stream of changes to images and containers, which ends when the connection is lost. A recording never
    /// changes by itself.
    pub fn changes(&self) -> impl Stream<Item = Result<(), EngineError>> + Send + Unpin + use<> {
        match &self.source {
            Source::Live(live) => live.changes().boxed(),
            Source::Recorded(_) => futures_util::stream::pending().boxed(),
        }
    }

    /// Returns all entries of an image below `/opt`, with the sha256 of each file if `with_hashes` is set; `None` if the
    /// image has no `/opt`. Nothing is run: a container is created, read and removed.
    pub async fn opt_entries(
        &self,
        image: &str,
        with_hashes: bool,
        cancel: &AtomicBool,
    ) -> Result<Option<Vec<Entry>>, EngineError> {
        match &self.source {
            Source::Live(live) => live.opt_entries(image, with_hashes, cancel).await,
            Source::Recorded(_) => Err(EngineError::RecordingWithoutContent),
        }
    }

    /// Returns whether the engine has an image with that name, whoever built it.
    pub async fn has_image(&self, name: &str) -> Result<bool, EngineError> {
        match &self.source {
            Source::Live(live) => live.has_image(name).await,
            Source::Recorded(_) => Err(EngineError::RecordingWithoutContent),
        }
    }

    /// Removes a name of an image without force, like `docker rmi NAME`.
    ///
    /// The image itself is removed with its last name, together with parents without a name. A container created from
    /// it is a refusal. If another image was built on it, only the name is removed: [`Removed::deleted`] shows what
    /// space was freed.
    pub async fn remove_image(&self, name: &str) -> Result<Removed, EngineError> {
        match &self.source {
            Source::Live(live) => live.remove_image(name).await,
            Source::Recorded(recorded) => recorded.remove_image(name),
        }
    }

    /// Removes a container that does not run, without force. Named volumes stay.
    pub async fn remove_container(&self, id: &str) -> Result<(), EngineError> {
        match &self.source {
            Source::Live(live) => live.remove_container(id).await,
            Source::Recorded(recorded) => recorded.remove_container(id),
        }
    }
}
