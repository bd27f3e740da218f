//! Connects to an engine on another machine through the ssh program.
//!
//! `ssh HOST docker system dial-stdio` forwards the socket, as the docker command does it for an `ssh://` host, so the
//! user's keys, agent and `~/.ssh/config` are used.

use std::io;
use std::pin::Pin;
use std::process::Stdio;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};

use super::EngineStream;
use crate::engine::endpoint::SshHost;
use crate::text::one_line;

/// The error message of ssh, or of docker on the remote side.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct SshFailure(pub(crate) String);

/// The maximum length of ssh's error message in bytes.
const MAX_ERROR_OUTPUT: u64 = 4096;

/// Starts ssh. It may not ask for anything, as the app uses the terminal.
pub(super) fn connect(host: &SshHost) -> io::Result<EngineStream> {
    let mut command = Command::new("ssh");
    command.args(["-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10"]);
    if let Some(user) = &host.user {
        command.args(["-l", user]);
    }
    if let Some(port) = host.port {
        command.args(["-p", &port.to_string()]);
    }
    command.args(["--", &host.host, "docker", "system", "dial-stdio"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => io::Error::other(SshFailure("ssh is not installed".to_owned())),
        _ => error,
    })?;
    match (child.stdin.take(), child.stdout.take(), child.stderr.take()) {
        (Some(input), Some(output), Some(errors)) => Ok(EngineStream::new(SshStream {
            input: Some(input),
            output,
            error_output: Some(Box::pin(error_output(errors))),
            answered: false,
            _child: child,
        })),
        _ => Err(io::Error::other("ssh was started without its pipes")),
    }
}

/// Returns the error message that ssh wrote before it ended.
async fn error_output(errors: ChildStderr) -> String {
    let mut output_text = Vec::new();
    // An error message that cannot be read counts as empty.
    let _ = errors.take(MAX_ERROR_OUTPUT).read_to_end(&mut output_text).await;
    let output_text = String::from_utf8_lossy(&output_text);
    let lines: Vec<&str> = output_text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    one_line(&lines.join("; "))
}

struct SshStream {
    input: Option<ChildStdin>,
    output: ChildStdout,
    /// The error message, until it was returned.
    error_output: Option<Pin<Box<dyn Future<Output = String> + Send>>>,
    /// Whether any data was received: after that, the end of the stream is not an error.
    answered: bool,
    /// Kills the process when the stream is dropped.
    _child: Child,
}

impl AsyncRead for SshStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.output).poll_read(cx, buf))?;
        if buf.filled().len() > before {
            self.answered = true;
        } else if let (false, Some(error_output)) = (self.answered, &mut self.error_output) {
            let output_text = ready!(error_output.as_mut().poll(cx));
            self.error_output = None;
            let output_text =
                if output_text.is_empty() { "it exited without a message".to_owned() } else { output_text };
            return Poll::Ready(Err(io::Error::other(SshFailure(output_text))));
        }
        Poll::Ready(Ok(()))
    }
}

impl SshStream {
    fn input(&mut self) -> io::Result<Pin<&mut ChildStdin>> {
        self.input.as_mut().map(Pin::new).ok_or_else(|| io::ErrorKind::BrokenPipe.into())
    }
}

impl AsyncWrite for SshStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        match ready!(self.input()?.poll_write(cx, buf)) {
            // ssh has ended: the reason is returned where the answer is read.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe && !self.answered => Poll::Ready(Ok(buf.len())),
            written => Poll::Ready(written),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match ready!(self.input()?.poll_flush(cx)) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe && !self.answered => Poll::Ready(Ok(())),
            flushed => Poll::Ready(flushed),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        // Closing the pipe ends the remote side.
        self.input = None;
        Poll::Ready(Ok(()))
    }
}
