//! Reads the end of a layer's zip, which holds its central directory, without the rest.

use super::download::header;
use super::http::Resume;
use super::pieces::{Pieces, Trickle};
use super::{AwsError, Client, LayerVersion, run_controlled};
use crate::plan::RunControl;

/// The most bytes that are held in memory. A longer central directory is read from the whole zip on disk.
const LONGEST: u64 = 16 * 1024 * 1024;

impl Client {
    /// Returns the bytes of a layer version's zip from `from` to its end; `None` if the server does not support ranges.
    /// It is retried like a download.
    pub async fn read_tail(
        &self,
        layer: &LayerVersion,
        from: u64,
        control: &RunControl,
    ) -> Result<Option<Vec<u8>>, AwsError> {
        let tries = async {
            let mut tried = 1;
            loop {
                match self.try_end(layer, from).await {
                    Err(error) if tried < self.retry_policy.tries && is_transient(&error) => {
                        tokio::time::sleep(self.retry_policy.pause * 2_u32.pow(tried - 1)).await;
                        tried += 1;
                    }
                    outcome => return outcome,
                }
            }
        };
        run_controlled(control, tries).await?
    }

    async fn try_end(&self, layer: &LayerVersion, from: u64) -> Result<Option<Vec<u8>>, AwsError> {
        let expected = layer.code_size.saturating_sub(from);
        if expected == 0 || expected > LONGEST {
            return Ok(None);
        }
        let part = Some(Resume { from, etag: None });
        let (answer, place) = self.open(layer, part).await?;
        let is_asked_for = |range: &str| range.trim().starts_with(&format!("bytes {from}-"));
        match answer.status().as_u16() {
            206 if header(answer.headers(), "content-range").is_some_and(is_asked_for) => {}
            // Some servers do not support ranges.
            200 | 206 | 416 => return Ok(None),
            429 | 503 => return Err(AwsError::Throttled { place }),
            403 => return Err(AwsError::UrlExpired { arn: layer.arn.clone(), place }),
            status => return Err(AwsError::DownloadRefused { place, reason: format!("HTTP {status}") }),
        }
        let mut pieces = Pieces::of(answer, self.retry_policy.stall);
        let mut end = Vec::new();
        loop {
            match pieces.next().await {
                Ok(Some(piece)) => end.extend_from_slice(&piece),
                Ok(None) if end.len() as u64 == expected => return Ok(Some(end)),
                Err(Trickle::Stalled) => return Err(AwsError::Stalled { place, after: self.retry_policy.stall }),
                Err(Trickle::Broken) | Ok(None) => {
                    return Err(AwsError::Truncated { place, got: end.len() as u64, expected });
                }
            }
            if end.len() as u64 > expected {
                return Err(AwsError::TooLong { place, expected });
            }
        }
    }
}

/// Returns whether another attempt may succeed.
fn is_transient(error: &AwsError) -> bool {
    matches!(
        error,
        AwsError::Network { .. }
            | AwsError::TimedOut { .. }
            | AwsError::Throttled { .. }
            | AwsError::Stalled { .. }
            | AwsError::Truncated { .. }
    )
}
