//! Downloads that succeed, fail, and succeed after a retry.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use samlayers::aws::{AwsError, DownloadEvent, Downloaded, LayerSource, LayerVersion};
use samlayers::plan::RunControl;

use super::support::scripted::{Piece, Request, Server, answer, head, json};
use super::{client, layer};

/// Content too large to arrive in one piece.
fn content() -> Vec<u8> {
    (0_u32..300_000).flat_map(u32::to_le_bytes).collect()
}

/// The outcome of a download: its result, the content of the file, and the progress that was reported.
struct Outcome {
    ended: Result<Downloaded, AwsError>,
    file: Vec<u8>,
    progress: Vec<(u64, Option<u64>)>,
}

async fn download(server: &Server, layer: &LayerVersion) -> Outcome {
    let mut file = tempfile::tempfile().unwrap();
    let mut progress = Vec::new();
    let ended = client(&server.url())
        .await
        .download(
            layer,
            &mut file,
            &mut |event| {
                if let DownloadEvent::Bytes(done, total) = event {
                    progress.push((done, total));
                }
            },
            &RunControl::default(),
        )
        .await;
    Outcome { ended, file: content_of(&mut file), progress }
}

fn content_of(file: &mut File) -> Vec<u8> {
    let mut content = Vec::new();
    file.seek(SeekFrom::Start(0)).unwrap();
    file.read_to_end(&mut content).unwrap();
    content
}

/// A server of one file, and the layer that it serves.
fn serve(script: impl Fn(&Request, usize) -> Vec<Piece> + Send + Sync + 'static) -> (Server, LayerVersion) {
    let server = Server::start(script);
    let layer = layer(format!("{}/layer.zip?X-Amz-Signature=secret", server.url()), &content());
    (server, layer)
}

#[tokio::test]
async fn a_download_is_written_hashed_and_counted() {
    let (server, layer) = serve(|_, _| answer(200, &[], &content()));
    let outcome = download(&server, &layer).await;
    let downloaded = outcome.ended.unwrap();
    assert_eq!(layer.check(&downloaded), Ok(()));
    assert_eq!(outcome.file, content());
    let size = content().len() as u64;
    assert_eq!(
        (outcome.progress.first(), outcome.progress.last()),
        (Some(&(0, Some(size))), Some(&(size, Some(size))))
    );
    assert!(outcome.progress.is_sorted());
    assert!(server.requests()[0].header("user-agent").unwrap().starts_with("samlayers/"));
}

#[tokio::test]
async fn different_content_of_the_same_length_is_detected() {
    let (server, layer) = serve(|_, _| answer(200, &[], &vec![0; content().len()]));
    let downloaded = download(&server, &layer).await.ended.unwrap();
    let refused = layer.check(&downloaded).unwrap_err();
    assert!(matches!(&refused, AwsError::WrongHash { .. }), "{refused}");
}

#[tokio::test]
async fn an_interrupted_download_is_resumed() {
    const BREAK: usize = 500_000;
    let (server, layer) = serve(|request, _| match request.header("range") {
        None => vec![
            head(200, &[("ETag", "\"v1\"")], content().len()),
            Piece::Bytes(content()[..BREAK].to_vec()),
            // Closed before the announced length.
        ],
        Some(range) => {
            let from: usize = range.strip_prefix("bytes=").unwrap().strip_suffix('-').unwrap().parse().unwrap();
            let span = format!("bytes {from}-{}/{}", content().len() - 1, content().len());
            answer(206, &[("Content-Range", &span), ("ETag", "\"v1\"")], &content()[from..])
        }
    });
    let outcome = download(&server, &layer).await;
    assert_eq!(layer.check(&outcome.ended.unwrap()), Ok(()));
    assert_eq!(outcome.file, content());
    let requests = server.requests();
    assert_eq!(requests.len(), 2, "{requests:?}");
    assert_eq!(requests[1].header("if-range"), Some("\"v1\""));
    assert!(outcome.progress.is_sorted(), "nothing was fetched twice");
}

#[tokio::test]
async fn a_download_restarts_when_the_content_has_changed() {
    let (server, layer) = serve(|request, count| match (count, request.header("range")) {
        (0, _) => vec![head(200, &[("ETag", "\"v1\"")], 2_000_000), Piece::Bytes(vec![9; 200_000])],
        // The validator no longer matches: the whole content is sent.
        _ => answer(200, &[("ETag", "\"v2\"")], &content()),
    });
    let outcome = download(&server, &layer).await;
    assert_eq!(layer.check(&outcome.ended.unwrap()), Ok(()));
    assert_eq!(outcome.file, content());
}

#[tokio::test]
async fn a_wrong_range_is_rejected() {
    let (server, layer) = serve(|request, _| match request.header("range") {
        Some(_) => answer(206, &[("Content-Range", "bytes 5-9/10")], b"wrong"),
        None => vec![head(200, &[("ETag", "\"v1\"")], content().len()), Piece::Bytes(content()[..1000].to_vec())],
    });
    let outcome = download(&server, &layer).await;
    assert!(outcome.ended.is_err());
    assert!(content().starts_with(&outcome.file), "nothing of the wrong range was used");
    assert!(server.requests().len() <= 7, "it gives up");
}

#[tokio::test]
async fn without_ranges_a_download_restarts_and_finally_fails() {
    let (server, layer) = serve(|_, _| vec![head(200, &[], content().len()), Piece::Bytes(content()[..1000].to_vec())]);
    let outcome = download(&server, &layer).await;
    let expected = content().len() as u64;
    let place = server.address();
    assert_eq!(outcome.ended, Err(AwsError::Truncated { place, got: 1000, expected }));
    assert!(server.requests().iter().all(|request| request.header("range").is_none()));
}

#[tokio::test]
async fn a_stalled_download_is_retried_then_reported() {
    let (server, layer) = serve(|_, count| match count {
        0 => vec![head(200, &[], content().len()), Piece::Bytes(content()[..1000].to_vec()), Piece::Hang],
        _ => answer(200, &[], &content()),
    });
    assert_eq!(download(&server, &layer).await.file, content());

    let (server, layer) = serve(|_, _| vec![head(200, &[], content().len()), Piece::Hang]);
    let error = download(&server, &layer).await.ended.unwrap_err();
    assert!(matches!(error, AwsError::Stalled { .. }), "{error}");
}

#[tokio::test]
async fn a_reset_connection_is_retried_then_reported() {
    let (server, layer) = serve(|_, count| if count == 0 { vec![Piece::Reset] } else { answer(200, &[], &content()) });
    assert_eq!(download(&server, &layer).await.file, content());

    let (server, layer) = serve(|_, _| vec![Piece::Reset]);
    let error = download(&server, &layer).await.ended.unwrap_err();
    assert!(matches!(error, AwsError::Network { .. }), "{error}");
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn a_busy_server_is_retried() {
    for status in [429, 500, 502, 503, 504] {
        let (server, layer) = serve(move |_, count| match count {
            0 | 1 => answer(status, &[("Retry-After", "0")], b"busy"),
            _ => answer(200, &[], &content()),
        });
        assert_eq!(download(&server, &layer).await.file, content(), "{status}");
        assert_eq!(server.requests().len(), 3);
    }
    let (server, layer) = serve(|_, _| answer(429, &[], b""));
    assert_eq!(download(&server, &layer).await.ended, Err(AwsError::Throttled { place: server.address() }));
    let (server, layer) = serve(|_, _| answer(500, &[], b""));
    let error = download(&server, &layer).await.ended.unwrap_err().to_string();
    assert!(error.contains("HTTP 500"), "{error}");
}

#[tokio::test]
async fn a_refusal_is_not_retried_and_shows_no_signature() {
    for status in [400, 404, 410, 418] {
        let (server, layer) = serve(move |_, _| answer(status, &[], b"no"));
        let error = download(&server, &layer).await.ended.unwrap_err();
        assert!(error.to_string().contains(&status.to_string()), "{error}");
        assert!(!error.to_string().contains("secret") && !format!("{error:?}").contains("secret"), "{error:?}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn an_expired_presigned_url_is_renewed_once() {
    // The same server is Lambda and S3: the second URL works.
    let (server, mut stale) = serve(|request, _| match request.target.as_str() {
        "/good" => answer(200, &[], &content()),
        target if target.starts_with("/2018-10-31/layers") => {
            let host = request.header("host").unwrap();
            let good = format!("http://{host}/good");
            let layer = layer(good.clone(), &content());
            json(
                200,
                &format!(
                    r#"{{"Content":{{"Location":"{good}","CodeSha256":"{}","CodeSize":{}}}}}"#,
                    layer.code_sha256, layer.code_size
                ),
            )
        }
        _ => answer(403, &[], b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"),
    });
    stale.source = LayerSource::Address(format!("{}/stale", server.url()));
    let outcome = download(&server, &stale).await;
    assert_eq!(outcome.file, content());
    assert_eq!(stale.check(&outcome.ended.unwrap()), Ok(()));

    let (server, layer) = serve(|request, _| {
        let host = request.header("host").unwrap().to_owned();
        if request.target.starts_with("/2018-10-31/layers") {
            json(200, &format!(r#"{{"Content":{{"Location":"http://{host}/stale","CodeSha256":"x","CodeSize":1}}}}"#))
        } else {
            answer(403, &[], b"")
        }
    });
    let error = download(&server, &layer).await.ended.unwrap_err();
    assert!(matches!(error, AwsError::UrlExpired { .. }), "{error}");
    assert_eq!(server.requests().len(), 3, "one look-up only");
}

#[tokio::test]
async fn redirects_are_followed_but_not_in_a_loop() {
    let (server, layer) = serve(|request, _| match request.target.as_str() {
        "/elsewhere" => answer(200, &[], &content()),
        "/circle" => answer(302, &[("Location", "/circle")], b""),
        "/nowhere" => answer(301, &[("Location", "file:///etc/passwd")], b""),
        _ => answer(307, &[("Location", "/elsewhere")], b""),
    });
    assert_eq!(download(&server, &layer).await.file, content());
    for (path, word) in [("circle", "too many redirects"), ("nowhere", "no valid target")] {
        let layer = LayerVersion { source: LayerSource::Address(format!("{}/{path}", server.url())), ..layer.clone() };
        let error = download(&server, &layer).await.ended.unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
    }
}

#[tokio::test]
async fn more_bytes_than_announced_are_rejected() {
    let (server, layer) = serve(|_, _| answer(200, &[], &[content(), content()].concat()));
    let outcome = download(&server, &layer).await;
    let expected = content().len() as u64;
    assert_eq!(outcome.ended, Err(AwsError::TooLong { place: server.address(), expected }));
    assert!(outcome.file.len() <= content().len());
}

#[tokio::test]
async fn an_unreachable_server_or_an_invalid_url_is_an_error() {
    let (server, layer) = serve(|_, _| Vec::new());
    let gone = Server::start(|_, _| Vec::new()).url();
    let gone = LayerVersion { source: LayerSource::Address(gone), ..layer.clone() };
    let error = download(&server, &gone).await.ended.unwrap_err();
    assert!(matches!(error, AwsError::Network { .. }), "{error}");
    assert!(error.to_string().contains("--offline"), "{error}");
    for location in ["", "not an address", "ftp://a/b"] {
        let layer = LayerVersion { source: LayerSource::Address(location.to_owned()), ..layer.clone() };
        assert!(download(&server, &layer).await.ended.is_err(), "{location}");
    }
}

#[tokio::test]
async fn a_write_error_is_reported() {
    let (server, layer) = serve(|_, _| answer(200, &[], &content()));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("layer.zip");
    std::fs::write(&path, b"kept").unwrap();
    let mut read_only = File::open(&path).unwrap();
    let control = RunControl::default();
    let ended = client(&server.url()).await.download(&layer, &mut read_only, &mut |_| (), &control).await;
    assert!(matches!(ended, Err(AwsError::Write { .. })), "{ended:?}");
    assert_eq!(std::fs::read(&path).unwrap(), b"kept");
}

#[tokio::test]
async fn cancelling_ends_a_waiting_download() {
    let (server, layer) = serve(|_, _| vec![head(200, &[], content().len()), Piece::Bytes(vec![1; 10]), Piece::Hang]);
    let mut file = tempfile::tempfile().unwrap();
    let control = RunControl::default();
    let client = client(&server.url()).await;
    let ended = client
        .download(
            &layer,
            &mut file,
            &mut |event| {
                if matches!(event, DownloadEvent::Bytes(1.., _)) {
                    control.stop();
                }
            },
            &control,
        )
        .await;
    assert_eq!(ended, Err(AwsError::Cancelled));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_server_that_sends_too_slowly_is_given_up() {
    let (server, layer) = serve(|request, _| {
        let from = request
            .header("range")
            .map_or(0, |range| range["bytes=".len()..].trim_end_matches('-').parse::<usize>().unwrap());
        let span = format!("bytes {from}-{}/{}", content().len() - 1, content().len());
        let headers = [("ETag", "\"v1\""), ("Content-Range", span.as_str())];
        let mut pieces = vec![head(if from == 0 { 200 } else { 206 }, &headers, content().len() - from)];
        for byte in &content()[from..from + 200] {
            pieces.extend([Piece::Bytes(vec![*byte]), Piece::Pause(std::time::Duration::from_millis(20))]);
        }
        pieces
    });
    let begin = std::time::Instant::now();
    let error = download(&server, &layer).await.ended.unwrap_err();
    assert!(matches!(error, AwsError::Stalled { .. }), "{error}");
    assert_eq!(server.requests().len(), 3, "each try brought a few bytes, and none counts");
    assert!(begin.elapsed() < std::time::Duration::from_secs(10), "{:?}", begin.elapsed());
}
