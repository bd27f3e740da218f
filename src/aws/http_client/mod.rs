//! An HTTP and HTTPS client with the TLS stack that connections to Docker also use, through the user's proxy.

mod connect;
mod proxy;
mod tls;

use std::error::Error;
use std::sync::Arc;

use http::{HeaderValue, Request, Response, Uri, header};
use hyper::body::Incoming;
use hyper_util::client::legacy;
use hyper_util::rt::TokioExecutor;

use super::AwsError;
use super::body::RequestBody;
use super::classify::About;
use super::environment::Environment;
pub use proxy::BrokenProxies;

use connect::{ConnectError, Connector};
use proxy::Proxies;

/// A request.
pub(super) type HttpRequest = Request<RequestBody>;
/// A response whose body has not been read yet.
pub(super) type HttpResponse = Response<Incoming>;

/// An HTTP client that reuses its connections.
#[derive(Debug, Clone)]
pub(super) struct HttpClient {
    inner: legacy::Client<Connector, RequestBody>,
    proxies: Arc<Proxies>,
}

impl HttpClient {
    /// Returns a client that trusts the certificates of `ca_bundle` (the setting's name and a path), else the system's,
    /// and uses the proxies of the environment. It reads certificates and opens no connection.
    pub(super) fn new(
        environment: &Environment,
        ca_bundle: Option<&(&'static str, std::path::PathBuf)>,
        broken: BrokenProxies,
    ) -> Result<Self, AwsError> {
        Ok(Self::with(tls::TlsOptions::read(ca_bundle)?, Proxies::of(environment, broken)))
    }

    /// Returns a client without a proxy, for the metadata services of a machine or container.
    pub(super) fn direct() -> Self {
        Self::with(tls::TlsOptions::system(), Proxies::none())
    }

    fn with(trust: tls::TlsOptions, proxies: Proxies) -> Self {
        let proxies = Arc::new(proxies);
        let connector = Connector::new(Arc::new(trust), Arc::clone(&proxies));
        Self { inner: legacy::Client::builder(TokioExecutor::new()).build(connector), proxies }
    }

    /// Sends a request and returns the response as soon as its head has arrived, whatever its status. `about.within` is
    /// the time limit.
    pub(super) async fn send(&self, mut request: HttpRequest, about: &About<'_>) -> Result<HttpResponse, AwsError> {
        let uri = request.uri().clone();
        if let Some(error) = self.proxies.known_failure(&uri) {
            return Err(error);
        }
        if let Some(authorization) = self.proxies.authorization_in_request(&uri) {
            request.headers_mut().insert(header::PROXY_AUTHORIZATION, authorization.clone());
        }
        let user_agent = HeaderValue::from_static(concat!("samlayers/", env!("CARGO_PKG_VERSION")));
        request.headers_mut().entry(header::USER_AGENT).or_insert(user_agent);
        let outcome = match tokio::time::timeout(about.within, self.inner.request(request)).await {
            Ok(Ok(answer)) => return self.refused_by_proxy(&uri, answer, about),
            Ok(Err(error)) => self.failed(&uri, &error, about),
            Err(_) => self.no_answer(&uri, about),
        };
        self.proxies.remember(&uri, &outcome);
        Err(outcome)
    }

    /// Returns the response, or an error where a proxy for plain HTTP asks for credentials of its own.
    fn refused_by_proxy(&self, uri: &Uri, answer: HttpResponse, about: &About<'_>) -> Result<HttpResponse, AwsError> {
        match self.proxies.of_uri(uri) {
            Some(proxy) if answer.status().as_u16() == 407 => {
                let error = about.proxy(&proxy, &format!("HTTP {}", answer.status()));
                self.proxies.remember(uri, &error);
                Err(error)
            }
            _ => Ok(answer),
        }
    }

    fn failed(&self, uri: &Uri, error: &legacy::Error, about: &About<'_>) -> AwsError {
        let cause = std::iter::successors(Some(error as &(dyn Error + 'static)), |error| (**error).source())
            .find_map(|error| error.downcast_ref::<ConnectError>());
        match cause {
            Some(ConnectError::Proxy { detail }) => match self.proxies.of_uri(uri) {
                Some(proxy) => about.proxy(&proxy, detail),
                None => about.network(error),
            },
            Some(ConnectError::TimedOut(_)) => about.timed_out(),
            Some(ConnectError::Certificate(detail)) => about.certificate(detail),
            _ => about.network(error),
        }
    }

    /// Returns the error for a timeout: for plain HTTP it is the proxy that did not respond.
    fn no_answer(&self, uri: &Uri, about: &About<'_>) -> AwsError {
        match self.proxies.of_uri(uri).filter(|_| uri.scheme_str() == Some("http")) {
            Some(proxy) => about.proxy(&proxy, &format!("no response within {} s", about.within.as_secs())),
            None => about.timed_out(),
        }
    }
}
