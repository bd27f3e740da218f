//! Resolves the text of a template to its functions with their ordered layers, exactly like SAM CLI.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use super::problem::{Problem, ProblemCode};
use super::{AccountId, Architecture, ImageName, LogicalId, Runtime};
use crate::text::{Sentence, sanitize_path, sentence};

mod extensions;
mod function_layer;
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

pub use function_layer::FunctionLayer;
pub use layers::MAX_LAYERS;
pub(in crate::sam) use python::format_float;
use sam_error::SamError;
pub(in crate::sam) use serverless::Kind;
pub use yaml::MergeOrder;
use yaml::Merging;

/// The value of `AWS::Region` in SAM's defaults (`samcli/lib/intrinsic_resolver/intrinsics_symbol_table.py`).
pub const DEFAULT_REGION: &str = "us-east-1";
/// The value of `AWS::AccountId` if SAM cannot ask AWS for the caller's account.
pub const PLACEHOLDER_ACCOUNT: &str = "123456789012";

/// The stack size in bytes, sufficient for the deepest accepted template in a build without optimisation.
const STACK_SIZE: usize = 64 << 20;

/// The settings that SAM would get in addition to the template.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// `--parameter-overrides`, by key.
    pub parameter_overrides: BTreeMap<String, String>,
    /// Parameters with a value in a section of samconfig that `sam local invoke` does not read, with that section. They
    /// change no result, only the advice.
    pub unread_overrides: BTreeMap<String, String>,
    /// The region of `--region` or samconfig; `None` for SAM's default. SAM takes any text, so it is no [`super::Region`].
    pub region: Option<String>,
    /// The caller's account, if known; `None` for SAM's placeholder.
    pub account: Option<AccountId>,
    /// `--language-extensions`.
    pub language_extensions: bool,
    /// The region of `AWS_REGION` or the profile. It does not affect the result, only where SAM looks for layers.
    pub ambient_region: Option<String>,
    /// The map of `<<: [*a, *b]` that wins, by the `PyYAML` of the installed SAM; `None` if that is unknown.
    pub merge_order: Option<MergeOrder>,
}

/// Access to the files of templates, which reads the disk, or a map in tests.
pub trait TemplateFiles {
    /// Returns the content of a file.
    fn read(&self, path: &Path) -> io::Result<String>;

    /// Returns whether a file exists, for images that are archives.
    fn is_file(&self, path: &Path) -> bool;

    /// Returns the target of a symbolic link, as paths of nested stacks are relative to it.
    fn link_target(&self, path: &Path) -> Option<PathBuf> {
        let _ = path;
        None
    }
}

/// The functions of a template, including its nested stacks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResolvedTemplate {
    /// The functions that SAM would list, in its order; shared with the rows that show them. If SAM refuses the
    /// template, these are the functions it would list otherwise, each with the problem `template-refused`.
    pub functions: Vec<Arc<Function>>,
    /// Why SAM refuses the whole template, if it does.
    pub error: Option<TemplateRefusal>,
    /// Whether functions may be missing, as the template could not be parsed to its end.
    pub is_cut_off: bool,
    /// Other local files that were read for it (nested stacks), for watching.
    pub read: Vec<PathBuf>,
    /// Whether functions or layers depend on `AWS::AccountId`, which SAM requests from AWS.
    pub uses_account: bool,
    /// Whether another result is as likely, as the `PyYAML` of the installed SAM is unknown.
    pub is_ambiguous: bool,
}

/// Why SAM refuses a whole template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateRefusal {
    /// The class of SAM's exception, such as `InvalidLayerReference`; `TemplateUnreadable` for a file that is not a
    /// template.
    pub code: String,
    /// One sentence that says what to do.
    pub message: String,
}

impl TemplateRefusal {
    /// Returns whether the file could not be read, or is not a template, so that its functions are unknown.
    pub fn is_unreadable(&self) -> bool {
        self.code == "TemplateUnreadable"
    }

    /// Returns what to do about it, if the message does not say so.
    pub fn fix(&self, template: &Path) -> Option<Sentence> {
        self.is_unreadable().then(|| sentence!("fix-template-unreadable", path = sanitize_path(template)))
    }

    /// Returns the code of the problem.
    pub fn problem_code(&self) -> ProblemCode {
        if self.is_unreadable() { ProblemCode::TemplateUnreadable } else { ProblemCode::TemplateRefused }
    }
}

/// How a function's code is packaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PackageType {
    /// A .zip archive, which can use layers.
    Zip,
    /// A container image; layers are ignored.
    Image,
}

/// A function as SAM lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// The logical ID in its own stack.
    pub logical_id: LogicalId,
    /// The full path, `Stack/Function` in nested stacks.
    pub full_path: String,
    /// The package type.
    pub package_type: PackageType,
    /// The runtime; `None` if the template contains none or not a text.
    pub runtime: Option<Runtime>,
    /// The architecture; `None` if `Architectures` is not valid, which the problems explain.
    pub architecture: Option<Architecture>,
    /// The layers in the order in which SAM applies them.
    pub layers: Vec<FunctionLayer>,
    /// The image with layers; `None` without layers or if SAM does not get that far.
    pub image: Option<ImageName>,
    /// The image that SAM would run; `None` if it runs none.
    pub invoke_image: Option<ImageName>,
    /// The name that `sam build` gives to the image of an image function; `None` for others, and if SAM cannot build it.
    pub build_image: Option<ImageName>,
    /// The image in which `sam build --use-container` would build it.
    pub build_container: Option<ImageName>,
    /// The path of the code, if it is local.
    pub code_path: Option<PathBuf>,
    /// The problems of the function itself; layers have their own.
    pub problems: Vec<Problem>,
}

/// A function of a template.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionRef {
    /// The path of the template.
    pub template: PathBuf,
    /// The function's full path.
    pub function: String,
}

/// Returns the functions of the template at `path` with this text, as SAM resolves them.
///
/// ```
/// use std::io;
/// use std::path::Path;
///
/// use samlayers::sam::template::{TemplateFiles, Settings, resolve};
///
/// /// A template without nested stacks reads no other file.
/// struct NoFiles;
///
/// impl TemplateFiles for NoFiles {
///     fn read(&self, _: &Path) -> io::Result<String> {
///         Err(io::ErrorKind::NotFound.into())
///     }
///
///     fn is_file(&self, _: &Path) -> bool {
///         false
///     }
/// }
///
/// let text = "
/// Resources:
///   Hello:
///     Type: AWS::Serverless::Function
///     Properties:
///       Handler: app.handler
///       Runtime: python3.12
///       CodeUri: src
///       Layers:
///         - !Sub arn:aws:lambda:${AWS::Region}:111111111111:layer:myLayer:1
/// ";
/// let settings = Settings { region: Some("us-west-2".to_owned()), ..Settings::default() };
/// let answer = resolve(Path::new("template.yaml"), text, &settings, &NoFiles);
/// assert_eq!(answer.error, None);
/// let function = &answer.functions[0];
/// assert_eq!(function.layers[0].label(), "myLayer-1-926eeb5ff1");
/// let image = function.image.as_ref().expect("an image with layers");
/// assert!(image.as_str().starts_with("samcli/lambda-python:3.12-x86_64-"));
/// ```
pub fn resolve(path: &Path, text: &str, settings: &Settings, files: &(dyn TemplateFiles + Sync)) -> ResolvedTemplate {
    with_deep_stack(|| resolve_here(path, text, settings, files)).unwrap_or_else(|raised| ResolvedTemplate {
        error: Some(raised.into()),
        is_cut_off: true,
        ..ResolvedTemplate::default()
    })
}

/// Returns whether a text is meant as a template: it has a map of `Resources`, or cannot be parsed but has such a line.
pub fn is_template(text: &str) -> bool {
    if !text.contains("Resources") {
        return false;
    }
    let has_line = || text.lines().any(|line| line.trim_start_matches([' ', '\t', '{', '"']).starts_with("Resources"));
    let has_resources = with_deep_stack(|| {
        let template = load::load(text, &Merging::default())?;
        Ok::<_, SamError>(template.as_map().is_some_and(|template| template.get_or_null("Resources").is_map()))
    });
    match has_resources {
        Ok(Ok(has)) => has,
        Ok(Err(_)) | Err(_) => has_line(),
    }
}

/// Runs a function on a thread whose stack is large enough for the deepest accepted template.
fn with_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, SamError> {
    thread::scope(|scope| {
        let running = thread::Builder::new()
            .stack_size(STACK_SIZE)
            .spawn_scoped(scope, work)
            .map_err(|error| SamError::limit(format!("no thread could be started to read this template: {error}")))?;
        running.join().map_err(|_| SamError::limit("reading this template failed inside samlayers; please report it"))
    })
}

/// Resolves with the installed `PyYAML`, and adds a note if another one gives another result.
fn resolve_here(path: &Path, text: &str, settings: &Settings, files: &dyn TemplateFiles) -> ResolvedTemplate {
    let order = settings.merge_order.unwrap_or_default();
    let merging = Merging::new(order);
    let mut answer = resolve_merging(path, text, settings, files, merging.clone());
    if merging.took_several() {
        let other = resolve_merging(path, text, settings, files, Merging::new(order.other()));
        let differs = layer_problems::note_merge_order(&mut answer, &other, order);
        answer.is_ambiguous = differs && settings.merge_order.is_none();
    }
    answer
}

fn resolve_merging(
    path: &Path,
    text: &str,
    settings: &Settings,
    files: &dyn TemplateFiles,
    merging: Merging,
) -> ResolvedTemplate {
    let mut reader = stacks::StackReader::new(settings, files, merging);
    let outcome = reader
        .root(path, text, settings)
        .and_then(|()| functions::list(&reader.stacks, settings, files, &reader.refusals));
    let read = std::mem::take(&mut reader.read);
    let refusal = reader.refusals.first().cloned();
    let answer = ResolvedTemplate { read, uses_account: reader.uses_account, ..ResolvedTemplate::default() };
    match outcome {
        Ok(mut functions) => {
            let problems = [
                refusal.as_ref().map(layer_problems::about_refusal),
                layer_problems::application_problem(&reader.applications),
            ];
            for problem in problems.into_iter().flatten() {
                for function in &mut functions {
                    function.problems.push(problem.clone());
                }
            }
            let functions = functions.into_iter().map(Arc::new).collect();
            ResolvedTemplate { functions, error: refusal.map(TemplateRefusal::from), ..answer }
        }
        Err(raised) => {
            let error = Some(refusal.unwrap_or(raised).into());
            ResolvedTemplate { error, is_cut_off: true, ..answer }
        }
    }
}
