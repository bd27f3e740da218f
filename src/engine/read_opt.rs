//! Reads the files of an image without running anything.
//!
//! A container is created from the image but never started, and its `/opt` is read as the archive that engines return
//! for a folder. The engine merges the file system layers, and only `/opt` is transferred. The alternative, `GET
//! /images/NAME/get`, would transfer the whole base image, often gigabytes, as layers that would have to be merged
//! here. The container is removed at once; one that was left after a crash is recognised by its label and removed by a
//! later call.

use std::collections::HashMap;
use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bollard::models::{ContainerCreateBody, HostConfig};
use bollard::query_parameters::{
    CreateContainerOptions, DownloadFromContainerOptions, ListContainersOptions, RemoveContainerOptions,
};
use futures_util::StreamExt;
use hyper::body::Bytes;
use tokio::sync::mpsc;

use super::live::{LiveEngine, is_image_name};
use super::{EngineError, opt_tar};
use crate::clock;
use crate::content::verify::Entry;

/// The label of the containers created for reading.
const LABEL: &str = "samlayers.look";

/// The age in seconds after which such a container is abandoned; no read takes that long.
const ABANDONED_AFTER: i64 = 3600;

/// The time between two checks whether the reading was cancelled.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// The number of chunks of the archive that are buffered.
const WAITING_PIECES: usize = 16;

impl LiveEngine {
    /// Implements [`super::Engine::opt_entries`].
    pub(super) async fn opt_entries(
        &self,
        image: &str,
        with_hashes: bool,
        cancel: &AtomicBool,
    ) -> Result<Option<Vec<Entry>>, EngineError> {
        if !is_image_name(image) {
            return Err(EngineError::BadName(image.to_owned()));
        }
        self.remove_abandoned().await;
        let body = ContainerCreateBody {
            image: Some(image.to_owned()),
            // The command never runs, but some engines require one if the image has none.
            cmd: Some(vec!["/none".to_owned()]),
            labels: Some(HashMap::from([(LABEL.to_owned(), clock::now().to_string())])),
            host_config: Some(HostConfig { network_mode: Some("none".to_owned()), ..HostConfig::default() }),
            ..ContainerCreateBody::default()
        };
        let made = self.client_library().create_container(None::<CreateContainerOptions>, body);
        let container = match self.ask(made).await {
            Err(EngineError::Api { status: 404, .. }) => return Err(EngineError::NotFound(image.to_owned())),
            made => made?.id,
        };
        // Cancelling ends the reading only, so that the container is still removed.
        let read = tokio::select! {
            read = self.read_opt(&container, with_hashes) => read,
            () = cancelled(cancel) => Err(EngineError::Stopped),
        };
        let options = RemoveContainerOptions { v: true, ..RemoveContainerOptions::default() };
        if let Err(error) = self.ask(self.client_library().remove_container(&container, Some(options))).await {
            tracing::warn!(container, %error, "a temporary container could not be removed; the next run removes it");
        }
        read
    }

    async fn read_opt(&self, container: &str, with_hashes: bool) -> Result<Option<Vec<Entry>>, EngineError> {
        let options = DownloadFromContainerOptions { path: "/opt".to_owned() };
        let mut stream = std::pin::pin!(self.download_client().download_from_container(container, Some(options)));
        let (give, pieces) = mpsc::channel(WAITING_PIECES);
        // A blocking thread reads the archive; the stream is passed to it from here.
        let reader =
            tokio::task::spawn_blocking(move || opt_tar::entries(Pieces { pieces, rest: Bytes::new() }, with_hashes));
        let feed = async {
            loop {
                match self.ask(async { stream.next().await.transpose() }).await? {
                    None => return Ok(()),
                    // The reader ends before the stream does, as an archive ends with padding.
                    Some(piece) => drop(give.send(Ok(piece)).await),
                }
            }
        };
        let stream_ended: Result<(), EngineError> = feed.await;
        if stream_ended.is_err() {
            // Without this error the reader would take the end of the chunks for a truncated archive.
            let _ = give.send(Err(io::ErrorKind::ConnectionAborted.into())).await;
        }
        drop(give);
        let read = reader.await.map_err(io::Error::other).and_then(|read| read);
        match (stream_ended, read) {
            // The image has no `/opt`, as its base has none and it has no layers.
            (Err(EngineError::Api { status: 404, .. }), _) => Ok(None),
            (Err(error), _) => Err(error),
            (Ok(()), Ok(entries)) => Ok(Some(entries)),
            (Ok(()), Err(error)) => Err(EngineError::NotAnEngine {
                endpoint: self.endpoint().to_string(),
                detail: format!("the archive of /opt cannot be read: {error}"),
            }),
        }
    }

    /// Removes containers that were left after a crash. Errors are ignored, as the image can still be read.
    async fn remove_abandoned(&self) {
        let filters = Some(HashMap::from([("label".to_owned(), vec![LABEL.to_owned()])]));
        let options = ListContainersOptions { all: true, filters, ..ListContainersOptions::default() };
        let Ok(containers) = self.ask(self.client_library().list_containers(Some(options))).await else { return };
        let now = clock::now().as_second();
        for container in containers {
            // An engine that does not support the filter returns all containers, so the label is checked here as well.
            let ours = container.labels.as_ref().is_some_and(|labels| labels.contains_key(LABEL));
            let old = container.created.is_some_and(|created| now.saturating_sub(created) > ABANDONED_AFTER);
            if let (true, true, Some(id)) = (ours, old, container.id) {
                let removed = self.client_library().remove_container(&id, None::<RemoveContainerOptions>);
                drop(self.ask(removed).await);
            }
        }
    }

    /// Returns whether the engine has an image with that name.
    pub(super) async fn has_image(&self, name: &str) -> Result<bool, EngineError> {
        if !is_image_name(name) {
            return Err(EngineError::BadName(name.to_owned()));
        }
        match self.ask(self.client_library().inspect_image(name)).await {
            Ok(_) => Ok(true),
            Err(EngineError::Api { status: 404, .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// Ends when it is cancelled.
async fn cancelled(cancel: &AtomicBool) {
    while !cancel.load(Ordering::Relaxed) {
        tokio::time::sleep(POLL_INTERVAL).await;
    }
}

/// Reads the chunks of a stream one after the other.
struct Pieces {
    pieces: mpsc::Receiver<io::Result<Bytes>>,
    rest: Bytes,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() {
            match self.pieces.blocking_recv() {
                None => return Ok(0),
                Some(piece) => self.rest = piece?,
            }
        }
        let count = buffer.len().min(self.rest.len());
        buffer[..count].copy_from_slice(&self.rest.split_to(count));
        Ok(count)
    }
}
