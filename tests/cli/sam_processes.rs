//! Purges while SAM CLI runs: locks are kept for a while, so that SAM builds nothing from a partial layer.

use std::fs;
use std::io::Read as _;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::home::{Home, Ran};

const DIR: &str = "a-1-0123456789";

const PURGE: [&str; 5] = ["purge", DIR, "--leftovers", "--yes", "--no-engine"];

/// A process that looks like `sam local invoke` in the process list, until it is dropped.
struct Sam(Child);

impl Sam {
    fn start(home: &Home, its_home: &str, options: &[&str]) -> Self {
        // A shell that waits for commands from a pipe.
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

/// A layer with a zip that SAM left beside it.
fn home() -> Home {
    let home = Home::new();
    home.cached(&format!("{DIR}/f"), "x");
    home.cached(&format!("{DIR}_7f3c0e5b9ad84b6c8e21d0f4a6b7c8d9.zip"), "PK");
    home
}

/// The longest time that locks are kept; a purge that ends sooner has noticed the reason.
const LONGEST: Duration = Duration::from_secs(10);

fn lock(home: &Home) -> PathBuf {
    home.cache().join(".locks").join(format!("{DIR}.downloading.lock"))
}

/// A purge that has printed its result and waits.
fn waiting(home: &Home) -> Child {
    let mut command = home.command(&PURGE);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut printed = String::new();
    let stderr = child.stderr.as_mut().unwrap();
    while !printed.contains("To stop waiting, press Ctrl-C.") {
        let mut byte = [0];
        assert_eq!(stderr.read(&mut byte).unwrap(), 1, "{printed}");
        printed.push(char::from(byte[0]));
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
    let waits = Instant::now();
    sam.end();
    let output = purge.wait_with_output().unwrap();
    assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains("moved to the trash"));
    assert!(!lock(&home).exists() && waits.elapsed() < LONGEST / 2, "{:?}", waits.elapsed());
    home.run(&["undo", "--yes", "--no-engine"]).exits(0);
    assert!(home.cache().join(DIR).join("f").exists());
}

#[test]
fn the_wait_for_a_running_sam_is_limited() {
    let home = home();
    let _sam = Sam::start(&home, "elsewhere", &["--layer-cache-basedir", "../home/.aws-sam/layers-pkg"]);
    let begins = Instant::now();
    let output = waiting(&home).wait_with_output().unwrap();
    assert!(output.status.success() && !lock(&home).exists());
    assert!(begins.elapsed() >= LONGEST, "{:?}", begins.elapsed());
}

#[test]
fn ctrl_c_ends_the_wait_and_the_purge_is_done() {
    let home = home();
    let _sam = Sam::start(&home, "home", &[]);
    let purge = waiting(&home);
    let waits = Instant::now();
    signal(&purge, "-INT");
    assert!(purge.wait_with_output().unwrap().status.success());
    assert!(!lock(&home).exists() && !home.cache().join(DIR).exists());
    assert!(waits.elapsed() < LONGEST / 2, "{:?}", waits.elapsed());
}

#[test]
fn ctrl_c_in_the_middle_of_a_purge_keeps_no_lock() {
    let home = home();
    let layers = 2000;
    (2..layers).for_each(|number| drop(home.cached(&format!("a-{number}-0123456789/f"), "x")));
    let _sam = Sam::start(&home, "home", &[]);
    let mut purge = home.command(&["purge", "a-*", "--yes", "--no-engine"]);
    let purge = purge.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // This many are moved within some hundred milliseconds.
    let gone = || !home.cache().join("a-50-0123456789").exists();
    while !gone() {
        thread::sleep(Duration::from_millis(1));
    }
    signal(&purge, "-INT");
    let output = purge.wait_with_output().unwrap();
    let locks = fs::read_dir(home.cache().join(".locks")).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(locks.collect::<Vec<_>>(), Vec::<std::ffi::OsString>::new(), "{output:?}");
}

#[test]
fn a_closed_output_does_not_keep_a_lock() {
    let home = home();
    let _sam = Sam::start(&home, "home", &[]);
    let mut purge = home.command(&PURGE);
    let mut purge = purge.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    drop(purge.stdout.take());
    purge.wait().unwrap();
    assert!(!lock(&home).exists() && !home.cache().join(DIR).exists());
}

#[test]
fn the_number_of_open_files_does_not_grow_with_the_layers() {
    let home = home();
    (2..200).for_each(|number| drop(home.cached(&format!("a-{number}-0123456789/f"), "x")));
    let mut sam = Sam::start(&home, "home", &[]);
    // The limit of macOS.
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 256; exec \"$0\" purge 'a-*' --yes --no-engine --json"]);
    let like = home.command(&[]);
    command.arg(like.get_program()).env_clear().current_dir(home.path("project"));
    command.envs(like.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let purge = command.stdout(Stdio::piped()).spawn().unwrap();
    while home.cache().join("a-199-0123456789").exists() {
        thread::sleep(Duration::from_millis(1));
    }
    sam.end();
    let output = purge.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn a_purge_killed_while_it_waits_is_cleaned_up_by_the_next_start() {
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
fn a_sam_with_another_cache_is_ignored() {
    let home = home();
    let _other = Sam::start(&home, "elsewhere", &[]);
    let _chosen = Sam::start(&home, "home", &["--layer-cache-basedir=caches"]);
    let ran = Ran::of(&mut home.command(&PURGE));
    assert_eq!((ran.exits(0).stderr.as_str(), lock(&home).exists()), ("", false));
}
