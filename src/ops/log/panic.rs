//! Panics: in the log with message, place and thread; and as a failure of what they stopped.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::path::Path;
use std::thread;

use crate::text::{Sentence, one_line, sentence};

/// Logs every panic from now on, before the hook that was there says it.
pub fn log_panics() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        report_panic(info);
        usual(info);
    }));
}

/// Logs one panic.
pub fn report_panic(info: &PanicHookInfo<'_>) {
    let thread = thread::current();
    let thread = thread.name().unwrap_or("without a name");
    let place = info.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    tracing::error!("panic of the thread `{thread}` at {place}: {}", message_of(info.payload()));
}

/// Does some work; a panic of it is the error, with its message, and with where the log is if there is one.
pub fn caught<T>(log_file: Option<&Path>, work: impl FnOnce() -> T) -> Result<T, Sentence> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let message = one_line(message_of(&*payload));
        match log_file {
            Some(file) => {
                sentence!("failed-internal-error", message = message, log = file.display().to_string())
            }
            None => sentence!("failed-internal-error-no-log", message = message),
        }
    })
}

/// What a panic says; almost every one says a text.
fn message_of(payload: &(dyn Any + Send)) -> &str {
    let fixed = payload.downcast_ref::<&str>().copied();
    fixed.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("it gives no reason")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_that_says_why_and_names_the_log() {
        let failed = caught(Some(Path::new("/cache/samlayers.log")), || panic!("no {}", "way")).unwrap_err();
        let failed: String = failed.to_string();
        assert!(failed.contains("no way") && failed.contains("/cache/samlayers.log"), "{failed}");
        assert!(caught(None, || panic!("why")).map(|()| 1).unwrap_err().to_string().contains("why"));
        assert_eq!(caught(None, || 5), Ok(5));
    }
}
