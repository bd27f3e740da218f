//! An engine on another machine, through the ssh program: `ssh HOST docker system dial-stdio` carries the socket, which
//! is what the docker command does for an `ssh://` host. The user's keys, agent and `~/.ssh/config` work as ever.

use std::io;
use std::pin::Pin;
use std::process::Stdio;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};

use super::EngineStream;
use crate::engine::endpoint::SshHost;
use crate::text::one_line;

/// Why ssh, or docker on the other side, gave up: its own words.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct SshFailure(pub(crate) String);

/// So much of what ssh complains about is kept, in bytes.
const MAX_ERROR_OUTPUT: u64 = 4096;

/// Starts ssh. It may not ask for anything: the terminal belongs to the app.
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
        io::ErrorKind::NotFound => io::Error::other(SshFailure("the ssh program is not installed".to_owned())),
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

/// What ssh says before it goes.
async fn error_output(errors: ChildStderr) -> String {
    let mut output_text = Vec::new();
    // A complaint that cannot be read is one that was not made.
    let _ = errors.take(MAX_ERROR_OUTPUT).read_to_end(&mut output_text).await;
    let output_text = String::from_utf8_lossy(&output_text);
    let lines: Vec<&str> = output_text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    one_line(&lines.join("; "))
}

struct SshStream {
    input: Option<ChildStdin>,
    output: ChildStdout,
    /// Gone once it was told.
    error_output: Option<Pin<Box<dyn Future<Output = String> + Send>>>,
    /// Anything came back: from then on an end is an end.
    answered: bool,
    /// Killed when the stream goes.
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
            let output_text = if output_text.is_empty() { "it ended without a word".to_owned() } else { output_text };
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
            // ssh has gone: why it did is told where its answer is read.
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
        // The end of the pipe tells the other side.
        self.input = None;
        Poll::Ready(Ok(()))
    }
}
