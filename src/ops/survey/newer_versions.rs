//! Newer versions of cached layers: asked for when somebody wants to know, slowly, and remembered for a day.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aws::AwsError;
use crate::inventory::facts::Finding;
use crate::inventory::facts::newer::Newer;
use crate::ops::user_data::atomic_file::{self, Readers};
use crate::ops::{Context, aws, bounded, engine};
use crate::sam::{LayerArn, LayerDir};

/// AWS takes some ten requests a second for a whole account; others want some of them.
const APART: Duration = Duration::from_millis(200);
/// Seconds that an answer holds.
const A_DAY: i64 = 24 * 60 * 60;
/// Seconds until AWS is asked again after it could not be reached.
const A_WHILE: i64 = 10 * 60;

const FILE: &str = "newer-versions.json";

/// What AWS said about a layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Answer {
    /// Seconds since 1970.
    checked: i64,
    /// The version asked for: newer ones are listed.
    from: u64,
    /// The versions above it.
    #[serde(default)]
    versions: Vec<u64>,
    /// Why there is no list.
    #[serde(default)]
    refused: Option<String>,
    /// It could not be asked at all: not for long.
    #[serde(default)]
    passing: bool,
}

/// By the ARN without its version.
type Answers = BTreeMap<String, Answer>;

/// Tells for each layer whether there are newer versions. Does nothing unless that was allowed.
pub(in crate::ops) fn search(
    context: &Context,
    layers: &[(LayerDir, LayerArn)],
    report: &(dyn Fn(Finding) + Sync),
    cancel: &AtomicBool,
) {
    if context.aws.offline || !context.newer_versions.is_on() {
        return;
    }
    let mut answers = context.data_dir.as_deref().map(recall).unwrap_or_default();
    let now = Timestamp::now().as_second();
    // The oldest version of each layer is asked for: its list holds for the others.
    let mut oldest: BTreeMap<&str, (u64, &LayerArn)> = BTreeMap::new();
    for (_, arn) in layers {
        let Ok(parts) = arn.parts() else { continue };
        let entry = oldest.entry(arn.without_version()).or_insert((parts.version, arn));
        if parts.version < entry.0 {
            *entry = (parts.version, arn);
        }
    }
    let holds = |layer: &str, version: u64, answers: &Answers| {
        answers.get(layer).is_some_and(|answer| answer.holds(version, now))
    };
    let to_ask: Vec<_> = oldest.into_iter().filter(|(layer, (version, _))| !holds(layer, *version, &answers)).collect();
    if !to_ask.is_empty() {
        let asked = ask(context, &to_ask, now, cancel);
        answers.extend(asked);
        save(context, &answers, now);
    }
    for (dir, arn) in layers {
        let (Ok(parts), Some(answer)) = (arn.parts(), answers.get(arn.without_version())) else { continue };
        let newer = match &answer.refused {
            Some(why) => Newer::Unknown(why.clone()),
            None => Newer::of(parts.version, &answer.versions),
        };
        report(Finding::Newer(dir.clone(), newer));
    }
}

fn ask(context: &Context, layers: &[(&str, (u64, &LayerArn))], now: i64, cancel: &AtomicBool) -> Answers {
    let mut answers = Answers::new();
    let asked = engine::block_on(async {
        let client = aws::client(&context.aws).await;
        let mut unreachable: Option<String> = None;
        for (layer, (from, arn)) in layers {
            if cancel.load(Ordering::Relaxed) {
                return;
            }
            let mut answer = Answer { checked: now, from: *from, versions: Vec::new(), refused: None, passing: false };
            if let Some(why) = &unreachable {
                (answer.refused, answer.passing) = (Some(why.clone()), true);
            } else {
                match Box::pin(client.newer_versions(arn)).await {
                    Ok(versions) => answer.versions = versions,
                    Err(AwsError::AccessDenied { .. }) => {
                        let why =
                            format!("AWS does not list the versions of {layer}: that needs lambda:ListLayerVersions");
                        answer.refused = Some(why);
                    }
                    Err(error @ (AwsError::NotFound { .. } | AwsError::InvalidArn(_))) => {
                        answer.refused = Some(error.to_string());
                    }
                    Err(error) => {
                        // No network, no credentials, too many requests: it would be the same for the others.
                        (answer.refused, answer.passing) = (Some(error.to_string()), true);
                        unreachable = answer.refused.clone();
                    }
                }
                tokio::time::sleep(APART).await;
            }
            answers.insert((*layer).to_owned(), answer);
        }
    });
    if let Err(error) = asked {
        tracing::warn!(%error, "newer versions cannot be looked for");
    }
    answers
}

impl Answer {
    fn holds(&self, version: u64, now: i64) -> bool {
        let age = now - self.checked;
        let lasts = if self.passing { A_WHILE } else { A_DAY };
        // A clock that was put back makes no answer last for ever.
        self.from <= version && (0..lasts).contains(&age)
    }
}

fn file(data_dir: &Path) -> PathBuf {
    data_dir.join(FILE)
}

/// What is remembered. Damage, or a newer version's file, is nothing remembered.
fn recall(data_dir: &Path) -> Answers {
    match bounded::read(&file(data_dir), bounded::LIST) {
        Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_default(),
        Err(error) => {
            if error.kind() != io::ErrorKind::NotFound {
                tracing::warn!(path = %data_dir.display(), %error, "cannot read what newer versions there are");
            }
            Answers::new()
        }
    }
}

/// Losing it costs nothing but asking again.
fn save(context: &Context, answers: &Answers, now: i64) {
    let Some(data_dir) = &context.data_dir else { return };
    if context.read_only.is_on() {
        return;
    }
    let fresh: BTreeMap<_, _> = answers.iter().filter(|(_, answer)| answer.holds(u64::MAX, now)).collect();
    let saved = atomic_file::make_folder(data_dir).and_then(|()| {
        atomic_file::replace(&file(data_dir), Readers::Owner, |out| Ok(serde_json::to_writer(out, &fresh)?))
    });
    if let Err(error) = saved {
        tracing::warn!(path = %data_dir.display(), %error, "cannot remember newer versions");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_holds_for_a_day_and_a_failure_for_minutes() {
        let answer = Answer { checked: 1_000, from: 5, versions: vec![7], refused: None, passing: false };
        assert!(answer.holds(5, 1_000) && answer.holds(9, 1_000 + A_DAY - 1));
        assert!(!answer.holds(4, 1_000), "older versions were not listed");
        assert!(!answer.holds(5, 1_000 + A_DAY) && !answer.holds(5, 999));
        let failed = Answer { passing: true, ..answer };
        assert!(failed.holds(5, 1_500) && !failed.holds(5, 1_000 + A_WHILE));
    }
}
