//! A limit on the size of an answer, counted on the connection: the client collects each answer before it parses it.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The longest answer of an engine in bytes. An image takes about 600, so this is a list of 25,000 images. Parsed, it takes
/// several times as much.
pub(crate) const LONGEST_ANSWER: u64 = 16 << 20;

/// How much may be received in one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum AnswerLimit {
    /// [`LONGEST_ANSWER`].
    Bounded,
    /// Anything: a file that is processed as it arrives.
    Unbounded,
}

/// The answer is longer than [`LONGEST_ANSWER`].
#[derive(Debug, thiserror::Error)]
#[error("the answer is larger than {} MiB", LONGEST_ANSWER >> 20)]
pub(crate) struct AnswerTooLong;

/// A connection that fails when an answer is too long.
pub(super) struct Bounded<S> {
    stream: Pin<Box<S>>,
    limit: AnswerLimit,
    /// The bytes received since the last request was sent.
    received: u64,
}

impl<S> Bounded<S> {
    pub(super) fn new(stream: S, limit: AnswerLimit) -> Self {
        Self { stream: Box::pin(stream), limit, received: 0 }
    }
}

impl<S: AsyncRead> AsyncRead for Bounded<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(self.stream.as_mut().poll_read(cx, buf))?;
        self.received += (buf.filled().len() - before) as u64;
        let is_too_long = self.limit == AnswerLimit::Bounded && self.received > LONGEST_ANSWER;
        Poll::Ready(if is_too_long { Err(io::Error::other(AnswerTooLong)) } else { Ok(()) })
    }
}

impl<S: AsyncWrite> AsyncWrite for Bounded<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.received = 0;
        self.stream.as_mut().poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream.as_mut().poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream.as_mut().poll_shutdown(cx)
    }
}
