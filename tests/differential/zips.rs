//! Well-formed, unusual zips, the same for the same seed; written byte by byte, as no library writes unusual ones
//! (the records are in APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16).

use std::collections::BTreeSet;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;

use crate::random::RandomSource;

/// Names of folders and files, few enough that they repeat.
const NAMES: &[&str] = &[
    "python",
    "lib",
    "a",
    "b.py",
    "README",
    "caf\u{e9}",
    "e\u{301}",
    "\u{65e5}\u{672c}",
    "sp ace",
    "dot.",
    ".hidden",
    "..a",
    "tab\t",
    "new\nline",
    "back\\slash",
    "back\\",
    "quote'\"",
    "-rf",
    "\u{202e}rtl",
    "~",
];
/// Names used occasionally.
const ODD_NAMES: &[&str] = &["..", ".", "", "A", "Lib", "c:", "x:y"];
const TARGETS: &[&str] = &["a", "b.py", "./lib/a", "python", "../a", "lib/../a", "nowhere", "caf\u{e9}", ".", "a/"];
const ODD_TARGETS: &[&str] = &["..", "/etc/passwd", "../../..", "", "a/../../x"];
/// Files of every mode, of none, and of modes without a type.
const MODES: &[u32] = &[0, 0o100_644, 0o100_755, 0o100_000, 0o100_444, 0o104_755, 0o644, 0o755, 0o100_111, 0o100_777];
const ODD_MODES: &[u32] = &[0o020_644, 0o040_755, 0o010_644, 0o140_755];
/// DOS, Unix, NTFS, macOS, and an unknown one.
const SYSTEMS: &[u8] = &[0, 3, 10, 19, 77];

struct Entry {
    name: Vec<u8>,
    is_utf8: bool,
    attributes: u32,
    content: Vec<u8>,
}

/// A zip of up to a dozen entries, one in four with something in it that ours may refuse.
pub fn random(seed: u64) -> Vec<u8> {
    let mut random = RandomSource::new(seed);
    // The first numbers of neighbouring seeds are similar.
    for _ in 0..8 {
        random.below(2);
    }
    let is_odd = random.below(4) == 0;
    let (mut zip, mut directory, mut count) = (Vec::new(), Vec::new(), 0u16);
    let mut taken = Taken::default();
    for _ in 0..random.below(13) {
        let (path, entry) = entry(&mut random, is_odd);
        if is_odd || taken.take(&path, entry.name.ends_with(b"/")) {
            write(&mut zip, &mut directory, &entry, &mut random);
            count += 1;
        }
    }
    let start = length(&zip);
    zip.extend(&directory);
    zip.extend(b"PK\x05\x06\0\0\0\0");
    zip.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    zip.extend([length(&directory).to_le_bytes(), start.to_le_bytes()].concat());
    let comment: &[u8] = if random.below(3) == 0 { b"a comment" } else { b"" };
    zip.extend(u16::try_from(comment.len()).unwrap().to_le_bytes());
    zip.extend(comment);
    zip
}

/// The paths so far, so that a usual zip has each once, also on case-insensitive and normalising disks.
#[derive(Default)]
struct Taken {
    folders: BTreeSet<String>,
    others: BTreeSet<String>,
}

impl Taken {
    fn take(&mut self, path: &str, is_folder: bool) -> bool {
        let path = path.trim_end_matches('/').to_lowercase();
        let parents: Vec<String> = path.match_indices('/').map(|(at, _)| path[..at].to_owned()).collect();
        let is_free = if is_folder { !self.others.contains(&path) } else { !self.folders.contains(&path) };
        if !is_free || parents.iter().any(|parent| self.others.contains(parent)) {
            return false;
        }
        let is_new = if is_folder { self.named(&path) } else { self.others.insert(path) };
        self.folders.extend(parents);
        is_new
    }

    /// An entry for a folder, once; it may have been a parent before.
    fn named(&mut self, path: &str) -> bool {
        self.folders.insert(path.to_owned());
        self.folders.insert(format!("{path}/"))
    }
}

fn entry(random: &mut RandomSource, is_odd: bool) -> (String, Entry) {
    let odd = |random: &mut RandomSource| is_odd && random.below(6) == 0;
    let mut parts: Vec<&str> = (0..=random.below(3)).map(|_| random.pick(NAMES)).collect();
    if odd(random) {
        let at = random.below(parts.len());
        parts[at] = random.pick(ODD_NAMES);
    }
    let mut path = parts.join("/");
    if random.below(8) == 0 {
        path = path.replace('/', "/./");
    }
    if odd(random) && random.below(2) == 0 {
        path.insert(0, '/');
    }
    let (mut mode, mut content) = (MODES[random.below(MODES.len())], noise(random));
    match random.below(6) {
        0 => {
            path.push('/');
            (mode, content) = ([0, 0o040_755, 0o040_000, 0o755][random.below(4)], Vec::new());
        }
        1 => {
            let target = if odd(random) { random.pick(ODD_TARGETS) } else { inside(random, &parts) };
            (mode, content) = (0o120_777, target.as_bytes().to_owned());
        }
        _ if odd(random) => mode = ODD_MODES[random.below(ODD_MODES.len())],
        _ => {}
    }
    if path.is_empty() {
        path.push('a');
    }
    // The lower half holds the DOS attributes: read-only, folder, archive. SAM ignores it.
    let attributes = mode << 16 | [0u32, 0x01, 0x10, 0x20][random.below(4)];
    let (name, is_utf8) = encoded(&path, random);
    (path.replace("/./", "/"), Entry { name, is_utf8, attributes, content })
}

/// A target inside the layer, relative to the link.
fn inside(random: &mut RandomSource, parts: &[&str]) -> &'static str {
    let target = random.pick(TARGETS);
    if target.starts_with("..") && parts.len() < 2 { "a" } else { target }
}

/// Names beyond ASCII are in UTF-8 with its flag, or in the code page of DOS where possible.
fn encoded(path: &str, random: &mut RandomSource) -> (Vec<u8>, bool) {
    if path.is_ascii() {
        return (path.as_bytes().to_owned(), random.below(2) == 0);
    }
    let in_437 =
        |letter: char| if letter == '\u{e9}' { Some(0x82) } else { u8::try_from(letter).ok().filter(u8::is_ascii) };
    match path.chars().map(in_437).collect::<Option<Vec<u8>>>() {
        Some(name) if random.below(2) == 0 => (name, false),
        _ => (path.as_bytes().to_owned(), true),
    }
}

/// No bytes, a few bytes, or some that do not compress well.
fn noise(random: &mut RandomSource) -> Vec<u8> {
    let length = [0, 1, 40, 5_000][random.below(4)];
    let sides = [2, 256][random.below(2)];
    (0..length).map(|_| u8::try_from(random.below(sides)).unwrap()).collect()
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap()
}

/// Writes the entry with its header, and its record for the directory.
fn write(zip: &mut Vec<u8>, directory: &mut Vec<u8>, entry: &Entry, random: &mut RandomSource) {
    let is_deflated = random.below(2) == 0;
    let packed = if is_deflated {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&entry.content).unwrap();
        encoder.finish().unwrap()
    } else {
        entry.content.clone()
    };
    let described_later = random.below(4) == 0;
    let flags = u16::from(entry.is_utf8) << 11 | u16::from(described_later) << 3;
    let method = if is_deflated { 8u16 } else { 0 };
    let sizes = [crc32fast::hash(&entry.content), length(&packed), length(&entry.content)];
    let begin = length(zip);

    // Version, flags, method, and 1980-01-01 as time and date: the part that both headers share.
    let common = [20u16, flags, method, 0, 0x21].map(u16::to_le_bytes).concat();
    let (name, sizes) = (&entry.name, sizes.map(u32::to_le_bytes).concat());
    // An unknown extra field of four bytes.
    let extra: &[u8] = if random.below(4) == 0 { b"\xfe\xca\x04\0four" } else { b"" };
    let lengths = [name.len(), extra.len()].map(|length| u16::try_from(length).unwrap().to_le_bytes()).concat();
    let sizes_ahead = if described_later { &[0; 12][..] } else { &sizes[..] };
    zip.extend([b"PK\x03\x04", &common[..], sizes_ahead, &lengths, name, extra, &packed].concat());
    if described_later {
        zip.extend([b"PK\x07\x08", &sizes[..]].concat());
    }
    let system = SYSTEMS[random.below(SYSTEMS.len())];
    // No comment, the first disk, no internal attributes; then the external ones, and the offset of the header.
    let rest = [&[0; 6][..], &entry.attributes.to_le_bytes(), &begin.to_le_bytes()].concat();
    directory.extend([b"PK\x01\x02", &[20, system][..], &common, &sizes, &lengths, &rest, name, extra].concat());
}
