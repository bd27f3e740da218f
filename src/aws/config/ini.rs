//! The text of an AWS configuration file, as botocore reads it (`botocore/configloader.py`, Python's `configparser`).

use std::collections::BTreeMap;
use std::fmt;

/// The values below one `[header]`. Keys are in lower case.
#[derive(Clone, Default, PartialEq, Eq)]
pub(in crate::aws) struct Section {
    values: BTreeMap<String, String>,
    nested: BTreeMap<String, BTreeMap<String, String>>,
}

impl Section {
    /// Returns a value that is not empty.
    pub(in crate::aws) fn get(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Returns a value of an indented block: `lambda =` followed by `  endpoint_url = …`.
    pub(in crate::aws) fn nested(&self, block: &str, key: &str) -> Option<&str> {
        self.nested.get(block)?.get(key).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Adds the values of another section; they replace existing ones.
    pub(super) fn extend(&mut self, other: Self) {
        self.values.extend(other.values);
        self.nested.extend(other.nested);
    }
}

/// Shows no values: some of them are secrets.
impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}

/// Returns the sections of a file in their order, each with the text between its brackets. The error is the number of
/// the line that cannot be parsed.
pub(super) fn parse(text: &str) -> Result<Vec<(String, Section)>, usize> {
    let mut sections: Vec<(String, Section)> = Vec::new();
    let mut key: Option<String> = None;
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let number = index + 1;
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        if line.starts_with([' ', '\t'])
            && let (Some(key), Some((_, section))) = (&key, sections.last_mut())
        {
            section.continue_value(key, trimmed).ok_or(number)?;
            continue;
        }
        if let Some(rest) = trimmed.strip_prefix('[') {
            let (header, _) = rest.rsplit_once(']').ok_or(number)?;
            sections.push((header.trim().to_owned(), Section::default()));
            key = None;
            continue;
        }
        let (name, value) = trimmed.split_once(['=', ':']).ok_or(number)?;
        let (_, section) = sections.last_mut().ok_or(number)?;
        let name = name.trim().to_lowercase();
        section.values.insert(name.clone(), value.trim().to_owned());
        key = Some(name);
    }
    Ok(sections)
}

impl Section {
    /// Takes an indented line: a value of a block if the first line was empty, else a continuation of the text.
    fn continue_value(&mut self, key: &str, line: &str) -> Option<()> {
        let value = self.values.entry(key.to_owned()).or_default();
        if value.is_empty() {
            let (name, value) = line.split_once('=')?;
            self.nested.entry(key.to_owned()).or_default().insert(name.trim().to_lowercase(), value.trim().to_owned());
        } else {
            value.push('\n');
            value.push_str(line);
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_values_and_blocks_are_read() {
        let text = "\u{feff}# comment\n[profile a]\nRegion = eu-west-1\nrole_arn: arn:aws:iam::1:role/x\n; comment\n\
                    s3 =\n  addressing_style = path\n\n[services local]\nlambda =\n  endpoint_url = http://x:1/?a=b\n";
        let sections = parse(text).unwrap();
        assert_eq!(sections[0].0, "profile a");
        assert_eq!(sections[0].1.get("region"), Some("eu-west-1"));
        assert_eq!(sections[0].1.get("role_arn"), Some("arn:aws:iam::1:role/x"));
        assert_eq!(sections[0].1.nested("s3", "addressing_style"), Some("path"));
        assert_eq!(sections[1].1.nested("lambda", "endpoint_url"), Some("http://x:1/?a=b"));
    }

    #[test]
    fn a_value_may_continue_and_may_contain_comment_signs() {
        let sections = parse("[default]\ncredential_process = get # me\n  --more\n").unwrap();
        assert_eq!(sections[0].1.get("credential_process"), Some("get # me\n--more"));
    }

    #[test]
    fn the_line_that_cannot_be_read_is_named() {
        for (text, line) in
            [("a = 1\n", 1), ("[a\n", 1), ("[a]\nnonsense\n", 2), ("[a]\ns3 =\n  nonsense\n", 3), ("\n\n[a]\n=", 0)]
        {
            let read = parse(text);
            assert_eq!(read.as_ref().err().copied().unwrap_or_default(), line, "{text:?}: {read:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_causes_a_panic(text in "(\\[|\\]|=|:|#| |\\n|a|é){0,60}") {
            let _ = parse(&text);
        }
    }
}
