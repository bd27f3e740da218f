//! The certificates that are trusted.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::aws::AwsError;
use crate::text::{Sentence, one_line, sentence};

/// Trusted certificates. The system's are read when first needed, because that is slow.
#[derive(Debug)]
pub(super) struct TlsOptions {
    own: Option<RootCertStore>,
    config: OnceLock<Arc<ClientConfig>>,
}

impl TlsOptions {
    /// Returns the certificates of the system.
    pub(super) fn system() -> Self {
        Self { own: None, config: OnceLock::new() }
    }

    /// Reads the certificates of a file (with the name of the setting that names it). As in botocore, they replace the
    /// system's.
    pub(super) fn read(ca_bundle: Option<&(&'static str, std::path::PathBuf)>) -> Result<Self, AwsError> {
        let Some((setting, path)) = ca_bundle else { return Ok(Self::system()) };
        let roots = read_bundle(path).map_err(|why| {
            let path = one_line(&path.display().to_string());
            AwsError::Configuration(sentence!("aws-ca-bundle", setting = *setting, path = path, why = why))
        })?;
        Ok(Self { own: Some(roots), config: OnceLock::new() })
    }

    /// Returns the settings for a TLS handshake.
    pub(super) fn config(&self) -> Result<Arc<ClientConfig>, rustls::Error> {
        if let Some(config) = self.config.get() {
            return Ok(Arc::clone(config));
        }
        let roots = self.own.clone().unwrap_or_else(system_roots);
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::clone(self.config.get_or_init(|| Arc::new(config))))
    }
}

/// Returns the system's certificates. Those that cannot be read are skipped: the handshake fails where one was needed.
fn system_roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    let _ = roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots
}

/// Reads a file of PEM certificates, or a directory of such files.
fn read_bundle(path: &Path) -> Result<RootCertStore, Sentence> {
    let mut roots = RootCertStore::empty();
    if path.is_dir() {
        let entries = std::fs::read_dir(path)?;
        for entry in entries {
            // Such directories hold each certificate under several names, and other files as well.
            add_file(&mut roots, &entry?.path()).ok();
        }
    } else {
        add_file(&mut roots, path)?;
    }
    if roots.is_empty() { Err(sentence!("aws-ca-bundle-empty")) } else { Ok(roots) }
}

fn add_file(roots: &mut RootCertStore, path: &Path) -> Result<(), Sentence> {
    let bytes = std::fs::read(path)?;
    for certificate in CertificateDer::pem_slice_iter(&bytes) {
        let certificate = certificate.map_err(|error| Sentence::verbatim(one_line(&error.to_string())))?;
        // A certificate that this TLS stack rejects is skipped, as OpenSSL does.
        let _ = roots.add(certificate);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_that_cannot_be_used_is_named_with_its_setting() {
        let folder = tempfile::tempdir().unwrap();
        let empty = folder.path().join("empty.pem");
        std::fs::write(&empty, "no certificate").unwrap();
        for path in [empty, folder.path().join("missing.pem")] {
            let message = TlsOptions::read(Some(&("AWS_CA_BUNDLE", path.clone()))).unwrap_err().to_string();
            assert!(message.contains("AWS_CA_BUNDLE") && message.contains(path.to_str().unwrap()), "{message}");
        }
    }
}
