//! The credentials of a container: ECS, EKS Pod Identity, Greengrass.

use std::net::IpAddr;
use std::time::Duration;

use aws_credential_types::Credentials;
use http::{Request, Uri};

use super::Sources;
use super::json_credentials::JsonCredentials;
use crate::aws::AwsError;
use crate::aws::body::RequestBody;
use crate::aws::call::{Api, read, service_error};
use crate::aws::classify::About;
use crate::text::{Sentence, one_line, sentence};

/// The address of the ECS credentials endpoint.
const ECS: &str = "http://169.254.170.2";
/// Hosts that are allowed without TLS, besides the loopback addresses.
const HOSTS: [&str; 4] = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23", "localhost"];
/// The time limit: the service runs on this machine.
const WITHIN: Duration = Duration::from_secs(2);
const TRIES: u32 = 3;
const LONGEST: usize = 1024 * 1024;

impl Sources {
    /// Returns the credentials of the container; `None` outside a container.
    pub(super) async fn of_container(&self, api: &Api) -> Result<Option<Credentials>, AwsError> {
        let failed = |why: Sentence| AwsError::Configuration(sentence!("aws-container-failed", why = why));
        let relative = self.environment.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
        let full = self.environment.get("AWS_CONTAINER_CREDENTIALS_FULL_URI");
        let Some(uri) = relative.map(|path| format!("{ECS}{path}")).or_else(|| full.map(str::to_owned)) else {
            return Ok(None);
        };
        let parsed: Uri = uri.parse().map_err(|_| failed(sentence!("aws-container-address")))?;
        let host = parsed.host().unwrap_or_default().trim_matches(['[', ']']);
        let is_loopback = host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        if parsed.scheme_str() != Some("https") && !is_loopback && !HOSTS.contains(&host) {
            return Err(failed(sentence!("aws-container-host", host = one_line(host))));
        }
        let token = self.authorization().map_err(&failed)?;
        let about = About { place: host, profile: api.settings.named_profile(), arn: None, within: WITHIN };
        let mut tried = 1;
        loop {
            match self.ask(&parsed, token.as_deref(), &about).await {
                Ok(found) => return Ok(Some(found)),
                Err(_) if tried < TRIES => tried += 1,
                Err(error) => return Err(failed(error.message())),
            }
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    }

    /// Returns the token that the service requires, from a file that is replaced regularly, or from a variable.
    fn authorization(&self) -> Result<Option<String>, Sentence> {
        let token = match self.environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
            Some(path) => {
                let path = self.environment.expand(path);
                let text = std::fs::read_to_string(&path).map_err(|error| {
                    let path = one_line(&path.display().to_string());
                    sentence!("aws-container-token-file", path = path, why = error)
                })?;
                Some(text)
            }
            None => self.environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN").map(str::to_owned),
        };
        match token {
            Some(token) if token.contains(['\r', '\n']) => Err(sentence!("aws-container-token")),
            token => Ok(token),
        }
    }

    async fn ask(&self, uri: &Uri, token: Option<&str>, about: &About<'_>) -> Result<Credentials, AwsError> {
        let mut request = Request::get(uri).header("accept", "application/json");
        if let Some(token) = token {
            request = request.header("authorization", token);
        }
        let request = request
            .body(RequestBody::empty())
            .map_err(|error| about.invalid_response("request", &error.to_string()))?;
        let (head, body) = self.direct.send(request, about).await?.into_parts();
        let body = read(body, LONGEST, about).await?;
        if !head.status.is_success() {
            return Err(about.service(&service_error(head.status.as_u16(), &head.headers, &body)));
        }
        let found: JsonCredentials = serde_json::from_slice(&body)
            .map_err(|_| about.invalid_response("unreadable answer", "it has no credentials"))?;
        Ok(found.into_credentials("container"))
    }
}
