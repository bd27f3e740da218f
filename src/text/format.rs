//! Formats sizes, counts and ages.

use jiff::Timestamp;

/// Returns bytes in decimal units with three significant digits: `1.24 MB`. Lambda's quota of 262,144,000 is `262 MB`.
pub fn bytes(bytes: u64) -> String {
    scaled(bytes, 1000.0, ["kB", "MB", "GB", "TB", "PB", "EB"])
}

/// Returns a quota of Lambda as AWS writes it, where 1 MB is 1,048,576 bytes: 262,144,000 is `250 MB`. What is measured
/// against a quota is written like any other size, with its share of the quota.
pub fn quota_bytes(bytes: u64) -> String {
    scaled(bytes, 1024.0, ["KB", "MB", "GB", "TB", "PB", "EB"])
}

/// Returns a share as per cent: `39 %`, `<1 %`. More than the whole is more than `100 %`.
#[expect(clippy::cast_precision_loss, reason = "shown without digits after the point")]
pub fn percent(part: u64, whole: u64) -> String {
    let percent = part as f64 * 100.0 / whole.max(1) as f64;
    match percent {
        _ if part > 0 && percent < 0.5 => "<1 %".to_owned(),
        _ if percent > 100.0 => format!("{:.0} %", percent.ceil()),
        _ => format!("{percent:.0} %"),
    }
}

fn scaled(bytes: u64, base: f64, units: [&str; 6]) -> String {
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    let mut value = bytes as f64 / base;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < units.len() {
        value /= base;
        unit += 1;
    }
    let digits = if value < 9.995 { 2 } else { usize::from(value < 99.95) };
    format!("{value:.digits$} {}", units[unit])
}

/// Returns a number with grouped digits: `34,112`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Returns a count with a noun: `1 layer`, `2 layers`, `2 entries`.
pub fn counted(number: u64, noun: &str) -> String {
    let stem = noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match (number, stem) {
        (1, _) => format!("1 {noun}"),
        (number, Some(stem)) => format!("{} {stem}ies", count(number)),
        (number, None) => format!("{} {noun}s", count(number)),
    }
}

/// Returns a duration to wait for: `8 s`, `2 min`, `1 h 05 min`.
pub fn format_duration(seconds: u64) -> String {
    match seconds {
        ..100 => format!("{seconds} s"),
        100..3_570 => format!("{} min", (seconds + 30) / 60),
        _ => {
            let minutes = (seconds + 30) / 60;
            format!("{} h {:02} min", minutes / 60, minutes % 60)
        }
    }
}

/// Returns an age in the largest unit: `now`, `5m`, `3h`, `12d`, `4mo`, `2y`. A time in the future is `now`, as the
/// clocks of containers and hosts differ.
pub fn age(now: Timestamp, then: Timestamp) -> String {
    let seconds = now.as_second().saturating_sub(then.as_second());
    match seconds {
        ..60 => "now".to_owned(),
        60..3_600 => format!("{}m", seconds / 60),
        3_600..86_400 => format!("{}h", seconds / 3_600),
        86_400..5_184_000 => format!("{}d", seconds / 86_400),
        5_184_000..63_072_000 => format!("{}mo", seconds / 2_592_000),
        _ => format!("{}y", seconds / 31_536_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_counts_are_formatted() {
        assert_eq!([bytes(0), bytes(999), bytes(1000), bytes(999_999)], ["0 B", "999 B", "1.00 kB", "1.00 MB"]);
        assert_eq!([bytes(12_345), bytes(262_144_000), bytes(u64::MAX)], ["12.3 kB", "262 MB", "18.4 EB"]);
        assert_eq!([counted(1, "entry"), counted(0, "entry"), counted(2, "day")], ["1 entry", "0 entries", "2 days"]);
        assert_eq!([count(7), count(1000), count(1_234_567)], ["7", "1,000", "1,234,567"]);
    }

    #[test]
    fn durations_have_a_suitable_precision() {
        assert_eq!(
            [format_duration(0), format_duration(99), format_duration(100), format_duration(3_569)],
            ["0 s", "99 s", "2 min", "59 min"]
        );
        assert_eq!([format_duration(3_570), format_duration(7_500)], ["1 h 00 min", "2 h 05 min"]);
    }

    #[test]
    fn ages_use_the_largest_unit() {
        let now = Timestamp::from_second(1_000_000_000).unwrap();
        let ago = |seconds: i64| age(now, Timestamp::from_second(1_000_000_000 - seconds).unwrap());
        assert_eq!(
            [ago(-5), ago(59), ago(60), ago(7200), ago(86_400 * 59), ago(86_400 * 90), ago(86_400 * 800)],
            ["now", "now", "1m", "2h", "59d", "3mo", "2y"]
        );
    }
}
