//! What a scan reports about caches as they are found on real machines, valid and invalid.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use samlayers::cache::Cache;
use samlayers::inventory::facts::{
    CacheAccess, CacheEntryKind, Finding, FoundForeign, FoundLayer, FoundLeftover, LeftoverKind, Measure,
};
use samlayers::sam::lock::DownloadStatus;

use super::place::{abandon_lock, located};

#[derive(Default)]
struct Scanned {
    layers: BTreeMap<String, FoundLayer>,
    measures: BTreeMap<String, Measure>,
    leftovers: Vec<FoundLeftover>,
    foreign: Vec<FoundForeign>,
    order: Vec<&'static str>,
}

impl Scanned {
    fn leftover_kinds(&self) -> Vec<(String, LeftoverKind)> {
        let name = |found: &FoundLeftover| found.path.file_name().unwrap().to_string_lossy().into_owned();
        let mut kinds: Vec<_> = self.leftovers.iter().map(|found| (name(found), found.kind)).collect();
        kinds.sort();
        kinds
    }

    fn reason_of(&self, name: &[u8]) -> String {
        let name = OsStr::from_bytes(name);
        let found = self.foreign.iter().find(|found| found.path.file_name() == Some(name));
        found.expect("listed as foreign").reason.to_string()
    }
}

fn scan(path: &Path) -> Scanned {
    let (state, cache) = Cache::open(&located(path));
    assert_eq!(state.access, CacheAccess::Ready);
    let scanned = Mutex::new(Scanned::default());
    let report = |finding| {
        let mut scanned = scanned.lock().unwrap();
        match finding {
            Finding::Layer(layer) => drop(scanned.layers.insert(layer.dir.to_string(), layer)),
            Finding::Measured(dir, measure) => drop(scanned.measures.insert(dir.to_string(), measure)),
            Finding::Leftover(leftover) => scanned.leftovers.push(leftover),
            Finding::Foreign(foreign) => scanned.foreign.push(foreign),
            Finding::CacheListed => scanned.order.push("listed"),
            Finding::CacheMeasured => scanned.order.push("measured"),
            Finding::Trash(_) => {}
            other => panic!("a scan does not report {other:?}"),
        }
    };
    cache.unwrap().scan(&report, &AtomicBool::new(false));
    let scanned = scanned.into_inner().unwrap();
    assert_eq!(scanned.order, ["listed", "measured"]);
    scanned
}

fn write(path: &Path, content: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

#[test]
fn a_cache_as_sam_leaves_it() {
    let cache = tempfile::tempdir().unwrap();
    let root = cache.path();
    write(&root.join("myLayer-1-926eeb5ff1/python/a.py"), b"12345");
    write(&root.join("myLayer-1-926eeb5ff1/python/deep/er/b.py"), b"123");
    symlink("a.py", root.join("myLayer-1-926eeb5ff1/python/c.py")).unwrap();
    write(&root.join(".locks/myLayer-1-926eeb5ff1.downloading.status"), b"completed\n1700000000.5");
    write(&root.join("other-2-0123456789/bin/x"), b"");
    write(&root.join(".locks/other-2-0123456789.downloading.status"), b"in_progress\n1700000000.5");
    abandon_lock(root, "other-2-0123456789");
    write(&root.join("other-2-0123456789_0123456789abcdef0123456789abcdef.zip"), b"PK");
    write(&root.join("dockerfile_0b6f4a9e-7d0c-4a4e-9c55-0123456789ab"), b"FROM x");
    write(&root.join(".locks/gone-1-aaaaaaaaaa.downloading.status"), b"failed\n1");

    let scanned = scan(root);
    let layer = &scanned.layers["myLayer-1-926eeb5ff1"];
    assert_eq!(layer.status.as_ref().unwrap().status, Some(DownloadStatus::Completed));
    assert!(layer.lock.is_none() && layer.modified.is_some());
    let measure = &scanned.measures["myLayer-1-926eeb5ff1"];
    assert_eq!((measure.bytes, measure.files), (5 + 3 + 4, 3), "a link is counted, not its target");
    let other = &scanned.layers["other-2-0123456789"];
    assert_eq!(other.status.as_ref().unwrap().status, Some(DownloadStatus::InProgress));
    let lock = other.lock.as_ref().unwrap();
    assert!(!lock.owner_alive, "no process has that ID");
    assert_eq!(
        scanned.leftover_kinds(),
        [
            ("dockerfile_0b6f4a9e-7d0c-4a4e-9c55-0123456789ab".to_owned(), LeftoverKind::Dockerfile),
            ("gone-1-aaaaaaaaaa.downloading.status".to_owned(), LeftoverKind::Lock),
            ("other-2-0123456789_0123456789abcdef0123456789abcdef.zip".to_owned(), LeftoverKind::Zip),
        ]
    );
    assert!(scanned.foreign.is_empty(), "{:?}", scanned.foreign);
}

#[cfg(unix)]
#[test]
fn the_lock_of_a_running_process_is_reported_and_marks_its_download() {
    let cache = tempfile::tempdir().unwrap();
    let root = cache.path();
    let by = |pid: u32| format!("{pid}\n{}", jiff::Timestamp::now().as_second());
    write(&root.join(".locks/a-1-0123456789.downloading.lock"), by(std::os::unix::process::parent_id()).as_bytes());
    write(&root.join("a-1-0123456789_0123456789abcdef0123456789abcdef.zip"), b"PK");
    fs::create_dir(root.join("a-1-0123456789")).unwrap();
    // A lock of our own neither prevents a purge nor is a leftover.
    write(&root.join(".locks/ours-1-0123456789.downloading.lock"), by(std::process::id()).as_bytes());
    write(&root.join("ours-1-0123456789_0123456789abcdef0123456789abcdef.zip"), b"PK");
    write(&root.join(".locks/b-1-0123456789.downloading.lock"), b"\x00\xff rubbish");
    fs::create_dir(root.join("b-1-0123456789")).unwrap();

    let scanned = scan(root);
    assert!(scanned.layers["a-1-0123456789"].lock.as_ref().unwrap().owner_alive);
    let in_use =
        scanned.leftovers.iter().filter(|found| found.in_use).map(|found| found.dir.as_ref().unwrap().as_str());
    assert_eq!((scanned.leftovers.len(), in_use.collect::<Vec<_>>()), (2, vec!["a-1-0123456789"]));
    let rubbish = scanned.layers["b-1-0123456789"].lock.as_ref().unwrap();
    assert!(rubbish.content.is_none() && !rubbish.owner_alive);
}

#[test]
fn folders_of_unresolved_references_are_leftovers_only_without_files() {
    let cache = tempfile::tempdir().unwrap();
    let root = cache.path();
    fs::create_dir_all(root.join("ssm-/a/b}}-0123456789")).unwrap();
    fs::create_dir_all(root.join("layer-foo-0123456789")).unwrap();
    write(&root.join("ssm-used/a/b}}-0123456789/keep.txt"), b"mine");
    fs::create_dir_all(root.join("notes")).unwrap();

    let scanned = scan(root);
    assert_eq!(
        scanned.leftover_kinds(),
        [("layer-foo-0123456789".to_owned(), LeftoverKind::Reference), ("ssm-".to_owned(), LeftoverKind::Reference),]
    );
    assert_eq!(scanned.foreign.len(), 2, "{:?}", scanned.foreign);
}

#[test]
fn odd_names_are_foreign_with_a_reason() {
    let cache = tempfile::tempdir().unwrap();
    let root = cache.path();
    let long = [b'x'; 255];
    let names: [&[u8]; 6] = [
        b"line\nbreak",
        b"\x1b[31mred",
        "\u{202e}txt.exe".as_bytes(),
        &long,
        b"invalid-\xff\xfe-1-0123456789",
        b"myLayer-1-926EEB5FF1",
    ];
    for name in names {
        fs::create_dir(root.join(OsStr::from_bytes(name))).unwrap();
    }
    let scanned = scan(root);
    assert!(scanned.layers.is_empty());
    assert_eq!(scanned.foreign.len(), names.len());
    assert!(scanned.reason_of(b"line\nbreak").contains("control"));
    assert!(scanned.reason_of(b"invalid-\xff\xfe-1-0123456789").contains("UTF-8"));
    assert!(scanned.reason_of(b"myLayer-1-926EEB5FF1").contains("lower case"));
    assert!(scanned.foreign.iter().all(|found| !found.reason.to_string().chars().any(char::is_control)));
}

#[test]
fn links_and_files_in_place_of_layers_are_reported_and_never_entered() {
    let cache = tempfile::tempdir().unwrap();
    let root = cache.path();
    symlink("/", root.join("root-1-0123456789")).unwrap();
    symlink("loop-1-0123456789", root.join("loop-1-0123456789")).unwrap();
    write(&root.join("file-1-0123456789"), b"not a folder");
    write(&root.join("real-1-0123456789/x"), b"1");
    symlink("/", root.join("real-1-0123456789/everything")).unwrap();
    symlink("..", root.join("real-1-0123456789/up")).unwrap();

    let scanned = scan(root);
    assert_eq!(scanned.layers["root-1-0123456789"].kind, CacheEntryKind::Link("/".into()));
    assert!(matches!(scanned.layers["loop-1-0123456789"].kind, CacheEntryKind::Link(_)));
    assert_eq!(scanned.layers["file-1-0123456789"].kind, CacheEntryKind::Other);
    assert_eq!(scanned.measures.len(), 1, "only the real directory is measured");
    assert_eq!(scanned.measures["real-1-0123456789"].files, 3);
}

#[test]
fn trees_deeper_than_the_path_limit_are_counted() {
    let cache = tempfile::tempdir().unwrap();
    let mut folder = cache.path().join("deep-1-0123456789");
    let base = folder.clone();
    fs::create_dir(&folder).unwrap();
    // Built by moving one chain of folders below another, as a path of this length cannot be created at once.
    let name = "d".repeat(200);
    for _ in 0..15 {
        folder = folder.join(&name);
        fs::create_dir(&folder).unwrap();
    }
    fs::write(folder.join("end"), b"12").unwrap();
    for _ in 0..3 {
        let lower = cache.path().join("lower");
        fs::rename(base.join(&name), &lower).unwrap();
        let mut chain = base.clone();
        for _ in 0..14 {
            chain = chain.join(&name);
            fs::create_dir(&chain).unwrap();
        }
        fs::rename(&lower, chain.join(&name)).unwrap();
    }
    let measure = &scan(cache.path()).measures["deep-1-0123456789"];
    assert_eq!((measure.bytes, measure.files, measure.failure_count), (2, 1, 0), "{:?}", measure.failures);
}

#[test]
fn a_cache_that_is_a_link_is_scanned_at_its_target() {
    let place = tempfile::tempdir().unwrap();
    write(&place.path().join("real/a-1-0123456789/f"), b"1");
    symlink("real", place.path().join("cache")).unwrap();
    assert_eq!(scan(&place.path().join("cache")).layers.len(), 1);
}

#[test]
fn an_unusable_cache_is_reported() {
    let place = tempfile::tempdir().unwrap();
    let access = |name: &str| Cache::open(&located(&place.path().join(name))).0.access;
    assert_eq!(access("missing"), CacheAccess::Missing);
    fs::write(place.path().join("file"), b"").unwrap();
    symlink("nowhere", place.path().join("dangling")).unwrap();
    symlink("loop", place.path().join("loop")).unwrap();
    for (name, expected) in
        [("file", "not a folder"), ("file/below", "not a folder"), ("dangling", "does not exist"), ("loop", "link")]
    {
        let CacheAccess::Unusable(reason) = access(name) else { panic!("{name} is usable?") };
        assert!(reason.to_string().contains(expected), "{reason}");
    }
}

#[test]
fn a_cancelled_scan_still_reports_its_end() {
    let cache = tempfile::tempdir().unwrap();
    write(&cache.path().join("a-1-0123456789/f"), b"1");
    let (_, opened) = Cache::open(&located(cache.path()));
    let order = Mutex::new(Vec::new());
    let report = |finding| match finding {
        Finding::CacheListed => order.lock().unwrap().push("listed"),
        Finding::CacheMeasured => order.lock().unwrap().push("measured"),
        _ => {}
    };
    opened.unwrap().scan(&report, &AtomicBool::new(true));
    assert_eq!(*order.lock().unwrap(), ["listed", "measured"]);
}

#[test]
fn creating_a_cache_gives_sam_a_private_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("a/b");
    Cache::create(&located(&path)).unwrap();
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o700);
}
