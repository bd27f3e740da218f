//! The state of the what-if dialog: shows what changes if a function uses other versions of its layers. Nothing is
//! modified.

use super::input_line::InputLine;
use super::keys::table::UserAction;
use super::lang;
use crate::inventory::{FunctionRef, FunctionRow, InventoryRows, what_if};
use crate::sam::template::FunctionLayer;

/// The state of the dialog.
#[derive(Debug, Clone)]
pub struct WhatIf {
    /// The function.
    pub function: FunctionRef,
    /// The function as the template defines it.
    pub written: FunctionRow,
    /// The function with the other versions.
    pub would_be: FunctionRow,
    /// The layer under the cursor.
    pub cursor: usize,
    /// First line on screen.
    pub scroll: usize,
    /// A version being typed.
    pub input: Option<InputLine>,
    /// The error in the typed text.
    pub refusal: Option<String>,
}

impl WhatIf {
    /// Creates the dialog without changes.
    pub fn new(function: FunctionRef, written: FunctionRow) -> Self {
        Self { function, would_be: written.clone(), written, cursor: 0, scroll: 0, input: None, refusal: None }
    }

    /// Returns whether anything differs from the template.
    pub fn is_changed(&self) -> bool {
        self.written.function.layers != self.would_be.function.layers
    }

    /// Returns whether the layer under the cursor differs from the template.
    pub fn is_swapped(&self) -> bool {
        self.written.function.layers.get(self.cursor) != self.would_be.function.layers.get(self.cursor)
    }

    /// Returns whether another version of the layer under the cursor is cached.
    pub fn has_versions(&self, shown: &InventoryRows) -> bool {
        self.written.function.layers.get(self.cursor).is_some_and(|own| what_if::versions(shown, own).len() > 1)
    }

    /// Moves the cursor, or switches to the next cached version of the layer under the cursor.
    pub fn act(&mut self, shown: &InventoryRows, action: UserAction) {
        self.refusal = None;
        // Scrolls to the layers while one is being changed.
        self.scroll = match action {
            UserAction::PageDown => self.scroll + 5,
            UserAction::PageUp => self.scroll.saturating_sub(5),
            _ => 0,
        };
        let last = self.would_be.function.layers.len().saturating_sub(1);
        match action {
            UserAction::Up => self.cursor = self.cursor.saturating_sub(1),
            UserAction::Down => self.cursor = (self.cursor + 1).min(last),
            UserAction::First => self.cursor = 0,
            UserAction::Last => self.cursor = last,
            UserAction::Left => self.cycle(shown, -1),
            UserAction::Right => self.cycle(shown, 1),
            UserAction::Return => {
                if let Some(own) = self.written.function.layers.get(self.cursor).cloned() {
                    self.swap(shown, own);
                }
            }
            _ => {}
        }
    }

    fn cycle(&mut self, shown: &InventoryRows, by: isize) {
        let (Some(own), Some(now)) =
            (self.written.function.layers.get(self.cursor), self.would_be.function.layers.get(self.cursor))
        else {
            return;
        };
        let versions = what_if::versions(shown, own);
        let at = versions.iter().position(|version| version.dir() == now.dir());
        let next = match at {
            Some(at) => at.saturating_add_signed(by).min(versions.len().saturating_sub(1)),
            None => 0,
        };
        if versions.len() < 2 {
            self.refusal = Some(tr!("what-if-no-other-version").to_owned());
        } else if let Some(version) = versions.into_iter().nth(next) {
            self.swap(shown, version);
        }
    }

    /// Uses the typed version.
    pub fn accept(&mut self, shown: &InventoryRows) {
        let (Some(line), Some(now)) = (self.input.take(), self.would_be.function.layers.get(self.cursor)) else {
            return;
        };
        match what_if::typed(now, line.text()) {
            Ok(layer) => self.swap(shown, layer),
            Err(reason) => self.refusal = Some(lang::localized(&reason)),
        }
    }

    fn swap(&mut self, shown: &InventoryRows, layer: FunctionLayer) {
        let mut layers = self.would_be.function.layers.clone();
        if let Some(slot) = layers.get_mut(self.cursor) {
            *slot = layer;
            self.would_be = what_if::with_layers(shown, &self.written, layers);
            self.refusal = None;
        }
    }
}
