//! From a directory back to its ARN: try the accounts that may have published the layer, in every region.
//!
//! Ten hex digits are 40 bits: a match is evidence, not proof. With `n` candidates tried, the chance that one matches
//! by accident is about `n` in 1,099,511,627,776 ([`collision_probability`]).

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::name_pattern::NamePattern;
use crate::sam::{LayerArn, LayerDir, region};

/// An account that may have published the layer, and where it was learnt.
#[derive(Debug, Clone)]
pub struct Account {
    /// Twelve digits.
    pub id: String,
    /// Where it was learnt, for people: a file, a publisher, `--account`.
    pub from: String,
    /// The layer names it is known to publish; empty when any name may be its own.
    pub names: Vec<NamePattern>,
    /// The partition it belongs to, where that is known: no account is in two.
    pub partition: Option<String>,
    /// The region it publishes in, where it is known to keep to one.
    pub region: Option<String>,
}

impl Account {
    /// An account that may publish any layer anywhere.
    pub fn unrestricted(id: impl Into<String>, from: impl Into<String>) -> Self {
        Self { id: id.into(), from: from.into(), names: Vec::new(), partition: None, region: None }
    }

    fn may_publish(&self, dir: &LayerDir) -> bool {
        self.names.is_empty() || self.names.iter().any(|name| name.matches(dir.layer_name()))
    }

    fn is_in(&self, partition: &str, region: &str) -> bool {
        let fits = |own: &Option<String>, other: &str| own.as_deref().is_none_or(|own| own == other);
        fits(&self.partition, partition) && fits(&self.region, region)
    }

    /// Whether it may publish everywhere.
    fn is_anywhere(&self) -> bool {
        self.partition.is_none() && self.region.is_none()
    }
}

/// An ARN that makes the directory's digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The ARN.
    pub arn: LayerArn,
    /// Where its account was learnt.
    pub account_from: String,
    /// How many ARNs the whole search tries.
    pub candidates: u64,
}

/// Every ARN of the accounts, in all their regions, that makes the directory's name. More than one is possible, if
/// unlikely.
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
            for part in ["arn:", partition, ":lambda:", region, ":", &account.id, &tail] {
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

/// Each account once, however often it was learnt: the first that told of it is named, and one that may publish
/// everywhere makes the same account with limits needless.
fn distinct<'a>(accounts: impl Iterator<Item = &'a Account> + Clone) -> Vec<&'a Account> {
    let anywhere: BTreeSet<&str> =
        accounts.clone().filter(|account| account.is_anywhere()).map(|account| &*account.id).collect();
    let mut told = BTreeSet::new();
    accounts
        .filter(|account| {
            let is_needed = account.is_anywhere() || !anywhere.contains(&*account.id);
            is_needed && told.insert((&account.id, &account.partition, &account.region))
        })
        .collect()
}

/// The same as one in so many, for people.
pub fn collision_odds(candidates: u64) -> u64 {
    (1 << 40) / candidates.max(1)
}

/// How likely it is that one of this many candidates makes ten given hex digits by accident, from 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "a probability for people")]
pub fn collision_probability(candidates: u64) -> f64 {
    candidates as f64 / (1u64 << 40) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(id: &str, from: &str) -> Account {
        Account::unrestricted(id, from)
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
    fn without_the_account_nothing_is_made_up() {
        let dir = LayerDir::parse("myLayer-1-926eeb5ff1").unwrap();
        assert_eq!(search(&dir, &[account("222222222222", "x")]), []);
        assert_eq!(search(&dir, &[]), []);
    }

    #[test]
    fn an_account_that_keeps_to_names_or_a_region_is_tried_there_only() {
        let dir = LayerDir::parse("myLayer-1-926eeb5ff1").unwrap();
        let other_name = Account { names: vec![NamePattern::new("other*")], ..account("111111111111", "x") };
        let other_region = Account { region: Some("eu-west-1".into()), ..account("111111111111", "x") };
        assert_eq!(search(&dir, &[other_name, other_region]), []);
        let own = Account {
            names: vec![NamePattern::new("my*")],
            region: Some("us-west-2".into()),
            ..account("111111111111", "x")
        };
        assert_eq!(search(&dir, &[own])[0].candidates, 1);
    }

    #[test]
    fn a_partition_has_its_own_accounts() {
        let dir = LayerDir::parse("myLayer-1-926eeb5ff1").unwrap();
        let of = |partition: &str| Account { partition: Some(partition.into()), ..account("111111111111", "x") };
        assert_eq!(search(&dir, &[of("aws-cn")]), []);
        assert_eq!(search(&dir, &[of("aws")]).len(), 1);
    }

    #[test]
    fn an_account_learnt_twice_is_tried_once() {
        let dir = LayerDir::parse("myLayer-1-926eeb5ff1").unwrap();
        let publisher = Account { names: vec![NamePattern::new("my*")], ..account("111111111111", "publisher") };
        let limited = Account { region: Some("us-west-2".into()), ..publisher.clone() };
        let found = search(&dir, &[limited, publisher, account("111111111111", "template")]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].account_from, "publisher");
        assert_eq!(found[0].candidates, u64::try_from(region::all().count()).unwrap());
    }

    #[test]
    fn an_accident_is_unlikely() {
        assert!(collision_probability(10_000) < 1e-8);
        assert_eq!(collision_odds(10_000), 109_951_162);
    }
}
