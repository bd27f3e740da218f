//! Everything an operation needs to know, resolved beforehand from options, environment and files.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::execute::retained_locks::RetainedLocks;
use super::installed_sam::SamSearch;
use super::projects::TemplateRequest;
use crate::aws::{BrokenProxies, CodePrompt, LayerRoles, RetryPolicy};
use crate::cache::{Cache, Located};
use crate::engine::{Engine, EngineOptions};
use crate::inventory::search::arns::Account;

/// What every operation gets. Cheap to clone; the clones share [`Context::read_only`] and the engine that was picked.
#[derive(Debug, Clone)]
pub struct Context {
    /// The cache directory, as SAM would choose it.
    pub cache: Located,
    /// Which templates to read, and how.
    pub templates: TemplateRequest,
    /// Which container engine to ask.
    pub engine: EngineChoice,
    /// How to talk to AWS.
    pub aws: AwsChoice,
    /// Where to look for the SAM CLI that is installed; `None` leaves it alone (the demo).
    pub sam_search: Option<SamSearch>,
    /// Accounts that may have published layers ([`super::known_accounts`]).
    pub accounts: Vec<Account>,
    /// Nothing that changes anything may run while this is on.
    pub read_only: ReadOnly,
    /// Whether AWS may be asked for newer versions of cached layers: only when somebody wanted to know.
    pub newer_versions: Switch,
    /// Whether layers are unpacked that are larger than Lambda takes.
    pub allow_over_quota: Switch,
    /// The user's data folder of samlayers (remembered ARNs); `None` where there is none.
    pub data_dir: Option<PathBuf>,
    /// The file of the log, which a failure names; `None` where the system names no cache folder.
    pub log_file: Option<PathBuf>,
    /// SAM's locks that outlast a purge; whoever ends the program gives them back ([`RetainedLocks::release_on_drop`]).
    pub retained_locks: RetainedLocks,
    /// The folder of the cache that was surveyed last.
    pub surveyed: SurveyedCache,
}

impl Context {
    /// Only a cache: no engine, no templates, no AWS, nothing remembered.
    pub fn of_cache(cache: Located) -> Self {
        Self {
            cache,
            templates: TemplateRequest::default(),
            engine: EngineChoice::Off,
            aws: AwsChoice { offline: true, ..AwsChoice::default() },
            sam_search: None,
            accounts: Vec::new(),
            read_only: ReadOnly::default(),
            newer_versions: Switch::default(),
            allow_over_quota: Switch::default(),
            data_dir: None,
            log_file: None,
            retained_locks: RetainedLocks::default(),
            surveyed: SurveyedCache::default(),
        }
    }
}

/// Which container engine to ask.
#[derive(Debug, Clone)]
pub enum EngineChoice {
    /// None (`--no-engine`).
    Off,
    /// The one that SAM would talk to, unless another was picked.
    Docker {
        /// What SAM goes by.
        sam: EngineOptions,
        /// What was picked for this session.
        picked: PickedEngine,
    },
    /// A recorded one in memory (the demo); it lives as long as the context.
    Recorded(Arc<Engine>),
}

/// An engine picked instead of SAM's, for as long as the program runs; shared by everything that talks to one.
#[derive(Debug, Clone, Default)]
pub struct PickedEngine(Arc<Mutex<Option<EngineOptions>>>);

impl PickedEngine {
    /// Picks one.
    pub fn set(&self, options: EngineOptions) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(options);
    }

    /// The one that was picked.
    pub fn get(&self) -> Option<EngineOptions> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// How to talk to AWS.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwsChoice {
    /// `--offline`: never.
    pub offline: bool,
    /// `--profile`; `None` leaves it to the AWS configuration.
    pub profile: Option<String>,
    /// `--layer-role-arn` and `layer_roles` of the config file.
    pub layer_roles: LayerRoles,
    /// An endpoint in place of AWS's own, asked with made-up credentials (the demo); `None` leaves it to the AWS
    /// configuration.
    pub endpoint: Option<String>,
    /// How long things may take before they are called broken.
    pub retry_policy: RetryPolicy,
    /// Asks for the code of an MFA device; `None` where nobody can be asked.
    pub code_prompt: Option<CodePrompt>,
    /// Proxies that did not answer: each command waits for them once.
    pub broken_proxies: BrokenProxies,
}

/// The read-only switch, shared by everything that could change something.
pub type ReadOnly = Switch;

/// A switch; clones are the same one.
#[derive(Debug, Clone, Default)]
pub struct Switch(Arc<AtomicBool>);

impl Switch {
    /// Starts on or off.
    pub fn new(on: bool) -> Self {
        Self(Arc::new(AtomicBool::new(on)))
    }

    /// Whether it is on now.
    pub fn is_on(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    /// Turns it on or off.
    pub fn set(&self, on: bool) {
        self.0.store(on, Ordering::SeqCst);
    }
}
/// The folder of the cache that was surveyed last, held open; clones are the same one. Plans are made from what was in it, and
/// are not executed in another folder that has taken its place since.
#[derive(Debug, Clone, Default)]
pub struct SurveyedCache(Arc<Mutex<Option<Cache>>>);

impl SurveyedCache {
    pub(super) fn set(&self, cache: Option<&Cache>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = cache.cloned();
    }

    /// Whether another folder than this one was surveyed.
    pub(super) fn is_another(&self, cache: &Cache) -> bool {
        let surveyed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        surveyed.as_ref().is_some_and(|surveyed| !surveyed.is_same_folder(cache))
    }
}
