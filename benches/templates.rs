//! How long reading each of many templates takes, one after the other on one core, as SAM reads them.
//!
//! Takes the templates' folder from `SAMLAYERS_BENCH_TEMPLATES` and prints one line of JSON: seconds in all, and the
//! slowest template. `benches/run templates` sets it against SAM CLI's own classes.
#![allow(clippy::disallowed_macros, reason = "a benchmark prints its results")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use samlayers::sam::template::{Settings, TemplateFiles, resolve};

struct Disk;

impl TemplateFiles for Disk {
    fn read(&self, path: &Path) -> io::Result<String> {
        fs::read_to_string(path)
    }

    fn is_file(&self, path: &Path) -> bool {
        path.is_file()
    }
}

fn main() {
    // `cargo test --benches` only asks whether it runs.
    let Some(folder) = std::env::var_os("SAMLAYERS_BENCH_TEMPLATES") else { return };
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let settings = Settings::default();
    let mut slowest = (Duration::ZERO, PathBuf::new());
    let (mut functions, mut layers) = (0, 0);
    let begun = Instant::now();
    for path in paths {
        let own = Instant::now();
        let text = fs::read_to_string(&path).expect("a template");
        let answer = resolve(&path, &text, &settings, &Disk);
        functions += answer.functions.len();
        layers += answer.functions.iter().map(|function| function.layers.len()).sum::<usize>();
        slowest = slowest.max((own.elapsed(), path));
    }
    let told = serde_json::json!({
        "seconds": begun.elapsed().as_secs_f64(),
        "slowest_ms": slowest.0.as_secs_f64() * 1000.0,
        "slowest": slowest.1,
        "functions": functions,
        "layers": layers,
    });
    println!("{told}");
}
