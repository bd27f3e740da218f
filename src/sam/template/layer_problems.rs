//! Why a layer will not work, in a sentence a person can act on.

use super::node::{Map, Node};
use super::python::python_str;
use super::sam_error::SamError;
use super::stacks::Stack;
use super::{DEFAULT_REGION, PLACEHOLDER_ACCOUNT, Settings};
use crate::sam::LayerArn;
use crate::sam::problem::{Problem, ProblemCode};
use crate::text::{Sentence, sentence};

const EXAMPLE_ARN: &str = "arn:aws:lambda:<region>:<account>:layer:<name>:<version>";

/// `Layers` of a function as the template has it, beside what SAM made of it.
pub struct WrittenLayers<'a> {
    stack: &'a Stack<'a>,
    raw: Option<Node>,
    /// The items, where the template has a list.
    items: Option<Vec<Node>>,
    /// Whether a failure took the whole list back to what was written.
    poisoned: bool,
}

impl<'a> WrittenLayers<'a> {
    /// Compares what was written with what came out.
    pub fn new(stack: &'a Stack<'_>, raw: Option<&Node>, resolved: &Node) -> Self {
        let items = raw.and_then(Node::items);
        let poisoned = items.as_ref().zip(resolved.items()).is_some_and(|(written, resolved)| {
            written.iter().any(contains_function)
                && written.len() == resolved.len()
                && written == &resolved
                && written.iter().any(|item| stack.resolver.value(item).is_err())
        });
        Self { stack, raw: raw.cloned(), items, poisoned }
    }

    /// What the template says for one layer.
    pub fn raw(&self, index: usize) -> Option<&Node> {
        match &self.items {
            Some(items) => items.get(index),
            None => self.raw.as_ref(),
        }
    }

    /// The same in one line. Where it came out as another text, that text.
    pub fn text(&self, index: usize, item: &Node) -> String {
        match self.raw(index) {
            Some(raw) => shown(raw),
            None => shown(item),
        }
    }

    /// Why SAM leaves out what is neither text nor a reference to a layer.
    pub fn skipped_problem(&self, index: usize, item: &Node) -> Problem {
        let what = self.text(index, item);
        if self.poisoned {
            let own = self.raw(index).is_some_and(|raw| self.stack.resolver.value(raw).is_err());
            if own {
                return unresolved(&what, true);
            }
            let culprit = self.items.iter().flatten().find(|item| self.stack.resolver.value(item).is_err());
            let culprit = culprit.map_or_else(|| sentence!("problem-another-entry"), |item| shown(item).into());
            return Problem::new(
                ProblemCode::ListPoisoned,
                sentence!("problem-list-poisoned", what = what, culprit = culprit),
                sentence!("fix-list-poisoned"),
            );
        }
        if item.is_list() {
            return Problem::new(
                ProblemCode::LayerSkipped,
                sentence!("problem-layer-skipped-list", what = what),
                sentence!("fix-list-in-list"),
            );
        }
        unresolved(&what, false)
    }

    /// Why a text is no ARN.
    pub fn invalid_arn_problem(&self, index: usize, text: &str) -> Problem {
        let whole = self.items.is_none().then_some(self.raw.as_ref()).flatten();
        if let Some(raw) = whole {
            return no_list(raw, text);
        }
        let raw = self.raw(index);
        if let Some(name) = raw.and_then(reference) {
            if self.is_parameter(&name) {
                return Problem::new(
                    ProblemCode::ArnInvalid,
                    sentence!("problem-arn-invalid-parameter", name = name.as_str(), text = text),
                    pass_parameter(&name),
                );
            }
            return Problem::new(
                ProblemCode::ArnInvalid,
                sentence!("problem-arn-invalid-name", name = name.as_str(), text = text),
                pass_parameter(&name),
            );
        }
        Problem::new(ProblemCode::ArnInvalid, sentence!("problem-arn-invalid", text = text), write_arn())
    }

    /// `Layers` is a function that did not resolve: SAM takes its very name for an ARN, as that has two colons.
    pub fn not_a_list_problem(&self, text: &str) -> Option<Problem> {
        let raw = self.raw.as_ref().filter(|_| self.items.is_none() && text.starts_with("Fn::"))?;
        Some(taken_for_arn(ProblemCode::IntrinsicUnresolved, raw, text))
    }

    fn is_parameter(&self, name: &str) -> bool {
        self.stack
            .template
            .get("Parameters")
            .is_some_and(|parameters| parameters.as_map().is_some_and(|map| map.has(name)))
    }
}

/// `Layers` came out as a text, which SAM goes through character by character, or as a function without a colon.
fn no_list(raw: &Node, text: &str) -> Problem {
    if matches!(text, "Ref" | "Condition") {
        return taken_for_arn(ProblemCode::ArnInvalid, raw, text);
    }
    Problem::new(
        ProblemCode::ArnInvalid,
        sentence!("problem-arn-invalid-characters", what = shown(raw)),
        sentence!("fix-no-list"),
    )
}

fn taken_for_arn(code: ProblemCode, raw: &Node, text: &str) -> Problem {
    Problem::new(
        code,
        sentence!("problem-intrinsic-unresolved-as-arn", what = shown(raw), text = text),
        sentence!("fix-list-of-parameters"),
    )
}

fn unresolved(what: &str, takes_others: bool) -> Problem {
    let detail = if takes_others {
        sentence!("problem-intrinsic-unresolved-with-others", what = what)
    } else {
        sentence!("problem-intrinsic-unresolved", what = what)
    };
    Problem::new(ProblemCode::IntrinsicUnresolved, detail, sentence!("fix-intrinsic-unresolved", arn = EXAMPLE_ARN))
}

fn pass_parameter(name: &str) -> Sentence {
    sentence!("fix-pass-parameter", name = name, arn = EXAMPLE_ARN)
}

fn write_arn() -> Sentence {
    sentence!("fix-write-arn", arn = EXAMPLE_ARN)
}

/// SAM refuses all functions for one `Ref` in a list that did not resolve.
pub fn invalid_reference(stack: &Stack<'_>, id: &str) -> SamError {
    let known = stack.resources.has(id);
    let why = if known { "is no layer of this template" } else { "names nothing SAM CLI could resolve" };
    SamError::new(
        "InvalidLayerReference",
        format!(
            "`!Ref {id}` stands in a list of layers that cannot be resolved locally and {why}: replace what cannot be resolved \
             there (such as !ImportValue) with parameters and pass them with --parameter-overrides"
        ),
    )
}

/// What will go wrong with an ARN that SAM takes.
pub fn arn_problem(arn: &LayerArn, raw: Option<&Node>, settings: &Settings) -> Option<Problem> {
    let text = arn.as_str();
    if text.contains("{{resolve:") {
        return Some(Problem::new(
            ProblemCode::IntrinsicUnresolved,
            sentence!("problem-intrinsic-unresolved-dynamic", text = text),
            sentence!("fix-dynamic-reference", arn = EXAMPLE_ARN),
        ));
    }
    let parts = match arn.parts() {
        Ok(parts) => parts,
        Err(error) => {
            return Some(Problem::new(ProblemCode::ArnInvalid, error.message(), write_arn()));
        }
    };
    let uses = |name: &str| {
        raw.is_some_and(|raw| {
            let mut looks = MAX_SEARCHED_VALUES;
            mentions(raw, name, &mut looks)
        })
    };
    if parts.account == PLACEHOLDER_ACCOUNT && settings.account.is_none() && uses("AWS::AccountId") {
        return Some(Problem::new(
            ProblemCode::AccountStandIn,
            sentence!("problem-account-stand-in", account = PLACEHOLDER_ACCOUNT),
            sentence!("fix-account-stand-in"),
        ));
    }
    let asked = settings.region.as_deref().or(settings.ambient_region.as_deref())?;
    if asked == parts.region {
        return None;
    }
    if settings.region.is_none() && parts.region == DEFAULT_REGION && uses("AWS::Region") {
        return Some(Problem::new(
            ProblemCode::RegionMismatch,
            sentence!("problem-region-mismatch-default", region = DEFAULT_REGION, asked = asked),
            sentence!("fix-pass-region", region = asked),
        ));
    }
    Some(Problem::new(
        ProblemCode::RegionMismatch,
        sentence!("problem-region-mismatch", asked = asked, region = parts.region),
        sentence!("fix-pass-region", region = parts.region),
    ))
}

/// What stands before every function of a template with applications of the Serverless Application Repository.
pub fn application_problem(asked_for: &[String]) -> Option<Problem> {
    let (first, more) = asked_for.split_first()?;
    let asked_for = match more.len() {
        0 => first.as_str().into(),
        more => sentence!("names-and-more", names = first.as_str(), more = more.to_string()),
    };
    Some(Problem::new(
        ProblemCode::ApplicationUnchecked,
        sentence!("problem-application-unchecked", application = asked_for),
        sentence!("fix-application-unchecked"),
    ))
}

/// The name in `{Ref: Name}` or `${Name}` alone.
fn reference(raw: &Node) -> Option<String> {
    let map = raw.as_map().filter(|map| map.len() == 1)?;
    if let Some(name) = map.get_str("Ref") {
        return Some(name.to_string());
    }
    let text = map.get_str("Fn::Sub")?;
    let name = text.strip_prefix("${")?.strip_suffix('}')?;
    name.bytes().all(|b| b.is_ascii_alphanumeric()).then(|| name.to_owned())
}

fn contains_function(node: &Node) -> bool {
    node.is_map() || node.is_list()
}

/// How many values a name is looked for in. A layer is written with a handful.
const MAX_SEARCHED_VALUES: usize = 1_000;

/// Whether a name is used anywhere in a value.
fn mentions(node: &Node, name: &str, looks: &mut usize) -> bool {
    let Some(left) = looks.checked_sub(1) else { return false };
    *looks = left;
    match node {
        Node::Str(text) => text.contains(name),
        Node::List(items) => items.borrow().iter().any(|item| mentions(item, name, looks)),
        Node::Map(map) => map.entries().iter().any(|(_, value)| mentions(value, name, looks)),
        _ => false,
    }
}

/// A value in one line, functions in their short form.
fn shown(node: &Node) -> String {
    let mut out = String::new();
    show(node, &mut out, 0);
    if out.chars().count() > 200 {
        out = out.chars().take(199).chain(['…']).collect();
    }
    out.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn show(node: &Node, out: &mut String, depth: usize) {
    if depth > 12 || out.len() > 800 {
        out.push('…');
        return;
    }
    match node {
        Node::Map(map) => show_map(map, out, depth),
        Node::List(items) => {
            out.push('[');
            for (index, item) in items.borrow().iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                show(item, out, depth + 1);
            }
            out.push(']');
        }
        Node::Null => out.push_str("null"),
        other => out.push_str(&python_str(other)),
    }
}

fn show_map(map: &Map, out: &mut String, depth: usize) {
    if let [(Node::Str(key), value)] = &map.entries()[..] {
        let short = key.strip_prefix("Fn::").or((&**key == "Ref" || &**key == "Condition").then_some(&**key));
        if let Some(short) = short {
            out.push('!');
            out.push_str(short);
            out.push(' ');
            let attribute = value.items().filter(|items| short == "GetAtt" && items.iter().all(Node::is_str));
            match attribute {
                Some(parts) => out.push_str(&parts.iter().map(python_str).collect::<Vec<_>>().join(".")),
                None => show(value, out, depth + 1),
            }
            return;
        }
    }
    out.push('{');
    for (index, (key, value)) in map.entries().iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        show(key, out, depth + 1);
        out.push_str(": ");
        show(value, out, depth + 1);
    }
    out.push('}');
}
