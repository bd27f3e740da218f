//! A minimal HTTP client, with which the tests reach the emulator and the engine independently of samlayers.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// An answer.
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A request to `http://HOST:PORT` or `unix:///PATH`.
pub fn request(base: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    // HTTP/1.0: the server answers in one piece and closes the connection.
    let mut text = format!("{method} {path} HTTP/1.0\r\nHost: localhost\r\nContent-Length: {}\r\n", body.len());
    text.extend(headers.iter().flat_map(|(name, value)| [*name, ": ", *value, "\r\n"]));
    text.push_str("\r\n");
    let raw = match (base.strip_prefix("http://"), base.strip_prefix("unix://")) {
        (Some(address), _) => {
            let stream = TcpStream::connect(address).unwrap_or_else(|error| panic!("{base}: {error}"));
            stream.set_read_timeout(Some(Duration::from_mins(1))).expect("a timeout can be set");
            exchange(stream, text.as_bytes(), body)
        }
        #[cfg(unix)]
        (_, Some(socket)) => {
            let stream =
                std::os::unix::net::UnixStream::connect(socket).unwrap_or_else(|error| panic!("{base}: {error}"));
            exchange(stream, text.as_bytes(), body)
        }
        _ => panic!("{base} is neither http:// nor unix://"),
    };
    let end = raw.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer has a head");
    let head = String::from_utf8_lossy(&raw[..end]).into_owned();
    let status = head.split_whitespace().nth(1).and_then(|token| token.parse().ok()).expect("an answer has a status");
    assert!(!head.to_ascii_lowercase().contains("transfer-encoding"), "HTTP/1.0 answers are not chunked: {head}");
    Answer { status, body: raw[end + 4..].to_vec() }
}

fn exchange(mut stream: impl Read + Write, head: &[u8], body: &[u8]) -> Vec<u8> {
    stream.write_all(head).and_then(|()| stream.write_all(body)).expect("the request can be sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("the answer can be read");
    answer
}
