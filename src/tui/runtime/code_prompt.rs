//! Asks for MFA codes: a thread that needs one waits here until the dialog is answered.

use std::collections::{HashMap, HashSet};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::aws::CodePrompt;
use crate::tui::code_question::QuestionId;
use crate::tui::message::Message;

/// How long a question stays open. Credentials are given up after the same time.
const OPEN_FOR: Duration = Duration::from_mins(3);

/// The questions that wait for an answer. Clones share them.
#[derive(Clone)]
pub struct CodePrompts {
    sender: Sender<Message>,
    state: Arc<Mutex<Questions>>,
}

#[derive(Default)]
struct Questions {
    last: u64,
    waiting: HashMap<QuestionId, Sender<Option<String>>>,
    /// Devices whose code the user did not want to give to a survey. Surveys run all the time, and do not ask again.
    declined: HashSet<String>,
    /// Set when the app ends.
    closed: bool,
}

/// What needs the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// A job that the user started.
    Job,
    /// A survey, for the caller's account.
    Survey,
}

impl CodePrompts {
    /// Sends the questions to the app.
    pub fn new(sender: Sender<Message>) -> Self {
        Self { sender, state: Arc::default() }
    }

    /// Returns the prompt for credentials.
    pub fn prompt(&self, asker: Asker) -> CodePrompt {
        let prompts = self.clone();
        CodePrompt::new(move |serial| prompts.ask(serial, asker))
    }

    fn ask(&self, serial: &str, asker: Asker) -> Option<String> {
        let (id, answer) = {
            let mut questions = self.questions();
            if questions.closed || (asker == Asker::Survey && questions.declined.contains(serial)) {
                return None;
            }
            questions.last += 1;
            let id = QuestionId(questions.last);
            let (sender, answer) = mpsc::channel();
            questions.waiting.insert(id, sender);
            (id, answer)
        };
        self.sender.send(Message::CodeWanted(id, serial.to_owned())).ok()?;
        match answer.recv_timeout(OPEN_FOR) {
            Ok(Some(code)) => return Some(code),
            Ok(None) => {}
            Err(RecvTimeoutError::Timeout) => {
                self.questions().waiting.remove(&id);
                let _ = self.sender.send(Message::CodeNotWanted(id));
            }
            // The app ends.
            Err(RecvTimeoutError::Disconnected) => return None,
        }
        if asker == Asker::Survey {
            self.questions().declined.insert(serial.to_owned());
        }
        None
    }

    /// Passes an answer on; `None` is a refusal.
    pub fn answer(&self, id: QuestionId, code: Option<String>) {
        if let Some(waiting) = self.questions().waiting.remove(&id) {
            let _ = waiting.send(code);
        }
    }

    /// Ends all questions, so that no thread waits while the app ends.
    pub fn close(&self) {
        let mut questions = self.questions();
        questions.closed = true;
        questions.waiting.clear();
    }

    fn questions(&self) -> std::sync::MutexGuard<'_, Questions> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    fn asked(messages: &mpsc::Receiver<Message>) -> QuestionId {
        match messages.recv().unwrap() {
            Message::CodeWanted(id, serial) if serial == "me" => id,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn surveys_do_not_ask_again_after_a_refusal_and_jobs_do() {
        let (sender, messages) = mpsc::channel();
        let prompts = CodePrompts::new(sender);
        let ask = |asker| {
            let prompts = prompts.clone();
            thread::spawn(move || prompts.ask("me", asker))
        };
        let survey = ask(Asker::Survey);
        prompts.answer(asked(&messages), None);
        assert_eq!(survey.join().unwrap(), None);
        assert_eq!(ask(Asker::Survey).join().unwrap(), None, "at once");
        let job = ask(Asker::Job);
        prompts.answer(asked(&messages), Some("123456".to_owned()));
        assert_eq!(job.join().unwrap().as_deref(), Some("123456"));
        let job = ask(Asker::Job);
        let _ = asked(&messages);
        prompts.close();
        assert_eq!(job.join().unwrap(), None);
        assert_eq!(ask(Asker::Job).join().unwrap(), None);
    }
}
