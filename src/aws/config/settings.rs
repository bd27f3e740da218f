//! The settings of one client: environment first, then the profile, as in botocore (`botocore/configprovider.py`).

use std::path::PathBuf;

use super::{Profiles, Section};
use crate::aws::AwsError;
use crate::aws::environment::{Environment, flag};
use crate::aws::service::Service;
use crate::text::{one_line, sentence};

/// Attempts for one request by default.
const ATTEMPTS: u32 = 3;

/// The settings of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub(in crate::aws) struct Settings {
    /// The profile's name; `default` if none was named.
    pub(in crate::aws) profile: String,
    /// Whether the user named that profile: it then has to exist.
    pub(in crate::aws) is_named: bool,
    /// Whether it was named on the command line: access keys in the environment are then ignored.
    pub(in crate::aws) is_explicit: bool,
    /// The user's region.
    pub(in crate::aws) region: Option<String>,
    /// Whether endpoints are FIPS 140 validated ones.
    pub(in crate::aws) fips: bool,
    /// Whether endpoints support IPv6.
    pub(in crate::aws) dual_stack: bool,
    /// Attempts for one request, including the first.
    pub(in crate::aws) attempts: u32,
    /// A certificate bundle that replaces the system's, with the name of its setting.
    pub(in crate::aws) ca_bundle: Option<(&'static str, PathBuf)>,
    /// Custom endpoints by service.
    endpoints: Vec<(Service, String)>,
}

impl Settings {
    /// Resolves the settings. `profile` is the one named on the command line.
    pub(in crate::aws) fn resolve(
        environment: &Environment,
        profiles: &Profiles,
        profile: Option<&str>,
    ) -> Result<Self, AwsError> {
        let named =
            profile.or_else(|| environment.first(&["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]).map(|(_, name)| name));
        let name = named.unwrap_or("default");
        let empty = Section::default();
        let section = match profiles.get(name) {
            Some(section) => section,
            None if named.is_some() && named != Some("default") => return Err(missing(name, profiles)),
            None => &empty,
        };
        let on = |variable: &str, key: &str| {
            environment.flag(variable).or_else(|| section.get(key).and_then(flag)).unwrap_or(false)
        };
        let number = |variable: &str, key: &str| {
            environment.get(variable).or_else(|| section.get(key)).and_then(|text| text.trim().parse::<u32>().ok())
        };
        let ca_bundle = environment
            .first(&["AWS_CA_BUNDLE"])
            .or_else(|| section.get("ca_bundle").map(|path| ("ca_bundle", path)))
            // botocore falls back to this variable (`_get_verify_value` of `botocore/endpoint.py`).
            .or_else(|| environment.first(&["REQUESTS_CA_BUNDLE"]));
        let region = environment.first(&["AWS_REGION", "AWS_DEFAULT_REGION"]).map(|(_, region)| region);
        Ok(Self {
            profile: name.to_owned(),
            is_named: named.is_some(),
            is_explicit: profile.is_some(),
            region: region.or_else(|| section.get("region")).map(str::to_owned),
            fips: on("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"),
            dual_stack: on("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint"),
            attempts: number("AWS_MAX_ATTEMPTS", "max_attempts").filter(|count| *count > 0).unwrap_or(ATTEMPTS),
            ca_bundle: ca_bundle.map(|(from, path)| (from, environment.expand(path))),
            endpoints: if on("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls") {
                Vec::new()
            } else {
                endpoints(environment, profiles, section)
            },
        })
    }

    /// Sets this endpoint for every service.
    pub(in crate::aws) fn with_endpoint(mut self, endpoint: &str) -> Self {
        self.endpoints = Service::ALL.iter().map(|service| (*service, endpoint.to_owned())).collect();
        self
    }

    /// Returns the custom endpoint of a service.
    pub(in crate::aws) fn endpoint(&self, service: Service) -> Option<&str> {
        self.endpoints.iter().find(|(of, _)| *of == service).map(|(_, url)| url.as_str())
    }

    /// Returns the profile for a sentence; `None` if the user named none.
    pub(in crate::aws) fn named_profile(&self) -> Option<&str> {
        self.is_named.then_some(&*self.profile)
    }
}

/// Reads `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the `services` section of the profile, its `endpoint_url`.
fn endpoints(environment: &Environment, profiles: &Profiles, section: &Section) -> Vec<(Service, String)> {
    let of = |service: Service| {
        let variable = format!("AWS_ENDPOINT_URL_{}", service.id().to_ascii_uppercase());
        let url = environment
            .get(&variable)
            .or_else(|| environment.get("AWS_ENDPOINT_URL"))
            .or_else(|| profiles.service(section, service.id(), "endpoint_url"))
            .or_else(|| section.get("endpoint_url"))?;
        Some((service, url.trim().trim_end_matches('/').to_owned()))
    };
    Service::ALL.into_iter().filter_map(of).collect()
}

fn missing(name: &str, profiles: &Profiles) -> AwsError {
    let known: Vec<String> = profiles.names().map(one_line).collect();
    if known.is_empty() {
        return AwsError::Configuration(sentence!("aws-profile-missing-all", profile = one_line(name)));
    }
    let names = crate::text::Sentence::names(known.iter().map(String::as_str), known.len() as u64, 8);
    AwsError::Configuration(sentence!("aws-profile-missing", profile = one_line(name), names = names))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIG: &str = "[default]\nregion = eu-west-1\nuse_fips_endpoint = true\nca_bundle = ~/own.pem\n\
                          [profile dev]\nendpoint_url = http://all/\nservices = local\nmax_attempts = 7\n\
                          [services local]\ns3 =\n  endpoint_url = http://s3\n";

    fn settings(variables: &[(&str, &str)], profile: Option<&str>) -> Settings {
        let environment = Environment::of(variables, Some(std::path::Path::new("/home/me")));
        Settings::resolve(&environment, &Profiles::of_config(CONFIG), profile).unwrap()
    }

    #[test]
    fn the_environment_wins_over_the_profile() {
        let plain = settings(&[], None);
        assert_eq!((plain.region.as_deref(), plain.fips, plain.attempts), (Some("eu-west-1"), true, 3));
        assert_eq!(plain.ca_bundle, Some(("ca_bundle", PathBuf::from("/home/me/own.pem"))));
        assert_eq!(plain.named_profile(), None);
        let own = [("AWS_REGION", "us-west-2"), ("AWS_USE_FIPS_ENDPOINT", "false"), ("AWS_CA_BUNDLE", "/x.pem")];
        let own = settings(&own, None);
        assert_eq!((own.region.as_deref(), own.fips), (Some("us-west-2"), false));
        assert_eq!(own.ca_bundle, Some(("AWS_CA_BUNDLE", PathBuf::from("/x.pem"))));
    }

    #[test]
    fn the_most_specific_endpoint_setting_wins() {
        let dev = settings(&[], Some("dev"));
        assert_eq!((dev.endpoint(Service::Lambda), dev.endpoint(Service::S3)), (Some("http://all"), Some("http://s3")));
        assert_eq!(dev.attempts, 7);
        let variables = [("AWS_ENDPOINT_URL_LAMBDA", "http://l"), ("AWS_ENDPOINT_URL", "http://e")];
        let dev = settings(&variables, Some("dev"));
        assert_eq!((dev.endpoint(Service::Lambda), dev.endpoint(Service::S3)), (Some("http://l"), Some("http://e")));
        let ignoring = settings(&[("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")], Some("dev"));
        assert_eq!(ignoring.endpoint(Service::Lambda), None);
    }

    #[test]
    fn a_missing_profile_is_named_with_the_existing_ones() {
        let environment = Environment::of(&[("AWS_PROFILE", "prod")], None);
        let message = Settings::resolve(&environment, &Profiles::of_config(CONFIG), None).unwrap_err().to_string();
        assert!(message.contains("`prod`") && message.contains("default, dev"), "{message}");
    }
}
