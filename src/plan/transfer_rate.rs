//! How fast bytes come, and how long the rest will take.

use std::collections::VecDeque;

use jiff::Timestamp;

/// Milliseconds that the speed is taken over.
const WINDOW: i64 = 5_000;
/// Milliseconds between two samples, however often bytes are told.
const APART: i64 = 200;
/// With less than this to look back on, a speed is a guess.
const LEAST: i64 = 800;
/// Where nothing came for so long, no speed is told.
const STILL: i64 = 3_000;

/// Bytes so far, at moments in the last seconds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TransferRate {
    /// Milliseconds since 1970, and bytes.
    samples: VecDeque<(i64, u64)>,
}

impl TransferRate {
    /// So many bytes came by now. Fewer than before: it was begun anew, and so is the speed.
    pub fn note(&mut self, bytes: u64, now: Timestamp) {
        let now = now.as_millisecond();
        if self.samples.back().is_some_and(|(_, before)| *before > bytes) {
            self.samples.clear();
        }
        // The last sample moves along until it is apart from the one before.
        let crowded = self.samples.len() > 1 && self.samples.iter().nth_back(1).is_some_and(|(at, _)| now - at < APART);
        if crowded {
            self.samples.pop_back();
        }
        self.samples.push_back((now, bytes));
        while self.samples.len() > 2 && self.samples.front().is_some_and(|(at, _)| now - at > WINDOW) {
            self.samples.pop_front();
        }
    }

    /// Forgets what it knows: a pause is not slowness.
    pub fn reset(&mut self) {
        self.samples.clear();
    }

    /// Bytes a second; `None` where that is not known yet, or nothing comes.
    pub fn per_second(&self, now: Timestamp) -> Option<u64> {
        let ((begin, from), (end, to)) = (self.samples.front()?, self.samples.back()?);
        let (took, still) = (end - begin, now.as_millisecond() - end);
        if took < LEAST || still > STILL {
            return None;
        }
        let millis = u128::from((took + still.max(0)).unsigned_abs());
        u64::try_from(u128::from(to - from) * 1000 / millis).ok().filter(|speed| *speed > 0)
    }

    /// Seconds until `remaining` bytes have come, at the present speed, rounded up.
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
    fn the_speed_is_that_of_the_last_seconds() {
        let mut meter = TransferRate::default();
        for tenth in 0..=100 {
            meter.note(tenth * 1_000, at(i64::try_from(tenth).unwrap() * 100));
        }
        assert_eq!(meter.per_second(at(10_000)), Some(10_000));
        assert_eq!(meter.seconds_for(25_001, at(10_000)), Some(3));
        for tenth in 101..=200 {
            meter.note(100_000 + (tenth - 100) * 5_000, at(i64::try_from(tenth).unwrap() * 100));
        }
        assert_eq!(meter.per_second(at(20_000)), Some(50_000), "what was before the window does not count");
    }

    #[test]
    fn no_speed_is_made_up() {
        let mut meter = TransferRate::default();
        assert_eq!(meter.per_second(at(0)), None);
        meter.note(0, at(0));
        meter.note(1_000_000, at(100));
        assert_eq!(meter.per_second(at(100)), None, "too early");
        meter.note(2_000_000, at(1_000));
        assert_eq!(meter.per_second(at(1_000)), Some(2_000_000));
        assert_eq!(meter.per_second(at(9_000)), None, "it stands still");
        meter.note(5, at(9_100));
        assert_eq!(meter.per_second(at(9_100)), None, "it was begun anew");
    }
}
