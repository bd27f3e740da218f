//! How long unpacking a layer's zip takes, as a refresh does it.
//!
//! Takes the zip from `SAMLAYERS_BENCH_ZIP`, a folder that is not there yet from `SAMLAYERS_BENCH_INTO`, and sums for a
//! baseline where `SAMLAYERS_BENCH_SUMS` is set. Prints one line of JSON: the seconds of the one sync before the swap, and
//! what was unpacked. `benches/run unpack` measures the rest from outside, as it does with the other tools.
#![allow(clippy::disallowed_macros, reason = "a benchmark prints its results")]

use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use samlayers::archive::{FileHashes, Limits, unpack};

fn main() {
    // `cargo test --benches` only asks whether it runs.
    let Some(zip) = std::env::var_os("SAMLAYERS_BENCH_ZIP") else { return };
    let into = PathBuf::from(std::env::var_os("SAMLAYERS_BENCH_INTO").expect("a folder to unpack into"));
    let sums = if std::env::var_os("SAMLAYERS_BENCH_SUMS").is_some() { FileHashes::Sha256 } else { FileHashes::None };
    let begun = Instant::now();
    let zip = File::open(zip).expect("a zip");
    fs::create_dir(&into).expect("a new folder");
    let never = AtomicBool::new(false);
    let unpacked = unpack(zip, &into, &Limits { bytes: None }, sums, &|_| {}, &never).expect("a whole zip");
    let told = serde_json::json!({
        "seconds": begun.elapsed().as_secs_f64(),
        "files": unpacked.files,
        "bytes": unpacked.bytes,
        "summed": unpacked.entries.map_or(0, |entries| entries.len()),
    });
    println!("{told}");
}
