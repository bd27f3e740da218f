//! Finds engines that run where SAM does not look: Docker contexts, Colima, `OrbStack`, Rancher Desktop, rootless
//! engines.

use std::collections::BTreeSet;

use super::docker_contexts::{self, DockerContext};
use super::{Endpoint, Engine, EngineOptions, engine_candidates, platform};
use crate::inventory::facts::OtherEngine;
use crate::text::one_line;
use crate::text::{Sentence, sentence};

/// An endpoint where an engine may run.
struct OtherEndpoint {
    /// The options to connect with.
    options: EngineOptions,
    known_as: String,
    context: bool,
}

/// Returns every running engine that SAM would not use with the current settings.
///
/// Only sockets on this machine and the current Docker context are tried, so that no other remote machines are
/// contacted.
pub async fn find_other_engines(options: &EngineOptions) -> Vec<OtherEngine> {
    let endpoints = endpoints(options);
    futures_util::future::join_all(endpoints.into_iter().map(ask)).await.into_iter().flatten().collect()
}

/// Returns a message if the current Docker context uses another engine than the one at `endpoint`, which SAM uses.
pub fn docker_context_differs(options: &EngineOptions, endpoint: &str) -> Option<Sentence> {
    let context = docker_contexts::contexts(options).into_iter().find(|context| context.current)?;
    let elsewhere = Endpoint::choose(&of_context(&context, options)).ok()?.to_string();
    (elsewhere != endpoint).then(|| {
        sentence!(
            "engine-docker-elsewhere",
            name = one_line(&context.name),
            place = elsewhere,
            why = sentence!("engine-no-contexts")
        )
    })
}

fn endpoints(options: &EngineOptions) -> Vec<OtherEndpoint> {
    // The endpoints that SAM tried are already known.
    let mut known: BTreeSet<String> = engine_candidates(options)
        .into_iter()
        .filter_map(|candidate| Some(candidate.endpoint.ok()?.to_string()))
        .collect();
    let mut endpoints = Vec::new();
    for context in docker_contexts::contexts(options) {
        let of = of_context(&context, options);
        let Ok(endpoint) = Endpoint::choose(&of) else { continue };
        if (context.current || endpoint.socket().is_some()) && known.insert(endpoint.to_string()) {
            let known_as = format!("docker context `{}`", one_line(&context.name));
            endpoints.push(OtherEndpoint { options: of, known_as, context: true });
        }
    }
    for (name, socket) in platform::known_sockets(options) {
        let Some(host) = platform::host_of(&socket).filter(|_| socket.exists()) else { continue };
        let of = EngineOptions { docker_host: Some(host), only: true, ..EngineOptions::default() };
        if Endpoint::choose(&of).is_ok_and(|endpoint| known.insert(endpoint.to_string())) {
            endpoints.push(OtherEndpoint { options: of, known_as: name.to_owned(), context: false });
        }
    }
    endpoints
}

fn of_context(context: &DockerContext, options: &EngineOptions) -> EngineOptions {
    let certificates = context.certificates.clone();
    let tls_verify = (certificates.is_some() && !context.skip_verify).then(|| "1".to_owned());
    EngineOptions {
        docker_host: Some(context.host.clone()),
        only: true,
        tls_verify,
        cert_path: certificates,
        home: options.home.clone(),
        ..EngineOptions::default()
    }
}

async fn ask(place: OtherEndpoint) -> Option<OtherEngine> {
    let endpoint = Endpoint::choose(&place.options).ok()?;
    let engine = Engine::connect(&endpoint).await.inspect_err(|error| tracing::debug!(%error, "no engine")).ok()?;
    let host = endpoint.to_string();
    let export = export(&place, &host);
    Some(OtherEngine {
        name: engine.name().to_owned(),
        difference: difference(&place, &host, &export),
        export,
        host,
        cert_path: place.options.cert_path,
        tls_verify: place.options.tls_verify.is_some(),
        known_as: place.known_as,
    })
}

fn export(place: &OtherEndpoint, host: &str) -> String {
    let folder = place.options.cert_path.as_ref().map(|folder| one_line(&folder.display().to_string()));
    let mut variables = vec![("DOCKER_HOST", host)];
    if place.options.tls_verify.is_some() {
        variables.push(("DOCKER_TLS_VERIFY", "1"));
    }
    variables.extend(folder.as_deref().map(|folder| ("DOCKER_CERT_PATH", folder)));
    platform::export(&variables)
}

fn difference(place: &OtherEndpoint, host: &str, export: &str) -> Sentence {
    let why = if place.context { sentence!("engine-no-contexts") } else { sentence!("engine-not-looked-for") };
    // docker-py needs paramiko for ssh, which SAM CLI does not install.
    if host.starts_with("ssh://") {
        sentence!("engine-other-ssh", why = why, command = export)
    } else {
        sentence!("engine-other", why = why, command = export)
    }
}
