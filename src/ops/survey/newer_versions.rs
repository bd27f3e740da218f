//! Looks up newer versions of cached layers, if the user asks for it. Requests are rate-limited, and results are kept
//! for a day.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::aws::AwsError;
use crate::clock;
use crate::inventory::facts::Finding;
use crate::inventory::facts::newer::Newer;
use crate::ops::user_data::atomic_file::{self, Readers};
use crate::ops::{Context, aws, bounded, engine};
use crate::sam::{LayerArn, LayerDir};

/// The time between two requests. AWS allows about ten requests per second for a whole account, which others need as
/// well.
const REQUEST_INTERVAL: Duration = Duration::from_millis(200);
/// The seconds for which a result is valid.
const VALID_SECONDS: i64 = 24 * 60 * 60;
/// The seconds until AWS is asked again after a failed connection.
const RETRY_SECONDS: i64 = 10 * 60;

const FILE: &str = "newer-versions.json";

/// The answer of AWS for a layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Answer {
    /// Seconds since 1970.
    checked: i64,
    /// The version in the request: only newer ones are listed.
    from: u64,
    /// The newer versions.
    #[serde(default)]
    versions: Vec<u64>,
    /// The reason why there is no list.
    #[serde(default)]
    refused: Option<String>,
    /// AWS could not be reached. Only valid for a short time.
    #[serde(default)]
    passing: bool,
}

/// Answers by ARN without version.
type Answers = BTreeMap<String, Answer>;

/// Reports for each layer whether there are newer versions. Does nothing unless the user enabled it.
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
    let now = clock::now().as_second();
    // The request is for the oldest cached version of each layer, whose list includes that of the others.
    let mut oldest: BTreeMap<&str, (u64, &LayerArn)> = BTreeMap::new();
    for (_, arn) in layers {
        let Ok(parts) = arn.parts() else { continue };
        let entry = oldest.entry(arn.without_version()).or_insert((parts.version, arn));
        if parts.version < entry.0 {
            *entry = (parts.version, arn);
        }
    }
    let holds = |layer: &str, version: u64, answers: &Answers| {
        answers.get(layer).is_some_and(|answer| answer.is_valid(version, now))
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
                        let why = format!("cannot list the versions of {layer}: you need lambda:ListLayerVersions");
                        answer.refused = Some(why);
                    }
                    Err(error @ (AwsError::NotFound { .. } | AwsError::InvalidArn(_))) => {
                        answer.refused = Some(error.to_string());
                    }
                    Err(error) => {
                        // Without network, without credentials or with too many requests, the other requests would fail
                        // as well.
                        (answer.refused, answer.passing) = (Some(error.to_string()), true);
                        unreachable = answer.refused.clone();
                    }
                }
                tokio::time::sleep(REQUEST_INTERVAL).await;
            }
            answers.insert((*layer).to_owned(), answer);
        }
    });
    if let Err(error) = asked {
        tracing::warn!(%error, "cannot check for newer versions");
    }
    answers
}

impl Answer {
    fn is_valid(&self, version: u64, now: i64) -> bool {
        let age = now.saturating_sub(self.checked);
        let lasts = if self.passing { RETRY_SECONDS } else { VALID_SECONDS };
        // If the clock was set back, an answer does not stay valid longer.
        self.from <= version && (0..lasts).contains(&age)
    }
}

fn file(data_dir: &Path) -> PathBuf {
    data_dir.join(FILE)
}

/// Returns the stored answers. A damaged file, or one of a newer version, counts as empty.
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

/// Stores the answers. If that fails, AWS is asked again.
fn save(context: &Context, answers: &Answers, now: i64) {
    let Some(data_dir) = &context.data_dir else { return };
    if context.read_only.is_on() {
        return;
    }
    let fresh: BTreeMap<_, _> = answers.iter().filter(|(_, answer)| answer.is_valid(u64::MAX, now)).collect();
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
    fn an_answer_is_valid_for_a_day_and_a_failure_for_minutes() {
        let answer = Answer { checked: 1_000, from: 5, versions: vec![7], refused: None, passing: false };
        assert!(answer.is_valid(5, 1_000) && answer.is_valid(9, 1_000 + VALID_SECONDS - 1));
        assert!(!answer.is_valid(4, 1_000), "older versions were not listed");
        assert!(!answer.is_valid(5, 1_000 + VALID_SECONDS) && !answer.is_valid(5, 999));
        let failed = Answer { passing: true, ..answer };
        assert!(failed.is_valid(5, 1_500) && !failed.is_valid(5, 1_000 + RETRY_SECONDS));
    }
}
