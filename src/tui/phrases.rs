//! Texts that several parts of the screen share.

use std::borrow::Cow;

use super::lang;
use crate::plan::Refused;

/// Returns a refused item with the reason.
pub fn refused(refused: &Refused) -> String {
    format!("{}: {}", lang::localized(&refused.target.message()), lang::localized(&refused.reason.message()))
}

/// Returns the name of the engine. For a recording, the part after the comma is replaced by a localized text.
pub fn engine(name: &str, recorded: bool) -> Cow<'_, str> {
    if recorded {
        let (engine, _) = name.split_once(", ").unwrap_or((name, ""));
        tr!("engine-recorded", name = engine).into()
    } else {
        Cow::Borrowed(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::lang::{Lang, set_thread_lang};

    #[test]
    fn a_recording_is_marked_in_every_language() {
        // As written in the demo's recording and in JSON.
        let name = "Docker 27.5.1, recorded for the demo";
        assert_eq!(engine(name, true), name);
        assert_eq!(engine("Docker 27.5.1", false), "Docker 27.5.1");
        set_thread_lang(Lang::Korean);
        assert_eq!(engine(name, true), "Docker 27.5.1, 데모용 기록");
    }
}
