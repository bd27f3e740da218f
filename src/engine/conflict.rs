//! Explains why an engine refuses a removal: which container or image uses the entry, by name.

use super::EngineError;
use super::images::{Container, Image, digest, short_id};
use super::live::LiveEngine;
use crate::text::{Sentence, sentence};

/// Returns the error with what uses the image.
pub(super) async fn explain_image(live: &LiveEngine, name: &str, error: EngineError) -> EngineError {
    match error {
        EngineError::Api { status: 404, .. } => EngineError::NotFound(name.to_owned()),
        EngineError::Api { status: 409 | 500, message } if is_use(&message) => {
            let containers = live.containers().await.unwrap_or_default();
            let images = live.images(true).await.unwrap_or_default();
            let reason = by_container(&message, &containers, live.client())
                .or_else(|| by_children(find(name, &images).filter(|_| message.contains("child"))?, &images))
                .unwrap_or_else(|| quoted_engine_message(&message));
            EngineError::InUse { target: name.to_owned(), reason }
        }
        EngineError::Api { status: 409, message } => {
            EngineError::InUse { target: name.to_owned(), reason: quoted_engine_message(&message) }
        }
        error => error,
    }
}

/// Returns the error with what uses the container.
pub(super) async fn explain_container(live: &LiveEngine, id: &str, error: EngineError) -> EngineError {
    match error {
        EngineError::Api { status: 404, .. } => EngineError::NotFound(short_id(id).to_owned()),
        EngineError::Api { status: status @ (409 | 500), message } => {
            let containers = live.containers().await.unwrap_or_default();
            match containers.iter().find(|container| container.id == id) {
                Some(container) if container.is_running() => running(container, live.client()),
                _ if status == 409 => {
                    EngineError::InUse { target: short_id(id).to_owned(), reason: quoted_engine_message(&message) }
                }
                _ => EngineError::Api { status, message },
            }
        }
        error => error,
    }
}

/// Returns the refusal for a running container.
pub(super) fn running(container: &Container, client: &str) -> EngineError {
    let name = container.name();
    let stop = format!("{client} stop {name}");
    let reason = sentence!("conflict-container-runs", state = container.state.as_str(), command = stop);
    EngineError::InUse { target: name, reason }
}

fn quoted_engine_message(message: &str) -> Sentence {
    sentence!("conflict-engine-says", message = message)
}

/// Engines return different status codes for "in use" (Podman returned 409 and 500), but use the same words.
fn is_use(message: &str) -> bool {
    ["in use", "using", "used by", "child", "conflict"].iter().any(|word| message.contains(word))
}

/// Returns a message about the container whose ID, in short or in full, is in the engine's message.
pub(super) fn by_container(message: &str, containers: &[Container], client: &str) -> Option<Sentence> {
    let container = hex_words(message).find_map(|word| containers.iter().find(|other| other.id.starts_with(word)))?;
    let name = container.name();
    let state = container.state.as_str();
    Some(if container.is_running() {
        let stop = format!("{client} stop {name}");
        sentence!("conflict-running-container", name = name, state = state, command = stop)
    } else {
        let remove = format!("{client} rm {name}");
        sentence!("conflict-container", name = name, state = state, command = remove)
    })
}

/// Returns the image with that name or ID.
pub(super) fn find<'a>(name: &str, images: &'a [Image]) -> Option<&'a Image> {
    images.iter().find(|image| image.names().any(|tag| tag == name) || digest(&image.id) == digest(name))
}

/// Returns a message about the images built on it, through any number of images without a name.
pub(super) fn by_children(image: &Image, images: &[Image]) -> Option<Sentence> {
    let mut ids = vec![digest(&image.id)];
    let (mut names, mut nameless) = (Vec::new(), Vec::new());
    let mut next = 0;
    while let Some(parent) = ids.get(next).copied() {
        for child in images.iter().filter(|image| digest(&image.parent_id) == parent) {
            if !ids.contains(&digest(&child.id)) {
                ids.push(digest(&child.id));
                match child.names().next() {
                    Some(name) => names.push(name),
                    None => nameless.push(short_id(&child.id)),
                }
            }
        }
        next += 1;
    }
    // An image without a name does not help the user if an image with a name was built on it.
    let names = if names.is_empty() { nameless } else { names };
    let [first, ..] = &names[..] else { return None };
    let first = format!("`{}`", crate::text::one_line(first));
    let images = Sentence::names(std::iter::once(first.as_str()), names.len() as u64, 1);
    Some(sentence!("conflict-children", images = images))
}

/// Returns the words of a message that could be an ID.
fn hex_words(message: &str) -> impl Iterator<Item = &str> {
    message
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() >= 12 && word.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn container(id: &str, name: &str, state: &str) -> Container {
        Container {
            id: id.to_owned(),
            names: vec![format!("/{name}")],
            state: state.to_owned(),
            ..Container::default()
        }
    }

    #[test]
    fn the_container_that_uses_the_image_is_named() {
        let containers =
            [container("325a1dda06991d22", "c1", "exited"), container("aaaa1dda06991d22", "c2", "running")];
        let docker = "conflict: unable to remove repository reference \"x:y\" (must force) - container 325a1dda0699 is \
                      using its referenced image 133478ac4621";
        assert_eq!(
            by_container(docker, &containers, "docker").unwrap().to_string(),
            "used by container `c1` (exited). Remove the container first (`docker rm c1`)"
        );
        let podman = "image used by aaaa1dda06991d22: image is in use by a container: consider listing external \
                      containers and force-removing image";
        assert!(by_container(podman, &containers, "podman").unwrap().to_string().contains("`podman stop c2`"));
        assert_eq!(by_container("container 999999999999 is using it", &containers, "docker"), None);
    }

    #[test]
    fn the_child_image_is_named_even_behind_unnamed_ones() {
        let image = |id: &str, parent: &str, tag: &[&str]| Image {
            id: format!("sha256:{id}"),
            parent_id: if parent.is_empty() { String::new() } else { format!("sha256:{parent}") },
            repo_tags: tag.iter().map(|tag| (*tag).to_owned()).collect(),
            ..Image::default()
        };
        let images = [
            image("base", "", &["base:1"]),
            image("step", "base", &["<none>:<none>"]),
            image("top", "step", &["samcli/lambda-python:x"]),
            image("other", "", &["other:1"]),
        ];
        assert_eq!(
            by_children(find("base:1", &images).unwrap(), &images).unwrap().to_string(),
            "image `samcli/lambda-python:x` was built from it. Remove that image first"
        );
        assert_eq!(by_children(find("sha256:other", &images).unwrap(), &images), None);
    }
}
