//! Lists the functions like SAM (`samcli/lib/providers/sam_function_provider.py`).

use std::path::PathBuf;

use indexmap::IndexMap;

use super::images::{self, FunctionPackage};
use super::node::{Map, Node};
use super::paths::{is_in_s3, join_names, relative_to_template};
use super::python::python_str;
use super::sam_error::{Refusals, SamError, SamResult};
use super::stacks::{Stack, parts_of};
use super::{
    Function, FunctionLayer, PackageType, Problem, ProblemCode, Settings, TemplateFiles, layer_problems, layers,
    metadata,
};
use crate::sam::{ImageName, LogicalId};
use crate::text::sentence;

const SERVERLESS: &str = "AWS::Serverless::Function";
const LAMBDA: &str = "AWS::Lambda::Function";

/// Returns all functions of all stacks. A function replaces an earlier one with the same full path.
///
/// Refusals are noted, and the function is listed with the rest of its properties. Errors are limits of samlayers.
pub fn list(
    stacks: &[Stack<'_>],
    settings: &Settings,
    files: &dyn TemplateFiles,
    refusals: &Refusals,
) -> SamResult<Vec<Function>> {
    let mut found = IndexMap::new();
    for stack in stacks {
        for (name, resource) in stack.resources.entries() {
            let Some((resource, properties)) = refusals.pass(parts_of(&name, &resource))? else { continue };
            let is_serverless = match resource.get_str("Type").as_deref() {
                Some(SERVERLESS) => true,
                Some(LAMBDA) => false,
                _ => continue,
            };
            let candidate =
                FunctionResource { stack, settings, files, refusals, name: &name, properties, is_serverless };
            if refusals.pass(candidate.is_skipped_by_sam(&resource))?.unwrap_or(false) {
                continue;
            }
            let function = candidate.function()?;
            found.insert(function.full_path.clone(), function);
        }
    }
    Ok(found.into_values().collect())
}

struct FunctionResource<'a, 'b> {
    stack: &'a Stack<'b>,
    settings: &'a Settings,
    files: &'a dyn TemplateFiles,
    refusals: &'a Refusals,
    name: &'a Node,
    properties: Map,
    is_serverless: bool,
}

impl FunctionResource<'_, '_> {
    fn package_type(&self) -> Node {
        self.properties.get("PackageType").unwrap_or_else(|| Node::text("Zip"))
    }

    fn code_key(&self) -> &'static str {
        if self.is_serverless { "CodeUri" } else { "Code" }
    }

    /// Returns whether SAM ignores the function, as it cannot run it: code in S3, or an image in a registry that is not
    /// built locally.
    fn is_skipped_by_sam(&self, resource: &Map) -> SamResult<bool> {
        match self.package_type().as_str() {
            Some("Zip") => Ok(is_in_s3(&self.properties.get_or_null(self.code_key()))),
            Some("Image") => {
                let key = if self.is_serverless { "ImageUri" } else { "Code" };
                let uri = match self.properties.get_or_null(key) {
                    Node::Map(map) => map.get("ImageUri").map_or(Node::text(""), |uri| Node::text(python_str(&uri))),
                    other => other,
                };
                let in_registry = match &uri {
                    Node::Str(uri) => images::is_in_registry(uri),
                    other if !other.is_truthy() => false,
                    other => {
                        let what = format!("`{key}` of {} is a {}", python_str(self.name), other.type_name());
                        return Err(SamError::new("TypeError", what));
                    }
                };
                let context = resource.get("Metadata").and_then(|metadata| metadata.as_map()?.get("DockerContext"));
                Ok(in_registry && !context.is_some_and(|context| context.is_truthy()))
            }
            _ => Ok(false),
        }
    }

    fn function(&self) -> SamResult<Function> {
        let raw = self.written("Layers");
        let (layers, mut problems) =
            layers::list((self.stack, self.files), self.settings, &self.properties, raw.as_ref(), self.refusals)?;
        let package_type = self.package_type();
        let code = self.refusals.pass(self.code(package_type.as_str()))?;
        let (code, inline, image) = code.unwrap_or_else(|| (Node::text("."), false, Node::Null));
        self.refusals.pass(self.check_docker_context())?;
        let code_path = match code {
            Node::Str(code) if !code.is_empty() => Some(relative_to_template(&self.stack.location, &code, self.files)),
            other if !other.is_truthy() => None,
            other => self.refusals.note(self.no_path("code", &other)).map(|()| None)?,
        };
        let image = self.refusals.pass(self.local_image(image))?.unwrap_or(Node::Null);
        if package_type.as_str() == Some("Zip") && !self.properties.get_or_null("Handler").is_truthy() {
            self.refusals.note(SamError::new(
                "MissingFunctionHandlerException",
                format!(
                    "the function {} has no `Handler`, and without it SAM CLI refuses the template",
                    python_str(self.name)
                ),
            ))?;
        }
        let id = match self.properties.get_or_null("Metadata") {
            Node::Map(map) => map.get_str(metadata::RESOURCE_ID).filter(|id| !id.is_empty()),
            _ => None,
        };
        let id = id.map_or_else(|| python_str(self.name), |id| id.to_string());
        let packaged = FunctionPackage {
            package_type: &package_type,
            runtime: self.properties.get_or_null("Runtime"),
            architectures: self.properties.get_or_null("Architectures"),
            inline,
            image: if image.is_truthy() { image } else { self.properties.get_or_null("ImageUri") },
        };
        let mut choice = images::choose_image(&packaged, &layers);
        if !is_invocable_name(&id) {
            (choice.image, choice.invoke_image) = (None, None);
            problems.push(Problem::new(
                ProblemCode::FunctionNameInvalid,
                sentence!("problem-function-name-invalid", name = id.as_str()),
                sentence!("fix-function-name"),
            ));
        }
        problems.extend(choice.problems);
        problems.extend(self.about_account(&layers, package_type.as_str() == Some("Image")));
        let build_image = self.build_image(package_type.as_str());
        let build_container = match (&choice.runtime, choice.architecture, inline) {
            (Some(runtime), Some(architecture), false) if package_type.as_str() == Some("Zip") => {
                Some(ImageName::build(runtime, architecture))
            }
            _ => None,
        };
        Ok(Function {
            build_image,
            build_container,
            logical_id: LogicalId::new(python_str(self.name)),
            full_path: join_names(&self.stack.path, &id),
            package_type: if package_type.as_str() == Some("Image") { PackageType::Image } else { PackageType::Zip },
            runtime: choice.runtime,
            architecture: choice.architecture,
            layers,
            image: choice.image,
            invoke_image: choice.invoke_image,
            code_path,
            problems,
        })
    }

    /// Returns the name that `sam build` gives to the image of this function (`samcli/lib/build/app_builder.py`,
    /// `_build_lambda_image`).
    fn build_image(&self, package_type: Option<&str>) -> Option<ImageName> {
        let Node::Map(metadata) = self.properties.get_or_null("Metadata") else { return None };
        let has = |key: &str| metadata.get_str(key).is_some_and(|text| !text.is_empty());
        if package_type != Some("Image") || !has("Dockerfile") || !has("DockerContext") {
            return None;
        }
        let image = metadata.get_str("DockerImage").map_or_else(|| python_str(self.name), |image| image.to_string());
        let tag = metadata.get("DockerTag").map_or_else(|| "latest".to_owned(), |tag| python_str(&tag));
        Some(ImageName::of_function(&format!("{}:{tag}", image.to_lowercase())))
    }

    /// Returns a property of the template after globals, unresolved.
    fn written(&self, property: &str) -> Option<Node> {
        let resources = self.stack.template.get("Resources")?;
        let resource = resources.as_map()?.get_node(self.name)?;
        let properties = resource.as_map()?.get("Properties")?;
        properties.as_map()?.get(property)
    }

    /// Returns the problem of a property that depends on the caller's account while that is unknown.
    fn about_account(&self, layers: &[FunctionLayer], is_image: bool) -> Option<Problem> {
        if self.settings.account.is_some() || !self.stack.resolver.uses_account() {
            return None;
        }
        let is_said =
            |layer: &FunctionLayer| layer.problem().is_some_and(|problem| problem.code == ProblemCode::AccountStandIn);
        let properties = [
            ("Layers", !layers.iter().any(is_said)),
            ("PackageType", true),
            ("Runtime", !is_image),
            ("Architectures", true),
            ("ImageUri", is_image),
            ("Code", is_image),
        ];
        let depends = |property: &str| {
            self.written(property).is_some_and(|written| self.stack.resolver.needs_account_for(&written))
        };
        let (found, _) = properties.into_iter().find(|(property, counts)| *counts && depends(property))?;
        Some(layer_problems::about_account(found))
    }

    /// Returns the code location, whether the code is inline, and the image.
    fn code(&self, package_type: Option<&str>) -> SamResult<(Node, bool, Node)> {
        let key = self.code_key();
        let template_dir = Node::text(".");
        match package_type {
            Some("Zip") => {
                let inline = if self.is_serverless {
                    self.properties.get_or_null("InlineCode").is_truthy()
                } else {
                    let code = self.properties.get_or_null("Code");
                    code.as_map().is_some_and(|code| code.get_or_null("ZipFile").is_truthy())
                };
                let code = match self.properties.get(key) {
                    _ if inline => Node::Null,
                    None | Some(Node::Map(_)) => template_dir,
                    Some(code) => code,
                };
                Ok((code, inline, Node::Null))
            }
            Some("Image") if self.is_serverless => Ok((template_dir, false, self.properties.get_or_null("ImageUri"))),
            Some("Image") => match self.properties.get("Code") {
                None => Ok((template_dir, false, Node::Null)),
                Some(Node::Map(code)) => Ok((template_dir, false, code.get_or_null("ImageUri"))),
                Some(other) => {
                    let what = format!("`Code` of the image function {}", python_str(self.name));
                    Err(SamError::no_attribute(&what, other.type_name()))
                }
            },
            _ => {
                let inline = self.is_serverless && self.properties.get_or_null("InlineCode").is_truthy();
                Ok((template_dir, inline, Node::Null))
            }
        }
    }

    fn no_path(&self, what: &str, node: &Node) -> SamError {
        SamError::new(
            "TypeError",
            format!("the {what} of {} is a {} and no path", python_str(self.name), node.type_name()),
        )
    }

    fn check_docker_context(&self) -> SamResult<()> {
        let Node::Map(metadata) = self.properties.get_or_null("Metadata") else { return Ok(()) };
        match metadata.get("DockerContext") {
            None | Some(Node::Str(_)) => Ok(()),
            Some(other) => Err(self.no_path("`DockerContext`", &other)),
        }
    }

    /// Returns the image, which may be an archive beside the template.
    fn local_image(&self, image: Node) -> SamResult<Node> {
        match image {
            Node::Str(text) if !text.is_empty() => {
                let path: PathBuf = relative_to_template(&self.stack.location, &text, self.files);
                let is_file = self.files.is_file(&path);
                Ok(if is_file { Node::text(path.to_string_lossy()) } else { Node::Str(text) })
            }
            other @ (Node::Int(1..) | Node::Bool(true)) => Err(self.no_path("image", &other)),
            other => Ok(other),
        }
    }
}

/// Returns whether SAM finds a function with this name (`samcli/lib/utils/name_utils.py`). A name with a colon may be
/// an ARN or contain a version, and is resolved differently.
fn is_invocable_name(id: &str) -> bool {
    let name = id.rsplit('/').next().unwrap_or_default();
    let name = name.strip_suffix('\n').unwrap_or(name);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '[' | ']');
    name.contains(':') || (!name.is_empty() && name.chars().all(is_plain))
}
