//! Amazon S3: a bucket that a zip is uploaded through.

use std::fs::File;

use http::Method;

use super::body::{Content, Encoding, FileContent};
use super::call::Call;
use super::classify::About;
use super::publish::UploadListener;
use super::s3::{base, bucket_region};
use super::service::Service;
use super::{AwsError, Client, url};

/// The reason why a bucket cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BucketProblem {
    /// It does not exist.
    Missing,
    /// The caller may not use it.
    Denied,
    /// It is in another region than the layer.
    OtherRegion(String),
}

/// The answer to a request without a body of its own.
struct Head {
    status: u16,
    region: Option<String>,
    version: Option<String>,
}

impl Client {
    /// Checks that a bucket exists in this region and that the caller may use it.
    pub async fn check_bucket(&self, bucket: &str, region: &str) -> Result<(), AwsError> {
        let head = self.bucket_request(Method::HEAD, bucket, "", region).await?;
        let problem = match (head.status, head.region) {
            (_, Some(other)) if other != region => BucketProblem::OtherRegion(other),
            (200, _) => return Ok(()),
            (404, _) => BucketProblem::Missing,
            (403, _) => BucketProblem::Denied,
            (301 | 307 | 400, _) => BucketProblem::OtherRegion(String::new()),
            (status, _) => {
                let place = format!("Amazon S3 in {region}");
                let about = self.about(&place, None);
                return Err(about.invalid_response(&format!("HTTP {status}"), "the bucket could not be checked"));
            }
        };
        Err(AwsError::Bucket { bucket: bucket.to_owned(), region: region.to_owned(), problem })
    }

    /// Uploads a file. Returns its version, if the bucket keeps versions.
    pub async fn put_object(
        &self,
        bucket: &str,
        key: &str,
        region: &str,
        (file, code_sha256): (&File, &str),
        progress: &mut UploadListener<'_>,
    ) -> Result<Option<String>, AwsError> {
        let place = format!("Amazon S3 in {region}");
        let about = About { within: std::time::Duration::from_hours(2), ..self.about(&place, None) };
        let api = self.api()?;
        let body = FileContent::new(file, String::new(), String::new(), Encoding::Raw)?;
        let body = Content::File(body);
        super::publish::check_hash(&body, code_sha256)?;
        let url = format!("{}/{}", base(bucket, region, &api.settings), url::encode_path(key));
        let call = Call { method: Method::PUT, url, body, ..Call::get(Service::S3, region, &api.settings, "") }
            .header("content-type", "application/zip");
        let mut tried = 1;
        loop {
            match self.upload(&call, &about, progress).await {
                Ok(_) => break,
                Err(error) if super::publish::is_transient(&error) && tried < api.settings.attempts => {
                    tokio::time::sleep(self.retry_policy.pause.saturating_mul(2_u32.saturating_pow(tried))).await;
                    tried += 1;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(self.bucket_request(Method::HEAD, bucket, key, region).await?.version)
    }

    /// Removes an uploaded object for good, if it exists.
    pub async fn delete_object(&self, bucket: &str, key: &str, region: &str) -> Result<(), AwsError> {
        let head = self.bucket_request(Method::HEAD, bucket, key, region).await?;
        if head.status == 404 {
            return Ok(());
        }
        let path = match &head.version {
            Some(version) => format!("{}?{}", url::encode_path(key), url::query(&[("versionId", version)])),
            None => url::encode_path(key),
        };
        let deleted = self.request_path(Method::DELETE, bucket, &path, region).await?;
        if matches!(deleted.status, 200 | 204 | 404) {
            return Ok(());
        }
        let place = format!("Amazon S3 in {region}");
        let about = self.about(&place, None);
        Err(about.invalid_response(&format!("HTTP {}", deleted.status), "the uploaded zip was not removed"))
    }

    async fn bucket_request(&self, method: Method, bucket: &str, key: &str, region: &str) -> Result<Head, AwsError> {
        self.request_path(method, bucket, &url::encode_path(key), region).await
    }

    async fn request_path(&self, method: Method, bucket: &str, path: &str, region: &str) -> Result<Head, AwsError> {
        let place = format!("Amazon S3 in {region}");
        let about = self.about(&place, None);
        let credentials = self.own_credentials().await?;
        let api = self.api()?;
        let url = match path {
            "" => base(bucket, region, &api.settings),
            path => format!("{}/{path}", base(bucket, region, &api.settings)),
        };
        let call = Call { method, url, ..Call::get(Service::S3, region, &api.settings, "") };
        let mut tried = 1;
        loop {
            let answer = api.open(&call, Some(&credentials), &about).await;
            let may_retry = match &answer {
                Ok(answer) => answer.status().is_server_error() || answer.status().as_u16() == 429,
                Err(AwsError::Network { .. } | AwsError::TimedOut { .. }) => true,
                Err(_) => false,
            };
            if !may_retry || tried >= api.settings.attempts {
                let answer = answer?;
                let version = answer.headers().get("x-amz-version-id").and_then(|version| version.to_str().ok());
                return Ok(Head {
                    status: answer.status().as_u16(),
                    region: bucket_region(&answer),
                    version: version.filter(|version| *version != "null").map(str::to_owned),
                });
            }
            tokio::time::sleep(self.retry_policy.pause.saturating_mul(2_u32.saturating_pow(tried))).await;
            tried += 1;
        }
    }
}
