//! The connections to an engine: a Unix socket, TCP, TLS with the library that is used anyway, and ssh. All of them limit
//! the size of an answer.

mod bounded;
mod ssh;
mod tls;

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bollard::errors::Error;
use bollard::{API_DEFAULT_VERSION, BollardRequest, Docker};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

pub(super) use bounded::{AnswerLimit, AnswerTooLong, LONGEST_ANSWER};
pub(super) use ssh::SshFailure;

use bounded::Bounded;

use super::endpoint::{SshHost, TlsOptions};
use super::{Endpoint, EngineError};

/// The limits of a client.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// The time until an answer begins.
    pub(super) timeout: Duration,
    /// The size of an answer.
    pub(super) answer: AnswerLimit,
}

/// Returns a client for the engine behind a Unix socket.
#[cfg(unix)]
pub(super) fn unix(endpoint: &Endpoint, path: &str, how: Limits) -> Result<Docker, EngineError> {
    let path = path.to_owned();
    let connect = move || {
        let path = path.clone();
        async move { tokio::net::UnixStream::connect(path).await.map(EngineStream::new) }
    };
    client(connect, "http://engine".to_owned(), how, NOT_REUSED).map_err(|error| EngineError::of(endpoint, &error))
}

/// Returns a client over TCP without encryption to `address` (`host:port`).
pub(super) fn tcp(endpoint: &Endpoint, address: &str, how: Limits) -> Result<Docker, EngineError> {
    let (address, place) = (address.to_owned(), format!("http://{address}"));
    let connect = move || {
        let address = address.clone();
        async move { TcpStream::connect(address).await.map(EngineStream::new) }
    };
    client(connect, place, how, NOT_REUSED).map_err(|error| EngineError::of(endpoint, &error))
}

/// Returns a client over TLS to `address` (`host:port`).
pub(super) fn tls(endpoint: &Endpoint, address: &str, trust: &TlsOptions, how: Limits) -> Result<Docker, EngineError> {
    let config = Arc::new(tls::config(endpoint, trust)?);
    let (address, place) = (address.to_owned(), format!("http://{address}"));
    let connect = move || tls::connect(address.clone(), Arc::clone(&config));
    client(connect, place, how, REUSED).map_err(|error| EngineError::of(endpoint, &error))
}

/// Returns a client over ssh.
pub(super) fn ssh(endpoint: &Endpoint, host: &SshHost, how: Limits) -> Result<Docker, EngineError> {
    let host = host.clone();
    let connect = move || std::future::ready(ssh::connect(&host));
    client(connect, "http://engine".to_owned(), how, REUSED).map_err(|error| EngineError::of(endpoint, &error))
}

/// A connection is used once: an engine that restarts closes it.
const NOT_REUSED: usize = 0;
/// Connections are reused, as each one needs a handshake.
const REUSED: usize = 8;

/// Returns a client over any transport that keeps up to `idle` connections for the next request.
fn client<D, F>(connect: D, place: String, how: Limits, idle: usize) -> Result<Docker, Error>
where
    D: Fn() -> F + Clone + Send + Sync + 'static,
    F: Future<Output = io::Result<EngineStream>> + Send + 'static,
{
    let client =
        Client::builder(TokioExecutor::new()).pool_max_idle_per_host(idle).build(Connector(connect, how.answer));
    let transport = move |request: BollardRequest| {
        let client = client.clone();
        async move { client.request(request).await.map_err(Error::from) }
    };
    Docker::connect_with_custom_transport(transport, Some(place), how.timeout.as_secs(), API_DEFAULT_VERSION)
}

#[derive(Clone)]
struct Connector<D>(D, AnswerLimit);

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
        let (stream, limit) = ((self.0)(), self.1);
        Box::pin(async move { Ok(TokioIo::new(EngineStream::new(Bounded::new(stream.await?, limit)))) })
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
