//! The Lambda API, served by ministack: publish layers and learn their ARNs.

use std::io::{Cursor, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::http;

/// The emulator takes a 12-digit access key for the account it belongs to.
pub const ACCOUNT: &str = "111111111111";

/// A published layer version.
pub struct Published {
    /// Its ARN.
    pub arn: String,
    /// The hash of its zip, from Lambda.
    pub code_sha256: String,
}

/// Publishes the files as the next version of the layer `name` in `region`.
pub fn publish(ministack: &str, region: &str, name: &str, files: &[(&str, &str)]) -> Published {
    let zip = zip_of(files);
    let published = publish_as(ministack, region, name, &zip);
    // GetLayerVersion accepts the ARN of a layer as its name, and SAM CLI uses that. ministack treats the ARN as a plain
    // name, so the layer is also published under its ARN; the versions of the two stay equal.
    publish_as(ministack, region, &format!("arn:aws:lambda:{region}:{ACCOUNT}:layer:{name}"), &zip);
    published
}

fn publish_as(ministack: &str, region: &str, name: &str, zip: &[u8]) -> Published {
    let body = serde_json::json!({ "Content": { "ZipFile": STANDARD.encode(zip) } }).to_string();
    let scope = format!("AWS4-HMAC-SHA256 Credential={ACCOUNT}/20260101/{region}/lambda/aws4_request");
    let headers = [("Authorization", scope.as_str()), ("Content-Type", "application/json")];
    let path = format!("/2018-10-31/layers/{}/versions", name.replace(':', "%3A"));
    let answer = http::request(ministack, "POST", &path, &headers, body.as_bytes());
    assert_eq!(answer.status, 201, "publishing {name}: {}", answer.text());
    let answer = answer.json();
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    Published { arn: text(&answer["LayerVersionArn"]), code_sha256: text(&answer["Content"]["CodeSha256"]) }
}

fn zip_of(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in files {
        zip.start_file(*path, SimpleFileOptions::default().unix_permissions(0o644)).expect("a file name");
        zip.write_all(content.as_bytes()).expect("enough memory");
    }
    zip.finish().expect("a zip").into_inner()
}
