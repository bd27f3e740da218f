//! Disks as they are: full, an overlay, and folders nested very deep.

use std::fs;
use std::process::{Command, Stdio};

use crate::home::{Home, Ran};
use crate::support::real::skip;

const ENGINE_OFF: &str = "--no-engine";

/// Runs a shell script in a mount namespace of its own, with the program as `$0`; `None` if this machine has none.
pub fn in_namespace(home: &Home, script: &str) -> Option<Ran> {
    let is_root = rustix::process::geteuid().is_root();
    let namespace: &[&str] = if is_root { &["--mount"] } else { &["--user", "--map-root-user", "--mount"] };
    let plain = home.command(&[]);
    let mut command = Command::new("unshare");
    command.args(namespace).args(["sh", "-c", script]).arg(plain.get_program());
    command.current_dir(home.path("project")).env_clear().stdin(Stdio::null());
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    if Command::new("unshare").arg("--version").output().is_err() {
        skip("`unshare`, which makes a disk for a test, is not installed");
        return None;
    }
    let ran = Ran::of(&mut command);
    if ran.code == 99 {
        skip(&format!("a disk cannot be mounted on this machine ({})", ran.stderr.trim()));
        return None;
    }
    Some(ran)
}

/// Undo needs no space of its own: what was purged comes back on a disk that is full to the last byte.
#[test]
fn an_undo_on_a_full_disk_needs_no_space() {
    let home = Home::new();
    fs::create_dir_all(home.cache()).unwrap();
    let script = format!(
        "mount -t tmpfs -o size=400k,mode=700 none {cache} || exit 99; cd {cache}; mkdir -p a-1-0123456789/python; \
         echo 'a = 1' > a-1-0123456789/python/a.py; \
         dd if=/dev/zero of=ballast bs=1k 2>/dev/null; rm ballast; \
         \"$0\" purge a-1-0123456789 --yes {ENGINE_OFF} || exit 3; \
         dd if=/dev/zero of=ballast bs=1 count=1 2>/dev/null; dd if=/dev/zero of=ballast bs=4k 2>/dev/null; \
         (echo x > full) 2>/dev/null && test -s full && exit 4; rm -f full; \
         \"$0\" undo --yes {ENGINE_OFF}; code=$?; cat a-1-0123456789/python/a.py; ls -A .locks .samlayers/held; exit $code",
        cache = home.cache().display(),
    );
    let Some(ran) = in_namespace(&home, &script) else { return };
    ran.exits(0).prints("a = 1");
    assert!(!ran.stdout.contains("downloading.lock"), "{ran:?}");
}

/// A disk without a free inode: nothing can be created on it, not even a lock. What was purged before comes back, the trash
/// is emptied, and layers are removed for good.
#[test]
fn a_disk_without_a_free_inode_can_be_cleaned() {
    let home = Home::new();
    fs::create_dir_all(home.cache()).unwrap();
    let script = |then: &str| {
        format!(
            "mount -t tmpfs -o nr_inodes=60,mode=700 none {cache} || exit 99; cd {cache}; mkdir .locks; \
             for name in a b c; do mkdir -p $name-1-0123456789/python; echo $name > $name-1-0123456789/python/$name.py; \
             printf 'completed\\n1700000000.5' > .locks/$name-1-0123456789.downloading.status; done; \
             \"$0\" purge a-1-0123456789 --yes {ENGINE_OFF} || exit 3; \
             at=0; while (: > full-$at) 2>/dev/null; do at=$((at+1)); done; \
             test $at -gt 5 || exit 4; {then}",
            cache = home.cache().display(),
        )
    };
    let run = |then: &str| in_namespace(&home, &script(then));
    // A purge has no room for its trash, and says what helps.
    let purge = format!("\"$0\" purge b-1-0123456789 --yes {ENGINE_OFF}; code=$?; cat b-1-*/python/b.py; exit $code");
    let Some(ran) = run(&purge) else { return };
    ran.exits(1).prints("inode").prints("b\n");
    let delete = format!(
        "\"$0\" purge b-1-0123456789 c-1-0123456789 --delete --yes {ENGINE_OFF}; code=$?; ls -A . .locks .samlayers/*; \
         \"$0\" undo --yes {ENGINE_OFF} && cat a-1-*/python/a.py && \"$0\" verify {ENGINE_OFF}; exit $code"
    );
    let Some(ran) = run(&delete) else { return };
    ran.exits(0).prints("a\n").prints("no problems");
    assert!(!ran.stdout.contains("\nb-1-0123456789\n") && !ran.stdout.contains("\nc-1-0123456789\n"), "{ran:?}");
    assert!(!ran.stdout.contains("downloading.lock"), "{ran:?}");
    let Some(ran) = run(&format!("\"$0\" undo --yes {ENGINE_OFF}; code=$?; cat a-1-*/python/a.py; exit $code")) else {
        return;
    };
    ran.exits(0).prints("a\n");
    let Some(ran) = run(&format!("\"$0\" trash empty --yes {ENGINE_OFF} && \"$0\" trash ls {ENGINE_OFF}")) else {
        return;
    };
    ran.exits(0).prints("the trash is empty");
    // Where samlayers has no folder of its own yet, nothing is removed, and what is needed is named.
    let first = format!(
        "mount -t tmpfs -o nr_inodes=12,mode=700 none {cache} || exit 99; cd {cache}; mkdir -p a-1-0123456789/python; \
         echo a > a-1-0123456789/python/a.py; at=0; while (: > full-$at) 2>/dev/null; do at=$((at+1)); done; \
         \"$0\" purge a-1-0123456789 --delete --yes {ENGINE_OFF}; code=$?; cat a-1-*/python/a.py; rm full-0 full-1 full-2; \
         \"$0\" purge a-1-0123456789 --delete --yes {ENGINE_OFF} || exit 5; ls -A; exit $code",
        cache = home.cache().display(),
    );
    let Some(ran) = in_namespace(&home, &first) else { return };
    ran.exits(1).prints("inode").prints("a\n");
    assert!(!ran.stdout.contains("\na-1-0123456789\n"), "{ran:?}");
}

/// What is built into a container image lies in the lower part of an overlay, from where a directory cannot be renamed.
#[test]
fn a_cache_in_the_lower_part_of_an_overlay_is_described_as_such() {
    let home = Home::new();
    home.cached("a-1-0123456789/python/a.py", "a = 1\n");
    let script = format!(
        "mkdir -p {root}/o; mount -t tmpfs none {root}/o || exit 99; mkdir {root}/o/upper {root}/o/work; \
         mount -t overlay -o lowerdir={cache},upperdir={root}/o/upper,workdir={root}/o/work,redirect_dir=off none {cache} || \
         exit 99; \"$0\" purge a-1-0123456789 --yes {ENGINE_OFF}; code=$?; cat {cache}/a-1-0123456789/python/a.py; exit $code",
        root = home.path("").display(),
        cache = home.cache().display(),
    );
    let Some(ran) = in_namespace(&home, &script) else { return };
    ran.prints("a = 1");
    if ran.code != 0 {
        ran.prints("overlay");
        assert!(!ran.stdout.contains("unmount"), "{ran:?}");
    }
}

/// Folders nested 4,000 deep: every command ends, and what was purged comes back whole. Cubic work would not end here.
#[test]
fn deep_folders_are_listed_purged_restored_and_deleted() {
    use rustix::fs::{Mode, OFlags};

    const DEPTH: usize = 4_000;
    let home = Home::new();
    home.cached("a-1-0123456789/python/a.py", "a = 1\n");
    let top = fs::File::open(home.cache().join("a-1-0123456789")).unwrap();
    let mut folder = rustix::fd::OwnedFd::from(top);
    for _ in 0..DEPTH {
        rustix::fs::mkdirat(&folder, "d", Mode::from_raw_mode(0o700)).unwrap();
        folder = rustix::fs::openat(&folder, "d", OFlags::RDONLY | OFlags::DIRECTORY, Mode::empty()).unwrap();
    }
    drop(folder);
    home.run(&["ls", ENGINE_OFF]).exits(0).prints("a-1-0123456789");
    home.run(&["verify", "--deep", "--offline", ENGINE_OFF]);
    home.run(&["purge", "a-1-*", "--yes", ENGINE_OFF]).exits(0);
    home.run(&["undo", "--yes", ENGINE_OFF]).exits(0);
    assert!(home.cache().join("a-1-0123456789/python/a.py").is_file());
    home.run(&["purge", "a-1-*", "--delete", "--yes", ENGINE_OFF]).exits(0);
    assert!(!home.cache().join("a-1-0123456789").exists());
    home.run(&["verify", ENGINE_OFF]).exits(0).prints("no problems");
}
