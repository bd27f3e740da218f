//! The demo's replacement for AWS: a server on the loopback interface that serves the [`FakeApi`].

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::fake_api::{FakeApi, Response};
use super::manifest::Manifest;

/// The maximum size of a request in bytes.
const MAX_REQUEST_BYTES: u64 = 64 * 1024;
/// The bytes sent at a time and the pause between them. About 5 MB per second, so that the progress of a download is
/// visible.
const PACE: (usize, Duration) = (64 * 1024, Duration::from_millis(12));

/// A running server. It stops when dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server on a free port of the loopback interface.
    pub fn start(manifest: Arc<Manifest>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let stop = Arc::new(AtomicBool::new(false));
        let stopping = Arc::clone(&stop);
        let fake_api = Arc::new(FakeApi::new(manifest, format!("http://{address}")));
        let thread = thread::Builder::new().name("demo-aws".to_owned()).spawn(move || {
            for stream in listener.incoming() {
                if stopping.load(Ordering::SeqCst) {
                    return;
                }
                let fake_api = Arc::clone(&fake_api);
                // A client that disconnects is not an error of the server.
                let _ = stream.map(|stream| thread::spawn(move || serve(&fake_api, stream)));
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

fn serve(fake_api: &FakeApi, mut stream: TcpStream) -> io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?).take(MAX_REQUEST_BYTES);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut body = 0;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            body = value.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    // Closing a connection with unread data resets it, and the client would lose the answer.
    io::copy(&mut reader.take(body), &mut io::sink())?;
    let mut words = request.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    match fake_api.answer(method, target)? {
        Response::Identity(xml) => send(&mut stream, "200 OK\r\nContent-Type: text/xml", xml.as_bytes()),
        Response::Layer(json) => send(&mut stream, "200 OK\r\nContent-Type: application/json", json.as_bytes()),
        Response::NoSuchLayer(json) => {
            let head = "404 Not Found\r\nContent-Type: application/json\r\nx-amzn-errortype: ResourceNotFoundException";
            send(&mut stream, head, json.as_bytes())
        }
        Response::Zip(zip) => send_slowly(&mut stream, "200 OK\r\nContent-Type: application/zip", &zip),
    }
}

fn send(stream: &mut TcpStream, head: &str, body: &[u8]) -> io::Result<()> {
    let length = body.len();
    write!(stream, "HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n")?;
    stream.write_all(body)
}

fn send_slowly(stream: &mut TcpStream, head: &str, body: &[u8]) -> io::Result<()> {
    let length = body.len();
    write!(stream, "HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n")?;
    let (piece, pause) = PACE;
    for chunk in body.chunks(piece) {
        stream.write_all(chunk)?;
        thread::sleep(pause);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde_json::Value;
    use sha2::{Digest, Sha256};

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
    fn the_download_has_the_hash_of_the_description() {
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
    fn unpublished_layers_are_not_found() {
        let server = Server::start(Arc::new(Manifest::parse(super::super::CACHE).unwrap())).unwrap();
        let (head, _) = get(&format!("{}/2018-10-31/layers/nobody/versions/1", server.url()));
        assert!(head.contains("404") && head.contains("ResourceNotFoundException"), "{head}");
    }
}
