//! Templates with `AWS::LanguageExtensions`.
#![no_main]

use std::io;
use std::path::Path;

use libfuzzer_sys::fuzz_target;
use parsers::sam::template::{TemplateFiles, Settings, resolve};

struct Nothing;

impl TemplateFiles for Nothing {
    fn read(&self, _: &Path) -> io::Result<String> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn is_file(&self, _: &Path) -> bool {
        false
    }
}

fuzz_target!(|text: &str| {
    let text = format!("Transform: AWS::LanguageExtensions\n{text}");
    let settings = Settings { language_extensions: true, ..Settings::default() };
    let answer = resolve(Path::new("/project/template.yaml"), &text, &settings, &Nothing);
    assert!(answer.error.is_none_or(|refusal| !refusal.message.contains("please report")));
});
