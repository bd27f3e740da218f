//! The exceptions that SAM and Python raise.

use std::cell::OnceCell;

use super::TemplateRefusal;

/// An exception. Its class decides how SAM continues; its message is for the user.
#[derive(Debug, Clone)]
pub struct SamError {
    /// The name of the class in Python.
    pub class: &'static str,
    /// One sentence that says what to do.
    pub message: String,
    /// Whether it is a limit of samlayers, which no `except` of SAM may catch.
    pub fatal: bool,
}

/// The result of code that SAM implements in Python.
pub type SamResult<T> = Result<T, SamError>;

impl SamError {
    /// Returns an exception of this class.
    pub fn new(class: &'static str, message: impl Into<String>) -> Self {
        Self { class, message: message.into(), fatal: false }
    }

    /// Returns an error for a limit of samlayers, at which SAM would run out of memory or time.
    pub fn limit(message: impl Into<String>) -> Self {
        Self { class: "TemplateUnreadable", message: message.into(), fatal: true }
    }

    /// Returns Python's error for a type without the needed attribute.
    pub fn no_attribute(what: &str, type_name: &str) -> Self {
        Self::new(
            "AttributeError",
            format!("{what} is a {type_name} where SAM CLI needs a map, and SAM CLI crashes on it"),
        )
    }

    /// Returns SAM's `InvalidSamDocumentException`.
    pub fn document(cause: impl Into<String>) -> Self {
        Self::new("InvalidSamDocumentException", cause)
    }
}

impl From<SamError> for TemplateRefusal {
    fn from(raised: SamError) -> Self {
        Self { code: raised.class.to_owned(), message: raised.message }
    }
}

/// The refusals of a template by SAM. After each one, resolving continues as if SAM had accepted the template, so that
/// its functions can be listed.
#[derive(Debug, Default)]
pub struct Refusals {
    first: OnceCell<SamError>,
}

impl Refusals {
    /// Notes an exception that SAM raises here. Returns an error only for a limit of samlayers, after which nothing can
    /// be listed.
    pub fn note(&self, raised: SamError) -> SamResult<()> {
        if raised.fatal {
            return Err(raised);
        }
        // SAM stops at the first exception, so that one is shown.
        let _ = self.first.set(raised);
        Ok(())
    }

    /// Returns the value, or `None` after noting the exception.
    pub fn pass<T>(&self, outcome: SamResult<T>) -> SamResult<Option<T>> {
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(raised) => self.note(raised).map(|()| None),
        }
    }

    /// Returns the first refusal, which is the one SAM shows.
    pub fn first(&self) -> Option<&SamError> {
        self.first.get()
    }
}
