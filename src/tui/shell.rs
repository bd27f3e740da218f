//! Opening a shell in an image: finding the image and building the command.

use super::list::model::Row;
use super::state::State;
use crate::sam::ImageName;

/// Returns the image under the cursor, or the one SAM would run for the function or layer there, if the engine has it.
pub fn image_under_cursor(state: &State) -> Option<String> {
    let shown = &state.shown;
    match state.list().current()? {
        Row::Image(at) => shown.images.get(at).map(|row| row.name.as_str().to_owned()),
        Row::Layer(at) => shown.layers.get(at)?.images.first().map(|name| name.as_str().to_owned()),
        Row::Function(template, at) => {
            let row = shown.templates.get(template)?.functions.get(at)?;
            row.function.invoke_image.as_ref().filter(|_| row.image_present == Some(true)).map(ImageName::to_string)
        }
        Row::Group(_)
        | Row::Leftover(_)
        | Row::Foreign(_)
        | Row::Project(_)
        | Row::Template(_)
        | Row::Job(_)
        | Row::Overview(_)
        | Row::BuildFolder(_)
        | Row::Build(..) => None,
    }
}

/// Returns the command that opens a shell in an image of the engine with this name and address.
pub fn command(engine_name: &str, endpoint: &str, image: &str) -> Vec<String> {
    let client = client(engine_name);
    // Podman ignores DOCKER_HOST; without its own option it would use its local storage.
    let at = if client == "podman" { vec!["--url", endpoint] } else { Vec::new() };
    let run = ["run", "-it", "--rm", "--entrypoint=/bin/sh", image];
    [client].into_iter().chain(at).chain(run).map(str::to_owned).collect()
}

/// Returns the command line program of an engine, from the name the engine reports.
fn client(engine_name: &str) -> &'static str {
    let name = engine_name.to_ascii_lowercase();
    if name.contains("podman") {
        "podman"
    } else if name.contains("finch") {
        "finch"
    } else {
        "docker"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_engine_has_its_own_command() {
        let typed = |name: &str| command(name, "unix:///e.sock", "samcli/lambda-x:1").join(" ");
        assert_eq!(typed("Docker 27.3.1"), "docker run -it --rm --entrypoint=/bin/sh samcli/lambda-x:1");
        assert_eq!(
            typed("Podman 5.2.2"),
            "podman --url unix:///e.sock run -it --rm --entrypoint=/bin/sh samcli/lambda-x:1"
        );
        assert!(typed("Finch 2.1.0").starts_with("finch run"));
    }
}
