//! The demo's stand-in for AWS: answers `GetLayerVersion` and the download behind it, on the loopback interface only.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Cursor, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::manifest::{Layer, Manifest};

/// A request's head is never longer than this.
const LONGEST_HEAD: u64 = 64 * 1024;
/// About 5 MB a second, so that a download can be watched.
const PACE: (usize, Duration) = (64 * 1024, Duration::from_millis(12));

/// A running server. It stops when dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// What is served.
struct Shelf {
    manifest: Arc<Manifest>,
    base: String,
    /// Made when first asked for.
    zips: Mutex<HashMap<String, Arc<[u8]>>>,
}

impl Server {
    /// Listens on a free port of the loopback interface.
    pub fn start(manifest: Arc<Manifest>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let stop = Arc::new(AtomicBool::new(false));
        let stopping = Arc::clone(&stop);
        let shelf = Arc::new(Shelf { manifest, base: format!("http://{address}"), zips: Mutex::default() });
        let thread = thread::Builder::new().name("demo-aws".to_owned()).spawn(move || {
            for stream in listener.incoming() {
                if stopping.load(Ordering::SeqCst) {
                    return;
                }
                let shelf = Arc::clone(&shelf);
                // A client that goes away is its own affair.
                let _ = stream.map(|stream| thread::spawn(move || shelf.serve(stream)));
            }
        })?;
        Ok(Self { address, stop, thread: Some(thread) })
    }

    /// `http://127.0.0.1:<port>`
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for a connection.
        if TcpStream::connect(self.address).is_ok()
            && let Some(thread) = self.thread.take()
        {
            let _ = thread.join();
        }
    }
}

impl Shelf {
    fn serve(&self, stream: TcpStream) -> io::Result<()> {
        let mut head = BufReader::new(stream.try_clone()?).take(LONGEST_HEAD);
        let mut request = String::new();
        head.read_line(&mut request)?;
        let mut line = String::new();
        while head.read_line(&mut line)? > 2 {
            line.clear();
        }
        let target = request.split(' ').nth(1).unwrap_or_default();
        self.answer(target, stream)
    }

    fn answer(&self, target: &str, mut stream: TcpStream) -> io::Result<()> {
        if let Some(name) = target.strip_prefix("/content/").and_then(|rest| rest.strip_suffix(".zip")) {
            if let Some(layer) = self.manifest.layers.iter().find(|layer| layer.arn.dir().as_str() == name) {
                return send_slowly(&mut stream, &self.zip(layer)?);
            }
            return send(&mut stream, "404 Not Found", "", b"");
        }
        let layer = asked_for(target).and_then(|arn| self.manifest.layer(&arn).map(|layer| self.describe(layer)));
        match layer.transpose()? {
            Some(answer) => send(&mut stream, "200 OK", "", answer.to_string().as_bytes()),
            None => send(
                &mut stream,
                "404 Not Found",
                "x-amzn-errortype: ResourceNotFoundException\r\n",
                json!({"Type": "User", "Message": "The demo has no such layer version"}).to_string().as_bytes(),
            ),
        }
    }

    /// The body of `GetLayerVersion`.
    fn describe(&self, layer: &Layer) -> io::Result<Value> {
        let zip = self.zip(layer)?;
        Ok(json!({
            "Content": {
                "Location": format!("{}/content/{}.zip", self.base, layer.arn.dir()),
                "CodeSha256": STANDARD.encode(Sha256::digest(&zip)),
                "CodeSize": zip.len(),
            },
            "LayerArn": layer.arn.without_version(),
            "LayerVersionArn": layer.arn.as_str(),
            "Version": layer.arn.version().parse::<u64>().unwrap_or(1),
            "CreatedDate": layer.modified.strftime("%Y-%m-%dT%H:%M:%S.000+0000").to_string(),
        }))
    }

    fn zip(&self, layer: &Layer) -> io::Result<Arc<[u8]>> {
        let mut zips = self.zips.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = zips.get(layer.arn.as_str()) {
            return Ok(Arc::clone(made));
        }
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, content) in &layer.files {
            let mode = if content.is_executable() { 0o755 } else { 0o644 };
            writer.start_file(path.as_str(), SimpleFileOptions::default().unix_permissions(mode))?;
            content.write_to(&mut writer)?;
        }
        let made: Arc<[u8]> = writer.finish()?.into_inner().into();
        zips.insert(layer.arn.as_str().to_owned(), Arc::clone(&made));
        Ok(made)
    }
}

/// The ARN of a `GetLayerVersion` or `GetLayerVersionByArn` request.
fn asked_for(target: &str) -> Option<String> {
    let rest = target.strip_prefix("/2018-10-31/layers")?;
    if let Some(query) = rest.strip_prefix('?').or_else(|| rest.strip_prefix("/?")) {
        return query.split('&').find_map(|pair| pair.strip_prefix("Arn=")).map(decode);
    }
    let (layer, version) = rest.strip_prefix('/')?.split_once("/versions/")?;
    let version = version.split('?').next().unwrap_or_default();
    Some(format!("{}:{version}", decode(layer)))
}

/// Percent-decoding, for the colons of an ARN.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let coded = after.get(..2).filter(|_| *first == b'%').and_then(|digits| hex::decode(digits).ok());
        if let Some(byte) = coded {
            bytes.extend(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn send(stream: &mut TcpStream, status: &str, extra: &str, body: &[u8]) -> io::Result<()> {
    let length = body.len();
    write!(stream, "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{extra}")?;
    stream.write_all(b"Connection: close\r\n\r\n")?;
    stream.write_all(body)
}

fn send_slowly(stream: &mut TcpStream, body: &[u8]) -> io::Result<()> {
    let length = body.len();
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nContent-Length: {length}\r\n")?;
    stream.write_all(b"Connection: close\r\n\r\n")?;
    let (piece, pause) = PACE;
    for chunk in body.chunks(piece) {
        stream.write_all(chunk)?;
        thread::sleep(pause);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(url: &str) -> (String, Vec<u8>) {
        let rest = url.strip_prefix("http://").unwrap();
        let (host, path) = rest.split_once('/').unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        (String::from_utf8(answer[..end].to_vec()).unwrap(), answer[end + 4..].to_vec())
    }

    #[test]
    fn a_layer_is_described_and_downloaded_with_the_hash_it_was_described_with() {
        let manifest = Arc::new(Manifest::parse(super::super::CACHE).unwrap());
        let server = Server::start(manifest).unwrap();
        let arn = "arn%3Aaws%3Alambda%3Aus-west-2%3A111111111111%3Alayer%3AmyLayer";
        let (head, body) = get(&format!("{}/2018-10-31/layers/{arn}/versions/1", server.url()));
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        let answer: Value = serde_json::from_slice(&body).unwrap();
        let (_, zip) = get(answer["Content"]["Location"].as_str().unwrap());
        assert_eq!(answer["Content"]["CodeSha256"], STANDARD.encode(Sha256::digest(&zip)));
        let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
        assert!(archive.by_name("python/greetings/언어/한국어.txt").is_ok());
    }

    #[test]
    fn what_is_not_published_is_not_found() {
        let server = Server::start(Arc::new(Manifest::parse(super::super::CACHE).unwrap())).unwrap();
        let (head, _) = get(&format!("{}/2018-10-31/layers/nobody/versions/1", server.url()));
        assert!(head.contains("404") && head.contains("ResourceNotFoundException"), "{head}");
    }
}
