//! Template text → functions with their ordered layers, exactly as SAM CLI would resolve them.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::problem::Problem;
use super::{Architecture, ImageName, LayerArn, LayerDir, Runtime};

/// SAM's constants for the pseudo-parameters (`samcli/lib/intrinsic_resolver/intrinsics_symbol_table.py`).
pub const DEFAULT_REGION: &str = "us-east-1";
/// What SAM puts for `AWS::AccountId` when it cannot ask AWS who the caller is.
pub const STAND_IN_ACCOUNT: &str = "123456789012";

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
}

/// Where the text of templates comes from: the outer rooms read files, tests hand in a map.
pub trait Files {
    /// The content of a file. Errors are the reader's own.
    fn read(&self, path: &Path) -> io::Result<String>;
}

/// What SAM makes of one template, its nested stacks included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The functions SAM would list, in its order.
    pub functions: Vec<Function>,
    /// Where SAM refuses the whole template: its exception class and a sentence.
    pub error: Option<Refusal>,
    /// Local files that were read for it beside the template (nested stacks), for watching.
    pub read: Vec<PathBuf>,
}

/// Why SAM refuses a whole template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
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

/// What SAM would make of the template at `path` with this text.
pub fn resolve(path: &Path, text: &str, settings: &Settings, files: &dyn Files) -> Answer {
    let _ = (path, text, settings, files);
    Answer::default()
}
