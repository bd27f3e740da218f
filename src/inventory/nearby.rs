//! What is there instead of what SAM will look for, and how the two differ.
//!
//! "It is not cached" is half an answer: most often the same layer is there in another version, or for another region
//! or account, and the image is there with the same layers in another order. Names are compared part by part.

use std::collections::BTreeSet;

use super::{ImageRow, LayerRow, Shown};
use crate::sam::image_name::ImageKind;
use crate::sam::{ImageName, LayerArn, LayerDir};

/// How many are told; more would hide the one that matters.
const TOLD: usize = 3;

/// Something that is there, and how it differs from what SAM will look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearby {
    /// Its name: a layer directory or an image.
    pub name: String,
    /// How it differs: `version 3 instead of 5`.
    pub difference: String,
}

/// Cached layers of the same name as one that SAM will look for, the nearest first. `arn` is the wanted one, where it
/// is known.
pub fn layers(shown: &Shown, wanted: &LayerDir, arn: Option<&LayerArn>) -> Vec<Nearby> {
    let same_name = |row: &&LayerRow| row.dir.layer_name() == wanted.layer_name() && row.dir != *wanted;
    let mut rows: Vec<&LayerRow> = shown.layers.iter().filter(same_name).collect();
    let version = |dir: &LayerDir| dir.version().parse::<u64>().unwrap_or_default();
    rows.sort_by_key(|row| version(&row.dir).abs_diff(version(wanted)));
    let nearby = rows.into_iter().take(TOLD);
    nearby.map(|row| Nearby { name: row.dir.to_string(), difference: layer_difference(wanted, arn, row) }).collect()
}

fn layer_difference(wanted: &LayerDir, arn: Option<&LayerArn>, there: &LayerRow) -> String {
    let mut differences = Vec::new();
    if there.dir.version() != wanted.version() {
        differences.push(format!("version {} instead of {}", there.dir.version(), wanted.version()));
    }
    let parts = |arn: &LayerArn| {
        let parts = arn.parts().ok()?;
        Some(
            [("partition", parts.partition), ("region", parts.region), ("account", parts.account)]
                .map(|(what, part)| (what, part.to_string())),
        )
    };
    let known = there.arn.as_ref().and_then(|known| parts(&known.arn));
    match (arn.and_then(parts), known) {
        (Some(wanted), Some(there)) => {
            let differing = wanted.iter().zip(&there).filter(|(wanted, there)| wanted != there);
            differences
                .extend(differing.map(|((what, wanted), (_, there))| format!("{what} {there} instead of {wanted}")));
        }
        _ if differences.is_empty() => {
            differences.push("another region or account, which its ten digits alone do not tell".to_owned());
        }
        _ => {}
    }
    if !there.counts_as_cached {
        differences.push("and SAM would download it again as well".to_owned());
    }
    if differences.is_empty() { "written differently".to_owned() } else { differences.join(", ") }
}

/// Images the engine has that are nearest to one SAM will look for, which is made of `layers` in this order.
pub fn images(shown: &Shown, wanted: &ImageName, layers: &[String]) -> Vec<Nearby> {
    let there = shown.images.iter().filter(|row| row.name.without_registry() != wanted.without_registry());
    let mut nearby: Vec<(usize, Nearby)> = there
        .filter_map(|row| {
            let (distance, difference) = image_difference(wanted, layers, row)?;
            Some((distance, Nearby { name: row.name.to_string(), difference }))
        })
        .collect();
    nearby.sort_by_key(|(distance, _)| *distance);
    nearby.into_iter().take(TOLD).map(|(_, nearby)| nearby).collect()
}

/// How far an image is from the wanted one, and in what; `None` where they have nothing to do with each other.
fn image_difference(wanted: &ImageName, layers: &[String], there: &ImageRow) -> Option<(usize, String)> {
    let ImageKind::Layered { generation, runtime, architecture, hash } = there.name.kind() else { return None };
    let ImageKind::Layered { generation: own, runtime: own_runtime, architecture: own_architecture, hash: own_hash } =
        wanted.kind()
    else {
        return None;
    };
    let mut differences = Vec::new();
    if hash == own_hash {
        differences.push("the same layers".to_owned());
    } else {
        differences.push(layers_difference(layers, &there.layers.as_ref()?.names)?);
    }
    if runtime != own_runtime {
        differences.push(format!("for {runtime} instead of {own_runtime}"));
    }
    if let (Some(there), Some(wanted)) = (architecture, own_architecture)
        && there != wanted
    {
        differences.push(format!("for {there} instead of {wanted}"));
    }
    if generation != own {
        differences.push(format!("named by {}", generation.releases()));
    }
    Some((differences.len() + usize::from(hash != own_hash), differences.join(", ")))
}

/// The layers of an image beside the wanted ones; `None` where they share nothing.
fn layers_difference(wanted: &[String], there: &[String]) -> Option<String> {
    let (own, others): (BTreeSet<&str>, BTreeSet<&str>) =
        (wanted.iter().map(String::as_str).collect(), there.iter().map(String::as_str).collect());
    if own == others {
        let what = if wanted.len() == there.len() { "in another order" } else { "one of them more than once" };
        return Some(format!("the same layers {what}"));
    }
    let layer_name =
        |name: &str| LayerDir::parse(name).map_or_else(|_| name.to_owned(), |dir| dir.layer_name().to_owned());
    let mut said = Vec::new();
    let mut replaced = BTreeSet::new();
    for missing in own.difference(&others) {
        match others.difference(&own).find(|other| layer_name(other) == layer_name(missing)) {
            Some(other) => {
                replaced.insert(*other);
                said.push(format!("{other} instead of {missing}"));
            }
            None => said.push(format!("without {missing}")),
        }
    }
    said.extend(
        others.difference(&own).filter(|other| !replaced.contains(*other)).map(|other| format!("with {other}")),
    );
    let is_near = own.intersection(&others).next().is_some() || !replaced.is_empty();
    is_near.then(|| said.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_of_images_are_compared_one_by_one() {
        let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        let wanted = names(&["a-1-0123456789", "b-2-0123456789"]);
        for (there, said) in [
            (&["b-2-0123456789", "a-1-0123456789"][..], Some("the same layers in another order")),
            (&["a-1-0123456789"][..], Some("without b-2-0123456789")),
            (&["a-1-0123456789", "b-1-9876543210"][..], Some("b-1-9876543210 instead of b-2-0123456789")),
            (&["a-1-0123456789", "b-2-0123456789", "Own"][..], Some("with Own")),
            (&["c-1-0123456789"][..], None),
        ] {
            assert_eq!(layers_difference(&wanted, &names(there)).as_deref(), said, "{there:?}");
        }
    }
}
