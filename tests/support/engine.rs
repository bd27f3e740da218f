//! Direct requests to the engine, to check what samlayers reports about images.

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

/// The ID of an image and its bytes, including shared ones; `None` if there is no such image.
pub fn image(docker_host: &str, name: &str) -> Option<(String, u64)> {
    let answer = http::request(docker_host, "GET", &format!("/v1.40/images/{name}/json"), &[], b"");
    if answer.status == 404 {
        return None;
    }
    assert_eq!(answer.status, 200, "looking at {name}: {}", answer.text());
    let id = answer.json()["Id"].as_str().expect("an id").to_owned();
    let history = http::request(docker_host, "GET", &format!("/v1.40/images/{name}/history"), &[], b"").json();
    let steps = history.as_array().expect("a list of steps");
    Some((id, steps.iter().map(|step| step["Size"].as_u64().expect("a size")).sum()))
}
