//! The machine of a developer of a web shop: layers in every state, images, a template, leftovers.

use jiff::Timestamp;
use samlayers::content::quotas::CodeSize;
use samlayers::inventory::facts::{
    CacheAccess, CacheEntryKind, CacheState, EngineState, Finding, FoundContainer, FoundForeign, FoundImage,
    FoundLayer, FoundLeftover, FoundLock, FoundStatus, FoundTemplate, ImageDisk, LeftoverKind, Measure, TrashTotals,
};
use samlayers::sam::image_name::Generation;
use samlayers::sam::lock::{DownloadStatus, LockContent};
use samlayers::sam::template::{Function, FunctionLayer, PackageType, ResolvedTemplate};
use samlayers::sam::{Architecture, HashedName, ImageName, LayerArn, LayerDir, LogicalId, Runtime};

pub const CACHE: &str = "/home/kim/.aws-sam/layers-pkg";
const TEMPLATE: &str = "/home/kim/shop/template.yaml";

pub const MY_LAYER: &str = "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1";
pub const MY_SECOND_LAYER: &str = "arn:aws:lambda:us-west-2:111111111111:layer:mySecondLayer:1";
pub const POWERTOOLS: &str =
    "arn:aws:lambda:eu-central-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python312-x86_64:7";
pub const FONTS: &str = "arn:aws:lambda:eu-central-1:123456789012:layer:fonts:12";
pub const MISSING: &str = "arn:aws:lambda:eu-central-1:123456789012:layer:not-here-yet:3";

/// The code of every function, as `sam build` left it.
pub const CODE: CodeSize = CodeSize { bytes: 13_000_000, files: 400, zipped: None, built: true };

pub fn dir(arn: &str) -> LayerDir {
    LayerArn::new(arn).unwrap().dir()
}

pub fn ago(hours: i64) -> Timestamp {
    let now: Timestamp = super::app::NOW.parse().unwrap();
    Timestamp::from_second(now.as_second() - hours * 3600).unwrap()
}

pub fn layer(dir: &LayerDir, hours: i64) -> FoundLayer {
    FoundLayer {
        dir: dir.clone(),
        path: format!("{CACHE}/{dir}").into(),
        kind: CacheEntryKind::Directory,
        modified: Some(ago(hours)),
        lock: None,
        status: None,
        origin: None,
    }
}

pub fn measured(dir: &LayerDir, bytes: u64, files: u64) -> Finding {
    Finding::Measured(dir.clone(), Measure { bytes, files, ..Measure::default() })
}

pub fn ready_cache() -> Finding {
    Finding::Cache(CacheState { path: CACHE.into(), chosen_by: "SAM's default".to_owned(), access: CacheAccess::Ready })
}

pub fn engine() -> Finding {
    Finding::Engine(EngineState::Ready {
        name: "Docker 20.10.24".to_owned(),
        endpoint: "unix:///var/run/docker.sock".to_owned(),
        recorded: false,
    })
}

fn function_layer(arn: &str) -> FunctionLayer {
    FunctionLayer::of_arn(LayerArn::new(arn).unwrap())
}

fn local_layer(logical_id: &str) -> FunctionLayer {
    FunctionLayer::Local { written: format!("Ref {logical_id}"), id: LogicalId::new(logical_id), content: None }
}

pub fn function(name: &str, runtime: &str, layers: Vec<FunctionLayer>) -> Function {
    let runtime = Runtime::new(runtime);
    let names: Vec<HashedName> = layers.iter().filter_map(FunctionLayer::hashed_name).collect();
    let image =
        (!names.is_empty()).then(|| ImageName::layered(Generation::V1_71, &runtime, Architecture::X86_64, &names));
    let invoke_image = image.clone().unwrap_or_else(|| ImageName::rapid(&runtime, Architecture::X86_64));
    Function {
        logical_id: LogicalId::new(name),
        full_path: name.to_owned(),
        package_type: PackageType::Zip,
        runtime: Some(runtime),
        architecture: Some(Architecture::X86_64),
        layers,
        image,
        invoke_image: Some(invoke_image),
        build_image: None,
        build_container: None,
        code_path: Some("/home/kim/shop/src".into()),
        problems: Vec::new(),
    }
}

fn functions() -> Vec<Function> {
    vec![
        function("CheckoutFunction", "python3.12", vec![function_layer(MY_LAYER), function_layer(MY_SECOND_LAYER)]),
        function("SearchFunction", "python3.12", vec![function_layer(POWERTOOLS), local_layer("SharedCode")]),
        function("ThumbnailFunction", "nodejs22.x", vec![function_layer(FONTS), function_layer(MISSING)]),
        function("HealthFunction", "python3.12", vec![]),
    ]
}

fn image(name: &ImageName, size: u64, own: u64, hours: i64, containers: Vec<FoundContainer>) -> Finding {
    Finding::Image(FoundImage {
        name: name.clone(),
        // A different ID for each: they differ in their first digits.
        id: format!("sha256:{:02x}825dc642cb6eb9a060e54bf8d69288fbee4904c1a0d7b1a3e1e6a4f5c2d901", name.as_str().len()),
        created: Some(ago(hours)),
        size_bytes: size,
        unique_bytes: Some(own),
        add_step_sizes: None,
        containers,
        tagged: Some(ago(hours)),
        disk: ImageDisk::default(),
        recognised_by: None,
    })
}

/// What a survey of that machine finds.
pub fn findings() -> Vec<Finding> {
    let mut findings = vec![ready_cache()];
    let sizes =
        [(MY_LAYER, 1_240_000, 31, 50), (MY_SECOND_LAYER, 48_300_000, 1_204, 50), (POWERTOOLS, 21_700_000, 902, 700)];
    for (arn, bytes, files, hours) in sizes {
        let mut found = layer(&dir(arn), hours);
        found.status = Some(FoundStatus {
            path: format!("{CACHE}/.locks/{}.downloading.status", dir(arn)).into(),
            status: Some(DownloadStatus::Completed),
            failure: None,
        });
        findings.extend([Finding::Layer(found), measured(&dir(arn), bytes, files)]);
    }
    findings.extend([Finding::Layer(layer(&dir(FONTS), 3)), measured(&dir(FONTS), 0, 0)]);
    let legacy = LayerDir::parse("legacy-utils-2-0a1b2c3d4e").unwrap();
    findings.extend([Finding::Layer(layer(&legacy, 24 * 500)), measured(&legacy, 152_000_000, 8_412)]);
    let cut_off = LayerDir::parse("chrome-33-5f0e1d2c3b").unwrap();
    let mut found = layer(&cut_off, 26);
    found.status = Some(FoundStatus {
        path: format!("{CACHE}/.locks/{cut_off}.downloading.status").into(),
        status: Some(DownloadStatus::InProgress),
        failure: None,
    });
    found.lock = Some(FoundLock {
        path: format!("{CACHE}/.locks/{cut_off}.downloading.lock").into(),
        content: Some(LockContent { pid: 4711, since: 0.0 }),
        owner_alive: false,
        modified: Some(ago(26)),
        sam_waits: None,
        failure: None,
    });
    findings.extend([Finding::Layer(found), measured(&cut_off, 9_100_000, 12)]);
    findings.push(Finding::Leftover(FoundLeftover {
        path: format!("{CACHE}/{cut_off}_0123456789abcdef0123456789abcdef.zip").into(),
        kind: LeftoverKind::Zip,
        bytes: 33_000_000,
        modified: Some(ago(26)),
        dir: Some(cut_off),
        in_use: false,
        unknown_owner: None,
    }));
    findings.push(Finding::Foreign(FoundForeign {
        path: format!("{CACHE}/notes.txt").into(),
        reason: "SAM makes no such file".into(),
    }));
    findings.push(Finding::Trash(TrashTotals { entries: 2, bytes: 5_300_000 }));
    findings.extend([Finding::CacheListed, Finding::CacheMeasured, engine()]);
    let functions = functions();
    let exited = FoundContainer {
        id: "c0ffee".repeat(10),
        name: "brave_hopper".to_owned(),
        state: "exited".to_owned(),
        by_sam: true,
        function: None,
        created: Some(ago(2)),
        ended: Some(ago(2)),
    };
    findings.push(Finding::Containers(vec![exited.clone()]));
    findings.push(image(functions[0].image.as_ref().unwrap(), 612_000_000, 49_600_000, 2, vec![exited]));
    let old = ImageName::parse("samcli/lambda:python3.7-x86_64-2dd7ac5ffb30d515926aefffd").unwrap();
    findings.push(image(&old, 1_010_000_000, 49_500_000, 24 * 900, vec![]));
    let unknown = ImageName::parse("samcli/lambda-nodejs:18-arm64-00112233445566778899aabbc").unwrap();
    findings.push(image(&unknown, 540_000_000, 12_000_000, 24 * 80, vec![]));
    findings.push(image(functions[3].invoke_image.as_ref().unwrap(), 560_000_000, 0, 24 * 10, vec![]));
    findings.push(Finding::ImagesListed);
    let functions = functions.into_iter().map(Into::into).collect();
    let answer = ResolvedTemplate { functions, ..ResolvedTemplate::default() };
    findings.push(Finding::Template(FoundTemplate { path: TEMPLATE.into(), outcome: Ok(answer), region: None }));
    findings.push(Finding::TemplatesRead);
    findings
}
