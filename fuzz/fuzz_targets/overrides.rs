//! `--parameter-overrides`, as typed and as in samconfig.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parsers::sam::overrides::parse;
use serde_json::Value;

fuzz_target!(|text: &str| {
    let load = |_: &std::path::Path| Err("there are no files here".to_owned());
    let arguments: Vec<&str> = text.split('\n').collect();
    let _ = parse(&Value::from(text), &load);
    let _ = parse(&Value::from(arguments), &load);
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        let _ = parse(&value, &load);
    }
});
