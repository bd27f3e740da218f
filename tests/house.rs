//! The one rule of the house, as `src/lib.rs` draws it: a room knows only rooms above its own, and the pure ones do no I/O.

use std::fs;
use std::path::{Path, PathBuf};

/// Each room and the rooms it may know.
const MAY_KNOW: [(&str, &[&str]); 11] = [
    ("text", &[]),
    ("sam", &["text"]),
    ("inventory", &["text", "sam"]),
    ("plan", &["text", "sam", "inventory"]),
    ("cache", &["text", "sam", "inventory", "plan"]),
    ("engine", &["text", "sam", "inventory", "plan"]),
    ("aws", &["text", "sam", "inventory", "plan"]),
    ("archive", &["text", "sam", "inventory", "plan"]),
    ("ops", &["text", "sam", "inventory", "plan", "cache", "engine", "aws", "archive"]),
    ("tui", &["text", "sam", "inventory", "plan"]),
    ("cli", &["text", "sam", "inventory", "plan", "cache", "engine", "aws", "archive", "ops", "tui"]),
];

/// The part of the app that performs effects; it may know what the command line may.
const TUI_RUNTIME: &str = "src/tui/runtime";

const PURE: [&str; 4] = ["text", "sam", "inventory", "plan"];
const IO: [&str; 5] = ["std::fs", "std::net", "std::process", "std::env", "tokio::"];

#[test]
fn arrows_point_down_and_pure_rooms_do_no_io() {
    let house = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for (room, may_know) in MAY_KNOW {
        let mut seen = 0;
        for file in files_of(house, room) {
            let path = file.strip_prefix(house).expect("below it").to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(&file).expect("source is text");
            let code = without_tests_and_comments(&text);
            seen += 1;
            for (other, _) in MAY_KNOW.iter().filter(|(other, _)| *other != room && !may_know.contains(other)) {
                if knows(&code, other) && !path.starts_with(TUI_RUNTIME) {
                    wrong.push(format!("{path} knows {other}"));
                }
            }
            if PURE.contains(&room) {
                wrong.extend(IO.iter().filter(|io| code.contains(**io)).map(|io| format!("{path} uses {io}")));
            }
        }
        assert!(seen > 0, "there is no room {room}; this list and src/lib.rs have to change together");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The one door for removal, and what may open nowhere else. Clippy forbids the calls it knows by their path
/// (`clippy.toml`); this finds what goes by another name, and every place that silences it.
#[test]
fn removal_has_one_door() {
    const DOOR: &str = "src/cache/door/";
    const OTHER_WAYS: [&str; 14] = [
        "remove_file",
        "remove_dir",
        "unlink",
        "rmdir",
        "fs::rename",
        "renameat",
        ".persist",
        "truncate(true)",
        "File::create(",
        "fs::write(",
        "fs::copy(",
        "clippy::disallowed_methods",
        "Command::new(\"rm",
        "libc::",
    ];
    // Where files are written that hold nothing of anybody else's.
    const MAY: [(&str, &str); 5] = [
        // What is ours outside of the cache: a file comes in place of its older self, never of anything else.
        ("src/ops/own_file.rs", ".persist"),
        ("src/ops/own_file.rs", "clippy::disallowed_methods"),
        // The zip of a download, in a staging folder made a moment before.
        ("src/ops/carry_out/refresh.rs", "File::create("),
        // The demo's own temporary folder.
        ("src/ops/demo/folder.rs", "fs::write("),
        // A sign for the test that asked for it; nothing at all in a release.
        ("src/cache/fault.rs", "fs::write("),
    ];
    let house = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for file in files_of(house, "") {
        let path = file.strip_prefix(house).expect("below it").to_string_lossy().replace('\\', "/");
        if path.starts_with(DOOR) {
            continue;
        }
        let code = without_tests_and_comments(&fs::read_to_string(&file).expect("source is text"));
        let ways = OTHER_WAYS.iter().filter(|way| code.contains(**way));
        let ways = ways.filter(|way| !MAY.contains(&(path.as_str(), way)));
        wrong.extend(ways.map(|way| format!("{path} uses {way}: go through cache::door")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn files_of(house: &Path, room: &str) -> Vec<PathBuf> {
    let folder = house.join("src").join(room);
    let below = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    let is_code =
        |path: &Path| path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs");
    below.filter(|path| is_code(path)).collect()
}

/// Tests stand at the end of a file, or in a `tests.rs`, and may use what they like; a comment may name any room.
fn without_tests_and_comments(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let code = code.split("#[cfg(all(test, ").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Whether the code names a room of this crate: `crate::room`, in a path or at the head of a `use`.
fn knows(code: &str, room: &str) -> bool {
    code.match_indices("crate::").any(|(at, prefix)| {
        let rest = &code[at + prefix.len()..];
        let first = rest.split(|letter: char| !(letter.is_alphanumeric() || letter == '_')).next().unwrap_or_default();
        // `use crate::{sam::…, plan::…}` names several.
        let group = rest.strip_prefix('{').and_then(|group| group.split(';').next()).unwrap_or_default();
        first == room || group.split([',', '{', ' ', '\n']).any(|part| part.split("::").next() == Some(room))
    })
}
