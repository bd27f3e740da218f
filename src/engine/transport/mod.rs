//! Transports that the Docker client does not provide: TLS with the library that is used anyway, and ssh.

mod ssh;
mod tls;

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bollard::errors::Error;
use bollard::{API_DEFAULT_VERSION, BollardRequest, Docker};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

pub(super) use ssh::SshFailure;

use super::endpoint::{SshHost, TlsOptions};
use super::{Endpoint, EngineError};

/// Returns a client over TLS to `address` (`host:port`). `timeout` is in seconds, for one request.
pub(super) fn tls(endpoint: &Endpoint, address: &str, trust: &TlsOptions, timeout: u64) -> Result<Docker, EngineError> {
    let config = Arc::new(tls::config(endpoint, trust)?);
    let (address, place) = (address.to_owned(), format!("http://{address}"));
    let connect = move || tls::connect(address.clone(), Arc::clone(&config));
    client(connect, place, timeout).map_err(|error| EngineError::of(endpoint, &error))
}

/// Returns a client over ssh. `timeout` is in seconds, for one request.
pub(super) fn ssh(endpoint: &Endpoint, host: &SshHost, timeout: u64) -> Result<Docker, EngineError> {
    let host = host.clone();
    let connect = move || std::future::ready(ssh::connect(&host));
    client(connect, "http://engine".to_owned(), timeout).map_err(|error| EngineError::of(endpoint, &error))
}

/// Returns a client over any transport. Connections are reused, as each one needs a handshake.
fn client<D, F>(connect: D, place: String, timeout: u64) -> Result<Docker, Error>
where
    D: Fn() -> F + Clone + Send + Sync + 'static,
    F: Future<Output = io::Result<EngineStream>> + Send + 'static,
{
    let client = Client::builder(TokioExecutor::new()).build(Connector(connect));
    let transport = move |request: BollardRequest| {
        let client = client.clone();
        async move { client.request(request).await.map_err(Error::from) }
    };
    Docker::connect_with_custom_transport(transport, Some(place), timeout, API_DEFAULT_VERSION)
}

#[derive(Clone)]
struct Connector<D>(D);

impl<D, F> tower_service::Service<hyper::Uri> for Connector<D>
where
    D: Fn() -> F,
    F: Future<Output = io::Result<EngineStream>> + Send + 'static,
{
    type Response = TokioIo<EngineStream>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<TokioIo<EngineStream>>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: hyper::Uri) -> Self::Future {
        let stream = (self.0)();
        Box::pin(async move { stream.await.map(TokioIo::new) })
    }
}

trait Duplex: AsyncRead + AsyncWrite + Send {}
impl<T: AsyncRead + AsyncWrite + Send> Duplex for T {}

/// A connection over any transport.
struct EngineStream(Pin<Box<dyn Duplex>>);

impl EngineStream {
    fn new(stream: impl AsyncRead + AsyncWrite + Send + 'static) -> Self {
        Self(Box::pin(stream))
    }
}

impl Connection for EngineStream {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

impl AsyncRead for EngineStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_read(cx, buf)
    }
}

impl AsyncWrite for EngineStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.0.as_mut().poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_shutdown(cx)
    }
}
