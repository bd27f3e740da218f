//! Publishes a layer version, and grants its use.

use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::body::{Content, Encoding, FileContent};
use super::call::{Call, Failure};
use super::classify::About;
use super::service::Service;
use super::{AwsError, Client, url};
use crate::plan::{Grant, LayerMetadata};
use crate::sam::LayerArn;

/// The only action that can be granted.
const ACTION: &str = "lambda:GetLayerVersion";

/// The time limit of a whole upload. One that makes no progress ends long before.
const UPLOAD_WITHIN: Duration = Duration::from_hours(2);

/// A layer version as Lambda lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedVersion {
    /// The ARN of the version.
    pub arn: LayerArn,
    /// The base64 sha256 of its zip.
    pub code_sha256: String,
}

/// Where Lambda takes the zip from.
#[derive(Debug)]
pub enum ZipSource<'a> {
    /// The request itself.
    Request(&'a File),
    /// An object in S3.
    Object {
        /// The bucket.
        bucket: &'a str,
        /// The key.
        key: &'a str,
        /// The version, if the bucket keeps versions.
        version: Option<&'a str>,
    },
}

/// Gets the bytes that were sent so far.
pub type UploadListener<'a> = dyn FnMut(u64) + Send + 'a;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct PublishRequest<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    compatible_runtimes: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    compatible_architectures: &'a [String],
    #[serde(skip_serializing_if = "str::is_empty")]
    license_info: &'a str,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PublishAnswer {
    layer_version_arn: Option<String>,
    #[serde(default)]
    content: super::lambda::Content,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PolicyAnswer {
    policy: Option<String>,
}

/// Returns the text before and after the zip in the request that publishes it.
pub(super) fn request_around(metadata: &LayerMetadata) -> (String, String) {
    let fields = PublishRequest {
        description: &metadata.description,
        compatible_runtimes: &metadata.runtimes,
        compatible_architectures: &metadata.architectures,
        license_info: &metadata.license,
    };
    let fields = serde_json::to_string(&fields).unwrap_or_else(|_| "{}".to_owned());
    let fields = fields.trim_start_matches('{').trim_end_matches('}');
    let comma = if fields.is_empty() { "" } else { "," };
    (format!("{{{fields}{comma}\"Content\":{{\"ZipFile\":\""), "\"}}".to_owned())
}

impl Client {
    /// Returns the user's region: `AWS_REGION`, `AWS_DEFAULT_REGION`, or the profile's.
    pub fn region(&self) -> Option<&str> {
        self.api().ok()?.settings.region.as_deref()
    }

    /// Returns the newest version of a layer of the caller's account; `None` if there is none.
    pub async fn newest_version(&self, region: &str, name: &str) -> Result<Option<PublishedVersion>, AwsError> {
        let place = format!("AWS Lambda in {region}");
        let about = self.about(&place, None);
        let credentials = self.own_credentials().await?;
        let api = self.api()?;
        let page = match api.layer_versions(name, None, region, &credentials, &about).await {
            Ok(page) => page,
            Err(AwsError::Service { code, .. }) if code == "ResourceNotFoundException" => return Ok(None),
            Err(error) => return Err(error),
        };
        // Lambda lists the newest first.
        let Some(newest) = page.layer_versions.iter().max_by_key(|version| version.version) else { return Ok(None) };
        let arn = newest.layer_version_arn.as_deref().and_then(|arn| LayerArn::parse(arn).ok());
        let arn = arn.ok_or_else(|| about.invalid_response("incomplete answer", "a version has no ARN"))?;
        let answer = api.layer_version_by_arn(arn.as_str(), region, &credentials, &about).await?;
        Ok(Some(PublishedVersion { arn, code_sha256: answer.content.code_sha256.unwrap_or_default() }))
    }

    /// Publishes a new version of a layer. If the answer is lost, the newest version is looked up before the request is
    /// sent again, so that nothing is published twice.
    pub async fn publish_version(
        &self,
        region: &str,
        name: &str,
        metadata: &LayerMetadata,
        source: &ZipSource<'_>,
        code_sha256: &str,
        progress: &mut UploadListener<'_>,
    ) -> Result<PublishedVersion, AwsError> {
        let place = format!("AWS Lambda in {region}");
        let about = About { within: UPLOAD_WITHIN, ..self.about(&place, None) };
        let call = self.publish_call(region, name, metadata, source)?;
        check_hash(&call.body, code_sha256)?;
        let attempts = self.api()?.settings.attempts;
        let mut tried = 1;
        loop {
            let error = match self.upload(&call, &about, progress).await {
                Ok(body) => return published(&body, &about),
                Err(error) => error,
            };
            if !is_transient(&error) || tried >= attempts {
                return Err(error);
            }
            tokio::time::sleep(self.retry_policy.pause.saturating_mul(2_u32.saturating_pow(tried))).await;
            if let Ok(Some(newest)) = self.newest_version(region, name).await
                && newest.code_sha256 == code_sha256
            {
                return Ok(newest);
            }
            tried += 1;
        }
    }

    fn publish_call(
        &self,
        region: &str,
        name: &str,
        metadata: &LayerMetadata,
        source: &ZipSource<'_>,
    ) -> Result<Call, AwsError> {
        let api = self.api()?;
        let path = format!("/2018-10-31/layers/{}/versions", url::encode(name));
        let json = |body| Call::post(Service::Lambda, region, &api.settings, &path, "application/json", body);
        let (before, after) = request_around(metadata);
        Ok(match source {
            ZipSource::Request(zip) => {
                let body = FileContent::new(zip, before, after, Encoding::Base64)?;
                Call { body: Content::File(body), ..json(String::new()) }
            }
            ZipSource::Object { bucket, key, version } => {
                let mut object = serde_json::json!({ "S3Bucket": bucket, "S3Key": key });
                if let Some(version) = version {
                    object["S3ObjectVersion"] = (*version).into();
                }
                let fields = before.trim_end_matches("{\"ZipFile\":\"");
                json(format!("{fields}{object}}}"))
            }
        })
    }

    /// Sends a request once; it ends when no bytes were sent for a while.
    pub(super) async fn upload(
        &self,
        call: &Call,
        about: &About<'_>,
        progress: &mut UploadListener<'_>,
    ) -> Result<bytes::Bytes, AwsError> {
        let credentials = self.own_credentials().await?;
        let api = self.api()?;
        let (sent, length) = match &call.body {
            Content::File(file) => (Arc::clone(&file.sent), file.length()),
            Content::Bytes(bytes) => (Arc::new(AtomicU64::new(bytes.len() as u64)), bytes.len() as u64),
        };
        // AWS reads a large zip whole before it answers.
        let answer_within = self.retry_policy.answer.saturating_mul(8);
        let mut sending = Box::pin(api.send_up_to(1, call, Some(&credentials), about));
        let (mut before, mut since) = (0, tokio::time::Instant::now());
        loop {
            if let Ok(answer) = tokio::time::timeout(Duration::from_millis(100), &mut sending).await {
                return answer.map(|answer| answer.body).map_err(|failure| failure.into_error(about));
            }
            let now = sent.load(Ordering::Relaxed);
            if now != before {
                (before, since) = (now, tokio::time::Instant::now());
                progress(now);
            }
            let limit = if now >= length { answer_within } else { self.retry_policy.stall };
            if since.elapsed() > limit {
                return Err(AwsError::TimedOut { place: about.place.to_owned(), after: limit });
            }
        }
    }

    /// Grants the use of a version, and reads the policy back. A grant that exists is no error.
    pub async fn grant(&self, version: &LayerArn, grant: &Grant) -> Result<(), AwsError> {
        let parts = version.parts()?;
        let place = format!("AWS Lambda in {}", parts.region);
        let about = self.about(&place, None);
        let credentials = self.own_credentials().await?;
        let api = self.api()?;
        let path = format!("/2018-10-31/layers/{}/versions/{}/policy", url::encode(parts.layer_name), parts.version);
        let mut body = serde_json::json!({
            "StatementId": grant.statement_id(), "Action": ACTION, "Principal": grant.principal(),
        });
        if let Grant::Organization(id) = grant {
            body["OrganizationId"] = id.as_str().into();
        }
        let call =
            Call::post(Service::Lambda, parts.region, &api.settings, &path, "application/json", body.to_string());
        match api.send(&call, Some(&credentials), &about).await {
            Ok(_) => {}
            Err(Failure::Service(error)) if error.code == "ResourceConflictException" => {}
            Err(failure) => return Err(failure.into_error(&about)),
        }
        let call = Call::get(Service::Lambda, parts.region, &api.settings, &path);
        let answer = api.send(&call, Some(&credentials), &about).await.map_err(|failure| failure.into_error(&about))?;
        let policy: Option<PolicyAnswer> = serde_json::from_slice(&answer.body).ok();
        let policy = policy.and_then(|answer| answer.policy).unwrap_or_default();
        if grant.is_in(&policy) {
            return Ok(());
        }
        Err(about.invalid_response("incomplete policy", "the grant is not in the policy of the layer version"))
    }
}

/// Returns an error if the file is no longer the zip with this hash.
pub(super) fn check_hash(body: &Content, code_sha256: &str) -> Result<(), AwsError> {
    match body {
        Content::File(file) if STANDARD.encode(file.file_sha256) != code_sha256 => Err(AwsError::SourceChanged),
        _ => Ok(()),
    }
}

/// Returns the bytes of the request that publishes a zip of this size.
pub fn request_length(metadata: &LayerMetadata, zip_bytes: u64) -> u64 {
    let (before, after) = request_around(metadata);
    zip_bytes.div_ceil(3) * 4 + before.len() as u64 + after.len() as u64
}

fn published(body: &[u8], about: &About<'_>) -> Result<PublishedVersion, AwsError> {
    let answer: PublishAnswer = serde_json::from_slice(body)
        .map_err(|error| about.invalid_response("unreadable answer", &error.to_string()))?;
    let arn = answer.layer_version_arn.and_then(|arn| LayerArn::parse(arn).ok());
    let arn = arn
        .ok_or_else(|| about.invalid_response("incomplete answer", "the response does not contain a layer version"))?;
    Ok(PublishedVersion { arn, code_sha256: answer.content.code_sha256.unwrap_or_default() })
}

/// Returns whether another attempt may succeed.
pub(super) fn is_transient(error: &AwsError) -> bool {
    match error {
        AwsError::Network { .. } | AwsError::TimedOut { .. } | AwsError::Throttled { .. } => true,
        AwsError::Service { code, .. } => {
            matches!(&**code, "ServiceException" | "InternalError" | "ServiceUnavailable" | "RequestTimeout")
                || code.starts_with("HTTP 5")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_request_is_json_around_the_zip() {
        let metadata = LayerMetadata {
            description: "a \"b\"".to_owned(),
            runtimes: vec!["python3.13".into()],
            ..Default::default()
        };
        let (before, after) = request_around(&metadata);
        let whole: serde_json::Value = serde_json::from_str(&format!("{before}UEs={after}")).unwrap();
        assert_eq!(whole["Content"]["ZipFile"], "UEs=");
        assert_eq!((&whole["Description"], &whole["CompatibleRuntimes"][0]), (&"a \"b\"".into(), &"python3.13".into()));
        let (before, after) = request_around(&LayerMetadata::default());
        assert_eq!(format!("{before}{after}"), "{\"Content\":{\"ZipFile\":\"\"}}");
    }
}
