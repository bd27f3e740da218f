//! Explains why a layer will not work, and how to fix it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::node::{Map, Node};
use super::python::python_str;
use super::sam_error::SamError;
use super::stacks::Stack;
use super::{DEFAULT_REGION, Function, MergeOrder, PLACEHOLDER_ACCOUNT, ResolvedTemplate, Settings};
use crate::sam::problem::{Problem, ProblemCode};
use crate::sam::{LayerArn, known_sam_cli};
use crate::text::{Sentence, sentence};

pub(super) const EXAMPLE_ARN: &str = "arn:aws:lambda:<region>:<account>:layer:<name>:<version>";

/// The `Layers` of a function as written in the template, compared with what SAM resolved.
pub struct WrittenLayers<'a> {
    stack: &'a Stack<'a>,
    settings: &'a Settings,
    raw: Option<Node>,
    /// The items, if the template has a list.
    items: Option<Vec<Node>>,
    /// Whether one failure made SAM keep the whole list unresolved.
    poisoned: bool,
}

impl<'a> WrittenLayers<'a> {
    /// Compares what was written with the resolved value.
    pub fn new(stack: &'a Stack<'_>, settings: &'a Settings, raw: Option<&Node>, resolved: &Node) -> Self {
        let items = raw.and_then(Node::items);
        let poisoned = items.as_ref().zip(resolved.items()).is_some_and(|(written, resolved)| {
            written.iter().any(contains_function)
                && written.len() == resolved.len()
                && written == &resolved
                && written.iter().any(|item| stack.resolver.value(item).is_err())
        });
        Self { stack, settings, raw: raw.cloned(), items, poisoned }
    }

    /// Returns what the template contains for one layer.
    pub fn raw(&self, index: usize) -> Option<&Node> {
        match &self.items {
            Some(items) => items.get(index),
            None => self.raw.as_ref(),
        }
    }

    /// Returns the same as one line of text, or the resolved text if it differs.
    pub fn text(&self, index: usize, item: &Node) -> String {
        match self.raw(index) {
            Some(raw) => shown(raw),
            None => shown(item),
        }
    }

    /// Returns whether this layer depends on the caller's account.
    pub fn depends_on_account(&self, index: usize) -> bool {
        self.raw(index).is_some_and(|raw| self.stack.resolver.needs_account_for(raw))
    }

    /// Returns the problem of an item that is neither a text nor a reference to a layer, which SAM leaves out.
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

    /// Returns the problem of a text that is not an ARN.
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
                    self.pass_parameter(&name),
                );
            }
            return Problem::new(
                ProblemCode::ArnInvalid,
                sentence!("problem-arn-invalid-name", name = name.as_str(), text = text),
                self.pass_parameter(&name),
            );
        }
        Problem::new(ProblemCode::ArnInvalid, sentence!("problem-arn-invalid", text = text), write_arn())
    }

    /// Returns the problem of a `Layers` that is an unresolved function: SAM uses its name as an ARN, as it contains
    /// two colons.
    pub fn not_a_list_problem(&self, text: &str) -> Option<Problem> {
        let raw = self.raw.as_ref().filter(|_| self.items.is_none() && text.starts_with("Fn::"))?;
        Some(taken_for_arn(ProblemCode::IntrinsicUnresolved, raw, text))
    }

    /// Returns how to give a parameter a value.
    fn pass_parameter(&self, name: &str) -> Sentence {
        match self.settings.unread_overrides.get(name) {
            Some(section) => sentence!("fix-move-parameter", name = name, section = section.as_str()),
            None => sentence!("fix-pass-parameter", name = name, arn = EXAMPLE_ARN),
        }
    }

    fn is_parameter(&self, name: &str) -> bool {
        self.stack
            .template
            .get("Parameters")
            .is_some_and(|parameters| parameters.as_map().is_some_and(|map| map.has(name)))
    }
}

/// Returns the problem of a `Layers` that resolves to a text, which SAM iterates by character, or is a function without
/// a colon.
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

fn write_arn() -> Sentence {
    sentence!("fix-write-arn", arn = EXAMPLE_ARN)
}

/// Returns SAM's error for an unresolved `Ref` in a list, for which SAM refuses all functions.
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

/// Returns the problem of a property that depends on the caller's account, which is unknown.
pub fn about_account(property: &str) -> Problem {
    Problem::new(
        ProblemCode::AccountStandIn,
        sentence!("problem-account-decides", property = property, account = PLACEHOLDER_ACCOUNT),
        sentence!("fix-account-stand-in"),
    )
}

/// Returns the problem of an ARN that SAM accepts. `depends_on_account` is set if it depends on the caller's account.
pub fn arn_problem(
    arn: &LayerArn,
    raw: Option<&Node>,
    depends_on_account: bool,
    settings: &Settings,
) -> Option<Problem> {
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
            let mut searched = MAX_SEARCHED_VALUES;
            mentions(raw, name, &mut searched)
        })
    };
    if parts.account.as_str() == PLACEHOLDER_ACCOUNT && settings.account.is_none() && uses("AWS::AccountId") {
        return Some(Problem::new(
            ProblemCode::AccountStandIn,
            sentence!("problem-account-stand-in", account = PLACEHOLDER_ACCOUNT),
            sentence!("fix-account-stand-in"),
        ));
    }
    if settings.account.is_none() && depends_on_account {
        return Some(about_account("Layers"));
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

/// Returns the problem of every function in a template that SAM refuses.
pub fn about_refusal(raised: &SamError) -> Problem {
    Problem::new(
        ProblemCode::TemplateRefused,
        sentence!("problem-template-refused", release = known_sam_cli(), class = raised.class),
        sentence!("fix-template-refused"),
    )
}

/// Notes where SAM with another `PyYAML` parses the template differently.
pub fn note_merge_order(answer: &mut ResolvedTemplate, other: &ResolvedTemplate, order: MergeOrder) -> bool {
    let by_path = |answer: &ResolvedTemplate| -> BTreeMap<String, Arc<Function>> {
        answer.functions.iter().map(|function| (function.full_path.clone(), Arc::clone(function))).collect()
    };
    let others = by_path(other);
    let code = |answer: &ResolvedTemplate| answer.error.as_ref().map(|refusal| refusal.code.clone());
    // If the error codes or the lists of functions differ, every function gets the note.
    let differs_as_a_whole = code(answer) != code(other) || by_path(answer).keys().ne(others.keys());
    let problem = Problem::new(
        ProblemCode::YamlMergeDiffers,
        sentence!("problem-yaml-merge-differs", used = order.releases(), other = order.other().releases()),
        sentence!("fix-yaml-merge-differs"),
    );
    let mut differs = differs_as_a_whole;
    for function in &mut answer.functions {
        if differs_as_a_whole || others.get(&function.full_path).is_some_and(|other| other != function) {
            Arc::make_mut(function).problems.push(problem.clone());
            differs = true;
        }
    }
    if let Some(refusal) = answer.error.as_mut().filter(|_| differs) {
        let otherwise = if other.error.is_none() { "takes the template" } else { "refuses it for another reason" };
        refusal.message = format!(
            "{} (this is how {} reads it, which lets another map of `<<` win than {}; with the latter SAM CLI {otherwise})",
            refusal.message,
            order.releases(),
            order.other().releases(),
        );
    }
    differs
}

/// Returns the problem of every function in a template with applications of the Serverless Application Repository.
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

/// Returns the name in `{Ref: Name}` or a sole `${Name}`.
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

/// The number of values that are searched for a name; a layer consists of only a few.
const MAX_SEARCHED_VALUES: usize = 1_000;

/// Returns whether a name occurs anywhere in a value.
fn mentions(node: &Node, name: &str, searched: &mut usize) -> bool {
    let Some(left) = searched.checked_sub(1) else { return false };
    *searched = left;
    match node {
        Node::Str(text) => text.contains(name),
        Node::List(items) => items.borrow().iter().any(|item| mentions(item, name, searched)),
        Node::Map(map) => map.entries().iter().any(|(_, value)| mentions(value, name, searched)),
        _ => false,
    }
}

/// Returns a value as one line of text, with functions in their short form.
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
