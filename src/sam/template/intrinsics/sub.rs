//! `Fn::Sub`, which SAM implements with a regular expression.

use foldhash::fast::RandomState;
use indexmap::IndexMap;

use super::super::node::Node;
use super::super::python::{MAX_TEXT, expand_replacement, find_pattern, python_str};
use super::super::sam_error::{SamError, SamResult};
use super::{Resolver, invalid, list, text};

/// The value of each name, in the order of the names.
type Values<'a> = IndexMap<&'a str, String, RandomState>;

impl Resolver<'_> {
    pub(super) fn sub(&self, argument: &Node, depth: usize) -> SamResult<Node> {
        let (pattern, variables) = if argument.is_str() {
            (argument.clone(), Node::Map(super::Map::default()))
        } else {
            let arguments = list(argument)?;
            match <[Node; 2]>::try_from(arguments) {
                Ok([pattern, variables]) => (pattern, variables),
                Err(_) => return Err(invalid("`Fn::Sub` takes a text, or a text and a map")),
            }
        };
        let pattern = self.resolve(&pattern, depth)?;
        let pattern = text(&pattern)?;
        if !variables.is_map() {
            return Err(invalid("the second argument of `Fn::Sub` has to be a map"));
        }
        let variables = self.resolve(&variables, depth)?;

        let names = referenced_names(pattern);
        let mut values = Values::default();
        for name in &names {
            if !values.contains_key(name) {
                values.insert(name, self.sub_value(name, &variables)?);
            }
        }
        replace_all(pattern, &names, &values).map(Node::text)
    }

    /// Returns the text of one `${Name}`. A value from the map is itself looked up as a name.
    fn sub_value(&self, name: &str, variables: &Node) -> SamResult<String> {
        let symbol = match variables {
            Node::Map(map) => map.get(name).unwrap_or_else(|| Node::text(name)),
            Node::Str(text) if !text.contains(name) => Node::text(name),
            Node::List(items) if !items.borrow().contains(&Node::text(name)) => Node::text(name),
            other => {
                return Err(SamError::new("TypeError", format!("`Fn::Sub` got a {} for its map", other.type_name())));
            }
        };
        let has_dot = match &symbol {
            Node::Str(text) => text.contains('.'),
            Node::List(items) => items.borrow().contains(&Node::text(".")),
            Node::Map(map) => map.has("."),
            other => {
                return Err(SamError::new("TypeError", format!("`Fn::Sub` got a {} for {name}", other.type_name())));
            }
        };
        let value = match symbol.as_str().and_then(|text| text.rsplit_once('.')) {
            Some((id, attribute)) => self.symbols.resolve(&Node::text(id), attribute, true)?,
            None if has_dot => return Err(SamError::no_attribute("a variable of `Fn::Sub`", symbol.type_name())),
            None => self.symbols.resolve(&symbol, "Ref", true)?,
        };
        let value = python_str(&value);
        check_length(value.len())?;
        expand_replacement(&value).ok_or_else(|| {
            SamError::new("error", format!("the value of {name} has a backslash that Python takes for an escape"))
        })
    }
}

/// Returns all names that SAM's regular expression finds: `${AWS::…}`, `${}` and `${letters.letters}`.
fn referenced_names(pattern: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = pattern;
    while let Some(start) = rest.find("${") {
        let after = &rest[start + 2..];
        match name_at(after) {
            Some(name) => {
                names.push(name);
                rest = &after[name.len() + 1..];
            }
            None => rest = after,
        }
    }
    names
}

/// Returns the name before the next `}`, if SAM accepts it as one.
fn name_at(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix("AWS::")
        && let Some(end) = rest.find(['}', '\n'])
        && rest[end..].starts_with('}')
    {
        return Some(&text[..end + 5]);
    }
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '.')?;
    let name = &text[..end];
    (text[end..].starts_with('}') && name.bytes().filter(|b| *b == b'.').count() <= 1).then_some(name)
}

/// The maximum length of a name for which each dot is tried.
const SHORT_NAME: usize = 64;

/// Replaces the names one after the other. SAM uses each name as a regular expression, so a dot matches any character,
/// and a later name may match in an inserted value.
fn replace_all(pattern: &str, names: &[&str], values: &Values<'_>) -> SamResult<String> {
    let all_are_names = pattern.matches('$').count() == names.len();
    let nothing_new = values.values().all(|value| !value.contains("${") && !value.ends_with('$'));
    if all_are_names && nothing_new && names.iter().all(|name| name.len() <= SHORT_NAME) {
        return Ok(replace_once(pattern, values));
    }
    let mut text = pattern.to_owned();
    for name in names {
        let needle = format!("${{{name}}}");
        let Some(value) = values.get(name) else { continue };
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((start, end)) = find_pattern(rest, &needle) {
            out.push_str(&rest[..start]);
            out.push_str(value);
            rest = &rest[end..];
            check_length(out.len())?;
        }
        out.push_str(rest);
        text = out;
    }
    Ok(text)
}

/// Checks the length, as values that insert each other's names can double a text repeatedly.
fn check_length(bytes: usize) -> SamResult<()> {
    if bytes > MAX_TEXT {
        return Err(SamError::limit("a `Fn::Sub` grows beyond four million characters, which no template needs"));
    }
    Ok(())
}

/// Replaces in one pass, for texts where every `$` starts a name and no value contains one.
fn replace_once(pattern: &str, values: &Values<'_>) -> String {
    // Only a name with a dot can match another text.
    let is_exact = !values.keys().any(|name| name.contains('.'));
    let mut scratch = String::new();
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(start) = rest.find("${") {
        out.push_str(&rest[..start]);
        let after = &rest[start + 2..];
        let found = if is_exact { exact(after, values) } else { first_match(after, values, &mut scratch) };
        if let Some((number, length)) = found {
            out.push_str(&values[number]);
            rest = &after[length + 1..];
        } else {
            out.push_str("${");
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// Returns the index of the name that stands before the next `}`, and its length.
fn exact(text: &str, values: &Values<'_>) -> Option<(usize, usize)> {
    let end = text.find('}')?;
    Some((values.get_index_of(&text[..end])?, end))
}

/// Returns the index of the first name that matches before a `}`, and the length of the match: the exact text, or with
/// any character, including the brace, in place of a dot. `name` is a reused buffer.
fn first_match(text: &str, values: &Values<'_>, name: &mut String) -> Option<(usize, usize)> {
    let end = text.find('}')?;
    let written = &text[..end];
    let mut first = values.get_index_of(written).map(|number| (number, end));
    let mut look_at = |parts: [&str; 2], length: usize| {
        name.clear();
        name.extend([parts[0], ".", parts[1]]);
        let found = values.get_index_of(name.as_str()).map(|number| (number, length));
        first = first.into_iter().chain(found).min_by_key(|(number, _)| *number);
    };
    for (at, c) in written.char_indices().filter(|(_, c)| *c != '.' && *c != '\n') {
        look_at([&written[..at], &written[at + c.len_utf8()..]], end);
    }
    let beyond = &text[end + 1..];
    if let Some(second) = beyond.find('}').filter(|second| *second <= SHORT_NAME) {
        look_at([written, &beyond[..second]], end + 1 + second);
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found() {
        assert_eq!(
            referenced_names("${A}${A.b}${AWS::Region}${}${a_b}${ X }${!Lit}${A.b.c}${AWS::Other Thing}"),
            ["A", "A.b", "AWS::Region", "", "AWS::Other Thing"]
        );
    }

    #[test]
    fn one_pass_equals_one_after_the_other() {
        let values: Values<'_> = [("A", "1".to_owned()), ("B", "2".to_owned())].into_iter().collect();
        assert_eq!(replace_all("${A}-${B}-${A}-${C}", &["A", "B", "A"], &values).unwrap(), "1-2-1-${C}");
    }

    #[test]
    fn a_dot_also_matches_another_character() {
        let all = [("A.b", "x"), ("Acb", "y"), ("A", "z")];
        let replaced = |pattern: &str, names: &[&'static str]| {
            let value = |name: &str| all.iter().find(|(known, _)| *known == name).unwrap().1.to_owned();
            let values = names.iter().map(|name| (*name, value(name))).collect::<Values<'_>>();
            replace_all(pattern, names, &values).unwrap()
        };
        assert_eq!(replaced("${A.b}${Acb}", &["A.b", "Acb"]), "xx");
        assert_eq!(replaced("${Acb}${A.b}", &["Acb", "A.b"]), "yx");
        assert_eq!(replaced("${A.b}${A}b}", &["A.b", "A"]), "xx");
        assert_eq!(replaced("${A}b}${A.b}", &["A", "A.b"]), "zb}x");
        assert_eq!(replaced("${A.b} ${A_b}", &["A.b"]), "x x");
    }
}
