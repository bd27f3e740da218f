//! Whole templates, YAML or JSON. The text is also the nested stack that any template may name.
#![no_main]

use std::io;
use std::path::Path;

use libfuzzer_sys::fuzz_target;
use parsers::sam::template::{TemplateFiles, Settings, is_template, resolve};

struct Itself<'a>(&'a str);

impl TemplateFiles for Itself<'_> {
    fn read(&self, _: &Path) -> io::Result<String> {
        Ok(self.0.to_owned())
    }

    fn is_file(&self, _: &Path) -> bool {
        true
    }
}

fuzz_target!(|text: &str| {
    let _ = is_template(text);
    let answer = resolve(Path::new("/project/template.yaml"), text, &Settings::default(), &Itself(text));
    // An internal error of samlayers is a refusal of its own kind.
    assert!(answer.error.is_none_or(|refusal| !refusal.message.contains("please report")));
});
