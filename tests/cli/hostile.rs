//! Hostile input: whatever the cache contains, the program lists the rest, prints no control characters and follows no
//! link.

use std::fs;
use std::time::{Duration, Instant};

use crate::home::{Home, Ran};

/// Names of foreign entries, each with characters that must not reach a terminal, or similar to the name of a layer.
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
        // With a file inside: an empty folder of such a name may be a leftover of SAM.
        fs::write(odd.join("f"), "x").unwrap();
    }
    let ran = home.run(&["ls", "--no-engine"]);
    ran.exits(0).prints("fine-1-0123456789").prints("\\u{1b}[2J").prints("new\\nline");
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
    assert!(begun.elapsed() < Duration::from_secs(20), "a link to / was followed");
    let by_dir = |dir: &str| {
        listed["layers"].as_array().unwrap().iter().find(|row| row["dir"] == dir).unwrap_or_else(|| panic!("{listed}"))
    };
    assert_eq!(by_dir("root-1-0123456789")["problems"], serde_json::json!(["layer-is-link"]));
    assert_eq!(by_dir("loop-1-0123456789")["problems"], serde_json::json!(["layer-is-link"]));
    assert_eq!(by_dir("holder-1-0123456789")["file_count"], 2);
}

#[test]
fn a_file_in_place_of_a_layer_is_a_problem() {
    let home = Home::new();
    home.cached("file-1-0123456789", "not a directory");
    let listed = home.json(&["ls"], 0);
    assert_ne!(listed["layers"][0]["state"], "ok", "{listed}");
}

#[test]
fn a_cache_that_is_a_file_is_explained() {
    let home = Home::new();
    fs::create_dir_all(home.cache().parent().unwrap()).unwrap();
    fs::write(home.cache(), "I am a file").unwrap();
    let ran = home.run(&["ls", "--no-engine"]);
    ran.exits(1).prints("layers-pkg");
    assert_eq!(home.json(&["ls"], 1)["cache"]["exists"], true);
}

#[cfg(unix)]
#[test]
fn a_cache_that_is_itself_a_link_is_read() {
    let home = Home::new();
    home.write("disk2/cache/a-1-0123456789/f", "x");
    fs::create_dir_all(home.path("home/.aws-sam")).unwrap();
    std::os::unix::fs::symlink(home.path("disk2/cache"), home.cache()).unwrap();
    home.run(&["ls", "--no-engine"]).prints("a-1-0123456789");
}

#[test]
fn invalid_lock_and_status_files_are_reported() {
    let home = Home::new();
    home.cached("a-1-0123456789/f", "x");
    let lock = home.abandoned_lock("a-1-0123456789");
    let old = fs::metadata(&lock).unwrap().modified().unwrap();
    fs::write(&lock, [0, 159, 146, 150]).unwrap();
    // SAM may be writing it.
    let listed = home.json(&["ls"], 0);
    assert_eq!(listed["layers"][0]["problems"], serde_json::json!(["lock-owner-unknown"]), "{listed}");
    fs::File::options().write(true).open(&lock).unwrap().set_modified(old).unwrap();
    home.cached(".locks/b-1-0123456789.downloading.status", vec![b'x'; 1 << 20]);
    let listed = home.json(&["ls"], 0);
    assert_eq!(listed["layers"][0]["problems"], serde_json::json!(["lock-unreadable"]), "{listed}");
}

#[cfg(unix)]
#[test]
fn an_engine_that_never_answers_does_not_delay_the_list() {
    let home = Home::new();
    home.cached("a-1-0123456789/f", "x");
    let socket = home.path("deaf.sock");
    let _deaf = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let begun = Instant::now();
    let mut command = home.command(&["ls"]);
    command.env("DOCKER_HOST", format!("unix://{}", socket.display()));
    Ran::of(&mut command).exits(0).prints("a-1-0123456789").prints("no images: ");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn every_kind_of_broken_template_is_reported() {
    let deep = format!("{}1{}", "[".repeat(50_000), "]".repeat(50_000));
    let big = format!("Resources:\n{}", "# filler filler filler filler filler filler\n".repeat(1_200_000));
    for (case, content) in [
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
        assert!(matches!(ran.code, 0 | 1), "{case}: {} {}", ran.code, ran.stderr);
        assert!(!ran.stdout.is_empty(), "{case} prints nothing");
        assert!(!ran.stderr.contains("panicked"), "{case}: {}", ran.stderr);
        assert!(begun.elapsed() < Duration::from_secs(30), "{case} took {:?}", begun.elapsed());
    }
}

#[cfg(unix)]
#[test]
fn a_named_pipe_in_place_of_a_template_does_not_block() {
    let home = Home::new();
    home.write("project/other.txt", "x");
    let made = std::process::Command::new("mkfifo").arg(home.path("project/template.yaml")).status();
    assert!(made.is_ok_and(|status| status.success()));
    let ran = home.run(&["functions", "--no-engine", "-t", "template.yaml"]);
    assert!(ran.stdout.contains("is not a regular file"), "{} {}", ran.stdout, ran.stderr);
}

/// Runs the program with 1 GB of memory and 30 seconds at most.
#[cfg(target_os = "linux")]
fn bounded(home: &Home, arguments: &[&str]) -> Ran {
    let plain = home.command(arguments);
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "ulimit -v 1000000; exec timeout 30 \"$0\" \"$@\""]);
    command.arg(plain.get_program()).args(plain.get_args()).current_dir(home.path("project")).env_clear();
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("PATH", "/usr/bin:/bin");
    let ran = Ran::of(&mut command);
    assert!([0, 1].contains(&ran.code), "{arguments:?}: it does not end, or has no bounds: {ran:?}");
    ran
}

#[cfg(target_os = "linux")]
fn pipe(path: &std::path::Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let _ = fs::remove_file(path);
    rustix::fs::mkfifoat(rustix::fs::CWD, path, rustix::fs::Mode::from_raw_mode(0o600)).unwrap();
}

#[cfg(target_os = "linux")]
const FUNCTION: &str = "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {CodeUri: ., Handler: a.b, \
                        Runtime: python3.12}\n";

#[cfg(target_os = "linux")]
#[test]
fn a_repository_with_files_that_never_end_is_read_within_bounds() {
    use std::os::unix::fs::symlink;

    let names = ["samconfig.toml", "samconfig.yaml", "template.yaml", "samlayers.lock", ".gitignore", "sub/.gitignore"];
    for name in names {
        for device in [true, false] {
            let home = Home::new();
            home.cached("a-1-0123456789/f", "x");
            home.write("project/template.yaml", FUNCTION);
            home.write("project/sub/template.yaml", FUNCTION);
            let path = home.path("project").join(name);
            if device {
                let _ = fs::remove_file(&path);
                symlink("/dev/zero", &path).unwrap();
            } else {
                pipe(&path);
            }
            for command in [&["ls"][..], &["functions"], &["doctor"], &["prefetch", "--locked", "--dry-run"]] {
                let ran = bounded(&home, &[command, &["--no-engine", "--offline"]].concat());
                if name.starts_with("samconfig") && command == ["functions"] {
                    assert_eq!(ran.code, 1, "{name}: {ran:?}");
                    ran.prints("not a regular file");
                }
            }
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn nested_stacks_that_never_end_are_read_within_bounds() {
    let nested = |locations: &[String]| {
        let stack = |(at, location): (usize, &String)| {
            format!("  S{at}:\n    Type: AWS::Serverless::Application\n    Properties: {{Location: '{location}'}}\n")
        };
        format!("Resources:\n{}", locations.iter().enumerate().map(stack).collect::<String>())
    };
    let home = Home::new();
    home.cached("a-1-0123456789/f", "x");
    home.write("project/template.yaml", nested(&["/dev/zero".to_owned()]));
    bounded(&home, &["functions", "--no-engine", "--offline"]).exits(1).prints("not a regular file");
    pipe(&home.path("project/pipe.yaml"));
    home.write("project/template.yaml", nested(&["pipe.yaml".to_owned()]));
    bounded(&home, &["functions", "--no-engine", "--offline"]).exits(1).prints("not a regular file");
    // Each of thirty templates names the next one four times: more than 10^18 stacks.
    for at in 0..30 {
        let name = if at == 0 { "project/template.yaml".to_owned() } else { format!("project/t{at}.yaml") };
        home.write(&name, nested(&vec![format!("t{}.yaml", at + 1); 4]));
    }
    home.write("project/t30.yaml", FUNCTION);
    let ran = bounded(&home, &["functions", "--no-engine", "--offline"]);
    ran.exits(1).prints("this template has more than 1000 files");
    // An unreadable template may refer to any layer.
    bounded(&home, &["purge", "--unreferenced", "--dry-run", "--no-engine", "--offline"])
        .exits(1)
        .prints("template.yaml");
}

#[cfg(target_os = "linux")]
#[test]
fn own_files_that_never_end_are_reported_and_skipped() {
    let home = Home::new();
    home.cached("a-1-0123456789/f", "x");
    home.write("project/template.yaml", "Resources: {}\n");
    let list = || bounded(&home, &["ls", "--no-engine", "--offline"]);
    let config = home.path("config/samlayers/config.yaml");
    pipe(&config);
    list().prints("not a regular file").prints("a-1-0123456789");
    fs::remove_file(&config).unwrap();
    home.write("config/samlayers/config.yaml", "[".repeat(200_000));
    list().prints("nested too deeply").prints("a-1-0123456789");
    fs::remove_file(&config).unwrap();
    for name in ["arns.txt", "newer-versions.json", "hints.txt", "baselines/a-1-0123456789.0123456789abcdef.json"] {
        pipe(&home.path("data/samlayers").join(name));
    }
    list().prints("a-1-0123456789");
    bounded(&home, &["verify", "--deep", "--no-engine", "--offline"]);
}

#[cfg(unix)]
#[test]
fn json_holds_no_character_that_a_terminal_acts_on() {
    let home = Home::new();
    for name in odd_names() {
        fs::create_dir_all(home.cache().join(name)).unwrap();
    }
    home.cached("csi\u{9b}31m", "x");
    let ran = home.run(&["ls", "--json", "--no-engine"]);
    for special in ['\u{9b}', '\u{202e}', '\u{1b}'] {
        assert!(!ran.stdout.contains(special), "{special:?} in {}", ran.stdout);
    }
    let read = ran.json().to_string();
    assert!(read.contains('\u{9b}') && read.contains('\u{202e}'), "what is read from it is unchanged: {read}");
}
