//! The address of a container engine.

use std::fmt;
use std::path::{Path, PathBuf};

use super::{EngineError, EngineOptions, platform};
use crate::text::one_line;
use crate::text::{Sentence, sentence};

/// The address of a container engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    pub(super) address: Address,
}

/// The transport and address of an engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// The path of a socket.
    Unix(String),
    /// The path of a named pipe, `//./pipe/docker_engine`.
    NamedPipe(String),
    /// `host:port` without encryption.
    Tcp(String),
    /// `host:port`, with TLS.
    Tls(String, TlsOptions),
    /// An ssh connection with `docker system dial-stdio` on the remote side, as the docker command does it.
    Ssh(SshHost),
}

/// The certificates of a TLS connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TlsOptions {
    /// The folder with `ca.pem`, `cert.pem` and `key.pem`; `None` for the system's certificate authorities and no
    /// client certificate.
    pub(super) folder: Option<PathBuf>,
    /// Whether the server's certificate has to be signed by `ca.pem`.
    pub(super) verify: bool,
}

/// `[user@]host[:port]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SshHost {
    pub(super) user: Option<String>,
    pub(super) host: String,
    pub(super) port: Option<u16>,
}

impl Endpoint {
    /// Reads `DOCKER_HOST` and related variables like docker-py, which SAM uses (`docker/utils/utils.py`, `parse_host`
    /// and `kwargs_from_env`). Docker contexts have no effect.
    pub fn choose(options: &EngineOptions) -> Result<Self, EngineError> {
        let text = options.docker_host.as_deref().filter(|host| !host.is_empty() && host.trim() != "unix://");
        let is_set = |value: Option<&str>| value.is_some_and(|value| !value.is_empty());
        let verify = is_set(options.tls_verify.as_deref());
        let tls = (verify || options.cert_path.is_some()).then(|| TlsOptions {
            folder: options.cert_path.clone().or_else(|| options.home.as_ref().map(|home| home.join(".docker"))),
            verify,
        });
        let address = read(text.unwrap_or(platform::DEFAULT_HOST).trim(), tls)?;
        Ok(Self { address })
    }

    /// Returns an endpoint for a host without reading the environment.
    pub(super) fn plain(host: &str) -> Result<Self, EngineError> {
        Ok(Self { address: read(host, None)? })
    }

    /// Returns the path of the socket or pipe, if the engine uses one.
    pub(super) fn socket(&self) -> Option<&Path> {
        match &self.address {
            Address::Unix(path) | Address::NamedPipe(path) => Some(Path::new(path)),
            _ => None,
        }
    }
}

fn read(text: &str, tls: Option<TlsOptions>) -> Result<Address, EngineError> {
    let refuse = |reason| Err(EngineError::BadHost { text: text.to_owned(), reason });
    let Some(url) = Url::of(text) else { return refuse(bare_path(text)) };
    match url.scheme.as_str() {
        "unix" | "http+unix" if !platform::HAS_UNIX_SOCKETS => refuse(sentence!("host-no-unix-sockets")),
        "unix" | "http+unix" => url.socket().map_or_else(refuse, |path| Ok(Address::Unix(path))),
        "npipe" if !platform::HAS_NAMED_PIPES => refuse(sentence!("host-no-named-pipes")),
        "npipe" => Ok(Address::NamedPipe(url.path.to_owned())),
        // In docker-py the scheme decides: `http://` is unencrypted whatever else is set.
        "http" => tcp(&url).map_or_else(refuse, |address| Ok(Address::Tcp(address))),
        "https" => {
            let trust = tls.unwrap_or(TlsOptions { folder: None, verify: true });
            tcp(&url).map_or_else(refuse, |address| Ok(Address::Tls(address, trust)))
        }
        "tcp" => tcp(&url).map_or_else(refuse, |address| {
            Ok(match tls {
                Some(trust) => Address::Tls(address, trust),
                None => Address::Tcp(address),
            })
        }),
        "ssh" => ssh(&url).map_or_else(refuse, |host| Ok(Address::Ssh(host))),
        _ => refuse(sentence!("host-scheme")),
    }
}

/// The parts of a host, split as docker-py's `urlparse` does it.
struct Url<'a> {
    /// In lower case; `tcp` if there is none.
    scheme: String,
    /// The text after `//`, up to the path; empty without `//`.
    authority: &'a str,
    /// Everything else.
    path: &'a str,
}

impl<'a> Url<'a> {
    /// Returns `None` for a path without a scheme.
    fn of(text: &'a str) -> Option<Self> {
        let is_scheme = |name: &str| !name.is_empty() && name.bytes().all(|c| c.is_ascii_alphabetic() || c == b'+');
        let (scheme, rest) = match text.split_once(':') {
            // `localhost:2375` has the scheme `localhost`.
            Some((scheme, rest)) if is_scheme(scheme) => {
                (scheme.to_ascii_lowercase(), rest.strip_prefix("//").ok_or(rest))
            }
            _ if text.starts_with(['/', '.', '~', '\\']) => return None,
            _ => ("tcp".to_owned(), Ok(text)),
        };
        let (authority, path) = match rest {
            Ok(rest) => rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len())),
            Err(path) => ("", path),
        };
        Some(Self { scheme, authority, path })
    }

    /// Returns the path of a socket. docker-py reads `unix://run/docker.sock` like `unix:///run/docker.sock`, and the
    /// first part, which it takes for a host, in lower case.
    fn socket(&self) -> Result<String, Sentence> {
        if self.path.contains(['?', '#']) || self.authority.contains(['@', ':', '[', ']']) {
            return Err(sentence!("host-socket-odd"));
        }
        let path = format!("{}/{}", self.authority.to_lowercase(), self.path.trim_start_matches('/'));
        match path.trim_matches('/') {
            "" => Err(sentence!("host-socket-odd")),
            path => Ok(format!("/{path}")),
        }
    }
}

/// Explains that a path needs a scheme, with the value that has it.
fn bare_path(path: &str) -> Sentence {
    if path.starts_with('\\') {
        return sentence!("host-bare-path", line = format!("npipe://{}", path.replace('\\', "/")));
    }
    sentence!("host-bare-path", line = format!("unix://{}", one_line(path)))
}

/// Parses `host:port`. The port is required, and an empty host is this machine.
fn tcp(url: &Url) -> Result<String, Sentence> {
    if !url.path.trim_end_matches('/').is_empty() {
        return Err(sentence!("host-path"));
    }
    if url.authority.contains('@') {
        return Err(sentence!("host-user"));
    }
    let (host, port) = url.authority.rsplit_once(':').ok_or_else(|| sentence!("host-no-port"))?;
    if !port.parse::<u16>().is_ok_and(|port| port > 0) {
        return Err(sentence!("host-odd-port"));
    }
    if host.contains(|c: char| c.is_whitespace() || c.is_control()) || (host.contains(':') && !host.ends_with(']')) {
        return Err(sentence!("host-odd"));
    }
    Ok(if host.is_empty() { format!("127.0.0.1:{port}") } else { url.authority.to_owned() })
}

/// Parses `[user@]host[:port]`. Each part becomes an argument of the ssh program and must not look like an option.
fn ssh(url: &Url) -> Result<SshHost, Sentence> {
    let invalid = || sentence!("host-ssh-odd");
    if !url.path.is_empty() {
        return Err(sentence!("host-ssh-path"));
    }
    let rest = url.authority;
    let (user, place) = rest.rsplit_once('@').map_or((None, rest), |(user, place)| (Some(user), place));
    let (host, port) = match place.rsplit_once(':') {
        // A bare IPv6 address contains colons, but no port.
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => {
            (host, Some(port.parse::<u16>().ok().filter(|port| *port > 0).ok_or_else(invalid)?))
        }
        _ => (place, None),
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let is_invalid = |text: &str| {
        text.is_empty() || text.starts_with('-') || text.contains(|c: char| c.is_whitespace() || c.is_control())
    };
    if user.is_some_and(|user| is_invalid(user) || user.contains(':')) || is_invalid(host) {
        return Err(invalid());
    }
    Ok(SshHost { user: user.map(str::to_owned), host: host.to_owned(), port })
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.address {
            Address::Unix(path) => write!(f, "unix://{}", one_line(path)),
            Address::NamedPipe(path) => write!(f, "npipe://{}", one_line(path)),
            Address::Tcp(address) | Address::Tls(address, TlsOptions { folder: Some(_), .. }) => {
                write!(f, "tcp://{}", one_line(address))
            }
            Address::Tls(address, _) => write!(f, "https://{}", one_line(address)),
            Address::Ssh(SshHost { user, host, port }) => {
                let user = user.as_ref().map(|user| format!("{}@", one_line(user))).unwrap_or_default();
                let port = port.map(|port| format!(":{port}")).unwrap_or_default();
                let host = one_line(host);
                let host = if host.contains(':') { format!("[{host}]") } else { host };
                write!(f, "ssh://{user}{host}{port}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(host: &str) -> Result<String, String> {
        Endpoint::choose(&EngineOptions { docker_host: Some(host.to_owned()), ..EngineOptions::default() })
            .map(|endpoint| endpoint.to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn without_configuration_the_default_is_used() {
        let endpoint = Endpoint::choose(&EngineOptions::default()).unwrap();
        assert_eq!(endpoint.to_string(), platform::DEFAULT_HOST);
        assert_eq!(choose("").as_deref(), Ok(platform::DEFAULT_HOST));
        assert_eq!(choose("unix://").as_deref(), Ok(platform::DEFAULT_HOST));
    }

    #[cfg(unix)]
    #[test]
    fn sockets_are_read_like_docker_py() {
        for (host, read) in [
            ("unix:///run/user/1000/docker.sock", "unix:///run/user/1000/docker.sock"),
            (" unix:///run/docker.sock/ ", "unix:///run/docker.sock"),
            ("unix://run/docker.sock", "unix:///run/docker.sock"),
            ("unix:////Applications/Finch/finch.sock", "unix:///Applications/Finch/finch.sock"),
            ("http+unix:///run/docker.sock", "unix:///run/docker.sock"),
            ("unix:/run/docker.sock", "unix:///run/docker.sock"),
            ("UNIX:run/docker.sock", "unix:///run/docker.sock"),
        ] {
            assert_eq!(choose(host).as_deref(), Ok(read), "{host}");
        }
        assert!(choose("npipe:////./pipe/docker_engine").unwrap_err().contains("Windows"));
        for (path, line) in [
            ("/run/user/1000/podman/podman.sock", "unix:///run/user/1000/podman/podman.sock"),
            (r"\\.\pipe\docker_engine", "npipe:////./pipe/docker_engine"),
        ] {
            let why = choose(path).unwrap_err();
            assert!(why.contains(&format!("DOCKER_HOST={line}")), "{why}");
        }
        for host in ["unix:", "unix:///", "unix:///run/a?b", "unix://me@run/docker.sock"] {
            assert!(choose(host).is_err(), "{host}");
        }
    }

    #[test]
    fn tcp_hosts_are_read_like_docker_py() {
        for (host, read) in [
            ("tcp://localhost:2375", "tcp://localhost:2375"),
            ("http://localhost:2375/", "tcp://localhost:2375"),
            ("my-host:2375", "tcp://my-host:2375"),
            ("127.0.0.1:2375", "tcp://127.0.0.1:2375"),
            ("TCP://localhost:2375", "tcp://localhost:2375"),
            ("tcp://:2375", "tcp://127.0.0.1:2375"),
            ("tcp://[::1]:2375", "tcp://[::1]:2375"),
        ] {
            assert_eq!(choose(host).as_deref(), Ok(read), "{host}");
        }
        for host in [
            "tcp://",
            "localhost:2375",
            "tcp:localhost:2375",
            "tcp://localhost",
            "tcp://localhost:0",
            "tcp://::1:2375",
            "tcp://a:2375/x",
            "tcp://u@a:1",
        ] {
            assert!(choose(host).is_err(), "{host}");
        }
    }

    #[test]
    fn ssh_hosts_are_read_and_cannot_be_options() {
        for (host, read) in [
            ("ssh://me@build-host", "ssh://me@build-host"),
            ("ssh://build-host:2222", "ssh://build-host:2222"),
            ("ssh://me@[::1]:22", "ssh://me@[::1]:22"),
            ("ssh://fe80::1", "ssh://[fe80::1]"),
        ] {
            assert_eq!(choose(host).as_deref(), Ok(read), "{host}");
        }
        for host in [
            "ssh://",
            "ssh://-oProxyCommand=x",
            "ssh://-l@host",
            "ssh://me@host:0",
            "ssh://a/run/docker.sock",
            "ssh://a/",
        ] {
            assert!(choose(host).is_err(), "{host}");
        }
        assert!(choose("gopher://host:1").unwrap_err().contains("unix://"));
    }

    #[test]
    fn tls_variables_are_read_like_docker_py() {
        let tls = |host: &str, verify: Option<&str>, folder: Option<&str>| {
            let options = EngineOptions {
                docker_host: Some(host.to_owned()),
                tls_verify: verify.map(str::to_owned),
                cert_path: folder.map(PathBuf::from),
                home: Some("/home/kim".into()),
                ..EngineOptions::default()
            };
            match Endpoint::choose(&options).unwrap().address {
                Address::Tls(_, trust) => Some((trust.folder, trust.verify)),
                _ => None,
            }
        };
        let host = "tcp://host:2376";
        assert_eq!(tls(host, None, None), None);
        assert_eq!(tls(host, Some(""), None), None);
        assert_eq!(tls(host, Some("1"), Some("/certs")), Some((Some(PathBuf::from("/certs")), true)));
        // Any text turns verification on, even "0".
        assert_eq!(tls(host, Some("0"), None), Some((Some(PathBuf::from("/home/kim/.docker")), true)));
        // With certificates alone the connection is encrypted, but the server is not verified.
        assert_eq!(tls(host, None, Some("/certs")), Some((Some(PathBuf::from("/certs")), false)));
        // The scheme takes precedence over the variables.
        assert_eq!(tls("http://host:2376", Some("1"), Some("/certs")), None);
        assert_eq!(tls("https://host:2376", None, None), Some((None, true)));
    }

    proptest::proptest! {
        #[test]
        fn no_host_causes_a_panic(host in "\\PC*") {
            let _ = choose(&host);
            let _ = choose(&format!("tcp://{host}"));
        }
    }
}
