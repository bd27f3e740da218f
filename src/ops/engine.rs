//! Reaching the engine that was chosen, for the length of one operation.

use std::sync::Arc;

use super::EngineChoice;
use crate::engine::{Endpoint, Engine, EngineError, EngineOptions};

/// Why there is no engine to talk to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unreachable {
    /// What was tried.
    pub(super) endpoint: String,
    /// A sentence that says what to do.
    pub(super) reason: String,
}

/// Connects and does something with the engine, blocking. What `work` itself fails with is its own to tell.
pub(super) fn with<T>(choice: &EngineChoice, work: impl AsyncFnOnce(&Engine) -> T) -> Result<T, Unreachable> {
    block_on(async {
        let engine = connect(choice).await?;
        Ok(work(&engine).await)
    })
    .unwrap_or_else(|error| Err(Unreachable { endpoint: String::new(), reason: error.to_string() }))
}

/// Connects to the engine chosen.
pub(super) async fn connect(choice: &EngineChoice) -> Result<Arc<Engine>, Unreachable> {
    match choice {
        EngineChoice::Off => {
            Err(Unreachable { endpoint: String::new(), reason: "the engine is turned off (--no-engine)".to_owned() })
        }
        EngineChoice::Recorded(engine) => Ok(Arc::clone(engine)),
        EngineChoice::Docker { host, tls_verify, cert_path } => {
            let options = EngineOptions {
                docker_host: host.as_deref(),
                tls_verify: tls_verify.as_deref(),
                cert_path: cert_path.as_deref(),
            };
            let unreachable =
                |endpoint: String| move |error: EngineError| Unreachable { endpoint, reason: error.to_string() };
            let asked = host.clone().unwrap_or_default();
            let endpoint = Endpoint::choose(options).map_err(unreachable(asked))?;
            Engine::connect(&endpoint).await.map(Arc::new).map_err(unreachable(endpoint.to_string()))
        }
    }
}

/// Runs a future to its end on this thread. Fails only when the system gives no more files or threads.
pub(super) fn block_on<T>(future: impl Future<Output = T>) -> std::io::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(runtime.block_on(future))
}
