//! Bytes and ages, as people type and read them.

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

/// `5GB`, `500MiB`, `1.5 gb`, `4096`.
pub fn parse_bytes(text: &str) -> Result<u64, String> {
    let help = || format!("`{text}` is no size: write 5GB, 500MB or 512MiB");
    let (number, unit) = split(text);
    let unit = match unit.to_ascii_lowercase().as_str() {
        "" => "b".to_owned(),
        short @ ("k" | "m" | "g" | "t") => format!("{short}b"),
        whole => whole.to_owned(),
    };
    let factor = UNITS.iter().find(|(name, _)| *name == unit).map(|(_, factor)| *factor).ok_or_else(help)?;
    scale(number, factor).ok_or_else(help)
}

/// `30d`, `12h`, `90m`, `6w`, `45s`.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    let help = || format!("`{text}` is no age: write 30d, 12h or 6w");
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

/// `number` with at most three decimals times `factor`, in whole numbers so that nothing is rounded away.
fn scale(number: &str, factor: u64) -> Option<u64> {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    if decimals.len() > 3 || (number.contains('.') && decimals.is_empty()) {
        return None;
    }
    let thousandths: u64 = format!("{decimals:0<3}").parse().ok()?;
    let whole: u64 = whole.parse().ok()?;
    whole.checked_mul(factor)?.checked_add(thousandths.checked_mul(factor)? / 1_000)
}

/// `0 B`, `999 B`, `1.2 kB`, `262.1 MB`: decimal units, as disks are sold and as `--trim-to` reads them.
pub fn bytes(count: u64) -> String {
    let (mut tenths, mut unit) = (u128::from(count) * 10, "B");
    for next in ["kB", "MB", "GB", "TB", "PB", "EB"] {
        if tenths < 10_000 {
            break;
        }
        tenths = (tenths + 500) / 1_000;
        unit = next;
    }
    if unit == "B" { format!("{count} B") } else { format!("{}.{} {unit}", tenths / 10, tenths % 10) }
}

/// `1 layer`, `2 layers`.
pub fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// `now`, `5 min`, `3 h`, `12 d`, `4 y`: how long ago, coarse enough to read in a column.
pub fn age(seconds: i64) -> String {
    match seconds {
        ..60 => "now".to_owned(),
        60..3_600 => format!("{} min", seconds / 60),
        3_600..86_400 => format!("{} h", seconds / 3_600),
        86_400..63_072_000 => format!("{} d", seconds / 86_400),
        _ => format!("{} y", seconds / 31_536_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_as_people_type_them() {
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
    fn ages_as_people_type_them() {
        assert_eq!(parse_duration("30d"), Ok(Duration::from_hours(720)));
        assert_eq!(parse_duration("1.5h"), Ok(Duration::from_mins(90)));
        for text in ["30", "d", "-1d", "1month", "9999999999999999999y"] {
            assert!(parse_duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn sizes_as_people_read_them() {
        for (count, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1.0 kB"),
            (1_234, "1.2 kB"),
            (999_949, "999.9 kB"),
            (999_960, "1.0 MB"),
            (262_144_000, "262.1 MB"),
            (u64::MAX, "18.4 EB"),
        ] {
            assert_eq!(bytes(count), text);
        }
    }

    #[test]
    fn ages_as_people_read_them() {
        assert_eq!(
            [age(-5), age(59), age(60), age(7_300), age(172_800), age(70_000_000)].join("|"),
            "now|now|1 min|2 h|2 d|2 y"
        );
    }
}
