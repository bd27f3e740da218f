//! The modules that parse foreign input, on their own: the same files as in the program, without the AWS and engine
//! clients, whose instrumented build would take most of the time for fuzzing.

#[path = "../src/sam/mod.rs"]
pub mod sam;
#[path = "../src/text/mod.rs"]
pub mod text;
