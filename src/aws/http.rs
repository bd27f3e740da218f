//! A plain GET with the HTTPS client that the SDK uses itself: one TLS stack, one way to read proxy settings.

use std::time::Duration;

use aws_smithy_http_client::Connector;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::{HttpConnector, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};

use super::AwsError;
use super::classify::About;
use super::url::{host, redirected};

/// S3 redirects once, to the region of a bucket.
const REDIRECTS: usize = 5;

/// A connector like the SDK's own: system certificates, `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`.
pub(super) fn connector() -> SharedHttpConnector {
    let builder = Connector::builder().proxy_config(ProxyConfig::from_env());
    SharedHttpConnector::new(builder.tls_provider(Provider::Rustls(CryptoMode::AwsLc)).build())
}

/// From where on to go on, when the content is still the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Resume<'a> {
    /// The first byte that is missing.
    pub from: u64,
    /// The strong validator of what is there already; `None` where nothing is.
    pub etag: Option<&'a str>,
}

/// Asks for an address and follows where it leads; the body of the answer is still to be read. Any status is an
/// answer.
pub(super) async fn get(
    connector: &SharedHttpConnector,
    url: &str,
    resume: Option<Resume<'_>>,
    within: Duration,
) -> Result<(HttpResponse, String), AwsError> {
    let mut url = url.to_owned();
    for _ in 0..=REDIRECTS {
        let place = host(&url).to_owned();
        let about = About { place: &place, profile: None, arn: None, role: None, within };
        let refused = |reason: &str| AwsError::DownloadRefused { place: place.clone(), reason: reason.to_owned() };
        let request = request(&url, resume).ok_or_else(|| refused("its address is not a web address"))?;
        let answer = match tokio::time::timeout(within, connector.call(request)).await {
            Err(_) => return Err(about.timed_out()),
            Ok(answer) => answer.map_err(|error| about.connector(&error))?,
        };
        if !matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
            return Ok((answer, place));
        }
        let to = answer.headers().get("location").and_then(|location| redirected(&url, location));
        url = to.ok_or_else(|| refused("it redirects to nowhere"))?;
    }
    Err(AwsError::DownloadRefused { place: host(&url).to_owned(), reason: "it redirects in circles".to_owned() })
}

fn request(url: &str, resume: Option<Resume<'_>>) -> Option<HttpRequest> {
    let mut request = HttpRequest::get(url).ok()?;
    let headers = request.headers_mut();
    headers.insert("user-agent", concat!("samlayers/", env!("CARGO_PKG_VERSION")));
    if let Some(Resume { from, etag }) = resume {
        headers.insert("range", format!("bytes={from}-"));
        if let Some(etag) = etag {
            headers.try_insert("if-range", etag.to_owned()).ok()?;
        }
    }
    Some(request)
}
