//! The clock of the system, within the range of a timestamp.

use std::time::SystemTime;

use jiff::Timestamp;

/// Returns the current time. A clock that is set beyond the range of timestamps, which ends with the year 9999, counts
/// as the end of that range: `Timestamp::now` panics there.
pub fn now() -> Timestamp {
    within_range(SystemTime::now())
}

fn within_range(time: SystemTime) -> Timestamp {
    Timestamp::try_from(time).unwrap_or(if time < SystemTime::UNIX_EPOCH { Timestamp::MIN } else { Timestamp::MAX })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_beyond_the_range_counts_as_its_end() {
        let years = |count: u64| Duration::from_secs(count * 31_557_600);
        let epoch = SystemTime::UNIX_EPOCH;
        assert_eq!(within_range(epoch + years(8_100)), Timestamp::MAX);
        // The clock of Windows begins in 1601.
        if let Some(time) = epoch.checked_sub(years(12_100)) {
            assert_eq!(within_range(time), Timestamp::MIN);
        }
        assert_eq!(within_range(epoch + Duration::from_secs(1)).as_second(), 1);
    }
}
