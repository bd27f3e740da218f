//! A server that answers as a test scripts it, including misbehaviour. On the loopback interface, until it is dropped.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A received request.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
}

impl Request {
    /// A header by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// A part of an answer.
pub enum Piece {
    Bytes(Vec<u8>),
    /// Sends nothing more and keeps the connection open until the server is dropped.
    Hang,
    /// The connection is reset rather than closed.
    Reset,
    /// A pause, as on a slow connection.
    Pause(Duration),
    /// Continues when the test reaches the barrier too.
    Until(Arc<Barrier>),
}

/// A complete answer with its length.
pub fn answer(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Vec<Piece> {
    vec![head(status, headers, body.len()), Piece::Bytes(body.to_vec())]
}

/// An answer in JSON.
pub fn json(status: u16, body: &str) -> Vec<Piece> {
    answer(status, &[("Content-Type", "application/json")], body.as_bytes())
}

/// The head of an answer that announces `length` bytes.
pub fn head(status: u16, headers: &[(&str, &str)], length: usize) -> Piece {
    let mut text = format!("HTTP/1.1 {status} Scripted\r\nConnection: close\r\nContent-Length: {length}\r\n");
    text.extend(headers.iter().flat_map(|(name, value)| [*name, ": ", *value, "\r\n"]));
    Piece::Bytes((text + "\r\n").into_bytes())
}

/// A running server.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// The answer to a request.
type Script = dyn Fn(&Request, usize) -> Vec<Piece> + Send + Sync;

struct Shared {
    requests: Mutex<Vec<Request>>,
    stopped: AtomicBool,
    hanging: (Mutex<bool>, Condvar),
    script: Box<Script>,
}

impl Server {
    /// Answers each request with the result of the script, whose second argument counts requests from 0.
    pub fn start(script: impl Fn(&Request, usize) -> Vec<Piece> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            requests: Mutex::default(),
            stopped: AtomicBool::new(false),
            hanging: (Mutex::new(true), Condvar::new()),
            script: Box::new(script),
        });
        let serving = Arc::clone(&shared);
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if serving.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let (Ok(stream), shared) = (stream, Arc::clone(&serving)) else { continue };
                thread::spawn(move || shared.serve(stream));
            }
        });
        Self { address, shared, thread: Some(thread) }
    }

    /// `127.0.0.1:PORT`
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// `http://127.0.0.1:PORT`
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        let (hanging, wake) = &self.shared.hanging;
        *hanging.lock().unwrap() = false;
        wake.notify_all();
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn serve(&self, mut stream: TcpStream) {
        let Some(request) = read(&mut stream) else { return };
        let count = {
            let mut requests = self.requests.lock().unwrap();
            requests.push(request.clone());
            requests.len() - 1
        };
        for piece in (self.script)(&request, count) {
            match piece {
                Piece::Bytes(bytes) => {
                    if stream.write_all(&bytes).is_err() {
                        return;
                    }
                }
                Piece::Hang => {
                    let (hanging, wake) = &self.hanging;
                    drop(wake.wait_while(hanging.lock().unwrap(), |hanging| *hanging));
                }
                // The last byte of the request is still unread, so closing the connection resets it.
                Piece::Reset => return,
                Piece::Pause(pause) => thread::sleep(pause),
                Piece::Until(barrier) => drop(barrier.wait()),
            }
        }
        let mut rest = [0; 1024];
        let _ = stream.shutdown(std::net::Shutdown::Write);
        while stream.read(&mut rest).is_ok_and(|read| read > 0) {}
    }
}

/// Reads the head of a request except its last byte, which [`Piece::Reset`] needs. Bodies are ignored.
fn read(stream: &mut TcpStream) -> Option<Request> {
    let mut text = Vec::new();
    let mut byte = [0];
    while !text.ends_with(b"\r\n\r") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        text.push(byte[0]);
    }
    let text = String::from_utf8_lossy(&text).into_owned();
    let mut lines = text.lines();
    let mut parts = lines.next()?.split(' ').map(str::to_owned);
    let (method, target) = (parts.next()?, parts.next()?);
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    Some(Request { method, target, headers })
}

/// Lets a server answer at a Unix socket too, until the test program ends.
#[cfg(unix)]
pub fn bridge(socket: &std::path::Path, address: &str) {
    use std::io::copy;
    use std::net::Shutdown;
    let listener = std::os::unix::net::UnixListener::bind(socket).expect("a socket can be made");
    let address = address.to_owned();
    thread::spawn(move || {
        for mut near in listener.incoming().flatten() {
            let Ok(mut far) = TcpStream::connect(&address) else { continue };
            let (mut near_end, mut far_end) = (near.try_clone().expect("a handle"), far.try_clone().expect("a handle"));
            thread::spawn(move || {
                let _ = copy(&mut near_end, &mut far_end);
                let _ = far_end.shutdown(Shutdown::Write);
            });
            thread::spawn(move || {
                let _ = copy(&mut far, &mut near);
                let _ = near.shutdown(Shutdown::Both);
            });
        }
    });
}
