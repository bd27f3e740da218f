//! What differs between systems: where engines listen, and the administrator's preference.

use std::path::{Path, PathBuf};

use bollard::Docker;
use bollard::errors::Error;

use super::EngineOptions;
use crate::text::{Sentence, sentence};

/// The host that docker-py, and so SAM, uses without `DOCKER_HOST`.
pub(super) const DEFAULT_HOST: &str =
    if cfg!(windows) { "npipe:////./pipe/docker_engine" } else { "unix:///var/run/docker.sock" };

/// The socket of Finch on systems where SAM knows one (`samcli/local/docker/platform_config.py`).
pub(super) const FINCH_HOST: Option<&str> = if cfg!(target_os = "macos") {
    Some("unix:////Applications/Finch/lima/data/finch/sock/finch.sock")
} else if cfg!(target_os = "linux") {
    Some("unix:///var/run/finch.sock")
} else {
    None
};

/// Whether Unix sockets are available.
pub(super) const HAS_UNIX_SOCKETS: bool = cfg!(unix);

/// Whether named pipes are available.
pub(super) const HAS_NAMED_PIPES: bool = cfg!(windows);

/// Returns how to get access to the engine's socket.
pub(super) fn permission_advice() -> Sentence {
    if cfg!(target_os = "linux") { sentence!("engine-permission-group") } else { sentence!("engine-permission-user") }
}

/// The only engine that SAM may use, set by an administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Preference {
    /// Docker.
    Docker,
    /// Finch.
    Finch,
}

impl Preference {
    /// Parses a preference. SAM ignores any other word.
    #[cfg_attr(not(any(test, target_os = "macos")), expect(dead_code, reason = "SAM reads a preference on macOS only"))]
    fn of(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "docker" => Some(Self::Docker),
            "finch" => Some(Self::Finch),
            _ => None,
        }
    }
}

/// Returns the preference, which SAM reads on macOS only. The file may be binary, so the system's own tool reads it.
#[cfg(target_os = "macos")]
pub(super) fn admin_preference() -> Option<Preference> {
    const FILE: &str = "/Library/Preferences/com.amazon.samcli.plist";
    if !Path::new(FILE).exists() {
        return None;
    }
    let read = std::process::Command::new("/usr/bin/defaults")
        .args(["read", FILE.trim_end_matches(".plist"), "DefaultContainerRuntime"])
        .output()
        .ok()?;
    Preference::of(std::str::from_utf8(&read.stdout).ok()?)
}

#[cfg(not(target_os = "macos"))]
pub(super) fn admin_preference() -> Option<Preference> {
    None
}

/// Returns a shell command that sets environment variables.
pub(super) fn export(variables: &[(&str, &str)]) -> String {
    let quoted = |value: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "/:._-@+,[]".contains(c);
        if value.chars().all(plain) { value.to_owned() } else { format!("'{}'", value.replace('\'', r"'\''")) }
    };
    let set = |(name, value): &(&str, &str)| {
        if cfg!(windows) {
            format!("$env:{name} = '{}'", value.replace('\'', "''"))
        } else {
            format!("{name}={}", quoted(value))
        }
    };
    let all: Vec<String> = variables.iter().map(set).collect();
    if cfg!(windows) { all.join("; ") } else { format!("export {}", all.join(" ")) }
}

/// Returns the sockets of engines that SAM does not look for, with the name of each.
#[cfg(unix)]
pub(super) fn known_sockets(options: &EngineOptions) -> Vec<(&'static str, PathBuf)> {
    let mut known = Vec::new();
    if let Some(run) = &options.runtime_dir {
        known.push(("Docker without root", run.join("docker.sock")));
        known.push(("Podman without root", run.join("podman/podman.sock")));
    }
    if let Some(home) = &options.home {
        known.push(("Docker Desktop", home.join(".docker/run/docker.sock")));
        known.push(("Docker Desktop", home.join(".docker/desktop/docker.sock")));
        known.push(("OrbStack", home.join(".orbstack/run/docker.sock")));
        known.push(("Rancher Desktop", home.join(".rd/docker.sock")));
        known.push(("Lima", home.join(".lima/docker/sock/docker.sock")));
        known.push(("Podman machine", home.join(".local/share/containers/podman/machine/podman.sock")));
        for profiles in [home.join(".colima"), home.join(".config/colima")] {
            known.extend(folders_of(&profiles).map(|profile| ("Colima", profile.join("docker.sock"))));
        }
        let machines = home.join(".local/share/containers/podman/machine");
        known.extend(folders_of(&machines).map(|machine| ("Podman machine", machine.join("podman.sock"))));
    }
    for (name, path) in [("Docker", "/var/run/docker.sock"), ("Podman", "/run/podman/podman.sock")] {
        known.push((name, path.into()));
    }
    known.extend(FINCH_HOST.map(|host| ("Finch", PathBuf::from(format!("/{}", host.trim_start_matches("unix:///"))))));
    known
}

#[cfg(not(unix))]
pub(super) fn known_sockets(_options: &EngineOptions) -> Vec<(&'static str, PathBuf)> {
    let pipes = [
        ("Docker", "//./pipe/docker_engine"),
        ("Docker Desktop", "//./pipe/dockerDesktopLinuxEngine"),
        ("Podman machine", "//./pipe/podman-machine-default"),
    ];
    pipes.map(|(name, path)| (name, path.into())).to_vec()
}

/// Returns the address of a socket or pipe, as in `DOCKER_HOST`.
pub(super) fn host_of(socket: &Path) -> Option<String> {
    let scheme = if cfg!(windows) { "npipe" } else { "unix" };
    socket.to_str().map(|path| format!("{scheme}://{path}"))
}

#[cfg(unix)]
fn folders_of(path: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir())
}

/// Returns a client for the engine behind a named pipe. `timeout` is in seconds, for one request.
#[cfg(windows)]
pub(super) fn connect_pipe(path: &str, timeout: u64) -> Result<Docker, Error> {
    Docker::connect_with_named_pipe(path, timeout, bollard::API_DEFAULT_VERSION)
}

#[cfg(not(windows))]
pub(super) fn connect_pipe(path: &str, _timeout: u64) -> Result<Docker, Error> {
    Err(Error::UnsupportedURISchemeError { uri: path.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_docker_and_finch_are_preferences() {
        assert_eq!(Preference::of(" Finch\n"), Some(Preference::Finch));
        assert_eq!(Preference::of("DOCKER"), Some(Preference::Docker));
        assert_eq!(Preference::of("podman"), None);
    }

    #[cfg(unix)]
    #[test]
    fn the_shell_command_quotes_unusual_paths() {
        assert_eq!(export(&[("DOCKER_HOST", "unix:///run/docker.sock")]), "export DOCKER_HOST=unix:///run/docker.sock");
        assert_eq!(
            export(&[("DOCKER_HOST", "tcp://a:1"), ("DOCKER_CERT_PATH", "/home/kim o'n/.docker")]),
            r"export DOCKER_HOST=tcp://a:1 DOCKER_CERT_PATH='/home/kim o'\''n/.docker'"
        );
    }
}
