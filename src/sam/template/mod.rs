//! Template text → functions with their ordered layers, exactly as SAM CLI would resolve them.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use super::problem::{Problem, ProblemCode};
use super::{Architecture, ImageName, LayerArn, LayerDir, Runtime};

mod extensions;
mod functions;
mod images;
mod intrinsics;
mod json;
mod layer_problems;
mod layers;
mod load;
mod metadata;
mod node;
mod paths;
mod python;
mod sam_error;
mod serverless;
mod stacks;
#[cfg(test)]
mod tests;
mod yaml;

pub use layers::MAX_LAYERS;
pub(in crate::sam) use python::format_float;
use sam_error::SamError;

/// SAM's constants for the pseudo-parameters (`samcli/lib/intrinsic_resolver/intrinsics_symbol_table.py`).
pub const DEFAULT_REGION: &str = "us-east-1";
/// What SAM puts for `AWS::AccountId` when it cannot ask AWS who the caller is.
pub const PLACEHOLDER_ACCOUNT: &str = "123456789012";

/// Enough for the deepest template that is read at all, in a build without optimisation.
const STACK_SIZE: usize = 64 << 20;

/// What SAM would be told beside the template itself.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// `--parameter-overrides`, by key.
    pub parameter_overrides: BTreeMap<String, String>,
    /// `--region` or samconfig's; `None` means SAM's constant.
    pub region: Option<String>,
    /// The caller's real account, when known; `None` means SAM's stand-in.
    pub account: Option<String>,
    /// `--language-extensions`.
    pub language_extensions: bool,
    /// What `AWS_REGION` or the profile says. It changes no answer of SAM's, only where SAM will look for layers.
    pub ambient_region: Option<String>,
}

/// Where the text of templates comes from: the outer rooms read files, tests hand in a map.
pub trait TemplateFiles {
    /// The content of a file. Errors are the reader's own.
    fn read(&self, path: &Path) -> io::Result<String>;

    /// Whether there is a file, for images that are archives.
    fn is_file(&self, path: &Path) -> bool;

    /// Where a path leads if it is a link: nested stacks are relative to that.
    fn link_target(&self, path: &Path) -> Option<PathBuf> {
        let _ = path;
        None
    }
}

/// What SAM makes of one template, its nested stacks included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResolvedTemplate {
    /// The functions SAM would list, in its order. Shared with the rows that show them.
    pub functions: Vec<Arc<Function>>,
    /// Where SAM refuses the whole template: its exception class and a sentence.
    pub error: Option<TemplateRefusal>,
    /// Local files that were read for it beside the template (nested stacks), for watching.
    pub read: Vec<PathBuf>,
}

/// Why SAM refuses a whole template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateRefusal {
    /// SAM's exception class, such as `InvalidLayerReference`; `TemplateUnreadable` for what is no template at all.
    pub code: String,
    /// One sentence a person can act on.
    pub message: String,
}

/// How a function's code is packaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PackageType {
    /// A .zip archive; takes layers.
    Zip,
    /// A container image; layers are ignored.
    Image,
}

/// A function as SAM lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Its logical ID in its own stack.
    pub logical_id: String,
    /// `Stack/Function` in nested stacks.
    pub full_path: String,
    /// How the code is packaged.
    pub package_type: PackageType,
    /// `None` where the template says none or not as text.
    pub runtime: Option<Runtime>,
    /// `None` where `Architectures` cannot be used; the problems say why.
    pub architecture: Option<Architecture>,
    /// Layers in the order SAM applies them.
    pub layers: Vec<FunctionLayer>,
    /// The image with layers, `None` without layers or where SAM would not get that far.
    pub image: Option<ImageName>,
    /// Whatever SAM would run; `None` where it runs nothing.
    pub invoke_image: Option<ImageName>,
    /// Where the code is, when it is a local path.
    pub code_path: Option<PathBuf>,
    /// What is wrong with the function itself; layers carry their own.
    pub problems: Vec<Problem>,
}

/// A function of a template.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionRef {
    /// The template's file.
    pub template: PathBuf,
    /// The function's full path.
    pub function: String,
}

/// One layer of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionLayer {
    /// What the template says, in one line, for people.
    pub written: String,
    /// `None` for a local layer and for what never becomes an ARN.
    pub arn: Option<LayerArn>,
    /// What SAM hashes into the image name: the directory name, or the logical ID of a local layer.
    /// `None` for what SAM skips.
    pub name: Option<String>,
    /// Where SAM caches it; `None` for a local layer.
    pub dir: Option<LayerDir>,
    /// Built from the template's own content at every invocation, never cached.
    pub local: bool,
    /// Why it will not work as written.
    pub problem: Option<Problem>,
}

impl FunctionLayer {
    /// Whether SAM takes it for a layer at all; some entries of `Layers` it leaves out.
    pub fn is_used(&self) -> bool {
        let is_wrong = self.problem.as_ref().is_some_and(|problem| problem.code == ProblemCode::ArnInvalid);
        self.name.is_some() || is_wrong
    }
}

/// What SAM would make of the template at `path` with this text.
pub fn resolve(path: &Path, text: &str, settings: &Settings, files: &(dyn TemplateFiles + Sync)) -> ResolvedTemplate {
    with_deep_stack(|| resolve_here(path, text, settings, files))
        .unwrap_or_else(|raised| ResolvedTemplate { error: Some(raised.into()), ..ResolvedTemplate::default() })
}

/// Whether a text is meant as a template at all: it has a map of `Resources`, or cannot be read and yet speaks of some.
pub fn is_template(text: &str) -> bool {
    if !text.contains("Resources") {
        return false;
    }
    let speaks = || text.lines().any(|line| line.trim_start_matches([' ', '\t', '{', '"']).starts_with("Resources"));
    let has_resources = with_deep_stack(|| {
        let template = load::load(text)?;
        Ok::<_, SamError>(template.as_map().is_some_and(|template| template.get_or_null("Resources").is_map()))
    });
    match has_resources {
        Ok(Ok(has)) => has,
        Ok(Err(_)) | Err(_) => speaks(),
    }
}

/// Does the work on a thread whose stack suffices for the deepest template that is read at all.
fn with_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, SamError> {
    thread::scope(|scope| {
        let running = thread::Builder::new()
            .stack_size(STACK_SIZE)
            .spawn_scoped(scope, work)
            .map_err(|error| SamError::limit(format!("no thread could be started to read this template: {error}")))?;
        running.join().map_err(|_| SamError::limit("reading this template failed inside samlayers; please report it"))
    })
}

fn resolve_here(path: &Path, text: &str, settings: &Settings, files: &dyn TemplateFiles) -> ResolvedTemplate {
    let mut reader = stacks::StackReader::new(settings, files);
    let outcome = reader.root(path, text, settings).and_then(|()| functions::list(&reader.stacks, settings, files));
    let read = std::mem::take(&mut reader.read);
    match outcome {
        Ok(mut functions) => {
            if let Some(problem) = layer_problems::application_problem(&reader.applications) {
                for function in &mut functions {
                    function.problems.push(problem.clone());
                }
            }
            ResolvedTemplate { functions: functions.into_iter().map(Arc::new).collect(), error: None, read }
        }
        Err(raised) => ResolvedTemplate { functions: Vec::new(), error: Some(raised.into()), read },
    }
}
