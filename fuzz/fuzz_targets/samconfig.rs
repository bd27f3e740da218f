//! samconfig, in both its formats.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parsers::sam::samconfig::{DEFAULT_ENV, Format, parse};

fuzz_target!(|text: &str| {
    let _ = parse(text, Format::Toml, DEFAULT_ENV);
    let _ = parse(text, Format::Yaml, DEFAULT_ENV);
});
