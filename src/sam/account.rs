//! The IDs of AWS accounts.

use std::fmt;
use std::str;

use serde::{Deserialize, Deserializer};

/// The number of digits of an account ID.
const DIGITS: usize = 12;

/// The ID of an AWS account: twelve digits.
///
/// ```
/// use samlayers::sam::AccountId;
///
/// assert_eq!(AccountId::parse("012345678901")?.as_str(), "012345678901");
/// assert!(AccountId::parse("12345").is_err());
/// # Ok::<(), samlayers::sam::account::NotAnAccount>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId([u8; DIGITS]);

/// The error for a text that is not an account ID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an AWS account is twelve digits, such as 123456789012")]
pub struct NotAnAccount;

impl AccountId {
    /// The account that AWS gives to no one, for layers that exist on this machine only.
    pub const NO_ONE: Self = Self([b'0'; DIGITS]);

    /// Parses twelve digits. Leading zeros count.
    pub fn parse(text: &str) -> Result<Self, NotAnAccount> {
        let digits: [u8; DIGITS] = text.as_bytes().try_into().map_err(|_| NotAnAccount)?;
        if digits.iter().all(u8::is_ascii_digit) { Ok(Self(digits)) } else { Err(NotAnAccount) }
    }

    /// Returns the twelve digits.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountId({})", self.as_str())
    }
}

/// Reads the digits from a text; a file that has them as a number loses leading zeros.
impl<'de> Deserialize<'de> for AccountId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_twelve_digits() {
        assert_eq!(AccountId::parse("000000000001").unwrap().to_string(), "000000000001");
        for text in ["", "12345678901", "1234567890123", "12345678901a", "１２３４", " 12345678901"] {
            assert_eq!(AccountId::parse(text), Err(NotAnAccount), "{text:?}");
        }
    }
}
