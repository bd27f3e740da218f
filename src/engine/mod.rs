//! The container engine: find it, list what SAM left in it, remove what is asked for. Never forced.
//!
//! [`engine_candidates`] says where SAM would look and in which order, [`Engine::first`] goes there, [`Engine::list`] reports
//! images in the words of [`crate::inventory::facts`]. [`find_other_engines`] finds engines that SAM does not look for.
//! [`Engine::recorded`] is an engine that lives in memory, for the demo.

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

use futures_util::stream::{Stream, StreamExt};

use crate::content::verify::Entry;
use crate::inventory::facts::{EngineState, Finding};
use crate::text::{Sentence, sentence};

/// A container engine that answered, or the recording of one.
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

/// None of SAM's engines answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoEngine {
    /// What SAM would try first; empty where it is not even an address.
    pub endpoint: String,
    /// A sentence that says what to do.
    pub reason: Sentence,
}

/// What the removal of an image's name came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Removed {
    /// The names that are gone.
    pub untagged: Vec<String>,
    /// The ids of images that are gone with them. Empty when another name or image keeps it: then no space was freed.
    pub deleted: Vec<String>,
}

impl Engine {
    /// Goes to the engine and asks who it is, all within five seconds (fifteen through ssh).
    pub async fn connect(endpoint: &Endpoint) -> Result<Self, EngineError> {
        let (live, name) = connect::connect(endpoint).await?;
        Ok(Self { name, endpoint: endpoint.to_string(), source: Source::Live(live) })
    }

    /// Goes to the first of SAM's engines that answers. The error is that of the first, for it is the one that people
    /// mean; a later one is added where there is something to be said about it.
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
            let is_there = !matches!(error, EngineError::NoSocket(_));
            match &mut failed {
                None => {
                    let endpoint = candidate.endpoint.as_ref().map(ToString::to_string).unwrap_or_default();
                    failed = Some(NoEngine { endpoint, reason: error.message() });
                }
                Some(first) if is_there => {
                    first.reason =
                        sentence!("engine-then-finch", first = first.reason.clone(), finch = error.message());
                }
                Some(_) => {}
            }
        }
        Err(failed.unwrap_or_else(|| NoEngine { endpoint: String::new(), reason: sentence!("engine-finch-only") }))
    }

    /// An engine in memory, from a recorded answer (see the format in `tests/fixtures/engine/README.md`).
    ///
    /// It lists and removes as a real one does, refusals included; nothing outside this value changes.
    pub fn recorded(json: &str) -> Result<Self, EngineError> {
        let recorded = recorded::RecordedEngine::read(json)?;
        Ok(Self {
            name: recorded.engine().to_owned(),
            endpoint: "recorded".to_owned(),
            source: Source::Recorded(recorded),
        })
    }

    /// `Docker 20.10.24`, for people.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it is: `unix:///var/run/docker.sock`, or `recorded`.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Reports [`EngineState::Ready`], every image with a name that SAM gives, then [`Finding::ImagesListed`]. After
    /// that, images may be reported once more under the same name, with what took longer to learn: their history,
    /// how many of their bytes they share, and when they were used. That, and [`Finding::Dangling`], come only where
    /// `thorough` asks for them: an engine with many images takes its time.
    ///
    /// When the engine fails in the middle, [`EngineState::Unavailable`] is reported and the error returned: a listing
    /// that broke off never looks like an engine without images.
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

    /// Each thing that happens to an image or container from now on, as it happens, until the engine is lost. A
    /// recording never changes by itself.
    pub fn changes(&self) -> impl Stream<Item = Result<(), EngineError>> + Send + Unpin + use<> {
        match &self.source {
            Source::Live(live) => live.changes().boxed(),
            Source::Recorded(_) => futures_util::stream::pending().boxed(),
        }
    }

    /// Everything an image holds below `/opt`, with the sha256 of each file when `sums` are wanted; `None` where it has no
    /// `/opt`. Nothing is started: a container is made, read and removed.
    pub async fn opt_entries(&self, image: &str, sums: bool) -> Result<Option<Vec<Entry>>, EngineError> {
        match &self.source {
            Source::Live(live) => live.opt_entries(image, sums).await,
            Source::Recorded(_) => Err(EngineError::RecordingWithoutContent),
        }
    }

    /// Whether the engine has an image of that name, whoever made it.
    pub async fn has_image(&self, name: &str) -> Result<bool, EngineError> {
        match &self.source {
            Source::Live(live) => live.has_image(name).await,
            Source::Recorded(_) => Err(EngineError::RecordingWithoutContent),
        }
    }

    /// Removes a name of an image, unforced, as `docker rmi NAME` does: the image itself goes with its last name, and
    /// parents without a name go with it. A container made from it is a refusal. Where another image was built on it,
    /// only the name goes: [`Removed::deleted`] is the truth about freed space.
    pub async fn remove_image(&self, name: &str) -> Result<Removed, EngineError> {
        match &self.source {
            Source::Live(live) => live.remove_image(name).await,
            Source::Recorded(recorded) => recorded.remove_image(name),
        }
    }

    /// Removes a container that does not run, unforced; its named volumes stay.
    pub async fn remove_container(&self, id: &str) -> Result<(), EngineError> {
        match &self.source {
            Source::Live(live) => live.remove_container(id).await,
            Source::Recorded(recorded) => recorded.remove_container(id),
        }
    }
}
