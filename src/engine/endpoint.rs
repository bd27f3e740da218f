//! Where SAM would look for its container engine.

use std::fmt;

use super::{EngineError, platform};
use crate::words::one_line;

/// What decides where the engine is: the environment, passed in.
#[derive(Debug, Clone, Copy, Default)]
pub struct EngineOptions<'a> {
    /// `--docker-host`, else `DOCKER_HOST`.
    pub docker_host: Option<&'a str>,
    /// `DOCKER_TLS_VERIFY`: set and not empty asks for TLS.
    pub tls_verify: Option<&'a str>,
    /// `DOCKER_CERT_PATH`: set and not empty asks for TLS.
    pub cert_path: Option<&'a str>,
}

/// Where the engine is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    pub(super) address: Address,
    is_default: bool,
}

/// How the engine is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// The path of a socket.
    Unix(String),
    /// The path of a named pipe, `//./pipe/docker_engine`.
    NamedPipe(String),
    /// `host:port`, in the clear.
    Tcp(String),
}

impl Endpoint {
    /// Reads `DOCKER_HOST` and its companions as docker-py does, which is what SAM uses (`docker/utils/utils.py`,
    /// `parse_host` and `kwargs_from_env`): docker contexts do not count.
    pub fn choose(options: EngineOptions<'_>) -> Result<Self, EngineError> {
        let text = options.docker_host.map(str::trim).filter(|host| !matches!(*host, "" | "unix://"));
        let is_set = |value: Option<&str>| value.is_some_and(|value| !value.is_empty());
        let tls = is_set(options.tls_verify) || is_set(options.cert_path);
        let address = read(text.unwrap_or(platform::DEFAULT_HOST), tls)?;
        Ok(Self { address, is_default: text.is_none() })
    }

    /// Whether nobody set it.
    pub fn is_default(&self) -> bool {
        self.is_default
    }
}

fn read(text: &str, tls: bool) -> Result<Address, EngineError> {
    let refuse = |reason| Err(EngineError::BadHost { text: text.to_owned(), reason });
    let (scheme, rest) = text.split_once("://").unwrap_or(("tcp", text));
    match scheme {
        "unix" | "http+unix" if !platform::HAS_UNIX_SOCKETS => refuse("this system has no Unix sockets for engines"),
        // `unix://run/docker.sock` means the same as `unix:///run/docker.sock`.
        "unix" | "http+unix" => Ok(Address::Unix(format!("/{}", rest.trim_matches('/')))),
        "npipe" if !platform::HAS_NAMED_PIPES => refuse("named pipes are a Windows thing"),
        "npipe" => Ok(Address::NamedPipe(rest.to_owned())),
        "https" => refuse(NO_TLS),
        "tcp" | "http" if tls => refuse(NO_TLS),
        "tcp" | "http" => tcp(rest).map_or_else(refuse, |address| Ok(Address::Tcp(address))),
        "ssh" => refuse(
            "samlayers does not speak ssh yet; forward the socket (`ssh -L /tmp/docker.sock:/var/run/docker.sock HOST`) \
             and use unix:///tmp/docker.sock",
        ),
        _ => refuse("use unix://, tcp:// or npipe://"),
    }
}

const NO_TLS: &str = "samlayers does not speak TLS to an engine yet; forward its socket over ssh and use \
                      unix://, or pass --no-engine";

/// `host:port`; the port cannot be left out, and an empty host is this machine.
fn tcp(rest: &str) -> Result<String, &'static str> {
    let rest = rest.trim_end_matches('/');
    if rest.contains(['/', '?', '#']) {
        return Err("a path behind the port is not supported");
    }
    if rest.contains('@') {
        return Err("user names and passwords are not supported");
    }
    let (host, port) = rest.rsplit_once(':').ok_or("the port is missing, as in tcp://localhost:2375")?;
    if !port.parse::<u16>().is_ok_and(|port| port > 0) {
        return Err("the port is missing or odd, as in tcp://localhost:2375");
    }
    if host.contains(|c: char| c.is_whitespace() || c.is_control()) || (host.contains(':') && !host.ends_with(']')) {
        return Err("the host is odd; IPv6 addresses go into [brackets]");
    }
    Ok(if host.is_empty() { format!("127.0.0.1:{port}") } else { rest.to_owned() })
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.address {
            Address::Unix(path) => write!(f, "unix://{}", one_line(path)),
            Address::NamedPipe(path) => write!(f, "npipe://{}", one_line(path)),
            Address::Tcp(address) => write!(f, "tcp://{}", one_line(address)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(host: &str) -> Result<String, String> {
        Endpoint::choose(EngineOptions { docker_host: Some(host), ..EngineOptions::default() })
            .map(|endpoint| endpoint.to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn nobody_said_anything() {
        let endpoint = Endpoint::choose(EngineOptions::default()).unwrap();
        assert_eq!((endpoint.to_string().as_str(), endpoint.is_default()), (platform::DEFAULT_HOST, true));
        assert_eq!(choose("").as_deref(), Ok(platform::DEFAULT_HOST));
        assert_eq!(choose("unix://").as_deref(), Ok(platform::DEFAULT_HOST));
    }

    #[cfg(unix)]
    #[test]
    fn sockets_as_docker_py_reads_them() {
        for (host, read) in [
            ("unix:///run/user/1000/docker.sock", "unix:///run/user/1000/docker.sock"),
            (" unix:///run/docker.sock/ ", "unix:///run/docker.sock"),
            ("unix://run/docker.sock", "unix:///run/docker.sock"),
            ("unix:////Applications/Finch/finch.sock", "unix:///Applications/Finch/finch.sock"),
            ("http+unix:///run/docker.sock", "unix:///run/docker.sock"),
        ] {
            assert_eq!(choose(host).as_deref(), Ok(read), "{host}");
        }
        assert!(choose("npipe:////./pipe/docker_engine").unwrap_err().contains("Windows"));
    }

    #[test]
    fn tcp_as_docker_py_reads_it() {
        for (host, read) in [
            ("tcp://localhost:2375", "tcp://localhost:2375"),
            ("http://localhost:2375/", "tcp://localhost:2375"),
            ("localhost:2375", "tcp://localhost:2375"),
            ("tcp://:2375", "tcp://127.0.0.1:2375"),
            ("tcp://[::1]:2375", "tcp://[::1]:2375"),
        ] {
            assert_eq!(choose(host).as_deref(), Ok(read), "{host}");
        }
        for host in
            ["tcp://", "tcp://localhost", "tcp://localhost:0", "tcp://::1:2375", "tcp://a:2375/x", "tcp://u@a:1"]
        {
            assert!(choose(host).is_err(), "{host}");
        }
    }

    #[test]
    fn what_is_not_spoken_yet_says_what_to_do() {
        assert!(choose("ssh://me@host").unwrap_err().contains("ssh -L"));
        assert!(choose("https://host:2376").unwrap_err().contains("TLS"));
        assert!(choose("gopher://host:1").unwrap_err().contains("unix://"));
        let tls = EngineOptions { docker_host: Some("tcp://host:2376"), tls_verify: Some("1"), cert_path: None };
        assert!(Endpoint::choose(tls).unwrap_err().to_string().contains("TLS"));
        let off = EngineOptions { tls_verify: Some(""), cert_path: Some(""), ..tls };
        assert!(Endpoint::choose(off).is_ok());
    }

    proptest::proptest! {
        #[test]
        fn no_host_makes_it_panic(host in "\\PC*") {
            let _ = choose(&host);
            let _ = choose(&format!("tcp://{host}"));
        }
    }
}
