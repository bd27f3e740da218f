//! Lookups of layer versions and of the caller's account, against a fake AWS.

use samlayers::aws::{AwsError, LayerSource, LayerVersion};
use samlayers::plan::RunControl;
use samlayers::sam::{AccountId, LayerArn};

use super::support::scripted::{Piece, Server, answer, head, json};
use super::{ARN, client};

async fn look_up(server: &Server, arn: &str) -> Result<LayerVersion, AwsError> {
    client(&server.url()).await.look_up(&LayerArn::new(arn).unwrap()).await
}

/// A Lambda that returns an exception.
fn refusing(status: u16, exception: &'static str, message: &'static str) -> Server {
    Server::start(move |_, _| {
        let body = format!(r#"{{"Type":"User","Message":"{message}","message":"{message}"}}"#);
        answer(status, &[("x-amzn-errortype", exception), ("Content-Type", "application/json")], body.as_bytes())
    })
}

#[tokio::test]
async fn a_layer_is_looked_up_in_the_region_of_its_arn() {
    let server = Server::start(|_, _| {
        json(200, r#"{"Content":{"Location":"https://b.s3/x?sig","CodeSha256":"abc=","CodeSize":42},"Version":7}"#)
    });
    let found = look_up(&server, ARN).await.unwrap();
    assert_eq!(found.source, LayerSource::Address("https://b.s3/x?sig".to_owned()));
    assert_eq!((found.code_sha256.as_str(), found.code_size), ("abc=", 42));
    let [request] = &server.requests()[..] else { panic!("one request") };
    assert!(request.target.contains("arn%3Aaws%3Alambda%3Aeu-west-1"), "{}", request.target);
    assert!(request.header("authorization").unwrap().contains("/eu-west-1/lambda/aws4_request"));
}

#[tokio::test]
async fn an_arn_that_aws_rejects_is_not_sent() {
    let server = Server::start(|_, _| json(200, "{}"));
    for arn in
        ["a:b:c", "arn:aws:lambda:eu-west-1:12:layer:x:1", "arn:aws:lambda:eu-west-1:123456789012:layer:x:latest"]
    {
        let error = look_up(&server, arn).await.unwrap_err();
        assert!(matches!(error, AwsError::InvalidArn(_)), "{error}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn refusals_explain_what_to_do() {
    let arn = LayerArn::new(ARN).unwrap();
    let denied = look_up(&refusing(403, "AccessDeniedException", "no"), ARN).await.unwrap_err();
    assert_eq!(denied, AwsError::AccessDenied { arn: arn.clone() });
    assert!(denied.to_string().contains("lambda:GetLayerVersion") && denied.to_string().contains(ARN), "{denied}");
    let missing = look_up(&refusing(404, "ResourceNotFoundException", "no"), ARN).await.unwrap_err();
    assert_eq!(missing, AwsError::NotFound { arn });
    let expired = look_up(&refusing(403, "ExpiredTokenException", "no"), ARN).await.unwrap_err();
    assert!(matches!(expired, AwsError::SessionExpired { .. }), "{expired}");
    let rejected = look_up(&refusing(403, "UnrecognizedClientException", "The security token is invalid."), ARN).await;
    let rejected = rejected.unwrap_err().to_string();
    assert!(rejected.contains("The security token is invalid."), "{rejected}");
}

#[tokio::test]
async fn newer_versions_are_counted_across_pages() {
    let server = Server::start(|request, _| {
        let page = |versions: std::ops::RangeInclusive<u64>, marker: &str| {
            let versions: Vec<String> = versions.rev().map(|version| format!(r#"{{"Version":{version}}}"#)).collect();
            json(200, &format!(r#"{{"LayerVersions":[{}]{marker}}}"#, versions.join(",")))
        };
        if request.target.contains("Marker=next") {
            page(5..=10, r#","NextMarker":"never asked for""#)
        } else {
            page(11..=12, r#","NextMarker":"next""#)
        }
    });
    let newer = client(&server.url()).await.newer_versions(&LayerArn::new(ARN).unwrap()).await.unwrap();
    assert_eq!(newer, [12, 11, 10, 9, 8]);
    assert_eq!(server.requests().len(), 2, "{:?}", server.requests());
    let denied = refusing(403, "AccessDeniedException", "no");
    let error = client(&denied.url()).await.newer_versions(&LayerArn::new(ARN).unwrap()).await.unwrap_err();
    assert!(matches!(error, AwsError::AccessDenied { .. }), "{error}");
}

#[tokio::test]
async fn a_busy_service_is_retried_then_reported() {
    let server = refusing(429, "TooManyRequestsException", "Rate Exceeded.");
    let error = look_up(&server, ARN).await.unwrap_err();
    assert!(matches!(error, AwsError::Throttled { .. }), "{error}");
    assert!(server.requests().len() > 1);
}

#[tokio::test]
async fn other_errors_keep_the_message_of_the_service_on_one_line() {
    let error = look_up(&refusing(400, "SomethingNewException", r"odd\u001b[2J\nthing"), ARN).await.unwrap_err();
    assert_eq!(
        error,
        AwsError::Service {
            place: "AWS Lambda in eu-west-1".to_owned(),
            code: "SomethingNewException".to_owned(),
            message: "odd\u{fffd}[2J thing".to_owned(),
        }
    );
}

#[tokio::test]
async fn an_invalid_response_is_reported() {
    for body in
        ["<html>", "{}", r#"{"Content":{"Location":"https://b/x"}}"#, r#"{"Content":{"Location":"","CodeSha256":""}}"#]
    {
        let server = Server::start(move |_, _| json(200, body));
        let error = look_up(&server, ARN).await.unwrap_err();
        assert!(matches!(error, AwsError::Service { .. } | AwsError::NoSource { .. }), "{body}: {error}");
    }
}

#[tokio::test]
async fn an_unreachable_endpoint_is_reported() {
    let gone = Server::start(|_, _| Vec::new()).url();
    let error = client(&gone).await.look_up(&LayerArn::new(ARN).unwrap()).await.unwrap_err();
    assert!(matches!(error, AwsError::Network { .. }), "{error}");
    assert!(error.to_string().contains("eu-west-1"), "{error}");
}

#[tokio::test]
async fn sts_returns_the_account_of_the_caller() {
    let answering = |account: &'static str| {
        Server::start(move |_, _| {
            let xml = format!(
                r#"<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
                <Arn>arn:aws:iam::123456789012:user/me</Arn><UserId>A</UserId><Account>{account}</Account>
                </GetCallerIdentityResult></GetCallerIdentityResponse>"#
            );
            answer(200, &[("Content-Type", "text/xml")], xml.as_bytes())
        })
    };
    let server = answering("123456789012");
    assert_eq!(client(&server.url()).await.caller_account().await.as_ref().map(AccountId::as_str), Ok("123456789012"));
    let odd = answering("&lt;script&gt;");
    assert!(client(&odd.url()).await.caller_account().await.is_err());
    let silent = Server::start(|_, _| vec![Piece::Hang]);
    let error = client(&silent.url()).await.caller_account().await.unwrap_err();
    assert!(matches!(error, AwsError::TimedOut { .. }), "{error}");
    assert!(error.to_string().contains("within 5 s"), "{error}");
}

#[tokio::test]
async fn an_endless_response_and_an_impossible_size_are_refused() {
    let endless = Server::start(|_, _| {
        let mut pieces = vec![head(200, &[], 3_000_000_000)];
        pieces.extend((0..100).map(|_| Piece::Bytes(vec![b' '; 1_000_000])));
        pieces
    });
    let error = look_up(&endless, ARN).await.unwrap_err();
    assert!(matches!(error, AwsError::AnswerTooLong { .. }), "{error}");
    assert!(error.to_string().contains("AWS_ENDPOINT_URL"), "{error}");
    let huge = Server::start(|_, _| {
        json(200, r#"{"Content":{"Location":"https://b/x","CodeSha256":"h","CodeSize":3000000000}}"#)
    });
    let layer = look_up(&huge, ARN).await.unwrap();
    let mut file = tempfile::tempfile().unwrap();
    let ended = client(&huge.url()).await.download(&layer, &mut file, &mut |_| (), &RunControl::default()).await;
    assert!(matches!(ended, Err(AwsError::TooLarge { .. })), "{ended:?}");
    assert_eq!(huge.requests().len(), 1, "it is not begun with");
}

#[tokio::test]
async fn secrets_of_a_request_in_an_error_message_are_hidden() {
    let server = Server::start(|_, _| {
        let token = "IQoJb3JpZ2luX2VjE".repeat(20);
        json(400, &format!(r#"{{"__type":"Odd","message":"bad token {token} in X-Amz-Signature=abcdef0123&x=1"}}"#))
    });
    let error = look_up(&server, ARN).await.unwrap_err();
    for shown in [error.to_string(), format!("{error:?}")] {
        assert!(!shown.contains("IQoJ") && !shown.contains("abcdef0123") && shown.contains("***"), "{shown}");
    }
}

#[tokio::test]
async fn a_wrong_clock_is_corrected_by_that_of_aws() {
    let server = Server::start(|_, count| match count {
        0 => {
            let headers =
                [("x-amzn-errortype", "InvalidSignatureException"), ("Date", "Sat, 01 Jan 2028 00:00:00 GMT")];
            answer(403, &headers, b"{}")
        }
        _ => json(200, r#"{"Content":{"Location":"https://b/x","CodeSha256":"h","CodeSize":1}}"#),
    });
    look_up(&server, ARN).await.unwrap();
    assert!(server.requests()[1].header("x-amz-date").unwrap().starts_with("20280101T"), "{:?}", server.requests());
}
