//! The rooms that read what others wrote, by themselves: the same files as in the program, without the AWS and engine
//! clients beside them, whose instrumented build would take most of the time there is for fuzzing.

#[path = "../src/sam/mod.rs"]
pub mod sam;
#[path = "../src/words/mod.rs"]
pub mod text;
