//! Parses sizes and ages as users type them.

use std::time::Duration;

const UNITS: [(&str, u64); 9] = [
    ("b", 1),
    ("kb", 1_000),
    ("mb", 1_000_000),
    ("gb", 1_000_000_000),
    ("tb", 1_000_000_000_000),
    ("kib", 1 << 10),
    ("mib", 1 << 20),
    ("gib", 1 << 30),
    ("tib", 1 << 40),
];

/// Parses a size in bytes: `5GB`, `500MiB`, `1.5 gb`, `4096`.
pub fn parse_bytes(text: &str) -> Result<u64, String> {
    let help = || format!("`{text}` is not a valid size. Examples: 5GB, 500MB, 512MiB");
    let (number, unit) = split(text);
    let unit = match unit.to_ascii_lowercase().as_str() {
        "" => "b".to_owned(),
        short @ ("k" | "m" | "g" | "t") => format!("{short}b"),
        whole => whole.to_owned(),
    };
    let factor = UNITS.iter().find(|(name, _)| *name == unit).map(|(_, factor)| *factor).ok_or_else(help)?;
    scale(number, factor).ok_or_else(help)
}

/// Parses an age: `30d`, `12h`, `90m`, `6w`, `45s`.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    let help = || format!("`{text}` is not a valid age. Examples: 30d, 12h, 6w");
    let (number, unit) = split(text);
    let factor = match unit.to_ascii_lowercase().as_str() {
        "s" => 1,
        "m" | "min" => 60,
        "h" => 3_600,
        "d" => 86_400,
        "w" => 604_800,
        "y" => 31_536_000,
        _ => return Err(help()),
    };
    scale(number, factor).map(Duration::from_secs).ok_or_else(help)
}

fn split(text: &str) -> (&str, &str) {
    let text = text.trim();
    let at = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    (&text[..at], text[at..].trim())
}

/// Multiplies `number`, with at most three decimals, by `factor` in integers, so that nothing is rounded.
fn scale(number: &str, factor: u64) -> Option<u64> {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    if decimals.len() > 3 || (number.contains('.') && decimals.is_empty()) {
        return None;
    }
    let thousandths: u64 = format!("{decimals:0<3}").parse().ok()?;
    let whole: u64 = whole.parse().ok()?;
    whole.checked_mul(factor)?.checked_add(thousandths.checked_mul(factor)? / 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_parsed() {
        for (text, bytes) in [
            ("0", 0),
            ("4096", 4_096),
            ("5GB", 5_000_000_000),
            ("5g", 5_000_000_000),
            ("1.5 kB", 1_500),
            ("512MiB", 536_870_912),
            ("0.001kb", 1),
        ] {
            assert_eq!(parse_bytes(text), Ok(bytes), "{text}");
        }
        for text in ["", "GB", "-1GB", "5XB", "1.GB", "1.2345GB", "99999999999TB", "5 G B", "0x10"] {
            assert!(parse_bytes(text).is_err(), "{text}");
        }
    }

    #[test]
    fn ages_are_parsed() {
        assert_eq!(parse_duration("30d"), Ok(Duration::from_hours(720)));
        assert_eq!(parse_duration("1.5h"), Ok(Duration::from_mins(90)));
        for text in ["30", "d", "-1d", "1month", "9999999999999999999y"] {
            assert!(parse_duration(text).is_err(), "{text}");
        }
    }
}
