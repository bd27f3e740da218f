//! Resolves the layers of a function in SAM's order (`_parse_layer_info` of
//! `samcli/lib/providers/sam_function_provider.py`).

use super::layer_problems::{self, WrittenLayers};
use super::node::{Map, Node};
use super::paths::is_in_s3;
use super::python::python_str;
use super::sam_error::{Refusals, SamError, SamResult};
use super::stacks::Stack;
use super::{FunctionLayer, Settings, TemplateFiles, paths};
use crate::sam::problem::{Problem, ProblemCode};
use crate::sam::{LayerArn, LogicalId};
use crate::text::sentence;

/// The name of Amazon Linux 2018.03 as a layer, which SAM ignores.
const AMAZON_LINUX_1803: &str = "arn:aws:lambda:::awslayer:AmazonLinux1803";
/// The name of Amazon Linux 2017.03 as a layer, which SAM refuses.
const AMAZON_LINUX_1703: &str = "arn:aws:lambda:::awslayer:AmazonLinux1703";

/// The maximum number of layers of a function in Lambda.
pub const MAX_LAYERS: usize = 5;

/// Returns the layers of the resolved properties, and a problem if there are too many.
///
/// `raw` is `Layers` as written in the template, for messages. Refusals are noted, and the layer stays in the list as
/// an unknown one.
pub fn list(
    (stack, files): (&Stack<'_>, &dyn TemplateFiles),
    settings: &Settings,
    properties: &Map,
    raw: Option<&Node>,
    refusals: &Refusals,
) -> SamResult<(Vec<FunctionLayer>, Vec<Problem>)> {
    let Some(resolved) = properties.get("Layers") else { return Ok((Vec::new(), Vec::new())) };
    let written = WrittenLayers::new(stack, settings, raw, &resolved);
    let mut layers = Vec::new();
    let items = match refusals.pass(iterate(&resolved))? {
        Some(items) => items,
        // Only null means no layers; any other value may be meant as one.
        None if resolved.is_null() => Vec::new(),
        None => {
            layers.push(refused(written.text(0, &resolved)));
            Vec::new()
        }
    };
    for (index, item) in items.into_iter().enumerate() {
        if item.as_str() == Some(AMAZON_LINUX_1803) {
            continue;
        }
        if item.as_str() == Some(AMAZON_LINUX_1703) {
            refusals.note(SamError::new(
                "InvalidLayerVersionArn",
                "the layer AmazonLinux1703 is no longer supported and SAM CLI refuses the template: remove it",
            ))?;
        }
        match refusals.pass(layer((stack, files), settings, &written, index, &item))? {
            Some(layer) => layers.extend(layer),
            None => layers.push(refused(written.text(index, &item))),
        }
    }
    let mut problems = Vec::new();
    // Lambda also counts the layers that SAM ignores.
    if layers.len() > MAX_LAYERS {
        problems.push(Problem::new(
            ProblemCode::TooManyLayers,
            sentence!("problem-too-many-layers", layers = layers.len().to_string(), most = MAX_LAYERS.to_string()),
            sentence!("fix-too-many-layers"),
        ));
    }
    Ok((layers, problems))
}

/// Returns what Python's `for` iterates over: the keys of a map, the characters of a text.
fn iterate(value: &Node) -> SamResult<Vec<Node>> {
    match value {
        Node::List(items) => Ok(items.borrow().clone()),
        Node::Map(map) => Ok(map.entries().into_iter().map(|(key, _)| key).collect()),
        Node::Str(text) => Ok(text.chars().map(|c| Node::text(c.to_string())).collect()),
        other => Err(SamError::new(
            "TypeError",
            format!(
                "`Layers` is a {} and SAM CLI crashes on it: give it a list or leave the line out",
                other.type_name()
            ),
        )),
    }
}

/// Returns the entry for a layer for which SAM refuses the template: it may be any layer.
fn refused(shown: String) -> FunctionLayer {
    let problem = Problem::new(
        ProblemCode::ArnInvalid,
        sentence!("problem-arn-invalid-refused", what = shown.as_str()),
        sentence!("fix-write-arn", arn = layer_problems::EXAMPLE_ARN),
    );
    FunctionLayer::Unusable { written: shown, problem }
}

fn layer(
    (stack, files): (&Stack<'_>, &dyn TemplateFiles),
    settings: &Settings,
    written: &WrittenLayers<'_>,
    index: usize,
    item: &Node,
) -> SamResult<Option<FunctionLayer>> {
    let shown = written.text(index, item);
    if let Node::Str(text) = item {
        return Ok(Some(remote(settings, written, index, text, shown)));
    }
    if let Node::Map(map) = item {
        let target = map.get_or_null("Ref");
        if target.is_truthy() {
            return local(stack, files, &target, shown);
        }
    }
    if item.is_null() {
        // This is `AWS::NoValue`, which omits a layer.
        return Ok(None);
    }
    Ok(Some(FunctionLayer::Unusable { written: shown, problem: written.skipped_problem(index, item) }))
}

/// Returns a remote layer. SAM accepts any text as an ARN until it needs the name.
fn remote(settings: &Settings, written: &WrittenLayers<'_>, index: usize, text: &str, shown: String) -> FunctionLayer {
    let Ok(arn) = LayerArn::new(text) else {
        return FunctionLayer::Unusable { written: shown, problem: written.invalid_arn_problem(index, text) };
    };
    let dir = arn.dir();
    let about = || layer_problems::arn_problem(&arn, written.raw(index), written.depends_on_account(index), settings);
    let problem = written.not_a_list_problem(text).or_else(about);
    FunctionLayer::Remote { written: shown, arn, dir, problem }
}

/// Returns a layer of the template itself, by its logical ID; it is an error if there is no such layer.
fn local(
    stack: &Stack<'_>,
    files: &dyn TemplateFiles,
    target: &Node,
    shown: String,
) -> SamResult<Option<FunctionLayer>> {
    if !target.is_hashable() {
        return Err(SamError::new("TypeError", "`Ref` has to name something"));
    }
    let id = python_str(target);
    let resource = stack.resources.get_node(target);
    let resource = resource.as_ref().and_then(Node::as_map);
    let kind = resource.and_then(|resource| resource.get_str("Type"));
    let (Some(resource), Some(key)) = (resource, kind.as_deref().and_then(content_key)) else {
        return Err(layer_problems::invalid_reference(stack, &id));
    };
    let properties = match resource.get("Properties") {
        Some(Node::Map(properties)) => properties,
        None => Map::default(),
        Some(other) => return Err(SamError::no_attribute(&format!("`Properties` of {id}"), other.type_name())),
    };
    let content = properties.get(key);
    let skipped = |problem| FunctionLayer::Unusable { written: shown.clone(), problem };
    if content.as_ref().is_some_and(is_in_s3) {
        return Ok(Some(skipped(Problem::new(
            ProblemCode::LayerSkipped,
            sentence!("problem-layer-skipped-s3", id = id.as_str()),
            sentence!("fix-layer-in-s3", id = id.as_str(), key = key),
        ))));
    }
    match &content {
        // A location that is not a path counts as the template's folder.
        None | Some(Node::Map(_)) => {}
        Some(Node::Str(content)) if !content.is_empty() => {}
        Some(content) if content.is_truthy() => {
            return Err(SamError::new(
                "TypeError",
                format!("`{key}` of {id} is a {} and no path", content.type_name()),
            ));
        }
        Some(_) => {
            return Ok(Some(skipped(Problem::new(
                ProblemCode::ArnInvalid,
                sentence!("problem-arn-invalid-empty-content", key = key, id = id.as_str()),
                sentence!("fix-empty-content", key = key, id = id.as_str()),
            ))));
        }
    }
    // Without a path, SAM takes the template's folder.
    let path = content.as_ref().and_then(Node::as_str);
    let content = Some(paths::relative_to_template(&stack.location, path.unwrap_or("."), files));
    Ok(Some(FunctionLayer::Local { written: shown, id: LogicalId::new(id), content }))
}

/// Returns the property with the location of a layer's content; `None` for a type that is not a layer.
fn content_key(resource_type: &str) -> Option<&'static str> {
    match resource_type {
        "AWS::Serverless::LayerVersion" => Some("ContentUri"),
        "AWS::Lambda::LayerVersion" => Some("Content"),
        _ => None,
    }
}
