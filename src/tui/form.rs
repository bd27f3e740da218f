//! The dialogs with input lines for an import, an export and a publication. The plan that follows is shown like any other.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::input_line::InputLine;
use super::keys::table::UserAction;
use crate::inventory::{InventoryRows, LayerState};
use crate::plan::{ExportKind, ExportLayer, ExportRequest, Grant, LayerMetadata};
use crate::sam::{LayerArn, LayerDir, Region, TypedName};

/// What a form is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormKind {
    /// A local zip or folder becomes a cached layer.
    Import,
    /// A zip becomes a new version of a layer in AWS.
    Publish,
    /// Layers become files outside of the cache.
    Export,
}

/// A line of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The label.
    pub label: &'static str,
    /// What to type, in a few words, or what is used while nothing is typed.
    pub hint: Cow<'static, str>,
    /// What it means, shown below the fields while it gets the keys; may be empty.
    pub help: &'static str,
    /// What the user enters.
    pub input: FieldInput,
}

/// What the user enters in a line of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldInput {
    /// A text.
    Text(InputLine),
    /// One of several, by its index.
    Choice(&'static [ExportKind], usize),
    /// Yes or no.
    Switch(bool),
}

impl Field {
    /// Returns the text; empty for other kinds.
    pub fn text(&self) -> &str {
        match &self.input {
            FieldInput::Text(line) => line.text(),
            FieldInput::Choice(..) | FieldInput::Switch(_) => "",
        }
    }
}

/// Returns the name of what an export writes.
pub fn export_kind(kind: ExportKind) -> &'static str {
    match kind {
        ExportKind::Original => tr!("form-export-original"),
        ExportKind::Repacked => tr!("form-export-repacked"),
        ExportKind::BuildContext => tr!("form-export-context"),
    }
}

/// Returns what it means.
pub fn export_kind_help(kind: ExportKind) -> &'static str {
    match kind {
        ExportKind::Original => tr!("form-export-original-help"),
        ExportKind::Repacked => tr!("form-export-repacked-help"),
        ExportKind::BuildContext => tr!("form-export-context-help"),
    }
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// What it is for.
    pub kind: FormKind,
    /// The input lines.
    pub fields: Vec<Field>,
    /// The line that gets the keys.
    pub cursor: usize,
    /// Whether the plan is being made.
    pub is_waiting: bool,
    /// Why the last try failed.
    pub refusal: Option<String>,
    /// The layers of an export.
    pub layers: Vec<ExportLayer>,
    /// The layer of which a copy is published while no source is typed.
    default_layer: Option<LayerDir>,
}

/// What a complete form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormRequest {
    /// Import this source as this layer version.
    Import(PathBuf, LayerArn),
    /// Publish.
    Publish(Box<PublishRequest>),
    /// Export.
    Export(ExportRequest),
}

/// What to publish, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishRequest {
    /// The zip or folder.
    pub source: PathBuf,
    /// The layer that the text names where no such file or folder exists.
    pub layer: Option<NamedLayer>,
    /// The name of the layer.
    pub layer_name: String,
    /// The regions; empty for the region of the profile.
    pub regions: Vec<Region>,
    /// The bucket for large zips.
    pub bucket: Option<String>,
    /// What the version says about itself.
    pub metadata: LayerMetadata,
    /// Who may use it.
    pub grants: Vec<Grant>,
}

/// A layer that a typed text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedLayer {
    /// The directory name.
    pub dir: LayerDir,
    /// The ARN, if it is known.
    pub arn: Option<LayerArn>,
    /// The state of the cached layer; `None` if it is not cached.
    pub cached: Option<LayerState>,
    /// The zip or folder that the cached content was imported from.
    pub imported: Option<PathBuf>,
}

impl NamedLayer {
    /// Returns the layer that a text names by its directory or ARN, or why the text is not an ARN.
    fn parse(text: &str, shown: &InventoryRows) -> Result<Option<Self>, String> {
        let (dir, arn) = match TypedName::of(text) {
            TypedName::Arn(arn) => (arn.dir(), Some(arn)),
            TypedName::Dir(dir) | TypedName::Path(dir) => (dir, None),
            TypedName::NotAnArn(error) => return Err(super::lang::localized(&error.message())),
            TypedName::Image(_) | TypedName::Problem(_) | TypedName::Other => return Ok(None),
        };
        let row = shown.layer(&dir);
        let known = row.and_then(|row| row.arn.as_ref()).map(|known| known.arn.clone());
        Ok(Some(Self {
            arn: arn.or(known),
            cached: row.map(|row| row.state),
            imported: row.and_then(|row| row.imported()).map(|imported| imported.source.clone()),
            dir,
        }))
    }
}

/// Returns a field for a text.
fn field(label: &'static str, hint: &'static str, help: &'static str) -> Field {
    Field { label, hint: hint.into(), help, input: FieldInput::Text(InputLine::default()) }
}

impl Form {
    /// Returns a form with these fields.
    fn new(kind: FormKind, fields: Vec<Field>) -> Self {
        let layers = Vec::new();
        Self { kind, fields, cursor: 0, is_waiting: false, refusal: None, layers, default_layer: None }
    }

    /// Returns the form of an import, in which this ARN is proposed.
    pub fn import(arn: Option<&LayerArn>) -> Self {
        let mut form = Self::new(
            FormKind::Import,
            vec![
                field(tr!("form-source"), tr!("form-source-import-hint"), tr!("form-source-import-help")),
                field(tr!("form-arn"), tr!("form-arn-hint"), tr!("form-arn-help")),
            ],
        );
        form.fill(1, arn.map_or("", LayerArn::as_str));
        form
    }

    /// Returns the form of a publication, of a copy of this layer unless another source is typed.
    pub fn publish(layer: Option<&LayerDir>) -> Self {
        let mut form = Self::new(
            FormKind::Publish,
            vec![
                field(tr!("form-source"), tr!("form-source-publish-hint"), tr!("form-source-publish-help")),
                field(tr!("form-layer-name"), "", tr!("form-layer-name-help")),
                field(tr!("form-regions"), tr!("form-regions-hint"), tr!("form-regions-help")),
                field(tr!("form-runtimes"), tr!("form-optional"), tr!("form-runtimes-help")),
                field(tr!("form-description"), tr!("form-optional"), ""),
                field(tr!("form-grants"), tr!("form-grants-hint"), tr!("form-grants-help")),
                field(tr!("form-bucket"), tr!("form-bucket-hint"), tr!("form-bucket-help")),
            ],
        );
        if let Some(layer) = layer {
            form.fields[0].hint = tr!("form-default", what = layer.as_str()).into();
            form.fields[1].hint = tr!("form-default", what = layer.layer_name()).into();
            form.default_layer = Some(layer.clone());
        }
        form
    }

    /// Returns the form of an export of these layers.
    pub fn export(layers: Vec<ExportLayer>, kind: ExportKind) -> Self {
        let choice =
            |label, at| Field { label, hint: "".into(), help: "", input: FieldInput::Choice(&ExportKind::ALL, at) };
        let at = ExportKind::ALL.iter().position(|other| *other == kind).unwrap_or_default();
        let mut form = Self::new(
            FormKind::Export,
            vec![
                choice(tr!("form-export-as"), at),
                field(tr!("form-export-to"), tr!("form-export-to-hint"), ""),
                Field {
                    label: tr!("form-export-overwrite"),
                    hint: tr!("form-export-overwrite-hint").into(),
                    help: "",
                    input: FieldInput::Switch(false),
                },
            ],
        );
        form.layers = layers;
        form.fill(1, &form.target_of(kind));
        form
    }

    /// Replaces the text of a field.
    fn fill(&mut self, at: usize, text: &str) {
        self.fields[at].input = FieldInput::Text(InputLine::new(text));
    }

    /// Returns what the current field means; for an export, what it writes.
    pub fn help(&self) -> &'static str {
        let help = self.fields.get(self.cursor).map_or("", |field| field.help);
        if self.kind == FormKind::Export && help.is_empty() { export_kind_help(self.export_kind()) } else { help }
    }

    /// Returns what an export writes.
    pub fn export_kind(&self) -> ExportKind {
        match self.fields.first().map(|field| &field.input) {
            Some(FieldInput::Choice(kinds, at)) => kinds.get(*at).copied().unwrap_or(ExportKind::Original),
            _ => ExportKind::Original,
        }
    }

    /// Returns the proposed target of an export, in the folder that the app was started in.
    fn target_of(&self, kind: ExportKind) -> String {
        match (kind, &self.layers[..]) {
            (ExportKind::BuildContext, _) => "layers-context".to_owned(),
            (_, [only]) => format!("{}.zip", only.name),
            _ => "layers".to_owned(),
        }
    }

    /// Changes the current line if it is a choice or a switch; returns whether it is.
    pub fn turn(&mut self, by: isize) -> bool {
        let before = self.target_of(self.export_kind());
        match self.fields.get_mut(self.cursor).map(|field| &mut field.input) {
            Some(FieldInput::Choice(kinds, at)) => {
                let count = kinds.len().max(1);
                *at = (*at + count).wrapping_add_signed(by) % count;
            }
            Some(FieldInput::Switch(on)) => *on ^= true,
            _ => return false,
        }
        let proposed = self.target_of(self.export_kind());
        // What the user typed stays.
        if let Some(Field { input: FieldInput::Text(line), .. }) = self.fields.get_mut(1)
            && line.text() == before
        {
            *line = InputLine::new(&proposed);
        }
        true
    }

    /// Returns the text that gets the keys, unless the line is a choice or a switch.
    pub fn line(&mut self) -> Option<&mut InputLine> {
        match &mut self.fields.get_mut(self.cursor)?.input {
            FieldInput::Text(line) => Some(line),
            FieldInput::Choice(..) | FieldInput::Switch(_) => None,
        }
    }

    /// Moves to another line; from the last one to the first.
    pub fn act(&mut self, action: UserAction) {
        let last = self.fields.len().saturating_sub(1);
        self.go_to(match action {
            UserAction::Up => self.cursor.checked_sub(1).unwrap_or(last),
            UserAction::Down if self.cursor >= last => 0,
            UserAction::Down => self.cursor + 1,
            _ => self.cursor,
        });
    }

    /// Moves to a line.
    pub fn go_to(&mut self, line: usize) {
        self.cursor = line.min(self.fields.len().saturating_sub(1));
        if self.kind == FormKind::Import && self.cursor == 1 {
            self.propose_arn();
        }
    }

    /// Proposes an ARN of the account that belongs to no one, named like the source.
    fn propose_arn(&mut self) {
        let [source, arn] = &self.fields[..] else { return };
        if !arn.text().is_empty() || source.text().is_empty() {
            return;
        }
        let stem = Path::new(source.text()).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let allowed = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
        let name: String = stem.chars().map(allowed).collect();
        let name = name.trim_matches('-');
        if !name.is_empty() {
            let proposed = format!("arn:aws:lambda:us-east-1:000000000000:layer:{name}:1");
            self.fill(1, &proposed);
        }
    }

    /// Returns what the form asks for, or which line is wrong and why.
    pub fn request(&self, home: Option<&Path>, shown: &InventoryRows) -> Result<FormRequest, (usize, String)> {
        let text = |at: usize| self.fields.get(at).map_or("", |field| field.text().trim());
        if self.kind == FormKind::Export {
            if text(1).is_empty() {
                return Err((1, tr!("form-no-target").to_owned()));
            }
            return Ok(FormRequest::Export(ExportRequest {
                layers: self.layers.clone(),
                kind: self.export_kind(),
                target: expanded(text(1), home),
                overwrite: matches!(self.fields[2].input, FieldInput::Switch(true)),
            }));
        }
        let default = self.default_layer.as_ref().filter(|_| text(0).is_empty());
        let source_text = default.map_or(text(0), LayerDir::as_str);
        if source_text.is_empty() {
            return Err((0, tr!("form-no-source").to_owned()));
        }
        let source = expanded(source_text, home);
        match self.kind {
            FormKind::Import | FormKind::Export => {
                let arn = LayerArn::parse(text(1)).map_err(|error| (1, super::lang::localized(&error.message())))?;
                Ok(FormRequest::Import(source, arn))
            }
            FormKind::Publish => {
                let regions: Result<Vec<Region>, _> = list(text(2)).map(Region::parse).collect();
                let grants: Result<Vec<Grant>, _> = list(text(5)).map(Grant::parse).collect();
                Ok(FormRequest::Publish(Box::new(PublishRequest {
                    source,
                    layer: NamedLayer::parse(source_text, shown).map_err(|why| (0, why))?,
                    layer_name: default.filter(|_| text(1).is_empty()).map_or(text(1), LayerDir::layer_name).to_owned(),
                    regions: regions.map_err(|_| (2, tr!("form-regions-help").to_owned()))?,
                    bucket: Some(text(6).to_owned()).filter(|bucket| !bucket.is_empty()),
                    metadata: LayerMetadata {
                        description: text(4).to_owned(),
                        runtimes: list(text(3)).map(str::to_owned).collect(),
                        ..LayerMetadata::default()
                    },
                    grants: grants.map_err(|_| (5, tr!("form-grants-help").to_owned()))?,
                })))
            }
        }
    }
}

/// Returns the words of a list.
fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ' ']).filter(|word| !word.is_empty())
}

/// Returns a typed path, with `~` for the home folder.
fn expanded(text: &str, home: Option<&Path>) -> PathBuf {
    match (text.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => text.into(),
    }
}
