//! A scripted engine with one image.

use super::scripted::{Piece, Request, Server, json};

/// Starts an engine with an image of this name, except for the requests that `exception` answers.
pub fn engine_with(image: &str, exception: impl Fn(&Request) -> Option<Vec<Piece>> + Send + Sync + 'static) -> Server {
    let images = format!(
        r#"[{{"Id":"sha256:1111111111111111","ParentId":"","Created":1760000000,"Size":50,"SharedSize":-1,
        "Containers":-1,"Labels":null,"RepoDigests":null,"RepoTags":["{image}"]}}]"#
    );
    Server::start(move |request, _| {
        if let Some(pieces) = exception(request) {
            return pieces;
        }
        match request.target.split('?').next().unwrap_or_default() {
            path if path.ends_with("/version") => json(
                200,
                r#"{"Version":"27.3.1","ApiVersion":"1.47","Components":[{"Name":"Engine","Version":"27.3.1"}]}"#,
            ),
            path if path.ends_with("/images/json") => json(200, &images),
            path if path.ends_with("/containers/json") => json(200, "[]"),
            _ => json(404, r#"{"message":"no such page"}"#),
        }
    })
}
