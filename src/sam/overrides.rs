//! Parses `--parameter-overrides` in all forms that SAM accepts (`samcli/cli/types.py`, `CfnParameterOverridesType`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// Why parameter overrides cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OverridesError {
    /// The text has none of SAM's forms.
    #[error(
        "`{0}` is no parameter override: write Name=Value, or ParameterKey=Name,ParameterValue=Value, or file://PATH"
    )]
    Form(String),
    /// A value has a kind that SAM does not accept.
    #[error("parameter overrides hold {0} where a text, a list or a map belongs")]
    Kind(String),
    /// A file cannot be used.
    #[error("{path} cannot be used for parameter overrides: {reason}", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The reason, and what to do.
        reason: String,
    },
}

/// Reads the TOML or YAML file of `file://PATH` into data. The error is a message for the user.
pub type LoadFile<'a> = dyn Fn(&Path) -> Result<Value, String> + 'a;

/// Parses overrides from the command line or samconfig: texts, maps, and lists of either.
///
/// ```
/// use samlayers::sam::overrides::parse;
/// use serde_json::json;
///
/// let no_files = |_: &std::path::Path| Err("there are no files".to_owned());
/// let overrides = parse(&json!("Stage=prod Layer='two words'"), &no_files)?;
/// assert_eq!(overrides["Layer"], "two words");
/// # Ok::<(), samlayers::sam::overrides::OverridesError>(())
/// ```
pub fn parse(value: &Value, load: &LoadFile<'_>) -> Result<BTreeMap<String, String>, OverridesError> {
    let mut reader = OverridesReader { load, open: Vec::new() };
    let mut found = Vec::new();
    reader.value(value, &mut found)?;
    Ok(found.into_iter().map(|(key, value)| (unquote(&key), unquote(&value))).collect())
}

struct OverridesReader<'a> {
    load: &'a LoadFile<'a>,
    /// The files that are being read, outermost first.
    open: Vec<PathBuf>,
}

impl OverridesReader<'_> {
    fn value(&mut self, value: &Value, found: &mut Vec<(String, String)>) -> Result<(), OverridesError> {
        match value {
            Value::Null => Ok(()),
            Value::Array(items) => items.iter().try_for_each(|item| self.value(item, found)),
            Value::String(text) => self.text(text, found),
            Value::Object(map) => {
                for (key, value) in map {
                    match value {
                        Value::String(_) | Value::Array(_) if key == "$include" => self.value(value, found)?,
                        _ if key == "$include" && !value.is_null() => {
                            return Err(OverridesError::Kind(python_text(value)));
                        }
                        Value::Array(items) => {
                            let given = items.iter().filter(|item| !item.is_null() && item.as_str() != Some(""));
                            let texts: Vec<String> = given.map(|item| python_text(item).trim().to_owned()).collect();
                            found.push((key.clone(), texts.join(",")));
                        }
                        Value::Null => found.push((key.clone(), String::new())),
                        value => found.push((key.clone(), python_text(value))),
                    }
                }
                Ok(())
            }
            other => Err(OverridesError::Kind(python_text(other))),
        }
    }

    fn text(&mut self, text: &str, found: &mut Vec<(String, String)>) -> Result<(), OverridesError> {
        if let Some(path) = text.strip_prefix("file://") {
            return self.file(path, found);
        }
        // SAM treats an empty text as no overrides.
        if text.is_empty() && self.open.is_empty() {
            return Ok(());
        }
        let padded = format!(" {}", text.trim());
        for form in [long_form, short_form] {
            let pairs = find_all(&padded, form);
            if !pairs.is_empty() {
                found.extend(pairs);
                return Ok(());
            }
        }
        Err(OverridesError::Form(text.to_owned()))
    }

    fn file(&mut self, path: &str, found: &mut Vec<(String, String)>) -> Result<(), OverridesError> {
        let folder = self.open.last().and_then(|file| file.parent());
        let path = folder.map_or_else(|| PathBuf::from(path), |folder| folder.join(path));
        let wrong = |reason: &str| OverridesError::File { path: path.clone(), reason: reason.to_owned() };
        if self.open.contains(&path) {
            return Err(wrong("it includes itself; take that line out"));
        }
        let value = (self.load)(&path).map_err(|reason| wrong(&reason))?;
        self.open.push(path);
        let read = self.value(&value, found);
        self.open.pop();
        read
    }
}

/// Returns Python's `str()` of a TOML or YAML value.
fn python_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Null => "None".to_owned(),
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() => super::template::format_float(float),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

/// Parses a pair at the start of a text, and returns it with its length.
type PairParser = fn(&str) -> Option<((String, String), usize)>;

/// Returns all pairs of one form, left to right; SAM ignores the text between them.
fn find_all(text: &str, form: PairParser) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        match form(rest) {
            Some((pair, length)) => {
                pairs.push(pair);
                rest = &rest[length..];
            }
            None => rest = &rest[first.len_utf8()..],
        }
    }
    pairs
}

/// Parses `ParameterKey=Name,ParameterValue=Value`.
fn long_form(text: &str) -> Option<((String, String), usize)> {
    let after = text.strip_prefix("ParameterKey=")?;
    let key = key_length(after)?;
    let value = after[key..].strip_prefix(",ParameterValue=")?;
    pair(text, &after[..key], value)
}

/// Parses ` Name=Value`.
fn short_form(text: &str) -> Option<((String, String), usize)> {
    let after = text.strip_prefix(' ')?;
    let key = key_length(after)?;
    pair(text, &after[..key], after[key..].strip_prefix('=')?)
}

fn pair(text: &str, key: &str, value: &str) -> Option<((String, String), usize)> {
    let length = value_length(value)?;
    let before = text.len() - value.len();
    Some(((key.to_owned(), value[..length].to_owned()), before + length))
}

/// Returns the length of a key: letters, digits and quotes, so that `AWS::Region` is not a key.
fn key_length(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '"' | '\''))).unwrap_or(text.len());
    (end > 0).then_some(end)
}

/// Returns the length of a value: a quoted text, or text up to a space or quote; a backslash escapes the next
/// character.
fn value_length(text: &str) -> Option<usize> {
    for quote in ['"', '\''] {
        if let Some(length) = quoted_length(text, quote) {
            return Some(length);
        }
    }
    let mut end = 0;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            ' ' | '"' => break,
            '\\' => match chars.next() {
                Some((next, taken)) if taken != '\n' => end = next + taken.len_utf8(),
                _ => break,
            },
            _ => end = at + c.len_utf8(),
        }
    }
    (end > 0).then_some(end)
}

fn quoted_length(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices();
    chars.next().filter(|(_, c)| *c == quote)?;
    while let Some((at, c)) = chars.next() {
        if c == quote {
            return Some(at + c.len_utf8());
        }
        if c == '\\' && chars.next().is_none_or(|(_, taken)| taken == '\n') {
            return None;
        }
    }
    None
}

/// Removes one pair of quotes, and the backslash before spaces and quotes.
fn unquote(text: &str) -> String {
    let mut inner = text;
    if let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back())
        && first == last
        && matches!(first, '"' | '\'')
    {
        inner = text.get(1..text.len() - 1).unwrap_or("");
    }
    inner.replace("\\ ", " ").replace("\\\"", "\"").replace("\\'", "'")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn no_file(_: &Path) -> Result<Value, String> {
        Err("there is none".to_owned())
    }

    fn read(value: &Value) -> Vec<(String, String)> {
        parse(value, &no_file).unwrap().into_iter().collect()
    }

    fn pairs(given: &[(&str, &str)]) -> Vec<(String, String)> {
        given.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn every_form_of_the_command_line_is_parsed() {
        assert_eq!(read(&json!("A=1 B=two")), pairs(&[("A", "1"), ("B", "two")]));
        assert_eq!(
            read(&json!(["A=1", "B='two words' C=\"x y\""])),
            pairs(&[("A", "1"), ("B", "two words"), ("C", "x y")])
        );
        assert_eq!(
            read(&json!("ParameterKey=A,ParameterValue=1 ParameterKey=B,ParameterValue=a\\ b")),
            pairs(&[("A", "1"), ("B", "a b")])
        );
        assert_eq!(read(&json!("A=x=y,z")), pairs(&[("A", "x=y,z")]));
        assert_eq!(read(&json!("A=1 A=2")), pairs(&[("A", "2")]));
        assert_eq!(read(&json!("")), pairs(&[]));
    }

    #[test]
    fn maps_of_samconfig_are_parsed() {
        let value =
            json!({"A": 1, "B": true, "C": ["x", " y ", "", null], "D": null, "AWS::Region": "eu-west-1", "F": 1.5});
        assert_eq!(
            read(&value),
            pairs(&[("A", "1"), ("AWS::Region", "eu-west-1"), ("B", "True"), ("C", "x,y"), ("D", ""), ("F", "1.5")])
        );
    }

    #[test]
    fn invalid_overrides_are_errors() {
        for text in ["A", "AWS::Region=eu-west-1", "=1", "A= "] {
            assert!(parse(&json!(text), &no_file).is_err(), "{text}");
        }
        assert!(parse(&json!(5), &no_file).is_err());
    }

    #[test]
    fn files_can_include_files() {
        let load = |path: &Path| match path.to_str().map(|path| path.replace('\\', "/")).as_deref() {
            Some("p/a.yaml") => Ok(json!({"A": "1", "$include": "file://b.yaml"})),
            Some("p/b.yaml") => Ok(json!(["B=2", {"C": 3}])),
            Some("p/loop.yaml") => Ok(json!("file://loop.yaml")),
            _ => Err("it is not there".to_owned()),
        };
        let found = parse(&json!("file://p/a.yaml"), &load).unwrap();
        assert_eq!(found.into_iter().collect::<Vec<_>>(), pairs(&[("A", "1"), ("B", "2"), ("C", "3")]));
        for path in ["file://p/loop.yaml", "file://nowhere"] {
            assert!(matches!(parse(&json!(path), &load), Err(OverridesError::File { .. })), "{path}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_causes_a_panic(text in "\\PC*") {
            let _ = parse(&json!(text), &no_file);
        }

        #[test]
        fn quoted_values_round_trip(value in "[ -~&&[^\"'\\\\]]{1,30}") {
            let found = parse(&json!(format!("Name=\"{value}\"")), &no_file).unwrap();
            proptest::prop_assert_eq!(found.get("Name"), Some(&value));
        }
    }
}
