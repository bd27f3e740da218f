//! The transfer rate of a download and the remaining time.

use std::collections::VecDeque;

use jiff::Timestamp;

/// The period in milliseconds over which the rate is measured.
const WINDOW: i64 = 5_000;
/// The minimum milliseconds between two samples.
const APART: i64 = 200;
/// The minimum milliseconds of samples; a rate over less would be a guess.
const LEAST: i64 = 800;
/// The milliseconds without data after which no rate is returned.
const STILL: i64 = 3_000;

/// The bytes received, at moments in the last seconds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TransferRate {
    /// Milliseconds since the Unix epoch, and bytes.
    samples: VecDeque<(i64, u64)>,
}

impl TransferRate {
    /// Records the bytes received so far. A lower value than before means that the download started again, which resets
    /// the rate.
    pub fn record(&mut self, bytes: u64, now: Timestamp) {
        let now = now.as_millisecond();
        if self.samples.back().is_some_and(|(_, before)| *before > bytes) {
            self.samples.clear();
        }
        // The last sample is replaced until it is far enough from the one before.
        let crowded = self.samples.len() > 1 && self.samples.iter().nth_back(1).is_some_and(|(at, _)| now - at < APART);
        if crowded {
            self.samples.pop_back();
        }
        self.samples.push_back((now, bytes));
        while self.samples.len() > 2 && self.samples.front().is_some_and(|(at, _)| now - at > WINDOW) {
            self.samples.pop_front();
        }
    }

    /// Removes all samples, so that a pause does not lower the rate.
    pub fn reset(&mut self) {
        self.samples.clear();
    }

    /// Returns the bytes per second; `None` if the rate is unknown or no data arrives.
    pub fn per_second(&self, now: Timestamp) -> Option<u64> {
        let ((begin, from), (end, to)) = (self.samples.front()?, self.samples.back()?);
        let (took, still) = (end - begin, now.as_millisecond() - end);
        if took < LEAST || still > STILL {
            return None;
        }
        let millis = u128::from((took + still.max(0)).unsigned_abs());
        u64::try_from(u128::from(to - from) * 1000 / millis).ok().filter(|speed| *speed > 0)
    }

    /// Returns the seconds until `remaining` bytes have arrived at the current rate, rounded up.
    pub fn seconds_for(&self, remaining: u64, now: Timestamp) -> Option<u64> {
        Some(remaining.div_ceil(self.per_second(now)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(millis).unwrap()
    }

    #[test]
    fn the_rate_is_measured_over_the_last_seconds() {
        let mut meter = TransferRate::default();
        for tenth in 0..=100 {
            meter.record(tenth * 1_000, at(i64::try_from(tenth).unwrap() * 100));
        }
        assert_eq!(meter.per_second(at(10_000)), Some(10_000));
        assert_eq!(meter.seconds_for(25_001, at(10_000)), Some(3));
        for tenth in 101..=200 {
            meter.record(100_000 + (tenth - 100) * 5_000, at(i64::try_from(tenth).unwrap() * 100));
        }
        assert_eq!(meter.per_second(at(20_000)), Some(50_000), "what was before the window does not count");
    }

    #[test]
    fn without_enough_samples_there_is_no_rate() {
        let mut meter = TransferRate::default();
        assert_eq!(meter.per_second(at(0)), None);
        meter.record(0, at(0));
        meter.record(1_000_000, at(100));
        assert_eq!(meter.per_second(at(100)), None, "too early");
        meter.record(2_000_000, at(1_000));
        assert_eq!(meter.per_second(at(1_000)), Some(2_000_000));
        assert_eq!(meter.per_second(at(9_000)), None, "it stands still");
        meter.record(5, at(9_100));
        assert_eq!(meter.per_second(at(9_100)), None, "it was begun anew");
    }
}
