//! The real SAM CLI, which invokes the function of a test project.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::lambda::ACCOUNT;
use super::real;

/// A function that answers with every file it finds below `/opt` and what is in it, one `path=content` a line.
/// It implements the runtime API of Lambda with a busybox shell.
const BOOTSTRAP: &str = r#"#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while true; do
    wget -q -S -O /tmp/event "$api/next" 2>/tmp/headers || exit 1
    id=$(tr -d '\r' </tmp/headers | sed -n 's/^ *[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: *//p')
    seen=$(cd /opt && find . -type f | sort | while read -r file; do echo "${file#./}=$(cat "$file")"; done)
    wget -q -O /dev/null --post-data "$seen" "$api/$id/response"
done
"#;

/// A developer's machine with SAM CLI: a home, a project, a layer cache, an engine, and a Lambda API to download from.
pub struct Machine {
    folder: tempfile::TempDir,
    venv: PathBuf,
    /// The engine, as `DOCKER_HOST` names it.
    pub docker_host: String,
    /// The URL of the emulator of the Lambda API.
    pub ministack: String,
    /// Whether there are AWS credentials.
    pub has_credentials: bool,
}

/// The result of an invocation.
pub struct Invocation {
    /// What the function answered: the files below `/opt` as `path=content`.
    pub answer: Vec<String>,
    /// The output of SAM, standard output and error.
    pub output: String,
}

impl Machine {
    /// `None` after reporting that the test is skipped.
    pub fn new() -> Option<Self> {
        real::docker_host().and_then(Self::with_engine)
    }

    /// For what SAM does before it needs an engine. `None` after reporting that the test is skipped.
    pub fn without_engine() -> Option<Self> {
        Self::with_engine("unix:///nowhere/engine.sock".to_owned())
    }

    fn with_engine(docker_host: String) -> Option<Self> {
        let (venv, ministack) = (real::venv()?, real::ministack()?);
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["home", "tmp", "project"] {
            fs::create_dir(folder.path().join(name)).expect("a new folder");
        }
        Some(Self { folder, venv, docker_host, ministack, has_credentials: true })
    }

    /// The home folder of the user.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The project folder.
    pub fn project(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    /// The layer cache, in SAM's default folder.
    pub fn cache(&self) -> PathBuf {
        self.home().join(".aws-sam").join("layers-pkg")
    }

    /// Writes the template, and the code of a function whose `CodeUri` is `src`.
    pub fn write_project(&self, template: &str) {
        let code = self.project().join("src");
        fs::create_dir_all(&code).expect("a new folder");
        fs::write(self.project().join("template.yaml"), template).expect("a new file");
        let bootstrap = code.join("bootstrap");
        fs::write(&bootstrap, BOOTSTRAP).expect("a new file");
        make_executable(&bootstrap);
    }

    /// `sam local invoke FUNCTION`, run in the project folder.
    pub fn invoke(&self, function: &str) -> Invocation {
        self.try_invoke(function, &[]).unwrap_or_else(|printed| panic!("sam local invoke {function} failed\n{printed}"))
    }

    /// The same with more options, where SAM may fail: the error is its output.
    pub fn try_invoke(&self, function: &str, options: &[&str]) -> Result<Invocation, String> {
        let output = self
            .command(&self.venv.join("bin").join("sam"))
            .args(["local", "invoke", function, "--skip-pull-image"])
            .args(options)
            .output()
            .expect("SAM CLI starts");
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        let printed = format!("{stdout}\n{}", String::from_utf8_lossy(&output.stderr));
        if !output.status.success() {
            return Err(printed);
        }
        // The answer is the last line of standard output; messages about downloads precede it.
        let answer = stdout.lines().filter(|line| line.contains('=')).map(str::to_owned).collect();
        Ok(Invocation { answer, output: printed })
    }

    /// Runs a Python script of the tests that can import SAM CLI's modules.
    pub fn python(&self, script: &Path) -> Command {
        let mut command = self.command(&self.venv.join("bin").join("python"));
        command.arg(script);
        command
    }

    /// The environment of this machine's terminal, which samlayers and SAM CLI share.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.home())
            .env("TMPDIR", self.folder.path().join("tmp"))
            .env("LC_ALL", "C.UTF-8")
            .env("DOCKER_HOST", &self.docker_host)
            .env("AWS_ENDPOINT_URL", &self.ministack)
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("AWS_DEFAULT_REGION", "us-east-1")
            .env("SAM_CLI_TELEMETRY", "0")
            .current_dir(self.project());
        if self.has_credentials {
            command.env("AWS_ACCESS_KEY_ID", ACCOUNT).env("AWS_SECRET_ACCESS_KEY", "test");
        }
        command
    }
}

#[cfg(unix)]
fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("our own file");
}

#[cfg(not(unix))]
fn make_executable(_path: &Path) {}
