//! Tests of the join, with scenario files and generated sequences of facts.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Deserialize;

use super::facts::*;
use super::*;
use crate::sam::image_name::{Generation, HASH_DIGITS, layers_sha256};
use crate::sam::lock::{DownloadStatus, LockContent};
use crate::sam::problem::{Problem, ProblemCode};
use crate::sam::template::{Function, FunctionLayer, PackageType, ResolvedTemplate, TemplateRefusal};
use crate::sam::{Architecture, HashedName, ImageName, LayerArn, LogicalId, Runtime};

const FIRST: &str = "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1";
const SECOND: &str = "arn:aws:lambda:us-west-2:111111111111:layer:mySecondLayer:1";

#[derive(Deserialize)]
struct Scenario {
    story: String,
    layer: Given,
    expect: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    status: Option<String>,
    lock: Option<String>,
    kind: Option<String>,
    files: Option<u64>,
    bytes: Option<u64>,
    #[serde(default)]
    failures: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    state: String,
    cached: bool,
    #[serde(default)]
    problems: Vec<String>,
}

#[test]
fn layer_states() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios/inventory/states.yaml");
    let scenarios: Vec<Scenario> = serde_yaml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert!(!scenarios.is_empty());
    for Scenario { story, layer, expect } in scenarios {
        let mut inventory = Inventory::default();
        inventory.apply(Finding::Layer(found(&layer)));
        if let (Some(files), Some(bytes)) = (layer.files, layer.bytes) {
            let failures = vec![(PathBuf::from("x"), "no".to_owned()); usize::try_from(layer.failures).unwrap()];
            let measure = Measure { bytes, files, failure_count: layer.failures, failures, ..Measure::default() };
            inventory.apply(Finding::Measured(dir(FIRST), measure));
        }
        let shown = inventory.join();
        let row = &shown.layers[0];
        let problems: Vec<_> = row.problems.iter().map(|problem| problem.code.as_str()).collect();
        assert_eq!((row.state.as_str(), row.counts_as_cached), (expect.state.as_str(), Some(expect.cached)), "{story}");
        assert_eq!(problems, expect.problems, "{story}");
    }
}

fn found(given: &Given) -> FoundLayer {
    let mut layer = layer(FIRST);
    layer.status = given.status.as_deref().map(|text| FoundStatus {
        path: "s".into(),
        status: match text {
            "rubbish" => None,
            text => Some(DownloadStatus::parse(text).unwrap()),
        },
        failure: None,
    });
    layer.lock = given.lock.as_deref().map(|text| FoundLock {
        path: "l".into(),
        content: (text != "rubbish").then_some(LockContent { pid: 42, since: 1.0 }),
        owner_alive: text == "alive",
        modified: None,
        sam_waits: (text == "unknown").then_some(std::time::Duration::from_secs(290)),
        failure: None,
    });
    layer.kind = match given.kind.as_deref() {
        Some("link") => CacheEntryKind::Link("/".into()),
        Some("file") => CacheEntryKind::Other,
        _ => CacheEntryKind::Directory,
    };
    layer
}

fn arn(text: &str) -> LayerArn {
    LayerArn::new(text).unwrap()
}

fn dir(text: &str) -> LayerDir {
    arn(text).dir()
}

fn layer(text: &str) -> FoundLayer {
    FoundLayer {
        path: Path::new("/cache").join(dir(text).as_str()),
        dir: dir(text),
        kind: CacheEntryKind::Directory,
        modified: Some(Timestamp::from_second(1_000).unwrap()),
        lock: None,
        status: None,
        origin: None,
    }
}

fn function(arns: &[&str]) -> Function {
    let layers: Vec<FunctionLayer> = arns.iter().map(|text| FunctionLayer::of_arn(arn(text))).collect();
    let image = image_name(arns);
    Function {
        logical_id: LogicalId::new("Hello"),
        full_path: "Hello".into(),
        package_type: PackageType::Zip,
        runtime: Some(Runtime::new("python3.12")),
        architecture: Some(Architecture::X86_64),
        layers,
        image: Some(image.clone()),
        invoke_image: Some(image),
        build_image: None,
        build_container: None,
        code_path: None,
        problems: vec![],
    }
}

fn image_name(arns: &[&str]) -> ImageName {
    let names: Vec<HashedName> = arns.iter().map(|text| dir(text).into()).collect();
    ImageName::layered(Generation::V1_71, &Runtime::new("python3.12"), Architecture::X86_64, &names)
}

fn image(name: ImageName, created: i64) -> FoundImage {
    FoundImage {
        name,
        id: "sha256:1".into(),
        created: Some(Timestamp::from_second(created).unwrap()),
        size_bytes: 100,
        unique_bytes: None,
        add_step_sizes: None,
        containers: vec![],
        tagged: None,
        disk: ImageDisk::default(),
        recognised_by: None,
    }
}

fn template(path: &str, functions: Vec<Function>) -> Finding {
    let functions = functions.into_iter().map(Arc::new).collect();
    let answer = ResolvedTemplate { functions, ..ResolvedTemplate::default() };
    Finding::Template(FoundTemplate { path: path.into(), outcome: Ok(answer), region: None })
}

fn unresolved(path: &str) -> NotRead {
    NotRead { path: path.into(), reason: NotReadReason::Unresolved }
}

fn inventory(findings: Vec<Finding>) -> Inventory {
    let mut inventory = Inventory::default();
    for finding in findings {
        inventory.apply(finding);
    }
    inventory
}

fn ready() -> Finding {
    Finding::Engine(EngineState::Ready { name: "Docker".into(), endpoint: "unix:///s".into(), recorded: false })
}

#[test]
fn a_template_connects_arn_directory_and_image() {
    let shown = inventory(vec![
        Finding::Layer(layer(FIRST)),
        Finding::Layer(layer(SECOND)),
        template("t.yaml", vec![function(&[FIRST, SECOND])]),
        Finding::TemplatesRead,
        ready(),
        Finding::Image(image(image_name(&[FIRST, SECOND]), 1_780_000_000)),
        Finding::ImagesListed,
    ])
    .join();
    let first = shown.layer(&dir(FIRST)).unwrap();
    assert_eq!(first.arn.as_ref().unwrap().arn, arn(FIRST));
    assert_eq!(first.images, [image_name(&[FIRST, SECOND])]);
    assert_eq!(first.usage.functions()[0].function, "Hello");
    assert_eq!(shown.images[0].layers.as_ref().unwrap().names, [dir(FIRST).into(), dir(SECOND).into()]);
    let function = &shown.templates[0].functions[0];
    assert_eq!((function.cached.as_slice(), function.image_present), (&[Some(true), Some(true)][..], Some(true)));
    assert_eq!(shown.totals.problems, 0);
}

#[test]
fn an_image_of_a_function_is_only_likely_and_needs_a_template_in_scope() {
    let other = |name: &str| image(ImageName::of_function(name), 1);
    let listed = || Finding::OtherImages(vec![other("docker.io/library/hello:latest"), other("postgres:17")]);
    let shown = inventory(vec![ready(), listed(), Finding::ImagesListed, Finding::TemplatesRead]).join();
    assert!(shown.images.is_empty(), "without a template all of them are other programs' images");
    let of_image = Function {
        package_type: PackageType::Image,
        image: None,
        invoke_image: None,
        build_image: Some(ImageName::of_function("hello:latest")),
        ..function(&[])
    };
    let found =
        vec![ready(), listed(), template("t.yaml", vec![of_image]), Finding::ImagesListed, Finding::TemplatesRead];
    let shown = inventory(found).join();
    let [row] = &shown.images[..] else { panic!("{:?}", shown.images) };
    assert_eq!((row.name.as_str(), &row.evidence), ("docker.io/library/hello:latest", &ImageEvidence::Template));
    assert!(!row.evidence.is_proof() && row.usage.functions().len() == 1);
}

#[test]
fn a_name_that_only_looks_like_one_of_sam_proves_nothing() {
    let rapid = |recognised_by: Option<&str>| {
        let name = ImageName::parse("myapp:rapid-x86_64").unwrap();
        let found = FoundImage { recognised_by: recognised_by.map(str::to_owned), ..image(name, 1) };
        inventory(vec![ready(), Finding::Image(found), Finding::ImagesListed, Finding::TemplatesRead]).join()
    };
    assert_eq!(rapid(None).images[0].evidence, ImageEvidence::Nothing);
    assert!(rapid(Some("its history")).images[0].evidence.is_proof());
}

#[test]
fn a_build_image_is_used_by_functions_of_its_runtime() {
    let runtime = Runtime::new("python3.12");
    let build = ImageName::build(&runtime, Architecture::X86_64);
    let zip = Function { build_container: Some(build.clone()), ..function(&[FIRST]) };
    let unused = ImageName::build(&runtime, Architecture::Arm64);
    let shown = inventory(vec![
        ready(),
        Finding::Image(image(build, 1)),
        Finding::Image(image(unused, 1)),
        template("t.yaml", vec![zip]),
        Finding::ImagesListed,
        Finding::TemplatesRead,
    ])
    .join();
    let usages: Vec<_> = shown.images.iter().map(|row| (row.name.as_str(), row.usage.functions().len())).collect();
    let expected = [
        ("public.ecr.aws/sam/build-python3.12:latest-arm64", 0),
        ("public.ecr.aws/sam/build-python3.12:latest-x86_64", 1),
    ];
    assert_eq!(usages, expected);
}

#[test]
fn an_arn_is_never_a_guess() {
    let shown = inventory(vec![Finding::Layer(layer(FIRST)), Finding::Remembered(arn(SECOND))]).join();
    assert_eq!(shown.layers[0].arn, None);
    let shown = inventory(vec![Finding::Layer(layer(FIRST)), Finding::Remembered(arn(FIRST))]).join();
    assert_eq!(shown.layers[0].arn.as_ref().unwrap().source, ArnSource::Remembered);
}

#[test]
fn unreferenced_needs_every_template_resolved() {
    let usage = |findings: Vec<Finding>| {
        let mut all = vec![Finding::Layer(layer(FIRST))];
        all.extend(findings);
        inventory(all).join().layers[0].usage.clone()
    };
    assert_eq!(usage(vec![template("t.yaml", vec![function(&[SECOND])])]), Usage::Loading);
    assert_eq!(usage(vec![template("t.yaml", vec![function(&[SECOND])]), Finding::TemplatesRead]), Usage::Unreferenced);
    assert_eq!(usage(vec![Finding::TemplatesRead]), Usage::Unknown([].into()), "no template says nothing");
    let refusal = TemplateRefusal { code: "InvalidLayerReference".into(), message: "no".into() };
    let refused = FoundTemplate { path: "bad.yaml".into(), outcome: Err(refusal), region: None };
    assert_eq!(
        usage(vec![template("t.yaml", vec![]), Finding::Template(refused), Finding::TemplatesRead]),
        Usage::Unknown([unresolved("bad.yaml")].into())
    );
    let refusal = || Some(TemplateRefusal { code: "InvalidSamDocumentException".into(), message: "no".into() });
    let next_year = |is_cut_off| {
        let answer = ResolvedTemplate {
            functions: vec![function(&[SECOND]).into()],
            error: refusal(),
            is_cut_off,
            ..ResolvedTemplate::default()
        };
        Finding::Template(FoundTemplate { path: "new.yaml".into(), outcome: Ok(answer), region: None })
    };
    assert_eq!(usage(vec![next_year(false), Finding::TemplatesRead]), Usage::Unreferenced, "all its layers are known");
    assert_eq!(usage(vec![next_year(true), Finding::TemplatesRead]), Usage::Unknown([unresolved("new.yaml")].into()));
    let mut half = function(&[SECOND]);
    let problem = Problem::new(ProblemCode::IntrinsicUnresolved, "x".into(), "y".into());
    half.layers[0] = FunctionLayer::Unusable { written: String::new(), problem };
    assert_eq!(
        usage(vec![template("half.yaml", vec![half]), Finding::TemplatesRead]),
        Usage::Unknown([unresolved("half.yaml")].into())
    );
}

#[test]
fn an_image_older_than_its_layers_is_outdated() {
    let codes = |created| {
        let names = vec![dir(FIRST).into()];
        let hash = layers_sha256(&names)[..HASH_DIGITS].to_owned();
        let layers = ImageLayers { names, source: "search".into() };
        let shown = inventory(vec![
            Finding::Layer(layer(FIRST)),
            ready(),
            Finding::Image(image(image_name(&[FIRST]), created)),
            Finding::ImageLayers { hash, layers },
        ])
        .join();
        shown.images[0].problems.iter().map(|problem| problem.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(999), [ProblemCode::ImageOutdated]);
    assert_eq!(codes(1_001), []);
}

#[test]
fn without_an_engine_images_are_unknown() {
    let dead = EngineState::Unavailable { endpoint: "unix:///s".into(), reason: "no response".into() };
    let shown = inventory(vec![template("t.yaml", vec![function(&[FIRST])]), Finding::Engine(dead)]).join();
    assert_eq!(shown.templates[0].functions[0].image_present, None);
    let shown = inventory(vec![template("t.yaml", vec![function(&[FIRST])]), ready(), Finding::ImagesListed]).join();
    assert_eq!(shown.templates[0].functions[0].image_present, Some(false));
}

#[test]
fn layer_sizes_are_added_up_for_the_quota() {
    let mut findings = vec![template("t.yaml", vec![function(&[FIRST, SECOND])])];
    for text in [FIRST, SECOND] {
        let measure = Measure { bytes: quotas::MAX_UNZIPPED_BYTES / 2 + 1, files: 1, ..Measure::default() };
        findings.push(Finding::Measured(dir(text), measure));
    }
    let shown = inventory(findings).join();
    let codes: Vec<_> = shown.templates[0].functions[0].problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [ProblemCode::OverQuota]);
}

#[test]
fn images_of_several_layers_built_before_the_merge_fix_are_suspect() {
    let codes = |arns: &[&str], created| {
        let shown = inventory(vec![
            template("t.yaml", vec![function(arns)]),
            ready(),
            Finding::Image(image(image_name(arns), created)),
        ])
        .join();
        shown.images[0].problems.iter().map(|problem| problem.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&[FIRST, SECOND], 1_700_000_000), [ProblemCode::ImageOrderSuspect]);
    assert_eq!(codes(&[FIRST, SECOND], 1_780_000_000), []);
    assert_eq!(codes(&[FIRST], 1_700_000_000), []);
}

/// A change of the known facts, among few layers so that the facts overlap.
#[derive(Debug, Clone, Copy)]
enum Event {
    Layer(usize, i64),
    Measured(usize, u64),
    Checked(usize, i64),
    Newer(usize, u64),
    Arn(usize),
    Remembered(usize),
    Template(usize, usize),
    Image(usize, usize),
    ImageLayers(usize, usize),
    Listed,
    Renewed(replace::SurveyPart, usize),
}

const LAYERS: [&str; 4] = [
    FIRST,
    SECOND,
    "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:2",
    "arn:aws:lambda:us-west-2:111111111111:layer:zlib:10",
];

fn apply_event(inventory: &mut Inventory, event: Event) {
    let at = |seconds| Some(Timestamp::from_second(seconds).unwrap());
    let found = |which: usize, modified| FoundLayer { modified: at(modified), ..layer(LAYERS[which]) };
    let finding = match event {
        Event::Layer(which, modified) => Finding::Layer(found(which, modified)),
        Event::Measured(which, files) => {
            Finding::Measured(dir(LAYERS[which]), Measure { bytes: files * 10, files, ..Measure::default() })
        }
        Event::Checked(which, modified) => {
            let verdict = crate::content::verify::LayerVerdict::Impossible("no".into());
            let check = LayerVerification { at: Timestamp::UNIX_EPOCH, modified: at(modified), verdict };
            Finding::Checked(dir(LAYERS[which]), Box::new(check))
        }
        Event::Newer(which, by) => Finding::Newer(dir(LAYERS[which]), newer::Newer::Behind { by, latest: 9 }),
        Event::Arn(which) => {
            let source = ArnSource::Searched { account_from: "x".to_owned(), candidates: 1 };
            Finding::Arn(dir(LAYERS[which]), KnownArn { arn: arn(LAYERS[which]), source })
        }
        Event::Remembered(which) => Finding::Remembered(arn(LAYERS[which])),
        Event::Template(a, b) => template(["t.yaml", "u.yaml"][a % 2], vec![function(&[LAYERS[a], LAYERS[b]])]),
        Event::Image(a, b) => Finding::Image(image(image_name(&[LAYERS[a], LAYERS[b]]), 2_000)),
        Event::ImageLayers(a, b) => {
            let names = [LAYERS[a], LAYERS[b]].map(|text| dir(text).into());
            let hash = layers_sha256(&names)[..HASH_DIGITS].to_owned();
            let layers = ImageLayers { names: names.to_vec(), source: "a search".to_owned() };
            Finding::ImageLayers { hash, layers }
        }
        Event::Listed => Finding::TemplatesRead,
        Event::Renewed(part, which) => {
            let mut newer = Inventory::default();
            newer.apply(Finding::Layer(found(which, 1)));
            newer.apply(Finding::Layer(found((which + 1) % LAYERS.len(), 3)));
            newer.apply(Finding::Measured(dir(LAYERS[which]), Measure { files: 7, ..Measure::default() }));
            newer.apply(template("t.yaml", vec![function(&[LAYERS[which]])]));
            newer.apply(ready());
            newer.apply(Finding::Image(image(image_name(&[LAYERS[which]]), 2_000)));
            inventory.replace_part(part, &mut newer);
            return;
        }
    };
    inventory.apply(finding);
}

fn event() -> impl proptest::strategy::Strategy<Value = Event> {
    use proptest::prelude::*;
    let one = || 0..LAYERS.len();
    let part = || proptest::sample::select(replace::SurveyPart::ALL.to_vec());
    prop_oneof![
        (one(), 1i64..3).prop_map(|(which, modified)| Event::Layer(which, modified)),
        (one(), 0u64..3).prop_map(|(which, files)| Event::Measured(which, files)),
        (one(), 1i64..3).prop_map(|(which, modified)| Event::Checked(which, modified)),
        (one(), 1u64..3).prop_map(|(which, by)| Event::Newer(which, by)),
        one().prop_map(Event::Arn),
        one().prop_map(Event::Remembered),
        (one(), one()).prop_map(|(a, b)| Event::Template(a, b)),
        (one(), one()).prop_map(|(a, b)| Event::Image(a, b)),
        (one(), one()).prop_map(|(a, b)| Event::ImageLayers(a, b)),
        Just(Event::Listed),
        (part(), one()).prop_map(|(part, which)| Event::Renewed(part, which)),
    ]
}

proptest::proptest! {
    #[test]
    fn rows_kept_from_the_last_join_equal_newly_built_rows(
        events in proptest::collection::vec((event(), proptest::bool::ANY), 1..40)
    ) {
        let mut inventory = Inventory::default();
        let mut shown = InventoryRows::default();
        for (event, joined) in events {
            apply_event(&mut inventory, event);
            if joined {
                shown = inventory.join_changed(shown);
                proptest::prop_assert!(!inventory.has_more_to_join());
                proptest::prop_assert_eq!(&shown, &inventory.join(), "after {:?}", event);
            }
        }
    }
}

proptest::proptest! {
    #[test]
    fn only_facts_that_rows_lack_are_searched_for(events in proptest::collection::vec(event(), 1..40)) {
        let mut inventory = Inventory::default();
        for event in events {
            apply_event(&mut inventory, event);
        }
        let InventoryRows { layers, images, .. } = inventory.join();
        let without: Vec<_> = layers.iter().filter(|row| row.arn.is_none()).map(|row| row.dir.clone()).collect();
        proptest::prop_assert_eq!(inventory.layers_without_arn(), without);
        let known = layers.iter().filter_map(|row| Some((row.dir.clone(), row.arn.clone()?)));
        let (with, sources): (Vec<_>, Vec<_>) =
            known.map(|(dir, known)| ((dir, known.arn.clone()), known)).unzip();
        proptest::prop_assert_eq!(inventory.layers_with_arn(), with);
        let proven = sources.into_iter().filter(|known| matches!(known.source, ArnSource::Template(_)));
        let proven = proven.map(|known| known.arn).filter(|arn| inventory.remembered.get(&arn.dir()) != Some(arn));
        proptest::prop_assert_eq!(inventory.newly_proven(), proven.collect::<Vec<_>>());
        let unknown = images.into_iter().filter(|row| row.layers.is_none() && row.name.hash().is_some());
        let unknown = unknown.map(|row| row.name).collect::<Vec<_>>();
        proptest::prop_assert_eq!(inventory.images_without_layers(), unknown);
    }
}

#[test]
fn many_layers_are_joined_in_batches() {
    let arn = |number: usize| format!("arn:aws:lambda:us-west-2:111111111111:layer:many:{number}");
    let count = join::MAX_NEW_ROWS * 2 + 10;
    let mut inventory = inventory((1..=count).map(|number| Finding::Layer(layer(&arn(number)))).collect());
    let mut shown = InventoryRows::default();
    for rows in [join::MAX_NEW_ROWS, join::MAX_NEW_ROWS * 2, count] {
        shown = inventory.join_changed(shown);
        assert_eq!((shown.layers.len(), inventory.has_more_to_join()), (rows, rows < count));
    }
    // Templates affect every row, so existing rows keep their old values until they are rebuilt.
    inventory.apply(Finding::TemplatesRead);
    for known in [join::MAX_NEW_ROWS, join::MAX_NEW_ROWS * 2, count] {
        shown = inventory.join_changed(shown);
        let loading = shown.layers.iter().filter(|row| row.usage == Usage::Loading).count();
        assert_eq!((shown.layers.len(), count - loading), (count, known));
    }
    assert_eq!(shown, inventory.join());
}
