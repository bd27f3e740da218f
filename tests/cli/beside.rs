//! SAM CLI runs beside us while layers are purged: their locks are kept a while, so that it builds nothing from half a layer.

use std::io::Read as _;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::home::{Home, Ran};

const DIR: &str = "a-1-0123456789";

/// Something that looks like `sam local invoke` to whoever lists processes, until it is dropped.
struct Sam(Child);

impl Sam {
    fn start(home: &Home, its_home: &str, options: &[&str]) -> Self {
        // A shell that reads its commands from a pipe in which none ever comes.
        let mut command = Command::new("sh");
        command.arg0("/usr/local/bin/sam").arg("-s").args(["local", "invoke", "Hello"]).args(options);
        command.env_clear().env("HOME", home.path(its_home)).current_dir(home.path("project"));
        Self(command.stdin(Stdio::piped()).spawn().expect("sh starts"))
    }

    fn end(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Sam {
    fn drop(&mut self) {
        self.end();
    }
}

fn home() -> Home {
    let home = Home::new();
    home.cached(&format!("{DIR}/f"), "x");
    home
}

fn lock(home: &Home) -> PathBuf {
    home.cache().join(".locks").join(format!("{DIR}.downloading.lock"))
}

/// A purge that has told its result and waits.
fn waiting(home: &Home) -> Child {
    let mut command = home.command(&["purge", DIR, "--yes", "--no-engine"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    let stderr = child.stderr.as_mut().unwrap();
    while !said.contains("Ctrl-C ends that at once.") {
        let mut byte = [0];
        assert_eq!(stderr.read(&mut byte).unwrap(), 1, "{said}");
        said.push(char::from(byte[0]));
    }
    assert!(!home.cache().join(DIR).exists() && lock(home).exists());
    child
}

fn signal(child: &Child, signal: &str) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
}

#[test]
fn the_lock_is_kept_until_sam_has_ended() {
    let home = home();
    let mut sam = Sam::start(&home, "home", &[]);
    let purge = waiting(&home);
    sam.end();
    let output = purge.wait_with_output().unwrap();
    assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains("moved to the trash"));
    assert!(!lock(&home).exists());
    home.run(&["undo", "--yes", "--no-engine"]).exits(0);
    assert!(home.cache().join(DIR).join("f").exists());
}

#[test]
fn a_sam_that_runs_on_is_not_waited_for_for_long() {
    let home = home();
    let _sam = Sam::start(&home, "elsewhere", &["--layer-cache-basedir", "../home/.aws-sam/layers-pkg"]);
    let output = waiting(&home).wait_with_output().unwrap();
    assert!(output.status.success() && !lock(&home).exists());
}

#[test]
fn ctrl_c_ends_the_wait_and_the_purge_is_done() {
    let home = home();
    let _sam = Sam::start(&home, "home", &[]);
    let purge = waiting(&home);
    signal(&purge, "-INT");
    assert!(purge.wait_with_output().unwrap().status.success());
    assert!(!lock(&home).exists() && !home.cache().join(DIR).exists());
}

#[test]
fn killed_while_it_waits_it_leaves_nothing_that_the_next_start_does_not_clear() {
    let home = home();
    let _sam = Sam::start(&home, "home", &[]);
    let mut purge = waiting(&home);
    purge.kill().unwrap();
    purge.wait().unwrap();
    assert!(lock(&home).exists());
    home.run(&["undo", "--yes", "--no-engine"]).exits(0);
    assert!(home.cache().join(DIR).join("f").exists() && !lock(&home).exists());
}

#[test]
fn a_sam_with_another_cache_is_none_of_our_business() {
    let home = home();
    let _other = Sam::start(&home, "elsewhere", &[]);
    let _chosen = Sam::start(&home, "home", &["--layer-cache-basedir=caches"]);
    let ran = Ran::of(&mut home.command(&["purge", DIR, "--yes", "--no-engine"]));
    assert_eq!((ran.exits(0).stderr.as_str(), lock(&home).exists()), ("", false));
}
