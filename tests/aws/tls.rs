//! HTTPS with a certificate of a private CA, as behind a proxy that inspects TLS.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::credentials::{KEYS, look_up};
use super::support::wine;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tls").join(name)
}

/// Starts Lambda, whose response has no source. It runs until the test program ends. Returns its address.
fn serve() -> String {
    let chain = vec![CertificateDer::from_pem_file(fixture("server.pem")).unwrap()];
    let key = PrivateKeyDer::from_pem_file(fixture("server.key")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let Ok(connection) = ServerConnection::new(Arc::clone(&config)) else { continue };
            let mut stream = StreamOwned::new(connection, stream);
            let mut request = [0; 4096];
            // A client that does not trust the certificate disconnects here.
            if stream.read(&mut request).is_ok() {
                let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
                let _ = stream.write_all(answer.as_bytes()).and_then(|()| stream.flush());
            }
        }
    });
    format!("https://localhost:{}", address.port())
}

#[test]
fn a_private_ca_is_trusted_if_it_is_configured() {
    const ANSWERED: &str = "returned neither a URL nor an S3 object";
    // The addresses that Wine returns for a name are not aligned, which the standard library of a debug build refuses.
    if wine::is_here() {
        eprintln!("skipped: not under Wine");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (url, ca) = (serve(), fixture("ca.pem"));
    let ca = ca.to_str().unwrap();
    let with = |config: &str, more: &[(&str, &str)]| {
        let environment = [&[KEYS[0], KEYS[1], ("AWS_ENDPOINT_URL", url.as_str())], more].concat();
        look_up(home.path(), config, "-", &environment)
    };
    let plain = with("", &[]);
    assert!(plain.contains("certificate") && plain.contains("AWS_CA_BUNDLE"), "{plain}");
    let by_variable = with("", &[("AWS_CA_BUNDLE", ca)]);
    assert!(by_variable.contains(ANSWERED), "{by_variable}");
    let by_profile = with(&format!("[default]\nca_bundle = {ca}\n"), &[]);
    assert!(by_profile.contains(ANSWERED), "{by_profile}");
    let missing = with("", &[("AWS_CA_BUNDLE", "/missing.pem")]);
    assert!(missing.contains("/missing.pem") && missing.contains("AWS_CA_BUNDLE"), "{missing}");
}
