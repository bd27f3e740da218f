//! Searches for the ARN of a layer directory by trying known accounts in every region.
//!
//! Ten hex digits are 40 bits, so a match is evidence and not proof. With `n` candidates, the probability that one of
//! them matches by chance is about `n` in 1,099,511,627,776 ([`collision_odds`]).

use std::collections::BTreeSet;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::name_pattern::NamePattern;
use crate::sam::layer_dir::HASH_DIGITS;
use crate::sam::{AccountId, LayerArn, LayerDir, Region, region};

/// An account that may have published a layer, and how the account is known.
#[derive(Debug, Clone)]
pub struct Account {
    /// The ID.
    pub id: AccountId,
    /// Where the account is known from, for display: a file, a publisher, `--account`.
    pub from: String,
    /// The layer names that the account is known to publish; empty if it may publish any name.
    /// Accounts of one publisher share them.
    pub names: Arc<[NamePattern]>,
    /// The partition that the account belongs to, if known. An account belongs to exactly one partition.
    pub partition: Option<String>,
    /// The region that the account publishes in, if it is known to use only one.
    pub region: Option<Region>,
}

impl Account {
    /// Returns an account that may publish any layer in any region.
    pub fn unrestricted(id: AccountId, from: impl Into<String>) -> Self {
        Self { id, from: from.into(), names: Arc::default(), partition: None, region: None }
    }

    fn may_publish(&self, layer_name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|name| name.matches(layer_name))
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
    /// The number of ARNs that were tried.
    pub candidates: u64,
}

/// The accounts and regions of a search.
#[derive(Debug)]
pub struct ArnSearch {
    accounts: Vec<Account>,
    /// Pairs of partition and region.
    regions: Vec<(String, String)>,
}

impl ArnSearch {
    /// Returns a search among these accounts in all regions. The regions in use are tried first, as they are the likely
    /// ones.
    pub fn among(accounts: Vec<Account>, in_use: BTreeSet<(String, String)>) -> Self {
        let others = region::all().map(|(partition, region)| (partition.to_owned(), region.to_owned()));
        let others: Vec<_> = others.filter(|pair| !in_use.contains(pair)).collect();
        Self { accounts, regions: in_use.into_iter().chain(others).collect() }
    }

    /// Returns every ARN whose directory has the given name. More than one match is possible, but very unlikely.
    pub fn all(&self, dir: &LayerDir) -> Vec<Match> {
        let mut found = Vec::new();
        let tried = self.run(&[dir], |_, arn, account, _| {
            found.push((arn, account.from.clone()));
            false
        });
        let matches = found.into_iter().map(|(arn, account_from)| Match { arn, account_from, candidates: tried });
        matches.collect()
    }

    /// Calls `found` with the first ARN found for each directory. All directories are versions of one layer name, which
    /// share most of the work.
    ///
    /// Another match would be one by chance, and as unlikely as the first one being one.
    pub fn first_of_each(&self, dirs: &[&LayerDir], mut found: impl FnMut(&LayerDir, Match)) {
        self.run(dirs, |dir, arn, account, tried| {
            found(dir, Match { arn, account_from: account.from.clone(), candidates: tried });
            true
        });
    }

    /// Tries every account and region for versions of one layer name, and returns how many ARNs it tried for each.
    /// A directory for which `found` returns true is left out from then on.
    fn run(&self, dirs: &[&LayerDir], mut found: impl FnMut(&LayerDir, LayerArn, &Account, u64) -> bool) -> u64 {
        let Some(name) = dirs.first().map(|dir| dir.layer_name()) else { return 0 };
        // A publisher with an account for each region has the same names for all of them.
        let of_one_publisher = self.accounts.chunk_by(|a, b| Arc::ptr_eq(&a.names, &b.names));
        let accounts = distinct(of_one_publisher.filter(|accounts| accounts[0].may_publish(name)).flatten());
        let mut open: Vec<_> = dirs.iter().filter_map(|dir| Some((*dir, digits(dir)?))).collect();
        let mut tried = 0;
        let mut text = String::new();
        for (partition, region) in &self.regions {
            for account in accounts.iter().filter(|account| account.is_in(partition, region)) {
                if open.is_empty() {
                    return tried;
                }
                text.clear();
                for part in ["arn:", partition, ":lambda:", region, ":", account.id.as_str(), ":layer:", name, ":"] {
                    text.push_str(part);
                }
                tried += 1;
                let of_name = Sha256::new().chain_update(&text);
                open.retain(|(dir, wanted)| {
                    let hash = of_name.clone().chain_update(dir.version()).finalize();
                    let is_match = hash[..wanted.len()] == *wanted;
                    // A name that SAM gave always makes an ARN.
                    let arn = is_match.then(|| LayerArn::new(format!("{text}{}", dir.version())).ok()).flatten();
                    !arn.is_some_and(|arn| found(dir, arn, account, tried))
                });
            }
        }
        tried
    }
}

/// Returns the bytes of the digits in the name of a directory.
fn digits(dir: &LayerDir) -> Option<[u8; HASH_DIGITS / 2]> {
    let mut bytes = [0; HASH_DIGITS / 2];
    hex::decode_to_slice(dir.hash(), &mut bytes).ok()?;
    Some(bytes)
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

    fn search(dir: &LayerDir, accounts: &[Account]) -> Vec<Match> {
        ArnSearch::among(accounts.to_vec(), BTreeSet::new()).all(dir)
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
        let other_name = Account { names: Arc::new([NamePattern::new("other*")]), ..account("111111111111", "x") };
        let other_region = Account { region: Region::parse("eu-west-1").ok(), ..account("111111111111", "x") };
        assert_eq!(search(&dir, &[other_name, other_region]), []);
        let own = Account {
            names: Arc::new([NamePattern::new("my*")]),
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
        let publisher = Account { names: Arc::new([NamePattern::new("my*")]), ..account("111111111111", "publisher") };
        let limited = Account { region: Region::parse("us-west-2").ok(), ..publisher.clone() };
        let found = search(&dir, &[limited, publisher, account("111111111111", "template")]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].account_from, "publisher");
        assert_eq!(found[0].candidates, u64::try_from(region::all().count()).unwrap());
    }

    #[test]
    fn versions_of_a_layer_are_found_together_and_in_the_regions_in_use_first() {
        let arn = |region: &str, version: u8| {
            LayerArn::parse(format!("arn:aws:lambda:{region}:111111111111:layer:myLayer:{version}")).unwrap()
        };
        let arns = [arn("us-west-2", 1), arn("xx-new-1", 2), arn("eu-west-1", 3)];
        let unknown = LayerDir::parse("myLayer-4-0123456789").unwrap();
        let dirs: Vec<LayerDir> = arns.iter().map(LayerArn::dir).chain([unknown]).collect();
        let in_use = BTreeSet::from([("aws".to_owned(), "xx-new-1".to_owned())]);
        let search = ArnSearch::among(vec![account("222222222222", "x"), account("111111111111", "y")], in_use);
        let mut found = Vec::new();
        search.first_of_each(&dirs.iter().collect::<Vec<_>>(), |dir, one| found.push((dir.clone(), one)));
        found.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(
            found.iter().map(|(dir, one)| (dir, &one.arn)).collect::<Vec<_>>(),
            dirs.iter().zip(&arns).collect::<Vec<_>>()
        );
        assert_eq!(found[1].1.candidates, 2, "the second account in the region in use");
        assert!(found.iter().all(|(dir, one)| search.all(dir).iter().map(|all| &all.arn).eq([&one.arn])));
    }

    #[test]
    fn the_collision_probability_is_small() {
        assert_eq!(collision_odds(10_000), 109_951_162);
    }
}
