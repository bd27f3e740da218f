//! What a person asks for, once, for the app and the command line alike.
//!
//! | ask for | call |
//! |---|---|
//! | everything there is, as a stream of facts | [`survey`] |
//! | is everything in order | [`doctor`] |
//! | to be told when SAM changes something | [`watch`] |

mod accounts;
mod arns;
mod context;
pub mod demo;
mod doctor;
mod engine;
mod image_layers;
mod memory;
pub mod projects;
mod survey;
#[cfg(test)]
mod tests;
mod watch;

pub use accounts::known_accounts;
pub use context::{AwsChoice, AwsEndpoint, Context, EngineChoice, ReadOnly};
pub use doctor::{Check, Verdict, doctor};
pub use survey::survey;
pub use watch::{Watch, watch};
