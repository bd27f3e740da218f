//! Manners of a program in a shell: exit codes, pipes, completions, the manual page, questions, colours.

use std::io::Read as _;
use std::process::{Command, Stdio};

use crate::home::{Home, Ran};

#[test]
fn nothing_there_is_nothing_wrong_and_says_so() {
    let home = Home::new();
    home.run(&["ls", "--no-engine"]).exits(0).says("does not exist yet");
    home.run(&["functions", "--no-engine"]).exits(0).says("no template found");
    home.run(&["verify", "--no-engine"]).exits(0).says("no problems");
}

#[test]
fn a_wrong_option_is_a_usage_error() {
    Home::new().run(&["ls", "--nonsense"]).exits(2).says("--nonsense");
    Home::new().run(&["--help"]).exits(0).says("Exit codes").says("purge");
    Home::new().run(&["--version"]).exits(0).says(env!("CARGO_PKG_VERSION"));
}

#[test]
fn an_engine_that_is_not_there_is_said_and_hides_nothing() {
    let home = Home::new();
    home.cached("a-1-0123456789/f", "x");
    home.run(&["ls"]).exits(0).says("a-1-0123456789").says("no images: ");
    home.run(&["images"]).exits(1).says("no images: ");
    let listed = Ran::of(&mut home.command(&["ls", "--json"])).json();
    assert_eq!(listed["engine"]["status"], "unavailable");
    assert!(listed["engine"]["reason"].as_str().is_some_and(|reason| !reason.is_empty()));
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
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
fn completions_are_scripts_their_shells_can_read() {
    for (shell, check) in [("bash", &["bash", "-n"][..]), ("zsh", &["zsh", "-n"]), ("fish", &["fish", "-n"])] {
        let ran = Home::new().run(&["completions", shell]);
        ran.exits(0).says("samlayers").says("layer-cache-basedir");
        let script = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(script.path(), &ran.stdout).unwrap();
        let Ok(output) = Command::new(check[0]).args(&check[1..]).arg(script.path()).output() else {
            eprintln!("skipped: no {shell}");
            continue;
        };
        assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn the_manual_page_is_roff() {
    let ran = Home::new().run(&["man"]);
    ran.exits(0).says(".TH").says("samlayers tag");
}

#[test]
fn colour_only_where_it_was_asked_for() {
    let home = Home::new();
    home.cached("a-1-0123456789/f", "x");
    assert!(!home.run(&["ls", "--no-engine"]).stdout.contains('\u{1b}'));
    assert!(home.run(&["ls", "--no-engine", "--color", "always"]).stdout.contains("\u{1b}[1m"));
}

#[test]
fn a_broken_config_file_names_its_line_and_the_command_goes_on() {
    let home = Home::new();
    home.cached("a-1-0123456789/f", "x");
    home.write("config/samlayers/config.yaml", "offline: true\nprojects: 7\n");
    let ran = home.run(&["ls", "--no-engine"]);
    ran.exits(0).says("config.yaml").says("line 2").says("going on without it");
    assert!(ran.stdout.contains("a-1-0123456789"));
}

#[test]
fn the_cache_is_where_sam_would_look() {
    let home = Home::new();
    home.write("elsewhere/a-1-0123456789/f", "x");
    home.write("third/b-1-0123456789/f", "x");
    let mut by_variable = home.command(&["ls", "--no-engine"]);
    by_variable.env("SAM_LAYER_CACHE_BASEDIR", home.path("elsewhere"));
    Ran::of(&mut by_variable).exits(0).says("a-1-0123456789");
    let third = home.path("third").to_str().unwrap().to_owned();
    let mut by_option = home.command(&["ls", "--no-engine", "--layer-cache-basedir", &third]);
    by_option.env("SAM_LAYER_CACHE_BASEDIR", home.path("elsewhere"));
    Ran::of(&mut by_option).exits(0).says("b-1-0123456789");
}

#[cfg(unix)]
#[test]
fn ctrl_c_is_130() {
    let home = Home::new();
    home.cached("a-1-0123456789/f", "x");
    let socket = home.path("deaf.sock");
    let deaf = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let mut command = home.command(&["ls"]);
    command.env("DOCKER_HOST", format!("unix://{}", socket.display())).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    // It is in the middle of its survey once it has called the engine.
    let _call = deaf.accept().unwrap();
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(130), 0));
}
