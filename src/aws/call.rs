//! One request to an AWS API: signed, sent, retried where that may help, and its response read up to a limit.

use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings, UriPathNormalizationMode,
    sign,
};
use aws_sigv4::sign::v4;
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, Request};
use http_body_util::BodyExt as _;
use jiff::Timestamp;

use super::AwsError;
use super::body::Content;
use super::classify::{About, ServiceError};
use super::config::Settings;
use super::hiding::hide_secrets_of;
use super::http_client::{HttpClient, HttpRequest, HttpResponse};
use super::service::Service;
use super::xml;
use crate::clock;
use crate::text::one_line;

/// The longest response in bytes. A page of layer versions has some tens of kilobytes.
const LONGEST_ANSWER: usize = 4 * 1024 * 1024;

/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

/// The clock skew in seconds that does not explain a refusal: AWS allows five minutes.
const TOLERATED_SKEW: i64 = 4 * 60;

/// A request to a service. It has no `Debug`: headers and body may hold secrets.
#[derive(Clone)]
pub(super) struct Call {
    pub service: Service,
    /// The region of the signature.
    pub region: String,
    pub method: Method,
    /// The whole URL, escaped.
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Content,
}

impl Call {
    /// Returns a GET of `path` (with its query) at the service's endpoint.
    pub(super) fn get(service: Service, region: &str, settings: &Settings, path: &str) -> Self {
        Self {
            service,
            region: region.to_owned(),
            method: Method::GET,
            url: format!("{}{path}", service.url(region, settings)),
            headers: Vec::new(),
            body: Content::Bytes(Bytes::new()),
        }
    }

    /// Returns a POST to `path` at the service's endpoint.
    pub(super) fn post(
        service: Service,
        region: &str,
        settings: &Settings,
        path: &str,
        kind: &str,
        body: String,
    ) -> Self {
        Self {
            method: Method::POST,
            headers: vec![("content-type", kind.to_owned())],
            body: Content::Bytes(body.into()),
            ..Self::get(service, region, settings, path)
        }
    }

    /// Adds a header.
    pub(super) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// A successful response.
#[derive(Debug)]
pub(super) struct Answer {
    pub body: Bytes,
}

/// The reason why a call failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The service answered with an error.
    Service(ServiceError),
    /// There was no response.
    Other(AwsError),
}

impl Failure {
    /// Returns the error for either.
    pub(super) fn into_error(self, about: &About<'_>) -> AwsError {
        match self {
            Self::Service(error) => about.service(&error),
            Self::Other(error) => error,
        }
    }
}

/// Sends calls to AWS APIs.
#[derive(Debug)]
pub(super) struct Api {
    pub http: HttpClient,
    pub settings: Settings,
    /// The pause before the second attempt; it doubles with each further one.
    pub pause: Duration,
    /// Seconds by which AWS's clock is ahead of this machine's.
    skew: AtomicI64,
}

impl Api {
    pub(super) fn new(http: HttpClient, settings: Settings, pause: Duration) -> Self {
        Self { http, settings, pause, skew: AtomicI64::new(0) }
    }

    /// Sends a call and returns the whole response. It is signed if there are credentials.
    pub(super) async fn send(
        &self,
        call: &Call,
        credentials: Option<&Credentials>,
        about: &About<'_>,
    ) -> Result<Answer, Failure> {
        self.send_up_to(self.settings.attempts, call, credentials, about).await
    }

    /// Sends a call with at most this many attempts.
    pub(super) async fn send_up_to(
        &self,
        attempts: u32,
        call: &Call,
        credentials: Option<&Credentials>,
        about: &About<'_>,
    ) -> Result<Answer, Failure> {
        let mut is_clock_corrected = false;
        let mut tried = 1;
        loop {
            let failure = match tokio::time::timeout(about.within, self.try_once(call, credentials, about)).await {
                Ok(Ok(answer)) => return Ok(answer),
                Ok(Err((failure, date))) => {
                    let is_skewed = matches!(&failure, Failure::Service(error) if error.is_clock_error());
                    if is_skewed && !is_clock_corrected && self.correct_clock(date) {
                        is_clock_corrected = true;
                        continue;
                    }
                    failure
                }
                Err(_) => Failure::Other(about.timed_out()),
            };
            let is_transient = match &failure {
                Failure::Service(error) => error.is_transient(),
                Failure::Other(AwsError::Network { .. } | AwsError::TimedOut { .. }) => true,
                Failure::Other(_) => false,
            };
            if !is_transient || tried >= attempts {
                return Err(failure);
            }
            let pause = self.pause.saturating_mul(2_u32.saturating_pow(tried)).min(LONGEST_PAUSE).mul_f64(random());
            tracing::debug!(place = about.place, ?failure, ?pause, "request tried again");
            tokio::time::sleep(pause).await;
            tried += 1;
        }
    }

    /// Sends a call once and returns the response, whose body has not been read yet.
    pub(super) async fn open(
        &self,
        call: &Call,
        credentials: Option<&Credentials>,
        about: &About<'_>,
    ) -> Result<HttpResponse, AwsError> {
        let request = self.request(call, credentials, about)?;
        self.http.send(request, about).await
    }

    async fn try_once(
        &self,
        call: &Call,
        credentials: Option<&Credentials>,
        about: &About<'_>,
    ) -> Result<Answer, (Failure, Option<Timestamp>)> {
        let other = |error| (Failure::Other(error), None);
        let response = self.open(call, credentials, about).await.map_err(other)?;
        let (head, body) = response.into_parts();
        let body = read(body, LONGEST_ANSWER, about).await.map_err(other)?;
        if head.status.is_success() {
            return Ok(Answer { body });
        }
        let error = service_error(head.status.as_u16(), &head.headers, &body);
        Err((Failure::Service(error), date(&head.headers)))
    }

    fn request(
        &self,
        call: &Call,
        credentials: Option<&Credentials>,
        about: &About<'_>,
    ) -> Result<HttpRequest, AwsError> {
        let invalid = |error: &dyn std::fmt::Display| about.invalid_response("request", &error.to_string());
        let mut builder = Request::builder().method(&call.method).uri(&call.url);
        for (name, value) in &call.headers {
            builder = builder.header(*name, value);
        }
        let mut request = builder.body(call.body.body()?).map_err(|error| invalid(&error))?;
        if let Some(credentials) = credentials {
            // A service or a proxy may send a request back in its error.
            hide_secrets_of(credentials);
            self.sign(call, credentials, &mut request).map_err(|error| invalid(&*error))?;
        }
        Ok(request)
    }

    fn sign(
        &self,
        call: &Call,
        credentials: &Credentials,
        request: &mut HttpRequest,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let mut settings = SigningSettings::default();
        if call.service == Service::S3 {
            settings.percent_encoding_mode = PercentEncodingMode::Single;
            settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
            settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        }
        let identity = credentials.clone().into();
        let name = if call.service == Service::S3 { "s3" } else { call.service.id() };
        let skew = self.skew.load(Ordering::Relaxed);
        let shift = Duration::from_secs(skew.unsigned_abs());
        let now = SystemTime::from(clock::now());
        let time = if skew < 0 { now.checked_sub(shift) } else { now.checked_add(shift) }.unwrap_or(now);
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(&call.region)
            .name(name)
            .time(time)
            .settings(settings)
            .build()?
            .into();
        let headers = call.headers.iter().map(|(name, value)| (*name, value.as_str()));
        let body = match &call.body {
            Content::Bytes(bytes) => SignableBody::Bytes(bytes),
            Content::File(file) => SignableBody::Precomputed(file.sha256.clone()),
        };
        let signable = SignableRequest::new(call.method.as_str(), &call.url, headers, body)?;
        let (instructions, _) = sign(signable, &params)?.into_parts();
        instructions.apply_to_request_http1x(request);
        Ok(())
    }

    /// Uses AWS's clock if it differs by more than AWS tolerates. Returns whether it does.
    fn correct_clock(&self, date: Option<Timestamp>) -> bool {
        let Some(date) = date else { return false };
        let skew = date.as_second() - clock::now().as_second();
        let differs = (skew - self.skew.load(Ordering::Relaxed)).abs() > TOLERATED_SKEW;
        if differs {
            tracing::warn!(seconds = skew, "the clock of this machine differs from AWS's");
            self.skew.store(skew, Ordering::Relaxed);
        }
        differs
    }
}

/// Reads a body up to a limit in bytes.
pub(super) async fn read(mut body: hyper::body::Incoming, limit: usize, about: &About<'_>) -> Result<Bytes, AwsError> {
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| about.network(&error))?;
        let Some(piece) = frame.data_ref() else { continue };
        if whole.len() + piece.len() > limit {
            return Err(AwsError::AnswerTooLong { place: about.place.to_owned(), limit: limit as u64 });
        }
        whole.extend_from_slice(piece);
    }
    Ok(whole.freeze())
}

/// Parses the error of a service in either form: a header and JSON (Lambda, SSO), or XML (STS, S3).
pub(super) fn service_error(status: u16, headers: &HeaderMap, body: &[u8]) -> ServiceError {
    let text = String::from_utf8_lossy(body);
    let json: Option<serde_json::Value> = serde_json::from_slice(body).ok();
    let field = |names: &[&str]| {
        let json = json.as_ref()?;
        names.iter().find_map(|name| json.get(name)?.as_str()).map(str::to_owned)
    };
    let header = headers.get("x-amzn-errortype").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let code = header.or_else(|| field(&["__type", "code", "error"])).or_else(|| xml::text(&text, "Code"));
    let message = field(&["message", "Message", "errorMessage", "error_description"]);
    let message = message.or_else(|| xml::text(&text, "Message")).unwrap_or_default();
    // `com.amazonaws#AccessDeniedException:http://…`
    let code = code.unwrap_or_default();
    let code = code.rsplit('#').next().unwrap_or_default().split(':').next().unwrap_or_default();
    ServiceError { status, code: one_line(code), message: one_line(&message) }
}

fn date(headers: &HeaderMap) -> Option<Timestamp> {
    let text = headers.get("date")?.to_str().ok()?;
    Some(jiff::fmt::rfc2822::DateTimeParser::new().parse_zoned(text).ok()?.timestamp())
}

/// Returns a factor between 0.5 and 1, so that clients throttled together do not retry together.
fn random() -> f64 {
    let bits = std::hash::RandomState::new().build_hasher().finish();
    0.5 + f64::from(u32::try_from(bits % 1_000).unwrap_or_default()) / 2_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_parsed_in_every_form() {
        let mut headers = HeaderMap::new();
        headers.insert("x-amzn-errortype", "AccessDeniedException:http://x".parse().unwrap());
        let lambda = service_error(403, &headers, br#"{"Type":"User","message":"no"}"#);
        assert_eq!((lambda.code.as_str(), lambda.message.as_str()), ("AccessDeniedException", "no"));
        let plain = HeaderMap::new();
        let typed = service_error(400, &plain, br#"{"__type":"com.amazon#UnauthorizedException"}"#);
        assert_eq!(typed.code, "UnauthorizedException");
        let oauth = service_error(400, &plain, br#"{"error":"invalid_grant","error_description":"expired"}"#);
        assert_eq!((oauth.code.as_str(), oauth.message.as_str()), ("invalid_grant", "expired"));
        let xml = b"<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>";
        assert_eq!(service_error(403, &plain, xml).code, "AccessDenied");
        assert_eq!(service_error(502, &plain, b"<html>").name(), "HTTP 502");
    }

    #[test]
    fn the_date_of_a_response_is_parsed() {
        let mut headers = HeaderMap::new();
        headers.insert("date", "Tue, 01 Dec 2026 00:00:00 GMT".parse().unwrap());
        assert_eq!(date(&headers).unwrap().to_string(), "2026-12-01T00:00:00Z");
    }
}
