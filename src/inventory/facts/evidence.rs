//! How the ARN of a directory and the layers of an image are known.

use crate::sam::LayerArn;
use crate::sam::template::FunctionRef;

/// An ARN whose hash makes the directory, and where it was learnt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownArn {
    /// The ARN.
    pub arn: LayerArn,
    /// Where it was learnt.
    pub source: ArnSource,
}

/// Where an ARN was learnt. Its hash proves it in every case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArnSource {
    /// A template names it.
    Template(FunctionRef),
    /// It was proven earlier and remembered.
    Remembered,
    /// It was found by trying regions and accounts.
    Searched {
        /// Where the account came from.
        account_from: String,
        /// How many ARNs were tried.
        candidates: u64,
    },
}

impl ArnSource {
    /// One phrase, for JSON and the screen.
    pub fn describe(&self) -> String {
        match self {
            Self::Template(function) => format!("template {} ({})", function.template.display(), function.function),
            Self::Remembered => "remembered".to_owned(),
            Self::Searched { account_from, candidates } => {
                format!("found among {candidates} candidates, account from {account_from}")
            }
        }
    }
}

/// Which layers an image was built from, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageLayers {
    /// What SAM hashed: directory names, or logical IDs of local layers.
    pub names: Vec<String>,
    /// How that is known.
    pub source: String,
}
