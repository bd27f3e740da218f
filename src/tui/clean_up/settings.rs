//! The criteria that are on, and their values.

use std::collections::BTreeSet;

use super::criterion::Criterion;
use crate::plan::Criteria;
use crate::text::{parse_bytes, parse_duration};

/// The criteria that are on and their values, kept until the dialog is opened again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CriterionSettings {
    /// The criteria that are on.
    pub enabled: BTreeSet<Criterion>,
    /// Whether a layer has to match all rules instead of any.
    pub match_all: bool,
    values: std::collections::BTreeMap<Criterion, String>,
}

impl CriterionSettings {
    /// Returns the settings in which only these criteria are on.
    pub fn only(criteria: impl IntoIterator<Item = Criterion>) -> Self {
        Self { enabled: criteria.into_iter().collect(), ..Self::default() }
    }

    /// Returns the value of a criterion that has one.
    pub fn value(&self, choice: Criterion) -> &str {
        self.values.get(&choice).map_or_else(|| choice.first_value(), String::as_str)
    }

    /// Returns whether a criterion is shown as on. The preset has its own criteria on.
    pub fn is_on(&self, choice: Criterion, safe: &BTreeSet<Criterion>) -> bool {
        self.effective(safe).contains(&choice) || self.enabled.contains(&choice)
    }

    /// Returns the criteria that apply: those of the preset if it is on.
    pub(super) fn effective<'a>(&'a self, safe: &'a BTreeSet<Criterion>) -> &'a BTreeSet<Criterion> {
        if self.enabled.contains(&Criterion::Safe) { safe } else { &self.enabled }
    }

    /// Switches a criterion on or off. Changing one of the preset ends the preset and keeps the others on.
    pub fn toggle(&mut self, choice: Criterion, safe: &BTreeSet<Criterion>) {
        match choice {
            Criterion::Match => self.match_all ^= true,
            Criterion::Safe if self.enabled.contains(&choice) => self.enabled.clear(),
            Criterion::Safe => self.enabled = [choice].into(),
            _ => {
                self.leave_preset(safe);
                if !self.enabled.remove(&choice) {
                    self.enabled.insert(choice);
                }
            }
        }
    }

    /// Replaces the preset by its criteria.
    pub fn leave_preset(&mut self, safe: &BTreeSet<Criterion>) {
        if self.enabled.remove(&Criterion::Safe) {
            self.enabled.extend(safe);
        }
    }

    /// Sets a value and switches the criterion on, or returns the error as a sentence. An age without a unit is in
    /// days.
    pub fn set(&mut self, choice: Criterion, text: &str) -> Result<(), String> {
        let mut text = text.trim().to_owned();
        if choice == Criterion::OlderThan && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            text.push('d');
        }
        match choice {
            Criterion::OlderThan => {
                parse_duration(&text).map_err(|_| tr!("criterion-no-age", text = text))?;
            }
            Criterion::LargerThan | Criterion::TrimTo => {
                parse_bytes(&text).map_err(|_| tr!("criterion-no-size", text = text))?;
            }
            _ => drop(text.parse::<usize>().map_err(|_| tr!("criterion-no-number", text = text))?),
        }
        self.values.insert(choice, text);
        self.enabled.insert(choice);
        Ok(())
    }

    /// Moves to the next preset, or to the previous one when `by` is negative, and switches the criterion on.
    pub fn step(&mut self, choice: Criterion, by: isize) {
        let presets = choice.presets();
        let at = presets.iter().position(|preset| *preset == self.value(choice)).unwrap_or_default();
        let next = at.saturating_add_signed(by).min(presets.len().saturating_sub(1));
        if let Some(preset) = presets.get(next) {
            self.values.insert(choice, (*preset).to_owned());
            self.enabled.insert(choice);
        }
    }

    pub(super) fn criteria_of(&self, on: &BTreeSet<Criterion>) -> Criteria {
        let value = |choice: Criterion| on.contains(&choice).then(|| self.value(choice));
        Criteria {
            any: !self.match_all,
            unreferenced: on.contains(&Criterion::Unreferenced),
            broken: on.contains(&Criterion::Broken),
            superseded: on.contains(&Criterion::Superseded),
            older_than: value(Criterion::OlderThan).and_then(|text| parse_duration(text).ok()),
            larger_than: value(Criterion::LargerThan).and_then(|text| parse_bytes(text).ok()),
            keep_newest: value(Criterion::KeepNewest).and_then(|text| text.parse().ok()),
            trim_to: value(Criterion::TrimTo).and_then(|text| parse_bytes(text).ok()),
            leftovers: on.contains(&Criterion::Leftovers),
            abandoned_locks: on.contains(&Criterion::Locks),
            // The dialog of the plan asks about these.
            unknown_locks: false,
            dangling: on.contains(&Criterion::Dangling),
            rapid_images: on.contains(&Criterion::Rapid),
            unused_images: on.contains(&Criterion::UnusedImages),
            outdated_images: on.contains(&Criterion::OutdatedImages),
            containers: on.contains(&Criterion::Containers),
            build_images: false,
            function_images: false,
            builds: on.contains(&Criterion::Builds),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn criteria(choices: &CriterionSettings) -> Criteria {
        choices.criteria_of(&choices.enabled)
    }

    #[test]
    fn presets_are_stepped_through_and_values_typed() {
        let mut choices = CriterionSettings::default();
        assert_eq!(criteria(&choices), Criteria { any: true, ..Criteria::default() });
        choices.step(Criterion::OlderThan, 1);
        assert_eq!(choices.value(Criterion::OlderThan), "90d");
        choices.step(Criterion::OlderThan, -9);
        assert_eq!(choices.value(Criterion::OlderThan), "7d");
        assert!(choices.set(Criterion::TrimTo, "much").is_err() && choices.set(Criterion::KeepNewest, "-1").is_err());
        choices.set(Criterion::TrimTo, "1.5GB").unwrap();
        assert_eq!(criteria(&choices).trim_to, Some(1_500_000_000));
        choices.set(Criterion::OlderThan, "45").unwrap();
        assert_eq!(choices.value(Criterion::OlderThan), "45d", "an age without a unit is in days");
    }

    #[test]
    fn changing_a_criterion_of_the_preset_keeps_the_others_on() {
        let safe: BTreeSet<Criterion> = [Criterion::Unreferenced, Criterion::Leftovers].into();
        let mut choices = CriterionSettings::only([Criterion::Safe]);
        assert!(choices.is_on(Criterion::Leftovers, &safe) && !choices.is_on(Criterion::Broken, &safe));
        choices.toggle(Criterion::Leftovers, &safe);
        assert_eq!(choices.enabled, [Criterion::Unreferenced].into());
        choices.toggle(Criterion::Safe, &safe);
        assert_eq!(choices.enabled, [Criterion::Safe].into());
        choices.toggle(Criterion::Safe, &safe);
        assert!(choices.enabled.is_empty());
    }
}
