//! Questions for the code of an MFA device, from jobs and surveys that wait for the answer.

use std::collections::VecDeque;

use super::input_line::InputLine;

/// Identifies a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionId(pub u64);

/// A question, while its dialog is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeQuestion {
    /// The question that is answered.
    pub id: QuestionId,
    /// The serial number or ARN of the device.
    pub serial: String,
    /// The typed code.
    pub line: InputLine,
}

/// Questions that wait until no other dialog is open, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodeQuestions(VecDeque<CodeQuestion>);

impl CodeQuestions {
    /// Adds a question.
    pub fn add(&mut self, id: QuestionId, serial: String) {
        self.0.push_back(CodeQuestion { id, serial, line: InputLine::default() });
    }

    /// Removes and returns the oldest question.
    pub fn take_next(&mut self) -> Option<CodeQuestion> {
        self.0.pop_front()
    }

    /// Drops a question that no one waits for any more.
    pub fn withdraw(&mut self, id: QuestionId) {
        self.0.retain(|question| question.id != id);
    }
}
