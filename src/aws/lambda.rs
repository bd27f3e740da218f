//! AWS Lambda: layer versions.

use aws_credential_types::Credentials;
use serde::Deserialize;

use super::call::{Api, Call};
use super::classify::About;
use super::service::Service;
use super::{AwsError, url};

/// The response of `GetLayerVersionByArn`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct LayerVersionOutput {
    #[serde(default)]
    pub content: Content,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Content {
    pub location: Option<String>,
    pub code_sha256: Option<String>,
    pub code_size: Option<i64>,
    #[serde(rename = "ResolvedS3Object")]
    pub s3_object: Option<ResolvedS3Object>,
}

/// The location of a layer that was published with `S3ObjectStorageMode=REFERENCE`.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct ResolvedS3Object {
    #[serde(rename = "S3Bucket")]
    pub bucket: Option<String>,
    #[serde(rename = "S3Key")]
    pub key: Option<String>,
    #[serde(rename = "S3ObjectVersion")]
    pub version: Option<String>,
}

/// A page of `ListLayerVersions`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct LayerVersionsPage {
    #[serde(default)]
    pub layer_versions: Vec<ListedVersion>,
    pub next_marker: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListedVersion {
    #[serde(default)]
    pub version: i64,
    pub layer_version_arn: Option<String>,
}

impl Api {
    /// Calls `GetLayerVersionByArn`.
    pub(super) async fn layer_version_by_arn(
        &self,
        arn: &str,
        region: &str,
        credentials: &Credentials,
        about: &About<'_>,
    ) -> Result<LayerVersionOutput, AwsError> {
        let path = format!("/2018-10-31/layers?find=LayerVersion&{}", url::query(&[("Arn", arn)]));
        self.lambda(&path, region, credentials, about).await
    }

    /// Calls `ListLayerVersions` for one page.
    pub(super) async fn layer_versions(
        &self,
        layer: &str,
        marker: Option<&str>,
        region: &str,
        credentials: &Credentials,
        about: &About<'_>,
    ) -> Result<LayerVersionsPage, AwsError> {
        let mut path = format!("/2018-10-31/layers/{}/versions", url::encode(layer));
        if let Some(marker) = marker {
            path = format!("{path}?{}", url::query(&[("Marker", marker)]));
        }
        self.lambda(&path, region, credentials, about).await
    }

    async fn lambda<T: serde::de::DeserializeOwned>(
        &self,
        path: &str,
        region: &str,
        credentials: &Credentials,
        about: &About<'_>,
    ) -> Result<T, AwsError> {
        let call = Call::get(Service::Lambda, region, &self.settings, path);
        let answer = self.send(&call, Some(credentials), about).await;
        let answer = answer.map_err(|failure| failure.into_error(about))?;
        serde_json::from_slice(&answer.body)
            .map_err(|error| about.invalid_response("unreadable answer", &error.to_string()))
    }
}
