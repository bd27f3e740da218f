//! Watches for changes in the engine by any program, and for the loss and return of the engine.

use std::io;
use std::thread;
use std::time::Duration;

use futures_util::StreamExt;
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep, timeout, timeout_at};

use crate::engine::{Engine, EngineError};
use crate::ops::{Context, EngineChoice, engine};

/// Events are collected until none arrived for this long (an invocation causes five) …
const QUIET: Duration = Duration::from_millis(150);
/// … or for at most this long.
const LONGEST_BURST: Duration = Duration::from_millis(600);

/// The first delay before reconnecting to a lost engine; each delay is twice the previous one …
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// … up to this long.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// The delay before asking an engine without events again.
const NO_EVENTS_PAUSE: Duration = Duration::from_mins(5);

/// Watches the engine until it is dropped.
#[derive(Debug)]
pub struct EngineWatch {
    _stop: oneshot::Sender<()>,
}

/// Calls `on_change` once for every burst of changes to images and containers, when the engine is lost, and when it
/// returns. `None` if there is no engine that could change.
///
/// Fails if the system is out of threads or file descriptors.
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
                // The watch was dropped.
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
                // Changes may have been missed while there was no connection.
                if std::mem::take(&mut lost) {
                    on_change();
                }
                let begun = Instant::now();
                match listen(&engine, on_change).await {
                    Ended::Lost => {
                        lost = true;
                        on_change();
                        // If the connection ends at once, the delays become longer.
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
    /// The engine was available and is lost.
    Lost,
    /// The first event did not arrive in time (Podman begins its answer with it).
    Quiet,
    /// The engine does not report events.
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
        // The rest of the burst. The end of the stream is handled in the next iteration.
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
