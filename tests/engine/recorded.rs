//! A recording of an engine lists and removes as an engine does.

use samlayers::engine::{Engine, EngineError, Removed};
use samlayers::inventory::facts::{EngineState, Finding, FoundImage};

use super::{images, listing};

const RECORDING: &str = include_str!("../fixtures/engine/docker.json");
const PYTHON: &str = "samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd";
const NODE: &str = "localhost/samcli/lambda-nodejs:22.x-arm64-0123456789abcdef012345678";
const RAPID: &str = "public.ecr.aws/lambda/python:3.12-rapid-x86_64";

async fn image(engine: &Engine, name: &str) -> Option<FoundImage> {
    images(&listing(engine).await.0).remove(name)
}

#[tokio::test]
async fn a_recording_is_reported_as_one() {
    let (findings, outcome) = listing(&Engine::recorded(RECORDING).unwrap()).await;
    assert_eq!(outcome, Ok(()));
    let ready =
        EngineState::Ready { name: "Docker 27.3.1".to_owned(), endpoint: "recorded".to_owned(), recorded: true };
    assert_eq!(findings.first(), Some(&Finding::Engine(ready)));
    assert_eq!(findings.last(), Some(&Finding::Dangling(Vec::new())));
    assert!(findings.contains(&Finding::ImagesListed));
    assert_eq!(findings.len(), 5 + 3);
}

#[tokio::test]
async fn every_known_fact_about_an_image_is_listed() {
    let engine = Engine::recorded(RECORDING).unwrap();
    let python = image(&engine, PYTHON).await.unwrap();
    assert_eq!(python.unique_bytes, Some(20_000_000));
    assert_eq!(python.add_step_sizes, Some(vec![4_000_000, 8_000_000]));
    let node = image(&engine, NODE).await.unwrap();
    assert_eq!((node.unique_bytes, node.containers[0].by_sam), (None, true));
    assert_eq!(node.containers[0].name, "quirky_bell");
    assert_eq!(image(&engine, RAPID).await.unwrap().containers[0].state, "exited");
}

#[tokio::test]
async fn containers_are_removed_before_children_and_children_before_the_base() {
    let base_id = format!("sha256:{}", "1".repeat(64));
    let engine = Engine::recorded(RECORDING).unwrap();
    let refused = engine.remove_image(RAPID).await.unwrap_err();
    assert!(refused.to_string().contains("docker rm calm_curie"), "{refused}");
    engine.remove_container(&"b".repeat(64)).await.unwrap();
    let refused = engine.remove_image(&base_id).await.unwrap_err();
    assert!(refused.to_string().contains(PYTHON), "{refused}");
    // Another name keeps the image: only the name is removed, and the image is still built on its base.
    let removed = engine.remove_image(PYTHON).await.unwrap();
    assert_eq!(removed, Removed { untagged: vec![PYTHON.to_owned()], deleted: Vec::new() });
    let refused = engine.remove_image(&base_id).await.unwrap_err();
    assert!(refused.to_string().contains("keep/mine:latest"), "{refused}");
    // Removing the name of the base does not remove the base.
    let removed = engine.remove_image(RAPID).await.unwrap();
    assert_eq!(removed, Removed { untagged: vec![RAPID.to_owned()], deleted: Vec::new() });
    assert_eq!(image(&engine, RAPID).await, None);
    assert_eq!(engine.remove_image("keep/mine:latest").await.unwrap().deleted.len(), 1);
    assert_eq!(engine.remove_image(&base_id).await.unwrap().deleted, std::slice::from_ref(&base_id));
    assert_eq!(engine.remove_image(&base_id).await, Err(EngineError::NotFound(base_id)));
}

#[tokio::test]
async fn a_running_container_is_not_removed() {
    let engine = Engine::recorded(RECORDING).unwrap();
    let refused = engine.remove_container(&"a".repeat(64)).await.unwrap_err();
    assert!(refused.to_string().contains("docker stop quirky_bell"), "{refused}");
    assert!(engine.remove_image(NODE).await.is_err());
    assert!(image(&engine, NODE).await.is_some());
}

#[test]
fn an_invalid_recording_is_reported_with_its_position() {
    let error = Engine::recorded("{\"engine\": \"x\",\n \"image\": []}").unwrap_err().to_string();
    assert!(error.contains("image") && error.contains("line 2"), "{error}");
}
