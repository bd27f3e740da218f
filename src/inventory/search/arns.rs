//! Searches for the ARN of a layer directory by trying known accounts in every region.
//!
//! Ten hex digits are 40 bits, so a match is evidence and not proof. With `n` candidates, the probability that one of
//! them matches by chance is about `n` in 1,099,511,627,776 ([`collision_odds`]).

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::name_pattern::NamePattern;
use crate::sam::{AccountId, LayerArn, LayerDir, Region, region};

/// An account that may have published a layer, and how the account is known.
#[derive(Debug, Clone)]
pub struct Account {
    /// The ID.
    pub id: AccountId,
    /// Where the account is known from, for display: a file, a publisher, `--account`.
    pub from: String,
    /// The layer names that the account is known to publish; empty if it may publish any name.
    pub names: Vec<NamePattern>,
    /// The partition that the account belongs to, if known. An account belongs to exactly one partition.
    pub partition: Option<String>,
    /// The region that the account publishes in, if it is known to use only one.
    pub region: Option<Region>,
}

impl Account {
    /// Returns an account that may publish any layer in any region.
    pub fn unrestricted(id: AccountId, from: impl Into<String>) -> Self {
        Self { id, from: from.into(), names: Vec::new(), partition: None, region: None }
    }

    fn may_publish(&self, dir: &LayerDir) -> bool {
        self.names.is_empty() || self.names.iter().any(|name| name.matches(dir.layer_name()))
    }

    fn is_in(&self, partition: &str, region: &str) -> bool {
        self.partition.as_deref().is_none_or(|own| own == partition)
            && self.region.as_ref().is_none_or(|own| own.as_str() == region)
    }

    /// Returns whether the account may publish in every partition and region.
    fn is_anywhere(&self) -> bool {
        self.partition.is_none() && self.region.is_none()
    }
}

/// An ARN whose hash matches the digits of a directory name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The ARN.
    pub arn: LayerArn,
    /// Where the account in the ARN is known from.
    pub account_from: String,
    /// The number of ARNs that the whole search tries.
    pub candidates: u64,
}

/// Returns every ARN of the given accounts, in all their regions, whose directory has the given name.
///
/// More than one match is possible, but very unlikely.
pub fn search(dir: &LayerDir, accounts: &[Account]) -> Vec<Match> {
    let Ok(wanted) = hex::decode(dir.hash()) else { return Vec::new() };
    let accounts = distinct(accounts.iter().filter(|account| account.may_publish(dir)));
    let tail = format!(":layer:{}:{}", dir.layer_name(), dir.version());
    let mut found = Vec::new();
    let mut tried = 0;
    let mut text = String::new();
    for (partition, region) in region::all() {
        for account in accounts.iter().filter(|account| account.is_in(partition, region)) {
            text.clear();
            for part in ["arn:", partition, ":lambda:", region, ":", account.id.as_str(), &tail] {
                text.push_str(part);
            }
            tried += 1;
            if Sha256::digest(text.as_bytes())[..wanted.len()] == *wanted {
                found.push((text.clone(), account.from.clone()));
            }
        }
    }
    let matches = found.into_iter().filter_map(|(text, account_from)| {
        Some(Match { arn: LayerArn::new(text).ok()?, account_from, candidates: tried })
    });
    matches.collect()
}

/// Returns each account once, under its first source. An account without limits makes the same account with limits
/// redundant.
fn distinct<'a>(accounts: impl Iterator<Item = &'a Account> + Clone) -> Vec<&'a Account> {
    let anywhere: BTreeSet<AccountId> =
        accounts.clone().filter(|account| account.is_anywhere()).map(|account| account.id).collect();
    let mut seen = BTreeSet::new();
    accounts
        .filter(|account| {
            let is_needed = account.is_anywhere() || !anywhere.contains(&account.id);
            is_needed && seen.insert((&account.id, &account.partition, &account.region))
        })
        .collect()
}

/// Returns the probability as "one in so many", for display.
pub fn collision_odds(candidates: u64) -> u64 {
    (1 << 40) / candidates.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(id: &str, from: &str) -> Account {
        Account::unrestricted(AccountId::parse(id).unwrap(), from)
    }

    #[test]
    fn the_documented_layer_is_found_by_its_account() {
        let dir = LayerDir::parse("myLayer-1-926eeb5ff1").unwrap();
        let found = search(&dir, &[account("123456789012", "template"), account("111111111111", "~/.aws/config")]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].arn.as_str(), "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1");
        assert_eq!(found[0].account_from, "~/.aws/config");
        assert_eq!(found[0].candidates, 2 * u64::try_from(region::all().count()).unwrap());
    }

    #[test]
    fn an_unknown_account_gives_no_match() {
        let dir = LayerDir::parse("myLayer-1-926eeb5ff1").unwrap();
        assert_eq!(search(&dir, &[account("222222222222", "x")]), []);
        assert_eq!(search(&dir, &[]), []);
    }

    #[test]
    fn an_account_is_tried_only_with_its_names_and_region() {
        let dir = LayerDir::parse("myLayer-1-926eeb5ff1").unwrap();
        let other_name = Account { names: vec![NamePattern::new("other*")], ..account("111111111111", "x") };
        let other_region = Account { region: Region::parse("eu-west-1").ok(), ..account("111111111111", "x") };
        assert_eq!(search(&dir, &[other_name, other_region]), []);
        let own = Account {
            names: vec![NamePattern::new("my*")],
            region: Region::parse("us-west-2").ok(),
            ..account("111111111111", "x")
        };
        assert_eq!(search(&dir, &[own])[0].candidates, 1);
    }

    #[test]
    fn an_account_is_tried_only_in_its_partition() {
        let dir = LayerDir::parse("myLayer-1-926eeb5ff1").unwrap();
        let of = |partition: &str| Account { partition: Some(partition.into()), ..account("111111111111", "x") };
        assert_eq!(search(&dir, &[of("aws-cn")]), []);
        assert_eq!(search(&dir, &[of("aws")]).len(), 1);
    }

    #[test]
    fn a_duplicate_account_is_tried_once() {
        let dir = LayerDir::parse("myLayer-1-926eeb5ff1").unwrap();
        let publisher = Account { names: vec![NamePattern::new("my*")], ..account("111111111111", "publisher") };
        let limited = Account { region: Region::parse("us-west-2").ok(), ..publisher.clone() };
        let found = search(&dir, &[limited, publisher, account("111111111111", "template")]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].account_from, "publisher");
        assert_eq!(found[0].candidates, u64::try_from(region::all().count()).unwrap());
    }

    #[test]
    fn the_collision_probability_is_small() {
        assert_eq!(collision_odds(10_000), 109_951_162);
    }
}
