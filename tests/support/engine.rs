//! The engine, asked directly: what samlayers says of images is judged by what the engine says.

use super::http;

/// The names of all images, sorted.
pub fn image_names(docker_host: &str) -> Vec<String> {
    let answer = http::request(docker_host, "GET", "/v1.40/images/json", &[], b"");
    assert_eq!(answer.status, 200, "listing images: {}", answer.text());
    let images = answer.json();
    let mut names: Vec<String> = images
        .as_array()
        .expect("a list of images")
        .iter()
        .flat_map(|image| image["RepoTags"].as_array().cloned().unwrap_or_default())
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    names.sort();
    names
}
