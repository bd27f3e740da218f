//! ARNs, layer directories and image names: a parsed name is written the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parsers::sam::{ImageName, LayerArn, LayerDir};

fuzz_target!(|text: &str| {
    if let Ok(arn) = LayerArn::new(text) {
        assert_eq!(arn.as_str(), text);
        let dir = arn.dir();
        assert!(dir.matches_arn(&arn));
        let _ = arn.parts();
        let _ = arn.without_version();
    }
    if let Ok(dir) = LayerDir::parse(text) {
        assert_eq!(dir.as_str(), text);
        assert_eq!(format!("{}-{}-{}", dir.layer_name(), dir.version(), dir.hash()), text);
    }
    if let Some(image) = ImageName::parse(text) {
        assert_eq!(image.as_str(), text);
        assert!(text.ends_with(image.without_registry()));
        assert!(image.hash().is_none_or(|hash| text.ends_with(hash)));
    }
});
