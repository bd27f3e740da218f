//! The loop: messages in, effects out, a frame when something changed. The same for a real terminal and for tests.

use std::time::Duration;

use jiff::Timestamp;

use super::effect::Effect;
use super::message::Message;
use super::state::{Seen, State};
use super::update::{begin_survey, join, update};

/// What the loop needs of the world.
pub trait World {
    /// The next message, waiting for it no longer than this. `None` when none came.
    fn next(&mut self, wait: Duration) -> Option<Message>;
    /// Does what is wanted, without blocking on it.
    fn perform(&mut self, effect: Effect, state: &State) -> anyhow::Result<()>;
    /// Draws the state.
    fn paint(&mut self, state: &State) -> anyhow::Result<Seen>;
    /// The present moment.
    fn now(&self) -> Timestamp;
    /// Time since some moment before the start; never goes back.
    fn elapsed(&self) -> Duration;
}

/// While something is going on, time passes by the second; otherwise only ages change.
const LIVELY_TICK: Duration = Duration::from_secs(1);
const QUIET_TICK: Duration = Duration::from_secs(10);

/// Findings are joined at most this often, and no more than a fifth of the time goes into it.
const JOIN_EVERY: Duration = Duration::from_millis(40);

/// So many messages are taken in before a frame is drawn all the same.
const BATCH: usize = 512;

/// Runs until someone quits.
pub fn run(state: &mut State, world: &mut impl World) -> anyhow::Result<()> {
    state.now = world.now();
    for effect in begin_survey(state) {
        world.perform(effect, state)?;
    }
    let mut next_join = world.elapsed();
    loop {
        let began = world.elapsed();
        if state.stale && began >= next_join {
            join(state);
            let ended = world.elapsed();
            next_join = ended + JOIN_EVERY.max((ended - began) * 4);
        }
        state.seen = world.paint(state)?;
        let tick = if state.is_lively() { LIVELY_TICK } else { QUIET_TICK };
        let wait = if state.stale { next_join.saturating_sub(world.elapsed()) } else { tick };
        let Some(first) = world.next(wait) else {
            state.now = world.now();
            update(state, Message::Tick);
            continue;
        };
        let mut message = Some(first);
        for _ in 0..BATCH {
            let Some(present) = message.take() else { break };
            let is_input = matches!(present, Message::Key(_) | Message::Mouse(_) | Message::Paste(_));
            state.now = world.now();
            for effect in update(state, present) {
                if effect == Effect::Quit {
                    return Ok(());
                }
                world.perform(effect, state)?;
            }
            // What a key did is shown before anything else happens.
            if is_input {
                break;
            }
            message = world.next(Duration::ZERO);
        }
    }
}
