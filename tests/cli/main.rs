//! The command line as scripts and people use it: the program in temporary trees, nothing of the machine's own in sight.

mod changing;
mod demo;
mod documents;
mod home;
mod hostile;
mod names;
mod scenarios;
mod shell;
