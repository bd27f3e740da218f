//! A fake Lambda and S3 on a scripted server: test layers, and faults.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::scripted::{Piece, Request, Server, answer, json};

/// The answer of S3 to a request for a zip, from the zip and the number of earlier requests for it.
pub type Store = dyn Fn(&Request, &[u8], usize) -> Vec<Piece> + Send + Sync;

/// The answer of Lambda in place of a layer's location, from the number of earlier requests. `None` for the location.
pub type Api = dyn Fn(usize) -> Option<Vec<Piece>> + Send + Sync;

/// The server, and the layers it has.
pub struct Layers {
    pub server: Server,
    zips: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
}

impl Layers {
    /// A Lambda and an S3 without faults.
    pub fn start() -> Self {
        Self::with_store(|request, zip, _| whole(request, zip))
    }

    /// A Lambda with the given S3.
    pub fn with_store(store: impl Fn(&Request, &[u8], usize) -> Vec<Piece> + Send + Sync + 'static) -> Self {
        Self::with_faults(|_| None, store)
    }

    /// The given Lambda and S3.
    pub fn with_faults(
        api: impl Fn(usize) -> Option<Vec<Piece>> + Send + Sync + 'static,
        store: impl Fn(&Request, &[u8], usize) -> Vec<Piece> + Send + Sync + 'static,
    ) -> Self {
        let api_requests = AtomicUsize::new(0);
        let zips: Arc<Mutex<BTreeMap<String, Vec<u8>>>> = Arc::default();
        let (stored, counts) = (Arc::clone(&zips), Mutex::new(BTreeMap::<String, usize>::new()));
        let server = Server::start(move |request, _| {
            let stored = stored.lock().unwrap();
            if let Some(arn) = request.target.strip_prefix("/zip/") {
                let zip = stored.get(arn).cloned().unwrap_or_default();
                drop(stored);
                let mut counts = counts.lock().unwrap();
                let before = counts.entry(arn.to_owned()).or_default();
                *before += 1;
                let count = *before - 1;
                drop(counts);
                return store(request, &zip, count);
            }
            if let Some(fault) = api(api_requests.fetch_add(1, Ordering::SeqCst)) {
                return fault;
            }
            let arn = request.target.split("Arn=").nth(1).unwrap_or_default().replace("%3A", ":");
            let arn = arn.split('&').next().unwrap_or_default();
            match stored.get(arn) {
                Some(zip) => json(
                    200,
                    &serde_json::json!({ "Content": {
                        "Location": format!("http://{}/zip/{arn}", request.header("host").unwrap()),
                        "CodeSha256": STANDARD.encode(Sha256::digest(zip)),
                        "CodeSize": zip.len(),
                    }})
                    .to_string(),
                ),
                None => answer(404, &[("x-amzn-errortype", "ResourceNotFoundException")], b"{}"),
            }
        });
        Self { server, zips }
    }

    /// Publishes a layer, or replaces it, which the real Lambda never does.
    pub fn publish(&self, arn: &str, zip: Vec<u8>) {
        self.zips.lock().unwrap().insert(arn.to_owned(), zip);
    }

    /// The environment in which a program uses this Lambda.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("AWS_ENDPOINT_URL", self.server.url()),
            ("AWS_ACCESS_KEY_ID", "test".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "test".to_owned()),
        ]
    }

    /// How often a zip was requested.
    pub fn downloads(&self) -> usize {
        self.server.requests().iter().filter(|request| request.target.starts_with("/zip/")).count()
    }
}

/// The zip, or the requested range of it.
pub fn whole(request: &Request, zip: &[u8]) -> Vec<Piece> {
    let from = request.header("range").and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
    match from {
        Some(from) => {
            let span = format!("bytes {from}-{}/{}", zip.len() - 1, zip.len());
            answer(206, &[("Content-Range", &span), ("ETag", "\"v1\"")], &zip[from..])
        }
        None => answer(200, &[("ETag", "\"v1\"")], zip),
    }
}

/// The zip, or the requested range of it, over a slow connection: some 30 MB a second.
pub fn slowly(request: &Request, zip: &[u8]) -> Vec<Piece> {
    let [head, Piece::Bytes(body)] = <[Piece; 2]>::try_from(whole(request, zip)).ok().expect("a head and a body")
    else {
        unreachable!("the body is bytes")
    };
    let slow =
        body.chunks(32_000).flat_map(|piece| [Piece::Bytes(piece.to_vec()), Piece::Pause(Duration::from_millis(1))]);
    [head].into_iter().chain(slow).collect()
}

/// A layer's zip with these files; a path that ends in `/` is a folder.
pub fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in files {
        if path.ends_with('/') {
            zip.add_directory(*path, SimpleFileOptions::default()).expect("a folder name");
            continue;
        }
        zip.start_file(*path, SimpleFileOptions::default().unix_permissions(0o644)).expect("a file name");
        zip.write_all(content).expect("enough memory");
    }
    zip.finish().expect("a zip").into_inner()
}

/// Bytes that do not compress.
pub fn noise(bytes: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut noise = Vec::with_capacity(bytes + 8);
    while noise.len() < bytes {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        noise.extend(state.to_le_bytes());
    }
    noise.truncate(bytes);
    noise
}
