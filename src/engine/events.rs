//! The event stream of an engine about its images and containers.

use std::collections::HashMap;

use bollard::errors::Error as BollardError;
use bollard::models::EventMessage;
use bollard::query_parameters::EventsOptions;
use futures_util::stream::{Stream, StreamExt};

use super::EngineError;
use super::live::LiveEngine;

/// Frequent container events that change nothing on screen.
const NO_CHANGE: [&str; 6] = ["attach", "detach", "exec", "resize", "sync", "top"];

/// Prefixes of further such events, as in `exec_create: sh -c true`.
const NO_CHANGE_FAMILIES: [&str; 2] = ["exec_", "health_status"];

impl LiveEngine {
    /// Implements [`super::Engine::changes`].
    pub(super) fn changes(&self) -> impl Stream<Item = Result<(), EngineError>> + Send + use<> {
        let kinds = ["image", "container"].map(str::to_owned).to_vec();
        let filters = Some(HashMap::from([("type".to_owned(), kinds)]));
        let events = self.client_library().events(Some(EventsOptions { filters, ..EventsOptions::default() }));
        let endpoint = self.endpoint().clone();
        events.filter_map(move |event| {
            std::future::ready(match event {
                Ok(event) if changes_something(&event) => Some(Ok(())),
                Ok(_) => None,
                // An event that the client cannot parse still means a change.
                Err(BollardError::JsonDataError { .. } | BollardError::JsonSerdeError { .. }) => Some(Ok(())),
                Err(error) => Some(Err(EngineError::of(&endpoint, &error))),
            })
        })
    }
}

fn changes_something(event: &EventMessage) -> bool {
    let action = event.action.as_deref().unwrap_or_default();
    !NO_CHANGE.contains(&action) && !NO_CHANGE_FAMILIES.iter().any(|family| action.starts_with(family))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn health_checks_are_not_changes() {
        let changes = |action: &str| {
            changes_something(&EventMessage { action: Some(action.to_owned()), ..EventMessage::default() })
        };
        for action in ["tag", "untag", "delete", "import", "create", "start", "die", "destroy", "remove", "executed"] {
            assert!(changes(action), "{action}");
        }
        for action in ["exec_create: sh -c true", "exec_die", "health_status: healthy", "attach", "resize", "top"] {
            assert!(!changes(action), "{action}");
        }
    }
}
