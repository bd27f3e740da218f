//! The dialogs with input lines for an import and a publication. The plan that follows is shown like any other.

use std::path::{Path, PathBuf};

use super::input_line::InputLine;
use super::keys::table::UserAction;
use crate::plan::{Grant, LayerMetadata};
use crate::sam::{LayerArn, Region};

/// What a form is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormKind {
    /// A local zip or folder becomes a cached layer.
    Import,
    /// A zip becomes a new version of a layer in AWS.
    Publish,
}

/// An input line with its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The label.
    pub label: &'static str,
    /// What to type.
    pub hint: &'static str,
    /// The text.
    pub line: InputLine,
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
}

/// What a complete form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormRequest {
    /// Import this source as this layer version.
    Import(PathBuf, LayerArn),
    /// Publish.
    Publish(Box<PublishRequest>),
}

/// What to publish, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishRequest {
    /// The zip.
    pub source: PathBuf,
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

impl Form {
    /// Returns an empty form. `arn` is proposed for an import.
    pub fn new(kind: FormKind, arn: Option<&str>) -> Self {
        let field = |label, hint, text: &str| Field { label, hint, line: InputLine::new(text) };
        let fields = match kind {
            FormKind::Import => vec![
                field(tr!("form-source"), tr!("form-source-import-hint"), ""),
                field(tr!("form-arn"), tr!("form-arn-hint"), arn.unwrap_or_default()),
            ],
            FormKind::Publish => vec![
                field(tr!("form-source"), tr!("form-source-publish-hint"), ""),
                field(tr!("form-layer-name"), "", ""),
                field(tr!("form-regions"), tr!("form-regions-hint"), ""),
                field(tr!("form-runtimes"), tr!("form-optional-list"), ""),
                field(tr!("form-description"), tr!("form-optional"), ""),
                field(tr!("form-grants"), tr!("form-grants-hint"), ""),
                field(tr!("form-bucket"), tr!("form-bucket-hint"), ""),
            ],
        };
        Self { kind, fields, cursor: 0, is_waiting: false, refusal: None }
    }

    /// Returns the line that gets the keys.
    pub fn line(&mut self) -> Option<&mut InputLine> {
        self.fields.get_mut(self.cursor).map(|field| &mut field.line)
    }

    /// Moves to another line.
    pub fn act(&mut self, action: UserAction) {
        let last = self.fields.len().saturating_sub(1);
        match action {
            UserAction::Up => self.cursor = self.cursor.checked_sub(1).unwrap_or(last),
            UserAction::Down => self.cursor = if self.cursor >= last { 0 } else { self.cursor + 1 },
            _ => {}
        }
        if self.kind == FormKind::Import && self.cursor == 1 {
            self.propose_arn();
        }
    }

    /// Proposes an ARN of the account that belongs to no one, named like the source.
    fn propose_arn(&mut self) {
        let [source, arn] = &mut self.fields[..] else { return };
        if !arn.line.text().is_empty() || source.line.text().is_empty() {
            return;
        }
        let stem = Path::new(source.line.text()).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let allowed = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
        let name: String = stem.chars().map(allowed).collect();
        let name = name.trim_matches('-');
        if !name.is_empty() {
            arn.line = InputLine::new(&format!("arn:aws:lambda:us-east-1:000000000000:layer:{name}:1"));
        }
    }

    /// Returns what the form asks for, or which line is wrong and why.
    pub fn request(&self, home: Option<&Path>) -> Result<FormRequest, (usize, String)> {
        let text = |at: usize| self.fields.get(at).map_or("", |field| field.line.text().trim());
        if text(0).is_empty() {
            return Err((0, tr!("form-no-source").to_owned()));
        }
        let source = expanded(text(0), home);
        match self.kind {
            FormKind::Import => {
                let arn = LayerArn::parse(text(1)).map_err(|error| (1, super::lang::localized(&error.message())))?;
                Ok(FormRequest::Import(source, arn))
            }
            FormKind::Publish => {
                let regions: Result<Vec<Region>, _> = list(text(2)).map(Region::parse).collect();
                let grants: Result<Vec<Grant>, _> = list(text(5)).map(Grant::parse).collect();
                Ok(FormRequest::Publish(Box::new(PublishRequest {
                    source,
                    layer_name: text(1).to_owned(),
                    regions: regions.map_err(|_| (2, tr!("form-regions-hint").to_owned()))?,
                    bucket: Some(text(6).to_owned()).filter(|bucket| !bucket.is_empty()),
                    metadata: LayerMetadata {
                        description: text(4).to_owned(),
                        runtimes: list(text(3)).map(str::to_owned).collect(),
                        ..LayerMetadata::default()
                    },
                    grants: grants.map_err(|_| (5, tr!("form-grants-hint").to_owned()))?,
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
