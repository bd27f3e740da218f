//! The pieces of a response body, with a check for progress.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use tokio::time::Instant;

use super::http_client::HttpResponse;

/// Bytes per second below which a download counts as stalled. A modem is faster.
const LEAST_A_SECOND: u64 = 1024;

/// The reason why there is no further piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trickle {
    /// Too few bytes arrived in the time limit.
    Stalled,
    /// The connection broke.
    Broken,
}

impl Trickle {
    /// Returns the bytes that have to arrive within this time.
    pub(super) fn least(within: Duration) -> u64 {
        u64::try_from(within.as_millis()).unwrap_or(u64::MAX).saturating_mul(LEAST_A_SECOND) / 1000
    }
}

/// The body of a response, which has to make progress in each interval.
#[derive(Debug)]
pub(super) struct Pieces {
    body: Incoming,
    stretch: Duration,
    ends: Instant,
    /// Bytes in this interval.
    came: u64,
}

impl Pieces {
    pub(super) fn of(answer: HttpResponse, stretch: Duration) -> Self {
        let stretch = stretch.max(Duration::from_millis(1));
        Self { body: answer.into_body(), stretch, ends: Instant::now() + stretch, came: 0 }
    }

    /// Returns the next piece; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Trickle> {
        loop {
            let frame = tokio::time::timeout_at(self.ends, self.body.frame()).await;
            let piece = match frame {
                Ok(None) => return Ok(None),
                Ok(Some(Err(_))) => return Err(Trickle::Broken),
                Ok(Some(Ok(frame))) => frame.into_data().ok(),
                Err(_) => None,
            };
            self.came += piece.as_ref().map_or(0, |piece| piece.len() as u64);
            if Instant::now() >= self.ends {
                if self.came < Trickle::least(self.stretch) {
                    return Err(Trickle::Stalled);
                }
                (self.ends, self.came) = (Instant::now() + self.stretch, 0);
            }
            if let Some(piece) = piece {
                return Ok(Some(piece));
            }
        }
    }
}
