//! The lines that `explain` prints.

use crate::cli::output::Output;
use crate::inventory::search::near_matches::NearMatch;
use crate::text::sanitize;

/// Prints existing entries that are similar to a missing one.
pub fn instead(nearby: &[NearMatch], out: &mut Output) -> anyhow::Result<()> {
    for there in nearby {
        entry("  you have", &format!("{}: {}", there.name, there.difference()), out)?;
    }
    Ok(())
}

/// Prints a SHA-256 with its relevant digits highlighted.
pub fn digits(label: &str, sha256: &str, that_count: usize, out: &mut Output) -> anyhow::Result<()> {
    let (counts, rest) = sha256.split_at(that_count);
    let digits = format!("{} {}", out.style.bold(counts), out.style.dim(rest));
    out.line(format!("{label:<12} {digits}"))?;
    Ok(())
}

/// Prints a label and a value.
pub fn entry(label: &str, text: &str, out: &mut Output) -> anyhow::Result<()> {
    out.line(format!("{label:<12} {}", sanitize(text)))?;
    Ok(())
}
