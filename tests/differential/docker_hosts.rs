//! Values of `DOCKER_HOST` are read as docker-py reads them, which SAM uses.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use samlayers::engine::{Endpoint, EngineOptions};

use crate::random::RandomSource;
use crate::real;

const SCHEMES: [&str; 14] = [
    "",
    "tcp://",
    "TCP://",
    "tcp:",
    "unix://",
    "unix:",
    "Unix:///",
    "http+unix://",
    "http://",
    "https://",
    "ssh://",
    "fd://",
    "npipe://",
    "gopher://",
];
const HOSTS: [&str; 12] = [
    "",
    "localhost",
    "my-host",
    "127.0.0.1",
    "[::1]",
    "Run",
    "/run",
    "host.docker.internal",
    "me@host",
    "/",
    "a_b",
    "//x",
];
const PORTS: [&str; 6] = ["", ":2375", ":0", ":65536", ":x", ":"];
const PATHS: [&str; 5] = ["", "/", "/docker.sock", "/user/1000/podman/Podman.sock", "/a/"];

/// What docker-py accepts and we refuse, with the reason.
fn may_be_refused(host: &str) -> bool {
    let lower = host.to_ascii_lowercase();
    // Named pipes are a Windows feature; docker-py refuses them a step later.
    let is_pipe = lower.starts_with("npipe:");
    // Requests with a path or a user name before the path of the API.
    let is_tcp = ["tcp:", "http:", "https:"].iter().any(|scheme| lower.starts_with(scheme)) || !lower.contains("://");
    // Neither a host nor a port that ssh takes.
    let is_ssh = lower.starts_with("ssh:");
    let is_odd_socket = (lower.starts_with("unix:") || lower.starts_with("http+unix:")) && {
        let authority = lower.split("//").nth(1).unwrap_or_default().split('/').next().unwrap_or_default();
        authority.contains(['@', ':', '[']) || lower.trim_end_matches('/').ends_with(':')
    };
    is_pipe || is_tcp || is_ssh || is_odd_socket
}

/// The address in one form: docker-py leaves slashes doubled and names ports that are the default.
fn comparable(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or_default();
    match scheme {
        "http+unix" | "unix" => {
            let parts: Vec<&str> = rest.split('/').filter(|part| !part.is_empty()).collect();
            format!("unix:///{}", parts.join("/"))
        }
        "http" => format!("tcp://{rest}"),
        "ssh" => format!("ssh://{}", rest.strip_suffix(":22").unwrap_or(rest)),
        _ => address.to_owned(),
    }
}

fn hosts(random: &mut RandomSource) -> Vec<String> {
    let mut hosts: Vec<String> =
        ["", "unix://", " ", " unix:///run/a ", "/run/a.sock", "./a.sock", "localhost:2375"].map(str::to_owned).into();
    for scheme in SCHEMES {
        for host in HOSTS {
            hosts.push(format!("{scheme}{host}"));
            hosts.push(format!("{scheme}{host}{}{}", random.pick(&PORTS), random.pick(&PATHS)));
            hosts.push(format!("{scheme}{host}{}", random.pick(&PORTS)));
            hosts.push(format!("{scheme}{host}{}", random.pick(&PATHS)));
        }
    }
    hosts
}

pub fn compare(random: &mut RandomSource) {
    let Some(venv) = real::venv() else { return };
    let hosts = hosts(random);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential/docker_hosts.py");
    let mut asked = Command::new(venv.join("bin/python"))
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    asked.stdin.take().expect("a pipe").write_all(&serde_json::to_vec(&hosts).expect("text")).expect("it reads");
    let output = asked.wait_with_output().expect("it ends");
    assert!(output.status.success());
    let answers: Vec<Option<String>> = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut different = Vec::new();
    let mut same = 0;
    for (host, answer) in hosts.iter().zip(answers) {
        let options = EngineOptions { docker_host: Some(host.clone()), ..EngineOptions::default() };
        let ours = Endpoint::choose(&options).ok().map(|endpoint| comparable(&endpoint.to_string()));
        let sam = answer.as_deref().map(comparable);
        if ours == sam {
            same += 1;
        } else if ours.is_some() || !may_be_refused(host) {
            different.push(format!("{host:?}: docker-py {sam:?}, samlayers {ours:?}"));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
    assert!(same > hosts.len() / 2, "{same} of {}", hosts.len());
}
