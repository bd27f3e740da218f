//! How the ARN of a directory and the layers of an image are known.

use crate::sam::template::FunctionRef;
use crate::sam::{HashedName, LayerArn};

/// An ARN whose hash matches the directory, and how it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownArn {
    /// The ARN.
    pub arn: LayerArn,
    /// How it is known.
    pub source: ArnSource,
}

/// How an ARN is known. Its hash is checked in every case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArnSource {
    /// The user typed it, so that it needs no evidence.
    Given,
    /// A function of a template names it.
    Template(FunctionRef),
    /// It was matched earlier and stored.
    Remembered,
    /// It was found by trying regions and accounts.
    Searched {
        /// Where the account is known from.
        account_from: String,
        /// The number of ARNs tried.
        candidates: u64,
    },
}

impl ArnSource {
    /// Returns a phrase for JSON and the screen.
    pub fn describe(&self) -> String {
        match self {
            Self::Given => "given".to_owned(),
            Self::Template(function) => format!("template {} ({})", function.template.display(), function.function),
            Self::Remembered => "remembered".to_owned(),
            Self::Searched { account_from, candidates } => {
                format!("found by trying {candidates} ARNs, account from {account_from}")
            }
        }
    }
}

/// The layers that an image was built from, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageLayers {
    /// The names that SAM hashed.
    pub names: Vec<HashedName>,
    /// How they are known.
    pub source: String,
}
