//! `Fn::Sub`, which SAM implements with a regular expression.

use std::collections::HashMap;

use super::super::node::Node;
use super::super::python::{MAX_TEXT, expand_replacement, find_pattern, python_str};
use super::super::sam_error::{SamError, SamResult};
use super::{Resolver, invalid, list, text};

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
        let mut values: HashMap<&str, String> = HashMap::new();
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

/// Replaces the names one after the other, each everywhere.
///
/// SAM uses each name as a regular expression, so a dot in it matches any character, and a later name may replace text
/// that an earlier value inserted.
fn replace_all(pattern: &str, names: &[&str], values: &HashMap<&str, String>) -> SamResult<String> {
    let all_are_names = pattern.matches('$').count() == names.len();
    let nothing_new = values.values().all(|value| !value.contains("${") && !value.ends_with('$'));
    if all_are_names && nothing_new && names.iter().all(|name| name.len() <= SHORT_NAME) {
        return Ok(replace_once(pattern, names, values));
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

/// Replaces all names in one pass, which is equivalent if every `$` starts a name and no value inserts another one.
fn replace_once(pattern: &str, names: &[&str], values: &HashMap<&str, String>) -> String {
    let mut turn = HashMap::new();
    for (number, name) in names.iter().enumerate() {
        turn.entry(*name).or_insert(number);
    }
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(start) = rest.find("${") {
        out.push_str(&rest[..start]);
        let after = &rest[start + 2..];
        let first = candidates(after).into_iter().filter_map(|(name, length)| {
            let (name, number) = turn.get_key_value(name.as_str())?;
            Some((*number, *name, length))
        });
        if let Some((_, name, length)) = first.min() {
            out.push_str(&values[name]);
            rest = &after[length + 1..];
        } else {
            out.push_str("${");
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// Returns every name that could match before a `}`, with the length of the matched text: the text itself, or the text
/// with one character, possibly the brace, where the name has its dot.
fn candidates(text: &str) -> Vec<(String, usize)> {
    let Some(end) = text.find('}') else { return Vec::new() };
    let name = &text[..end];
    let mut found = vec![(name.to_owned(), end)];
    for (at, c) in name.char_indices().filter(|(_, c)| *c != '.' && *c != '\n') {
        found.push((format!("{}.{}", &name[..at], &name[at + c.len_utf8()..]), end));
    }
    let beyond = &text[end + 1..];
    if let Some(second) = beyond.find('}').filter(|second| *second <= SHORT_NAME) {
        found.push((format!("{name}.{}", &beyond[..second]), end + 1 + second));
    }
    found
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
    fn one_pass_equals_one_by_one() {
        let values: HashMap<&str, String> = [("A", "1".to_owned()), ("B", "2".to_owned())].into();
        assert_eq!(replace_all("${A}-${B}-${A}-${C}", &["A", "B", "A"], &values).unwrap(), "1-2-1-${C}");
    }

    #[test]
    fn a_dot_matches_any_character() {
        let values: HashMap<&str, String> = [("A.b", "x".to_owned())].into();
        let both: HashMap<&str, String> =
            [("A.b", "x".to_owned()), ("Acb", "y".to_owned()), ("A", "z".to_owned())].into();
        assert_eq!(replace_all("${A.b}${Acb}", &["A.b", "Acb"], &both).unwrap(), "xx");
        assert_eq!(replace_all("${Acb}${A.b}", &["Acb", "A.b"], &both).unwrap(), "yx");
        assert_eq!(replace_all("${A.b}${A}b}", &["A.b", "A"], &both).unwrap(), "xx");
        assert_eq!(replace_all("${A}b}${A.b}", &["A", "A.b"], &both).unwrap(), "zb}x");
        assert_eq!(replace_all("${A.b} ${A_b}", &["A.b"], &values).unwrap(), "x x");
    }
}
