//! The state of a running plan, computed from its events. Used by the app and the command line.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Phase, ProgressEvent, StepOutcome, TransferRate};
use crate::text::Sentence;

/// The state of a running step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StepProgress {
    /// The current phase.
    pub phase: Option<Phase>,
    /// The bytes so far, and the size if known.
    pub bytes: Option<(u64, Option<u64>)>,
    /// The reason of a retry, and its time.
    pub again: Option<(Sentence, Timestamp)>,
    /// The transfer rate.
    pub meter: TransferRate,
}

/// The state of every running step, and the totals of all downloads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanProgress {
    under_way: BTreeMap<usize, StepProgress>,
    /// The bytes so far and the size of every download with a known size; finished ones stay.
    downloads: BTreeMap<usize, (u64, u64)>,
    meter: TransferRate,
}

impl PlanProgress {
    /// Applies an event.
    pub fn take(&mut self, progress: &ProgressEvent, now: Timestamp) {
        match progress {
            ProgressEvent::Started { step } => drop(self.under_way.insert(*step, StepProgress::default())),
            ProgressEvent::Phase { step, phase } => {
                let at = self.under_way.entry(*step).or_default();
                (at.phase, at.again) = (Some(*phase), None);
            }
            ProgressEvent::Expected { step, bytes } => drop(self.downloads.insert(*step, (0, *bytes))),
            ProgressEvent::Bytes { step, done, total } => self.bytes(*step, *done, *total, now),
            ProgressEvent::Again { step, why, pause } => {
                let at = self.under_way.entry(*step).or_default();
                at.again = Some((why.clone(), now.saturating_add(*pause).unwrap_or(now)));
                at.meter.reset();
            }
            // The result of a verification is shown with the layer.
            ProgressEvent::Checked { .. } => {}
            ProgressEvent::Finished { step, outcome } => {
                self.under_way.remove(step);
                match (outcome, self.downloads.get_mut(step)) {
                    (StepOutcome::Done, Some((done, total))) => *done = *total,
                    // A failed download no longer counts in the total.
                    _ => drop(self.downloads.remove(step)),
                }
            }
        }
    }

    fn bytes(&mut self, step: usize, done: u64, total: Option<u64>, now: Timestamp) {
        let at = self.under_way.entry(step).or_default();
        at.bytes = Some((done, total));
        at.again = None;
        at.meter.record(done, now);
        if let Some(total) = total.or_else(|| self.downloads.get(&step).map(|(_, total)| *total)) {
            self.downloads.insert(step, (done, total));
        }
        let so_far = self.downloads.values().map(|(done, _)| done).sum();
        self.meter.record(so_far, now);
    }

    /// Resets the rates after the operation was paused or resumed, so that the pause is not counted.
    pub fn paused(&mut self) {
        self.meter.reset();
        self.under_way.values_mut().for_each(|at| at.meter.reset());
    }

    /// Clears all running steps.
    pub fn end(&mut self) {
        self.under_way.clear();
        self.meter.reset();
    }

    /// Returns the state of a step while it runs.
    pub fn at(&self, step: usize) -> Option<&StepProgress> {
        self.under_way.get(&step)
    }

    /// Returns every running step.
    pub fn under_way(&self) -> impl Iterator<Item = (usize, &StepProgress)> {
        self.under_way.iter().map(|(step, at)| (*step, at))
    }

    /// Returns the bytes of all downloads so far and the total as far as known; `None` without downloads.
    pub fn downloaded(&self) -> Option<(u64, u64)> {
        let sum = |(done, total): (u64, u64), next: &(u64, u64)| (done + next.0, total + next.1);
        (!self.downloads.is_empty()).then(|| self.downloads.values().fold((0, 0), sum))
    }

    /// Returns the bytes per second of all downloads together.
    pub fn per_second(&self, now: Timestamp) -> Option<u64> {
        self.meter.per_second(now)
    }

    /// Returns the seconds until all known downloads are complete.
    pub fn seconds_left(&self, now: Timestamp) -> Option<u64> {
        let (done, total) = self.downloaded()?;
        self.meter.seconds_for(total.saturating_sub(done), now).filter(|_| done < total)
    }
}

impl StepProgress {
    /// Returns the bytes per second.
    pub fn per_second(&self, now: Timestamp) -> Option<u64> {
        self.meter.per_second(now)
    }

    /// Returns the seconds until the download is complete.
    pub fn seconds_left(&self, now: Timestamp) -> Option<u64> {
        let (done, total) = self.bytes?;
        let rest = total?.saturating_sub(done);
        self.meter.seconds_for(rest, now).filter(|_| rest > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn downloads_add_up_to_a_total_with_speed_and_time_left() {
        let mut track = PlanProgress::default();
        for (step, bytes) in [(0, 1000), (1, 3000)] {
            track.take(&ProgressEvent::Expected { step, bytes }, at(0));
        }
        assert_eq!(track.downloaded(), Some((0, 4000)));
        for second in 0..=5 {
            let done = u64::try_from(second).unwrap() * 100;
            track.take(&ProgressEvent::Bytes { step: 0, done, total: Some(1000) }, at(second));
            track.take(&ProgressEvent::Bytes { step: 1, done: done * 2, total: Some(3000) }, at(second));
        }
        assert_eq!(track.downloaded(), Some((1500, 4000)));
        assert_eq!((track.per_second(at(5)), track.seconds_left(at(5))), (Some(300), Some(9)));
        let first = track.at(0).unwrap();
        assert_eq!((first.per_second(at(5)), first.seconds_left(at(5))), (Some(100), Some(5)));
        track.take(&ProgressEvent::Finished { step: 1, outcome: StepOutcome::Failed("no".into()) }, at(6));
        track.take(&ProgressEvent::Finished { step: 0, outcome: StepOutcome::Done }, at(6));
        assert_eq!((track.downloaded(), track.under_way().count()), (Some((1000, 1000)), 0));
    }

    #[test]
    fn a_retry_is_shown_until_bytes_arrive() {
        let mut track = PlanProgress::default();
        let again = ProgressEvent::Again { step: 0, why: "broke off".into(), pause: std::time::Duration::from_secs(2) };
        track.take(&again, at(10));
        assert_eq!(track.at(0).unwrap().again, Some(("broke off".into(), at(12))));
        track.take(&ProgressEvent::Bytes { step: 0, done: 1, total: None }, at(12));
        assert_eq!(track.at(0).unwrap().again, None);
    }
}
