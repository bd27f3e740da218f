//! The architecture that `src/lib.rs` and `ARCHITECTURE.md` describe, held against the source: a module knows only the
//! modules above its own, the pure ones do no I/O, and one place removes and renames.

use std::fs;
use std::path::{Path, PathBuf};

const PURE: &[&str] = &["text", "sam", "content", "inventory", "plan"];
const IN_AND_OUT: &[&str] = &["cache", "builds", "engine", "aws", "archive"];

/// Each module and the groups of modules it may use.
const MAY_USE: [(&str, &[&[&str]]); 13] = [
    ("text", &[]),
    ("sam", &[&["text"]]),
    ("content", &[&["text", "sam"]]),
    ("inventory", &[&["text", "sam", "content"]]),
    ("plan", &[&["text", "sam", "content", "inventory"]]),
    ("cache", &[PURE]),
    ("builds", &[PURE, &["cache"]]),
    ("engine", &[PURE]),
    ("aws", &[PURE]),
    ("archive", &[PURE]),
    ("ops", &[PURE, IN_AND_OUT]),
    ("tui", &[PURE]),
    ("cli", &[PURE, IN_AND_OUT, &["ops", "tui"]]),
];

/// The part of the app that performs effects; it may use what the command line may.
const TUI_RUNTIME: &str = "src/tui/runtime";

const IO: [&str; 7] = ["std::fs", "std::net", "std::process", "std::env", "tokio::", "crate::clock", "crate::home"];

#[test]
fn modules_use_only_what_stands_above_them_and_pure_ones_do_no_io() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for (module, groups) in MAY_USE {
        let may_use = |other: &str| other == module || groups.iter().any(|group| group.contains(&other));
        let mut count = 0;
        for file in files_of(root, module) {
            let path = file.strip_prefix(root).expect("below it").to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(&file).expect("source is text");
            let code = without_tests_and_comments(&text);
            count += 1;
            for (other, _) in MAY_USE.iter().filter(|(other, _)| !may_use(other)) {
                if uses(&code, other) && !path.starts_with(TUI_RUNTIME) {
                    wrong.push(format!("{path} uses {other}"));
                }
            }
            if PURE.contains(&module) {
                wrong.extend(IO.iter().filter(|io| code.contains(**io)).map(|io| format!("{path} uses {io}")));
            }
        }
        assert!(count > 0, "there is no module {module}; this list and src/lib.rs have to change together");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Clippy forbids the calls it knows by their path (`clippy.toml`); this finds what goes by another name, and every
/// place that silences it.
#[test]
fn only_cache_removal_removes_and_renames() {
    const REMOVAL: &str = "src/cache/removal/";
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
    // Files that hold nothing of anyone else.
    const MAY: [(&str, &str); 12] = [
        // The user's own files outside of the cache: a file replaces its older self, never anything else.
        ("src/ops/user_data/atomic_file.rs", ".persist"),
        ("src/ops/user_data/atomic_file.rs", "clippy::disallowed_methods"),
        // A folder that the user names as output: it comes whole into an empty place.
        ("src/ops/packages/output_file.rs", "fs::rename"),
        ("src/ops/packages/output_file.rs", "clippy::disallowed_methods"),
        // The log replaces its older self.
        ("src/ops/log/file.rs", "fs::rename"),
        ("src/ops/log/file.rs", "clippy::disallowed_methods"),
        // The zip of a download, in a staging folder made a moment before.
        ("src/ops/execute/refresh.rs", "File::create("),
        // The demo's own temporary folder.
        ("src/ops/demo/folder.rs", "fs::write("),
        // The renewed token of a login replaces the one that was read, as every AWS tool does it.
        ("src/aws/credentials/token_file.rs", ".persist"),
        ("src/aws/credentials/token_file.rs", "clippy::disallowed_methods"),
        // The manual pages, in a folder that the user named for them.
        ("src/cli/commands/man.rs", "fs::write("),
        // A signal for the test that asked for it; not compiled into a release.
        ("src/cache/fault_injection.rs", "fs::write("),
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for file in files_of(root, "") {
        let path = file.strip_prefix(root).expect("below it").to_string_lossy().replace('\\', "/");
        if path.starts_with(REMOVAL) {
            continue;
        }
        let code = without_tests_and_comments(&fs::read_to_string(&file).expect("source is text"));
        let ways = OTHER_WAYS.iter().filter(|way| code.contains(**way));
        let ways = ways.filter(|way| !MAY.contains(&(path.as_str(), way)));
        wrong.extend(ways.map(|way| format!("{path} uses {way}: go through cache::removal")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `ARCHITECTURE.md` names the tests that try to break each invariant.
#[test]
fn every_test_that_an_invariant_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = ["src", "tests"].iter().flat_map(|folder| walkdir::WalkDir::new(root.join(folder)));
    let code: String = sources
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"))
        .map(|entry| fs::read_to_string(entry.path()).expect("source is text"))
        .collect();
    let page = include_str!("../ARCHITECTURE.md");
    let table = page.lines().skip_while(|line| !line.starts_with("| invariant |")).skip(2);
    let table: Vec<&str> = table.take_while(|line| line.starts_with('|')).collect();
    assert!(table.len() > 13, "each of the 13 invariants has a row");
    let named: Vec<&str> = table.iter().flat_map(|line| line.split('`').skip(1).step_by(2)).collect();
    assert!(named.len() > 40, "{named:?}");
    let missing: Vec<_> = named.into_iter().filter(|name| !code.contains(&format!("fn {name}("))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The table of modules in `src/lib.rs` and `ARCHITECTURE.md` names every module there is.
#[test]
fn the_maps_show_every_module() {
    let page = include_str!("../ARCHITECTURE.md");
    for (module, _) in MAY_USE {
        assert!(page.contains(&format!("| `{module}/` |")), "ARCHITECTURE.md lacks {module}");
        assert!(include_str!("../src/lib.rs").contains(&format!("[`{module}`]")), "src/lib.rs lacks {module}");
    }
}

fn files_of(root: &Path, module: &str) -> Vec<PathBuf> {
    let folder = root.join("src").join(module);
    let below = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    let is_code =
        |path: &Path| path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs");
    below.filter(|path| is_code(path)).collect()
}

/// Tests stand at the end of a file, or in a `tests.rs`, and may use anything; a comment may name any module.
fn without_tests_and_comments(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let code = code.split("#[cfg(all(test, ").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Whether the code names a module of this crate: `crate::module`, in a path or at the head of a `use`.
fn uses(code: &str, module: &str) -> bool {
    code.match_indices("crate::").any(|(at, prefix)| {
        let rest = &code[at + prefix.len()..];
        let first = rest.split(|letter: char| !(letter.is_alphanumeric() || letter == '_')).next().unwrap_or_default();
        // `use crate::{sam::…, plan::…}` names several.
        let group = rest.strip_prefix('{').and_then(|group| group.split(';').next()).unwrap_or_default();
        first == module || group.split([',', '{', ' ', '\n']).any(|part| part.split("::").next() == Some(module))
    })
}
