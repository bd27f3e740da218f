//! A home folder for each test: cache, config, data and project below one temporary folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// SAM's default cache folder, below the folder of a test.
const CACHE: &str = if cfg!(windows) { "home/appdata/AWS SAM/layers-pkg" } else { "home/.aws-sam/layers-pkg" };

/// The folder that holds all files of a test.
pub struct Home(TempDir);

/// The result of a run.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Home {
    pub fn new() -> Self {
        let home = Self(tempfile::tempdir().expect("a temporary folder"));
        fs::create_dir(home.path("project")).expect("it is empty");
        home
    }

    /// A path below the folder. The real path: tests compare it with what the program prints.
    pub fn path(&self, below: &str) -> PathBuf {
        let root = dunce::canonicalize(self.0.path()).expect("it is there");
        below.split('/').fold(root, |path, part| path.join(part))
    }

    /// SAM's default cache folder.
    pub fn cache(&self) -> PathBuf {
        self.path(CACHE)
    }

    /// Writes a file and the folders above it.
    pub fn write(&self, below: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(below);
        fs::create_dir_all(path.parent().expect("below the root")).expect("folders can be made");
        fs::write(&path, content).expect("files can be written");
        path
    }

    /// Writes a file of the cache.
    pub fn cached(&self, below: &str, content: impl AsRef<[u8]>) -> PathBuf {
        self.write(&format!("{CACHE}/{below}"), content)
    }

    /// SAM's lock on a layer, of a process that does not exist, old enough that SAM does not wait for it.
    pub fn abandoned_lock(&self, dir: &str) -> PathBuf {
        let path = self.young_lock(dir);
        let old = std::time::SystemTime::now() - std::time::Duration::from_secs(301);
        fs::File::options().write(true).open(&path).unwrap().set_modified(old).unwrap();
        path
    }

    /// The same, written just now: a process that is not visible here may hold it.
    pub fn young_lock(&self, dir: &str) -> PathBuf {
        self.cached(&format!(".locks/{dir}.downloading.lock"), "4194304000\n1700000000.5")
    }

    /// The program, in the project, with nothing of the machine's environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_samlayers"));
        command
            .args(arguments)
            .current_dir(self.path("project"))
            .env_clear()
            .env("HOME", self.path("home"))
            .env("USERPROFILE", self.path("home"))
            .env("APPDATA", self.path("home/appdata"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_CACHE_HOME", self.path("logs"))
            .env("TMPDIR", self.path(""))
            .env("TEMP", self.path(""))
            .env("TMP", self.path(""))
            .env("AWS_EC2_METADATA_DISABLED", "true")
            // No engine answers there, whatever runs on this machine.
            .env("DOCKER_HOST", format!("unix://{}", self.path("no-engine.sock").display()))
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(&mut self.command(arguments))
    }

    /// Runs it with more variables in its environment.
    pub fn run_with(&self, arguments: &[&str], environment: &[(&str, String)]) -> Ran {
        Ran::of(self.command(arguments).envs(environment.iter().map(|(name, value)| (name, value))))
    }

    /// Runs it with `--json` and without an engine.
    pub fn json(&self, arguments: &[&str], code: i32) -> Value {
        let ran = self.run(&[arguments, &["--json", "--no-engine"]].concat());
        assert_eq!(ran.code, code, "{arguments:?}: {ran:?}");
        ran.json()
    }
}

/// The exit code of a process that ends itself without cleaning up, which on Unix is a signal: 0xC0000409.
const ABORTED_ON_WINDOWS: i32 = -1_073_740_791;

impl Ran {
    pub fn of(command: &mut Command) -> Self {
        let output = command.output().expect("samlayers starts");
        Self {
            code: output.status.code().filter(|code| *code != ABORTED_ON_WINDOWS).unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub fn prints(&self, text: &str) -> &Self {
        assert!(self.stdout.contains(text) || self.stderr.contains(text), "`{text}` is missing in {self:?}");
        self
    }

    pub fn exits(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }
}

#[cfg(target_os = "linux")]
pub fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Running as a user to whom permissions apply.
#[cfg(target_os = "linux")]
impl Home {
    /// Gives everything to the user of [`Home::run_as_nobody`].
    pub fn open_to_all(&self) {
        if rustix::process::geteuid().is_root() {
            let root = self.path("");
            let done = Command::new("chown").args(["-R", NOBODY]).arg(&root).status();
            assert!(done.is_ok_and(|status| status.success()), "the files can be given away");
        }
    }

    /// Runs it as another user if this one is root, to whom permissions do not apply; `None` if that is not possible.
    pub fn run_as_nobody(&self, arguments: &[&str]) -> Option<Ran> {
        if !rustix::process::geteuid().is_root() {
            return Some(self.run(arguments));
        }
        self.run_as(NOBODY, &self.command(arguments))
    }

    /// Runs a command as a user of the given number, which only root can; `None` if `setpriv` is not installed.
    pub fn run_as(&self, user: &str, plain: &Command) -> Option<Ran> {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", user, "--regid", user, "--clear-groups"]);
        command.arg(plain.get_program()).args(plain.get_args()).env_clear();
        command.current_dir(plain.get_current_dir().unwrap_or(&self.path("project")));
        command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("PATH", "/usr/bin:/bin");
        if Command::new("setpriv").arg("--version").output().is_err() {
            eprintln!("skipped: `setpriv`, which runs a program as another user, is not installed");
            return None;
        }
        Some(Ran::of(command.stdin(Stdio::null())))
    }
}

/// The user ID of a user without any rights.
#[cfg(target_os = "linux")]
const NOBODY: &str = "65534";

/// A program that writes to a file all the time.
pub struct Writing {
    is_over: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Writing {
    /// Begins with the file there.
    pub fn to(path: PathBuf) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        let mut lines = String::from("# 0\n");
        fs::write(&path, &lines).unwrap();
        let thread = std::thread::spawn(move || {
            for line in 1.. {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                lines = format!("# {line}\n{}", lines.get(..200).unwrap_or(&lines));
                fs::write(&path, &lines).unwrap();
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        Self { is_over, thread }
    }

    pub fn stop(self) {
        self.is_over.store(true, Ordering::Relaxed);
        self.thread.join().unwrap();
    }
}

/// The path as the program prints it.
pub fn text(path: &Path) -> String {
    path.to_str().expect("test paths are text").to_owned()
}
