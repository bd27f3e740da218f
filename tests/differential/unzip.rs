//! SAM CLI's own `unzip` and ours produce the same files from the same zip, or ours refuses it with a reason.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::AtomicBool;

use samlayers::archive::{FileHashes, Limits, unpack};

use crate::real;
use crate::zips;

/// Reasons to refuse what SAM accepts: SAM's behaviour is not followed where it loses or overwrites files.
const REASONS: &[&str] = &[
    // SAM drops the `..` and the first slash, and puts the file elsewhere.
    "a path outside the layer",
    "an absolute path",
    // SAM silently skips what is below a file, and writes through a link.
    "which it contains twice",
    // SAM silently skips it.
    "a link without a target",
    "not a valid name",
    // SAM makes an empty file.
    "which is a device, pipe or socket",
    "a folder by its mode, but a file by its name",
    // SAM refuses it too, but examines only the text of a target.
    "a link with an absolute target",
    "a link that points outside the layer",
];

/// The entry at a path.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Folder,
    File { content: Vec<u8>, mode: u32 },
    Link(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Sam,
    Ours,
}

/// The entries below `root`. SAM creates the folders that no entry names with the mode of the user's mask; ours all have
/// the mode that SAM gives the others.
fn tree(root: &Path, owner: Owner) -> BTreeMap<Vec<u8>, Found> {
    use std::os::unix::ffi::OsStrExt as _;
    let below = walkdir::WalkDir::new(root).min_depth(1).into_iter().map(Result::unwrap);
    let found = below.map(|entry| {
        let path = entry.path().strip_prefix(root).unwrap().as_os_str().as_bytes().to_owned();
        let mode = entry.path().symlink_metadata().unwrap().permissions().mode() & 0o7777;
        let what = if entry.file_type().is_symlink() {
            Found::Link(fs::read_link(entry.path()).unwrap().to_str().unwrap().to_owned())
        } else if entry.file_type().is_dir() {
            assert!(owner == Owner::Sam || mode == 0o700, "{} has {mode:o}", entry.path().display());
            Found::Folder
        } else {
            Found::File { content: fs::read(entry.path()).unwrap(), mode }
        };
        (path, what)
    });
    found.collect()
}

/// Lets SAM unpack each `N.zip` into `sam/N`. The answer lists what it refuses.
fn sam_unzips(venv: &Path, folder: &Path, count: usize) -> BTreeMap<usize, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential/sam_unzips.py");
    let mut sam = Command::new(venv.join("bin/python"));
    let output = sam.arg(script).arg(folder).arg(count.to_string()).output().unwrap();
    assert!(output.status.success(), "SAM CLI could not be run: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Fails with a list of all differences.
pub fn with_sam(seed: u64, count: usize) {
    let Some(venv) = real::venv() else { return };
    let folder = tempfile::tempdir().unwrap();
    for number in 0..count {
        let zip = zips::random(seed + number as u64);
        fs::write(folder.path().join(format!("{number}.zip")), zip).unwrap();
    }
    let refused_by_sam = sam_unzips(&venv, folder.path(), count);
    let (mut same, mut refused, mut differences) = (0, BTreeMap::<&str, usize>::new(), Vec::new());
    for number in 0..count {
        let ours = folder.path().join("ours").join(number.to_string());
        fs::create_dir_all(&ours).unwrap();
        let zip = File::open(folder.path().join(format!("{number}.zip"))).unwrap();
        let what = format!("zip {number} of seed {seed}");
        match unpack(zip, &ours, &Limits::default(), FileHashes::None, &|_| {}, &AtomicBool::new(false)) {
            Err(error) => {
                let error = error.to_string();
                match REASONS.iter().find(|reason| error.contains(**reason)) {
                    Some(reason) => *refused.entry(reason).or_default() += 1,
                    None => differences.push(format!("{what} is refused for no reason of ours: {error}")),
                }
            }
            Ok(_) if refused_by_sam.contains_key(&number) => {
                differences.push(format!("{what} is refused by SAM alone: {}", refused_by_sam[&number]));
            }
            Ok(_) => {
                let theirs = tree(&folder.path().join("sam").join(number.to_string()), Owner::Sam);
                let ours = tree(&ours, Owner::Ours);
                if ours == theirs {
                    same += 1;
                } else {
                    differences.push(format!("{what}\n  SAM:  {theirs:?}\n  ours: {ours:?}"));
                }
            }
        }
    }
    println!("{same} of {count} are the same, {refused:?} refused");
    let found = differences.len();
    assert!(differences.is_empty(), "{found} of {count} differ:\n\n{}", differences.join("\n\n"));
    // If most were refused, little was compared; if none was, no reason was tested.
    assert!(same > count / 2 && refused.len() > 5, "{same} of {count} were compared, refused: {refused:?}");
}
