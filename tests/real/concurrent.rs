//! SAM CLI downloads a layer, or downloads it again, while two samlayers purge and refresh the same layer: SAM sees
//! the old content, the new content, or nothing, and never a partial layer.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::names::dir_of;
use crate::support::lambda::publish;
use crate::support::sam::{Invocation, Machine};
use crate::support::samlayers;

/// How often samlayers purges and refreshes; meanwhile SAM requests the layer some hundred times.
const ROUNDS: usize = 15;

/// The limit while no refresh has succeeded because the layer happened to be absent each time.
const MOST_ROUNDS: usize = 150;

const ANSWER: &str = "sam.out";
const STOP: &str = "stop";
const ERRORS: &str = "sam.err";

/// Enough files that unpacking or removing them one by one would be noticed.
const FILES: usize = 300;

/// What is in the layer, by path.
fn content() -> BTreeMap<String, String> {
    (0..FILES).map(|number| (format!("lib/part{}/{number}.txt", number % 7), format!("text {number}"))).collect()
}

/// A layer of that content in Lambda: its ARN, and the directory SAM gives it.
fn publish_content(machine: &Machine, name: &str, content: &BTreeMap<String, String>) -> (String, String) {
    let files: Vec<(&str, &str)> = content.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let arn = publish(&machine.ministack, "us-east-1", name, &files).arn;
    let dir = dir_of(&arn);
    (arn, dir)
}

#[test]
fn sam_never_sees_a_partial_layer() {
    let Some(machine) = Machine::without_engine() else { return };
    let content = content();
    let (arn, dir) = publish_content(&machine, "concurrent", &content);
    machine.write_project(&format!(
        "Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties: {{CodeUri: src, Handler: bootstrap, Runtime: provided.al2023, Timeout: 60, Layers: ['{arn}']}}
"
    ));

    let read = |file: &str| fs::read_to_string(machine.project().join(file)).expect("SAM wrote it");
    let mut sam = start_downloads(&machine, &arn, &content);
    // SAM CLI takes seconds to start on a busy machine, and without it nothing would be tested.
    let deadline = Instant::now() + Duration::from_mins(3);
    while !machine.cache().join(&dir).exists() {
        assert!(sam.try_wait().expect("our own child").is_none(), "{}", read(ERRORS));
        assert!(Instant::now() < deadline, "SAM never downloaded anything: {}", read(ERRORS));
        thread::sleep(Duration::from_millis(50));
    }
    let mut done = BTreeMap::from([("purge", 0), ("refresh", 0)]);
    for round in 0..MOST_ROUNDS {
        if round >= ROUNDS && done.values().all(|times| *times > 0) {
            break;
        }
        // Refreshes are more frequent: a purged layer cannot be refreshed before SAM has downloaded it.
        for command in ["refresh", "refresh", "purge"] {
            assert!(sam.try_wait().expect("our own child").is_none(), "{}", read(ERRORS));
            // The layer may be absent, or SAM or the other samlayers may hold its lock: reporting that is as valid as
            // success.
            let program = || {
                let mut program = machine.command(samlayers::program());
                program.args([command, &dir, "--yes", "--no-engine", "--json"]);
                program.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("samlayers starts")
            };
            for child in [program(), program()] {
                let output = child.wait_with_output().expect("our own child");
                let code = output.status.code();
                assert!(matches!(code, Some(0 | 1)), "{command}: {}", String::from_utf8_lossy(&output.stderr));
                *done.entry(command).or_default() += usize::from(code == Some(0));
            }
        }
    }

    fs::write(machine.project().join(STOP), "").expect("a new file");
    assert!(sam.wait().expect("our own child").success(), "{}", read(ERRORS));
    // SAM's own progress precedes it.
    let seen: Value = serde_json::from_str(read(ANSWER).lines().last().unwrap_or_default()).expect("what SAM saw");
    println!("SAM saw {seen}, samlayers did {done:?}");
    // Without these the loop above would have tested nothing.
    assert!(done.values().all(|times| *times > 0), "{done:?}");
    assert!(seen["whole"] != json!(0) && seen["refreshed"] != json!(0), "{seen}");
    assert!(!machine.cache().join(".locks").join(format!("{dir}.downloading.lock")).exists());
}

/// A SAM that has found a layer reads it later, without a lock; meanwhile another SAM may unpack into the same directory.
/// Only a purge removes a layer between the two, so a purge keeps SAM's lock while the first may still read.
#[test]
fn sam_never_reads_a_layer_that_another_sam_downloads_after_a_purge() {
    let Some(machine) = Machine::without_engine() else { return };
    let content = content();
    let (arn, dir) = publish_content(&machine, "between", &content);

    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/sam_steps.py");
    let as_sam = machine.home().join("sam");
    fs::copy(&script, &as_sam).expect("a copy");
    let mut reader = Steps::start(&machine, &as_sam, "read", &arn);
    // SAM's progress bar is printed first.
    reader.wait_for_message(&["looked"]);
    // Not recognised as SAM, so that only the end of the first can end the wait.
    let mut second = Steps::start(&machine, &script, "download", &arn);
    second.wait_for_message(&["ready"]);
    let mut purge = machine.command(samlayers::program());
    purge.args(["purge", &dir, "--yes", "--no-engine"]).stdout(Stdio::null()).stderr(Stdio::piped());
    let purge = purge.spawn().expect("samlayers starts");
    let deadline = Instant::now() + Duration::from_mins(1);
    while machine.cache().join(&dir).exists() {
        assert!(Instant::now() < deadline, "the purge never began");
        thread::sleep(Duration::from_millis(20));
    }
    second.resume();
    let second_is = second.wait_for_message(&["waiting", "made"]);
    reader.resume();
    let packed = reader.wait_for_message(&["gone", "0", &FILES.to_string()]);
    assert_ne!(packed, "0", "it packed a layer that was being downloaded");
    assert_eq!(second_is, "waiting");
    reader.end();

    // The reader has ended, so the purge ends and the other SAM continues.
    let purge = purge.wait_with_output().expect("our own child");
    let output = String::from_utf8_lossy(&purge.stderr);
    assert!(purge.status.success() && output.contains("SAM CLI was running (process"), "{output}");
    second.wait_for_message(&["made"]);
    second.resume();
    second.wait_for_message(&["done"]);
    second.end();
    assert_eq!(machine.cache().join(&dir).join("lib").read_dir().expect("a whole layer").count(), 7);
    assert!(!machine.cache().join(".locks").join(format!("{dir}.downloading.lock")).exists());
}

/// Invocations that run in parallel on two processors; ten in all, each of another function.
const PARALLEL: usize = 2;
const INVOCATIONS: usize = 10;

/// How long the cache is purged and refreshed; every invocation after that must succeed.
const DISTURBANCE: Duration = Duration::from_secs(40);

/// Every function has the shared layer and one of its own, so SAM builds an image for each and reads the shared layer's
/// directory each time. It fails if samlayers removes or unpacks file by file where SAM reads: the image would hold some of
/// the files, and the function would return fewer than all. It also fails if our lock is not SAM's: SAM would unpack
/// into a directory that is moved away, and every later image would be built from the rest; and if a purge lets one SAM
/// download while the other may still read. A layer that is absent when SAM reads it is accepted: SAM reports an error,
/// builds nothing, and the next attempt downloads it.
#[test]
fn ten_invocations_in_a_loop_see_complete_layers_or_none() {
    let Some(machine) = Machine::new() else { return };
    let content = content();
    let (shared, dir) = publish_content(&machine, "invoked", &content);
    let mut template = "Resources:\n".to_owned();
    for number in 0..INVOCATIONS {
        let own = publish(&machine.ministack, "us-east-1", &format!("invoked-{number}"), &[("own.txt", "own")]).arn;
        template.extend([format!(
            "  Function{number}:
    Type: AWS::Serverless::Function
    Properties: {{CodeUri: src, Handler: bootstrap, Runtime: provided.al2023, Timeout: 60, Layers: ['{shared}', '{own}']}}
"
        )]);
    }
    machine.write_project(&template);
    let mut whole: Vec<String> = content.iter().map(|(path, text)| format!("{path}={text}")).collect();
    whole.push("own.txt=own".to_owned());
    whole.sort();

    let lock = machine.cache().join(".locks").join(format!("{dir}.downloading.lock"));
    let (next, ended, gone) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let (calm, until) = (AtomicBool::new(false), Instant::now() + DISTURBANCE);
    let invoke = |number: usize| {
        loop {
            let disturbed = !calm.load(Ordering::SeqCst);
            match machine.try_invoke(&format!("Function{number}"), &[]) {
                Ok(invocation) => return invocation,
                Err(output) => {
                    let is_gone = output.contains("No such file or directory") && output.contains(&dir);
                    assert!(disturbed && is_gone, "sam local invoke Function{number} failed\n{output}");
                    gone.fetch_add(1, Ordering::SeqCst);
                }
            }
        }
    };
    let done = thread::scope(|scope| {
        let workers: Vec<_> = (0..PARALLEL)
            .map(|_| {
                scope.spawn(|| {
                    loop {
                        let number = next.fetch_add(1, Ordering::SeqCst);
                        if number >= INVOCATIONS {
                            return;
                        }
                        let Invocation { answer: mut seen, output } = invoke(number);
                        seen.sort();
                        assert!(
                            seen == whole,
                            "Function{number} saw {} of {} files\n{output}",
                            seen.len(),
                            whole.len()
                        );
                        ended.fetch_add(1, Ordering::SeqCst);
                    }
                })
            })
            .collect();
        let mut done = BTreeMap::from([("purge", 0), ("refresh", 0)]);
        // On a slow machine SAM may need all this time for its first download.
        while (Instant::now() < until || done.values().any(|times| *times == 0))
            && !workers.iter().all(thread::ScopedJoinHandle::is_finished)
        {
            // While SAM downloads it, every command would be refused.
            if !machine.cache().join(&dir).exists() || lock.exists() {
                thread::sleep(Duration::from_millis(20));
                continue;
            }
            // Refreshes are more frequent: a layer that is mostly absent would never be read.
            for command in ["refresh", "refresh", "refresh", "purge"] {
                let mut program = machine.command(samlayers::program());
                let output = samlayers::run(&mut program, &[command, &dir, "--yes", "--json", "--no-engine"]);
                let code = output.status.code();
                assert!(matches!(code, Some(0 | 1)), "{command}: {}", String::from_utf8_lossy(&output.stderr));
                *done.entry(command).or_default() += usize::from(code == Some(0));
            }
        }
        calm.store(true, Ordering::SeqCst);
        done
    });
    println!("{ended:?} invocations saw all of the layer, {gone:?} saw none; samlayers did {done:?} meanwhile");
    assert_eq!(ended.into_inner(), INVOCATIONS);
    // Without these the loop above would have tested nothing.
    assert!(done.values().all(|times| *times > 0), "{done:?}");
    assert!(!lock.exists());
}

/// A SAM that is stopped between its steps (`tests/support/sam_steps.py`).
struct Steps {
    child: Child,
    messages: Receiver<String>,
}

impl Steps {
    fn start(machine: &Machine, script: &Path, steps: &str, arn: &str) -> Self {
        let mut command = machine.python(script);
        command.args(["local", "invoke", steps, arn]).arg(machine.cache());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("Python starts");
        let lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let (sender, messages) = mpsc::channel();
        thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { child, messages }
    }

    /// Waits until it prints one of these.
    fn wait_for_message(&mut self, expected: &[&str]) -> String {
        let mut all = Vec::new();
        loop {
            match self.messages.recv_timeout(Duration::from_mins(1)) {
                Ok(line) if expected.contains(&line.as_str()) => return line,
                Ok(line) => all.push(line),
                Err(error) => panic!("none of {expected:?}: {error} after {all:?}"),
            }
        }
    }

    fn resume(&mut self) {
        writeln!(self.child.stdin.as_mut().expect("it is piped")).expect("it reads");
    }

    fn end(mut self) {
        assert!(self.child.wait().expect("our own child").success());
    }
}

fn start_downloads(machine: &Machine, arn: &str, content: &BTreeMap<String, String>) -> Child {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/sam_downloads.py");
    let mut child = machine
        .python(&script)
        .arg(machine.cache())
        .args([arn, STOP])
        .stdin(Stdio::piped())
        // Files, which never make SAM wait for a reader.
        .stdout(File::create(machine.project().join(ANSWER)).expect("a new file"))
        .stderr(File::create(machine.project().join(ERRORS)).expect("a new file"))
        .spawn()
        .expect("Python starts");
    let expected = serde_json::to_vec(content).expect("text");
    child.stdin.take().expect("it is piped").write_all(&expected).expect("Python reads it");
    child
}
