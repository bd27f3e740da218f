//! What is said in more than one place of the screen.

use std::borrow::Cow;

use super::lang;
use crate::plan::Refused;

/// What was refused, and why.
pub fn refused(refused: &Refused) -> String {
    format!("{}: {}", lang::told(&refused.target.message()), lang::told(&refused.reason.message()))
}

/// The name of the engine. What a recording says of itself, behind a comma, the app says in its own words.
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
    fn a_recording_is_called_one_in_every_language() {
        // As the demo's recording and JSON have it.
        let name = "Docker 27.5.1, recorded for the demo";
        assert_eq!(engine(name, true), name);
        assert_eq!(engine("Docker 27.5.1", false), "Docker 27.5.1");
        set_thread_lang(Lang::Korean);
        assert_eq!(engine(name, true), "Docker 27.5.1, 데모용 기록");
    }
}
