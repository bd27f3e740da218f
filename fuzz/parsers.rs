//! The modules that parse foreign input, on their own: the same files as in the program, without the AWS and engine
//! clients, whose instrumented build would take most of the time for fuzzing.
#![allow(dead_code, unused_imports, reason = "the rest of the program uses it")]

#[path = "../src/sam/mod.rs"]
pub mod sam;
#[path = "../src/text/mod.rs"]
pub mod text;
