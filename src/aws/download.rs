//! Downloads of layers: hashed as they arrive, resumed after an interruption.

use std::fs::File;
use std::time::Duration;

use http::HeaderMap;

use super::http::{self as plain, Resume};
use super::http_client::HttpResponse;
use super::layer::LayerSource;
use super::pause::run_controlled;
use super::pieces::{Pieces, Trickle};
use super::transfer::Transfer;
use super::{AwsError, Client, Downloaded, LayerVersion};
use crate::plan::RunControl;

/// The longest pause between two attempts, even if the server asks for more.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

/// The size limit of a layer's zip in bytes. Lambda allows 250 MB unzipped, and a zip is rarely larger than its
/// content. A larger layer is not downloaded, and one of unknown size stops here.
const LARGEST: u64 = 1024 * 1024 * 1024;

/// How often a signed address is renewed in one download.
const RENEWALS: u32 = 20;

/// The way an attempt failed.
enum AttemptError {
    /// Another attempt does not help.
    Permanent(AwsError),
    /// Another attempt may succeed, after a pause that the server may have asked for.
    Transient(AwsError, Option<Duration>),
}

/// The progress of a download.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DownloadEvent {
    /// Bytes so far, and in total if the server sent that. It may restart from 0.
    Bytes(u64, Option<u64>),
    /// The download was interrupted and is retried after this pause.
    Again(AwsError, Duration),
}

/// Receives the progress.
pub type Listener<'a> = dyn FnMut(DownloadEvent) + Send + 'a;

impl Client {
    /// Downloads a layer version into a file, which is overwritten; [`LayerVersion::check`] compares the result. An
    /// interrupted download is resumed if the server supports that; an expired signed address is renewed while there is
    /// progress. `control` cancels or pauses it promptly. The file is not synced.
    pub async fn download(
        &self,
        layer: &LayerVersion,
        into: &mut File,
        listener: &mut Listener<'_>,
        control: &RunControl,
    ) -> Result<Downloaded, AwsError> {
        let download = async {
            if layer.code_size > LARGEST {
                return Err(AwsError::TooLarge { arn: layer.arn.clone(), bytes: layer.code_size, limit: LARGEST });
            }
            let mut transfer = Transfer::new(into, if layer.code_size > 0 { layer.code_size } else { LARGEST })?;
            let mut layer = layer.clone();
            let (mut renewals, mut renewed_at) = (0, None);
            while let Err(error) = self.fetch(&layer, &mut transfer, listener).await {
                let made_progress = renewed_at.is_none_or(|before| transfer.done() > before);
                if !matches!(error, AwsError::UrlExpired { .. }) || !made_progress || renewals >= RENEWALS {
                    return Err(error);
                }
                (renewals, renewed_at) = (renewals + 1, Some(transfer.done()));
                layer = self.look_up(&layer.arn).await?;
            }
            Ok(transfer.finish())
        };
        Box::pin(run_controlled(control, download)).await?
    }

    /// Tries until the content is complete, or until several attempts in a row made no progress.
    async fn fetch(
        &self,
        layer: &LayerVersion,
        transfer: &mut Transfer<'_>,
        listener: &mut Listener<'_>,
    ) -> Result<(), AwsError> {
        // Only bytes beyond the furthest point count as progress, so that restarts do not go on for ever.
        let (mut furthest, mut fruitless) = (transfer.done(), 0);
        loop {
            let (error, after) = match self.try_once(layer, transfer, listener).await {
                Ok(()) => return Ok(()),
                Err(AttemptError::Permanent(error)) => return Err(error),
                Err(AttemptError::Transient(error, after)) => (error, after),
            };
            // A server that sends a few bytes per attempt must not keep the download going for ever.
            let is_further = transfer.done().saturating_sub(furthest) >= Trickle::least(self.retry_policy.stall);
            fruitless = if is_further { 1 } else { fruitless + 1 };
            furthest = furthest.max(transfer.done());
            if fruitless >= self.retry_policy.tries {
                return Err(error);
            }
            let pause = after.unwrap_or(self.retry_policy.pause * 2_u32.pow(fruitless - 1)).min(LONGEST_PAUSE);
            tracing::debug!(arn = %layer.arn, %error, ?pause, "download tried again");
            listener(DownloadEvent::Again(error, pause));
            tokio::time::sleep(pause).await;
        }
    }

    async fn try_once(
        &self,
        layer: &LayerVersion,
        transfer: &mut Transfer<'_>,
        listener: &mut Listener<'_>,
    ) -> Result<(), AttemptError> {
        let etag = transfer.etag.clone();
        let resume =
            etag.as_deref().map(|etag| Resume { from: transfer.done(), etag: Some(etag) }).filter(|r| r.from > 0);
        let (answer, place) = self.open(layer, resume).await.map_err(|error| match error {
            error @ (AwsError::Network { .. } | AwsError::TimedOut { .. } | AwsError::Throttled { .. }) => {
                AttemptError::Transient(error, None)
            }
            error => AttemptError::Permanent(error),
        })?;
        let status = answer.status().as_u16();
        let total = match status {
            200 => {
                transfer.restart().map_err(AttemptError::Permanent)?;
                transfer.etag = strong_etag(answer.headers());
                header(answer.headers(), "content-length").and_then(|length| length.trim().parse().ok())
            }
            206 if resume.is_some() => match range(answer.headers()) {
                Some((from, total)) if from == transfer.done() => total,
                _ => return Err(start_over(transfer, &place, "it sent a different range than requested")),
            },
            416 if resume.is_some() => return Err(start_over(transfer, &place, "the requested range does not exist")),
            status => return Err(refusal(layer, place, status, answer.headers())),
        };
        let total = total.or((layer.code_size > 0).then_some(layer.code_size));
        listener(DownloadEvent::Bytes(transfer.done(), total));
        let mut pieces = Pieces::of(answer, self.retry_policy.stall);
        loop {
            let broken_off = |transfer: &Transfer<'_>| match total {
                Some(expected) => AwsError::Truncated { place: place.clone(), got: transfer.done(), expected },
                None => AwsError::Network { place: place.clone(), detail: "the connection broke".to_owned() },
            };
            match pieces.next().await {
                Err(Trickle::Stalled) => {
                    let stalled = AwsError::Stalled { place, after: self.retry_policy.stall };
                    return Err(AttemptError::Transient(stalled, None));
                }
                Err(Trickle::Broken) => return Err(AttemptError::Transient(broken_off(transfer), None)),
                Ok(Some(piece)) => {
                    transfer.take(&piece, &place).map_err(AttemptError::Permanent)?;
                    listener(DownloadEvent::Bytes(transfer.done(), total));
                }
                Ok(None) if total.is_some_and(|total| transfer.done() < total) => {
                    return Err(AttemptError::Transient(broken_off(transfer), None));
                }
                Ok(None) => return Ok(()),
            }
        }
    }

    /// Requests the content of a layer version from Lambda's address or from S3.
    pub(super) async fn open(
        &self,
        layer: &LayerVersion,
        resume: Option<Resume<'_>>,
    ) -> Result<(HttpResponse, String), AwsError> {
        match &layer.source {
            LayerSource::Address(address) => plain::get(self.http()?, address, resume, self.retry_policy.answer).await,
            LayerSource::S3(object) => Box::pin(self.open_object(&layer.arn, object, resume)).await,
        }
    }
}

/// Returns the failure for a status other than success.
fn refusal(layer: &LayerVersion, place: String, status: u16, headers: &HeaderMap) -> AttemptError {
    match status {
        403 => AttemptError::Permanent(AwsError::UrlExpired { arn: layer.arn.clone(), place }),
        429 | 503 => AttemptError::Transient(AwsError::Throttled { place }, retry_after(headers)),
        500 | 502 | 504 | 408 => AttemptError::Transient(
            AwsError::DownloadRefused { place, reason: format!("HTTP {status}") },
            retry_after(headers),
        ),
        status => AttemptError::Permanent(AwsError::DownloadRefused { place, reason: format!("HTTP {status}") }),
    }
}

/// Restarts the download, because the server does not resume it.
fn start_over(transfer: &mut Transfer<'_>, place: &str, reason: &str) -> AttemptError {
    match transfer.restart() {
        Ok(()) => {
            let error = AwsError::DownloadRefused { place: place.to_owned(), reason: reason.to_owned() };
            AttemptError::Transient(error, Some(Duration::ZERO))
        }
        Err(error) => AttemptError::Permanent(error),
    }
}

/// Returns the seconds of `Retry-After`; its form with a date is ignored.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    header(headers, "retry-after")?.trim().parse().ok().map(Duration::from_secs)
}

/// Returns a strong validator. Weak ones do not promise the same bytes.
fn strong_etag(headers: &HeaderMap) -> Option<String> {
    header(headers, "etag").filter(|etag| etag.starts_with('"')).map(str::to_owned)
}

/// Returns first byte and full length of `Content-Range: bytes 100-199/200`.
fn range(headers: &HeaderMap) -> Option<(u64, Option<u64>)> {
    let (span, total) = header(headers, "content-range")?.trim().strip_prefix("bytes ")?.split_once('/')?;
    Some((span.split_once('-')?.0.parse().ok()?, total.parse().ok()))
}

/// Returns a header that is text.
pub(super) fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
