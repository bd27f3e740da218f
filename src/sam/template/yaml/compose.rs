//! Composes the events of a YAML text into a graph, in which an alias is the node it refers to.
//!
//! The events come from a YAML 1.2 parser; the types of plain scalars are decided here and in [`scalar`], by YAML 1.1.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use foldhash::fast::RandomState;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, StrInput, Tag as ParsedTag};

use super::super::sam_error::{SamError, SamResult};
use super::dialect::Dialect;
use super::scalar;
use super::tag::Tag;
use super::{MAX_DEPTH, MAX_VALUES, too_many_values, wrong};

/// The index of a node in its [`Graph`].
pub type Id = usize;

/// All nodes of a document.
pub struct Graph {
    /// The nodes, by [`Id`].
    pub nodes: Vec<Raw>,
    /// The root node; `None` for an empty document.
    pub root: Option<Id>,
    /// Whether there are aliases, so that a node can be reached twice.
    pub has_aliases: bool,
}

/// A node before it is converted to a value.
pub struct Raw {
    /// The type of the node.
    pub tag: Tag,
    /// The content of the node.
    pub content: Content,
    /// The start of the node.
    pub at: Mark,
}

/// A position: line and column in characters, both from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mark {
    /// Line, from 0.
    pub line: usize,
    /// Column, from 0.
    pub column: usize,
}

/// The content of a node.
pub enum Content {
    /// Text.
    Scalar(Rc<str>),
    /// A list.
    Sequence(Vec<Id>),
    /// A map; keys may be repeated.
    Mapping(Vec<(Id, Id)>),
}

const CORE_PREFIX: &str = "tag:yaml.org,2002:";

/// The reason why composing stopped.
pub struct Broken {
    /// The error for the user.
    pub raised: SamError,
    /// The parser's error, if it refused the text.
    pub error: Option<ScanError>,
}

/// Composes the single document of a text. `byte_order_mark` is the character that replaces one in the text.
pub fn compose(text: &str, byte_order_mark: Option<char>) -> Result<Graph, Broken> {
    let openings = text.bytes().filter(|b| matches!(b, b'[' | b'{' | b'-')).count();
    let mut composer = Composer {
        may_be_too_deep: openings > MAX_DEPTH,
        events: Parser::new_from_str(text),
        dialect: Dialect::new(text),
        nodes: Vec::new(),
        anchors: HashMap::new(),
        has_aliases: false,
        names: HashSet::default(),
        byte_order_mark,
        error: None,
    };
    let root = refuse_unprintable(text).and_then(|()| composer.document());
    match root {
        Ok(root) => Ok(Graph { nodes: composer.nodes, root, has_aliases: composer.has_aliases }),
        Err(raised) => Err(Broken { raised, error: composer.error }),
    }
}

struct Composer<'a> {
    events: Parser<'a, StrInput<'a>>,
    dialect: Dialect<'a>,
    nodes: Vec<Raw>,
    /// Nodes by the parser's number of their anchor; 0 is none.
    anchors: HashMap<usize, Id>,
    has_aliases: bool,
    /// Keys and short tags, which repeat often: each is stored once.
    names: HashSet<Rc<str>, RandomState>,
    /// The character that replaces a byte order mark, which the parser accepts only at the start.
    byte_order_mark: Option<char>,
    /// The parser's error.
    error: Option<ScanError>,
    /// Whether the text is nested deeply enough for SAM to fail as well.
    may_be_too_deep: bool,
}

impl<'a> Composer<'a> {
    fn next(&mut self) -> SamResult<(Event<'a>, Mark)> {
        match self.events.next_event() {
            Some(Ok((event, span))) => {
                self.dialect.check(&event, span)?;
                Ok((event, mark(span.start)))
            }
            Some(Err(error)) => {
                let raised = if error.info().contains("recursion limit") { self.too_deep() } else { broken(&error) };
                self.error = Some(error);
                self.dialect.check_refusal()?;
                Err(raised)
            }
            None => Ok((Event::StreamEnd, Mark::default())),
        }
    }

    /// The parser's limit is some 250 levels, SAM's is twice as many.
    fn too_deep(&self) -> SamError {
        if self.may_be_too_deep {
            return too_deep();
        }
        SamError::limit(
            "the template is nested deeper than samlayers reads; more than 250 levels are no template's need",
        )
    }

    fn document(&mut self) -> SamResult<Option<Id>> {
        let mut root = None;
        loop {
            let (event, at) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(root),
                Event::DocumentStart(_) if root.is_some() => {
                    return Err(wrong(at.line, at.column, "SAM CLI reads one document, and here starts a second"));
                }
                Event::Nothing | Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd => {}
                event => root = Some(self.node(event, at, 0, false)?),
            }
        }
    }

    /// Composes the node that starts with this event, which may be the key of a map.
    fn node(&mut self, event: Event<'a>, at: Mark, depth: usize, is_key: bool) -> SamResult<Id> {
        if depth > MAX_DEPTH {
            return Err(too_deep());
        }
        if self.nodes.len() >= MAX_VALUES {
            return Err(too_many_values());
        }
        match event {
            Event::Alias(anchor) => {
                self.has_aliases = true;
                let known = self.anchors.get(&anchor).copied();
                known.ok_or_else(|| wrong(at.line, at.column, "the anchor of this alias is nowhere before"))
            }
            Event::Scalar(text, style, anchor, tag) => {
                let text = match self.byte_order_mark {
                    Some(stand_in) if text.contains(stand_in) => Cow::Owned(text.replace(stand_in, "\u{feff}")),
                    _ => text,
                };
                let tag = self.tag_of(tag.as_deref()).unwrap_or_else(|| {
                    // A lone `!` gives a quoted scalar the type of a plain one.
                    if style == ScalarStyle::Plain || tag.is_some() { scalar::implicit(&text) } else { core("str") }
                });
                let text = if is_key { self.name(&text) } else { Rc::from(&*text) };
                Ok(self.push(anchor, tag, Content::Scalar(text), at))
            }
            Event::SequenceStart(anchor, tag) => {
                let tag = self.tag_of(tag.as_deref()).unwrap_or_else(|| core("seq"));
                // The node exists before its items, so that they can refer to it.
                let id = self.push(anchor, tag, Content::Sequence(Vec::new()), at);
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break,
                        (event, at) => items.push(self.node(event, at, depth + 1, false)?),
                    }
                }
                self.nodes[id].content = Content::Sequence(items);
                Ok(id)
            }
            Event::MappingStart(anchor, tag) => {
                let tag = self.tag_of(tag.as_deref()).unwrap_or_else(|| core("map"));
                let id = self.push(anchor, tag, Content::Mapping(Vec::new()), at);
                let mut pairs = Vec::new();
                loop {
                    match self.next()? {
                        (Event::MappingEnd, _) => break,
                        (event, at) => {
                            self.dialect.check_key(&event)?;
                            let key = self.node(event, at, depth + 1, true)?;
                            let (event, at) = self.next()?;
                            pairs.push((key, self.node(event, at, depth + 1, false)?));
                        }
                    }
                }
                self.nodes[id].content = Content::Mapping(pairs);
                Ok(id)
            }
            _ => Err(wrong(at.line, at.column, "a value is missing here")),
        }
    }

    fn push(&mut self, anchor: usize, tag: Tag, content: Content, at: Mark) -> Id {
        let id = self.nodes.len();
        self.nodes.push(Raw { tag, content, at });
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        id
    }

    /// Returns the shared copy of a text that repeats often.
    fn name(&mut self, text: &str) -> Rc<str> {
        if let Some(known) = self.names.get(text) {
            return Rc::clone(known);
        }
        let new: Rc<str> = Rc::from(text);
        self.names.insert(Rc::clone(&new));
        new
    }

    /// Returns the tag written before a node; `None` without one, or for a lone `!`.
    fn tag_of(&mut self, tag: Option<&ParsedTag>) -> Option<Tag> {
        let ParsedTag { handle, suffix } = tag?;
        // The form of almost every tag in templates.
        if handle == "!" && !suffix.is_empty() {
            return Some(Tag::Short(self.name(suffix)));
        }
        let full = format!("{handle}{suffix}");
        if full == "!" {
            return None;
        }
        Some(match (full.strip_prefix(CORE_PREFIX), full.strip_prefix('!')) {
            (Some(name), _) => Tag::Core(Cow::Owned(name.to_owned())),
            (None, Some(name)) => Tag::Short(self.name(name)),
            (None, None) => Tag::Foreign(full),
        })
    }
}

fn core(name: &'static str) -> Tag {
    Tag::Core(Cow::Borrowed(name))
}

/// The parser counts lines from 1.
fn mark(marker: Marker) -> Mark {
    Mark { line: marker.line().saturating_sub(1), column: marker.col() }
}

fn too_deep() -> SamError {
    SamError::new("RecursionError", "the template is nested deeper than SAM CLI can read")
}

fn broken(error: &ScanError) -> SamError {
    let at = mark(*error.marker());
    wrong(at.line, at.column, error.info())
}

/// Refuses characters that `PyYAML` rejects.
fn refuse_unprintable(text: &str) -> SamResult<()> {
    // Most templates are ASCII, and checking bytes is much faster than checking characters.
    if text.bytes().all(|b| matches!(b, b'\t' | b'\n' | b'\r' | b' '..=b'~')) {
        return Ok(());
    }
    let Some((at, bad)) = text.char_indices().find(|(_, c)| !is_printable(*c)) else { return Ok(()) };
    let before = &text[..at];
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
    Err(wrong(line, column, &format!("the character U+{:04X} is not allowed in a template", u32::from(bad))))
}

fn is_printable(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
