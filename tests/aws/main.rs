//! Tests of `samlayers::aws` against servers that misbehave, a fake Lambda API, and ministack.
#![cfg_attr(
    not(unix),
    allow(unused_imports, dead_code, reason = "tests of signals, modes and links are not compiled there")
)]
#![allow(clippy::disallowed_macros, reason = "the developer reads the output of this program")]

#[path = "../support/mod.rs"]
mod support;

mod credentials;
mod downloads;
mod emulator;
mod lookups;
mod parts;
mod s3;
mod tls;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use samlayers::aws::{AwsOptions, Client, LayerSource, LayerVersion, RetryPolicy};
use samlayers::sam::LayerArn;
use sha2::{Digest, Sha256};

const ARN: &str = "arn:aws:lambda:eu-west-1:123456789012:layer:numbers:7";

/// A client of the fake API with short timeouts.
async fn client(endpoint: &str) -> Client {
    let retry_policy = RetryPolicy {
        answer: Duration::from_secs(5),
        stall: Duration::from_millis(300),
        pause: Duration::from_millis(1),
        tries: 3,
    };
    Client::new(&AwsOptions { endpoint: Some(endpoint.to_owned()), retry_policy, ..AwsOptions::default() }).await
}

/// A layer version with this content at this location.
fn layer(location: String, content: &[u8]) -> LayerVersion {
    LayerVersion {
        arn: LayerArn::new(ARN).unwrap(),
        source: LayerSource::Address(location),
        code_sha256: STANDARD.encode(Sha256::digest(content)),
        code_size: content.len() as u64,
    }
}
