//! Types of plain scalars in YAML 1.1: `yes` is true, `012` is ten, `1e3` and dates are text.

use std::borrow::Cow;
use std::rc::Rc;

use super::super::node::Node;
use super::tag::Tag;

/// Returns the type of a plain scalar.
pub fn implicit(text: &str) -> Tag {
    let name = match text.as_bytes().first() {
        None => "null",
        Some(b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~') => match boolean(text) {
            Some(_) => "bool",
            None if matches!(text, "~" | "null" | "Null" | "NULL") => "null",
            None => "str",
        },
        Some(b'-' | b'+' | b'.' | b'0'..=b'9') if is_float(text) => "float",
        Some(b'-' | b'+' | b'0'..=b'9') if is_int(text) => "int",
        Some(b'<') if text == "<<" => "merge",
        Some(b'=') if text == "=" => "value",
        _ => "str",
    };
    Tag::Core(Cow::Borrowed(name))
}

/// Parses `yes`, `no`, `on`, `off`, `true`, `false` in lower case, upper case or capitalised.
fn boolean(text: &str) -> Option<bool> {
    match text {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Some(true),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

fn all(text: &str, fits: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(|b| fits(b) || b == b'_')
}

/// Returns whether a text is digits and `_`, starting with a digit.
fn is_digits(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && all(text, |b| b.is_ascii_digit())
}

fn is_int(text: &str) -> bool {
    let text = unsigned(text);
    if text == "0" {
        return true;
    }
    if let Some(rest) = text.strip_prefix('0') {
        return rest.strip_prefix('b').is_some_and(|digits| all(digits, |b| matches!(b, b'0' | b'1')))
            || rest.strip_prefix('x').is_some_and(|digits| all(digits, |b| b.is_ascii_hexdigit()))
            || all(rest, |b| matches!(b, b'0'..=b'7'));
    }
    match text.split_once(':') {
        None => is_digits(text),
        Some((first, rest)) => is_digits(first) && rest.split(':').all(is_sixty),
    }
}

/// Returns whether a text is `0` to `59`, with or without a leading zero.
fn is_sixty(part: &str) -> bool {
    match part.as_bytes() {
        [last] | [b'0'..=b'5', last] => last.is_ascii_digit(),
        _ => false,
    }
}

fn is_float(text: &str) -> bool {
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let plain = unsigned(text);
    if matches!(plain, ".inf" | ".Inf" | ".INF") {
        return true;
    }
    let Some((whole, rest)) = plain.split_once('.') else { return false };
    if whole.is_empty() {
        // The only form without a sign.
        let (digits, exponent) = split_exponent(rest);
        return plain.len() == text.len() && is_digits(digits) && exponent.is_none_or(is_exponent);
    }
    if let Some((first, sixties)) = whole.split_once(':') {
        return is_digits(first)
            && sixties.split(':').all(is_sixty)
            && (rest.is_empty() || all(rest, |b| b.is_ascii_digit()));
    }
    let (digits, exponent) = split_exponent(rest);
    is_digits(whole) && (digits.is_empty() || all(digits, |b| b.is_ascii_digit())) && exponent.is_none_or(is_exponent)
}

fn split_exponent(text: &str) -> (&str, Option<&str>) {
    match text.find(['e', 'E']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    }
}

/// Returns whether a text is an exponent, in which the sign is required.
fn is_exponent(text: &str) -> bool {
    text.strip_prefix(['-', '+']).is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Converts a scalar to a boolean; `None` if Python raises an exception.
pub fn to_bool(text: &str) -> Option<Node> {
    boolean(&text.to_lowercase()).map(Node::Bool)
}

/// Converts a scalar to an integer; `None` if Python raises an exception.
pub fn to_int(text: &str) -> Option<Node> {
    let text = text.replace('_', "");
    let digits = unsigned(&text);
    let negative = text.starts_with('-');
    let signed = |value: Option<i128>| {
        let value = value.map(|value| if negative { -value } else { value })?;
        Some(i64::try_from(value).map_or_else(|_| Node::Big(Rc::from(value.to_string())), Node::Int))
    };
    if digits == "0" {
        return Some(Node::Int(0));
    }
    if let Some(binary) = digits.strip_prefix("0b") {
        return signed(i128::from_str_radix(binary, 2).ok());
    }
    if let Some(hex) = digits.strip_prefix("0x") {
        return signed(i128::from_str_radix(hex, 16).ok());
    }
    if digits.starts_with('0') {
        return signed(i128::from_str_radix(digits, 8).ok());
    }
    if digits.contains(':') {
        let mut value: i128 = 0;
        for part in digits.split(':') {
            value = value.checked_mul(60)?.checked_add(part.parse().ok()?)?;
        }
        return signed(Some(value));
    }
    // Python's limit of digits.
    if digits.is_empty() || digits.len() > 4300 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let sign = if negative { "-" } else { "" };
    let whole = format!("{sign}{digits}");
    Some(whole.parse().map_or_else(|_| Node::Big(Rc::from(whole)), Node::Int))
}

/// Returns whether `PyYAML` reads beyond the end of a number, which raises an `IndexError`.
pub fn is_cut_short(text: &str, name: &str) -> bool {
    let text = text.replace('_', "");
    text.is_empty() || (name == "int" && unsigned(&text).is_empty())
}

/// Converts a scalar to a float; `None` if Python raises an exception.
pub fn to_float(text: &str) -> Option<Node> {
    let text = text.replace('_', "").to_lowercase();
    let digits = unsigned(&text);
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    let value = match digits {
        ".inf" => f64::INFINITY,
        ".nan" => f64::NAN,
        _ if digits.contains(':') => {
            let mut value = 0.0;
            for part in digits.split(':') {
                value = value * 60.0 + part.parse::<f64>().ok()?;
            }
            value
        }
        _ => digits.parse().ok()?,
    };
    Some(Node::Float(sign * value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> String {
        match implicit(text) {
            Tag::Core(name) => name.into_owned(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn plain_scalars_have_their_yaml_1_1_type() {
        for (text, name) in [
            ("yes", "bool"),
            ("Off", "bool"),
            ("yEs", "str"),
            ("y", "str"),
            ("", "null"),
            ("~", "null"),
            ("NULL", "null"),
            ("12", "int"),
            ("-0", "int"),
            ("012", "int"),
            ("089", "str"),
            ("0x1F", "int"),
            ("0b10", "int"),
            ("1_000", "int"),
            ("12:30:45", "int"),
            ("12:60", "str"),
            ("1.5", "float"),
            ("1.", "float"),
            ("1e3", "str"),
            ("1.0e3", "str"),
            ("1.0e+3", "float"),
            (".5", "float"),
            ("-.5", "str"),
            ("-.inf", "float"),
            (".NaN", "float"),
            ("1:30.5", "float"),
            ("2012-10-17", "str"),
            ("123456789012", "int"),
            ("<<", "merge"),
            ("=", "value"),
            ("-", "str"),
            ("+1", "int"),
            (".", "str"),
        ] {
            assert_eq!(tag(text), name, "{text:?}");
        }
    }

    #[test]
    fn values_are_computed_like_python() {
        assert_eq!(to_int("012"), Some(Node::Int(10)));
        assert_eq!(to_int("-0x1F"), Some(Node::Int(-31)));
        assert_eq!(to_int("1:30"), Some(Node::Int(90)));
        assert_eq!(to_int("99999999999999999999"), Some(Node::Big("99999999999999999999".into())));
        assert_eq!(to_int("abc"), None);
        assert_eq!(to_float("1_0.5"), Some(Node::Float(10.5)));
        assert_eq!(to_bool("YES"), Some(Node::Bool(true)));
    }
}
