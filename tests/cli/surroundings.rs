//! What surrounds the program: the clock, and output that goes nowhere.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::faults::{ARN, Machine};
use crate::home::{Home, Ran};
use crate::support::layers::Layers;
use crate::support::one_image::engine_with;
use crate::support::real;
use crate::support::scripted::{Piece, Request, Server, head};

/// The library that gives a program another clock.
fn libfaketime() -> Option<PathBuf> {
    let folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];
    let files = folders.iter().map(|folder| PathBuf::from(folder).join("faketime/libfaketime.so.1"));
    let found = files.into_iter().find(|file| file.exists());
    if found.is_none() {
        real::skip("no libfaketime");
    }
    found
}

#[test]
fn a_clock_at_the_end_of_all_times_stops_no_command() {
    let Some(library) = libfaketime() else { return };
    for shift in ["+8000y", "+7972y", "-56y"] {
        let home = Home::new();
        for dir in ["first-1-0123456789", "second-1-0123456789"] {
            home.cached(&format!("{dir}/f"), "x");
        }
        home.abandoned_lock("first-1-0123456789");
        let with_clock = |arguments: &[&str]| {
            let mut command = home.command(arguments);
            Ran::of(command.env("LD_PRELOAD", &library).env("FAKETIME", shift).env("FAKETIME_DONT_FAKE_MONOTONIC", "1"))
        };
        let no_panic = |ran: &Ran| assert!(ran.code != 101 && !ran.stderr.contains("panic"), "{shift}: {ran:?}");
        for arguments in [
            &["ls", "--no-engine"] as &[&str],
            &["ls", "--json"],
            &["verify", "--no-engine"],
            &["doctor", "--no-engine"],
            &["functions", "--no-engine"],
            &["explain", "first-1-0123456789", "--no-engine"],
            &["purge", "--older-than", "1d", "--dry-run", "--no-engine"],
            &["purge", "first-1-0123456789", "--abandoned-locks", "--yes", "--no-engine"],
            &["purge", "second-*", "--yes", "--no-engine"],
            &["trash", "ls"],
        ] {
            no_panic(&with_clock(arguments));
        }
        with_clock(&["undo", "--yes"]).exits(0).prints("second-1-0123456789");
        with_clock(&["trash", "empty", "--yes"]).exits(0);
        home.run(&["ls", "--no-engine"]).exits(0).prints("second-1-0123456789");
    }
}

#[test]
fn files_of_impossible_times_are_listed() {
    let home = Home::new();
    for (dir, seconds) in [("far-1-0123456789", 253_402_300_800_i64 * 8), ("old-1-0123456789", -62_135_596_801_i64 * 8)]
    {
        home.cached(&format!("{dir}/f"), "x");
        // Not every file system stores such a time; whatever it stores is to be listed.
        let time = format!("@{seconds}");
        let _ = std::process::Command::new("touch").args(["-d", &time]).arg(home.cache().join(dir)).status();
    }
    home.run(&["ls", "--no-engine"]).exits(0).prints("far-1-0123456789").prints("old-1-0123456789");
    home.run(&["purge", "--older-than", "1d", "--dry-run", "--no-engine"]);
    home.json(&["ls"], 0);
}

/// Output that no one reads, and output that is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lost {
    Pipe,
    Full,
    Closed,
}

impl Lost {
    fn stdio(self) -> Stdio {
        match self {
            Self::Pipe => std::io::pipe().map(|(_, writer)| writer.into()).unwrap(),
            Self::Full => File::options().write(true).open("/dev/full").unwrap().into(),
            // The shell closes it.
            Self::Closed => Stdio::null(),
        }
    }
}

#[test]
fn output_that_is_lost_ends_no_command_with_a_panic() {
    const LAYER: &str = "myLayer-1-926eeb5ff1";
    let commands: &[&[&str]] = &[
        &["ls"],
        &["ls", "--json"],
        &["images"],
        &["functions"],
        &["explain", LAYER],
        &["dir", ARN],
        &["arn", LAYER],
        &["tag", "--runtime", "python3.12", LAYER],
        &["verify"],
        &["purge", LAYER, "--yes"],
        &["refresh", LAYER, "--yes"],
        &["prefetch", "--yes"],
        &["undo", "--yes"],
        &["trash", "ls"],
        &["trash", "empty", "--yes"],
        &["doctor"],
        &["completions", "bash"],
        &["man"],
        &["--help"],
        &["nonsense"],
    ];
    let home = Home::new();
    let log = home.path("logs/samlayers/samlayers.log");
    for arguments in commands {
        for lost in [Lost::Pipe, Lost::Full, Lost::Closed] {
            let arguments = [&["--demo"], *arguments].concat();
            let mut command = if lost == Lost::Closed {
                let program = home.command(&arguments);
                let mut shell = Command::new("sh");
                shell.args(["-c", "exec \"$0\" \"$@\" >&- 2>&-"]).arg(program.get_program()).args(program.get_args());
                shell.env_clear().envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
                shell.current_dir(home.path("project"));
                shell
            } else {
                home.command(&arguments)
            };
            let status = command.stdin(Stdio::null()).stdout(lost.stdio()).stderr(lost.stdio()).status().unwrap();
            assert!(status.code().is_some_and(|code| code <= 2), "{arguments:?}, {lost:?}: {status}");
            // What is full could not be written; a reader that went away is no error.
            if lost == Lost::Full && !arguments.contains(&"--help") {
                assert_ne!(status.code(), Some(0), "{arguments:?}, {lost:?}");
            }
            let logged = fs::read_to_string(&log).unwrap_or_default();
            assert!(!logged.contains("panic"), "{arguments:?}, {lost:?}: {logged}");
        }
    }
}

const IMAGE: &str = "samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd";

/// An engine with one image that does not answer requests for which `hangs` is true.
fn engine(hangs: impl Fn(&Request) -> bool + Send + Sync + 'static) -> Server {
    engine_with(IMAGE, move |request| hangs(request).then(|| vec![head(200, &[], 100), Piece::Hang]))
}

/// Sends a signal once the server was asked, and returns the exit code. The end is to come soon.
fn interrupted(mut child: Child, signal: &str, is_waiting: impl Fn() -> bool) -> Option<i32> {
    let begun = Instant::now();
    while !is_waiting() {
        assert!(begun.elapsed() < Duration::from_mins(1), "it never waited");
        assert!(child.try_wait().unwrap().is_none(), "it ended before");
        thread::sleep(Duration::from_millis(10));
    }
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
    let begun = Instant::now();
    let code = child.wait().unwrap().code();
    // A second, and some more on a busy machine.
    assert!(begun.elapsed() < Duration::from_secs(4), "{signal}: {:?}", begun.elapsed());
    code
}

#[test]
fn a_signal_ends_every_wait_for_the_engine() {
    type Hangs = fn(&Request) -> bool;
    let list: Hangs = |request| request.target.contains("/images/json");
    let version: Hangs = |request| request.target.contains("/version");
    let removal: Hangs = |request| request.method == "DELETE";
    let cases: [(&[&str], Hangs); 6] = [
        (&["ls"], list),
        (&["images"], version),
        (&["doctor"], list),
        (&["verify"], list),
        (&["purge", IMAGE, "--yes"], removal),
        (&["purge", "alpha-1-0123456789", IMAGE, "--yes"], removal),
    ];
    for (arguments, hangs) in cases {
        for signal in ["-INT", "-TERM", "-HUP"] {
            let home = Home::new();
            home.cached("alpha-1-0123456789/f", "x");
            let server = engine(hangs);
            let mut command = home.command(arguments);
            command.env("DOCKER_HOST", server.url()).stdout(Stdio::null()).stderr(Stdio::null());
            let code = interrupted(command.spawn().unwrap(), signal, || server.requests().iter().any(hangs));
            assert!(matches!(code, Some(1 | 130)), "{arguments:?}, {signal}: {code:?}");
            let locks = fs::read_dir(home.cache().join(".locks")).map_or(0, Iterator::count);
            assert_eq!(locks, 0, "{arguments:?}, {signal}");
            home.run(&["ls", "--no-engine"]).exits(0);
        }
    }
}

#[test]
fn an_engine_that_goes_away_fails_one_step_and_no_other() {
    let home = Home::new();
    home.cached("alpha-1-0123456789/f", "x");
    let server = engine_with(IMAGE, |request| (request.method == "DELETE").then(|| vec![Piece::Reset]));
    let ran = home.run_with(&["purge", "alpha-1-*", IMAGE, "--yes"], &[("DOCKER_HOST", server.url())]);
    ran.exits(1).prints("failed").prints("done  trash-layer alpha-1-0123456789");
    home.run(&["undo", "--yes", "--no-engine"]).exits(0);
}

#[test]
fn a_signal_ends_every_download_and_leaves_nothing_half_done() {
    let cases: [&[&str]; 3] = [&["refresh", "numbers-*", "--yes"], &["prefetch", "--yes"], &["verify", "--deep"]];
    for arguments in cases {
        for signal in ["-INT", "-TERM", "-HUP"] {
            let lambda = Layers::with_store(|_, zip, _| {
                vec![
                    head(200, &[("ETag", "\"v1\"")], zip.len()),
                    Piece::Bytes(zip[..zip.len() / 2].to_vec()),
                    Piece::Hang,
                ]
            });
            let machine = Machine::new(lambda);
            if arguments[0] == "prefetch" {
                fs::remove_dir_all(machine.home.cache().join(&machine.dir)).unwrap();
            }
            let content = || {
                let layer = machine.home.cache().join(&machine.dir).join("python");
                ["old.py", "new.py"].map(|name| fs::read(layer.join(name)).ok())
            };
            let before = content();
            let mut command = machine.home.command(&[arguments, &["--no-engine"]].concat());
            command.envs(machine.lambda.environment()).stdout(Stdio::null()).stderr(Stdio::null());
            let code = interrupted(command.spawn().unwrap(), signal, || machine.lambda.downloads() > 0);
            assert!(matches!(code, Some(1 | 130)), "{arguments:?}, {signal}: {code:?}");
            let locks = fs::read_dir(machine.home.cache().join(".locks")).map_or(0, Iterator::count);
            assert_eq!(locks, 0, "{arguments:?}, {signal}");
            assert_eq!(content(), before, "{arguments:?}, {signal}");
            machine.assert_clean(&format!("{arguments:?}, {signal}"));
        }
    }
}
