//! The size of a package against Lambda's quotas.

use std::collections::BTreeMap;

use super::breakdown::{Part, sort};
use super::savings::{Saving, largest};
use crate::content::quotas::{MAX_DIRECT_UPLOAD_BYTES, MAX_IMAGE_BYTES, MAX_LAYERS, MAX_UNZIPPED_BYTES};
use crate::sam::problem::ProblemCode;
use crate::text::Sentence;

/// The kinds of packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackageKind {
    /// A function with its layers.
    Function,
    /// A cached layer.
    Layer,
    /// A zip file.
    Zip,
    /// A folder.
    Folder,
    /// A container image.
    Image,
}

impl PackageKind {
    /// Returns the word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Function => "function",
            Self::Layer => "layer",
            Self::Zip => "zip",
            Self::Folder => "folder",
            Self::Image => "image",
        }
    }
}

/// The size of a package, and what it is made up of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageSize {
    /// The name of the function, layer or image, or the path.
    pub target: String,
    /// The kind.
    pub kind: PackageKind,
    /// The bytes of the zip; `None` where there is none.
    pub zipped: Option<u64>,
    /// The uncompressed bytes: of a function, of its code and layers together; of an image, all of it. A lower bound
    /// where something is unknown.
    pub unzipped: u64,
    /// The uncompressed bytes of a function's code, if known.
    pub code: Option<u64>,
    /// The number of files and links.
    pub files: u64,
    /// The layers of a function, in order.
    pub layers: Vec<String>,
    /// The parts, largest first. An image has none.
    pub parts: Vec<Part>,
    /// What is not counted, with the reason.
    pub unknown: Vec<(String, Sentence)>,
    /// Whether a part of it exists and cannot be read.
    pub is_unread: bool,
}

/// The quotas that apply to a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// The bytes of a zip for a direct upload.
    pub zipped: Option<u64>,
    /// The uncompressed bytes.
    pub unzipped: u64,
    /// The number of layers.
    pub layers: Option<usize>,
}

impl PackageSize {
    /// Returns the size of a package without layers.
    pub fn of_parts(target: String, kind: PackageKind, parts: super::breakdown::Parts) -> Self {
        let super::breakdown::Parts { parts, bytes, files } = parts;
        Self {
            target,
            kind,
            zipped: None,
            unzipped: bytes,
            code: None,
            files,
            layers: Vec::new(),
            parts,
            unknown: Vec::new(),
            is_unread: false,
        }
    }

    /// Returns the size of a function from its code, if that is known, and its layers in order.
    pub fn of_function(target: String, code: Option<Self>, layers: Vec<Self>) -> Self {
        let mut whole = Self::of_parts(target, PackageKind::Function, super::breakdown::Parts::default());
        whole.code = code.as_ref().map(|code| code.unzipped);
        whole.zipped = code.as_ref().and_then(|code| code.zipped);
        let packages = code.into_iter().map(|code| (None, code));
        for (layer, package) in packages.chain(layers.into_iter().map(|layer| (Some(layer.target.clone()), layer))) {
            whole.unzipped = whole.unzipped.saturating_add(package.unzipped);
            whole.files += package.files;
            whole.layers.extend(layer.clone());
            whole.unknown.extend(package.unknown);
            whole.is_unread |= package.is_unread;
            whole.parts.extend(package.parts.into_iter().map(|part| Part { layer: layer.clone(), ..part }));
        }
        whole.note_repeated();
        sort(&mut whole.parts);
        whole
    }

    /// Notes in each distribution the other packages of the function that hold it.
    fn note_repeated(&mut self) {
        let mut packages: BTreeMap<_, Vec<String>> = BTreeMap::new();
        let holder = |part: &Part, target: &str| part.layer.clone().unwrap_or_else(|| target.to_owned());
        for part in &self.parts {
            if let Some(identity) = part.identity() {
                let holders = packages.entry(identity).or_default();
                let holder = holder(part, &self.target);
                if !holders.contains(&holder) {
                    holders.push(holder);
                }
            }
        }
        for part in &mut self.parts {
            let Some(holders) = part.identity().and_then(|identity| packages.get(&identity)) else { continue };
            let own = holder(part, &self.target);
            part.also_in = holders.iter().filter(|holder| **holder != own).cloned().collect();
        }
    }

    /// Returns the quotas that apply.
    pub fn quota(&self) -> Quota {
        match self.kind {
            PackageKind::Image => Quota { zipped: None, unzipped: MAX_IMAGE_BYTES, layers: None },
            _ => {
                Quota { zipped: Some(MAX_DIRECT_UPLOAD_BYTES), unzipped: MAX_UNZIPPED_BYTES, layers: Some(MAX_LAYERS) }
            }
        }
    }

    /// Returns the codes of the quotas that are exceeded.
    pub fn exceeded(&self) -> Vec<&'static str> {
        let quota = self.quota();
        let mut codes = Vec::new();
        if self.unzipped > quota.unzipped {
            codes.push(ProblemCode::OverQuota.as_str());
        }
        if quota.layers.is_some_and(|most| self.layers.len() > most) {
            codes.push(ProblemCode::TooManyLayers.as_str());
        }
        if quota.zipped.zip(self.zipped).is_some_and(|(most, bytes)| bytes > most) {
            codes.push(OVER_DIRECT_UPLOAD);
        }
        codes
    }

    /// Returns what would make the package smaller, the largest first.
    pub fn savings(&self) -> Vec<Saving> {
        largest(&self.parts)
    }
}

/// The code of a zip that is too large for a direct upload and has to go through S3.
pub const OVER_DIRECT_UPLOAD: &str = "over-direct-upload";

#[cfg(test)]
mod tests {
    use super::super::breakdown::{PartKind, Parts};
    use super::super::distribution::Ecosystem;
    use super::*;

    fn package(target: &str, kind: PackageKind, distributions: &[(&str, u64)]) -> PackageSize {
        let part = |(name, bytes): &(&str, u64)| Part {
            kind: PartKind::Distribution,
            name: Some((*name).to_owned()),
            ecosystem: Some(Ecosystem::Pip),
            version: None,
            bytes: *bytes,
            files: 1,
            is_in_runtime: false,
            layer: None,
            also_in: Vec::new(),
        };
        let parts: Vec<Part> = distributions.iter().map(part).collect();
        let bytes = parts.iter().map(|part| part.bytes).sum();
        PackageSize::of_parts(target.to_owned(), kind, Parts { files: parts.len() as u64, bytes, parts })
    }

    #[test]
    fn a_function_is_its_code_and_its_layers() {
        let code = package("F", PackageKind::Folder, &[("requests", 10)]);
        let layers = vec![
            package("a-1-0123456789", PackageKind::Layer, &[("numpy", 30), ("PyYAML", 5)]),
            package("b-1-0123456789", PackageKind::Layer, &[("pyyaml", 7), ("numpy", 20)]),
        ];
        let function = PackageSize::of_function("F".to_owned(), Some(code), layers);
        assert_eq!((function.unzipped, function.code, function.files), (72, Some(10), 5));
        let line = |part: &Part| {
            format!(
                "{} {} {}",
                part.name.clone().unwrap_or_default(),
                part.layer.clone().unwrap_or_default(),
                part.also_in.join(",")
            )
        };
        assert_eq!(
            function.parts.iter().map(line).collect::<Vec<_>>(),
            [
                "numpy a-1-0123456789 b-1-0123456789",
                "numpy b-1-0123456789 a-1-0123456789",
                "requests  ",
                "pyyaml b-1-0123456789 a-1-0123456789",
                "PyYAML a-1-0123456789 b-1-0123456789",
            ]
        );
        assert!(function.exceeded().is_empty());
    }

    #[test]
    fn quotas_are_exceeded_beyond_their_last_byte() {
        let mut zip = package("x.zip", PackageKind::Zip, &[("a", MAX_UNZIPPED_BYTES)]);
        zip.zipped = Some(MAX_DIRECT_UPLOAD_BYTES);
        assert!(zip.exceeded().is_empty());
        zip.unzipped += 1;
        zip.zipped = Some(MAX_DIRECT_UPLOAD_BYTES + 1);
        zip.layers = vec![String::new(); MAX_LAYERS + 1];
        assert_eq!(zip.exceeded(), ["over-quota", "too-many-layers", "over-direct-upload"]);
        let mut image = package("app", PackageKind::Image, &[("a", MAX_UNZIPPED_BYTES + 1)]);
        assert!(image.exceeded().is_empty());
        image.unzipped = MAX_IMAGE_BYTES + 1;
        assert_eq!(image.exceeded(), ["over-quota"]);
    }
}
