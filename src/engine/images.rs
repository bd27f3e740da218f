//! The images and containers as an engine reports them, and their conversion to facts. Pure: no I/O.
//!
//! Both the answers of an engine and recordings are read into these types. Field names are those of the Docker API, so
//! that a recording can be created with `curl`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use crate::inventory::facts::{FoundContainer, FoundImage, ImageDisk};
use crate::sam::ImageName;
use crate::sam::image_name::{DURABLE, ImageKind};
use crate::text::one_line;

/// The name of the container with the emulator of durable executions.
const DURABLE_CONTAINER: &str = "sam-durable-execution-emulator";

/// An entry of `/images/json`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Image {
    /// `sha256:…`.
    pub id: String,
    /// The ID of the image it was built on, if the engine keeps it.
    pub parent_id: String,
    /// The names; none for a dangling image.
    #[serde(deserialize_with = "or_empty")]
    pub repo_tags: Vec<String>,
    /// The Unix time of the build, in seconds.
    pub created: i64,
    /// The size of the whole image in bytes.
    pub size: i64,
    /// The bytes shared with other images; absent or negative if the engine does not report them.
    pub shared_size: Option<i64>,
    /// The file system layers, lowest first: `RootFS.Layers` of `/images/ID/json`.
    #[serde(deserialize_with = "or_empty")]
    pub layers: Vec<String>,
    /// The time at which a name was last added: `Metadata.LastTagTime` of `/images/ID/json`.
    pub last_tag_time: Option<String>,
}

/// An entry of `/containers/json`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Container {
    /// The ID, 64 hex digits.
    pub id: String,
    /// The names, each with a leading slash.
    #[serde(deserialize_with = "or_empty")]
    pub names: Vec<String>,
    /// The name of the image.
    pub image: String,
    /// The ID of the image.
    #[serde(rename = "ImageID")]
    pub image_id: String,
    /// The state: `running`, `exited` …
    pub state: String,
    /// The labels.
    #[serde(deserialize_with = "or_empty")]
    pub labels: BTreeMap<String, String>,
    /// The Unix time of creation, in seconds.
    pub created: i64,
    /// The time at which it ended: `State.FinishedAt` of `/containers/ID/json`.
    pub finished_at: Option<String>,
}

/// An entry of `/images/NAME/history`, which lists the newest step first.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct HistoryStep {
    /// The command of the step.
    pub created_by: String,
    /// The bytes that it added.
    pub size: i64,
}

impl Image {
    /// Returns the names. Docker up to 24 reports `<none>:<none>` for an image without a name.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.repo_tags.iter().map(String::as_str).filter(|tag| *tag != "<none>:<none>")
    }
}

impl Container {
    /// Returns the first name without the slash, or the short ID.
    pub(super) fn name(&self) -> String {
        let name = self.names.first().map_or("", |name| name.trim_start_matches('/'));
        one_line(if name.is_empty() { short_id(&self.id) } else { name })
    }

    /// Returns whether the container runs, so that it cannot be removed.
    pub(super) fn is_running(&self) -> bool {
        matches!(self.state.as_str(), "running" | "paused" | "restarting")
    }

    /// Returns whether SAM created the container. SAM has labelled its containers since 1.145, except the emulator of
    /// durable executions, which has a fixed name and image.
    pub(super) fn is_by_sam(&self) -> bool {
        let is_emulator = self.names.iter().any(|name| name.trim_start_matches('/') == DURABLE_CONTAINER)
            && self.image.starts_with(DURABLE);
        is_emulator || self.labels.keys().any(|label| label.starts_with("sam.cli."))
    }

    pub(super) fn found(&self) -> FoundContainer {
        FoundContainer {
            id: one_line(&self.id),
            name: self.name(),
            state: one_line(&self.state),
            by_sam: self.is_by_sam(),
            function: self.labels.get("sam.cli.function.name").map(|name| one_line(name)),
            created: unix_time(self.created),
            ended: self.finished_at.as_deref().and_then(parse_time),
        }
    }
}

/// Returns the containers that SAM created, whatever their image.
pub(super) fn containers_by_sam(containers: &[Container]) -> Vec<FoundContainer> {
    containers.iter().filter(|container| container.is_by_sam()).map(Container::found).collect()
}

/// Returns the containers of each image, by its digest.
pub(super) fn by_image(containers: &[Container]) -> BTreeMap<&str, Vec<FoundContainer>> {
    let mut of_image: BTreeMap<&str, Vec<FoundContainer>> = BTreeMap::new();
    for container in containers {
        of_image.entry(digest(&container.image_id)).or_default().push(container.found());
    }
    of_image
}

/// Returns a Unix time; engines write 0 for none.
pub(super) fn unix_time(seconds: i64) -> Option<Timestamp> {
    (seconds > 0).then(|| Timestamp::from_second(seconds).ok()).flatten()
}

/// Returns an RFC 3339 time; engines write the year 1 for none.
pub(super) fn parse_time(text: &str) -> Option<Timestamp> {
    text.parse().ok().filter(|time: &Timestamp| time.as_second() > 0)
}

/// Returns a fact for every image name that SAM gives; an image with three such names is three facts.
///
/// Name filters of engines do not match `samcli/lambda-python` for `samcli/lambda` (aws-sam-cli#8647), so all images
/// are listed and filtered here. The containers of an image count for each of its names.
pub(super) fn found_images(images: &[Image], containers: &[Container]) -> Vec<FoundImage> {
    let of_image = by_image(containers);
    let mut found = Vec::new();
    for image in images {
        for name in image.names().filter_map(ImageName::parse) {
            // No engine that follows the rules for names accepts control characters.
            if one_line(name.as_str()) != name.as_str() {
                continue;
            }
            let size_bytes = u64::try_from(image.size).unwrap_or(0);
            let is_proof = name.is_proof();
            found.push(FoundImage {
                name,
                id: format!("sha256:{}", one_line(digest(&image.id))),
                created: unix_time(image.created),
                size_bytes,
                unique_bytes: unique_bytes(size_bytes, image.shared_size),
                add_step_sizes: None,
                containers: of_image.get(digest(&image.id)).cloned().unwrap_or_default(),
                tagged: image.last_tag_time.as_deref().and_then(parse_time),
                disk: ImageDisk { other_names: (image.names().count() as u64).saturating_sub(1), parts: None },
                recognised_by: of_image
                    .get(digest(&image.id))
                    .filter(|_| !is_proof)
                    .and_then(|containers| recognised_by_container(containers)),
            });
        }
    }
    found
}

/// Returns a fact for every other image name.
pub(super) fn other_images(images: &[Image], containers: &[Container]) -> Vec<FoundImage> {
    let of_image = by_image(containers);
    let of = |image: &Image, name: &str| {
        let size_bytes = u64::try_from(image.size).unwrap_or(0);
        FoundImage {
            name: ImageName::of_function(name),
            id: format!("sha256:{}", one_line(digest(&image.id))),
            created: unix_time(image.created),
            size_bytes,
            unique_bytes: unique_bytes(size_bytes, image.shared_size),
            add_step_sizes: None,
            containers: of_image.get(digest(&image.id)).cloned().unwrap_or_default(),
            tagged: None,
            disk: ImageDisk { other_names: (image.names().count() as u64).saturating_sub(1), parts: None },
            recognised_by: None,
        }
    };
    let others = images.iter().flat_map(|image| image.names().map(move |name| (image, name)));
    let is_other = |(_, name): &(&Image, &str)| ImageName::parse(name).is_none() && one_line(name) == *name;
    others.filter(is_other).map(|(image, name)| of(image, name)).collect()
}

/// Returns how a container shows that SAM ran the image: SAM labels its containers, and builds the images of image
/// functions that it runs.
pub(super) fn recognised_by_container(containers: &[FoundContainer]) -> Option<String> {
    let container = containers.iter().find(|container| container.by_sam)?;
    Some(format!("SAM ran the container {} of it", container.name))
}

/// Returns whether the history of an image contains its layers.
pub(super) fn has_layers(image: &FoundImage) -> bool {
    matches!(image.name.kind(), ImageKind::Layered { .. })
}

/// Returns the bytes of the image that are not shared; `None` if the engine reported no usable number.
pub(super) fn unique_bytes(size: u64, shared: Option<i64>) -> Option<u64> {
    shared.and_then(|shared| u64::try_from(shared).ok()).and_then(|shared| size.checked_sub(shared))
}

/// Returns an ID without its algorithm, which some engines write in one place and omit in another.
pub(super) fn digest(id: &str) -> &str {
    id.strip_prefix("sha256:").unwrap_or(id)
}

/// Returns the first twelve digits, as docker shows them.
pub(super) fn short_id(id: &str) -> &str {
    let digest = digest(id);
    digest.get(..12).unwrap_or(digest)
}

/// Engines write `null` for an empty list or map.
fn or_empty<'de, D: serde::Deserializer<'de>, T: Default + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Option::<T>::deserialize(from).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use super::*;

    const H: &str = "2dd7ac5ffb30d515926aefffd";

    fn image(id: &str, tags: &[&str]) -> Image {
        Image {
            id: id.to_owned(),
            repo_tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            size: 100,
            ..Image::default()
        }
    }

    #[test]
    fn only_names_that_sam_gives_are_reported() {
        let python = format!("samcli/lambda-python:3.12-x86_64-{H}");
        let podman = format!("localhost/samcli/lambda-nodejs:22.x-arm64-{H}");
        let images = [
            image("sha256:aa", &[&python, "mine:latest", &podman]),
            image("bb", &["python:3.12"]),
            image("cc", &[]),
            image("dd", &["function:rapid-x86_64"]),
        ];
        let found = found_images(&images, &[]);
        let names: Vec<_> = found.iter().map(|image| (image.id.as_str(), image.name.as_str())).collect();
        assert_eq!(names, [("sha256:aa", &*python), ("sha256:aa", &podman), ("sha256:dd", "function:rapid-x86_64")]);
    }

    #[test]
    fn containers_are_matched_to_images_with_and_without_algorithm() {
        let container = Container {
            id: "0123456789abcdef".to_owned(),
            image_id: "aa".to_owned(),
            state: "exited".to_owned(),
            labels: BTreeMap::from([("sam.cli.container.type".to_owned(), "lambda".to_owned())]),
            ..Container::default()
        };
        let of_another = Container { image_id: "sha256:bb".to_owned(), ..Container::default() };
        let found = found_images(&[image("sha256:aa", &["r:rapid-arm64"])], &[container, of_another]);
        let [container] = &found[0].containers[..] else { panic!("{found:?}") };
        assert_eq!(
            (container.name.as_str(), container.state.as_str(), container.by_sam),
            ("0123456789ab", "exited", true)
        );
    }

    #[test]
    fn all_other_images_are_reported_apart_from_those_of_sam() {
        let images =
            [image("aa", &["hello:latest", "public.ecr.aws/sam/build-python3.13:latest-x86_64"]), image("bb", &[])];
        let others = other_images(&images, &[]);
        assert_eq!(others.iter().map(|image| image.name.as_str()).collect::<Vec<_>>(), ["hello:latest"]);
        assert_eq!(found_images(&images, &[]).len(), 1);
    }

    #[test]
    fn a_container_of_sam_shows_that_sam_ran_the_image() {
        let container = |label: &str| Container {
            names: vec!["/calm".to_owned()],
            image_id: "aa".to_owned(),
            labels: BTreeMap::from([(label.to_owned(), "Orders".to_owned())]),
            ..Container::default()
        };
        let images = [image("aa", &["orders:rapid-x86_64"])];
        let by_sam = found_images(&images, &[container("sam.cli.function.name")]);
        assert_eq!(by_sam[0].recognised_by.as_deref(), Some("SAM ran the container calm of it"));
        assert_eq!(by_sam[0].containers[0].function.as_deref(), Some("Orders"));
        assert_eq!(found_images(&images, &[container("com.example")])[0].recognised_by, None);
    }

    #[test]
    fn the_emulator_of_durable_executions_is_recognised_by_name_and_image() {
        let container = |name: &str, image: &str| Container {
            names: vec![name.to_owned()],
            image: image.to_owned(),
            ..Container::default()
        };
        assert!(container("/sam-durable-execution-emulator", &format!("{DURABLE}:latest")).is_by_sam());
        assert!(!container("/sam-durable-execution-emulator", "postgres:17").is_by_sam());
        assert!(!container("/mine", &format!("{DURABLE}:latest")).is_by_sam());
    }

    #[test]
    fn ten_thousand_images_are_sorted_out_at_once() {
        let images: Vec<Image> = (0..10_000).map(|n| image(&format!("{n:x}"), &[&format!("app{n}:latest")])).collect();
        assert_eq!((found_images(&images, &[]).len(), other_images(&images, &[]).len()), (0, 10_000));
    }

    #[test]
    fn implausible_shared_sizes_are_ignored() {
        assert_eq!(unique_bytes(100, Some(30)), Some(70));
        assert_eq!(unique_bytes(100, Some(-1)), None);
        assert_eq!(unique_bytes(100, Some(101)), None);
        assert_eq!(unique_bytes(100, None), None);
    }

    #[test]
    fn null_lists_and_maps_are_empty() {
        let image: Image = serde_json::from_str(r#"{"Id":"sha256:aa","RepoTags":null}"#).unwrap();
        assert!(image.repo_tags.is_empty());
        let container: Container = serde_json::from_str(r#"{"Id":"c","Labels":null,"Names":null}"#).unwrap();
        assert_eq!(container.name(), "c");
    }
}
