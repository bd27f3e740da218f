//! The accounts that may have published a layer: given by the user, in the AWS configuration, or known publishers.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use crate::inventory::search::arns::Account;
use crate::inventory::search::name_pattern::NamePattern;
use crate::ops::bounded;
use crate::sam::{AccountId, Region};

/// Accounts known to publish layers, each with its source.
const PUBLISHERS: &str = include_str!("../../../assets/publishers.toml");

/// The accounts known before a survey.
#[derive(Debug, Clone, Default)]
pub struct KnownAccounts {
    /// Those that the user or the AWS configuration names.
    named: Vec<Account>,
    with_publishers: bool,
}

impl KnownAccounts {
    /// Returns the accounts of `--account`, of the AWS configuration file, and of the publishers built into samlayers.
    pub fn of(options: &[AccountId], aws_config: Option<&Path>) -> Self {
        let mut named: Vec<Account> = options.iter().map(|id| Account::unrestricted(*id, "--account")).collect();
        if let Some(path) = aws_config {
            match bounded::read(path, bounded::LIST) {
                Ok(bytes) => named.extend(in_aws_config(&String::from_utf8_lossy(&bytes), &path.display().to_string())),
                Err(error) => {
                    tracing::info!(path = %path.display(), %error, "no AWS configuration to learn accounts from");
                }
            }
        }
        Self { named, with_publishers: true }
    }

    /// Returns all of them.
    pub fn all(&self) -> impl Iterator<Item = &Account> {
        let publishers = if self.with_publishers { PUBLISHER_ACCOUNTS.as_slice() } else { &[] };
        self.named.iter().chain(publishers)
    }
}

/// The accounts of the publishers. They are read when a layer is searched for among them, as most commands do not.
static PUBLISHER_ACCOUNTS: LazyLock<Vec<Account>> =
    LazyLock::new(|| publishers().unwrap_or_default().into_iter().flat_map(Publisher::into_accounts).collect());

/// Reads the list of publishers. It is built into the program, and a test checks its format.
fn publishers() -> Result<Vec<Publisher>, toml::de::Error> {
    toml::from_str(PUBLISHERS).map(|list: PublisherList| list.publisher)
}

#[derive(Deserialize)]
struct PublisherList {
    publisher: Vec<Publisher>,
}

#[derive(Deserialize)]
struct Publisher {
    name: String,
    #[serde(default)]
    accounts: Vec<AccountId>,
    #[serde(default)]
    accounts_by_region: BTreeMap<Region, AccountId>,
    #[serde(default = "default_partition")]
    partition: String,
    layers: Vec<String>,
}

/// Returns the partition of publishers that do not specify one.
fn default_partition() -> String {
    "aws".to_owned()
}

/// Returns the accounts of every profile: `sso_account_id`, and those in ARNs such as `role_arn`.
fn in_aws_config(text: &str, from: &str) -> Vec<Account> {
    let mut accounts = Vec::new();
    for (key, value) in text.lines().filter_map(|line| line.split_once('=')) {
        let value = value.trim();
        // ARNs in `role_arn`, `mfa_serial` and similar settings also contain the partition.
        let mut arn = value.strip_prefix("arn:").map(|arn| arn.split(':')).into_iter().flatten();
        let partition = arn.next().map(str::to_owned);
        let id = if key.trim() == "sso_account_id" { Some(value) } else { arn.nth(2) };
        if let Some(id) = id.and_then(|id| AccountId::parse(id).ok()) {
            let from = format!("{} in {from}", key.trim());
            accounts.push(Account { partition, ..Account::unrestricted(id, from) });
        }
    }
    accounts
}

impl Publisher {
    fn into_accounts(self) -> Vec<Account> {
        let from = format!("publisher {}", self.name);
        let names: Arc<[NamePattern]> = self.layers.into_iter().map(NamePattern::new).collect();
        let partition = Some(self.partition);
        let account = |id, region| Account {
            id,
            from: from.clone(),
            names: Arc::clone(&names),
            partition: partition.clone(),
            region,
        };
        let anywhere = self.accounts.into_iter().map(|id| account(id, None));
        let by_region = self.accounts_by_region.into_iter().map(|(region, id)| account(id, Some(region)));
        anywhere.chain(by_region).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sam::region;

    #[test]
    fn accounts_of_the_aws_configuration() {
        let text = "[profile a]\nsso_account_id = 111111111111\nregion = eu-west-1\n[profile b]\n\
                    role_arn=arn:aws:iam::222222222222:role/x\nsource_profile = a\n sso_account_id = 12\nrubbish";
        let text = &format!("{text}\nmfa_serial = arn:aws-cn:iam::333333333333:mfa/me\n");
        let found = in_aws_config(text, "config");
        let accounts: Vec<_> =
            found.iter().map(|account| (account.id.as_str(), account.partition.as_deref(), &*account.from)).collect();
        let wanted = [
            ("111111111111", None, "sso_account_id in config"),
            ("222222222222", Some("aws"), "role_arn in config"),
            ("333333333333", Some("aws-cn"), "mfa_serial in config"),
        ];
        assert_eq!(accounts, wanted);
    }

    #[test]
    fn the_built_in_publishers_can_be_parsed() {
        let publishers = publishers().unwrap();
        assert!(!publishers.is_empty());
        for publisher in publishers {
            let name = publisher.name.clone();
            // The only special character in these patterns is `*`.
            let plain = |layer: &String| layer.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_*".contains(&b));
            assert!(publisher.layers.iter().all(plain), "{name}: {:?}", publisher.layers);
            for account in publisher.into_accounts() {
                let partition = account.partition.clone().unwrap();
                let is_there = |(of, region): (&str, &str)| {
                    of == partition && account.region.as_ref().is_none_or(|own| own.as_str() == region)
                };
                assert!(region::all().any(is_there), "{name}: {account:?}");
            }
        }
    }
}
