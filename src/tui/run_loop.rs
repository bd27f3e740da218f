//! The loop: messages in, effects out, a frame when something changed. The same for a real terminal and for tests.

use std::time::Duration;

use jiff::Timestamp;

use super::effect::{Effect, SurveyId};
use super::message::Message;
use super::state::{State, ViewMetrics};
use super::update::{after_join, begin_survey, join, update};

/// What the loop needs of the world.
pub trait Platform {
    /// The next message, waiting for it no longer than this. `None` when none came.
    fn next(&mut self, wait: Duration) -> Option<Message>;
    /// Does what is wanted, without blocking on it.
    fn perform(&mut self, effect: Effect, state: &State) -> anyhow::Result<()>;
    /// Draws the state.
    fn paint(&mut self, state: &State) -> anyhow::Result<ViewMetrics>;
    /// The present moment.
    fn now(&self) -> Timestamp;
    /// Time since some moment before the start; never goes back.
    fn elapsed(&self) -> Duration;
}

/// While something is going on, time passes by the second; otherwise only ages change.
const BUSY_TICK: Duration = Duration::from_secs(1);
const IDLE_TICK: Duration = Duration::from_secs(10);

/// What a key did is drawn at once; everything else at most so often.
const FRAME: Duration = Duration::from_millis(16);

/// Findings are joined at most so often, and no more than a fifth of the time goes into it.
const JOIN_EVERY: Duration = Duration::from_millis(40);

/// Messages that wait come before a join, keys above all; but a join waits no longer than this for them to end.
const JOIN_LATEST: Duration = Duration::from_millis(100);

/// What keeps the loop's pace.
struct Pace {
    /// Something changed since the last frame.
    dirty: bool,
    /// It has to be seen at once.
    urgent: bool,
    /// When the last frame was drawn.
    painted: Duration,
    /// When findings may be joined again.
    join_after: Duration,
    /// No message waited when the loop last asked for one.
    idle: bool,
}

/// Runs until someone quits.
pub fn run(state: &mut State, platform: &mut impl Platform) -> anyhow::Result<()> {
    let mut pace =
        Pace { dirty: true, urgent: true, painted: platform.elapsed(), join_after: platform.elapsed(), idle: false };
    state.now = platform.now();
    // Whoever comes back with a state that has seen a survey does not need another one.
    if state.survey.id == SurveyId::default() {
        for effect in begin_survey(state) {
            platform.perform(effect, state)?;
        }
    }
    loop {
        let since = platform.elapsed().saturating_sub(pace.painted);
        // A join and a frame are one turn of the loop each, and a key comes between them.
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

/// Joins what was found, if it is time. Tells whether it was.
fn join_when_due(state: &mut State, platform: &impl Platform, pace: &mut Pace) -> bool {
    let began = platform.elapsed();
    let is_due = began >= pace.join_after && (pace.idle || began >= pace.join_after + JOIN_LATEST);
    if !state.stale || !is_due {
        return false;
    }
    join(state);
    let ended = platform.elapsed();
    pace.join_after = ended + JOIN_EVERY.max(ended.saturating_sub(began) * 4);
    pace.dirty = true;
    true
}

/// How long nothing has to happen: until the next frame, the next join or the next tick.
fn wait(state: &State, now: Duration, pace: &Pace) -> Duration {
    let due = if pace.urgent { now } else { pace.painted + FRAME };
    let frame = pace.dirty.then(|| due.saturating_sub(now));
    let join = state.stale.then(|| pace.join_after.saturating_sub(now));
    let tick = if state.changes_every_second() { BUSY_TICK } else { IDLE_TICK };
    frame.into_iter().chain(join).fold(tick, Duration::min)
}
