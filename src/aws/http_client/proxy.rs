//! Proxies: which one serves an address, and which ones failed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use http::{HeaderValue, Uri};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use crate::aws::AwsError;
use crate::aws::environment::Environment;

/// How long a failed proxy is not tried again.
const REMEMBERED: Duration = Duration::from_mins(1);

/// Proxies that did not respond or refused, each with its error. Clones share the list, so that one command waits only
/// once for a proxy that does not respond.
#[derive(Debug, Clone, Default)]
pub struct BrokenProxies(Arc<Mutex<HashMap<String, (Instant, AwsError)>>>);

/// It is a cache and not a setting: two sets of options are equal whatever it holds.
impl PartialEq for BrokenProxies {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for BrokenProxies {}

/// The proxies of the environment.
#[derive(Debug)]
pub(super) struct Proxies {
    matcher: Matcher,
    broken: BrokenProxies,
}

impl Proxies {
    /// Reads `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in upper or lower case.
    pub(super) fn of(environment: &Environment, broken: BrokenProxies) -> Self {
        let text =
            |names: &[&'static str]| environment.first(names).map(|(_, value)| value.to_owned()).unwrap_or_default();
        let matcher = Matcher::builder()
            .all(text(&["ALL_PROXY", "all_proxy"]))
            .http(text(&["HTTP_PROXY", "http_proxy"]))
            .https(text(&["HTTPS_PROXY", "https_proxy"]))
            .no(text(&["NO_PROXY", "no_proxy"]))
            .build();
        Self { matcher, broken }
    }

    pub(super) fn none() -> Self {
        Self { matcher: Matcher::builder().build(), broken: BrokenProxies::default() }
    }

    pub(super) fn intercept(&self, uri: &Uri) -> Option<Intercept> {
        self.matcher.intercept(uri)
    }

    /// Returns `http://host:port` of the proxy for an address, without user and password.
    pub(super) fn of_uri(&self, uri: &Uri) -> Option<String> {
        let proxy = self.intercept(uri)?;
        let proxy = proxy.uri();
        Some(format!("{}://{}", proxy.scheme_str().unwrap_or("http"), proxy.authority()?))
    }

    /// Returns the `Proxy-Authorization` header for plain HTTP, where the proxy reads the request itself.
    pub(super) fn authorization_in_request(&self, uri: &Uri) -> Option<HeaderValue> {
        if uri.scheme_str() != Some("http") {
            return None;
        }
        self.intercept(uri)?.basic_auth().cloned()
    }

    /// Returns the error of this proxy if it failed a moment ago.
    pub(super) fn known_failure(&self, uri: &Uri) -> Option<AwsError> {
        let proxy = self.of_uri(uri)?;
        let broken = self.broken.0.lock().unwrap_or_else(PoisonError::into_inner);
        broken.get(&proxy).filter(|(since, _)| since.elapsed() < REMEMBERED).map(|(_, error)| error.clone())
    }

    pub(super) fn remember(&self, uri: &Uri, error: &AwsError) {
        if let (AwsError::Proxy { .. }, Some(proxy)) = (error, self.of_uri(uri)) {
            let mut broken = self.broken.0.lock().unwrap_or_else(PoisonError::into_inner);
            broken.insert(proxy, (Instant::now(), error.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_of_a_proxy_is_not_shown() {
        let environment = Environment::of(
            &[("https_proxy", "http://user:secret@proxy.corp:3128"), ("NO_PROXY", "10.0.0.0/8,.local")],
            None,
        );
        let proxies = Proxies::of(&environment, BrokenProxies::default());
        let of = |uri: &str| proxies.of_uri(&uri.parse().unwrap());
        assert_eq!(of("https://lambda.eu-west-1.amazonaws.com/").as_deref(), Some("http://proxy.corp:3128"));
        assert_eq!(of("http://lambda.eu-west-1.amazonaws.com/"), None);
        assert_eq!((of("https://10.1.2.3/"), of("https://x.local/")), (None, None));
    }
}
