//! What a person asks for, once, for the app and the command line alike.

mod context;
pub mod demo;
mod memory;
mod watch;

pub use context::{AwsChoice, AwsEndpoint, Context, EngineChoice, ReadOnly};
pub use watch::{Watch, watch};
