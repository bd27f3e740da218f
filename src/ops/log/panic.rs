//! Logs panics with message, location and thread, and turns them into errors of the work they interrupted.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::path::Path;
use std::thread;

use crate::text::{Sentence, one_line, sentence};

/// Logs every panic from now on, before the previous hook reports it.
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

/// Runs `work` and returns a panic as an error with its message and, if there is a log, its path.
pub fn catch_panic<T>(log_file: Option<&Path>, work: impl FnOnce() -> T) -> Result<T, Sentence> {
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

/// Returns the message of a panic, which almost always is a text.
fn message_of(payload: &(dyn Any + Send)) -> &str {
    let fixed = payload.downcast_ref::<&str>().copied();
    fixed.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("it gives no reason")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_with_its_message_and_the_log() {
        let failed = catch_panic(Some(Path::new("/cache/samlayers.log")), || panic!("no {}", "way")).unwrap_err();
        let failed: String = failed.to_string();
        assert!(failed.contains("no way") && failed.contains("/cache/samlayers.log"), "{failed}");
        assert!(catch_panic(None, || panic!("why")).map(|()| 1).unwrap_err().to_string().contains("why"));
        assert_eq!(catch_panic(None, || 5), Ok(5));
    }
}
