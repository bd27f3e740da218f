//! The steps in the history of an image, as each builder writes them. Pure: no I/O.
//!
//! | Builder | A step that adds a layer |
//! |---|---|
//! | Docker's classic builder | `/bin/sh -c #(nop) ADD dir:<hash of the files> in /opt ` |
//! | Buildah (Podman) | the same, with the size of an archive, or 0 if it writes all steps into one layer |
//! | `BuildKit` (Docker, Finch's nerdctl) | `ADD myLayer-1-926eeb5ff1 /opt # buildkit`, with the name of the layer |
//!
//! Finch's daemon has no history at all (`api/handlers/image/image.go`): then all numbers of layers are possible.

use super::images::HistoryStep;
use crate::sam::HashedName;
use crate::sam::image_name::{HASH_DIGITS, layers_sha256};

/// What a step did, as far as SAM's own builds have such steps (`samcli/local/docker/lambda_image.py`,
/// `_generate_dockerfile`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StepKind<'a> {
    /// `ADD aws-lambda-rie-x86_64 /var/rapid/`: the first step of every build of SAM since 1.0.
    AddsEmulator,
    /// Makes the emulator executable, or copies an added layer to `/opt`.
    Completes,
    /// Adds a layer. SAM adds the first one to `/opt` and any other to `/tmp/layerN`, from where it is copied; before
    /// 1.155 it added all of them to `/opt`.
    AddsLayer {
        /// What was added, if the builder writes it.
        source: Option<&'a str>,
    },
    /// Anything else.
    Other,
}

impl<'a> StepKind<'a> {
    pub(super) fn of(step: &'a HistoryStep) -> Self {
        let command = step.created_by.trim();
        if let Some((source, destination)) = parts_of_add(command) {
            return match destination.trim_end_matches('/') {
                "/var/rapid" => Self::AddsEmulator,
                path if is_layer_destination(path) => Self::AddsLayer { source },
                _ => Self::Other,
            };
        }
        // The shell prefix depends on the builder: `/bin/sh -c …`, `RUN /bin/sh -c … # buildkit`.
        let command = command.trim_start_matches("RUN ").trim_start_matches("/bin/sh -c ");
        let of_emulator =
            command.starts_with("mv /var/rapid/aws-lambda-rie") || command.starts_with("chmod +x /var/rapid/");
        let of_layer = command.starts_with("cp -rf /tmp/layer") && command.contains(" /opt/ && rm -rf /tmp/layer");
        if of_emulator || of_layer { Self::Completes } else { Self::Other }
    }
}

/// Returns source and destination of an `ADD` step. The source is `None` where the builder writes the hash of the files.
fn parts_of_add(command: &str) -> Option<(Option<&str>, &str)> {
    let command = command.strip_prefix("/bin/sh -c #(nop)").unwrap_or(command).trim();
    let arguments = command.strip_prefix("ADD ")?.split(" # ").next()?;
    let mut words = arguments.split_whitespace();
    let destination = words.next_back()?;
    let source = words.next().filter(|_| words.next().is_none());
    Some((source, destination))
}

fn is_layer_destination(path: &str) -> bool {
    path == "/opt"
        || path.strip_prefix("/tmp/layer").is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Returns the steps that added a layer, oldest first. What lies below the emulator is the base image, which may have
/// added files to `/opt` itself (`--invoke-image`).
fn layer_steps(newest_first: &[HistoryStep]) -> Vec<(&HistoryStep, Option<&str>)> {
    let of_sam = newest_first.iter().take_while(|step| StepKind::of(step) != StepKind::AddsEmulator);
    let mut steps: Vec<_> = of_sam
        .filter_map(|step| match StepKind::of(step) {
            StepKind::AddsLayer { source } => Some((step, source)),
            _ => None,
        })
        .collect();
    steps.reverse();
    steps
}

/// Returns the sizes of the steps that added a layer, oldest first. A size of 0 is no evidence, as a builder may write
/// all steps into one layer; the number of steps is.
pub(super) fn layer_step_sizes(newest_first: &[HistoryStep]) -> Vec<u64> {
    layer_steps(newest_first).iter().map(|(step, _)| u64::try_from(step.size).unwrap_or(0)).collect()
}

/// Returns the layers that the steps name, if these names make the digits of the image's name. Then the layers are
/// proven, whether they are cached or not.
pub(super) fn named_layers(newest_first: &[HistoryStep], hash: &str) -> Option<Vec<HashedName>> {
    let sources: Option<Vec<&str>> = layer_steps(newest_first).into_iter().map(|(_, source)| source).collect();
    let names: Vec<HashedName> = sources?.into_iter().map(HashedName::parse).collect();
    (!names.is_empty() && layers_sha256(&names)[..HASH_DIGITS] == *hash).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(newest_first: &[(&str, i64)]) -> Vec<HistoryStep> {
        let step = |(created_by, size): &(&str, i64)| HistoryStep { created_by: (*created_by).to_owned(), size: *size };
        newest_first.iter().map(step).collect()
    }

    const CLASSIC: &[(&str, i64)] = &[
        ("/bin/sh -c cp -rf /tmp/layer1/. /opt/ && rm -rf /tmp/layer1", 3),
        ("/bin/sh -c #(nop) ADD dir:82e132 in /tmp/layer1 ", 3),
        ("/bin/sh -c #(nop) ADD dir:61553b in /opt ", 1),
        ("/bin/sh -c mv /var/rapid/aws-lambda-rie-x86_64 /var/rapid/aws-lambda-rie && chmod +x /var/rapid/x", 9),
        ("/bin/sh -c #(nop) ADD file:73e2b2 in /var/rapid/ ", 9),
        ("/bin/sh -c #(nop) ADD dir:feed in /opt ", 9),
    ];

    const BUILDKIT: &[(&str, i64)] = &[
        ("RUN /bin/sh -c cp -rf /tmp/layer1/. /opt/ && rm -rf /tmp/layer1 # buildkit", 3),
        ("ADD mySecondLayer-1-6bc1022bdf /tmp/layer1 # buildkit", 3),
        ("ADD myLayer-1-926eeb5ff1 /opt # buildkit", 1),
        ("ADD aws-lambda-rie-x86_64 /var/rapid/ # buildkit", 9),
    ];

    /// The digits that AWS documents for these two layers.
    const BOTH: &str = "2dd7ac5ffb30d515926aefffd";

    #[test]
    fn layer_steps_are_recognised_for_every_builder() {
        assert_eq!(layer_step_sizes(&history(CLASSIC)), [1, 3], "what the base image added does not count");
        assert_eq!(layer_step_sizes(&history(BUILDKIT)), [1, 3]);
        let before_1_155 = [("ADD b /opt # buildkit", 3), ("ADD a /opt/ # buildkit", 1), ("ADD c /options", 9)];
        assert_eq!(layer_step_sizes(&history(&before_1_155)), [1, 3]);
        // Podman without cached layers writes one layer at the end.
        let one_layer =
            [("/bin/sh -c #(nop) ADD dir:61 in /opt ", 0), ("/bin/sh -c #(nop) ADD dir:62 in /opt", 0), ("ADD x /", 9)];
        assert_eq!(layer_step_sizes(&history(&one_layer)), [0, 0]);
        assert_eq!(layer_step_sizes(&[]), [] as [u64; 0]);
    }

    #[test]
    fn names_in_the_history_count_only_if_they_make_the_digits() {
        let named = |steps: &[(&str, i64)]| named_layers(&history(steps), BOTH);
        let both = named(BUILDKIT).expect("both names");
        assert_eq!(
            both.iter().map(HashedName::as_str).collect::<Vec<_>>(),
            ["myLayer-1-926eeb5ff1", "mySecondLayer-1-6bc1022bdf"]
        );
        assert_eq!(named(&BUILDKIT[1..2]), None, "a part of them");
        assert_eq!(named(&[BUILDKIT[2], BUILDKIT[1]]), None, "another order");
        assert_eq!(named(CLASSIC), None);
        assert_eq!(named(&[]), None);
    }
}
