//! What the tests stand on. Each helper hides one real part, so that a test reads as the story it tells.
//!
//! Linking one test program costs seconds and a hundred megabytes (the AWS and engine clients are in each), so there are
//! few of them: a new story is a new module in the folder of an existing program (`tests/real/`), not a new file beside it.
#![allow(dead_code, reason = "each test program uses its own part of this")]

pub mod engine;
pub mod http;
pub mod lambda;
pub mod layers;
pub mod real;
pub mod sam;
pub mod samlayers;
pub mod scripted;
pub mod tree;
