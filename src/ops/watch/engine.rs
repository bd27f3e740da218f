//! Following what happens in the engine, whoever does it, and noticing when the engine goes or comes back.

use std::io;
use std::thread;
use std::time::Duration;

use futures_util::StreamExt;
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep, timeout, timeout_at};

use crate::engine::{Engine, EngineError};
use crate::ops::{Context, EngineChoice, engine};

/// Events come in bursts (an invocation is five): a burst ends when nothing came for this long …
const QUIET: Duration = Duration::from_millis(150);
/// … or after this long.
const LONGEST_BURST: Duration = Duration::from_millis(600);

/// The first pause before an engine that is gone is looked for again; each pause is twice the last one …
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// … up to this long.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// An engine that keeps no events is not asked for them again and again.
const NO_EVENTS_PAUSE: Duration = Duration::from_mins(5);

/// Follows the engine as long as it lives.
#[derive(Debug)]
pub struct EngineWatch {
    _stop: oneshot::Sender<()>,
}

/// Calls `on_change` once for every burst of changes to images and containers, when the engine is lost, and when it is
/// there again. `None` where there is no engine that could change.
///
/// Errors are the system's: no more threads or files.
pub fn watch_engine(context: &Context, on_change: impl Fn() + Send + 'static) -> io::Result<Option<EngineWatch>> {
    let choice = context.engine.clone();
    if matches!(choice, EngineChoice::Off | EngineChoice::Recorded(_)) {
        return Ok(None);
    }
    let (stop, stopped) = oneshot::channel();
    thread::Builder::new().name("engine-watch".to_owned()).spawn(move || {
        let followed = engine::block_on(async {
            tokio::select! {
                () = follow(&choice, &on_change) => {}
                // The watch was dropped: nobody wants to hear more.
                _ = stopped => {}
            }
        });
        if let Err(error) = followed {
            tracing::warn!(%error, "the engine cannot be followed");
        }
    })?;
    Ok(Some(EngineWatch { _stop: stop }))
}

async fn follow(choice: &EngineChoice, on_change: &dyn Fn()) {
    let mut pause = FIRST_PAUSE;
    let mut lost = false;
    loop {
        match engine::connect(choice).await {
            Ok(engine) => {
                // What happened while nobody listened is not known, so it is looked at.
                if std::mem::take(&mut lost) {
                    on_change();
                }
                let begun = Instant::now();
                match listen(&engine, on_change).await {
                    Ended::Lost => {
                        lost = true;
                        on_change();
                        // One that goes as soon as it comes is not run after.
                        if begun.elapsed() > LONGEST_PAUSE {
                            pause = FIRST_PAUSE;
                        }
                    }
                    Ended::Quiet => continue,
                    Ended::NoEvents => {
                        sleep(NO_EVENTS_PAUSE).await;
                        continue;
                    }
                }
            }
            Err(_) => lost = true,
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Ended {
    /// It was there and is not any more.
    Lost,
    /// The client gave up waiting for the first event (Podman begins its answer with it).
    Quiet,
    /// It does not tell what happens.
    NoEvents,
}

async fn listen(engine: &Engine, on_change: &dyn Fn()) -> Ended {
    let mut changes = engine.changes();
    loop {
        match changes.next().await {
            None => return Ended::Lost,
            Some(Err(error)) => return ended_by(&error),
            Some(Ok(())) => {}
        }
        let end = Instant::now() + LONGEST_BURST;
        // The rest of the burst; what ends the stream is seen by the next turn.
        while let Ok(Ok(Some(Ok(())))) = timeout_at(end, timeout(QUIET, changes.next())).await {}
        on_change();
    }
}

fn ended_by(error: &EngineError) -> Ended {
    match error {
        EngineError::TimedOut { .. } => Ended::Quiet,
        EngineError::Api { status: 404 | 405 | 501, .. } => Ended::NoEvents,
        _ => Ended::Lost,
    }
}
