//! What a scan tells of caches as they are found on real machines, good and bad.

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
struct Told {
    layers: BTreeMap<String, FoundLayer>,
    measures: BTreeMap<String, Measure>,
    leftovers: Vec<FoundLeftover>,
    foreign: Vec<FoundForeign>,
    order: Vec<&'static str>,
}

impl Told {
    fn leftover_kinds(&self) -> Vec<(String, LeftoverKind)> {
        let name = |found: &FoundLeftover| found.path.file_name().unwrap().to_string_lossy().into_owned();
        let mut kinds: Vec<_> = self.leftovers.iter().map(|found| (name(found), found.kind)).collect();
        kinds.sort();
        kinds
    }

    fn reason_of(&self, name: &[u8]) -> String {
        let name = OsStr::from_bytes(name);
        let found = self.foreign.iter().find(|found| found.path.file_name() == Some(name));
        found.expect("told as foreign").reason.to_string()
    }
}

fn scan(path: &Path) -> Told {
    let (state, cache) = Cache::open(&located(path));
    assert_eq!(state.access, CacheAccess::Ready);
    let told = Mutex::new(Told::default());
    let report = |finding| {
        let mut told = told.lock().unwrap();
        match finding {
            Finding::Layer(layer) => drop(told.layers.insert(layer.dir.to_string(), layer)),
            Finding::Measured(dir, measure) => drop(told.measures.insert(dir.to_string(), measure)),
            Finding::Leftover(leftover) => told.leftovers.push(leftover),
            Finding::Foreign(foreign) => told.foreign.push(foreign),
            Finding::CacheListed => told.order.push("listed"),
            Finding::CacheMeasured => told.order.push("measured"),
            Finding::Trash(_) => {}
            other => panic!("a scan does not tell {other:?}"),
        }
    };
    cache.unwrap().scan(&report, &AtomicBool::new(false));
    let told = told.into_inner().unwrap();
    assert_eq!(told.order, ["listed", "measured"]);
    told
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

    let told = scan(root);
    let layer = &told.layers["myLayer-1-926eeb5ff1"];
    assert_eq!(layer.status.as_ref().unwrap().status, Some(DownloadStatus::Completed));
    assert!(layer.lock.is_none() && layer.modified.is_some());
    let measure = &told.measures["myLayer-1-926eeb5ff1"];
    assert_eq!((measure.bytes, measure.files), (5 + 3 + 4, 3), "a link counts as itself");
    let other = &told.layers["other-2-0123456789"];
    assert_eq!(other.status.as_ref().unwrap().status, Some(DownloadStatus::InProgress));
    let lock = other.lock.as_ref().unwrap();
    assert!(!lock.owner_alive, "no process has that number");
    assert_eq!(
        told.leftover_kinds(),
        [
            ("dockerfile_0b6f4a9e-7d0c-4a4e-9c55-0123456789ab".to_owned(), LeftoverKind::Dockerfile),
            ("gone-1-aaaaaaaaaa.downloading.status".to_owned(), LeftoverKind::Lock),
            ("other-2-0123456789_0123456789abcdef0123456789abcdef.zip".to_owned(), LeftoverKind::Zip),
        ]
    );
    assert!(told.foreign.is_empty(), "{:?}", told.foreign);
}

#[cfg(unix)]
#[test]
fn the_lock_of_a_living_process_shows_and_marks_its_download() {
    let cache = tempfile::tempdir().unwrap();
    let root = cache.path();
    let by = |pid: u32| format!("{pid}\n{}", jiff::Timestamp::now().as_second());
    write(&root.join(".locks/a-1-0123456789.downloading.lock"), by(std::os::unix::process::parent_id()).as_bytes());
    write(&root.join("a-1-0123456789_0123456789abcdef0123456789abcdef.zip"), b"PK");
    fs::create_dir(root.join("a-1-0123456789")).unwrap();
    // What we hold ourselves keeps nobody from cleaning up, and is none of what there is to clean up.
    write(&root.join(".locks/ours-1-0123456789.downloading.lock"), by(std::process::id()).as_bytes());
    write(&root.join("ours-1-0123456789_0123456789abcdef0123456789abcdef.zip"), b"PK");
    write(&root.join(".locks/b-1-0123456789.downloading.lock"), b"\x00\xff rubbish");
    fs::create_dir(root.join("b-1-0123456789")).unwrap();

    let told = scan(root);
    assert!(told.layers["a-1-0123456789"].lock.as_ref().unwrap().owner_alive);
    let in_use = told.leftovers.iter().filter(|found| found.in_use).map(|found| found.dir.as_ref().unwrap().as_str());
    assert_eq!((told.leftovers.len(), in_use.collect::<Vec<_>>()), (2, vec!["a-1-0123456789"]));
    let rubbish = told.layers["b-1-0123456789"].lock.as_ref().unwrap();
    assert!(rubbish.content.is_none() && !rubbish.owner_alive);
}

#[test]
fn remains_of_references_are_leftovers_only_while_they_hold_no_file() {
    let cache = tempfile::tempdir().unwrap();
    let root = cache.path();
    fs::create_dir_all(root.join("ssm-/a/b}}-0123456789")).unwrap();
    fs::create_dir_all(root.join("layer-foo-0123456789")).unwrap();
    write(&root.join("ssm-used/a/b}}-0123456789/keep.txt"), b"mine");
    fs::create_dir_all(root.join("notes")).unwrap();

    let told = scan(root);
    assert_eq!(
        told.leftover_kinds(),
        [("layer-foo-0123456789".to_owned(), LeftoverKind::Reference), ("ssm-".to_owned(), LeftoverKind::Reference),]
    );
    assert_eq!(told.foreign.len(), 2, "{:?}", told.foreign);
}

#[test]
fn odd_names_are_foreign_and_say_why() {
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
    let told = scan(root);
    assert!(told.layers.is_empty());
    assert_eq!(told.foreign.len(), names.len());
    assert!(told.reason_of(b"line\nbreak").contains("control"));
    assert!(told.reason_of(b"invalid-\xff\xfe-1-0123456789").contains("UTF-8"));
    assert!(told.reason_of(b"myLayer-1-926EEB5FF1").contains("lower case"));
    assert!(told.foreign.iter().all(|found| !found.reason.to_string().chars().any(char::is_control)));
}

#[test]
fn links_and_files_in_place_of_layers_are_told_and_never_entered() {
    let cache = tempfile::tempdir().unwrap();
    let root = cache.path();
    symlink("/", root.join("root-1-0123456789")).unwrap();
    symlink("loop-1-0123456789", root.join("loop-1-0123456789")).unwrap();
    write(&root.join("file-1-0123456789"), b"not a folder");
    write(&root.join("real-1-0123456789/x"), b"1");
    symlink("/", root.join("real-1-0123456789/everything")).unwrap();
    symlink("..", root.join("real-1-0123456789/up")).unwrap();

    let told = scan(root);
    assert_eq!(told.layers["root-1-0123456789"].kind, CacheEntryKind::Link("/".into()));
    assert!(matches!(told.layers["loop-1-0123456789"].kind, CacheEntryKind::Link(_)));
    assert_eq!(told.layers["file-1-0123456789"].kind, CacheEntryKind::Other);
    assert_eq!(told.measures.len(), 1, "only the real directory is measured");
    assert_eq!(told.measures["real-1-0123456789"].files, 3);
}

#[test]
fn trees_deeper_than_any_path_are_counted() {
    let cache = tempfile::tempdir().unwrap();
    let mut folder = cache.path().join("deep-1-0123456789");
    let base = folder.clone();
    fs::create_dir(&folder).unwrap();
    // Built by moving ever longer chains under one another, as no path of this length can be created at once.
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
fn a_cache_that_is_a_link_is_scanned_where_it_leads() {
    let place = tempfile::tempdir().unwrap();
    write(&place.path().join("real/a-1-0123456789/f"), b"1");
    symlink("real", place.path().join("cache")).unwrap();
    assert_eq!(scan(&place.path().join("cache")).layers.len(), 1);
}

#[test]
fn a_cache_that_cannot_be_used_says_so() {
    let place = tempfile::tempdir().unwrap();
    let access = |name: &str| Cache::open(&located(&place.path().join(name))).0.access;
    assert_eq!(access("missing"), CacheAccess::Missing);
    fs::write(place.path().join("file"), b"").unwrap();
    symlink("nowhere", place.path().join("dangling")).unwrap();
    symlink("loop", place.path().join("loop")).unwrap();
    for (name, word) in
        [("file", "not a folder"), ("file/below", "not a folder"), ("dangling", "does not exist"), ("loop", "link")]
    {
        let CacheAccess::Unusable(reason) = access(name) else { panic!("{name} is usable?") };
        assert!(reason.to_string().contains(word), "{reason}");
    }
}

#[test]
fn a_cancelled_scan_still_closes() {
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
