//! Valid and hostile archives: all of an archive is unpacked and nothing else; a refused one changes nothing outside.

use std::fs::{self, File};
use std::io::{Cursor, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use samlayers::archive::{ArchiveError, FileHashes, Limits, Unpacked, unpack};
use samlayers::cache::{Cache, Located, Sums as DeepSums};
use samlayers::sam::LayerDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::support::real::skip;

struct Maker(ZipWriter<Cursor<Vec<u8>>>);

impl Maker {
    fn new() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }

    fn file(self, name: &str, content: &[u8]) -> Self {
        self.with(name, content, SimpleFileOptions::default())
    }

    fn with(mut self, name: &str, content: &[u8], options: SimpleFileOptions) -> Self {
        self.0.start_file(name, options).unwrap();
        self.0.write_all(content).unwrap();
        self
    }

    fn link(mut self, name: &str, target: &str) -> Self {
        self.0.add_symlink(name, target, SimpleFileOptions::default()).unwrap();
        self
    }

    fn done(self) -> Vec<u8> {
        self.0.finish().unwrap().into_inner()
    }
}

fn try_unpack(zip: &[u8], into: &Path, limits: &Limits) -> Result<Unpacked, ArchiveError> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(zip).unwrap();
    unpack(file, into, limits, FileHashes::None, &|_| {}, &AtomicBool::new(false))
}

/// Unpacks into a folder of its own; fails the test if anything outside that folder changed.
fn refusal(zip: &[u8]) -> String {
    let place = tempfile::tempdir().unwrap();
    let into = place.path().join("a/b/content");
    fs::create_dir_all(&into).unwrap();
    let error = try_unpack(zip, &into, &Limits::default()).expect_err("it has to be refused");
    let beside: Vec<_> = walkdir::WalkDir::new(place.path())
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| !path.starts_with(&into) && !into.starts_with(path))
        .collect();
    assert!(beside.is_empty(), "{beside:?}");
    let sentence = error.to_string();
    assert!(!sentence.chars().any(char::is_control), "{sentence:?}");
    sentence
}

/// Replaces every occurrence of some bytes with as many others.
fn patched(mut zip: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let places: Vec<usize> = (0..zip.len()).filter(|at| zip[*at..].starts_with(from)).collect();
    assert!(!places.is_empty());
    for at in places {
        zip[at..at + to.len()].copy_from_slice(to);
    }
    zip
}

#[test]
fn a_layer_is_unpacked_as_sam_does() {
    let large: Vec<u8> = (0..700_000u32).flat_map(u32::to_le_bytes).collect();
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).unix_permissions(0o444);
    let zip = Maker::new()
        .file("python/lib/a.py", b"import b")
        .with("bin/tool", b"#!/bin/sh", SimpleFileOptions::default().unix_permissions(0o755))
        .with("stored.bin", &large, stored)
        .with("zip64.bin", &large, SimpleFileOptions::default().large_file(true))
        .file("empty", b"")
        .file("./dotted//name", b"x")
        .link("lib/libz.so", "libz.so.1")
        .link("up", "python/../bin/tool")
        .done();
    let place = tempfile::tempdir().unwrap();
    let highest = AtomicU64::new(0);
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&zip).unwrap();
    let progress = |bytes| {
        highest.fetch_max(bytes, Ordering::Relaxed);
    };
    let unpacked =
        unpack(file, place.path(), &Limits::default(), FileHashes::None, &progress, &AtomicBool::new(false)).unwrap();
    assert_eq!(unpacked.files, 8);
    // The targets of links count, as Lambda counts them.
    assert_eq!(unpacked.bytes, 8 + 9 + 2 * 2_800_000 + 1 + 9 + 18);
    assert_eq!(highest.into_inner(), unpacked.bytes);
    assert_eq!(fs::read(place.path().join("python/lib/a.py")).unwrap(), b"import b");
    assert_eq!(fs::read(place.path().join("stored.bin")).unwrap(), large);
    assert_eq!(fs::read(place.path().join("zip64.bin")).unwrap(), large);
    assert_eq!(fs::read(place.path().join("dotted/name")).unwrap(), b"x");
    assert_eq!(fs::read_link(place.path().join("lib/libz.so")).unwrap(), Path::new("libz.so.1"));
    assert_eq!(fs::read(place.path().join("up")).unwrap(), b"#!/bin/sh");
    for name in ["stored.bin", "bin/tool", "bin", "python/lib/a.py", "python"] {
        let mode = place.path().join(name).symlink_metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "{name}");
    }
}

#[test]
fn an_empty_zip_is_a_valid_layer() {
    let place = tempfile::tempdir().unwrap();
    assert_eq!(try_unpack(&Maker::new().done(), place.path(), &Limits::default()).unwrap(), Unpacked::default());
}

#[test]
fn hashes_taken_while_unpacking_match_those_of_a_verification() {
    let large: Vec<u8> = (0..700_000u32).flat_map(u32::to_le_bytes).collect();
    let zip = Maker::new()
        .file("python/lib/a.py", b"import b")
        .file("large.bin", &large)
        .file("empty", b"")
        .link("lib/libz.so", "libz.so.1")
        .done();
    let place = tempfile::tempdir().unwrap();
    let dir = LayerDir::parse("a-1-0123456789").unwrap();
    let into = place.path().join(dir.as_str());
    fs::create_dir(&into).unwrap();
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&zip).unwrap();
    let never = AtomicBool::new(false);
    let mut unpacked =
        unpack(file, &into, &Limits::default(), FileHashes::Sha256, &|_| {}, &never).unwrap().entries.unwrap();
    let cache =
        Cache::open(&Located { path: place.path().to_owned(), chosen_by: String::new(), note: None }).1.unwrap();
    let mut read = cache.digest(&dir, DeepSums { crc32: false, sha256: true }, &|_| {}, &never).unwrap().entries;
    for entries in [&mut unpacked, &mut read] {
        entries.sort_by(|a, b| a.path.cmp(&b.path));
    }
    assert_eq!(unpacked.len(), 7);
    assert_eq!(unpacked, read);
}

#[test]
fn paths_outside_the_layer_are_refused() {
    for (name, evil) in [
        ("__/__/__/x", "../../../x"),
        ("_etc/x", "/etc/x"),
        ("a/__/__/x", "a/../../x"),
        ("__", ".."),
        ("c__x", "c:/x"),
        ("a_b_c", "..\\.."),
    ] {
        let zip = patched(Maker::new().file("ok", b"1").file(name, b"1").done(), name.as_bytes(), evil.as_bytes());
        let sentence = refusal(&zip);
        assert!(sentence.contains("outside the layer") || sentence.contains("absolute"), "{sentence}");
    }
}

#[test]
fn links_outside_the_layer_are_refused() {
    for target in ["/etc/passwd", "../x", "..", "deep/../../x"] {
        assert!(refusal(&Maker::new().link("l", target).done()).contains("a link"), "{target}");
    }
    let through = Maker::new().link("here", ".").link("out", "here/../../x").done();
    assert!(refusal(&through).contains("outside the layer"));
}

#[test]
fn nothing_is_written_through_a_link() {
    let zip = Maker::new().link("d", "e").file("e/ok", b"1").file("d/evil", b"1").done();
    assert!(refusal(&zip).contains("twice"));
}

#[test]
fn a_name_of_two_kinds_is_refused() {
    assert!(refusal(&Maker::new().file("a", b"1").file("a/b", b"2").done()).contains("twice"));
    // SAM would write the file through the link.
    let through = patched(Maker::new().link("one", "a").file("two", b"2").done(), b"two", b"one");
    assert!(refusal(&through).contains("as a link and then as a file"));
}

#[test]
fn the_last_entry_with_a_name_wins() {
    let zip =
        Maker::new().file("p/one", b"first").file("q", b"1").file("p/two", b"second").file("p/six", b"third").done();
    let zip = patched(patched(zip, b"p/two", b"p/one"), b"p/six", b"p/one");
    let place = tempfile::tempdir().unwrap();
    let unpacked = try_unpack(&zip, place.path(), &Limits::default()).unwrap();
    assert_eq!((unpacked.files, unpacked.bytes), (2, 6));
    assert_eq!(fs::read(place.path().join("p/one")).unwrap(), b"third");
    let [note] = &unpacked.notes[..] else { panic!("{:?}", unpacked.notes) };
    assert!(note.to_string().contains("p/one") && note.to_string().contains("last"), "{note}");

    let zip = patched(Maker::new().file("one", b"first").link("two", "a").done(), b"two", b"one");
    let place = tempfile::tempdir().unwrap();
    assert_eq!(try_unpack(&zip, place.path(), &Limits::default()).unwrap().files, 1);
    assert_eq!(fs::read_link(place.path().join("one")).unwrap(), Path::new("a"));
}

/// Whether the disk of temporary folders takes these names for the same.
fn are_same(one: &str, other: &str) -> bool {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join(one), "").unwrap();
    place.path().join(other).exists()
}

#[test]
fn names_that_differ_by_case_are_refused_only_where_the_disk_ignores_it() {
    let zip = Maker::new().file("LICENSE", b"1").file("license/MIT", b"2").done();
    if are_same("A", "a") {
        assert!(refusal(&zip).contains("same name"));
        return;
    }
    let place = tempfile::tempdir().unwrap();
    assert_eq!(try_unpack(&zip, place.path(), &Limits::default()).unwrap().files, 2);
    assert_eq!(fs::read(place.path().join("license/MIT")).unwrap(), b"2");
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 2, "the disk was tried without leaving anything");
}

/// Sets the numbers of entries that the end of a zip gives.
fn counting(mut zip: Vec<u8>, entries: u16) -> Vec<u8> {
    let end = zip.len() - 22;
    for at in [end + 8, end + 10] {
        zip[at..at + 2].copy_from_slice(&entries.to_le_bytes());
    }
    zip
}

#[test]
fn all_entries_of_the_directory_are_unpacked_whatever_the_end_counts() {
    for counted in [0, 1, 3, 65_535] {
        let zip = counting(Maker::new().file("a", b"1").file("b", b"2").done(), counted);
        let place = tempfile::tempdir().unwrap();
        let unpacked = try_unpack(&zip, place.path(), &Limits::default()).unwrap();
        assert_eq!((unpacked.files, unpacked.notes.len()), (2, 1), "{counted}");
        assert_eq!(fs::read(place.path().join("b")).unwrap(), b"2");
    }
    // A directory that is shorter than its entries.
    let mut zip = Maker::new().file("a", b"1").file("b", b"2").done();
    let length = zip.len() - 10;
    zip[length] -= 1;
    refusal(&zip);
}

#[test]
fn names_that_differ_only_in_unicode_form_collide_where_the_disk_ignores_it() {
    // `é` as one character, and as `e` with a combining accent: the same name on macOS.
    let zip = Maker::new().file("caf\u{e9}", b"1").file("cafe\u{301}", b"2").done();
    if are_same("\u{e9}", "e\u{301}") {
        assert!(refusal(&zip).contains("same name"));
    } else {
        let place = tempfile::tempdir().unwrap();
        assert_eq!(try_unpack(&zip, place.path(), &Limits::default()).unwrap().files, 2);
    }
}

#[test]
fn entries_that_share_bytes_are_refused() {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut zip = Maker::new().with("one", b"same", stored).with("two", b"same", stored).done();
    // The second entry of the directory points to the data of the first, with the same length and checksum.
    let second = zip.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    zip[second + 42..second + 46].copy_from_slice(&0u32.to_le_bytes());
    assert!(refusal(&zip).contains("overlaps"));
    // Data that reaches into the directory.
    let mut zip = Maker::new().with("one", b"same", stored).done();
    let only = zip.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    for at in [only + 20, only + 24] {
        zip[at..at + 4].copy_from_slice(&40u32.to_le_bytes());
    }
    assert!(refusal(&zip).contains("overlaps"));
}

#[test]
fn stored_and_deflated_files_of_any_size_are_unpacked() {
    let mut maker = Maker::new();
    let content = |length: usize| -> Vec<u8> { (0..length).map(|n| u8::try_from(n * n % 251).unwrap()).collect() };
    let lengths = [0, 1, 100, 65_535, 1_048_575, 1_048_576, 1_048_577, 5_000_000];
    for length in lengths {
        for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
            let options = SimpleFileOptions::default().compression_method(method);
            maker = maker.with(&format!("{method}/{length}"), &content(length), options);
        }
    }
    let place = tempfile::tempdir().unwrap();
    try_unpack(&maker.done(), place.path(), &Limits::default()).unwrap();
    for length in lengths {
        for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
            let read = fs::read(place.path().join(format!("{method}/{length}"))).unwrap();
            assert!(read == content(length), "{method} {length}");
        }
    }
}

#[test]
fn devices_and_encrypted_entries_are_refused() {
    let mut zip = Maker::new().with("tty", b"", SimpleFileOptions::default().unix_permissions(0o644)).done();
    let central = zip.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    zip[central + 38..central + 42].copy_from_slice(&(0o020_644_u32 << 16).to_le_bytes());
    assert!(refusal(&zip).contains("device"));
    let mut zip = Maker::new().file("secret", b"1").done();
    zip[6] |= 1;
    let central = zip.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    zip[central + 8] |= 1;
    assert!(refusal(&zip).contains("encrypted"));
}

/// Sets the system that made each entry of the directory, and its external attributes.
fn made_by(mut zip: Vec<u8>, system: u8, attributes: u32) -> Vec<u8> {
    let records: Vec<usize> = (0..zip.len()).filter(|at| zip[*at..].starts_with(b"PK\x01\x02")).collect();
    for record in records {
        zip[record + 5] = system;
        zip[record + 38..record + 42].copy_from_slice(&attributes.to_le_bytes());
    }
    zip
}

#[test]
fn a_mode_counts_whichever_system_made_the_archive() {
    // DOS, Unix, NTFS, macOS, and an unknown one.
    for system in [0, 3, 10, 19, 77] {
        let place = tempfile::tempdir().unwrap();
        let made = |attributes| made_by(Maker::new().file("entry", b"target").done(), system, attributes);
        try_unpack(&made(0o120_777 << 16), place.path(), &Limits::default()).unwrap();
        assert_eq!(fs::read_link(place.path().join("entry")).unwrap(), Path::new("target"), "made by {system}");
        assert!(refusal(&made(0o010_644 << 16)).contains("device, pipe"), "made by {system}");
        assert!(refusal(&made(0o040_755 << 16)).contains("a folder by its mode"), "made by {system}");
        // The attributes of DOS do not count: SAM makes files of these.
        for attributes in [0, 0x01, 0x10, 0o644 << 16 | 0x10, 0o100_755 << 16] {
            let place = tempfile::tempdir().unwrap();
            try_unpack(&made(attributes), place.path(), &Limits::default()).unwrap();
            assert_eq!(fs::read(place.path().join("entry")).unwrap(), b"target", "{attributes:o} made by {system}");
        }
    }
}

#[test]
fn zip_bombs_are_refused_before_unpacking_unless_allowed() {
    let zeros = vec![0; 1_000_000];
    let zip = Maker::new().file("a", &zeros).file("b", &zeros).done();
    let place = tempfile::tempdir().unwrap();
    let limits = Limits { bytes: Some(1_999_999) };
    let error = try_unpack(&zip, place.path(), &limits).unwrap_err();
    assert!(matches!(error, ArchiveError::TooLarge { bytes: 2_000_000, .. }), "{error}");
    assert!(fs::read_dir(place.path()).unwrap().next().is_none());
    try_unpack(&zip, place.path(), &Limits { bytes: None }).unwrap();

    // One that declares a wrong size.
    let mut liar = Maker::new().file("a", &zeros).done();
    for (signature, offset) in [(b"PK\x01\x02", 24), (b"PK\x03\x04", 22)] {
        let at = liar.windows(4).position(|window| window == signature).unwrap() + offset;
        liar[at..at + 4].copy_from_slice(&10u32.to_le_bytes());
    }
    let place = tempfile::tempdir().unwrap();
    assert!(try_unpack(&liar, place.path(), &Limits::default()).is_err());
    assert!(fs::metadata(place.path().join("a")).map_or(0, |written| written.len()) <= 1_000_000);
}

#[test]
fn damage_is_detected() {
    let zip = Maker::new().file("python/a.py", &b"print('hello') ".repeat(100)).file("b", b"2").done();
    for length in 0..zip.len() {
        let place = tempfile::tempdir().unwrap();
        assert!(try_unpack(&zip[..length], place.path(), &Limits::default()).is_err(), "cut at {length}");
    }
    let mut flipped = zip.clone();
    flipped[60] ^= 0x55;
    assert!(refusal(&flipped).contains("python/a.py"));
    assert!(refusal(b"<html>Access Denied</html>").contains("Download it again"));
}

#[test]
fn what_is_not_a_zip_is_not_called_one_with_two_ends() {
    assert!(refusal(b"").contains("it is empty"));
    assert!(refusal(b"<html>Not found</html>").contains("another kind of file"));
    let zip = Maker::new().file("a", b"1").done();
    assert!(refusal(&zip[..zip.len() - 10]).contains("its end is missing"));
}

#[test]
fn trailing_data_or_a_second_directory_is_refused() {
    let zip = Maker::new().file("a", b"1").done();
    assert!(refusal(&[zip.clone(), b"trailing".to_vec()].concat()).contains("after its end"));
    // Two archives in one file: some readers see the first directory, some the second.
    let two = [zip.clone(), Maker::new().file("b", b"2").done()].concat();
    assert!(refusal(&two).contains("its central directory is not where"));
    // Data before the only archive is how self-extracting archives are made.
    let place = tempfile::tempdir().unwrap();
    let behind_script = [b"#!/bin/sh\nexit\n".to_vec(), zip.clone()].concat();
    assert_eq!(try_unpack(&behind_script, place.path(), &Limits::default()).unwrap().files, 1);
    // An end record in the comment of another: readers disagree about which one counts.
    let mut hidden = zip;
    let inner = Maker::new().file("b", b"2").done();
    let comment_length = hidden.len() - 2;
    hidden[comment_length..].copy_from_slice(&u16::try_from(inner.len()).unwrap().to_le_bytes());
    hidden.extend(inner);
    assert!(refusal(&hidden).contains("two end records"));
}

#[test]
fn odd_names_are_kept_or_refused_but_never_printed_raw() {
    let place = tempfile::tempdir().unwrap();
    let zip = Maker::new().file("new\nline", b"1").file("r\u{202e}tl", b"2").file(&"x".repeat(255), b"3").done();
    assert_eq!(try_unpack(&zip, place.path(), &Limits::default()).unwrap().files, 3);
    assert!(refusal(&Maker::new().file(&"x".repeat(256), b"3").done()).contains("too long"));
    refusal(&Maker::new().file("../\x1b[2J\n", b"1").done());
}

#[test]
fn unpacking_can_be_cancelled() {
    let place = tempfile::tempdir().unwrap();
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&Maker::new().file("a", b"1").done()).unwrap();
    let result = unpack(file, place.path(), &Limits::default(), FileHashes::None, &|_| {}, &AtomicBool::new(true));
    assert!(matches!(result, Err(ArchiveError::Cancelled)));
}

#[test]
fn a_full_disk_is_reported() {
    let place = tempfile::tempdir().unwrap();
    let mount = ["-t", "tmpfs", "-o", "size=64k", "tmpfs"];
    let mounted = std::process::Command::new("mount").args(mount).arg(place.path()).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        return skip("mounting a small disk needs root");
    }
    let result = try_unpack(&Maker::new().file("a", &vec![7; 1_000_000]).done(), place.path(), &Limits::default());
    assert!(std::process::Command::new("umount").arg(place.path()).status().unwrap().success());
    assert!(result.unwrap_err().to_string().contains("disk is full"));
}

#[test]
fn a_folder_that_is_not_empty_is_never_overwritten() {
    let place = tempfile::tempdir().unwrap();
    File::create(place.path().join("a")).unwrap().write_all(b"old").unwrap();
    assert!(try_unpack(&Maker::new().file("a", b"new").done(), place.path(), &Limits::default()).is_err());
    assert_eq!(fs::read(place.path().join("a")).unwrap(), b"old");
}

proptest::proptest! {
    #[test]
    fn corrupt_archives_never_panic_and_never_write_outside(
        changes in proptest::collection::vec((0usize..400, proptest::prelude::any::<u8>()), 1..6)
    ) {
        let mut zip = Maker::new().file("a/b", b"some content, some content").link("a/l", "b").done();
        for (at, byte) in changes {
            let at = at % zip.len();
            zip[at] = byte;
        }
        let place = tempfile::tempdir().unwrap();
        let into = place.path().join("into");
        fs::create_dir(&into).unwrap();
        let _ = try_unpack(&zip, &into, &Limits::default());
        proptest::prop_assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }
}
