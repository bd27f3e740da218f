//! What a deployment package holds: distributions, tests, caches, debug symbols and own code, against Lambda's quotas.
//!
//! [`index::PackageIndex`] recognises the distributions from the files that describe them, [`breakdown::Breakdown`] adds
//! up every file in the part that it belongs to, and [`package::PackageSize`] is the result with its savings.

pub mod breakdown;
pub mod distribution;
mod dotnet;
pub mod index;
pub mod jar;
pub mod layout;
mod node;
pub mod output;
mod owners;
pub mod package;
mod python;
mod ruby;
mod runtime_sdk;
pub mod savings;
pub mod target;
