//! Python's `str()` of a value, which `Fn::Sub` inserts for values that are not text.

use std::fmt::Write as _;

use super::super::node::Node;

/// The maximum length of the text of a value; nested aliases of lists can expand to any length.
pub const MAX_TEXT: usize = 4 << 20;

/// Returns Python's `str(value)`, cut off soon after [`MAX_TEXT`] bytes.
pub fn python_str(node: &Node) -> String {
    if let Node::Str(text) = node {
        return text.to_string();
    }
    let mut out = String::new();
    repr(node, &mut out, 0);
    out
}

/// The maximum depth. A list can contain itself; Python then writes `[...]`.
const MAX_DEPTH: usize = 500;

fn repr(node: &Node, out: &mut String, depth: usize) {
    let deeper = depth + 1;
    match node {
        _ if out.len() > MAX_TEXT => {}
        _ if depth > MAX_DEPTH => out.push_str("[...]"),
        Node::Null => out.push_str("None"),
        Node::Bool(true) => out.push_str("True"),
        Node::Bool(false) => out.push_str("False"),
        Node::Int(value) => {
            let _ = write!(out, "{value}");
        }
        Node::Big(digits) => out.push_str(digits),
        Node::Float(value) => out.push_str(&format_float(*value)),
        Node::Str(text) => quote(text, out),
        Node::Other(name) => {
            let _ = write!(out, "<{name}>");
        }
        Node::List(items) => {
            out.push('[');
            for (index, item) in items.borrow().iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                repr(item, out, deeper);
            }
            out.push(']');
        }
        Node::Map(map) if map.is_ordered() => {
            out.push_str("OrderedDict(");
            for (index, (key, value)) in map.entries().iter().enumerate() {
                out.push_str(if index == 0 { "[(" } else { ", (" });
                repr(key, out, deeper);
                out.push_str(", ");
                repr(value, out, deeper);
                out.push(')');
            }
            out.push_str(if map.is_empty() { ")" } else { "])" });
        }
        Node::Map(map) => {
            out.push('{');
            for (index, (key, value)) in map.entries().iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                repr(key, out, deeper);
                out.push_str(": ");
                repr(value, out, deeper);
            }
            out.push('}');
        }
    }
}

/// Quotes a text with single quotes, or double quotes if it contains only single ones; control characters are escaped.
fn quote(text: &str, out: &mut String) {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if c == quote => {
                out.push('\\');
                out.push(c);
            }
            '\0'..='\x1f' | '\x7f'..='\u{a0}' | '\u{ad}' => {
                let _ = write!(out, "\\x{:02x}", c as u32);
            }
            _ => out.push(c),
        }
    }
    out.push(quote);
}

/// Returns Python's shortest text of a float: `1.0`, `1e+16`, `1e-05`, `inf`.
pub fn format_float(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let Some((digits, exponent)) = scientific.split_once('e') else { return scientific };
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..16).contains(&exponent) {
        let plain = format!("{value}");
        return if plain.contains('.') { plain } else { format!("{plain}.0") };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_written_like_python() {
        for (value, text) in [
            (1.0, "1.0"),
            (0.5, "0.5"),
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (1e-5, "1e-05"),
            (0.0001, "0.0001"),
            (1.5e300, "1.5e+300"),
            (-2.25, "-2.25"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(format_float(value), text);
        }
    }

    #[test]
    fn a_reference_is_written_like_python() {
        let node = Node::single("Ref", Node::text("My'Layer"));
        assert_eq!(python_str(&node), "{'Ref': \"My'Layer\"}");
    }
}
