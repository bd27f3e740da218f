//! How many candidate ARNs a second the search for a directory's ARN tries, on all cores.
//!
//! Prints `candidates_per_second` and the bytes of a candidate; `benches/hashing.sh` sets it against `openssl speed`.
#![allow(clippy::disallowed_macros, reason = "a benchmark prints its results")]

use std::collections::BTreeSet;
use std::time::Instant;

use rayon::prelude::*;
use samlayers::inventory::search::arns::{Account, ArnSearch};
use samlayers::sam::{AccountId, LayerDir, region};

fn main() {
    // `cargo test --benches` only asks whether it runs.
    let rounds: u32 = if std::env::args().any(|arg| arg == "--bench") { 400 } else { 1 };
    let accounts: Vec<Account> = (0..1_000u64)
        .map(|n| {
            Account::unrestricted(AccountId::parse(&(900_000_000_000 + n).to_string()).expect("twelve digits"), "bench")
        })
        .collect();
    let dirs: Vec<LayerDir> = (1..=rounds)
        .map(|version| LayerDir::parse(&format!("AWSLambdaPowertoolsPythonV3-{version}-0123456789")).expect("a name"))
        .collect();
    let search = ArnSearch::among(accounts, BTreeSet::new());
    let begun = Instant::now();
    let found: usize = dirs.par_iter().map(|dir| search.all(dir).len()).sum();
    let seconds = begun.elapsed().as_secs_f64();
    let tried = f64::from(rounds) * 1_000.0 * f64::from(u32::try_from(region::all().count()).unwrap_or(u32::MAX));
    println!("candidates_per_second {:.0}", tried / seconds);
    println!(
        "bytes_a_candidate {}",
        "arn:aws:lambda:ap-southeast-2:900000000000:layer:AWSLambdaPowertoolsPythonV3:123".len()
    );
    println!("found {found}");
}
