//! A refresh under every fault: the old content is intact or the new content complete, no lock stays, and
//! no temporary file is left.

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Mutex;

use crate::home::Home;
use crate::support::layers::{Api, Layers, Store, noise, whole, zip_of};
#[cfg(target_os = "linux")]
use crate::support::real::skip;
use crate::support::scripted::{Piece, answer, head, json};

pub const ARN: &str = "arn:aws:lambda:eu-west-1:123456789012:layer:numbers:7";
const DIR: &str = "numbers-7-";

/// A machine with the old content of a layer in its cache.
pub struct Machine {
    pub home: Home,
    pub lambda: Layers,
    pub dir: String,
}

const OLD: [(&str, &str); 2] = [("python/old.py", "old = True\n"), ("python/both.py", "old\n")];

fn new_zip() -> Vec<u8> {
    zip_of(&[("python/new.py", b"new = True\n"), ("python/both.py", b"new\n"), ("python/noise.bin", &noise(150_000))])
}

impl Machine {
    pub fn new(lambda: Layers) -> Self {
        let home = Home::new();
        lambda.publish(ARN, new_zip());
        let dir = home.run(&["dir", ARN]).exits(0).stdout.trim().to_owned();
        assert!(dir.starts_with(DIR));
        home.write(
            "project/template.yaml",
            format!(
                "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {{CodeUri: ., Handler: a.b, Runtime: \
                 python3.12, Layers: ['{ARN}']}}\n"
            ),
        );
        for (path, content) in OLD {
            home.cached(&format!("{dir}/{path}"), content);
        }
        Self { home, lambda, dir }
    }

    fn refresh(&self) -> crate::home::Ran {
        self.home.run_with(&["refresh", &self.dir, "--yes", "--no-engine"], &self.lambda.environment())
    }

    pub fn state(&self) -> State {
        state_of(&self.home.cache().join(&self.dir))
    }

    /// The next start cleans up; after it nothing of the work may be left.
    pub fn assert_clean(&self, case: &str) {
        self.home.run(&["ls", "--no-engine", "--offline"]).exits(0);
        assert_nothing_left(&self.home.cache(), case);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Old,
    New,
}

/// Which content a layer directory holds; it has to be complete, with nothing else.
fn state_of(layer: &Path) -> State {
    let read = |path: &str| fs::read(layer.join(path)).unwrap_or_default();
    let mut names: Vec<String> = fs::read_dir(layer.join("python"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    if names == ["both.py", "old.py"] {
        assert!(OLD.iter().all(|(path, content)| read(path) == content.as_bytes()), "the old content is damaged");
        return State::Old;
    }
    assert_eq!(names, ["both.py", "new.py", "noise.bin"], "neither old nor new");
    assert!(
        read("python/both.py") == b"new\n" && read("python/noise.bin") == noise(150_000),
        "the new content is damaged"
    );
    State::New
}

pub fn assert_nothing_left(cache: &Path, case: &str) {
    let below = |folder: &str| -> Vec<_> {
        let entries = fs::read_dir(cache.join(folder)).into_iter().flatten();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    let locks: Vec<_> = below(".locks")
        .into_iter()
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "lock"))
        .collect();
    assert_eq!(locks, [""; 0], "{case}: a lock is left");
    for folder in [".samlayers/staging", ".samlayers/doomed", ".samlayers/held"] {
        assert_eq!(below(folder), [""; 0], "{case}: {folder}");
    }
}

/// A name, another zip where that is the fault, what S3 does, the expected message, and the content afterwards. Where a
/// zip with other content is served, Lambda returns the hash of that zip.
type Fault = (&'static str, Option<Vec<u8>>, Box<Store>, &'static str, State);

/// Temporary faults: retrying, resuming or requesting again works.
fn temporary_faults() -> Vec<Fault> {
    let redirect = |to: &str| answer(302, &[("Location", to)], b"");
    vec![
        (
            "truncated once, with ranges",
            None,
            Box::new(|request, zip, count| {
                if count == 0 {
                    return vec![head(200, &[("ETag", "\"v1\"")], zip.len()), Piece::Bytes(zip[..9_000].to_vec())];
                }
                assert_eq!(request.header("range"), Some("bytes=9000-"));
                whole(request, zip)
            }),
            "done",
            State::New,
        ),
        (
            "reset in the middle, once",
            None,
            Box::new(|request, zip, count| {
                if count > 0 {
                    // On Windows a reset also discards what arrived and was not read yet.
                    assert!(
                        cfg!(windows) || request.header("range").is_some(),
                        "what arrived before the reset is kept"
                    );
                    return whole(request, zip);
                }
                vec![head(200, &[("ETag", "\"v1\"")], zip.len()), Piece::Bytes(zip[..9_000].to_vec()), Piece::Reset]
            }),
            "done",
            State::New,
        ),
        (
            "expired in the middle",
            None,
            Box::new(|request, zip, count| match count {
                0 => vec![head(200, &[("ETag", "\"v1\"")], zip.len()), Piece::Bytes(zip[..9_000].to_vec())],
                1 => answer(403, &[], b"Request has expired"),
                _ => whole(request, zip),
            }),
            "done",
            State::New,
        ),
        (
            "429 twice",
            None,
            Box::new(
                |request, zip, count| {
                    if count < 2 { answer(429, &[("Retry-After", "0")], b"") } else { whole(request, zip) }
                },
            ),
            "done",
            State::New,
        ),
        (
            "redirected once",
            None,
            Box::new(
                move |request, zip, count| {
                    if count == 0 { redirect(&request.target) } else { whole(request, zip) }
                },
            ),
            "done",
            State::New,
        ),
        (
            "expired once",
            None,
            Box::new(
                |request, zip, count| {
                    if count == 0 { answer(403, &[], b"Request has expired") } else { whole(request, zip) }
                },
            ),
            "done",
            State::New,
        ),
        (
            "500 twice",
            None,
            Box::new(
                |request, zip, count| {
                    if count < 2 { answer(500, &[("Retry-After", "0")], b"") } else { whole(request, zip) }
                },
            ),
            "done",
            State::New,
        ),
    ]
}

/// Permanent faults.
fn permanent_faults() -> Vec<Fault> {
    let half = |zip: &[u8]| Piece::Bytes(zip[..zip.len() / 2].to_vec());
    let redirect = |to: &str| answer(302, &[("Location", to)], b"");
    let evil = zip_of(&[("../../escaped", b"x")]);
    let bomb = zip_of(&[("python/zeros", &vec![0; 300_000_000])]);
    vec![
        (
            "truncated, no ranges",
            None,
            Box::new(move |_, zip, _| vec![head(200, &[], zip.len()), half(zip)]),
            "was interrupted after",
            State::Old,
        ),
        ("wrong hash", None, Box::new(|_, zip, _| answer(200, &[], &vec![7; zip.len()])), "its SHA-256 is", State::Old),
        ("too short", None, Box::new(|_, zip, _| answer(200, &[], &zip[1..])), "its SHA-256 is", State::Old),
        (
            "too long",
            None,
            Box::new(|_, zip, _| answer(200, &[], &[zip, b"more"].concat())),
            "sent more than",
            State::Old,
        ),
        ("reset", None, Box::new(|_, _, _| vec![Piece::Reset]), "cannot connect to", State::Old),
        ("403", None, Box::new(|_, _, _| answer(403, &[], b"")), "rejected the download URL", State::Old),
        ("404", None, Box::new(|_, _, _| answer(404, &[], b"")), "HTTP 404", State::Old),
        (
            "429",
            None,
            Box::new(|_, _, _| answer(429, &[("Retry-After", "0")], b"")),
            "throttled the request",
            State::Old,
        ),
        ("500", None, Box::new(|_, _, _| answer(500, &[("Retry-After", "0")], b"")), "HTTP 500", State::Old),
        (
            "redirects in circles",
            None,
            Box::new(move |request, _, _| redirect(&request.target)),
            "too many redirects",
            State::Old,
        ),
        (
            "no zip",
            Some(b"<html>not a zip".to_vec()),
            Box::new(|request, zip, _| whole(request, zip)),
            "zip",
            State::Old,
        ),
        ("a zip that climbs out", Some(evil), Box::new(|request, zip, _| whole(request, zip)), "escaped", State::Old),
        ("a bomb", Some(bomb), Box::new(|request, zip, _| whole(request, zip)), "262", State::Old),
    ]
}

#[test]
fn the_old_content_stays_until_the_download_is_complete() {
    std::thread::scope(|scope| {
        for (case, zip, store, message, state) in temporary_faults().into_iter().chain(permanent_faults()) {
            scope.spawn(move || {
                let machine = Machine::new(Layers::with_store(store));
                if let Some(zip) = zip {
                    machine.lambda.publish(ARN, zip);
                }
                let ran = machine.refresh();
                assert_eq!(ran.code, i32::from(state == State::Old), "{case}: {ran:?}");
                assert!(ran.stdout.contains(message), "{case}: no `{message}` in {ran:?}");
                assert_eq!(machine.state(), state, "{case}");
                // At once, not only after the next start.
                assert_nothing_left(&machine.home.cache(), case);
                machine.assert_clean(case);
                assert!(
                    !machine.home.path("home/escaped").exists() && !machine.home.path("home/.aws-sam/escaped").exists()
                );
            });
        }
    });
}

#[test]
fn the_old_content_stays_when_lambda_returns_an_error() {
    let error =
        |status: u16, code: &str| vec![head(status, &[("x-amzn-errortype", code)], 2), Piece::Bytes(b"{}".to_vec())];
    let faults: Vec<(&str, Box<Api>, &str, State)> = vec![
        (
            "throttled once",
            Box::new(move |count| (count == 0).then(|| error(429, "TooManyRequestsException"))),
            "done",
            State::New,
        ),
        (
            "broken once",
            Box::new(move |count| (count == 0).then(|| error(500, "ServiceException"))),
            "done",
            State::New,
        ),
        ("reset once", Box::new(|count| (count == 0).then(|| vec![Piece::Reset])), "done", State::New),
        (
            "throttled",
            Box::new(move |_| Some(error(429, "TooManyRequestsException"))),
            "throttled the request",
            State::Old,
        ),
        (
            "broken",
            Box::new(move |_| Some(error(500, "ServiceException"))),
            "returned an error (ServiceException)",
            State::Old,
        ),
        (
            "logged out",
            Box::new(move |_| Some(error(403, "ExpiredTokenException"))),
            "has expired. Get new",
            State::Old,
        ),
        ("gone", Box::new(move |_| Some(error(404, "ResourceNotFoundException"))), "does not exist in AWS", State::Old),
        ("denied", Box::new(move |_| Some(error(403, "AccessDeniedException"))), "lambda:GetLayerVersion", State::Old),
        ("rubbish", Box::new(|_| Some(json(200, "<html>"))), "returned an error", State::Old),
        ("no address", Box::new(|_| Some(json(200, "{}"))), "neither a URL nor an S3 object", State::Old),
    ];
    std::thread::scope(|scope| {
        for (case, api, message, state) in faults {
            scope.spawn(move || {
                let machine = Machine::new(Layers::with_faults(api, |request, zip, _| whole(request, zip)));
                let ran = machine.refresh();
                assert_eq!(ran.code, i32::from(state == State::Old), "{case}: {ran:?}");
                assert!(ran.stdout.contains(message), "{case}: no `{message}` in {ran:?}");
                assert_eq!(machine.state(), state, "{case}");
                assert_nothing_left(&machine.home.cache(), case);
            });
        }
    });
}

#[test]
fn a_layer_over_the_lambda_quota_is_unpacked_only_when_allowed() {
    let machine = Machine::new(Layers::start());
    let size = 262_144_001;
    machine.lambda.publish(ARN, zip_of(&[("python/zeros", &vec![0; size])]));
    let layer = machine.home.cache().join(&machine.dir);
    let run = |arguments: &[&str]| {
        let arguments = [arguments, &["--yes", "--no-engine"]].concat();
        machine.home.run_with(&arguments, &machine.lambda.environment())
    };
    let is_there = || fs::metadata(layer.join("python/zeros")).is_ok_and(|zeros| zeros.len() == size as u64);

    run(&["refresh", &machine.dir])
        .exits(1)
        .prints("more than Lambda's limit of 262144000")
        .prints("--allow-over-quota");
    assert_eq!(machine.state(), State::Old);
    run(&["refresh", &machine.dir, "--allow-over-quota"]).exits(0);
    assert!(is_there());

    fs::remove_dir_all(&layer).unwrap();
    run(&["prefetch"]).exits(1).prints("--allow-over-quota");
    assert!(!layer.exists());
    run(&["prefetch", "--allow-over-quota"]).exits(0);
    assert!(is_there());

    fs::remove_dir_all(&layer).unwrap();
    machine.home.write("config/samlayers/config.yaml", "allow_over_quota: true\n");
    run(&["prefetch"]).exits(0);
    assert!(is_there());
    machine.assert_clean("larger than Lambda takes");
}

/// `SAMLAYERS_FAULT=N` ends a debug build at its Nth point as `kill -9` does.
#[test]
fn a_refresh_killed_at_any_step_is_repaired_by_the_next_start() {
    let next = Mutex::new(1..200);
    let survived = Mutex::new(None);
    let (deaths, states) = (Mutex::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while survived.lock().unwrap().is_none() {
                    let Some(fault) = next.lock().unwrap().next() else { return };
                    let machine = Machine::new(Layers::start());
                    let environment =
                        machine.lambda.environment().into_iter().chain([("SAMLAYERS_FAULT", fault.to_string())]);
                    let environment: Vec<_> = environment.collect();
                    let ran = machine.home.run_with(&["refresh", &machine.dir, "--yes", "--no-engine"], &environment);
                    if ran.code == 0 {
                        *survived.lock().unwrap() = Some(fault);
                    } else {
                        assert_eq!(ran.code, -1, "point {fault}: {ran:?}");
                        *deaths.lock().unwrap() += 1;
                    }
                    machine.assert_clean(&format!("point {fault}"));
                    states.lock().unwrap().push(machine.state());
                    // After that a refresh works again.
                    machine.refresh().exits(0);
                    assert_eq!(machine.state(), State::New, "point {fault}");
                }
            });
        }
    });
    let (deaths, states) = (deaths.into_inner().unwrap(), states.into_inner().unwrap());
    assert!(survived.into_inner().unwrap().is_some() && deaths > 10, "{deaths} deaths");
    assert!(states.contains(&State::Old) && states.contains(&State::New), "before and after the swap");
}

#[test]
fn concurrent_refreshes_of_a_layer_run_one_after_the_other_or_one_is_refused() {
    let machine = Machine::new(Layers::start());
    let start = || -> Child {
        let mut command = machine.home.command(&["refresh", &machine.dir, "--yes", "--no-engine"]);
        command.envs(machine.lambda.environment()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    for round in 0..6 {
        let both = [start(), start()].map(|child| child.wait_with_output().unwrap());
        let done = both.iter().filter(|output| output.status.success()).count();
        assert!(done > 0, "round {round}: {both:?}");
        for output in &both {
            let printed = String::from_utf8_lossy(&output.stdout);
            assert!(
                output.status.success() || printed.contains("is in use") || printed.contains("locked by"),
                "{printed}"
            );
        }
        assert_eq!(machine.state(), State::New);
        // A process that finds the other cleaning up leaves that to the next start.
        assert!(machine.home.command(&["ls", "--no-engine", "--offline"]).output().unwrap().status.success());
        assert_nothing_left(&machine.home.cache(), "two at once");
    }
}

#[test]
fn a_layer_used_by_many_functions_is_downloaded_once() {
    let machine = Machine::new(Layers::start());
    let function = |name: &str| {
        format!(
            "  {name}:\n    Type: AWS::Serverless::Function\n    Properties: {{CodeUri: ., Handler: a.b, Runtime: python3.12, \
             Layers: ['{ARN}']}}\n"
        )
    };
    let template = format!("Resources:\n{}{}", function("F"), function("G"));
    machine.home.write("project/template.yaml", &template);
    machine.home.write("project/other/template.yaml", &template);
    let run = |arguments: &[&str]| {
        let arguments = [arguments, &["--yes", "--no-engine"]].concat();
        machine.home.run_with(&arguments, &machine.lambda.environment()).exits(0);
    };
    run(&["refresh", &machine.dir, ARN, "numbers-*"]);
    assert_eq!((machine.state(), machine.lambda.downloads()), (State::New, 1));
    fs::remove_dir_all(machine.home.cache().join(&machine.dir)).unwrap();
    run(&["prefetch", "-t", "template.yaml", "-t", "other/template.yaml"]);
    assert_eq!((machine.state(), machine.lambda.downloads()), (State::New, 2));
}

/// On a disk of its own: too small for the zip, too small for its unpacked content, or just large enough.
/// Without root it is made in a user namespace, where the system allows that.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_content_or_the_new() {
    use std::process::Command;

    let is_root = rustix::process::geteuid().is_root();
    let namespace: &[&str] = if is_root { &["--mount"] } else { &["--user", "--map-root-user", "--mount"] };
    let mut seen = Vec::new();
    for kilobytes in [64, 120, 160, 200, 260, 310, 340, 400, 4_000] {
        let machine = Machine::new(Layers::start());
        let (cache, after) = (machine.home.cache(), machine.home.path("after"));
        // The disk disappears with the namespace, so its content is copied out to be examined.
        let script = format!(
            "set -e; cp -a {cache} {aside}; mount -t tmpfs -o size={kilobytes}k,mode=700 none {cache}; cp -a {aside}/. {cache}; \
             set +e; \"$0\" \"$@\"; code=$?; \"$0\" ls --no-engine --offline; cp -a {cache} {after}; exit $code",
            cache = cache.display(),
            aside = machine.home.path("aside").display(),
            after = after.display(),
        );
        let refresh = machine.home.command(&["refresh", &machine.dir, "--yes", "--no-engine"]);
        let mut command = Command::new("unshare");
        command.args(namespace).args(["sh", "-c", &script]).arg(refresh.get_program()).args(refresh.get_args());
        command.current_dir(machine.home.path("project")).env_clear();
        command.envs(refresh.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").envs(machine.lambda.environment()).stdin(Stdio::null());
        let Ok(output) = command.output() else {
            return skip("`unshare`, which makes a small disk, is not installed");
        };
        let printed = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        if !after.exists() {
            return skip(&format!("a small disk cannot be made on this machine ({})", printed.trim()));
        }
        let state = state_of(&after.join(&machine.dir));
        assert_eq!(output.status.success(), state == State::New, "{kilobytes} kB: {printed}");
        assert!(state == State::New || printed.contains("disk is full"), "{kilobytes} kB: {printed}");
        assert_nothing_left(&after, &format!("{kilobytes} kB"));
        seen.push(state);
    }
    assert!(seen.contains(&State::Old) && seen.contains(&State::New), "{seen:?}");
}
