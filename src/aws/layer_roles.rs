//! Roles that are assumed before a layer of another account is looked up.

use std::collections::BTreeMap;

use crate::sam::AccountId;

/// The role to assume for each account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LayerRoles {
    /// Role ARNs by the account of the layers.
    pub by_account: BTreeMap<AccountId, String>,
    /// The role for all other layers; `None` uses the user's credentials.
    pub any: Option<String>,
}

impl LayerRoles {
    /// Returns the role for the layers of an account.
    pub fn of(&self, account: AccountId) -> Option<&str> {
        self.by_account.get(&account).or(self.any.as_ref()).map(String::as_str)
    }

    /// Returns whether a text has the form of a role ARN: `arn:aws:iam::123456789012:role/Name`.
    pub fn is_role(text: &str) -> bool {
        let fields: Vec<&str> = text.splitn(6, ':').collect();
        let [arn, partition, service, region, account, resource] = fields[..] else { return false };
        let is_account = AccountId::parse(account).is_ok();
        let named = resource.strip_prefix("role/").is_some_and(|name| !name.is_empty());
        arn == "arn" && !partition.is_empty() && service == "iam" && region.is_empty() && is_account && named
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_role_of_an_account_wins() {
        let mut roles = LayerRoles { any: Some("any".to_owned()), ..LayerRoles::default() };
        let [own, other] = ["111111111111", "222222222222"].map(|id| AccountId::parse(id).unwrap());
        roles.by_account.insert(own, "own".to_owned());
        assert_eq!((roles.of(own), roles.of(other)), (Some("own"), Some("any")));
        assert_eq!(LayerRoles::default().of(own), None);
    }

    #[test]
    fn role_arns_are_distinguished_from_other_arns() {
        assert!(LayerRoles::is_role("arn:aws-us-gov:iam::123456789012:role/path/Name"));
        for text in
            ["Name", "arn:aws:iam::123456789012:user/me", "arn:aws:iam::12:role/x", "arn:aws:iam::123456789012:role/"]
        {
            assert!(!LayerRoles::is_role(text), "{text}");
        }
    }
}
