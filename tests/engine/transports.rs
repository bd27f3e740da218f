//! The private engine over its other transports: TLS and ssh.

use std::path::{Path, PathBuf};
use std::process::Command;

use samlayers::engine::{Endpoint, Engine, EngineError, EngineOptions};

use super::listing;
use super::support::{real, samlayers as program};

async fn connect(host: &str, verify: bool, certificates: Option<PathBuf>) -> Result<Engine, EngineError> {
    let options = EngineOptions {
        docker_host: Some(host.to_owned()),
        tls_verify: verify.then(|| "1".to_owned()),
        cert_path: certificates,
        ..EngineOptions::default()
    };
    Engine::connect(&Endpoint::choose(&options).unwrap()).await
}

#[tokio::test]
async fn tls_with_certificates_of_both_sides() {
    let Some((host, certificates)) = real::docker_tls() else { return };
    let engine = connect(&host, true, Some(certificates.clone())).await.unwrap();
    assert!(engine.name().starts_with("Docker "), "{}", engine.name());
    assert_eq!(engine.endpoint(), host);
    assert_eq!(listing(&engine).await.1, Ok(()));
    // Certificates without DOCKER_TLS_VERIFY: encrypted, without checking the server. The engine still checks the client.
    assert!(connect(&host, false, Some(certificates)).await.is_ok());
}

#[tokio::test]
async fn tls_that_fails_says_what_to_do() {
    let Some((host, certificates)) = real::docker_tls() else { return };
    let untrusted = certificates.join("untrusted");
    // Another authority, which did not sign the certificate of the engine.
    let error = connect(&host, true, Some(untrusted.clone())).await.unwrap_err();
    assert!(matches!(&error, EngineError::Tls { detail, .. } if detail.contains("UnknownIssuer")), "{error:?}");
    assert!(error.to_string().contains("DOCKER_CERT_PATH"), "{error}");
    // The engine refuses a client certificate of another authority.
    let error = connect(&host, false, Some(untrusted)).await.unwrap_err();
    assert!(matches!(error, EngineError::Tls { .. }), "{error:?}");
    // Without encryption the engine answers that it expects TLS.
    let error = connect(&host, false, None).await.unwrap_err();
    assert_eq!(error, EngineError::WantsTls(host.clone()));
    // A folder without certificates is named.
    let empty = tempfile::tempdir().unwrap();
    let error = connect(&host, true, Some(empty.path().to_owned())).await.unwrap_err();
    assert!(matches!(&error, EngineError::Certificates { path, .. } if path.ends_with("ca.pem")), "{error:?}");
}

/// samlayers in an empty home, with `programs` before all others in PATH.
fn through_ssh(host: &str, programs: &Path, home: &Path) -> Command {
    let mut command = Command::new(program::program());
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{}:{path}", programs.display())).env("HOME", home).current_dir(home);
    for variable in ["DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "SAM_LAYER_CACHE_BASEDIR", "SAM_TEMPLATE_FILE"] {
        command.env_remove(variable);
    }
    command.env("DOCKER_HOST", host).args(["--offline"]);
    command
}

#[test]
fn through_a_real_ssh_daemon() {
    let Some((host, programs)) = real::docker_ssh() else { return };
    let home = tempfile::tempdir().unwrap();
    let images = program::json(through_ssh(&host, &programs, home.path()), &["images", "--json"], 0);
    assert_eq!(images["engine"]["status"], "ready", "{images}");
    assert_eq!(images["engine"]["endpoint"], host.as_str());
    assert!(images["engine"]["name"].as_str().unwrap().starts_with("Docker "), "{images}");
}

#[cfg(unix)]
#[test]
fn ssh_that_fails_is_quoted() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let ssh = home.path().join("ssh");
    let script = "#!/bin/sh\necho \"$@\" >\"$0.arguments\"\necho 'Permission denied (publickey).' >&2\nexit 255\n";
    std::fs::write(&ssh, script).unwrap();
    std::fs::set_permissions(&ssh, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = through_ssh("ssh://kim@build-host:2222", home.path(), home.path());
    let images = program::json(
        {
            command.arg("--docker-host").arg("ssh://kim@build-host:2222");
            command
        },
        &["images", "--json"],
        1,
    );
    let reason = images["engine"]["reason"].as_str().unwrap();
    assert!(reason.contains("ssh: Permission denied (publickey)."), "{reason}");
    assert!(reason.contains("`ssh -p 2222 kim@build-host docker version`"), "{reason}");
    let arguments = std::fs::read_to_string(home.path().join("ssh.arguments")).unwrap();
    assert!(arguments.contains("BatchMode=yes") && arguments.contains("-l kim -p 2222"), "{arguments}");
    assert!(arguments.trim_end().ends_with("-- build-host docker system dial-stdio"), "{arguments}");
}
