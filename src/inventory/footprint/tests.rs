use jiff::Timestamp;

use super::*;
use crate::inventory::facts::{
    CacheEntryKind, CacheState, Finding, FoundDangling, FoundImage, FoundLayer, FoundTemplate, ImageDisk, Measure,
    TrashTotals,
};
use crate::sam::template::ResolvedTemplate;
use crate::sam::{ImageName, LayerDir};

const LAYERS: [(&str, u64); 2] = [("a-1-0123456789", 100), ("b-1-0123456789", 20)];

fn cache(access: CacheAccess) -> Finding {
    Finding::Cache(CacheState { path: "/cache".into(), chosen_by: "default".to_owned(), access })
}

fn layers() -> Vec<Finding> {
    let mut findings = vec![cache(CacheAccess::Ready)];
    for (name, bytes) in LAYERS {
        let dir = LayerDir::parse(name).unwrap();
        findings.push(Finding::Layer(FoundLayer {
            path: format!("/cache/{name}").into(),
            dir: dir.clone(),
            kind: CacheEntryKind::Directory,
            modified: Some(Timestamp::UNIX_EPOCH),
            lock: None,
            status: None,
            origin: None,
        }));
        findings.push(Finding::Measured(dir, Measure { bytes, files: 1, ..Measure::default() }));
    }
    findings.extend([Finding::Trash(TrashTotals { entries: 1, bytes: 7 }), Finding::CacheListed]);
    findings.push(Finding::CacheMeasured);
    findings
}

fn images() -> Vec<Finding> {
    let image = FoundImage {
        name: ImageName::parse("samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd").unwrap(),
        id: "sha256:1".to_owned(),
        created: None,
        size_bytes: 600,
        unique_bytes: Some(600),
        add_step_sizes: None,
        containers: Vec::new(),
        tagged: None,
        disk: ImageDisk::default(),
        recognised_by: None,
    };
    let ready = EngineState::Ready { name: "Docker".to_owned(), endpoint: "unix".to_owned(), recorded: false };
    let dangling = Finding::Dangling(Vec::<FoundDangling>::new());
    vec![Finding::Engine(ready), Finding::Image(image), Finding::ImagesListed, dangling]
}

/// A template without functions: nothing is used.
fn template() -> Vec<Finding> {
    let outcome = Ok(ResolvedTemplate::default());
    vec![
        Finding::Template(FoundTemplate { path: "/p/template.yaml".into(), outcome, region: None }),
        Finding::TemplatesRead,
    ]
}

fn footprint(findings: impl IntoIterator<Item = Finding>) -> Footprint {
    let mut inventory = Inventory::default();
    findings.into_iter().for_each(|finding| inventory.apply(finding));
    inventory.join().footprint
}

#[test]
fn everything_known_adds_up() {
    let all = footprint(layers().into_iter().chain(images()).chain(template()));
    assert_eq!(all.layers, Amount::Known(120));
    assert_eq!((all.images_unique, all.images_shared), (Amount::Known(600), Amount::Known(0)));
    assert_eq!((all.trash, all.total()), (Amount::Known(7), Amount::Known(727)));
    assert_eq!(all.unused, Amount::Known(720), "nothing uses layers and image; the trash is counted on its own");
}

#[test]
fn nothing_is_final_while_figures_arrive() {
    assert_eq!(footprint([]).total(), Amount::Counting(0));
    let mut arriving = layers();
    arriving.pop();
    let so_far = footprint(arriving.clone());
    assert_eq!((so_far.layers, so_far.total()), (Amount::Counting(120), Amount::Counting(127)));
    let uses = footprint(layers().into_iter().chain(images()));
    assert_eq!(uses.total(), Amount::Known(727));
    assert!(uses.unused.is_counting(), "the templates are still being read");
}

#[test]
fn an_engine_that_does_not_answer_makes_the_images_unknown_and_the_sum_a_lower_bound() {
    for engine in [EngineState::Off, EngineState::Unavailable { endpoint: "x".to_owned(), reason: "no".into() }] {
        let all = footprint(layers().into_iter().chain([Finding::Engine(engine)]).chain(template()));
        assert_eq!((all.images(), all.total()), (Amount::Unknown, Amount::AtLeast(127)));
        assert_eq!(all.unused, Amount::AtLeast(120));
    }
}

#[test]
fn without_a_template_what_is_unused_is_not_zero_but_unknown() {
    let all = footprint(layers().into_iter().chain(images()).chain([Finding::TemplatesRead]));
    assert_eq!((all.unused, all.unused.known()), (Amount::AtLeast(0), None));
}

#[test]
fn a_cache_that_cannot_be_read_is_unknown_and_one_that_does_not_exist_is_empty() {
    let unusable = footprint([cache(CacheAccess::Unusable("no".into())), Finding::CacheListed, Finding::CacheMeasured]);
    assert_eq!((unusable.layers, unusable.trash), (Amount::Unknown, Amount::Unknown));
    let missing = footprint([cache(CacheAccess::Missing), Finding::CacheListed, Finding::CacheMeasured]);
    assert_eq!((missing.layers, missing.trash), (Amount::Known(0), Amount::Known(0)));
}

#[test]
fn a_layer_that_could_not_be_read_in_full_makes_a_lower_bound() {
    let mut findings = layers();
    let measure = Measure { bytes: 20, files: 1, failure_count: 1, ..Measure::default() };
    findings.insert(5, Finding::Measured(LayerDir::parse(LAYERS[1].0).unwrap(), measure));
    assert_eq!(footprint(findings).layers, Amount::AtLeast(120));
}

#[test]
fn an_image_is_unused_only_where_something_proves_that_sam_made_it() {
    let with = |recognised_by: Option<&str>| {
        let mut findings = images();
        if let Some(Finding::Image(image)) = findings.get_mut(1) {
            image.name = ImageName::parse("checkoutfunction:rapid-x86_64").unwrap();
            image.recognised_by = recognised_by.map(str::to_owned);
        }
        footprint(layers().into_iter().chain(findings).chain(template())).unused
    };
    assert_eq!(with(None), Amount::Known(120), "anyone may give an image this name");
    assert_eq!(with(Some("its history ends with SAM's steps")), Amount::Known(720));
}
