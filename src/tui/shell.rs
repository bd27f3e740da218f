//! A shell in an image: which image, and the command a person would type.

use super::list::Row;
use super::state::State;
use crate::sam::ImageName;

/// The image under the cursor, or the one SAM would run for the function or layer there, if the engine has it.
pub fn image_here(state: &State) -> Option<String> {
    let shown = &state.shown;
    match state.list().current()? {
        Row::Image(at) => shown.images.get(at).map(|row| row.name.as_str().to_owned()),
        Row::Layer(at) => shown.layers.get(at)?.images.first().map(|name| name.as_str().to_owned()),
        Row::Function(template, at) => {
            let row = shown.templates.get(template)?.functions.get(at)?;
            row.function.invoke_image.as_ref().filter(|_| row.image_present == Some(true)).map(ImageName::to_string)
        }
        Row::Leftover(_) | Row::Foreign(_) | Row::Project(_) | Row::Template(_) | Row::Job(_) => None,
    }
}

/// The command that opens a shell in an image. `client` is `docker`, `podman` …
pub fn command(client: &str, image: &str) -> [String; 6] {
    [client, "run", "-it", "--rm", "--entrypoint=/bin/sh", image].map(str::to_owned)
}

/// The command line program of an engine, by the name it gave itself.
pub fn client(engine_name: &str) -> &'static str {
    let name = engine_name.to_ascii_lowercase();
    if name.contains("podman") {
        "podman"
    } else if name.contains("finch") {
        "finch"
    } else {
        "docker"
    }
}
