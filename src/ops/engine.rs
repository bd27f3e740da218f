//! Connects to the selected engine for one operation.

use std::ffi::OsString;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::{Context, EngineChoice};
use crate::engine::{Engine, EngineOptions, NoEngine, docker_context_differs, engine_candidates, find_other_engines};
use crate::inventory::facts::{Finding, OtherEngine};
use crate::text::{Sentence, sentence};

/// The reason why the engine cannot be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unreachable {
    /// The endpoint that was tried.
    pub(super) endpoint: String,
    /// A sentence with what to do.
    pub(super) reason: Sentence,
}

/// The interval at which a pending request checks for cancellation.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// How long a request that was sent may still take after cancellation, so that its outcome is known where possible.
const GRACE: Duration = Duration::from_millis(300);

/// Connects to the engine and runs `work` with it. Blocks. Errors of `work` are part of its result. Cancelling does not
/// wait for an engine that does not answer.
pub(super) fn with<T>(
    choice: &EngineChoice,
    cancel: &AtomicBool,
    work: impl AsyncFnOnce(&Engine) -> T,
) -> Result<T, Unreachable> {
    let work = async {
        let engine = connect(choice).await?;
        Ok(work(&engine).await)
    };
    let stopped = || Err(Unreachable { endpoint: String::new(), reason: sentence!("engine-stopped") });
    block_on(async { until_cancelled(cancel, work).await.unwrap_or_else(stopped) })
        .unwrap_or_else(|error| Err(Unreachable { endpoint: String::new(), reason: error.to_string().into() }))
}

/// Returns the result of `work`, or `None` if it is cancelled before.
async fn until_cancelled<T>(cancel: &AtomicBool, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut cancelled: Option<Instant> = None;
    loop {
        if let Ok(done) = tokio::time::timeout(POLL_INTERVAL, work.as_mut()).await {
            return Some(done);
        }
        if cancel.load(Ordering::Relaxed) && cancelled.get_or_insert_with(Instant::now).elapsed() >= GRACE {
            return None;
        }
    }
}

/// Connects to the selected engine.
pub(super) async fn connect(choice: &EngineChoice) -> Result<Arc<Engine>, Unreachable> {
    match choice {
        EngineChoice::Off => Err(Unreachable { endpoint: String::new(), reason: sentence!("engine-off") }),
        EngineChoice::Recorded(engine) => Ok(Arc::clone(engine)),
        EngineChoice::Docker { sam, picked } => {
            let options = picked.get().unwrap_or_else(|| sam.clone());
            let unreachable = |NoEngine { endpoint, reason }| Unreachable { endpoint, reason };
            Engine::first(&engine_candidates(&options)).await.map(Arc::new).map_err(unreachable)
        }
    }
}

/// Searches for engines that SAM does not consider, and reports them. Blocks for at most five seconds, longer over SSH.
pub(super) fn report_others(choice: &EngineChoice, report: &dyn Fn(Finding), cancel: &AtomicBool) {
    let EngineChoice::Docker { sam, .. } = choice else { return };
    match block_on(until_cancelled(cancel, find_other_engines(sam))) {
        Ok(None) => {}
        Ok(Some(engines)) => report(Finding::OtherEngines(engines)),
        Err(error) => tracing::warn!(%error, "cannot look for other engines"),
    }
}

/// Uses another engine until the program ends.
pub fn use_engine(context: &Context, engine: &OtherEngine) {
    let EngineChoice::Docker { sam, picked } = &context.engine else { return };
    picked.set(EngineOptions {
        docker_host: Some(engine.host.clone()),
        only: true,
        tls_verify: engine.tls_verify.then(|| "1".to_owned()),
        cert_path: engine.cert_path.clone(),
        home: sam.home.clone(),
        ..EngineOptions::default()
    });
}

/// Returns the variables that the docker command needs for the engine at `endpoint`, in addition to those it inherits.
pub fn engine_environment(context: &Context, endpoint: &str) -> Vec<(&'static str, OsString)> {
    let mut variables = vec![("DOCKER_HOST", endpoint.into())];
    let EngineChoice::Docker { picked, .. } = &context.engine else { return variables };
    if let Some(options) = picked.get() {
        variables.extend(options.tls_verify.map(|verify| ("DOCKER_TLS_VERIFY", verify.into())));
        variables.extend(options.cert_path.map(|folder| ("DOCKER_CERT_PATH", folder.into())));
    }
    variables
}

/// Returns a sentence if the docker command uses another engine than the one at `endpoint`.
pub(super) fn docker_elsewhere(context: &Context, endpoint: &str) -> Option<Sentence> {
    match &context.engine {
        EngineChoice::Docker { sam, .. } => docker_context_differs(sam, endpoint),
        EngineChoice::Off | EngineChoice::Recorded(_) => None,
    }
}

/// Runs a future to completion on this thread. Fails only if the system is out of threads or file descriptors.
pub(super) fn block_on<T>(future: impl Future<Output = T>) -> std::io::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(runtime.block_on(future))
}
