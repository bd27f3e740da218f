//! Work that a person can hold or stop at any moment.

use std::pin::pin;
use std::time::Duration;

use super::AwsError;
use crate::plan::RunControl;

/// How soon work notices that it should stop, wait or go on.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Does the work as long as nobody stops it. While it is held nothing of it runs; a connection that breaks meanwhile is
/// the work's own to take up again.
pub async fn run_controlled<T>(control: &RunControl, work: impl Future<Output = T>) -> Result<T, AwsError> {
    let mut work = pin!(work);
    while !control.is_stopped() {
        if control.is_paused() {
            tokio::time::sleep(POLL_INTERVAL).await;
        } else if let Ok(done) = tokio::time::timeout(POLL_INTERVAL, work.as_mut()).await {
            return Ok(done);
        }
    }
    Err(AwsError::Cancelled)
}
