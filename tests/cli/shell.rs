//! Conventions of a command line program: exit codes, pipes, questions, colours.

use std::io::Read as _;
use std::process::{Command, Stdio};

use crate::home::{Home, Ran};

#[test]
fn a_machine_without_a_cache_has_no_problems() {
    let home = Home::new();
    home.run(&["ls", "--no-engine"]).exits(0).prints("does not exist yet");
    home.run(&["functions", "--no-engine"]).exits(0).prints("no template found");
    home.run(&["verify", "--no-engine"]).exits(0).prints("no problems");
}

#[test]
fn a_wrong_option_is_a_usage_error() {
    Home::new().run(&["ls", "--nonsense"]).exits(2).prints("--nonsense");
    Home::new().run(&["--help"]).exits(0).prints("Exit codes").prints("purge");
    Home::new().run(&["--version"]).exits(0).prints(env!("CARGO_PKG_VERSION"));
}

#[test]
fn a_missing_engine_is_reported_and_hides_nothing() {
    let home = Home::new();
    home.cached("a-1-0123456789/f", "x");
    home.run(&["ls"]).exits(0).prints("a-1-0123456789").prints("no images: ");
    home.run(&["images"]).exits(1).prints("no images: ");
    let listed = Ran::of(&mut home.command(&["ls", "--json"])).json();
    assert_eq!(listed["engine"]["status"], "unavailable");
    assert!(listed["engine"]["reason"].as_str().is_some_and(|reason| !reason.is_empty()));
}

#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    let home = Home::new();
    for at in 0..3_000 {
        std::fs::create_dir_all(home.cache().join(format!("layer-{at}-0123456789"))).unwrap();
    }
    let mut child = home.command(&["ls", "--no-engine"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""));
}

#[test]
fn colour_is_used_only_on_request() {
    let home = Home::new();
    home.cached("a-1-0123456789/f", "x");
    assert!(!home.run(&["ls", "--no-engine"]).stdout.contains('\u{1b}'));
    assert!(home.run(&["ls", "--no-engine", "--color", "always"]).stdout.contains("\u{1b}[1m"));
}

#[test]
fn an_invalid_config_file_is_reported_with_its_line_and_the_command_continues() {
    let home = Home::new();
    home.cached("a-1-0123456789/f", "x");
    home.write("config/samlayers/config.yaml", "offline: true\nprojects: 7\n");
    let ran = home.run(&["ls", "--no-engine"]);
    ran.exits(0).prints("config.yaml").prints("line 2").prints("this setting is ignored");
    assert!(ran.stdout.contains("a-1-0123456789"));
}

#[test]
fn the_cache_is_where_sam_would_look() {
    let home = Home::new();
    home.write("elsewhere/a-1-0123456789/f", "x");
    home.write("third/b-1-0123456789/f", "x");
    let mut by_variable = home.command(&["ls", "--no-engine"]);
    by_variable.env("SAM_LAYER_CACHE_BASEDIR", home.path("elsewhere"));
    Ran::of(&mut by_variable).exits(0).prints("a-1-0123456789");
    let third = home.path("third").to_str().unwrap().to_owned();
    let mut by_option = home.command(&["ls", "--no-engine", "--layer-cache-basedir", &third]);
    by_option.env("SAM_LAYER_CACHE_BASEDIR", home.path("elsewhere"));
    Ran::of(&mut by_option).exits(0).prints("b-1-0123456789");
}

#[cfg(unix)]
#[test]
fn ctrl_c_exits_with_130() {
    let home = Home::new();
    home.cached("a-1-0123456789/f", "x");
    let socket = home.path("deaf.sock");
    let deaf = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let mut command = home.command(&["ls"]);
    command.env("DOCKER_HOST", format!("unix://{}", socket.display())).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    // Once it has called the engine, its survey is running.
    let _call = deaf.accept().unwrap();
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(130), 0));
}
