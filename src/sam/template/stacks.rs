//! Reads a template and its nested stacks, each normalised and resolved (`samcli/lib/providers/sam_stack_provider.py`).

use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::intrinsics::{ACCOUNT_ID, AccountUse, Known, Resolver, pseudo_parameters};
use super::load::load;
use super::node::{Map, Node};
use super::paths::{join_names, of_file_url, relative_to_template};
use super::python::python_str;
use super::sam_error::{Refusals, SamError, SamResult};
use super::yaml::Merging;
use super::{Settings, TemplateFiles, extensions, metadata, serverless};

/// The maximum nesting of stacks, beyond which SAM reaches Python's limit.
const MAX_NESTING: usize = 60;

/// One template in a tree of stacks.
pub struct Stack<'a> {
    /// The path: `""` for the root, else the IDs from the root down.
    pub path: String,
    /// The path of the template.
    pub location: PathBuf,
    /// The template after SAM's plugins, unresolved.
    pub template: Map,
    /// The resolved resources.
    pub resources: Map,
    /// The resolver of this template.
    pub resolver: Resolver<'a>,
}

/// Reads the stacks of a root template, the root first, then its children in order.
pub struct StackReader<'a> {
    /// Access to the files.
    pub files: &'a dyn TemplateFiles,
    /// The region and account, which apply to all stacks.
    pub global: Map,
    /// Whether `--language-extensions` is set.
    language_extensions: bool,
    /// The stacks that were read.
    pub stacks: Vec<Stack<'a>>,
    /// The files that were read in addition to the root template.
    pub read: Vec<PathBuf>,
    /// The applications of all stacks for which SAM asks AWS.
    pub applications: Vec<String>,
    /// The refusals of all stacks.
    pub refusals: Refusals,
    /// Whether functions or layers of any of the stacks depend on the caller's account.
    pub uses_account: bool,
    /// How YAML merges maps in all of them.
    pub merging: Merging,
}

/// The data of a template, and the length of its text.
struct LoadedTemplate {
    data: Node,
    bytes: usize,
}

impl LoadedTemplate {
    fn read(text: &str, merging: &Merging) -> SamResult<Self> {
        Ok(Self { data: load(text, merging)?, bytes: text.len() })
    }
}

/// A nested stack that has to be read.
struct NestedStack {
    name: String,
    location: PathBuf,
    template: LoadedTemplate,
    parameters: Map,
    /// Parameters that depend on the caller's account.
    of_account: Vec<Rc<str>>,
    metadata: Node,
}

/// The parameters of a stack, from its parent, or for the root from `--parameter-overrides`.
struct Given {
    overrides: Map,
    /// Those that depend on the caller's account.
    of_account: Vec<Rc<str>>,
}

/// A template as written, for values that its resolved resources no longer contain.
struct Written<'a> {
    template: &'a Map,
    resolver: &'a Resolver<'a>,
}

impl Written<'_> {
    /// Returns the parameters of a nested stack that depend on the caller's account. Any that differs from the written
    /// text may.
    fn parameters_of_account(&self, stack: &Node, parameters: &Map) -> Vec<Rc<str>> {
        if !self.resolver.uses_account() {
            return Vec::new();
        }
        let written = || {
            let resource = self.template.get("Resources")?.as_map()?.get_node(stack)?;
            resource.as_map()?.get("Properties")?.as_map()?.get("Parameters")
        };
        let written = written();
        let written = written.as_ref().and_then(Node::as_map);
        let depends = |name: &Node| {
            written
                .and_then(|written| written.get_node(name))
                .is_none_or(|value| self.resolver.needs_account_for(&value))
        };
        parameters
            .entries()
            .iter()
            .filter(|(name, _)| depends(name))
            .filter_map(|(name, _)| name.as_str())
            .map(Rc::from)
            .collect()
    }
}

impl<'a> StackReader<'a> {
    /// Returns a reader with the settings of all stacks.
    pub fn new(settings: &Settings, files: &'a dyn TemplateFiles, merging: Merging) -> Self {
        let global = Map::default();
        if let Some(region) = settings.region.as_deref().filter(|region| !region.is_empty()) {
            global.set("AWS::Region", Node::text(region));
        }
        if let Some(account) = settings.account {
            global.set(ACCOUNT_ID, Node::text(account.as_str()));
        }
        Self {
            files,
            global,
            language_extensions: settings.language_extensions,
            stacks: Vec::new(),
            read: Vec::new(),
            applications: Vec::new(),
            refusals: Refusals::default(),
            uses_account: false,
            merging,
        }
    }

    /// Reads the root template and its nested stacks.
    pub fn root(&mut self, location: &Path, text: &str, settings: &Settings) -> SamResult<()> {
        let overrides = settings.parameter_overrides.iter();
        let overrides: Map = overrides.map(|(key, value)| (Node::text(&**key), Node::text(&**value))).collect();
        let template = LoadedTemplate::read(text, &self.merging)?;
        let given = Given { overrides, of_account: Vec::new() };
        self.stack(location.to_owned(), template, "", given, 0)
    }

    fn stack(
        &mut self,
        location: PathBuf,
        template: LoadedTemplate,
        path: &str,
        given: Given,
        depth: usize,
    ) -> SamResult<()> {
        if depth > MAX_NESTING {
            return Err(SamError::new("RecursionError", "the stacks of this template contain each other without end"));
        }
        let LoadedTemplate { data, bytes } = template;
        let template = match data {
            Node::Map(template) => template,
            other if !(other.is_truthy() || self.language_extensions && !other.is_null()) => Map::default(),
            other => return Err(SamError::no_attribute("the whole template", other.type_name())),
        };
        let Given { overrides, mut of_account } = given;
        if !overrides.has(ACCOUNT_ID) {
            of_account.push(ACCOUNT_ID.into());
        }
        let account = AccountUse::of_names(of_account);
        let given = self.global.shallow_copy();
        for (key, value) in overrides.entries() {
            given.insert(key, value);
        }
        let template = if self.language_extensions && extensions::is_requested(&template) {
            let values = pseudo_parameters();
            for (key, value) in given.entries() {
                values.insert(key, value);
            }
            let expanded = extensions::expand(&template, values, &account, bytes);
            self.uses_account |= account.is_used();
            expanded?
        } else {
            template
        };
        let parameters = pseudo_parameters();
        for (key, value) in defaults_of(&template).into_iter().chain(given.entries()) {
            parameters.insert(key, value);
        }
        if !template.is_empty() {
            let asked_for = serverless::run(&template, &parameters, &self.refusals)
                .map_err(|raised| extensions::explain_loop_crash(&template, raised))?;
            self.applications.extend(asked_for);
        }
        metadata::normalize(&template, &self.refusals)?;
        let known = Known { values: parameters, account, files: self.files, merging: self.merging.clone() };
        let resolver = Resolver::new(&template, bytes, known);
        let resources = resolver.resources();
        self.uses_account |= resolver.uses_account();
        let resources = resources?;
        let written = Written { template: &template, resolver: &resolver };
        let children = self.children(&location, &resources, &written)?;
        self.stacks.push(Stack { path: path.to_owned(), location, template, resources, resolver });
        for child in children {
            let id = match &child.metadata {
                Node::Map(metadata) => {
                    metadata.get(metadata::RESOURCE_ID).map_or(child.name.clone(), |id| python_str(&id))
                }
                _ => child.name.clone(),
            };
            let given = Given { overrides: child.parameters, of_account: child.of_account };
            self.stack(child.location, child.template, &join_names(path, &id), given, depth + 1)?;
        }
        Ok(())
    }

    fn children(&mut self, parent: &Path, resources: &Map, written: &Written<'_>) -> SamResult<Vec<NestedStack>> {
        let mut children = Vec::new();
        for (name, resource) in resources.entries() {
            let Some((resource, properties)) = self.refusals.pass(parts_of(&name, &resource))? else { continue };
            let key = match resource.get_str("Type").as_deref() {
                Some("AWS::Serverless::Application") => "Location",
                Some("AWS::CloudFormation::Stack") => "TemplateURL",
                _ => continue,
            };
            let location = match properties.get_or_null(key) {
                Node::Map(_) => continue,
                Node::Str(location) => location,
                other => {
                    let what = format!("`{key}` of {}", python_str(&name));
                    self.refusals.note(SamError::no_attribute(&what, other.type_name()))?;
                    continue;
                }
            };
            if ["s3://", "http://", "https://"].iter().any(|scheme| location.starts_with(scheme)) {
                continue;
            }
            let location = if location.starts_with("file://") {
                PathBuf::from(of_file_url(&location))
            } else {
                relative_to_template(parent, &location, self.files)
            };
            let parameters = self.refusals.pass(parameters_of(&name, &properties))?.unwrap_or_default();
            let of_account = written.parameters_of_account(&name, &parameters);
            let template = LoadedTemplate::read(&self.text_of(&location)?, &self.merging)?;
            let metadata = properties.get_or_null("Metadata");
            children.push(NestedStack {
                name: python_str(&name),
                location,
                template,
                parameters,
                of_account,
                metadata,
            });
        }
        Ok(children)
    }

    fn text_of(&mut self, location: &Path) -> SamResult<String> {
        let text = self.files.read(location).map_err(|error| {
            let class = match error.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "TemplateNotFoundException",
                io::ErrorKind::InvalidData => "TemplateFailedParsingException",
                io::ErrorKind::IsADirectory => "IsADirectoryError",
                io::ErrorKind::PermissionDenied => "PermissionError",
                // SAM has no such limits; the template counts as unreadable.
                io::ErrorKind::QuotaExceeded | io::ErrorKind::InvalidInput => "TemplateUnreadable",
                _ => "OSError",
            };
            SamError::new(class, format!("the nested stack {} cannot be read: {error}", location.display()))
        })?;
        self.read.push(location.to_owned());
        Ok(text)
    }
}

/// Returns a resource and its properties, to which the metadata is added like in SAM.
pub fn parts_of(name: &Node, resource: &Node) -> SamResult<(Map, Map)> {
    let Node::Map(resource) = resource else {
        return Err(SamError::no_attribute(&format!("the resource {}", python_str(name)), resource.type_name()));
    };
    let properties = resource.get("Properties").unwrap_or_else(|| Node::Map(Map::default()));
    let metadata = resource.get_or_null("Metadata");
    match properties {
        Node::Map(properties) => {
            if metadata.is_truthy() {
                properties.set("Metadata", metadata);
            }
            Ok((resource.clone(), properties))
        }
        other => Err(SamError::new(
            "TypeError",
            format!(
                "`Properties` of {} is a {} and SAM CLI crashes on it: give it properties or leave the line out",
                python_str(name),
                other.type_name()
            ),
        )),
    }
}

fn parameters_of(name: &Node, properties: &Map) -> SamResult<Map> {
    match properties.get_or_null("Parameters") {
        Node::Map(parameters) => Ok(parameters),
        other if !other.is_truthy() => Ok(Map::default()),
        other => {
            Err(SamError::new("ValueError", format!("`Parameters` of {} is a {}", python_str(name), other.type_name())))
        }
    }
}

fn defaults_of(template: &Map) -> Vec<(Node, Node)> {
    let Node::Map(parameters) = template.get_or_null("Parameters") else { return Vec::new() };
    let default = |(name, parameter): (Node, Node)| {
        let default = parameter.as_map()?.get("Default")?;
        Some((name, default))
    };
    parameters.entries().into_iter().filter_map(default).collect()
}
