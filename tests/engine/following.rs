//! Changes in the engine by other programs are noticed within a second, and an engine that restarts is found again.

use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use samlayers::cache::Located;
use samlayers::engine::EngineOptions;
use samlayers::ops::watch_engine;
use samlayers::ops::{Context, EngineChoice, EngineWatch, PickedEngine};

use super::misbehaving::usual;
use super::real::docker_ok;
use super::support::real;
use super::support::scripted::{Piece, Server};

const TIMEOUT: Duration = Duration::from_secs(20);

fn follow(host: &str) -> (EngineWatch, Receiver<Instant>) {
    let sam = EngineOptions { docker_host: Some(host.to_owned()), only: true, ..EngineOptions::default() };
    let located = Located { path: "/nonexistent".into(), chosen_by: "test".into(), note: None };
    let engine = EngineChoice::Docker { sam, picked: PickedEngine::default() };
    let context = Context { engine, ..Context::of_cache(located) };
    let (sender, events) = mpsc::channel();
    let watch = watch_engine(&context, move || sender.send(Instant::now()).unwrap_or_default()).unwrap().unwrap();
    (watch, events)
}

fn noticed_within_a_second(host: &str, name: &str) {
    let (watch, events) = follow(host);
    // No event marks when the engine starts to report: the change is repeated until it is noticed once.
    let begun = Instant::now();
    while events.recv_timeout(Duration::from_millis(300)).is_err() {
        docker_ok(host, &["import", "-", name], &super::real::tar(&[("etc/x", b"x")]));
        assert!(begun.elapsed() < TIMEOUT, "the engine's events never arrived");
    }
    while events.recv_timeout(Duration::from_millis(800)).is_ok() {}
    let done = Instant::now();
    docker_ok(host, &["rmi", name], b"");
    let noticed = events.recv_timeout(TIMEOUT).expect("it was noticed");
    let after = noticed.duration_since(done);
    assert!(after < Duration::from_secs(2), "noticed only after {after:?}");
    eprintln!("{host}: noticed {} ms after it was begun", after.as_millis());
    drop(watch);
    docker_ok(host, &["images", "-q"], b"");
}

#[test]
fn changes_in_docker_are_noticed() {
    let Some(host) = real::docker_host() else { return };
    noticed_within_a_second(&host, "followtest:1");
}

#[test]
fn changes_in_podman_are_noticed() {
    let Some(host) = real::podman_host() else { return };
    noticed_within_a_second(&host, "followtest:2");
}

#[cfg(unix)]
#[test]
fn an_engine_that_comes_and_goes_is_not_polled_too_often() {
    let home = tempfile::Builder::new().prefix("sl").tempdir().unwrap();
    let socket = home.path().join("engine.sock");
    let (_watch, events) = follow(&format!("unix://{}", socket.display()));
    assert!(events.recv_timeout(Duration::from_millis(600)).is_err(), "nothing changes while there is no engine");
    // It starts, reports one event, and closes the connection; the same at each request.
    let event = "{\"Type\":\"image\",\"Action\":\"tag\",\"Actor\":{\"ID\":\"x\"}}\n";
    let engine = Server::start(move |request, _| {
        if !request.target.contains("/events") {
            return usual(request);
        }
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
        let chunk = format!("{:x}\r\n{event}\r\n", event.len());
        vec![Piece::Bytes(format!("{head}{chunk}").into_bytes())]
    });
    super::support::scripted::bridge(&socket, &engine.address());
    events.recv_timeout(TIMEOUT).expect("it is back");
    events.recv_timeout(TIMEOUT).expect("an event arrived, or the connection was closed");
    std::thread::sleep(Duration::from_secs(3));
    let asked = engine.requests().iter().filter(|request| request.target.contains("/events")).count();
    assert!((1..=4).contains(&asked), "asked {asked} times in three seconds");
    let filters = engine.requests().into_iter().find(|request| request.target.contains("/events")).unwrap();
    assert!(filters.target.contains("image") && filters.target.contains("container"), "{}", filters.target);
}

#[test]
fn nothing_is_watched_without_an_engine() {
    let located = Located { path: "/nonexistent".into(), chosen_by: "test".into(), note: None };
    assert!(watch_engine(&Context::of_cache(located), || ()).unwrap().is_none());
}
