//! A connection to an address, through a proxy where there is one.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio_rustls::TlsConnector;
use tower_service::Service;

use super::proxy::Proxies;
use super::tls::TlsOptions;
use crate::text::one_line;

/// The time limit for opening a connection. It is shorter than the shortest limit for a response, so that an error can
/// name which of the two peers does not respond.
const CONNECT_WITHIN: Duration = Duration::from_secs(4);

/// The longest head of a proxy's response, in bytes.
const LONGEST_HEAD: usize = 16 * 1024;

/// The reason why a connection could not be opened.
#[derive(Debug, thiserror::Error)]
pub(super) enum ConnectError {
    /// The proxy does not respond, or refuses.
    #[error("{detail}")]
    Proxy {
        /// The proxy's response or the system's error.
        detail: String,
    },
    /// The server's certificate is not trusted.
    #[error("{0}")]
    Certificate(String),
    /// No connection within this time.
    #[error("no connection within {0:?}")]
    TimedOut(Duration),
    /// The error text of the system or the TLS stack.
    #[error("{0}")]
    Other(String),
}

/// Opens connections for hyper.
#[derive(Debug, Clone)]
pub(super) struct Connector {
    tcp: HttpConnector,
    trust: Arc<TlsOptions>,
    proxies: Arc<Proxies>,
}

impl Connector {
    pub(super) fn new(trust: Arc<TlsOptions>, proxies: Arc<Proxies>) -> Self {
        let mut tcp = HttpConnector::new();
        // hyper's connector would refuse `https://`; TLS is added here.
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        Self { tcp, trust, proxies }
    }

    async fn connect(mut self, uri: Uri) -> Result<TokioIo<Wire>, ConnectError> {
        let proxy = self.proxies.intercept(&uri);
        let wire = match &proxy {
            Some(proxy) => self.through(proxy, &uri).await?,
            None => within(self.dial(&uri)).await.unwrap_or(Err(ConnectError::TimedOut(CONNECT_WITHIN)))?,
        };
        let wire = if uri.scheme_str() == Some("https") {
            let shaken = within(self.shake_hands(wire, host(&uri)));
            shaken.await.unwrap_or(Err(ConnectError::TimedOut(CONNECT_WITHIN)))?
        } else {
            Wire { is_proxied: proxy.is_some(), ..wire }
        };
        Ok(TokioIo::new(wire))
    }

    /// Connects to the proxy, and through it for HTTPS. Every failure here is the proxy's.
    async fn through(&mut self, proxy: &Intercept, uri: &Uri) -> Result<Wire, ConnectError> {
        let at_proxy = |detail: String| ConnectError::Proxy { detail };
        let scheme = proxy.uri().scheme_str().unwrap_or("http").to_owned();
        if !matches!(&*scheme, "http" | "https") {
            return Err(at_proxy(format!("{scheme} proxies are not supported; use an http or https proxy")));
        }
        let reach = async {
            let wire = self.dial(proxy.uri()).await?;
            let wire = if scheme == "https" { self.shake_hands(wire, host(proxy.uri())).await? } else { wire };
            if uri.scheme_str() == Some("https") { tunnel(wire, proxy, uri).await } else { Ok(wire) }
        };
        match within(reach).await {
            None => Err(at_proxy(format!("no response within {} s", CONNECT_WITHIN.as_secs()))),
            Some(reached) => reached.map_err(|error| at_proxy(error.to_string())),
        }
    }

    async fn dial(&mut self, uri: &Uri) -> Result<Wire, ConnectError> {
        let stream = self.tcp.call(uri.clone()).await.map_err(|error| {
            let innermost =
                std::iter::successors(Some(&error as &(dyn std::error::Error + 'static)), |e| (**e).source());
            ConnectError::Other(innermost.last().map(|error| one_line(&error.to_string())).unwrap_or_default())
        })?;
        Ok(Wire::new(stream.into_inner()))
    }

    async fn shake_hands(&self, wire: Wire, host: String) -> Result<Wire, ConnectError> {
        let other = |error: &dyn std::fmt::Display| ConnectError::Other(one_line(&error.to_string()));
        let name = ServerName::try_from(host).map_err(|error| other(&error))?;
        let config = self.trust.config().map_err(|error| other(&error))?;
        let stream = TlsConnector::from(config).connect(name, wire).await.map_err(|error| {
            let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
            match tls {
                Some(rustls::Error::InvalidCertificate(_)) => ConnectError::Certificate(one_line(&error.to_string())),
                _ => other(&error),
            }
        })?;
        Ok(Wire::new(stream))
    }
}

async fn within<T>(work: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(CONNECT_WITHIN, work).await.ok()
}

/// Returns the host of an address; an IPv6 address without its brackets.
fn host(uri: &Uri) -> String {
    uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned()
}

/// Asks a proxy for a connection to the host of `uri` (RFC 9110, CONNECT).
async fn tunnel(mut wire: Wire, proxy: &Intercept, uri: &Uri) -> Result<Wire, ConnectError> {
    let broken = |error: io::Error| ConnectError::Other(one_line(&error.to_string()));
    let authority = format!("{}:{}", uri.host().unwrap_or_default(), uri.port_u16().unwrap_or(443));
    let mut head = format!("CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n").into_bytes();
    if let Some(authorization) = proxy.basic_auth() {
        head.extend_from_slice(b"Proxy-Authorization: ");
        head.extend_from_slice(authorization.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"\r\n");
    wire.write_all(&head).await.map_err(broken)?;
    wire.flush().await.map_err(broken)?;
    let mut answer = Vec::new();
    // Byte by byte: the bytes after the head belong to TLS.
    while !answer.ends_with(b"\r\n\r\n") {
        let byte = wire.read_u8().await.map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => ConnectError::Other("it closed the connection".to_owned()),
            _ => broken(error),
        })?;
        answer.push(byte);
        if answer.len() > LONGEST_HEAD {
            return Err(ConnectError::Other("its response is not HTTP".to_owned()));
        }
    }
    let status = String::from_utf8_lossy(&answer);
    let status = status.lines().next().unwrap_or_default();
    match status.split_whitespace().nth(1) {
        Some(code) if code.len() == 3 && code.starts_with('2') => Ok(wire),
        _ => Err(ConnectError::Other(one_line(status))),
    }
}

impl Service<Uri> for Connector {
    type Response = TokioIo<Wire>;
    type Error = ConnectError;
    type Future = Pin<Box<dyn Future<Output = Result<TokioIo<Wire>, ConnectError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ConnectError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        Box::pin(self.clone().connect(uri))
    }
}

trait Duplex: AsyncRead + AsyncWrite + Send {}
impl<T: AsyncRead + AsyncWrite + Send> Duplex for T {}

/// A connection, with or without TLS.
pub(super) struct Wire {
    stream: Pin<Box<dyn Duplex>>,
    /// Whether requests go to a proxy, which needs the whole address in each.
    is_proxied: bool,
}

impl Wire {
    fn new(stream: impl AsyncRead + AsyncWrite + Send + 'static) -> Self {
        Self { stream: Box::pin(stream), is_proxied: false }
    }
}

impl Connection for Wire {
    fn connected(&self) -> Connected {
        Connected::new().proxy(self.is_proxied)
    }
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.stream.as_mut().poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.stream.as_mut().poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream.as_mut().poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream.as_mut().poll_shutdown(cx)
    }
}
