//! Constructs values from a YAML graph: merges maps, and turns short tags into functions.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use foldhash::fast::RandomState;

use super::super::node::{Map, Node};
use super::super::sam_error::{SamError, SamResult};
use super::compose::{Content, Graph, Id};
use super::merge::Merging;
use super::tag::Tag;
use super::{scalar, wrong};

/// The limit of merged pairs, beyond which a template counts as a decompression bomb.
const MAX_MERGED: usize = 1_000_000;

/// Returns the value of a document.
pub fn construct(graph: Graph, merging: &Merging) -> SamResult<Node> {
    let Some(root) = graph.root else { return Ok(Node::Null) };
    // Without an alias no node is reached twice, and none can contain itself.
    let count = if graph.has_aliases { graph.nodes.len() } else { 0 };
    let mut constructor = Constructor {
        graph,
        merging,
        done: vec![None; count],
        open: vec![false; count],
        later: VecDeque::new(),
        merged: 0,
        functions: HashMap::default(),
    };
    let value = constructor.value(root)?;
    while let Some((id, list)) = constructor.later.pop_front() {
        let items = constructor.items(id)?;
        list.replace(items);
    }
    Ok(value)
}

struct Constructor<'a> {
    graph: Graph,
    merging: &'a Merging,
    /// The values of finished nodes: an alias shares the value of its anchor. Empty without aliases.
    done: Vec<Option<Node>>,
    /// Nodes whose value is under construction. Empty without aliases.
    open: Vec<bool>,
    /// Lists that are still empty: `PyYAML` fills them last, so that a list may contain itself.
    later: VecDeque<(Id, Rc<RefCell<Vec<Node>>>)>,
    merged: usize,
    /// The key for each short tag.
    functions: HashMap<Rc<str>, Node, RandomState>,
}

impl Constructor<'_> {
    fn value(&mut self, id: Id) -> SamResult<Node> {
        if let Some(Some(done)) = self.done.get(id) {
            return Ok(done.clone());
        }
        if self.open.get(id).copied().unwrap_or_default() {
            return Err(self.wrong(id, "a map of the template contains itself"));
        }
        let tag = self.graph.nodes[id].tag.clone();
        if let Some(open) = self.open.get_mut(id) {
            *open = true;
        }
        let value = match &tag {
            Tag::Short(name) => self.function(id, name)?,
            Tag::Core(name) => self.core(id, name)?,
            Tag::Foreign(name) => return Err(self.wrong(id, &format!("SAM CLI knows no tag {name}"))),
        };
        if let (Some(open), Some(done)) = (self.open.get_mut(id), self.done.get_mut(id)) {
            *open = false;
            *done = Some(value.clone());
        }
        Ok(value)
    }

    fn wrong(&self, id: Id, what: &str) -> SamError {
        let at = self.graph.nodes[id].at;
        wrong(at.line, at.column, what)
    }

    fn core(&mut self, id: Id, name: &str) -> SamResult<Node> {
        match name {
            "seq" => {
                let list = Rc::default();
                self.later.push_back((id, Rc::clone(&list)));
                return Ok(Node::List(list));
            }
            "map" => return self.map(id),
            "set" => {
                self.short_map(id)?;
                return Ok(Node::Other("set"));
            }
            "omap" | "pairs" => {
                return match self.graph.nodes[id].content {
                    Content::Sequence(_) => Ok(Node::Other("list")),
                    _ => Err(self.wrong(id, "a list belongs here")),
                };
            }
            _ => {}
        }
        let text = self.text(id)?;
        let value = match name {
            "str" | "timestamp" => Some(Node::Str(Rc::clone(&text))),
            "null" => Some(Node::Null),
            "bool" => scalar::to_bool(&text),
            "int" => scalar::to_int(&text),
            "float" => scalar::to_float(&text),
            "binary" => Some(Node::Other("bytes")),
            _ => return Err(self.wrong(id, &format!("SAM CLI knows no tag !!{name}"))),
        };
        value.ok_or_else(|| {
            let mut raised = self.wrong(id, &format!("this text is no {name}"));
            // `PyYAML` raises a plain Python exception here, which SAM does not catch.
            if name == "bool" {
                raised.class = "KeyError";
            } else if scalar::is_cut_short(&text, name) {
                raised.class = "IndexError";
            }
            raised
        })
    }

    fn text(&self, id: Id) -> SamResult<Rc<str>> {
        match &self.graph.nodes[id].content {
            Content::Scalar(text) => Ok(Rc::clone(text)),
            _ => Err(self.wrong(id, "a plain text belongs here")),
        }
    }

    fn items(&mut self, id: Id) -> SamResult<Vec<Node>> {
        let Content::Sequence(items) = &self.graph.nodes[id].content else {
            return Err(self.wrong(id, "a list belongs here"));
        };
        let mut values = Vec::with_capacity(items.len());
        while let Content::Sequence(items) = &self.graph.nodes[id].content
            && let Some(item) = items.get(values.len())
        {
            values.push(self.value(*item)?);
        }
        Ok(values)
    }

    /// Returns `{"Fn::Name": …}` for `!Name …`; `!Ref` and `!Condition` have no prefix.
    fn function(&mut self, id: Id, name: &Rc<str>) -> SamResult<Node> {
        let argument = match &self.graph.nodes[id].content {
            Content::Scalar(text) if &**name == "GetAtt" => Node::list(text.splitn(2, '.').map(Node::text).collect()),
            Content::Scalar(text) => Node::Str(Rc::clone(text)),
            Content::Sequence(_) => Node::list(self.items(id)?),
            Content::Mapping(_) => self.short_map(id)?,
        };
        let function = Map::with_capacity(1);
        function.insert(self.function_key(name), argument);
        Ok(Node::Map(function))
    }

    fn function_key(&mut self, name: &Rc<str>) -> Node {
        if let Some(key) = self.functions.get(name) {
            return key.clone();
        }
        let key = match &**name {
            "Ref" | "Condition" => Node::Str(Rc::clone(name)),
            _ => Node::text(format!("Fn::{name}")),
        };
        self.functions.insert(Rc::clone(name), key.clone());
        key
    }

    fn map(&mut self, id: Id) -> SamResult<Node> {
        if matches!(self.graph.nodes[id].content, Content::Sequence(_)) {
            return Err(SamError::new("TypeError", "the tag !!map stands before a list"));
        }
        self.pairs(id, Map::ordered(), |key| {
            SamError::new("TypeError", format!("the key of a map cannot be a {}", key.type_name()))
        })
    }

    /// Returns a map that `PyYAML` itself constructs, not SAM's loader.
    fn short_map(&mut self, id: Id) -> SamResult<Node> {
        let at = self.graph.nodes[id].at;
        self.pairs(id, Map::default(), |key| {
            wrong(at.line, at.column, &format!("the key of a map cannot be a {}", key.type_name()))
        })
    }

    fn pairs(&mut self, id: Id, map: Map, unhashable: impl Fn(&Node) -> SamError) -> SamResult<Node> {
        self.merge(id)?;
        let Content::Mapping(pairs) = &self.graph.nodes[id].content else {
            return Err(self.wrong(id, "a map belongs here"));
        };
        map.reserve(pairs.len());
        let mut at = 0;
        while let Content::Mapping(pairs) = &self.graph.nodes[id].content
            && let Some(&(key, value)) = pairs.get(at)
        {
            at += 1;
            let key = self.value(key)?;
            let value = self.value(value)?;
            if !key.is_hashable() {
                return Err(unhashable(&key));
            }
            map.insert(key, value);
        }
        Ok(Node::Map(map))
    }

    /// Puts the pairs of `<<` before the map's own, so that its own win.
    fn merge(&mut self, id: Id) -> SamResult<()> {
        let Content::Mapping(pairs) = &mut self.graph.nodes[id].content else { return Ok(()) };
        let mut own = std::mem::take(pairs);
        let mut sources = Vec::new();
        let nodes = &mut self.graph.nodes;
        own.retain(|(key, value)| match &nodes[*key].tag {
            Tag::Core(name) if name == "merge" => {
                sources.push(*value);
                false
            }
            Tag::Core(name) if name == "value" => {
                nodes[*key].tag = Tag::Core(Cow::Borrowed("str"));
                true
            }
            _ => true,
        });
        // While its sources are read, the map lacks them, as in `PyYAML`.
        nodes[id].content = Content::Mapping(own);
        let mut maps = Vec::new();
        for source in sources {
            let parts = match &self.graph.nodes[source].content {
                Content::Mapping(_) => vec![source],
                Content::Sequence(parts) => parts.clone(),
                Content::Scalar(_) => return Err(self.wrong(source, "`<<` takes a map or a list of maps")),
            };
            maps.push(parts.into_iter().map(|part| self.merged_pairs(part)).collect::<SamResult<Vec<_>>>()?);
        }
        let mut merged = self.merging.merged(&self.graph.nodes, maps);
        self.merged += merged.len();
        if self.merged > MAX_MERGED {
            return Err(SamError::limit(
                "the template merges maps into more than a million entries, which no template needs",
            ));
        }
        if let Content::Mapping(pairs) = &mut self.graph.nodes[id].content {
            merged.append(pairs);
            *pairs = merged;
        }
        Ok(())
    }

    fn merged_pairs(&mut self, id: Id) -> SamResult<Vec<(Id, Id)>> {
        self.merge(id)?;
        match &self.graph.nodes[id].content {
            Content::Mapping(pairs) => Ok(pairs.clone()),
            _ => Err(self.wrong(id, "`<<` takes a map or a list of maps")),
        }
    }
}
