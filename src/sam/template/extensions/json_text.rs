//! Writes JSON like Python's `json.dumps` without spaces, for `Fn::ToJsonString`.

use std::fmt::Write as _;

use super::super::node::Node;
use super::super::python::format_float;
use super::super::sam_error::{SamError, SamResult};
use super::functions::check_length;

/// Appends a value to a text.
pub fn write(node: &Node, out: &mut String) -> SamResult<()> {
    check_length(out)?;
    match node {
        Node::Map(map) => {
            out.push('{');
            for (index, (key, value)) in map.entries().iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                match key {
                    Node::Str(key) => quote(key, out),
                    Node::List(_) | Node::Map(_) | Node::Other(_) => return Err(no_json(key)),
                    key => {
                        out.push('"');
                        write(key, out)?;
                        out.push('"');
                    }
                }
                out.push(':');
                write(value, out)?;
            }
            out.push('}');
        }
        Node::List(items) => {
            out.push('[');
            for (index, item) in items.borrow().iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out)?;
            }
            out.push(']');
        }
        Node::Null => out.push_str("null"),
        Node::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Node::Int(value) => {
            let _ = write!(out, "{value}");
        }
        Node::Big(digits) => out.push_str(digits),
        Node::Float(value) if value.is_nan() => out.push_str("NaN"),
        Node::Float(value) if value.is_infinite() => {
            out.push_str(if *value > 0.0 { "Infinity" } else { "-Infinity" });
        }
        Node::Float(value) => out.push_str(&format_float(*value)),
        Node::Str(text) => quote(text, out),
        Node::Other(_) => return Err(no_json(node)),
    }
    Ok(())
}

fn no_json(node: &Node) -> SamError {
    SamError::new("TypeError", format!("a {} cannot be written as JSON", node.type_name()))
}

/// Quotes a text; characters beyond ASCII are escaped.
fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\x08' => out.push_str("\\b"),
            '\x0c' => out.push_str("\\f"),
            ' '..='~' => out.push(c),
            _ => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::super::super::json;
    use super::*;

    #[test]
    fn json_is_written_like_python() {
        let node = json::read("{\"a\": [1, 1.0, 1e30, true, null, NaN, \"\\u00e9\\ud83d\\ude00\\u007f\\n\\\"/\"]}")
            .unwrap()
            .unwrap();
        let mut text = String::new();
        write(&node, &mut text).unwrap();
        assert_eq!(text, r#"{"a":[1,1.0,1e+30,true,null,NaN,"\u00e9\ud83d\ude00\u007f\n\"/"]}"#);
    }
}
