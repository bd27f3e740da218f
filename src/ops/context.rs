//! The context of an operation, resolved from options, environment and files before it starts.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::execute::retained_locks::RetainedLocks;
use super::installed_sam::SamSearch;
use super::projects::TemplateRequest;
use super::scratch::Scratch;
use super::survey::accounts::KnownAccounts;
use crate::aws::{BrokenProxies, CodePrompt, LayerRoles, RetryPolicy, RoleSessions};
use crate::cache::{Cache, Located};
use crate::engine::{Engine, EngineOptions};

/// The context of every operation. Cheap to clone; clones share [`Context::read_only`] and the selected engine.
#[derive(Debug, Clone)]
pub struct Context {
    /// The cache directory that SAM would use.
    pub cache: Located,
    /// The templates to read, and with which settings.
    pub templates: TemplateRequest,
    /// The container engine to use.
    pub engine: EngineChoice,
    /// How to connect to AWS.
    pub aws: AwsChoice,
    /// Where to search for the installed SAM CLI; `None` does not search (the demo).
    pub sam_search: Option<SamSearch>,
    /// Accounts that may have published layers.
    pub accounts: KnownAccounts,
    /// Prevents every change while it is on.
    pub read_only: ReadOnly,
    /// Whether to look up newer versions of cached layers in AWS. Off unless the user asks for it.
    pub newer_versions: Switch,
    /// Whether to survey the build folders of projects. Off for commands that do not show them, as measuring hundreds of
    /// thousands of files takes seconds.
    pub builds: Switch,
    /// The folder of SAM in the user's home, `~/.aws-sam`; `None` if there is no home.
    pub sam_home: Option<PathBuf>,
    /// Whether to unpack layers that are larger than Lambda allows.
    pub allow_over_quota: Switch,
    /// The user's data folder of samlayers, which stores known ARNs; `None` if there is none.
    pub data_dir: Option<PathBuf>,
    /// The log file, which failures name; `None` if the system has no cache folder.
    pub log_file: Option<PathBuf>,
    /// SAM's locks that are retained after a purge. They are released when the program ends
    /// ([`RetainedLocks::release_on_drop`]).
    pub retained_locks: RetainedLocks,
    /// The folder of the cache that was surveyed last.
    pub surveyed: SurveyedCache,
    /// Temporary files that plans need. They are removed when the program ends ([`Scratch::remove_on_drop`]).
    pub scratch: Scratch,
}

impl Context {
    /// Returns a context with a cache only: no engine, no templates, no AWS, no stored data.
    pub fn of_cache(cache: Located) -> Self {
        Self {
            cache,
            templates: TemplateRequest::default(),
            engine: EngineChoice::Off,
            aws: AwsChoice { offline: true, ..AwsChoice::default() },
            sam_search: None,
            accounts: KnownAccounts::default(),
            read_only: ReadOnly::default(),
            newer_versions: Switch::default(),
            builds: Switch::default(),
            sam_home: None,
            allow_over_quota: Switch::default(),
            data_dir: None,
            log_file: None,
            retained_locks: RetainedLocks::default(),
            surveyed: SurveyedCache::default(),
            scratch: Scratch::default(),
        }
    }
}

/// The container engine to use.
#[derive(Debug, Clone)]
#[cfg_attr(windows, expect(clippy::large_enum_variant, reason = "there is one of it, and a path is larger there"))]
pub enum EngineChoice {
    /// No engine (`--no-engine`).
    Off,
    /// The engine SAM would connect to, unless another one was selected.
    Docker {
        /// The settings that SAM reads.
        sam: EngineOptions,
        /// The engine selected for this session.
        picked: PickedEngine,
    },
    /// A recorded engine in memory (the demo). It lives as long as the context.
    Recorded(Arc<Engine>),
}

/// An engine selected instead of SAM's, until the program ends. Shared by everything that connects to an engine.
#[derive(Debug, Clone, Default)]
pub struct PickedEngine(Arc<Mutex<Option<EngineOptions>>>);

impl PickedEngine {
    /// Selects an engine.
    pub fn set(&self, options: EngineOptions) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(options);
    }

    /// Returns the selected engine.
    pub fn get(&self) -> Option<EngineOptions> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// How to connect to AWS.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwsChoice {
    /// `--offline`: never use the network.
    pub offline: bool,
    /// `--profile`; `None` uses the AWS configuration.
    pub profile: Option<String>,
    /// `--layer-role-arn`, and `layer_roles` of the config file.
    pub layer_roles: LayerRoles,
    /// An endpoint instead of AWS, used with fake credentials (the demo); `None` uses the AWS configuration.
    pub endpoint: Option<String>,
    /// The timeouts of requests.
    pub retry_policy: RetryPolicy,
    /// Asks the user for an MFA code; `None` if no one can be asked.
    pub code_prompt: Option<CodePrompt>,
    /// Sessions that such codes opened.
    pub role_sessions: RoleSessions,
    /// Proxies that did not answer, so that each command waits for them only once.
    pub broken_proxies: BrokenProxies,
}

/// The read-only switch, shared by everything that can change something.
pub type ReadOnly = Switch;

/// A switch that clones share.
#[derive(Debug, Clone, Default)]
pub struct Switch(Arc<AtomicBool>);

impl Switch {
    /// Returns a switch in the given position.
    pub fn new(on: bool) -> Self {
        Self(Arc::new(AtomicBool::new(on)))
    }

    /// Returns whether the switch is on.
    pub fn is_on(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    /// Turns the switch on or off.
    pub fn set(&self, on: bool) {
        self.0.store(on, Ordering::SeqCst);
    }
}
/// The folder of the cache that was surveyed last, kept open; clones share it. Plans refer to its contents, so they are
/// not executed if another folder has taken its place since.
#[derive(Debug, Clone, Default)]
pub struct SurveyedCache(Arc<Mutex<Option<Cache>>>);

impl SurveyedCache {
    pub(super) fn set(&self, cache: Option<&Cache>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = cache.cloned();
    }

    /// Returns whether a different folder was surveyed.
    pub(super) fn is_another(&self, cache: &Cache) -> bool {
        let surveyed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        surveyed.as_ref().is_some_and(|surveyed| !surveyed.is_same_folder(cache))
    }
}
