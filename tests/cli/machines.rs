//! Machines that are set up unusually: sudo, no home folder, one that cannot be written, CI, WSL, development containers.

use serde_json::Value;

use crate::home::{Home, Ran, text};

const LAYER: &str = "myLayer-1-926eeb5ff1";
const ARN: &str = "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1";

fn template() -> String {
    format!(
        "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    \
         Properties: {{CodeUri: ., Handler: a.b, Runtime: python3.12, Layers: ['{ARN}']}}\n"
    )
}

/// The details of one topic of `doctor`.
fn doctor(ran: &Ran, topic: &str) -> Vec<String> {
    let document: Value = ran.json();
    let checks = document["checks"].as_array().unwrap().iter().filter(|check| check["topic"] == topic);
    checks.map(|check| check["detail"].as_str().unwrap().to_owned()).collect()
}

const DOCTOR: &[&str] = &["doctor", "--json", "--no-engine", "--offline"];

/// SAM under sudo uses the cache of whoever HOME names, and so does samlayers, which says whose that is.
#[cfg(unix)]
#[test]
fn under_sudo_the_cache_is_that_of_home_and_the_other_one_is_named() {
    let home = Home::new();
    let of_jo = home.path("homes/jo");
    let variables = [("SUDO_USER", "jo".to_owned()), ("SUDO_UID", "1000".to_owned()), ("SUDO_HOME", text(&of_jo))];
    let notes = doctor(&home.run_with(DOCTOR, &variables), "cache");
    assert!(notes[0].contains(&text(&home.cache())), "{notes:?}");
    let own = text(&of_jo.join(".aws-sam/layers-pkg"));
    assert!(notes[1].contains(&own) && notes[1].contains("run samlayers without sudo"), "{notes:?}");
    // A cache that is missing is expected elsewhere, so `ls` says it too.
    home.run_with(&["ls", "--no-engine"], &variables).exits(0).prints(&own);
    home.cached(&format!("{LAYER}/f"), "x");
    let listed = home.run_with(&["ls", "--no-engine"], &variables);
    assert!(listed.stdout.contains(LAYER) && !listed.stdout.contains("sudo"), "{listed:?}");

    // `sudo` of macOS and `sudo -E` keep HOME: the layers are the user's, and the files that a download makes are root's.
    let kept = [("SUDO_USER", "jo".to_owned()), ("SUDO_HOME", text(&home.path("home")))];
    let notes = doctor(&home.run_with(DOCTOR, &kept), "cache");
    assert!(notes[1].contains("the cache of jo"), "{notes:?}");
    let chosen = [kept.to_vec(), vec![("SAM_LAYER_CACHE_BASEDIR", text(&home.cache()))]].concat();
    assert_eq!(doctor(&home.run_with(DOCTOR, &chosen), "cache").len(), 1);
}

/// Without HOME the user database decides, and without an entry there SAM uses a folder named `~`, as Python does.
#[cfg(target_os = "linux")]
#[test]
fn without_a_home_folder_the_cache_is_where_sam_puts_it() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let home = Home::new();
    home.write("project/template.yaml", template());
    home.open_to_all();
    let without_home = |arguments: &[&str]| {
        let mut command = home.command(arguments);
        for variable in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
            command.env_remove(variable);
        }
        command
    };
    // No user of this number exists. The folder belongs to another user, and reading needs no more than that.
    let Some(ran) = home.run_as("42424", &without_home(DOCTOR)) else { return };
    let notes = doctor(&ran, "cache");
    let place = text(&home.path("project/~/.aws-sam/layers-pkg"));
    assert!(notes[0].starts_with(&place) && notes[1].contains("no home directory"), "{notes:?}");
    assert!(
        doctor(&ran, "memory")[0].contains("no data folder") && doctor(&ran, "log")[0].contains("nothing is logged")
    );
    for arguments in [&["ls"][..], &["functions"], &["explain", ARN], &["verify"], &["trash", "ls"], &["dir", ARN]] {
        let arguments = [arguments, &["--no-engine", "--offline"]].concat();
        let ran = home.run_as("42424", &without_home(&arguments)).unwrap();
        assert!(ran.code < 2 && !ran.stderr.contains("panic"), "{arguments:?}: {ran:?}");
    }
    // An empty HOME is the root directory for Python.
    let mut empty = without_home(DOCTOR);
    let ran = home.run_as("42424", empty.env("HOME", "")).unwrap();
    assert!(doctor(&ran, "cache")[0].starts_with("/.aws-sam/layers-pkg "), "{ran:?}");
    assert!(!home.path("project/~").exists(), "reading makes no folder");
}

/// A home on a disk that is mounted read-only, as in hardened containers: reading works, and a change says why it fails.
#[cfg(target_os = "linux")]
#[test]
fn with_a_read_only_home_everything_can_be_read() {
    let home = Home::new();
    home.write("project/template.yaml", template());
    home.cached(&format!("{LAYER}/python/a.py"), "a = 1\n");
    let script = format!(
        "mount --bind {root} {root} && mount -o remount,bind,ro {root} || exit 99; cd {root}/project || exit 3; touch x 2>/dev/null && exit 99; \
         for c in ls 'ls --json' functions 'functions --json' 'explain F' 'arn {LAYER}' 'dir {ARN}' 'trash ls' builds; do \
           \"$0\" $c --no-engine --offline >{{out}} 2>&1 || {{ code=$?; echo \"$c: $code\"; cat {{out}}; exit 4; }}; done; \
         for c in verify 'verify --deep' doctor; do \"$0\" $c --no-engine --offline >{{out}} 2>&1; test $? -lt 2 || exit 5; done; \
         \"$0\" purge {LAYER} --yes --no-engine; test $? = 1 || exit 6; cat {cache}/{LAYER}/python/a.py",
        root = home.path("").display(),
        cache = home.cache().display(),
    );
    // Everything of the test is read-only, so the output goes to another disk.
    let script = script.replace("{out}", "/dev/shm/$$");
    let script = format!("trap 'rm -f /dev/shm/$$' EXIT; {script}");
    let Some(ran) = crate::disks::in_namespace(&home, &script) else { return };
    ran.exits(0).prints("a = 1").prints("ead-only");
    assert!(!ran.stderr.contains("panic") && !ran.stdout.contains("panic"), "{ran:?}");
}

/// A job of CI has no terminal, and may have no TERM, no locale and an odd home.
#[test]
fn in_ci_nothing_is_asked_drawn_or_coloured() {
    let home = Home::new();
    home.write("project/template.yaml", template());
    home.cached(&format!("{LAYER}/python/a.py"), "a = 1\n");
    let ci = [("CI", "true".to_owned()), ("GITHUB_ACTIONS", "true".to_owned())];
    home.run_with(&[], &ci).exits(2).prints("is not a terminal").prints("samlayers ls");
    home.run_with(&["purge", LAYER, "--no-engine"], &ci).exits(2).prints("--yes");
    for arguments in [&["ls"][..], &["functions"], &["explain", "F"], &["verify"], &["doctor"], &["builds"]] {
        let ran = home.run_with(&[arguments, &["--no-engine", "--offline"]].concat(), &ci);
        let printed = ran.stdout.clone() + &ran.stderr;
        assert!(ran.code < 2 && printed.is_ascii() && !printed.contains(['\u{1b}', '\r']), "{arguments:?}: {ran:?}");
    }
    home.run_with(&["purge", LAYER, "--yes", "--no-engine"], &ci).exits(0);
    home.run_with(&["undo", "--yes"], &ci).exits(0);
    assert!(home.cache().join(LAYER).join("python/a.py").is_file());
}

/// In WSL the cache of a SAM CLI for Windows lies below `/mnt/c`, in a folder with a space; files have Windows' line ends.
#[cfg(unix)]
#[test]
fn in_wsl_the_cache_of_windows_is_used_by_its_mounted_path() {
    let home = Home::new();
    let mounted = home.path("mnt/c/Users/Jo Kim/AppData/Roaming/AWS SAM/layers-pkg");
    home.write(&format!("mnt/c/Users/Jo Kim/AppData/Roaming/AWS SAM/layers-pkg/{LAYER}/python/a.py"), "a = 1\r\n");
    let shop = "mnt/c/Users/Jo Kim/shop";
    home.write(&format!("{shop}/template.yaml"), template().replace('\n', "\r\n"));
    let settings =
        format!("version = 0.1\r\n[default.global.parameters]\r\nlayer_cache_basedir = \"{}\"\r\n", mounted.display());
    home.write(&format!("{shop}/samconfig.toml"), settings);
    let wsl = [("WSL_DISTRO_NAME", "Debian"), ("WSL_INTEROP", "/run/WSL/1_interop")];
    let run = |arguments: &[&str]| {
        let arguments = [arguments, &["--no-engine", "--offline"]].concat();
        Ran::of(home.command(&arguments).envs(wsl).current_dir(home.path(shop)))
    };
    let listed = run(&["ls", "--json"]).exits(0).json();
    assert_eq!(listed["cache"]["path"], text(&mounted));
    assert_eq!(
        (&listed["layers"][0]["dir"], &listed["layers"][0]["functions"][0]["function"]),
        (&LAYER.into(), &"F".into())
    );
    run(&["purge", LAYER, "--yes"]).exits(0);
    run(&["undo", "--yes"]).exits(0);
    assert!(mounted.join(LAYER).join("python/a.py").is_file());

    // Addresses as a shell of Windows would have them.
    let path = [("SAM_LAYER_CACHE_BASEDIR", r"C:\Users\Jo Kim\AppData\Roaming\AWS SAM\layers-pkg".to_owned())];
    let notes = doctor(&home.run_with(DOCTOR, &path), "cache");
    assert!(notes[1].contains("/mnt/c/Users/Jo Kim/AppData/Roaming/AWS SAM/layers-pkg"), "{notes:?}");
    let pipe = [("DOCKER_HOST", "npipe:////./pipe/docker_engine".to_owned())];
    home.run_with(&["images"], &pipe).exits(1).prints("Windows");
}

/// A development container: the engine is the host's, and the cache is a volume, with what its file system keeps there.
#[cfg(target_os = "linux")]
#[test]
fn in_a_development_container_the_engine_is_the_hosts_and_the_cache_a_volume() {
    use crate::support::scripted::{Server, json};

    let home = Home::new();
    home.write("project/template.yaml", template());
    std::fs::create_dir_all(home.cache()).unwrap();
    let image = "samcli/lambda-python:3.12-x86_64-abcdefabcdefabcdefabcdefa";
    let list = format!(
        r#"[{{"Id":"sha256:11","RepoTags":["{image}"],"RepoDigests":null,"ParentId":"","Created":1760000000,"Size":5,
        "SharedSize":-1,"Labels":null,"Containers":-1}}]"#
    );
    let server = Server::start(move |request, _| match request.target.split('?').next().unwrap_or_default() {
        path if path.ends_with("/version") => {
            json(200, r#"{"Version":"29.1.0","ApiVersion":"1.52","MinAPIVersion":"1.44"}"#)
        }
        path if path.ends_with("/images/json") => json(200, &list),
        path if path.ends_with("/json") || path.ends_with("/history") => json(200, "[]"),
        _ => json(404, "{}"),
    });
    let host = server.url();
    let script = format!(
        "mount -t tmpfs -o mode=755 none {cache} || exit 99; cd {cache}; mkdir lost+found {LAYER} || exit 3; \
         echo 'a = 1' > {LAYER}/a.py; cd {project}; export DOCKER_HOST={host} REMOTE_CONTAINERS=true; \
         \"$0\" images --offline || exit 4; \"$0\" ls --offline || exit 5; \
         \"$0\" purge {LAYER} --yes --offline || exit 6; test ! -e {cache}/{LAYER} || exit 7; \
         \"$0\" undo --yes --offline || exit 8; cat {cache}/{LAYER}/a.py; \
         \"$0\" purge {LAYER} --delete --yes --offline || exit 9; test -d {cache}/lost+found || exit 10",
        cache = home.cache().display(),
        project = home.path("project").display(),
    );
    let Some(ran) = crate::disks::in_namespace(&home, &script) else { return };
    ran.exits(0).prints("a = 1").prints(image).prints("lost+found");
}
