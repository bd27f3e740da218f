//! A lookup, a download and a comparison, end to end with ministack.

use samlayers::aws::AwsError;
use samlayers::plan::RunControl;
use samlayers::sam::{AccountId, LayerArn};

use super::client;
use super::support::{http, real};

#[tokio::test]
async fn a_published_layer_is_found_and_downloaded_whole() {
    let Some(ministack) = real::ministack() else { return };
    let zip: Vec<u8> = (0..200_000_u32).flat_map(u32::to_be_bytes).collect();
    let arn = publish(&ministack, "ap-northeast-2", "aws-module", &zip);
    let client = client(&ministack).await;
    let layer = client.look_up(&LayerArn::new(&arn).unwrap()).await.unwrap();
    assert_eq!(layer.code_size, zip.len() as u64);
    let mut file = tempfile::tempfile().unwrap();
    let downloaded = client.download(&layer, &mut file, &mut |_| (), &RunControl::default()).await.unwrap();
    assert_eq!(layer.check(&downloaded), Ok(()));

    let next = LayerArn::new(format!("{arn}9")).unwrap();
    assert_eq!(client.look_up(&next).await, Err(AwsError::NotFound { arn: next }));
    let of_others = LayerArn::new(arn.replace("000000000000", "222222222222")).unwrap();
    assert_eq!(client.look_up(&of_others).await, Err(AwsError::AccessDenied { arn: of_others }));
    assert_eq!(client.caller_account().await.as_ref().map(AccountId::as_str), Ok("000000000000"));
}

/// Publishes under the account of made-up credentials; here the content does not have to be a zip.
fn publish(ministack: &str, region: &str, name: &str, zip: &[u8]) -> String {
    use base64::Engine as _;
    let content = base64::engine::general_purpose::STANDARD.encode(zip);
    let body = serde_json::json!({ "Content": { "ZipFile": content } }).to_string();
    let scope = format!("AWS4-HMAC-SHA256 Credential=test/20260101/{region}/lambda/aws4_request");
    let headers = [("Authorization", scope.as_str()), ("Content-Type", "application/json")];
    let path = format!("/2018-10-31/layers/{name}/versions");
    let answer = http::request(ministack, "POST", &path, &headers, body.as_bytes());
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["LayerVersionArn"].as_str().unwrap().to_owned()
}
