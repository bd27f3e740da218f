//! What a plan says, in the language of the app. Every sentence of [`Note`], [`Target`], [`Reason`] and [`Skip`] has one
//! message; in English it is the sentence of the command line, which a test holds together.

use std::borrow::Cow;

use super::lang;
use crate::plan::{Note, Reason, Skip, Target};

/// Notes one after the other, where there are any.
pub fn notes<'a>(notes: impl IntoIterator<Item = &'a Note>) -> Option<String> {
    let notes = notes.into_iter().map(note);
    notes.reduce(|notes, more| tr!("notes-joined", notes = notes, more = more))
}

fn note(note: &Note) -> String {
    let plain = match note {
        Note::SamBuildsItAgain => tr!("note-sam-builds-it-again"),
        Note::OlderBuild => tr!("note-older-build"),
        Note::HasAnotherName => tr!("note-has-another-name"),
        Note::SharingUnknown => tr!("note-sharing-unknown"),
        Note::CountedUnpacked => tr!("note-counted-unpacked"),
        Note::ImagesStay(images) => {
            return tr!("note-images-stay", images = tr!("count-image", count = *images));
        }
        Note::OldImagesStay(images) => {
            return tr!("note-old-images-stay", images = tr!("count-image", count = *images));
        }
        Note::NotCounted => tr!("note-not-counted"),
        Note::HardLinks(shared) => return tr!("note-hard-links", bytes = super::text::bytes(*shared)),
        Note::ProcessGone => tr!("note-process-gone"),
        Note::ChangesPlaces => tr!("note-changes-places"),
    };
    plain.to_owned()
}

/// What was refused.
pub fn target(target: &Target) -> Cow<'_, str> {
    match target {
        Target::Named(name) => Cow::Borrowed(name),
        Target::LockOf(dir) => tr!("target-lock-of", dir = dir).into(),
        Target::ImagesOfLayers => tr!("target-images-of-layers").into(),
    }
}

/// Why it was refused.
pub fn reason(reason: &Reason) -> String {
    let plain = match reason {
        Reason::Gone => tr!("reason-gone"),
        Reason::LockedBy { pid } => return tr!("reason-locked-by", pid = pid),
        Reason::Locked => tr!("reason-locked"),
        Reason::InUse => tr!("reason-in-use"),
        Reason::ContainerRuns { name, state } => return tr!("reason-container-runs", name = name, state = state),
        Reason::ContainerNotOfSam { name } => return tr!("reason-container-not-of-sam", name = name),
        Reason::EngineSilent => tr!("reason-engine-silent"),
        Reason::NotADirectory => tr!("reason-not-a-directory"),
        Reason::NothingToCheck => tr!("reason-nothing-to-check"),
        Reason::ArnUnknown(dir) => return tr!("reason-arn-unknown", dir = dir),
        Reason::Arn(error) => return tr!("reason-arn", error = lang::told(&error.told())),
        Reason::UnderWay => tr!("reason-under-way"),
    };
    plain.to_owned()
}

/// Why a step was not tried.
pub fn skip(skip: &Skip) -> String {
    let plain = match skip {
        Skip::Cancelled => tr!("skipped-cancelled"),
        Skip::OldContentUntouched => tr!("skipped-old-content-untouched"),
        Skip::RestInTrash => tr!("skipped-rest-in-trash"),
        Skip::ReadOnly => tr!("skipped-read-only"),
        Skip::NotRefreshed(layer) => return tr!("skipped-not-refreshed", layer = layer),
        Skip::CarriedOutElsewhere => tr!("skipped-carried-out-elsewhere"),
        Skip::EngineHasItNoMore => tr!("skipped-engine-has-it-no-more"),
        Skip::NoSelectionFits => tr!("skipped-no-selection-fits"),
    };
    plain.to_owned()
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
    use std::collections::BTreeSet;
    use std::fmt::Display;
    use std::mem::{Discriminant, discriminant};

    use super::super::lang::{Lang, speak};
    use super::*;
    use crate::sam::{LayerArn, LayerDir};

    /// English is what the command line says, and each variant has the one message that begins with `prefix`, so that
    /// none can be left out here: the compiler asks for a message, the file for a sample.
    fn same<T: Display>(prefix: &str, samples: &[T], say: impl Fn(&T) -> String) {
        let variants: Vec<Discriminant<T>> = samples.iter().map(discriminant).collect();
        let mut distinct = variants.clone();
        distinct.dedup();
        let source = Lang::English.source();
        let ids: BTreeSet<&str> =
            source.lines().filter(|line| line.starts_with(prefix)).filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(distinct.len(), ids.len(), "{ids:?}");
        let english: Vec<String> = samples.iter().map(&say).collect();
        assert_eq!(english, samples.iter().map(T::to_string).collect::<Vec<_>>());
        speak(Lang::Korean);
        let korean: Vec<String> = samples.iter().map(&say).collect();
        speak(Lang::English);
        let is_hangul = |letter: char| ('가'..='힣').contains(&letter);
        for sentence in korean {
            assert!(sentence.contains(is_hangul), "{sentence}");
        }
    }

    fn dir() -> LayerDir {
        LayerDir::parse("numbers-3-0123456789").unwrap()
    }

    #[test]
    fn the_app_and_the_command_line_note_the_same() {
        let samples = [
            Note::SamBuildsItAgain,
            Note::OlderBuild,
            Note::HasAnotherName,
            Note::SharingUnknown,
            Note::CountedUnpacked,
            Note::ImagesStay(1),
            Note::ImagesStay(1_200),
            Note::OldImagesStay(1),
            Note::OldImagesStay(2),
            Note::NotCounted,
            Note::HardLinks(48_300_000),
            Note::ProcessGone,
            Note::ChangesPlaces,
        ];
        same("note-", &samples, note);
        let step = crate::plan::Step {
            action: crate::plan::Action::DeleteLayer(dir()),
            target: String::new(),
            path: None,
            size_bytes: 0,
            frees_bytes: 0,
            file_count: None,
            notes: samples.to_vec(),
        };
        assert_eq!(notes(&step.notes), step.note());
        assert_eq!(notes(&[]), None);
    }

    #[test]
    fn the_app_and_the_command_line_refuse_alike() {
        let name = || "brave_hopper".to_owned();
        let samples = [
            Reason::Gone,
            Reason::LockedBy { pid: 47_110 },
            Reason::Locked,
            Reason::InUse,
            Reason::ContainerRuns { name: name(), state: "paused".to_owned() },
            Reason::ContainerNotOfSam { name: name() },
            Reason::EngineSilent,
            Reason::NotADirectory,
            Reason::NothingToCheck,
            Reason::ArnUnknown(dir()),
            Reason::Arn(LayerArn::new("a:b:1").unwrap().parts().unwrap_err()),
            Reason::UnderWay,
        ];
        same("reason-", &samples, reason);
        // A name is no sentence.
        let samples = [Target::LockOf(dir()), Target::ImagesOfLayers];
        same("target-", &samples, |sample| target(sample).into_owned());
        assert_eq!(target(&Target::Named(name())), Target::Named(name()).to_string());
    }

    #[test]
    fn the_app_and_the_command_line_skip_alike() {
        let samples = [
            Skip::Cancelled,
            Skip::OldContentUntouched,
            Skip::RestInTrash,
            Skip::ReadOnly,
            Skip::NotRefreshed(dir().to_string()),
            Skip::CarriedOutElsewhere,
            Skip::EngineHasItNoMore,
            Skip::NoSelectionFits,
        ];
        same("skipped-", &samples, skip);
    }

    #[test]
    fn a_recording_is_called_one_in_every_language() {
        // As the demo's recording and JSON have it.
        let name = "Docker 27.5.1, recorded for the demo";
        assert_eq!(engine(name, true), name);
        assert_eq!(engine("Docker 27.5.1", false), "Docker 27.5.1");
        speak(Lang::Korean);
        assert_eq!(engine(name, true), "Docker 27.5.1, 데모용 기록");
    }
}
