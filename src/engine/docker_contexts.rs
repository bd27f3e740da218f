//! Docker contexts: the endpoints of the docker command, which SAM does not use.
//!
//! `config.json` contains the name of the current context, `contexts/meta/<id>/meta.json` the endpoint of each, and
//! `contexts/tls/<id>/docker/` its certificates (docker/cli, `cli/context/store`).

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::EngineOptions;

/// A Docker context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DockerContext {
    /// The name.
    pub name: String,
    /// The endpoint, as in `DOCKER_HOST`.
    pub host: String,
    /// The folder with its certificates, if it has any.
    pub certificates: Option<PathBuf>,
    /// Whether the server's certificate is not verified.
    pub skip_verify: bool,
    /// Whether it is the current context of the docker command.
    pub current: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Config {
    #[serde(rename = "currentContext")]
    current_context: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Meta {
    name: String,
    #[serde(default)]
    endpoints: Endpoints,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Endpoints {
    docker: Option<DockerEndpoint>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DockerEndpoint {
    #[serde(default)]
    host: String,
    #[serde(default, rename = "SkipTLSVerify")]
    skip_tls_verify: bool,
}

/// The maximum size of a file that is read; a context has a few hundred bytes.
const MAX_BYTES: u64 = 1 << 20;

/// Returns every context that can be read, the current one first. Unreadable contexts are skipped, as samlayers does
/// not depend on Docker's files.
pub(super) fn contexts(options: &EngineOptions) -> Vec<DockerContext> {
    let Some(folder) = options.docker_config.clone().or_else(|| options.home.as_ref().map(|home| home.join(".docker")))
    else {
        return Vec::new();
    };
    let config: Config = read(&folder.join("config.json")).unwrap_or_default();
    // With `DOCKER_HOST`, docker uses no context; `DOCKER_CONTEXT` takes precedence over the file.
    let current = match &options.docker_host {
        Some(_) if !options.only => None,
        _ => options.docker_context.clone().or(config.current_context),
    };
    let entries = fs::read_dir(folder.join("contexts").join("meta")).into_iter().flatten().flatten();
    let context = |id: PathBuf| {
        let meta: Meta = read(&id.join("meta.json"))?;
        let endpoint = meta.endpoints.docker.filter(|endpoint| !endpoint.host.is_empty())?;
        let tls = folder.join("contexts").join("tls").join(id.file_name()?).join("docker");
        Some(DockerContext {
            current: current.as_ref() == Some(&meta.name),
            name: meta.name,
            host: endpoint.host,
            certificates: tls.is_dir().then_some(tls),
            skip_verify: endpoint.skip_tls_verify,
        })
    };
    let mut contexts: Vec<DockerContext> = entries.filter_map(|entry| context(entry.path())).collect();
    contexts.sort_by(|a, b| (!a.current, &a.name).cmp(&(!b.current, &b.name)));
    contexts
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Option<T> {
    let metadata = fs::metadata(path).ok().filter(|metadata| metadata.is_file() && metadata.len() <= MAX_BYTES);
    metadata?;
    let text = fs::read(path).ok()?;
    serde_json::from_slice(&text).inspect_err(|error| tracing::debug!(path = %path.display(), %error)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contexts_are_read_like_docker_does() {
        let home = tempfile::tempdir().unwrap();
        let docker = home.path().join(".docker");
        let write = |path: &str, text: &str| {
            let path = docker.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("config.json", r#"{"auths":{},"currentContext":"colima"}"#);
        write(
            "contexts/meta/aa/meta.json",
            r#"{"Name":"build","Metadata":{},"Endpoints":{"docker":{"Host":"tcp://10.0.0.2:2376","SkipTLSVerify":true}}}"#,
        );
        write("contexts/tls/aa/docker/ca.pem", "");
        write(
            "contexts/meta/bb/meta.json",
            r#"{"Name":"colima","Metadata":{"Description":"colima"},"Endpoints":{"docker":{"Host":"unix:///c.sock","SkipTLSVerify":false}}}"#,
        );
        write("contexts/meta/cc/meta.json", "not json");
        write("contexts/meta/dd/meta.json", r#"{"Name":"kube","Endpoints":{}}"#);
        let options = EngineOptions { home: Some(home.path().to_owned()), ..EngineOptions::default() };
        let found = contexts(&options);
        let seen: Vec<_> = found.iter().map(|one| (one.name.as_str(), one.host.as_str(), one.current)).collect();
        assert_eq!(seen, [("colima", "unix:///c.sock", true), ("build", "tcp://10.0.0.2:2376", false)]);
        assert_eq!(found[1].certificates, Some(docker.join("contexts/tls/aa/docker")));
        assert!(found[1].skip_verify);

        // The variable takes precedence over the file, and DOCKER_HOST over both.
        let by_variable = EngineOptions { docker_context: Some("build".to_owned()), ..options.clone() };
        assert_eq!(contexts(&by_variable)[0].name, "build");
        let by_host = EngineOptions { docker_host: Some("tcp://a:1".to_owned()), ..options };
        assert!(contexts(&by_host).iter().all(|context| !context.current));
    }

    #[test]
    fn without_docker_there_are_no_contexts() {
        assert!(contexts(&EngineOptions::default()).is_empty());
        let nowhere = EngineOptions { docker_config: Some("/nonexistent".into()), ..EngineOptions::default() };
        assert!(contexts(&nowhere).is_empty());
    }
}
