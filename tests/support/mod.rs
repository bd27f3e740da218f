//! Helpers of the tests. Each hides one real part, so that a test shows only the behaviour it checks.
//!
//! Linking one test program costs seconds and a hundred megabytes (the AWS and engine clients are in each), so there are
//! few of them: a new test is a new module in the folder of an existing program (`tests/real/`), not a new file beside it.
#![allow(dead_code, reason = "each test program uses its own part of this")]

pub mod engine;
pub mod http;
pub mod lambda;
pub mod layers;
pub mod one_image;
pub mod publishing;
pub mod real;
pub mod sam;
pub mod samlayers;
pub mod scripted;
pub mod tree;
pub mod wine;
