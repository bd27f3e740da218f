//! The body of a request: bytes in memory, or a file that is read while it is sent.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

use crate::content::sha256::Sha256Hasher;

/// The bytes of a file that are read at once: a multiple of three, so that pieces of base64 can be joined.
const PIECE: usize = 48 * 1024;

/// How the bytes of a file are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// As they are.
    Raw,
    /// In base64, as a value in JSON.
    Base64,
}

/// A file as the body of a request, between two texts. It is read again for each attempt, so that it takes little
/// memory whatever its size.
#[derive(Debug, Clone)]
pub(super) struct FileContent {
    file: Arc<File>,
    file_bytes: u64,
    before: Bytes,
    after: Bytes,
    encoding: Encoding,
    /// The hex sha256 of the whole body, for the signature.
    pub sha256: String,
    /// The sha256 of the file alone.
    pub file_sha256: [u8; 32],
    /// Bytes of the body that were handed to the connection in the last attempt.
    pub sent: Arc<AtomicU64>,
}

impl FileContent {
    /// Reads the file once for the hash of the body.
    pub(super) fn new(file: &File, before: String, after: String, encoding: Encoding) -> io::Result<Self> {
        let file = file.try_clone()?;
        let mut content = Self {
            file_bytes: file.metadata()?.len(),
            file: Arc::new(file),
            before: before.into(),
            after: after.into(),
            encoding,
            sha256: String::new(),
            file_sha256: [0; 32],
            sent: Arc::default(),
        };
        let (mut hash, mut of_file, mut reader) = (Sha256Hasher::new(), Sha256Hasher::new(), content.reader()?);
        while let Some(piece) = reader.next(&mut |piece| of_file.update(piece))? {
            hash.update(&piece);
        }
        content.sha256 = hex::encode(hash.finish());
        content.file_sha256 = of_file.finish();
        Ok(content)
    }

    /// Returns the bytes of the whole body.
    pub(super) fn length(&self) -> u64 {
        let content = match self.encoding {
            Encoding::Raw => self.file_bytes,
            Encoding::Base64 => self.file_bytes.div_ceil(3) * 4,
        };
        content + self.before.len() as u64 + self.after.len() as u64
    }

    /// Starts at the beginning of the file. The position of the file is shared, so one attempt is made at a time.
    fn reader(&self) -> io::Result<FileReader> {
        let mut file: &File = &self.file;
        file.seek(SeekFrom::Start(0))?;
        self.sent.store(0, Ordering::Relaxed);
        Ok(FileReader { content: self.clone(), state: State::Before, left: self.file_bytes })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Before,
    File,
    After,
    End,
}

/// Reads the pieces of a body.
#[derive(Debug)]
pub(super) struct FileReader {
    content: FileContent,
    state: State,
    left: u64,
}

impl FileReader {
    /// Returns the next piece of the body. `read` gets what was read of the file for it.
    fn next(&mut self, read: &mut dyn FnMut(&[u8])) -> io::Result<Option<Bytes>> {
        loop {
            let piece = match self.state {
                State::Before => {
                    self.state = State::File;
                    self.content.before.clone()
                }
                State::File if self.left == 0 => {
                    self.state = State::After;
                    continue;
                }
                State::File => self.piece(read)?,
                State::After => {
                    self.state = State::End;
                    self.content.after.clone()
                }
                State::End => return Ok(None),
            };
            if !piece.is_empty() {
                return Ok(Some(piece));
            }
        }
    }

    fn piece(&mut self, read: &mut dyn FnMut(&[u8])) -> io::Result<Bytes> {
        let length = usize::try_from(self.left).map_or(PIECE, |left| left.min(PIECE));
        let mut piece = vec![0; length];
        let mut file: &File = &self.content.file;
        // A file that became shorter ends the request with an error.
        file.read_exact(&mut piece)?;
        self.left -= length as u64;
        read(&piece);
        Ok(match self.content.encoding {
            Encoding::Raw => piece.into(),
            Encoding::Base64 => STANDARD.encode(piece).into(),
        })
    }
}

/// The body of a request.
#[derive(Debug)]
pub(super) enum RequestBody {
    /// Bytes in memory; `None` once they were sent.
    Bytes(Option<Bytes>),
    /// A file, and the bytes that are left.
    File(Box<FileReader>, u64),
}

impl RequestBody {
    /// Returns a body without content.
    pub(super) fn empty() -> Self {
        Self::Bytes(None)
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let next = match &mut *self {
            Self::Bytes(bytes) => Ok(bytes.take()),
            // The file is local, and its pages were just read for the hash.
            Self::File(reader, left) => reader.next(&mut |_| {}).inspect(|piece| {
                let bytes = piece.as_ref().map_or(0, |piece| piece.len() as u64);
                *left = left.saturating_sub(bytes);
                reader.content.sent.fetch_add(bytes, Ordering::Relaxed);
            }),
        };
        Poll::Ready(next.transpose().map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Bytes(bytes) => bytes.is_none(),
            Self::File(_, left) => *left == 0,
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(match self {
            Self::Bytes(bytes) => bytes.as_ref().map_or(0, |bytes| bytes.len() as u64),
            Self::File(_, left) => *left,
        })
    }
}

/// The content of a request, from which the body of each attempt is made.
#[derive(Clone)]
pub(super) enum Content {
    /// Bytes in memory.
    Bytes(Bytes),
    /// A file.
    File(FileContent),
}

impl Content {
    /// Returns the body for one attempt.
    pub(super) fn body(&self) -> io::Result<RequestBody> {
        Ok(match self {
            Self::Bytes(bytes) => RequestBody::Bytes((!bytes.is_empty()).then(|| bytes.clone())),
            Self::File(file) => RequestBody::File(Box::new(file.reader()?), file.length()),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use http_body_util::BodyExt as _;

    use super::*;

    #[test]
    fn a_file_in_json_is_sent_whole_and_with_its_length() {
        for length in [0, 1, 2, 3, PIECE - 1, PIECE, 3 * PIECE + 5] {
            let bytes: Vec<u8> = (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect();
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(&bytes).unwrap();
            let content = FileContent::new(&file, "{\"a\":\"".into(), "\"}".into(), Encoding::Base64).unwrap();
            let expected = format!("{{\"a\":\"{}\"}}", STANDARD.encode(&bytes));
            assert_eq!(content.length(), expected.len() as u64);
            assert_eq!(content.sha256, crate::sam::sha256_hex(&expected));
            // Twice: a second attempt begins anew.
            for _ in 0..2 {
                let body = Content::File(content.clone()).body().unwrap();
                assert_eq!(body.size_hint().exact(), Some(expected.len() as u64));
                let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
                let sent = runtime.block_on(body.collect()).unwrap().to_bytes();
                assert_eq!(sent, expected.as_bytes(), "{length}");
            }
            assert_eq!(content.sent.load(Ordering::Relaxed), expected.len() as u64);
        }
    }

    #[test]
    fn a_file_that_became_shorter_is_an_error() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"0123456789").unwrap();
        let content = FileContent::new(&file, String::new(), String::new(), Encoding::Raw).unwrap();
        file.set_len(5).unwrap();
        let body = Content::File(content).body().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        assert!(runtime.block_on(body.collect()).is_err());
    }
}
