//! A client for the regions that layers live in, and who is asking.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use aws_config::environment::region::EnvironmentVariableRegionProvider;
use aws_config::meta::region::RegionProviderChain;
use aws_config::profile::ProfileFileRegionProvider;
use aws_config::sts::AssumeRoleProvider;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_smithy_runtime_api::client::http::SharedHttpConnector;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;

use super::classify::About;
use super::hiding::hiding;
use super::{AwsError, LayerRoles, LayerVersion, http};
use crate::sam::arn::ArnParts;
use crate::sam::{LayerArn, region};

/// Where credentials and endpoints come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwsOptions {
    /// `--profile`; without it `AWS_PROFILE` or `default`, as aws-config does it.
    pub profile: Option<String>,
    /// An endpoint in place of AWS's own, asked with made-up credentials: the demo and tests. Without it,
    /// `AWS_ENDPOINT_URL` and the like count, with the user's own credentials.
    pub endpoint: Option<String>,
    /// The roles to take for layers of other accounts.
    pub roles: LayerRoles,
    /// How long things may take.
    pub retry_policy: RetryPolicy,
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

/// The region asked where none is configured: every account has it.
const HOME_REGION: &str = "us-east-1";

/// A client for AWS. Making one reads configuration files and connects to nobody.
#[derive(Debug)]
pub struct Client {
    config: SdkConfig,
    profile: Option<String>,
    roles: LayerRoles,
    pub(super) retry_policy: RetryPolicy,
    /// For downloads. Reading the system's certificates takes a moment, so it is made when first needed.
    connector: OnceLock<SharedHttpConnector>,
    /// One for each region and role: they keep connections and credentials.
    lambdas: Mutex<HashMap<(String, Option<String>), aws_sdk_lambda::Client>>,
}

impl Client {
    /// Reads configuration and environment as every AWS tool does.
    pub async fn new(options: &AwsOptions) -> Self {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(5))
            .operation_attempt_timeout(options.retry_policy.answer)
            .operation_timeout(options.retry_policy.answer * 3)
            .build();
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .timeout_config(timeouts)
            .region(region_of(options.profile.as_deref()));
        if let Some(endpoint) = &options.endpoint {
            loader = loader
                .endpoint_url(endpoint)
                .credentials_provider(Credentials::new("test", "test", None, None, "made-up"));
        } else if let Some(profile) = &options.profile {
            loader = loader.profile_name(profile);
        }
        let config = loader.load().await;
        let config = match config.credentials_provider() {
            Some(provider) => config.into_builder().credentials_provider(hiding(provider)).build(),
            None => config,
        };
        let profile = options.profile.clone().or_else(|| std::env::var("AWS_PROFILE").ok()).filter(|p| !p.is_empty());
        Self {
            config,
            profile,
            roles: options.roles.clone(),
            retry_policy: options.retry_policy,
            connector: OnceLock::new(),
            lambdas: Mutex::default(),
        }
    }

    /// Asks Lambda, in the ARN's own region, where the layer version can be had and what it is.
    ///
    /// SAM asks its own region instead and does not find layers of another (aws-sam-cli#2347).
    pub async fn look_up(&self, arn: &LayerArn) -> Result<LayerVersion, AwsError> {
        let parts = arn.parts()?;
        let place = format!("AWS Lambda in {}", parts.region);
        let about = self.about(&place, Some(arn));
        let answer = self.lambda(&parts).await.get_layer_version_by_arn().arn(arn.as_str()).send().await;
        let answer = answer.map_err(|error| about.sdk(&error))?;
        let content = answer.content();
        let text = |field: Option<&str>| field.filter(|text| !text.is_empty()).map(str::to_owned);
        let (Some(location), Some(code_sha256)) =
            (text(content.and_then(|c| c.location())), text(content.and_then(|c| c.code_sha256())))
        else {
            return Err(AwsError::Service {
                place: place.clone(),
                code: "incomplete answer".to_owned(),
                message: "it says neither where the layer is nor what its hash is".to_owned(),
            });
        };
        let code_size = content.map_or(0, aws_sdk_lambda::types::LayerVersionContentOutput::code_size);
        Ok(LayerVersion { arn: arn.clone(), location, code_sha256, code_size: u64::try_from(code_size).unwrap_or(0) })
    }

    /// The account of whoever is asking, twelve digits. Gives up after five seconds.
    pub async fn caller_account(&self) -> Result<String, AwsError> {
        let place = "AWS STS";
        let about = About { within: CALLER_WITHIN, ..self.about(place, None) };
        let config = aws_sdk_sts::config::Builder::from(&self.config)
            .retry_config(RetryConfig::standard().with_max_attempts(2))
            .timeout_config(TimeoutConfig::builder().operation_timeout(CALLER_WITHIN).build())
            .build();
        let caller = aws_sdk_sts::Client::from_conf(config).get_caller_identity().send().await;
        let account = caller.map_err(|error| about.sdk(&error))?.account.unwrap_or_default();
        if account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(account);
        }
        Err(AwsError::Service {
            place: place.to_owned(),
            code: "incomplete answer".to_owned(),
            message: "it does not say which account is asking".to_owned(),
        })
    }

    pub(super) fn connector(&self) -> &SharedHttpConnector {
        self.connector.get_or_init(http::connector)
    }

    pub(super) fn about<'a>(&'a self, place: &'a str, arn: Option<&'a LayerArn>) -> About<'a> {
        let role = arn.and_then(|arn| self.roles.of(arn.parts().ok()?.account));
        About { place, profile: self.profile.as_deref(), arn, role, within: self.retry_policy.answer }
    }

    /// The client for a layer: of its region, and with the role for its account.
    pub(super) async fn lambda(&self, layer: &ArnParts<'_>) -> aws_sdk_lambda::Client {
        let role = self.roles.of(layer.account);
        let key = (layer.region.to_owned(), role.map(str::to_owned));
        if let Some(client) = self.lambdas.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return client.clone();
        }
        let mut config =
            aws_sdk_lambda::config::Builder::from(&self.config).region(Region::new(layer.region.to_owned()));
        if let Some(role) = role {
            let provider = AssumeRoleProvider::builder(role)
                .configure(&self.config)
                .region(self.region_for_roles(layer))
                .session_name("samlayers")
                .build();
            config = config.credentials_provider(hiding(Box::pin(provider).await));
        }
        let client = aws_sdk_lambda::Client::from_conf(config.build());
        // Of two that were made at once one stays, and with it one connection.
        self.lambdas.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(client).clone()
    }

    /// Where to ask for a role: the user's own region, or the layer's where that is in another partition.
    fn region_for_roles(&self, layer: &ArnParts<'_>) -> Region {
        let own = self.config.region().cloned();
        let partition = |name: &str| region::all().find(|(_, region)| *region == name).map(|(partition, _)| partition);
        let fits = |own: &Region| partition(own.as_ref()).is_none_or(|partition| partition == layer.partition);
        own.filter(fits).unwrap_or_else(|| Region::new(layer.region.to_owned()))
    }
}

/// The configured region, which only STS is asked in. The default chain would also ask the metadata service of EC2,
/// which on a machine that is no EC2 instance can take seconds, and layers have a region of their own.
fn region_of(profile: Option<&str>) -> RegionProviderChain {
    let mut file = ProfileFileRegionProvider::builder();
    if let Some(profile) = profile {
        file = file.profile_name(profile);
    }
    RegionProviderChain::first_try(EnvironmentVariableRegionProvider::new())
        .or_else(file.build())
        .or_else(Region::from_static(HOME_REGION))
}
