//! Layers that their owner keeps in S3 (`S3ObjectStorageMode=REFERENCE`).

use std::io::{Read as _, Seek as _, SeekFrom};

use samlayers::aws::{AwsError, LayerSource, LayerVersion, S3Problem};
use samlayers::plan::RunControl;
use samlayers::sam::{LayerArn, S3Object};

use super::support::scripted::{Piece, Request, Server, answer, head, json};
use super::{ARN, client, layer};

fn content() -> Vec<u8> {
    (0_u32..50_000).flat_map(u32::to_le_bytes).collect()
}

/// Returns Lambda's response for such a layer.
fn lambda() -> Vec<Piece> {
    let known = layer(String::new(), &content());
    json(
        200,
        &format!(
            r#"{{"Content":{{"CodeSha256":"{}","CodeSize":{},"ResolvedS3Object":{{"S3Bucket":"layers","S3Key":"a b/c+d.zip",
            "S3ObjectVersion":"v/1"}}}}}}"#,
            known.code_sha256, known.code_size
        ),
    )
}

/// Starts a server that is Lambda and S3.
fn serve(s3: impl Fn(&Request) -> Vec<Piece> + Send + Sync + 'static) -> Server {
    Server::start(move |request, _| if request.target.starts_with("/2018-10-31") { lambda() } else { s3(request) })
}

async fn look_up(server: &Server) -> LayerVersion {
    client(&server.url()).await.look_up(&LayerArn::new(ARN).unwrap()).await.unwrap()
}

#[tokio::test]
async fn the_object_is_fetched_at_its_version_with_the_users_credentials() {
    let server = serve(|_| answer(200, &[("ETag", "\"v1\"")], &content()));
    let layer = look_up(&server).await;
    let object =
        S3Object { bucket: "layers".to_owned(), key: "a b/c+d.zip".to_owned(), version: Some("v/1".to_owned()) };
    assert_eq!(layer.source, LayerSource::S3(object));
    let mut file = tempfile::tempfile().unwrap();
    let control = RunControl::default();
    let downloaded = client(&server.url()).await.download(&layer, &mut file, &mut |_| (), &control).await.unwrap();
    assert_eq!(layer.check(&downloaded), Ok(()));
    let mut fetched = Vec::new();
    file.seek(SeekFrom::Start(0)).unwrap();
    file.read_to_end(&mut fetched).unwrap();
    assert_eq!(fetched, content());
    let requests = server.requests();
    let request = requests.last().unwrap();
    assert_eq!(request.target, "/layers/a%20b/c%2Bd.zip?versionId=v%2F1");
    assert!(request.header("authorization").unwrap().contains("Credential=test/"), "{request:?}");
    assert!(request.header("authorization").unwrap().contains("/eu-west-1/s3/aws4_request"), "{request:?}");
    assert!(request.header("x-amz-content-sha256").is_some(), "{request:?}");
}

#[tokio::test]
async fn an_interrupted_download_is_resumed_and_the_end_alone_can_be_read() {
    let server = serve(|request| match request.header("range") {
        None => vec![head(200, &[("ETag", "\"v1\"")], content().len()), Piece::Bytes(content()[..1000].to_vec())],
        Some(range) => {
            let from: usize = range["bytes=".len()..].trim_end_matches('-').parse().unwrap();
            let span = format!("bytes {from}-{}/{}", content().len() - 1, content().len());
            answer(206, &[("Content-Range", &span), ("ETag", "\"v1\"")], &content()[from..])
        }
    });
    let layer = look_up(&server).await;
    let client = client(&server.url()).await;
    let mut file = tempfile::tempfile().unwrap();
    let downloaded = client.download(&layer, &mut file, &mut |_| (), &RunControl::default()).await.unwrap();
    assert_eq!(layer.check(&downloaded), Ok(()));
    let end = client.read_tail(&layer, 199_000, &RunControl::default()).await.unwrap().unwrap();
    assert_eq!(end, &content()[199_000..]);
}

#[tokio::test]
async fn each_refusal_names_the_object_and_the_fix() {
    for (status, code, message, problem, word) in [
        (403, "AccessDenied", "Access Denied", S3Problem::Denied, "s3:GetObjectVersion"),
        (403, "AccessDenied", "not authorized to perform: kms:Decrypt", S3Problem::Key, "kms:Decrypt"),
        (400, "KMS.DisabledException", "disabled", S3Problem::Key, "kms:Decrypt"),
        (404, "NoSuchVersion", "gone", S3Problem::NoVersion, "deleted"),
        (404, "NoSuchKey", "gone", S3Problem::NoObject, "restore"),
        (404, "NoSuchBucket", "gone", S3Problem::NoBucket, "bucket"),
        (403, "InvalidObjectState", "archived", S3Problem::Archived, "archive"),
        (301, "PermanentRedirect", "elsewhere", S3Problem::OtherRegion, "region"),
    ] {
        let body = format!("<Error><Code>{code}</Code><Message>{message}</Message></Error>");
        let server = serve(move |_| answer(status, &[], body.as_bytes()));
        let layer = look_up(&server).await;
        let mut file = tempfile::tempfile().unwrap();
        let control = RunControl::default();
        let error = client(&server.url()).await.download(&layer, &mut file, &mut |_| (), &control).await.unwrap_err();
        assert!(matches!(&error, AwsError::S3 { problem: found, .. } if *found == problem), "{code}: {error:?}");
        let message = error.to_string();
        assert!(message.contains("s3://layers/a b/c+d.zip?versionId=v/1") && message.contains(word), "{message}");
        assert_eq!(server.requests().len(), 2, "{code} is not tried again");
    }
}

#[tokio::test]
async fn a_bucket_in_another_region_is_used() {
    let server = serve(|request| {
        if request.header("authorization").unwrap().contains("/us-west-2/s3/") {
            answer(200, &[], &content())
        } else {
            let body = b"<Error><Code>AuthorizationHeaderMalformed</Code><Region>us-west-2</Region></Error>";
            answer(400, &[], body)
        }
    });
    let layer = look_up(&server).await;
    let mut file = tempfile::tempfile().unwrap();
    let downloaded = client(&server.url()).await.download(&layer, &mut file, &mut |_| (), &RunControl::default()).await;
    assert_eq!(layer.check(&downloaded.unwrap()), Ok(()));
}

#[tokio::test]
async fn a_busy_bucket_is_retried() {
    let server = Server::start(|request, count| match count {
        0 => lambda(),
        1 => answer(503, &[], b"<Error><Code>SlowDown</Code></Error>"),
        _ if request.target.starts_with("/layers/") => answer(200, &[], &content()),
        _ => answer(404, &[], b""),
    });
    let layer = look_up(&server).await;
    let mut file = tempfile::tempfile().unwrap();
    let downloaded = client(&server.url()).await.download(&layer, &mut file, &mut |_| (), &RunControl::default()).await;
    assert_eq!(layer.check(&downloaded.unwrap()), Ok(()));
}

#[tokio::test]
async fn lambdas_address_wins_over_s3_and_a_missing_source_is_reported() {
    let both =
        r#"{"Content":{"Location":"https://b/x","CodeSha256":"h","ResolvedS3Object":{"S3Bucket":"b","S3Key":"k"}}}"#;
    let server = Server::start(move |_, _| json(200, both));
    assert_eq!(look_up(&server).await.source, LayerSource::Address("https://b/x".to_owned()), "as SAM does");
    for none in
        [r#"{"Content":{"CodeSha256":"h"}}"#, r#"{"Content":{"CodeSha256":"h","ResolvedS3Object":{"S3Key":"k"}}}"#]
    {
        let server = Server::start(move |_, _| json(200, none));
        let error = client(&server.url()).await.look_up(&LayerArn::new(ARN).unwrap()).await.unwrap_err();
        assert_eq!(error, AwsError::NoSource { arn: LayerArn::new(ARN).unwrap() });
    }
}
