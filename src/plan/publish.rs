//! Plans a publication: one step for each region of each profile, and one for each grant.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::PathBuf;

use super::{Plan, PlanKind, RefusalReason, Refused, Step, StepAction, StepNote};
use crate::content::quotas::{MAX_REQUEST_BYTES, MAX_UNZIPPED_BYTES};
use crate::content::source::LocalSource;
use crate::sam::{AccountId, LayerArn, Region};
use crate::text::{Sentence, sentence};

/// The most characters of a layer's name.
pub const MAX_NAME: usize = 140;
/// The most characters of a description.
pub const MAX_DESCRIPTION: usize = 256;
/// The most characters of a license.
pub const MAX_LICENSE: usize = 512;
/// The most runtimes of a layer version.
pub const MAX_RUNTIMES: usize = 15;
/// The architectures of Lambda.
pub const ARCHITECTURES: [&str; 2] = ["x86_64", "arm64"];

/// What a layer version says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LayerMetadata {
    /// The description; may be empty.
    pub description: String,
    /// The compatible runtimes.
    pub runtimes: Vec<String>,
    /// The compatible architectures.
    pub architectures: Vec<String>,
    /// The license; may be empty.
    pub license: String,
}

/// Who may use a layer version.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Grant {
    /// An account.
    Account(AccountId),
    /// All accounts of an organization, by its ID.
    Organization(String),
    /// Everyone.
    Public,
}

impl Grant {
    /// Parses `123456789012`, `organization:o-abc123` or `public`.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text == "public" {
            return Ok(Self::Public);
        }
        if let Some(id) = text.strip_prefix("organization:") {
            let is_id = id.strip_prefix("o-").is_some_and(|id| {
                (10..=32).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            });
            return if is_id {
                Ok(Self::Organization(id.to_owned()))
            } else {
                Err("an organization has an ID such as o-a1b2c3d4e5".to_owned())
            };
        }
        AccountId::parse(text)
            .map(Self::Account)
            .map_err(|_| "specify a 12-digit account, organization:ID, or public".to_owned())
    }

    /// Returns the text that [`Grant::parse`] accepts.
    pub fn text(&self) -> String {
        match self {
            Self::Account(id) => id.as_str().to_owned(),
            Self::Organization(id) => format!("organization:{id}"),
            Self::Public => "public".to_owned(),
        }
    }

    /// Returns the ID of the statement in the policy. It is the same for the same grant, so that it is made once.
    pub fn statement_id(&self) -> String {
        format!("samlayers-{}", self.text().replace(':', "-"))
    }

    /// Returns the principal of the statement.
    pub fn principal(&self) -> &str {
        match self {
            Self::Account(id) => id.as_str(),
            Self::Organization(_) | Self::Public => "*",
        }
    }

    /// Returns whether a policy, as JSON, contains the grant.
    pub fn is_in(&self, policy: &str) -> bool {
        let Ok(policy) = serde_json::from_str::<serde_json::Value>(policy) else { return false };
        let statements = policy["Statement"].as_array();
        statements.into_iter().flatten().any(|statement| self.is_made_by(statement))
    }

    fn is_made_by(&self, statement: &serde_json::Value) -> bool {
        let principal = statement["Principal"]["AWS"].as_str().or_else(|| statement["Principal"].as_str());
        let organization = statement["Condition"]["StringEquals"]["aws:PrincipalOrgID"].as_str();
        let (Some(principal), true) = (principal, statement["Effect"] == "Allow") else { return false };
        match self {
            Self::Account(id) => principal.contains(id.as_str()),
            Self::Organization(id) => principal == "*" && organization == Some(id),
            Self::Public => principal == "*" && organization.is_none(),
        }
    }
}

/// A region of a profile.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PublishTarget {
    /// The profile; `None` is the user's default.
    pub profile: Option<String>,
    /// The region.
    pub region: Region,
    /// The bucket for zips beyond the limit of a request.
    pub bucket: Option<String>,
}

/// What AWS said about a target before anything was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetState {
    /// The target.
    pub target: PublishTarget,
    /// The caller's account, if AWS said which.
    pub account: Option<AccountId>,
    /// The newest version and its `CodeSha256`, or why it is unknown.
    pub newest: Result<Option<(LayerArn, String)>, Sentence>,
    /// Why the bucket cannot be used; `None` if it can, or is not needed.
    pub bucket_problem: Option<Sentence>,
}

/// What to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The name of the layer.
    pub layer_name: String,
    /// What the version says about itself.
    pub metadata: LayerMetadata,
    /// The zip.
    pub source: LocalSource,
    /// The zip or folder that the user named; `None` where the zip is the copy of a layer.
    pub named: Option<PathBuf>,
    /// What the user should know about the content.
    pub notes: Vec<Sentence>,
    /// Its base64 sha256.
    pub code_sha256: String,
    /// The bytes of a request with the zip in it.
    pub request_bytes: u64,
    /// Who may use it.
    pub grants: Vec<Grant>,
}

impl Publication {
    /// Returns whether the zip is too large for a request, so that it goes through S3.
    pub fn needs_bucket(&self) -> bool {
        self.request_bytes > MAX_REQUEST_BYTES
    }

    /// Returns the first limit of the API that is not kept.
    pub fn refusal(&self) -> Option<RefusalReason> {
        let LayerMetadata { description, runtimes, architectures, license } = &self.metadata;
        let is_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        let name = &self.layer_name;
        let limits = [
            (name.is_empty() || name.len() > MAX_NAME || !name.bytes().all(is_name), RefusalReason::LayerName),
            (description.chars().count() > MAX_DESCRIPTION, RefusalReason::Description),
            (license.chars().count() > MAX_LICENSE, RefusalReason::License),
            (runtimes.len() > MAX_RUNTIMES, RefusalReason::TooManyRuntimes),
            (architectures.iter().any(|name| !ARCHITECTURES.contains(&&**name)), RefusalReason::Architecture),
            (self.source.is_empty(), RefusalReason::SourceEmpty),
        ];
        let over = RefusalReason::LayerTooLarge { bytes: self.source.bytes };
        let mut limits = limits.into_iter().chain([(self.source.bytes > MAX_UNZIPPED_BYTES, over)]);
        limits.find_map(|(is_broken, reason)| is_broken.then_some(reason))
    }
}

/// Returns the plan. Targets that AWS refused are left out, with the reason.
pub fn publish(publication: &Publication, targets: Vec<TargetState>) -> Plan {
    let mut plan = Plan::new(PlanKind::Publish, Vec::new());
    if let Some(reason) = publication.refusal() {
        plan.refused.push(Refused::named(&publication.layer_name, reason));
        return plan;
    }
    // The step of each account and region: two profiles may lead to the same one.
    let mut planned: HashMap<(AccountId, Region), usize> = HashMap::new();
    for state in targets {
        let name = target_name(&publication.layer_name, &state.target);
        if let Some(reason) = why_refused(publication, &state) {
            plan.refused.push(Refused::named(name, reason));
            continue;
        }
        if let Some(account) = state.account {
            match planned.entry((account, state.target.region.clone())) {
                Entry::Occupied(first) => {
                    let note = StepNote::Content(sentence!("note-same-account", target = name));
                    plan.steps[*first.get()].notes.push(note);
                    continue;
                }
                Entry::Vacant(entry) => drop(entry.insert(plan.steps.len())),
            }
        }
        add_target(&mut plan, publication, &state, &name);
    }
    plan
}

/// Returns the name of a target in a plan: `my-layer in eu-west-1 (profile dev)`.
fn target_name(layer_name: &str, target: &PublishTarget) -> String {
    match &target.profile {
        Some(profile) => format!("{layer_name} in {} (profile {profile})", target.region),
        None => format!("{layer_name} in {}", target.region),
    }
}

fn why_refused(publication: &Publication, state: &TargetState) -> Option<RefusalReason> {
    match &state.newest {
        Err(why) => return Some(RefusalReason::Aws(why.clone())),
        // Nothing is sent.
        Ok(Some((_, sha256))) if *sha256 == publication.code_sha256 => return None,
        Ok(_) => {}
    }
    if !publication.needs_bucket() {
        return None;
    }
    match (&state.target.bucket, &state.bucket_problem) {
        (None, _) => Some(RefusalReason::NeedsBucket { region: state.target.region.to_string() }),
        (_, Some(why)) => Some(RefusalReason::Aws(why.clone())),
        (Some(_), None) => None,
    }
}

fn add_target(plan: &mut Plan, publication: &Publication, state: &TargetState, name: &str) {
    let existing = match &state.newest {
        Ok(Some((arn, sha256))) if *sha256 == publication.code_sha256 => Some(arn.clone()),
        _ => None,
    };
    let mut notes = Vec::new();
    match &existing {
        Some(arn) => notes.push(StepNote::AlreadyPublished(arn.clone())),
        None => {
            notes.extend(state.target.bucket.clone().filter(|_| publication.needs_bucket()).map(StepNote::ThroughS3));
        }
    }
    notes.extend(state.account.map(StepNote::InAccount));
    // Once is enough.
    if plan.steps.is_empty() {
        notes.extend(publication.notes.iter().cloned().map(StepNote::Content));
    }
    let at = plan.steps.len();
    plan.steps.push(Step {
        action: StepAction::Publish(Box::new((publication.clone(), state.target.clone()))),
        target: name.to_owned(),
        path: publication.named.clone(),
        size_bytes: publication.source.zipped_bytes.unwrap_or(0),
        frees_bytes: 0,
        file_count: None,
        notes,
    });
    for grant in &publication.grants {
        plan.steps.push(Step {
            action: StepAction::Grant { version_of: at, grant: grant.clone(), target: state.target.clone() },
            target: format!("{} for {name}", grant.text()),
            path: None,
            size_bytes: 0,
            frees_bytes: 0,
            file_count: None,
            notes: if *grant == Grant::Public { vec![StepNote::EveryoneMayUseIt] } else { Vec::new() },
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::facts::ContentFacts;
    use crate::content::source::SourceKind;

    fn publication() -> Publication {
        let source = LocalSource {
            path: "/src/layer.zip".into(),
            kind: SourceKind::Zip,
            bytes: 100,
            files: 2,
            folders: 1,
            zipped_bytes: Some(70),
            stamp: String::new(),
            content: ContentFacts::default(),
            notes: Vec::new(),
        };
        Publication {
            layer_name: "tools".to_owned(),
            metadata: LayerMetadata::default(),
            source,
            named: Some("/src/layer.zip".into()),
            notes: Vec::new(),
            code_sha256: "abc=".to_owned(),
            request_bytes: 120,
            grants: vec![Grant::Public],
        }
    }

    fn state(newest: Option<&str>) -> TargetState {
        let arn = LayerArn::parse("arn:aws:lambda:eu-west-1:111111111111:layer:tools:3").unwrap();
        TargetState {
            target: PublishTarget { profile: None, region: Region::parse("eu-west-1").unwrap(), bucket: None },
            account: None,
            newest: Ok(newest.map(|sha256| (arn, sha256.to_owned()))),
            bucket_problem: None,
        }
    }

    #[test]
    fn each_target_is_published_and_granted() {
        let plan = publish(&publication(), vec![state(None), state(Some("other="))]);
        let actions: Vec<_> = plan.steps.iter().map(|step| step.action.as_str()).collect();
        assert_eq!(actions, ["publish", "grant", "publish", "grant"]);
        assert!(matches!(plan.steps[3].action, StepAction::Grant { version_of: 2, .. }));
    }

    #[test]
    fn content_that_is_the_newest_version_is_said_to_be_there() {
        let plan = publish(&publication(), vec![state(Some("abc="))]);
        assert!(matches!(plan.steps[0].notes[0], StepNote::AlreadyPublished(_)));
    }

    #[test]
    fn two_profiles_of_one_account_publish_once_in_a_region() {
        let of = |profile: &str, account: &str, region: &str| {
            let mut state = state(None);
            state.account = Some(AccountId::parse(account).unwrap());
            state.target.profile = Some(profile.to_owned());
            state.target.region = Region::parse(region).unwrap();
            state
        };
        let targets = vec![
            of("dev", "111111111111", "eu-west-1"),
            of("admin", "111111111111", "eu-west-1"),
            of("admin", "111111111111", "us-east-1"),
            of("other", "222222222222", "eu-west-1"),
        ];
        let plan = publish(&publication(), targets);
        let published: Vec<&str> =
            plan.steps.iter().filter(|step| step.action.as_str() == "publish").map(|step| &*step.target).collect();
        let expected = [
            "tools in eu-west-1 (profile dev)",
            "tools in us-east-1 (profile admin)",
            "tools in eu-west-1 (profile other)",
        ];
        assert_eq!((published, plan.refused.len()), (expected.to_vec(), 0));
        assert!(plan.steps[0].note().unwrap().contains("(profile admin) is the same account"), "{:?}", plan.steps[0]);
    }

    #[test]
    fn a_zip_beyond_a_request_needs_a_bucket_unless_it_is_there_already() {
        let large = Publication { request_bytes: MAX_REQUEST_BYTES + 1, ..publication() };
        let refused = publish(&large, vec![state(None)]);
        assert!(matches!(refused.refused[0].reason, RefusalReason::NeedsBucket { .. }) && refused.steps.is_empty());
        assert_eq!(publish(&large, vec![state(Some("abc="))]).steps.len(), 2);
        let mut with_bucket = state(None);
        with_bucket.target.bucket = Some("uploads".to_owned());
        assert!(publish(&large, vec![with_bucket]).steps[0].notes.contains(&StepNote::ThroughS3("uploads".to_owned())));
    }

    #[test]
    fn the_limits_of_the_api_are_checked_before_anything_is_sent() {
        let with = |change: &dyn Fn(&mut Publication)| {
            let mut changed = publication();
            change(&mut changed);
            changed.refusal()
        };
        assert_eq!(with(&|_| {}), None);
        assert_eq!(with(&|p| p.layer_name = "a".repeat(141)), Some(RefusalReason::LayerName));
        assert_eq!(with(&|p| p.layer_name = "a b".to_owned()), Some(RefusalReason::LayerName));
        assert_eq!(with(&|p| p.metadata.description = "ä".repeat(256)), None);
        assert_eq!(with(&|p| p.metadata.description = "a".repeat(257)), Some(RefusalReason::Description));
        assert_eq!(with(&|p| p.metadata.runtimes = vec!["r".into(); 16]), Some(RefusalReason::TooManyRuntimes));
        assert_eq!(with(&|p| p.metadata.architectures = vec!["riscv".into()]), Some(RefusalReason::Architecture));
        let large = with(&|p| p.source.bytes = MAX_UNZIPPED_BYTES + 1);
        assert!(matches!(large, Some(RefusalReason::LayerTooLarge { .. })));
    }

    #[test]
    fn grants_are_parsed_and_found_in_a_policy() {
        assert_eq!(Grant::parse("111111111111").unwrap().statement_id(), "samlayers-111111111111");
        assert!(Grant::parse("organization:x").is_err() && Grant::parse("everyone").is_err());
        let organization = Grant::parse("organization:o-a1b2c3d4e5").unwrap();
        let policy = r#"{"Statement":[
            {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"}},
            {"Effect":"Allow","Principal":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}]}"#;
        assert!(organization.is_in(policy) && Grant::parse("111111111111").unwrap().is_in(policy));
        assert!(!Grant::Public.is_in(policy) && !Grant::parse("222222222222").unwrap().is_in(policy));
        assert!(Grant::Public.is_in(r#"{"Statement":[{"Effect":"Allow","Principal":"*"}]}"#));
        assert!(!Grant::Public.is_in("no json"));
    }
}
