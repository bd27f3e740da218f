//! From a directory back to its ARN: try the accounts that may have published the layer, in every region.
//!
//! Ten hex digits are 40 bits: a match is evidence, not proof. With `n` candidates tried, the chance that one matches
//! by accident is about `n` in 1,099,511,627,776 ([`chance_of_accident`]).

use sha2::{Digest, Sha256};

use crate::sam::region::{self, PARTITIONS};
use crate::sam::{LayerArn, LayerDir};

/// An account that may have published the layer, and where it was learnt.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Account {
    /// Twelve digits.
    pub id: String,
    /// Where it was learnt, for people: a file, a publisher, `--account`.
    pub from: String,
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

/// Every ARN of the accounts, in all regions, that makes the directory's name. More than one is possible, if unlikely.
pub fn search(dir: &LayerDir, accounts: &[Account]) -> Vec<Match> {
    let Ok(wanted) = hex::decode(dir.hash()) else { return Vec::new() };
    let candidates = u64::try_from(accounts.len() * region::count()).unwrap_or(u64::MAX);
    let tail = format!(":layer:{}:{}", dir.layer_name(), dir.version());
    let mut matches = Vec::new();
    let mut text = String::new();
    for partition in PARTITIONS {
        for region in partition.regions {
            for account in accounts {
                text.clear();
                for part in ["arn:", partition.name, ":lambda:", region, ":", &account.id, &tail] {
                    text.push_str(part);
                }
                if Sha256::digest(text.as_bytes())[..wanted.len()] == *wanted
                    && let Ok(arn) = LayerArn::new(text.clone())
                {
                    matches.push(Match { arn, account_from: account.from.clone(), candidates });
                }
            }
        }
    }
    matches
}

/// How likely it is that one of this many candidates makes ten given hex digits by accident, from 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "a probability for people")]
pub fn chance_of_accident(candidates: u64) -> f64 {
    candidates as f64 / (1u64 << 40) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(id: &str, from: &str) -> Account {
        Account { id: id.into(), from: from.into() }
    }

    #[test]
    fn the_documented_layer_is_found_by_its_account() {
        let dir = LayerDir::parse("myLayer-1-926eeb5ff1").unwrap();
        let found = search(&dir, &[account("123456789012", "template"), account("111111111111", "~/.aws/config")]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].arn.as_str(), "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1");
        assert_eq!(found[0].account_from, "~/.aws/config");
        assert_eq!(found[0].candidates, 2 * u64::try_from(region::count()).unwrap());
    }

    #[test]
    fn without_the_account_nothing_is_made_up() {
        let dir = LayerDir::parse("myLayer-1-926eeb5ff1").unwrap();
        assert_eq!(search(&dir, &[account("222222222222", "x")]), []);
        assert_eq!(search(&dir, &[]), []);
    }

    #[test]
    fn an_accident_is_unlikely() {
        assert!(chance_of_accident(10_000) < 1e-8);
    }
}
