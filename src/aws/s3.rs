//! Amazon S3: layers in a bucket of their owner.

use std::net::IpAddr;

use super::call::{Api, Call, read, service_error};
use super::classify::{About, ServiceError};
use super::config::Settings;
use super::http::Resume;
use super::http_client::HttpResponse;
use super::service::Service;
use super::{AwsError, Client, url};
use crate::sam::{LayerArn, S3Object};

/// The longest error response that is read, in bytes.
const LONGEST_ERROR: usize = 64 * 1024;

/// The reason why an object cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum S3Problem {
    /// The user lacks the permission.
    Denied,
    /// The user may not use the key that encrypts it.
    Key,
    /// This object version was deleted.
    NoVersion,
    /// The object does not exist.
    NoObject,
    /// The bucket does not exist.
    NoBucket,
    /// The object is archived and has to be restored first.
    Archived,
    /// The bucket is in a region that S3 did not name.
    OtherRegion,
}

impl Client {
    /// Requests the object of a layer, optionally from a byte on. The response has the status 200, 206 or 416; its body
    /// has not been read yet.
    pub(super) async fn open_object(
        &self,
        arn: &LayerArn,
        object: &S3Object,
        resume: Option<Resume<'_>>,
    ) -> Result<(HttpResponse, String), AwsError> {
        let parts = arn.parts()?;
        let credentials = self.credentials_for(&parts).await?;
        let api = self.api()?;
        // According to Lambda's documentation, a layer and its bucket are in one region.
        let known = self.bucket_regions.lock().await.get(&object.bucket).cloned();
        let mut region = known.unwrap_or_else(|| parts.region.to_owned());
        let mut is_second = false;
        loop {
            let place = format!("Amazon S3 in {region}");
            let about = self.about(&place, Some(arn));
            let call = call(api, object, &region, resume);
            let answer = api.open(&call, Some(&credentials), &about).await?;
            let status = answer.status().as_u16();
            if matches!(status, 200 | 206 | 416) {
                return Ok((answer, place));
            }
            let elsewhere = bucket_region(&answer);
            let error = error_of(answer, &about).await?;
            match elsewhere.or_else(|| error.1.clone()).filter(|elsewhere| *elsewhere != region) {
                Some(elsewhere) if !is_second => {
                    self.bucket_regions.lock().await.insert(object.bucket.clone(), elsewhere.clone());
                    (region, is_second) = (elsewhere, true);
                }
                _ => return Err(refusal(&error.0, arn, object, &about)),
            }
        }
    }
}

fn call(api: &Api, object: &S3Object, region: &str, resume: Option<Resume<'_>>) -> Call {
    let mut url = format!("{}/{}", base(&object.bucket, region, &api.settings), url::encode_path(&object.key));
    if let Some(version) = &object.version {
        url = format!("{url}?{}", url::query(&[("versionId", version)]));
    }
    let mut call = Call { url, ..Call::get(Service::S3, region, &api.settings, "") };
    call.headers.extend(resume.map(Resume::headers).unwrap_or_default());
    call
}

/// Returns the virtual-hosted address where the bucket's name allows it and there is no custom endpoint; else the
/// path-style one.
pub(super) fn base(bucket: &str, region: &str, settings: &Settings) -> String {
    let service = Service::S3.url(region, settings);
    let is_label = (3..=63).contains(&bucket.len())
        && bucket.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !bucket.starts_with('-')
        && !bucket.ends_with('-')
        && bucket.parse::<IpAddr>().is_err();
    match service.split_once("://") {
        Some((scheme, host)) if is_label && settings.endpoint(Service::S3).is_none() => {
            format!("{scheme}://{bucket}.{host}")
        }
        _ => format!("{service}/{}", url::encode(bucket)),
    }
}

/// Returns the bucket's region, which S3 names when it is asked in another one.
pub(super) fn bucket_region(answer: &HttpResponse) -> Option<String> {
    let region = answer.headers().get("x-amz-bucket-region")?.to_str().ok()?;
    is_region(region).then(|| region.to_owned())
}

/// Returns whether a text has the form of a region, because it becomes part of a host name.
fn is_region(text: &str) -> bool {
    (3..40).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Returns the error, and the region that it names.
async fn error_of(answer: HttpResponse, about: &About<'_>) -> Result<(ServiceError, Option<String>), AwsError> {
    let (head, body) = answer.into_parts();
    let is_delete_marker = head.headers.contains_key("x-amz-delete-marker");
    let body = tokio::time::timeout(about.within, read(body, LONGEST_ERROR, about)).await;
    let body = body.unwrap_or_else(|_| Err(about.timed_out()))?;
    let region = super::xml::text(&String::from_utf8_lossy(&body), "Region").filter(|region| is_region(region));
    let mut error = service_error(head.status.as_u16(), &head.headers, &body);
    if is_delete_marker {
        "NoSuchVersion".clone_into(&mut error.code);
    }
    Ok((error, region))
}

fn refusal(error: &ServiceError, arn: &LayerArn, object: &S3Object, about: &About<'_>) -> AwsError {
    let problem = match (&*error.code, error.status) {
        (code, _) if code.starts_with("KMS.") => S3Problem::Key,
        ("AccessDenied", _) if error.message.contains("kms:") || error.message.contains("KMS") => S3Problem::Key,
        ("AccessDenied" | "AllAccessDisabled", _) | ("", 403) => S3Problem::Denied,
        ("NoSuchVersion", _) | ("MethodNotAllowed", 405) => S3Problem::NoVersion,
        ("NoSuchKey", _) | ("", 404) => S3Problem::NoObject,
        ("NoSuchBucket", _) => S3Problem::NoBucket,
        ("InvalidObjectState", _) => S3Problem::Archived,
        ("PermanentRedirect" | "TemporaryRedirect" | "AuthorizationHeaderMalformed", _) | ("", 301 | 307) => {
            S3Problem::OtherRegion
        }
        _ => return about.service(error),
    };
    AwsError::S3 { arn: arn.clone(), object: object.clone(), problem }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::config::Profiles;
    use crate::aws::environment::Environment;

    #[test]
    fn a_bucket_has_its_own_host_if_its_name_is_a_dns_label() {
        let of = |bucket: &str, variables: &[(&str, &str)]| {
            let environment = Environment::of(variables, None);
            base(bucket, "eu-west-1", &Settings::resolve(&environment, &Profiles::default(), None).unwrap())
        };
        assert_eq!(of("layers", &[]), "https://layers.s3.eu-west-1.amazonaws.com");
        assert_eq!(of("my.layers", &[]), "https://s3.eu-west-1.amazonaws.com/my.layers");
        assert_eq!(of("Layers", &[]), "https://s3.eu-west-1.amazonaws.com/Layers");
        assert_eq!(of("layers", &[("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")]), "http://127.0.0.1:9/layers");
    }
}
