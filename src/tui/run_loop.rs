//! The event loop: messages in, effects out, and a frame whenever something has changed. Real terminals and tests share
//! it.

use std::time::Duration;

use jiff::Timestamp;

use super::effect::{Effect, SurveyId};
use super::message::Message;
use super::state::{State, ViewMetrics};
use super::update::{after_join, begin_survey, join, update};

/// The I/O the event loop needs.
pub trait Platform {
    /// Returns the next message, or `None` if none arrives within `wait`.
    fn next(&mut self, wait: Duration) -> Option<Message>;
    /// Performs an effect without blocking.
    fn perform(&mut self, effect: Effect, state: &State) -> anyhow::Result<()>;
    /// Draws the state.
    fn paint(&mut self, state: &State) -> anyhow::Result<ViewMetrics>;
    /// Returns the current time.
    fn now(&self) -> Timestamp;
    /// Returns the time since some moment before the start; never decreases.
    fn elapsed(&self) -> Duration;
}

/// The tick while a job or survey is running; otherwise only ages change.
const BUSY_TICK: Duration = Duration::from_secs(1);
const IDLE_TICK: Duration = Duration::from_secs(10);

/// The frame interval. A key is drawn at once, everything else at this rate.
const FRAME: Duration = Duration::from_millis(16);

/// The interval of joins, which also take no more than a fifth of the time.
const JOIN_EVERY: Duration = Duration::from_millis(40);

/// Pending messages are handled before a join, but a join waits no longer than this.
const JOIN_LATEST: Duration = Duration::from_millis(100);

/// The timing of the event loop.
struct Pace {
    /// Whether something has changed since the last frame.
    dirty: bool,
    /// Whether the change must be drawn at once.
    urgent: bool,
    /// When the last frame was drawn.
    painted: Duration,
    /// When findings may be joined next.
    join_after: Duration,
    /// Whether no message was pending at the last check.
    idle: bool,
}

/// Runs until the user quits.
pub fn run(state: &mut State, platform: &mut impl Platform) -> anyhow::Result<()> {
    let mut pace =
        Pace { dirty: true, urgent: true, painted: platform.elapsed(), join_after: platform.elapsed(), idle: false };
    state.now = platform.now();
    // A state that already has a survey needs no new one.
    if state.survey.id == SurveyId::default() {
        for effect in begin_survey(state) {
            platform.perform(effect, state)?;
        }
    }
    loop {
        let since = platform.elapsed().saturating_sub(pace.painted);
        // Joining and drawing are separate turns of the loop, so that a key can be handled between them.
        if join_when_due(state, platform, &mut pace) {
            for effect in after_join(state) {
                platform.perform(effect, state)?;
            }
        } else if pace.dirty && (pace.urgent || since >= FRAME) {
            state.view_metrics = platform.paint(state)?;
            pace = Pace { dirty: false, urgent: false, painted: platform.elapsed(), ..pace };
        }
        let wait = wait(state, platform.elapsed(), &pace);
        let message = platform.next(wait);
        pace.idle = message.is_none();
        let Some(message) = message else {
            if wait >= BUSY_TICK {
                state.now = platform.now();
                update(state, Message::Tick);
                pace.dirty = true;
            }
            continue;
        };
        pace.dirty = true;
        pace.urgent |= matches!(
            message,
            Message::Key(_) | Message::Mouse(_) | Message::Paste(_) | Message::Resize(..) | Message::Resumed
        );
        state.now = platform.now();
        for effect in update(state, message) {
            if effect == Effect::Quit {
                return Ok(());
            }
            platform.perform(effect, state)?;
        }
    }
}

/// Joins the findings if it is time, and returns whether it did.
fn join_when_due(state: &mut State, platform: &impl Platform, pace: &mut Pace) -> bool {
    let began = platform.elapsed();
    let is_due = began >= pace.join_after && (pace.idle || began >= pace.join_after + JOIN_LATEST);
    // The first layers are shown at once, as the user waits for them before an empty screen.
    let are_first = state.shown.layers.is_empty() && state.inventory.layer_dirs().next().is_some();
    if !state.stale || !(is_due || are_first) {
        return false;
    }
    join(state);
    let ended = platform.elapsed();
    pace.join_after = ended + JOIN_EVERY.max(ended.saturating_sub(began) * 4);
    pace.dirty = true;
    true
}

/// Returns how long the loop may wait: until the next frame, join or tick.
fn wait(state: &State, now: Duration, pace: &Pace) -> Duration {
    let due = if pace.urgent { now } else { pace.painted + FRAME };
    let frame = pace.dirty.then(|| due.saturating_sub(now));
    let join = state.stale.then(|| pace.join_after.saturating_sub(now));
    let tick = if state.changes_every_second() { BUSY_TICK } else { IDLE_TICK };
    frame.into_iter().chain(join).fold(tick, Duration::min)
}
