//! Async work that the user can pause or cancel at any moment.

use std::pin::pin;
use std::time::Duration;

use super::AwsError;
use crate::plan::RunControl;

/// The time between two checks of the run state.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Polls the work until it ends or is cancelled. While it is paused it is not polled, so a connection may break: the
/// work has to reconnect.
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
