//! Names that the user types.

use super::arn::ArnError;
use super::problem::ProblemCode;
use super::{ImageName, LayerArn, LayerDir};

/// What a text that the user typed names. Selectors, `explain` and the what-if dialog ask here, so that a text means the
/// same everywhere; each says for itself which kinds it takes.
///
/// ```
/// use samlayers::sam::{LayerDir, TypedName};
///
/// let dir = LayerDir::parse("myLayer-1-926eeb5ff1")?;
/// assert_eq!(TypedName::of("myLayer-1-926eeb5ff1"), TypedName::Dir(dir.clone()));
/// assert_eq!(TypedName::of("/tmp/layers/myLayer-1-926eeb5ff1/"), TypedName::Path(dir));
/// assert!(matches!(TypedName::of("arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1"), TypedName::Arn(_)));
/// assert!(matches!(TypedName::of("samcli/lambda-python:3.12-2dd7ac5ffb30d515926aefffd"), TypedName::Image(_)));
/// assert!(matches!(TypedName::of("layer-empty"), TypedName::Problem(_)));
/// assert_eq!(TypedName::of("my*"), TypedName::Other);
/// # Ok::<(), samlayers::sam::layer_dir::NotALayerDir>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypedName {
    /// The name of a layer directory.
    Dir(LayerDir),
    /// A path that ends in the name of a layer directory. It may be outside the cache.
    Path(LayerDir),
    /// An ARN, as SAM accepts it.
    Arn(LayerArn),
    /// A text that starts like an ARN but is not a valid one.
    NotAnArn(ArnError),
    /// The name of a SAM image.
    Image(ImageName),
    /// The code of a problem.
    Problem(ProblemCode),
    /// Anything else: a glob, or the name of a function.
    Other,
}

impl TypedName {
    /// Returns what a text names.
    ///
    /// Image names are tried before ARNs: SAM accepts any text with two colons as an ARN, and an image name with a
    /// registry port also has two.
    pub fn of(text: &str) -> Self {
        if text.starts_with("arn:") {
            return LayerArn::new(text).map_or_else(Self::NotAnArn, Self::Arn);
        }
        if let Ok(dir) = LayerDir::parse(text) {
            return Self::Dir(dir);
        }
        if let Some(code) = ProblemCode::parse(text) {
            return Self::Problem(code);
        }
        if let Ok(dir) = LayerDir::at_end_of(text) {
            return Self::Path(dir);
        }
        if let Some(image) = ImageName::parse(text) {
            return Self::Image(image);
        }
        // SAM takes `host:port/name:tag` for an ARN, too, but no part of an ARN holds a slash.
        if text.contains('/') { Self::Other } else { LayerArn::new(text).map_or(Self::Other, Self::Arn) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registry_with_a_port_is_not_an_arn() {
        let image = "localhost:5000/samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd";
        assert!(LayerArn::new(image).is_ok());
        assert!(matches!(TypedName::of(image), TypedName::Other));
    }

    #[test]
    fn a_text_that_starts_like_an_arn_is_an_invalid_arn() {
        assert!(matches!(TypedName::of("arn:aws"), TypedName::NotAnArn(_)));
        assert!(matches!(TypedName::of("a:layer:1"), TypedName::Arn(_)), "SAM takes it");
    }

    #[test]
    fn functions_and_globs_are_other_names() {
        for text in ["Hello", "Stack/Hello", "t.yaml#Hello", "a/t.yaml#Hello", "my*", "[ab]-?", ""] {
            assert_eq!(TypedName::of(text), TypedName::Other, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_causes_a_panic(text in "\\PC*") {
            let _ = TypedName::of(&text);
        }
    }
}
