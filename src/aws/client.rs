//! A client for the regions of layers, and the caller's account.

use std::collections::HashMap;
use std::time::Duration;

use aws_credential_types::Credentials;
use jiff::Timestamp;
use tokio::sync::Mutex;

use super::call::Api;
use super::classify::About;
use super::config::{Profiles, Settings};
use super::credentials::{CodePrompt, HOME_REGION, RoleSessions, Sources, refused, session_name};
use super::environment::Environment;
use super::hiding::hide_secrets_of;
use super::http_client::{BrokenProxies, HttpClient};
use super::layer::source_of;
use super::sts::AssumeRole;
use super::{AwsError, LayerRoles, LayerVersion};
use crate::clock;
use crate::sam::arn::ArnParts;
use crate::sam::{AccountId, LayerArn, region};

/// The options of a client: credentials, endpoints, roles and time limits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwsOptions {
    /// `--profile`; without it `AWS_PROFILE` or `default`, as in every AWS tool.
    pub profile: Option<String>,
    /// A custom endpoint for the demo and tests, used with made-up credentials. Without it, `AWS_ENDPOINT_URL` and
    /// similar settings apply, with the user's credentials.
    pub endpoint: Option<String>,
    /// The roles to assume for layers of other accounts.
    pub roles: LayerRoles,
    /// Time limits and attempts.
    pub retry_policy: RetryPolicy,
    /// Asks the user for the code of an MFA device; `None` where no user can be asked.
    pub code_prompt: Option<CodePrompt>,
    /// Sessions that such codes opened, shared by all clients of the program.
    pub role_sessions: RoleSessions,
    /// Proxies that failed, shared by all clients of the program.
    pub broken_proxies: BrokenProxies,
}

/// Time limits and retry rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// From sending a request to the first byte of its response, connecting included.
    pub answer: Duration,
    /// The longest time between two pieces of a download.
    pub stall: Duration,
    /// The pause before the second attempt of a download; it doubles with each further one.
    pub pause: Duration,
    /// The number of attempts of a download without progress.
    pub tries: u32,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(15),
            stall: Duration::from_secs(30),
            pause: Duration::from_millis(500),
            tries: 4,
        }
    }
}

/// The time limit for the request of the caller's account.
const CALLER_WITHIN: Duration = Duration::from_secs(5);

/// Credentials that expire within this many seconds are loaded again.
const SOON: i64 = 60;

/// A client for AWS. Creating one reads configuration files and opens no connection.
#[derive(Debug)]
pub struct Client {
    /// The settings, or the error in the user's configuration.
    setup: Result<Setup, AwsError>,
    profile: Option<String>,
    roles: LayerRoles,
    pub(super) retry_policy: RetryPolicy,
    /// Credentials by the role they are for; `None` is the user's own. Failures are kept, so that they are not
    /// repeated.
    credentials: Mutex<HashMap<Option<String>, Result<Credentials, AwsError>>>,
    /// Regions of buckets that differ from those of their layers.
    pub(super) bucket_regions: Mutex<HashMap<String, String>>,
}

#[derive(Debug)]
struct Setup {
    api: Api,
    sources: Sources,
}

impl Client {
    /// Reads configuration and environment as every AWS tool does.
    #[expect(clippy::unused_async, reason = "callers are in a runtime, which connections made later belong to")]
    pub async fn new(options: &AwsOptions) -> Self {
        // With a custom endpoint and made-up credentials, the user's settings are ignored.
        let environment = if options.endpoint.is_some() { Environment::default() } else { Environment::of_process() };
        Self::in_environment(options, environment)
    }

    fn in_environment(options: &AwsOptions, environment: Environment) -> Self {
        let mut credentials = HashMap::new();
        if options.endpoint.is_some() {
            credentials.insert(None, Ok(Credentials::new("test", "test", None, None, "made-up")));
        }
        let setup = Setup::read(options, environment);
        let profile = match &setup {
            Ok(setup) => setup.api.settings.named_profile().map(str::to_owned),
            Err(_) => options.profile.clone(),
        };
        Self {
            setup,
            profile,
            roles: options.roles.clone(),
            retry_policy: options.retry_policy,
            credentials: Mutex::new(credentials),
            bucket_regions: Mutex::default(),
        }
    }

    /// Asks Lambda, in the ARN's region, for the layer version and the source of its zip.
    ///
    /// SAM asks the user's region and does not find layers of another (aws-sam-cli#2347).
    pub async fn look_up(&self, arn: &LayerArn) -> Result<LayerVersion, AwsError> {
        let parts = arn.parts()?;
        let place = format!("AWS Lambda in {}", parts.region);
        let about = self.about(&place, Some(arn));
        let look_up = async {
            let credentials = self.credentials_for(&parts).await?;
            self.api()?.layer_version_by_arn(arn.as_str(), parts.region, &credentials, &about).await
        };
        let answer = tokio::time::timeout(self.retry_policy.answer * 3 + CREDENTIALS_WITHIN, Box::pin(look_up)).await;
        let content = answer.unwrap_or_else(|_| Err(about.timed_out()))?.content;
        let code_sha256 = content.code_sha256.clone().filter(|hash| !hash.is_empty());
        let code_size = content.code_size.and_then(|size| u64::try_from(size).ok()).unwrap_or(0);
        let source = source_of(&content).ok_or_else(|| AwsError::NoSource { arn: arn.clone() })?;
        let Some(code_sha256) = code_sha256 else {
            return Err(about.invalid_response("incomplete answer", "it does not include the layer's hash"));
        };
        Ok(LayerVersion { arn: arn.clone(), source, code_sha256, code_size })
    }

    /// Returns the caller's account. AWS has five seconds to respond; a helper that has to find the credentials first
    /// has its own time limit.
    pub async fn caller_account(&self) -> Result<AccountId, AwsError> {
        let about = About { within: CALLER_WITHIN, ..self.about("AWS STS", None) };
        let credentials = self.own_credentials().await?;
        let api = self.api()?;
        let region = api.settings.region.as_deref().unwrap_or(HOME_REGION);
        let asked = api.caller_identity(region, &credentials, &about);
        tokio::time::timeout(CALLER_WITHIN, asked).await.unwrap_or_else(|_| Err(about.timed_out()))
    }

    pub(super) fn api(&self) -> Result<&Api, AwsError> {
        Ok(&self.setup()?.api)
    }

    pub(super) fn http(&self) -> Result<&HttpClient, AwsError> {
        Ok(&self.setup()?.api.http)
    }

    fn setup(&self) -> Result<&Setup, AwsError> {
        self.setup.as_ref().map_err(Clone::clone)
    }

    pub(super) fn about<'a>(&'a self, place: &'a str, arn: Option<&'a LayerArn>) -> About<'a> {
        About { place, profile: self.profile.as_deref(), arn, within: self.retry_policy.answer }
    }

    /// Returns the credentials for a layer: of the role for its account, else the user's own.
    pub(super) async fn credentials_for(&self, layer: &ArnParts<'_>) -> Result<Credentials, AwsError> {
        let Some(role) = self.roles.of(layer.account) else { return self.own_credentials().await };
        let own = self.own_credentials().await?;
        let key = Some(role.to_owned());
        let mut known = self.credentials.lock().await;
        if let Some(known) = unexpired(known.get(&key)) {
            return known;
        }
        let about = self.about("AWS STS", None);
        let api = self.api()?;
        let region = region_for_roles(api.settings.region.as_deref(), layer);
        let asked = AssumeRole { role_arn: role, session_name: session_name(), ..AssumeRole::default() };
        let taken = api.assume_role(&asked, &region, &own, &about).await;
        let taken = taken.map_err(|failure| refused(failure, role, &about)).inspect(hide_secrets_of);
        known.insert(key, taken.clone());
        taken
    }

    pub(super) async fn own_credentials(&self) -> Result<Credentials, AwsError> {
        let mut known = self.credentials.lock().await;
        if let Some(known) = unexpired(known.get(&None)) {
            return known;
        }
        let setup = self.setup()?;
        let loaded = Box::pin(setup.sources.load(&setup.api)).await.inspect(hide_secrets_of);
        known.insert(None, loaded.clone());
        loaded
    }
}

/// The time limit for credentials: a helper has 30 seconds, a user needs longer to type a code.
const CREDENTIALS_WITHIN: Duration = Duration::from_mins(3);

impl Setup {
    fn read(options: &AwsOptions, environment: Environment) -> Result<Self, AwsError> {
        let profiles = Profiles::read(&environment)?;
        let profile = options.profile.as_deref().filter(|_| options.endpoint.is_none());
        let mut settings = Settings::resolve(&environment, &profiles, profile)?;
        if let Some(endpoint) = &options.endpoint {
            settings = settings.with_endpoint(endpoint);
        }
        let http = HttpClient::new(&environment, settings.ca_bundle.as_ref(), options.broken_proxies.clone())?;
        let api = Api::new(http, settings, options.retry_policy.pause);
        let (code_prompt, role_sessions) = (options.code_prompt.clone(), options.role_sessions.clone());
        let sources = Sources { environment, profiles, code_prompt, role_sessions, direct: HttpClient::direct() };
        Ok(Self { api, sources })
    }
}

/// Returns the cached credentials unless they expire soon.
fn unexpired(known: Option<&Result<Credentials, AwsError>>) -> Option<Result<Credentials, AwsError>> {
    match known? {
        Ok(credentials) => {
            let expiry = credentials.expiry().and_then(|expiry| Timestamp::try_from(expiry).ok());
            let is_good = expiry.is_none_or(|expiry| expiry.as_second() > clock::now().as_second() + SOON);
            is_good.then(|| Ok(credentials.clone()))
        }
        Err(error) => Some(Err(error.clone())),
    }
}

/// Returns the region for STS: the user's, or the layer's if that is in another partition.
fn region_for_roles(own: Option<&str>, layer: &ArnParts<'_>) -> String {
    let own = own.unwrap_or(HOME_REGION);
    let partition = region::all().find(|(_, region)| *region == own).map(|(partition, _)| partition);
    let fits = partition.is_none_or(|partition| partition == layer.partition);
    if fits { own.to_owned() } else { layer.region.to_owned() }
}
