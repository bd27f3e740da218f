//! Finds cached layers and existing images that are similar to what SAM will look for, and describes the differences.
//!
//! "Not cached" alone rarely helps: often the same layer is cached in another version, or for another region or
//! account, or an image exists with the same layers in another order. Names are compared part by part.

use std::collections::BTreeSet;
use std::fmt;

use crate::inventory::{ImageRow, InventoryRows, LayerRow};
use crate::sam::image_name::{Generation, ImageKind};
use crate::sam::{HashedName, ImageName, LayerArn, LayerDir};

/// The maximum number of entries; more would hide the one that matters.
const MAX_MATCHES: usize = 3;

/// An existing entry, and how it differs from what SAM will look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMatch {
    /// The name of a layer directory or image.
    pub name: String,
    /// The differences, part by part; never empty.
    pub differences: Vec<NameDifference>,
}

impl NearMatch {
    /// Returns the differences as a phrase: `version 3 instead of 5`.
    pub fn difference(&self) -> String {
        self.differences.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }
}

/// One difference between an existing name and the wanted one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameDifference {
    /// A part differs: the existing value, and the wanted one.
    Instead(NamePart, String, String),
    /// The digits differ, and what they were made from is unknown.
    RegionOrAccount,
    /// SAM would not use the existing directory either.
    NotCached,
    /// The parts are the same, in another spelling.
    Spelling,
    /// The layers are the same.
    SameLayers,
    /// The layers are the same, in another order.
    Order,
    /// The layers are the same, but one of them occurs more than once.
    Repeated,
    /// A wanted layer is missing.
    Without(String),
    /// A layer is present that is not wanted.
    With(String),
    /// The name was given by other releases of SAM CLI.
    NamedBy(Generation),
}

/// A part of a name, or of the ARN it was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names are what they are")]
pub enum NamePart {
    Version,
    Partition,
    Region,
    Account,
    Layer,
    Runtime,
    Architecture,
}

impl fmt::Display for NameDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Instead(part, there, wanted) => {
                let lead = match part {
                    NamePart::Version => "version ",
                    NamePart::Partition => "partition ",
                    NamePart::Region => "region ",
                    NamePart::Account => "account ",
                    NamePart::Layer => "",
                    NamePart::Runtime | NamePart::Architecture => "for ",
                };
                write!(f, "{lead}{there} instead of {wanted}")
            }
            Self::RegionOrAccount => f.write_str("another region or account; its 10 digits do not show which"),
            Self::NotCached => f.write_str("and SAM would download this one again, too"),
            Self::Spelling => f.write_str("spelled differently"),
            Self::SameLayers => f.write_str("the same layers"),
            Self::Order => f.write_str("the same layers in a different order"),
            Self::Repeated => f.write_str("the same layers, one of them more than once"),
            Self::Without(layer) => write!(f, "without {layer}"),
            Self::With(layer) => write!(f, "with {layer}"),
            Self::NamedBy(generation) => write!(f, "named by {}", generation.releases()),
        }
    }
}

/// Returns cached layers with the same name as one that SAM will look for, the nearest version first. `arn` is the
/// wanted ARN, if it is known.
pub fn layers(shown: &InventoryRows, wanted: &LayerDir, arn: Option<&LayerArn>) -> Vec<NearMatch> {
    let same_name = |row: &&LayerRow| row.dir.layer_name() == wanted.layer_name() && row.dir != *wanted;
    let mut rows: Vec<&LayerRow> = shown.layers.iter().map(|row| &**row).filter(same_name).collect();
    let version = |dir: &LayerDir| dir.version().parse::<u64>().unwrap_or_default();
    rows.sort_by_key(|row| version(&row.dir).abs_diff(version(wanted)));
    let nearby = rows.into_iter().take(MAX_MATCHES);
    nearby
        .map(|row| NearMatch { name: row.dir.to_string(), differences: layer_differences(wanted, arn, row) })
        .collect()
}

fn layer_differences(wanted: &LayerDir, arn: Option<&LayerArn>, there: &LayerRow) -> Vec<NameDifference> {
    let mut differences = Vec::new();
    let mut compare = |part, there: &str, wanted: &str| {
        if there != wanted {
            differences.push(NameDifference::Instead(part, there.to_owned(), wanted.to_owned()));
        }
    };
    compare(NamePart::Version, there.dir.version(), wanted.version());
    let known = there.arn.as_ref().and_then(|known| known.arn.parts().ok());
    match (arn.and_then(|arn| arn.parts().ok()), known) {
        (Some(wanted), Some(there)) => {
            compare(NamePart::Partition, there.partition, wanted.partition);
            compare(NamePart::Region, there.region, wanted.region);
            compare(NamePart::Account, there.account.as_str(), wanted.account.as_str());
        }
        _ if differences.is_empty() => differences.push(NameDifference::RegionOrAccount),
        _ => {}
    }
    if there.counts_as_cached == Some(false) {
        differences.push(NameDifference::NotCached);
    }
    if differences.is_empty() {
        differences.push(NameDifference::Spelling);
    }
    differences
}

/// Returns the existing images most similar to the one that SAM will look for, which is built from `layers` in this
/// order.
pub fn images(shown: &InventoryRows, wanted: &ImageName, layers: &[HashedName]) -> Vec<NearMatch> {
    let others = shown.images.iter().filter(|row| row.name.without_registry() != wanted.without_registry());
    let mut nearby: Vec<(usize, NearMatch)> = others
        .filter_map(|row| {
            let (distance, differences) = image_differences(wanted, layers, row)?;
            Some((distance, NearMatch { name: row.name.to_string(), differences }))
        })
        .collect();
    nearby.sort_by_key(|(distance, _)| *distance);
    nearby.into_iter().take(MAX_MATCHES).map(|(_, nearby)| nearby).collect()
}

/// Returns how far an image is from the wanted one, and its differences; `None` if they have no layers in common.
fn image_differences(
    wanted: &ImageName,
    layers: &[HashedName],
    there: &ImageRow,
) -> Option<(usize, Vec<NameDifference>)> {
    let ImageKind::Layered { generation, runtime, architecture, hash } = there.name.kind() else { return None };
    let ImageKind::Layered { generation: own, runtime: own_runtime, architecture: own_architecture, hash: own_hash } =
        wanted.kind()
    else {
        return None;
    };
    let mut differences = if hash == own_hash {
        vec![NameDifference::SameLayers]
    } else {
        layers_differences(layers, &there.layers.as_ref()?.names)?
    };
    // Different layers count once, however many there are.
    let mut distance = if hash == own_hash { 1 } else { 2 };
    let mut compare = |part, there: String, wanted: String| {
        if there != wanted {
            differences.push(NameDifference::Instead(part, there, wanted));
            distance += 1;
        }
    };
    compare(NamePart::Runtime, runtime.to_string(), own_runtime.to_string());
    if let (Some(there), Some(wanted)) = (architecture, own_architecture) {
        compare(NamePart::Architecture, there.to_string(), wanted.to_string());
    }
    if generation != own {
        differences.push(NameDifference::NamedBy(*generation));
        distance += 1;
    }
    Some((distance, differences))
}

/// Returns the differences between the layers of an image and the wanted ones; `None` if none are shared.
fn layers_differences(wanted: &[HashedName], there: &[HashedName]) -> Option<Vec<NameDifference>> {
    let (own, others): (BTreeSet<&HashedName>, BTreeSet<&HashedName>) =
        (wanted.iter().collect(), there.iter().collect());
    if own == others {
        return Some(vec![if wanted.len() == there.len() { NameDifference::Order } else { NameDifference::Repeated }]);
    }
    let mut differences = Vec::new();
    let mut replaced = BTreeSet::new();
    for missing in own.difference(&others) {
        match others.difference(&own).find(|other| layer_name(other) == layer_name(missing)) {
            Some(other) => {
                replaced.insert(*other);
                differences.push(NameDifference::Instead(NamePart::Layer, other.to_string(), missing.to_string()));
            }
            None => differences.push(NameDifference::Without(missing.to_string())),
        }
    }
    let more = others.difference(&own).filter(|other| !replaced.contains(*other));
    differences.extend(more.map(|other| NameDifference::With(other.to_string())));
    let is_near = own.intersection(&others).next().is_some() || !replaced.is_empty();
    is_near.then_some(differences)
}

/// Returns the name of a layer without version and digits.
fn layer_name(name: &HashedName) -> &str {
    name.dir().map_or_else(|| name.as_str(), LayerDir::layer_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn image_layers_are_compared_one_by_one() {
        let names = |names: &[&str]| names.iter().map(|name| HashedName::parse(name)).collect::<Vec<_>>();
        let wanted = names(&["a-1-0123456789", "b-2-0123456789"]);
        for (there, expected) in [
            (&["b-2-0123456789", "a-1-0123456789"][..], Some("the same layers in a different order")),
            (&["a-1-0123456789"][..], Some("without b-2-0123456789")),
            (&["a-1-0123456789", "b-1-9876543210"][..], Some("b-1-9876543210 instead of b-2-0123456789")),
            (&["a-1-0123456789", "b-2-0123456789", "Own"][..], Some("with Own")),
            (&["c-1-0123456789"][..], None),
        ] {
            let differences = layers_differences(&wanted, &names(there));
            let actual = differences.map(|differences| NearMatch { name: String::new(), differences }.difference());
            assert_eq!(actual.as_deref(), expected, "{there:?}");
        }
    }
}
