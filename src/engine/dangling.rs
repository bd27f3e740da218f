//! Recognises images without a name that come from builds of SAM. Pure: no I/O.
//!
//! When a build takes over a name (`--force-image-build`, a layer of the template itself), the earlier image stays
//! without one, and an interrupted build leaves what it had built. Only the history shows where such an image comes
//! from.

use super::build_steps::StepKind;
use super::images::{Container, HistoryStep, Image, by_image, digest, unique_bytes, unix_time};
use crate::inventory::facts::{FoundDangling, ImageDisk};
use crate::text::one_line;

/// Returns how an image is recognised as a build of SAM: its newest steps, down to the one that adds the emulator, have
/// to be SAM's (`samcli/local/docker/lambda_image.py`, `_generate_dockerfile`).
///
/// An image that the user built on one of SAM's has other steps on top, and belongs to the user; then the result is
/// `None`.
pub(super) fn recognise(newest_first: &[HistoryStep]) -> Option<String> {
    let mut layers = 0;
    for step in newest_first {
        match StepKind::of(step) {
            StepKind::AddsEmulator if layers == 0 => {
                return Some("it ends with SAM's steps: the emulator in /var/rapid".to_owned());
            }
            StepKind::AddsEmulator => {
                let layers = crate::text::counted(layers, "layer");
                return Some(format!("it ends with SAM's steps: the emulator in /var/rapid and {layers} in /opt"));
            }
            StepKind::AddsLayer { .. } => layers += 1,
            StepKind::Completes => {}
            StepKind::Other => return None,
        }
    }
    None
}

/// Returns the fact about a recognised image.
pub(super) fn found(image: &Image, containers: &[Container], disk: ImageDisk, recognised_by: String) -> FoundDangling {
    let size_bytes = u64::try_from(image.size).unwrap_or(0);
    FoundDangling {
        id: format!("sha256:{}", one_line(digest(&image.id))),
        created: unix_time(image.created),
        size_bytes,
        unique_bytes: unique_bytes(size_bytes, image.shared_size),
        disk,
        containers: by_image(containers).remove(digest(&image.id)).unwrap_or_default(),
        recognised_by,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(newest_first: &[&str]) -> Option<String> {
        let steps: Vec<HistoryStep> =
            newest_first.iter().map(|step| HistoryStep { created_by: (*step).to_owned(), size: 1 }).collect();
        recognise(&steps)
    }

    #[test]
    fn a_build_of_sam_is_recognised_for_every_builder() {
        let classic = [
            "/bin/sh -c cp -rf /tmp/layer1/. /opt/ && rm -rf /tmp/layer1",
            "/bin/sh -c #(nop) ADD dir:82e132 in /tmp/layer1 ",
            "/bin/sh -c #(nop) ADD dir:61553b in /opt ",
            "/bin/sh -c mv /var/rapid/aws-lambda-rie-x86_64 /var/rapid/aws-lambda-rie && chmod +x /var/rapid/aws-lambda-rie",
            "/bin/sh -c #(nop) ADD file:73e2b2 in /var/rapid/ ",
            "/bin/sh -c #(nop)  CMD [\"bash\"]",
        ];
        assert!(history(&classic).unwrap().contains("2 layers"));
        let buildkit = [
            "ADD a-1-926eeb5ff1 /opt # buildkit",
            "RUN /bin/sh -c mv /var/rapid/aws-lambda-rie-arm64 /var/rapid/aws-lambda-rie && chmod +x /var/rapid/aws-lambda-rie # buildkit",
            "ADD aws-lambda-rie-arm64 /var/rapid/ # buildkit",
        ];
        assert!(history(&buildkit).unwrap().contains("1 layer "));
        assert!(history(&classic[4..]).is_some(), "one that broke off after its first step");
    }

    #[test]
    fn an_image_built_by_the_user_on_one_of_sam_is_not_recognised() {
        let on_sam = ["RUN pip install x # buildkit", "ADD aws-lambda-rie /var/rapid/ # buildkit"];
        for theirs in [&on_sam[..], &["ADD dir:1 in /opt "], &["/bin/sh -c #(nop) ADD file:1 in /var/rapids/ "], &[]] {
            assert_eq!(history(theirs), None, "{theirs:?}");
        }
    }
}
