//! A GET of an address that is signed already.

use std::time::Duration;

use http::Request;

use super::AwsError;
use super::body::RequestBody;
use super::classify::About;
use super::http_client::{HttpClient, HttpRequest, HttpResponse};
use super::url::{host, redirected};

/// S3 redirects once, to the region of a bucket.
const REDIRECTS: usize = 5;

/// The point from which to resume, if the content is unchanged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Resume<'a> {
    /// The first byte that is missing.
    pub from: u64,
    /// The strong validator of the bytes so far; `None` where there are none.
    pub etag: Option<&'a str>,
}

impl Resume<'_> {
    /// Returns the headers that ask for the rest.
    pub(super) fn headers(self) -> Vec<(&'static str, String)> {
        let range = ("range", format!("bytes={}-", self.from));
        let condition = self.etag.map(|etag| ("if-range", etag.to_owned()));
        std::iter::once(range).chain(condition).collect()
    }
}

/// Requests an address and follows redirects. The body has not been read yet, and any status is a response.
pub(super) async fn get(
    http: &HttpClient,
    url: &str,
    resume: Option<Resume<'_>>,
    within: Duration,
) -> Result<(HttpResponse, String), AwsError> {
    let mut url = url.to_owned();
    for _ in 0..=REDIRECTS {
        let place = host(&url).to_owned();
        let about = About { place: &place, profile: None, arn: None, within };
        let refused = |reason: &str| AwsError::DownloadRefused { place: place.clone(), reason: reason.to_owned() };
        let request = request(&url, resume).ok_or_else(|| refused("its address is not a valid URL"))?;
        let answer = http.send(request, &about).await?;
        if !matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
            return Ok((answer, place));
        }
        let to = answer.headers().get("location").and_then(|location| redirected(&url, location.to_str().ok()?));
        url = to.ok_or_else(|| refused("the redirect has no valid target"))?;
    }
    Err(AwsError::DownloadRefused { place: host(&url).to_owned(), reason: "too many redirects".to_owned() })
}

fn request(url: &str, resume: Option<Resume<'_>>) -> Option<HttpRequest> {
    // Other schemes would be sent to a host that the text does not show.
    if !["http://", "https://"].iter().any(|scheme| url.starts_with(scheme)) {
        return None;
    }
    let mut request = Request::get(url);
    for (name, value) in resume.map(Resume::headers).unwrap_or_default() {
        request = request.header(name, value);
    }
    request.body(RequestBody::empty()).ok()
}
