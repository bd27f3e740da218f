//! Newer versions of a layer.

use super::{AwsError, Client};
use crate::sam::LayerArn;

/// The most pages that are read. Beyond them the newest version is known, but not the number of versions.
const PAGES: usize = 20;

impl Client {
    /// Returns the versions of a layer that are newer than this one, newest first. Needs the permission
    /// `lambda:ListLayerVersions`, which owners of shared layers rarely grant.
    pub async fn newer_versions(&self, arn: &LayerArn) -> Result<Vec<u64>, AwsError> {
        let parts = arn.parts()?;
        let place = format!("AWS Lambda in {}", parts.region);
        let about = self.about(&place, Some(arn));
        let credentials = self.credentials_for(&parts).await?;
        let api = self.api()?;
        let mut newer: Vec<u64> = Vec::new();
        let mut marker: Option<String> = None;
        for _ in 0..PAGES {
            let layer = arn.without_version();
            let page = api.layer_versions(layer, marker.as_deref(), parts.region, &credentials, &about).await?;
            let versions: Vec<u64> =
                page.layer_versions.iter().filter_map(|version| version.version.try_into().ok()).collect();
            newer.extend(versions.iter().filter(|version| **version > parts.version));
            // Lambda lists the newest first.
            let passed = versions.iter().any(|version| *version <= parts.version);
            marker = page.next_marker.filter(|marker| !marker.is_empty());
            if passed || marker.is_none() {
                break;
            }
        }
        newer.sort_unstable_by(|a, b| b.cmp(a));
        newer.dedup();
        Ok(newer)
    }
}
