//! Downloading a layer: hashed as it comes, taken up again where it broke off.

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

/// No server makes us wait longer than this between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

/// No layer's zip is larger: Lambda takes 250 MB unzipped, and a zip is hardly ever larger than what is in it. A layer that
/// is said to be larger is not begun with, and one whose size is not known ends here.
const LARGEST: u64 = 1024 * 1024 * 1024;

/// However often a signed address runs out: a download that takes longer than so many of them is none.
const RENEWALS: u32 = 20;

/// How a try ended that did not succeed.
enum Trouble {
    /// Trying again does not help.
    Final(AwsError),
    /// It may go better next time, after a while the server may have named.
    Passing(AwsError, Option<Duration>),
}

/// What a download tells as it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DownloadEvent {
    /// Bytes so far, and in all where the server said so. It may start again from 0.
    Bytes(u64, Option<u64>),
    /// It broke off and is tried again after this pause.
    Again(AwsError, Duration),
}

/// Who is told.
pub type Listener<'a> = dyn FnMut(DownloadEvent) + Send + 'a;

impl Client {
    /// Downloads a layer version into a file, from its start whatever is in it; [`LayerVersion::check`] says whether
    /// the right thing came. A download that breaks off goes on where it was if the server can do that; a signed
    /// address that has run out is renewed as long as each brings something. `control` ends or holds it within a
    /// moment. The file is written, not synced.
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
                let brought_something = renewed_at.is_none_or(|before| transfer.done() > before);
                if !matches!(error, AwsError::UrlExpired { .. }) || !brought_something || renewals >= RENEWALS {
                    return Err(error);
                }
                (renewals, renewed_at) = (renewals + 1, Some(transfer.done()));
                layer = self.look_up(&layer.arn).await?;
            }
            Ok(transfer.finish())
        };
        Box::pin(run_controlled(control, download)).await?
    }

    /// Tries until the content is complete, or until several tries in a row brought nothing.
    async fn fetch(
        &self,
        layer: &LayerVersion,
        transfer: &mut Transfer<'_>,
        listener: &mut Listener<'_>,
    ) -> Result<(), AwsError> {
        // Getting further than ever before counts; getting as far again, after starting over, does not.
        let (mut furthest, mut fruitless) = (transfer.done(), 0);
        loop {
            let (error, after) = match self.try_once(layer, transfer, listener).await {
                Ok(()) => return Ok(()),
                Err(Trouble::Final(error)) => return Err(error),
                Err(Trouble::Passing(error, after)) => (error, after),
            };
            // A server that trickles brings something each time, and would do so for ever.
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
    ) -> Result<(), Trouble> {
        let etag = transfer.etag.clone();
        let resume =
            etag.as_deref().map(|etag| Resume { from: transfer.done(), etag: Some(etag) }).filter(|r| r.from > 0);
        let (answer, place) = self.open(layer, resume).await.map_err(|error| match error {
            error @ (AwsError::Network { .. } | AwsError::TimedOut { .. } | AwsError::Throttled { .. }) => {
                Trouble::Passing(error, None)
            }
            error => Trouble::Final(error),
        })?;
        let status = answer.status().as_u16();
        let total = match status {
            200 => {
                transfer.restart().map_err(Trouble::Final)?;
                transfer.etag = strong_etag(answer.headers());
                header(answer.headers(), "content-length").and_then(|length| length.trim().parse().ok())
            }
            206 if resume.is_some() => match range(answer.headers()) {
                Some((from, total)) if from == transfer.done() => total,
                _ => return Err(start_over(transfer, &place, "it sent another part than asked for")),
            },
            416 if resume.is_some() => return Err(start_over(transfer, &place, "the part asked for is not there")),
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
                    return Err(Trouble::Passing(stalled, None));
                }
                Err(Trickle::Broken) => return Err(Trouble::Passing(broken_off(transfer), None)),
                Ok(Some(piece)) => {
                    transfer.take(&piece, &place).map_err(Trouble::Final)?;
                    listener(DownloadEvent::Bytes(transfer.done(), total));
                }
                Ok(None) if total.is_some_and(|total| transfer.done() < total) => {
                    return Err(Trouble::Passing(broken_off(transfer), None));
                }
                Ok(None) => return Ok(()),
            }
        }
    }

    /// Asks for the content of a layer version, wherever it is.
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

/// What a status other than success means.
fn refusal(layer: &LayerVersion, place: String, status: u16, headers: &HeaderMap) -> Trouble {
    match status {
        403 => Trouble::Final(AwsError::UrlExpired { arn: layer.arn.clone(), place }),
        429 | 503 => Trouble::Passing(AwsError::Throttled { place }, retry_after(headers)),
        500 | 502 | 504 | 408 => Trouble::Passing(
            AwsError::DownloadRefused { place, reason: format!("HTTP {status}") },
            retry_after(headers),
        ),
        status => Trouble::Final(AwsError::DownloadRefused { place, reason: format!("HTTP {status}") }),
    }
}

/// The server does not go on where we were: take everything anew.
fn start_over(transfer: &mut Transfer<'_>, place: &str, reason: &str) -> Trouble {
    match transfer.restart() {
        Ok(()) => {
            let error = AwsError::DownloadRefused { place: place.to_owned(), reason: reason.to_owned() };
            Trouble::Passing(error, Some(Duration::ZERO))
        }
        Err(error) => Trouble::Final(error),
    }
}

/// Seconds; the form with a date is not worth a parser.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    header(headers, "retry-after")?.trim().parse().ok().map(Duration::from_secs)
}

/// A validator that changes with every byte. Weak ones promise less.
fn strong_etag(headers: &HeaderMap) -> Option<String> {
    header(headers, "etag").filter(|etag| etag.starts_with('"')).map(str::to_owned)
}

/// First byte and full length of `Content-Range: bytes 100-199/200`.
fn range(headers: &HeaderMap) -> Option<(u64, Option<u64>)> {
    let (span, total) = header(headers, "content-range")?.trim().strip_prefix("bytes ")?.split_once('/')?;
    Some((span.split_once('-')?.0.parse().ok()?, total.parse().ok()))
}

/// A header that is text.
pub(super) fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
