//! A client for the regions that layers live in, and who is asking.

use std::collections::HashMap;
use std::time::Duration;

use aws_credential_types::Credentials;
use jiff::Timestamp;
use tokio::sync::Mutex;

use super::call::Api;
use super::classify::About;
use super::config::{Profiles, Settings};
use super::credentials::{CodePrompt, HOME_REGION, Sources, refused, session_name};
use super::environment::Environment;
use super::hiding::hide_secrets_of;
use super::http_client::{BrokenProxies, HttpClient};
use super::layer::source_of;
use super::sts::AssumeRole;
use super::{AwsError, LayerRoles, LayerVersion};
use crate::sam::arn::ArnParts;
use crate::sam::{AccountId, LayerArn, region};

/// Where credentials and endpoints come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwsOptions {
    /// `--profile`; without it `AWS_PROFILE` or `default`, as every AWS tool does it.
    pub profile: Option<String>,
    /// An endpoint in place of AWS's own, asked with made-up credentials: the demo and tests. Without it,
    /// `AWS_ENDPOINT_URL` and the like count, with the user's own credentials.
    pub endpoint: Option<String>,
    /// The roles to take for layers of other accounts.
    pub roles: LayerRoles,
    /// How long things may take.
    pub retry_policy: RetryPolicy,
    /// Asks a person for the code of an MFA device; `None` where nobody can be asked.
    pub code_prompt: Option<CodePrompt>,
    /// Proxies that did not answer, shared by the clients of one program.
    pub broken_proxies: BrokenProxies,
}

/// How long things may take before they are called broken, and how often they are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// From a request to the first byte of its answer, connecting included.
    pub answer: Duration,
    /// Between two pieces of a download.
    pub stall: Duration,
    /// Before the second try of a download; it doubles with each further one.
    pub pause: Duration,
    /// How often a download is tried without getting any further.
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

/// How long AWS may take to say who is asking: nobody waits for that longer.
const CALLER_WITHIN: Duration = Duration::from_secs(5);

/// Credentials that end sooner, in seconds, are loaded anew.
const SOON: i64 = 60;

/// A client for AWS. Making one reads configuration files and connects to nobody.
#[derive(Debug)]
pub struct Client {
    /// What requests go by, or what is wrong with the user's configuration.
    setup: Result<Setup, AwsError>,
    profile: Option<String>,
    roles: LayerRoles,
    pub(super) retry_policy: RetryPolicy,
    /// By the role they are for; `None` are the user's own. A failure is kept as well: nobody waits for it twice.
    credentials: Mutex<HashMap<Option<String>, Result<Credentials, AwsError>>>,
    /// Regions of buckets, where they are not those of their layers.
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
        // What is asked in AWS's place with made-up credentials has nothing to do with the user's settings.
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

    /// Asks Lambda, in the ARN's own region, where the layer version can be had and what it is.
    ///
    /// SAM asks its own region instead and does not find layers of another (aws-sam-cli#2347).
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
            return Err(about.odd("incomplete answer", "it does not say what the hash of the layer is"));
        };
        Ok(LayerVersion { arn: arn.clone(), source, code_sha256, code_size })
    }

    /// The account of whoever is asking. AWS has five seconds for its answer; a helper that has to find
    /// the credentials first has its own time.
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

    /// The credentials for a layer: of the role for its account, else the user's own.
    pub(super) async fn credentials_for(&self, layer: &ArnParts<'_>) -> Result<Credentials, AwsError> {
        let Some(role) = self.roles.of(layer.account) else { return self.own_credentials().await };
        let own = self.own_credentials().await?;
        let key = Some(role.to_owned());
        let mut known = self.credentials.lock().await;
        if let Some(known) = still_good(known.get(&key)) {
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

    async fn own_credentials(&self) -> Result<Credentials, AwsError> {
        let mut known = self.credentials.lock().await;
        if let Some(known) = still_good(known.get(&None)) {
            return known;
        }
        let setup = self.setup()?;
        let loaded = Box::pin(setup.sources.load(&setup.api)).await.inspect(hide_secrets_of);
        known.insert(None, loaded.clone());
        loaded
    }
}

/// Credentials may take so long where a look-up is made: a helper has half a minute, a code takes a person longer.
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
        let code_prompt = options.code_prompt.clone();
        Ok(Self { api, sources: Sources { environment, profiles, code_prompt, direct: HttpClient::direct() } })
    }
}

/// What is known already, unless it ends soon.
fn still_good(known: Option<&Result<Credentials, AwsError>>) -> Option<Result<Credentials, AwsError>> {
    match known? {
        Ok(credentials) => {
            let expiry = credentials.expiry().and_then(|expiry| Timestamp::try_from(expiry).ok());
            let is_good = expiry.is_none_or(|expiry| expiry.as_second() > Timestamp::now().as_second() + SOON);
            is_good.then(|| Ok(credentials.clone()))
        }
        Err(error) => Some(Err(error.clone())),
    }
}

/// Where to ask for a role: the user's own region, or the layer's where that is in another partition.
fn region_for_roles(own: Option<&str>, layer: &ArnParts<'_>) -> String {
    let own = own.unwrap_or(HOME_REGION);
    let partition = region::all().find(|(_, region)| *region == own).map(|(partition, _)| partition);
    let fits = partition.is_none_or(|partition| partition == layer.partition);
    if fits { own.to_owned() } else { layer.region.to_owned() }
}
