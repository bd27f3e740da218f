//! The log file: created only when needed, private, and without secrets.

use std::fs;
use std::path::PathBuf;

use crate::home::{Home, Ran};
use crate::support::layers::zip_of;
use crate::support::scripted::{Piece, Request, Server, answer, json};

const DIR: &str = "a-1-0123456789";

fn log(home: &Home) -> PathBuf {
    home.path("logs/samlayers/samlayers.log")
}

fn home() -> Home {
    let home = Home::new();
    home.cached(&format!("{DIR}/f"), "x");
    home
}

#[test]
fn a_command_without_messages_creates_no_log() {
    let home = home();
    for command in
        [&["ls"][..], &["--read-only", "ls"], &["verify"], &["dir", "arn:aws:lambda:eu-west-1:111111111111:layer:a:1"]]
    {
        home.run(&[command, &["--no-engine", "--offline"]].concat()).exits(0);
    }
    assert!(!home.path("logs").exists());
    home.run(&["doctor", "--no-engine", "--offline"]).prints(log(&home).to_str().unwrap()).prints("SAMLAYERS_LOG");
    assert!(!home.path("logs").exists(), "not by being asked where it is either");
}

#[test]
fn the_filter_applies_and_an_invalid_one_is_reported() {
    let home = home();
    let ls = ["ls", "--no-engine", "--offline"];
    // The store of ARNs cannot be read: a warning, which is logged by default.
    fs::create_dir_all(home.path("data/samlayers/arns.txt")).unwrap();
    home.run_with(&ls, &[("SAMLAYERS_LOG", "off".to_owned())]).exits(1);
    assert!(!log(&home).exists());
    let ran = home.run_with(&ls, &[("SAMLAYERS_LOG", "samlayers=loud".to_owned())]);
    ran.exits(1)
        .prints("SAMLAYERS_LOG=samlayers=loud is not a valid log filter")
        .prints("SAMLAYERS_LOG=samlayers=debug");
    let written = fs::read_to_string(log(&home)).unwrap();
    assert!(written.contains(" WARN ") && written.contains("cannot read the remembered ARNs"), "{written}");
    assert!(written.lines().all(|line| line.starts_with("20") && line.contains("Z ")), "time first: {written}");
}

#[cfg(unix)]
#[test]
fn a_log_that_cannot_be_written_is_no_failure() {
    let home = home();
    fs::create_dir_all(home.path("data/samlayers/arns.txt")).unwrap();
    home.write("precious", "mine");
    fs::create_dir_all(home.path("logs/samlayers")).unwrap();
    std::os::unix::fs::symlink(home.path("precious"), log(&home)).unwrap();
    let ran = home.run(&["ls", "--no-engine", "--offline"]);
    // The list of ARNs cannot be read, which is a problem of its own.
    assert_eq!(ran.exits(1).stderr, "");
    assert_eq!(fs::read_to_string(home.path("precious")).unwrap(), "mine", "a link is not followed");
    home.run(&["doctor", "--no-engine", "--offline"]).prints("nothing is logged");
}

#[cfg(debug_assertions)]
#[test]
fn a_panic_fails_the_command_and_its_location_is_logged() {
    let home = home();
    let asked = [("SAMLAYERS_PANIC_IN", "execute".to_owned())];
    let ran = home.run_with(&["purge", DIR, "--yes", "--no-engine"], &asked);
    ran.exits(1).prints("Stopped by an internal error: a panic was asked for").prints(log(&home).to_str().unwrap());
    assert!(home.cache().join(DIR).exists());
    let written = fs::read_to_string(log(&home)).unwrap();
    for part in ["ERROR", "panic of the thread `main` at src", "mod.rs:", "a panic was asked for"] {
        assert!(written.contains(part), "{part} is missing in {written}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(log(&home)), mode(home.path("logs/samlayers"))), (0o600, 0o700));
    }
}

const ARN: &str = "arn:aws:lambda:us-east-1:111111111111:layer:failing:1";
const KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYSECRETKEY9";
const TOKEN: &str =
    "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJHMEUCIQDx8pT2kq7Zb3YtHc0Vw5n1Rk9eGm4sLfUjQaXoNz6CdwIgB7yKp3WvTq0=";
const SIGNATURE: &str = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";

/// Answers as Lambda, STS and S3, and repeats the whole request in every error.
fn echoing(request: &Request, _count: usize) -> Vec<Piece> {
    let text = format!(
        "The security token {TOKEN} of the secret key {KEY} is invalid. Canonical request: \
         x-amz-security-token:{TOKEN} https://store/l?X-Amz-Security-Token={TOKEN}&X-Amz-Signature={SIGNATURE} {}",
        request.header("authorization").unwrap_or_default()
    );
    if request.target.starts_with("/zip") {
        return answer(403, &[("Content-Type", "application/xml")], format!("<Error>{text}</Error>").as_bytes());
    }
    if request.target.contains("find=LayerVersion") && request.target.contains("failing") {
        let host = request.header("host").unwrap();
        let location = format!("http://{host}/zip?X-Amz-Security-Token={TOKEN}&X-Amz-Signature={SIGNATURE}");
        let content = serde_json::json!({ "Content": {"Location": location, "CodeSha256": "right", "CodeSize": zip_of(&[]).len()} });
        return json(200, &content.to_string());
    }
    let body = serde_json::json!({ "message": text, "Message": text, "__type": "InvalidSignatureException" });
    answer(403, &[("x-amzn-errortype", "InvalidSignatureException")], body.to_string().as_bytes())
}

#[test]
fn no_secret_is_logged_printed_or_kept() {
    let server = Server::start(echoing);
    let home = home();
    let environment = |filter: &str| {
        vec![
            ("AWS_ENDPOINT_URL", server.url()),
            ("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", KEY.to_owned()),
            ("AWS_SESSION_TOKEN", TOKEN.to_owned()),
            ("SAMLAYERS_LOG", filter.to_owned()),
        ]
    };
    let dir = home.run(&["dir", ARN]).exits(0).stdout.trim().to_owned();
    home.cached(&format!("{dir}/f"), "x");
    home.write("data/samlayers/arns.txt", format!("{ARN}\n{}\n", ARN.replace("failing", "other")));
    let other = home.run(&["dir", &ARN.replace("failing", "other")]).stdout.trim().to_owned();
    home.cached(&format!("{other}/f"), "x");
    home.write("config/samlayers/config.yaml", "newer_versions: true\n");
    let mut printed = String::new();
    for command in [
        &["refresh", &dir, "--yes"][..],
        &["refresh", &other, "--yes"],
        &["ls", "--json"],
        &["doctor"],
        &["verify", "--deep"],
    ] {
        let Ran { stdout, stderr, .. } = home.run_with(&[command, &["--no-engine"]].concat(), &environment("trace"));
        printed.extend([stdout, stderr]);
    }
    assert!(server.requests().len() > 5, "AWS was asked");
    assert!(printed.contains("***"), "the error is printed without its secrets: {printed}");
    let written = fs::read_to_string(log(&home)).unwrap();
    assert!(written.len() > 2000 && written.contains("***"), "much is logged: {}", written.len());
    let encoded = TOKEN.replace('/', "%2F").replace('=', "%3D");
    let secrets = [KEY, TOKEN, SIGNATURE, &encoded, &TOKEN[..40], &KEY[..20], "ASIAIOSFODNN7EXAMPLE"];
    for secret in secrets {
        let around = |text: &str| text.lines().find(|line| line.contains(secret)).map(str::to_owned);
        assert_eq!(around(&printed), None, "printed");
        for entry in walkdir::WalkDir::new(home.path("")).into_iter().map(Result::unwrap) {
            if entry.file_type().is_file() {
                let content = String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned();
                assert_eq!(around(&content), None, "{}", entry.path().display());
            }
        }
    }
}
