//! The pieces of a YAML text, put together into a graph: an alias is the node it names.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::raised::{Outcome, Raised};
use super::reader::Mark;
use super::scalar;
use super::scanner::Scanner;
use super::token::{Kind, Token};
use super::{MAX_DEPTH, wrong};

/// A node's place in its [`Graph`].
pub type Id = usize;

/// All nodes of a document.
pub struct Graph<'a> {
    /// The nodes, by [`Id`].
    pub nodes: Vec<Raw<'a>>,
    /// The document's own node; `None` for a text without any.
    pub root: Option<Id>,
}

/// A node before it becomes a value.
pub struct Raw<'a> {
    /// What the node is to become.
    pub tag: Tag<'a>,
    /// What it consists of.
    pub content: Content<'a>,
    /// Where it starts.
    pub at: Mark,
}

/// What a node is to become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tag<'a> {
    /// One of YAML's own: `str`, `int`, `map` …
    Core(Cow<'a, str>),
    /// `!Name`, CloudFormation's short form of a function.
    Short(String),
    /// Any other.
    Foreign(String),
}

/// What a node consists of.
pub enum Content<'a> {
    /// Text.
    Scalar(Cow<'a, str>),
    /// A list.
    Sequence(Vec<Id>),
    /// A map; keys may come twice.
    Mapping(Vec<(Id, Id)>),
}

const CORE_PREFIX: &str = "tag:yaml.org,2002:";

/// Reads the one document of a text.
pub fn compose(text: &str) -> Outcome<Graph<'_>> {
    let mut composer =
        Composer { scanner: Scanner::new(text)?, nodes: Vec::new(), anchors: HashMap::new(), handles: HashMap::new() };
    let root = composer.stream()?;
    Ok(Graph { nodes: composer.nodes, root })
}

struct Composer<'a> {
    scanner: Scanner<'a>,
    nodes: Vec<Raw<'a>>,
    anchors: HashMap<&'a str, Id>,
    handles: HashMap<Cow<'a, str>, String>,
}

/// The places a node may be in decide what it may look like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Where only flow style fits.
    Flow,
    /// Where block style fits.
    Block,
    /// As the key or value of a block map: there a list needs no indentation.
    BlockOrIndentless,
}

/// What is written before a node.
struct Properties<'a> {
    anchor: Option<&'a str>,
    tag: Option<Tag<'a>>,
    /// A lone `!`: a text after it is typed as if it were plain, whatever its quotes.
    open: bool,
}

impl<'a> Composer<'a> {
    fn stream(&mut self) -> Outcome<Option<Id>> {
        self.reset_handles();
        let root = match self.kind()? {
            Kind::StreamEnd => return Ok(None),
            Kind::VersionDirective(_) | Kind::TagDirective(..) | Kind::OtherDirective | Kind::DocumentStart => {
                self.explicit_document()?
            }
            _ => self.node(Place::Block, 0)?,
        };
        while *self.kind()? == Kind::DocumentEnd {
            self.scanner.next()?;
        }
        let token = self.scanner.peek()?;
        match token.kind {
            Kind::StreamEnd => Ok(Some(root)),
            Kind::DocumentStart => Err(unexpected(token, "SAM CLI reads one document, and here starts a second")),
            _ => Err(unexpected(token, "the document should have ended here")),
        }
    }

    fn explicit_document(&mut self) -> Outcome<Id> {
        self.directives()?;
        let token = self.scanner.next()?;
        if token.kind != Kind::DocumentStart {
            return Err(unexpected(&token, "`---` belongs after a directive"));
        }
        let ends = matches!(
            self.kind()?,
            Kind::VersionDirective(_)
                | Kind::TagDirective(..)
                | Kind::OtherDirective
                | Kind::DocumentStart
                | Kind::DocumentEnd
                | Kind::StreamEnd
        );
        if ends { Ok(self.empty(token.at)) } else { self.node(Place::Block, 0) }
    }

    fn directives(&mut self) -> Outcome<()> {
        let mut version = false;
        self.handles.clear();
        loop {
            match self.kind()? {
                Kind::VersionDirective(_) | Kind::TagDirective(..) | Kind::OtherDirective => {}
                _ => break,
            }
            let token = self.scanner.next()?;
            match token.kind {
                Kind::VersionDirective(major) => {
                    if version || major != 1 {
                        return Err(wrong(token.at.line, token.at.column, "one `%YAML 1.1` at most is possible"));
                    }
                    version = true;
                }
                Kind::TagDirective(handle, prefix) => {
                    if self.handles.insert(handle, prefix).is_some() {
                        return Err(wrong(token.at.line, token.at.column, "this handle is declared twice"));
                    }
                }
                _ => {}
            }
        }
        self.reset_handles();
        Ok(())
    }

    /// The handles that are there without being declared.
    fn reset_handles(&mut self) {
        self.handles.entry(Cow::Borrowed("!")).or_insert_with(|| "!".to_owned());
        self.handles.entry(Cow::Borrowed("!!")).or_insert_with(|| CORE_PREFIX.to_owned());
    }

    fn kind(&mut self) -> Outcome<&Kind<'a>> {
        self.scanner.peek().map(|token| &token.kind)
    }

    fn push(&mut self, tag: Tag<'a>, content: Content<'a>, at: Mark) -> Id {
        self.nodes.push(Raw { tag, content, at });
        self.nodes.len() - 1
    }

    /// The null that is meant where nothing is written.
    fn empty(&mut self, at: Mark) -> Id {
        self.push(Tag::Core(Cow::Borrowed("null")), Content::Scalar(Cow::Borrowed("")), at)
    }

    fn node(&mut self, place: Place, depth: usize) -> Outcome<Id> {
        if depth > MAX_DEPTH {
            return Err(Raised::new("RecursionError", "the template is nested deeper than SAM CLI can read"));
        }
        if let Kind::Alias(name) = *self.kind()? {
            let at = self.scanner.next()?.at;
            let id = self.anchors.get(name).copied();
            return id.ok_or_else(|| wrong(at.line, at.column, &format!("the anchor &{name} is nowhere before")));
        }
        let start = self.scanner.peek()?.at;
        let Properties { anchor, tag, open } = self.properties()?;
        if let Some(name) = anchor
            && self.anchors.contains_key(name)
        {
            return Err(wrong(start.line, start.column, &format!("the anchor &{name} is there twice")));
        }
        let block = place != Place::Flow;
        let kind = self.kind()?.clone();
        match kind {
            Kind::BlockEntry if place == Place::BlockOrIndentless => {
                let id = self.collection(anchor, tag, "seq", start);
                self.indentless_sequence(id, depth)
            }
            Kind::Scalar(text, plain) => {
                self.scanner.next()?;
                let tag = tag.unwrap_or_else(|| if plain || open { scalar::implicit(&text) } else { core("str") });
                let id = self.push(tag, Content::Scalar(text), start);
                self.name(anchor, id);
                Ok(id)
            }
            Kind::FlowSequenceStart => {
                let id = self.collection(anchor, tag, "seq", start);
                self.flow_sequence(id, depth)
            }
            Kind::FlowMappingStart => {
                let id = self.collection(anchor, tag, "map", start);
                self.flow_mapping(id, depth)
            }
            Kind::BlockSequenceStart if block => {
                let id = self.collection(anchor, tag, "seq", start);
                self.block_sequence(id, depth)
            }
            Kind::BlockMappingStart if block => {
                let id = self.collection(anchor, tag, "map", start);
                self.block_mapping(id, depth)
            }
            _ if anchor.is_some() || tag.is_some() || open => {
                let tag = tag.unwrap_or_else(|| scalar::implicit(""));
                let id = self.push(tag, Content::Scalar(Cow::Borrowed("")), start);
                self.name(anchor, id);
                Ok(id)
            }
            _ => Err(unexpected(self.scanner.peek()?, "a value is missing here")),
        }
    }

    /// `&anchor` and `!tag`, in either order.
    fn properties(&mut self) -> Outcome<Properties<'a>> {
        let mut anchor = None;
        let mut tag = None;
        loop {
            match self.kind()? {
                Kind::Anchor(name) if anchor.is_none() => anchor = Some(*name),
                Kind::Tag(..) if tag.is_none() => {}
                _ => break,
            }
            let token = self.scanner.next()?;
            if let Kind::Tag(handle, suffix) = token.kind {
                let full = match handle {
                    None => suffix,
                    Some(handle) => match self.handles.get(&handle) {
                        Some(prefix) => format!("{prefix}{suffix}"),
                        None => {
                            return Err(wrong(token.at.line, token.at.column, "this tag's handle is declared nowhere"));
                        }
                    },
                };
                tag = Some(full);
            }
        }
        let open = tag.as_deref() == Some("!");
        let tag = tag.and_then(|full| match full.as_str() {
            "!" => None,
            _ => Some(match full.strip_prefix(CORE_PREFIX) {
                Some(core) => Tag::Core(Cow::Owned(core.to_owned())),
                None => match full.strip_prefix('!') {
                    Some(short) => Tag::Short(short.to_owned()),
                    None => Tag::Foreign(full),
                },
            }),
        });
        Ok(Properties { anchor, tag, open })
    }

    fn name(&mut self, anchor: Option<&'a str>, id: Id) {
        if let Some(name) = anchor {
            self.anchors.insert(name, id);
        }
    }

    /// An empty list or map that its own content can already name.
    fn collection(&mut self, anchor: Option<&'a str>, tag: Option<Tag<'a>>, core_tag: &'static str, at: Mark) -> Id {
        let content = if core_tag == "seq" { Content::Sequence(Vec::new()) } else { Content::Mapping(Vec::new()) };
        let id = self.push(tag.unwrap_or_else(|| core(core_tag)), content, at);
        self.name(anchor, id);
        id
    }

    fn finish_sequence(&mut self, id: Id, items: Vec<Id>) -> Id {
        self.nodes[id].content = Content::Sequence(items);
        id
    }

    fn finish_mapping(&mut self, id: Id, pairs: Vec<(Id, Id)>) -> Id {
        self.nodes[id].content = Content::Mapping(pairs);
        id
    }

    fn indentless_sequence(&mut self, id: Id, depth: usize) -> Outcome<Id> {
        let mut items = Vec::new();
        while *self.kind()? == Kind::BlockEntry {
            let at = self.scanner.next()?.at;
            items.push(match self.kind()? {
                Kind::BlockEntry | Kind::Key | Kind::Value | Kind::BlockEnd => self.empty(at),
                _ => self.node(Place::Block, depth + 1)?,
            });
        }
        Ok(self.finish_sequence(id, items))
    }

    fn block_sequence(&mut self, id: Id, depth: usize) -> Outcome<Id> {
        self.scanner.next()?;
        let mut items = Vec::new();
        while *self.kind()? == Kind::BlockEntry {
            let at = self.scanner.next()?.at;
            items.push(match self.kind()? {
                Kind::BlockEntry | Kind::BlockEnd => self.empty(at),
                _ => self.node(Place::Block, depth + 1)?,
            });
        }
        self.block_end()?;
        Ok(self.finish_sequence(id, items))
    }

    fn block_mapping(&mut self, id: Id, depth: usize) -> Outcome<Id> {
        self.scanner.next()?;
        let mut pairs = Vec::new();
        while *self.kind()? == Kind::Key {
            let at = self.scanner.next()?.at;
            let key = self.block_part(at, depth)?;
            let value = if *self.kind()? == Kind::Value {
                let at = self.scanner.next()?.at;
                self.block_part(at, depth)?
            } else {
                self.empty(at)
            };
            pairs.push((key, value));
        }
        self.block_end()?;
        Ok(self.finish_mapping(id, pairs))
    }

    /// A key or value of a block map.
    fn block_part(&mut self, at: Mark, depth: usize) -> Outcome<Id> {
        match self.kind()? {
            Kind::Key | Kind::Value | Kind::BlockEnd => Ok(self.empty(at)),
            _ => self.node(Place::BlockOrIndentless, depth + 1),
        }
    }

    fn block_end(&mut self) -> Outcome<()> {
        let token = self.scanner.next()?;
        if token.kind == Kind::BlockEnd {
            return Ok(());
        }
        Err(unexpected(&token, "this does not line up with what is above"))
    }

    fn flow_sequence(&mut self, id: Id, depth: usize) -> Outcome<Id> {
        self.scanner.next()?;
        let mut items = Vec::new();
        while *self.kind()? != Kind::FlowSequenceEnd {
            if !items.is_empty() {
                let token = self.scanner.next()?;
                if token.kind != Kind::FlowEntry {
                    return Err(unexpected(&token, "`,` or `]` is missing before this"));
                }
            }
            match self.kind()? {
                Kind::Key => items.push(self.flow_pair(depth)?),
                Kind::FlowSequenceEnd => break,
                _ => items.push(self.node(Place::Flow, depth + 1)?),
            }
        }
        self.scanner.next()?;
        Ok(self.finish_sequence(id, items))
    }

    /// `[a: 1]` is a list of a map.
    fn flow_pair(&mut self, depth: usize) -> Outcome<Id> {
        let at = self.scanner.next()?.at;
        let id = self.push(core("map"), Content::Mapping(Vec::new()), at);
        let key = match self.kind()? {
            Kind::Value | Kind::FlowEntry | Kind::FlowSequenceEnd => self.empty(at),
            _ => self.node(Place::Flow, depth + 2)?,
        };
        let value = self.flow_value(at, depth + 1)?;
        Ok(self.finish_mapping(id, vec![(key, value)]))
    }

    fn flow_value(&mut self, at: Mark, depth: usize) -> Outcome<Id> {
        if *self.kind()? != Kind::Value {
            return Ok(self.empty(at));
        }
        let at = self.scanner.next()?.at;
        match self.kind()? {
            Kind::FlowEntry | Kind::FlowSequenceEnd | Kind::FlowMappingEnd => Ok(self.empty(at)),
            _ => self.node(Place::Flow, depth + 1),
        }
    }

    fn flow_mapping(&mut self, id: Id, depth: usize) -> Outcome<Id> {
        self.scanner.next()?;
        let mut pairs = Vec::new();
        while *self.kind()? != Kind::FlowMappingEnd {
            if !pairs.is_empty() {
                let token = self.scanner.next()?;
                if token.kind != Kind::FlowEntry {
                    return Err(unexpected(&token, "`,` or `}` is missing before this"));
                }
            }
            match self.kind()? {
                Kind::Key => {
                    let at = self.scanner.next()?.at;
                    let key = match self.kind()? {
                        Kind::Value | Kind::FlowEntry | Kind::FlowMappingEnd => self.empty(at),
                        _ => self.node(Place::Flow, depth + 1)?,
                    };
                    let value = self.flow_value(at, depth)?;
                    pairs.push((key, value));
                }
                Kind::FlowMappingEnd => break,
                _ => {
                    let key = self.node(Place::Flow, depth + 1)?;
                    let at = self.scanner.peek()?.at;
                    let value = self.empty(at);
                    pairs.push((key, value));
                }
            }
        }
        self.scanner.next()?;
        Ok(self.finish_mapping(id, pairs))
    }
}

fn core(name: &'static str) -> Tag<'static> {
    Tag::Core(Cow::Borrowed(name))
}

fn unexpected(token: &Token<'_>, what: &str) -> Raised {
    wrong(token.at.line, token.at.column, what)
}
