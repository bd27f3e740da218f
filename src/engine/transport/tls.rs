//! TLS connections to an engine with the certificates of `DOCKER_CERT_PATH`, like docker-py (`docker/tls.py`).

use std::io;
use std::path::Path;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::EngineStream;
use crate::engine::endpoint::TlsOptions;
use crate::engine::{Endpoint, EngineError};
use crate::text::one_line;

/// Returns the TLS configuration, reading the certificates.
pub(super) fn config(endpoint: &Endpoint, trust: &TlsOptions) -> Result<ClientConfig, EngineError> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider));
    let tls_error = |detail: String| EngineError::Tls { endpoint: endpoint.to_string(), detail };
    let builder = builder.with_safe_default_protocol_versions().map_err(|error| tls_error(error.to_string()))?;
    let builder = if trust.verify {
        builder.with_root_certificates(roots(trust)?)
    } else {
        builder.dangerous().with_custom_certificate_verifier(Arc::new(AcceptAnyCertificate(provider)))
    };
    let Some(folder) = &trust.folder else { return Ok(builder.with_no_client_auth()) };
    let chain = certificates(&folder.join("cert.pem"))?;
    let key_file = folder.join("key.pem");
    let key = PrivateKeyDer::from_pem_file(&key_file).map_err(|error| unreadable(&key_file, &error))?;
    builder.with_client_auth_cert(chain, key).map_err(|error| unreadable(&key_file, &error))
}

fn roots(trust: &TlsOptions) -> Result<RootCertStore, EngineError> {
    let mut roots = RootCertStore::empty();
    match &trust.folder {
        Some(folder) => {
            let file = folder.join("ca.pem");
            for certificate in certificates(&file)? {
                roots.add(certificate).map_err(|error| unreadable(&file, &error))?;
            }
        }
        // Unreadable system certificates are not the user's fault: if one is needed, the handshake fails.
        None => drop(roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs)),
    }
    Ok(roots)
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, EngineError> {
    let read = CertificateDer::pem_file_iter(file).map_err(|error| unreadable(file, &error))?;
    let all: Vec<_> = read.collect::<Result<_, _>>().map_err(|error| unreadable(file, &error))?;
    if all.is_empty() { Err(unreadable(file, &"it contains no certificate")) } else { Ok(all) }
}

fn unreadable(file: &Path, error: &dyn std::fmt::Display) -> EngineError {
    EngineError::Certificates { path: one_line(&file.display().to_string()), detail: one_line(&error.to_string()) }
}

/// Connects and performs the handshake. `address` is `host:port`.
pub(super) async fn connect(address: String, config: Arc<ClientConfig>) -> io::Result<EngineStream> {
    let host = address.rsplit_once(':').map_or(address.as_str(), |(host, _)| host);
    let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned()).map_err(io::Error::other)?;
    let stream = TcpStream::connect(&address).await?;
    Ok(EngineStream::new(TlsConnector::from(config).connect(name, stream).await?))
}

/// Accepts any server certificate: with `DOCKER_CERT_PATH` but without `DOCKER_TLS_VERIFY` the user requested
/// encryption without verification, as in SAM. Signatures still have to match the certificate.
#[derive(Debug)]
struct AcceptAnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AcceptAnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
