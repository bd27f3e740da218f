//! Bad input: whatever lies in the cache, the program lists the rest, keeps the terminal clean and follows no link.

use std::fs;
use std::time::{Duration, Instant};

use crate::home::{Home, Ran};

/// Names that are foreign at best, each with something that must not reach a terminal or be taken for a layer.
#[cfg(unix)]
fn odd_names() -> Vec<std::ffi::OsString> {
    use std::os::unix::ffi::OsStringExt as _;
    let mut names: Vec<std::ffi::OsString> = [
        "new\nline-1-0123456789",
        "esc\u{1b}[2J-1-0123456789",
        "rtl\u{202e}gnp-1-0123456789",
        "almost-1-012345678",
        "ALMOST-1-ABCDEF0123",
        "-1-0123456789",
        "레이어-1-0123456789",
        " leading-1-0123456789",
    ]
    .into_iter()
    .map(Into::into)
    .collect();
    names.push("x".repeat(255).into());
    names.push(std::ffi::OsString::from_vec(b"bytes\xff\xfe-1-0123456789".to_vec()));
    names
}

#[cfg(unix)]
#[test]
fn odd_names_are_foreign_and_do_not_reach_the_terminal_raw() {
    let home = Home::new();
    home.cached("fine-1-0123456789/f", "x");
    for name in odd_names() {
        let odd = home.cache().join(name);
        fs::create_dir(&odd).unwrap();
        // Something in it: an empty folder with such a name may be what SAM left of a reference.
        fs::write(odd.join("f"), "x").unwrap();
    }
    let ran = home.run(&["ls", "--no-engine"]);
    ran.exits(0).says("fine-1-0123456789").says("\\u{1b}[2J").says("new\\nline");
    assert!(!ran.stdout.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'), "{:?}", ran.stdout);
    let listed = home.json(&["ls"], 0);
    assert_eq!(listed["layers"].as_array().map(Vec::len), Some(1));
    let foreign = listed["foreign"].as_array().unwrap();
    let lossy = foreign.iter().find(|entry| entry["path"].as_str().unwrap().contains('\u{fffd}')).unwrap();
    assert!(lossy["path_bytes_hex"].as_str().unwrap().ends_with(&hex::encode(b"bytes\xff\xfe-1-0123456789")));
    assert_eq!(foreign.iter().filter(|entry| entry.get("path_bytes_hex").is_some()).count(), 1);
}

#[cfg(unix)]
#[test]
fn links_are_shown_and_never_followed() {
    use std::os::unix::fs::symlink;
    let home = Home::new();
    fs::create_dir_all(home.cache()).unwrap();
    symlink("/", home.cache().join("root-1-0123456789")).unwrap();
    symlink("loop-1-0123456789", home.cache().join("loop-1-0123456789")).unwrap();
    home.cached("holder-1-0123456789/f", "12345");
    symlink("/", home.cache().join("holder-1-0123456789/out")).unwrap();
    let begun = Instant::now();
    let listed = home.json(&["ls"], 0);
    assert!(begun.elapsed() < Duration::from_secs(20), "something walked into /");
    let by_dir = |dir: &str| {
        listed["layers"].as_array().unwrap().iter().find(|row| row["dir"] == dir).unwrap_or_else(|| panic!("{listed}"))
    };
    assert_eq!(by_dir("root-1-0123456789")["problems"], serde_json::json!(["layer-is-link"]));
    assert_eq!(by_dir("loop-1-0123456789")["problems"], serde_json::json!(["layer-is-link"]));
    assert_eq!(by_dir("holder-1-0123456789")["file_count"], 2);
}

#[test]
fn a_file_where_a_layer_should_be_is_no_layer_in_order() {
    let home = Home::new();
    home.cached("file-1-0123456789", "not a directory");
    let listed = home.json(&["ls"], 0);
    assert_ne!(listed["layers"][0]["state"], "ok", "{listed}");
}

#[test]
fn a_cache_that_is_a_file_says_what_to_do() {
    let home = Home::new();
    home.write("home/.aws-sam/layers-pkg", "I am a file");
    let ran = home.run(&["ls", "--no-engine"]);
    ran.exits(1).says("layers-pkg");
    assert_eq!(home.json(&["ls"], 1)["cache"]["exists"], true);
}

#[cfg(unix)]
#[test]
fn a_cache_that_is_itself_a_link_is_read() {
    let home = Home::new();
    home.write("disk2/cache/a-1-0123456789/f", "x");
    fs::create_dir_all(home.path("home/.aws-sam")).unwrap();
    std::os::unix::fs::symlink(home.path("disk2/cache"), home.cache()).unwrap();
    home.run(&["ls", "--no-engine"]).says("a-1-0123456789");
}

#[test]
fn lock_and_status_files_with_rubbish_are_told() {
    let home = Home::new();
    home.cached("a-1-0123456789/f", "x");
    home.cached(".locks/a-1-0123456789.downloading.lock", [0, 159, 146, 150]);
    home.cached(".locks/b-1-0123456789.downloading.status", vec![b'x'; 1 << 20]);
    let listed = home.json(&["ls"], 0);
    assert_eq!(listed["layers"][0]["problems"], serde_json::json!(["lock-unreadable"]), "{listed}");
}

#[cfg(unix)]
#[test]
fn an_engine_that_accepts_and_never_answers_does_not_hold_up_the_list() {
    let home = Home::new();
    home.cached("a-1-0123456789/f", "x");
    let socket = home.path("deaf.sock");
    let _deaf = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let begun = Instant::now();
    let mut command = home.command(&["ls"]);
    command.env("DOCKER_HOST", format!("unix://{}", socket.display()));
    Ran::of(&mut command).exits(0).says("a-1-0123456789").says("no images: ");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn templates_of_every_broken_kind_end_in_a_sentence() {
    let deep = format!("{}1{}", "[".repeat(50_000), "]".repeat(50_000));
    let big = format!("Resources:\n{}", "# filler filler filler filler filler filler\n".repeat(1_200_000));
    for (story, content) in [
        ("empty", Vec::new()),
        ("binary", vec![0, 255, 1, 254, 0, 0, 27, 91]),
        ("deep", deep.into_bytes()),
        ("duplicate keys", b"Resources: {}\nResources: {}\n".to_vec()),
        ("anchors", b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\nResources: *c\n".to_vec()),
        ("fifty megabytes", big.into_bytes()),
    ] {
        let home = Home::new();
        home.write("project/template.yaml", content);
        let begun = Instant::now();
        let ran = home.run(&["functions", "--no-engine", "-t", "template.yaml"]);
        assert!(matches!(ran.code, 0 | 1), "{story}: {} {}", ran.code, ran.stderr);
        assert!(!ran.stdout.is_empty(), "{story} says nothing");
        assert!(!ran.stderr.contains("panicked"), "{story}: {}", ran.stderr);
        assert!(begun.elapsed() < Duration::from_secs(30), "{story} took {:?}", begun.elapsed());
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_with_a_templates_name_holds_nobody_up() {
    let home = Home::new();
    home.write("project/other.txt", "x");
    let made = std::process::Command::new("mkfifo").arg(home.path("project/template.yaml")).status();
    assert!(made.is_ok_and(|status| status.success()));
    let ran = home.run(&["functions", "--no-engine", "-t", "template.yaml"]);
    assert!(ran.stdout.contains("is no file"), "{} {}", ran.stdout, ran.stderr);
}
