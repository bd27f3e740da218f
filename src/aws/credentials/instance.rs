//! The credentials of an EC2 instance, from its metadata service (`IMDSv2`).

use std::time::Duration;

use aws_credential_types::Credentials;
use http::{Method, Request};

use super::Sources;
use super::json_credentials::JsonCredentials;
use crate::aws::body::RequestBody;
use crate::aws::call::{Api, read};
use crate::aws::classify::About;

/// The time limit. The service is on the machine itself; if it does not respond at once, there is none.
const WITHIN: Duration = Duration::from_secs(1);
const LONGEST: usize = 64 * 1024;
const PATH: &str = "/latest/meta-data/iam/security-credentials/";

impl Sources {
    /// Returns the credentials of the instance. It is the last source, tried on every machine without other
    /// credentials, so every failure means that there are none.
    pub(super) async fn of_instance(&self, api: &Api) -> Option<Credentials> {
        if self.environment.flag("AWS_EC2_METADATA_DISABLED") == Some(true) {
            return None;
        }
        let section = self.profiles.get(&api.settings.profile);
        let setting = |variable: &str, key: &str| {
            self.environment.get(variable).or_else(|| section.and_then(|section| section.get(key)))
        };
        let mode = setting("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode");
        let usual = match mode {
            Some(mode) if mode.eq_ignore_ascii_case("ipv6") => "http://[fd00:ec2::254]",
            _ => "http://169.254.169.254",
        };
        let base = setting("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint").unwrap_or(usual);
        let base = base.trim_end_matches('/');
        let lifetime = ("x-aws-ec2-metadata-token-ttl-seconds", "21600");
        let token = self.metadata(Method::PUT, &format!("{base}/latest/api/token"), lifetime).await?;
        let token = ("x-aws-ec2-metadata-token", token.trim());
        let role = self.metadata(Method::GET, &format!("{base}{PATH}"), token).await?;
        let role = role.lines().next()?.trim();
        let found = self.metadata(Method::GET, &format!("{base}{PATH}{role}"), token).await?;
        let found: JsonCredentials = serde_json::from_str(&found).ok()?;
        Some(found.into_credentials("instance"))
    }

    async fn metadata(&self, method: Method, url: &str, header: (&'static str, &str)) -> Option<String> {
        let about = About { place: "IMDS", profile: None, arn: None, within: WITHIN };
        let request = Request::builder().method(method).uri(url).header(header.0, header.1);
        let request = request.body(RequestBody::empty()).ok()?;
        let asked = async {
            let (head, body) = self.direct.send(request, &about).await.ok()?.into_parts();
            let body = read(body, LONGEST, &about).await.ok()?;
            head.status.is_success().then_some(body)
        };
        let body = tokio::time::timeout(WITHIN, asked).await.ok()??;
        String::from_utf8(body.to_vec()).ok()
    }
}
