//! No command takes more than 200 MB, whatever a repository, an engine or AWS serves.

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::faults::Machine;
use crate::home::{Home, Ran};
use crate::support::layers::Layers;
use crate::support::scripted::{Piece, Server, head, json};

/// The most memory in kilobytes.
const MOST: u64 = 200_000;

/// Runs it, and fails if it takes more memory, or minutes.
fn bounded(mut command: Command) -> Ran {
    let out = tempfile::NamedTempFile::new().unwrap();
    let both = || Stdio::from(out.reopen().map(|file| append(&file)).unwrap());
    let mut child = command.stdout(both()).stderr(both()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let begun = Instant::now();
    let mut peak = 0;
    let code = loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
        peak = line.trim().trim_end_matches(" kB").parse().unwrap_or(0).max(peak);
        assert!(peak <= MOST, "{command:?} takes {peak} kB");
        if let Some(status) = child.try_wait().unwrap() {
            break status.code().unwrap_or(-1);
        }
        assert!(begun.elapsed() < Duration::from_mins(3), "{command:?} does not end");
        thread::sleep(Duration::from_millis(10));
    };
    assert!(peak > 0);
    Ran { code, stdout: fs::read_to_string(out.path()).unwrap(), stderr: String::new() }
}

/// The same file, written to at its end.
fn append(file: &fs::File) -> fs::File {
    use std::os::fd::AsRawFd as _;
    fs::File::options().append(true).open(format!("/proc/self/fd/{}", file.as_raw_fd())).unwrap()
}

const FUNCTION: &str = "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {CodeUri: ., Handler: a.b, \
                        Runtime: python3.12}\n";

#[test]
fn a_repository_of_large_files() {
    let values = "1,".repeat(1_500_000);
    for (file, content, reported) in [
        ("template.yaml", format!("{FUNCTION}Metadata: [{values}1]\n"), "more than 150,000 values"),
        ("template.json", format!("{{\"Resources\": {{}}, \"Metadata\": [{values}1]}}"), "more than 150,000 values"),
        (
            "samconfig.toml",
            format!("version = 0.1\n[default.global.parameters]\na = [{}1]\n", "1,".repeat(500_000)),
            "",
        ),
        ("samlayers.lock", format!("{{\"layers\": [{values}1]}}"), ""),
        (".aws-sam/build.toml", format!("[a]\nb = [{values}1]\n"), ""),
    ] {
        let home = Home::new();
        home.write("project/template.yaml", FUNCTION);
        if file == "template.json" {
            fs::remove_file(home.path("project/template.yaml")).unwrap();
        }
        home.write(&format!("project/{file}"), content);
        for arguments in
            [&["ls"] as &[&str], &["functions"], &["prefetch", "--locked", "--yes"], &["doctor"], &["builds"]]
        {
            let ran = bounded(home.command(&[arguments, &["--no-engine", "--offline"]].concat()));
            if arguments[0] == "functions" {
                ran.prints(reported);
            }
        }
    }
}

#[test]
fn files_of_the_users_own() {
    let values = "1,".repeat(250_000);
    let home = Home::new();
    home.cached("alpha-1-0123456789/f", "x");
    home.write("config/samlayers/config.yaml", format!("projects: [{values}1]\n"));
    home.write("data/samlayers/arns.txt", "arn:aws:lambda:eu-west-1:123456789012:layer:numbers:7\n".repeat(100_000));
    home.write("home/.aws/config", format!("[profile a]\n{}", "sso_account_id = 111111111111\n".repeat(30_000)));
    for arguments in [&["ls"] as &[&str], &["verify"], &["arn", "alpha-1-0123456789"], &["doctor"]] {
        bounded(home.command(&[arguments, &["--no-engine", "--offline"]].concat()));
    }
}

#[test]
fn an_engine_that_lists_as_much_as_it_may() {
    let one = |at: usize| {
        format!(
            r#"{{"Id":"sha256:{at:064x}","ParentId":"","Created":1,"Size":5,"SharedSize":-1,"Containers":-1,"Labels":{{"a":"b"}},"RepoDigests":[],"RepoTags":["samcli/lambda-python:3.12-x86_64-{at:025x}"]}}"#
        )
    };
    for (count, reported) in [(10_000, "3.12-x86_64"), (30_000, "is too large (limits:")] {
        let list = format!("[{}]", (0..count).map(one).collect::<Vec<_>>().join(","));
        let server = Server::start(move |request, _| match request.target.split('?').next().unwrap_or_default() {
            path if path.ends_with("/version") => json(
                200,
                r#"{"Version":"27.3.1","ApiVersion":"1.47","Components":[{"Name":"Engine","Version":"27.3.1"}]}"#,
            ),
            path if path.ends_with("/images/json") => json(200, &list),
            path if path.ends_with("/containers/json") => json(200, "[]"),
            _ => json(404, r#"{"message":"no such page"}"#),
        });
        let home = Home::new();
        for arguments in [&["images"] as &[&str], &["ls", "--json"]] {
            let mut command = home.command(&[arguments, &["--offline"]].concat());
            command.env("DOCKER_HOST", server.url());
            bounded(command).prints(if arguments[0] == "images" { reported } else { "" });
        }
    }
}

#[test]
fn aws_that_answers_without_end() {
    let endless = || {
        let mut pieces = vec![head(200, &[("Content-Type", "application/json")], 6 << 30)];
        pieces.extend((0..256).map(|_| Piece::Bytes(vec![b' '; 1 << 20])));
        pieces
    };
    let lambda = Layers::with_faults(move |_| Some(endless()), |_, _, _| Vec::new());
    let machine = Machine::new(lambda);
    for arguments in [&["refresh", "numbers-*", "--yes"] as &[&str], &["verify", "--deep"], &["ls", "--check-newer"]] {
        let mut command = machine.home.command(&[arguments, &["--no-engine"]].concat());
        command.envs(machine.lambda.environment());
        assert_ne!(bounded(command).code, 101);
    }
    // A zip that is longer than it is said to be.
    let lambda = Layers::with_store(move |_, _, _| endless());
    let machine = Machine::new(lambda);
    let mut command = machine.home.command(&["refresh", "numbers-*", "--yes", "--no-engine"]);
    command.envs(machine.lambda.environment());
    bounded(command).exits(1);
}
