//! The answers of the demo's server: the caller's identity, layer versions and their zips.

use std::collections::HashMap;
use std::io::{self, Cursor};
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::manifest::{Layer, Manifest};

/// The identity of every caller: a demo user of this account.
const IDENTITY: &str = r#"<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::222222222222:user/demo</Arn><UserId>AIDADEMO</UserId><Account>222222222222</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>demo</RequestId></ResponseMetadata></GetCallerIdentityResponse>"#;

/// The state of the fake API.
pub struct FakeApi {
    manifest: Arc<Manifest>,
    /// The base URL: `http://127.0.0.1:<port>`.
    base: String,
    /// The zips, each created when it is first requested.
    zips: Mutex<HashMap<String, Arc<[u8]>>>,
}

/// The answer to a request.
pub enum Response {
    /// XML.
    Identity(&'static str),
    /// JSON.
    Layer(String),
    /// JSON with status 404.
    NoSuchLayer(String),
    /// A download.
    Zip(Arc<[u8]>),
}

impl FakeApi {
    pub fn new(manifest: Arc<Manifest>, base: String) -> Self {
        Self { manifest, base, zips: Mutex::default() }
    }

    /// Returns the answer to a request. Only STS is called with `POST`.
    pub fn answer(&self, method: &str, target: &str) -> io::Result<Response> {
        if method == "POST" {
            return Ok(Response::Identity(IDENTITY));
        }
        if let Some(name) = target.strip_prefix("/content/").and_then(|rest| rest.strip_suffix(".zip"))
            && let Some(layer) = self.manifest.layers.iter().find(|layer| layer.arn.dir().as_str() == name)
        {
            return Ok(Response::Zip(self.zip(layer)?));
        }
        if let Some(layer) = requested_arn(target).and_then(|arn| self.manifest.layer(&arn)) {
            return Ok(Response::Layer(self.describe(layer)?.to_string()));
        }
        let message = json!({"Type": "User", "Message": "The demo has no such layer version"});
        Ok(Response::NoSuchLayer(message.to_string()))
    }

    /// Returns the body of `GetLayerVersion`.
    fn describe(&self, layer: &Layer) -> io::Result<Value> {
        let zip = self.zip(layer)?;
        Ok(json!({
            "Content": {
                "Location": format!("{}/content/{}.zip", self.base, layer.arn.dir()),
                "CodeSha256": STANDARD.encode(Sha256::digest(&zip)),
                "CodeSize": zip.len(),
            },
            "LayerArn": layer.arn.without_version(),
            "LayerVersionArn": layer.arn.as_str(),
            "Version": layer.arn.version().parse::<u64>().unwrap_or(1),
            "CreatedDate": layer.modified.strftime("%Y-%m-%dT%H:%M:%S.000+0000").to_string(),
        }))
    }

    fn zip(&self, layer: &Layer) -> io::Result<Arc<[u8]>> {
        let mut zips = self.zips.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = zips.get(layer.arn.as_str()) {
            return Ok(Arc::clone(made));
        }
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, content) in &layer.files {
            let mode = if content.is_executable() { 0o755 } else { 0o644 };
            writer.start_file(path.as_str(), SimpleFileOptions::default().unix_permissions(mode))?;
            content.write_to(&mut writer)?;
        }
        let made: Arc<[u8]> = writer.finish()?.into_inner().into();
        zips.insert(layer.arn.as_str().to_owned(), Arc::clone(&made));
        Ok(made)
    }
}

/// Returns the ARN in a `GetLayerVersion` or `GetLayerVersionByArn` request.
fn requested_arn(target: &str) -> Option<String> {
    let rest = target.strip_prefix("/2018-10-31/layers")?;
    if let Some(query) = rest.strip_prefix('?').or_else(|| rest.strip_prefix("/?")) {
        return query.split('&').find_map(|pair| pair.strip_prefix("Arn=")).map(decode);
    }
    let (layer, version) = rest.strip_prefix('/')?.split_once("/versions/")?;
    let version = version.split('?').next().unwrap_or_default();
    Some(format!("{}:{version}", decode(layer)))
}

/// Decodes percent-encoding, which the colons of an ARN have.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let coded = after.get(..2).filter(|_| *first == b'%').and_then(|digits| hex::decode(digits).ok());
        if let Some(byte) = coded {
            bytes.extend(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
