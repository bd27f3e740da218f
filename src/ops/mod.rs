//! What a person asks for, once, for the app and the command line alike.

mod context;
mod memory;

pub use context::{AwsChoice, AwsEndpoint, Context, EngineChoice, ReadOnly};
