//! The client of a running engine, with a time limit for each request.

use std::future::Future;
use std::time::Duration;

use bollard::Docker;
use bollard::errors::Error as BollardError;
use bollard::models::{ContainerSummary, ImageSummary};
use bollard::query_parameters::{
    InspectContainerOptions, ListContainersOptions, ListImagesOptions, RemoveContainerOptions, RemoveImageOptions,
};

use super::images::{Container, HistoryStep, Image, digest};
use super::{Endpoint, EngineError, Removed, conflict};

/// The time for one removal or detail. Removing a large image takes long on a slow disk.
pub(super) const REQUEST_TIMEOUT: Duration = Duration::from_mins(1);

/// The time for a list of images or containers. `ls` waits for it, and ten thousand images take an engine a few seconds.
const LIST_TIMEOUT: Duration = Duration::from_secs(20);

/// The most images in a list. Each takes some kilobytes until it is shown.
pub(super) const MOST_IMAGES: usize = 20_000;

/// The product, which decides which answers are reliable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EngineKind {
    /// Docker itself.
    Docker,
    /// Podman.
    Podman,
    /// Finch.
    Finch,
    /// Any other engine with Docker's API.
    Other,
}

impl EngineKind {
    /// Returns the command line program that users type.
    pub(super) fn client(self) -> &'static str {
        match self {
            Self::Docker | Self::Other => "docker",
            Self::Podman => "podman",
            Self::Finch => "finch",
        }
    }
}

/// A connected engine.
#[derive(Debug, Clone)]
pub(super) struct LiveEngine {
    client: Docker,
    /// The same engine, without a limit on the size of an answer.
    downloads: Docker,
    endpoint: Endpoint,
    kind: EngineKind,
}

impl LiveEngine {
    pub(super) fn new(client: Docker, downloads: Docker, endpoint: Endpoint, kind: EngineKind) -> Self {
        Self { client, downloads, endpoint, kind }
    }

    pub(super) fn client_library(&self) -> &Docker {
        &self.client
    }

    /// Returns the client for files, which are processed as they arrive.
    pub(super) fn download_client(&self) -> &Docker {
        &self.downloads
    }

    pub(super) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Returns the command line program for this engine.
    pub(super) fn client(&self) -> &'static str {
        self.kind.client()
    }

    /// Returns all images, including dangling ones; with `all` also intermediate ones.
    pub(super) async fn images(&self, all: bool) -> Result<Vec<Image>, EngineError> {
        let options = ListImagesOptions { all, ..ListImagesOptions::default() };
        let images = self.ask_within(LIST_TIMEOUT, self.client.list_images(Some(options))).await?;
        if images.len() > MOST_IMAGES {
            return Err(EngineError::TooLong(self.endpoint.to_string()));
        }
        Ok(images.into_iter().map(Image::from).collect())
    }

    /// Returns all images with the bytes they share, if this engine reports them reliably.
    pub(super) async fn images_with_shared_bytes(&self) -> Result<Vec<Image>, EngineError> {
        let options = ListImagesOptions { shared_size: true, ..ListImagesOptions::default() };
        let images = self.ask_within(LIST_TIMEOUT, self.client.list_images(Some(options))).await?;
        // Podman returns 0 without computing the size.
        let is_reliable = |shared: i64| shared > 0 || (shared == 0 && self.kind == EngineKind::Docker);
        Ok(images
            .into_iter()
            .map(|summary| {
                let shared_size = Some(summary.shared_size).filter(|shared| is_reliable(*shared));
                Image { shared_size, ..Image::from(summary) }
            })
            .collect())
    }

    /// Returns all containers, running or not.
    pub(super) async fn containers(&self) -> Result<Vec<Container>, EngineError> {
        let options = ListContainersOptions { all: true, ..ListContainersOptions::default() };
        let containers = match self.ask_within(LIST_TIMEOUT, self.client.list_containers(Some(options.clone()))).await {
            // A state that the client does not know makes the whole answer unreadable (Podman has some of its own), so
            // only the known states are requested. A container that is missing here is still safe, as the engine
            // refuses to remove its image.
            Err(EngineError::NotAnEngine { .. }) => {
                let known = KNOWN_STATES.map(str::to_owned).to_vec();
                let filters = Some([("status".to_owned(), known)].into());
                let question = self.client.list_containers(Some(ListContainersOptions { filters, ..options }));
                self.ask_within(LIST_TIMEOUT, question).await?
            }
            answer => answer?,
        };
        Ok(containers.into_iter().map(Container::from).collect())
    }

    /// Returns the build steps of an image, newest first.
    pub(super) async fn history(&self, name: &str) -> Result<Vec<HistoryStep>, EngineError> {
        let history = self.ask(self.client.image_history(name)).await?;
        Ok(history.into_iter().map(|step| HistoryStep { created_by: step.created_by, size: step.size }).collect())
    }

    /// Returns details that `/images/json` does not contain: the file system layers, and when a name was last added.
    /// The size here may differ from the one in the list.
    pub(super) async fn details(&self, image: &Image) -> Result<Image, EngineError> {
        let inspected = self.ask(self.client.inspect_image(&image.id)).await?;
        let layers = inspected.root_fs.and_then(|root| root.layers).unwrap_or_default();
        let last_tag_time = inspected.metadata.and_then(|metadata| metadata.last_tag_time);
        let size = inspected.size.unwrap_or(image.size);
        Ok(Image { size, layers, last_tag_time, ..image.clone() })
    }

    /// Returns when a container ended, as the engine wrote it; `None` for a running one.
    pub(super) async fn finished_at(&self, container: &Container) -> Result<Option<String>, EngineError> {
        let inspected = self.ask(self.client.inspect_container(&container.id, None::<InspectContainerOptions>)).await?;
        Ok(inspected.state.and_then(|state| state.finished_at))
    }

    pub(super) async fn remove_image(&self, name: &str) -> Result<Removed, EngineError> {
        if !is_image_name(name) {
            return Err(EngineError::BadName(name.to_owned()));
        }
        let answer = self.ask(self.client.remove_image(name, None::<RemoveImageOptions>, None)).await;
        match answer {
            Ok(items) => {
                let mut removed = Removed::default();
                for item in items {
                    removed.untagged.extend(item.untagged);
                    // Podman omits the algorithm.
                    removed.deleted.extend(item.deleted.map(|id| format!("sha256:{}", digest(&id))));
                }
                Ok(removed)
            }
            Err(error) => Err(conflict::explain_image(self, name, error).await),
        }
    }

    pub(super) async fn remove_container(&self, id: &str) -> Result<(), EngineError> {
        if !is_container_id(id) {
            return Err(EngineError::BadName(id.to_owned()));
        }
        match self.ask(self.client.remove_container(id, None::<RemoveContainerOptions>)).await {
            Ok(()) => Ok(()),
            Err(error) => Err(conflict::explain_container(self, id, error).await),
        }
    }

    /// Sends one request. The client's own time limit ends with the first line of an answer, this one with the last.
    pub(super) async fn ask<T>(
        &self,
        question: impl Future<Output = Result<T, BollardError>>,
    ) -> Result<T, EngineError> {
        self.ask_within(REQUEST_TIMEOUT, question).await
    }

    async fn ask_within<T>(
        &self,
        within: Duration,
        question: impl Future<Output = Result<T, BollardError>>,
    ) -> Result<T, EngineError> {
        match tokio::time::timeout(within, question).await {
            Ok(answer) => answer.map_err(|error| EngineError::of(&self.endpoint, &error)),
            Err(_) => Err(EngineError::TimedOut { endpoint: self.endpoint.to_string(), after: within }),
        }
    }
}

const KNOWN_STATES: [&str; 7] = ["created", "running", "paused", "restarting", "exited", "removing", "dead"];

/// Names become part of a request path, so only characters that engines allow in a reference are accepted.
pub(super) fn is_image_name(name: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"._:/@-".contains(&b);
    !name.is_empty() && name.bytes().all(allowed) && name.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

fn is_container_id(id: &str) -> bool {
    !matches!(id, "" | "." | "..") && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

impl From<ImageSummary> for Image {
    fn from(image: ImageSummary) -> Self {
        Self {
            id: image.id,
            parent_id: image.parent_id,
            repo_tags: image.repo_tags,
            created: image.created,
            size: image.size,
            ..Self::default()
        }
    }
}

impl From<ContainerSummary> for Container {
    fn from(container: ContainerSummary) -> Self {
        Self {
            id: container.id.unwrap_or_default(),
            names: container.names.unwrap_or_default(),
            image: container.image.unwrap_or_default(),
            image_id: container.image_id.unwrap_or_default(),
            state: container.state.map(|state| state.to_string()).unwrap_or_default(),
            labels: container.labels.unwrap_or_default().into_iter().collect(),
            created: container.created.unwrap_or_default(),
            finished_at: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_change_the_request_path() {
        for name in ["samcli/lambda-python:3.12-x86_64-2dd7", "localhost:5000/a/b@sha256:00", "a"] {
            assert!(is_image_name(name), "{name}");
        }
        for name in ["", "../containers/x", "a/../b", "a//b", "a?force=1", "a#b", "a b", "a%2e"] {
            assert!(!is_image_name(name), "{name}");
        }
        assert!(is_container_id("0123abc") && !is_container_id("../images/x") && !is_container_id(".."));
    }
}
