//! Fetching only the end of a zip, from servers with and without range requests.

use samlayers::aws::{AwsError, LayerVersion};
use samlayers::plan::RunControl;

use super::support::scripted::{Piece, Request, Server, answer, head};
use super::{client, layer};

fn content() -> Vec<u8> {
    (0_u32..10_000).flat_map(u32::to_le_bytes).collect()
}

async fn end(server: &Server, from: u64) -> Result<Option<Vec<u8>>, AwsError> {
    let layer: LayerVersion = layer(format!("{}/layer.zip", server.url()), &content());
    client(&server.url()).await.read_tail(&layer, from, &RunControl::default()).await
}

/// Returns the requested range as S3 does.
fn part(request: &Request) -> Vec<Piece> {
    let from: usize = request.header("range").unwrap()["bytes=".len()..].trim_end_matches('-').parse().unwrap();
    let content = content();
    let range = format!("bytes {from}-{}/{}", content.len() - 1, content.len());
    answer(206, &[("Content-Range", &range)], &content[from..])
}

#[tokio::test]
async fn only_the_end_is_fetched() {
    let server = Server::start(|request, _| part(request));
    assert_eq!(end(&server, 39_000).await.unwrap().unwrap(), &content()[39_000..]);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn missing_or_wrong_ranges_are_rejected() {
    assert_eq!(end(&Server::start(|_, _| answer(200, &[], &content())), 39_000).await.unwrap(), None);
    let other = Server::start(|_, _| answer(206, &[("Content-Range", "bytes 0-999/40000")], &content()[..1000]));
    assert_eq!(end(&other, 39_000).await.unwrap(), None);
}

#[tokio::test]
async fn an_interrupted_range_is_retried_then_reported() {
    let twice = Server::start(|request, count| match count {
        0 => vec![head(206, &[("Content-Range", "bytes 39000-39999/40000")], 1000), Piece::Bytes(vec![1; 10])],
        1 => answer(503, &[], b"slow down"),
        _ => part(request),
    });
    assert_eq!(end(&twice, 39_000).await.unwrap().unwrap(), &content()[39_000..]);
    let always = Server::start(|_, _| answer(503, &[], b"slow down"));
    assert!(matches!(end(&always, 39_000).await, Err(AwsError::Throttled { .. })));
    assert_eq!(always.requests().len(), 3);
    let gone = Server::start(|_, _| answer(403, &[], b""));
    assert!(matches!(end(&gone, 39_000).await, Err(AwsError::UrlExpired { .. })));
    assert_eq!(gone.requests().len(), 1);
}
