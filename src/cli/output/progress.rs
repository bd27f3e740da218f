//! The progress of a running plan on a terminal: a bar for each running download, and one for all of them.

use std::io::{self, Stderr, Write};

use jiff::Timestamp;

use super::table::cut;
use crate::plan::{Phase, Plan, PlanProgress, ProgressEvent, StepProgress};
use crate::text::{bytes, format_duration, sanitize};

/// Milliseconds between two updates of the terminal.
const REDRAW_MS: i64 = 100;
/// Columns of a bar.
const BAR_COLUMNS: usize = 16;
/// Minimum columns of a name.
const MIN_NAME_COLUMNS: usize = 14;

/// The progress lines, rewritten in place.
#[derive(Debug)]
pub struct ProgressLines<W: Write> {
    out: W,
    targets: Vec<String>,
    over: usize,
    track: PlanProgress,
    /// Number of lines on the terminal now.
    lines: usize,
    drawn: Option<Timestamp>,
    /// Returns the columns of the terminal. Called for each update, as the terminal may be resized.
    columns: fn() -> usize,
    signs: (&'static str, &'static str, &'static str),
}

impl ProgressLines<Stderr> {
    /// Draws on standard error, which must be a terminal.
    pub fn on_stderr(plan: &Plan, ascii: bool) -> Self {
        Self::new(io::stderr(), plan, ascii, || crossterm::terminal::size().map_or(80, |(columns, _)| columns.into()))
    }
}

impl<W: Write> ProgressLines<W> {
    fn new(out: W, plan: &Plan, ascii: bool, columns: fn() -> usize) -> Self {
        let targets = plan.steps.iter().map(|step| sanitize(&step.target).into_owned()).collect();
        let signs = if ascii { ("#", "-", "...") } else { ("█", "░", "…") };
        Self { out, targets, over: 0, track: PlanProgress::default(), lines: 0, drawn: None, columns, signs }
    }

    /// Records progress, and draws if an update is due.
    pub fn update(&mut self, progress: &ProgressEvent, now: Timestamp) {
        self.track.take(progress, now);
        let ended = matches!(progress, ProgressEvent::Finished { .. });
        self.over += usize::from(ended);
        let due = self.drawn.is_none_or(|drawn| now.as_millisecond() - drawn.as_millisecond() >= REDRAW_MS);
        if due || ended || matches!(progress, ProgressEvent::Again { .. }) {
            self.draw(now);
            self.drawn = Some(now);
        }
    }

    /// Removes the progress lines.
    pub fn clear(&mut self) {
        let back = self.clear_sequence();
        self.lines = 0;
        // A terminal that is gone is no reason to stop, neither here nor in `draw`.
        let _ = self.out.write_all(back.as_bytes()).and_then(|()| self.out.flush());
    }

    fn clear_sequence(&self) -> String {
        if self.lines == 0 { String::new() } else { format!("\x1b[{}A\r\x1b[J", self.lines) }
    }

    fn draw(&mut self, now: Timestamp) {
        let columns = (self.columns)().max(20);
        let mut lines: Vec<String> = self
            .track
            .under_way()
            .filter(|(_, at)| at.phase != Some(Phase::Waiting))
            .map(|(step, at)| self.step(step, at, now, columns))
            .collect();
        if self.targets.len() > 1 {
            lines.push(self.all(now));
        }
        let mut text = self.clear_sequence();
        for line in &lines {
            // On some terminals a line that has exactly their width would wrap.
            text.push_str(&cut(line, columns - 1, self.signs.2));
            text.push('\n');
        }
        self.lines = lines.len();
        let _ = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush());
    }

    fn step(&self, step: usize, at: &StepProgress, now: Timestamp, columns: usize) -> String {
        let target = self.targets.get(step).map_or("", String::as_str);
        let available = columns.saturating_sub(BAR_COLUMNS + 50).max(MIN_NAME_COLUMNS);
        let name = cut(target, available, self.signs.2);
        if let Some((why, when)) = &at.again {
            let seconds = u64::try_from(when.as_second().saturating_sub(now.as_second())).unwrap_or(0);
            return format!("{name}  retry in {}: {}", format_duration(seconds), sanitize(&why.to_string()));
        }
        let Some((done, total)) = at.bytes else { return format!("{name}  {}", at.phase.map_or("", Phase::as_str)) };
        let mut text = match total.filter(|total| *total > 0) {
            Some(total) => format!("{name}  {} {} of {}", self.bar(done, total), bytes(done), bytes(total)),
            None => format!("{name}  {}", bytes(done)),
        };
        if total == Some(done) {
            text.push_str("  ");
            text.push_str(at.phase.map_or("", Phase::as_str));
            return text;
        }
        pace(&mut text, at.per_second(now), at.seconds_left(now));
        text
    }

    fn all(&self, now: Timestamp) -> String {
        let mut text = format!("{} of {} done", self.over, self.targets.len());
        if let Some((done, total)) = self.track.downloaded().filter(|(_, total)| *total > 0) {
            text = format!("{text}  {} {} of {}", self.bar(done, total), bytes(done), bytes(total));
            pace(&mut text, self.track.per_second(now), self.track.seconds_left(now));
        }
        text
    }

    fn bar(&self, done: u64, total: u64) -> String {
        let full = usize::try_from(u128::from(done) * BAR_COLUMNS as u128 / u128::from(total.max(1)))
            .unwrap_or(BAR_COLUMNS)
            .min(BAR_COLUMNS);
        let percent = u128::from(done) * 100 / u128::from(total.max(1));
        format!("{}{} {percent:>3}%", self.signs.0.repeat(full), self.signs.1.repeat(BAR_COLUMNS - full))
    }
}

fn pace(text: &mut String, per_second: Option<u64>, seconds_left: Option<u64>) {
    text.extend(per_second.map(|speed| format!("  {}/s", bytes(speed))));
    text.extend(seconds_left.map(|seconds| format!("  {} left", format_duration(seconds))));
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::plan::{PlanKind, Step, StepAction, StepOutcome};
    use crate::sam::LayerArn;

    fn plan() -> Plan {
        let step = |name: &str| {
            let arn = LayerArn::new(format!("arn:aws:lambda:eu-west-1:123456789012:layer:{name}:1")).unwrap();
            Step {
                target: arn.dir().to_string(),
                action: StepAction::Refresh(arn.dir(), arn),
                path: None,
                size_bytes: 0,
                frees_bytes: 0,
                file_count: None,
                notes: Vec::new(),
            }
        };
        Plan::new(PlanKind::Refresh, vec![step("numpy"), step("pandas")])
    }

    /// Returns what a terminal shows after these bytes were written to it.
    fn screen(written: &[u8]) -> Vec<String> {
        let text = String::from_utf8(written.to_vec()).unwrap();
        let last = text.rsplit("\x1b[J").next().unwrap();
        last.lines().map(str::to_owned).collect()
    }

    #[test]
    fn each_download_and_the_total_have_a_bar() {
        let at = |millis| Timestamp::from_millisecond(millis).unwrap();
        let mut live = ProgressLines::new(Vec::new(), &plan(), true, || 100);
        for (step, bytes) in [(0, 2_000_000), (1, 6_000_000)] {
            live.update(&ProgressEvent::Started { step }, at(0));
            live.update(&ProgressEvent::Expected { step, bytes }, at(0));
        }
        for second in 0..=4 {
            let done = u64::try_from(second).unwrap() * 250_000;
            live.update(&ProgressEvent::Phase { step: 0, phase: Phase::Downloading }, at(second * 1000));
            live.update(&ProgressEvent::Bytes { step: 0, done, total: Some(2_000_000) }, at(second * 1000 + 500));
        }
        let why = "the connection broke".into();
        live.update(&ProgressEvent::Again { step: 1, why, pause: Duration::from_secs(2) }, at(4_500));
        assert_eq!(
            screen(&live.out),
            [
                "numpy-1-5037c65b8e  ########--------  50% 1.00 MB of 2.00 MB  250 kB/s  4 s left",
                "pandas-1-de08dbebd5  retry in 2 s: the connection broke",
                "0 of 2 done  ##--------------  12% 1.00 MB of 8.00 MB  250 kB/s  28 s left",
            ]
        );
        live.update(&ProgressEvent::Finished { step: 0, outcome: StepOutcome::Done }, at(5_000));
        assert!(screen(&live.out).last().unwrap().starts_with("1 of 2 done"), "{:?}", screen(&live.out));
        live.clear();
        assert_eq!(screen(&live.out), [""; 0]);
    }

    #[test]
    fn a_narrow_terminal_never_wraps() {
        let mut live = ProgressLines::new(Vec::new(), &plan(), false, || 24);
        let at = Timestamp::UNIX_EPOCH;
        live.update(&ProgressEvent::Started { step: 0 }, at);
        live.update(&ProgressEvent::Bytes { step: 0, done: 1, total: Some(2) }, at + Duration::from_secs(1));
        assert!(screen(&live.out).iter().all(|line| line.chars().count() < 24), "{:?}", screen(&live.out));
    }
}
