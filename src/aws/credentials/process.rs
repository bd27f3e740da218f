//! `credential_process`: a helper that prints credentials.
//!
//! It runs without a terminal, and in a session of its own where the system has that: otherwise its prompts would be
//! drawn over the app, and it would read the app's keys. It has a time limit, and is ended with all processes it
//! started.

use std::io::{self, Read as _};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use aws_credential_types::Credentials;
use serde::Deserialize;

use super::json_credentials::JsonCredentials;
use crate::aws::AwsError;
use crate::text::{Sentence, one_line, sentence};

/// The time limit. A helper may call a remote service or wait for a hardware key.
const WITHIN: Duration = Duration::from_secs(30);
/// The time between two checks whether the helper has ended.
const POLL_INTERVAL: Duration = Duration::from_millis(20);
/// The time limit for reading the output after the helper has ended: another process may keep it open.
const OUTPUT_WITHIN: Duration = Duration::from_secs(1);
/// The longest output that is read, in bytes.
const LONGEST: u64 = 1024 * 1024;

#[derive(Deserialize)]
struct Printed {
    #[serde(rename = "Version")]
    version: i64,
    #[serde(flatten)]
    credentials: JsonCredentials,
}

/// Runs the helper of a profile and returns the credentials it prints.
pub(super) async fn run(profile: &str, command: &str) -> Result<Credentials, AwsError> {
    let profile = one_line(profile);
    let failed =
        |why: Sentence| AwsError::Configuration(sentence!("aws-process-failed", profile = profile.clone(), why = why));
    let words = split(command).ok_or_else(|| failed(sentence!("aws-process-no-command")))?;
    // If this future is dropped, the helper is ended.
    let stopped = Arc::new(AtomicBool::new(false));
    let program = words.first().map(|program| one_line(program)).unwrap_or_default();
    let _guard = Guard(Arc::clone(&stopped));
    let ran = tokio::task::spawn_blocking(move || output(&words, WITHIN, &stopped)).await;
    let (status, printed, error_output) = match ran {
        Ok(Ok(Some(ended))) => ended,
        Ok(Ok(None)) => {
            let seconds = WITHIN.as_secs().to_string();
            return Err(AwsError::Configuration(sentence!(
                "aws-process-timeout",
                profile = profile,
                seconds = seconds
            )));
        }
        Ok(Err(error)) => return Err(failed(Sentence::verbatim(format!("{program}: {error}")))),
        Err(_) => return Err(AwsError::Cancelled),
    };
    if !status.success() {
        let error_output = String::from_utf8_lossy(&error_output).into_owned();
        let last = error_output.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let why = match one_line(last) {
            last if last.is_empty() => sentence!("aws-process-status", status = status.to_string()),
            last => sentence!("aws-process-complaint", status = status.to_string(), complaint = last),
        };
        return Err(failed(why));
    }
    // The output is not shown: it may hold a secret.
    let printed: Printed = serde_json::from_slice(&printed).map_err(|_| failed(sentence!("aws-process-not-json")))?;
    if printed.version != 1 {
        return Err(failed(sentence!("aws-process-version", version = printed.version.to_string())));
    }
    let credentials = printed.credentials.into_credentials("credential_process");
    let expired = credentials.expiry().is_some_and(|expiry| expiry <= std::time::SystemTime::now());
    if expired { Err(failed(sentence!("aws-process-expired"))) } else { Ok(credentials) }
}

/// Splits a command line as botocore does: quotes and backslashes are special, variables and `~` are not. On Windows a
/// backslash is part of a path.
fn split(command: &str) -> Option<Vec<String>> {
    let command = if cfg!(windows) { command.replace('\\', "\\\\") } else { command.to_owned() };
    shlex::split(&command).filter(|words| !words.is_empty())
}

/// Sets the flag when it is dropped, so that the helper is ended.
struct Guard(Arc<AtomicBool>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

type Ended = (ExitStatus, Vec<u8>, Vec<u8>);

/// Runs a command to its end and returns its standard output and standard error; `None` where it took too long or was
/// cancelled.
fn output(words: &[String], within: Duration, stopped: &AtomicBool) -> io::Result<Option<Ended>> {
    let (program, arguments) = words.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = sys::spawn(command)?;
    let printed = collect(child.stdout().take());
    let error_output = collect(child.stderr().take());
    let begin = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            let rest = |of: &Receiver<Vec<u8>>| of.recv_timeout(OUTPUT_WITHIN).unwrap_or_default();
            return Ok(Some((status, rest(&printed), rest(&error_output))));
        }
        if begin.elapsed() >= within || stopped.load(Ordering::SeqCst) {
            // It may just have ended.
            let _ = child.start_kill();
            let _ = child.wait();
            return Ok(None);
        }
        thread::sleep(POLL_INTERVAL);
    }
}

/// Reads an output to its end on its own thread, so that a full pipe does not block the helper.
fn collect(output: Option<impl io::Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (tell, read) = mpsc::channel();
    if let Some(mut output) = output {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            // Output that cannot be read counts as missing.
            let _ = output.by_ref().take(LONGEST).read_to_end(&mut bytes);
            let _ = tell.send(bytes);
            let _ = io::copy(&mut output, &mut io::sink());
        });
    }
    read
}

#[cfg(unix)]
mod sys {
    use std::io;
    use std::process::Command;

    use process_wrap::std::{ChildWrapper, CommandWrap, ProcessSession};

    /// Starts the command in a session of its own: it has no terminal, and can be ended with everything it started.
    pub(super) fn spawn(command: Command) -> io::Result<Box<dyn ChildWrapper>> {
        CommandWrap::from(command).wrap(ProcessSession).spawn()
    }
}

#[cfg(not(unix))]
mod sys {
    use std::io;
    use std::os::windows::process::CommandExt as _;
    use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus};

    /// `CREATE_NO_WINDOW`: a console program runs without a console.
    const NO_CONSOLE: u32 = 0x0800_0000;

    pub(super) struct Helper(Child);

    pub(super) fn spawn(mut command: Command) -> io::Result<Helper> {
        command.creation_flags(NO_CONSOLE).spawn().map(Helper)
    }

    impl Helper {
        pub(super) fn stdout(&mut self) -> &mut Option<ChildStdout> {
            &mut self.0.stdout
        }

        pub(super) fn stderr(&mut self) -> &mut Option<ChildStderr> {
            &mut self.0.stderr
        }

        pub(super) fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {
            self.0.try_wait()
        }

        pub(super) fn start_kill(&mut self) -> io::Result<()> {
            self.0.kill()
        }

        pub(super) fn wait(&mut self) -> io::Result<ExitStatus> {
            self.0.wait()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(command: &str) -> Vec<String> {
        split(command).unwrap()
    }

    #[test]
    fn a_command_is_split_as_botocore_splits_it() {
        assert_eq!(words(r#"get --name "my role" 'a b'"#), ["get", "--name", "my role", "a b"]);
        assert_eq!(split("  "), None);
        assert_eq!(split("get 'unfinished"), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_helper_has_no_terminal_and_is_ended_with_what_it_started() {
        let sh = |script: &str, within: u64| {
            let words = ["sh", "-c", script].map(str::to_owned);
            output(&words, Duration::from_millis(within), &AtomicBool::new(false)).unwrap()
        };
        let (status, printed, _) = sh("(exec 3<>/dev/tty) 2>/dev/null && echo terminal || echo none", 20_000).unwrap();
        assert!(status.success());
        assert_eq!(String::from_utf8_lossy(&printed).trim(), "none");
        let begin = Instant::now();
        assert!(sh("sleep 600 & sleep 600", 300).is_none());
        assert!(begin.elapsed() < Duration::from_secs(10));
    }
}
