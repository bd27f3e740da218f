//! What Python raises where SAM gives up.

use super::TemplateRefusal;

/// An exception: its class decides what SAM does next, its text is for people.
#[derive(Debug, Clone)]
pub struct SamError {
    /// Python's name of the class.
    pub class: &'static str,
    /// One sentence a person can act on.
    pub message: String,
    /// Our own limits: no `except` of SAM's may catch it.
    pub fatal: bool,
}

/// What Python's own code returns or raises.
pub type SamResult<T> = Result<T, SamError>;

impl SamError {
    /// An exception of this class.
    pub fn new(class: &'static str, message: impl Into<String>) -> Self {
        Self { class, message: message.into(), fatal: false }
    }

    /// One of our own limits is reached: SAM would run out of memory or time.
    pub fn limit(message: impl Into<String>) -> Self {
        Self { class: "TemplateUnreadable", message: message.into(), fatal: true }
    }

    /// Python has no such attribute on this type.
    pub fn no_attribute(what: &str, type_name: &str) -> Self {
        Self::new(
            "AttributeError",
            format!("{what} is a {type_name} where SAM CLI needs a map, and SAM CLI crashes on it"),
        )
    }

    /// SAM's `InvalidSamDocumentException`.
    pub fn document(cause: impl Into<String>) -> Self {
        Self::new("InvalidSamDocumentException", cause)
    }
}

impl From<SamError> for TemplateRefusal {
    fn from(raised: SamError) -> Self {
        Self { code: raised.class.to_owned(), message: raised.message }
    }
}
